//! `nibble-boundary`: an IPv6 length that ends inside a hexadecimal digit.

use super::super::lengths::{self, Part};
use super::super::provider::profile_of;
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Length, Prefix, reverse_zones};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::{Part as Wanting, Pool, PoolKind, enclosing_pool, range_field};
use crate::plan::{Base, Field, Kind, Meaning, RangeKind};
use crate::profile::Profile;
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "nibble-boundary",
    summary: "an IPv6 length that a person chose is no multiple of 4",
    why: "A hexadecimal digit of an address is four bits, and so is a label of ip6.arpa. A length between two digits \
          shares one digit with its neighbours, so that nobody can read where a block ends, an access list needs \
          several lines, and reverse DNS needs 2, 4 or 8 zones where one would do. Moving the border costs at most \
          three bits of a level. `alignment: bit` says that you have chosen to go without, and a pinned root is left \
          alone, for it is what the registry gave.",
    bad: "trellis: 1\nregions:\n  - {name: a, v6: /32, blocks: [{name: b, v6: /38}]}\n",
    good: "trellis: 1\nregions:\n  - {name: a, v6: /32, blocks: [{name: b, v6: /40}]}\n",
    covers: &["a-1.4", "a-1.8"],
    sources: &[
        Source {
            title: "RFC 3596, section 2.5: one label of ip6.arpa for each nibble",
            url: "https://www.rfc-editor.org/rfc/rfc3596#section-2.5",
        },
        Source {
            title: "RFC 6177, section 5: nibble and non-nibble boundaries",
            url: "https://www.rfc-editor.org/rfc/rfc6177#section-5",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    for entry in context.plan.fields(node) {
        match (entry.field, context.plan.meaning_of(entry.meant)) {
            (Field::V6, Meaning::Prefix(prefix)) => {
                check_block(context, node, prefix.length(), Some(*prefix), report);
            }
            (Field::V6, Meaning::Length(length)) => {
                check_block(context, node, *length, None, report);
            }
            (_, Meaning::Spec(spec)) => {
                let kind = RangeKind::ALL
                    .into_iter()
                    .find(|&kind| range_field(kind) == entry.field);
                if let (Some(kind), Some(ask)) = (kind, spec.of(Family::V6)) {
                    if let Some(length) = base_length(ask.base) {
                        check_spec(context, node, (kind, Part::Base), length, report);
                    }
                    if let Some(length) = ask.node_prefix.and_then(|prefix| prefix.length) {
                        check_spec(context, node, (kind, Part::NodePrefix), length, report);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The length of a base, where a person said one.
const fn base_length(base: Base) -> Option<Length> {
    match base {
        Base::Global(length) | Base::Private6(length) | Base::FromNode(length) => length,
        Base::Literal(prefix) => Some(prefix.length()),
        Base::Place(length) => Some(length),
        Base::Private4 | Base::Custom | Base::Absent => None,
    }
}

/// Whether it ends inside a digit, and the plan keeps digits whole.
fn is_off(context: &Context<'_>, node: NodeId, length: Length) -> bool {
    const DIGIT: u8 = 4;
    !length.bits().is_multiple_of(DIGIT)
        && context
            .evaluation
            .settings(node)
            .text(context.plan, Field::Alignment)
            != Some("bit")
}

fn check_block(
    context: &Context<'_>,
    node: NodeId,
    length: Length,
    written: Option<Prefix>,
    report: &mut Report<'_>,
) {
    let plan = context.plan;
    if !is_off(context, node, length) || enclosing_pool(plan, node, PoolKind::V6).is_none() {
        return;
    }
    let network = &profile_of(context, node).network;
    if plan.kind(node) == Kind::Vpc && network.vpc_v6.value.only().is_some() {
        return;
    }
    report.add(Severity::Warning, || {
        let place = Place::field(node, Field::V6.key());
        let holding = holding(nearest(length), |nearer| block_holds(context, node, nearer));
        let mut finding = finding(place, "", length, &holding);
        for nearer in holding {
            let text = match written {
                None => Some(nearer.to_string()),
                Some(prefix) => {
                    Prefix::from_raw(prefix.raw(), nearer).map(|prefix| prefix.to_string())
                }
            };
            finding.fixes.extend(text.map(|text| Fix {
                title: format!("write {text}"),
                safe: false,
                changes: vec![Change {
                    node,
                    field: Field::V6.key(),
                    to: Some(text),
                }],
            }));
        }
        finding
    });
}

fn check_spec(
    context: &Context<'_>,
    node: NodeId,
    what: (RangeKind, Part),
    length: Length,
    report: &mut Report<'_>,
) {
    if !is_off(context, node, length) {
        return;
    }
    let (kind, part) = what;
    if is_fixed(profile_of(context, node), kind, part) {
        return;
    }
    let field = range_field(kind);
    report.add(Severity::Warning, || {
        let place = Place::field(node, field.key());
        let words = match part {
            Part::Base => format!("{} of ", kind.key()),
            Part::NodePrefix => "a node prefix of ".to_owned(),
        };
        let Some((value, spot)) = context
            .plan
            .value(node, field)
            .and_then(|value| Some((value, lengths::find(value, part, length)?)))
        else {
            return finding(place, &words, length, &nearest(length));
        };
        let holding = holding(nearer_for(kind, length), |nearer| {
            part == Part::NodePrefix || range_holds(context, node, kind, nearer)
        });
        let place = spot.place(value, node, field.key());
        let mut finding = finding(place, &words, length, &holding);
        finding.subject = node;
        if kind == RangeKind::Services {
            finding.help = Some("make services a /112".to_owned());
        }
        for nearer in holding {
            finding
                .fixes
                .extend(spot.with(value, nearer).map(|text| Fix {
                    title: format!("write {nearer}"),
                    safe: false,
                    changes: vec![Change {
                        node,
                        field: field.key(),
                        to: Some(text),
                    }],
                }));
        }
        finding
    });
}

/// Whether the provider gives one length whatever is asked for.
fn is_fixed(profile: &Profile, kind: RangeKind, part: Part) -> bool {
    match (kind, part) {
        (RangeKind::Nodes, Part::Base) => profile.network.subnet_v6.value.only().is_some(),
        (RangeKind::Services, _) => profile.services.source_v6.value.fixed().is_some(),
        (RangeKind::Nodes, Part::NodePrefix) => profile.nodes.node_prefix_v6.value.only().is_some(),
        (RangeKind::Pods, _) => false,
    }
}

fn finding(place: Place, what: &str, length: Length, choices: &[Length]) -> Finding {
    let zones = Prefix::from_raw(0, length).map_or(Count::ONE, |prefix| reverse_zones(prefix).0);
    let digit = u32::from(length.bits() / 4) + 1;
    let message = format!(
        "{what}{length} ends inside digit {digit} of the address: {zones} reverse-DNS zones instead of 1, \
         and neighbours share the digit"
    );
    let [shorter, longer] = nearest(length);
    let help = match choices {
        [] => format!(
            "neither {shorter} nor {longer} holds what is planned: give the block around it more room, or say that borders \
             may lie inside digits (`alignment: bit`)"
        ),
        [only] => format!("choose {only}"),
        [one, other, ..] => format!("choose {one} or {other}"),
    };
    Finding::new("nibble-boundary", Severity::Warning, place, message).help(help)
}

/// Those of some lengths that hold what is planned.
fn holding(
    lengths: impl IntoIterator<Item = Length>,
    holds: impl Fn(Length) -> bool,
) -> Vec<Length> {
    lengths
        .into_iter()
        .filter(|&length| holds(length))
        .collect()
}

/// Whether a block of that length has room, and has room for what is in it.
fn block_holds(context: &Context<'_>, node: NodeId, length: Length) -> bool {
    let inside = context.evaluation.block_pool(node, Family::V6);
    let inside = inside.and_then(Pool::length_for_all);
    inside.is_none_or(|least| length <= least) && has_room(context, node, Wanting::Block, length)
}

/// Whether a range of that length has room, and has room for the nodes that are wanted.
fn range_holds(context: &Context<'_>, node: NodeId, kind: RangeKind, length: Length) -> bool {
    if context.plan.kind(node) != Kind::Shoot {
        return true;
    }
    let shoot = context.shoot(node);
    let number = |prefix: Length| {
        let bits = prefix.bits().checked_sub(length.bits())?;
        Count::power_of_two(u32::from(bits))?.times(Count::from(shoot.zone_count()))
    };
    let nodes = shoot.node_prefix(Family::V6).zip(shoot.wanted_nodes());
    let enough = kind != RangeKind::Nodes
        || nodes.is_none_or(|(prefix, wanted)| number(prefix).is_none_or(|room| wanted <= room));
    enough && has_room(context, node, Wanting::Range(kind), length)
}

fn has_room(context: &Context<'_>, node: NodeId, part: Wanting, length: Length) -> bool {
    let evaluation = context.evaluation;
    let demand = evaluation.demand(context.plan, node, part, Family::V6);
    let pool = demand.and_then(|(key, demand)| Some((evaluation.pool(key)?, demand)));
    pool.is_none_or(|(pool, demand)| pool.would_hold(demand, length))
}

/// What may be proposed for a range. For services only a /112: which other lengths work, and not just end well, is
/// Kubernetes' matter by version (`service-range-*`).
fn nearer_for(kind: RangeKind, length: Length) -> Vec<Length> {
    const SERVICES: u8 = 112;
    match kind {
        RangeKind::Services => Length::new(length.family(), SERVICES).into_iter().collect(),
        RangeKind::Nodes | RangeKind::Pods => nearest(length).to_vec(),
    }
}

/// The next shorter and the next longer length that end with a digit.
fn nearest(length: Length) -> [Length; 2] {
    let shorter = length.at_digit().bits();
    [shorter, shorter + 4]
        .map(|bits| Length::new(length.family(), bits).expect("invariant: digits fill the address"))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, findings};

    const CODE: &str = "nibble-boundary";

    #[test]
    fn blocks_but_roots() {
        check(CODE, "blocks: [{name: a, v6: \"2001:db8::/29\"}]\n", &[]);
        check(CODE, "blocks: [{name: a, v6: /38}]\n", &[]);
        check(
            CODE,
            "blocks: [{name: a, v6: /36, blocks: [{name: b, v6: /47}]}]\n",
            &[
                "warning: /47 ends inside digit 12 of the address: 2 reverse-DNS zones instead of 1, and neighbours share the digit",
            ],
        );
        check(
            CODE,
            "alignment: bit\nblocks: [{name: a, v6: /36, blocks: [{name: b, v6: /47}]}]\n",
            &[],
        );
    }

    #[test]
    fn specs_where_they_are_said() {
        check(
            CODE,
            "nodes: v6global/63+prefix/82\nshoots: [{name: a}, {name: b}]\n",
            &[
                "warning: nodes of /63 ends inside digit 16 of the address: 2 reverse-DNS zones instead of 1, and neighbours share the digit",
                "warning: a node prefix of /82 ends inside digit 21 of the address: 4 reverse-DNS zones instead of 1, and neighbours share the digit",
            ],
        );
        check(CODE, "nodes: [\"v4:/17\", v6global/64]\n", &[]);
        check(CODE, "provider: aws\nnodes: v6global/63+prefix/82\n", &[]);
    }

    #[test]
    fn services_are_mended_to_a_length_that_every_version_serves() {
        for length in [63, 107, 125] {
            let plan = format!("trellis: 1\nshoots: [{{name: a, services: \"v6:/{length}\"}}]\n");
            let mended: Vec<_> = findings(&plan)
                .iter()
                .filter(|finding| finding.code == CODE)
                .flat_map(|finding| finding.fixes.iter())
                .filter_map(|fix| fix.changes[0].to.clone())
                .collect();
            assert_eq!(mended, ["v6:/112"]);
        }
    }

    /// 5,000 nodes of a /64 each need 13 bits, a /51. A /52 is too small for them; a /48 is all of the VPC, in which the
    /// services have no place then.
    #[test]
    fn offers_no_length_that_cannot_hold_what_is_planned() {
        let offered = |vpc: u8, nodes: u32| {
            let plan = format!(
                "trellis: 1\nvpcs: [{{name: v, v6: \"2001:db8::/{vpc}\", shoots: [{{name: s, \
                 nodes: v6global/51+prefix/64, services: v6global/112, max-nodes: {nodes}}}]}}]\n"
            );
            let found = findings(&plan);
            let found: Vec<_> = found
                .iter()
                .filter(|finding| finding.code == CODE)
                .collect();
            assert_eq!(found.len(), 1, "{found:?}");
            let to = found[0].fixes.iter().map(|fix| fix.title.clone());
            (
                to.collect::<Vec<_>>(),
                found[0].help.clone().unwrap_or_default(),
            )
        };
        assert_eq!(offered(44, 4000).0, ["write /48", "write /52"]);
        assert_eq!(
            offered(44, 5000),
            (vec!["write /48".to_owned()], "choose /48".to_owned())
        );
        assert_eq!(offered(48, 4000).0, ["write /52"]);
        let (none, help) = offered(48, 5000);
        assert!(none.is_empty(), "{none:?}");
        assert!(
            help.contains("neither /48 nor /52") && help.contains("alignment: bit"),
            "{help}"
        );
    }

    #[test]
    fn offers_the_neighbours() {
        let plan = "trellis: 1\nblocks:\n  - name: a\n    v6: \"2001:db8::/32\"\n    blocks:\n      - {name: b, v6: \"2001:db8:400::/38\"}\n      - {name: c, nodes: v6global/63}\n";
        let titles: Vec<String> = findings(plan)
            .iter()
            .filter(|finding| finding.code == CODE)
            .flat_map(|finding| finding.fixes.iter())
            .filter_map(|fix| fix.changes[0].to.clone())
            .collect();
        assert_eq!(titles, ["2001:db8:400::/40", "v6global/60", "v6global/64"]);
    }
}
