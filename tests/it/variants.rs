//! Variants: what they say, what is wrong in them, and what edits of them change in the file.

use trellis::document::Document;
use trellis::plan::{Date, Edit, Field, Value};
use trellis::source::{LineIndex, NodeId};

fn document(text: &str) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(text.to_owned(), today)
}

fn node(document: &Document, path: &str) -> NodeId {
    document.plan().find(path).expect("the path is there").node
}

fn field(key: &str) -> Field {
    Field::of_key(key).expect("a field")
}

/// A plan of a region with two blocks and a shoot in each, and these variants.
fn plan(variants: &str) -> String {
    format!(
        "\
# the top
trellis: 1
regions:
  - name: eu   # a region
    v6: 2001:db8:1000::/36
    blocks:
      - {{name: live, v6: /40, shoots: [{{name: a, max-nodes: 10}}]}}
      - {{name: test, v6: /40, count: 3, shoots: [{{name: a, max-nodes: 20}}]}}   # three
variants:
{variants}"
    )
}

#[track_caller]
fn says(variants: &str, name: &str, expected: &[(&str, &str, &str)]) {
    let document = document(&plan(variants));
    assert_eq!(document.reading(), [], "{variants}");
    let variant = document.variant(name).expect("there is one");
    for &(path, key, value) in expected {
        let said = variant.plan().value(node(&variant, path), field(key));
        assert_eq!(
            said.map_or("-".to_owned(), Value::line),
            value,
            "{path}.{key}"
        );
    }
    assert_eq!(document.text(), plan(variants));
}

#[test]
fn a_variant_is_the_plan_with_some_fields_set_otherwise() {
    says(
        "  - name: x\n    set: {eu/live: {v6: /44}}\n",
        "x",
        &[("eu/live", "v6", "/44"), ("eu/test", "v6", "/40")],
    );
    let document = document(&plan("  - name: x\n    set: {eu/live: {v6: /44}}\n"));
    let variant = document.variant("x").expect("there is one");
    assert_eq!(variant.active_variant(), Some("x"));
    let place = |document: &Document, path: &str| {
        let family = trellis::addr::Family::V6;
        let prefix =
            document
                .evaluation()
                .block_prefix(document.plan(), node(document, path), family, &[]);
        prefix.expect("it is placed").to_string()
    };
    // First fit: a /44 at the start of the /36, and the next /40 at the next multiple of its own length.
    assert_eq!(place(&variant, "eu/live"), "2001:db8:1000::/44");
    assert_eq!(place(&variant, "eu/test"), "2001:db8:1100::/40");
    assert_eq!(place(&document, "eu/live"), "2001:db8:1000::/40");
}

#[test]
fn a_star_is_one_name_and_later_entries_win() {
    says(
        "  - name: x\n    set:\n      eu/*: {v6: /44}\n      eu/live: {v6: /48}\n      eu/*/a: {max-nodes: 7}\n",
        "x",
        &[
            ("eu/live", "v6", "/48"),
            ("eu/test", "v6", "/44"),
            ("eu/live/a", "max-nodes", "7"),
            ("eu/test/a", "max-nodes", "7"),
        ],
    );
    says(
        "  - name: x\n    set:\n      eu/live: {v6: /48}\n      eu/*: {v6: /44}\n",
        "x",
        &[("eu/live", "v6", "/44")],
    );
}

#[test]
fn null_takes_back_and_the_plan_itself_is_a_dot() {
    says(
        "  - name: x\n    set: {.: {provider: aws, growth: 5}, eu/live: {provider: null}}\n",
        "x",
        &[
            ("", "provider", "aws"),
            ("", "growth", "5"),
            ("eu/live", "provider", "null"),
        ],
    );
}

#[test]
fn a_variant_of_a_variant_says_more() {
    says(
        "  - {name: y, of: x, set: {eu/live: {v6: /48}}}\n  - name: x\n    set: {eu/*: {v6: /44}}\n",
        "y",
        &[("eu/live", "v6", "/48"), ("eu/test", "v6", "/44")],
    );
}

#[test]
fn what_is_asked_for_and_not_there_is_told() {
    let document = document(&plan(
        "  - {name: wide}\n  - {name: p, of: q}\n  - {name: q, of: p}\n",
    ));
    let error = |name: &str| {
        document
            .variant(name)
            .expect_err("there is none")
            .to_string()
    };
    assert_eq!(
        error("wade"),
        "there is no variant `wade`; the nearest is `wide`"
    );
    assert_eq!(error("p"), "the variant `p` is a variant of itself");
}

/// The code, the text that is pointed at, and the help.
#[track_caller]
fn wrong(variants: &str, expected: &[(&str, &str, &str)]) {
    let text = plan(variants);
    let document = document(&text);
    let found: Vec<(&str, &str, &str)> = document
        .reading()
        .iter()
        .map(|finding| {
            let span = document.span(&finding.at).expect("it is in the text");
            (
                finding.code,
                &text[span.range()],
                finding.help.as_deref().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(found, expected, "{variants}");
}

#[test]
fn a_path_that_leads_nowhere_is_pointed_at() {
    wrong(
        "  - {name: x, set: {eu/love/a: {max-nodes: 1}}}\n",
        &[("variant-path", "love", "write `live`")],
    );
    wrong(
        "  - {name: x, set: {eu/test-2: {note: n}}}\n",
        &[("variant-path", "test-2", "write `test`")],
    );
    wrong(
        "  - {name: x, set: {eu/live/a.nodes: {note: n}}}\n",
        &[(
            "variant-path",
            "a.nodes",
            "write `nodes` as a field of the shoot",
        )],
    );
    wrong(
        "  - {name: x, set: {eu/*/*/*: {note: n}}}\n",
        &[("variant-path", "*", "mend the path, or take the entry away")],
    );
}

#[test]
fn what_stands_in_an_entry_is_checked_as_in_the_plan() {
    wrong(
        "  - {name: x, set: {eu/live/a: {max-node: 1}}}\n",
        &[("unknown-key", "max-node", "write `max-nodes`")],
    );
    wrong(
        "  - {name: x, set: {eu/live/a: {v6: /44}}}\n",
        &[("unknown-key", "v6", "take it away")],
    );
    wrong(
        "  - {name: x, set: {eu/live: {name: y}}}\n",
        &[("unknown-key", "name", "take it away")],
    );
    wrong(
        "  - name: x\n    set: {eu/live: {v6: 2001:db8:1000::1/40}}\n",
        &[(
            "host-bits",
            "2001:db8:1000::1/40",
            "write 2001:db8:1000::/40, or a longer length",
        )],
    );
    wrong(
        "  - {name: x, set: {eu/live/a: {nodes: v6globl/64}}}\n",
        &[("spec-alias", "v6globl", "write `v6global/64`")],
    );
}

#[test]
fn names_are_unique_and_circles_are_refused() {
    wrong(
        "  - {name: x}\n  - {name: x}\n",
        &[("field-value", "x", "give it another name")],
    );
    let of = "take `of` away: it is a variant of the plan then";
    wrong(
        "  - {name: p, of: q}\n  - {name: q, of: p}\n",
        &[("field-value", "q", of), ("field-value", "p", of)],
    );
    wrong(
        "  - {name: wide}\n  - {name: q, of: wade}\n",
        &[("field-value", "wade", "write `wide`")],
    );
    wrong(
        "  - {name: x, sets: {}}\n",
        &[("unknown-key", "sets", "write `set`")],
    );
}

#[test]
fn what_is_found_in_a_variant_is_pointed_at_where_it_says_so() {
    let text = plan("  - name: x\n    set:\n      eu/live: {v6: /20}\n");
    let document = document(&text);
    let variant = document.variant("x").expect("there is one");
    let findings = variant.findings();
    let finding = findings
        .iter()
        .find(|finding| finding.code == "does-not-fit")
        .expect("a /20 does not fit a /36");
    let line = variant.line_column(&LineIndex::new(&text), &finding.at);
    let said = text
        .lines()
        .position(|line| line.contains("/20"))
        .map(|line| line + 1);
    assert_eq!(line.map(|place| place.line), said);
}

#[test]
fn a_rename_makes_an_entry_stale_and_taking_it_back_mends_it() {
    let mut document = document(&plan("  - {name: x, set: {eu/live: {v6: /44}}}\n"));
    let live = node(&document, "eu/live");
    let back = document
        .apply(Edit::set(live, Field::Name, Some(Value::text("prod"))))
        .expect("it can be renamed");
    assert_eq!(document.reading().len(), 1);
    assert_eq!(document.reading()[0].code, "variant-path");
    document.apply(back).expect("it can be taken back");
    assert_eq!(document.reading(), []);
}

/// Edits a field in the variant `x`, and compares the variants in the file; the rest stays.
#[track_caller]
fn edits(before: &str, path: &str, key: &str, value: Option<&str>, after: &str) {
    let mut document = document(&plan(before));
    let edit = Edit::set(node(&document, path), field(key), value.map(Value::text));
    let edit = document
        .plan()
        .edit_in_variant("x", &edit)
        .expect("it can be said");
    let back = document.edit(edit).expect("it can be done").inverse;
    assert_eq!(document.save(), Ok(&*plan(after)), "{path}.{key} {value:?}");
    let variant = document.variant("x").expect("there is one");
    let now = variant.plan().value(node(&variant, path), field(key));
    let wanted = value.unwrap_or("null");
    assert_eq!(now.map_or("null".to_owned(), Value::line), wanted);
    document.edit(back).expect("it can be taken back");
    document.save().expect("it can be saved");
    let variant = document.variant("x").expect("there is one");
    assert_eq!(variant.plan().variant_says("x").expect("there is one"), {
        let fresh = self::document(&plan(before));
        fresh.plan().variant_says("x").expect("there is one")
    });
}

#[test]
fn an_edit_in_a_variant_is_the_smallest_entry() {
    let one = "  # what if\n  - name: x   # wider\n    set:\n      eu/live: {v6: /44}   # less\n";
    let with = |entry: &str| one.replace("{v6: /44}", entry);
    edits(one, "eu/live", "v6", Some("/48"), &with("{v6: /48}"));
    edits(
        one,
        "eu/live",
        "note",
        Some("hello"),
        &with("{v6: /44, note: hello}"),
    );
    let more = format!("{one}      eu/test:\n        v6: /44\n");
    edits(one, "eu/test", "v6", Some("/44"), &more);
    // Back to what the plan says: the entry goes.
    edits(&more, "eu/test", "v6", Some("/40"), one);
    // What the plan says can only be taken back.
    edits(
        one,
        "eu/live/a",
        "max-nodes",
        None,
        &format!("{one}      eu/live/a:\n        max-nodes: null\n"),
    );
}

#[test]
fn an_entry_goes_behind_the_one_that_would_win() {
    edits(
        "  - name: x\n    set:\n      eu/live: {v6: /48}\n      eu/*: {v6: /44}\n",
        "eu/live",
        "v6",
        Some("/52"),
        "  - name: x\n    set:\n      eu/*: {v6: /44}\n      eu/live:\n        v6: /52\n",
    );
}

#[test]
fn lists_are_the_same_in_all_variants() {
    let document = document(&plan("  - {name: x}\n"));
    let node = node(&document, "eu/live");
    let refused = document.plan().edit_in_variant("x", &Edit::Remove { node });
    assert_eq!(
        refused.expect_err("it is refused").to_string(),
        "a variant sets fields, and what lies in what is the same in all of them"
    );
    let mut variant = document.variant("x").expect("there is one");
    let edit = Edit::set(node, Field::V6, Some(Value::text("/44")));
    variant.apply(edit).expect("it can be tried");
    // What is written is the plan, and a trial in a variant is no edit of it.
    assert_eq!(variant.print().as_deref(), Ok(document.text()));
}

#[test]
fn promoting_makes_the_plan_the_same_and_can_be_taken_back() {
    let text = plan(
        "  - name: x\n    set:\n      eu/*: {v6: \"/44\", note: n}\n      eu/live/a: {max-nodes: null}\n",
    );
    for only in [None, Some(("eu/live", "v6"))] {
        let mut document = document(&text);
        let place = only.map(|(path, key)| (node(&document, path), field(key)));
        let edit = document
            .plan()
            .promote_variant("x", place)
            .expect("it can be promoted");
        let back = document.edit(edit).expect("it can be done").inverse;
        document.save().expect("it can be saved");
        let (plan, variant) = (
            document.plan(),
            document.variant("x").expect("there is one"),
        );
        let same = plan.walk().all(|id| {
            let (ours, theirs) = (plan.fields(id), variant.plan().fields(id));
            let said = |plan: &trellis::plan::Plan, field| plan.value(id, field).cloned();
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .all(|one| said(plan, one.field) == said(variant.plan(), one.field))
        });
        assert_eq!(same, only.is_none());
        assert_ne!(document.text(), text);
        document.edit(back).expect("it can be taken back");
        assert_eq!(document.save(), Ok(&*text));
    }
}

#[test]
fn variants_come_go_and_are_called_otherwise() {
    let start =
        plan("  # one\n  - name: x   # a\n    set: {eu/live: {v6: /44}}\n  - name: y\n    of: x\n");
    let mut document = document(&start);
    let renamed = document
        .plan()
        .rename_variant("x", "wide")
        .expect("it can be");
    document.edit(renamed).expect("it can be done");
    let wanted = start
        .replace("name: x ", "name: wide ")
        .replace("of: x", "of: wide");
    assert_eq!(document.save(), Ok(&*wanted));
    let needed = document
        .plan()
        .delete_variant("wide")
        .expect_err("y needs it");
    assert_eq!(needed.to_string(), "`y` is a variant of `wide`");
    let added = document
        .plan()
        .new_variant("zz", Some("wide"))
        .expect("it can be");
    document.edit(added).expect("it can be done");
    assert_eq!(
        document.save(),
        Ok(&*format!("{wanted}  - name: zz\n    of: wide\n"))
    );
    let deleted = document.plan().delete_variant("zz").expect("it can be");
    document.edit(deleted).expect("it can be done");
    assert_eq!(document.save(), Ok(&*wanted));
    let taken = document
        .plan()
        .new_variant("y", None)
        .expect_err("there is one");
    assert_eq!(taken.to_string(), "there is a variant `y` already");
}

/// A region with two zones that hold networks of the same names, and these entries of a variant.
fn zones(entries: &str) -> String {
    format!(
        "\
trellis: 1
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    zones:
      - {{name: a, v6: /40, vpcs: [{{name: live, v6: /48}}, {{name: test, v6: /48}}]}}
      - {{name: b, v6: /40, vpcs: [{{name: live, v6: /48}}, {{name: test, v6: /48}}]}}
variants:
  - name: x
    set:
{entries}"
    )
}

/// What the entries of a variant are after an edit of the plan, and that taking it back restores the file.
#[track_caller]
fn follows(entries: &str, edit: impl FnOnce(&Document) -> Edit, expected: &str) {
    let mut document = document(&zones(entries));
    assert_eq!(document.reading(), [], "{entries}");
    let edit = edit(&document);
    let edited = document.edit(edit).expect("nothing refuses it");
    let written = document.print().expect("it prints");
    let (_, after) = written.split_once("    set:\n").unwrap_or((&written, ""));
    assert_eq!(after, expected);
    assert_eq!(document.reading(), [], "{written}");
    document.apply(edited.inverse).expect("it is taken back");
    assert_eq!(document.print().expect("it prints"), zones(entries));
}

fn renames(path: &str, name: &str) -> impl FnOnce(&Document) -> Edit {
    move |document| Edit::set(node(document, path), Field::Name, Some(Value::text(name)))
}

#[test]
fn entries_follow_what_is_renamed_and_keep_their_comments() {
    follows(
        "      eu/a: {reserve: 1}   # one\n      eu/a/live: {v6: /52}   # two\n      eu/b/live: {v6: /56}\n",
        renames("eu/a", "north"),
        "      eu/north: {reserve: 1}   # one\n      eu/north/live: {v6: /52}   # two\n      eu/b/live: {v6: /56}\n",
    );
}

#[test]
fn a_pattern_follows_as_far_as_it_can_and_what_it_reaches_no_more_has_an_entry() {
    follows(
        "      eu/*/live: {v6: /52}\n",
        renames("eu", "us"),
        "      us/*/live: {v6: /52}\n",
    );
    follows(
        "      eu/*/live: {v6: /52}\n",
        renames("eu/a/live", "prod"),
        "      eu/*/live: {v6: /52}\n      eu/a/prod:\n        v6: /52\n",
    );
}

#[test]
fn entries_follow_what_is_moved_elsewhere() {
    follows(
        "      eu/b/live: {v6: /56}\n",
        |document| Edit::Move {
            node: node(document, "eu/b/live"),
            parent: node(document, "eu"),
            index: 0,
        },
        "      eu/live: {v6: /56}\n",
    );
}

#[test]
fn entries_of_what_is_deleted_go_with_it() {
    follows(
        "      eu/a/live: {v6: /52}\n      eu/b/live: {v6: /56}\n",
        |document| Edit::Remove {
            node: node(document, "eu/a"),
        },
        "      eu/b/live: {v6: /56}\n",
    );
}

#[test]
fn all_entries_of_a_variant_can_be_others_at_once() {
    let mut document = document(&plan("  - name: x\n    set:\n      eu/live: {v6: /44}\n"));
    let edits = [("eu/live", "v6", "/40"), ("eu/test", "v6", "/42")];
    for (path, key, value) in edits {
        let set = Edit::set(node(&document, path), field(key), Some(Value::text(value)));
        let below = document
            .plan()
            .edit_in_variant("x", &set)
            .expect("it can be said");
        document.edit(below).expect("it can be set");
    }
    let written = document.print().expect("it prints");
    let expected = plan("  - name: x\n    set:\n      eu/test:\n        v6: /42\n");
    assert_eq!(written, expected);
}
