//! Settings, found by their names: from the palette, from the help, and the plan itself that says them; and what is said
//! beside a field while it is typed in.

use trellis::plan::Field;
use trellis::tui::Model;
use trellis::tui::model::Panel;

use super::{PLAIN, after, print};

const SIZE: (u16, u16) = (120, 36);

const PLAN: &str = "\
trellis: 1
name: big plan
provider: generic
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    growth: 10
    vpcs:
      - {name: prod, v6: /48}
";

#[track_caller]
fn check(keys: &str, path: &str, field: Field) -> Model {
    let model = after(PLAN, SIZE, keys);
    assert_eq!(
        (model.path().as_str(), model.panel, model.selected_field()),
        (path, Panel::Fields, Some(field)),
        "{keys}"
    );
    model
}

#[test]
fn the_palette_and_the_help_lead_to_where_a_setting_is_said() {
    for open in [":", "?"] {
        check(&format!("{open}provider<enter>"), "", Field::Provider);
        check(&format!("{open}growth<enter>"), "eu", Field::Growth);
        // Nobody says it: the selected thing would.
        check(
            &format!("j{open}kubernetes<enter>"),
            "eu/prod",
            Field::Kubernetes,
        );
        // What is no setting is the selected thing's own.
        check(&format!("j{open}reserve<enter>"), "eu/prod", Field::Reserve);
    }
    let shown = print(&after(PLAN, SIZE, ":provider"), PLAIN);
    assert!(shown.contains("›provider  (field)"), "{shown}");
    let shown = print(&after(PLAN, SIZE, "?provider"), PLAIN);
    assert!(shown.contains("⏎ goes to `provider`"), "{shown}");
    // It is edited there with one key more.
    let model = check(
        ":provider<enter><enter><ctrl-u>aws<enter>",
        "",
        Field::Provider,
    );
    let text = model.document.print().expect("a text");
    assert!(text.contains("provider: aws\n"), "{text}");
}

#[test]
fn the_plan_itself_can_be_gone_to() {
    for keys in ["g.<enter>", "g/<enter>", "gbig<enter>"] {
        let model = after(PLAN, SIZE, &format!("j{keys}"));
        assert_eq!(model.path(), "", "{keys}");
    }
}

const COUNTED: &str = "\
trellis: 1
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    zones:
      - name: zone
        count: 3
        v6: /40
        vpcs:
          - name: vpc
            count: 150
            v6: /48
            shoots:
              - {name: s, nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/112}
";

/// 150 VPCs in each of three zones are 450; 200 would be 600.
#[test]
fn a_count_in_what_is_counted_says_how_many_that_is() {
    let shown = print(&after(COUNTED, SIZE, "jj"), PLAIN);
    assert!(shown.contains("150  (450 in all)"), "{shown}");
    let shown = print(
        &after(COUNTED, SIZE, "jj:count<enter><enter><ctrl-u>200"),
        PLAIN,
    );
    assert!(
        shown.contains("600 in all: 200 in each of zone ×3"),
        "{shown}"
    );
    // Of what lies in nothing counted there is no more to say.
    let shown = print(&after(COUNTED, SIZE, "j"), PLAIN);
    assert!(!shown.contains("in all"), "{shown}");
}

/// The services would have the first /112 of the VPC if there were no nodes: they do not jump there while another range
/// for the nodes is typed, and what it would move is said.
#[test]
fn an_emptied_range_leaves_the_plan_as_it_is_until_it_is_kept() {
    let shown = print(&after(COUNTED, SIZE, "jjjj<enter><ctrl-u>"), PLAIN);
    assert!(
        shown.contains("services        2001:db8:1000:1::/112"),
        "{shown}"
    );
    // Of three zones with 150 VPCs each.
    assert!(shown.contains("would move 450 prefixes"), "{shown}");
    // There is IPv6 alone, so that is offered first.
    assert!(shown.contains("›v6global"), "{shown}");
    let model = after(COUNTED, SIZE, "jjjj<enter><ctrl-u><enter>");
    let text = model.document.print().expect("a text");
    assert!(!text.contains("nodes:"), "{text}");
    let said = model.toast.as_ref().map_or("", |toast| toast.text.as_str());
    assert!(said.contains(": emptied; moved 450 prefixes"), "{said}");
    let model = after(COUNTED, SIZE, "jjjj<enter><ctrl-u><esc>");
    assert!(!model.is_changed());
}

#[test]
fn a_completion_is_told_whole() {
    let shown = print(&after(COUNTED, SIZE, "jjjj<enter><ctrl-u>v6pr"), PLAIN);
    let words: String = shown
        .split(['│', '\n', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    assert!(
        words.contains("arandomuniquelocalIPv6prefix(RFC4193)"),
        "{shown}"
    );
}

#[test]
fn a_word_that_nothing_is_called_is_said_to_be_none() {
    for open in [":", "?"] {
        let shown = print(&after(PLAN, SIZE, &format!("{open}zzqq")), PLAIN);
        assert!(shown.contains("nothing is called so"), "{shown}");
    }
}

#[test]
fn enter_takes_what_the_arrows_stand_on() {
    let model = after(PLAN, SIZE, ":provider<enter><enter><up><enter>");
    assert!(model.editing.is_none());
    let text = model.document.print().expect("a text");
    // Above `generic`, in the order of their names.
    assert!(text.contains("provider: gcp\n"), "{text}");
    // The mark stays on what is there already, and completing it changes nothing.
    let model = after(PLAN, SIZE, ":provider<enter><enter>");
    let shown = print(&model, PLAIN);
    assert!(shown.contains("›generic"), "{shown}");
    let model = after(PLAN, SIZE, ":provider<enter><enter><tab><enter>");
    assert!(!model.is_changed());
}

#[test]
fn the_first_field_is_selected_wherever_one_goes() {
    let model = after(PLAN, SIZE, "j<enter>jjg.<enter>");
    assert_eq!(model.field, 0);
}
