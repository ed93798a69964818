//! Plans made by chance: none makes the program panic, every finding lies inside the file, and the order of the keys of
//! a mapping means nothing.

use serde_json::Value;
use trellis::document::Document;
use trellis::plan::Date;

use crate::support::chance::{Chance, seeds};
use crate::support::plans;

fn open(text: String) -> Document {
    Document::new(text, Date::parse("2026-11-22").expect("a day"))
}

/// What is found, without the places, in an order of its own.
fn found(document: &Document) -> Vec<String> {
    let plan = document.plan();
    let mut lines: Vec<String> = document
        .findings()
        .iter()
        .map(|finding| {
            format!(
                "{} {} {}.{}: {}",
                finding.code,
                finding.severity.word(),
                plan.path(finding.subject),
                finding.field,
                finding.message
            )
        })
        .collect();
    lines.sort();
    lines
}

/// The same data as flow YAML, with the keys of every mapping in another order.
fn shuffled(value: &Value, chance: &mut Chance, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            for end in (1..keys.len()).rev() {
                keys.swap(end, chance.below(end + 1));
            }
            out.push('{');
            for (number, key) in keys.into_iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                shuffled(&map[key], chance, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                shuffled(item, chance, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// The findings of a plan do not depend on the order of its keys.
fn check_order(seed: u64, text: &str) {
    let value: Value = serde_yaml::from_str(text).expect("the generator writes YAML");
    let mut chance = Chance::new(seed);
    let mut orders = (0..2).map(|_| {
        let mut out = String::new();
        shuffled(&value, &mut chance, &mut out);
        open(out)
    });
    let (one, other) = (orders.next(), orders.next());
    let (one, other) = (one.expect("an order"), other.expect("another"));
    assert_eq!(found(&one), found(&other), "seed {seed}\n{text}");
}

/// The findings of a text in which some characters are taken away or doubled lie inside it.
fn check_places(seed: u64, mut text: String) {
    let mut chance = Chance::new(seed);
    for _ in 0..chance.below(6) {
        let at = chance.below(text.len().max(1));
        if text.is_char_boundary(at) && at < text.len() {
            let char = text.remove(at);
            if chance.once_in(2) {
                text.insert(at, char);
                text.insert(at, char);
            }
        }
    }
    let length = text.len();
    let document = open(text);
    for finding in document.findings() {
        if let Some(span) = document.span(&finding.at) {
            let end = usize::try_from(span.end).expect("a small file");
            assert!(
                span.start <= span.end && end <= length,
                "seed {seed}: {} at {span:?} of {length}",
                finding.code
            );
        }
    }
}

#[test]
fn the_order_of_keys_means_nothing() {
    for seed in seeds(60) {
        check_order(seed, &plans::plan(seed));
    }
}

#[test]
fn the_order_of_keys_means_nothing_in_many_small_plans() {
    for seed in seeds(1_200) {
        check_order(seed, &plans::small(seed));
    }
}

#[test]
fn every_finding_lies_in_the_file() {
    for seed in seeds(150) {
        check_places(seed, plans::plan(seed));
    }
}

#[test]
fn every_finding_lies_in_many_small_files() {
    for seed in seeds(2_000) {
        check_places(seed, plans::small(seed));
    }
}
