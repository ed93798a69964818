//! provider-local: nodes lie in the network of the machine that everything runs on (g c).

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::finding::By;
use super::sources;
use crate::addr::Family;

pub(super) static NODES: Check = Check {
    code: "provider-containment",
    covers: &["g-c"],
    summary: "local: nodes lie in the network of the machine",
    sources: sources::LOCAL,
    check: nodes,
};

fn nodes(subject: &Subject<'_>, report: &mut Report<'_>) {
    let manifest = subject.new.manifest;
    if subject.new.provider() != "local" || manifest.is_workerless() {
        return;
    }
    let at = subject.new.at(&["spec", "networking", "nodes"]);
    let Some(text) = at.said() else {
        let finding = report
            .error(&at, "no nodes, and local wants them")
            .help("write `nodes`, a part of 10.0.0.0/16 or of fd00:10:1:100::/56")
            .refused(By::Provider, "nodes CIDR must not be empty");
        return report.add(finding);
    };
    let before = subject.old.and_then(|old| old.range(Range::Nodes));
    let Some(cidr) = Cidr::parse(text).filter(|_| before.is_none_or(|before| before.value != text))
    else {
        return;
    };
    let around = match (cidr.family(), is_self_hosted(subject)) {
        (Family::V4, false) => "10.0.0.0/16",
        (Family::V6, false) => "fd00:10:1:100::/56",
        (Family::V4, true) => "172.18.0.0/24",
        (Family::V6, true) => "fd00:10::/64",
    };
    if !Cidr::parse(around).is_some_and(|around| around.covers(cidr)) {
        let finding = report
            .error(
                &at,
                format!("nodes {text} do not lie in {around}, where local has its machines"),
            )
            .help(format!("choose a part of {around}"))
            .refused(
                By::Provider,
                format!("nodes CIDR must be a subnet of {around}"),
            );
        report.add(finding);
    }
}

/// A cluster that hosts its own control plane on machines that Gardener did not make: it names no credentials.
fn is_self_hosted(subject: &Subject<'_>) -> bool {
    let workers = subject.new.at(&["spec", "provider", "workers"]);
    let hosting = workers
        .items()
        .any(|pool| pool.key("controlPlane").exists());
    let spec = subject.new.at(&["spec"]);
    hosting
        && !spec.key("credentialsBindingName").exists()
        && !spec.key("secretBindingName").exists()
}
