//! What is shown as somebody's prefix is found again as theirs, in plans made by chance.

use std::fmt::Write as _;

use trellis::addr::{Family, Length, Prefix};
use trellis::document::Document;
use trellis::engine::{Located, Member, Place};
use trellis::plan::{Date, Kind, RangeKind};
use trellis::source::NodeId;

use crate::support::chance::Chance;
use crate::support::plans::plan;

/// Whether some chain goes through that place with that prefix, and through no other member than those.
fn leads_there(
    located: &Located,
    node: NodeId,
    place: Place,
    prefix: Prefix,
    members: &[Member],
) -> bool {
    located.holders.iter().any(|holder| {
        let linked = holder.links.iter().any(|link| {
            let is_zone = matches!(link.place, Place::NodeZone(_));
            link.node == node
                && link.prefix == Some(prefix)
                && (link.place == place || is_zone && place == Place::Range(RangeKind::Nodes))
        });
        let same = |member: &Member| {
            let mut own = members.iter().filter(|own| own.node == member.node);
            own.all(|own| own.index == member.index)
        };
        linked && holder.members.iter().all(same)
    })
}

#[test]
fn every_prefix_is_found_again() {
    let mut found = 0;
    for seed in 0..60 {
        let text = plan(seed);
        let today = Date::parse("2026-11-22").expect("a day");
        let document = Document::new(text.clone(), today);
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let mut chance = Chance::new(seed);
        for node in plan.walk().filter(|&node| node != NodeId::ROOT) {
            let members: Vec<Member> = plan
                .chain(node)
                .filter(|&id| plan.is_counted(id))
                .map(|id| {
                    let count = usize::try_from(plan.count(id).saturating()).unwrap_or(1);
                    let index = u128::try_from(chance.below(count)).expect("a small number");
                    Member { node: id, index }
                })
                .collect();
            for family in Family::BOTH {
                let mut known: Vec<(Place, Prefix)> = Vec::new();
                let block = evaluation.block_prefix(plan, node, family, &members);
                known.extend(block.map(|prefix| (Place::Definition, prefix)));
                if plan.kind(node) == Kind::Shoot {
                    let shoot = evaluation.shoot(plan, node);
                    for kind in RangeKind::ALL {
                        // In a flat block nobody knows whose a node is.
                        if kind == RangeKind::Nodes && shoot.shares_nodes(family) {
                            continue;
                        }
                        let range = evaluation.range_prefix(&shoot, kind, family, &members);
                        known.extend(range.map(|prefix| (Place::Range(kind), prefix)));
                    }
                }
                for (place, prefix) in known {
                    found += 1;
                    let host = Length::host(family);
                    for wanted in [
                        prefix,
                        Prefix::holding(prefix.last(), host).expect("an address"),
                    ] {
                        let located = evaluation.locate(plan, wanted, usize::MAX);
                        assert!(
                            leads_there(&located, node, place, prefix, &members),
                            "seed {seed}: {wanted} is {place:?} of {} with {members:?}, and located as {located:#?} in\n{text}",
                            plan.path(node)
                        );
                    }
                }
            }
        }
    }
    assert!(found > 1000, "{found}");
}

#[test]
fn no_more_chains_than_asked_for() {
    let mut text = String::from("trellis: 1\nshoots:\n");
    for number in 0..300 {
        writeln!(text, "- {{name: s{number}, nodes: v4private}}").expect("a string takes all");
    }
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(text, today);
    let wanted = trellis::addr::parse_prefix("10.250.0.0/24").expect("a prefix");
    for (most, holders, more) in [(7, 7, true), (299, 299, true), (300, 300, false)] {
        let located = document.evaluation().locate(document.plan(), wanted, most);
        assert_eq!((located.holders.len(), located.more), (holders, more));
    }
}
