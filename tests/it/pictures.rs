//! The pictures of the README are frames of the program, drawn as SVG. `UPDATE=1 cargo test pictures` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

use trellis::document::Document;
use trellis::plan::Date;
use trellis::tui::theme::Scheme;
use trellis::tui::view::render;
use trellis::tui::{Message, Model, Origin, Theme, keymap, update};

/// Name, theme, the keys that lead there, and what the plan is.
const PICTURES: &[(&str, &str, &str, &str)] = &[
    ("screen", "dusk", "jjjjj<tab>", "landscape"),
    ("screen-light", "paper", "jjjjj<tab>", "landscape"),
    ("edit", "dusk", "j]", "landscape"),
];

const SIZE: (u16, u16) = (120, 34);

/// Width and height of a cell, and where the letters stand in it, in pixels.
const CELL: (f64, f64, f64) = (8.4, 16.4, 12.8);

fn frame(theme: &str, keys: &str, plan: &str) -> Buffer {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(format!("assets/plans/{plan}.yaml"))).expect("a plan");
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(text, today);
    let mut model = Model::new(format!("{plan}.yaml"), Origin::File, document, SIZE);
    for key in keymap::parse_keys(keys).expect("keys") {
        drop(update(&mut model, Message::Key(key)));
    }
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buffer = Buffer::empty(area);
    let theme = Theme {
        scheme: Scheme::named(theme),
        ascii: false,
    };
    render(&model, theme, area, &mut buffer);
    buffer
}

fn hex(colour: Color, usual: &str) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => usual.to_owned(),
    }
}

/// How a cell looks: letters, ground, weight.
fn look(cell: &Cell, usual: (&str, &str)) -> (String, Option<String>, bool) {
    let (ink, paper) = usual;
    let colour = hex(cell.fg, ink);
    let bold = cell.modifier.contains(Modifier::BOLD);
    if cell.modifier.contains(Modifier::REVERSED) {
        (paper.to_owned(), Some(colour), bold)
    } else {
        (colour, None, bold)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn svg(buffer: &Buffer, light: bool) -> String {
    let usual = if light {
        ("#24292f", "#ffffff")
    } else {
        ("#d5d9e3", "#1e1e2e")
    };
    let (wide, high, base) = CELL;
    let (columns, rows) = (f64::from(buffer.area.width), f64::from(buffer.area.height));
    let (width, height) = ((columns + 2.0) * wide, (rows + 1.0) * high);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        usual.1
    );
    for y in 0..buffer.area.height {
        let top = f64::from(y).mul_add(high, high / 2.0);
        let mut x = 0;
        while x < buffer.area.width {
            let style = look(&buffer[(x, y)], usual);
            let start = x;
            let mut text = String::new();
            while x < buffer.area.width && look(&buffer[(x, y)], usual) == style {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += u16::try_from(symbol.width().max(1)).expect("a symbol is narrow");
            }
            piece(&mut out, (start, x, top), &style, &text, (wide, high, base));
        }
    }
    out.push_str("</svg>\n");
    out
}

/// One piece of a line that looks the same all along.
fn piece(
    out: &mut String,
    at: (u16, u16, f64),
    style: &(String, Option<String>, bool),
    text: &str,
    cell: (f64, f64, f64),
) {
    let (start, end, top) = at;
    let (wide, high, base) = cell;
    let left = (f64::from(start) + 1.0) * wide;
    let width = f64::from(end - start) * wide;
    let (ink, ground, bold) = style;
    if let Some(ground) = ground {
        writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{high:.1}\" fill=\"{ground}\"/>"
        )
        .expect("a string takes all");
    }
    let shown = text.trim_end();
    let inner = shown.trim_start();
    if inner.is_empty() {
        return;
    }
    let skipped = f64::from(u16::try_from(shown.width() - inner.width()).expect("a line is short"));
    let length = f64::from(u16::try_from(inner.width()).expect("a line is short")) * wide;
    let weight = if *bold { " font-weight=\"bold\"" } else { "" };
    writeln!(
        out,
        "<text xml:space=\"preserve\" x=\"{:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" fill=\"{ink}\"{weight}>{}</text>",
        skipped.mul_add(wide, left),
        top + base,
        escape(inner)
    )
    .expect("a string takes all");
}

#[test]
fn pictures_are_frames_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let readme = include_str!("../../README.md");
    for &(name, theme, keys, plan) in PICTURES {
        let light = theme == "paper";
        let drawn = svg(&frame(theme, keys, plan), light);
        let file = folder.join(format!("{name}.svg"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &drawn).expect("it is written");
        }
        let there = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            there == drawn,
            "{name}.svg is another frame: UPDATE=1 cargo test pictures"
        );
        assert!(
            readme.contains(&format!("assets/pictures/{name}.svg")),
            "{name} is in the README"
        );
    }
    let files = fs::read_dir(folder).expect("a folder").count();
    assert_eq!(files, PICTURES.len());
}
