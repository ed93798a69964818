//! `does-not-fit`: no room in the pool around it.

#[cfg(test)]
mod tests;

use super::super::words::{bits, network_field, pool_field, pool_text, setting_place, wanted};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Length};
use crate::diag::{Anchor, Change, Finding, Fix, Severity};
use crate::engine::{Demand, Outcome, Part, Pool, PoolKey, PoolKind, Wish, range_field};
use crate::plan::{Field, Kind, Meaning, RangeKind};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "does-not-fit",
    summary: "the block around it has no room for it",
    why: "A run with its reserve takes one span of its pool, so that it can be written as one route and one access list. \
          What has no room gets no prefix at all, and neither does anything in it; the blocks beside it are placed as if \
          it were not there. Lengths are chosen once: a larger block around it has to be found before the first cluster \
          is made.",
    bad: "trellis: 1\nregions:\n  - name: a\n    v6: /44\n    vpcs:\n      - {name: b, v6: /48, count: 200, reserve: 56}\n",
    good: "trellis: 1\nregions:\n  - name: a\n    v6: /40\n    vpcs:\n      - {name: b, v6: /48, count: 136, reserve: 56}\n",
    covers: &[],
    sources: &[
        Source {
            title: "RFC 4632, section 3.1: a prefix of length N has 2^(M-N) prefixes of length M",
            url: "https://www.rfc-editor.org/rfc/rfc4632#section-3.1",
        },
        Source {
            title: "RFC 3531: a flexible method for managing the assignment of bits",
            url: "https://www.rfc-editor.org/rfc/rfc3531",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    match context.plan.kind(node) {
        Kind::Plan => {}
        Kind::Shoot => {
            let shoot = context.shoot(node);
            for kind in RangeKind::ALL {
                for family in Family::BOTH {
                    let Some(range) = shoot.range(kind, family) else {
                        continue;
                    };
                    let part = Part::Range(kind);
                    // What is placed wants something of the pool that it is placed in.
                    let placed = range.pool.and_then(|key| {
                        let order = context.evaluation.order(node);
                        Some((key, context.evaluation.pool(key)?.demand(order, part)?))
                    });
                    if let Some(wanted) = placed {
                        check_demand(context, wanted, family, report);
                    } else if range.written.is_some() || kind == RangeKind::Nodes {
                        // What is neither placed nor written wants nothing; nodes may share a flat block.
                        check_part(context, (node, part, family), report);
                    }
                }
            }
        }
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            for family in Family::BOTH {
                check_part(context, (node, Part::Block, family), report);
                check_counted(context, node, family, report);
            }
        }
    }
}

fn check_part(
    context: &Context<'_>,
    (node, part, family): (NodeId, Part, Family),
    report: &mut Report<'_>,
) {
    if let Some(wanted) = context.evaluation.demand(context.plan, node, part, family) {
        check_demand(context, wanted, family, report);
    }
}

fn check_demand(
    context: &Context<'_>,
    (key, demand): (PoolKey, &Demand),
    family: Family,
    report: &mut Report<'_>,
) {
    let Some(pool) = context.evaluation.pool(key) else {
        return;
    };
    let homeless = match demand.outcome {
        Outcome::TooLarge => true,
        Outcome::NoRoom => !pool.is_exhausted_by_reserves(),
        Outcome::Counted => demand.length.bits() < pool.ground.length.bits(),
        Outcome::Pending | Outcome::Placed(_) | Outcome::Outside | Outcome::Taken(_) => false,
    };
    if homeless {
        report.add(Severity::Error, || {
            let case = Case {
                context,
                key,
                pool,
                demand,
            };
            case.finding(family)
        });
    }
}

/// What the infrastructure hands out of a block, more of it than there is: the nodes of all shoots in a flat block,
/// and the subnets of a VPC that nobody pins.
fn check_counted(context: &Context<'_>, node: NodeId, family: Family, report: &mut Report<'_>) {
    let Some(pool) = context.evaluation.block_pool(node, family) else {
        return;
    };
    let Some((budget, _)) = pool
        .budget()
        .filter(|(budget, _)| budget.planned > budget.room && pool.has_counted())
    else {
        return;
    };
    let key = PoolKey {
        owner: node,
        kind: PoolKind::of(family),
    };
    report.add(Severity::Error, || {
        let message = format!(
            "{} × {} for the nodes in it need {}; {} has {}: {} short",
            budget.planned,
            budget.length,
            bits(budget.planned.bits_needed()),
            pool_text(context.plan, context.evaluation, key),
            budget.given,
            bits(
                budget
                    .planned
                    .bits_needed()
                    .saturating_sub(u32::from(budget.given))
            ),
        );
        let place = Place::field(node, pool_field(key).key());
        Finding::new("does-not-fit", Severity::Error, place, message)
            .help("give the block more room, or plan fewer nodes")
    });
}

/// One demand that has no place.
struct Case<'a> {
    context: &'a Context<'a>,
    key: PoolKey,
    pool: &'a Pool,
    demand: &'a Demand,
}

impl Case<'_> {
    fn finding(&self, family: Family) -> Finding {
        let (context, demand) = (self.context, self.demand);
        let field = match demand.part {
            Part::Block => network_field(family),
            Part::Range(kind) => range_field(kind),
        };
        let place = match demand.part {
            Part::Block => Place::field(demand.node, field.key()),
            Part::Range(_) => setting_place(context.plan, demand.node, field),
        };
        let missing = self.missing();
        let mut finding = Finding::new(
            "does-not-fit",
            Severity::Error,
            place,
            self.message(missing),
        );
        finding.subject = demand.node;
        let owner = Place::field(self.key.owner, pool_field(self.key).key());
        let mut finding = finding.help(self.help(missing)).label(
            Anchor::Place(owner),
            format!("a {} is given here", self.pool.ground.length),
        );
        finding.fixes.extend(self.larger());
        finding
    }

    /// What would make room, with the lengths.
    fn help(&self, missing: Option<u32>) -> String {
        let owner = self.context.plan.path(self.key.owner);
        let around = match self.enough().first() {
            Some(enough) => format!("give `{owner}` a {enough}"),
            None => "give the block around it more room".to_owned(),
        };
        if self.pool.ground.order.is_some() {
            return "plan fewer, or move what lies in between".to_owned();
        }
        match (self.fills(), missing) {
            (Some(other), _) => {
                let (length, path) = (other.length, self.context.plan.path(other.node));
                match other.part {
                    Part::Range(kind) => format!(
                        "the {} of `{path}` take all of that {length}: make that range smaller, or {around}",
                        kind.key()
                    ),
                    Part::Block => {
                        format!("`{path}` takes all of that {length}: make it smaller, or {around}")
                    }
                }
            }
            (None, Some(_)) => format!("make it smaller, plan fewer, or {around}"),
            (None, None) => format!("plan fewer, move what lies in between, or {around}"),
        }
    }

    /// What takes all of the pool.
    fn fills(&self) -> Option<&Demand> {
        let ground = self.pool.ground.length;
        let mut demands = self.pool.demands().iter();
        demands.find(|other| {
            other.length == ground
                && other.key() != self.demand.key()
                && matches!(other.outcome, Outcome::Placed(_))
        })
    }

    /// The lengths of the pool that would hold all of it: one that ends with a digit first, where the plan keeps digits
    /// whole.
    fn enough(&self) -> Vec<Length> {
        let ground = self.pool.ground.length;
        let Some(least) = self.least() else {
            return Vec::new();
        };
        let (plan, owner) = (self.context.plan, self.key.owner);
        let settings = self.context.evaluation.settings(owner);
        let keeps_digits = least.family() == Family::V6
            && crate::engine::enclosing_pool(plan, owner, self.key.kind).is_some()
            && settings.text(plan, Field::Alignment) != Some("bit");
        let mut lengths = vec![least];
        if keeps_digits {
            lengths.insert(0, least.at_digit());
        }
        lengths.dedup();
        lengths.retain(|&length| length < ground);
        lengths
    }

    /// The longest length of the pool that would hold all that it is asked for.
    fn least(&self) -> Option<Length> {
        let ground = self.pool.ground.length;
        let alone = self.missing().and_then(|missing| {
            let bits = ground.bits().checked_sub(u8::try_from(missing).ok()?)?;
            Length::new(ground.family(), bits)
        });
        if self.pool.ground.prefixes.len() > 1 {
            return alone;
        }
        let all = self.pool.length_for_all().filter(|&all| all < ground);
        [alone, all].into_iter().flatten().min()
    }

    /// The bits that it needs by itself beyond what the pool has.
    fn missing(&self) -> Option<u32> {
        let given =
            i64::from(self.demand.length.bits()) - i64::from(self.pool.ground.length.bits());
        let missing = i64::from(self.span().bits_needed()) - given;
        u32::try_from(missing).ok().filter(|&missing| missing > 0)
    }

    fn span(&self) -> Count {
        self.demand
            .blocks
            .plus(self.demand.reserve)
            .unwrap_or(Count::MAX)
    }

    fn message(&self, missing: Option<u32>) -> String {
        let (demand, pool) = (self.demand, self.pool);
        let around = pool_text(self.context.plan, self.context.evaluation, self.key);
        let what = match demand.part {
            Part::Block => String::new(),
            Part::Range(kind) => format!("{}: ", kind.key()),
        };
        let what = what + &wanted(demand.blocks, demand.reserve, demand.length);
        let given = u32::from(
            demand
                .length
                .bits()
                .saturating_sub(pool.ground.length.bits()),
        );
        if demand.length.bits() < pool.ground.length.bits() {
            let short = missing.unwrap_or_default();
            return format!("{what} is larger than {around}: {} short", bits(short));
        }
        if let Some(missing) = missing {
            let needed = bits(self.span().bits_needed());
            let verb = if self.span() == Count::ONE {
                "needs"
            } else {
                "need"
            };
            return format!(
                "{what} {verb} {needed}; {around} has {given}: {} short",
                bits(missing)
            );
        }
        match demand.wish {
            Wish::At(prefix) if pool.ground.order.is_some() => format!(
                "{prefix} is written, and {around} orders its children by RFC 3531, where only lengths have a place"
            ),
            Wish::At(prefix) => format!("{what} from {prefix} on run past the end of {around}"),
            Wish::Anywhere | Wish::Counted if pool.ground.order.is_some() => {
                self.sparse(&what, &around)
            }
            Wish::Anywhere | Wish::Counted => {
                let gap = pool.largest_gap(demand.length);
                let left = if gap.is_zero() {
                    format!("has no {} left", demand.length)
                } else {
                    format!(
                        "has {} left side by side",
                        wanted(gap, Count::ZERO, demand.length)
                    )
                };
                format!("{what} {} no place: {around} {left}", has(self.span()))
            }
        }
    }

    /// RFC 3531 orders blocks of one length.
    fn sparse(&self, what: &str, around: &str) -> String {
        let unit = self
            .pool
            .demands()
            .iter()
            .find(|demand| demand.wish == Wish::Anywhere)
            .map_or(self.demand.length, |demand| demand.length);
        if unit == self.demand.length {
            let room = u32::from(unit.bits() - self.pool.ground.length.bits());
            let room = Count::power_of_two(room).unwrap_or(Count::MAX);
            format!(
                "{what} {} no place behind what {around} has placed of {room}",
                has(self.span())
            )
        } else {
            format!(
                "{what} {} no place: {around} orders its children by RFC 3531, and the first is a {unit}",
                has(self.span())
            )
        }
    }

    /// The pool large enough, where only its length is said and the block around it can hold that.
    fn larger(&self) -> Vec<Fix> {
        let (plan, owner) = (self.context.plan, self.key.owner);
        let field = pool_field(self.key);
        let Some(Meaning::Length(_)) = plan.meaning(owner, field) else {
            return Vec::new();
        };
        let demand =
            self.context
                .evaluation
                .demand(plan, owner, Part::Block, self.key.kind.family());
        let around =
            demand.and_then(|(key, demand)| Some((self.context.evaluation.pool(key)?, demand)));
        let holds =
            |length: &Length| around.is_none_or(|(pool, demand)| pool.would_hold(demand, *length));
        let larger = self.enough().into_iter().filter(holds);
        let fix = |larger: Length| Fix {
            title: format!("give `{}` a {larger}", plan.path(owner)),
            safe: false,
            changes: vec![Change {
                node: owner,
                field: field.key(),
                to: Some(larger.to_string()),
            }],
        };
        larger.map(fix).collect()
    }
}

fn has(span: Count) -> &'static str {
    if span == Count::ONE { "has" } else { "have" }
}
