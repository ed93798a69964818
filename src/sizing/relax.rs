//! What would make room: the smallest change of each kind, tried out.

use super::{Alignment, Problem};
use crate::addr::Count;

/// One change that makes a problem fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What changes: `alignment`, `pool`, `leaf`, or the name of a level.
    pub what: String,
    /// What it is.
    pub from: String,
    /// What it would have to be.
    pub to: String,
    /// The change as an imperative.
    pub title: String,
    /// The problem with it, which fits.
    pub problem: Problem,
}

/// The smallest change of each kind, those that give up the least first: another alignment, a fixed length left open, a
/// leaf that is longer, fewer of one level, a pool that is shorter.
pub fn relaxations(problem: &Problem) -> Vec<Relaxation> {
    if problem.short_bits() == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(on_bits(problem));
    found.extend((0..problem.wants.len()).filter_map(|index| left_open(problem, index)));
    found.extend(longer_leaf(problem));
    found.extend((0..problem.wants.len()).filter_map(|index| fewer(problem, index)));
    found.extend(shorter_pool(problem));
    found
}

fn fits(problem: &Problem) -> bool {
    problem.short_bits() == 0
}

fn on_bits(problem: &Problem) -> Option<Relaxation> {
    let mut other = problem.clone();
    other.alignment = Alignment::Bit;
    (problem.alignment == Alignment::Nibble && fits(&other)).then(|| Relaxation {
        what: "alignment".to_owned(),
        from: "nibble".to_owned(),
        to: "bit".to_owned(),
        title: "let borders lie between nibbles".to_owned(),
        problem: other,
    })
}

/// A level whose length is fixed, with its length left open.
fn left_open(problem: &Problem, index: usize) -> Option<Relaxation> {
    let want = &problem.wants[index];
    let length = want.fixed?;
    let mut other = problem.clone();
    other.wants[index].fixed = None;
    fits(&other).then(|| Relaxation {
        what: want.name.clone(),
        from: format!("/{length}"),
        to: "open".to_owned(),
        title: format!("leave the length of {} open", want.name),
        problem: other,
    })
}

fn longer_leaf(problem: &Problem) -> Option<Relaxation> {
    if problem.wants.last()?.fixed.is_some() {
        return None;
    }
    let mut other = problem.clone();
    let leaf = (problem.leaf.saturating_add(1)..=problem.family.width()).find(|&leaf| {
        other.leaf = leaf;
        fits(&other)
    })?;
    let name = problem.wants.last().map_or("", |want| want.name.as_str());
    Some(Relaxation {
        what: "leaf".to_owned(),
        from: format!("/{}", problem.leaf),
        to: format!("/{leaf}"),
        title: format!("give each of the {name} a /{leaf}"),
        problem: other,
    })
}

/// The largest number of one level that fits.
fn fewer(problem: &Problem, index: usize) -> Option<Relaxation> {
    let want = &problem.wants[index];
    let mut other = problem.clone();
    // What fits is a power of two: anything else needs as many bits as the next one.
    let bits = (0..want.needed()).rev().find(|&bits| {
        other.wants[index].count = Count::power_of_two(bits).unwrap_or(Count::MAX);
        fits(&other)
    })?;
    let to = Count::power_of_two(bits)?;
    Some(Relaxation {
        what: want.name.clone(),
        from: want.count.decimal(),
        to: to.decimal(),
        title: format!("want {}={to} instead of {}", want.name, want.count),
        problem: other,
    })
}

fn shorter_pool(problem: &Problem) -> Option<Relaxation> {
    let mut other = problem.clone();
    let pool = (0..problem.pool).rev().find(|&pool| {
        other.pool = pool;
        fits(&other)
    })?;
    Some(Relaxation {
        what: "pool".to_owned(),
        from: format!("/{}", problem.pool),
        to: format!("/{pool}"),
        title: format!("ask for a /{pool}"),
        problem: other,
    })
}
