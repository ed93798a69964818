//! Every scheme that fits, counted before any is made.

use std::sync::Arc;

use super::{Level, Problem, Remark, Scheme, Want};
use crate::addr::Count;

/// So many schemes are made at the most, in all orders together: with more, the balanced ones.
const MOST: u128 = 1_000;
/// Of each order at least so many are.
const LEAST: u128 = 8;

/// The schemes that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many there are.
    pub total: Count,
    /// The best ones, the best first; all of them, unless they are very many.
    pub schemes: Vec<Scheme>,
}

/// Finds them.
pub fn search(problem: &Problem) -> Found {
    search_up_to(problem, MOST)
}

fn search_up_to(problem: &Problem, most: u128) -> Found {
    let total = ways(problem, Window::ALL);
    let window = if total > Count::new(most) {
        balanced(problem, most)
    } else {
        Window::ALL
    };
    let mut all = Vec::new();
    walk(problem, window, &mut Vec::new(), &mut all);
    let names: Vec<Arc<str>> = problem
        .wants
        .iter()
        .map(|want| want.name.as_str().into())
        .collect();
    let made = all.iter().map(|lengths| scheme(problem, &names, lengths));
    let mut schemes: Vec<Scheme> = made.collect();
    schemes.sort_by_cached_key(rank);
    Found { total, schemes }
}

/// How many bits the levels above the leaf may have to spare: from, and to.
#[derive(Clone, Copy)]
struct Window(u32, u32);

impl Window {
    const ALL: Self = Self(0, 128);
}

/// The widest window around an equal share of what is to spare that has no more schemes than that: schemes whose levels
/// all have about as much to spare are the best ones.
fn balanced(problem: &Problem, most: u128) -> Window {
    let needed: u32 = problem.wants.iter().map(Want::needed).sum();
    let bits = u32::from(problem.leaf.saturating_sub(problem.pool));
    let levels = u32::try_from(problem.wants.len()).unwrap_or(u32::MAX);
    let share = bits.saturating_sub(needed) / levels.max(1);
    let around = |width: u32| Window(share.saturating_sub(width), share + width);
    let widths = (0..=128).map(|width| (width, ways(problem, around(width))));
    let fitting = widths.take_while(|(_, ways)| *ways <= Count::new(most));
    // A window without any scheme is of no use, and with nibbles the first ones may have none.
    let widest = fitting.filter(|(_, ways)| !ways.is_zero()).last();
    around(widest.map_or(0, |(width, _)| width))
}

/// The schemes of several problems together, the best first.
pub fn search_all(problems: &[Problem]) -> Found {
    let mut all = Found {
        total: Count::ZERO,
        schemes: Vec::new(),
    };
    let orders = u128::try_from(problems.len().max(1)).unwrap_or(u128::MAX);
    for problem in problems {
        let Found { total, schemes } = search_up_to(problem, (MOST / orders).max(LEAST));
        all.total = all.total.plus(total).unwrap_or(Count::MAX);
        all.schemes.extend(schemes);
    }
    all.schemes.sort_by_cached_key(rank);
    all
}

/// Fewer remarks first; then the scheme whose tightest level has the most bits to spare, and so on through its levels;
/// then the one that gives more to the outer levels.
fn rank(scheme: &Scheme) -> (usize, Vec<u32>) {
    let mut order = Vec::with_capacity(2 * scheme.levels.len());
    order.extend(scheme.levels.iter().map(Level::spare_bits));
    order.sort_unstable();
    for spare in &mut order {
        // More to spare comes first.
        *spare = u32::MAX - *spare;
    }
    order.extend(scheme.levels.iter().map(|level| u32::from(level.length)));
    (scheme.remarks.len(), order)
}

/// The lengths that a level may have below another.
fn choices(
    problem: &Problem,
    index: usize,
    above: u8,
    Window(from, to): Window,
) -> impl Iterator<Item = u8> + use<> {
    let want = &problem.wants[index];
    let is_leaf = index + 1 == problem.wants.len();
    let fixed = if is_leaf {
        Some(problem.leaf)
    } else {
        want.fixed
    };
    let least = u32::from(above) + want.needed();
    let first = least.saturating_add(from);
    let last = least.saturating_add(to).min(u32::from(problem.leaf));
    let step = u32::from(problem.alignment.step());
    // What is fixed has no choice, and so no bound on what it has to spare.
    let (from, to, step) = match fixed.map(u32::from) {
        Some(fixed) if fixed >= least => (fixed, fixed, 1),
        Some(_) => (1, 0, 1),
        None => (first.next_multiple_of(step), last, step),
    };
    (from..=to)
        .step_by(usize::try_from(step).unwrap_or(1))
        .filter_map(|length| u8::try_from(length).ok())
}

/// How many schemes there are, by adding up the ways to reach each length.
fn ways(problem: &Problem, window: Window) -> Count {
    let slots = usize::from(u8::MAX) + 1;
    let mut reached = vec![Count::ZERO; slots];
    reached[usize::from(problem.pool)] = Count::ONE;
    for index in 0..problem.wants.len() {
        let mut next = vec![Count::ZERO; slots];
        for above in 0..=problem.family.width() {
            let number = reached[usize::from(above)];
            if number.is_zero() {
                continue;
            }
            for length in choices(problem, index, above, window) {
                let slot = &mut next[usize::from(length)];
                *slot = slot.plus(number).unwrap_or(Count::MAX);
            }
        }
        reached = next;
    }
    reached.into_iter().fold(Count::ZERO, |sum, number| {
        sum.plus(number).unwrap_or(Count::MAX)
    })
}

fn walk(problem: &Problem, window: Window, lengths: &mut Vec<u8>, all: &mut Vec<Vec<u8>>) {
    let index = lengths.len();
    if index == problem.wants.len() {
        all.push(lengths.clone());
        return;
    }
    let above = lengths.last().copied().unwrap_or(problem.pool);
    for length in choices(problem, index, above, window) {
        lengths.push(length);
        walk(problem, window, lengths, all);
        lengths.pop();
    }
}

fn scheme(problem: &Problem, names: &[Arc<str>], lengths: &[u8]) -> Scheme {
    let mut above = problem.pool;
    let mut levels = Vec::with_capacity(lengths.len());
    for ((want, name), &length) in problem.wants.iter().zip(names).zip(lengths) {
        let bits = length - above;
        levels.push(Level {
            name: Arc::clone(name),
            length,
            bits,
            needed: want.needed(),
            capacity: Count::power_of_two(u32::from(bits)).unwrap_or(Count::MAX),
            wanted: want.count,
        });
        above = length;
    }
    let remarks = Remark::all(problem, &levels);
    Scheme { levels, remarks }
}
