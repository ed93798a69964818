//! Which specs a provider's manifest can say, and what to write or to configure instead.

use serde::Deserialize;

use super::terms::Families;
use super::text::Text;
use crate::addr::Family;
use crate::plan::{Base, RangeKind};

/// A part of a spec, as far as manifests care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Keyword {
    /// `v4private`.
    #[serde(rename = "v4private")]
    V4Private,
    /// `v6global`.
    #[serde(rename = "v6global")]
    V6Global,
    /// `v6private`.
    #[serde(rename = "v6private")]
    V6Private,
    /// `v4fromNode`.
    #[serde(rename = "v4fromNode")]
    V4FromNode,
    /// `v6fromNode`.
    #[serde(rename = "v6fromNode")]
    V6FromNode,
    /// An IPv4 prefix, or a length that is placed.
    #[serde(rename = "v4-literal")]
    V4Literal,
    /// An IPv6 prefix, or a length that is placed.
    #[serde(rename = "v6-literal")]
    V6Literal,
    /// `+prefix` on an IPv4 base.
    #[serde(rename = "v4+prefix")]
    V4Prefix,
    /// `+prefix` on an IPv6 base.
    #[serde(rename = "v6+prefix")]
    V6Prefix,
    /// `custom`.
    #[serde(rename = "custom")]
    Custom,
    /// `nov4`.
    #[serde(rename = "nov4")]
    NoV4,
    /// `nov6`.
    #[serde(rename = "nov6")]
    NoV6,
}

impl Keyword {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::V4Private,
        Self::V6Global,
        Self::V6Private,
        Self::V4FromNode,
        Self::V6FromNode,
        Self::V4Literal,
        Self::V6Literal,
        Self::V4Prefix,
        Self::V6Prefix,
        Self::Custom,
        Self::NoV4,
        Self::NoV6,
    ];

    /// The keyword of a base in a family.
    pub const fn of(base: Base, family: Family) -> Self {
        match (base, family) {
            (Base::Private4, _) => Self::V4Private,
            (Base::Global(_), _) => Self::V6Global,
            (Base::Private6(_), _) => Self::V6Private,
            (Base::FromNode(_), Family::V4) => Self::V4FromNode,
            (Base::FromNode(_), Family::V6) => Self::V6FromNode,
            (Base::Literal(_) | Base::Place(_), Family::V4) => Self::V4Literal,
            (Base::Literal(_) | Base::Place(_), Family::V6) => Self::V6Literal,
            (Base::Custom, _) => Self::Custom,
            (Base::Absent, Family::V4) => Self::NoV4,
            (Base::Absent, Family::V6) => Self::NoV6,
        }
    }

    /// The keyword of `+prefix` in a family.
    pub const fn node_prefix(family: Family) -> Self {
        match family {
            Family::V4 => Self::V4Prefix,
            Family::V6 => Self::V6Prefix,
        }
    }

    /// How people write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::V4Private => "v4private",
            Self::V6Global => "v6global",
            Self::V6Private => "v6private",
            Self::V4FromNode => "v4fromNode",
            Self::V6FromNode => "v6fromNode",
            Self::V4Literal => "an IPv4 prefix",
            Self::V6Literal => "an IPv6 prefix",
            Self::V4Prefix => "+prefix on IPv4",
            Self::V6Prefix => "+prefix on IPv6",
            Self::Custom => "custom",
            Self::NoV4 => "nov4",
            Self::NoV6 => "nov6",
        }
    }

    /// Whether the language has it on that range of a cluster with those families.
    pub fn belongs(self, range: RangeKind, families: Families) -> bool {
        match self {
            Self::V4Private | Self::V4Literal => families.has(Family::V4),
            Self::V6Global | Self::V6Private | Self::V6Literal => families.has(Family::V6),
            Self::V4FromNode => range == RangeKind::Pods && families.has(Family::V4),
            Self::V6FromNode => range == RangeKind::Pods && families.has(Family::V6),
            Self::V4Prefix => range == RangeKind::Nodes && families.has(Family::V4),
            Self::V6Prefix => range == RangeKind::Nodes && families.has(Family::V6),
            Self::Custom => true,
            Self::NoV4 => families == Families::Ipv6Only,
            Self::NoV6 => families == Families::Ipv4Only,
        }
    }
}

/// Whether a manifest can say a keyword on some ranges of clusters with some families.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expression {
    /// The keyword.
    pub keyword: Keyword,
    /// On these ranges.
    pub ranges: Vec<Range>,
    /// In clusters with these families.
    pub families: Vec<Families>,
    /// Whether it can.
    pub answer: Answer,
}

impl Expression {
    /// Whether it speaks of that keyword on that range of a cluster with those families.
    pub fn covers(&self, keyword: Keyword, range: RangeKind, families: Families) -> bool {
        self.keyword == keyword
            && self.families.contains(&families)
            && self.ranges.iter().any(|&each| each.kind() == range)
    }

    /// Whether the manifest can say it.
    pub const fn expressible(&self) -> bool {
        match self.answer {
            Answer::WrittenAs(_) => true,
            Answer::Instead(_) => false,
        }
    }
}

/// Whether a manifest can say something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It can, like this.
    WrittenAs(String),
    /// It can't; this comes nearest.
    Instead(String),
}

impl Text for Expression {
    fn text(&self) -> String {
        let ranges: Vec<&str> = self.ranges.iter().map(|range| range.kind().key()).collect();
        let families: Vec<String> = self.families.iter().map(Text::text).collect();
        let answer = match &self.answer {
            Answer::WrittenAs(how) => format!("written as {how}"),
            Answer::Instead(substitute) => format!("not expressible, instead {substitute}"),
        };
        format!(
            "on {} ({}): {answer}",
            ranges.join(", "),
            families.join(", ")
        )
    }
}

/// A range as profiles name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Range {
    /// `nodes`.
    Nodes,
    /// `pods`.
    Pods,
    /// `services`.
    Services,
}

impl Range {
    /// The range of a plan.
    pub const fn kind(self) -> RangeKind {
        match self {
            Self::Nodes => RangeKind::Nodes,
            Self::Pods => RangeKind::Pods,
            Self::Services => RangeKind::Services,
        }
    }
}
