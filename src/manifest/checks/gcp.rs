//! `infrastructureConfig` of GCP (G4, G5, G6): `ValidateInfrastructureConfig`, and the zone of its control plane.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::cidrs::{self, Block};
use super::sources;

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-G4", "g-G6"],
    summary: "a GCP Shoot without a range for workers, or without the zone of its control plane",
    sources: sources::GCP,
    check: required,
};

pub(super) static VALUES: Check = Check {
    code: "field-value",
    covers: &["g-G4", "g-G7"],
    summary: "a value that GCP's extension does not take",
    sources: sources::GCP,
    check: values,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-G4"],
    summary: "a subnet of GCP with bits set behind its length",
    sources: sources::GCP,
    check: host_bits,
};

pub(super) static CONTAINMENT: Check = Check {
    code: "provider-containment",
    covers: &["g-G4"],
    summary: "GCP: workers lie in nodes",
    sources: sources::GCP,
    check: containment,
};

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-G5"],
    summary: "GCP: the internal subnet shares addresses with another range",
    sources: sources::GCP,
    check: overlap,
};

fn networks<'a>(subject: &Subject<'a>) -> Option<At<'a>> {
    let config = subject.new.infrastructure();
    let ours = subject.new.provider() == "gcp" && config.is_map();
    ours.then(|| config.key("networks"))
}

/// `worker` is the old name of `workers`, which wins.
pub(super) fn workers<'a>(networks: &At<'a>) -> Option<Block<'a>> {
    Block::of(networks.key("workers")).or_else(|| Block::of(networks.key("worker")))
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    if workers(&networks).is_none() {
        let finding = report
            .error(&networks.key("workers"), "no range for workers")
            .help("write `workers`, a part of nodes")
            .refused(
                By::Provider,
                "must specify the network range for the worker network",
            );
        report.add(finding);
    }
    let zone = subject
        .new
        .at(&["spec", "provider", "controlPlaneConfig", "zone"]);
    if subject.new.manifest.is_workerless() {
        return;
    }
    match zone.said() {
        None => {
            let finding = report
                .error(&zone, "the control plane has no zone, and GCP wants one")
                .help("write `controlPlaneConfig` with `zone`, one of the worker pools' zones")
                .refused_by(By::Provider);
            report.add(finding);
        }
        Some(name) => {
            let mut pools = subject.new.manifest.workers.iter();
            let known = pools.any(|pool| pool.zones.iter().any(|zone| zone.value == name));
            if !known {
                let finding = report
                    .error(&zone, format!("no worker pool is in the zone `{name}`"))
                    .help("write a zone of one of the pools")
                    .refused_by(By::Provider);
                report.add(finding);
            }
        }
    }
}

fn values(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    cidrs::unreadable(&blocks(&networks), report);
    let vpc = networks.key("vpc");
    if !vpc.exists() {
        return;
    }
    let (name, router) = (vpc.key("name"), vpc.key("cloudRouter"));
    let mut refuse = |at: &At<'_>, message: &str, help: &str, words: &str| {
        let finding = report.error(at, message).help(help);
        report.add(finding.refused(By::Provider, words));
    };
    match (name.said(), router.exists()) {
        (None, has_router) => {
            let words = "vpc name must not be empty when vpc key is provided";
            refuse(&name, "a VPC without a name", "write its name", words);
            if has_router {
                let words = "cloud router can not be configured when the VPC name is not specified";
                refuse(
                    &router,
                    "a cloud router without a VPC",
                    "name the VPC",
                    words,
                );
            }
        }
        (Some(_), false) => {
            let words = "cloud router must be defined when reusing a VPC";
            let help = "write `cloudRouter: {name: …}`";
            refuse(
                &router,
                "a VPC of your own without its cloud router",
                help,
                words,
            );
        }
        (Some(_), true) if router.key("name").said().is_none() => {
            let words = "cloud router name must be specified when reusing a VPC";
            refuse(
                &router.key("name"),
                "a cloud router without a name",
                "write its name",
                words,
            );
        }
        (Some(_), true) => {}
    }
}

fn blocks<'a>(networks: &At<'a>) -> Vec<Block<'a>> {
    let keys = ["internal", "worker", "workers"];
    keys.iter()
        .filter_map(|key| Block::of(networks.key(key)))
        .collect()
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    if let Some(networks) = networks(subject) {
        cidrs::host_bits(&blocks(&networks), report);
    }
}

fn containment(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let nodes = cidrs::range(subject, Range::Nodes);
    if let (Some(nodes), Some(workers)) = (nodes, workers(&networks)) {
        cidrs::inside(&nodes, &workers, report);
    }
}

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let Some(internal) = Block::of(networks.key("internal")) else {
        return;
    };
    let ranges = [Range::Pods, Range::Services, Range::Nodes];
    let ranges = ranges
        .into_iter()
        .filter_map(|range| cidrs::range(subject, range));
    for range in ranges.chain(workers(&networks)) {
        cidrs::apart(&range, &internal, report);
    }
}
