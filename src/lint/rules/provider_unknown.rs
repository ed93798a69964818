//! `provider-unknown`: a provider without a profile.

use super::super::{Check, Context, Report, Rule};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::nearest::nearest;
use crate::plan::Field;
use crate::profile::{builtin, names};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "provider-unknown",
    summary: "no profile is known for the provider, so the plan is taken as any provider's",
    why: "What a cloud offers and forbids stands in its profile. Without one the generic profile is used, which offers \
          every length and forbids nothing, so a plan that looks sound may be refused by the cloud.",
    bad: "trellis: 1\nprovider: awz\n",
    good: "trellis: 1\nprovider: aws\n",
    sources: &[Source {
        title: "Gardener: extensions, with the list of infrastructure providers",
        url: "https://github.com/gardener/gardener/blob/master/extensions/README.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let field = Field::Provider;
    let Some(name) = context
        .plan
        .text(node, field)
        .filter(|name| builtin(name).is_none())
    else {
        return;
    };
    report.add(Severity::Warning, || {
        let known: Vec<&str> = names().collect();
        let finding = Finding::new(
            "provider-unknown",
            Severity::Warning,
            Place::field(node, field.key()),
            format!(
                "there is no profile of `{name}`: it is planned as `generic`, which forbids nothing"
            ),
        )
        .help(format!("write one of {}", known.join(", ")));
        match nearest(name, known.iter().copied()) {
            Some(near) => finding.fix(Fix {
                title: format!("write `{near}`"),
                safe: false,
                changes: vec![Change {
                    node,
                    field: field.key(),
                    to: Some(near.to_owned()),
                }],
            }),
            None => finding,
        }
    });
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
}
