//! Rulers as plain text, outside of the screen.

use super::{Part, Ruler, Scale, Subject, View, lines, notes, rulers};
use crate::document::Document;
use crate::engine::Member;
use crate::plan::{Found, Kind, RangeKind};
use crate::report::Look;
use crate::report::look::Role;

/// The rulers of what a path leads to: of each range of a shoot, if it names none. Empty where there is no border.
pub fn print(
    document: &Document,
    found: &Found,
    members: &[Member],
    (scale, look): (Scale, Look),
) -> String {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let ranges: Vec<Option<RangeKind>> = match (plan.kind(found.node), found.range) {
        (_, Some(range)) => vec![Some(range)],
        (Kind::Shoot, None) => RangeKind::ALL.map(Some).to_vec(),
        (Kind::Plan | Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block, None) => vec![None],
    };
    let mut out = String::new();
    for range in ranges {
        let subject = Subject {
            node: found.node,
            range,
            members,
        };
        for ruler in rulers(plan, evaluation, subject) {
            let name = range.map_or_else(
                || plan.name(found.node).to_owned(),
                |range| range.key().to_owned(),
            );
            out.push('\n');
            one(&mut out, &ruler, &name, (scale, look));
        }
    }
    look.spell(out)
}

fn one(out: &mut String, ruler: &Ruler, name: &str, (scale, look): (Scale, Look)) {
    let own = ruler.borders.get(ruler.own).map(|border| border.length);
    let prefix = match ruler.prefix {
        Some(prefix) if own == Some(prefix.length()) => prefix.to_string(),
        Some(prefix) => format!("in {prefix}"),
        None => "no address is known yet".to_owned(),
    };
    let title = format!(
        "{}, {}, {prefix}",
        crate::visible::clean(name),
        ruler.family
    );
    out.push_str(&look.paint(Role::Heading, &title));
    out.push('\n');
    let width = look.width.saturating_sub(2).min(WIDEST);
    let view = View::of(ruler, None, (scale, width));
    for line in [lines(ruler, None, (view, width)), notes(ruler, width)].concat() {
        out.push_str("  ");
        let text: String = line
            .iter()
            .map(|(part, text)| look.paint(role(*part), text))
            .collect();
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

/// Longer lines of a legend are hard to read.
const WIDEST: usize = 100;

const fn role(part: Part) -> Role {
    match part {
        Part::Level(_) => Role::Prefix,
        Part::Chosen => Role::Heading,
        Part::Beyond | Part::Words => Role::Quiet,
        Part::Mark => Role::Needed,
        Part::Broken => Role::Error,
    }
}
