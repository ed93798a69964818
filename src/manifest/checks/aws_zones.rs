//! Subnets of one's own on AWS (A3): `workersSubnetID` and what it excludes.

use super::super::check::{Check, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::aws::{networks, zones};
use super::sources;

pub(super) static SUBNETS: Check = Check {
    code: "provider-fixed",
    covers: &["g-A1", "g-A3"],
    summary: "AWS: subnets of one's own beside CIDRs, without a VPC, or twice",
    sources: sources::AWS,
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let own_vpc = networks.keys(&["vpc", "id"]).said().is_some();
    let zones = zones(subject);
    let mut seen: Vec<At<'_>> = Vec::new();
    for zone in &zones {
        let id = zone.key("workersSubnetID");
        let Some(text) = id.said() else { continue };
        if !own_vpc {
            let message = "a subnet of your own, and no VPC.ID: `networks.vpc.id` is not set";
            let finding = report
                .error(&id, message)
                .help("write the id of the VPC in which the subnet is")
                .refused_by(By::Provider);
            report.add(finding);
        }
        for key in ["workers", "internal", "public"] {
            forbidden(zone, key, report);
        }
        if let Some(first) = seen.iter().find(|other| other.said() == Some(text)) {
            let finding = report
                .error(&id, format!("{text} is the subnet of another zone already"))
                .help("a subnet of AWS lies in one zone; write this zone's own")
                .label(first.span(), "the other zone")
                .refused_by(By::Provider);
            report.add(finding);
        }
        seen.push(id);
    }
    mixed(&zones, seen.len(), report);
    twice(&zones, report);
}

/// The validation passes it; the check against the `CloudProfile`, which is not at hand here, does not (A1).
fn twice(zones: &[At<'_>], report: &mut Report<'_>) {
    let mut seen: Vec<At<'_>> = Vec::new();
    for zone in zones {
        let name = zone.key("name");
        let Some(text) = name.said() else { continue };
        if let Some(first) = seen.iter().find(|other| other.said() == Some(text)) {
            let finding = report
                .error(&name, format!("the zone {text} is there twice"))
                .help("keep one of the two; the check against the CloudProfile refuses both")
                .label(first.span(), "the first one")
                .warning();
            report.add(finding);
        }
        seen.push(name);
    }
}

fn forbidden(zone: &At<'_>, key: &str, report: &mut Report<'_>) {
    let cidr = zone.key(key);
    if let Some(text) = cidr.said() {
        let finding = report
            .error(&cidr, format!("{key} {text} beside a subnet of your own"))
            .help("take it away")
            .refused(
                By::Provider,
                format!("{key} CIDR is forbidden when workersSubnetID is set"),
            );
        report.add(finding);
    }
}

/// All zones or none have subnets of one's own.
fn mixed(zones: &[At<'_>], own: usize, report: &mut Report<'_>) {
    if own == 0 || own == zones.len() {
        return;
    }
    let managed = |zone: &&At<'_>| {
        zone.key("workersSubnetID").said().is_none() && zone.key("workers").said().is_some()
    };
    if let Some(zone) = zones.iter().find(managed) {
        let workers = zone.key("workers");
        let finding = report
            .error(
                &workers,
                "this zone has a CIDR, and another one a subnet of its own",
            )
            .help("write workersSubnetID in all zones, or in none")
            .refused_by(By::Provider);
        report.add(finding);
    }
}
