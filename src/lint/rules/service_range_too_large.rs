//! `service-range-too-large`: a service range that kube-apiserver refuses, or cannot allocate from.

use super::super::mends::{set_length, set_patch};
use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{ServiceRange, Shoot, deciding};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "service-range-too-large";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a service range larger than kube-apiserver can serve",
    why: "Up to Kubernetes 1.33 kube-apiserver keeps the whole range in one bitmap, takes 20 bits at most (/108 in IPv6, \
          /12 in IPv4) and does not start with more. From 1.34 on the check is gone and IPv6 may be as large as a /64. \
          Beyond a /64 it starts, says so in its log, and gives no service an address. With exactly a /64, 1.34.0 to \
          1.34.7 take about half of the addresses out of the /64 below. A service range is for the life of a cluster, \
          and Gardener sets no bound of its own.",
    bad: "trellis: 1\nkubernetes: \"1.33\"\nshoots:\n  - {name: a, services: v6private/64}\n",
    good: "trellis: 1\nkubernetes: \"1.33\"\nshoots:\n  - {name: a, services: v6private/112}\n",
    covers: &["g-K3", "k-S1", "k-S2", "k-S3", "a-2.2"],
    sources: &[
        Source {
            title: "kubernetes: cmd/kube-apiserver/app/options/validation.go, validateClusterIPFlags",
            url: "https://github.com/kubernetes/kubernetes/blob/v1.33.0/cmd/kube-apiserver/app/options/validation.go",
        },
        Source {
            title: "kubernetes: pkg/registry/core/service/ipallocator/ipallocator.go, NewIPAllocator",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/ipallocator/ipallocator.go",
        },
        Source {
            title: "kubernetes#134193: addresses below a /64, mended in 1.34.8",
            url: "https://github.com/kubernetes/kubernetes/pull/134193",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    for family in Family::BOTH {
        let Some((length, outcome)) = shoot.service_range(family) else {
            continue;
        };
        match outcome {
            ServiceRange::TooLarge { shortest } => report.add(Severity::Error, || {
                let literal = format!(
                    "specified --service-cluster-ip-range{} is too large; for {}-bit addresses, the mask must be >= {shortest}",
                    if shoot.is_first_of_services(family) { "" } else { "[1]" },
                    family.width()
                );
                let message = format!(
                    "services {length} are larger than /{shortest}, the largest {family} range of {}",
                    version(shoot)
                );
                mend(shoot, length, finding(context, shoot, message))
                    .refused("kube-apiserver, at start", literal)
            }),
            ServiceRange::NoAllocator => report.add(Severity::Error, || {
                let message = format!(
                    "services {length} are larger than a /64, so {} starts and can allocate none",
                    version(shoot)
                );
                let literal = format!(
                    "shortest allowed prefix length for service CIDR is 64, got {}",
                    length.bits()
                );
                mend(shoot, length, finding(context, shoot, message))
                    .refused("kube-apiserver (service IP allocator), for every service", literal)
            }),
            ServiceRange::HalfOutside => report.add(Severity::Error, || {
                let message = format!(
                    "with services {length}, {} takes about half of the addresses out of the /64 below",
                    version(shoot)
                );
                mend(shoot, length, finding(context, shoot, message)).fix(set_patch(shoot))
            }),
            ServiceRange::HalfOutsideBeforePatch
            | ServiceRange::TooSmall { .. }
            | ServiceRange::Capped
            | ServiceRange::Works => {}
        }
    }
}

fn version(shoot: &Shoot<'_>) -> String {
    format!("Kubernetes {}", deciding(shoot.version()))
}

fn finding(context: &Context<'_>, shoot: &Shoot<'_>, message: String) -> Finding {
    let place = setting_place(context.plan, shoot.node, Field::Services);
    Finding::new(CODE, Severity::Error, place, message).about(shoot.node)
}

/// A /112, which the proposal names and every version serves; in IPv4 the largest that every version takes.
fn mend(shoot: &Shoot<'_>, length: Length, finding: Finding) -> Finding {
    let family = length.family();
    let bits = match family {
        Family::V4 => 12,
        Family::V6 => 112,
    };
    let mut finding = finding.help(format!(
        "make services a /{bits}, which every version serves in full"
    ));
    finding.fixes.extend(
        Length::new(family, bits)
            .and_then(|length| set_length(shoot, RangeKind::Services, family, length)),
    );
    finding
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn up_to_1_33() {
        let old = "kubernetes: \"1.33\", services";
        check(
            &format!("{old}: globalIPv6/64"),
            &[
                "error: services /64 are larger than /108, the largest IPv6 range of Kubernetes 1.33",
            ],
        );
        check(
            &format!("{old}: 10.0.0.0/11"),
            &["error: services /11 are larger than /12, the largest IPv4 range of Kubernetes 1.33"],
        );
        check(&format!("{old}: \"v6:/108\""), &[]);
        check(&format!("{old}: v4private"), &[]);
    }

    #[test]
    fn from_1_34_on() {
        check("services: \"v6:/65\"", &[]);
        check("services: 10.0.0.0/8", &[]);
        check("services: globalIPv6/64", &[]);
        check("kubernetes: \"1.34\", services: v6global/64", &[]);
        check("kubernetes: \"1.34.8\", services: v6global/64", &[]);
        check(
            "kubernetes: \"1.34.7\", services: v6global/64",
            &[
                "error: with services /64, Kubernetes 1.34.7 takes about half of the addresses out of the /64 below",
            ],
        );
        check(
            "services: v6global/63",
            &[
                "error: services /63 are larger than a /64, so Kubernetes 1.36 starts and can allocate none",
            ],
        );
    }

    #[test]
    fn what_the_provider_assigns_is_its_own() {
        check(
            "provider: aws, kubernetes: \"1.33\", services: v6global/64",
            &[],
        );
    }

    #[test]
    fn words_and_mends() {
        testing::check_literal(
            CODE,
            "kubernetes: \"1.33\", services: \"v6:/64\"",
            Some(
                "specified --service-cluster-ip-range is too large; for 128-bit addresses, the mask must be >= 108",
            ),
        );
        testing::check_literal(
            CODE,
            "kubernetes: \"1.33\", services: [v4private, \"v6:/64\"]",
            Some(
                "specified --service-cluster-ip-range[1] is too large; for 128-bit addresses, the mask must be >= 108",
            ),
        );
        testing::check_literal(
            CODE,
            "services: \"v6:/48\"",
            Some("shortest allowed prefix length for service CIDR is 64, got 48"),
        );
        testing::check_fixes(
            CODE,
            "kubernetes: \"1.33\", services: globalIPv6/64",
            &["services = v6global/112"],
        );
        testing::check_fixes(
            CODE,
            "kubernetes: \"1.33\", services: 10.0.0.0/8",
            &["services = 10.0.0.0/12"],
        );
        testing::check_fixes(
            CODE,
            "kubernetes: \"1.34.2\", services: \"fd5a:3c1e:77a0::/64\"",
            &["services = fd5a:3c1e:77a0::/112", "kubernetes = 1.34.8"],
        );
    }
}
