//! `spec.networking` as Gardener's API server validates it (g 1 to 8): `validateNetworking`.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::finding::By;
use super::super::fix::Fix;
use super::sources;
use crate::addr::Family;

pub(super) static WORKERLESS: Check = Check {
    code: "workerless-field",
    covers: &["g-1", "g-12", "g-17", "g-18"],
    summary: "a field that a Shoot without worker pools may not have",
    sources: sources::SHOOT,
    check: workerless,
};

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-2", "g-3", "g-18"],
    summary: "a Shoot says no provider, or has worker pools and no networking or network plugin",
    sources: sources::SHOOT,
    check: required,
};

pub(super) static FAMILIES: Check = Check {
    code: "ip-families",
    covers: &["g-4"],
    summary: "an address family that is none, or is there twice",
    sources: sources::SHOOT,
    check: families,
};

pub(super) static CIDR: Check = Check {
    code: "field-value",
    covers: &["g-5"],
    summary: "a range that is no CIDR",
    sources: sources::CIDR,
    check: cidr,
};

pub(super) static FAMILY: Check = Check {
    code: "spec-family",
    covers: &["g-6"],
    summary: "a range of a family that the cluster does not have",
    sources: sources::CIDR,
    check: family,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-7"],
    summary: "a range has bits set behind its length",
    sources: sources::CIDR,
    check: host_bits,
};

pub(super) static MAPPED: Check = Check {
    code: "field-value",
    covers: &["k-N5"],
    summary: "a range is spelt as an IPv4-mapped IPv6 address",
    sources: sources::NODEIPAM,
    check: mapped,
};

const WORDS: &str = "this field should not be set for workerless Shoot clusters";

const FORBIDDEN: &[&[&str]] = &[
    &["spec", "networking", "type"],
    &["spec", "networking", "providerConfig"],
    &["spec", "networking", "pods"],
    &["spec", "networking", "nodes"],
    &[
        "spec",
        "kubernetes",
        "kubeControllerManager",
        "nodeCIDRMaskSize",
    ],
    &[
        "spec",
        "kubernetes",
        "kubeControllerManager",
        "nodeCIDRMaskSizeIPv6",
    ],
    &["spec", "kubernetes", "kubeProxy"],
    &["spec", "kubernetes", "kubelet"],
    &["spec", "kubernetes", "kubeScheduler"],
    &["spec", "provider", "infrastructureConfig"],
    &["spec", "provider", "controlPlaneConfig"],
    &["spec", "provider", "workersSettings"],
];

fn workerless(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !subject.new.manifest.is_workerless() {
        return;
    }
    for keys in FORBIDDEN {
        let at = subject.new.at(keys);
        if at.exists() {
            let key = keys.last().copied().unwrap_or("");
            let message = format!("`{key}` is set, and the Shoot has no worker pools");
            let finding = report
                .error(&at, message)
                .help("take it away, or add a worker pool")
                .fix(Fix::remove(&at))
                .refused(By::ApiServer, WORDS);
            report.add(finding);
        }
    }
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let provider = subject.new.at(&["spec", "provider", "type"]);
    if provider.said().is_none() {
        let finding = report
            .error(&provider, "no provider is said")
            .help("write `spec.provider.type`, such as aws")
            .refused(By::ApiServer, "must specify a provider type");
        report.add(finding);
    }
    if subject.new.manifest.is_workerless() {
        return;
    }
    let networking = subject.new.at(&["spec", "networking"]);
    if !networking.exists() {
        let finding = report
            .error(&networking, "the Shoot has worker pools and no networking")
            .help("add `spec.networking` with `type`, `nodes`, `pods` and `services`")
            .refused(
                By::ApiServer,
                "networking should not be nil for a Shoot with workers",
            );
        return report.add(finding);
    }
    let plugin = networking.key("type");
    match plugin.text() {
        None | Some("") => {
            let finding = report
                .error(&plugin, "no network plugin is said")
                .help("write `type: calico` or `type: cilium`")
                .refused(By::ApiServer, "networking type must be provided");
            report.add(finding);
        }
        Some(name) if !is_label(name) => {
            let message = format!("`{name}` is no name that a network plugin can have");
            let finding = report
                .error(&plugin, message)
                .help("write `type: calico` or `type: cilium`")
                .refused(By::ApiServer, "type must be a valid label name");
            report.add(finding);
        }
        Some(_) => {}
    }
}

/// RFC 1123: 1 to 63 lower-case letters, digits and inner dashes.
pub(super) fn is_label(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&name.len())
        && name.bytes().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

fn families(subject: &Subject<'_>, report: &mut Report<'_>) {
    let at = subject.new.at(&["spec", "networking", "ipFamilies"]);
    let mut seen = Vec::new();
    for item in at.items() {
        let Some(word) = item.text() else { continue };
        if !matches!(word, "IPv4" | "IPv6") {
            let finding = report
                .error(&item, format!("`{word}` is no address family"))
                .help("write IPv4 or IPv6")
                .refused(By::ApiServer, "supported values: \"IPv4\", \"IPv6\"");
            report.add(finding);
        } else if seen.contains(&word) {
            let finding = report
                .error(&item, format!("{word} is there twice"))
                .help("say each family once")
                .refused_by(By::ApiServer);
            report.add(finding);
        }
        seen.push(word);
    }
}

/// Whether the families are such that Gardener looks at the ranges at all.
fn can_be_read(subject: &Subject<'_>) -> bool {
    let said = subject.new.networking();
    let said = said.map_or(0, |networking| networking.families.len());
    let mut read = subject.new.families();
    read.dedup();
    said == 0 || said == read.len()
}

fn cidr(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !can_be_read(subject) {
        return;
    }
    for range in Range::ALL {
        let at = subject.new.at(&["spec", "networking", range.key()]);
        let Some(text) = at.text().filter(|text| Cidr::parse(text).is_none()) else {
            continue;
        };
        let message = match crate::addr::parse_prefix(text) {
            Err(error) => error.to_string(),
            Ok(_) => format!("`{text}` is no CIDR"),
        };
        let help = if text.contains(',') {
            "write one CIDR: the other family's range comes from the infrastructure"
        } else {
            "write an address, a slash and a length"
        };
        let finding = report
            .error(&at, message)
            .help(help)
            .refused(By::ApiServer, format!("invalid CIDR address: {text}"));
        report.add(finding);
    }
}

fn family(subject: &Subject<'_>, report: &mut Report<'_>) {
    let families = subject.new.families();
    let [only] = families[..] else { return };
    if !can_be_read(subject) {
        return;
    }
    for range in Range::ALL {
        let Some(cidr) = subject.new.cidr(range) else {
            continue;
        };
        if cidr.family() != only {
            let at = subject.new.at(&["spec", "networking", range.key()]);
            let (key, other) = (range.key(), cidr.family());
            let message = format!("{key} are {other}, and the cluster has {only} alone");
            let finding = report
                .error(&at, message)
                .help(format!(
                    "write an {only} range, or add {other} to ipFamilies"
                ))
                .refused(By::ApiServer, format!("must be a valid {only} address"));
            report.add(finding);
        }
    }
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !can_be_read(subject) {
        return;
    }
    for range in Range::ALL {
        let at = subject.new.at(&["spec", "networking", range.key()]);
        let Some(cidr) = subject.new.cidr(range).filter(|cidr| !cidr.is_canonical()) else {
            continue;
        };
        let text = at.text().unwrap_or("");
        let message = format!("{text} has bits set behind its length; the range there is {cidr}");
        let finding = report
            .error(&at, message)
            .help(format!("write {cidr}"))
            .fix(Fix::text(&at, cidr.to_string(), true))
            .refused(By::ApiServer, "must be valid canonical CIDR");
        report.add(finding);
    }
}

/// Gardener takes it for IPv4, and kube-controller-manager cuts blocks at 0.0.0.0 out of it.
fn mapped(subject: &Subject<'_>, report: &mut Report<'_>) {
    for range in Range::ALL {
        let Some(cidr) = subject.new.cidr(range).filter(|cidr| cidr.is_mapped()) else {
            continue;
        };
        let at = subject.new.at(&["spec", "networking", range.key()]);
        let message = format!(
            "{} is an IPv4-mapped address, which Gardener counts as {} and kube-controller-manager as 0.0.0.0",
            at.text().unwrap_or(""),
            Family::V4
        );
        let finding = report.error(&at, message).help(format!("write {cidr}"));
        report.add(finding);
    }
}
