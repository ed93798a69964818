//! Prefixes as JSON: an entry a definition and family, runs as what they are.

use serde::Serialize;

use crate::addr::Length;
use crate::document::Document;
use crate::inventory::{Holding, holdings};
use crate::plan::{Field, Found};
use crate::visible::clean_json;

const VERSION: u8 = 1;

#[derive(Serialize)]
struct Prefixes {
    version: u8,
    prefixes: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    path: String,
    kind: &'static str,
    family: String,
    length: Option<u8>,
    first: Option<String>,
    last: Option<String>,
    /// A decimal string: there may be 2^128.
    count: String,
    origin: &'static str,
    role: Option<String>,
    state: Option<String>,
    owner: Option<String>,
    note: Option<String>,
}

/// Everything below a path.
pub(super) fn export(document: &Document, found: &Found) -> String {
    let prefixes = holdings(document, found)
        .iter()
        .map(|holding| entry(document, holding))
        .collect();
    let prefixes = Prefixes {
        version: VERSION,
        prefixes,
    };
    let text = serde_json::to_string_pretty(&prefixes)
        .expect("invariant: texts and numbers can be written");
    let mut text = clean_json(&text);
    text.push('\n');
    text
}

fn entry(document: &Document, holding: &Holding) -> Entry {
    let plan = document.plan();
    let said = |field| plan.text(holding.node, field).map(str::to_owned);
    Entry {
        path: holding.path.clone(),
        kind: holding
            .range
            .map_or_else(|| plan.kind(holding.node).word(), |range| range.key()),
        family: holding.family.to_string(),
        length: holding.length.map(Length::bits),
        first: holding.first.map(|prefix| prefix.to_string()),
        last: holding.last.map(|prefix| prefix.to_string()),
        count: holding.count.decimal(),
        origin: holding.origin.word(),
        role: said(Field::Role),
        state: said(Field::State),
        owner: said(Field::Owner),
        note: said(Field::Note),
    }
}
