//! What the letters and the marks of a ruler mean.

use unicode_width::UnicodeWidthStr as _;

use super::face::{Part, Piece, letter};
use super::{Border, Ruler};
use crate::report::paragraph::wrap;
use crate::visible::clean;

/// The symbol of a length that a provider fixes.
const FIXED: &str = "■";

/// What the marks of a ruler mean, as lines of at most that width.
pub fn notes(ruler: &Ruler, width: usize) -> Vec<Vec<Piece>> {
    let mut lines = fixed(ruler, width);
    for &mark in &ruler.marks {
        let part = if mark.is_broken() {
            Part::Broken
        } else {
            Part::Words
        };
        lines.extend(said(
            part,
            &format!("{} {}", mark.symbol(), mark.says()),
            width,
        ));
    }
    lines
}

/// Letters with what they mean, as many on a line as fit.
pub(super) fn legend(ruler: &Ruler, chosen: Option<usize>, width: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for (number, border) in ruler.borders.iter().enumerate() {
        let is_chosen = chosen == Some(number);
        let sign = if is_chosen { "›" } else { "" };
        let letter = format!("{sign}{}", letter(number));
        let text = format!(" {}", named(border));
        let entry = letter.width() + text.width();
        if lines.is_empty() || used + 2 + entry > width {
            lines.push(Vec::new());
            used = 0;
        }
        let line = lines.last_mut().expect("invariant: one was just put there");
        if used > 0 {
            line.push((Part::Words, "  ".to_owned()));
            used += 2;
        }
        used += entry;
        let part = if is_chosen {
            Part::Chosen
        } else {
            Part::Level(number)
        };
        line.push((part, letter));
        line.push((Part::Words, text));
    }
    lines
}

/// "prod /56", with the symbol of what is fixed.
fn named(border: &Border) -> String {
    let name = clean(&border.name);
    let name = if name.is_empty() { "(unnamed)" } else { &name };
    let sign = if border.fixed.is_some() { FIXED } else { "" };
    format!("{name} {}{sign}", border.length)
}

/// What the symbol of fixed lengths means: who fixes them, and to what where a plan says otherwise.
fn fixed(ruler: &Ruler, width: usize) -> Vec<Vec<Piece>> {
    let Some(by) = ruler
        .borders
        .iter()
        .find_map(|border| border.fixed.map(|fixed| fixed.by))
    else {
        return Vec::new();
    };
    let mut text = format!("{FIXED} fixed by {by}, can't be moved");
    for border in &ruler.borders {
        if let Some(fixed) = border.fixed.filter(|fixed| fixed.length != border.length) {
            let length = fixed.length.to_string();
            text.extend(["; ", &clean(&border.name), " will be ", &length]);
        }
    }
    said(Part::Words, &text, width)
}

/// Words, wrapped; lines behind the first stand under the text of a mark.
fn said(part: Part, text: &str, width: usize) -> Vec<Vec<Piece>> {
    let mut wrapped = String::new();
    wrap(&mut wrapped, text, "", width.saturating_sub(2).max(1));
    wrapped
        .lines()
        .enumerate()
        .map(|(number, line)| {
            let indent = if number == 0 { "" } else { "  " };
            vec![(part, format!("{indent}{line}"))]
        })
        .collect()
}
