//! Seeds: the clusters that run control planes, whose ranges shoots must not touch.

use super::ask::RangeKind;
use super::meaning::{Reader, cut};
use super::value::Value;
use crate::addr::{Family, Prefix};

/// A seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// What shoots call it in `seed`.
    pub name: Box<str>,
    /// Its own ranges, one a family.
    pub ranges: Box<[(RangeKind, Prefix)]>,
    /// What a shoot gets there that says nothing: pods and services, one a family.
    pub shoot_defaults: Box<[(RangeKind, Prefix)]>,
}

impl Seed {
    /// The range that a shoot gets there in a family if it says nothing.
    pub fn shoot_default(&self, kind: RangeKind, family: Family) -> Option<Prefix> {
        self.shoot_defaults
            .iter()
            .find(|(other, prefix)| *other == kind && prefix.family() == family)
            .map(|&(_, prefix)| prefix)
    }
}

/// The most bits of an IPv4 service range that a Seed may have (g a: at most a /8).
const SERVICES_V4: u8 = 8;
const FORM: &str =
    "write {name: soil, nodes: 10.240.0.0/16, pods: 10.241.128.0/17, services: 10.241.0.0/17}";
const DEFAULTS: &str = "shoot-defaults";

/// Reads `seeds`.
pub(super) fn seeds(reader: &mut Reader, value: &Value) -> Vec<Seed> {
    let mut seeds: Vec<Seed> = Vec::new();
    for (item, value) in value.items().iter().enumerate() {
        let Some(seed) = seed(reader, item, value) else {
            continue;
        };
        if seeds.iter().any(|other| other.name == seed.name) {
            let message = format!("two seeds are called `{}`", cut(&seed.name));
            reader.fault(item, &seed.name, message, "give each its own name");
        }
        seeds.push(seed);
    }
    seeds
}

fn seed(reader: &mut Reader, item: usize, value: &Value) -> Option<Seed> {
    let Value::Map(pairs) = value else {
        let message = "`seeds` takes a list of seeds, each with a name and ranges".to_owned();
        reader.fault(item, "", message, FORM);
        return None;
    };
    let mut seed = Seed {
        name: "".into(),
        ranges: Box::default(),
        shoot_defaults: Box::default(),
    };
    let mut ranges = Vec::new();
    for (key, value) in pairs {
        match (&**key, range_kind(key)) {
            ("name", _) => seed.name = value.as_text().unwrap_or("").into(),
            (DEFAULTS, _) => seed.shoot_defaults = defaults(reader, item, value).into(),
            (_, Some(kind)) => prefixes(reader, item, (kind, value), &mut ranges),
            (_, None) => {
                let message = format!(
                    "a seed has no key `{}`; it has name, nodes, pods, services and {DEFAULTS}",
                    cut(key)
                );
                reader.fault(item, key, message, FORM);
            }
        }
    }
    if seed.name.is_empty() {
        reader.fault(item, "", "a seed has no name".to_owned(), FORM);
        return None;
    }
    check_services(reader, item, &ranges);
    seed.ranges = ranges.into();
    Some(seed)
}

fn range_kind(key: &str) -> Option<RangeKind> {
    RangeKind::ALL.into_iter().find(|kind| kind.key() == key)
}

fn defaults(reader: &mut Reader, item: usize, value: &Value) -> Vec<(RangeKind, Prefix)> {
    let mut defaults = Vec::new();
    let form = "write shoot-defaults: {pods: 100.96.0.0/11, services: 100.64.0.0/13}";
    let Value::Map(pairs) = value else {
        let message = format!("`{DEFAULTS}` takes a mapping of pods and services");
        reader.fault(item, "", message, form);
        return defaults;
    };
    for (key, value) in pairs {
        let kind = range_kind(key).filter(|&kind| kind != RangeKind::Nodes);
        if let Some(kind) = kind {
            prefixes(reader, item, (kind, value), &mut defaults);
        } else {
            let message = format!(
                "`{DEFAULTS}` has the key `{}`; a seed has defaults of pods and services",
                cut(key)
            );
            reader.fault(item, key, message, form);
        }
    }
    defaults
}

/// A prefix, or a list with one of each family.
fn prefixes(
    reader: &mut Reader,
    item: usize,
    (kind, value): (RangeKind, &Value),
    into: &mut Vec<(RangeKind, Prefix)>,
) {
    for value in value.items() {
        let Some(text) = value.as_text() else {
            let message = format!("`{}` of a seed takes prefixes", kind.key());
            reader.fault(item, "", message, FORM);
            continue;
        };
        let Some(prefix) = reader.prefix(item, text, None) else {
            continue;
        };
        let same =
            |&(other, old): &(RangeKind, Prefix)| other == kind && old.family() == prefix.family();
        if into.iter().any(same) {
            let message = format!(
                "a seed has two {} prefixes for {}",
                prefix.family(),
                kind.key()
            );
            reader.fault(item, text, message, "write one prefix a family");
        } else {
            into.push((kind, prefix));
        }
    }
}

fn check_services(reader: &mut Reader, item: usize, ranges: &[(RangeKind, Prefix)]) {
    let wide = ranges.iter().find(|(kind, prefix)| {
        *kind == RangeKind::Services && prefix.family() == Family::V4 && prefix.bits() < SERVICES_V4
    });
    if let Some((_, prefix)) = wide {
        let message = format!(
            "a seed's IPv4 services are {prefix}, and Gardener takes a /{SERVICES_V4} at most"
        );
        let help = format!("write a /{SERVICES_V4} or longer");
        reader.fault(item, &prefix.to_string(), message, &help);
    }
}
