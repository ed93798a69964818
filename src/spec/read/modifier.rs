//! `+prefix[/N]` behind a base.

use std::ops::Range;

use crate::addr::Family;
use crate::plan::{NodePrefix, RangeKind};

use super::super::quote::quoted;
use super::super::slip;
use super::super::statement::PREFIX;
use super::length::Wanted;
use super::{Reader, Start};

impl Reader<'_> {
    /// What stands behind the base, from the byte of the plus.
    pub(super) fn modifier(&mut self, plus: usize, start: &Start) -> Option<NodePrefix> {
        let text = &self.value.text;
        let end = text[plus + 1..]
            .find('+')
            .map_or(text.len(), |second| plus + 1 + second);
        if end < text.len() {
            let message = "a second `+` stands there; one `+prefix` is the most";
            let fault = self.error("spec-syntax", end..text.len(), message);
            self.faults
                .push(self.value.mend(fault, false, &(end..text.len()), ""));
        }
        let part = plus..end;
        let slash = text[part.clone()].find('/').map(|slash| plus + slash);
        if !self.is_prefix(plus..slash.unwrap_or(end)) {
            return None;
        }
        let fits = self.modifier_placed(part, start);
        let family = start.family.unwrap_or(Family::V6);
        let length = slash.and_then(|slash| {
            self.length(&Wanted {
                of: "+prefix",
                family,
                bounds: (0, family.width()),
                digits: slash + 1..end,
            })
        });
        fits.then_some(NodePrefix { length })
    }

    /// Whether the word with its plus is `+prefix`, or meant to be.
    fn is_prefix(&mut self, part: Range<usize>) -> bool {
        let text = &self.value.text[part.clone()];
        if text == PREFIX.word {
            return true;
        }
        if let Some(slip) = slip::prefix(&text[1..]) {
            self.alias(part, PREFIX.word, slip.certain);
            return true;
        }
        let message = if text == "+" {
            "nothing follows the `+`; only `+prefix` can".to_owned()
        } else {
            format!(
                "{} is no modifier; only `+prefix` can follow a base",
                quoted(text)
            )
        };
        let fault = self.error("spec-syntax", part, message);
        self.faults.push(fault);
        false
    }

    /// Whether `+prefix` can stand here; reported if not.
    fn modifier_placed(&mut self, part: Range<usize>, start: &Start) -> bool {
        let message = match (self.kind, start.keyword) {
            (RangeKind::Pods | RangeKind::Services, _) => format!(
                "`+prefix` stands on {}; it is what every node gets, so it belongs on nodes",
                self.kind.key()
            ),
            (RangeKind::Nodes, Some(keyword)) if !keyword.takes_prefix => format!(
                "`{}` takes no `+prefix`: there is no range to take it from",
                keyword.word()
            ),
            (RangeKind::Nodes, _) => return true,
        };
        let fault = self.error("spec-place", part.clone(), message);
        self.faults.push(self.value.mend(fault, false, &part, ""));
        false
    }
}
