//! From text to profile: its own facts, and those of the one that it is like.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::fact::{Loose, line_column};
use super::section::{
    WrittenClusterFacts, WrittenNetworkFacts, WrittenNodeFacts, WrittenPodFacts,
    WrittenServiceFacts,
};
use super::{
    Cited, Expression, Fact, Limited, Profile, ProfileError, Quota, Taken, builtin, names,
};

/// A profile as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    /// The built-in profile that has everything which is left out here.
    #[serde(default)]
    like: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default, rename = "zone-example")]
    zone_example: Option<String>,
    #[serde(default)]
    sources: BTreeMap<String, Cited>,
    #[serde(default)]
    cluster: WrittenClusterFacts,
    #[serde(default)]
    network: WrittenNetworkFacts,
    #[serde(default)]
    nodes: WrittenNodeFacts,
    #[serde(default)]
    pods: WrittenPodFacts,
    #[serde(default)]
    services: WrittenServiceFacts,
    #[serde(default)]
    quotas: Option<BTreeMap<Limited, Fact<Quota>>>,
    #[serde(default)]
    taken: Option<Vec<Fact<Taken>>>,
    #[serde(default)]
    keywords: Option<Vec<Fact<Expression>>>,
}

impl Profile {
    /// The profile that the text says.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        let written: Written = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| ProfileError::of_reader(&error))?;
        let like = match &written.like {
            Some(name) => Some(like(name)?),
            None => None,
        };
        let own: Vec<String> = written.sources.keys().cloned().collect();
        let profile = written.filled(like)?;
        let facts: Vec<Loose<'_>> = profile
            .loose()
            .into_iter()
            .flat_map(|(_, facts)| facts)
            .collect();
        check_sources(&profile.sources, &own, &facts)?;
        Ok(profile)
    }
}

/// Whether facts and sources name each other.
pub(super) fn check_sources(
    sources: &BTreeMap<String, Cited>,
    own: &[String],
    facts: &[Loose<'_>],
) -> Result<(), ProfileError> {
    let unknown = |fact: &&Loose<'_>| !sources.contains_key(fact.source_name);
    if let Some(fact) = facts.iter().find(unknown) {
        let known: Vec<&str> = sources.keys().map(String::as_str).collect();
        let message = format!("`{}` is none of the sources here", fact.source_name);
        return Err(ProfileError::new(Some(fact.source_place), message)
            .instead_of(fact.source_name, &known));
    }
    let named = |name: &&String| facts.iter().any(|fact| fact.source_name == name.as_str());
    match own.iter().find(|name| !named(name)) {
        Some(name) => Err(
            ProfileError::new(None, format!("no fact names the source `{name}`"))
                .help("name it, or leave it out"),
        ),
        None => Ok(()),
    }
}

impl Written {
    fn filled(self, like: Option<&Profile>) -> Result<Profile, ProfileError> {
        let missing = |section: &str, key: &str| {
            let message = format!("`{key}` is missing in `{section}`");
            ProfileError::new(None, message)
                .help("add it, or say which profile has it: `like: generic`")
        };
        let text = |own: Option<String>, like: Option<&String>, key: &str| {
            own.or_else(|| like.cloned()).ok_or_else(|| {
                ProfileError::new(None, format!("`{key}` is missing")).help(format!("add `{key}:`"))
            })
        };
        Ok(Profile {
            title: text(self.title, like.map(|like| &like.title), "title")?,
            summary: text(self.summary, like.map(|like| &like.summary), "summary")?,
            sources: sources(self.sources, like)?,
            cluster: self
                .cluster
                .filled(like.map(|like| &like.cluster))
                .map_err(|key| missing("cluster", &key))?,
            network: self
                .network
                .filled(like.map(|like| &like.network))
                .map_err(|key| missing("network", &key))?,
            nodes: self
                .nodes
                .filled(like.map(|like| &like.nodes))
                .map_err(|key| missing("nodes", &key))?,
            pods: self
                .pods
                .filled(like.map(|like| &like.pods))
                .map_err(|key| missing("pods", &key))?,
            services: self
                .services
                .filled(like.map(|like| &like.services))
                .map_err(|key| missing("services", &key))?,
            quotas: quotas(self.quotas, like),
            taken: self
                .taken
                .or_else(|| like.map(|like| like.taken.clone()))
                .unwrap_or_default(),
            keywords: keywords(self.keywords, like),
            name: self.name,
            aliases: self.aliases,
            zone_example: self
                .zone_example
                .or_else(|| like.and_then(|like| like.zone_example.clone())),
        })
    }
}

/// The profile that another is like.
fn like(name: &Spanned<String>) -> Result<&'static Profile, ProfileError> {
    builtin(&name.value).ok_or_else(|| {
        let known: Vec<&str> = names().collect();
        let message = format!("`{}` is no built-in profile", name.value);
        ProfileError::new(Some(line_column(name.referenced)), message)
            .instead_of(&name.value, &known)
    })
}

/// A name means one source, or the facts that are taken over would cite another than they were read in.
fn sources(
    mut own: BTreeMap<String, Cited>,
    like: Option<&Profile>,
) -> Result<BTreeMap<String, Cited>, ProfileError> {
    let Some(like) = like else {
        return Ok(own);
    };
    let other = |(name, source): &(&String, &Cited)| {
        like.sources
            .get(*name)
            .is_some_and(|theirs| theirs != *source)
    };
    if let Some((name, _)) = own.iter().find(other) {
        let message = format!("the source `{name}` is another one in `{}`", like.name);
        return Err(ProfileError::new(None, message).help("call it otherwise"));
    }
    for (name, source) in &like.sources {
        own.entry(name.clone()).or_insert_with(|| source.clone());
    }
    Ok(own)
}

fn quotas(
    own: Option<BTreeMap<Limited, Fact<Quota>>>,
    like: Option<&Profile>,
) -> BTreeMap<Limited, Fact<Quota>> {
    let mut quotas = like.map(|like| like.quotas.clone()).unwrap_or_default();
    quotas.extend(own.unwrap_or_default());
    quotas
}

/// A profile's own answers, in front of those that it takes over: the first one counts.
fn keywords(own: Option<Vec<Fact<Expression>>>, like: Option<&Profile>) -> Vec<Fact<Expression>> {
    let mut keywords = own.unwrap_or_default();
    let theirs = like
        .map(|like| like.keywords.as_slice())
        .unwrap_or_default();
    keywords.extend(theirs.iter().cloned());
    keywords
}
