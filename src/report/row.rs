//! Rows of a tree, measured together and put into columns.

use unicode_width::UnicodeWidthStr as _;

use super::Look;
use super::look::Role;
use crate::diag::Severity;

/// One row: a definition, or one of its prefixes.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The worst that has been found here or below.
    pub(super) mark: Option<Severity>,
    /// The lines of the tree before the name.
    pub(super) stem: String,
    /// The lines of the tree that go on below.
    pub(super) below: String,
    pub(super) name: String,
    /// What stands behind the name: `×40`.
    pub(super) note: String,
    pub(super) kind: &'static str,
    /// A prefix, or how it comes to be.
    pub(super) prefix: String,
    /// Whether it is a prefix.
    pub(super) known: bool,
    pub(super) tail: Tail,
}

/// What stands behind the prefix.
#[derive(Debug, Default)]
pub(super) enum Tail {
    #[default]
    Nothing,
    /// Facts in words.
    Words(String),
    /// Bits and numbers of what a block holds.
    Budget(BudgetCells),
}

/// A budget in words and a bar.
#[derive(Debug)]
pub(super) struct BudgetCells {
    /// `/40`.
    pub(super) unit: String,
    /// One cell a bit: what is needed, then what is spare or missing.
    pub(super) bar: [String; 2],
    pub(super) fits: bool,
    /// `14 of 16`.
    pub(super) used: String,
    /// `2 free`.
    pub(super) free: String,
}

/// How wide the columns are.
#[derive(Debug)]
pub(super) struct Columns {
    name: usize,
    kind: usize,
    prefix: usize,
    unit: usize,
    bar: usize,
    used: usize,
    /// Whether tails stand on lines of their own.
    folded: bool,
    /// Whether there are budgets, whose columns need headings.
    headed: bool,
}

const WIDEST_NAME: usize = 44;
const WIDEST_PREFIX: usize = 48;
const GAP: usize = 2;
const HEADINGS: [&str; 5] = ["prefix", "holds", "bits", "used", "free"];

impl Columns {
    pub(super) fn of(rows: &[Row], look: Look) -> Self {
        let widest = |measure: &dyn Fn(&Row) -> usize| rows.iter().map(measure).max().unwrap_or(0);
        let cells = |row: &Row, measure: fn(&BudgetCells) -> usize| match &row.tail {
            Tail::Budget(cells) => measure(cells),
            Tail::Nothing | Tail::Words(_) => 0,
        };
        let mut columns = Self {
            name: widest(&Row::name_width).min(WIDEST_NAME),
            kind: widest(&|row| row.kind.width()),
            prefix: widest(&|row| row.prefix.width()).min(WIDEST_PREFIX),
            unit: widest(&|row| cells(row, |cells| cells.unit.width())),
            bar: widest(&|row| cells(row, BudgetCells::bar_width)),
            used: widest(&|row| cells(row, |cells| cells.used.width())),
            folded: false,
            headed: false,
        };
        let free = widest(&|row| cells(row, |cells| cells.free.width()));
        if free > 0 {
            columns.unit = columns.unit.max(HEADINGS[1].width());
            columns.bar = columns.bar.max(HEADINGS[2].width());
            columns.used = columns.used.max(HEADINGS[3].width());
            columns.headed = true;
        }
        let right = columns.unit + columns.bar + columns.used + free + 3 * GAP;
        let words = widest(&|row| match &row.tail {
            Tail::Words(words) => words.width().min(60),
            Tail::Nothing | Tail::Budget(_) => 0,
        });
        columns.folded = columns.left() + right.max(words) > look.width;
        columns
    }

    /// Where tails begin, where they stand on the same line.
    const fn left(&self) -> usize {
        2 + self.name + GAP + self.kind + GAP + self.prefix + GAP
    }

    /// Adds a row that names the columns, where they stand beside one another.
    pub(super) fn heading(&self, out: &mut String, look: Look) {
        if self.folded || !self.headed {
            return;
        }
        let mut line = " ".repeat(2 + self.name + GAP + self.kind + GAP);
        let widths = [self.prefix, self.unit, self.bar, self.used, 0];
        for (text, width) in HEADINGS.into_iter().zip(widths) {
            line.push_str(text);
            pad(&mut line, text.width(), width + GAP);
        }
        end(out, &look.paint(Role::Quiet, line.trim_end()));
    }

    /// Adds a row to the text.
    pub(super) fn print(&self, out: &mut String, row: &Row, look: Look) {
        let mut line = String::new();
        line.push_str(&mark(row.mark, look));
        line.push_str(&look.paint(Role::Quiet, &row.stem));
        line.push_str(&look.paint(Role::Name, &row.name));
        line.push_str(&look.paint(Role::Quiet, &row.note));
        pad(&mut line, row.name_width(), self.name + GAP);
        line.push_str(&look.paint(Role::Quiet, row.kind));
        pad(&mut line, row.kind.width(), self.kind + GAP);
        let role = if row.known { Role::Prefix } else { Role::Plain };
        line.push_str(&look.paint(role, &row.prefix));
        if !matches!(row.tail, Tail::Nothing) {
            if self.folded {
                end(out, &line);
                line.clear();
                let indent = 2 + self.name + GAP + self.kind + GAP;
                line.push_str("  ");
                line.push_str(&look.paint(Role::Quiet, &row.below));
                pad(&mut line, 2 + row.below.width(), indent + GAP);
            } else {
                pad(&mut line, row.prefix.width(), self.prefix + GAP);
            }
            self.print_tail(&mut line, &row.tail, look);
        }
        end(out, &line);
    }

    fn print_tail(&self, line: &mut String, tail: &Tail, look: Look) {
        match tail {
            Tail::Nothing => {}
            Tail::Words(words) => line.push_str(&look.paint(Role::Quiet, words)),
            Tail::Budget(cells) => {
                line.push_str(&cells.unit);
                pad(line, cells.unit.width(), self.unit + GAP);
                let second = if cells.fits { Role::Quiet } else { Role::Error };
                line.push_str(&look.paint(Role::Needed, &cells.bar[0]));
                line.push_str(&look.paint(second, &cells.bar[1]));
                pad(line, cells.bar_width(), self.bar + GAP);
                line.push_str(&cells.used);
                pad(line, cells.used.width(), self.used + GAP);
                let role = if cells.fits { Role::Quiet } else { Role::Error };
                line.push_str(&look.paint(role, &cells.free));
                if self.folded && cells.fits {
                    line.push_str(&look.paint(Role::Quiet, " free"));
                }
            }
        }
    }
}

impl Row {
    fn name_width(&self) -> usize {
        self.stem.width() + self.name.width() + self.note.width()
    }
}

impl BudgetCells {
    fn bar_width(&self) -> usize {
        self.bar[0].width() + self.bar[1].width()
    }
}

fn mark(severity: Option<Severity>, look: Look) -> String {
    match severity {
        Some(Severity::Error) => look.paint(Role::Error, "●") + " ",
        Some(Severity::Warning) => look.paint(Role::Warning, "▲") + " ",
        Some(Severity::Advice) | None => "  ".to_owned(),
    }
}

/// Spaces after something of one width, so that it takes another; at least one.
fn pad(line: &mut String, width: usize, wanted: usize) {
    for _ in 0..wanted.saturating_sub(width).max(1) {
        line.push(' ');
    }
}

fn end(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}
