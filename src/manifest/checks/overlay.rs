//! The overlay of the network plugin, which IPv6 on AWS and GCP excludes, and Azure with Calico too (A9, G3, Z1).

use super::super::check::{Check, Report, Subject};
use super::super::finding::By;
use super::super::fix::Fix;
use super::sources;
use crate::addr::Family;

pub(super) static OVERLAY: Check = Check {
    code: "overlay",
    covers: &["g-A9", "g-G3", "g-Z1"],
    summary: "an overlay where the provider wants native routing",
    sources: sources::PROVIDERS,
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let routed = subject.new.has(Family::V6);
    match subject.new.provider() {
        "aws" if routed => native(
            subject,
            report,
            "overlay must be set to false in conjunction with IPv6",
        ),
        "gcp" if routed => native(
            subject,
            report,
            "overlay is not supported in conjunction with IPv6",
        ),
        "azure" => azure(subject, report),
        _ => {}
    }
}

/// The key must be there and not be on. Where a Shoot is created without it, the extension's mutator adds `false`.
fn native(subject: &Subject<'_>, report: &mut Report<'_>, words: &str) {
    let overlay = subject.new.network_config().key("overlay");
    let enabled = overlay.key("enabled");
    let name = subject.new.provider();
    if enabled.flag() == Some(true) {
        let finding = report
            .error(
                &enabled,
                format!("overlay is on, and IPv6 on {name} is routed natively"),
            )
            .help("write `overlay: {enabled: false}`")
            .fix(Fix::off(&enabled))
            .refused(By::Provider, words);
        return report.add(finding);
    }
    if overlay.exists() || subject.new.manifest.is_workerless() {
        return;
    }
    let families = subject.new.at(&["spec", "networking", "ipFamilies"]);
    let was_routed = subject.old.is_some_and(|old| old.has(Family::V6));
    let message = format!("nothing is said about the overlay, and IPv6 on {name} wants it off");
    let finding = report
        .error(&families, message)
        .help("write `overlay: {enabled: false}` in providerConfig")
        .refused(
            By::Provider,
            "overlay must be set to false in conjunction with IPv6",
        );
    match subject.old {
        None => report.add(finding.help(
            "write `overlay: {enabled: false}` in providerConfig; a new Shoot gets it from the extension's mutator, an update does not",
        ).warning()),
        Some(_) if was_routed => {}
        Some(_) => report.add(finding),
    }
}

fn azure(subject: &Subject<'_>, report: &mut Report<'_>) {
    let plugin = subject.new.at(&["spec", "networking", "type"]);
    let enabled = subject.new.network_config().keys(&["overlay", "enabled"]);
    if plugin.text() == Some("calico") && enabled.flag() == Some(true) {
        let finding = report
            .error(
                &enabled,
                "overlay is on, and Calico on azure is routed natively",
            )
            .help("write `overlay: {enabled: false}`")
            .fix(Fix::off(&enabled))
            .refused(
                By::Provider,
                "Calico overlay network is not supported on azure",
            );
        report.add(finding);
    }
}
