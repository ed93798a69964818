//! Where an address belongs, and where a path lies: `trellis locate`, and what the screen says when one goes there.

mod json;
mod standing;

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::Look;
use super::look::Role;
use crate::addr::{AddressError, Family, Length, Prefix, parse_address, parse_prefix};
use crate::document::Document;
use crate::engine::{Gap, Holder, Link, Located, Member, Place};
pub use crate::inventory::member_path;
use crate::inventory::step_name;
use crate::plan::{Plan, RangeKind};
use crate::profile::SubnetRole;
use crate::visible::clean;

pub use json::{located_json, standing_json};
pub use standing::{Standing, standing_text};

/// The prefix or address that a text spells; nothing if it spells neither, and so may be a path.
pub fn parse_place(text: &str) -> Result<Option<Prefix>, AddressError> {
    let parsed = match parse_address(text) {
        Ok(address) => {
            let host = Length::host(match address {
                std::net::IpAddr::V4(_) => Family::V4,
                std::net::IpAddr::V6(_) => Family::V6,
            });
            return Ok(Prefix::holding(address, host));
        }
        Err(AddressError::Address(_)) => parse_prefix(text),
        Err(error) => Err(error),
    };
    match parsed {
        Ok(prefix) => Ok(Some(prefix)),
        Err(AddressError::Address(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An address, or a prefix where it is no single address.
pub fn place_text(wanted: Prefix) -> String {
    if wanted.length() == Length::host(wanted.family()) {
        wanted.first().to_string()
    } else {
        wanted.to_string()
    }
}

/// The path of a link: that of its definition, with the range behind it.
fn link_path(plan: &Plan, link: &Link, members: &[Member], range: Option<RangeKind>) -> String {
    let mut path = member_path(plan, link.node, members);
    match (link.place, range) {
        (Place::Definition | Place::Ula, _) | (_, None) => {}
        (Place::Range(_) | Place::NodeZone(_) | Place::Node | Place::PodRange, Some(kind)) => {
            path.push('.');
            path.push_str(kind.key());
        }
    }
    path
}

/// The range that a chain ends in.
fn range_of(links: &[Link]) -> Option<RangeKind> {
    links.iter().find_map(|link| match link.place {
        Place::Range(kind) => Some(kind),
        Place::Definition | Place::Ula | Place::NodeZone(_) | Place::Node | Place::PodRange => None,
    })
}

/// Where a chain ends, in a line: `eu10/live/prod-7/billing.nodes, zone eu-central-1c, node 5`.
pub fn chain_text(document: &Document, links: &[Link], members: &[Member]) -> String {
    let (path, inner) = ends(document, links, members);
    let mut words = vec![path];
    words.extend(inner);
    words.join(", ")
}

/// The same with what is innermost in front, for where there is little room.
pub fn chain_end_first(document: &Document, links: &[Link], members: &[Member]) -> String {
    let (path, mut inner) = ends(document, links, members);
    inner.reverse();
    if inner.is_empty() {
        return path;
    }
    format!("{}: {path}", inner.join(", "))
}

/// The path at the end of a chain, and what in it is no definition or range.
fn ends(document: &Document, links: &[Link], members: &[Member]) -> (String, Vec<String>) {
    let path = links.last().map_or_else(String::new, |last| {
        link_path(document.plan(), last, members, range_of(links))
    });
    let path = if path.is_empty() {
        "the plan".to_owned()
    } else {
        path
    };
    let mut inner: Vec<String> = Vec::new();
    for link in links {
        match (link.place, link.index) {
            (Place::Definition | Place::Range(_), _) => {}
            (Place::PodRange, None) => {
                let node = inner.pop().unwrap_or_default();
                inner.push(format!("pods of {node}"));
            }
            (Place::Ula | Place::NodeZone(_) | Place::Node | Place::PodRange, _) => {
                inner.push(link_name(document, link, members));
            }
        }
    }
    (path, inner)
}

/// What a link of a chain is called.
fn link_name(document: &Document, link: &Link, members: &[Member]) -> String {
    let index = |link: &Link| {
        link.index
            .map_or_else(String::new, |index| index.to_string())
    };
    match link.place {
        Place::Definition => step_name(document.plan(), link.node, members),
        Place::Ula => "its unique local prefix".to_owned(),
        Place::Range(kind) => kind.key().to_owned(),
        Place::NodeZone(role) => {
            let zones = document
                .evaluation()
                .shoot(document.plan(), link.node)
                .zones();
            let zone = link.index.and_then(|index| usize::try_from(index).ok());
            let name = zone.and_then(|zone| zones.get(zone));
            let name = name.map_or_else(|| index(link), ToString::to_string);
            match role {
                SubnetRole::Workers => format!("zone {name}"),
                SubnetRole::Internal | SubnetRole::Public | SubnetRole::Services => {
                    format!("the {} subnet of zone {name}", role.key())
                }
            }
        }
        Place::Node => format!("node {}", index(link)),
        Place::PodRange if link.index.is_none() => "its pods".to_owned(),
        Place::PodRange => format!("pod range {}", index(link)),
    }
}

/// Where an address belongs, in a line.
pub fn says(document: &Document, wanted: Prefix, located: &Located) -> String {
    let place = place_text(wanted);
    let [holder] = located.holders.as_slice() else {
        let more = if located.more { "more than " } else { "" };
        return match located.holders.len() {
            0 => format!("{place} is in no prefix of the plan"),
            many => format!("{place} is in {more}{many} places"),
        };
    };
    let chain = chain_text(document, &holder.links, &holder.members);
    match &located.gap {
        None => format!("{place} is in {chain}"),
        Some(gap) => format!("{place} is {}", gap_text(document, gap, (&chain, holder))),
    }
}

/// What a gap is: free, or kept, and from where to where.
pub fn gap_text(document: &Document, gap: &Gap, around: (&str, &Holder)) -> String {
    let (chain, holder) = around;
    let (first, last) = (gap.first, gap.last);
    match gap.kept_for {
        Some(of) => {
            let of = member_path(document.plan(), of, &holder.members);
            format!("kept in {chain} for more of {of}: {first} … {last}")
        }
        None => format!("free in {chain}: {first} … {last}"),
    }
}

/// Where an address belongs, as a page.
pub fn located_text(document: &Document, wanted: Prefix, located: &Located, look: Look) -> String {
    let mut out = says(document, wanted, located);
    out.push('\n');
    for holder in &located.holders {
        out.push('\n');
        if located.holders.len() > 1 {
            let title = chain_text(document, &holder.links, &holder.members);
            writeln!(out, "{}", look.paint(Role::Heading, &clean(&title)))
                .expect("a string takes all");
        }
        let rows: Vec<[String; 3]> = holder
            .links
            .iter()
            .map(|link| row(document, link, &holder.members))
            .collect();
        out.push_str(&table(&rows, look));
    }
    look.spell(out)
}

fn row(document: &Document, link: &Link, members: &[Member]) -> [String; 3] {
    let plan = document.plan();
    let (kind, note) = match link.place {
        Place::Definition => {
            let kind = plan.kind(link.node).word();
            let note = match (plan.is_counted(link.node), link.index) {
                (true, None) => format!("each of {}", plan.count(link.node)),
                (_, Some(_)) | (false, None) => String::new(),
            };
            (kind, note)
        }
        Place::Ula | Place::Range(_) | Place::NodeZone(_) | Place::Node | Place::PodRange => {
            ("", String::new())
        }
    };
    let prefix = link.prefix.map_or(note, |prefix| prefix.to_string());
    [link_name(document, link, members), kind.to_owned(), prefix]
}

/// Rows of a name, a kind and a prefix, in columns.
fn table(rows: &[[String; 3]], look: Look) -> String {
    let widest = |column: usize| rows.iter().map(|row| clean(&row[column]).width()).max();
    let (names, kinds) = (widest(0).unwrap_or(0), widest(1).unwrap_or(0));
    let mut out = String::new();
    for [name, kind, prefix] in rows {
        let name = clean(name);
        let mut line = format!("  {}", look.paint(Role::Name, &name));
        let pad = |line: &mut String, used: usize, width: usize| {
            line.push_str(&" ".repeat(width.saturating_sub(used) + 2));
        };
        if !kind.is_empty() || !prefix.is_empty() {
            pad(&mut line, name.width(), names);
            line.push_str(&look.paint(Role::Quiet, kind));
        }
        if !prefix.is_empty() {
            pad(&mut line, kind.width(), kinds);
            line.push_str(&look.paint(Role::Prefix, prefix));
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}
