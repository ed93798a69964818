//! Mappings and lists on one line, as flow YAML: what a field of the screen and an argument of a command take.

use super::place::{inside, item_of};
use super::save::{is_bare, value_at};
use crate::diag::Severity;
use crate::plan::{Fault, Field, Sort, Value};
use crate::source::Span;
use crate::yaml::{ItemId, Limits, Tree, View, print_scalar};

/// The code of a text that is no YAML.
const SYNTAX: &str = "file-syntax";

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 48,
    visits: 100_000,
};

/// Whether a field holds a mapping or a list of mappings.
pub fn is_flow(field: Field) -> bool {
    form(field).is_some()
}

/// A list or a mapping, as the field wants it.
fn form(field: Field) -> Option<(View<'static>, &'static str)> {
    match field.info().sort {
        Sort::Pinned => Some((
            View::Map,
            "a mapping such as {services: \"fd5a:3c1e:77a0::/112\"}",
        )),
        Sort::Waivers => Some((
            View::List,
            "a list such as [{rule: nibble-boundary, reason: the RIR gave a /29}]",
        )),
        Sort::Mapping if field == Field::ManifestFields => {
            Some((View::Map, "a mapping such as {region: eu-central-1}"))
        }
        Sort::Seeds | Sort::Mapping => Some((View::List, "a list such as [{name: a}]")),
        Sort::Text
        | Sort::Number(..)
        | Sort::Flag
        | Sort::Choice(_)
        | Sort::Network
        | Sort::Range
        | Sort::Prefixes
        | Sort::Names
        | Sort::Version => None,
    }
}

/// The value that a text in such a field says, or what is wrong with the text. Keys that are there already keep their
/// order.
pub fn read_flow(field: Field, text: &str, old: Option<&Value>) -> Result<Value, Box<Fault>> {
    let (tree, root) = parse(field, text)?;
    let value = value_at(text, &tree, root);
    Ok(match old {
        Some(old) => in_order_of(value, old),
        None => value,
    })
}

fn parse(field: Field, text: &str) -> Result<(Tree, ItemId), Box<Fault>> {
    let (view, wants) = form(field).unwrap_or((View::Map, "a mapping"));
    let fault = |span: Span, message: String, help: String| {
        let (start, end) = chars(text, span);
        let fault = Fault::new(SYNTAX, Severity::Error, 0, "", message);
        Box::new(fault.at(start, end).help(help))
    };
    let whole = Span::new(0, text.len());
    let help = || format!("write {wants}");
    let (tree, faults) = Tree::read(text, LIMITS);
    if let Some(first) = faults.first() {
        return Err(fault(
            first.span(),
            first.message(),
            first.help().unwrap_or_else(help),
        ));
    }
    let &[root] = tree.roots() else {
        return Err(fault(
            whole,
            "these are several documents".to_owned(),
            help(),
        ));
    };
    let seen = tree.view(text, root);
    if seen != view && seen != View::Null {
        let message = format!(
            "`{}` takes {}",
            field.key(),
            if view == View::Map {
                "a mapping"
            } else {
                "a list"
            }
        );
        return Err(fault(tree.span(root), message, help()));
    }
    Ok((tree, root))
}

/// The characters of such a text that a fault of its value means.
pub fn flow_chars(field: Field, text: &str, fault: &Fault) -> (usize, usize) {
    let own = (usize::from(fault.chars.0), usize::from(fault.chars.1));
    if fault.code == SYNTAX {
        return own;
    }
    let Ok((tree, root)) = parse(field, text) else {
        return own;
    };
    let span = item_of(&tree, root, usize::from(fault.item)).map_or_else(
        || tree.span(root),
        |item| inside(text, &tree, item, fault.chars),
    );
    chars(text, span)
}

fn chars(text: &str, span: Span) -> (usize, usize) {
    let count = |end: usize| text.get(..end).unwrap_or(text).chars().count();
    let range = span.range();
    (count(range.start), count(range.end))
}

/// A value on one line, as it can be read again.
pub fn print_flow(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => print_scalar(text, None, true, is_bare(text)),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(print_flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| {
                    let key = print_scalar(key, None, true, false);
                    format!("{key}: {}", print_flow(value))
                })
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// The same value with its keys in the order that they had: in a mapping it means nothing, and lines stay where they
/// are.
fn in_order_of(new: Value, old: &Value) -> Value {
    match (new, old) {
        (Value::Map(pairs), Value::Map(before)) => {
            let place = |key: &str| before.iter().position(|(name, _)| &**name == key);
            let mut pairs: Vec<(Box<str>, Value)> = pairs
                .into_iter()
                .map(|(key, value)| match place(&key) {
                    Some(at) => {
                        let value = in_order_of(value, &before[at].1);
                        (key, value)
                    }
                    None => (key, value),
                })
                .collect();
            pairs.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
            Value::Map(pairs.into())
        }
        (Value::List(items), Value::List(before)) if items.len() == before.len() => {
            let items = items.into_iter().zip(before.iter());
            Value::List(items.map(|(item, old)| in_order_of(item, old)).collect())
        }
        (new, _) => new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, text: &str, expected: &str) {
        let read = match read_flow(field, text, None) {
            Ok(value) => print_flow(&value),
            Err(fault) => format!("{}-{} {}", fault.chars.0, fault.chars.1, fault.message),
        };
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for text in [
            "{region: eu-central-1}",
            "{region: eu, machine: {type: m5, number: 3}, zones: [a, b]}",
            "{a: \"x: y\", b: \"*c\", c: \"[d\", d: \"\", e: null}",
            "{}",
        ] {
            check(Field::ManifestFields, text, text);
        }
        check(
            Field::Allow,
            "[{rule: node-64, reason: \"a, b\"}]",
            "[{rule: node-64, reason: \"a, b\"}]",
        );
    }

    #[test]
    fn a_mapping_is_wanted_or_a_list() {
        check(Field::ManifestFields, "region: eu", "{region: eu}");
        check(
            Field::ManifestFields,
            "eu",
            "0-2 `manifest-fields` takes a mapping",
        );
        check(
            Field::ManifestFields,
            "[a]",
            "0-3 `manifest-fields` takes a mapping",
        );
        check(Field::Seeds, "{a: b}", "0-6 `seeds` takes a list");
        check(
            Field::ManifestFields,
            "{a: b, a: c}",
            "7-8 `a` is there twice",
        );
        check(
            Field::ManifestFields,
            "{ä: *b}",
            "4-6 `*b` refers to no anchor `&b` above it",
        );
    }

    #[test]
    fn what_is_no_yaml_has_a_place() {
        for text in ["{a: b", "{a: b}}", "[", "{a: 'b}"] {
            let fault = read_flow(Field::ManifestFields, text, None).expect_err(text);
            assert_eq!(fault.code, SYNTAX);
            assert!(
                usize::from(fault.chars.0) <= text.chars().count(),
                "{text}: {fault:?}"
            );
        }
    }

    #[test]
    fn keys_keep_their_order() {
        let read = |text, old: Option<&Value>| read_flow(Field::ManifestFields, text, old);
        let old = read("{a: {x: 1, z: 2}, b: 3}", None).expect("a value");
        let new = read("{c: 4, b: 5, a: {z: 2, x: 1}}", Some(&old)).expect("a value");
        assert_eq!(print_flow(&new), "{a: {x: 1, z: 2}, b: 5, c: 4}");
    }
}
