//! What changes with the version of Kubernetes and of Gardener, as data: `assets/versions.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use super::Chapter;
use super::decode::{Length4, Length6, plain};
use super::error::ProfileError;
use super::fact::{Cited, Entry, Fact, Loose};
use super::read::check_sources;
use super::text::Text;
use crate::addr::{Count, Family, Length};
use crate::plan::Version;

static BUILT_IN: LazyLock<Releases> = LazyLock::new(|| {
    Releases::read(include_str!("../../assets/versions.yaml"))
        .expect("invariant: a test reads the built-in versions")
});

/// What changes with versions.
pub fn releases() -> &'static Releases {
    &BUILT_IN
}

/// What changes with the version of Kubernetes and of Gardener.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Releases {
    sources: BTreeMap<String, Cited>,
    /// The versions of Kubernetes that are known.
    pub kubernetes: Kubernetes,
    /// What becomes of service ranges.
    pub services: ServiceBounds,
    /// The releases of Gardener that are known.
    pub gardener: Gardener,
    /// Which Kubernetes comes with which Gardener, the oldest first.
    pub offered: Vec<Fact<Offered>>,
    /// What Gardener can from some release on, the oldest first.
    pub abilities: Vec<Fact<Able>>,
}

/// The versions of Kubernetes that are known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kubernetes {
    /// The newest; a newer one is taken as this one.
    pub newest: Fact<Minor>,
    /// The oldest; an older one is taken as this one.
    pub oldest: Fact<Minor>,
}

/// The releases of Gardener that are known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gardener {
    /// The newest; a newer one is taken as this one.
    pub newest: Fact<Minor>,
    /// The oldest Kubernetes that it still runs.
    pub oldest_kubernetes: Fact<Minor>,
}

/// What becomes of service ranges, by version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceBounds {
    /// The largest range with which kube-apiserver starts, up to some version.
    pub bound: Fact<Bound>,
    /// The largest IPv6 range that is handed out whole, up to some version.
    pub bitmap: Fact<Bitmap>,
    /// The largest IPv6 range out of which an address can be allocated.
    #[serde(deserialize_with = "length6")]
    pub allocator: Fact<Length>,
    /// Where addresses come out of the wrong range.
    pub half_outside: Fact<HalfOutside>,
    /// The smallest range that a cluster can live with.
    pub smallest: Fact<Smallest>,
}

/// A minor version of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Minor(Version);

impl Minor {
    /// The version.
    pub const fn version(self) -> Version {
        self.0
    }

    /// Whether that version is older; patches do not count.
    pub const fn is_after(self, version: Version) -> bool {
        version.minor < self.0.minor
    }

    /// Whether that version is newer; patches do not count.
    pub const fn is_before(self, version: Version) -> bool {
        self.0.minor < version.minor
    }
}

impl TryFrom<String> for Minor {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match Version::parse(&text) {
            Some(version) if version.patch.is_none() => Ok(Self(version)),
            Some(_) | None => Err(VersionError(text)),
        }
    }
}

/// A full version with its patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Patched {
    minor: u16,
    patch: u16,
}

impl Patched {
    /// The patch.
    pub const fn patch(self) -> u16 {
        self.patch
    }
}

impl TryFrom<String> for Patched {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let version = Version::parse(&text);
        match version.and_then(|version| Some((version.minor, version.patch?))) {
            Some((minor, patch)) => Ok(Self { minor, patch }),
            None => Err(VersionError(text)),
        }
    }
}

/// Why a text is no version here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no such version; write it as \"1.34\", or \"1.34.8\" where a patch counts")]
pub struct VersionError(String);

/// The largest service range of each family, up to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The last minor version with that bound.
    pub until: Minor,
    #[serde(deserialize_with = "plain::<_, Length4, _>")]
    v4: Length,
    #[serde(deserialize_with = "plain::<_, Length6, _>")]
    v6: Length,
}

impl Bound {
    /// The largest range of a family.
    pub const fn of(&self, family: Family) -> Length {
        match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        }
    }
}

/// The largest IPv6 service range that is handed out whole, up to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bitmap {
    /// The last minor version with that bound.
    pub until: Minor,
    /// The range.
    #[serde(deserialize_with = "plain::<_, Length6, _>")]
    pub v6: Length,
    /// How many addresses of a larger one are handed out.
    pub addresses: u32,
}

/// A minor version that takes addresses out of the range below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfOutside {
    /// The length of the range.
    #[serde(deserialize_with = "plain::<_, Length6, _>")]
    pub v6: Length,
    /// The minor version.
    pub minor: Minor,
    /// The patch that mends it.
    pub mended: Patched,
}

/// The smallest service range of each family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smallest {
    #[serde(deserialize_with = "plain::<_, Length4, _>")]
    v4: Length,
    #[serde(deserialize_with = "plain::<_, Length6, _>")]
    v6: Length,
}

impl Smallest {
    /// The smallest range of a family.
    pub const fn of(&self, family: Family) -> Length {
        match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        }
    }
}

/// A Kubernetes version, and the release of Gardener that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// The minor version of Kubernetes.
    pub kubernetes: Minor,
    /// The release of Gardener.
    pub gardener: Minor,
}

/// Something that Gardener can from a release on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Able {
    /// What it can.
    pub ability: Ability,
    /// The release.
    pub gardener: Minor,
}

/// What Gardener could not from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ability {
    /// Clusters of IPv6 alone without a node range.
    NodesUnsaid,
    /// Clusters with both families.
    DualStack,
    /// An IPv6 node mask beside the IPv4 one.
    NodeMaskV6,
    /// Clusters of IPv4 that get IPv6 too.
    ToDualStack,
    /// Clusters of both that go back to IPv4.
    FromDualStack,
}

/// Reads a fact that is an IPv6 length.
fn length6<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fact<Length>, D::Error> {
    Fact::<Length6>::deserialize(deserializer).map(|fact| fact.map(Into::into))
}

impl Releases {
    /// The versions that the text says.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        let releases: Self = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| ProfileError::of_reader(&error))?;
        let facts: Vec<Loose<'_>> = releases
            .loose()
            .into_iter()
            .flat_map(|(_, facts)| facts)
            .collect();
        let own: Vec<String> = releases.sources.keys().cloned().collect();
        check_sources(&releases.sources, &own, &facts)?;
        Ok(releases)
    }

    /// Since when Gardener can something.
    pub fn since(&self, ability: Ability) -> Option<&Fact<Able>> {
        self.abilities
            .iter()
            .find(|fact| fact.value.ability == ability)
    }

    /// Since when Gardener runs a version of Kubernetes, where that is known.
    pub fn offered_since(&self, kubernetes: Version) -> Option<&Fact<Offered>> {
        self.offered
            .iter()
            .find(|fact| fact.value.kubernetes.version().minor == kubernetes.minor)
    }

    /// Where and when a fact was read.
    pub fn cited<T>(&self, fact: &Fact<T>) -> &Cited {
        self.sources
            .get(fact.source_name())
            .expect("invariant: reading checks that every fact's source is listed")
    }

    /// Every fact, below headings: what `trellis explain versions` prints.
    pub fn page(&self) -> Vec<Chapter<'_>> {
        self.loose()
            .into_iter()
            .map(|(heading, facts)| Chapter {
                heading,
                entries: facts
                    .into_iter()
                    .map(|fact| Entry {
                        source: self
                            .sources
                            .get(fact.source_name)
                            .expect("invariant: reading checks that every fact's source is listed"),
                        key: fact.key,
                        says: fact.says,
                        value: fact.value,
                    })
                    .collect(),
            })
            .collect()
    }

    fn loose(&self) -> Vec<(&'static str, Vec<Loose<'_>>)> {
        let services = vec![
            self.services.bound.loose("bound"),
            self.services.bitmap.loose("bitmap"),
            self.services.allocator.loose("allocator"),
            self.services.half_outside.loose("half-outside"),
            self.services.smallest.loose("smallest"),
        ];
        let kubernetes = vec![
            self.kubernetes.newest.loose("newest"),
            self.kubernetes.oldest.loose("oldest"),
        ];
        let mut gardener = vec![
            self.gardener.newest.loose("newest"),
            self.gardener.oldest_kubernetes.loose("oldest-kubernetes"),
        ];
        gardener.extend(self.offered.iter().map(|fact| fact.loose("offered")));
        gardener.extend(self.abilities.iter().map(|fact| fact.loose("ability")));
        vec![
            ("Kubernetes", kubernetes),
            ("Service ranges", services),
            ("Gardener", gardener),
        ]
    }
}

impl Text for Minor {
    fn text(&self) -> String {
        self.0.to_string()
    }
}

impl Text for Bound {
    fn text(&self) -> String {
        format!(
            "{} and {} at most, up to {}",
            self.v4,
            self.v6,
            self.until.text()
        )
    }
}

impl Text for Bitmap {
    fn text(&self) -> String {
        format!(
            "{} addresses of what is larger than {}, up to {}",
            Count::from(self.addresses),
            self.v6,
            self.until.text()
        )
    }
}

impl Text for HalfOutside {
    fn text(&self) -> String {
        let (minor, patch) = (self.minor.text(), self.mended.patch);
        format!("{} with {minor}, mended in {minor}.{patch}", self.v6)
    }
}

impl Text for Smallest {
    fn text(&self) -> String {
        format!("{} and {} at least", self.v4, self.v6)
    }
}

impl Text for Offered {
    fn text(&self) -> String {
        let (kubernetes, gardener) = (self.kubernetes.text(), self.gardener.text());
        format!("Kubernetes {kubernetes} since {gardener}")
    }
}

impl Text for Able {
    fn text(&self) -> String {
        let what = match self.ability {
            Ability::NodesUnsaid => "no node range",
            Ability::DualStack => "dual stack",
            Ability::NodeMaskV6 => "nodeCIDRMaskSizeIPv6",
            Ability::ToDualStack => "from IPv4 to dual stack",
            Ability::FromDualStack => "from dual stack back to IPv4",
        };
        format!("{what} since {}", self.gardener.text())
    }
}
