//! `gardener-too-old`: something that came to Gardener after the version that is said.

use super::super::mends::set_version;
use super::super::words::{BY_API_SERVER, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::Origin;
use crate::plan::{Field, RangeKind};
use crate::profile::{Ability, Families, releases};
use crate::source::Source;

const CODE: &str = "gardener-too-old";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "the plan needs a Gardener that is newer than the one that is said",
    why: "Clusters with both families, an IPv6 node mask of its own beside the IPv4 one, and clusters of IPv6 alone \
          without a node range all came to Gardener one after the other. An older one refuses the Shoot, or does not \
          know the field and drops it without a word.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\ngardener-version: \"1.100\"\nshoots:\n  - {name: a, nodes: v6global, pods: v6global}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\ngardener-version: \"1.104\"\nshoots:\n  - {name: a, nodes: v6global, pods: v6global}\n",
    covers: &[],
    sources: &[
        Source {
            title: "gardener/gardener#10533: nodes may be left out with IPv6 alone",
            url: "https://github.com/gardener/gardener/pull/10533",
        },
        Source {
            title: "gardener/gardener#10803: dual-stack shoots",
            url: "https://github.com/gardener/gardener/pull/10803",
        },
        Source {
            title: "gardener/gardener#13955: nodeCIDRMaskSizeIPv6",
            url: "https://github.com/gardener/gardener/pull/13955",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let Some(gardener) = shoot.settings.version(shoot.plan, Field::GardenerVersion) else {
        return;
    };
    if !shoot.profile.cluster.gardener.value {
        return;
    }
    let mode = shoot.mode();
    let dual = mode == Some(Families::DualStack);
    let unsaid = mode == Some(Families::Ipv6Only)
        && shoot
            .range(RangeKind::Nodes, Family::V6)
            .is_some_and(|nodes| nodes.origin == Origin::Assigned);
    let mask = dual && shoot.said_mask(Family::V6).is_some();
    let needs = [
        (dual, Ability::DualStack, Field::Nodes, "both families"),
        (
            mask,
            Ability::NodeMaskV6,
            Field::NodeMaskV6,
            "`nodeCIDRMaskSizeIPv6`",
        ),
        (
            unsaid,
            Ability::NodesUnsaid,
            Field::Nodes,
            "IPv6 alone without a node range",
        ),
    ];
    let missing = needs
        .into_iter()
        .find_map(|(needed, ability, field, words)| {
            let since = releases().since(ability)?.value.gardener;
            (needed && since.is_after(gardener)).then_some((since, field, words))
        });
    let Some((since, field, words)) = missing else {
        return;
    };
    report.add(Severity::Error, || {
        let message = format!(
            "{words} came with Gardener {}, and this one is {gardener}",
            since.version()
        );
        let place = setting_place(context.plan, shoot.node, field);
        let said = setting_place(context.plan, shoot.node, Field::GardenerVersion).node;
        Finding::new(CODE, Severity::Error, place, message)
            .about(shoot.node)
            .refused_by(BY_API_SERVER)
            .help(format!(
                "update the landscape to Gardener {} before",
                since.version()
            ))
            .fix(set_version(said, Field::GardenerVersion, since.version()))
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_shoot;

    fn check(fields: &str, expected: &[&str]) {
        check_shoot(super::CODE, &format!("provider: aws, {fields}"), expected);
    }

    #[test]
    fn both_families() {
        let ranges = "nodes: [v4private, v6global], pods: [v4private, v6global], services: [v4private, v6global]";
        check(
            &format!("gardener-version: \"1.108\", {ranges}"),
            &["error: both families came with Gardener 1.109, and this one is 1.108"],
        );
        check(&format!("gardener-version: \"1.109\", {ranges}"), &[]);
        check(
            &format!("gardener-version: \"1.137\", node-mask-v6: 80, {ranges}"),
            &["error: `nodeCIDRMaskSizeIPv6` came with Gardener 1.138, and this one is 1.137"],
        );
        check(ranges, &[]);
    }

    #[test]
    fn no_node_range() {
        let ranges = "nodes: v6global, pods: v6global, services: v6global";
        check(
            &format!("gardener-version: \"1.103\", {ranges}"),
            &[
                "error: IPv6 alone without a node range came with Gardener 1.104, and this one is 1.103",
            ],
        );
        check(&format!("gardener-version: \"1.104\", {ranges}"), &[]);
    }
}
