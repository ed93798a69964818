//! How one IPv4 range is cut for zones: the VPC on AWS, the node range where each zone has a share of it
//! (DESIGN 5; g d, minimal infrastructureConfig).

use crate::addr::{Length, Prefix};

/// The subnets of one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneCuts {
    /// For nodes.
    pub workers: Prefix,
    /// For what the Internet reaches.
    pub public: Prefix,
    /// For what only the VPC reaches.
    pub internal: Prefix,
}

/// The length of each zone's subnet for nodes: with z = ⌈log2(Z+1)⌉ for Z zones, z + 1 bits longer than the VPC.
pub(super) fn worker_bits(vpc_bits: u8, zones: u32) -> Option<u8> {
    let zone_bits = u8::try_from(u32::BITS - zones.leading_zeros()).ok()?;
    vpc_bits.checked_add(1)?.checked_add(zone_bits)
}

/// The subnets of each zone: workers are the first blocks of the lower half, and the block behind them is cut again,
/// its first half for public and its second for internal subnets. Nothing where the VPC is too small for that.
pub fn zone_cuts(vpc: Prefix, zones: u32) -> Option<Vec<ZoneCuts>> {
    let family = vpc.family();
    let worker = Length::new(family, worker_bits(vpc.bits(), zones)?)?;
    let zone_bits = worker.bits() - vpc.bits() - 1;
    let small = Length::new(
        family,
        worker.bits().checked_add(zone_bits)?.checked_add(1)?,
    )?;
    let shared = vpc.child(u128::from(zones), worker)?;
    let half = 1_u128 << zone_bits;
    (0..zones)
        .map(|zone| {
            let zone = u128::from(zone);
            Some(ZoneCuts {
                workers: vpc.child(zone, worker)?,
                public: shared.child(zone, small)?,
                internal: shared.child(half + zone, small)?,
            })
        })
        .collect()
}

/// How many bits longer the share of each zone is, where zones have equal ones.
pub(super) fn share_bits(zones: u32) -> u8 {
    let bits = u32::BITS - zones.saturating_sub(1).leading_zeros();
    u8::try_from(bits).unwrap_or(u8::MAX)
}

/// The shares of zones that have equal ones, one after another. Nothing where the range is too small for that.
pub fn equal_cuts(nodes: Prefix, zones: u32) -> Option<Vec<Prefix>> {
    let bits = nodes.bits().checked_add(share_bits(zones))?;
    let share = Length::new(nodes.family(), bits)?;
    (0..zones)
        .map(|zone| nodes.child(u128::from(zone), share))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::parse_prefix;

    fn check(vpc: &str, zones: u32, expected: &[[&str; 3]]) {
        let cuts =
            zone_cuts(parse_prefix(vpc).expect("a prefix"), zones).expect("room for the zones");
        let texts: Vec<[String; 3]> = cuts
            .iter()
            .map(|cuts| [cuts.workers, cuts.public, cuts.internal].map(|prefix| prefix.to_string()))
            .collect();
        assert_eq!(texts, expected, "{vpc} for {zones}");
    }

    #[test]
    fn cuts_as_gardeners_examples_do() {
        check(
            "10.250.0.0/16",
            1,
            &[["10.250.0.0/18", "10.250.64.0/20", "10.250.96.0/20"]],
        );
        check(
            "10.250.0.0/16",
            3,
            &[
                ["10.250.0.0/19", "10.250.96.0/22", "10.250.112.0/22"],
                ["10.250.32.0/19", "10.250.100.0/22", "10.250.116.0/22"],
                ["10.250.64.0/19", "10.250.104.0/22", "10.250.120.0/22"],
            ],
        );
    }

    #[test]
    fn equal_shares() {
        for (zones, expected) in [
            (1, &["10.250.0.0/16"][..]),
            (2, &["10.250.0.0/17", "10.250.128.0/17"]),
            (3, &["10.250.0.0/18", "10.250.64.0/18", "10.250.128.0/18"]),
        ] {
            let nodes = parse_prefix("10.250.0.0/16").expect("a prefix");
            let cuts = equal_cuts(nodes, zones).expect("room for the zones");
            let texts: Vec<String> = cuts.iter().map(ToString::to_string).collect();
            assert_eq!(texts, expected, "{zones}");
        }
        let host = parse_prefix("10.0.0.1/32").expect("a prefix");
        assert_eq!(equal_cuts(host, 2), None);
    }

    #[test]
    fn too_small_a_vpc_gives_nothing() {
        assert_eq!(
            zone_cuts(parse_prefix("10.0.0.0/28").expect("a prefix"), 3),
            None
        );
    }
}
