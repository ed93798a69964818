//! Settings, found by their names: from the palette, from the help, and the plan itself that says them.

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
        // Nobody says it, so that it is the plan's to say.
        check(&format!("j{open}kubernetes<enter>"), "", Field::Kubernetes);
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
