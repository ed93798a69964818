//! The orders of RFC 3531 in which blocks are handed out so that neighbours can grow.

/// Which bits are used first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The left bits first (RFC 3531 3.1): free space stays behind each block.
    Sparse,
    /// The middle bits first (RFC 3531 3.3): free space stays on both sides of the boundary.
    Center,
}

/// Where the `nth` block (from 0) goes among 2^`width`; `None` past the last one.
///
/// The RFC fixes which values a round of the centermost order has, not their order in the round; here it is ascending.
pub fn sparse_index(order: Order, width: u32, nth: u128) -> Option<u128> {
    if width > 128 || (width < 128 && nth >> width != 0) {
        return None;
    }
    match order {
        Order::Sparse if width == 0 => Some(0),
        Order::Sparse => Some(nth.reverse_bits() >> (128 - width)),
        Order::Center => Some(centermost(width, nth)),
    }
}

/// Weights in the order in which rounds add them: the middle, then left, right, left … of it.
fn weight_order(width: u32) -> impl Iterator<Item = u32> {
    let middle = if width == 0 { 0 } else { (width - 1) / 2 };
    (0..width).map(move |round| {
        let distance = round.div_ceil(2);
        if round % 2 == 1 {
            middle + distance
        } else {
            middle - distance
        }
    })
}

/// Round r holds the values whose highest-round bit is r: 2^(r−1) of them, ascending.
fn centermost(width: u32, nth: u128) -> u128 {
    if nth == 0 {
        return 0;
    }
    let round = nth.ilog2();
    let weights: Vec<u32> = weight_order(width).collect();
    let newest = weights[usize::try_from(round).expect("invariant: at most 128 rounds")];
    let mut older: Vec<u32> =
        weights[..usize::try_from(round).expect("invariant: at most 128 rounds")].to_vec();
    older.sort_unstable();
    let within = nth - (1_u128 << round);
    let spread = older
        .iter()
        .enumerate()
        .filter(|(bit, _)| within >> bit & 1 == 1)
        .fold(0_u128, |sum, (_, weight)| sum | 1 << weight);
    spread | 1 << newest
}

/// Which block (from 0) goes there: the inverse of [`sparse_index`].
pub fn sparse_rank(order: Order, width: u32, at: u128) -> Option<u128> {
    if width > 128 || (width < 128 && at >> width != 0) {
        return None;
    }
    match order {
        Order::Sparse => sparse_index(order, width, at),
        Order::Center => Some(centermost_rank(width, at)),
    }
}

fn centermost_rank(width: u32, at: u128) -> u128 {
    let weights: Vec<u32> = weight_order(width).collect();
    let Some(round) = weights.iter().rposition(|&weight| at >> weight & 1 == 1) else {
        return 0;
    };
    let mut older: Vec<u32> = weights[..round].to_vec();
    older.sort_unstable();
    let within = older
        .iter()
        .enumerate()
        .filter(|(_, weight)| at >> *weight & 1 == 1)
        .fold(0_u128, |sum, (bit, _)| sum | 1 << bit);
    within | 1 << round
}
