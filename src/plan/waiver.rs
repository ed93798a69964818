//! Waivers as edits of the list `allow`.

use super::edit::Edit;
use super::field::Field;
use super::node::Plan;
use super::value::Value;
use super::version::Date;
use crate::source::NodeId;

impl Plan {
    /// The edit by which a definition waives a rule. A waiver of it that is said there already is said anew, and what
    /// else stands in it stays.
    pub fn waive(&self, node: NodeId, rule: &str, reason: &str, until: Option<Date>) -> Edit {
        let keys = |key: &str| [key.to_owned()];
        let said = |item: &Value| {
            let with = |item: &Value, key: &str, text: Option<String>| {
                let value = text.map(Value::text);
                item.with(&keys(key), value).unwrap_or(Value::Null)
            };
            let item = with(item, "rule", Some(rule.to_owned()));
            let item = with(&item, "reason", Some(reason.to_owned()));
            with(&item, "until", until.map(|day| day.to_string()))
        };
        let (mut items, old) = self.waivers_but(node, rule);
        match old {
            Some((index, old)) => items.insert(index, said(&old)),
            None => items.push(said(&Value::Null)),
        }
        Edit::set(node, Field::Allow, Some(Value::List(items.into())))
    }

    /// The edit that takes a waiver of a rule away; nothing if the definition says none.
    pub fn unwaive(&self, node: NodeId, rule: &str) -> Option<Edit> {
        let (items, old) = self.waivers_but(node, rule);
        old?;
        let value = (!items.is_empty()).then(|| Value::List(items.into()));
        Some(Edit::set(node, Field::Allow, value))
    }

    /// The items of `allow` but for those that waive a rule, and the first of these with its place.
    fn waivers_but(&self, node: NodeId, rule: &str) -> (Vec<Value>, Option<(usize, Value)>) {
        let items = self.value(node, Field::Allow).map_or(&[][..], Value::items);
        let is_of_rule = |item: &Value| item.key("rule").and_then(Value::as_text) == Some(rule);
        let first = items.iter().position(is_of_rule);
        let others = items.iter().filter(|item| !is_of_rule(item));
        (
            others.cloned().collect(),
            first.map(|index| (index, items[index].clone())),
        )
    }
}
