//! What breaks first, and how far a block can grow in place: in a sentence and in JSON.

use serde::Serialize;

use crate::addr::{Count, Family};
use crate::breaks::{Break, Grows, HORIZON, When};
use crate::document::Document;
use crate::engine::{InPlace, Member, PoolKind, enclosing_pool};
use crate::plan::Plan;
use crate::source::NodeId;
use crate::visible::clean;

/// How it is told in JSON.
#[derive(Serialize)]
pub(super) struct First {
    path: String,
    code: &'static str,
    grows: &'static str,
    length: Option<u8>,
    bound_by: Option<&'static str>,
    planned: String,
    reserved: String,
    room: String,
    more: String,
    percent: Option<String>,
    growth_per_year: Option<u32>,
    broken: bool,
    date: Option<String>,
}

/// The JSON of what breaks first.
pub(super) fn first(plan: &Plan, one: &Break) -> First {
    let (grows, length, bound_by) = match one.grows {
        Grows::Blocks(PoolKind::V6, length) => ("v6", Some(length.bits()), None),
        Grows::Blocks(PoolKind::V4, length) => ("v4", Some(length.bits()), None),
        Grows::Blocks(PoolKind::Ula, length) => ("ula", Some(length.bits()), None),
        Grows::Nodes(by) => ("nodes", None, Some(by)),
    };
    First {
        path: plan.path(one.node),
        code: one.code,
        grows,
        length,
        bound_by,
        planned: one.planned.decimal(),
        reserved: one.reserved.decimal(),
        room: one.room.decimal(),
        more: one.more().decimal(),
        percent: one.percent().map(Count::decimal),
        growth_per_year: one.per_year,
        broken: one.when == When::Now,
        date: match one.when {
            When::On(day) => Some(day.to_string()),
            When::Now | When::Later | When::Unsaid | When::Never => None,
        },
    }
}

/// The same as a sentence: where, what, how much more, and when.
pub fn sentence(plan: &Plan, one: &Break) -> String {
    let place = place(plan, one);
    let taken = taken(one);
    let code = one.code;
    match (one.when, one.more()) {
        (When::Now, _) => format!("{place} {taken}: {code} already"),
        (_, Count::ZERO) => format!("{place} {taken}: one more, and {code}{}", when(one)),
        (_, more) => format!("{place} {taken}: {more} more, then {code}{}", when(one)),
    }
}

fn place(plan: &Plan, one: &Break) -> String {
    let name = if one.node == NodeId::ROOT {
        "the plan".to_owned()
    } else {
        clean(&plan.path(one.node)).into_owned()
    };
    match one.grows {
        Grows::Blocks(PoolKind::Ula, _) => format!("the ula of {name}"),
        Grows::Blocks(PoolKind::V6 | PoolKind::V4, _) | Grows::Nodes(_) => name,
    }
}

fn taken(one: &Break) -> String {
    let (planned, room) = (one.planned, one.room);
    match one.grows {
        Grows::Blocks(_, length) if one.reserved.is_zero() => {
            format!("holds {planned} of {room} × {length}")
        }
        Grows::Blocks(_, length) => {
            format!(
                "holds {planned} of {room} × {length}, {} kept beside",
                one.reserved
            )
        }
        Grows::Nodes(by) => format!("has {planned} of {room} nodes (by {by})"),
    }
}

fn when(one: &Break) -> String {
    let rate = one
        .per_year
        .map_or_else(String::new, |rate| format!(" at {rate} percent a year"));
    match one.when {
        When::On(day) => format!(", on {day}{rate}"),
        When::Later => format!(", in more than {HORIZON} years{rate}"),
        When::Never => ", and it does not grow".to_owned(),
        When::Now | When::Unsaid => String::new(),
    }
}

/// How that is told in JSON.
#[derive(Serialize)]
pub(super) struct Growth {
    more: String,
    length: Option<u8>,
    meets: Option<String>,
}

/// The JSON of how far a block can grow in place.
pub(super) fn growth(plan: &Plan, one: &InPlace) -> Growth {
    Growth {
        more: one.more.decimal(),
        length: one.larger.map(crate::addr::Length::bits),
        meets: one.meets.map(|node| plan.path(node)),
    }
}

/// How far a block can grow in place, a sentence for each family that it has a place in.
pub fn in_place(document: &Document, node: NodeId, members: &[Member]) -> Vec<String> {
    let plan = document.plan();
    let of = |family| {
        let one = document
            .evaluation()
            .in_place(plan, node, family, members)?;
        let length = one.length;
        let end = match one.meets {
            Some(next) if next == node => "another member of it".to_owned(),
            Some(next) => clean(&plan.path(next)).into_owned(),
            None => {
                let around = enclosing_pool(plan, node, PoolKind::of(family))?.owner;
                format!("the end of {}", clean(&plan.path(around)))
            }
        };
        let larger = one
            .larger
            .map_or_else(String::new, |larger| format!("to {larger}, "));
        Some(match one.more {
            Count::ZERO => format!("no room in place ({family}): {end} is next"),
            more => format!("room in place ({family}): {larger}{more} more × {length} until {end}"),
        })
    };
    Family::BOTH.into_iter().filter_map(of).collect()
}
