//! What speaks against a scheme: which rules would tell it of a plan that is cut so, and in which words.

use super::{Alignment, Level, Problem, Scheme};
use crate::addr::Length;

/// What speaks against a scheme, by the number of the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Less is free at a level than should be.
    Tight(usize),
    /// A level ends inside a hexadecimal digit.
    InDigit(usize),
    /// Services have no place beside the range of a cluster's nodes.
    NothingBeside(usize),
}

impl Remark {
    /// All that speaks against these levels.
    pub(super) fn all(problem: &Problem, levels: &[Level]) -> Vec<Self> {
        let mut remarks = Vec::new();
        for (index, (level, want)) in levels.iter().zip(&problem.wants).enumerate() {
            if level.is_tight(problem.growth) {
                remarks.push(Self::Tight(index));
            }
            let off = !level.length.is_multiple_of(Alignment::Nibble.step());
            if off && want.fixed.is_none() && level.length != problem.leaf {
                remarks.push(Self::InDigit(index));
            }
        }
        let nodes = levels.last().filter(|_| problem.of_nodes);
        if nodes.is_some_and(|nodes| is_nothing_beside(problem, nodes)) {
            remarks.push(Self::NothingBeside(levels.len() - 1));
        }
        remarks
    }

    /// The code of the rule that would tell it of a plan.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tight(_) => "growth-margin",
            Self::InDigit(_) => "nibble-boundary",
            Self::NothingBeside(_) => "does-not-fit",
        }
    }

    /// The level of the scheme.
    pub fn level(self, scheme: &Scheme) -> &Level {
        let (Self::Tight(index) | Self::InDigit(index) | Self::NothingBeside(index)) = self;
        &scheme.levels[index]
    }

    /// What is, in a line.
    pub fn message(self, problem: &Problem, scheme: &Scheme) -> String {
        let level = self.level(scheme);
        match self {
            Self::Tight(_) => format!(
                "{} of {} {} are free, and {} percent should be",
                level.spare(),
                level.capacity,
                level.name,
                problem.growth
            ),
            Self::InDigit(_) => {
                let length = Length::new(problem.family, level.length);
                let length = length.map_or_else(String::new, |length| length.to_string());
                format!("{length} ends inside a hexadecimal digit")
            }
            Self::NothingBeside(_) => nothing_beside(level),
        }
    }
}

/// The shortest length that the range of a cluster's nodes could have.
fn least_of_nodes(nodes: &Level) -> u32 {
    u32::from(nodes.length).saturating_sub(nodes.needed)
}

/// Whether nothing is left beside the range of a cluster's nodes: it ends where borders may lie, and where that is all of
/// the block around it the services have no place.
fn is_nothing_beside(problem: &Problem, nodes: &Level) -> bool {
    let around = u32::from(nodes.length - nodes.bits);
    let step = u32::from(problem.alignment.step());
    nodes.bits > 0 && least_of_nodes(nodes) / step * step <= around
}

fn nothing_beside(nodes: &Level) -> String {
    let around = nodes.length - nodes.bits;
    let (least, wanted, name) = (least_of_nodes(nodes), nodes.wanted, &nodes.name);
    if least > u32::from(around) {
        format!(
            "at nibbles the range of {wanted} {name} is all of the /{around} around it, and services have no place \
             beside it; a range of /{least} leaves room"
        )
    } else {
        format!(
            "the range of {wanted} {name} is all of the /{around} around it, and services have no place beside it"
        )
    }
}
