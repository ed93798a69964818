//! `growth-margin`: less room left than the plan wants to keep.

use super::super::words::{pool_field, pool_text};
use super::super::{Check, Context, Report, Rule};
use crate::addr::Count;
use crate::diag::{Finding, Severity};
use crate::engine::{Budget, DEFAULT_GROWTH, Outcome, Part, Pool, PoolKey};
use crate::plan::{Field, RangeKind};
use crate::profile::ZoneSubnets;
use crate::source::{Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "growth-margin",
    summary: "less of a block is left than `growth` wants to keep free",
    why: "A plan is right on the day it is made and has to hold for ten years. `growth` says how many percent of each \
          block's room are to stay free of what is planned; 25 where nothing is said, for ARIN too takes an assignment \
          for full at 75 percent. Past that the next one has to go somewhere else, and nothing aggregates any more.",
    bad: "trellis: 1\nregions:\n  - {name: a, v6: /36, blocks: [{name: b, v6: /40, count: 13}]}\n",
    good: "trellis: 1\nregions:\n  - {name: a, v6: /36, blocks: [{name: b, v6: /40, count: 12}]}\n",
    covers: &["a-1.9"],
    sources: &[
        Source {
            title: "ARIN number resource policy manual, 6.5.8: the next nibble beyond 75 percent",
            url: "https://www.arin.net/participate/policy/nrpm/#six58",
        },
        Source {
            title: "RFC 6177, section 5: room for a decade",
            url: "https://www.rfc-editor.org/rfc/rfc6177#section-5",
        },
    ],
    check: Check::Pool(check),
};

const HUNDRED: Count = Count::new(100);

fn check(context: &Context<'_>, key: PoolKey, pool: &Pool, report: &mut Report<'_>) {
    let Some((budget, _)) = pool.budget() else {
        return;
    };
    let growth = context
        .evaluation
        .settings(key.owner)
        .number(context.plan, Field::Growth)
        .unwrap_or(DEFAULT_GROWTH);
    let Some(left) = budget.room.minus(budget.planned) else {
        return;
    };
    let keep = kept(budget.room, growth);
    let tight = budget.room > Count::ONE && left < keep;
    if !tight
        || is_roomy(pool, growth)
        || budget.reserve_is_too_much()
        || is_broken(pool)
        || is_layout(context, pool)
    {
        return;
    }
    report.add(Severity::Warning, || {
        let place = Place::field(key.owner, pool_field(key).key());
        let message = message(context, key, &budget, growth);
        let most = budget.room.minus(keep).unwrap_or(Count::ZERO);
        Finding::new("growth-margin", Severity::Warning, place, message).help(format!(
            "plan {most} at the most, give it more room, or say a smaller `growth`"
        ))
    });
}

/// Whether enough is free all the same: where children are of several lengths, a large one that small ones have
/// touched counts as taken, and most of it may be free.
fn is_roomy(pool: &Pool, growth: Count) -> bool {
    let mixed = pool.budget().is_some_and(|(_, others)| !others.is_empty());
    let sizes = pool
        .free()
        .gaps()
        .map(|gap| Count::new(gap.last - gap.first).plus(Count::ONE));
    let free = sizes
        .flatten()
        .try_fold(Count::ZERO, Count::plus)
        .unwrap_or(Count::MAX);
    let whole =
        Count::power_of_two(128 - u32::from(pool.ground.length.bits())).unwrap_or(Count::MAX);
    mixed && free >= kept(whole, growth)
}

fn message(context: &Context<'_>, key: PoolKey, budget: &Budget, growth: Count) -> String {
    let left = budget.room.minus(budget.planned).unwrap_or(Count::ZERO);
    let keep = kept(budget.room, growth);
    format!(
        "{} has room for {} × {}, and {} are planned: {left} stay free, and `growth` ({growth} percent) keeps {keep}",
        pool_text(context.plan, context.evaluation, key),
        budget.room,
        budget.length,
        budget.planned,
    )
}

/// So many percent of a room, rounded up. Beyond 2^128 it is as much as there can be.
fn kept(room: Count, percent: Count) -> Count {
    let exact = || {
        let whole = room.over(HUNDRED)?;
        let rest = room.minus(whole.times(HUNDRED)?)?;
        whole
            .times(percent)?
            .plus(rest.times(percent)?.over_up(HUNDRED)?)
    };
    exact().unwrap_or(Count::MAX)
}

/// Whether something in it has no place: that is what has to be mended then.
fn is_broken(pool: &Pool) -> bool {
    pool.demands()
        .iter()
        .any(|demand| matches!(demand.outcome, Outcome::NoRoom | Outcome::TooLarge))
}

/// Whether it holds nothing but the subnets that a provider lays out by itself.
fn is_layout(context: &Context<'_>, pool: &Pool) -> bool {
    pool.demands().iter().all(|demand| {
        demand.part == Part::Range(RangeKind::Nodes)
            && matches!(
                context
                    .evaluation
                    .shoot(context.plan, demand.node)
                    .profile
                    .network
                    .zone_subnets_v6
                    .value,
                ZoneSubnets::Numbered { .. }
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::check;

    const CODE: &str = "growth-margin";

    #[test]
    fn a_large_unit_that_small_children_touch_is_not_full() {
        let plan = |small: &str| {
            format!(
                "blocks: [{{name: a, v4: /16, blocks: [{{name: b, v4: /17}}, {{name: c, v4: {small}}}]}}]\n"
            )
        };
        check("growth-margin", &plan("/24"), &[]);
        check("growth-margin", &plan("/18"), &[]);
        check(
            "growth-margin",
            &plan("/17"),
            &[
                "warning: `a` /16 has room for 2 × /17, and 2 are planned: 0 stay free, and `growth` (25 percent) keeps 1",
            ],
        );
    }

    #[test]
    fn percent_are_exact() {
        for (room, percent, expected) in [
            (16, 25, 4),
            (2, 25, 1),
            (16, 0, 0),
            (16, 100, 16),
            (16, 1000, 160),
            (10, 15, 2),
        ] {
            let kept = kept(Count::new(room), Count::new(percent));
            assert_eq!(kept, Count::new(expected), "{percent} percent of {room}");
        }
        let quarter = Count::power_of_two(126).expect("a power");
        assert_eq!(kept(Count::MAX, DEFAULT_GROWTH), quarter);
        assert_eq!(kept(Count::MAX, Count::new(1000)), Count::MAX);
    }

    #[test]
    fn what_is_planned_against_what_is_to_stay() {
        let plan = |count: u32, more: &str| {
            format!(
                "regions: [{{name: a, v6: /36, {more}blocks: [{{name: b, v6: /40, count: {count}}}]}}]\n"
            )
        };
        check(CODE, &plan(12, ""), &[]);
        check(
            CODE,
            &plan(1, "growth: 95, "),
            &[
                "warning: `a` /36 has room for 16 × /40, and 1 are planned: 15 stay free, and `growth` (95 percent) keeps 16",
            ],
        );
        check(CODE, &plan(16, "growth: 0, "), &[]);
        check(CODE, &plan(17, ""), &[]);
        check(
            CODE,
            "regions: [{name: a, v6: /36, blocks: [{name: b, v6: /36}]}]\n",
            &[],
        );
    }

    #[test]
    fn not_what_a_provider_lays_out() {
        let plan = |provider: &str| {
            format!(
                "provider: {provider}\nmanifest-fields: {{ipv6-ipam-pool: p}}\nvpcs: [{{name: a, v6: /62, shoots: [{{name: b, nodes: v6global/64}}]}}]\n"
            )
        };
        check(CODE, &plan("aws"), &[]);
        check(CODE, &plan("generic").replace("/64", "/63"), &[]);
    }

    #[test]
    fn a_ula_of_several_prefixes_has_room_in_each() {
        let plan = |shoots: u32| {
            format!(
                "ula: [\"fd5a:3c1e:77a0::/63\", \"fd11:2233:4455::/63\"]\nshoots: [{{name: a, count: {shoots}, nodes: v6private/64}}]\n"
            )
        };
        check(CODE, &plan(3), &[]);
        check("does-not-fit", &plan(4), &[]);
        check(
            CODE,
            &plan(4),
            &[
                "warning: the ula of the plan has room for 4 × /64, and 4 are planned: 0 stay free, and `growth` (25 percent) keeps 1",
            ],
        );
    }
}
