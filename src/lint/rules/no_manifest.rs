//! `no-manifest`: a provider that Gardener does not have, so that no Shoot can be written.

use super::super::provider::profile_of;
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::plan::Field;
use crate::profile::{builtin, names};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "no-manifest",
    summary: "a provider that Gardener does not have: all is planned and checked, and no Shoot is written",
    why: "A Shoot is written for one of Gardener's providers: each has an infrastructureConfig of its own, lengths that it \
          offers, and families that its clusters can have. `generic` is a network without any of that, good for cutting \
          a prefix before anybody has decided where clusters run. It is best decided early: AWS has VPCs of /56 alone, \
          and no more than AWS, IronCore on metal and the local provider have clusters of IPv6 alone.",
    bad: "trellis: 1\nprovider: generic\n",
    good: "trellis: 1\nprovider: aws\n",
    covers: &["g-18"],
    sources: &[Source {
        title: "gardener: extensions/README.md, the extensions for infrastructure providers",
        url: "https://github.com/gardener/gardener/blob/master/extensions/README.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let Some(said) = plan
        .value(node, Field::Provider)
        .and_then(|value| value.as_text())
    else {
        return;
    };
    let profile = profile_of(context, node);
    let is_it = profile.name == said || profile.aliases.iter().any(|alias| alias == said);
    if profile.cluster.gardener.value || !is_it {
        return;
    }
    report.add(Severity::Advice, || {
        let place = Place::field(node, Field::Provider.key());
        let message =
            format!("Gardener has no provider {said}: what is planned so is exported as no Shoot");
        let gardeners = names()
            .filter(|name| builtin(name).is_some_and(|profile| profile.cluster.gardener.value));
        let gardeners: Vec<&str> = gardeners.collect();
        Finding::new("no-manifest", Severity::Advice, place, message).help(format!(
            "name the provider that clusters will run on, before lengths are chosen: {}",
            gardeners.join(", ")
        ))
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn generic_where_it_is_said() {
        check(
            "no-manifest",
            "provider: generic\nregions: [{name: a, provider: aws}, {name: b, provider: generic}]\n",
            &[
                "advice: Gardener has no provider generic: what is planned so is exported as no Shoot",
                "advice: Gardener has no provider generic: what is planned so is exported as no Shoot",
            ],
        );
        check("no-manifest", "provider: nowhere\n", &[]);
        check("no-manifest", "regions: [{name: a}]\n", &[]);
    }
}
