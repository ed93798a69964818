//! The pod ranges that kube-controller-manager cuts out (K1, K2, K4): Gardener compares these numbers nowhere.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::defaults::ranges;
use super::super::finding::By;
use super::super::fix::Fix;
use super::openstack;
use super::sources;
use crate::addr::{Count, Family};
use crate::engine::NODEIPAM_BITS;

pub(super) static TOO_LARGE: Check = Check {
    code: "nodeipam-pool-too-large",
    covers: &["g-K1", "k-N2"],
    summary: "an IPv6 pod range with more than 16 bits for kube nodeipam to count",
    sources: sources::NODEIPAM,
    check: too_large,
};

pub(super) static OUTSIDE: Check = Check {
    code: "nodeipam-mask-outside",
    covers: &["g-K2", "k-N1"],
    summary: "a node's pod range is larger than the pods of the cluster",
    sources: sources::NODEIPAM,
    check: outside,
};

pub(super) static ONE: Check = Check {
    code: "node-pool-of-one",
    covers: &["g-K4", "k-N11"],
    summary: "the pods of the whole cluster have room for one node",
    sources: sources::NODEIPAM,
    check: one,
};

/// What one family of pods is cut into.
struct Cut<'a> {
    at: At<'a>,
    pool: Cidr,
    mask: u8,
}

impl Cut<'_> {
    /// Gives each node a range of this length, where Gardener takes such a mask.
    fn mask(&self, subject: &Subject<'_>, length: u8) -> Option<Fix> {
        let v6 = self.pool.family() == Family::V6;
        let manager = subject
            .new
            .at(&["spec", "kubernetes", "kubeControllerManager"]);
        let alone = subject.defaults.is_only(Family::V6);
        let own = manager.key("nodeCIDRMaskSizeIPv6");
        let at = if v6 && (!alone || own.exists()) {
            own
        } else {
            manager.key("nodeCIDRMaskSize")
        };
        let taken = if v6 { 64..=124 } else { 16..=28 };
        let fits = taken.contains(&length);
        fits.then(|| Fix::plain(&at, length, false))
    }

    fn words(&self) -> String {
        format!("pods {} cut into /{}", self.pool, self.mask)
    }
}

/// Whether kube-controller-manager cuts at all (g 30): AWS and `IronCore`'s metal do not with IPv6, GCP never does.
fn is_cut(subject: &Subject<'_>) -> bool {
    let routed = subject.new.has(Family::V6);
    match subject.new.provider() {
        "gcp" => false,
        "aws" | "ironcore-metal" => !routed,
        _ => !subject.new.manifest.is_workerless(),
    }
}

fn cuts<'a>(subject: &Subject<'a>) -> Vec<Cut<'a>> {
    if !is_cut(subject) {
        return Vec::new();
    }
    let spec = subject.new.at(&["spec", "networking", "pods"]);
    let status = subject.new.at(&["status", "networking", "pods"]);
    let explicit = openstack::explicit(subject).into_iter();
    let explicit = explicit.map(|block| block.at);
    let explicit = explicit.filter(|at| at.path().ends_with(".podCIDR"));
    let known = ranges(subject.new, Range::Pods);
    let mut found: Vec<Cut<'_>> = Vec::new();
    for at in std::iter::once(spec).chain(status.items()).chain(explicit) {
        let Some(pool) = at.text().and_then(Cidr::parse) else {
            continue;
        };
        let written = at.path().ends_with(".podCIDR");
        let again = found.iter().any(|cut| cut.pool == pool) || written && known.contains(&pool);
        let mask = subject.defaults.mask(pool.family());
        let width = i64::from(pool.family().width());
        let mask = mask.filter(|&mask| mask <= width);
        let mask = mask.and_then(|mask| u8::try_from(mask).ok());
        if let Some(mask) = mask.filter(|_| !again) {
            found.push(Cut { at, pool, mask });
        }
    }
    found
}

fn too_large(subject: &Subject<'_>, report: &mut Report<'_>) {
    for cut in cuts(subject) {
        let between = cut.mask.saturating_sub(cut.pool.prefix().bits());
        if cut.pool.family() == Family::V4 || between <= NODEIPAM_BITS {
            continue;
        }
        let (shorter, longer) = (
            cut.pool.prefix().bits().saturating_add(NODEIPAM_BITS),
            cut.mask.saturating_sub(NODEIPAM_BITS),
        );
        let words = cut.words();
        let finding = report
            .error(
                &cut.at,
                format!("{words} is {between} bits, and kube nodeipam takes {NODEIPAM_BITS}"),
            )
            .help(format!(
                "give each node a /{shorter} (nodeCIDRMaskSize), or pods a /{longer} or longer"
            ))
            .refused(
                By::NodeIpam,
                "New CIDR set failed; the node CIDR size is too big",
            );
        report.add(finding.mended(cut.mask(subject, shorter)));
    }
}

fn outside(subject: &Subject<'_>, report: &mut Report<'_>) {
    for cut in cuts(subject) {
        let bits = cut.pool.prefix().bits();
        if cut.mask >= bits {
            continue;
        }
        let words = cut.words();
        let finding = report
            .error(&cut.at, format!("{words}: a node's range is larger than all of them"))
            .help(format!("use a node mask from {bits} on, or a shorter pod range"))
            .refused(
                By::NodeIpam,
                "Controller: Invalid --cluster-cidr, mask size of cluster CIDR must be less than or equal to \
                 --node-cidr-mask-size configured for CIDR family",
            );
        let enough = (bits + 8).min(if cut.pool.family() == Family::V6 {
            124
        } else {
            28
        });
        report.add(finding.mended(cut.mask(subject, enough)));
    }
}

fn one(subject: &Subject<'_>, report: &mut Report<'_>) {
    let pools = &subject.new.manifest.workers;
    let most = pools.iter().filter_map(|pool| pool.maximum.as_ref());
    let most: i64 = most.fold(0, |sum, pool| sum.saturating_add(pool.value));
    for cut in cuts(subject) {
        if cut.mask != cut.pool.prefix().bits() {
            continue;
        }
        let words = cut.words();
        let wanted = u128::try_from(most).map_or(Count::ZERO, Count::new);
        let message = format!("{words} is room for one node, and there may be {wanted}");
        let finding = report
            .error(&cut.at, message)
            .help("use a longer node mask, or a shorter pod range; neither can be changed later")
            .mended(longer(wanted, &cut).and_then(|length| cut.mask(subject, length)));
        report.add(if most > 1 { finding } else { finding.warning() });
    }
}

/// The length that cuts a pool into enough ranges, on a nibble in IPv6.
fn longer(wanted: Count, cut: &Cut<'_>) -> Option<u8> {
    let needed = u8::try_from(wanted.bits_needed()).ok()?.max(1);
    let length = cut.pool.prefix().bits().checked_add(needed)?;
    Some(match cut.pool.family() {
        Family::V6 => length.next_multiple_of(4),
        Family::V4 => length,
    })
}
