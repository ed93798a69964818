//! Plans of counted levels against answers that came from Python.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Folder, run_on};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    root: String,
    levels: Vec<Level>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Level {
    name: String,
    length: u8,
    bits: u8,
    room: String,
    first: String,
    last: String,
    last_of_first: String,
}

fn cases() -> Vec<Case> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/plans/worked.yaml");
    let text = std::fs::read_to_string(file).expect("the cases");
    serde_saphyr::from_str(&text).expect("cases in their form")
}

/// Every level of a case as a counted block in the one above.
fn plan(case: &Case) -> String {
    let key = family(case);
    let mut text = format!(
        "trellis: 1\nblocks:\n- name: root\n  {key}: \"{}\"\n",
        case.root
    );
    for (depth, level) in case.levels.iter().enumerate() {
        let indent = "  ".repeat(depth + 1);
        text.extend([format!(
            "{indent}blocks:\n{indent}- name: {}\n{indent}  {key}: /{}\n{indent}  count: {}\n",
            level.name, level.length, level.room
        )]);
    }
    text
}

fn family(case: &Case) -> &'static str {
    if case.root.contains(':') { "v6" } else { "v4" }
}

#[test]
fn levels_have_the_prefixes_bits_and_room_that_python_says() {
    for case in cases() {
        let run = run_on(&plan(&case), &["show", "plan.yaml", "--format", "json"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", case.id);
        let shown = run.json();
        let blocks = shown["blocks"].as_array().expect("a list");
        assert_eq!(blocks.len(), case.levels.len() + 1, "{}", case.id);
        let key = family(&case);
        for (level, pair) in case.levels.iter().zip(blocks.windows(2)) {
            let (parent, block) = (&pair[0], &pair[1]);
            let called = format!("{}: {}", case.id, level.name);
            assert_eq!(block["name"], level.name, "{called}");
            assert_eq!(block["kind"], "block", "{called}");
            assert_eq!(block["count"], level.room, "{called}");
            let expected = json!({
                "length": level.length,
                "first": level.first,
                "last": level.last,
                "origin": "placed",
            });
            assert_eq!(block[key], expected, "{called}");
            let expected = json!({
                "given": level.bits,
                "needed": level.bits,
                "spare": 0,
                "room": level.room,
                "planned": level.room,
                "reserved": "0",
                "free": "0",
            });
            assert_eq!(parent["budget"][key], expected, "{called}");
        }
        assert_eq!(
            blocks.last().map(|leaf| &leaf["budget"][key]),
            Some(&Value::Null)
        );
    }
}

#[test]
fn a_member_has_what_lies_in_it() {
    for case in cases() {
        let folder = Folder::new();
        folder.write("plan.yaml", plan(&case));
        let mut path = String::from("root");
        for level in &case.levels {
            let whole = format!("{path}/{}-{}", level.name, level.room);
            let run = folder.run(&["show", "plan.yaml", &whole, "--format", "json"]);
            assert_eq!(run.code, 0, "{}: {whole}: {}", case.id, run.err);
            let block = &run.json()["blocks"][0][family(&case)];
            assert_eq!(block["first"], level.last_of_first, "{}: {whole}", case.id);
            assert_eq!(block["last"], level.last_of_first, "{}: {whole}", case.id);
            path = format!("{path}/{}-1", level.name);
        }
    }
}

#[test]
fn the_last_address_of_all_is_in_the_last_member_of_every_level() {
    for case in cases() {
        let leaf = case.levels.last().expect("a level");
        let run = run_on(
            &plan(&case),
            &["locate", "plan.yaml", &leaf.last, "--format", "json"],
        );
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", case.id);
        let mut path = String::from("root");
        let mut chain =
            vec![json!({"path": path, "kind": "block", "index": null, "prefix": case.root})];
        for level in &case.levels {
            path = format!("{path}/{}-{}", level.name, level.room);
            chain.push(json!({
                "path": path,
                "kind": "block",
                "index": level.room,
                "prefix": level.last,
            }));
        }
        assert_eq!(run.json()["chains"], json!([chain]), "{}", case.id);
    }
}
