//! Alicloud (L1, L3, L5): its reserved range, and `ValidateInfrastructureConfig`.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::cidrs::{self, Block};
use super::sources;

pub(super) static RESERVED: Check = Check {
    code: "shared-space",
    covers: &["g-L1", "g-c"],
    summary: "a range that Alicloud keeps for its own services",
    sources: sources::ALICLOUD,
    check: reserved,
};

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-L3"],
    summary: "an Alicloud Shoot without zones or VPC",
    sources: sources::ALICLOUD,
    check: required,
};

pub(super) static VALUES: Check = Check {
    code: "field-value",
    covers: &["g-L3", "g-L5"],
    summary: "a value that Alicloud's extension does not take",
    sources: sources::ALICLOUD,
    check: values,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-L3"],
    summary: "a subnet or VPC of Alicloud with bits set behind its length",
    sources: sources::ALICLOUD,
    check: host_bits,
};

pub(super) static CONTAINMENT: Check = Check {
    code: "provider-containment",
    covers: &["g-L3"],
    summary: "Alicloud: subnets lie in nodes, nodes in the VPC, pods and services outside",
    sources: sources::ALICLOUD,
    check: containment,
};

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-L3"],
    summary: "Alicloud: subnets share addresses with one another, pods or services",
    sources: sources::ALICLOUD,
    check: overlap,
};

/// Internal services; the metadata service is 100.100.100.200 (g c).
const TAKEN: &str = "100.64.0.0/10";

fn is_ours(subject: &Subject<'_>) -> bool {
    subject.new.provider() == "alicloud"
}

fn networks<'a>(subject: &Subject<'a>) -> Option<At<'a>> {
    let config = subject.new.infrastructure();
    (is_ours(subject) && config.is_map()).then(|| config.key("networks"))
}

fn subnets<'a>(subject: &Subject<'a>) -> Vec<Block<'a>> {
    let Some(networks) = networks(subject) else {
        return Vec::new();
    };
    let of_zone = |zone: At<'a>| {
        let blocks = ["worker", "workers"].map(|key| Block::of(zone.key(key)));
        blocks.into_iter().flatten()
    };
    networks.key("zones").items().flat_map(of_zone).collect()
}

fn vpc<'a>(subject: &Subject<'a>) -> Option<Block<'a>> {
    let vpc = networks(subject)?.key("vpc");
    Block::of(vpc.key("cidr")).filter(|_| !vpc.key("id").exists())
}

fn reserved(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !is_ours(subject) {
        return;
    }
    let taken = Cidr::parse(TAKEN).expect("invariant: a CIDR");
    for range in Range::ALL {
        let Some(block) = cidrs::range(subject, range) else {
            continue;
        };
        if block.cidr.is_some_and(|cidr| cidr.overlaps(taken)) {
            let message = format!(
                "{} {} touch {TAKEN}, where Alicloud has its own services",
                range.key(),
                block.text
            );
            let finding = report
                .error(&block.at, message)
                .help("choose a range outside, such as 172.16.0.0/13")
                .refused(
                    By::Provider,
                    format!("must not overlap with {TAKEN}, it is reserved by Alicloud"),
                );
            report.add(finding);
        }
    }
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let zones = networks.key("zones");
    if zones.items().next().is_none() {
        let finding = report
            .error(
                &zones,
                "no zones, and Alicloud wants the subnet of at least one",
            )
            .help("write `zones` with `name` and `workers`")
            .refused(
                By::Provider,
                "must specify at least the network for one zone",
            );
        report.add(finding);
    }
    let vpc = networks.key("vpc");
    if vpc.key("id").exists() == vpc.key("cidr").exists() {
        let message = if vpc.key("id").exists() {
            "both the id of a VPC and a CIDR for a new one"
        } else {
            "neither the id of a VPC nor a CIDR for one"
        };
        let finding = report
            .error(&vpc, message)
            .help("write one of the two")
            .refused(By::Provider, "must specify either a vpc id or a cidr");
        report.add(finding);
    }
}

fn values(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let mut blocks: Vec<_> = vpc(subject).into_iter().collect();
    blocks.extend(subnets(subject));
    cidrs::unreadable(&blocks, report);
    let enabled = subject.new.infrastructure().keys(&["dualStack", "enabled"]);
    if enabled.flag() == Some(true) {
        ipv6_blocks(&networks, report);
    }
}

/// The number of a zone's /64 in the VPC's /56: its own index where nothing is said.
fn ipv6_blocks(networks: &At<'_>, report: &mut Report<'_>) {
    let own_vpc = networks.keys(&["vpc", "id"]).exists();
    let mut seen: Vec<i64> = Vec::new();
    for (zone, default) in networks.key("zones").items().zip(0..) {
        let at = zone.key("ipv6CidrBlock");
        if !at.exists() && own_vpc {
            let finding = report
                .error(&at, "no number of an IPv6 block, and the VPC is your own")
                .help("write a number from 0 to 255 that is free in the VPC")
                .refused_by(By::Provider);
            report.add(finding);
            continue;
        }
        let number = at.number().unwrap_or(default);
        if !(0..=255).contains(&number) {
            let finding = report
                .error(
                    &at,
                    format!("IPv6 block {number}, and a /56 has those from 0 to 255"),
                )
                .help("write a number from 0 to 255")
                .refused(By::Provider, "ipv6CidrBlock must be in range 0-255");
            report.add(finding);
        } else if seen.contains(&number) {
            let finding = report
                .error(
                    &at,
                    format!("IPv6 block {number} is that of an earlier zone"),
                )
                .help("write another number")
                .refused(By::Provider, "ipv6CidrBlock must be unique across zones");
            report.add(finding);
        }
        seen.push(number);
    }
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut blocks: Vec<_> = vpc(subject).into_iter().collect();
    blocks.extend(subnets(subject));
    cidrs::host_bits(&blocks, report);
}

fn containment(subject: &Subject<'_>, report: &mut Report<'_>) {
    let nodes = cidrs::range(subject, Range::Nodes).filter(|_| is_ours(subject));
    if let Some(nodes) = &nodes {
        for subnet in subnets(subject) {
            cidrs::inside(nodes, &subnet, report);
        }
    }
    let Some(vpc) = vpc(subject) else { return };
    for block in nodes.into_iter().chain(subnets(subject)) {
        cidrs::inside(&vpc, &block, report);
    }
    for range in [Range::Pods, Range::Services] {
        if let Some(range) = cidrs::range(subject, range) {
            cidrs::apart(&vpc, &range, report);
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
