//! Reads a finished manifest again with two parsers: both must say what was meant. Then it is checked as any manifest is.
//!
//! `serde_yaml` is of the libyaml family, as the Go parser of Kubernetes is; the other one is our own.

use serde_json::Value;

use super::sheet::Sheet;
use crate::diag::Severity;
use crate::manifest::{Finding, Landscape, Manifests, check_all};
use crate::yaml::{Limits, Node, Tree};

/// A reader that reads something else, and where.
pub(super) struct Difference {
    pub(super) reader: &'static str,
    pub(super) detail: String,
}

pub(super) fn verify(manifest: &str, meant: &Sheet) -> Result<(), Difference> {
    let meant = meant.data();
    let with = |reader| move |detail| Difference { reader, detail };
    let theirs: Value = serde_yaml::from_str(manifest)
        .map_err(|error| error.to_string())
        .map_err(with("serde_yaml"))?;
    same(&meant, &theirs, "").map_err(with("serde_yaml"))?;
    let ours = read(manifest).map_err(with("our own reader"))?;
    same(&meant, &ours, "").map_err(with("our own reader"))
}

/// The first error that the checks of manifests find in a finished one.
pub(super) fn refusal(manifest: &str) -> Option<Finding> {
    let (tree, faults) = Tree::read(manifest, Limits::default());
    let manifests = Manifests::new(manifest.to_owned(), tree, &faults);
    let findings = check_all(&manifests, None, &Landscape::default());
    findings
        .into_iter()
        .find(|finding| finding.severity == Severity::Error)
}

fn read(manifest: &str) -> Result<Value, String> {
    let limits = Limits::default();
    let (tree, faults) = Tree::read(manifest, limits);
    if let Some(fault) = faults.first() {
        return Err(fault.message());
    }
    match tree.roots() {
        &[root] => Ok(data(&Node::read(
            &tree,
            manifest,
            root,
            &mut limits.budget(),
        ))),
        roots => Err(format!("{} documents", roots.len())),
    }
}

fn data(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Scalar {
            text,
            numeric: true,
        } => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
        Node::Scalar { text, .. } => text.as_str().into(),
        Node::List(items) => items.iter().map(data).collect(),
        Node::Map(pairs) => pairs
            .iter()
            .map(|(key, value)| (key.clone(), data(value)))
            .collect(),
    }
}

/// Whether two values are equal; else the first place where they are not.
fn same(meant: &Value, read: &Value, place: &str) -> Result<(), String> {
    match (meant, read) {
        (Value::Object(meant), Value::Object(read)) => {
            if let Some(key) = read.keys().find(|key| !meant.contains_key(*key)) {
                return Err(format!("{place}.{key} is there"));
            }
            meant.iter().try_for_each(|(key, value)| {
                let found = read.get(key).unwrap_or(&Value::Null);
                same(value, found, &format!("{place}.{key}"))
            })
        }
        (Value::Array(meant), Value::Array(read)) if meant.len() == read.len() => meant
            .iter()
            .zip(read)
            .enumerate()
            .try_for_each(|(index, (meant, read))| same(meant, read, &format!("{place}[{index}]"))),
        _ if meant == read => Ok(()),
        _ => Err(format!("{place} is {read} instead of {meant}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{line, text};
    use super::*;

    fn check(manifest: &str, value: Sheet, expected: Option<&str>) {
        let result = verify(manifest, &Sheet::Map(vec![line("a", value)]));
        let found = result.err().map(|difference| difference.detail);
        assert_eq!(found.as_deref(), expected, "{manifest}");
    }

    #[test]
    fn finds_where_readers_differ() {
        check("a: x\n", text("x"), None);
        check("a: 80\n", Sheet::Number(80), None);
        check("a: false\n", Sheet::Flag(false), None);
        check("a:\n- IPv6\n", Sheet::List(vec![text("IPv6")]), None);
        check("a: \"1.34\"\n", text("1.34"), None);
        check(
            "a: 1.34\n",
            text("1.34"),
            Some(".a is 1.34 instead of \"1.34\""),
        );
        check("a: y\nb: z\n", text("y"), Some(".b is there"));
        check(
            "a:\n- fd00::\n",
            Sheet::List(vec![text("fd00::")]),
            Some(".a[0] is {\"fd00:\":null} instead of \"fd00::\""),
        );
        check("{}\n", text("x"), Some(".a is null instead of \"x\""));
    }
}
