//! `bits-exhausted`: what is planned fits, and what is reserved does not.

use super::super::words::{pool_field, pool_text};
use super::super::{Check, Context, Report, Rule};
use crate::addr::Signed;
use crate::diag::{Finding, Severity};
use crate::engine::{Outcome, Pool, PoolKey};
use crate::source::{Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "bits-exhausted",
    summary: "there is room for what is planned, and not for what is reserved beside it",
    why: "A reserve is a promise that as many more fit one day. If planned and reserved blocks together are more than the \
          bits of the block around them can number, the promise can't be kept: the next ones would have to lie somewhere \
          else, and what is numbered once is not renumbered.",
    bad: "trellis: 1\nregions:\n  - name: a\n    v6: /36\n    blocks:\n      - {name: b, v6: /40, count: 10, reserve: 8}\n",
    good: "trellis: 1\nregions:\n  - name: a\n    v6: /36\n    blocks:\n      - {name: b, v6: /40, count: 10, reserve: 6}\n",
    covers: &[],
    sources: &[Source {
        title: "RFC 5375, section 2.4: leave room for growth in an addressing plan",
        url: "https://www.rfc-editor.org/rfc/rfc5375#section-2.4",
    }],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, key: PoolKey, pool: &Pool, report: &mut Report<'_>) {
    let Some((budget, _)) = pool
        .budget()
        .filter(|(budget, _)| budget.reserve_is_too_much())
    else {
        return;
    };
    report.add(Severity::Error, || {
        let place = Place::field(key.owner, pool_field(key).key());
        let over = match budget.free {
            Signed::Missing(over) => format!("{over} too many"),
            Signed::Left(_) => "too many".to_owned(),
        };
        let message = format!(
            "{} has room for {} × {}; {} planned and {} reserved are {over}",
            pool_text(context.plan, context.evaluation, key),
            budget.room,
            budget.length,
            budget.planned,
            budget.reserved,
        );
        let mut finding = Finding::new("bits-exhausted", Severity::Error, place, message)
            .help("reserve less, or give it more room");
        let homeless = pool
            .demands()
            .iter()
            .filter(|demand| demand.outcome == Outcome::NoRoom);
        for demand in homeless {
            finding = finding.label(
                crate::diag::Anchor::Place(Place::node(demand.node)),
                format!("`{}` has no place now", context.plan.path(demand.node)),
            );
        }
        finding
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "bits-exhausted";

    #[test]
    fn only_while_the_planned_ones_fit() {
        let plan = |count: u32, reserve: u32, more: &str| {
            format!(
                "regions:\n  - {{name: a, v6: /36, {more}blocks: [{{name: b, v6: /40, count: {count}, reserve: {reserve}}}]}}\n"
            )
        };
        let message =
            "error: `a` /36 has room for 16 × /40; 14 planned and 4 reserved are 2 too many";
        check(CODE, &plan(14, 4, ""), &[message]);
        check(CODE, &plan(14, 4, "place: sparse, "), &[message]);
        check("does-not-fit", &plan(14, 4, ""), &[]);
        check(CODE, &plan(14, 2, ""), &[]);
        check(CODE, &plan(17, 4, ""), &[]);
        check(CODE, &plan(17, 0, ""), &[]);
    }
}
