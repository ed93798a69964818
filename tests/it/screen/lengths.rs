//! The length of a block while it is being typed: what fits is offered, with how much of it there would be.

use trellis::tui::Model;

use super::after;
use crate::cli::LANDSCAPE;

/// What is offered after these keys, as text and meaning.
fn offered(plan: &str, keys: &str) -> Vec<String> {
    let model: Model = after(plan, (120, 36), keys);
    let editing = model.editing.expect("a field is being typed in");
    let line = |one: &trellis::spec::Completion| format!("{} {}", one.text, one.meaning);
    editing.completions.iter().map(line).collect()
}

#[test]
fn lengths_that_fit_are_offered_with_their_room() {
    // Of a /36 there are 2^4 /40 and so on; `live` and what it keeps free are 14.
    let all = [
        "/40 16 fit",
        "/44 256 fit",
        "/48 4,096 fit",
        "/52 65,536 fit",
        "/56 1,048,576 fit",
        "/60 16,777,216 fit",
        "/64 268,435,456 fit",
    ];
    assert_eq!(
        offered(LANDSCAPE, "j<enter>j<enter>"),
        all,
        "of /40, which is one of them"
    );
    assert_eq!(offered(LANDSCAPE, "j<enter>j<enter><ctrl-u>"), all);
    let begun = offered(LANDSCAPE, "j<enter>j<enter><backspace>");
    assert_eq!(begun, all[..3], "they begin with /4");
}

#[test]
fn what_is_planned_has_to_fit() {
    // Forty of them do not fit into 2^4 /44.
    let blocks = LANDSCAPE.replace("vpcs:", "blocks:");
    let v6 = offered(&blocks, "jj<enter>j<enter><ctrl-u>");
    assert_eq!(v6[0], "/48 256 fit");
    // A VPC of Gardener's on AWS has a /56 and nothing else (addressing 2.1).
    let vpc = offered(LANDSCAPE, "jj<enter>j<enter><ctrl-u>");
    assert_eq!(vpc, ["/56 65,536 fit"]);
    // In IPv4 there are no nibbles: a /12 has 2^6 /18.
    let v4 = offered(LANDSCAPE, "jj<enter>jj<enter><ctrl-u>");
    assert_eq!(v4[0], "/18 64 fit");
    assert_eq!(v4[1], "/19 128 fit");
}

#[test]
fn by_bit_every_length_is_offered_and_a_root_has_none() {
    let by_bit = LANDSCAPE.replacen("\nregions:", "\nalignment: bit\nregions:", 1);
    let v6 = offered(&by_bit, "j<enter>j<enter><ctrl-u>");
    assert_eq!(v6[..2], ["/40 16 fit", "/41 32 fit"]);
    assert!(offered(LANDSCAPE, "<enter>j<enter><ctrl-u>").is_empty());
}

#[test]
fn what_was_typed_before_is_offered_in_such_fields_everywhere() {
    let plan = LANDSCAPE.replace(
        "              - name: legacy\n",
        "              - name: legacy\n                max-nodes: 50\n",
    );
    let edited = "/billing<enter><enter>jjjj<enter><ctrl-u>300<enter><esc>";
    let there = format!("{edited}/legacy<enter><enter>jjjj<enter>");
    assert_eq!(
        offered(&plan, &there),
        ["300 typed before", "200 typed before"]
    );
    // Of what is typed, only what begins so.
    let begun = format!("{there}<ctrl-u>3");
    assert_eq!(offered(&plan, &begun), ["300 typed before"]);
    // Names are each one's own.
    let named = "/billing<enter>rbilled<enter>/legacy<enter>r";
    assert!(offered(&plan, named).is_empty());
    let taken = after(&plan, (120, 36), &format!("{there}<down><tab><enter>"));
    let plan = taken.document.plan();
    let legacy = plan.find("eu10/live/old/legacy").expect("it is there").node;
    let nodes = plan.value(legacy, trellis::plan::Field::MaxNodes);
    assert_eq!(
        nodes.map(trellis::plan::Value::line).as_deref(),
        Some("200")
    );
}

#[test]
fn what_just_fits_in_a_field_is_shown_whole() {
    // At 80 columns the panel has 34, of which the name takes 13 and the caret behind the text one.
    let plan = |spec: &str| {
        format!(
            "trellis: 1\nvpcs:\n  - name: v\n    v6: 2001:db8::/40\n    shoots: [{{name: s, nodes: {spec}}}]\n"
        )
    };
    let shown = |spec: &str| {
        let model = after(&plan(spec), (80, 24), "j<enter>j<enter>");
        super::print(&model, super::PLAIN)
    };
    let fits = "v6private/6+prefix/9";
    assert_eq!(fits.len(), 34 - 13 - 1);
    assert!(
        shown(fits).contains(&format!("›nodes       {fits} ")),
        "{}",
        shown(fits)
    );
    let one_more = "v6global/51+prefix/64";
    assert!(
        shown(one_more).contains("…global/51+prefix/64"),
        "{}",
        shown(one_more)
    );
}
