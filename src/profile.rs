//! What providers offer and forbid, as data: every fact with its sentence, its source and the day it was read.
//!
//! The built-in profiles are files under `assets/providers`; a user's file has the same form, and may say `like:` a
//! built-in one, which has what it leaves out.
//! A profile decides nothing. What a plan comes to is the engine's matter, what is wrong with it the rules'.

mod decode;
mod error;
mod fact;
mod keyword;
mod network;
mod offer;
mod pods;
mod quota;
mod read;
mod registry;
mod releases;
mod reserved;
mod section;
mod terms;
#[cfg(test)]
mod tests;
mod text;
mod unplanned;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use error::ProfileError;
pub use fact::{AsOf, Cited, Entry, Fact, FactError, Url};
pub use keyword::{Answer, Expression, Keyword, Range};
pub use network::{ByFamily, NodesWithin, SubnetRole, Taken, Touching, ZoneCut, ZoneSubnets};
pub use offer::{Fit, Offer, OfferError, Otherwise};
pub use pods::{Allocates, Allocator, DualStackPods, FromNode, Services};
pub use quota::{Limited, Quota, Raise};
pub use registry::Profiles;
pub use releases::{
    Ability, Able, Bitmap, Bound, Gardener, HalfOutside, Kubernetes, Minor, Offered, Patched,
    Releases, ServiceBounds, Smallest, VersionError, releases,
};
pub use reserved::{Reserved, reserved};
pub use section::{ClusterFacts, NetworkFacts, NodeFacts, PodFacts, ServiceFacts};
pub use terms::{Containment, Families, HandedOver, Overlay, RangeLengths, RangePrefixes, Side};
pub use text::Text;
pub use unplanned::{UNPLANNED, Unplanned, unplanned};

use crate::plan::RangeKind;
use crate::source::Source;
use fact::Loose;

/// The built-in profiles: name and text, sorted by name.
pub static PROFILES: &[(&str, &str)] = &[
    (
        "alicloud",
        include_str!("../assets/providers/alicloud.yaml"),
    ),
    ("aws", include_str!("../assets/providers/aws.yaml")),
    ("azure", include_str!("../assets/providers/azure.yaml")),
    ("gcp", include_str!("../assets/providers/gcp.yaml")),
    ("generic", include_str!("../assets/providers/generic.yaml")),
    (
        "ironcore",
        include_str!("../assets/providers/ironcore.yaml"),
    ),
    (
        "ironcore-metal",
        include_str!("../assets/providers/ironcore-metal.yaml"),
    ),
    ("local", include_str!("../assets/providers/local.yaml")),
    (
        "openstack",
        include_str!("../assets/providers/openstack.yaml"),
    ),
];

/// The profile that stands in where no provider is named or the named one is unknown.
pub const GENERIC: &str = "generic";

static BUILT_IN: LazyLock<BTreeMap<&'static str, Profile>> = LazyLock::new(|| {
    let read = |&(name, text)| {
        let profile = Profile::read(text).expect("invariant: a test reads every built-in profile");
        (name, profile)
    };
    PROFILES.iter().map(read).collect()
});

/// The built-in profile of that name, be it what people say beside it.
pub fn builtin(name: &str) -> Option<&'static Profile> {
    BUILT_IN.get(name).or_else(|| {
        let is_said = |profile: &&Profile| profile.aliases.iter().any(|alias| alias == name);
        BUILT_IN.values().find(is_said)
    })
}

/// The profile that offers everything and forbids nothing.
pub fn generic() -> &'static Profile {
    builtin(GENERIC).expect("invariant: the generic profile is built in")
}

/// The names of the built-in profiles, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|&(name, _)| name)
}

/// What one provider offers and forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What plans call it.
    pub name: String,
    /// What else plans may call it.
    pub aliases: Vec<String>,
    /// What people call it.
    pub title: String,
    /// What to know before anything else, in a sentence or two.
    pub summary: String,
    /// What a zone is called there, such as `eu-central-1a`, where the workers of a manifest must name theirs.
    pub zone_example: Option<String>,
    sources: BTreeMap<String, Cited>,
    /// What clusters there are.
    pub cluster: ClusterFacts,
    /// VPCs, subnets and zones.
    pub network: NetworkFacts,
    /// What a node gets.
    pub nodes: NodeFacts,
    /// What pods get.
    pub pods: PodFacts,
    /// Where services come from.
    pub services: ServiceFacts,
    /// How many of something there are at most.
    pub quotas: BTreeMap<Limited, Fact<Quota>>,
    /// Ranges that the provider uses itself.
    pub taken: Vec<Fact<Taken>>,
    /// Which specs a manifest can say.
    pub keywords: Vec<Fact<Expression>>,
}

/// A heading of a profile's page, and the facts below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter<'profile> {
    /// The heading.
    pub heading: &'static str,
    /// The facts, in the order of the profile's text.
    pub entries: Vec<Entry<'profile>>,
}

impl Profile {
    /// Where and when a fact of this profile was read.
    pub fn cited<T>(&self, fact: &Fact<T>) -> &Cited {
        self.named(fact.source_name())
    }

    /// The source of a fact as findings carry it.
    pub fn source<T>(&'static self, fact: &Fact<T>) -> Source {
        self.cited(fact).as_source()
    }

    fn named(&self, name: &str) -> &Cited {
        self.sources
            .get(name)
            .expect("invariant: reading checks that every fact's source is listed")
    }

    /// The quota on something, if there is one.
    pub fn quota(&self, limited: Limited) -> Option<&Fact<Quota>> {
        self.quotas.get(&limited)
    }

    /// What the profile says of a keyword on a range of a cluster with those families.
    /// `None` where the language has no such thing, or the provider no such cluster.
    pub fn expression(
        &self,
        keyword: Keyword,
        range: RangeKind,
        families: Families,
    ) -> Option<&Fact<Expression>> {
        self.keywords
            .iter()
            .find(|fact| fact.value.covers(keyword, range, families))
    }

    /// Every fact, below headings: what `trellis explain` prints.
    pub fn page(&self) -> Vec<Chapter<'_>> {
        self.loose()
            .into_iter()
            .filter(|(_, facts)| !facts.is_empty())
            .map(|(heading, facts)| Chapter {
                heading,
                entries: facts.into_iter().map(|fact| self.entry(fact)).collect(),
            })
            .collect()
    }

    fn entry<'profile>(&'profile self, fact: Loose<'profile>) -> Entry<'profile> {
        Entry {
            source: self.named(fact.source_name),
            key: fact.key,
            says: fact.says,
            value: fact.value,
        }
    }

    /// Every fact without its type, below headings.
    fn loose(&self) -> Vec<(&'static str, Vec<Loose<'_>>)> {
        let quotas = self
            .quotas
            .iter()
            .map(|(limited, fact)| fact.loose(limited.key()));
        let taken = self.taken.iter().map(|fact| fact.loose("taken"));
        let keywords = self
            .keywords
            .iter()
            .map(|fact| fact.loose(fact.value.keyword.key()));
        vec![
            ("Clusters", self.cluster.facts()),
            ("VPCs, subnets, zones", self.network.facts()),
            ("Nodes", self.nodes.facts()),
            ("Pods", self.pods.facts()),
            ("Services", self.services.facts()),
            ("Quotas", quotas.collect()),
            ("Taken ranges", taken.collect()),
            (
                if self.cluster.gardener.value {
                    "Keywords in a Shoot manifest"
                } else {
                    "Keywords, as a Shoot manifest of Gardener's providers may say them"
                },
                keywords.collect(),
            ),
        ]
    }
}
