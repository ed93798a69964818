//! Node masks, kube-proxy and kubelet as Gardener's API server validates them (g 12 to 15, 17).

use super::super::check::{Check, Report, Subject};
use super::super::finding::By;
use super::super::fix::Fix;
use super::sources;
use crate::addr::{Count, Family};

pub(super) static RANGE: Check = Check {
    code: "node-mask-range",
    covers: &["g-12", "g-13", "g-14", "k-K5"],
    summary: "a node mask that Gardener does not take",
    sources: sources::SHOOT,
    check: range,
};

pub(super) static PODS: Check = Check {
    code: "pods-exceed-room",
    covers: &["g-15", "k-K3"],
    summary: "a node mask with fewer addresses than pods",
    sources: sources::SHOOT,
    check: pods,
};

pub(super) static PROXY: Check = Check {
    code: "field-value",
    covers: &["g-17"],
    summary: "a mode that kube-proxy does not have",
    sources: sources::SHOOT,
    check: proxy,
};

pub(super) static KUBELET: Check = Check {
    code: "field-value",
    covers: &["g-17"],
    summary: "fewer than no pods",
    sources: sources::SHOOT,
    check: kubelet,
};

const MASK: &[&str] = &[
    "spec",
    "kubernetes",
    "kubeControllerManager",
    "nodeCIDRMaskSize",
];
const MASK_V6: &[&str] = &[
    "spec",
    "kubernetes",
    "kubeControllerManager",
    "nodeCIDRMaskSizeIPv6",
];

fn range(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.new.manifest.is_workerless() {
        return;
    }
    let only = |family| subject.defaults.is_only(family);
    if only(Family::V4) {
        outside(subject, report, MASK, (16, 28), "");
        forbidden_v6(subject, report);
    } else {
        if only(Family::V6) {
            outside(
                subject,
                report,
                MASK,
                (64, 124),
                " for IPv6 single-stack clusters",
            );
            both(subject, report);
        }
        outside(subject, report, MASK_V6, (64, 124), "");
    }
}

fn outside(
    subject: &Subject<'_>,
    report: &mut Report<'_>,
    keys: &[&str],
    (shortest, longest): (i64, i64),
    ending: &str,
) {
    let at = subject.new.at(keys);
    let Some(mask) = at.number() else { return };
    if !(shortest..=longest).contains(&mask) {
        let key = keys.last().copied().unwrap_or("");
        let finding = report
            .error(
                &at,
                format!("{key} is {mask}, and Gardener takes {shortest} to {longest}"),
            )
            .help(format!("use a length from {shortest} to {longest}"))
            .fix(Fix::plain(&at, mask.clamp(shortest, longest), false))
            .refused(
                By::ApiServer,
                format!("{key} must be between {shortest} and {longest}{ending}"),
            );
        report.add(finding);
    }
}

fn forbidden_v6(subject: &Subject<'_>, report: &mut Report<'_>) {
    let at = subject.new.at(MASK_V6);
    let Some(mask) = at.number() else { return };
    let finding = report
        .error(
            &at,
            format!("nodeCIDRMaskSizeIPv6 is {mask}, and the cluster has IPv4 alone"),
        )
        .help("take it away, or add IPv6 to ipFamilies")
        .fix(Fix::remove(&at))
        .refused(
            By::ApiServer,
            "nodeCIDRMaskSizeIPv6 cannot be set for IPv4 single-stack clusters",
        );
    report.add(finding);
}

fn both(subject: &Subject<'_>, report: &mut Report<'_>) {
    let (at, other) = (subject.new.at(MASK), subject.new.at(MASK_V6));
    if at.number().is_some() && other.number().is_some() {
        let finding = report
            .error(&at, "both node masks are said, and IPv6 alone takes one of the two")
            .help("keep nodeCIDRMaskSize")
            .fix(Fix::remove(&other))
            .refused(
                By::ApiServer,
                "only one of nodeCIDRMaskSize or nodeCIDRMaskSizeIPv6 can be set for single-stack clusters",
            )
            .label(other.span(), "the other one");
        report.add(finding);
    }
}

/// What a node has for its pods, less the first and the last address, as Gardener counts: -1 beyond the family.
fn usable(mask: i64, width: i64) -> (String, bool, Count) {
    let bits = u32::try_from(width - mask).ok().filter(|&bits| bits > 0);
    let all = match bits {
        Some(bits) => Count::power_of_two(bits).unwrap_or(Count::MAX),
        None => Count::ONE,
    };
    match all.minus(Count::new(2)) {
        Some(count) => (count.decimal(), false, count),
        None => ("-1".to_owned(), true, Count::ZERO),
    }
}

/// The longest mask that leaves a node that many addresses.
fn roomy(width: i64, wanted: Count) -> Option<i64> {
    let (shortest, longest) = if width == 32 { (16, 28) } else { (64, 124) };
    (shortest..=longest).rev().find(|&mask| {
        let (_, never, count) = usable(mask, width);
        !never && count >= wanted
    })
}

fn pods(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(mask) = subject.defaults.node_mask else {
        return;
    };
    if subject.new.manifest.is_workerless() {
        return;
    }
    let (width, default) = if subject.defaults.is_only(Family::V6) {
        (128, 64)
    } else {
        (32, 24)
    };
    let highest = subject.defaults.max_pods;
    let (supported, never, count) = usable(mask, width);
    let wanted = u128::try_from(highest).map_or(Count::ZERO, Count::new);
    if !never && count >= wanted {
        return;
    }
    let at = subject.new.at(MASK);
    let said = if at.exists() { "is" } else { "is by default" };
    let message = format!(
        "nodeCIDRMaskSize {said} {mask}, which leaves a node {supported} addresses, and there may be {highest} pods"
    );
    let literal = format!(
        "kubelet or kube-controller-manager configuration incorrect. Please adjust the nodeCIDRMaskSize to support the \
         highest maxPod on any worker pool. The nodeCIDRMaskSize of {mask} (default: {default}) only supports \
         {supported} IP addresses. The highest maxPod setting is {highest} (default: 110). Please choose a \
         nodeCIDRMaskSize that at least supports {highest} IP addresses"
    );
    let finding = report
        .error(&at, message)
        .help("use a shorter nodeCIDRMaskSize, or a smaller maxPods")
        .refused(By::ApiServer, literal);
    report.add(match roomy(width, wanted) {
        Some(mask) => finding.fix(Fix::plain(&at, mask, false)),
        None => finding,
    });
}

fn proxy(subject: &Subject<'_>, report: &mut Report<'_>) {
    let at = subject.new.at(&["spec", "kubernetes", "kubeProxy", "mode"]);
    let Some(mode) = at.text() else { return };
    if !matches!(mode, "IPTables" | "IPVS" | "NFTables") {
        let finding = report
            .error(&at, format!("`{mode}` is no mode of kube-proxy"))
            .help("write IPTables, IPVS or NFTables")
            .refused(
                By::ApiServer,
                "supported values: \"IPTables\", \"IPVS\", \"NFTables\"",
            );
        report.add(finding);
    }
}

fn kubelet(subject: &Subject<'_>, report: &mut Report<'_>) {
    let of_cluster = subject
        .new
        .at(&["spec", "kubernetes", "kubelet", "maxPods"]);
    let workers = subject.new.at(&["spec", "provider", "workers"]);
    let of_pools = workers
        .items()
        .map(|pool| pool.keys(&["kubernetes", "kubelet", "maxPods"]));
    for at in std::iter::once(of_cluster).chain(of_pools) {
        if let Some(pods) = at.number().filter(|&pods| pods < 0) {
            let finding = report
                .error(&at, format!("maxPods is {pods}"))
                .help("write a number from 0 on")
                .refused(By::ApiServer, "must be greater than or equal to 0");
            report.add(finding);
        }
    }
}
