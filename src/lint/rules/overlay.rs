//! `overlay`: an overlay network where there is none to be had, or none to be wanted.

use super::super::words::{BY_EXTENSION, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Change, Finding, Fix, Severity};
use crate::plan::Field;
use crate::profile::{Fact, Overlay};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "overlay",
    summary: "an overlay network that the provider refuses, or that IPv6 has no use for",
    why: "An overlay wraps the packets of pods so that the network around sees nodes alone. Where pods have IPv6 addresses that \
          are routed there is nothing to hide, and AWS, Google Cloud and OpenStack want native routing; AWS and Google Cloud \
          refuse a manifest that says otherwise. Azure refuses calico's overlay with IPv4 too.",
    bad: "trellis: 1\nprovider: azure\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private, overlay: true}\n",
    good: "trellis: 1\nprovider: azure\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private, overlay: false}\n",
    covers: &["g-A9", "g-G3", "g-Z1"],
    sources: &[
        Source {
            title: "gardener-extension-provider-azure: pkg/apis/azure/validation/shoot.go, ValidateNetworking",
            url: "https://github.com/gardener/gardener-extension-provider-azure/blob/master/pkg/apis/azure/validation/shoot.go",
        },
        Source {
            title: "Gardener: guides/networking, IPv6 support overview",
            url: "https://github.com/gardener/documentation/blob/master/website/documentation/guides/networking/ipv6-support-overview.md",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    if shoot.settings.flag(shoot.plan, Field::Overlay) != Some(true) || shoot.mode().is_none() {
        return;
    }
    let name = &shoot.profile.name;
    let cluster = &shoot.profile.cluster;
    let (severity, fact, message) = if shoot.has(Family::V6) {
        match cluster.overlay_v6.value {
            Overlay::Allowed => (
                Severity::Warning,
                &cluster.overlay_v6,
                "overlay is on, and IPv6 pods are routed as they are".to_owned(),
            ),
            Overlay::Refused | Overlay::RefusedWithCalico => (
                Severity::Error,
                &cluster.overlay_v6,
                format!("overlay is on, and {name} refuses it with IPv6"),
            ),
        }
    } else if cluster.overlay_v4.value.refuses(shoot.cni()) {
        let message = format!("overlay is on, and {name} refuses it with {}", shoot.cni());
        (Severity::Error, &cluster.overlay_v4, message)
    } else {
        return;
    };
    report.add(severity, || {
        finding(context, subject, fact, (severity, message))
    });
}

fn finding(
    context: &Context<'_>,
    subject: &Subject<'_>,
    fact: &'static Fact<Overlay>,
    (severity, message): (Severity, String),
) -> Finding {
    let shoot = &subject.shoot;
    let place = setting_place(context.plan, shoot.node, Field::Overlay);
    let fix = Fix {
        title: "write `overlay: false`".to_owned(),
        safe: false,
        changes: vec![Change {
            node: place.node,
            field: Field::Overlay.key(),
            to: Some("false".to_owned()),
        }],
    };
    let mut finding = Finding::new("overlay", severity, place, message)
        .about(shoot.node)
        .help("route natively: `overlay: false`")
        .fix(fix);
    finding.sources.push(shoot.profile.source(fact));
    if severity == Severity::Error {
        finding = finding.refused_by(BY_EXTENSION);
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_shoot;

    #[test]
    fn by_family_provider_and_plugin() {
        let check = |fields: &str, expected: &[&str]| check_shoot("overlay", fields, expected);
        check(
            "provider: azure, overlay: true, nodes: v4private",
            &["error: overlay is on, and azure refuses it with calico"],
        );
        check(
            "provider: azure, overlay: true, cni: cilium, nodes: v4private",
            &[],
        );
        check("provider: azure, nodes: v4private", &[]);
        check("provider: aws, overlay: true, nodes: v4private", &[]);
        check(
            "provider: aws, overlay: true, nodes: v6global",
            &["error: overlay is on, and aws refuses it with IPv6"],
        );
        check(
            "provider: gcp, overlay: true, nodes: [v4private, v6global]",
            &["error: overlay is on, and gcp refuses it with IPv6"],
        );
        check(
            "overlay: true, nodes: v6global",
            &["warning: overlay is on, and IPv6 pods are routed as they are"],
        );
    }
}
