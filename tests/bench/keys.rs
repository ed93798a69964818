//! What keys cost on the screen: from a key to its frame, and the bytes that a terminal gets for it.

use std::cell::Cell;
use std::hint::black_box;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use trellis::document::Document;
use trellis::plan::{Field, Kind};
use trellis::source::NodeId;
use trellis::tui::keymap::parse_keys;
use trellis::tui::measure::Measure;
use trellis::tui::model::Panel;
use trellis::tui::outline::Row;
use trellis::tui::view::render;
use trellis::tui::{Message, Model, Origin, Theme, update};

use crate::{Measured, SIZES, least, plan, today};

/// All of it, given how long reading takes, and finding all ways to cut.
pub(crate) fn rows(reading: Duration, suggesting: Duration) -> Vec<Measured> {
    let [small, medium, large] = SIZES.map(keys);
    let mut rows = of_large(&large, reading);
    rows.extend([
        Measured::new(
            "a typed key until its frame, of 100,000 clusters ÷ of 100",
            large.typing,
            small.typing,
            Some(2.0),
        ),
        bytes("a row down, of 10,000 clusters ÷ of 100", 0, [&medium, &small]),
        bytes("a row down, of 100,000 clusters ÷ of 100", 0, [&large, &small]),
        bytes("a typed key, of 10,000 clusters ÷ of 100", 1, [&medium, &small]),
        bytes("a typed key, of 100,000 clusters ÷ of 100", 1, [&large, &small]),
        Measured::new(
            "every way to cut 60 bits into 6 levels, and the best 1,000 of them ÷ a typed key until its frame",
            suggesting,
            large.typing,
            Some(1.0),
        ),
    ]);
    rows
}

/// The bytes written for one kind of keys on a plan of one size, to those on another.
fn bytes(what: &str, of: usize, keys: [&Keys; 2]) -> Measured {
    let bytes = keys.map(|keys| u32::try_from(keys.written[of]).map_or(f64::NAN, f64::from));
    Measured {
        what: format!("bytes written for {what}"),
        ratio: bytes[0] / bytes[1],
        wanted: Some(2.0),
    }
}

/// What keys on 100,000 clusters cost.
fn of_large(keys: &Keys, reading: Duration) -> Vec<Measured> {
    let (seen, done) = inherited(SIZES[2]);
    let row = |what: &str, time: Duration, wanted: Option<f64>| {
        Measured::new(&format!("{what} ÷ reading them"), time, reading, wanted)
    };
    vec![
        row("a typed key until its frame", keys.typing, Some(0.005)),
        row("a row down until its frame", keys.moving, Some(0.005)),
        row(
            "a typed key with a finding of each of them by rule until its frame",
            keys.by_rule,
            Some(0.005),
        ),
        row(
            "a typed key with these findings narrowed until its frame",
            keys.narrowed,
            Some(0.005),
        ),
        row(
            "a typed key with planned nodes measured until its frame",
            keys.planned,
            Some(0.005),
        ),
        row(
            "a typed key in a setting of the plan that all of them inherit until its first frame",
            seen,
            Some(0.05),
        ),
        row("the same until all of them are looked at again", done, None),
    ]
}

/// What keys cost on the screen at 120x36 on a plan of some size.
pub(crate) struct Keys {
    /// From a row down to its frame.
    pub(crate) moving: Duration,
    /// From a key in a field of the shoot in the middle to its frame.
    pub(crate) typing: Duration,
    /// The same with the worst finding of each rule listed.
    by_rule: Duration,
    /// The same with what is listed narrowed to some findings.
    narrowed: Duration,
    /// The same with the nodes that are planned in each block measured.
    planned: Duration,
    /// The bytes that a terminal gets for rows down, and for typed keys.
    pub(crate) written: [usize; 2],
}

pub(crate) fn keys(size: usize) -> Keys {
    let mut model = in_the_middle(plan(size));
    let typing = typed(&mut model);
    let written = [
        written(&model, "<esc><esc>", ["j", "j"]),
        written(&model, "", TYPED),
    ];
    // 128 addresses for the pods of a node are too few for 110 pods: of that each cluster has a finding.
    let mut other = in_the_middle(plan(size).replace("v6fromNode/96", "v6fromNode/121"));
    other.listing.grouped = true;
    other.look_up_findings();
    let by_rule = typed(&mut other);
    other.listing.grouped = false;
    "pods".clone_into(&mut other.listing.words);
    other.look_up_findings();
    let narrowed = typed(&mut other);
    let mut other = model.clone();
    other.measure = Measure::Nodes;
    other.sum_up();
    let planned = typed(&mut other);
    press(&mut model, "<esc><esc>");
    let moving = least(60, || press(&mut model, "j"));
    Keys {
        moving,
        typing,
        by_rule,
        narrowed,
        planned,
        written,
    }
}

/// The screen with the caret in a field of the shoot in the middle.
fn in_the_middle(text: String) -> Model {
    let mut model = opened(text);
    let plan = model.document.plan();
    let shoots: Vec<NodeId> = plan
        .walk()
        .filter(|&node| plan.kind(node) == Kind::Shoot)
        .collect();
    model.selected = Row::Definition(shoots[shoots.len() / 2]);
    press(&mut model, "<tab>jjjj<enter>");
    model
}

/// Two keys that take one another back.
const TYPED: [&str; 2] = ["1", "<backspace>"];

/// From a typed key to its frame.
fn typed(model: &mut Model) -> Duration {
    let mut turn = 0;
    least(60, || {
        turn += 1;
        press(model, TYPED[(turn + 1) % 2]);
    })
}

/// A terminal's end that only counts what it gets.
struct Counted(Rc<Cell<usize>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many bytes a terminal gets for forty keys: what changes from one frame to the next.
fn written(model: &Model, first: &str, keys: [&str; 2]) -> usize {
    let mut model = model.clone();
    let count = Rc::new(Cell::new(0));
    let mut terminal = Terminal::with_options(
        CrosstermBackend::new(Counted(Rc::clone(&count))),
        TerminalOptions {
            viewport: Viewport::Fixed(AREA),
        },
    )
    .expect("a terminal that is a buffer");
    let mut draw = |model: &Model| {
        let frame = terminal.draw(|frame| render(model, theme(), AREA, frame.buffer_mut()));
        frame.expect("a buffer takes all");
        count.get()
    };
    press(&mut model, first);
    let before = draw(&model);
    let mut after = before;
    for turn in 0..40 {
        press(&mut model, keys[turn % 2]);
        after = draw(&model);
    }
    after - before
}

/// The screen on a plan.
fn opened(text: String) -> Model {
    let document = Document::new(text, today());
    Model::new("plan.yaml".to_owned(), Origin::Example, document, (120, 36))
}

const AREA: Rect = Rect::new(0, 0, 120, 36);

fn theme() -> Theme {
    Theme {
        scheme: trellis::tui::theme::Scheme::named("terminal"),
        ascii: false,
    }
}

/// Presses keys, and draws the whole frame.
fn press(model: &mut Model, keys: &str) {
    for key in parse_keys(keys).expect("known keys") {
        drop(update(model, Message::Key(key)));
    }
    let mut buffer = Buffer::empty(AREA);
    render(model, theme(), AREA, &mut buffer);
    black_box(&buffer);
}

/// From a key in a setting that every shoot inherits to its first frame, and until nothing is outstanding any more.
fn inherited(size: usize) -> (Duration, Duration) {
    let mut model = opened(plan(size));
    model.selected = Row::Definition(NodeId::ROOT);
    model.panel = Panel::Fields;
    model.inspects = true;
    let fields = model.fields();
    model.field = fields
        .iter()
        .position(|&field| field == Field::MaxPods)
        .expect("a setting");
    press(&mut model, "<enter>");
    let (mut seen, mut done) = (Duration::MAX, Duration::MAX);
    for turn in 0..10 {
        let start = Instant::now();
        press(&mut model, ["1", "<backspace>"][turn % 2]);
        let first = start.elapsed();
        assert!(
            turn % 2 == 1 || model.document.outstanding() > 0,
            "all inherit it"
        );
        while model.document.outstanding() > 0 {
            drop(update(&mut model, Message::Step));
        }
        (seen, done) = (seen.min(first), done.min(start.elapsed()));
    }
    (seen, done)
}
