//! The plan, its variants and other plans side by side while one of them is edited: what is compared, and up to which change.
//!
//! Working it out looks at whole plans, so that it is done beside the screen, one at a time, and shown when it is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::model::Model;
use crate::addr::Length;
use crate::compare::{Column, Compared, compare};
use crate::document::Document;
use crate::plan::{Edit, Field};
use crate::report::compare::notes;
use crate::source::NodeId;

/// In plans of more definitions than these it is worked out when asked for, and not with every change.
const LIVE: usize = 3000;

/// The most rows that are kept to be shown.
const ROWS: usize = 1000;

/// The most lines of each note that are kept to be shown.
const LINES: usize = 200;

/// What the plan itself is called among its variants.
pub const BASE: &str = "base";

/// A comparison that is shown.
#[derive(Clone, Debug, Default)]
pub struct Comparing {
    /// The variants that are no columns.
    pub left_out: BTreeSet<String>,
    /// Other plan files, by their names: as they were when they were read.
    pub beside: Vec<(String, Arc<Document>)>,
    /// How often one has been read.
    pub readings: usize,
    /// Whether rows are shown that are the same everywhere.
    pub all: bool,
    /// How far it is scrolled.
    pub scroll: usize,
    /// How many of its columns are passed over, but for the first.
    pub column: usize,
    /// What has been worked out last, and of what.
    pub result: Option<(Stamp, Box<Table>)>,
    /// What is being worked out.
    pub asked: Option<Stamp>,
}

/// What a comparison is of: the change, what is being typed or dragged, and what of it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    generation: usize,
    typed: Option<(NodeId, Field, String)>,
    held: Option<(usize, Length)>,
    all: bool,
    left_out: BTreeSet<String>,
    readings: usize,
}

/// What has been worked out, as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The comparison, with no more rows than are shown.
    pub compared: Compared,
    /// How many rows there are beside those.
    pub more: usize,
    /// What else differs: titles with their lines, and how many lines there are beside those.
    pub notes: Vec<(String, Vec<String>, usize)>,
    /// Whether nothing differs.
    pub is_same: bool,
}

/// What a comparison is worked out from: copies, so that it can be done beside.
#[derive(Clone, Debug)]
pub struct Columns {
    document: Document,
    trial: Option<Edit>,
    beside: Vec<(String, Arc<Document>)>,
    stamp: Stamp,
}

impl Model {
    /// What a comparison would be of now.
    pub fn stamp(&self) -> Option<Stamp> {
        let comparing = self.compare.as_ref()?;
        let typed = self.editing.as_ref();
        let held = self.dragging.as_ref().map(|held| (held.place, held.to));
        Some(Stamp {
            generation: self.generation,
            typed: typed.map(|one| (one.node, one.field, one.text.clone())),
            held,
            all: comparing.all,
            left_out: comparing.left_out.clone(),
            readings: comparing.readings,
        })
    }

    /// Whether the plan is so small that a comparison follows every key.
    pub fn compares_live(&self) -> bool {
        self.document.plan().ids() <= LIVE
    }

    /// Copies of all that the asked comparison is worked out from.
    pub fn columns(&self) -> Option<Columns> {
        let comparing = self.compare.as_ref()?;
        let stamp = comparing.asked.clone()?;
        let trial = self.trial();
        Some(Columns {
            document: self.document.clone(),
            trial,
            beside: comparing.beside.clone(),
            stamp,
        })
    }
}

impl Columns {
    /// Works the comparison out.
    pub fn compare(self) -> (Stamp, Box<Table>) {
        let Self {
            document,
            trial,
            beside,
            stamp,
        } = self;
        let shown = document.active_variant().map(str::to_owned);
        let mut base = document.clone();
        if shown.is_some() {
            if let Some(trial) = trial {
                base.apply(trial)
                    .expect("invariant: a trial can be taken back");
            }
            base.wear(None)
                .expect("invariant: the plan itself is always there");
        }
        let mut variants: Vec<(String, Document)> = Vec::new();
        for name in base.plan().variant_names() {
            let is_shown = shown.as_deref() == Some(name);
            if stamp.left_out.contains(name) || variants.iter().any(|(other, _)| other == name) {
                continue;
            }
            // One that is a variant of itself, by way of others, is none; the findings say so.
            let variant = if is_shown {
                Some(document.clone())
            } else {
                base.variant(name).ok()
            };
            variants.extend(variant.map(|variant| (name.to_owned(), variant)));
        }
        let mut columns = vec![Column {
            name: BASE,
            document: &base,
        }];
        columns.extend(
            variants
                .iter()
                .map(|(name, document)| Column { name, document }),
        );
        columns.extend(
            beside
                .iter()
                .map(|(name, document)| Column { name, document }),
        );
        let table = Table::of(compare(&columns, stamp.all));
        (stamp, Box::new(table))
    }
}

impl Table {
    fn of(mut compared: Compared) -> Self {
        let is_same = compared.is_empty();
        let notes = notes(&compared, LINES);
        let more = compared.rows.len().saturating_sub(ROWS);
        compared.rows.truncate(ROWS);
        compared.gained.clear();
        compared.lost.clear();
        compared.moves.clear();
        compared.anew.clear();
        Self {
            compared,
            more,
            notes,
            is_same,
        }
    }
}
