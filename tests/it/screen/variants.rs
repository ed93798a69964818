//! Variants in the screen: tabs, edits that go into the one that is shown, taking over, and what the file is then.

use trellis::plan::{Field, Value};
use trellis::tui::{Message, Pointer, Session, keymap, perform, print};

use super::{NoShelf, PLAIN, after, model};

const SIZE: (u16, u16) = (120, 36);

/// A region with two blocks, one of them with a shoot.
const PLAN: &str = "\
# the top
trellis: 1
regions:
  - name: eu   # a region
    v6: 2001:db8:1000::/36
    blocks:
      - {name: live, v6: /40, shoots: [{name: a, nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/112}]}
      - name: test   # three
        v6: /40
        count: 3
";

const TWO: &str = "\
variants:
  - name: small   # less
    set: {eu/live: {v6: /44}}
  - name: large
    set:
      eu/test: {v6: /38}   # wide
";

fn two() -> String {
    format!("{PLAN}{TWO}")
}

fn keys(model: &mut trellis::tui::Model, keys: &str) {
    for key in keymap::parse_keys(keys).expect("keys") {
        perform(model, Message::Key(key), &NoShelf);
    }
}

fn said(model: &trellis::tui::Model, path: &str, field: Field) -> String {
    let plan = model.document.plan();
    let node = plan.find(path).expect("it is there").node;
    plan.value(node, field)
        .map_or_else(String::new, Value::line)
}

fn toast(model: &trellis::tui::Model) -> String {
    let toast = model.toast.as_ref();
    toast.map_or_else(String::new, |toast| toast.text.clone())
}

fn text(model: &trellis::tui::Model) -> String {
    model.document.print().expect("it can be written")
}

#[track_caller]
fn shows(model: &trellis::tui::Model, words: &str) {
    let screen = print(model, PLAIN);
    assert!(screen.contains(words), "{words} in\n{screen}");
}

#[test]
fn tabs_show_the_plan_and_its_variants_and_a_key_switches() {
    let mut model = model(&two(), SIZE);
    shows(&model, "‹base›  small  large  +");
    keys(&mut model, "V");
    shows(&model, "base  ‹small›  large  +");
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert_eq!(said(&model, "eu/test", Field::V6), "/40");
    shows(&model, "2001:db8:1000::/44");
    keys(&mut model, "V");
    assert_eq!(said(&model, "eu/live", Field::V6), "/40");
    assert_eq!(said(&model, "eu/test", Field::V6), "/38");
    keys(&mut model, "V");
    assert_eq!(model.shown(), None);
    assert_eq!(said(&model, "eu/test", Field::V6), "/40");
    keys(&mut model, "<alt-b>");
    assert_eq!(model.shown().as_deref(), Some("large"));
    assert!(!model.is_changed());
    assert_eq!(text(&model), two());
}

#[test]
fn a_tab_is_pressed_with_the_mouse() {
    let mut model = model(&two(), SIZE);
    let place = |model: &trellis::tui::Model, word: &str| {
        let screen = print(model, PLAIN);
        let line = screen.lines().next().unwrap_or("").to_owned();
        let before = line.find(word).expect("it is there");
        u16::try_from(line[..before].chars().count()).expect("a column")
    };
    for (word, shown) in [
        ("large", Some("large")),
        ("small", Some("small")),
        ("base", None),
    ] {
        let x = place(&model, word);
        perform(&mut model, Message::Pointer(Pointer::Press(x, 0)), &NoShelf);
        assert_eq!(model.shown().as_deref(), shown);
    }
    let x = place(&model, "+");
    perform(&mut model, Message::Pointer(Pointer::Press(x, 0)), &NoShelf);
    assert!(model.prompt.is_some());
}

#[test]
fn what_is_edited_goes_into_the_variant_that_is_shown_and_nothing_else_changes() {
    // `eu/live` is the second row, and its fields are name, v6 …
    let mut model = after(&two(), SIZE, "Vj<enter>j<enter><ctrl-u>/48<enter>");
    assert_eq!(said(&model, "eu/live", Field::V6), "/48");
    shows(&model, "/48  (set by this variant)");
    assert_eq!(text(&model), two().replace("{v6: /44}", "{v6: /48}"));
    assert!(toast(&model).contains("in small"), "{}", toast(&model));
    keys(&mut model, "V<esc>");
    assert_eq!(said(&model, "eu/live", Field::V6), "/40");
    // Taking it back leads to where it was done.
    keys(&mut model, "u");
    assert_eq!(model.shown().as_deref(), Some("small"));
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert_eq!(text(&model), two());
    keys(&mut model, "U");
    assert_eq!(text(&model), two().replace("{v6: /44}", "{v6: /48}"));
    // What is set back to what the plan says is said no more.
    keys(&mut model, "<enter><enter><ctrl-u>/40<enter>");
    assert!(!text(&model).contains("/48"), "{}", text(&model));
    assert!(!text(&model).contains("/44"), "{}", text(&model));
}

#[test]
fn what_is_typed_and_taken_back_leaves_nothing() {
    let model = after(&two(), SIZE, "Vj<enter>j<enter><ctrl-u>/48<esc>");
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert!(!model.is_changed());
    assert_eq!(text(&model), two());
}

/// The journal writes while someone types.
#[test]
fn what_is_typed_into_a_variant_holds_up_no_keeping() {
    let model = after(
        &two(),
        SIZE,
        "Vj<enter>j<enter><ctrl-u>/48<enter>jj<enter>7",
    );
    assert!(model.editing.is_some());
    let text = model.printed().expect("the plan below can be written");
    assert_eq!(text, two().replace("{v6: /44}", "{v6: /48}"));
}

#[test]
fn enter_alone_names_a_new_variant_and_saving_writes_no_more_than_it() {
    let mut model = after(PLAN, SIZE, "v");
    shows(&model, "⏎ what if");
    keys(&mut model, "<enter>");
    assert_eq!(model.shown().as_deref(), Some("what if"));
    shows(&model, "base  ‹what if›  +");
    keys(&mut model, "j<enter>j<enter><ctrl-u>/44<enter><ctrl-s>");
    let added = "variants:\n  - name: what if\n    set:\n      eu/live:\n        v6: /44\n";
    let written = model.document.text().to_owned();
    assert_eq!(written.replacen(added, "", 1), PLAN, "{written}");
    let again = after(&written, SIZE, "V");
    assert_eq!(said(&again, "eu/live", Field::V6), "/44");
    assert_eq!(said(&again, "eu/test", Field::V6), "/40");
    assert_eq!(again.document.plan().variant_names(), ["what if"]);
    // Two changes are taken back, and the plan is shown as it was.
    keys(&mut model, "uu");
    assert_eq!(model.shown(), None);
    assert_eq!(text(&model), PLAN);
    keys(&mut model, "UU");
    assert_eq!(model.shown().as_deref(), Some("what if"));
    assert_eq!(text(&model), written);
}

#[test]
fn a_variant_of_the_shown_variant_says_so() {
    let model = after(&two(), SIZE, "Vvtiny<enter>");
    assert_eq!(model.shown().as_deref(), Some("tiny"));
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert!(text(&model).contains("of: small"), "{}", text(&model));
    let taken = after(&two(), SIZE, "vsmall<enter>");
    assert!(toast(&taken).contains("there is a variant `small` already"));
    assert!(taken.prompt.is_some());
}

#[test]
fn what_a_variant_can_not_say_is_said_before_anything_happens() {
    for pressed in [
        "o",
        "O",
        "b",
        "d",
        "D",
        "K",
        "J",
        "M",
        "|",
        "&",
        "r",
        "<enter><enter>",
    ] {
        let model = after(&two(), SIZE, &format!("Vj{pressed}"));
        assert!(
            toast(&model).contains("small is a variant: it sets fields and"),
            "{pressed}: {}",
            toast(&model)
        );
        assert!(model.overlay.is_none() && model.prompt.is_none() && model.editing.is_none());
        assert_eq!(text(&model), two());
    }
}

#[test]
fn a_variant_is_renamed_and_deleted_and_both_are_taken_back() {
    let mut model = after(&two(), SIZE, "V:rename variant<enter><ctrl-u>tiny<enter>");
    assert_eq!(model.shown().as_deref(), Some("tiny"));
    assert_eq!(text(&model), two().replace("small", "tiny"));
    keys(&mut model, "u");
    assert_eq!(model.shown().as_deref(), Some("small"));
    keys(&mut model, ":delete variant<enter>");
    assert_eq!(model.shown(), None);
    assert_eq!(model.document.plan().variant_names(), ["large"]);
    keys(&mut model, "u");
    assert_eq!(model.shown().as_deref(), Some("small"));
    assert_eq!(text(&model), two());
    let base = after(&two(), SIZE, ":delete variant<enter>");
    assert!(toast(&base).contains("this is the plan itself"));
}

#[test]
fn promote_makes_the_plan_what_the_variant_says_and_undo_restores_the_file() {
    let mut model = after(&two(), SIZE, "VP");
    shows(&model, "eu/live v6 → /44");
    keys(&mut model, "<enter><ctrl-s>");
    assert_eq!(model.shown(), None);
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert_eq!(
        model.document.text(),
        two().replacen("v6: /40, shoots", "v6: /44, shoots", 1)
    );
    keys(&mut model, "V");
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    keys(&mut model, "P");
    assert!(toast(&model).contains("the plan says all that small says"));
    keys(&mut model, "u<ctrl-s>");
    assert_eq!(model.document.text(), two());
}

#[test]
fn one_field_is_promoted() {
    let plan = two().replace("{v6: /44}", "{v6: /44, note: less}");
    let mut model = after(&plan, SIZE, "Vj<enter>j<alt-p>");
    shows(&model, "promote v6 of small");
    keys(&mut model, "<enter>");
    assert_eq!(model.shown().as_deref(), Some("small"));
    let expected = plan.replacen("v6: /40, shoots", "v6: /44, shoots", 1);
    assert_eq!(text(&model), expected);
    keys(&mut model, "u");
    assert_eq!(text(&model), plan);
}

#[test]
fn a_variant_follows_what_is_renamed_and_an_undo_takes_both_back() {
    let mut model = after(&two(), SIZE, "jr<ctrl-u>old-<enter>");
    assert_eq!(
        toast(&model),
        "name of live: old-; 1 entry of variants follows"
    );
    let file = two()
        .replace("name: live", "name: old-")
        .replace("eu/live", "eu/old-");
    assert_eq!(text(&model), file);
    keys(&mut model, "u");
    assert_eq!(text(&model), two());
    keys(&mut model, "U");
    assert_eq!(text(&model), file);
}

#[test]
fn what_a_variant_says_of_a_deleted_block_goes_with_it() {
    let mut model = after(&two(), SIZE, "jD");
    shows(&model, "1 entry of variants goes with it");
    keys(&mut model, "<enter>");
    assert!(toast(&model).contains("; 1 entry of variants goes with it"));
    assert!(!text(&model).contains("eu/live"));
    assert_eq!(model.document.reading(), []);
    keys(&mut model, "u");
    assert_eq!(text(&model), two());
}

#[test]
fn a_path_that_leads_nowhere_is_found() {
    let plan = two().replace("eu/live", "eu/life");
    let model = after(&plan, SIZE, "j");
    let found = model.document.reading().iter();
    let stale: Vec<&str> = found
        .filter(|one| one.code == "variant-path")
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(stale, ["there is no `life` in `eu`"]);
    assert!(model.findings.iter().any(|one| one.code == "variant-path"));
}

#[test]
fn the_shown_variant_is_remembered_and_one_that_is_gone_is_not() {
    let left = after(&two(), SIZE, "V");
    let session = Session::of(&left);
    let mut again = model(&two(), SIZE);
    session.apply(&mut again);
    assert_eq!(again.shown().as_deref(), Some("small"));
    assert!(!again.is_changed());
    let mut without = model(PLAN, SIZE);
    session.apply(&mut without);
    assert_eq!(without.shown(), None);
}

#[test]
fn a_narrow_header_says_which_variant_is_shown_and_where_it_stands() {
    let names = two().replace("small", "a /64 for every virtual machine there is");
    let header = |size, pressed: &str| {
        let screen = print(&after(&names, size, pressed), PLAIN);
        screen.lines().next().unwrap_or("").to_owned()
    };
    let narrow = header((40, 12), "V");
    assert!(
        narrow.contains("2/3 ‹a") && narrow.contains("…›"),
        "{narrow}"
    );
    let wide = header((120, 36), "V");
    assert!(
        wide.contains("‹a /64 for every virtual machine there is›"),
        "{wide}"
    );
    let ascii = print(
        &after(&names, (80, 24), "V"),
        trellis::tui::Theme::plain(true),
    );
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn a_what_if_is_made_compared_and_taken_over_in_under_ten_keys() {
    let mut model = model(PLAN, SIZE);
    // As a plan opens where it was left: on the range that is asked about.
    keys(&mut model, "jjj");
    let make = ["v", "<enter>", "<enter>", "<ctrl-u>"];
    let compare = ["<enter>", "c"];
    let promote = ["P", "<enter>"];
    keys(&mut model, &make.concat());
    keys(&mut model, "v6global/60+prefix/80");
    keys(&mut model, &compare.concat());
    shows(&model, "Compare: what differs");
    shows(&model, "‹what if›");
    shows(&model, "eu/live/a");
    shows(&model, "max-nodes");
    assert_eq!(
        said(&model, "eu/live/a", Field::Nodes),
        "v6global/60+prefix/80"
    );
    assert!(
        text(&model).contains("nodes: v6global/64+prefix/80"),
        "the plan stays as it is"
    );
    keys(&mut model, &promote.concat());
    assert!(text(&model).contains("nodes: v6global/60+prefix/80"));
    assert!([&make[..], &compare, &promote].concat().len() < 10);
    shows(&model, "nothing differs");
    keys(&mut model, "c");
    keys(&mut model, "uuu");
    assert_eq!(text(&model), PLAN, "undo restores the file byte for byte");
}

#[test]
fn a_comparison_follows_what_is_typed() {
    let mut model = model(&two(), SIZE);
    keys(&mut model, "c");
    shows(&model, "‹base›");
    shows(&model, "room-v6");
    // Back to the tree, to the plan's `live`: each key is compared.
    keys(&mut model, "<tab>jV");
    keys(&mut model, "<enter>j<enter><ctrl-u>/4");
    let before = print(&model, PLAIN);
    keys(&mut model, "2");
    let after = print(&model, PLAIN);
    assert_ne!(before, after);
    assert!(after.contains("/42"), "{after}");
    keys(&mut model, "<esc>");
    assert_eq!(text(&model), two());
}

#[test]
fn without_a_variant_there_is_nothing_to_compare() {
    let mut model = model(PLAN, SIZE);
    keys(&mut model, "c");
    assert!(
        toast(&model).contains("v makes a variant"),
        "{}",
        toast(&model)
    );
}

#[test]
fn a_scheme_for_a_block_becomes_a_variant() {
    let mut model = model(PLAN, SIZE);
    keys(&mut model, "S");
    shows(&model, "how eu could be cut");
    // A /36 with `live` and three of `test`, so 4 of 16 at least, and one /64 with one for services in `live`.
    shows(&model, "/36 → /40 → /64");
    shows(&model, "as it is now");
    let is_chosen = |model: &trellis::tui::Model| print(model, PLAIN).contains("› /36 → /44");
    for _ in 0..10 {
        if !is_chosen(&model) {
            keys(&mut model, "j");
        }
    }
    shows(&model, "› /36 → /44");
    keys(&mut model, "<enter>");
    shows(&model, "‹eu /44 /64›");
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert_eq!(said(&model, "eu/test", Field::V6), "/44");
    assert!(text(&model).starts_with(PLAN), "the plan stays");
    keys(&mut model, "u");
    assert_eq!(text(&model), PLAN);
    keys(&mut model, "jS");
    keys(&mut model, "<esc>");
    assert!(model.overlay.is_none());
}

/// A cluster takes its ranges out of a block: that is what can be cut.
#[test]
fn ways_to_cut_are_those_of_the_block_that_holds_a_cluster() {
    let mut model = model(PLAN, SIZE);
    keys(&mut model, "jj");
    let path = model.document.plan().path(model.node());
    assert_eq!(
        model.document.plan().kind(model.node()),
        trellis::plan::Kind::Shoot,
        "{path}"
    );
    keys(&mut model, "S");
    shows(&model, "how eu/live could be cut");
}

#[test]
fn a_block_that_is_cut_so_already_makes_no_variant() {
    let plan = "trellis: 1\nregions: [{name: r, v6: 2001:db8::/32, zones: [{name: z, v6: /36, count: 4, lock: true, blocks: [{name: b, v6: /40, lock: true}]}]}]\n";
    let mut model = model(plan, SIZE);
    keys(&mut model, "S");
    shows(&model, "1 of 1");
    shows(&model, "as it is now");
    assert!(!print(&model, PLAIN).contains("make it a variant"));
    keys(&mut model, "<enter>");
    assert_eq!(toast(&model), "it is cut so now: there is nothing to make");
    assert!(model.document.plan().variant_names().is_empty());
}
