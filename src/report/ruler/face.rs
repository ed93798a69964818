//! A ruler as lines of text: digits, letters below the borders, and marks.

use super::legend::legend;
use super::{Mark, Ruler};
use crate::addr::{Family, Prefix};

/// What a piece of a ruler is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of a level, by its number from the outermost.
    Level(usize),
    /// The border that is chosen.
    Chosen,
    /// Digits that no level has.
    Beyond,
    /// A mark.
    Mark,
    /// A mark of something that does not hold.
    Broken,
    /// Words.
    Words,
}

/// Text with what it is.
pub type Piece = (Part, String);

/// The letter of a border, by its number.
pub fn letter(number: usize) -> char {
    u32::try_from(number)
        .ok()
        .and_then(|number| char::from_digit(number.checked_add(10)?, 36))
        .unwrap_or('?')
}

/// The ruler as lines of at most that width: digits, borders, marks, and what the borders are.
pub fn lines(ruler: &Ruler, chosen: Option<usize>, width: usize) -> Vec<Vec<Piece>> {
    let view = View::of(ruler, chosen, width);
    let mut lines = vec![view.digits(ruler)];
    let mut rows = view.letters(ruler, chosen);
    rows.extend(view.windows(ruler));
    view.draw_host_half(ruler, &mut rows);
    lines.extend(rows.into_iter().map(Cells::pieces));
    lines.extend(legend(ruler, chosen, width));
    lines
}

/// Which digits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct View {
    family: Family,
    /// The first group that is shown.
    first: usize,
    /// The group behind the last.
    end: usize,
}

impl View {
    /// All digits where there is room; else those up to the deepest border or mark, without leading groups that lie
    /// before the chosen border, and at least the group of that one.
    fn of(ruler: &Ruler, chosen: Option<usize>, width: usize) -> Self {
        let family = ruler.family;
        let groups = DIGITS / group(family);
        let group_of = |bits: u8| last_digit(bits, family) / group(family);
        let mut view = Self {
            family,
            first: 0,
            end: groups,
        };
        let focus = ruler.borders.get(chosen.unwrap_or(ruler.own));
        let focus = focus.map_or(0, |border| group_of(border.length.bits()));
        let borders = ruler.borders.iter().map(|border| border.length.bits());
        let marks = ruler.marks.iter().map(|mark| mark.bits().1);
        let deepest = borders.chain(marks).map(group_of).max().unwrap_or(0);
        while view.width() > width && view.end > deepest + 1 {
            view.end -= 1;
        }
        while view.width() > width && view.first < focus {
            view.first += 1;
        }
        while view.width() > width && view.end > view.first + 1 {
            view.end -= 1;
        }
        view
    }

    fn width(self) -> usize {
        let groups = self.end - self.first;
        let cuts = usize::from(self.first > 0) + usize::from(self.is_cut());
        groups * (group(self.family) + 1) - 1 + cuts
    }

    fn is_cut(self) -> bool {
        self.end * group(self.family) < DIGITS
    }

    /// The column of a digit, if it is shown.
    fn column(self, digit: usize) -> Option<usize> {
        let size = group(self.family);
        let inside = digit.checked_sub(self.first * size)?;
        (digit < self.end * size).then(|| usize::from(self.first > 0) + inside + inside / size)
    }

    fn digits(self, ruler: &Ruler) -> Vec<Piece> {
        let size = group(self.family);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |part: Part, char: char| match pieces.last_mut() {
            Some((last, text)) if *last == part => text.push(char),
            Some(_) | None => pieces.push((part, char.to_string())),
        };
        if self.first > 0 {
            push(Part::Words, '…');
        }
        for digit in self.first * size..self.end * size {
            let part = part_of(ruler, digit);
            push(part, digit_at(ruler.prefix, digit, self.family));
            if (digit + 1).is_multiple_of(size) && digit + 1 < self.end * size {
                let between = match self.family {
                    Family::V6 => ':',
                    Family::V4 => '.',
                };
                push(part, between);
            }
        }
        if self.is_cut() {
            push(Part::Words, '…');
        }
        pieces
    }

    /// A letter below the last digit of each level; levels that end in one digit have lines of their own.
    fn letters(self, ruler: &Ruler, chosen: Option<usize>) -> Vec<Cells> {
        let mut rows: Vec<Cells> = Vec::new();
        for (number, border) in ruler.borders.iter().enumerate() {
            let digit = last_digit(border.length.bits(), self.family);
            let Some(column) = self.column(digit) else {
                continue;
            };
            let part = if chosen == Some(number) {
                Part::Chosen
            } else {
                Part::Level(number)
            };
            let free = rows.iter().position(|row| row.is_free(column));
            let row = free.unwrap_or_else(|| {
                rows.push(Cells::default());
                rows.len() - 1
            });
            rows[row].put(column, part, letter(number));
        }
        rows
    }

    /// What can be counted, on a line below the letters.
    fn windows(self, ruler: &Ruler) -> Option<Cells> {
        let mut cells = Cells::default();
        let windows = ruler.marks.iter().filter(|mark| **mark != Mark::HostHalf);
        for mark in windows {
            let (from, to) = mark.bits();
            let part = if mark.is_broken() {
                Part::Broken
            } else {
                Part::Mark
            };
            let first = digits_before(from, self.family);
            let columns = (first..=last_digit(to, self.family)).filter_map(|digit| {
                let column = self.column(digit)?;
                Some((column, digit))
            });
            for (column, digit) in columns {
                let begins_group = digit.is_multiple_of(group(self.family));
                if begins_group && digit > first && column > 0 {
                    cells.put(column - 1, part, mark.symbol());
                }
                cells.put(column, part, mark.symbol());
            }
        }
        (!cells.0.is_empty()).then_some(cells)
    }

    /// A line between two digits, through all rows.
    fn draw_host_half(self, ruler: &Ruler, rows: &mut Vec<Cells>) {
        if !ruler.marks.contains(&Mark::HostHalf) {
            return;
        }
        let (at, _) = Mark::HostHalf.bits();
        let Some(column) = self.column(last_digit(at, self.family)) else {
            return;
        };
        if rows.is_empty() {
            rows.push(Cells::default());
        }
        for row in rows {
            let symbol = if row.is_free(column + 1) {
                '│'
            } else {
                '╪'
            };
            row.put(column + 1, Part::Mark, symbol);
        }
    }
}

/// A line of single characters; what nobody put there is blank.
#[derive(Debug, Default)]
struct Cells(Vec<Option<(Part, char)>>);

impl Cells {
    fn is_free(&self, column: usize) -> bool {
        self.0.get(column).copied().flatten().is_none()
    }

    fn put(&mut self, column: usize, part: Part, char: char) {
        if self.0.len() <= column {
            self.0.resize(column + 1, None);
        }
        self.0[column] = Some((part, char));
    }

    fn pieces(self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for cell in self.0 {
            let (part, char) = cell.unwrap_or((Part::Words, ' '));
            match pieces.last_mut() {
                Some((last, text)) if *last == part => text.push(char),
                Some(_) | None => pieces.push((part, char.to_string())),
            }
        }
        pieces
    }
}

/// An address has so many digits: hexadecimal ones in IPv6, bits in IPv4.
const DIGITS: usize = 32;

const fn group(family: Family) -> usize {
    match family {
        Family::V6 => 4,
        Family::V4 => 8,
    }
}

const fn bits_a_digit(family: Family) -> u8 {
    match family {
        Family::V6 => 4,
        Family::V4 => 1,
    }
}

/// How many whole digits lie before a bit.
fn digits_before(bits: u8, family: Family) -> usize {
    usize::from(bits / bits_a_digit(family)).min(DIGITS - 1)
}

/// The last digit that a length covers, be it in part.
fn last_digit(bits: u8, family: Family) -> usize {
    usize::from(bits.div_ceil(bits_a_digit(family))).saturating_sub(1)
}

/// The level that the first bit of a digit belongs to: the outermost that reaches it.
fn part_of(ruler: &Ruler, digit: usize) -> Part {
    let bit = digit * usize::from(bits_a_digit(ruler.family));
    ruler
        .borders
        .iter()
        .position(|border| usize::from(border.length.bits()) > bit)
        .map_or(Part::Beyond, Part::Level)
}

fn digit_at(prefix: Option<Prefix>, digit: usize, family: Family) -> char {
    let bits = usize::from(bits_a_digit(family));
    let shift = u32::try_from(128 - bits * (digit + 1)).unwrap_or(0);
    let mask = (1_u128 << bits) - 1;
    prefix
        .and_then(|prefix| u32::try_from(prefix.raw() >> shift & mask).ok())
        .and_then(|digit| char::from_digit(digit, 16))
        .unwrap_or('·')
}
