//! `seed-unknown`: a seed that the plan does not list.

use super::super::{Check, Context, Report, Rule};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::nearest::nearest;
use crate::plan::{Field, cut};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "seed-unknown",
    summary: "`seed` names a seed that `seeds` does not list",
    why: "A shoot is compared with the ranges of its seed. One that is not listed has no ranges here, so nothing is \
          compared, and an overlap shows when Gardener places the control plane.",
    bad: "trellis: 1\nseeds:\n  - {name: soil}\nseed: soli\n",
    good: "trellis: 1\nseeds:\n  - {name: soil}\nseed: soil\n",
    covers: &[],
    sources: &[Source {
        title: "gardener: docs/concepts/scheduler.md",
        url: "https://github.com/gardener/gardener/blob/master/docs/concepts/scheduler.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let Some(named) = plan.text(node, Field::Seed) else {
        return;
    };
    let seeds = plan.seeds();
    if seeds.is_empty() || seeds.iter().any(|seed| &*seed.name == named) {
        return;
    }
    report.add(Severity::Warning, || {
        let place = Place::field(node, Field::Seed.key());
        let message = format!(
            "the seed `{}` is none of `seeds`: its ranges are compared with nothing",
            cut(named)
        );
        let finding = Finding::new(RULE.code, Severity::Warning, place, message);
        match nearest(named, seeds.iter().map(|seed| &*seed.name)) {
            Some(near) => finding.help(format!("write `{}`", cut(near))).fix(Fix {
                title: format!("write `{}`", cut(near)),
                safe: false,
                changes: vec![Change {
                    node,
                    field: Field::Seed.key(),
                    to: Some(near.to_owned()),
                }],
            }),
            None => finding.help("add it to `seeds` at the top of the plan"),
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn only_where_seeds_are_listed() {
        let unknown =
            "warning: the seed `x` is none of `seeds`: its ranges are compared with nothing";
        check(
            "seed-unknown",
            "seeds: [{name: soil}]\nshoots: [{name: a, seed: x}]\n",
            &[unknown],
        );
        check("seed-unknown", "shoots: [{name: a, seed: x}]\n", &[]);
        check(
            "seed-unknown",
            "seeds: [{name: soil}]\nseed: soil\nshoots: [{name: a}]\n",
            &[],
        );
    }
}
