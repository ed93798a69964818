//! Everything that the screen depends on. It holds no handles: the runtime does what has to be done outside.

use std::collections::{BTreeMap, BTreeSet};

use crate::addr::Count;
use crate::diag::Finding;
use crate::document::{Document, SaveError};
use crate::engine::Member;
use crate::inventory::Planned;
use crate::plan::{Edit, Field, Found};
use crate::report::fields::{fields_of, usual_fields};
use crate::report::ruler::Scale;
use crate::source::NodeId;

use super::border::{Choice, Dragging, Outlook};
use super::compare::Comparing;
use super::editing::Editing;
use super::keymap::{Command, Keymap};
use super::measure::Measure;
use super::noted::Listing;
use super::outline::{Outline, Row};
use super::overlay::{After, Overlay};
use super::prompt::Prompt;
use super::start::{Known, Start};
use super::tour::Tour;

/// Which panel keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The tree.
    Tree,
    /// The fields of the selected thing.
    Fields,
    /// The findings.
    Findings,
    /// The plan and its variants side by side, while they are compared.
    Compare,
}

/// Where a plan comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File,
    /// The built-in example: there is no file yet.
    Example,
    /// A template of this name: there is no file yet.
    Template(&'static str),
    /// An empty plan: there is no file yet.
    Empty,
    /// The plan of the guided tour, which is thrown away unless it is given a file.
    Tour,
    /// A beginning: the file was named, and is not there yet.
    New,
}

/// What is known of the file that others may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It is as it was read or saved.
    Same,
    /// It is another plan now.
    Changed,
    /// It was changed, and is being read again.
    Reading,
    /// It is gone.
    Gone,
    /// It is no plan any more, for this reason.
    NoPlan(String),
}

impl Outside {
    /// Whether saving would write over something that was not seen here.
    pub const fn is_other(&self) -> bool {
        match self {
            Self::Changed | Self::Reading | Self::NoPlan(_) => true,
            Self::Same | Self::Gone => false,
        }
    }
}

/// What can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What it was, in words.
    pub name: String,
    /// The edit that takes it back.
    pub inverse: Edit,
    /// The variants that were shown before it and after it; nothing is the plan itself.
    pub shown: (Option<String>, Option<String>),
}

/// A line that says what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The line.
    pub text: String,
    /// Whether it is about something that could not be done.
    pub refused: bool,
}

/// The whole state.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the file is called that a save writes.
    pub file: String,
    /// Where the plan comes from.
    pub origin: Origin,
    /// The plan with everything that follows.
    pub document: Document,
    /// Folding and row counts.
    pub outline: Outline,
    /// The selected row.
    pub selected: Row,
    /// The definitions that are marked: what several are edited, moved or deleted by at once.
    pub marks: BTreeSet<NodeId>,
    /// The first row on the screen.
    pub top: u128,
    /// The border of the ruler that someone has chosen.
    pub chosen: Option<Choice>,
    /// The border that is held with the mouse.
    pub dragging: Option<Dragging>,
    /// What the ruler is shown in.
    pub scale: Scale,
    /// What the border's next moves would do.
    pub outlook: Option<Outlook>,
    /// Where keys go.
    pub panel: Panel,
    /// The selected field of the selected thing.
    pub field: usize,
    /// The selected finding.
    pub finding: usize,
    /// The findings, as far as they have been looked up.
    pub findings: Vec<Finding>,
    /// Which of all findings these are.
    pub listing: Listing,
    /// A field that is being edited.
    pub editing: Option<Editing>,
    /// What can be taken back, the last on top.
    pub undo: Vec<Done>,
    /// What can be done again, the last on top.
    pub redo: Vec<Done>,
    /// How many changes back the file is as it was saved; nothing if it can't be reached any more.
    pub saved: Option<usize>,
    /// What lies over the panels, and how far it is scrolled.
    pub overlay: Option<Overlay>,
    /// How far the overlay is scrolled.
    pub scroll: u16,
    /// A line that is being typed, and what it is for.
    pub prompt: Option<Prompt>,
    /// What was looked for last.
    pub needle: String,
    /// What the tree shows alone, if it does not show all.
    pub filter: String,
    /// All that was looked for, each once, the last one last.
    pub needles: Vec<String>,
    /// What stood in fields before and after they were edited, each once, the last one last.
    pub typed: Vec<(Field, String)>,
    /// What just happened.
    pub toast: Option<Toast>,
    /// What the tree measures.
    pub measure: Measure,
    /// What is planned in each definition, where the tree measures that.
    pub planned: Vec<Planned>,
    /// The member of each run whose addresses are shown below it, from 0.
    pub focus: BTreeMap<NodeId, u128>,
    /// Whether all fields are shown, with where their values come from and whether they can change.
    pub inspects: bool,
    /// How far the selected thing is scrolled.
    pub shift: usize,
    /// Counts changes, taking back included.
    pub generation: usize,
    /// What stands in the file, if the document was not read from it.
    pub base: Option<String>,
    /// What was left unsaved the last time, as a text of the whole plan.
    pub restorable: Option<String>,
    /// What others have done to the file.
    pub outside: Outside,
    /// What comes once the file is written, if something does.
    pub after: Option<After>,
    /// Which of the plans that have been on the screen this is, from 0.
    pub sheet: usize,
    /// The comparison, while it is shown.
    pub compare: Option<Comparing>,
    /// Where someone is on the guided tour, if they take it.
    pub tour: Option<Tour>,
    /// The keys in force.
    pub keys: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

/// What rules look at before the frame that an edit is first seen in.
pub const AT_ONCE: usize = 2_500;

impl Model {
    /// The screen on a document.
    pub fn new(file: String, origin: Origin, mut document: Document, size: (u16, u16)) -> Self {
        document.work_in_steps(AT_ONCE);
        let mut outline = Outline::default();
        outline.count(document.plan(), document.evaluation());
        let mut model = Self {
            file,
            origin,
            outside: Outside::Same,
            generation: 0,
            shift: 0,
            inspects: false,
            restorable: None,
            base: None,
            outline,
            selected: Row::Definition(NodeId::ROOT),
            marks: BTreeSet::new(),
            top: 0,
            chosen: None,
            dragging: None,
            scale: Scale::Digits,
            outlook: None,
            panel: Panel::Tree,
            field: 0,
            finding: 0,
            findings: Vec::new(),
            listing: Listing::default(),
            editing: None,
            undo: Vec::new(),
            redo: Vec::new(),
            saved: Some(0),
            overlay: None,
            scroll: 0,
            prompt: None,
            needle: String::new(),
            filter: String::new(),
            needles: Vec::new(),
            typed: Vec::new(),
            toast: None,
            measure: Measure::Bits,
            planned: Vec::new(),
            focus: BTreeMap::new(),
            after: None,
            sheet: 0,
            compare: None,
            tour: None,
            keys: Keymap::standard(),
            size,
            document,
        };
        model.selected = model.row_at(0).unwrap_or(Row::Definition(NodeId::ROOT));
        model.look_up_findings();
        model.look_ahead();
        model
    }

    /// The variant that is shown; nothing is the plan itself.
    pub fn shown(&self) -> Option<String> {
        self.document.active_variant().map(str::to_owned)
    }

    /// What stands in the file as far as we know.
    pub fn on_disk(&self) -> &str {
        self.base.as_deref().unwrap_or_else(|| self.document.text())
    }

    /// The edit that takes back what is being typed or dragged.
    pub fn trial(&self) -> Option<Edit> {
        let typed = self.editing.as_ref().and_then(|one| one.trial.clone());
        let held = || self.dragging.as_ref().and_then(|one| one.trial.clone());
        typed.or_else(held)
    }

    /// The plan as it would be written. What is being typed or dragged into a variant is no part of it yet.
    pub fn printed(&self) -> Result<String, SaveError> {
        let Some(trial) = self
            .trial()
            .filter(|_| self.document.active_variant().is_some())
        else {
            return self.document.print();
        };
        let mut below = self.document.clone();
        below
            .apply(trial)
            .expect("invariant: a trial can be taken back");
        below.print()
    }

    /// Says something that matters, until a key is pressed.
    pub fn warn(&mut self, text: String) {
        self.toast = Some(Toast {
            text,
            refused: true,
        });
    }

    /// Shows what can be opened, unless something is asked already.
    pub fn start(&mut self, known: Vec<Known>) {
        if self.overlay.is_none() {
            self.toast.take_if(|toast| !toast.refused);
            self.overlay = Some(Overlay::Start(Start::new(known)));
        }
    }

    /// Begins the guided tour.
    pub fn begin_tour(&mut self) {
        self.tour = Some(Tour::at(0, self));
    }

    /// Says that this is the example, and how another plan is opened.
    pub fn say_example(&mut self) {
        self.toast = Some(Toast {
            text: super::update::about_example(self),
            refused: false,
        });
    }

    /// Says that work was left unsaved on other plans: the name of the last one, and how many there are.
    pub fn say_left(&mut self, name: &str, number: usize) {
        let plans = self.keys.key(Command::OpenPlan);
        let name = match name {
            "" => "a plan without a name".to_owned(),
            name => format!("`{name}`"),
        };
        let more = match number.saturating_sub(1) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        self.warn(format!(
            "work on {name}{more} was left and not saved; {plans} lists it"
        ));
    }

    /// Offers work that was left unsaved.
    pub fn offer(&mut self, text: String, changed: bool) {
        // What is on the screen where there is no file has nothing to do with it.
        let nameless = (self.origin != Origin::File).then(|| {
            let parsed = crate::document::read(&text);
            parsed.plan.name(NodeId::ROOT).to_owned()
        });
        self.restorable = Some(text);
        self.overlay = Some(Overlay::Restore {
            changed: changed && nameless.is_none(),
            nameless,
        });
    }

    /// Offers to begin a plan in place of a file that is none.
    pub fn offer_beginning(&mut self, why: &str) {
        self.overlay = Some(Overlay::Begin(vec![
            format!("{why}."),
            String::new(),
            format!(
                "Begin a new one? It is written to {} when you save,",
                self.file
            ),
            "and not before.".to_owned(),
        ]));
    }

    /// Whether there are changes that are not in the file, and are to be. Those of the tour are not.
    pub fn is_changed(&self) -> bool {
        if self.origin == Origin::Tour {
            return false;
        }
        self.saved != Some(self.undo.len()) || self.outside == Outside::Gone
    }

    /// The row at a place.
    pub fn row_at(&self, index: u128) -> Option<Row> {
        self.outline
            .row_at(self.document.plan(), self.document.evaluation(), index)
    }

    /// The place of the selected row.
    pub fn selected_index(&self) -> u128 {
        self.outline
            .index_of(
                self.document.plan(),
                self.document.evaluation(),
                self.selected,
            )
            .unwrap_or(0)
    }

    /// The definition that the selected row belongs to.
    pub fn node(&self) -> NodeId {
        self.selected.node()
    }

    /// What is changed together: what is marked and lies in nothing else that is; else the selected definition.
    pub fn together(&self) -> Vec<NodeId> {
        let plan = self.document.plan();
        if self.marks.is_empty() {
            return vec![self.node()];
        }
        let inside = |node: NodeId| plan.chain(node).skip(1).any(|id| self.marks.contains(&id));
        let marks = self.marks.iter().copied();
        let mut nodes: Vec<NodeId> = marks.filter(|&node| !inside(node)).collect();
        nodes.sort_by_key(|&node| self.document.evaluation().order(node));
        nodes
    }

    /// What a field is edited of: the selected thing, and all that is marked and may have it. A name is one's own.
    pub fn alike(&self, editing: &Editing) -> Vec<NodeId> {
        let plan = self.document.plan();
        let fits = |node: &NodeId| editing.field.fits(plan.kind(*node)) && *node != editing.node;
        let own = editing.field == Field::Name || editing.node == NodeId::ROOT;
        let marks = self.marks.iter().copied().filter(|_| !own);
        std::iter::once(editing.node)
            .chain(marks.filter(fits))
            .collect()
    }

    /// The members whose addresses are shown: those that were selected last; else the first ones.
    pub fn members(&self) -> Vec<Member> {
        self.members_at(self.node())
    }

    /// The same for any definition.
    pub fn members_at(&self, node: NodeId) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        for id in self.document.plan().chain(node) {
            if let Some(&index) = self.focus.get(&id) {
                members.push(Member { node: id, index });
            }
        }
        members
    }

    /// The selected thing as a path leads to it, with a member number for everything counted.
    pub fn found(&self) -> Found {
        let plan = self.document.plan();
        let member = |id: NodeId| {
            let index = self.focus.get(&id).copied().unwrap_or(0);
            let number = Count::new(index).plus(Count::ONE).unwrap_or(Count::MAX);
            plan.is_counted(id).then_some((id, number))
        };
        let mut members: Vec<(NodeId, Count)> =
            plan.chain(self.node()).filter_map(member).collect();
        members.reverse();
        Found {
            node: self.node(),
            members,
            range: None,
        }
    }

    /// The path of the selected thing, with the members whose addresses are shown.
    pub fn path(&self) -> String {
        let plan = self.document.plan();
        let found = self.found();
        let mut steps: Vec<String> = plan
            .chain(self.node())
            .filter(|&id| id != NodeId::ROOT)
            .map(|id| {
                let name = match plan.name(id) {
                    "" => "(unnamed)",
                    name => name,
                };
                match found.members.iter().find(|(run, _)| *run == id) {
                    Some((_, number)) => format!("{name}-{}", number.decimal()),
                    None => name.to_owned(),
                }
            })
            .collect();
        steps.reverse();
        steps.join("/")
    }

    /// The fields that the selected thing shows: those that are said, and those that one would say there.
    pub fn fields(&self) -> Vec<Field> {
        let (plan, node) = (self.document.plan(), self.node());
        if self.inspects {
            return fields_of(plan.kind(node));
        }
        let usual = usual_fields(plan.kind(node));
        let said = plan
            .fields(node)
            .iter()
            .map(|entry| entry.field)
            .filter(|field| !usual.contains(field));
        usual.iter().copied().chain(said).collect()
    }

    /// The selected field.
    pub fn selected_field(&self) -> Option<Field> {
        self.fields().get(self.field).copied()
    }

    /// Scrolls so that the selected row is on the screen, and no further.
    pub fn keep_in_view(&mut self) {
        let height = u128::from(super::view::tree_height(self));
        let index = self.selected_index();
        let last = self.outline.rows().saturating_sub(height);
        self.top = self.top.min(last).min(index);
        if height > 0 && index >= self.top.saturating_add(height) {
            self.top = index - (height - 1);
        }
    }
}
