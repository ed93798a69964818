//! `infrastructureConfig` of `OpenStack` (O2 to O4), the only cloud where a person writes the IPv6 ranges.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::cidrs::{self, Block};
use super::sources;
use crate::addr::Family;

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-O2", "g-O3", "g-O4"],
    summary: "an OpenStack Shoot without workers, pool, IPv6 ranges or load balancer",
    sources: sources::OPENSTACK,
    check: required,
};

pub(super) static VALUES: Check = Check {
    code: "field-value",
    covers: &["g-O2", "g-O4"],
    summary: "a value that OpenStack's extension does not take",
    sources: sources::OPENSTACK,
    check: values,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-O2", "g-O4"],
    summary: "a range of OpenStack with bits set behind its length",
    sources: sources::OPENSTACK,
    check: host_bits,
};

pub(super) static CONTAINMENT: Check = Check {
    code: "provider-containment",
    covers: &["g-O2"],
    summary: "OpenStack: workers lie in nodes",
    sources: sources::OPENSTACK,
    check: containment,
};

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-O4"],
    summary: "OpenStack: the IPv6 ranges of nodes, pods and services share addresses",
    sources: sources::OPENSTACK,
    check: overlap,
};

const RANGES: [&str; 3] = ["nodeCIDR", "podCIDR", "serviceCIDR"];

fn config<'a>(subject: &Subject<'a>) -> Option<At<'a>> {
    let config = subject.new.infrastructure();
    let ours = subject.new.provider() == "openstack" && config.is_map();
    ours.then_some(config)
}

fn workers<'a>(networks: &At<'a>) -> Option<Block<'a>> {
    Block::of(networks.key("workers")).or_else(|| Block::of(networks.key("worker")))
}

/// The three IPv6 ranges, as far as they are said.
pub(super) fn explicit<'a>(subject: &Subject<'a>) -> Vec<Block<'a>> {
    let Some(config) = config(subject) else {
        return Vec::new();
    };
    let ipv6 = config.keys(&["networks", "ipv6"]);
    let blocks = RANGES.iter().filter_map(|key| Block::of(ipv6.key(key)));
    blocks.collect()
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(config) = config(subject) else {
        return;
    };
    let networks = config.key("networks");
    if config.key("floatingPoolName").said().is_none() {
        let finding = report
            .error(
                &config.key("floatingPoolName"),
                "no pool of floating addresses is named",
            )
            .help("write `floatingPoolName`")
            .refused(By::Provider, "must provide the name of a floating pool");
        report.add(finding);
    }
    let pool = networks.key("subnetPool");
    if workers(&networks).is_none() && !pool.exists() && !networks.key("subnetId").exists() {
        let finding = report
            .error(
                &networks.key("workers"),
                "neither a range for workers nor a subnet pool",
            )
            .help("write `workers`, a part of nodes, or `subnetPool`")
            .refused(
                By::Provider,
                "must specify the network range for the worker network",
            );
        report.add(finding);
    }
    if pool.exists() && pool.key("id").said().is_none() {
        let finding = report
            .error(&pool.key("id"), "a subnet pool without its id")
            .help("write `id`")
            .refused_by(By::Provider);
        report.add(finding);
    }
    ipv6(subject, &config, report);
    let balancer = subject.new.at(&[
        "spec",
        "provider",
        "controlPlaneConfig",
        "loadBalancerProvider",
    ]);
    if balancer.said().is_none() && !subject.new.manifest.is_workerless() {
        let finding = report
            .error(
                &balancer,
                "no provider of load balancers is said, and OpenStack wants one",
            )
            .help("write `controlPlaneConfig` with `loadBalancerProvider`")
            .refused_by(By::Provider);
        report.add(finding);
    }
}

fn ipv6(subject: &Subject<'_>, config: &At<'_>, report: &mut Report<'_>) {
    let ipv6 = config.keys(&["networks", "ipv6"]);
    let dual = subject.defaults.families.len() > 1;
    let said = ipv6.exists();
    if dual && !said {
        let finding = report
            .error(
                config,
                "both families, and `networks.ipv6` says nothing of the IPv6 ranges",
            )
            .help("write `ipv6` with subnetPoolID, or with nodeCIDR, podCIDR and serviceCIDR")
            .refused_by(By::Provider);
        return report.add(finding);
    }
    if !said || ipv6.key("nodeSubnetId").exists() {
        return;
    }
    let has = |key: &&&str| ipv6.key(key).said().is_some();
    let given = RANGES.iter().filter(has).count();
    let pool = ipv6.key("subnetPoolID").said().is_some();
    if given == 0 && !pool {
        let finding = report
            .error(&ipv6, "`ipv6` says neither a pool nor ranges")
            .help("write subnetPoolID, or nodeCIDR, podCIDR and serviceCIDR")
            .refused_by(By::Provider);
        return report.add(finding);
    }
    if given > 0 && given < RANGES.len() {
        for key in RANGES.iter().filter(|key| ipv6.key(key).said().is_none()) {
            let finding = report
                .error(&ipv6.key(key), format!("no {key}, and the others are said"))
                .help("write all three")
                .refused_by(By::Provider);
            report.add(finding);
        }
    }
}

fn values(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(config) = config(subject) else {
        return;
    };
    let networks = config.key("networks");
    let mut blocks: Vec<_> = workers(&networks).into_iter().collect();
    blocks.extend(explicit(subject));
    cidrs::unreadable(&blocks, report);
    for block in explicit(subject) {
        let wrong = |cidr: &Cidr| cidr.family() == Family::V4;
        if let Some(cidr) = block.cidr.filter(wrong) {
            let finding = report
                .error(&block.at, format!("{cidr} is IPv4, and IPv6 belongs here"))
                .help("write an IPv6 range")
                .refused_by(By::Provider);
            report.add(finding);
        }
    }
    for keys in [&["router", "id"][..], &["id"]] {
        let id = networks.keys(keys);
        if let Some(text) = id.text().filter(|text| !is_uuid(text)) {
            let finding = report
                .error(&id, format!("`{text}` is no UUID"))
                .help("write the id as OpenStack prints it")
                .refused_by(By::Provider);
            report.add(finding);
        }
    }
    pool(&networks, report);
}

fn pool(networks: &At<'_>, report: &mut Report<'_>) {
    let pool = networks.key("subnetPool");
    if !pool.exists() {
        return;
    }
    let length = pool.key("prefixLength");
    if !length.number().is_some_and(|bits| (1..=32).contains(&bits)) {
        let said = length.text().unwrap_or("missing");
        let finding = report
            .error(&length, format!("the length of the subnet is {said}"))
            .help("write a length from 1 to 32")
            .refused_by(By::Provider);
        report.add(finding);
    }
    if let Some(workers) = workers(networks) {
        let finding = report
            .error(
                &pool,
                format!("a subnet pool, and workers {} too", workers.text),
            )
            .help("keep one of the two")
            .label(workers.at.span(), "the range")
            .refused_by(By::Provider);
        report.add(finding);
    }
}

/// Eight, four, four, four and twelve hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let hex = |part: &&str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(hex)
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(config) = config(subject) else {
        return;
    };
    let mut blocks: Vec<_> = workers(&config.key("networks")).into_iter().collect();
    blocks.extend(explicit(subject));
    cidrs::host_bits(&blocks, report);
}

fn containment(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(config) = config(subject) else {
        return;
    };
    let nodes = cidrs::range(subject, Range::Nodes);
    if let (Some(nodes), Some(workers)) = (nodes, workers(&config.key("networks"))) {
        cidrs::inside(&nodes, &workers, report);
    }
}

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    cidrs::all_apart(&explicit(subject), report);
}
