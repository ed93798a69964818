//! `service-range-wide`: a service range that works, and is larger than what is served or asked for.

use super::super::mends::{set_length, set_patch};
use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{ServiceRange, Shoot, deciding};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "service-range-wide";
/// The length that the proposal names, and the most that the bitmap of every version serves (k S6).
const USUAL: u8 = 112;

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "an IPv6 service range that is larger than a /112",
    why: "Up to Kubernetes 1.33 kube-apiserver hands out the first 65,535 addresses of an IPv6 service range, whatever its \
          length, and refuses a fixed clusterIP beyond them. From 1.34 on all of a range is used, down to a /64; but with \
          exactly a /64 the patches 1.34.0 to 1.34.7 take about half of the addresses out of the /64 below, and a plan \
          that says 1.34 does not say which patch. The proposal asks for a /112 at most, and 65,535 services are more \
          than a cluster runs.",
    bad: "trellis: 1\nshoots:\n  - {name: a, services: \"v6:/96\"}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, services: \"v6:/112\"}\n",
    covers: &["k-S6", "k-S12", "k-S3"],
    sources: &[
        Source {
            title: "kubernetes: pkg/registry/core/service/ipallocator/bitmap.go, NewInMemory: 65,535 addresses of IPv6",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/ipallocator/bitmap.go",
        },
        Source {
            title: "kubernetes#134193: addresses below a /64, mended in 1.34.8",
            url: "https://github.com/kubernetes/kubernetes/pull/134193",
        },
        Source {
            title: "IPv6 for Gardener: a service-cidr larger than /112",
            url: "https://github.com/gardener/enhancements",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let Some((length, outcome)) = shoot.service_range(Family::V6) else {
        return;
    };
    let version = || deciding(shoot.version());
    match outcome {
        ServiceRange::Capped => report.add(Severity::Warning, || {
            let message = format!(
                "services {length} are served in part: Kubernetes {} hands out the first 65,535 addresses",
                version()
            );
            mend(shoot, finding(context, shoot, Severity::Warning, message))
        }),
        ServiceRange::HalfOutsideBeforePatch => report.add(Severity::Warning, || {
            let message = format!(
                "services {length} work from Kubernetes 1.34.8 on; earlier patches take about half of the addresses out \
                 of the /64 below"
            );
            mend(shoot, finding(context, shoot, Severity::Warning, message))
                .fix(set_patch(shoot))
        }),
        ServiceRange::Works if length.bits() < USUAL => report.add(Severity::Advice, || {
            let message = format!(
                "services {length} work with Kubernetes {}, and are wider than the /{USUAL} that the proposal asks for \
                 and every version serves",
                version()
            );
            mend(shoot, finding(context, shoot, Severity::Advice, message))
        }),
        ServiceRange::Works
        | ServiceRange::TooLarge { .. }
        | ServiceRange::NoAllocator
        | ServiceRange::HalfOutside
        | ServiceRange::TooSmall { .. } => {}
    }
}

fn finding(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    severity: Severity,
    message: String,
) -> Finding {
    let place = setting_place(context.plan, shoot.node, Field::Services);
    Finding::new(CODE, severity, place, message)
        .about(shoot.node)
        .help(format!("make services a /{USUAL}"))
}

fn mend(shoot: &Shoot<'_>, mut finding: Finding) -> Finding {
    let usual = Length::new(Family::V6, USUAL);
    finding
        .fixes
        .extend(usual.and_then(|usual| set_length(shoot, RangeKind::Services, Family::V6, usual)));
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
    fn served_in_part() {
        check(
            "kubernetes: \"1.33\", services: \"v6:/108\"",
            &[
                "warning: services /108 are served in part: Kubernetes 1.33 hands out the first 65,535 addresses",
            ],
        );
        check("kubernetes: \"1.33\", services: \"v6:/112\"", &[]);
        check("kubernetes: \"1.33\", services: 10.0.0.0/12", &[]);
    }

    #[test]
    fn some_patches() {
        check(
            "kubernetes: \"1.34\", services: \"v6:/64\"",
            &[
                "warning: services /64 work from Kubernetes 1.34.8 on; earlier patches take about half of the addresses \
               out of the /64 below",
            ],
        );
        check("kubernetes: \"1.34.7\", services: \"v6:/64\"", &[]);
        testing::check_fixes(
            CODE,
            "kubernetes: \"1.34\", services: \"v6:/64\"",
            &["services = v6:/112", "kubernetes = 1.34.8"],
        );
    }

    #[test]
    fn wider_than_usual() {
        let wide = |version: &str, length: &str| {
            format!(
                "advice: services {length} work with Kubernetes {version}, and are wider than the /112 that the proposal \
                 asks for and every version serves"
            )
        };
        check("services: globalIPv6/64", &[&wide("1.36", "/64")]);
        check(
            "kubernetes: \"1.34.8\", services: v6global/64",
            &[&wide("1.34.8", "/64")],
        );
        check("services: \"v6:/111\"", &[&wide("1.36", "/111")]);
        check("services: 10.0.0.0/8", &[]);
        check("services: v6global", &[]);
        check("services: \"v6:/48\"", &[]);
        check(
            "provider: aws, kubernetes: \"1.33\", services: v6global",
            &[],
        );
    }
}
