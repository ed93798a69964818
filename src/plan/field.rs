//! Every key that a plan file may use, in one table.

use super::Kind;
use Sort::{
    Choice, Flag, Mapping, Names, Network, Number, Pinned, Prefixes, Range, Text, Version, Waivers,
};

/// A key of a plan file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below describes each key, once")]
pub enum Field {
    Trellis,
    Name,
    Count,
    Reserve,
    V6,
    V4,
    Role,
    State,
    Place,
    Flat,
    Lock,
    Note,
    Owner,
    Allow,
    Manifest,
    Pinned,
    Provider,
    Kubernetes,
    GardenerVersion,
    Cni,
    Alignment,
    Growth,
    GrowthPerYear,
    Ula,
    Seed,
    Nodes,
    Pods,
    Services,
    MaxNodes,
    MaxPods,
    NodeZones,
    NodeMaskV4,
    NodeMaskV6,
    Allocator,
    Overlay,
    PodNat,
    Ingress,
    Primary,
    ManifestFields,
    Seeds,
    Variants,
}

/// What a field's value has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Any text.
    Text,
    /// A decimal number between two bounds, both included.
    Number(u128, u128),
    /// `true` or `false`.
    Flag,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// A prefix, or a length to be placed.
    Network,
    /// A spec: the keyword language.
    Range,
    /// One prefix or a list of them.
    Prefixes,
    /// A list of names.
    Names,
    /// `1.34` or `1.34.8`.
    Version,
    /// A mapping of nodes, pods and services to prefixes.
    Pinned,
    /// A list of waivers.
    Waivers,
    /// A list of seeds.
    Seeds,
    /// A mapping or list that is kept as it is.
    Mapping,
}

/// Where a key may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// At the top of the file alone.
    Top,
    /// On blocks.
    Block,
    /// On shoots.
    Shoot,
    /// On blocks and shoots.
    Item,
    /// Everywhere: a setting, inherited downward.
    Setting,
    /// At the top, on blocks and on shoots.
    Anywhere,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// The field.
    pub field: Field,
    /// Its key.
    pub key: &'static str,
    /// Where it may stand.
    pub on: On,
    /// What its value looks like.
    pub sort: Sort,
    /// What it says, in a line.
    pub doc: &'static str,
}

const fn row(field: Field, key: &'static str, on: On, sort: Sort, doc: &'static str) -> FieldInfo {
    FieldInfo {
        field,
        key,
        on,
        sort,
        doc,
    }
}

const COUNT_MOST: u128 = 1 << 64;

/// The table, in the order of [`Field`].
pub static FIELDS: &[FieldInfo] = &[
    row(
        Field::Trellis,
        "trellis",
        On::Top,
        Number(1, 1),
        "the version of the file format",
    ),
    row(Field::Name, "name", On::Anywhere, Text, "what it is called"),
    row(
        Field::Count,
        "count",
        On::Item,
        Number(1, COUNT_MOST),
        "how many of it there are, one after another",
    ),
    row(
        Field::Reserve,
        "reserve",
        On::Item,
        Number(0, COUNT_MOST),
        "as many more like this must fit one day",
    ),
    row(
        Field::V6,
        "v6",
        On::Block,
        Network,
        "its IPv6 prefix, or the length of one to be placed",
    ),
    row(
        Field::V4,
        "v4",
        On::Block,
        Network,
        "its IPv4 prefix, or the length of one to be placed",
    ),
    row(
        Field::Role,
        "role",
        On::Block,
        Text,
        "what it is for: nat64, loopback, link, load-balancer, egress, peer, on-premises",
    ),
    row(
        Field::State,
        "state",
        On::Block,
        Choice(&["planned", "reserved", "assigned", "retired"]),
        "how real it is",
    ),
    row(
        Field::Place,
        "place",
        On::Block,
        Choice(&["first", "sparse", "center"]),
        "the order in which its children are placed (RFC 3531)",
    ),
    row(
        Field::Flat,
        "flat",
        On::Block,
        Flag,
        "shoots below share this block's prefix as their node range",
    ),
    row(
        Field::Lock,
        "lock",
        On::Block,
        Flag,
        "no edit may move, resize or delete it",
    ),
    row(Field::Note, "note", On::Item, Text, "a remark"),
    row(Field::Owner, "owner", On::Block, Text, "who answers for it"),
    row(
        Field::Allow,
        "allow",
        On::Anywhere,
        Waivers,
        "rules that are waived here and below, each with a reason",
    ),
    row(
        Field::Manifest,
        "manifest",
        On::Shoot,
        Text,
        "an existing Shoot file that an export patches",
    ),
    row(
        Field::Pinned,
        "pinned",
        On::Shoot,
        Pinned,
        "prefixes that an infrastructure or a draw has assigned",
    ),
    row(
        Field::Provider,
        "provider",
        On::Setting,
        Text,
        "the infrastructure, such as aws; of generic no Shoot is exported",
    ),
    row(
        Field::Kubernetes,
        "kubernetes",
        On::Setting,
        Version,
        "the Kubernetes version",
    ),
    row(
        Field::GardenerVersion,
        "gardener-version",
        On::Setting,
        Version,
        "the Gardener version",
    ),
    row(
        Field::Cni,
        "cni",
        On::Setting,
        Text,
        "the network plugin: calico, cilium",
    ),
    row(
        Field::Alignment,
        "alignment",
        On::Setting,
        Choice(&["nibble", "bit"]),
        "where borders should fall",
    ),
    row(
        Field::Growth,
        "growth",
        On::Setting,
        Number(0, 1000),
        "percent of the room to keep free",
    ),
    row(
        Field::GrowthPerYear,
        "growth-per-year",
        On::Setting,
        Number(0, 1000),
        "by how many percent a year what it holds grows; gives what breaks first a day",
    ),
    row(
        Field::Ula,
        "ula",
        On::Setting,
        Prefixes,
        "the RFC 4193 /48 that v6private ranges are placed in",
    ),
    row(
        Field::Seed,
        "seed",
        On::Setting,
        Text,
        "the seed whose ranges must not be touched; all of them by default",
    ),
    row(
        Field::Nodes,
        "nodes",
        On::Setting,
        Range,
        "the range that nodes get their addresses from",
    ),
    row(
        Field::Pods,
        "pods",
        On::Setting,
        Range,
        "the range that pods get their addresses from",
    ),
    row(
        Field::Services,
        "services",
        On::Setting,
        Range,
        "the range that services get their addresses from",
    ),
    row(
        Field::MaxNodes,
        "max-nodes",
        On::Setting,
        Number(1, COUNT_MOST),
        "how many nodes a cluster may have one day",
    ),
    row(
        Field::MaxPods,
        "max-pods",
        On::Setting,
        Number(1, COUNT_MOST),
        "how many pods a node may run (110)",
    ),
    row(
        Field::NodeZones,
        "node-zones",
        On::Setting,
        Names,
        "the zones that nodes are spread over",
    ),
    row(
        Field::NodeMaskV4,
        "node-mask-v4",
        On::Setting,
        Number(0, 255),
        "the length of a node's IPv4 pod range",
    ),
    row(
        Field::NodeMaskV6,
        "node-mask-v6",
        On::Setting,
        Number(0, 255),
        "the length of a node's IPv6 pod range",
    ),
    row(
        Field::Allocator,
        "allocator",
        On::Setting,
        Choice(&["range", "cloud", "cni", "external", "none"]),
        "who gives pod ranges to nodes",
    ),
    row(
        Field::Overlay,
        "overlay",
        On::Setting,
        Flag,
        "whether pod traffic is wrapped in node traffic",
    ),
    row(
        Field::PodNat,
        "pod-nat",
        On::Setting,
        Flag,
        "whether pods leave behind the address of their node",
    ),
    row(
        Field::Ingress,
        "ingress",
        On::Setting,
        Text,
        "the families that load balancers take in",
    ),
    row(
        Field::Primary,
        "primary",
        On::Setting,
        Choice(&["ipv4", "ipv6"]),
        "the first of two families",
    ),
    row(
        Field::ManifestFields,
        "manifest-fields",
        On::Setting,
        Mapping,
        "what an exported manifest needs beyond the network",
    ),
    row(
        Field::Seeds,
        "seeds",
        On::Top,
        Sort::Seeds,
        "ranges of seeds that shoots must not touch",
    ),
    row(
        Field::Variants,
        "variants",
        On::Top,
        Mapping,
        "what-ifs: the plan with some fields set otherwise",
    ),
];

impl Field {
    /// Its row.
    pub fn info(self) -> &'static FieldInfo {
        &FIELDS[self.index()]
    }

    /// Its place in the table.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its bit in a set of fields.
    pub(crate) const fn bit(self) -> u64 {
        1 << self.index()
    }

    /// Its key in plan files.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// The field with that key.
    pub fn of_key(key: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|info| info.key == key)
            .map(|info| info.field)
    }

    /// Whether it is inherited by what lies below.
    pub fn is_setting(self) -> bool {
        self.info().on == On::Setting
    }

    /// Whether a definition of that kind may have it.
    pub fn fits(self, kind: Kind) -> bool {
        match self.info().on {
            On::Top => kind == Kind::Plan,
            On::Block => kind.is_block() && kind != Kind::Plan,
            On::Shoot => kind == Kind::Shoot,
            On::Item => kind != Kind::Plan,
            On::Setting | On::Anywhere => true,
        }
    }
}

/// How many fields there are.
pub const FIELD_COUNT: usize = Field::Variants as usize + 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        assert_eq!(FIELDS.len(), FIELD_COUNT);
        for (index, info) in FIELDS.iter().enumerate() {
            assert_eq!(info.field.index(), index, "{}", info.key);
            assert_eq!(Field::of_key(info.key), Some(info.field));
        }
    }
}
