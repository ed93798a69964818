//! `kubernetes-not-offered`: a Kubernetes version that this Gardener does not run.

use super::super::mends::set_version;
use super::super::words::{BY_ADMISSION, setting_place};
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::plan::{Field, Version};
use crate::profile::{Minor, releases};
use crate::source::{NodeId, Source};

const CODE: &str = "kubernetes-not-offered";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a Kubernetes version that this Gardener does not run",
    why: "Each release of Gardener runs a few versions of Kubernetes: it learns the new ones and drops the old ones. A \
          Shoot with one that its Gardener does not know yet is refused. One that the newest Gardener has dropped \
          still runs on a landscape that is behind, and has to be updated before that landscape is.",
    bad: "trellis: 1\nprovider: aws\nkubernetes: \"1.36\"\ngardener-version: \"1.140\"\n",
    good: "trellis: 1\nprovider: aws\nkubernetes: \"1.35\"\ngardener-version: \"1.140\"\n",
    covers: &[],
    sources: &[Source {
        title: "Gardener: supported Kubernetes versions",
        url: "https://github.com/gardener/gardener/blob/master/docs/usage/shoot-operations/supported_k8s_versions.md",
    }],
    check: Check::Node(check),
};

/// Looks where one of the settings is said, so that it is found once and not in every shoot below.
fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let deciding = [Field::Kubernetes, Field::GardenerVersion, Field::Provider];
    if !deciding
        .iter()
        .any(|&field| context.plan.value(node, field).is_some())
    {
        return;
    }
    let settings = context.evaluation.settings(node);
    let name = settings.text(context.plan, Field::Provider);
    let Some(kubernetes) = settings.version(context.plan, Field::Kubernetes) else {
        return;
    };
    if !name.is_some_and(|name| {
        let profile = context.evaluation.profiles().find_or_generic(name);
        profile.cluster.gardener.value
    }) {
        return;
    }
    let gardener = settings.version(context.plan, Field::GardenerVersion);
    if let Some((gardener, since)) = gardener.and_then(|gardener| too_old(gardener, kubernetes)) {
        report.add(Severity::Error, || {
            let place = setting_place(context.plan, node, Field::Kubernetes);
            let message = format!(
                "Gardener {gardener} does not run Kubernetes {}, which came with {}",
                Version::minor(kubernetes.minor),
                since.version()
            );
            let finding = Finding::new(CODE, Severity::Error, place, message)
                .about(node)
                .refused_by(BY_ADMISSION);
            let finding = match offered_by(gardener) {
                Some(offered) => finding
                    .help(format!(
                        "say Kubernetes {}, or a newer Gardener",
                        offered.version()
                    ))
                    .fix(set_version(
                        place.node,
                        Field::Kubernetes,
                        offered.version(),
                    )),
                None => finding.help("say an older Kubernetes, or a newer Gardener"),
            };
            let gardener = setting_place(context.plan, node, Field::GardenerVersion).node;
            finding.fix(set_version(
                gardener,
                Field::GardenerVersion,
                since.version(),
            ))
        });
        return;
    }
    let newest = releases().gardener.newest.value;
    let oldest = releases().gardener.oldest_kubernetes.value;
    if oldest.is_after(kubernetes) && gardener.is_none_or(|gardener| !newest.is_after(gardener)) {
        report.add(Severity::Warning, || {
            let place = setting_place(context.plan, node, Field::Kubernetes);
            let message = format!(
                "Kubernetes {} is older than {}, the oldest that Gardener {} runs",
                Version::minor(kubernetes.minor),
                oldest.version(),
                newest.version()
            );
            Finding::new(CODE, Severity::Warning, place, message)
                .about(node)
                .help("say a newer Kubernetes, or the `gardener-version` of the landscape")
                .fix(set_version(place.node, Field::Kubernetes, oldest.version()))
        });
    }
}

/// The Gardener that is too old for a version of Kubernetes, and the first that is not.
fn too_old(gardener: Version, kubernetes: Version) -> Option<(Version, Minor)> {
    let since = releases().offered_since(kubernetes)?.value.gardener;
    since.is_after(gardener).then_some((gardener, since))
}

/// The newest Kubernetes that a release of Gardener is known to run.
fn offered_by(gardener: Version) -> Option<Minor> {
    let offered = releases().offered.iter().rev();
    offered
        .map(|fact| fact.value)
        .find(|offered| !offered.gardener.is_after(gardener))
        .map(|offered| offered.kubernetes)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "kubernetes-not-offered";

    #[test]
    fn a_gardener_that_does_not_know_it_yet() {
        let plan = |kubernetes: &str, gardener: &str| {
            format!(
                "provider: aws\nkubernetes: \"{kubernetes}\"\ngardener-version: \"{gardener}\"\n"
            )
        };
        check(
            CODE,
            &plan("1.34.2", "1.131"),
            &["error: Gardener 1.131 does not run Kubernetes 1.34, which came with 1.132"],
        );
        check(CODE, &plan("1.34", "1.132"), &[]);
        check(CODE, &plan("1.33", "1.122.1"), &[]);
        check(CODE, &plan("1.31", "1.120"), &[]);
    }

    #[test]
    fn one_that_has_left() {
        check(
            CODE,
            "provider: aws\nkubernetes: \"1.31\"\nshoots: [{name: a}, {name: b}]\n",
            &["warning: Kubernetes 1.31 is older than 1.32, the oldest that Gardener 1.149 runs"],
        );
        check(CODE, "provider: generic\nkubernetes: \"1.31\"\n", &[]);
        check(CODE, "kubernetes: \"1.31\"\n", &[]);
    }
}
