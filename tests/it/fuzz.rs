//! Texts of `tests/fuzz`, changed at random: whatever stands in a text, nothing panics, every finding points into it, and
//! what is written reads back.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trellis::document::{Document, FileKind};
use trellis::import;
use trellis::manifest::{Change, Landscape, Manifests, check_all, mend, patch};
use trellis::plan::{Date, Edit, Field, Plan, RangeKind, Value};
use trellis::source::NodeId;
use trellis::spec;
use trellis::tui::{Message, keymap, perform, print};
use trellis::yaml::Node;

use crate::cli::LANDSCAPE;
use crate::screen::{NoShelf, model};
use crate::support::chance::Chance;

/// What is put into texts: what means something in one of the languages, and what has broken readers elsewhere.
const WORDS: &[&str] = &[
    "/",
    ":",
    "::",
    "/64",
    "/0",
    "/129",
    "+prefix/",
    "v6global",
    "v4private",
    "v6fromNode",
    ",",
    "[",
    "]",
    "{",
    "}",
    "{}",
    "[]",
    "~",
    "null",
    "\"",
    "'",
    "\\",
    "#",
    " #",
    "- ",
    "? ",
    ": ",
    "&a",
    "*a",
    "<<: *a",
    "|",
    ">-",
    "!!str",
    "%",
    "---\n",
    "...\n",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{85}",
    "é",
    "👩\u{200d}💻",
    "10.0.0.0/8",
    "::ffff:1.2.3.4",
    "2001:db8::/32",
    "340282366920938463463374607431768211456",
    "-1",
    "1e9",
    "0x10",
    "..",
    "../",
    "=1+1",
    ";",
    "count: 3\n",
    "name: a\n",
    "v6: /40\n",
    "blocks:\n",
    "set: {}\n",
    "lock: true\n",
    "place: sparse\n",
    "ipFamilies: [IPv6]\n",
];

/// How many texts each reader gets.
fn executions() -> u64 {
    let said = std::env::var("TRELLIS_FUZZ").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(150)
}

/// The texts of a folder, in the order of their names.
fn corpus(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz")
        .join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let read = |file| fs::read_to_string(file).expect("a text");
    files.iter().map(read).collect()
}

/// A place between two characters.
fn place(text: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn piece(text: &str, chance: &mut Chance) -> std::ops::Range<usize> {
    let start = place(text, chance);
    let mut end = (start + chance.below(40)).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end.max(start)
}

/// One of the texts with a few changes.
fn changed(texts: &[String], chance: &mut Chance) -> String {
    let mut text = chance.pick(texts).clone();
    for _ in 0..=chance.below(4) {
        match chance.below(6) {
            0 => text.replace_range(piece(&text, chance), ""),
            1 => {
                let other = chance.pick(texts);
                let part = other[piece(other, chance)].to_owned();
                text.insert_str(place(&text, chance), &part);
            }
            2 => text.truncate(place(&text, chance)),
            3 => {
                let part = piece(&text, chance);
                let part = text[part].to_owned();
                text.insert_str(place(&text, chance), &part);
            }
            _ => text.insert_str(place(&text, chance), chance.pick::<&str>(WORDS)),
        }
    }
    text
}

/// Runs a check on each text as it is, and on many that are changed.
fn run(folder: &str, check: impl Fn(&str, &mut Chance)) {
    let texts = corpus(folder);
    assert!(!texts.is_empty(), "{folder}");
    for text in &texts {
        check(text, &mut Chance::new(0));
    }
    for seed in 0..executions() {
        let mut chance = Chance::new(seed);
        let text = changed(&texts, &mut chance);
        check(&text, &mut chance);
    }
}

fn today() -> Date {
    Date::parse("2026-11-22").expect("a day")
}

#[test]
fn fuzz_specs() {
    run("spec", |text, _| {
        for line in text.lines() {
            let (word, value) = line.split_once(' ').unwrap_or(("", line));
            let kind = RangeKind::ALL.into_iter().find(|kind| kind.key() == word);
            let (_, faults) = spec::parse(kind.unwrap_or(RangeKind::Nodes), &[value]);
            let length = value.chars().count();
            for fault in faults {
                let (start, end) = fault.chars;
                assert!(
                    start <= end && usize::from(end) <= length,
                    "{fault:?} in {value:?}"
                );
            }
        }
    });
}

#[test]
fn fuzz_plans() {
    run("plan", |text, chance| {
        let mut document = Document::new(text.to_owned(), today());
        points_into(&document);
        if document.kind() != FileKind::Plan {
            return;
        }
        let names: Vec<String> = document
            .plan()
            .variant_names()
            .iter()
            .map(|&name| name.to_owned())
            .collect();
        for name in names {
            if let Ok(variant) = document.variant(&name) {
                points_into(&variant);
            }
        }
        // Whatever else is written, quotes that the text lacks are put in too.
        let quoted = document.mended_text().map(|(text, _)| text);
        let before = quoted.unwrap_or_else(|| text.to_owned());
        for _ in 0..3 {
            let edit = any_edit(document.plan(), chance);
            if let Ok(edited) = document.edit(edit.clone()) {
                document
                    .apply(edited.inverse)
                    .expect("it can be taken back");
                // A text in which lists stand twice may be refused; what is written is as it was.
                if let Ok(after) = document.print() {
                    assert!(
                        after == before || after == text,
                        "{edit:?} on {text:?}: {after:?}"
                    );
                }
            }
        }
    });
}

fn any_edit(plan: &Plan, chance: &mut Chance) -> Edit {
    let nodes: Vec<NodeId> = plan.walk().collect();
    let node = *chance.pick(&nodes);
    let fields = [
        Field::V6,
        Field::Count,
        Field::Name,
        Field::Note,
        Field::Nodes,
        Field::Lock,
        Field::Variants,
    ];
    let value = Value::text(*chance.pick(WORDS));
    match chance.below(4) {
        0 => Edit::Remove { node },
        1 => Edit::set(node, *chance.pick(&fields), None),
        _ => Edit::set(node, *chance.pick(&fields), Some(value)),
    }
}

fn points_into(document: &Document) {
    let length = document.text().len();
    for finding in document.findings() {
        if let Some(span) = document.span(&finding.at) {
            let range = span.range();
            assert!(
                range.start <= range.end
                    && range.end <= length
                    && document.text().get(range).is_some(),
                "{finding:?} in {:?}",
                document.text()
            );
        }
    }
}

#[test]
fn fuzz_manifests() {
    run("manifest", |text, chance| {
        let manifests = Manifests::read(text);
        let judge = |manifests: &Manifests| check_all(manifests, None, &manifests.landscape);
        for finding in judge(&manifests) {
            let labels = finding.labels.iter().map(|(span, _)| *span);
            for span in finding.span.into_iter().chain(labels) {
                assert!(text.get(span.range()).is_some(), "{finding:?} in {text:?}");
            }
        }
        let old = Manifests::read(&corpus("manifest")[1]);
        check_all(&manifests, Some(&old), &Landscape::default());
        let (mended, _) = mend(text, true, judge);
        assert!(mended.len() < text.len() * 2 + 1_000, "{text:?}");
        for shoot in &manifests.shoots {
            let keys = [
                "spec",
                "networking",
                *chance.pick(&["pods", "ipFamilies", "new"]),
            ];
            let value = Node::text(*chance.pick(WORDS));
            // It checks itself that nothing else has changed.
            let _ = patch(text, &shoot.path(), &[Change::of_keys(&keys, Some(value))]);
        }
        let (imported, remarks) = import::shoots(&manifests);
        let mut said = String::new();
        for remark in remarks {
            let _ = write!(said, "{remark}");
        }
        assert!(!said.contains('\u{1b}'), "{said:?}");
        reads_back(imported_plan(imported));
    });
}

fn imported_plan(shoots: Vec<import::Imported>) -> Document {
    let mut document = Document::new("trellis: 1\n".to_owned(), today());
    for edit in import::edits(document.plan(), import::plan(shoots)) {
        document.apply(edit).expect("an empty plan takes all");
        document.save().expect("it reads back");
    }
    document
}

#[test]
fn fuzz_tables() {
    run("table", |text, _| {
        if !import::is_csv(text) {
            return;
        }
        let (drafts, _) = import::read_csv(text);
        let mut document = Document::new("trellis: 1\n".to_owned(), today());
        let edit = import::insert(document.plan(), NodeId::ROOT, drafts);
        document.apply(edit).expect("an empty plan takes all");
        reads_back(document);
    });
}

/// What was made of others' text is written as a plan that can be read.
fn reads_back(mut document: Document) {
    let text = document.save().expect("it reads back").to_owned();
    let again = Document::new(text, today());
    assert_eq!(again.reading(), [], "{}", again.text());
}

/// Keys one behind the other; what names none is typed as it stands.
fn keys_of(text: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inside| inside.split_once('>'));
        let key = named.and_then(|(name, after)| Some((keymap::parse_key(name)?, after)));
        let (piece, after) = rest.split_at(char.len_utf8());
        let (message, after) = match (key, keymap::parse_key(piece)) {
            (Some((key, after)), _) => (Message::Key(key), after),
            (None, Some(key)) => (Message::Key(key), after),
            (None, None) => (Message::Paste(piece.to_owned()), after),
        };
        messages.push(message);
        rest = after;
    }
    messages
}

#[test]
fn fuzz_keys() {
    run("keys", |text, _| {
        let mut model = model(LANDSCAPE, (80, 24));
        for message in keys_of(text) {
            if perform(&mut model, message, &NoShelf) {
                break;
            }
        }
        drop(print(&model, crate::screen::PLAIN));
        let mut fresh = model.outline.clone();
        fresh.count(model.document.plan(), model.document.evaluation());
        assert_eq!(fresh.rows(), model.outline.rows(), "{text:?}");
        let printed = model.printed();
        assert!(printed.is_ok(), "{text:?}: {printed:?}");
    });
}
