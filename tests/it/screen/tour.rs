//! The guided tour: keys as text walk it to its end on a drawn screen.

use super::{NoShelf, PLAIN};
use trellis::document::Document;
use trellis::plan::Date;
use trellis::plan::RangeKind;
use trellis::tui::outline::Row;
use trellis::tui::tour::{PLAN, STEPS};
use trellis::tui::{Message, Model, Origin, keymap, perform, print};

/// What each step asks for, and what the screen says of it where there is room for all panels.
const WALK: &[(&str, &str)] = &[
    ("jjj", "nodes       v6global/64"),
    ("<enter>+prefix/80<enter>", "200 of 65,536 nodes"),
    ("<enter><backspace><backspace>96", "nodeipam-pool-too-large"),
    ("<esc>", "v6global/64+prefix/80"),
    ("kk]", "2001:db8:1000::/60"),
    ("u", "2001:db8:1000::/56"),
    ("v<enter>", "‹what if›"),
    (
        "jj<enter><ctrl-u>v6global/56+prefix/64<enter>",
        "/112 unplaced",
    ),
    ("c", "Compare"),
    ("<esc>/shop<enter>x", "Shoot of north/prod/shop"),
];

struct Screen {
    model: Model,
    left: bool,
}

impl Screen {
    fn new(size: (u16, u16)) -> Self {
        let today = Date::parse("2026-11-22").expect("a day");
        let document = Document::new(PLAN.to_owned(), today);
        let mut model = Model::new("trellis.yaml".to_owned(), Origin::Tour, document, size);
        model.begin_tour();
        Self { model, left: false }
    }

    fn press(&mut self, keys: &str) {
        for key in keymap::parse_keys(keys).expect("keys") {
            self.left |= perform(&mut self.model, Message::Key(key), &NoShelf);
        }
    }

    fn shown(&self) -> String {
        print(&self.model, PLAIN)
    }

    fn step(&self) -> usize {
        self.model.tour.expect("it is on the tour").step + 1
    }
}

#[test]
fn keys_walk_it_to_its_end() {
    assert_eq!(WALK.len() + 1, STEPS.len());
    for size in [(120, 36), (80, 24), (40, 12)] {
        let mut screen = Screen::new(size);
        for (at, (keys, says)) in WALK.iter().enumerate() {
            assert_eq!(screen.step(), at + 1, "{size:?}\n{}", screen.shown());
            screen.press(keys);
            let shown = screen.shown();
            assert_eq!(
                screen.step(),
                at + 2,
                "{size:?}: {keys} does not do it\n{shown}"
            );
            if size.0 > 60 {
                assert!(shown.contains(says), "{size:?}: {says}\n{shown}");
                let title = STEPS[at + 1].title;
                assert!(
                    shown.contains(&format!("tour, {} of 11: {title}", at + 2)),
                    "{shown}"
                );
            } else {
                assert!(shown.contains(&format!("{}/11", at + 2)), "{shown}");
            }
            // What to do next stands there, whatever lies over the panels.
            assert!(shown.contains("→ "), "{shown}");
        }
        screen.press("<esc>q");
        assert!(screen.left, "nothing is asked: {}", screen.shown());
    }
}

#[test]
fn other_keys_that_lead_there_do_as_well() {
    let mut screen = Screen::new((80, 24));
    screen.press("gnorth/lab/cluster.nodes<enter>");
    assert_eq!(screen.step(), 2, "{}", screen.shown());
    // The fix of the error does what is asked for.
    screen.press("f<enter>");
    assert_eq!(screen.step(), 3, "{}", screen.shown());
    screen.press("<enter><backspace><backspace>");
    assert_eq!(screen.step(), 3);
    screen.press("<esc>");
    assert_eq!(screen.step(), 3, "it has not been seen");
}

#[test]
fn steps_are_passed_over_and_gone_back_to() {
    let mut screen = Screen::new((80, 24));
    screen.press("-");
    assert!(
        screen.shown().contains("the first step"),
        "{}",
        screen.shown()
    );
    screen.press("+");
    // Whoever passes over where to go is there all the same.
    let at = screen.model.selected;
    assert!(matches!(at, Row::Range(_, RangeKind::Nodes)), "{at:?}");
    screen.press("+");
    assert_eq!(screen.step(), 3);
    screen.press("--");
    assert_eq!(screen.step(), 1);
    screen.press("kj");
    assert_eq!(screen.step(), 2);
    // Gone back to, a step that is done is not passed by itself.
    screen.press("-");
    assert!(
        screen.shown().contains("It is so already: + goes on"),
        "{}",
        screen.shown()
    );
    screen.press("a");
    assert_eq!(screen.step(), 1);
    screen.press("kj");
    assert_eq!(screen.step(), 2);
    screen.press(&"+".repeat(20));
    assert_eq!(screen.step(), STEPS.len());
    assert!(
        screen.shown().contains("the last step"),
        "{}",
        screen.shown()
    );
}

#[test]
fn all_of_a_step_can_be_read_where_there_is_no_room() {
    for (at, step) in STEPS.iter().enumerate() {
        let mut screen = Screen::new((40, 12));
        screen.press(&"+".repeat(at));
        assert!(screen.shown().contains("= all"), "{}", screen.shown());
        screen.press("=");
        let mut read = String::new();
        for _ in 0..20 {
            read.push_str(&screen.shown());
            screen.press("j");
        }
        let keys = screen.model.keys;
        for word in step.text(keys).split_whitespace() {
            assert!(read.contains(word), "{at}: {word}\n{read}");
        }
        screen.press("<esc>");
        assert_eq!(screen.step(), at + 1);
    }
}

#[test]
fn it_is_left_for_the_plan() {
    let mut screen = Screen::new((80, 24));
    screen.press("T");
    assert!(screen.model.tour.is_none());
    assert!(!screen.shown().contains("of 11"), "{}", screen.shown());
    screen.press("+");
    assert!(
        screen.shown().contains("belongs to the guided tour"),
        "{}",
        screen.shown()
    );
    // It is saved only under a name that someone gives it.
    screen.press("s");
    assert!(
        screen.shown().contains("save as trellis.yaml"),
        "{}",
        screen.shown()
    );
    screen.press("<ctrl-u>mine.yaml<enter>");
    assert_eq!(
        (screen.model.file.as_str(), screen.model.origin),
        ("mine.yaml", Origin::File)
    );
    screen.press("o");
    assert!(screen.model.is_changed());
}

#[test]
fn it_is_drawn_at_every_size() {
    for size in [
        (1, 1),
        (3, 2),
        (12, 5),
        (30, 8),
        (59, 40),
        (60, 19),
        (60, 20),
        (300, 80),
    ] {
        for at in 0..STEPS.len() {
            let mut screen = Screen::new(size);
            screen.press(&"+".repeat(at));
            let shown = screen.shown();
            assert_eq!(shown.lines().count(), usize::from(size.1));
            screen.press("?<esc>=j<esc>x<esc>");
            drop(screen.shown());
        }
    }
}
