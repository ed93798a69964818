//! Addresses: cases with known answers, laws, and two independent oracles.

mod aggregate;
mod cases;
mod count;
mod free_space;
mod prefix;

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use trellis::addr::{Family, Length, Prefix};

fn length(family: Family, bits: u8) -> Length {
    Length::new(family, bits).expect("the length fits its family")
}

/// Any prefix of either family; bits are as often all zeros or all ones as random, to meet the ends.
fn any_prefix() -> impl Strategy<Value = Prefix> {
    let bits = prop_oneof![Just(0), Just(u128::MAX), any::<u128>()];
    let family = prop_oneof![Just(Family::V4), Just(Family::V6)];
    (family, 0..=128_u8, bits).prop_map(|(family, bits, raw)| {
        let length = length(family, bits.min(family.width()));
        let kept = u32::from(length.bits());
        let mask = if kept == 0 {
            0
        } else {
            u128::MAX << (128 - kept)
        };
        Prefix::from_raw(raw & mask, length).expect("the host bits are cleared")
    })
}
