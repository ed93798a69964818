//! Two who change one plan: what each did is there afterwards, or what stands against it is told and nothing is done.

use trellis::document::Document;
use trellis::plan::{Date, Draft, Edit, FIELDS, Field, Item, Kind, Plan, Value};
use trellis::source::NodeId;

use crate::support::chance::{Chance, seeds};
use crate::support::{edits, plans};

const BASE: &str = "\
# the landscape
trellis: 1
growth: 20
manifest-fields: {region: eu, project: dev}
regions:
  - name: eu   # ours
    v6: 2001:db8:1000::/36
    blocks:
      # for the living
      - {name: live, v6: /40, reserve: 2}
      - name: test
        v6: /40
        count: 3
      - {name: old, v6: /44}
  - name: us
    v6: 2001:db8:2000::/36
variants:
  - name: small
    set:
      eu/live: {v6: /44}
";

fn document(text: &str) -> Document {
    Document::new(text.to_owned(), Date::parse("2026-11-22").expect("a day"))
}

fn at(document: &Document, path: &str) -> NodeId {
    document.plan().find(path).expect("a path").node
}

fn set(path: &'static str, key: &'static str, value: &'static str) -> Ours {
    Box::new(move |document| {
        let field = Field::of_key(key).expect("a field");
        Edit::set(at(document, path), field, Some(Value::text(value)))
    })
}

fn fields(path: &'static str, key: &'static str, value: &'static str) -> Ours {
    Box::new(move |document| Edit::Set {
        node: at(document, path),
        field: Field::ManifestFields,
        keys: vec![key.to_owned()],
        value: Some(Value::text(value)),
    })
}

fn delete(path: &'static str) -> Ours {
    Box::new(move |document| Edit::Remove {
        node: at(document, path),
    })
}

fn moved(path: &'static str, into: &'static str, index: usize) -> Ours {
    Box::new(move |document| Edit::Move {
        node: at(document, path),
        parent: at(document, into),
        index,
    })
}

fn added(into: &'static str, index: usize, name: &'static str) -> Ours {
    Box::new(move |document| Edit::Insert {
        parent: at(document, into),
        index,
        item: Item::Draft(Box::new(Draft {
            kind: Kind::Block,
            fields: vec![
                (Field::Name, Value::text(name)),
                (Field::V6, Value::text("/44")),
            ],
            children: Vec::new(),
        })),
    })
}

type Ours = Box<dyn Fn(&Document) -> Edit>;

fn after(ours: &[Ours]) -> Document {
    let mut document = document(BASE);
    for edit in ours {
        let edit = edit(&document);
        document.edit(edit).expect("nothing refuses it");
    }
    document
}

/// Our edits, what others replace in the file, and the file that comes of both. Taking ours away gives theirs.
#[track_caller]
fn both(ours: &[Ours], theirs: &[(&str, &str)], expected: &[(&str, &str)]) {
    let replaced = |text: &str, changes: &[(&str, &str)]| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from} in\n{text}");
            text.replace(from, to)
        })
    };
    let file = replaced(BASE, theirs);
    let together = after(ours).onto(BASE, document(&file)).expect("no clash");
    let mut merged = together.document;
    let written = merged.print().expect("it prints");
    assert_eq!(written, replaced(&file, expected));
    merged.apply(together.inverse).expect("it is taken away");
    assert_eq!(merged.print().expect("it prints"), file);
}

#[track_caller]
fn clash(ours: &[Ours], theirs: (&str, &str), expected: &[&str]) {
    let file = BASE.replace(theirs.0, theirs.1);
    assert_ne!(file, BASE);
    let clashes = after(ours)
        .onto(BASE, document(&file))
        .expect_err("a clash");
    assert_eq!(clashes, expected);
}

#[test]
fn fields_of_both_are_there() {
    both(
        &[set("eu/live", "v6", "/44"), set("", "growth", "30")],
        &[
            ("name: us\n", "name: us   # over there\n"),
            ("count: 3", "count: 4   # one more"),
            ("reserve: 2", "reserve: 3"),
        ],
        &[
            ("growth: 20", "growth: 30"),
            ("v6: /40, reserve", "v6: /44, reserve"),
        ],
    );
}

#[test]
fn keys_of_one_mapping_are_there_from_both() {
    both(
        &[
            fields("", "project", "ours"),
            fields("", "cloud-profile", "aws"),
        ],
        &[("region: eu, project", "region: us, project")],
        &[("project: dev}", "project: ours, cloud-profile: aws}")],
    );
}

#[test]
fn what_both_did_alike_is_done_once() {
    both(
        &[set("eu/live", "v6", "/44")],
        &[("/40, reserve", "/44, reserve")],
        &[],
    );
    both(
        &[delete("eu/old")],
        &[("      - {name: old, v6: /44}\n", "")],
        &[],
    );
}

#[test]
fn what_is_renamed_put_in_moved_and_deleted_here_is_so_there() {
    both(
        &[
            set("eu/live", "name", "prod"),
            added("eu", 3, "new"),
            delete("us"),
        ],
        &[
            ("count: 3", "count: 5"),
            ("# for the living", "# for all who live"),
        ],
        &[
            ("name: live", "name: prod"),
            ("eu/live:", "eu/prod:"),
            (
                "      - {name: old, v6: /44}\n",
                "      - {name: old, v6: /44}\n      - name: new\n        v6: /44\n",
            ),
            ("  - name: us\n    v6: 2001:db8:2000::/36\n", ""),
        ],
    );
    both(
        &[moved("eu/old", "us", 0)],
        &[("count: 3", "count: 5")],
        &[
            ("      - {name: old, v6: /44}\n", ""),
            (
                "2000::/36\n",
                "2000::/36\n    blocks:\n      - {name: old, v6: /44}\n",
            ),
        ],
    );
}

#[test]
fn what_is_put_in_at_the_end_stays_behind_what_others_put_there() {
    both(
        &[added("eu", 3, "ours")],
        &[(
            "old, v6: /44}\n",
            "old, v6: /44}\n      - {name: theirs, v6: /40}\n",
        )],
        &[(
            "theirs, v6: /40}\n",
            "theirs, v6: /40}\n      - name: ours\n        v6: /44\n",
        )],
    );
}

#[test]
fn another_order_holds_among_what_others_put_in() {
    both(
        &[moved("eu/old", "eu", 0)],
        &[(
            "old, v6: /44}\n",
            "old, v6: /44}\n      - {name: theirs, v6: /48}\n",
        )],
        &[
            ("      - {name: old, v6: /44}\n", ""),
            (
                "      # for the living\n",
                "      - {name: old, v6: /44}\n      # for the living\n",
            ),
        ],
    );
}

#[test]
fn variants_of_both_are_there() {
    let new = Box::new(|document: &Document| {
        let plan = document.plan();
        plan.new_variant("ours", None).expect("a name")
    });
    both(
        &[new],
        &[("{v6: /44}\n", "{v6: /42}\n  - name: theirs\n")],
        &[("  - name: theirs\n", "  - name: theirs\n  - name: ours\n")],
    );
}

#[test]
fn what_both_changed_otherwise_is_told_and_nothing_is_done() {
    clash(
        &[set("eu/live", "v6", "/44"), set("eu/live", "reserve", "9")],
        ("v6: /40, reserve: 2", "v6: /48, reserve: 7"),
        &[
            "`eu/live.reserve` is 9 here, and 7 in the file",
            "`eu/live.v6` is /44 here, and /48 in the file",
        ],
    );
    clash(
        &[fields("", "project", "ours")],
        ("project: dev", "project: theirs"),
        &[
            "`manifest-fields` is {region: eu, project: ours} here, and {region: eu, project: theirs} in the file",
        ],
    );
    clash(
        &[set("eu/old", "v6", "/48")],
        ("      - {name: old, v6: /44}\n", ""),
        &["`eu/old` is changed here, and not there any more in the file"],
    );
    clash(
        &[delete("eu/old")],
        ("{name: old, v6: /44}", "{name: old, v6: /45}"),
        &["`eu/old` is deleted here, and changed in the file"],
    );
    clash(
        &[added("us", 0, "new")],
        ("  - name: us\n    v6: 2001:db8:2000::/36\n", ""),
        &["`us/new` is new here, and what it lies in is not there any more in the file"],
    );
    clash(
        &[moved("eu/old", "us", 0), delete("eu")],
        ("  - name: us\n    v6: 2001:db8:2000::/36\n", ""),
        &["`us/old` was moved here, and what it lies in is not there any more in the file"],
    );
    clash(
        &[moved("eu/old", "eu", 0)],
        (
            "      - name: test\n        v6: /40\n        count: 3\n      - {name: old, v6: /44}\n",
            "      - {name: old, v6: /44}\n      - name: test\n        v6: /40\n        count: 3\n",
        ),
        &["the blocks of `eu` have another order here, and yet another one in the file"],
    );
    clash(
        &[set("eu/test", "count", "4")],
        ("old, v6: /44}", "old, v6: /44, lock: true}"),
        &[
            "`eu/old` is locked, and this would move it from 2001:db8:1600::/44 to 2001:db8:1700::/44",
        ],
    );
}

/// A plan with some edits made by chance.
fn played(text: &str, seed: u64) -> Document {
    let mut document = document(text);
    let mut chance = Chance::new(seed);
    for _ in 0..6 {
        let edit = edits::edit(document.plan(), &mut chance);
        // What is refused is not done.
        let _refused = document.edit(edit).err();
    }
    document
}

/// Everything that a plan says, in its order.
fn said(plan: &Plan) -> Vec<String> {
    let fields = |node: NodeId| {
        let value = move |field: Field| plan.value(node, field).map(Value::line);
        let lines = FIELDS
            .iter()
            .filter_map(move |info| Some((info.key, value(info.field)?)));
        lines.map(|(key, value)| format!("{key}: {value}"))
    };
    let line = |node: NodeId| {
        let fields: Vec<String> = fields(node).collect();
        format!("{} {:?} {fields:?}", plan.path(node), plan.kind(node))
    };
    plan.walk().map(line).collect()
}

#[test]
fn where_only_one_did_something_it_is_what_they_did() {
    for seed in seeds(40) {
        let base = plans::small(seed);
        let ours = played(&base, seed);
        let merged = ours.onto(&base, document(&base));
        let merged = merged.unwrap_or_else(|why| panic!("seed {seed}: {why:?}\n{base}"));
        assert_eq!(
            said(merged.document.plan()),
            said(ours.plan()),
            "seed {seed}\n{base}"
        );
        let text = ours.print().expect("it prints");
        let merged = document(&base)
            .onto(&base, document(&text))
            .expect("no clash");
        assert_eq!(merged.changes, 0, "seed {seed}");
        assert_eq!(merged.document.print().as_ref(), Ok(&text), "seed {seed}");
    }
}

#[test]
fn ours_are_taken_away_whatever_both_did() {
    let mut together = 0;
    for seed in seeds(60) {
        let base = plans::small(seed);
        let ours = played(&base, seed + 1000);
        let theirs = played(&base, seed + 2000).print().expect("it prints");
        let Ok(merged) = ours.onto(&base, document(&theirs)) else {
            continue;
        };
        together += 1;
        let mut document = merged.document;
        document.print().expect("what is merged can be written");
        document
            .apply(merged.inverse)
            .expect("it can be taken away");
        assert_eq!(document.print().as_ref(), Ok(&theirs), "seed {seed}");
    }
    assert!(together > 5, "{together}");
}
