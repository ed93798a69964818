//! `no-zones`: a cluster whose manifest must name the zones of its nodes, where the plan says none.

use super::super::{Check, Context, Report, Rule, Subject};
use crate::diag::{Finding, Severity};
use crate::plan::Field;
use crate::source::{Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "no-zones",
    summary: "no zone is said, and a manifest for this provider must name those of its workers",
    why: "Workers live in zones, and the manifest names them: the extension refuses one that does not. Until the plan says \
          them one zone is counted, so that a cluster over three needs more than is shown where each zone has a subnet of \
          its own. Zones are said once for all that lies in a block; an export refuses a cluster without.",
    bad: "trellis: 1\nprovider: gcp\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private}\n",
    good: "trellis: 1\nprovider: gcp\nnode-zones: [europe-west1-b]\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private}\n",
    covers: &["g-A8", "g-G6", "g-L4"],
    sources: &[Source {
        title: "gardener-extension-provider-gcp: pkg/apis/gcp/validation/shoot.go, ValidateWorkers",
        url: "https://github.com/gardener/gardener-extension-provider-gcp/blob/master/pkg/apis/gcp/validation/shoot.go",
    }],
    check: Check::Shoot(check),
};

fn check(_: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let Some(example) = &shoot.profile.zone_example else {
        return;
    };
    if !shoot.zones().is_empty() || shoot.families.is_empty() {
        return;
    }
    report.add(Severity::Advice, || {
        let place = Place::field(shoot.node, Field::NodeZones.key());
        let message = format!(
            "no zone is said, so one is counted, and a manifest for {} must name them",
            shoot.profile.name
        );
        Finding::new("no-zones", Severity::Advice, place, message).help(format!(
            "write `node-zones: [{example}]`, here or in a block around it"
        ))
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, findings};

    const CODE: &str = "no-zones";

    #[test]
    fn each_provider_has_zones_of_its_own_form() {
        for (provider, zone) in [
            ("aws", Some("eu-central-1a")),
            ("gcp", Some("europe-west1-b")),
            ("openstack", Some("europe-1a")),
            ("alicloud", Some("cn-hangzhou-b")),
            ("ironcore-metal", Some("a")),
            ("azure", None),
            ("ironcore", None),
            ("local", None),
            ("generic", None),
        ] {
            let plan = format!(
                "trellis: 1\nprovider: {provider}\nshoots: [{{name: a, nodes: \"v4:/20\"}}]\n"
            );
            let findings = findings(&plan);
            let found = findings.iter().find(|finding| finding.code == CODE);
            let help = found.and_then(|finding| finding.help.as_deref());
            let expected = zone
                .map(|zone| format!("write `node-zones: [{zone}]`, here or in a block around it"));
            assert_eq!(help, expected.as_deref(), "{provider}");
        }
    }

    #[test]
    fn zones_are_said_above_too() {
        check(
            CODE,
            "provider: aws\nregions: [{name: r, node-zones: [x], shoots: [{name: a, nodes: \"v4:/20\"}]}]\n",
            &[],
        );
        check(
            CODE,
            "provider: aws\nshoots: [{name: a, nodes: \"v4:/20\"}]\n",
            &["advice: no zone is said, so one is counted, and a manifest for aws must name them"],
        );
    }
}
