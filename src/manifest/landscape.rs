//! What Shoots are checked against beside themselves: seeds, `CloudProfiles` and `ManagedSeeds` among the same texts.

use super::cursor::At;
use crate::plan::Version;

/// A Seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seed {
    /// Its name.
    pub name: String,
    /// The range of its nodes.
    pub nodes: Option<String>,
    /// The range of its pods.
    pub pods: Option<String>,
    /// The range of its services.
    pub services: Option<String>,
    /// What Shoots on it get as pods where they say none.
    pub shoot_pods: Option<String>,
    /// What Shoots on it get as services where they say none.
    pub shoot_services: Option<String>,
}

/// A `ManagedSeed`: a Shoot that is a Seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedSeed {
    /// `namespace/name` of the Shoot.
    pub shoot: String,
    /// The networks that it says the Seed has.
    pub seed: Seed,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landscape {
    /// The seeds.
    pub seeds: Vec<Seed>,
    /// The Shoots that are seeds.
    pub managed: Vec<ManagedSeed>,
    /// `CloudProfiles` that limit nodes: name, and `spec.limits.maxNodesTotal`.
    pub profiles: Vec<(String, i64)>,
    /// The version of Gardener, where someone has said it.
    pub gardener: Option<Version>,
}

impl Landscape {
    /// Adds what another text knows.
    pub fn extend(&mut self, other: &Self) {
        self.seeds.extend(other.seeds.iter().cloned());
        self.managed.extend(other.managed.iter().cloned());
        self.profiles.extend(other.profiles.iter().cloned());
        self.gardener = self.gardener.or(other.gardener);
    }

    /// The seed of that name.
    pub fn seed(&self, name: &str) -> Option<&Seed> {
        self.seeds.iter().find(|seed| seed.name == name)
    }

    /// The `ManagedSeed` of a Shoot.
    pub fn managed(&self, shoot: &str) -> Option<&ManagedSeed> {
        self.managed.iter().find(|managed| managed.shoot == shoot)
    }
}

pub(super) fn seed(object: &At<'_>) -> Seed {
    let name = object.keys(&["metadata", "name"]);
    networks(
        &object.keys(&["spec", "networks"]),
        name.text().unwrap_or(""),
    )
}

fn networks(networks: &At<'_>, name: &str) -> Seed {
    let said = |keys: &[&str]| networks.keys(keys).said().map(str::to_owned);
    Seed {
        name: name.to_owned(),
        nodes: said(&["nodes"]),
        pods: said(&["pods"]),
        services: said(&["services"]),
        shoot_pods: said(&["shootDefaults", "pods"]),
        shoot_services: said(&["shootDefaults", "services"]),
    }
}

pub(super) fn managed_seed(object: &At<'_>) -> Option<ManagedSeed> {
    let name = object.keys(&["metadata", "name"]).said()?;
    let namespace = object.keys(&["metadata", "namespace"]);
    let shoot = object.keys(&["spec", "shoot", "name"]).said()?;
    let config = object.keys(&["spec", "gardenlet", "config", "seedConfig"]);
    Some(ManagedSeed {
        shoot: match namespace.said() {
            Some(namespace) => format!("{namespace}/{shoot}"),
            None => shoot.to_owned(),
        },
        seed: networks(&config.keys(&["spec", "networks"]), name),
    })
}

pub(super) fn profile(object: &At<'_>) -> Option<(String, i64)> {
    let name = object.keys(&["metadata", "name"]).said()?;
    let most = object.keys(&["spec", "limits", "maxNodesTotal"]).number()?;
    Some((name.to_owned(), most))
}
