//! A ruler as lines of text: digits, letters below the borders, and marks.

use super::legend::legend;
use super::{Mark, Ruler};
use crate::addr::{Family, Length, Prefix};

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
pub fn lines(
    ruler: &Ruler,
    chosen: Option<usize>,
    (view, width): (View, usize),
) -> Vec<Vec<Piece>> {
    let mut lines = vec![view.digits(ruler)];
    lines.extend(view.rows(ruler, chosen).into_iter().map(Cells::pieces));
    lines.extend(legend(ruler, chosen, width));
    lines
}

/// What an address is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Digits as people write them: hexadecimal ones in IPv6, and bits in IPv4, whose digits have no borders.
    #[default]
    Digits,
    /// Bits.
    Bits,
}

/// Which digits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    unit: Unit,
    /// The first group that is shown.
    first: usize,
    /// The group behind the last.
    end: usize,
}

/// What one digit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    family: Family,
    /// How many bits a digit has.
    bits: u8,
    /// How many digits stand together.
    group: usize,
}

impl Unit {
    const fn of(family: Family, scale: Scale) -> Self {
        let (bits, group) = match (family, scale) {
            (Family::V6, Scale::Digits) => (4, 4),
            (Family::V6, Scale::Bits) => (1, 4),
            (Family::V4, _) => (1, 8),
        };
        Self {
            family,
            bits,
            group,
        }
    }

    /// How many digits an address has.
    fn digits(self) -> usize {
        usize::from(self.family.width() / self.bits)
    }

    fn groups(self) -> usize {
        self.digits() / self.group
    }

    /// How many whole digits lie before a bit.
    fn digits_before(self, bits: u8) -> usize {
        usize::from(bits / self.bits).min(self.digits() - 1)
    }

    /// The last digit that a length covers, be it in part.
    fn last_digit(self, bits: u8) -> usize {
        usize::from(bits.div_ceil(self.bits)).saturating_sub(1)
    }

    /// The group of the last digit that a length covers.
    fn group_of(self, bits: u8) -> usize {
        self.last_digit(bits) / self.group
    }

    /// What stands behind the last digit of a group.
    const fn separator(self, digits: usize) -> char {
        match (self.family, self.bits) {
            (Family::V4, _) => '.',
            // Nibbles stand apart, and the colons where they are in digits.
            (Family::V6, 1) if !digits.is_multiple_of(16) => ' ',
            (Family::V6, _) => ':',
        }
    }
}

impl View {
    /// All digits where there is room; else those that matter.
    pub fn of(ruler: &Ruler, chosen: Option<usize>, (scale, width): (Scale, usize)) -> Self {
        let unit = Unit::of(ruler.family, scale);
        let whole = Self {
            unit,
            first: 0,
            end: unit.groups(),
        };
        let focus = ruler.borders.get(chosen.unwrap_or(ruler.own));
        let focus = focus.map_or(0, |border| unit.group_of(border.length.bits()));
        if whole.width() <= width {
            whole
        } else if scale == Scale::Bits && unit.family == Family::V6 {
            whole.around(focus, width)
        } else {
            whole.up_to_borders(ruler, focus, width)
        }
    }

    /// Digits up to the deepest border or mark, without leading groups that lie before the chosen border, and at least
    /// the group of that one.
    fn up_to_borders(mut self, ruler: &Ruler, focus: usize, width: usize) -> Self {
        let borders = ruler.borders.iter().map(|border| border.length.bits());
        let marks = ruler.marks.iter().map(|mark| mark.bits().1);
        let groups = borders.chain(marks).map(|bits| self.unit.group_of(bits));
        let deepest = groups.max().unwrap_or(0);
        while self.width() > width && self.end > deepest + 1 {
            self.end -= 1;
        }
        while self.width() > width && self.first < focus {
            self.first += 1;
        }
        while self.width() > width && self.end > self.first + 1 {
            self.end -= 1;
        }
        self
    }

    /// As many groups as fit, with that of the chosen border in the middle; one at least.
    fn around(mut self, focus: usize, width: usize) -> Self {
        while self.width() > width && self.end > self.first + 1 {
            if focus - self.first > self.end - 1 - focus {
                self.first += 1;
            } else {
                self.end -= 1;
            }
        }
        self
    }

    fn width(self) -> usize {
        let groups = self.end - self.first;
        let cuts = usize::from(self.first > 0) + usize::from(self.is_cut());
        groups * (self.unit.group + 1) - 1 + cuts
    }

    fn is_cut(self) -> bool {
        self.end < self.unit.groups()
    }

    /// The column of a digit, if it is shown.
    fn column(self, digit: usize) -> Option<usize> {
        let size = self.unit.group;
        let inside = digit.checked_sub(self.first * size)?;
        (digit < self.end * size).then(|| usize::from(self.first > 0) + inside + inside / size)
    }

    /// The column below which a border of a length is drawn, if it is shown.
    pub fn column_of(self, length: Length) -> Option<usize> {
        self.column(self.unit.last_digit(length.bits()))
    }

    /// The length whose border is drawn below a column; behind the ends, that of the end.
    pub fn length_at(self, column: usize) -> Option<Length> {
        let size = self.unit.group;
        let inside = column.saturating_sub(usize::from(self.first > 0));
        // What stands between two groups belongs to the one before it.
        let inside = inside - inside / (size + 1) - usize::from(inside % (size + 1) == size);
        let digit = (self.first * size + inside).min(self.end * size - 1);
        let bits = u8::try_from(digit + 1).ok()?.checked_mul(self.unit.bits)?;
        Length::new(self.unit.family, bits)
    }

    /// How many lines the digits and the letters below them take.
    pub fn height(self, ruler: &Ruler) -> usize {
        1 + self.rows(ruler, None).len()
    }

    /// What stands below the digits.
    fn rows(self, ruler: &Ruler, chosen: Option<usize>) -> Vec<Cells> {
        let mut rows = self.letters(ruler, chosen);
        rows.extend(self.windows(ruler));
        self.draw_host_half(ruler, &mut rows);
        rows
    }

    fn digits(self, ruler: &Ruler) -> Vec<Piece> {
        let size = self.unit.group;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |part: Part, char: char| match pieces.last_mut() {
            Some((last, text)) if *last == part => text.push(char),
            Some(_) | None => pieces.push((part, char.to_string())),
        };
        if self.first > 0 {
            push(Part::Words, '…');
        }
        for digit in self.first * size..self.end * size {
            let part = part_of(ruler, digit, self.unit);
            push(part, digit_at(ruler.prefix, digit, self.unit));
            if (digit + 1).is_multiple_of(size) && digit + 1 < self.end * size {
                push(part, self.unit.separator(digit + 1));
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
            let digit = self.unit.last_digit(border.length.bits());
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
            let first = self.unit.digits_before(from);
            let columns = (first..=self.unit.last_digit(to)).filter_map(|digit| {
                let column = self.column(digit)?;
                Some((column, digit))
            });
            for (column, digit) in columns {
                let begins_group = digit.is_multiple_of(self.unit.group);
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
        let Some(column) = self.column(self.unit.last_digit(at)) else {
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

/// The level that the first bit of a digit belongs to: the outermost that reaches it.
fn part_of(ruler: &Ruler, digit: usize, unit: Unit) -> Part {
    let bit = digit * usize::from(unit.bits);
    ruler
        .borders
        .iter()
        .position(|border| usize::from(border.length.bits()) > bit)
        .map_or(Part::Beyond, Part::Level)
}

fn digit_at(prefix: Option<Prefix>, digit: usize, unit: Unit) -> char {
    let bits = usize::from(unit.bits);
    let shift = u32::try_from(128 - bits * (digit + 1)).unwrap_or(0);
    let mask = (1_u128 << bits) - 1;
    prefix
        .and_then(|prefix| u32::try_from(prefix.raw() >> shift & mask).ok())
        .and_then(|digit| char::from_digit(digit, 16))
        .unwrap_or('·')
}
