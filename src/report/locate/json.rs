//! The JSON of `locate`. Numbers of members, nodes and pod ranges are decimal strings, as all counts are.

use serde::Serialize;

use super::super::json::print;
use super::{Standing, link_path, member_path, place_text, range_of};
use crate::addr::{Count, Prefix};
use crate::document::Document;
use crate::engine::{Link, Located, Member, Place};

const VERSION: u8 = 1;

#[derive(Serialize)]
struct Answer {
    version: u8,
    address: Option<String>,
    path: Option<String>,
    prefixes: Vec<Entry>,
    chains: Vec<Vec<Step>>,
    gap: Option<Gap>,
}

#[derive(Serialize)]
struct Entry {
    path: String,
    family: String,
    zone: Option<String>,
    length: Option<u8>,
    first: Option<String>,
    last: Option<String>,
    first_address: Option<String>,
    last_address: Option<String>,
    origin: &'static str,
}

#[derive(Serialize)]
struct Step {
    path: String,
    kind: &'static str,
    index: Option<String>,
    prefix: Option<String>,
}

#[derive(Serialize)]
struct Gap {
    path: String,
    first: String,
    last: String,
    kept_for: Option<String>,
}

/// What `locate` says of an address or a prefix.
pub fn located_json(document: &Document, wanted: Prefix, located: &Located) -> String {
    let plan = document.plan();
    let members = located
        .holders
        .first()
        .map(|holder| holder.members.as_slice());
    let path = |node| member_path(plan, node, members.unwrap_or(&[]));
    print(&Answer {
        version: VERSION,
        address: Some(place_text(wanted)),
        path: None,
        prefixes: Vec::new(),
        chains: located
            .holders
            .iter()
            .map(|holder| steps(document, &holder.links, &holder.members))
            .collect(),
        gap: located.gap.map(|gap| Gap {
            path: path(gap.node),
            first: gap.first.to_string(),
            last: gap.last.to_string(),
            kept_for: gap.kept_for.map(path),
        }),
    })
}

/// What `locate` says of a path.
pub fn standing_json(document: &Document, standing: &Standing) -> String {
    let text = |prefix: Option<Prefix>| prefix.map(|prefix| prefix.to_string());
    let entries = standing.entries.iter().map(|entry| Entry {
        path: entry.path.clone(),
        family: entry.family.to_string(),
        zone: entry.zone.clone(),
        length: entry.length.map(crate::addr::Length::bits),
        first: text(entry.first),
        last: text(entry.last),
        first_address: entry.first.map(|first| first.first().to_string()),
        last_address: entry.last.map(|last| last.last().to_string()),
        origin: entry.origin.word(),
    });
    print(&Answer {
        version: VERSION,
        address: None,
        path: Some(standing.path.clone()),
        prefixes: entries.collect(),
        chains: standing
            .chains
            .iter()
            .map(|links| steps(document, links, &standing.members))
            .collect(),
        gap: None,
    })
}

fn steps(document: &Document, links: &[Link], members: &[Member]) -> Vec<Step> {
    let plan = document.plan();
    let range = range_of(links);
    links
        .iter()
        .map(|link| Step {
            path: link_path(plan, link, members, range),
            kind: match link.place {
                Place::Definition => plan.kind(link.node).json(),
                Place::Ula => "ula",
                Place::Range(kind) => kind.key(),
                Place::NodeZone(_) => "node-zone",
                Place::Node => "node",
                Place::PodRange => "pod-range",
            },
            index: link.index.map(|index| Count::new(index).decimal()),
            prefix: link.prefix.map(|prefix| prefix.to_string()),
        })
        .collect()
}
