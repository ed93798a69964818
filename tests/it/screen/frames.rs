//! `tests/cases/screens/*.txt`: the first line says plan, size and keys, the rest is the screen. Drop a file with a
//! first line in, run with `SCREENS=write`, read what it wrote, and it is a test. `*.roles` are the same with a letter
//! for what each cell is shown as: see `ROLES`.

use std::fs;
use std::path::{Path, PathBuf};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use trellis::tui::theme::{Role, Scheme};
use trellis::tui::view::render;
use trellis::tui::{Model, Theme};

use super::{PLAIN, after, print};

/// A letter for each role; plain text is a dot.
const ROLES: &[(char, Role)] = &[
    ('d', Role::Dim),
    ('a', Role::Active),
    ('k', Role::Key),
    ('p', Role::Prefix),
    ('e', Role::Error),
    ('w', Role::Warning),
    ('n', Role::Advice),
    ('g', Role::Good),
    ('0', Role::Level(0)),
    ('1', Role::Level(1)),
    ('2', Role::Level(2)),
    ('3', Role::Level(3)),
];

/// A theme in which no two roles have the same colour.
const DISTINCT: &str = r##"
title: a colour for each role
ground: dark
text: "#ffffff"
dim: "#010101"
active: "#020202"
key: "#030303"
prefix: "#040404"
error: "#050505"
warning: "#060606"
advice: "#070707"
good: "#080808"
levels: ["#100000", "#200000", "#300000", "#400000"]
"##;

#[test]
fn screens_are_as_they_were_read() {
    all_are("txt", |model| print(model, PLAIN));
}

#[test]
fn roles_are_as_they_were_read() {
    let (scheme, slips) = Scheme::read("distinct", DISTINCT);
    assert!(slips.is_empty(), "{slips:?}");
    let scheme: &'static Scheme = Box::leak(Box::new(scheme));
    let theme = Theme {
        scheme: Some(scheme),
        ascii: false,
    };
    all_are("roles", |model| {
        let area = Rect::new(0, 0, model.size.0, model.size.1);
        let mut buffer = Buffer::empty(area);
        render(model, theme, area, &mut buffer);
        let lines = area.rows().map(|row| {
            let line: String = row
                .positions()
                .map(|at| letter(theme, &buffer[at]))
                .collect();
            format!("{}\n", line.trim_end_matches('.'))
        });
        lines.collect()
    });
}

/// What a cell is shown as: what is reversed is selected.
fn letter(theme: Theme, cell: &Cell) -> char {
    if cell.modifier.contains(Modifier::REVERSED) {
        return 's';
    }
    let is = |role: Role| theme.style(role).fg == Some(cell.fg);
    ROLES
        .iter()
        .find(|(_, role)| is(*role))
        .map_or('.', |(letter, _)| *letter)
}

/// Compares every screen of that kind with what its file says, or writes it there.
fn all_are(extension: &str, show: impl Fn(&Model) -> String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/cases/screens");
    let entries = fs::read_dir(&folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|it| it == extension));
    files.sort();
    assert!(!files.is_empty(), "no screens");
    for file in files {
        let text = fs::read_to_string(&file).expect("a file");
        let (head, expected) = text.split_once('\n').unwrap_or((&text, ""));
        let mut words = head.splitn(3, ' ');
        let mut next = || words.next().expect("plan, size and keys");
        let (plan, size, keys) = (next(), next(), next());
        let plan = fs::read_to_string(root.join(plan)).expect("a plan");
        let (width, height) = size.split_once('x').expect("a size");
        let size = (
            width.parse().expect("columns"),
            height.parse().expect("rows"),
        );
        let shown = show(&after(&plan, size, keys));
        if std::env::var_os("SCREENS").is_some() {
            fs::write(&file, format!("{head}\n{shown}")).expect("it is written");
        } else {
            assert!(
                shown == expected,
                "{}\nis\n{shown}\nand was\n{expected}",
                file.display()
            );
        }
    }
}
