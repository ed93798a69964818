//! The JSON Schema of plan files, made from the table of fields.

use serde_json::{Map, Value, json};

use crate::lint::rules::RULES;
use crate::plan::{FIELDS, FieldInfo, Kind, On, RangeKind, Sort};
use crate::spec::STATEMENTS;

/// The dialect that it is written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// An address, a slash and a length; or a slash and a length.
const NETWORK: &str = "^([0-9A-Fa-f:.]+)?/[0-9]{1,3}$";
const PREFIX: &str = "^[0-9A-Fa-f:.]+/[0-9]{1,3}$";
const VERSION: &str = "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$";
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// The schema as JSON, with an end of line. Whatever reads without findings fits it.
pub fn schema() -> String {
    let mut top = object(Kind::Plan);
    for (key, value) in [
        ("$schema", json!(DIALECT)),
        ("title", json!("trellis plan")),
        (
            "description",
            json!(
                "prefixes of regions, zones, VPCs and Gardener clusters: where each lands, what it has, needs and keeps"
            ),
        ),
        ("required", json!(["trellis"])),
        (
            "$defs",
            json!({ "block": object(Kind::Block), "shoot": object(Kind::Shoot), "range": range() }),
        ),
    ] {
        top.insert(key.to_owned(), value);
    }
    let text = serde_json::to_string_pretty(&top).expect("invariant: JSON has text for keys");
    text + "\n"
}

/// A definition of that kind: its fields and lists, and nothing else.
fn object(kind: Kind) -> Map<String, Value> {
    let mut properties = Map::new();
    for info in FIELDS.iter().filter(|info| info.field.fits(kind)) {
        properties.insert(info.key.to_owned(), property(info));
    }
    for listed in Kind::LISTED.into_iter().filter(|_| kind.is_block()) {
        let item = if listed.is_block() { "block" } else { "shoot" };
        let list = json!({
            "description": format!("{}s in it, in the order in which they are placed", listed.word()),
            "type": ["array", "null"],
            "items": { "$ref": format!("#/$defs/{item}") },
        });
        properties.insert(listed.list().to_owned(), list);
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    if kind != Kind::Plan {
        object.insert("required".to_owned(), json!(["name"]));
    }
    object
}

/// One field. A setting may be null, which takes back what is inherited.
fn property(info: &FieldInfo) -> Value {
    let value = of_sort(info.sort);
    let mut value = if info.on == On::Setting {
        json!({ "anyOf": [value, { "type": "null" }] })
    } else {
        value
    };
    value["description"] = json!(info.doc);
    value
}

fn of_sort(sort: Sort) -> Value {
    let prefix = || json!({ "type": "string", "pattern": PREFIX });
    match sort {
        Sort::Text => json!({ "type": ["string", "number", "boolean"] }),
        Sort::Number(least, most) => {
            json!({ "type": "integer", "minimum": number(least), "maximum": number(most) })
        }
        Sort::Flag => json!({ "type": "boolean" }),
        Sort::Choice(words) => json!({ "enum": words }),
        Sort::Network => json!({ "type": "string", "pattern": NETWORK }),
        Sort::Range => json!({ "$ref": "#/$defs/range" }),
        Sort::Prefixes => json!({ "anyOf": [prefix(), { "type": "array", "items": prefix() }] }),
        Sort::Names => json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": ["string", "number"] } },
        ] }),
        Sort::Version => json!({ "type": ["string", "number"], "pattern": VERSION }),
        Sort::Pinned => ranges(&prefix()),
        Sort::Waivers => json!({ "type": "array", "items": waiver() }),
        Sort::Seeds => json!({ "type": "array", "items": seed(&prefix()) }),
        Sort::Mapping => json!({ "type": ["object", "array"] }),
    }
}

/// What a field takes in JSON, whose numbers are exact to 2^53 and for powers of two.
fn number(number: u128) -> Value {
    match u64::try_from(number) {
        Ok(number) => json!(number),
        Err(_) => json!(18_446_744_073_709_551_616.0),
    }
}

/// A spec: one text, or one or two in a list. The keywords are told, so that editors offer them.
fn range() -> Value {
    let words: Vec<String> = STATEMENTS
        .iter()
        .map(|statement| format!("{}: {}", statement.form, statement.meaning))
        .collect();
    let text = json!({ "type": "string", "minLength": 1 });
    json!({
        "description": words.join("\n"),
        "anyOf": [text, { "type": "array", "minItems": 1, "maxItems": 2, "items": text }],
        "examples": ["v6global/64+prefix/80", "v6fromNode/96", "v6global/112", "v4private"],
    })
}

/// Prefixes of the three ranges, one of a family or two.
fn ranges(prefix: &Value) -> Value {
    let each = json!({ "anyOf": [prefix, { "type": "array", "items": prefix }] });
    let ranges = RangeKind::ALL.map(|kind| (kind.key().to_owned(), each.clone()));
    json!({
        "type": "object",
        "properties": Map::from_iter(ranges),
        "additionalProperties": false,
    })
}

fn waiver() -> Value {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    json!({
        "type": "object",
        "properties": {
            "rule": { "description": "the code of the rule", "enum": codes },
            "reason": { "description": "why it does not matter here", "type": "string" },
            "until": { "description": "the last day on which it holds", "type": "string", "pattern": DAY },
        },
        "required": ["rule", "reason"],
        "additionalProperties": false,
    })
}

fn seed(prefix: &Value) -> Value {
    let mut seed = ranges(prefix);
    seed["properties"]["name"] =
        json!({ "description": "what shoots call it", "type": ["string", "number"] });
    seed["properties"]["shoot-defaults"] = ranges(prefix);
    seed["required"] = json!(["name"]);
    seed
}
