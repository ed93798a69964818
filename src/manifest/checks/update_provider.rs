//! What the providers' extensions refuse to change (A7, A8, G7, Z5, O5, L2).

use super::super::check::{Check, Report, Subject, Written};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::gcp;
use super::sources;
use super::update::{WORDS, difference};

pub(super) static PROVIDER: Check = Check {
    code: "immutable",
    covers: &["g-A7", "g-A8", "g-G7", "g-Z5", "g-O5", "g-L2"],
    summary: "a difference that the provider's extension refuses",
    sources: sources::PROVIDERS,
    check,
};

/// A value that stays: where it is, the keys in it that count, and whether it may be added later.
struct Fixed {
    provider: &'static str,
    path: &'static [&'static str],
    keys: &'static [&'static str],
    may_be_added: bool,
}

const fn fixed(
    provider: &'static str,
    path: &'static [&'static str],
    keys: &'static [&'static str],
    may_be_added: bool,
) -> Fixed {
    Fixed {
        provider,
        path,
        keys,
        may_be_added,
    }
}

const FIXED: &[Fixed] = &[
    fixed("aws", &["networks", "vpc", "id"], &[], false),
    fixed("aws", &["networks", "vpc", "cidr"], &[], false),
    fixed(
        "aws",
        &["networks", "vpc", "ipv6IpamPool"],
        &["id", "cidrBlock"],
        false,
    ),
    fixed("gcp", &["networks", "vpc", "name"], &[], true),
    fixed("gcp", &["networks", "vpc", "cloudRouter"], &["name"], true),
    fixed("gcp", &["networks", "internal"], &[], true),
    fixed("azure", &["networks", "vnet", "name"], &[], false),
    fixed("azure", &["networks", "vnet", "resourceGroup"], &[], false),
    fixed("azure", &["zoned"], &[], false),
    fixed("openstack", &["networks", "workers"], &[], true),
    fixed(
        "openstack",
        &["networks", "subnetPool"],
        &["id", "prefixLength"],
        true,
    ),
    fixed(
        "openstack",
        &["networks", "ipv6"],
        &[
            "subnetPoolID",
            "nodeCIDR",
            "podCIDR",
            "serviceCIDR",
            "nodeSubnetId",
        ],
        true,
    ),
    fixed("alicloud", &["networks", "vpc"], &["id", "cidr"], false),
];

/// The keys of a zone that stay.
const OF_ZONES: &[(&str, &[&str])] = &[
    (
        "aws",
        &["name", "internal", "public", "workers", "workersSubnetID"],
    ),
    ("alicloud", &["name", "workers"]),
];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(old) = subject.old else { return };
    let same = old.provider() == subject.new.provider();
    let (now, was) = (subject.new.infrastructure(), old.infrastructure());
    if same && now.is_map() && was.is_map() {
        let provider = subject.new.provider();
        let gone = provider == "gcp" && !now.keys(&["networks", "vpc"]).exists();
        let ours = FIXED.iter().filter(|fixed| fixed.provider == provider);
        for fixed in ours.filter(|fixed| !(gone && fixed.path.contains(&"vpc"))) {
            stays(&now, &was, fixed, report);
        }
        for (_, keys) in OF_ZONES.iter().filter(|(name, _)| *name == provider) {
            zones(&now, &was, keys, report);
        }
        match provider {
            "gcp" => google(&now, &was, report),
            "azure" => azure(&now, &was, report),
            "aws" | "alicloud" => balancers(&now, &was, report),
            _ => {}
        }
    }
    if same {
        pools(subject, old, report);
    }
}

fn stays(now: &At<'_>, was: &At<'_>, fixed: &Fixed, report: &mut Report<'_>) {
    let (now, was) = (now.keys(fixed.path), was.keys(fixed.path));
    let within = |at: &At<'_>| -> Vec<String> {
        let own = std::iter::once(at.clone());
        let keys = fixed.keys.iter().map(|key| at.key(key));
        let texts = own.chain(keys);
        texts.map(|at| at.text().unwrap_or("").to_owned()).collect()
    };
    if within(&now) == within(&was) || !was.exists() && fixed.may_be_added {
        return;
    }
    let message = match was.text() {
        Some(text) => difference(&now, text),
        None => format!("{} is not what it was", fixed.path.join(".")),
    };
    let finding = report
        .error(&now, message)
        .help("put it back; another value means a new cluster")
        .refused(By::Provider, WORDS);
    report.add(finding);
}

/// Zones keep their order and values; new ones are appended.
fn zones(now: &At<'_>, was: &At<'_>, keys: &[&str], report: &mut Report<'_>) {
    let path = ["networks", "zones"];
    let (list, before) = (now.keys(&path), was.keys(&path));
    let (new, old): (Vec<_>, Vec<_>) = (list.items().collect(), before.items().collect());
    if new.len() < old.len() {
        let finding = report
            .error(
                &list,
                format!("{} zones, and there were {}", new.len(), old.len()),
            )
            .help("put the zone back; zones are only added, at the end")
            .refused(By::Provider, "removing zones is not allowed");
        return report.add(finding);
    }
    for (now, was) in new.iter().zip(&old) {
        for key in keys {
            let (now, was) = (now.key(key), was.key(key));
            let Some(text) = was.said().filter(|text| now.text() != Some(text)) else {
                continue;
            };
            let finding = report
                .error(&now, difference(&now, text))
                .help(format!("write {text}; zones are only added, at the end"))
                .refused(By::Provider, WORDS);
            report.add(finding);
        }
    }
}

/// A range that may grow and nothing else.
fn grows(now: &At<'_>, was: &At<'_>, words: &str, report: &mut Report<'_>) {
    let Some(before) = was.text().and_then(Cidr::parse) else {
        return;
    };
    let after = now.text().and_then(Cidr::parse);
    if after.is_some_and(|after| after.covers(before)) {
        return;
    }
    let finding = report
        .error(now, difference(now, was.text().unwrap_or("")))
        .help(format!("write a range that holds {before}"))
        .refused(By::Provider, words);
    report.add(finding);
}

fn google(now: &At<'_>, was: &At<'_>, report: &mut Report<'_>) {
    let (now, was) = (now.key("networks"), was.key("networks"));
    if let (Some(new), Some(old)) = (gcp::workers(&now), gcp::workers(&was)) {
        let words = "worker CIDR blocks can only be expanded";
        grows(&new.at, &old.at, words, report);
    }
    let vpc = now.key("vpc");
    if was.key("vpc").exists() && !vpc.exists() {
        let finding = report
            .error(&vpc, "the VPC is gone, and was there")
            .help("put it back; another VPC means a new cluster")
            .refused(By::Provider, WORDS);
        report.add(finding);
    }
}

fn azure(now: &At<'_>, was: &At<'_>, report: &mut Report<'_>) {
    let (now, was) = (now.key("networks"), was.key("networks"));
    let cidr = now.keys(&["vnet", "cidr"]);
    let words = if cidr.exists() {
        "VNet CIDR blocks can only be expanded"
    } else {
        "vnet cidr need to be specified"
    };
    grows(&cidr, &was.keys(&["vnet", "cidr"]), words, report);
    let (workers, before) = (now.key("workers"), was.key("workers"));
    let zones: Vec<_> = now.key("zones").items().collect();
    match (workers.said(), before.said()) {
        (Some(new), Some(old)) if new != old => {
            let finding = report
                .error(&workers, difference(&workers, old))
                .help(format!("keep {old}; another subnet means a new cluster"))
                .refused(By::Provider, WORDS);
            report.add(finding);
        }
        (Some(_), None) if was.key("zones").exists() => {
            let words = "updating the infrastructure configuration from using dedicated subnets per zone to using single subnet is not allowed";
            let finding = report
                .error(&workers, "one subnet, and each zone had its own")
                .help("put `zones` back")
                .refused(By::Provider, words);
            report.add(finding);
        }
        (None, Some(old))
            if zones
                .iter()
                .all(|zone| zone.key("cidr").text() != Some(old)) =>
        {
            let words = "when updating InfrastructureConfig to use dedicated subnets per zones, the CIDR for one of the zones must match that of the previous config.networks.workers";
            let finding = report
                .error(
                    &now.key("zones"),
                    format!("no zone has the subnet {old} that was there"),
                )
                .help(format!("give one of the zones {old}"))
                .refused(By::Provider, words);
            report.add(finding);
        }
        _ => {}
    }
    azure_zones(&zones, &was.key("zones"), report);
}

fn azure_zones(new: &[At<'_>], before: &At<'_>, report: &mut Report<'_>) {
    for old in before.items() {
        let name = old.key("name");
        let same = new
            .iter()
            .find(|zone| zone.key("name").text() == name.text());
        let Some(zone) = same else { continue };
        let (now, was) = (zone.key("cidr"), old.key("cidr"));
        if let Some(text) = was.said().filter(|text| now.text() != Some(text)) {
            let finding = report
                .error(&now, difference(&now, text))
                .help(format!("keep {text}"))
                .refused(By::Provider, WORDS);
            report.add(finding);
        }
    }
}

/// `dualStack` gives load balancers IPv6, and stays on.
fn balancers(now: &At<'_>, was: &At<'_>, report: &mut Report<'_>) {
    let path = ["dualStack", "enabled"];
    let at = now.keys(&path);
    if was.keys(&path).flag() == Some(true) && at.flag() != Some(true) {
        let finding = report
            .error(&at, "dualStack is off, and was on")
            .help("put `dualStack: {enabled: true}` back")
            .refused_by(By::Provider);
        report.add(finding);
    }
}

/// The zones of a pool only become more.
fn pools(subject: &Subject<'_>, old: Written<'_>, report: &mut Report<'_>) {
    let known = ["aws", "gcp", "azure", "openstack", "alicloud"];
    if !known.contains(&subject.new.provider()) {
        return;
    }
    let path = ["spec", "provider", "workers"];
    let before: Vec<_> = old.at(&path).items().collect();
    for pool in subject.new.at(&path).items() {
        let name = pool.key("name");
        let same = before
            .iter()
            .find(|old| old.key("name").text() == name.text());
        let Some(old) = same else { continue };
        let (zones, were) = (pool.key("zones"), old.key("zones").texts());
        let now = zones.texts();
        if let Some(gone) = were.iter().find(|zone| !now.contains(zone)) {
            let called = name.text().unwrap_or("");
            let finding = report
                .error(
                    &zones,
                    format!("the pool {called} has left the zone {gone}"),
                )
                .help(format!(
                    "put {gone} back; a pool in other zones is another pool"
                ))
                .refused(By::Provider, WORDS);
            report.add(finding);
        }
    }
}
