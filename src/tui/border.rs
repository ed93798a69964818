//! Which border of the ruler is chosen, and what its next moves would do.

use super::model::{Model, Panel};
use super::outline::Row;
use crate::addr::{Family, Length};
use crate::document::Consequence;
use crate::plan::{Edit, Field};
use crate::report::ruler::{
    Border, Level, Ruler, Side, Step, Stride, Subject, View, rulers, step, usual_stride,
};

/// The border that someone has chosen: of which row, and its number among all borders of that row's rulers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The row.
    pub row: Row,
    /// The number, IPv6 first.
    pub number: usize,
}

/// A border that is held with the mouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dragging {
    /// The row whose ruler it is on.
    pub row: Row,
    /// Its number among all borders of that row's rulers.
    pub place: usize,
    /// The border as it was.
    pub border: Border,
    /// Which digits are shown: they stay while it is held.
    pub view: View,
    /// Where it is held.
    pub to: Length,
    /// The edit that takes it back to where it was, where it has moved.
    pub trial: Option<Edit>,
    /// The edit that has moved it.
    pub edit: Option<Edit>,
}

/// What the next moves of a border would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The row, the level and the number of changes for which this holds.
    pub of: (Row, Level, Family, usize),
    /// How far the border moves.
    pub stride: Stride,
    /// Both sides, the shorter length first.
    pub sides: [(Side, Move); 2],
}

/// What one move would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// It is not done, and why.
    Refused(String),
    /// It would be this length; what follows is not known where too much lies behind it.
    To(Length, Option<Consequence>),
}

impl Model {
    /// The rulers of the selected row.
    pub fn rulers(&self) -> Vec<Ruler> {
        let members = self.members();
        let subject = Subject {
            node: self.node(),
            range: match self.selected {
                Row::Range(_, kind) => Some(kind),
                Row::Definition(_) | Row::Free(..) | Row::Members(_) | Row::Member(..) => None,
            },
            members: &members,
        };
        rulers(self.document.plan(), self.document.evaluation(), subject)
    }

    /// The number of the border that someone has chosen in the selected row.
    pub fn choice(&self) -> Option<usize> {
        self.chosen
            .filter(|choice| choice.row == self.selected)
            .map(|choice| choice.number)
    }

    /// The ruler and the number in it of the border that keys move: the chosen one, else the selected thing's own.
    pub fn border_in(&self, rulers: &[Ruler]) -> Option<(usize, usize)> {
        let places = places(rulers);
        if let Some(dragging) = self
            .dragging
            .as_ref()
            .filter(|held| held.row == self.selected)
        {
            return places.get(dragging.place).or(places.last()).copied();
        }
        if let Some(number) = self.choice() {
            return places.get(number).or(places.last()).copied();
        }
        let v4_first = matches!(self.selected, Row::Free(_, Family::V4, _))
            || self.panel == Panel::Fields && self.selected_field() == Some(Field::V4);
        let ruler = rulers
            .iter()
            .position(|ruler| v4_first && ruler.family == Family::V4)
            .unwrap_or(0);
        Some((ruler, rulers.get(ruler)?.own))
    }

    /// The border that keys move.
    pub fn border(&self) -> Option<Border> {
        let rulers = self.rulers();
        let (ruler, number) = self.border_in(&rulers)?;
        rulers.get(ruler)?.borders.get(number).cloned()
    }

    /// What a move of the border is, or why it stays.
    pub fn border_step(&self, border: &Border, side: Side, stride: Stride) -> Result<Step, String> {
        let (plan, evaluation) = (self.document.plan(), self.document.evaluation());
        step(plan, evaluation, border, (side, stride)).map_err(|held| held.to_string())
    }

    /// What the border's next moves would do, if that is known of it as it is now.
    pub fn outlook_of(&self, border: &Border) -> Option<&Outlook> {
        let outlook = self.outlook.as_ref()?;
        let is_steady = self.editing.is_none() && self.dragging.is_none();
        (outlook.of == self.outlook_key(border) && is_steady).then_some(outlook)
    }

    fn outlook_key(&self, border: &Border) -> (Row, Level, Family, usize) {
        let family = border.length.family();
        (self.selected, border.of, family, self.generation)
    }

    /// Looks at what the border's next moves would do, unless that is known: each is tried and taken back.
    pub fn look_ahead(&mut self) {
        if self.editing.is_some() || self.dragging.is_some() {
            return;
        }
        let Some(border) = self.border() else {
            self.outlook = None;
            return;
        };
        if self.outlook_of(&border).is_some() {
            return;
        }
        let (plan, evaluation) = (self.document.plan(), self.document.evaluation());
        let stride = usual_stride(plan, evaluation, &border);
        let sides =
            [Side::Shorter, Side::Longer].map(|side| (side, self.try_move(&border, side, stride)));
        self.outlook = Some(Outlook {
            of: self.outlook_key(&border),
            stride,
            sides,
        });
    }

    fn try_move(&mut self, border: &Border, side: Side, stride: Stride) -> Move {
        let step = match self.border_step(border, side, stride) {
            Ok(step) => step,
            Err(why) => return Move::Refused(why),
        };
        match self.document.try_out(step.edit) {
            Ok(consequence) => Move::To(step.to, consequence),
            Err(refusal) => Move::Refused(refusal.to_string()),
        }
    }
}

/// Every border of some rulers: the ruler's number, and its own in it.
pub(super) fn places(rulers: &[Ruler]) -> Vec<(usize, usize)> {
    let numbers =
        |(ruler, of): (usize, &Ruler)| (0..of.borders.len()).map(move |border| (ruler, border));
    rulers.iter().enumerate().flat_map(numbers).collect()
}
