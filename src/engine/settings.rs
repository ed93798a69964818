//! Settings, inherited from the nearest block above, kept once for all that resolve to the same.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use crate::plan::{FIELD_COUNT, Field, Kind, Meaning, MeantId, Plan, Spec, ValueId, Version};
use crate::profile::{GENERIC, Profile, Profiles};
use crate::source::NodeId;

use crate::addr::Count;

/// One resolved set of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingsId(u32);

impl SettingsId {
    /// The settings of a plan that says nothing.
    pub const NONE: Self = Self(0);
}

/// A setting's value: what it is and what it means.
pub type Said = Option<(ValueId, MeantId)>;

/// What is in force somewhere: for each field its value, if any block above says one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    said: Box<[Said; FIELD_COUNT]>,
    profile: ByName,
}

/// A profile, which its name stands for: there is one of each.
#[derive(Clone, Copy, Debug)]
struct ByName(&'static Profile);

impl PartialEq for ByName {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for ByName {}

impl Hash for ByName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl Settings {
    /// What is in force for a field.
    pub fn said(&self, field: Field) -> Said {
        self.said[field.index()]
    }

    /// The profile of the provider; where none is said or known, the generic one.
    pub const fn profile(&self) -> &'static Profile {
        self.profile.0
    }

    /// What the value of a field means.
    pub fn meaning<'p>(&self, plan: &'p Plan, field: Field) -> Option<&'p Meaning> {
        self.said(field).map(|(_, meant)| plan.meaning_of(meant))
    }

    /// The number a field says.
    pub fn number(&self, plan: &Plan, field: Field) -> Option<Count> {
        match self.meaning(plan, field)? {
            Meaning::Number(count) => Some(*count),
            _ => None,
        }
    }

    /// The flag a field says.
    pub fn flag(&self, plan: &Plan, field: Field) -> Option<bool> {
        match self.meaning(plan, field)? {
            Meaning::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The text a field says.
    pub fn text<'p>(&self, plan: &'p Plan, field: Field) -> Option<&'p str> {
        let (value, meant) = self.said(field)?;
        match plan.meaning_of(meant) {
            Meaning::Kept => plan.value_of(value).as_text(),
            _ => None,
        }
    }

    /// The version a field says.
    pub fn version(&self, plan: &Plan, field: Field) -> Option<Version> {
        match self.meaning(plan, field)? {
            Meaning::Version(version) => Some(*version),
            _ => None,
        }
    }

    /// The names a field lists.
    pub fn names<'p>(&self, plan: &'p Plan, field: Field) -> &'p [Box<str>] {
        match self.meaning(plan, field) {
            Some(Meaning::Names(names)) => names,
            _ => &[],
        }
    }

    /// The spec of a range.
    pub fn spec<'p>(&self, plan: &'p Plan, field: Field) -> Option<&'p Spec> {
        plan.spec(self.said(field)?.1)
    }
}

/// The settings around a definition, and what it says itself.
type Step = (SettingsId, Box<[(Field, Said)]>);

/// All settings that are in force anywhere in a plan.
#[derive(Clone, Debug)]
pub(super) struct SettingsTable {
    all: Vec<Settings>,
    profiles: Profiles,
    known: HashMap<Settings, SettingsId>,
    /// What comes of settings and what is said on top of them.
    steps: HashMap<Step, SettingsId>,
}

impl SettingsTable {
    pub(super) fn new(profiles: Profiles) -> Self {
        let none = Settings {
            said: Box::new([None; FIELD_COUNT]),
            profile: ByName(profiles.find_or_generic(GENERIC)),
        };
        Self {
            profiles,
            all: vec![none.clone()],
            known: HashMap::from([(none, SettingsId::NONE)]),
            steps: HashMap::new(),
        }
    }

    /// The profiles that names of providers lead to.
    pub(super) const fn profiles(&self) -> Profiles {
        self.profiles
    }

    pub(super) fn settings(&self, id: SettingsId) -> &Settings {
        &self.all[id.0 as usize]
    }

    /// What is in force for a definition, given what is in force around it.
    pub(super) fn resolve(&mut self, plan: &Plan, around: SettingsId, node: NodeId) -> SettingsId {
        let own: Box<[(Field, Said)]> = plan
            .fields(node)
            .iter()
            .filter(|entry| entry.field.is_setting())
            .map(|entry| {
                let nothing = *plan.value_of(entry.value) == crate::plan::Value::Null;
                (
                    entry.field,
                    (!nothing).then_some((entry.value, entry.meant)),
                )
            })
            .collect();
        if own.is_empty() {
            return around;
        }
        if let Some(&id) = self.steps.get(&(around, own.clone())) {
            return id;
        }
        let mut settings = self.settings(around).clone();
        for &(field, said) in &own {
            settings.said[field.index()] = said;
        }
        let provider = settings.text(plan, Field::Provider).unwrap_or(GENERIC);
        settings.profile = ByName(self.profiles.find_or_generic(provider));
        let id = self.keep(settings);
        self.steps.insert((around, own), id);
        id
    }

    fn keep(&mut self, settings: Settings) -> SettingsId {
        if let Some(&id) = self.known.get(&settings) {
            return id;
        }
        let id = SettingsId(
            u32::try_from(self.all.len()).expect("invariant: fewer settings than definitions"),
        );
        self.all.push(settings.clone());
        self.known.insert(settings, id);
        id
    }
}

/// Where a setting that is in force for a definition is said: there, or at the nearest block above.
pub fn said_at(plan: &Plan, node: NodeId, field: Field) -> Option<NodeId> {
    plan.chain(node).find(|&id| plan.entry(id, field).is_some())
}

/// The nearest block at or above a definition that is of that kind.
pub fn enclosing_kind(plan: &Plan, node: NodeId, kind: Kind) -> Option<NodeId> {
    plan.chain(node).skip(1).find(|&id| plan.kind(id) == kind)
}
