//! Rows and cells of a table (RFC 4180), with any of the usual separators.

/// A row with the line on which it begins, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// The sign between cells: the one that the first line has most of, outside quotes.
pub(super) fn separator(text: &str) -> char {
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |sign: char| {
        let mut quoted = false;
        let outside = first.chars().filter(|&char| {
            quoted ^= char == '"';
            char == sign && !quoted
        });
        outside.count()
    };
    let signs = [',', ';', '\t', '|'];
    let mut best = (',', 0);
    for sign in signs {
        let found = count(sign);
        if found > best.1 {
            best = (sign, found);
        }
    }
    best.0
}

/// The rows that are not empty. A quote that never closes ends with the text.
pub(super) fn rows(text: &str, separator: char) -> impl Iterator<Item = Row> {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut line = 1;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let start = line;
            let (cells, after) = row(rest, separator);
            line += rest[..rest.len() - after.len()].matches('\n').count();
            rest = after;
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(Row { line: start, cells });
            }
        }
    })
}

fn row(text: &str, separator: char) -> (Vec<String>, &str) {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let cell = cells.last_mut().expect("invariant: there is a cell");
        match char {
            '"' if quoted => match chars.next_if(|&(_, next)| next == '"') {
                Some(_) => cell.push('"'),
                None => quoted = false,
            },
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' if !quoted => return (cells, &text[at + 1..]),
            '\r' if !quoted && chars.peek().is_none_or(|&(_, next)| next == '\n') => {}
            _ if char == separator && !quoted => cells.push(String::new()),
            _ => cell.push(char),
        }
    }
    (cells, "")
}
