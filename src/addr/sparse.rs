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

/// Rounds add bits in turn: the middle, one to its left, one to its right, and so on outwards.
///
/// Round r, from 0, holds the 2^r values whose newest bit is the one that it adds. The bits of all rounds before it lie
/// side by side, so their values ascend when the place in the round is moved there as it is.
fn centermost(width: u32, nth: u128) -> u128 {
    let Some(round) = nth.checked_ilog2() else {
        return 0;
    };
    let middle = (width - 1) / 2;
    let newest = if round.is_multiple_of(2) {
        middle - round / 2
    } else {
        middle + round.div_ceil(2)
    };
    let lowest_older = middle - round.saturating_sub(1) / 2;
    let place_in_round = nth - (1 << round);
    1 << newest | place_in_round << lowest_older
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

/// The newest bit is the one that is furthest from the middle; at the same distance, the right round is the later one.
fn centermost_rank(width: u32, at: u128) -> u128 {
    let (Some(highest), lowest) = (at.checked_ilog2(), at.trailing_zeros()) else {
        return 0;
    };
    let middle = (width - 1) / 2;
    let round_of = |bit: u32| {
        if bit > middle {
            2 * (bit - middle) - 1
        } else {
            2 * (middle - bit)
        }
    };
    let round = round_of(highest).max(round_of(lowest));
    let newest = if round_of(highest) == round {
        highest
    } else {
        lowest
    };
    let lowest_older = middle - round.saturating_sub(1) / 2;
    let place_in_round = (at & !(1 << newest)) >> lowest_older;
    1 << round | place_in_round
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_order_visits_every_block_once() {
        for order in [Order::Sparse, Order::Center] {
            for width in 0..=10 {
                let all: BTreeSet<_> = (0..1 << width)
                    .map(|nth| sparse_index(order, width, nth).expect("nth is below 2^width"))
                    .collect();
                assert!(all.into_iter().eq(0..1 << width), "{order:?} {width}");
                for at in 0..1 << width {
                    let nth = sparse_rank(order, width, at).expect("at is below 2^width");
                    assert_eq!(
                        sparse_index(order, width, nth),
                        Some(at),
                        "{order:?} {width}"
                    );
                }
                assert_eq!(sparse_index(order, width, 1 << width), None);
            }
        }
    }

    #[test]
    fn reaches_the_widest_indices() {
        for (order, width, nth, expected) in [
            (Order::Sparse, 128, 1, Some(1 << 127)),
            (Order::Sparse, 128, u128::MAX, Some(u128::MAX)),
            (Order::Sparse, 127, 1 << 127, None),
            (Order::Sparse, 129, 0, None),
            (Order::Center, 128, 1, Some(1 << 63)),
            (Order::Center, 128, 2, Some(1 << 64)),
            (Order::Center, 128, u128::MAX, Some(u128::MAX)),
            (Order::Center, 128, 1 << 127, Some(1 << 127)),
            (Order::Center, 127, 1 << 126, Some(1)),
            (Order::Center, 129, 0, None),
        ] {
            assert_eq!(
                sparse_index(order, width, nth),
                expected,
                "{order:?}, {width} bits, number {nth}"
            );
        }
    }
}
