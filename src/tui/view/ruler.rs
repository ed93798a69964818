//! The ruler: the digits of an address, and where the borders of the levels fall in them.

use ratatui::layout::Rect;

use super::Canvas;
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

/// Draws the ruler of the selected thing; gives how many lines it took.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect, y: u16) -> u16 {
    let family = Family::V6;
    let levels = levels(model, family);
    let (family, levels) = if levels.is_empty() { (Family::V4, self::levels(model, Family::V4)) } else { (family, levels) };
    let Some(last) = levels.last() else {
        return 0;
    };
    let digits = digits(prefix(model, family), family);
    let longest = levels.iter().map(|level| level.bits).max().unwrap_or(last.bits);
    let shown = match family {
        Family::V6 => usize::from(longest.div_ceil(4).max(16)).min(32),
        Family::V4 => 32,
    };
    let text = spaced(&digits, family, shown);
    canvas.put(area, (1, y), Role::Prefix, &text);
    let mut marks: Vec<char> = vec![' '; text.chars().count() + 1];
    let mut names: Vec<char> = vec![' '; text.chars().count() + 40];
    let mut end = 0;
    for level in &levels {
        let column = column_of(level.bits, family);
        if let Some(mark) = marks.get_mut(column) {
            *mark = if level.bits.is_multiple_of(4) || family == Family::V4 { '┘' } else { '╯' };
        }
        let label = format!("{} /{}", level.name, level.bits);
        let start = column.saturating_sub(label.chars().count().saturating_sub(1)).max(end);
        for (offset, char) in label.chars().enumerate() {
            if let Some(cell) = names.get_mut(start + offset) {
                *cell = char;
            }
        }
        end = start + label.chars().count() + 1;
    }
    let marks: String = marks.into_iter().collect();
    let names: String = names.into_iter().collect();
    canvas.put(area, (1, y + 1), Role::Active, marks.trim_end());
    canvas.put(area, (1, y + 2), Role::Dim, names.trim_end());
    3
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
        add(kind.key(), shoot.range(kind, family).and_then(|range| range.length));
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
        if let Some(prefix) = evaluation.range_prefix(&shoot, kind, family, &[]) {
            return Some(prefix);
        }
    }
    plan.chain(node).find_map(|id| evaluation.block_prefix(plan, id, family, &model.members()))
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
            u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 16)).unwrap_or('·')
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
