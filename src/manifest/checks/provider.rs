//! What every provider's extension asks of `spec.networking` (A9, G1, G2, Z1, O1, L1, ironcore-metal).

use super::super::check::{Check, Report, Subject};
use super::super::finding::By;
use super::sources;
use crate::addr::Family;
use crate::nearest::nearest;

pub(super) static UNKNOWN: Check = Check {
    code: "provider-unknown",
    covers: &["g-18"],
    summary: "a provider type whose rules trellis does not know",
    sources: sources::EXTENSIONS,
    check: unknown,
};

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-A9", "g-G1", "g-Z1", "g-O1", "g-L1"],
    summary: "the provider wants nodes or an infrastructureConfig, and there is none",
    sources: sources::PROVIDERS,
    check: required,
};

pub(super) static FAMILIES: Check = Check {
    code: "provider-family",
    covers: &["g-G2", "g-Z1", "g-O1"],
    summary: "address families that the provider does not have",
    sources: sources::PROVIDERS,
    check: families,
};

/// What is asked of a provider's Shoots.
struct Provider {
    name: &'static str,
    /// How its extension calls it in messages.
    called: &'static str,
    /// Whether there must be an infrastructureConfig.
    configured: bool,
    ipv6_only: bool,
    dual_stack: bool,
}

const PROVIDERS: &[Provider] = &[
    provider("aws", "AWS", true, true, true),
    provider("gcp", "GCP", true, false, true),
    provider("azure", "Azure", true, false, false),
    provider("openstack", "Openstack", true, false, true),
    provider("alicloud", "", true, true, true),
    provider("ironcore-metal", "metal", false, true, true),
    provider("ironcore", "", false, true, true),
    provider("local", "", false, true, true),
];

const fn provider(
    name: &'static str,
    called: &'static str,
    configured: bool,
    ipv6_only: bool,
    dual_stack: bool,
) -> Provider {
    Provider {
        name,
        called,
        configured,
        ipv6_only,
        dual_stack,
    }
}

/// Types that Gardener knows and trellis has no rules for, and what to know of them.
const OTHERS: &[(&str, &str)] = &[
    (
        "metal",
        "metal-stack, whose API gives the networks; IronCore's provider for bare metal is called `ironcore-metal`",
    ),
    ("hcloud", "Hetzner Cloud"),
    (
        "equinixmetal",
        "Equinix Metal, which has no CIDRs of its own",
    ),
    ("vsphere", "VMware vSphere"),
    ("kubevirt", "KubeVirt"),
    ("stackit", "STACKIT"),
];

fn unknown(subject: &Subject<'_>, report: &mut Report<'_>) {
    let at = subject.new.at(&["spec", "provider", "type"]);
    let Some(name) = at.said() else { return };
    if PROVIDERS.iter().any(|provider| provider.name == name) {
        return;
    }
    if !super::networking::is_label(name) {
        let finding = report
            .error(&at, format!("`{name}` is no name that a provider can have"))
            .help("write aws, gcp, azure, openstack, alicloud, ironcore-metal or local")
            .refused_by(By::ApiServer);
        return report.add(finding);
    }
    let other = OTHERS.iter().find(|(other, _)| *other == name);
    let message = match other {
        Some((_, what)) => {
            format!("`{name}` is {what}; its own rules are not checked, Gardener's are")
        }
        None => {
            format!("the rules of the provider `{name}` are not known; Gardener's own are checked")
        }
    };
    let near = nearest(name, PROVIDERS.iter().map(|provider| provider.name));
    let mut finding = report.error(&at, message).advice();
    finding.help = near
        .filter(|_| other.is_none())
        .map(|near| format!("write `{near}`, if that is meant"));
    report.add(finding);
}

fn of(subject: &Subject<'_>) -> Option<&'static Provider> {
    let manifest = subject.new.manifest;
    let known = PROVIDERS
        .iter()
        .find(|provider| provider.name == subject.new.provider());
    known.filter(|_| !manifest.is_workerless())
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(provider) = of(subject) else { return };
    let nodes = subject.new.at(&["spec", "networking", "nodes"]);
    let name = provider.name;
    let needed = match name {
        "aws" => subject.new.has(Family::V4),
        // Its own check says it in its own words.
        "local" => false,
        _ => true,
    };
    if needed && !nodes.exists() {
        let words = match provider.called {
            "" => "a CIDR must be provided".to_owned(),
            called => format!("a nodes CIDR must be provided for {called} shoots"),
        };
        let finding = report
            .error(&nodes, format!("no nodes, and {name} wants them"))
            .help("write `nodes`, such as 10.250.0.0/16");
        let finding = if name == "ironcore" {
            finding.refused_by(By::Provider)
        } else {
            finding.refused(By::Provider, words)
        };
        report.add(finding);
    }
    let config = subject.new.infrastructure();
    if provider.configured && !config.exists() {
        let finding = report
            .error(
                &config,
                format!("no infrastructureConfig, and {name} wants one"),
            )
            .help("write `infrastructureConfig` with its apiVersion, kind and networks")
            .refused_by(By::Provider);
        report.add(finding);
    }
}

fn families(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(provider) = of(subject) else { return };
    let at = subject.new.at(&["spec", "networking", "ipFamilies"]);
    let alone = subject.defaults.is_only(Family::V6);
    let both = subject.defaults.families.len() > 1;
    let words = match (alone && !provider.ipv6_only, both && !provider.dual_stack) {
        (true, _) => "IPv6 single-stack networking is not supported",
        (_, true) => "dual-stack networking is not supported",
        (false, false) => return,
    };
    let what = if alone { "IPv6 alone" } else { "both families" };
    let name = provider.name;
    let help = if provider.dual_stack {
        "write [IPv4], or [IPv4, IPv6]"
    } else {
        "write [IPv4]"
    };
    let finding = report
        .error(
            &at,
            format!("the cluster has {what}, which {name} does not offer"),
        )
        .help(help)
        .refused(By::Provider, words);
    report.add(finding);
}
