//! Calico's and Cilium's own admission (g 34, 35).

use super::super::check::{Check, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;
use crate::addr::Family;

pub(super) static NETWORKING: Check = Check {
    code: "ip-families",
    covers: &["g-34"],
    summary: "more than two families, or words that are none",
    sources: sources::CALICO,
    check: networking,
};

pub(super) static CONFIG: Check = Check {
    code: "cni-config",
    covers: &["g-35"],
    summary: "a value of the network plugin's configuration that it does not take",
    sources: sources::CALICO,
    check: config,
};

fn is_checked(subject: &Subject<'_>) -> bool {
    let plugin = subject.new.at(&["spec", "networking", "type"]);
    matches!(plugin.text(), Some("calico" | "cilium"))
}

/// Type and ranges are the API server's matter first, which says the same of them.
fn networking(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !is_checked(subject) {
        return;
    }
    let at = subject.new.at(&["spec", "networking", "ipFamilies"]);
    let words = at.texts();
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let said = format!("[{}]", quoted.join(" "));
    let mut refuse = |message: &str, ending: &str| {
        let finding = report
            .error(&at, message)
            .help("write [IPv4], [IPv6], [IPv4, IPv6] or [IPv6, IPv4]")
            .refused(By::Cni, format!("ipFamilies ({said}) {ending}"));
        report.add(finding);
    };
    if !words.iter().all(|word| matches!(*word, "IPv4" | "IPv6")) {
        refuse(
            "a word that is no address family",
            "must be a subset of [\"IPv4\", \"IPv6\"]",
        );
    }
    match words[..] {
        [_, _, _, ..] => refuse(
            "more than two families",
            "cannot have more than two entries",
        ),
        [one, two] if one == two => refuse("one family twice", "cannot have duplicate entries"),
        _ => {}
    }
}

fn config(subject: &Subject<'_>, report: &mut Report<'_>) {
    let plugin = subject.new.at(&["spec", "networking", "type"]);
    let config = subject.new.network_config();
    if plugin.text() != Some("calico") || !config.is_map() {
        return;
    }
    one_of(
        &config.key("backend"),
        "backend",
        &["bird", "none", "vxlan"],
        report,
    );
    ipam(subject, &config.key("ipam"), report);
    for key in ["ipv4", "ipv6"] {
        pool(&config.key(key), report);
    }
    let modes = ["Always", "Never", "CrossSubnet", "Off"];
    one_of(&config.key("ipip"), "ipip", &modes, report);
    let v6 = config.key("ipv6");
    if v6.exists() && !subject.new.has(Family::V6) {
        let finding = report
            .error(&v6, "settings for IPv6, and the cluster has none")
            .help("take `ipv6` away, or add IPv6 to ipFamilies")
            .refused_by(By::Gardenlet);
        report.add(finding);
    }
    proxy(subject, &config, report);
}

fn one_of(at: &At<'_>, name: &str, known: &[&str], report: &mut Report<'_>) -> bool {
    let Some(text) = at.text().filter(|text| !known.contains(text)) else {
        return true;
    };
    let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
    let words = format!(
        "unsupported value \"{text}\" for {name}, supported values are [{}]",
        quoted.join(", ")
    );
    let finding = report
        .error(at, format!("`{text}` is no {name} of Calico"))
        .help(format!("write {}", known.join(", ")))
        .refused(By::Cni, words);
    report.add(finding);
    false
}

fn ipam(subject: &Subject<'_>, ipam: &At<'_>, report: &mut Report<'_>) {
    let kind = ipam.key("type");
    if kind.said().is_some() {
        one_of(&kind, "type", &["calico-ipam", "host-local"], report);
    }
    if kind.text() == Some("calico-ipam") && subject.new.has(Family::V6) {
        let words = "IPAM type \"calico-ipam\" is only supported for IPv4 single-stack shoots, use \"host-local\" instead";
        let finding = report
            .error(&kind, "calico-ipam, and the cluster has IPv6")
            .help("write host-local")
            .refused(By::Cni, words);
        report.add(finding);
    }
    let cidr = ipam.key("cidr");
    let fine = |text: &&str| text.eq_ignore_ascii_case("usePodCIDR") || Cidr::parse(text).is_some();
    if let Some(text) = cidr.text().filter(|text| !fine(text)) {
        let finding = report
            .error(&cidr, format!("`{text}` is neither usePodCIDR nor a CIDR"))
            .help("write usePodCIDR")
            .refused_by(By::Cni);
        report.add(finding);
    }
}

fn pool(block: &At<'_>, report: &mut Report<'_>) {
    let (pool, mode) = (block.key("pool"), block.key("mode"));
    one_of(&pool, "pool", &["ipip", "vxlan"], report);
    let modes = ["Always", "Never", "CrossSubnet", "Off"];
    let known = one_of(&mode, "mode", &modes, report);
    if known && pool.text() == Some("vxlan") {
        one_of(
            &mode,
            "mode with pool \"vxlan\"",
            &["Always", "Never"],
            report,
        );
    }
}

/// kube-proxy may be off only where Calico's eBPF data plane takes its place.
fn proxy(subject: &Subject<'_>, config: &At<'_>, report: &mut Report<'_>) {
    let enabled = subject
        .new
        .at(&["spec", "kubernetes", "kubeProxy", "enabled"]);
    let ebpf = config.keys(&["ebpfDataplane", "enabled"]);
    if enabled.flag() == Some(false) && ebpf.flag() != Some(true) {
        let finding = report
            .error(
                &enabled,
                "kube-proxy is off, and nothing of Calico takes its place",
            )
            .help(
                "write `ebpfDataplane: {enabled: true}` in providerConfig, or leave kube-proxy on",
            )
            .refused_by(By::Cni);
        report.add(finding);
    }
}
