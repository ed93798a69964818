//! Settings, inherited from the nearest block above, kept once for all that resolve to the same.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use crate::plan::{
    FIELD_COUNT, FIELDS, Field, Kind, Meaning, MeantId, Plan, Spec, Value, ValueId, Version,
};
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

/// What a definition says itself. What a value means in a field follows from both.
type Own = Box<[(Field, ValueId)]>;

/// All settings that are in force anywhere in a plan.
#[derive(Clone, Debug)]
pub(super) struct SettingsTable {
    all: Vec<Settings>,
    profiles: Profiles,
    known: HashMap<Settings, SettingsId>,
    /// What comes of settings and what is said on top of them.
    steps: HashMap<SettingsId, HashMap<Own, SettingsId>>,
    /// What the definition that is looked at says itself.
    own: Vec<(Field, ValueId)>,
    /// What comes of settings where those around them become others.
    inherited: HashMap<(SettingsId, Around), SettingsId>,
    /// The last two settings that were compared, and in which fields they differ.
    compared: (Around, Fields),
}

/// Settings around a definition, before and now.
type Around = (SettingsId, SettingsId);

/// A set of fields, a bit for each.
type Fields = u64;

const _: () = assert!(FIELD_COUNT <= 64);

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
            own: Vec::new(),
            inherited: HashMap::new(),
            compared: ((SettingsId::NONE, SettingsId::NONE), 0),
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
        let entries = plan.fields(node).iter();
        let said = entries.filter(|entry| entry.field.is_setting());
        self.own.clear();
        self.own
            .extend(said.map(|entry| (entry.field, entry.value)));
        if self.own.is_empty() {
            return around;
        }
        let steps = self.steps.get(&around);
        if let Some(&id) = steps.and_then(|steps| steps.get(&self.own[..])) {
            return id;
        }
        let mut settings = self.settings(around).clone();
        for entry in plan.fields(node) {
            if entry.field.is_setting() {
                let nothing = *plan.value_of(entry.value) == Value::Null;
                let said = (!nothing).then_some((entry.value, entry.meant));
                settings.said[entry.field.index()] = said;
            }
        }
        let id = self.keep_with_profile(plan, settings);
        let own = self.own.as_slice().into();
        self.steps.entry(around).or_default().insert(own, id);
        id
    }

    /// What is in force for a definition that says nothing else than before, where what is in force around it has become
    /// other settings: nothing, if that has to be resolved, for it says itself what has changed.
    pub(super) fn inherit(
        &mut self,
        plan: &Plan,
        around: Around,
        (node, old): (NodeId, SettingsId),
    ) -> Option<SettingsId> {
        let changed = self.differences(around);
        let says = |field: Field| changed & field.bit() != 0;
        if plan.fields(node).iter().any(|entry| says(entry.field)) {
            return None;
        }
        if let Some(&new) = self.inherited.get(&(old, around)) {
            return Some(new);
        }
        let mut settings = self.settings(old).clone();
        for info in FIELDS.iter().filter(|info| says(info.field)) {
            let index = info.field.index();
            settings.said[index] = self.settings(around.1).said[index];
        }
        let new = self.keep_with_profile(plan, settings);
        self.inherited.insert((old, around), new);
        Some(new)
    }

    /// Whether two settings differ in nothing but what rules alone look at: who is not in a flat block asks for the same
    /// under both, and writes the same.
    pub(super) fn ask_the_same(&mut self, one: SettingsId, other: SettingsId) -> bool {
        self.differences((one, other)) & !ONLY_JUDGED == 0
    }

    fn differences(&mut self, of: Around) -> Fields {
        if self.compared.0 != of {
            let (one, other) = (self.settings(of.0), self.settings(of.1));
            let differ = |field: &Field| one.said(*field) != other.said(*field);
            let fields = FIELDS.iter().map(|info| info.field).filter(differ);
            self.compared = (of, fields.fold(0, |all, field| all | field.bit()));
        }
        self.compared.1
    }

    fn keep_with_profile(&mut self, plan: &Plan, mut settings: Settings) -> SettingsId {
        let provider = settings.text(plan, Field::Provider).unwrap_or(GENERIC);
        settings.profile = ByName(self.profiles.find_or_generic(provider));
        self.keep(settings)
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

/// Settings that decide neither what a definition asks a pool for nor what it writes, unless it is in a flat block.
const ONLY_JUDGED: Fields = Field::Kubernetes.bit()
    | Field::GardenerVersion.bit()
    | Field::Cni.bit()
    | Field::Alignment.bit()
    | Field::Growth.bit()
    | Field::GrowthPerYear.bit()
    | Field::Seed.bit()
    | Field::MaxPods.bit()
    | Field::NodeMaskV4.bit()
    | Field::NodeMaskV6.bit()
    | Field::Allocator.bit()
    | Field::PodNat.bit()
    | Field::Ingress.bit()
    | Field::Primary.bit();

/// Where a setting that is in force for a definition is said: there, or at the nearest block above.
pub fn said_at(plan: &Plan, node: NodeId, field: Field) -> Option<NodeId> {
    plan.chain(node).find(|&id| plan.entry(id, field).is_some())
}

/// The nearest block at or above a definition that is of that kind.
pub fn enclosing_kind(plan: &Plan, node: NodeId, kind: Kind) -> Option<NodeId> {
    plan.chain(node).skip(1).find(|&id| plan.kind(id) == kind)
}
