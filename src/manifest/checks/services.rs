//! The service range as kube-apiserver of that version sees it (K3, g 27, k S1 to S6).

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::super::fix::Fix;
use super::sources;
use crate::addr::{Family, Length, Prefix};
use crate::engine::{ServiceRange, deciding, service_range};

pub(super) static TOO_LARGE: Check = Check {
    code: "service-range-too-large",
    covers: &["g-K3", "k-S1", "k-S2", "k-S3", "k-S6"],
    summary: "a service range larger than kube-apiserver can serve",
    sources: sources::SERVICES,
    check: too_large,
};

pub(super) static TOO_SMALL: Check = Check {
    code: "service-range-too-small",
    covers: &["g-27", "k-S4", "k-S5"],
    summary: "a service range without the addresses that every cluster needs",
    sources: sources::SERVICES,
    check: too_small,
};

/// The length of IPv6 services that every version serves in full (k S6).
const WIDEST_SERVED: u8 = 112;

/// The range of that length that begins where this one does, or holds it.
fn with_length(at: &At<'_>, cidr: Cidr, bits: u8) -> Option<Fix> {
    let prefix = cidr.prefix();
    let length = Length::new(prefix.family(), bits)?;
    let other = Prefix::holding(prefix.first(), length)?;
    Some(Fix::text(at, other.to_string(), false))
}

const HELP: &str =
    "use a /112 for IPv6, or /12 to /28 for IPv4, which every version serves in full";

/// What becomes of the range that the manifest says.
fn outcome<'a>(subject: &Subject<'a>) -> Option<(At<'a>, Cidr, ServiceRange)> {
    let cidr = subject.new.cidr(Range::Services)?;
    let at = subject.new.at(&["spec", "networking", "services"]);
    let outcome = service_range(cidr.prefix().length(), subject.new.version());
    Some((at, cidr, outcome))
}

fn too_large(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some((at, cidr, outcome)) = outcome(subject) else {
        return;
    };
    let version = deciding(subject.new.version());
    let length = cidr.prefix().length();
    let width = cidr.family().width();
    let bits = cidr.prefix().bits();
    let finding = match outcome {
        ServiceRange::TooLarge { shortest } => report
            .error(
                &at,
                format!("services {length} are larger than /{shortest}, the largest range of Kubernetes {version}"),
            )
            .refused(
                By::KubeApiServer,
                format!(
                    "specified --service-cluster-ip-range is too large; for {width}-bit addresses, the mask must be >= {shortest}"
                ),
            ),
        ServiceRange::NoAllocator => report
            .error(
                &at,
                format!("services {length} are larger than a /64, so Kubernetes {version} starts and can allocate none"),
            )
            .refused(
                By::ServiceAllocator,
                format!("shortest allowed prefix length for service CIDR is 64, got {bits}"),
            ),
        ServiceRange::HalfOutside => report.error(
            &at,
            format!("with services {length}, Kubernetes {version} takes about half of the addresses out of the /64 below"),
        ),
        ServiceRange::HalfOutsideBeforePatch => report
            .error(
                &at,
                format!("with services {length}, Kubernetes 1.34 before 1.34.8 takes half of the addresses out of the /64 below"),
            )
            .warning(),
        ServiceRange::Capped => report
            .error(
                &at,
                format!("of services {length}, Kubernetes {version} hands out the first 65,535"),
            )
            .advice(),
        ServiceRange::TooSmall { .. } | ServiceRange::Works => return,
    };
    let served = match (cidr.family(), outcome) {
        (Family::V4, ServiceRange::TooLarge { shortest }) => shortest,
        (Family::V4 | Family::V6, _) => WIDEST_SERVED,
    };
    let fix = with_length(&at, cidr, served);
    report.add(finding.help(HELP).mended(fix));
}

fn too_small(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some((at, cidr, ServiceRange::TooSmall { longest, refused })) = outcome(subject) else {
        return;
    };
    let length = cidr.prefix().length();
    let finding = report
        .error(
            &at,
            format!("services {length} do not hold the 10th address, where the cluster's DNS is"),
        )
        .help(format!("use a /{longest} or shorter"))
        .mended(with_length(&at, cidr, longest));
    report.add(if refused {
        finding.refused(
            By::KubeApiServer,
            "error determining service IP ranges for primary service cidr: the service cluster IP range must be at least 8 IP addresses",
        )
    } else {
        finding.refused(By::Gardenlet, "cannot compute IP with offset 10 - subnet too small")
    });
}
