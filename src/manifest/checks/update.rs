//! What Gardener refuses to change in a Shoot that is there (g 9 to 11, 16).

use super::super::check::{Check, Range, Report, Subject, Written};
use super::super::cursor::At;
use super::super::finding::{By, Finding};
use super::sources;

pub(super) static NETWORKING: Check = Check {
    code: "immutable",
    covers: &["g-9", "g-10", "g-11", "g-16", "g-L2", "k-N8"],
    summary: "a difference that Gardener refuses: the value is for the life of a cluster",
    sources: sources::SHOOT,
    check,
};

pub(super) const WORDS: &str = "field is immutable";

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(old) = subject.old else { return };
    networking(subject, old, report);
    families(subject, old, report);
    masks(subject, old, report);
    nodes(subject, old, report);
    for keys in [&["spec", "region"][..], &["spec", "provider", "type"]] {
        if let Some((finding, _)) = changed(subject, old, keys, report) {
            let help = "keep it; another value means another cluster";
            report.add(finding.help(help).refused(By::ApiServer, WORDS));
        }
    }
}

/// Whether what the manifest leaves out stays as the cluster has it: a manifest of a repository beside one of kubectl.
pub(super) fn is_kept(new: Written<'_>, old: Written<'_>) -> bool {
    old.manifest.live && !new.manifest.live
}

/// A finding at a value that is not what it was, where it was something; and what it was.
fn changed<'a>(
    subject: &Subject<'a>,
    old: Written<'a>,
    keys: &[&str],
    report: &Report<'_>,
) -> Option<(Finding, &'a str)> {
    let (at, before) = (subject.new.at(keys), old.at(keys));
    let was = before.text()?;
    if at.text() == Some(was) || !at.exists() && is_kept(subject.new, old) {
        return None;
    }
    Some((report.error(&at, difference(&at, was)), was))
}

pub(super) fn difference(at: &At<'_>, was: &str) -> String {
    let key = at.path().rsplit('.').next().unwrap_or("");
    match at.text() {
        Some(now) => format!("{key} is {now}, and was {was}"),
        None => format!("{key} is gone, and was {was}"),
    }
}

fn networking(subject: &Subject<'_>, old: Written<'_>, report: &mut Report<'_>) {
    let at = subject.new.at(&["spec", "networking"]);
    let was = old.at(&["spec", "networking"]);
    if was.exists() && !at.exists() {
        if !is_kept(subject.new, old) {
            let finding = report
                .error(&at, "networking is gone, and was there")
                .help("put it back")
                .refused(
                    By::ApiServer,
                    "networking cannot be set to nil if it's already set",
                );
            report.add(finding);
        }
        return;
    }
    for key in ["type", "pods", "services"] {
        if let Some((finding, was)) = changed(subject, old, &["spec", "networking", key], report) {
            let help = match key {
                "type" => "keep it; another network plugin means a new cluster".to_owned(),
                _ => format!(
                    "keep {was}; another range means a new cluster, to which the workload moves"
                ),
            };
            report.add(finding.help(help).refused(By::ApiServer, WORDS));
        }
    }
}

/// The only two moves are from IPv4 to both, IPv4 first, and back.
fn families(subject: &Subject<'_>, old: Written<'_>, report: &mut Report<'_>) {
    let words = |shoot: Written<'_>| {
        let said = shoot.at(&["spec", "networking", "ipFamilies"]);
        match said.texts() {
            none if none.is_empty() => "IPv4".to_owned(),
            some => some.join(" "),
        }
    };
    let (now, was) = (words(subject.new), words(old));
    let at = subject.new.at(&["spec", "networking", "ipFamilies"]);
    let there = subject.new.networking().is_some() && old.networking().is_some();
    if now == was || !there || !at.exists() && is_kept(subject.new, old) {
        return;
    }
    let moves = [("IPv4", "IPv4 IPv6"), ("IPv4 IPv6", "IPv4")];
    if moves.contains(&(was.as_str(), now.as_str())) {
        return;
    }
    let help = match (was.as_str(), now.as_str()) {
        ("IPv4" | "IPv4 IPv6", "IPv6 IPv4") => "write [IPv4, IPv6]: the order is for life too",
        ("IPv4" | "IPv4 IPv6", "IPv6") => {
            "IPv6 alone means a new cluster; this one can have [IPv4, IPv6]"
        }
        _ => "keep it; other families mean a new cluster",
    };
    let finding = report
        .error(&at, format!("the families are [{now}], and were [{was}]"))
        .help(help)
        .refused(
            By::ApiServer,
            format!("unsupported IP family update: oldIPFamilies=[{was}], newIPFamilies=[{now}]"),
        );
    report.add(finding);
}

fn masks(subject: &Subject<'_>, old: Written<'_>, report: &mut Report<'_>) {
    let path = |key| ["spec", "kubernetes", "kubeControllerManager", key];
    let at = subject.new.at(&path("nodeCIDRMaskSize"));
    let before = super::super::defaults::Defaults::of(old, None);
    let stays = !at.exists() && is_kept(subject.new, old);
    if let (Some(now), Some(was), false) = (subject.defaults.node_mask, before.node_mask, stays)
        && now != was
        && !subject.new.manifest.is_workerless()
    {
        mask(&at, now, was, report);
    }
    let at = subject.new.at(&path("nodeCIDRMaskSizeIPv6"));
    let said = old.manifest.node_mask_v6.as_ref().map(|mask| mask.value);
    let leaves = !subject.new.has(crate::addr::Family::V6);
    let stays = leaves || !at.exists() && is_kept(subject.new, old);
    if let (Some(was), false) = (said, stays)
        && at.number() != Some(was)
    {
        let now = at.number().or(subject.defaults.node_mask_v6).unwrap_or(64);
        mask(&at, now, was, report);
    }
}

fn mask(at: &At<'_>, now: i64, was: i64, report: &mut Report<'_>) {
    let key = at.path().rsplit('.').next().unwrap_or("");
    let is = if at.exists() { "is" } else { "is by default" };
    let finding = report
        .error(at, format!("{key} {is} {now}, and was {was}"))
        .help(format!("write {was}; another mask means a new cluster"))
        .refused(By::ApiServer, WORDS);
    report.add(finding);
}

/// Nodes may change, but not below a Shoot that is a seed, and not on Alicloud.
fn nodes(subject: &Subject<'_>, old: Written<'_>, report: &mut Report<'_>) {
    let keys = ["spec", "networking", Range::Nodes.key()];
    let Some((finding, was)) = changed(subject, old, &keys, report) else {
        return;
    };
    let path = subject.new.manifest.path();
    let (by, words) = if !subject.new.manifest.prefix.is_empty() {
        (By::ApiServer, WORDS)
    } else if subject.landscape.managed(&path).is_some() {
        (By::Admission, "field is immutable for managed seeds")
    } else if subject.new.provider() == "alicloud" {
        (By::Provider, WORDS)
    } else {
        return;
    };
    report.add(finding.help(format!("keep {was}")).refused(by, words));
}
