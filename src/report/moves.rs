//! What an edit moves, in words.

use crate::addr::Count;
use crate::document::Document;
use crate::engine::{Move, Part, What};
use crate::plan::Followed;
use crate::source::NodeId;

/// Of more moves, or of more definitions in them, a frame would be late.
const LOOKED_AT: usize = 1000;

/// What would move, as lines: how many prefixes, the first of them, how many more, and what that touches. Nothing if
/// nothing does.
pub fn would_move(document: &Document, moves: &[Move], most: usize) -> Vec<String> {
    if moves.is_empty() {
        return Vec::new();
    }
    let inside = if takes_along(document, moves) {
        ", with all inside"
    } else {
        ""
    };
    let mut lines = vec![format!("would move {}{inside}:", number(moves))];
    lines.extend(moves.iter().take(most).map(|one| line(document, one)));
    if moves.len() > most {
        lines.push(format!("… and {} more", sum(&moves[most..])));
    }
    let cost = document.cost(moves, LOOKED_AT);
    lines.push(format!("which touches {}", cost.words()));
    lines
}

/// What has moved, in a few words behind what was done.
pub fn moved(document: &Document, moves: &[Move]) -> String {
    const MOST: usize = 3;
    if moves.is_empty() {
        return String::new();
    }
    let names = moves.iter().take(MOST);
    let mut names: Vec<String> = names
        .map(|one| document.called(one.node, one.what))
        .collect();
    names.dedup();
    if moves.len() > MOST {
        names.push("…".to_owned());
    }
    let inside = if takes_along(document, moves) {
        " with all inside"
    } else {
        ""
    };
    format!("; moved {}{inside}: {}", number(moves), names.join(", "))
}

/// How what variants say has followed, in a few words behind what was done.
pub fn followed(followed: Followed) -> String {
    let entries = |number: usize, follow: [&str; 2], go: &str| match number {
        0 => String::new(),
        1 => format!("; 1 entry of variants {}{go}", follow[0]),
        number => format!("; {number} entries of variants {}{go}", follow[1]),
    };
    let renamed = entries(followed.renamed, ["follows", "follow"], "");
    let dropped = entries(followed.dropped, ["goes", "go"], " with it");
    format!("{renamed}{dropped}")
}

/// What of variants would go with what is deleted, as a line; nothing if nothing would.
pub fn would_drop(document: &Document, nodes: &[NodeId]) -> Option<String> {
    match document.plan().variant_entries_in(nodes) {
        0 => None,
        1 => Some("1 entry of variants goes with it".to_owned()),
        number => Some(format!("{number} entries of variants go with it")),
    }
}

/// How many prefixes that is, all members counted.
fn number(moves: &[Move]) -> String {
    match sum(moves) {
        Count::ONE => "1 prefix".to_owned(),
        number => format!("{number} prefixes"),
    }
}

fn sum(moves: &[Move]) -> Count {
    let mut members = moves.iter().map(|one| one.members);
    let sum = members.try_fold(Count::ZERO, Count::plus);
    sum.unwrap_or(Count::MAX)
}

/// Whether something lies in what moves.
fn takes_along(document: &Document, moves: &[Move]) -> bool {
    moves.iter().any(|one| match one.what {
        What::Part(Part::Block) => !document.plan().children(one.node).is_empty(),
        What::Ula => true,
        What::Part(Part::Range(_)) => false,
    })
}

fn line(document: &Document, one: &Move) -> String {
    let name = document.called(one.node, one.what);
    let name = match one.members {
        Count::ONE => name,
        members => format!("{name} ×{members}"),
    };
    match one.to {
        Some(to) if to.raw() == one.from.raw() => {
            format!("{name} {}, all members but the first", one.from)
        }
        Some(to) => format!("{name} {} → {to}", one.from),
        None => format!("{name} {} → no place", one.from),
    }
}
