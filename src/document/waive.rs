//! What may be waived in a document.

use super::Document;
use crate::diag::{Anchor, Finding};
use crate::lint::rules::RULES;
use crate::lint::{NotWaived, waivable};
use crate::source::NodeId;

impl Document {
    /// Why a finding can't be waived, if it can't.
    pub fn why_not_waived(&self, finding: &Finding) -> Option<NotWaived> {
        if matches!(finding.at, Anchor::Text(..)) || self.reading.contains(finding) {
            return Some(NotWaived::OfText { code: finding.code });
        }
        waivable(finding.code).err()
    }

    /// Whether a waiver of a rule would cover anything if a definition said it; else why not.
    pub fn may_waive(&self, node: NodeId, code: &str) -> Result<(), NotWaived> {
        let code = waivable(code)?.code;
        let has = |id: NodeId| {
            let mut tags = self.board.tags(id).iter();
            tags.any(|tag| RULES[usize::from(tag.rule)].code == code)
        };
        if self.plan.walk_from(node).any(has) {
            return Ok(());
        }
        let is_inside = |id: NodeId| self.plan.chain(id).any(|above| above == node);
        let mut of_text = self.reading.iter().filter(|finding| finding.code == code);
        if of_text.any(|finding| is_inside(finding.at.node())) {
            return Err(NotWaived::OfText { code });
        }
        let found = self.plan.walk().find(|&id| has(id));
        Err(NotWaived::NotFound {
            code,
            path: self.plan.path(node),
            at: found.map(|id| self.plan.path(id)),
        })
    }
}
