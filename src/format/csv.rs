//! A table of prefixes for a spreadsheet: a line a definition and family, runs as what they are.

use crate::addr::Prefix;
use crate::document::Document;
use crate::inventory::{Holding, holdings};
use crate::plan::{Field, Found};
use crate::visible::is_hidden;

const HEAD: &str =
    "path,kind,range,family,length,first,last,count,origin,role,state,owner,note\r\n";

/// The table of everything below a path (RFC 4180).
pub(super) fn export(document: &Document, found: &Found) -> String {
    let mut out = HEAD.to_owned();
    for holding in holdings(document, found) {
        line(&mut out, &cells(document, &holding));
    }
    out
}

fn cells(document: &Document, holding: &Holding) -> Vec<String> {
    let plan = document.plan();
    let said = |field| plan.text(holding.node, field).unwrap_or("").to_owned();
    let prefix =
        |prefix: Option<Prefix>| prefix.map_or_else(String::new, |prefix| prefix.to_string());
    let block = |field| match holding.range {
        None => said(field),
        Some(_) => String::new(),
    };
    vec![
        plan.path(holding.node),
        plan.kind(holding.node).word().to_owned(),
        holding.range.map_or("", |range| range.key()).to_owned(),
        holding.family.to_string(),
        holding
            .length
            .map_or_else(String::new, |length| length.bits().to_string()),
        prefix(holding.first),
        prefix(holding.last),
        holding.count.decimal(),
        holding.origin.word().to_owned(),
        block(Field::Role),
        block(Field::State),
        block(Field::Owner),
        said(Field::Note),
    ]
}

/// One line, its cells quoted where they must be.
pub(super) fn line(out: &mut String, cells: &[String]) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push_str(&quoted(cell));
    }
    out.push_str("\r\n");
}

/// A cell. What a spreadsheet would take for a formula gets an apostrophe in front, control characters become spaces.
fn quoted(cell: &str) -> String {
    let plain: String = cell
        .chars()
        .map(|char| if is_hidden(char) { ' ' } else { char })
        .collect();
    let plain = match plain.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{plain}"),
        Some(_) | None => plain,
    };
    if plain.contains(['"', ',']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (cell, expected) in [
            ("prod", "prod"),
            ("a, b", "\"a, b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "'=1+1"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}
