//! The schema of plan files: what reads without findings fits it, and what has an unknown key or a wrong kind of value
//! does not. The part of JSON Schema that it uses is checked here by the words of the standard.

use serde_json::Value;
use trellis::document::{Document, FileKind};
use trellis::lint::rules::RULES;
use trellis::plan::{Date, FIELDS};
use trellis::report::schema::schema;

/// Why a value does not fit; nothing if it does.
fn misfit(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    for (word, wanted) in schema.as_object().expect("a schema is an object") {
        let fault = match word.as_str() {
            "$schema"
            | "$defs"
            | "title"
            | "description"
            | "examples"
            | "pattern"
            | "additionalProperties" => None,
            "$ref" => {
                let path = wanted.as_str().expect("a text").trim_start_matches('#');
                misfit(root, root.pointer(path).expect("a definition"), value, at)
            }
            "type" => (!has_type(wanted, value)).then(|| format!("{at}: {value} is no {wanted}")),
            "enum" => (!wanted.as_array().expect("a list").contains(value))
                .then(|| format!("{at}: {value} is none of {wanted}")),
            "anyOf" => {
                let ways = wanted.as_array().expect("a list").iter();
                let faults: Vec<_> = ways.map(|way| misfit(root, way, value, at)).collect();
                let none = faults.iter().all(Option::is_some);
                none.then(|| faults.into_iter().flatten().collect::<Vec<_>>().join(" / "))
            }
            "minimum" | "maximum" => {
                value
                    .as_f64()
                    .zip(wanted.as_f64())
                    .and_then(|(value, bound)| {
                        let fits = if word == "minimum" {
                            value >= bound
                        } else {
                            value <= bound
                        };
                        (!fits).then(|| format!("{at}: {value} against {word} {bound}"))
                    })
            }
            "minLength" => (value.as_str() == Some("")).then(|| format!("{at} is empty")),
            "minItems" | "maxItems" => value.as_array().and_then(|items| {
                let bound = usize::try_from(wanted.as_u64()?).ok()?;
                let fits = if word == "minItems" {
                    items.len() >= bound
                } else {
                    items.len() <= bound
                };
                (!fits).then(|| format!("{at}: {} items", items.len()))
            }),
            "items" => value.as_array().and_then(|items| {
                let mut items = items.iter().enumerate();
                items
                    .find_map(|(index, item)| misfit(root, wanted, item, &format!("{at}[{index}]")))
            }),
            "required" => value.as_object().and_then(|object| {
                let mut keys = wanted
                    .as_array()
                    .expect("a list")
                    .iter()
                    .filter_map(Value::as_str);
                keys.find(|&key| !object.contains_key(key))
                    .map(|key| format!("{at} has no {key}"))
            }),
            "properties" => value.as_object().and_then(|object| {
                object
                    .iter()
                    .find_map(|(key, value)| match wanted.get(key) {
                        Some(schema) => misfit(root, schema, value, &format!("{at}.{key}")),
                        None => (schema.get("additionalProperties") == Some(&Value::Bool(false)))
                            .then(|| format!("{at} has no key {key}")),
                    })
            }),
            other => panic!("the schema uses {other}, which is not checked here"),
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    let is = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => {
            value.is_u64()
                || value.is_i64()
                || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("there is no type {other}"),
    };
    match wanted {
        Value::Array(words) => words.iter().filter_map(Value::as_str).any(is),
        word => is(word.as_str().expect("a text")),
    }
}

fn fits(schema: &Value, plan: &str) -> Option<String> {
    let value: Value = serde_yaml::from_str(plan).expect("YAML");
    misfit(schema, schema, &value, "plan")
}

fn parsed() -> Value {
    serde_json::from_str(&schema()).expect("JSON")
}

/// Whether the reader has nothing to say about a text.
fn reads(text: &str) -> bool {
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(text.to_owned(), today);
    let findings = document.findings();
    let is_of_reading = |code: &str| {
        [
            "field-value",
            "unknown-key",
            "duplicate-key",
            "spec-syntax",
            "needs-quotes",
            "host-bits",
        ]
        .contains(&code)
            || code.starts_with("file-")
    };
    document.kind() == FileKind::Plan && !findings.iter().any(|finding| is_of_reading(finding.code))
}

#[test]
fn plans_that_read_fit() {
    let schema = parsed();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans");
    let mut plans: Vec<String> = std::fs::read_dir(folder)
        .expect("plans")
        .map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("a plan"))
        .collect();
    plans.extend(
        RULES
            .iter()
            .flat_map(|rule| [rule.good, rule.bad])
            .map(str::to_owned),
    );
    let mut number = 0;
    for plan in plans.iter().filter(|plan| reads(plan)) {
        assert_eq!(fits(&schema, plan), None, "{plan}");
        number += 1;
    }
    assert!(number > 80, "only {number} plans were looked at");
}

#[test]
fn what_does_not_read_does_not_fit() {
    let schema = parsed();
    for (plan, why) in [
        ("name: a", "plan has no trellis"),
        ("trellis: 2", "plan.trellis: 2 against maximum 1"),
        ("{trellis: 1, colour: red}", "plan has no key colour"),
        (
            "{trellis: 1, growth: much}",
            "plan.growth: \"much\" is no \"integer\" / plan.growth: \"much\" is no \"null\"",
        ),
        (
            "{trellis: 1, blocks: [{v6: /40}]}",
            "plan.blocks[0] has no name",
        ),
        (
            "{trellis: 1, shoots: [{name: a, v6: /40}]}",
            "plan.shoots[0] has no key v6",
        ),
        (
            "{trellis: 1, blocks: [{name: a, flat: maybe}]}",
            "plan.blocks[0].flat: \"maybe\" is no \"boolean\"",
        ),
        (
            "{trellis: 1, allow: [{rule: overlap}]}",
            "plan.allow[0] has no reason",
        ),
        ("{trellis: 1, nodes: [a, b, c]}", ""),
    ] {
        assert!(!reads(&format!("{plan}\n")), "{plan}");
        let fault = fits(&schema, plan).unwrap_or_else(|| panic!("{plan} fits"));
        assert!(fault.contains(why), "{plan}: {fault}");
    }
}

#[test]
fn every_key_is_described() {
    let schema = parsed();
    let places = [
        "/properties",
        "/$defs/block/properties",
        "/$defs/shoot/properties",
    ];
    for info in FIELDS {
        let property = places
            .iter()
            .find_map(|place| schema.pointer(place)?.get(info.key))
            .unwrap_or_else(|| panic!("no {}", info.key));
        assert_eq!(property["description"], info.doc);
    }
    let most = schema.pointer("/$defs/block/properties/count/maximum");
    assert_eq!(most.and_then(Value::as_f64), Some(2_f64.powi(64)));
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}
