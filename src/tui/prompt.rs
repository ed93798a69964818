//! What is asked for while someone types on a line: where to go, what to find, which command, which key.

use std::collections::BTreeMap;

use super::find::Needle;
use super::goto::Answer;
use super::line::Line;
use super::model::Panel;
use super::noted::Listing;
use super::outline::{Outline, Row};
use crate::source::NodeId;

/// A line that is being typed, and what it is for.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What has been typed.
    pub line: Line,
    /// The chosen one of what there is to choose from, once someone has chosen; of the help, its first line.
    pub chosen: Option<usize>,
    /// What it is for.
    pub asks: Asks,
}

/// What a line is typed for.
#[derive(Clone, Debug)]
pub enum Asks {
    /// Where to go.
    Goto(Answer),
    /// What to find.
    Find(Box<Find>),
    /// What to show alone.
    Filter(Box<Narrowing>),
    /// Which findings to list; the words and the place before.
    Sieve(Box<(Listing, usize)>),
    /// Why a finding can be lived with.
    Waive(Waiving),
    /// What to move something into.
    Into(Answer),
    /// Into how many parts to split a block.
    Split(NodeId),
    /// What a variant is to be called.
    Variant(Naming),
    /// The file that a plan is written to.
    File,
    /// The plan file that is compared too.
    Beside,
    /// The name of a plan file that is opened.
    Open,
    /// A command.
    Palette,
    /// A key, or a word about it.
    Help,
}

/// A finding that is to be waived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiving {
    /// The definition that is to say the waiver.
    pub node: NodeId,
    /// The rule.
    pub code: &'static str,
}

/// A name for a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Of a new one; the name that it has if none is typed.
    New(String),
    /// Of one that is there, which is called so now.
    Rename(String),
}

/// What a filter leaves while it is typed, and where one was before.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// How many are left.
    pub left: usize,
    /// Where one was.
    pub from: Place,
}

/// What has been found, and where one was before.
#[derive(Clone, Debug)]
pub struct Find {
    /// What the matches are of.
    pub needle: Option<Needle>,
    /// The rows that match, in the order of the tree.
    pub matches: Vec<Row>,
    /// Whether there are more than are counted.
    pub more: bool,
    /// Which of them is shown.
    pub at: usize,
    /// Where one was.
    pub from: Place,
}

/// Where one is in the screen: to come back to.
#[derive(Clone, Debug)]
pub struct Place {
    /// The selected row.
    pub row: Row,
    /// The first row on the screen.
    pub top: u128,
    /// Where keys go.
    pub panel: Panel,
    /// The selected field.
    pub field: usize,
    /// The selected finding.
    pub finding: usize,
    /// The members whose addresses are shown.
    pub focus: BTreeMap<NodeId, u128>,
    /// What is folded.
    pub outline: Outline,
    /// Which change of the plan that was at: of another, rows may be others.
    pub generation: usize,
}

impl Prompt {
    /// An empty line.
    pub fn new(asks: Asks) -> Self {
        Self {
            line: Line::default(),
            chosen: None,
            asks,
        }
    }
}

impl Find {
    /// `3 of 17`, for people.
    pub fn says(&self) -> String {
        match (self.matches.len(), self.more) {
            (0, _) => "no match".to_owned(),
            (_, true) => format!("{} of {}+", self.at + 1, thousands(self.matches.len())),
            (many, false) => format!("{} of {}", self.at + 1, thousands(many)),
        }
    }
}

/// A number with commas, as all numbers here.
fn thousands(number: usize) -> String {
    u128::try_from(number)
        .map(crate::addr::Count::new)
        .map_or_else(|_| number.to_string(), |count| count.to_string())
}
