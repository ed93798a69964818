//! Getting around: going to places, finding words, choosing commands, and the mouse.

use std::fmt::Write as _;

use trellis::tui::model::Panel;
use trellis::tui::outline::Row;
use trellis::tui::{Message, Model, Pointer, perform};

use super::{NoShelf, PLAIN, after, model, screen};
use crate::cli::LANDSCAPE;

const SIZE: (u16, u16) = (120, 36);

/// The path that is selected after some keys, and what was said.
#[track_caller]
fn check(keys: &str, path: &str, said: &str) {
    let model = after(LANDSCAPE, SIZE, keys);
    let toast = model.toast.as_ref().map_or("", |toast| toast.text.as_str());
    assert_eq!((model.path().as_str(), toast), (path, said), "{keys}");
}

#[test]
fn goes_to_paths_members_and_addresses() {
    check("geu10/live/old<enter>", "eu10/live/old", "eu10/live/old");
    check(
        "geu10/live/prod-7/billing.pods<enter>",
        "eu10/live/prod-7/billing",
        "eu10/live/prod-7/billing.pods",
    );
    // From a shoot in a run the number is the run's.
    check(
        "jjjg17<enter>",
        "eu10/live/prod-17",
        "member 17 of 40: eu10/live/prod-17",
    );
    check(
        "g10.1.128.9<enter>",
        "eu10/live/prod-7",
        "free in eu10/live/prod-7: 10.1.128.0 … 10.1.191.255",
    );
    check(
        "g2001:db8:1000:603:5::9<enter>",
        "eu10/live/prod-7/billing",
        "pods of node 5, zone eu-central-1b: eu10/live/prod-7/billing.nodes",
    );
    check(
        "g2001:db8:1000:600::/56<enter>",
        "eu10/live/prod-7",
        "eu10/live/prod-7",
    );
}

/// What stands on the screen can be named as it stands there.
#[test]
fn a_name_alone_is_found_wherever_it_lies() {
    check("gold<enter>", "eu10/live/old", "eu10/live/old");
    check(
        "gleg<enter>",
        "eu10/live/old/legacy",
        "eu10/live/old/legacy",
    );
    // Moving something into a block takes its name, too.
    let model = after(
        LANDSCAPE,
        SIZE,
        "geu10/live/old/legacy<enter>Mprod<enter><enter>",
    );
    let plan = model.document.plan();
    assert!(plan.find("eu10/live/prod/legacy").is_ok());
}

#[test]
fn a_place_below_here_needs_no_whole_path() {
    check(
        "jjgbilling<enter>",
        "eu10/live/prod-1/billing",
        "eu10/live/prod/billing",
    );
}

#[test]
fn names_are_completed() {
    check(
        "ge<tab>l<tab><down><down><tab><enter>",
        "eu10/live/old",
        "eu10/live/old",
    );
    check("gEU<tab>li<enter>", "eu10/live", "eu10/live");
    check(
        "geu10/live/prod/billing.s<tab><enter>",
        "eu10/live/prod-1/billing",
        "eu10/live/prod/billing.services",
    );
}

#[test]
fn what_leads_nowhere_says_why_and_stays() {
    for (keys, said) in [
        ("jjg41<enter>", "`prod` has members 1 to 40, and no 41"),
        (
            "geu11<enter>",
            "there is no `eu11` in the plan; the nearest name there is `eu10`",
        ),
        (
            "g2001:db8::1/64<enter>",
            "2001:db8::1 has bits set behind /64; the prefix there is 2001:db8::/64",
        ),
        ("g2001:db8:<enter>", "no whole address yet"),
        ("g192.0.2.1<enter>", "192.0.2.1 is in no prefix of the plan"),
    ] {
        let model = after(LANDSCAPE, SIZE, keys);
        let toast = model.toast.expect("something is said");
        assert_eq!((toast.text.as_str(), toast.refused), (said, true), "{keys}");
        assert!(model.prompt.is_some(), "{keys}");
    }
}

#[test]
fn free_space_is_gone_to() {
    let model = after(LANDSCAPE, SIZE, "g2001:db8:1f00::1<enter>");
    assert!(
        matches!(model.selected, Row::Free(..)),
        "{:?}",
        model.selected
    );
    // A member's own prefix is looked at, not the first one's.
    let model = after(LANDSCAPE, SIZE, "g2001:db8:1000:609::1<enter>");
    assert!(
        matches!(model.selected, Row::Free(..)),
        "{:?}",
        model.selected
    );
}

#[test]
fn leaving_a_find_is_as_if_nothing_had_been() {
    for keys in [
        "",
        "jjj<left><left>",
        "<left>",
        "j<tab>j",
        "jjjjjjjjj<right>jj",
    ] {
        let before = screen(LANDSCAPE, SIZE, keys);
        for typed in [
            "/legacy<esc>",
            "/e<down><down><esc>",
            "/nothing<esc>",
            "/x<ctrl-c>",
        ] {
            let shown = screen(LANDSCAPE, SIZE, &format!("{keys}{typed}"));
            assert_eq!(shown, before, "{keys} {typed}");
        }
    }
}

#[test]
fn finds_names_paths_and_specs_and_opens_what_they_lie_in() {
    check(
        "<left>/LEGACY<enter>",
        "eu10/live/old/legacy",
        "1 of 1: eu10/live/old/legacy",
    );
    check(
        "<left>/live/pr<enter>",
        "eu10/live/prod-1",
        "1 of 1: eu10/live/prod-1",
    );
    check(
        "/old/<enter>",
        "eu10/live/old/legacy",
        "1 of 1: eu10/live/old/legacy",
    );
    let model = after(LANDSCAPE, SIZE, "/fromnode<down><enter>");
    assert!(matches!(model.selected, Row::Range(..)));
    assert_eq!(model.path(), "eu10/live/old/legacy");
    // And again, from the end to the beginning, and back.
    check("/fromnode<enter>.", "eu10/live/old/legacy", "");
    check("/fromnode<enter>..", "eu10/live/prod-1/billing", "");
    check("/fromnode<enter>,", "eu10/live/old/legacy", "");
    check(".", "eu10", "nothing has been looked for yet; / does");
    check("/zzz<enter>", "eu10", "nothing matches `zzz`");
}

#[test]
fn the_first_match_is_the_one_from_here_on() {
    let text = "trellis: 1\nblocks: [{name: ab}, {name: b}, {name: abc, note: no}, {name: zürich, note: a word}]\n";
    let shown = |keys: &str| after(text, SIZE, keys).path();
    assert_eq!(shown("/ab"), "ab");
    assert_eq!(shown("j/ab"), "abc");
    assert_eq!(shown("jjj/ab"), "ab");
    assert_eq!(shown("/ZÜR"), "zürich");
    assert_eq!(shown("/word"), "zürich");
}

#[test]
fn typing_on_and_back_finds_the_same_as_typing_at_once() {
    for text in [
        "live/prod",
        "v6global/64",
        "old/l",
        "LEGacy",
        "/eu10/live",
        "l/live",
        "96",
    ] {
        let at_once = {
            let mut model = after(LANDSCAPE, SIZE, "/");
            perform(&mut model, Message::Paste(text.to_owned()), &NoShelf);
            trellis::tui::print(&model, PLAIN)
        };
        let spelt = screen(LANDSCAPE, SIZE, &format!("/{text}"));
        assert_eq!(spelt, at_once, "{text}");
        let back = screen(LANDSCAPE, SIZE, &format!("/{text}x<backspace>"));
        assert_eq!(back, at_once, "{text}");
    }
}

#[test]
fn many_matches_are_not_counted_to_the_end() {
    let mut text = String::from("trellis: 1\nblocks:\n");
    for number in 0..1200 {
        writeln!(text, "- {{name: b{number}}}").expect("a string takes all");
    }
    assert!(screen(&text, SIZE, "/b").contains("1 of 1,000+"));
    assert!(screen(&text, SIZE, "/b11").contains("1 of 111"));
}

#[test]
fn the_palette_runs_what_can_be_done_and_says_why_not() {
    check(":undo<enter>", "eu10", "there is nothing to undo");
    check(":last<enter>:go<ctrl-u>first<enter>", "eu10", "");
    let model = after(LANDSCAPE, SIZE, ":next panel<enter>");
    assert_eq!(model.panel, Panel::Fields);
    let shown = screen(LANDSCAPE, SIZE, ":export");
    assert!(shown.contains("›export  "), "{shown}");
    check(":qqqq<enter>", "eu10", "no command or field is like `qqqq`");
    // The second of those that are alike.
    let model = after(LANDSCAPE, SIZE, ":panel<ctrl-u>page<down><enter>");
    assert!(model.selected_index() > 10, "{}", model.selected_index());
}

#[test]
fn top_and_bottom_have_keys() {
    let last = after(LANDSCAPE, SIZE, "G").selected_index();
    assert!(last > 10);
    assert_eq!(after(LANDSCAPE, SIZE, ">").selected_index(), last);
    assert_eq!(after(LANDSCAPE, SIZE, "<end><lt>").selected_index(), 0);
    assert_eq!(after(LANDSCAPE, SIZE, "<end><home>").selected_index(), 0);
}

fn point(model: &mut Model, pointer: Pointer) {
    assert!(!perform(model, Message::Pointer(pointer), &NoShelf));
}

/// Where a text stands on the screen.
#[track_caller]
fn place(model: &Model, text: &str) -> (u16, u16) {
    let shown = trellis::tui::print(model, PLAIN);
    let lines = shown.lines().enumerate();
    let mut found = lines.filter_map(|(y, line)| {
        let at = line.find(text)?;
        Some((line[..at].chars().count(), y))
    });
    let (x, y) = found
        .next()
        .unwrap_or_else(|| panic!("no {text} in\n{shown}"));
    let number = |number: usize| u16::try_from(number).expect("a small number");
    (number(x), number(y))
}

fn press(model: &mut Model, text: &str) {
    let (x, y) = place(model, text);
    point(model, Pointer::Press(x, y));
}

#[test]
fn a_click_selects_what_is_shown_there() {
    let mut model = model(LANDSCAPE, SIZE);
    press(&mut model, "old     ");
    assert_eq!(model.path(), "eu10/live/old");
    press(&mut model, "legacy   ");
    assert_eq!(model.path(), "eu10/live/old/legacy");
    press(&mut model, "max-nodes ");
    assert_eq!(
        (
            model.panel,
            model.selected_field().map(trellis::plan::Field::key)
        ),
        (Panel::Fields, Some("max-nodes"))
    );
    press(&mut model, "dual-stack");
    let code = model.findings[model.finding].code;
    assert_eq!((model.panel, code), (Panel::Findings, "dual-stack"));
    press(&mut model, "╭─ eu landscape");
    assert_eq!(model.panel, Panel::Tree);
}

#[test]
fn a_click_on_the_arrow_folds() {
    let mut model = model(LANDSCAPE, SIZE);
    press(&mut model, "▾ prod");
    assert!(trellis::tui::print(&model, PLAIN).contains("▸ prod"));
    assert_eq!(model.path(), "eu10/live/prod-1");
    press(&mut model, "▸ prod");
    assert!(trellis::tui::print(&model, PLAIN).contains("▾ billing"));
}

#[test]
fn the_wheel_scrolls_what_is_below_it() {
    let mut text = String::from("trellis: 1\nblocks:\n");
    for number in 0..100 {
        writeln!(text, "- {{name: b{number}-}}").expect("a string takes all");
    }
    let mut model = model(&text, (80, 24));
    let (x, y) = place(&model, "b5-");
    point(&mut model, Pointer::WheelDown(x, y));
    let shown = trellis::tui::print(&model, PLAIN);
    assert!(
        !shown.contains(" b2-") && shown.contains("›   b3-"),
        "{shown}"
    );
    for _ in 0..100 {
        point(&mut model, Pointer::WheelDown(x, y));
    }
    assert!(trellis::tui::print(&model, PLAIN).contains(" b99-"));
    for _ in 0..100 {
        point(&mut model, Pointer::WheelUp(x, y));
    }
    assert!(trellis::tui::print(&model, PLAIN).contains(" b0-"));
}

#[test]
fn a_click_does_not_leave_what_is_being_typed() {
    let mut model = after(LANDSCAPE, SIZE, "jj<enter><enter>x");
    let before = trellis::tui::print(&model, PLAIN);
    press(&mut model, "old ");
    assert!(model.editing.is_some());
    assert_eq!(
        model.toast.as_ref().map(|toast| toast.text.as_str()),
        Some("enter keeps what is typed, esc takes it back")
    );
    model.toast = None;
    assert_eq!(trellis::tui::print(&model, PLAIN), before);
}

#[test]
fn copying_gives_the_terminal_what_is_selected() {
    use trellis::tui::{Effect, Message, update};
    let copied = |keys: &str| {
        let (before, last) = keys.split_at(keys.len() - 1);
        let mut model = after(LANDSCAPE, (120, 36), before);
        let key = super::keymap::parse_key(last).expect("a key");
        match update(&mut model, Message::Key(key)).as_slice() {
            [Effect::Copy(text)] => text.clone(),
            other => panic!("{keys}: {other:?}"),
        }
    };
    assert_eq!(copied("Y"), "eu10");
    assert!(copied("y").starts_with("2001:db8:1000::/36"));
}

/// Three VPCs are the first three /48 of each /40; what is free in the second zone and in its third VPC begins behind
/// what these take, wherever the first zone has its own.
#[test]
fn what_is_free_is_that_of_the_members_that_are_shown() {
    let plan = "trellis: 1\nregions: [{name: r, v6: 2001:db8:1000::/36, zones: [{name: z, count: 2, v6: /40, vpcs: \
                [{name: v, count: 3, v6: /48, shoots: [{name: s, nodes: v6global/51+prefix/64, services: v6global/112}]}]}]}]\n";
    let first = screen(plan, SIZE, "");
    for free in ["2001:db8:1000:4000::/51 … 6 × /51", "2001:db8:1003::/48"] {
        assert!(first.contains(free), "{free} in {first}");
    }
    let mut left = after(plan, SIZE, "gr/z-2/v-3/s<enter>");
    let shown = super::print(&left, PLAIN);
    for free in ["2001:db8:1102:4000::/51 … 6 × /51", "2001:db8:1103::/48"] {
        assert!(shown.contains(free), "{free} in {shown}");
    }
    for other in ["2001:db8:1000:4000::", "2001:db8:1003::"] {
        assert!(!shown.contains(other), "{other} in {shown}");
    }
    // The same is copied.
    left.selected = Row::Free(
        left.document.plan().parent(left.node()).expect("a VPC"),
        trellis::addr::Family::V6,
        0,
    );
    assert_eq!(left.path(), "r/z-2/v-3");
    for key in trellis::tui::keymap::parse_keys("y").expect("keys") {
        perform(&mut left, Message::Key(key), &NoShelf);
    }
    let said = left.toast.as_ref().map_or("", |toast| toast.text.as_str());
    assert!(said.contains("2001:db8:1102:4000::/51"), "{said}");
}
