//! Rules in steps: an edit of what everything inherits reaches more definitions than rules can look at within a frame.
//!
//! Plan and evaluation are whole at any time. Only the board can be behind, and whoever asks for all findings is told
//! what a whole one says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Document;
use crate::engine::Step;
use crate::lint::{Board, Context};
use crate::source::NodeId;

/// What rules have still to look at.
#[derive(Clone, Debug, Default)]
pub(super) struct Outstanding {
    nodes: BTreeSet<NodeId>,
    /// The most definitions that are looked at before an edit returns; nothing if all of them are.
    at_once: Option<usize>,
}

impl Document {
    /// From now on an edit that reaches more definitions than these leaves them outstanding.
    pub fn work_in_steps(&mut self, at_once: usize) {
        self.outstanding.at_once = Some(at_once);
    }

    /// How many definitions rules have still to look at: until then the board is not that of the plan.
    pub fn outstanding(&self) -> usize {
        self.outstanding.nodes.len()
    }

    /// Has rules look at some of what is outstanding, in the order in which it was made.
    pub fn step(&mut self, number: usize) -> Step {
        let nodes = &mut self.outstanding.nodes;
        let some = std::iter::from_fn(|| nodes.pop_first()).take(number);
        let some: BTreeSet<NodeId> = some.collect();
        self.judge(&some, false);
        if self.outstanding.nodes.is_empty() {
            Step::Done
        } else {
            Step::More
        }
    }

    /// Has rules look at all that is outstanding.
    pub fn finish(&mut self) {
        while self.step(usize::MAX) == Step::More {}
    }

    /// Has rules look at these first, as far as they are outstanding.
    pub fn see_first(&mut self, nodes: impl IntoIterator<Item = NodeId>) {
        let outstanding = &mut self.outstanding.nodes;
        let some = nodes.into_iter().filter(|node| outstanding.remove(node));
        let some: BTreeSet<NodeId> = some.collect();
        self.judge(&some, false);
    }

    /// Has rules look at what an edit has reached, and at what is outstanding: at once, or later if that is too much.
    pub(super) fn reach(&mut self, mut reached: BTreeSet<NodeId>, moved: bool) {
        let outstanding = &mut self.outstanding;
        outstanding.nodes.append(&mut reached);
        let later = outstanding
            .at_once
            .is_some_and(|most| outstanding.nodes.len() > most);
        // Where definitions came or went, all is counted again.
        if moved || !later {
            let all = std::mem::take(&mut outstanding.nodes);
            self.judge(&all, moved);
        }
    }

    /// The board as it is once nothing is outstanding.
    pub(super) fn whole_board(&self) -> Cow<'_, Board> {
        if self.outstanding.nodes.is_empty() {
            return Cow::Borrowed(&self.board);
        }
        let mut board = self.board.clone();
        let context = Context::new(&self.plan, &self.evaluation, self.today);
        board.update(&context, &self.outstanding.nodes, false);
        Cow::Owned(board)
    }

    fn judge(&mut self, nodes: &BTreeSet<NodeId>, moved: bool) {
        let context = Context::new(&self.plan, &self.evaluation, self.today);
        self.board.update(&context, nodes, moved);
    }
}
