//! `provider-unknown`: a provider without a profile.

use super::super::{Check, Context, Report, Rule};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::nearest::nearest;
use crate::plan::Field;
use crate::profile::unplanned;
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "provider-unknown",
    summary: "no profile is known for the provider, so the plan is taken as any provider's",
    why: "What a cloud offers and forbids stands in its profile. Without one the generic profile is used, which offers \
          every length and forbids nothing, so a plan that looks sound may be refused by the cloud.",
    bad: "trellis: 1\nprovider: awz\n",
    good: "trellis: 1\nprovider: aws\n",
    covers: &[],
    sources: &[Source {
        title: "Gardener: extensions, with the list of infrastructure providers",
        url: "https://github.com/gardener/gardener/blob/master/extensions/README.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let profiles = context.evaluation.profiles();
    let Some(name) = context
        .plan
        .text(node, Field::Provider)
        .filter(|name| profiles.find(name).is_none())
    else {
        return;
    };
    report.add(Severity::Warning, || {
        if let Some(other) = unplanned(name) {
            let message = format!(
                "`{name}` is {}, which trellis has no profile of: it is planned as `generic`, which forbids nothing",
                other.title
            );
            let mut finding = finding(node, message);
            finding.sources.push(other.source);
            return match other.meant {
                Some(meant) => finding
                    .help(format!("write `{meant}` if that is meant: it is another provider"))
                    .fix(write(node, meant)),
                None => finding.help(format!("write a profile of it: trellis explain {name}")),
            };
        }
        let known = profiles.names();
        let message = format!(
            "there is no profile of `{name}`: it is planned as `generic`, which forbids nothing"
        );
        let finding = finding(node, message).help(format!("write one of {}", known.join(", ")));
        match nearest(name, known.iter().copied()) {
            Some(near) => finding.fix(write(node, near)),
            None => finding,
        }
    });
}

fn finding(node: NodeId, message: String) -> Finding {
    let place = Place::field(node, Field::Provider.key());
    Finding::new("provider-unknown", Severity::Warning, place, message)
}

fn write(node: NodeId, name: &str) -> Fix {
    Fix {
        title: format!("write `{name}`"),
        safe: false,
        changes: vec![Change {
            node,
            field: Field::Provider.key(),
            to: Some(name.to_owned()),
        }],
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn once_where_it_is_said() {
        let message = "warning: there is no profile of `moon`: it is planned as `generic`, which forbids nothing";
        check(
            "provider-unknown",
            "blocks: [{name: a, provider: moon, blocks: [{name: b}, {name: c}]}]\n",
            &[message],
        );
        check("provider-unknown", "provider: generic\n", &[]);
        check("provider-unknown", "provider: null\n", &[]);
    }

    #[test]
    fn metal_is_metal_stack() {
        check(
            "provider-unknown",
            "provider: metal\n",
            &[
                "warning: `metal` is metal-stack, which trellis has no profile of: it is planned as `generic`, which forbids nothing",
            ],
        );
        check(
            "provider-unknown",
            "provider: hcloud\n",
            &[
                "warning: `hcloud` is Hetzner Cloud, which trellis has no profile of: it is planned as `generic`, which forbids nothing",
            ],
        );
        check(
            "provider-unknown",
            "provider: equinixmetal\n",
            &[
                "warning: `equinixmetal` is Equinix Metal, which trellis has no profile of: it is planned as `generic`, which forbids nothing",
            ],
        );
        check("provider-unknown", "provider: ironcore-metal\n", &[]);
        check("provider-unknown", "provider: gom\n", &[]);
    }
}
