//! `overlap`: two ranges share addresses where both can be seen.

mod defaults;
mod own;

use super::super::prefixes::written_place;
use super::super::words::{called, network_field, pool_text};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Prefix};
use crate::diag::{Anchor, Finding, Severity};
use crate::engine::{
    Origin, Outcome, Part, Scope, Settings, Shoot, Wish, Written, is_single, members_in_scope,
    range_field, writes,
};
use crate::plan::{Base, Kind, Plan, RangeKind};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "overlap",
    summary: "two ranges share addresses in a place where both can be seen",
    why: "An address that two networks use leads to one of them, and nobody can say to which. Global IPv6 and ULA belong \
          to one thing in the whole plan. Private IPv4 may be used again where the uses never meet: nodes in different \
          VPCs, pods under an overlay, services in different clusters; meet they do as soon as two VPCs are peered. The \
          three ranges of one shoot must differ in any case: Gardener refuses them where the cluster has IPv4, and says \
          nothing where it has IPv6 alone.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: 10.250.0.0/16, pods: 10.250.128.0/17}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: 10.250.0.0/16, pods: 100.96.0.0/11}\n",
    covers: &["g-20", "k-O1", "k-O2", "g-A4", "g-O4", "k-O3", "k-C3"],
    sources: &[
        Source {
            title: "gardener: plugin/pkg/shoot/validator/admission.go, validateShootNetworks",
            url: "https://github.com/gardener/gardener/blob/master/plugin/pkg/shoot/validator/admission.go",
        },
        Source {
            title: "RFC 1918, section 5: private addresses and merging networks",
            url: "https://www.rfc-editor.org/rfc/rfc1918#section-5",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    match context.plan.kind(node) {
        Kind::Plan => defaults::check(context, report),
        Kind::Shoot => check_shoot(context, node, report),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            for family in Family::BOTH {
                check_block(context, node, family, report);
            }
        }
    }
}

/// A range of a definition: nothing for a block's own prefix.
type Held = (NodeId, Option<RangeKind>);

fn check_block(context: &Context<'_>, node: NodeId, family: Family, report: &mut Report<'_>) {
    let (plan, evaluation) = (context.plan, context.evaluation);
    if check_written(context, node, family, report) {
        return;
    }
    let Some((key, demand)) = evaluation.demand(plan, node, Part::Block, family) else {
        return;
    };
    if let (Outcome::Taken(holder), Wish::At(prefix)) = (demand.outcome, demand.wish) {
        report.add(Severity::Error, || {
            let around = pool_text(plan, evaluation, key);
            let message = format!(
                "{prefix} overlaps {}, which is in {around} too",
                called(plan, holder)
            );
            let place = Place::field(node, network_field(family).key());
            Finding::new("overlap", Severity::Error, place, message)
                .help(format!(
                    "write {} to have a free one placed",
                    prefix.length()
                ))
                .label(
                    Anchor::Place(Place::node(holder)),
                    "has it first".to_owned(),
                )
        });
    }
}

/// Whether the prefix of a block, or a `ula`, meets an earlier one: then that is the finding.
fn check_written(
    context: &Context<'_>,
    node: NodeId,
    family: Family,
    report: &mut Report<'_>,
) -> bool {
    let written = context
        .evaluation
        .facts()
        .written_by(node)
        .iter()
        .filter(|written| written.range.is_none() && written.prefix.family() == family)
        .find(|written| earlier(context, written).next().is_some());
    let Some(written) = written else {
        return false;
    };
    report.add(Severity::Error, || {
        others(context, written, None).finding(context, written.prefix)
    });
    true
}

fn check_shoot(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    check_written(context, node, Family::V6, report);
    let settings = context.evaluation.settings(node);
    if !writes(plan, node, settings) && !draws_from_both(plan, settings) {
        return;
    }
    let shoot = context.shoot(node);
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            check_range(context, &shoot, (kind, family), report);
        }
    }
}

/// Whether ranges come out of a `ula` and out of a block: nothing keeps a person from giving both the same prefix.
fn draws_from_both(plan: &Plan, settings: &Settings) -> bool {
    let draws = |wanted: fn(&Base) -> bool| {
        RangeKind::ALL.into_iter().any(|kind| {
            settings
                .spec(plan, range_field(kind))
                .and_then(|spec| spec.of(Family::V6))
                .is_some_and(|ask| wanted(&ask.base))
        })
    };
    draws(|base| matches!(base, Base::Private6(_)))
        && draws(|base| matches!(base, Base::Global(_) | Base::Place(_)))
}

fn check_range(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    (kind, family): (RangeKind, Family),
    report: &mut Report<'_>,
) {
    let own = own::earlier(context, shoot, kind, family);
    let written = context
        .evaluation
        .facts()
        .written_by(shoot.node)
        .iter()
        .find(|written| written.range == Some(kind) && written.prefix.family() == family);
    let of_others = written.is_some_and(|written| earlier(context, written).next().is_some());
    if own.is_some() || of_others {
        report.add(Severity::Error, || {
            let mine = own.as_ref().map(|own| own.mine);
            let Some(prefix) = mine.or(written.map(|written| written.prefix)) else {
                unreachable!("invariant: what overlaps is known");
            };
            let overlaps = match written {
                Some(written) => others(context, written, own.as_ref()),
                None => Overlaps::alone((shoot.node, Some(kind)), own.as_ref()),
            };
            let finding = overlaps.finding(context, prefix);
            match own {
                Some(own) => own.refused(shoot, finding),
                None => finding,
            }
        });
    } else if let Some(written) = written.filter(|written| repeats(shoot, kind, family, written)) {
        report.add(Severity::Error, || repeated(context, written));
    }
}

/// Whether the members of a counted shoot share a range where they meet. Below counted blocks a prefix that has to be
/// the only one in the plan is the matter of `outside-parent`.
fn repeats(shoot: &Shoot<'_>, kind: RangeKind, family: Family, written: &Written) -> bool {
    let whole_run = shoot
        .range(kind, family)
        .is_some_and(|range| range.origin == Origin::Pinned);
    let among_blocks = written.scope == Scope::Plan
        && shoot
            .plan
            .parent(shoot.node)
            .is_some_and(|parent| !is_single(shoot.plan, parent));
    !whole_run && !among_blocks && members_in_scope(shoot.plan, written) > Count::ONE
}

fn repeated(context: &Context<'_>, written: &Written) -> Finding {
    let members = members_in_scope(context.plan, written);
    let place = match written.scope {
        Scope::Plan => "the plan".to_owned(),
        Scope::Vpc(vpc) => format!("the VPC {}", called(context.plan, vpc)),
    };
    let mine = (written.node, written.range);
    let message = format!(
        "{} would be the same in {members} members of {} in {place}",
        said(mine, written.prefix),
        called(context.plan, written.node),
    );
    let mut finding = Finding::new(
        "overlap",
        Severity::Error,
        at(context, mine, written.prefix),
        message,
    )
    .help("write a length to have one placed for each");
    finding.subject = written.node;
    finding
}

/// Earlier definitions in the same scope whose prefix overlaps, those that it lies in or holds apart.
fn earlier<'a>(
    context: &Context<'a>,
    written: &'a Written,
) -> impl Iterator<Item = (NodeId, Option<RangeKind>, Prefix)> + 'a {
    let (plan, evaluation) = (context.plan, context.evaluation);
    let node = written.node;
    let order = evaluation.order(node);
    evaluation
        .facts()
        .overlapping(written)
        .filter(move |(other, _, _)| evaluation.order(*other) < order)
        .filter(move |(other, _, _)| !plan.chain(node).any(|id| id == *other))
}

/// What a range overlaps: the nearest one before it, and how many more.
struct Overlaps {
    mine: Held,
    nearest: Option<(Held, Prefix)>,
    more: usize,
}

/// Past this many only that there are more is said.
const MOST: usize = 1_000;

fn others<'a>(context: &Context<'a>, written: &'a Written, own: Option<&own::Own>) -> Overlaps {
    let mut overlaps = Overlaps::alone((written.node, written.range), own);
    for (node, range, prefix) in earlier(context, written).take(MOST) {
        overlaps.more += 1;
        let key = |held: Held| (context.evaluation.order(held.0), held.1);
        let nearer = overlaps
            .nearest
            .is_none_or(|(nearest, _)| key(nearest) < key((node, range)));
        if nearer {
            overlaps.nearest = Some(((node, range), prefix));
        }
    }
    if own.is_none() {
        overlaps.more = overlaps.more.saturating_sub(1);
    }
    overlaps
}

impl Overlaps {
    /// Nothing but other ranges of the same shoot.
    fn alone(mine: Held, own: Option<&own::Own>) -> Self {
        Self {
            mine,
            nearest: own.map(|own| ((mine.0, Some(own.kind)), own.prefix)),
            more: own.map_or(0, |own| own.more),
        }
    }

    fn finding(&self, context: &Context<'_>, prefix: Prefix) -> Finding {
        let plan = context.plan;
        let ((node, range), other) = self.nearest.unwrap_or((self.mine, prefix));
        let whose = if node == self.mine.0 {
            said((node, range), other)
        } else {
            format!("{} of {}", said((node, range), other), called(plan, node))
        };
        let more = match self.more {
            0 => String::new(),
            more if more >= MOST - 1 => format!(", and at least {more} more"),
            more => format!(", and {more} more"),
        };
        let verb = if self.mine.1.is_some() {
            "overlap"
        } else {
            "overlaps"
        };
        let message = format!("{} {verb} {whose}{more}", said(self.mine, prefix));
        let mut finding = Finding::new(
            "overlap",
            Severity::Error,
            at(context, self.mine, prefix),
            message,
        )
        .help("write another prefix, or a length to have a free one placed")
        .label(
            Anchor::Place(at(context, (node, range), other)),
            format!("{other} is here first"),
        );
        finding.subject = self.mine.0;
        finding
    }
}

/// "nodes 10.250.0.0/16", or the prefix alone.
fn said((_, range): Held, prefix: Prefix) -> String {
    match range {
        Some(kind) => format!("{} {prefix}", kind.key()),
        None => prefix.to_string(),
    }
}

/// Where it is said.
fn at(context: &Context<'_>, held: Held, prefix: Prefix) -> Place {
    written_place(context.plan, held, prefix)
}

#[cfg(test)]
mod tests;
