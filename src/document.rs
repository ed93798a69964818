//! A plan file as a whole: text, plan, evaluation and findings, always consistent with one another.
//!
//! Both faces of the program work on a document. It is the only place where names meet registries.

mod change;
mod cost;
mod flow;
mod mend;
mod merge;
mod place;
mod profile;
mod read;
mod reshape;
mod save;
mod steps;
mod synthetic;
mod template;
mod trial;
mod ula;
mod variant;
mod waive;
mod worn;

use std::collections::BTreeSet;

use crate::diag::{Anchor, Finding, Severity};
use crate::engine::Evaluation;
use crate::lint::{Board, Context, find_node};
use crate::plan::{Changed, Date, Edit, Plan, Refusal};
use crate::profile::Profiles;
use crate::source::{LineColumn, LineIndex, NodeId, Span};
use crate::yaml::{ItemId, Tree};

pub use change::{Edited, NotPinned};
pub use cost::{Cost, Costs};
pub use flow::{flow_chars, is_flow, print_flow, read_flow};
pub use mend::{Mended, Mending};
pub use merge::Together;
pub use read::{DEEPEST, FileKind, LARGEST, LIMITS, Parsed, read, read_tree};
pub use reshape::{NotReshaped, Reshape, Row as OrderRow, Swap};
pub use save::SaveError;
pub use synthetic::{SYNTHETIC_MOST, synthetic};
pub use template::{TEMPLATES, Template};
pub use trial::{Consequence, Difference};
pub use ula::{GlobalId, NotDrawn};
pub use variant::RENUMBERED;

/// A plan file.
#[derive(Clone, Debug)]
pub struct Document {
    kind: FileKind,
    text: String,
    tree: Tree,
    origins: Vec<Option<ItemId>>,
    plan: Plan,
    evaluation: Evaluation,
    board: Board,
    reading: Vec<Finding>,
    /// How many of these are of the text itself; those behind them lie inside `variants`.
    of_text: usize,
    active: Option<variant::Active>,
    /// How it is taken off, if it is put on.
    worn: Option<worn::Worn>,
    today: Date,
    dirty: save::Dirty,
    /// Our definitions in the order of the text.
    written: Vec<NodeId>,
    /// What edits have reached since someone asked.
    touched: BTreeSet<NodeId>,
    /// Of what else other settings are in force since then.
    judged: Vec<NodeId>,
    outstanding: steps::Outstanding,
}

impl Document {
    /// Reads, evaluates and checks a text, with the built-in profiles. Never fails: what is wrong with it is among the
    /// findings.
    pub fn new(text: String, today: Date) -> Self {
        Self::with(text, today, Profiles::BUILT_IN)
    }

    /// The same with these profiles.
    pub fn with(text: String, today: Date, profiles: Profiles) -> Self {
        let parsed = read(&text);
        Self::of(text, parsed, today, profiles)
    }

    /// The same for a text that has been read.
    pub fn of(text: String, parsed: Parsed, today: Date, profiles: Profiles) -> Self {
        let evaluation = Evaluation::with(&parsed.plan, profiles);
        let board = Board::new(&Context::new(&parsed.plan, &evaluation, today));
        let mut document = Self {
            written: parsed.plan.walk().collect(),
            kind: parsed.kind,
            text,
            tree: parsed.tree,
            origins: parsed.origins,
            plan: parsed.plan,
            evaluation,
            board,
            of_text: parsed.findings.len(),
            reading: parsed.findings,
            active: None,
            worn: None,
            today,
            dirty: save::Dirty::default(),
            touched: BTreeSet::new(),
            judged: Vec::new(),
            outstanding: steps::Outstanding::default(),
        };
        document.read_variants();
        document
    }

    /// Reads the text of a profile, which its place says it is.
    pub fn of_profile(text: String, today: Date) -> Self {
        let mut document = Self::new(text, today);
        if document.kind == FileKind::Other {
            document.kind = FileKind::Profile;
            document.reading = profile::findings(&document.text);
            document.of_text = document.reading.len();
        }
        document
    }

    /// What the text is.
    pub const fn kind(&self) -> FileKind {
        self.kind
    }

    /// The text that was read or last saved.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The plan.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The day on which waivers are judged.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// The profiles that it is evaluated with.
    pub const fn profiles(&self) -> Profiles {
        self.evaluation.profiles()
    }

    /// What follows from the plan.
    pub const fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// What has been found where, as far as nothing is outstanding.
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// What is wrong with the text itself.
    pub fn reading(&self) -> &[Finding] {
        &self.reading
    }

    /// Applies an edit and computes what it reaches; gives the edit that takes it back. Rules look at some of it later
    /// where a document works in steps.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, Refusal> {
        let applied = self.plan.apply(edit)?;
        self.dirty.note(&self.plan, &applied.changes);
        self.evaluation.apply(&self.plan, &applied.changes);
        self.evaluation.finish(&self.plan);
        let touched = self.evaluation.take_touched();
        let judged = self.evaluation.take_judged();
        let mut reached: BTreeSet<NodeId> = judged.iter().copied().collect();
        reached.extend(&touched);
        self.judged.extend(judged);
        let moved = applied
            .changes
            .iter()
            .any(|change| !matches!(change, Changed::Field(..)));
        self.reach(reached, moved);
        self.touched.extend(touched);
        self.find_in_variants(&applied.changes);
        Ok(applied.inverse)
    }

    /// The definitions of which something may lie elsewhere since this was asked the last time.
    pub fn take_touched(&mut self) -> BTreeSet<NodeId> {
        std::mem::take(&mut self.touched)
    }

    /// The other definitions that other settings are in force for since this was asked the last time.
    pub fn take_judged(&mut self) -> Vec<NodeId> {
        std::mem::take(&mut self.judged)
    }

    /// What rules may look at.
    pub const fn context(&self) -> Context<'_> {
        Context::new(&self.plan, &self.evaluation, self.today).counted(&self.board)
    }

    /// The findings of one definition, those of its text among them.
    pub fn findings_of(&self, node: NodeId) -> Vec<Finding> {
        let mut findings = find_node(&self.context(), node);
        findings.extend(
            self.reading
                .iter()
                .filter(|finding| finding.at.node() == node)
                .cloned(),
        );
        findings
    }

    /// All findings, in the order of the text.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.reading.clone();
        let board = self.whole_board();
        let mut nodes: Vec<NodeId> = board.nodes().collect();
        nodes.sort_by_key(|&node| self.evaluation.order(node));
        let context = Context::new(&self.plan, &self.evaluation, self.today).counted(&board);
        for node in nodes {
            findings.extend(find_node(&context, node));
        }
        findings.sort_by_cached_key(|finding| {
            let span = self.span(&finding.at).unwrap_or(Span {
                start: u32::MAX,
                end: u32::MAX,
            });
            (span, finding.code, finding.subject)
        });
        findings
    }

    /// The worst severity of all findings.
    pub fn worst(&self) -> Option<Severity> {
        let tally = self.whole_board().tally(NodeId::ROOT);
        let of_rules = [
            (tally.errors, Severity::Error),
            (tally.warnings, Severity::Warning),
            (tally.advice, Severity::Advice),
        ];
        let of_text = self.reading.iter().map(|finding| finding.severity);
        of_rules
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(_, severity)| severity)
            .chain(of_text)
            .max()
    }

    /// The bytes that a finding points at, if they are in the text.
    pub fn span(&self, anchor: &Anchor) -> Option<Span> {
        match anchor {
            Anchor::Text(span, _) => Some(*span),
            Anchor::Place(place) => self.said_span(place).or_else(|| {
                let map = self.origins.get(place.node.index()).copied().flatten()?;
                place::span_of(&self.text, &self.tree, map, place)
            }),
        }
    }

    /// Where a finding points, as line and column.
    pub fn line_column(&self, index: &LineIndex, anchor: &Anchor) -> Option<LineColumn> {
        Some(index.place(&self.text, self.span(anchor)?.start))
    }
}
