//! What is wrong inside `variants`, and where.

use super::super::fault::Fault;
use super::super::field::{FIELDS, Field};
use super::super::meaning::{FIELD_VALUE, cut};
use super::super::node::Plan;
use super::super::value::Value;
use super::{KEYS, NoVariant, Step, VARIANT_PATH, VariantFault, may_differ, name_of, pairs, way};
use crate::diag::Severity;
use crate::nearest::nearest;
use crate::source::NodeId;

impl Plan {
    /// What is wrong inside `variants`, in the order of the file.
    pub fn variant_faults(&self) -> Vec<VariantFault> {
        let mut faults = Faults::default();
        match self.value(NodeId::ROOT, Field::Variants) {
            None | Some(Value::Null | Value::List(_)) => {}
            Some(Value::Text(_) | Value::Map(_)) => faults.push(
                &[],
                "`variants` takes a list".to_owned(),
                "begin each item with `- name: …`",
            ),
        }
        for (index, item) in self.variants().iter().enumerate() {
            self.item_faults(index, item, &mut faults);
        }
        faults.0
    }

    fn item_faults(&self, index: usize, item: &Value, faults: &mut Faults) {
        let here = [Step::Item(index)];
        let Value::Map(keys) = item else {
            faults.push(
                &here,
                "an item of `variants` is a mapping with a name".to_owned(),
                "write `- name: …`",
            );
            return;
        };
        let inside = |step: Step| [Step::Item(index), step];
        for (key, _) in keys
            .iter()
            .filter(|(key, _)| !KEYS.contains(&&**key) && &**key != "<<")
        {
            let help = nearest(key, KEYS).map_or_else(
                || "take it away; `note` keeps a remark".to_owned(),
                |near| format!("write `{near}`"),
            );
            let message = format!("a variant has no key `{}`", cut(key));
            faults.add(
                "unknown-key",
                &inside(Step::Key(key.clone())),
                message,
                &help,
            );
        }
        self.name_faults(index, item, faults);
        self.of_faults(index, item, faults);
        match item.key("set") {
            None | Some(Value::Null | Value::Map(_)) => {}
            Some(Value::Text(_) | Value::List(_)) => faults.push(
                &inside(Step::Value("set".into())),
                "`set` takes a mapping of paths to fields".to_owned(),
                "write `set: {eu10/live: {v6: /44}}`",
            ),
        }
        for (path, fields) in pairs(item.key("set")) {
            self.entry_faults(index, path, fields, faults);
        }
    }

    fn name_faults(&self, index: usize, item: &Value, faults: &mut Faults) {
        let at = [Step::Item(index), Step::Value("name".into())];
        let Some(name) = name_of(item) else {
            let help = "give it a name, such as `name: what if`";
            faults.push(&at, "this variant has no name".to_owned(), help);
            return;
        };
        let message = if name.chars().any(crate::visible::is_hidden) || name.trim() != name {
            format!(
                "the name `{}` has control characters or spaces at its ends",
                cut(name)
            )
        } else if self.variants()[..index]
            .iter()
            .any(|item| name_of(item) == Some(name))
        {
            format!("a variant `{}` stands above", cut(name))
        } else {
            return;
        };
        faults.push(&at, message, "give it another name");
    }

    fn of_faults(&self, index: usize, item: &Value, faults: &mut Faults) {
        let at = [Step::Item(index), Step::Value("of".into())];
        let of = match item.key("of") {
            None | Some(Value::Null) => return,
            Some(Value::Text(of)) => of,
            Some(Value::List(_) | Value::Map(_)) => {
                let message = "`of` takes the name of another variant".to_owned();
                return faults.push(&at, message, "write one name");
            }
        };
        let Some(error) = name_of(item)
            .and_then(|_| self.variant_line(of).err())
            .or_else(|| {
                // What is a variant of what is in a circle is told of there.
                let line = self.variant_line(of).ok()?;
                let back = line.iter().any(|&(other, _)| other == index);
                back.then(|| NoVariant::Cycle {
                    name: of.to_string(),
                })
            })
        else {
            return;
        };
        let help = match &error {
            NoVariant::Unknown {
                near: Some(near), ..
            } => format!("write `{near}`"),
            NoVariant::Unknown { near: None, .. } | NoVariant::Cycle { .. } => {
                "take `of` away: it is a variant of the plan then".to_owned()
            }
        };
        let message = match error {
            NoVariant::Unknown { name, .. } => format!("there is no variant `{}`", cut(&name)),
            NoVariant::Cycle { .. } => error.to_string(),
        };
        faults.push(&at, message, &help);
    }

    fn entry_faults(&self, index: usize, path: &str, fields: &Value, faults: &mut Faults) {
        let nodes = match self.matching(path) {
            Ok(nodes) => nodes,
            Err(lost) => {
                let fault = Fault::new(VARIANT_PATH, Severity::Error, 0, path, lost.message)
                    .at(lost.chars.0, lost.chars.1)
                    .help(lost.help);
                return faults.0.push(VariantFault {
                    at: key_way(index, path),
                    fault,
                });
            }
        };
        match fields {
            Value::Map(_) | Value::Null => {}
            Value::Text(_) | Value::List(_) => faults.push(
                &way(index, path, None),
                "a path takes a mapping of fields".to_owned(),
                "write `{v6: /44}` or the like",
            ),
        }
        for (key, value) in pairs(Some(fields)) {
            self.field_faults(&nodes, key, value, faults, &|step| {
                way(index, path, Some(step))
            });
        }
    }

    fn field_faults(
        &self,
        nodes: &[NodeId],
        key: &str,
        value: &Value,
        faults: &mut Faults,
        way: &dyn Fn(Step) -> Vec<Step>,
    ) {
        let at_key = way(Step::Key(key.into()));
        let field = Field::of_key(key);
        let fits = |field: Field| nodes.iter().any(|&node| field.fits(self.kind(node)));
        let kind = self.kind(nodes[0]).word();
        let Some(field) = field.filter(|&field| fits(field)) else {
            let known = FIELDS.iter().filter(|info| fits(info.field));
            let near = nearest(key, known.map(|info| info.key));
            let help = near.map_or_else(
                || "take it away".to_owned(),
                |near| format!("write `{near}`"),
            );
            let message = match field {
                Some(_) => format!("`{}` has no place on a {kind}", cut(key)),
                None => format!("a {kind} has no key `{}`", cut(key)),
            };
            return faults.add("unknown-key", &at_key, message, &help);
        };
        if !may_differ(field) {
            let message = format!("`{key}` is the same in all variants");
            return faults.add("unknown-key", &at_key, message, "take it away");
        }
        let mut able = nodes.iter().filter(|&&node| field.fits(self.kind(node)));
        if let Some(&kept) = able.find(|&&node| self.is_kept_from(node, field)) {
            let message = if self.node(kept).shared {
                format!("`{}` comes from a YAML alias", self.path(kept))
            } else {
                format!("`{}` or what lies in it is locked", self.path(kept))
            };
            faults.push(&at_key, message, "take it away: it has no effect there");
        }
        for fault in self.faults_for(nodes[0], field, value) {
            let at = way(Step::Value(key.into()));
            faults.0.push(VariantFault { at, fault });
        }
    }
}

#[derive(Default)]
struct Faults(Vec<VariantFault>);

impl Faults {
    fn push(&mut self, at: &[Step], message: String, help: &str) {
        self.add(FIELD_VALUE, at, message, help);
    }

    fn add(&mut self, code: &'static str, at: &[Step], message: String, help: &str) {
        let fault = Fault::new(code, Severity::Error, 0, "", message).help(help);
        self.0.push(VariantFault {
            at: at.to_vec(),
            fault,
        });
    }
}

fn key_way(index: usize, path: &str) -> Vec<Step> {
    let steps = [
        Step::Item(index),
        Step::Value("set".into()),
        Step::Key(path.into()),
    ];
    steps.into()
}
