//! Definitions and their fields.

use std::collections::HashMap;

use super::field::Field;
use super::kind::Kind;
use super::meaning::{Lexicon, Meaning, Meant, meaning_of};
use super::seed::Seed;
use super::value::{Value, ValueId, Values};
use super::{Fault, Spec, fault_of_name};
use crate::addr::{Count, Family, Length};
use crate::source::NodeId;

/// What a value of a field means, kept once for all that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeantId(u32);

/// A field with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The field.
    pub field: Field,
    /// Its value.
    pub value: ValueId,
    /// What the value means there.
    pub meant: MeantId,
}

/// A definition: a block or a shoot, by itself or standing for a run.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it lies in; the plan lies in itself.
    pub parent: NodeId,
    /// Whether it comes from an alias of YAML: then it changes where it is defined, and not here.
    pub shared: bool,
    pub(super) alive: bool,
    pub(super) name: ValueId,
    /// Which fields it says, a bit for each: most of those that are asked for are none of them.
    says: u64,
    pub(super) fields: Vec<Entry>,
    pub(super) children: Vec<NodeId>,
}

/// The whole plan.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) nodes: Vec<Node>,
    values: Values,
    meanings: HashMap<(Field, ValueId), MeantId>,
    meant: Vec<Meant>,
    nameless: ValueId,
    recent: [Option<(ValueId, MeantId)>; super::field::FIELD_COUNT],
    lexicon: Lexicon,
}

impl Plan {
    /// A plan with nothing in it.
    pub fn new(lexicon: Lexicon) -> Self {
        let mut values = Values::default();
        let name = values.keep(Value::Null);
        let root = Node {
            kind: Kind::Plan,
            parent: NodeId::ROOT,
            shared: false,
            alive: true,
            name,
            says: 0,
            fields: Vec::new(),
            children: Vec::new(),
        };
        Self {
            nodes: vec![root],
            values,
            nameless: name,
            meanings: HashMap::new(),
            meant: Vec::new(),
            recent: [None; super::field::FIELD_COUNT],
            lexicon,
        }
    }

    /// How many ids have been given out: tables with one row a definition are as long.
    pub const fn ids(&self) -> usize {
        self.nodes.len()
    }

    /// The definition with that id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Whether it is in the plan: what was removed is kept for an undo.
    pub fn is_alive(&self, id: NodeId) -> bool {
        self.nodes[id.index()].alive
    }

    /// Its kind.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// What it lies in; nothing for the plan itself.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id != NodeId::ROOT).then(|| self.node(id).parent)
    }

    /// It, and all it lies in, inside out, up to the plan.
    pub fn chain(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), move |&id| self.parent(id))
    }

    /// What lies in it, in placement order: regions, zones, VPCs, blocks, shoots, each in list order.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).children
    }

    /// Its list of that kind.
    pub fn list(&self, id: NodeId, kind: Kind) -> &[NodeId] {
        let children = self.children(id);
        let start = children.partition_point(|&child| self.kind(child) < kind);
        let end = children.partition_point(|&child| self.kind(child) <= kind);
        &children[start..end]
    }

    /// All definitions, each before what lies in it, in placement order.
    pub fn walk(&self) -> Walk<'_> {
        self.walk_from(NodeId::ROOT)
    }

    /// A definition and all below it, in placement order.
    pub fn walk_from(&self, id: NodeId) -> Walk<'_> {
        Walk {
            plan: self,
            stack: vec![id],
        }
    }

    /// Its name; empty where it has none.
    pub fn name(&self, id: NodeId) -> &str {
        self.values
            .value(self.node(id).name)
            .as_text()
            .unwrap_or("")
    }

    /// The id of its name: equal names have equal ids.
    pub fn name_id(&self, id: NodeId) -> ValueId {
        self.node(id).name
    }

    /// The id that a text has as a value, if any value is that text.
    pub fn text_id(&self, text: &str) -> Option<ValueId> {
        self.values.find(&Value::text(text))
    }

    /// Its fields but for the name, in the order of the table of fields.
    pub fn fields(&self, id: NodeId) -> &[Entry] {
        &self.node(id).fields
    }

    /// The field's entry, if it is said there.
    pub fn entry(&self, id: NodeId, field: Field) -> Option<Entry> {
        let Node { says, fields, .. } = self.node(id);
        if says & field.bit() == 0 {
            return None;
        }
        // They stand in the order of their bits.
        let before = says & (field.bit() - 1);
        fields.get(before.count_ones() as usize).copied()
    }

    /// The value of a field, if it is said there.
    pub fn value(&self, id: NodeId, field: Field) -> Option<&Value> {
        if field == Field::Name {
            let name = self.values.value(self.node(id).name);
            return (*name != Value::Null).then_some(name);
        }
        self.entry(id, field)
            .map(|entry| self.values.value(entry.value))
    }

    /// The value with that id.
    pub fn value_of(&self, id: ValueId) -> &Value {
        self.values.value(id)
    }

    /// What a field's value means, if the field is said there.
    pub fn meaning(&self, id: NodeId, field: Field) -> Option<&Meaning> {
        self.entry(id, field)
            .map(|entry| self.meaning_of(entry.meant))
    }

    /// The meaning with that id.
    pub fn meaning_of(&self, id: MeantId) -> &Meaning {
        &self.meant[id.0 as usize].meaning
    }

    /// The faults of that meaning's value.
    pub fn faults_of(&self, id: MeantId) -> &[Fault] {
        &self.meant[id.0 as usize].faults
    }

    /// What would be wrong with a value of a definition's field, seen alone, whether or not the plan says it.
    pub fn faults_for(&self, id: NodeId, field: Field, value: &Value) -> Vec<Fault> {
        if field == Field::Name {
            let fault = fault_of_name(id, value.as_text().unwrap_or(""));
            return fault.into_iter().collect();
        }
        meaning_of(field, value, self.lexicon).faults.into_vec()
    }

    /// How many of it there are; 1 without a count.
    pub fn count(&self, id: NodeId) -> Count {
        self.number(id, Field::Count).unwrap_or(Count::ONE)
    }

    /// How many members it stands for, those of all that it lies in counted.
    pub fn members(&self, id: NodeId) -> Count {
        let mut counts = self.chain(id).map(|around| self.count(around));
        let members = counts.try_fold(Count::ONE, Count::times);
        members.unwrap_or(Count::MAX)
    }

    /// Whether it stands for a run: it has a count, be it 1.
    pub fn is_counted(&self, id: NodeId) -> bool {
        self.number(id, Field::Count).is_some()
    }

    /// As many more must fit one day.
    pub fn reserve(&self, id: NodeId) -> Count {
        self.number(id, Field::Reserve).unwrap_or(Count::ZERO)
    }

    /// The number that a field says.
    pub fn number(&self, id: NodeId, field: Field) -> Option<Count> {
        match self.meaning(id, field)? {
            Meaning::Number(count) => Some(*count),
            _ => None,
        }
    }

    /// The seeds that are listed.
    pub fn seeds(&self) -> &[Seed] {
        match self.meaning(NodeId::ROOT, Field::Seeds) {
            Some(Meaning::Seeds(seeds)) => seeds,
            _ => &[],
        }
    }

    /// Whether a flag is set.
    pub fn flag(&self, id: NodeId, field: Field) -> bool {
        matches!(self.meaning(id, field), Some(Meaning::Flag(true)))
    }

    /// Whether anything has ever been locked here: if not, nothing has to be looked for.
    pub fn has_locks(&self) -> bool {
        let is_set = |value| self.meanings.contains_key(&(Field::Lock, value));
        self.text_id("true").is_some_and(is_set)
    }

    /// The text that a field says, where it is one that the field may have.
    pub fn text(&self, id: NodeId, field: Field) -> Option<&str> {
        let entry = self.entry(id, field)?;
        match self.meaning_of(entry.meant) {
            Meaning::Kept => self.values.value(entry.value).as_text(),
            _ => None,
        }
    }

    /// The value of `v6` or `v4`: a prefix or a length.
    pub fn network(&self, id: NodeId, family: Family) -> Option<&Meaning> {
        let field = match family {
            Family::V4 => Field::V4,
            Family::V6 => Field::V6,
        };
        self.meaning(id, field)
            .filter(|meaning| matches!(meaning, Meaning::Prefix(_) | Meaning::Length(_)))
    }

    /// The length that a block says in a family, be it with a prefix or alone.
    pub fn length(&self, id: NodeId, family: Family) -> Option<Length> {
        match self.network(id, family)? {
            Meaning::Prefix(prefix) => Some(prefix.length()),
            Meaning::Length(length) => Some(*length),
            _ => None,
        }
    }

    /// The spec that a range field says, if it is said there.
    pub fn spec(&self, id: MeantId) -> Option<&Spec> {
        match self.meaning_of(id) {
            Meaning::Spec(spec) => Some(spec),
            _ => None,
        }
    }

    /// Puts a definition at the end of its list. For readers: what is in a plan already changes by edits alone.
    pub fn add(&mut self, parent: NodeId, kind: Kind) -> NodeId {
        let id = self.make(parent, kind, true);
        let end = self.nodes[parent.index()].children.len();
        let tail = end
            .checked_sub(1)
            .map(|last| self.nodes[parent.index()].children[last]);
        let index = match tail {
            Some(last) if self.kind(last) > kind => {
                let children = self.children(parent);
                children.partition_point(|&child| self.kind(child) <= kind)
            }
            Some(_) | None => end,
        };
        self.nodes[parent.index()].children.insert(index, id);
        id
    }

    pub(super) fn make(&mut self, parent: NodeId, kind: Kind, alive: bool) -> NodeId {
        let id = NodeId::from_index(self.nodes.len());
        let name = self.nameless;
        self.nodes.push(Node {
            kind,
            parent,
            shared: false,
            alive,
            name,
            says: 0,
            fields: Vec::new(),
            children: Vec::new(),
        });
        id
    }

    /// Makes room for about that many definitions. For readers, which know it.
    pub fn expect(&mut self, number: usize) {
        self.nodes.reserve_exact(number);
    }

    /// Makes room for that many fields. For readers, which know it.
    pub fn expect_fields(&mut self, id: NodeId, number: usize) {
        self.nodes[id.index()].fields.reserve_exact(number);
    }

    /// Marks a definition as coming from an alias. For readers.
    pub fn mark_shared(&mut self, id: NodeId) {
        self.nodes[id.index()].shared = true;
    }

    /// Sets or takes away a field; gives what it was. For readers and edits.
    pub fn put(&mut self, id: NodeId, field: Field, value: Option<Value>) -> Option<Value> {
        if field == Field::Name {
            let old = self.value(id, field).cloned();
            let value = value.filter(|value| value.as_text().is_some());
            self.nodes[id.index()].name = self.values.keep(value.unwrap_or(Value::Null));
            return old;
        }
        let old = self.value(id, field).cloned();
        let entry = value.map(|value| self.keep(field, value));
        let node = &mut self.nodes[id.index()];
        if entry.is_some() {
            node.says |= field.bit();
        } else {
            node.says &= !field.bit();
        }
        let fields = &mut node.fields;
        match (
            fields.binary_search_by_key(&field, |entry| entry.field),
            entry,
        ) {
            (Ok(index), Some(entry)) => fields[index] = entry,
            (Ok(index), None) => drop(fields.remove(index)),
            (Err(index), Some(entry)) => fields.insert(index, entry),
            (Err(_), None) => {}
        }
        old
    }

    fn keep(&mut self, field: Field, value: Value) -> Entry {
        if let Some((known, meant)) = self.recent[field.index()]
            && *self.values.value(known) == value
        {
            return Entry {
                field,
                value: known,
                meant,
            };
        }
        let value = self.values.keep(value);
        let meant = self.meant_id(field, value);
        self.recent[field.index()] = Some((value, meant));
        Entry {
            field,
            value,
            meant,
        }
    }

    fn meant_id(&mut self, field: Field, value: ValueId) -> MeantId {
        if let Some(&meant) = self.meanings.get(&(field, value)) {
            return meant;
        }
        let meant = meaning_of(field, self.values.value(value), self.lexicon);
        let id = MeantId(
            u32::try_from(self.meant.len())
                .expect("invariant: a file within the size limit has fewer values"),
        );
        self.meant.push(meant);
        self.meanings.insert((field, value), id);
        id
    }

    /// The value that a text on a command line or in a field of a screen stands for.
    ///
    /// A list stays a list, and fields that take several items are split at commas.
    pub fn value_from_line(&self, id: NodeId, field: Field, text: &str) -> Value {
        use super::field::Sort;
        let text = text.trim();
        let inside = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let split = || -> Value {
            let items = inside
                .unwrap_or(text)
                .split(',')
                .map(unquoted)
                .filter(|item| !item.is_empty());
            Value::List(items.map(Value::text).collect())
        };
        let was_list = matches!(self.value(id, field), Some(Value::List(_)));
        match field.info().sort {
            _ if text == "null" || text == "~" => Value::Null,
            Sort::Names | Sort::Prefixes
                if was_list
                    || inside.is_some()
                    || text.contains(',')
                    || field == Field::NodeZones =>
            {
                split()
            }
            Sort::Range if was_list || inside.is_some() => split(),
            _ => Value::text(text),
        }
    }
}

/// Definitions in placement order, each before what lies in it.
#[derive(Debug)]
pub struct Walk<'p> {
    plan: &'p Plan,
    stack: Vec<NodeId>,
}

impl Iterator for Walk<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.stack.pop()?;
        self.stack.extend(self.plan.children(id).iter().rev());
        Some(id)
    }
}

/// An item of a list as people write it in brackets: without the quotes around it.
fn unquoted(item: &str) -> &str {
    let item = item.trim();
    let quoted = |quote: char| {
        item.strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    quoted('"').or_else(|| quoted('\'')).unwrap_or(item)
}
