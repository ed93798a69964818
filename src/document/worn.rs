//! A document that shows one of its variants: what the variant says is put on the plan, and taken off again before the
//! plan itself changes or is written. Edits go into the variant that is shown.

use super::change::Edited;
use super::save::Dirty;
use super::variant::Active;
use super::{Document, NotPinned};
use crate::engine::Move;
use crate::plan::{Edit, Field, NoVariant, NotChanged, Plan, Refusal};
use crate::source::NodeId;

/// How a variant is taken off.
#[derive(Clone, Debug)]
pub(super) struct Worn {
    back: Edit,
    /// What differs from the text without it.
    dirty: Dirty,
}

impl Document {
    /// Shows the plan as a variant has it, or as it is. What the variant says can be told from [`Document::is_said`].
    pub fn wear(&mut self, name: Option<&str>) -> Result<(), NoVariant> {
        let before = self.active_variant().map(str::to_owned);
        if before.as_deref() == name {
            return Ok(());
        }
        self.take_off();
        let Some(name) = name else {
            return Ok(());
        };
        let put_on = self.put_on(name);
        if put_on.is_err() {
            self.wear_if_there(before.as_deref());
        }
        put_on
    }

    /// Whether the variant that is shown says that field itself.
    pub fn is_said(&self, node: NodeId, field: Field) -> bool {
        let active = self.active.as_ref();
        active.is_some_and(|active| active.said.contains_key(&(node, field.key())))
    }

    /// Applies an edit that a person asks for to what is shown: to the plan, or to the variant, which then says no more
    /// than it has to.
    pub fn edit_shown(&mut self, edit: Edit) -> Result<Edited, NotChanged> {
        let edited = self.edit(edit)?;
        self.say_in_variant(edited)
    }

    /// The same with all else that it would move pinned; gives how many were.
    pub fn edit_shown_pinned(&mut self, edit: Edit) -> Result<(Edited, usize), NotPinned> {
        let (edited, number) = self.edit_pinned(edit)?;
        Ok((self.say_in_variant(edited)?, number))
    }

    /// Changes the plan below what is shown, as its variants are made, renamed or taken over; shows another one then.
    pub fn edit_below(
        &mut self,
        edit: impl FnOnce(&Plan) -> Result<Edit, NotChanged>,
        show: Option<&str>,
    ) -> Result<Edited, NotChanged> {
        let before = self.take_off();
        let edited = edit(&self.plan).and_then(|edit| Ok(self.edit(edit)?));
        let show = if edited.is_ok() {
            show
        } else {
            before.as_deref()
        };
        self.wear_if_there(show);
        edited
    }

    /// What that would move, and the edit. Nothing is changed.
    pub fn try_below(
        &mut self,
        edit: impl FnOnce(&Plan) -> Result<Edit, NotChanged>,
    ) -> Result<(Edit, Vec<Move>), NotChanged> {
        let before = self.take_off();
        let tried = edit(&self.plan).and_then(|edit| {
            let moves = self.moves_of(edit.clone())?;
            Ok((edit, moves))
        });
        self.wear_if_there(before.as_deref());
        tried
    }

    /// Takes back, or does again, what was done to the plan or one of its variants; shows that one, if it is there.
    pub fn apply_below(&mut self, edit: Edit, show: Option<&str>) -> Result<Edit, Refusal> {
        self.take_off();
        let inverse = self.apply(edit);
        self.wear_if_there(show);
        inverse
    }

    /// What differs from the text, without what a variant says.
    pub(super) fn own_dirty(&self) -> &Dirty {
        self.worn.as_ref().map_or(&self.dirty, |worn| &worn.dirty)
    }

    /// Takes off what is shown; gives which variant that was.
    pub(super) fn take_off(&mut self) -> Option<String> {
        let active = self.active.take()?;
        if let Some(Worn { back, dirty }) = self.worn.take() {
            self.apply(back)
                .expect("invariant: what was put on can be taken off");
            self.dirty = dirty;
        }
        if active.locked.is_some() {
            self.read_variants();
        }
        Some(active.name)
    }

    /// Shows a variant if there is one of that name.
    pub(super) fn wear_if_there(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            // One that an undo has taken away is shown no more.
            let _gone = self.put_on(name);
        }
    }

    fn put_on(&mut self, name: &str) -> Result<(), NoVariant> {
        let said = self.plan.variant_says(name)?;
        let edits = said
            .iter()
            .map(|one| Edit::set(one.node, one.field, Some(one.value.clone())));
        let edit = Edit::Many(edits.collect());
        let dirty = self.dirty.clone();
        let locks = self.plan.has_locks();
        if locks {
            let mut edited: Vec<NodeId> = said.iter().map(|one| one.node).collect();
            edited.dedup();
            self.evaluation.watch(&self.plan, &edited);
        }
        let back = self
            .apply(edit)
            .expect("invariant: what a variant says can be set");
        let mut active = Active::new(name, said);
        if locks {
            let moves = self.evaluation.take_moves(&self.plan);
            let refusal = self.moves_locked(&moves, &[]);
            active.locked = refusal.map(|refusal| self.locked_finding(name, &refusal));
        }
        let locked = active.locked.is_some();
        self.active = Some(active);
        self.worn = Some(Worn { back, dirty });
        if locked {
            self.read_variants();
        }
        Ok(())
    }

    /// Has what was done to what is shown be said by the variant instead.
    fn say_in_variant(&mut self, edited: Edited) -> Result<Edited, NotChanged> {
        let Some(name) = self.active_variant().map(str::to_owned) else {
            return Ok(edited);
        };
        let Edited { inverse, moves, .. } = edited;
        let edit = self
            .apply(inverse)
            .expect("invariant: what was just done can be taken back");
        let below = |plan: &Plan| plan.edit_in_variant(&name, &edit);
        let edited = self.edit_below(below, Some(&name))?;
        Ok(Edited { moves, ..edited })
    }
}
