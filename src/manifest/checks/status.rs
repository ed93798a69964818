//! `status.networking` (g 19): what the infrastructure has assigned, as it comes out of kubectl.

use super::super::check::{Check, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;

pub(super) static CIDR: Check = Check {
    code: "field-value",
    covers: &["g-19"],
    summary: "a range of the status is no CIDR",
    sources: sources::SHOOT,
    check: cidr,
};

pub(super) static HOST_BITS: Check = Check {
    code: "host-bits",
    covers: &["g-19"],
    summary: "a range of the status has bits set behind its length",
    sources: sources::SHOOT,
    check: host_bits,
};

fn values<'a>(subject: &Subject<'a>) -> Vec<At<'a>> {
    let status = subject.new.at(&["status", "networking"]);
    let keys = ["nodes", "pods", "services", "egressCIDRs"];
    keys.iter()
        .flat_map(|key| status.key(key).items().collect::<Vec<_>>())
        .collect()
}

fn cidr(subject: &Subject<'_>, report: &mut Report<'_>) {
    for at in values(subject) {
        if let Some(text) = at.text().filter(|text| Cidr::parse(text).is_none()) {
            let finding = report
                .error(&at, format!("`{text}` is no CIDR"))
                .help("take it as the cluster says it")
                .refused(By::ApiServer, format!("invalid CIDR address: {text}"));
            report.add(finding);
        }
    }
}

fn host_bits(subject: &Subject<'_>, report: &mut Report<'_>) {
    for at in values(subject) {
        let Some(text) = at.text() else { continue };
        if let Some(cidr) = Cidr::parse(text).filter(|cidr| !cidr.is_canonical()) {
            let message =
                format!("{text} has bits set behind its length; the range there is {cidr}");
            let finding = report
                .error(&at, message)
                .help(format!("write {cidr}"))
                .refused(By::ApiServer, "must be valid canonical CIDR");
            report.add(finding);
        }
    }
}
