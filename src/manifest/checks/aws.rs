//! `infrastructureConfig` of AWS (A1 to A6): `ValidateInfrastructureConfig`.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::cidrs::{self, Block};
use super::sources;
use crate::addr::Family;

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-A1", "g-A2", "g-A3"],
    summary: "an AWS Shoot without zones, VPC or worker subnets",
    sources: sources::AWS,
    check: required,
};

pub(super) static VALUES: Check = Check {
    code: "field-value",
    covers: &["g-A1", "g-A2", "g-A4"],
    summary: "a value that AWS or its extension does not take",
    sources: sources::AWS,
    check: values,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-A4", "g-A5"],
    summary: "a subnet or VPC of AWS with bits set behind its length",
    sources: sources::AWS,
    check: host_bits,
};

pub(super) static CONTAINMENT: Check = Check {
    code: "provider-containment",
    covers: &["g-A4", "g-A5"],
    summary: "AWS: subnets lie in nodes and VPC, pods and services outside",
    sources: sources::AWS,
    check: containment,
};

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-A4"],
    summary: "AWS: subnets share addresses with one another, pods or services",
    sources: sources::AWS,
    check: overlap,
};

pub(super) static POOL: Check = Check {
    code: "provider-fixed",
    covers: &["g-A6"],
    summary: "AWS: a pinned IPv6 block that is no /56 from an IPAM pool",
    sources: sources::AWS,
    check: pool,
};

pub(super) fn networks<'a>(subject: &Subject<'a>) -> Option<At<'a>> {
    let config = subject.new.infrastructure();
    let ours = subject.new.provider() == "aws" && config.is_map();
    ours.then(|| config.key("networks"))
}

pub(super) fn zones<'a>(subject: &Subject<'a>) -> Vec<At<'a>> {
    let networks = networks(subject);
    networks.map_or_else(Vec::new, |networks| networks.key("zones").items().collect())
}

/// Subnets of the zones in the extension's order. With IPv6 alone `workers` is not looked at.
fn subnets<'a>(subject: &Subject<'a>) -> Vec<Block<'a>> {
    let keys: &[&str] = if subject.defaults.is_only(Family::V6) {
        &["public", "internal"]
    } else {
        &["public", "internal", "workers"]
    };
    let of_zone = |zone: &At<'a>| {
        let blocks = keys.iter().filter_map(|key| Block::of(zone.key(key)));
        blocks.collect::<Vec<_>>()
    };
    zones(subject).iter().flat_map(of_zone).collect()
}

fn workers<'a>(subject: &Subject<'a>) -> Vec<Block<'a>> {
    let of_workers = |block: &Block<'_>| block.at.path().ends_with(".workers");
    subnets(subject).into_iter().filter(of_workers).collect()
}

/// The VPC's CIDR, where the extension compares it: nothing of it is checked once there is IPv6.
fn vpc<'a>(subject: &Subject<'a>) -> Option<Block<'a>> {
    let vpc = networks(subject)?.key("vpc");
    Block::of(vpc.key("cidr")).filter(|_| !vpc.key("id").exists())
}

const BARE: &str = "must specify either workers (CIDR) or workersSubnetID";
const BARE_HELP: &str = "write `workers`, even for IPv6 alone, where the CIDR is not used; up to provider-aws 1.72 it could be left out";

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let zones: Vec<_> = networks.key("zones").items().collect();
    if zones.is_empty() {
        let finding = report
            .error(
                &networks.key("zones"),
                "no zones, and AWS wants the subnets of at least one",
            )
            .help("write `zones` with `name`, `workers`, `public` and `internal`")
            .refused_by(By::Provider);
        report.add(finding);
    }
    let bare = |zone: &&At<'_>| {
        zone.key("workers").said().is_none() && zone.key("workersSubnetID").said().is_none()
    };
    let without: Vec<_> = zones.iter().filter(bare).collect();
    if !zones.is_empty() && without.len() == zones.len() {
        let finding = report
            .error(&networks.key("zones"), "no zone has a subnet for workers")
            .help(BARE_HELP)
            .refused(By::Provider, format!("each zone {BARE}"));
        report.add(finding);
    }
    for zone in without {
        let name = zone.key("name").text().unwrap_or("").to_owned();
        let finding = report
            .error(zone, format!("the zone `{name}` has no subnet for workers"))
            .help(BARE_HELP)
            .refused(By::Provider, BARE);
        report.add(finding);
    }
    let vpc = networks.key("vpc");
    if !vpc.key("id").exists() && !vpc.key("cidr").exists() {
        let finding = report
            .error(&vpc, "neither the id of a VPC nor a CIDR for one")
            .help("write `vpc: {cidr: …}`, or the id of a VPC of your own")
            .refused(By::Provider, "must specify either a vpc id or a cidr");
        report.add(finding);
    }
}

fn values(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let vpc = networks.key("vpc");
    let (id, cidr) = (vpc.key("id"), vpc.key("cidr"));
    match (id.text(), cidr.exists()) {
        (Some(_), true) => {
            let finding = report
                .error(&vpc, "both the id of a VPC and a CIDR for a new one")
                .help("keep one of the two")
                .label(cidr.span(), "the CIDR")
                .refused(By::Provider, "cannot specify both vpc id and cidr");
            report.add(finding);
        }
        (Some(""), false) => {
            let finding = report
                .error(&id, "the id of the VPC is empty")
                .help("write the id, such as vpc-0123456789abcdef0")
                .refused(By::Provider, "cannot be empty");
            report.add(finding);
        }
        (Some(text), false) if !is_id(text, "vpc-") => {
            let finding = report
                .error(&id, format!("`{text}` is no id of a VPC"))
                .help("write the id, such as vpc-0123456789abcdef0")
                .refused(
                    By::Provider,
                    "does not match expected regex ^vpc-[a-z0-9]+$",
                );
            report.add(finding);
        }
        (Some(_) | None, _) => {}
    }
    for zone in zones(subject) {
        let name = zone.key("name");
        let odd = |char: char| !(char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-');
        if let Some(text) = name.said().filter(|text| text.contains(odd)) {
            let finding = report
                .error(&name, format!("`{text}` is no name of a zone"))
                .help("write it as AWS does, such as eu-central-1a")
                .refused(By::Provider, "does not match expected regex ^[a-z0-9-]+$");
            report.add(finding);
        }
    }
    let mut blocks = subnets(subject);
    blocks.extend(vpc_if_compared(subject));
    cidrs::unreadable(&blocks, report);
}

/// A prefix, then lower-case letters and digits.
fn is_id(text: &str, prefix: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.strip_prefix(prefix)
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(plain))
}

fn vpc_if_compared<'a>(subject: &Subject<'a>) -> Option<Block<'a>> {
    vpc(subject).filter(|_| !subject.new.has(Family::V6))
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut blocks = subnets(subject);
    blocks.extend(vpc_if_compared(subject));
    cidrs::host_bits(&blocks, report);
}

fn containment(subject: &Subject<'_>, report: &mut Report<'_>) {
    let nodes = cidrs::range(subject, Range::Nodes);
    if let Some(nodes) = &nodes {
        for worker in workers(subject) {
            cidrs::inside(nodes, &worker, report);
        }
    }
    let Some(vpc) = vpc(subject) else { return };
    if subject.new.has(Family::V6) {
        return unchecked(subject, &vpc, report);
    }
    if let Some(nodes) = &nodes {
        cidrs::inside(&vpc, nodes, report);
    }
    for subnet in subnets(subject) {
        cidrs::inside(&vpc, &subnet, report);
    }
    for range in [Range::Pods, Range::Services] {
        if let Some(range) = cidrs::range(subject, range) {
            cidrs::apart(&vpc, &range, report);
        }
    }
}

/// With IPv6 the extension compares nothing with the VPC, and AWS itself refuses a subnet outside when it is made.
fn unchecked(subject: &Subject<'_>, vpc: &Block<'_>, report: &mut Report<'_>) {
    for subnet in subnets(subject) {
        let (Some(around), Some(cidr)) = (vpc.cidr, subnet.cidr) else {
            continue;
        };
        if !around.covers(cidr) {
            let message = format!(
                "{} {} does not lie in the VPC {}, so AWS refuses to make it",
                subnet.printed(),
                subnet.text,
                vpc.text
            );
            let finding = report
                .error(&subnet.at, message)
                .help(format!("choose a part of {}", vpc.text))
                .label(vpc.at.span(), "the VPC")
                .warning();
            report.add(finding);
        }
    }
}

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    let subnets = subnets(subject);
    cidrs::all_apart(&subnets, report);
    for range in [Range::Pods, Range::Services] {
        if let Some(range) = cidrs::range(subject, range) {
            for subnet in &subnets {
                cidrs::apart(&range, subnet, report);
            }
        }
    }
}

fn pool(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let pool = networks.keys(&["vpc", "ipv6IpamPool"]);
    let Some(block) = Block::of(pool.key("cidrBlock")) else {
        return;
    };
    let text = block.text;
    let (message, help, words) = match block.cidr {
        _ if !subject.new.has(Family::V6) => (
            format!("{text} is pinned, and the cluster has no IPv6"),
            "take it away, or add IPv6 to ipFamilies",
            Some("cidrBlock requires an IPv6 IP family"),
        ),
        _ if pool.key("id").said().is_none() => (
            format!("{text} is pinned, and no IPAM pool is named that it comes from"),
            "write `id` beside it",
            None,
        ),
        None => (
            format!("`{text}` is no CIDR"),
            "write an IPv6 address and /56",
            None,
        ),
        Some(cidr) if !cidr.is_canonical() => (
            format!("{text} has bits set behind its length"),
            "write the prefix without them",
            Some("must be valid canonical CIDR"),
        ),
        Some(cidr) if cidr.family() != Family::V6 || cidr.prefix().bits() != 56 => (
            format!("{text} is no /56, and a VPC of AWS has nothing else"),
            "pin a /56",
            Some("cidrBlock must be a /56"),
        ),
        Some(_) => return,
    };
    let finding = report.error(&block.at, message).help(help);
    report.add(match words {
        Some(words) => finding.refused(By::Provider, words),
        None => finding.refused_by(By::Provider),
    });
}
