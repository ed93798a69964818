//! `node-64`: a /64 for every node.

use super::super::cut::{Cut, Level};
use super::super::words::{bits, called, setting_place};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::Shoot;
use crate::plan::{Field, Kind, Meaning, Plan, RangeKind};
use crate::profile::Fit;
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "node-64",
    summary: "every node gets a /64, and the levels above have to share what is left",
    why: "The proposal warns: a /64 for every VM or node is dangerous, for it limits the numbering scheme; given a /36 for \
          a cloud region and a nibble boundary at each level, one easily runs out of bits for zones, VPCs and VMs. \
          There are 28 bits from a /36 to a /64, and only three of the fifteen ways to cut them at nibbles leave 16 zones, 256 \
          VPCs and 4,096 nodes in each. With a /80 for each node the /64 is the subnet, and 16 bits more number 65,536 \
          nodes in every one. In a flat network without VPCs a /64 for every machine is no problem, and some hardware \
          wants it.",
    bad: "trellis: 1\nregions:\n  - name: a\n    v6: /36\n    vpcs:\n      - {name: b, v6: /56, shoots: [{name: c, nodes: v6global/60+prefix/64}]}\n",
    good: "trellis: 1\nregions:\n  - name: a\n    v6: /36\n    vpcs:\n      - {name: b, v6: /56, shoots: [{name: c, nodes: v6global/60+prefix/80}]}\n",
    covers: &["k-N11", "a-1.4"],
    sources: &[
        Source {
            title: "IPv6 for Gardener: using a /64 per VM or node is dangerous",
            url: "https://github.com/gardener/enhancements",
        },
        Source {
            title: "RFC 7934, section 9.2: a /48 gives 65,536 hosts a /64 each",
            url: "https://www.rfc-editor.org/rfc/rfc7934#section-9.2",
        },
        Source {
            title: "RFC 8273: unique IPv6 prefix per host",
            url: "https://www.rfc-editor.org/rfc/rfc8273",
        },
    ],
    check: Check::Node(check),
};

const NODE: u8 = 64;

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let is_shoot = plan.kind(node) == Kind::Shoot;
    let (is_flat, says) = (
        plan.flag(node, Field::Flat),
        plan.entry(node, Field::Nodes).is_some(),
    );
    if !is_shoot && !is_flat && !says {
        return;
    }
    let shoot = context.shoot(node);
    let Some(prefix) = shoot
        .node_prefix(Family::V6)
        .filter(|length| length.bits() == NODE)
    else {
        return;
    };
    // What nobody can have is an error of its own.
    if shoot.profile.nodes.node_prefix_v6.value.fit(prefix) == Fit::Refused {
        return;
    }
    let wanted = is_flat
        || shoot.flat.is_some()
        || shoot.profile.nodes.default_node_prefix_v6.value == prefix;
    let severity = match (wanted, shoot.vpc()) {
        (true, _) if says || is_flat => Severity::Advice,
        (false, Some(_)) if is_shoot => Severity::Warning,
        (true | false, _) => return,
    };
    report.add(severity, || finding(context, &shoot, prefix, severity));
}

fn finding(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    prefix: Length,
    severity: Severity,
) -> Finding {
    let none = too_small(context, shoot, prefix);
    let behind = match none {
        Some(nodes) => format!(", and nodes {nodes} hold none of them"),
        None => levels(context, shoot, prefix).unwrap_or_default(),
    };
    let message = format!("every node gets a {prefix}{behind}");
    let place = setting_place(context.plan, shoot.node, Field::Nodes);
    let mut finding = Finding::new("node-64", severity, place, message);
    finding.subject = shoot.node;
    if none.is_some() {
        return finding.help(format!("give nodes a range of {prefix} or larger"));
    }
    finding.help(match severity {
        Severity::Advice => {
            "count the bits for zones and machines before the first one is numbered"
        }
        Severity::Warning | Severity::Error => {
            "give nodes a /80 (`+prefix/80`) and let the /64 be the subnet: 65,536 nodes in each"
        }
    })
}

/// The length of a range of nodes that holds not one node's prefix.
fn too_small(context: &Context<'_>, shoot: &Shoot<'_>, node: Length) -> Option<Length> {
    let nodes = shoot.range(RangeKind::Nodes, Family::V6)?.length?;
    (flat_of(context.plan, shoot).is_none() && nodes > node).then_some(nodes)
}

/// The bits above a node's prefix, level by level, against what is planned there, behind the answer whether it fits.
fn levels(context: &Context<'_>, shoot: &Shoot<'_>, node: Length) -> Option<String> {
    let plan = context.plan;
    let mut above: Vec<(NodeId, Length)> = plan
        .chain(shoot.node)
        .filter_map(|id| Some((id, length_of(plan, id)?)))
        .collect();
    above.reverse();
    let &(root, top) = above.first()?;
    let all = node.bits().checked_sub(top.bits())?;
    let mut parts = Vec::new();
    let mut levels = Vec::new();
    for pair in above.windows(2) {
        let given = u32::from(pair[1].1.bits().saturating_sub(pair[0].1.bits()));
        let number = plan.count(pair[1].0);
        let name = called(plan, pair[1].0);
        parts.push(format!("{name} has {given} for {number} planned"));
        levels.push(Level {
            name,
            given,
            count: taken(context, pair[0].0, pair[1].1).unwrap_or(number),
        });
    }
    let &(last, inner) = above.last()?;
    let range = shoot
        .range(RangeKind::Nodes, Family::V6)
        .and_then(|range| range.length)
        .filter(|_| flat_of(plan, shoot).is_none())
        .filter(|length| length.bits() <= node.bits() && inner <= *length);
    if let Some(range) = range {
        let given = u32::from(range.bits() - inner.bits());
        let name = format!("node ranges in {}", called(plan, last));
        parts.push(format!("{name} have {given}"));
        levels.push(Level {
            name: format!("what lies in {}", called(plan, last)),
            given,
            count: taken(context, last, range).unwrap_or(Count::ONE),
        });
    }
    let given = u32::from(node.bits().saturating_sub(range.unwrap_or(inner).bits()));
    let wanted = match flat_of(plan, shoot) {
        Some(flat) => planned_in(context, flat, node),
        None => shoot.wanted_nodes(),
    };
    parts.push(match wanted {
        Some(number) => format!("nodes have {given} for {number} planned"),
        None => format!("nodes have {given}"),
    });
    let verdict = wanted.map(|count| {
        let name = format!("a range of {count} nodes");
        levels.push(Level { name, given, count });
        let (top, leaf) = (top.bits(), node.bits());
        Cut { top, leaf, levels }.verdict() + "; "
    });
    Some(format!(
        "{}of {} from {} {top} on, {}",
        verdict.as_deref().unwrap_or(": "),
        bits(u32::from(all)),
        called(plan, root),
        parts.join(", ")
    ))
}

/// What is planned and reserved in a block, in blocks of a length in it.
fn taken(context: &Context<'_>, block: NodeId, length: Length) -> Option<Count> {
    let (budget, _) = context.evaluation.block_pool(block, Family::V6)?.budget()?;
    let units = budget.planned.plus(budget.reserved)?;
    let inside = length.bits().checked_sub(budget.length.bits())?;
    units.times(Count::power_of_two(u32::from(inside))?)
}

/// The flat block that nodes come out of: around a shoot, or the one that says what its shoots get.
fn flat_of(plan: &Plan, shoot: &Shoot<'_>) -> Option<NodeId> {
    let own = plan.flag(shoot.node, Field::Flat).then_some(shoot.node);
    own.or(shoot.flat)
}

/// All nodes that are planned in a flat block: those of every shoot in it.
fn planned_in(context: &Context<'_>, flat: NodeId, node: Length) -> Option<Count> {
    let pool = context.evaluation.block_pool(flat, Family::V6)?;
    Some(pool.planned(node)).filter(|planned| !planned.is_zero())
}

fn length_of(plan: &Plan, node: NodeId) -> Option<Length> {
    match plan.network(node, Family::V6)? {
        Meaning::Prefix(prefix) => Some(prefix.length()),
        Meaning::Length(length) => Some(*length),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "node-64";

    #[test]
    fn under_vpcs_with_the_bits_of_each_level() {
        check(
            CODE,
            "regions: [{name: r, v6: /36, vpcs: [{name: v, count: 300, v6: /48, shoots: [{name: s, nodes: v6global/52+prefix/64, max-nodes: 5000}]}]}]\n",
            &[
                "warning: every node gets a /64: as it is cut it does not fit (a range of 5,000 nodes needs 13 bits, has 12); cut otherwise it would, with 6 bits left, at nibble boundaries too; of 28 bits from `r` /36 on, `r/v` has 12 for 300 planned, node ranges in `r/v` have 4, nodes have 12 for 5,000 planned",
            ],
        );
        check(
            CODE,
            "vpcs: [{name: v, shoots: [{name: s, nodes: v6global/64+prefix/64}]}]\n",
            &["warning: every node gets a /64"],
        );
        check(
            CODE,
            "vpcs: [{name: v, shoots: [{name: s, nodes: v6global/64+prefix/80}, {name: t, nodes: v6global/64}]}]\n",
            &[],
        );
    }

    /// The question of a region with 3 zones, 200 VPCs and 5,000 nodes: 2 + 8 + 1 + 13 of 28 bits, for services lie
    /// beside the nodes; whole digits leave 12 bits for the nodes.
    #[test]
    fn whether_it_fits_is_said_first() {
        let plan = |nodes: &str| {
            format!(
                "regions: [{{name: r, v6: /36, zones: [{{name: z, count: 3, v6: /40, vpcs: [{{name: v, count: 200, v6: /48, \
                 shoots: [{{name: s, nodes: v6global/{nodes}+prefix/64, pods: v6fromNode/80, services: v6global/112, \
                 max-nodes: 5000}}]}}]}}]}}]\n"
            )
        };
        check(
            CODE,
            &plan("51"),
            &[
                "warning: every node gets a /64: it fits, with 4 bits left; at nibble boundaries it does not, by 1 bit; of 28 bits from `r` /36 on, `r/z` has 4 for 3 planned, `r/z/v` has 8 for 200 planned, node ranges in `r/z/v` have 3, nodes have 13 for 5,000 planned",
            ],
        );
        check(
            CODE,
            &plan("48"),
            &[
                "warning: every node gets a /64: as it is cut it does not fit (what lies in `r/z/v` needs 1 bit, has 0); cut otherwise it would, with 4 bits left; at nibble boundaries not, by 1 bit; of 28 bits from `r` /36 on, `r/z` has 4 for 3 planned, `r/z/v` has 8 for 200 planned, node ranges in `r/z/v` have 0, nodes have 16 for 5,000 planned",
            ],
        );
    }

    /// Where no node gets a /64 it is not said to fit: AWS gives a node a /80 alone, and a /124 holds no /64.
    #[test]
    fn what_cannot_be_is_not_said_to_fit() {
        check(
            CODE,
            "provider: aws\nregions: [{name: r, v6: /36, vpcs: [{name: v, v6: /56, shoots: [{name: s, nodes: v6global/60+prefix/64, max-nodes: 5}]}]}]\n",
            &[],
        );
        check(
            CODE,
            "regions: [{name: r, v6: /36, vpcs: [{name: v, v6: /48, shoots: [{name: s, nodes: v6global/124+prefix/64, max-nodes: 5000}]}]}]\n",
            &["warning: every node gets a /64, and nodes /124 hold none of them"],
        );
    }

    #[test]
    fn no_problem_without_vpcs() {
        check(
            CODE,
            "zones: [{name: z, v6: /40, shoots: [{name: s, nodes: v6global/56+prefix/64}]}]\n",
            &[],
        );
        check(
            CODE,
            "zones: [{name: z, v6: /40, flat: true, shoots: [{name: s, nodes: v6global+prefix/64, max-nodes: 500}]}]\n",
            &[
                "advice: every node gets a /64: it fits, with 15 bits left, and at nibble boundaries too; of 24 bits from `z` /40 on, nodes have 24 for 500 planned",
            ],
        );
    }

    #[test]
    fn a_flat_block_counts_the_nodes_of_all_its_shoots() {
        let message = "advice: every node gets a /64: it fits, with 3 bits left, and at nibble boundaries too; of 24 bits from `z` /40 on, nodes have 24 for 1,500,500 planned";
        let shoots = "shoots: [{name: s, count: 300, max-nodes: 5000}, {name: t, max-nodes: 500}]";
        check(
            CODE,
            &format!(
                "zones: [{{name: z, count: 3, v6: /40, flat: true, nodes: v6global+prefix/64, {shoots}}}]\n"
            ),
            &[message],
        );
    }
}
