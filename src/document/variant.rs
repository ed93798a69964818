//! Variants: documents of their own, made from the plan and what a variant says otherwise.

use std::collections::BTreeMap;

use super::Document;
use super::place::{find, inside, item_of};
use crate::diag::{Anchor, Finding, Severity};
use crate::plan::{Changed, Fault, Field, NoVariant, Refusal, Said, Step, VariantFault, cut};
use crate::source::{NodeId, Place, Span};
use crate::yaml::ItemId;

/// The code of what moves what is locked, or what was numbered before.
pub const RENUMBERED: &str = "renumbered";

/// What a document is a variant of its text in.
#[derive(Clone, Debug)]
pub(super) struct Active {
    pub(super) name: String,
    /// Where the values stand that the variant says.
    pub(super) said: BTreeMap<(NodeId, &'static str), Vec<Step>>,
    /// What it moves although it is locked.
    pub(super) locked: Option<Finding>,
}

impl Active {
    /// A variant with what it says.
    pub(super) fn new(name: &str, said: Vec<Said>) -> Self {
        let said = said
            .into_iter()
            .map(|one| ((one.node, one.field.key()), one.at));
        Self {
            name: name.to_owned(),
            said: said.collect(),
            locked: None,
        }
    }
}

impl Document {
    /// The plan as one of its variants has it, evaluated and checked. What is found in a value that the variant says is
    /// pointed at where the variant says it.
    pub fn variant(&self, name: &str) -> Result<Self, NoVariant> {
        let mut document = self.clone();
        document.wear(Some(name))?;
        document.finish();
        document.touched.clear();
        document.judged.clear();
        Ok(document)
    }

    /// A lock holds in a variant as it does in edits: what the variant moves is told where its name stands.
    pub(super) fn locked_finding(&self, name: &str, refusal: &Refusal) -> Finding {
        let message = format!("in the variant `{}` {refusal}", cut(name));
        let place = Place {
            field: Field::Variants.key(),
            ..Place::node(NodeId::ROOT)
        };
        let help = "set something else in it, or take the lock away in the plan";
        let mut finding = Finding::new(RENUMBERED, Severity::Error, place, message).help(help);
        if let Some(span) = self.variant_name_span(name) {
            finding.at = Anchor::Text(span, NodeId::ROOT);
        }
        finding
    }

    fn variant_name_span(&self, name: &str) -> Option<Span> {
        let (list, true) = self.follow(&[])? else {
            return None;
        };
        let items = self.tree.items(self.tree.resolve(list));
        let mut names = items
            .filter_map(|item| find(&self.text, &self.tree, self.tree.resolve(item), "name", 0));
        let id = names.find(|&id| self.tree.text(&self.text, id) == Some(name))?;
        Some(self.tree.span(id))
    }

    /// The variant that this is, if it is one.
    pub fn active_variant(&self) -> Option<&str> {
        self.active.as_ref().map(|active| &*active.name)
    }

    /// Finds again what is wrong inside `variants`, if these changes can have changed that.
    pub(super) fn find_in_variants(&mut self, changes: &[Changed]) {
        let concerned = changes.iter().any(|change| match change {
            Changed::Field(_, field) => {
                matches!(field, Field::Name | Field::Variants | Field::Lock)
            }
            Changed::Added(_) | Changed::Removed(..) => true,
        });
        if concerned {
            self.read_variants();
        }
    }

    /// Finds what is wrong inside `variants`.
    pub(super) fn read_variants(&mut self) {
        let faults = self.plan.variant_faults();
        self.reading.truncate(self.of_text);
        for fault in faults {
            let finding = self.variant_finding(fault);
            self.reading.push(finding);
        }
        let locked = self
            .active
            .as_ref()
            .and_then(|active| active.locked.clone());
        self.reading.extend(locked);
    }

    fn variant_finding(&self, fault: VariantFault) -> Finding {
        let VariantFault { at, fault } = fault;
        let place = Place {
            field: Field::Variants.key(),
            ..Place::node(NodeId::ROOT)
        };
        let span = self.variant_span(&at, &fault);
        let mut finding = Finding::new(fault.code, fault.severity, place, fault.message);
        finding.help = fault.help.or(fault.mend.map(|mend| mend.title));
        if let Some(span) = span {
            finding.at = Anchor::Text(span, NodeId::ROOT);
        }
        finding
    }

    /// Where a fault inside `variants` stands in the text.
    fn variant_span(&self, at: &[Step], fault: &Fault) -> Option<Span> {
        let (id, whole) = self.follow(at)?;
        if !whole {
            return Some(self.tree.span(id));
        }
        if fault.chars.0 >= fault.chars.1 {
            return Some(self.tree.span(id));
        }
        let item = item_of(&self.tree, id, usize::from(fault.item)).unwrap_or(id);
        Some(inside(&self.text, &self.tree, item, fault.chars))
    }

    /// The bytes of a value that the variant says otherwise.
    pub(super) fn said_span(&self, place: &Place) -> Option<Span> {
        let at = self.active.as_ref()?.said.get(&(place.node, place.field))?;
        let (id, whole) = self.follow(at)?;
        if !whole {
            return Some(self.tree.span(id));
        }
        let item = place
            .item
            .and_then(|item| item_of(&self.tree, id, usize::from(item)))
            .unwrap_or(id);
        Some(place.chars.map_or_else(
            || self.tree.span(item),
            |chars| inside(&self.text, &self.tree, item, chars),
        ))
    }

    /// What the steps lead to, and whether they were followed to their end. As far as the text has them: what was edited
    /// since may not stand in it.
    fn follow(&self, at: &[Step]) -> Option<(ItemId, bool)> {
        let root = self.origins.first().copied().flatten()?;
        let mut id = find(&self.text, &self.tree, root, Field::Variants.key(), 0)?;
        for step in at {
            let inside = self.tree.resolve(id);
            let next = match step {
                Step::Item(index) => self.tree.items(inside).nth(*index),
                Step::Value(key) => find(&self.text, &self.tree, inside, key, 0),
                Step::Key(key) => self
                    .tree
                    .pairs(inside)
                    .map(|(id, _)| id)
                    .find(|&id| self.tree.text(&self.text, id) == Some(key)),
            };
            match next {
                Some(next) => id = next,
                None => return Some((id, false)),
            }
        }
        Some((id, true))
    }
}
