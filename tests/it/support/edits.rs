//! Edits made by chance: every kind, on any definition, with values that fit and values that do not.

use trellis::plan::{Draft, Edit, Field, Item, Kind, Plan, Value};
use trellis::source::NodeId;

use super::chance::Chance;

const VALUES: &[(Field, &[&str])] = &[
    (
        Field::V6,
        &[
            "/36",
            "/40",
            "/44",
            "/48",
            "/56",
            "2001:db8:1000::/36",
            "2001:db8:1300::/44",
            "fd12:3456:789a:1::/64",
            "/200",
            "x",
        ],
    ),
    (
        Field::V4,
        &[
            "/8",
            "/12",
            "/16",
            "/20",
            "10.0.0.0/8",
            "10.128.0.0/12",
            "192.168.0.0/24",
        ],
    ),
    (
        Field::Count,
        &["1", "2", "3", "7", "100", "18446744073709551616", "0"],
    ),
    (Field::Reserve, &["0", "1", "5", "300"]),
    (Field::Place, &["first", "sparse", "center", "else"]),
    (
        Field::Nodes,
        &[
            "v6global/64+prefix/80",
            "v4private",
            "v6private",
            "10.1.0.0/16",
            "v4:/22",
            "2001:db8:1000:7::/64",
            "v6globl",
            "",
        ],
    ),
    (
        Field::Pods,
        &[
            "v6fromNode",
            "v6global/56",
            "v4private",
            "custom",
            "v4private, v6fromNode",
        ],
    ),
    (
        Field::Services,
        &[
            "v6global/112",
            "v6private",
            "v4private",
            "fd12:3456:789a:ff::/112",
        ],
    ),
    (Field::MaxNodes, &["1", "50", "70000"]),
    (Field::MaxPods, &["30", "110", "1000", "all"]),
    (Field::NodeMaskV4, &["24", "26", "33"]),
    (Field::NodeMaskV6, &["64", "80", "96", "129"]),
    (Field::Cni, &["cilium", "calico"]),
    (Field::Allocator, &["range", "cloud", "cni", "none"]),
    (Field::Primary, &["ipv4", "ipv6"]),
    (Field::PodNat, &["true", "false"]),
    (Field::GardenerVersion, &["1.120", "1.130"]),
    (Field::Seed, &["one", "a"]),
    (
        Field::Provider,
        &["aws", "generic", "nobody", "gcp", "alicloud", "local"],
    ),
    (Field::Kubernetes, &["1.33", "1.34", "1.34.8", "soon"]),
    (Field::Alignment, &["nibble", "bit"]),
    (Field::Growth, &["0", "25", "90"]),
    (Field::GrowthPerYear, &["0", "10", "100"]),
    (Field::Ula, &["fd12:3456:789a::/48", "fd99:1:2::/48"]),
    (Field::Flat, &["true", "false"]),
    (Field::Overlay, &["true", "false"]),
    (
        Field::Note,
        &[
            "a remark",
            "no",
            "with: colon",
            "# no comment",
            "ünïcödé 🇩🇪",
            " ",
        ],
    ),
    (Field::Name, &["a", "b", "s0", "s1", "c-2", "c", "", "x/y"]),
    (Field::NodeZones, &["a, b", "a", "a, b, c"]),
];

fn any_node(plan: &Plan, chance: &mut Chance) -> NodeId {
    let alive: Vec<NodeId> = plan.walk().collect();
    *chance.pick(&alive)
}

/// An edit that may or may not be refused.
pub(crate) fn edit(plan: &Plan, chance: &mut Chance) -> Edit {
    let node = any_node(plan, chance);
    match chance.below(10) {
        0..6 => set(plan, node, chance),
        6 => {
            let kind = *chance.pick(&Kind::LISTED);
            let index = chance.below(plan.list(node, kind).len() + 1);
            let item = Item::Draft(Box::new(draft(kind, chance, 0)));
            Edit::Insert {
                parent: node,
                index,
                item,
            }
        }
        7 => Edit::Remove { node },
        8 => {
            let parent = any_node(plan, chance);
            let others = plan
                .list(parent, plan.kind(node))
                .iter()
                .filter(|&&other| other != node)
                .count();
            let index = chance.below(others + 1);
            Edit::Move {
                node,
                parent,
                index,
            }
        }
        _ => Edit::Many(vec![
            set(plan, node, chance),
            set(plan, any_node(plan, chance), chance),
        ]),
    }
}

fn set(plan: &Plan, node: NodeId, chance: &mut Chance) -> Edit {
    let (field, values) = *chance.pick(VALUES);
    if chance.once_in(5) && field != Field::Name {
        return Edit::set(node, field, None);
    }
    if chance.once_in(12) {
        return Edit::Set {
            node,
            field: Field::ManifestFields,
            keys: vec!["region".to_owned()],
            value: Some(Value::text(*chance.pick(&["eu-1", "eu-2"]))),
        };
    }
    let text = *chance.pick(values);
    Edit::set(node, field, Some(plan.value_from_line(node, field, text)))
}

fn draft(kind: Kind, chance: &mut Chance, depth: u8) -> Draft {
    let name = format!("d{}", chance.below(4));
    let mut fields = vec![(Field::Name, Value::text(name))];
    let add: &[Field] = match kind {
        Kind::Shoot => &[Field::Nodes, Field::Pods, Field::MaxNodes],
        _ => &[Field::V6, Field::V4, Field::Count],
    };
    for (field, values) in VALUES {
        if add.contains(field) && chance.once_in(2) {
            fields.push((*field, Value::text(*chance.pick(values))));
        }
    }
    let mut children = Vec::new();
    if kind != Kind::Shoot && depth < 2 {
        for _ in 0..chance.below(3) {
            let kind = *chance.pick(&Kind::LISTED);
            children.push(draft(kind, chance, depth + 1));
        }
    }
    Draft {
        kind,
        fields,
        children,
    }
}
