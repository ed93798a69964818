//! Worker pools as the providers' extensions want them (A8, G6, Z6, O6, L4).

use super::super::check::{Check, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-A8", "g-G6", "g-Z6", "g-O6", "g-L4"],
    summary: "a worker pool without the volume or zones that the provider wants",
    sources: sources::PROVIDERS,
    check: required,
};

pub(super) static ZONES: Check = Check {
    code: "provider-zones",
    covers: &["g-A8", "g-Z6", "g-L4"],
    summary: "a worker pool in a zone that the infrastructureConfig does not have",
    sources: sources::PROVIDERS,
    check: zones,
};

fn pools<'a>(subject: &Subject<'a>) -> Vec<At<'a>> {
    let pools = subject.new.at(&["spec", "provider", "workers"]);
    pools.items().filter(At::is_map).collect()
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    let provider = subject.new.provider();
    let (volume, zones) = match provider {
        "aws" | "gcp" | "alicloud" | "ironcore-metal" => (true, true),
        "azure" => (true, false),
        "openstack" => (false, true),
        _ => return,
    };
    for pool in pools(subject) {
        if volume {
            self::volume(&pool, provider, report);
        }
        let at = pool.key("zones");
        if zones && at.items().next().is_none() {
            let finding = report
                .error(&at, format!("the pool {} has no zone", name(&pool)))
                .help("write `zones`")
                .refused(By::Provider, "at least one zone must be configured");
            report.add(finding);
        }
    }
    if provider == "azure" {
        zoned(subject, report);
    }
}

fn name<'a>(pool: &At<'a>) -> &'a str {
    pool.key("name").text().unwrap_or("without a name")
}

fn volume(pool: &At<'_>, provider: &str, report: &mut Report<'_>) {
    let volume = pool.key("volume");
    if !volume.exists() {
        let finding = report
            .error(
                &volume,
                format!(
                    "the pool {} has no volume, and {provider} wants one",
                    name(pool)
                ),
            )
            .help("write `volume: {type: …, size: …Gi}`")
            .refused(By::Provider, "must not be nil");
        return report.add(finding);
    }
    for key in ["size", "type"] {
        let at = volume.key(key);
        if at.said().is_none() {
            let finding = report
                .error(
                    &at,
                    format!("the volume of the pool {} has no {key}", name(pool)),
                )
                .help(format!("write `{key}`"))
                .refused(By::Provider, "must not be empty");
            report.add(finding);
        }
    }
}

fn zoned(subject: &Subject<'_>, report: &mut Report<'_>) {
    let config = subject.new.infrastructure();
    if !config.is_map() {
        return;
    }
    let zoned = config.key("zoned").flag() == Some(true);
    for pool in pools(subject) {
        let at = pool.key("zones");
        let (message, help, words) = match (zoned, at.items().next().is_some()) {
            (true, false) => (
                "has no zone, and the cluster is zoned",
                "write `zones`",
                "at least one zone must be configured for zoned clusters",
            ),
            (false, true) => (
                "has zones, and the cluster is not zoned",
                "write `zoned: true`, or take `zones` away",
                "zones must not be specified for non zoned clusters",
            ),
            (true, true) | (false, false) => continue,
        };
        let finding = report
            .error(&at, format!("the pool {} {message}", name(&pool)))
            .help(help)
            .refused(By::Provider, words);
        report.add(finding);
    }
}

fn zones(subject: &Subject<'_>, report: &mut Report<'_>) {
    let config = subject.new.infrastructure();
    let listed = config.keys(&["networks", "zones"]);
    let known: Vec<_> = listed
        .items()
        .filter_map(|zone| zone.key("name").text())
        .collect();
    let provider = subject.new.provider();
    if !matches!(provider, "aws" | "azure" | "alicloud") || known.is_empty() {
        return;
    }
    for pool in pools(subject) {
        for zone in pool.key("zones").items() {
            let Some(text) = zone.text().filter(|text| !known.contains(text)) else {
                continue;
            };
            let message = format!(
                "the pool {} is in the zone {text}, which the infrastructureConfig does not have",
                name(&pool)
            );
            let finding = report
                .error(&zone, message)
                .help(format!(
                    "add the zone {text} to infrastructureConfig.networks.zones"
                ))
                .label(listed.span(), "the zones that there are");
            let words =
                "zone configuration must be specified in \"infrastructureConfig.networks.zones\"";
            report.add(if provider == "azure" {
                finding.refused(By::Provider, words)
            } else {
                finding.refused_by(By::Provider)
            });
        }
    }
}
