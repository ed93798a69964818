//! The variants of a plan, and what each sets.

use std::fmt::Write as _;

use crate::plan::{Plan, Said};
use crate::visible::clean;

/// A line a variant, and a line each field that it sets.
pub fn text(plan: &Plan) -> String {
    let names = plan.variant_names();
    if names.is_empty() {
        return "no variants\n".to_owned();
    }
    let mut out = String::new();
    let mut line = |indent: &str, text: &str| {
        writeln!(out, "{indent}{}", clean(text))
            .expect("invariant: writing to a string does not fail");
    };
    for name in names {
        match plan.variant_says(name) {
            Ok(said) => {
                line("", name);
                for one in &said {
                    line("  ", &format!("{}: {}", place(plan, one), one.value.line()));
                }
            }
            Err(error) => line("", &error.to_string()),
        }
    }
    out
}

/// The same for scripts: `{"version":1,"variants":[{"name","set":[{"path","field","value"}]}]}`.
pub fn json(plan: &Plan) -> String {
    let variants: Vec<serde_json::Value> = plan
        .variant_names()
        .into_iter()
        .map(|name| {
            let said = plan.variant_says(name).unwrap_or_default();
            let set: Vec<serde_json::Value> = said
                .iter()
                .map(|one| {
                    serde_json::json!({
                        "path": plan.path(one.node),
                        "field": one.field.key(),
                        "value": one.value.line(),
                    })
                })
                .collect();
            serde_json::json!({"name": name, "set": set})
        })
        .collect();
    format!(
        "{:#}\n",
        serde_json::json!({"version": 1, "variants": variants})
    )
}

fn place(plan: &Plan, one: &Said) -> String {
    let path = plan.path(one.node);
    if path.is_empty() {
        one.field.key().to_owned()
    } else {
        format!("{path}.{}", one.field.key())
    }
}
