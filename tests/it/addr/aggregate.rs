//! Many prefixes as the fewest: `ipnet` says the same, however many there are and however they lie.

use ipnet::Ipv6Net;
use trellis::addr::{Prefix, aggregate};

use super::length;
use crate::support::chance::{Chance, seeds};
use trellis::addr::Family;

/// Prefixes of these lengths whose highest bits, so many of them, are made by chance.
fn made(chance: &mut Chance, number: usize, lengths: &[u8], bits: u32) -> Vec<Prefix> {
    let one = |chance: &mut Chance| {
        let raw = u128::from(chance.next()) << 64 | u128::from(chance.next());
        let kept = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
        let address = std::net::Ipv6Addr::from_bits(raw & kept);
        let length = length(Family::V6, *chance.pick(lengths));
        Prefix::holding(address.into(), length).expect("of IPv6")
    };
    (0..number).map(|_| one(chance)).collect()
}

fn net(prefix: Prefix) -> Ipv6Net {
    prefix.to_string().parse().expect("a prefix")
}

#[test]
fn ipnet_aggregates_to_the_same() {
    for seed in seeds(4) {
        let mut chance = Chance::new(seed);
        for (number, lengths, bits) in [
            (10, &[8, 9, 10][..], 10),
            (300, &[16, 20, 24], 24),
            // More than are sorted at once: many in few, none in another, a few short ones among many, and all alike.
            (5000, &[4, 40, 48, 56, 64], 64),
            (5000, &[64], 64),
            (6000, &[10, 12, 14, 128], 14),
            (6000, &[20], 20),
        ] {
            let prefixes = made(&mut chance, number, lengths, bits);
            let nets: Vec<Ipv6Net> = prefixes.iter().copied().map(net).collect();
            let ours: Vec<Ipv6Net> = aggregate(&prefixes).into_iter().map(net).collect();
            let what = format!("seed {seed}, {number} of {lengths:?}");
            assert_eq!(ours, Ipv6Net::aggregate(&nets), "{what}");
        }
    }
}
