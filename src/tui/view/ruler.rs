//! The ruler: the digits of an address, and where the borders of the levels fall in them.

use unicode_width::UnicodeWidthStr as _;

use super::Line;
use crate::addr::{Family, Prefix};
use crate::plan::Meaning;
use crate::source::NodeId;
use crate::tui::model::Model;
use crate::tui::outline::Row;
use crate::tui::theme::Role;

/// A level: its name and where it ends, in bits.
struct Level {
    name: String,
    bits: u8,
}

/// The ruler of the selected thing as lines: the digits, a letter below the last digit of each level, and what the
/// letters mean.
pub(super) fn lines(model: &Model, width: usize) -> Vec<Line> {
    let families = [Family::V6, Family::V4];
    let drawn = families
        .into_iter()
        .map(|family| (family, levels(model, family)));
    let Some((family, levels)) = drawn.into_iter().find(|(_, levels)| !levels.is_empty()) else {
        return Vec::new();
    };
    let shown = shown(family, &levels, width);
    let text = spaced(&digits(prefix(model, family), family), family, shown);
    let last = levels.iter().map(|level| level.bits).max().unwrap_or(0);
    let border = (column_of(last, family) + 1).min(text.chars().count());
    let (inside, behind): (String, String) = (
        text.chars().take(border).collect(),
        text.chars().skip(border).collect(),
    );
    let mut marks = vec![' '; text.chars().count()];
    let mut legend = Vec::new();
    for (letter, level) in ('a'..='z').zip(&levels) {
        let column = column_of(level.bits, family);
        if let Some(mark) = marks.get_mut(column) {
            *mark = if *mark == ' ' { letter } else { '+' };
        }
        legend.push(format!("{letter} {} /{}", level.name, level.bits));
    }
    let mut lines = vec![
        vec![(Role::Prefix, format!(" {inside}")), (Role::Dim, behind)],
        vec![(
            Role::Active,
            format!(" {}", marks.into_iter().collect::<String>().trim_end()),
        )],
    ];
    let mut line = String::new();
    for entry in legend {
        if !line.is_empty() && line.width() + entry.width() + 3 > width {
            lines.push(vec![(Role::Dim, std::mem::take(&mut line))]);
        }
        line.push_str(if line.is_empty() { " " } else { "  " });
        line.push_str(&entry);
    }
    lines.push(vec![(Role::Dim, line)]);
    lines
}

/// How many digits there is room for: all, or those that the levels reach.
fn shown(family: Family, levels: &[Level], width: usize) -> usize {
    let group = if family == Family::V6 { 4 } else { 8 };
    let all = (1..=32 / group).map(|groups| groups * group);
    let fits = |digits: usize| digits + digits / group < width;
    let reached = levels
        .iter()
        .map(|level| column_of(level.bits, family))
        .max()
        .unwrap_or(0);
    let most = all.filter(|&digits| fits(digits)).max().unwrap_or(group);
    if fits(32) {
        32
    } else {
        most.min((reached / group + 1) * group).max(group)
    }
}

fn levels(model: &Model, family: Family) -> Vec<Level> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let node = model.node();
    let mut levels: Vec<Level> = plan
        .chain(node)
        .filter(|&id| id != NodeId::ROOT)
        .filter_map(|id| {
            let bits = match plan.network(id, family)? {
                Meaning::Prefix(prefix) => prefix.bits(),
                Meaning::Length(length) => length.bits(),
                _ => return None,
            };
            Some(Level {
                name: plan.name(id).to_owned(),
                bits,
            })
        })
        .collect();
    levels.reverse();
    if plan.kind(node) == crate::plan::Kind::Shoot {
        let shoot = evaluation.shoot(plan, node);
        let kind = match model.selected {
            Row::Range(_, kind) => kind,
            _ => crate::plan::RangeKind::Nodes,
        };
        let mut add = |name: &str, length: Option<crate::addr::Length>| {
            if let Some(length) = length {
                levels.push(Level {
                    name: name.to_owned(),
                    bits: length.bits(),
                });
            }
        };
        add(
            kind.key(),
            shoot.range(kind, family).and_then(|range| range.length),
        );
        match kind {
            crate::plan::RangeKind::Nodes => add("node", shoot.node_prefix(family)),
            crate::plan::RangeKind::Pods => add("node's pods", shoot.pod_range(family)),
            crate::plan::RangeKind::Services => {}
        }
    }
    levels
}

fn prefix(model: &Model, family: Family) -> Option<Prefix> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let node = model.node();
    if plan.kind(node) == crate::plan::Kind::Shoot {
        let shoot = evaluation.shoot(plan, node);
        let kind = match model.selected {
            Row::Range(_, kind) => kind,
            _ => crate::plan::RangeKind::Nodes,
        };
        if let Some(prefix) = evaluation.range_prefix(&shoot, kind, family, &model.members()) {
            return Some(prefix);
        }
    }
    plan.chain(node)
        .find_map(|id| evaluation.block_prefix(plan, id, family, &model.members()))
}

/// The digits of an address: 32 of hex, or 32 of binary for IPv4. Unknown ones are dots.
fn digits(prefix: Option<Prefix>, family: Family) -> Vec<char> {
    let Some(prefix) = prefix else {
        return vec!['·'; 32];
    };
    let raw = prefix.raw();
    (0..32_u32)
        .map(|index| {
            let digit = match family {
                Family::V6 => raw >> (124 - index * 4) & 15,
                Family::V4 => raw >> (127 - index) & 1,
            };
            u32::try_from(digit)
                .ok()
                .and_then(|digit| char::from_digit(digit, 16))
                .unwrap_or('·')
        })
        .collect()
}

/// Digits in groups of four hex digits, or eight bits.
fn spaced(digits: &[char], family: Family, shown: usize) -> String {
    let group = if family == Family::V6 { 4 } else { 8 };
    let mut text = String::new();
    for (index, digit) in digits.iter().take(shown).enumerate() {
        if index > 0 && index % group == 0 {
            text.push(if family == Family::V6 { ':' } else { '.' });
        }
        text.push(*digit);
    }
    if shown < digits.len() {
        text.push('…');
    }
    text
}

/// The column of the last digit that a length covers.
fn column_of(bits: u8, family: Family) -> usize {
    let digits = match family {
        Family::V6 => usize::from(bits.div_ceil(4)),
        Family::V4 => usize::from(bits),
    };
    let group = if family == Family::V6 { 4 } else { 8 };
    let last = digits.saturating_sub(1);
    last + last / group
}
