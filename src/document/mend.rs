//! Mends of findings, applied one after another: each must take its finding away and bring no new error.

use std::collections::BTreeSet;

use super::Document;
use crate::diag::{Anchor, Finding, Fix, Identity};
use crate::plan::{Edit, Field};
use crate::source::NodeId;
use crate::yaml::{self, Splice};

/// Which mends may be applied unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Those that keep what the person meant.
    Safe,
    /// Those that are suggested, too.
    Suggested,
}

/// A mend that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The rule whose finding is gone.
    pub code: &'static str,
    /// What it was about; empty for the plan or its text.
    pub path: String,
    /// The field; empty for the definition itself.
    pub field: &'static str,
    /// What was done, as an imperative.
    pub title: String,
}

impl Document {
    /// The edit that a fix of this plan's findings stands for. A mend of the text itself changes no field.
    pub fn edit_of(&self, fix: &Fix) -> Edit {
        let edits = fix.changes.iter().filter_map(|change| {
            let field = Field::of_key(change.field)?;
            let to = change.to.as_ref();
            let value = to.map(|text| self.plan().value_from_line(change.node, field, text));
            Some(Edit::set(change.node, field, value))
        });
        Edit::Many(edits.collect())
    }

    /// The text with its own mends in it (quotes), where it has any: read it again.
    pub fn mended_text(&self) -> Option<(String, Vec<Mended>)> {
        let mut splices = Vec::new();
        let mut mended = Vec::new();
        for finding in &self.reading {
            let Anchor::Text(span, _) = finding.at else {
                continue;
            };
            let fix = finding.fixes.iter().find(|fix| fix.safe);
            let Some((fix, change)) = fix.and_then(|fix| Some((fix, fix.changes.first()?))) else {
                continue;
            };
            if let Some(to) = change.to.as_ref().filter(|_| change.field.is_empty()) {
                splices.push(Splice {
                    span,
                    text: to.clone(),
                });
                mended.push(self.mended(finding, fix));
            }
        }
        (!splices.is_empty()).then(|| (yaml::apply(&self.text, splices), mended))
    }

    /// Applies mends until none is left that helps; gives what was done, in order. Waived findings are left alone.
    /// Of a variant the edits are told too: they are to be made entries of the variant, in the plan that it is of.
    pub fn mend(&mut self, mending: Mending) -> Vec<(Mended, Edit)> {
        let mut done = Vec::new();
        let mut left: BTreeSet<Identity> = BTreeSet::new();
        loop {
            let before = done.len();
            for finding in self.findings() {
                let key = finding.identity();
                if finding.waived.is_some() || left.contains(&key) {
                    continue;
                }
                // An earlier mend may have changed what this one says, or taken it away.
                let again = self.findings_of(finding.subject);
                let Some(finding) = again.iter().find(|other| other.identity() == key) else {
                    continue;
                };
                match self.mend_one(finding, mending) {
                    Some(mended) => done.push(mended),
                    None => drop(left.insert(key)),
                }
            }
            if done.len() == before {
                return done;
            }
        }
    }

    /// Applies the first mend of a finding that takes it away and brings no new error.
    fn mend_one(&mut self, finding: &Finding, mending: Mending) -> Option<(Mended, Edit)> {
        let allowed = |fix: &&Fix| fix.safe || mending == Mending::Suggested;
        let errors = self.errors();
        for fix in finding.fixes.iter().filter(allowed) {
            let edit = self.edit_of(fix);
            if matches!(&edit, Edit::Many(edits) if edits.is_empty()) {
                continue;
            }
            if !self.takes(&edit) {
                continue;
            }
            let Ok(edited) = self.edit(edit.clone()) else {
                continue;
            };
            let key = finding.identity();
            let stays = self
                .findings_of(finding.subject)
                .iter()
                .any(|other| other.identity() == key);
            if !stays && self.errors() <= errors {
                return Some((self.mended(finding, fix), edit));
            }
            self.apply(edited.inverse)
                .expect("invariant: what was just done can be taken back");
        }
        None
    }

    /// Whether the variant that this is, if it is one, can say what an edit does.
    fn takes(&self, edit: &Edit) -> bool {
        let variant = self.active_variant();
        variant.is_none_or(|name| self.plan().edit_in_variant(name, edit).is_ok())
    }

    fn errors(&self) -> u32 {
        self.whole_board().tally(NodeId::ROOT).errors
    }

    fn mended(&self, finding: &Finding, fix: &Fix) -> Mended {
        Mended {
            code: finding.code,
            path: self.plan().path(finding.subject),
            field: finding.field,
            title: fix.title.clone(),
        }
    }
}
