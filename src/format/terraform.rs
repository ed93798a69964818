//! Prefixes as a `locals` block for Terraform and `OpenTofu`: a map from path to prefixes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ExportError, MOST};
use crate::document::Document;
use crate::inventory::{Single, singles};
use crate::plan::Found;
use crate::visible::clean_json;

/// Every prefix below a path whose place is known. Of ranges with a prefix in every zone, each has its zone as key.
pub(super) fn export(document: &Document, found: &Found) -> Result<String, ExportError> {
    let list = singles(document, found, MOST)?;
    let mut by_path: Vec<(&str, BTreeMap<String, String>)> = Vec::new();
    for single in &list {
        if by_path.last().is_none_or(|(path, _)| *path != single.path) {
            by_path.push((&single.path, BTreeMap::new()));
        }
        if let Some((_, prefixes)) = by_path.last_mut() {
            prefixes.insert(key(single), single.prefix.to_string());
        }
    }
    let mut out = "locals {\n  prefixes = {\n".to_owned();
    for (path, prefixes) in by_path {
        let pairs: Vec<String> = prefixes
            .iter()
            .map(|(key, prefix)| format!("{} = {}", quoted(key), quoted(prefix)))
            .collect();
        let _ = writeln!(out, "    {} = {{ {} }}", quoted(path), pairs.join(", "));
    }
    out.push_str("  }\n}\n");
    Ok(out)
}

fn key(single: &Single) -> String {
    let family = single.prefix.family().key();
    match &single.zone {
        Some(zone) => format!("{family} {zone}"),
        None => family.to_owned(),
    }
}

/// A string of the configuration language: `${` and `%{` begin a template there; `\n` and `\uNNNN` are as in JSON
/// (HCL native syntax, "Quoted Template Expression").
fn quoted(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace("${", "$${")
        .replace("%{", "%%{")
        .replace('\n', "\\n");
    format!("\"{}\"", clean_json(&text))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_no_templates() {
        assert_eq!(
            quoted("a ${b} %{c} \"d\" \\"),
            r#""a $${b} %%{c} \"d\" \\""#
        );
        assert_eq!(quoted("a\n\u{202e}"), r#""a\n\u202e""#);
    }
}
