//! `infrastructureConfig` of Azure (Z2 to Z4): `ValidateInfrastructureConfig`.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::cidrs::{self, Block};
use super::sources;

pub(super) static LAYOUT: Check = Check {
    code: "provider-fixed",
    covers: &["g-Z2", "g-Z4"],
    summary: "Azure: either workers or zones, and what each of the two needs",
    sources: sources::AZURE,
    check: layout,
};

pub(super) static VALUES: Check = Check {
    code: "field-value",
    covers: &["g-Z3"],
    summary: "a CIDR of Azure's configuration that cannot be read",
    sources: sources::AZURE,
    check: values,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-Z3"],
    summary: "a subnet or VNet of Azure with bits set behind its length",
    sources: sources::AZURE,
    check: host_bits,
};

pub(super) static CONTAINMENT: Check = Check {
    code: "provider-containment",
    covers: &["g-Z3", "g-Z4"],
    summary: "Azure: subnets lie in nodes and VNet, pods and services outside",
    sources: sources::AZURE,
    check: containment,
};

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-Z3"],
    summary: "Azure: subnets of zones share addresses with one another, pods or services",
    sources: sources::AZURE,
    check: overlap,
};

/// The networks of a configuration that says either workers or zones; with another one Azure looks no further.
struct Layout<'a> {
    networks: At<'a>,
    workers: Option<Block<'a>>,
    zones: Vec<At<'a>>,
    vnet: Option<Block<'a>>,
    /// Whether the `VNet` is there already, under a name.
    own: bool,
}

fn networks<'a>(subject: &Subject<'a>) -> Option<At<'a>> {
    let config = subject.new.infrastructure();
    let ours = subject.new.provider() == "azure" && config.is_map();
    ours.then(|| config.key("networks"))
}

impl<'a> Layout<'a> {
    fn of(subject: &Subject<'a>) -> Option<Self> {
        let networks = networks(subject)?;
        let workers = networks.key("workers");
        let zones: Vec<_> = networks.key("zones").items().collect();
        let vnet = networks.key("vnet");
        (workers.exists() == zones.is_empty()).then(|| Self {
            workers: Block::of(workers),
            zones,
            vnet: Block::of(vnet.key("cidr")),
            own: vnet.key("name").exists() || vnet.key("resourceGroup").exists(),
            networks,
        })
    }

    fn subnets(&self) -> Vec<Block<'a>> {
        let zones = self.zones.iter();
        let zones = zones.filter_map(|zone| Block::of(zone.key("cidr")));
        self.workers.iter().cloned().chain(zones).collect()
    }

    fn blocks(&self) -> Vec<Block<'a>> {
        let vnet = self.vnet.iter().filter(|_| !self.own).cloned();
        vnet.chain(self.subnets()).collect()
    }
}

fn layout(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(networks) = networks(subject) else {
        return;
    };
    let workers = networks.key("workers");
    let zones = networks.key("zones");
    let none = zones.items().next().is_none();
    let both = match (workers.exists(), none) {
        (false, true) => Some((
            "neither workers nor zones",
            "either workers or zones must be specified",
        )),
        (true, false) => Some((
            "both workers and zones",
            "workers and zones cannot be specified in parallel",
        )),
        (true, true) | (false, false) => None,
    };
    if let Some((message, words)) = both {
        let finding = report
            .error(&workers, message)
            .help("write one of the two")
            .refused(By::Provider, words);
        return report.add(finding);
    }
    let Some(layout) = Layout::of(subject) else {
        return;
    };
    vnet(&layout, report);
    if !none {
        of_zones(subject, &layout, report);
    }
}

fn vnet(layout: &Layout<'_>, report: &mut Report<'_>) {
    let vnet = layout.networks.key("vnet");
    let (name, group) = (vnet.key("name"), vnet.key("resourceGroup"));
    if name.exists() != group.exists() {
        let finding = report
            .error(
                &vnet,
                "a VNet of your own by half: it has a name and a resource group",
            )
            .help("write both, or `cidr` alone")
            .refused(
                By::Provider,
                "a vnet cidr or vnet name and resource group need to be specified",
            );
        report.add(finding);
    } else if name.exists() && vnet.key("cidr").exists() {
        let finding = report
            .error(&vnet.key("cidr"), "a CIDR for a VNet that is there already")
            .help("take `cidr` away, or name and resource group")
            .refused(
                By::Provider,
                "specifying a cidr for an existing vnet is not possible",
            );
        report.add(finding);
    } else if !name.exists() && layout.vnet.is_none() && layout.workers.is_none() {
        let finding = report
            .error(&vnet.key("cidr"), "zones, and no VNet that they lie in")
            .help("write `vnet: {cidr: …}`")
            .refused(
                By::Provider,
                "a vnet cidr or vnet reference must be specified when the workers field is not set",
            );
        report.add(finding);
    }
}

fn of_zones(subject: &Subject<'_>, layout: &Layout<'_>, report: &mut Report<'_>) {
    let zoned = subject.new.infrastructure().key("zoned");
    if zoned.flag() != Some(true) {
        let finding = report
            .error(
                &layout.networks.key("zones"),
                "subnets of zones, and the cluster is not zoned",
            )
            .help("write `zoned: true`")
            .refused(By::Provider, "cannot specify zones in an non-zonal cluster");
        report.add(finding);
    }
    let mut seen: Vec<At<'_>> = Vec::new();
    for zone in &layout.zones {
        let name = zone.key("name");
        if let Some(first) = seen.iter().find(|other| other.text() == name.text()) {
            let message = format!("the zone {} is there twice", name.text().unwrap_or(""));
            let finding = report
                .error(zone, message)
                .help("keep one of the two")
                .label(first.span(), "the first one")
                .refused(
                    By::Provider,
                    "the same zone cannot be specified multiple times",
                );
            report.add(finding);
        }
        seen.push(name);
    }
}

fn values(subject: &Subject<'_>, report: &mut Report<'_>) {
    if let Some(layout) = Layout::of(subject) {
        cidrs::unreadable(&layout.blocks(), report);
    }
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    if let Some(layout) = Layout::of(subject) {
        cidrs::host_bits(&layout.blocks(), report);
    }
}

fn containment(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(layout) = Layout::of(subject) else {
        return;
    };
    let nodes = cidrs::range(subject, Range::Nodes);
    if let Some(nodes) = &nodes {
        for subnet in layout.subnets() {
            cidrs::inside(nodes, &subnet, report);
        }
    }
    if layout.own {
        return;
    }
    let outside = [Range::Pods, Range::Services];
    let outside = outside
        .into_iter()
        .filter_map(|range| cidrs::range(subject, range));
    // Without a CIDR the VNet is the range of workers, so nodes must lie in that (Z4).
    let around = layout.vnet.as_ref().or(layout.workers.as_ref());
    let Some(around) = around else { return };
    if let Some(nodes) = &nodes {
        cidrs::inside(around, nodes, report);
    }
    for range in outside {
        cidrs::apart(around, &range, report);
    }
    if let Some(vnet) = &layout.vnet {
        for subnet in layout.subnets() {
            cidrs::inside(vnet, &subnet, report);
        }
    }
}

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(layout) = Layout::of(subject).filter(|layout| layout.workers.is_none()) else {
        return;
    };
    let subnets = layout.subnets();
    cidrs::all_apart(&subnets, report);
    for range in [Range::Pods, Range::Services] {
        if let Some(range) = cidrs::range(subject, range) {
            for subnet in &subnets {
                cidrs::apart(&range, subnet, report);
            }
        }
    }
}
