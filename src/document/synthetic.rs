//! Plans of any size for those who want to try how it goes: named shoots with four fields of their own, twenty in a VPC.

use std::fmt::Write as _;

const SHOOTS_IN_VPC: u32 = 20;
const HEAD: &str = "trellis: 1\nname: generated\nprovider: generic\nkubernetes: \"1.34.8\"\nregions:\n  - name: region-1\n    v6: 2001:db8::/32\n    vpcs:\n";

/// An odd number with bits all over (Knuth's 2^64 divided by the golden ratio), so that near seeds lie far apart.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The most shoots that are made at once: a file of about 180 MB, below what is read.
pub const SYNTHETIC_MOST: u32 = 1_000_000;

/// The text of a plan with that many shoots, about 180 bytes each; the same for the same number and seed.
pub fn synthetic(shoots: u32, seed: u64) -> String {
    let mut text = HEAD.to_owned();
    // The seed 0 and the start itself would give zeros for ever.
    let start = match seed.wrapping_mul(SPREAD) {
        0 => SPREAD,
        start => start,
    };
    let mut chance = Chance(start);
    for shoot in 0..shoots.min(SYNTHETIC_MOST) {
        if shoot % SHOOTS_IN_VPC == 0 {
            write!(
                text,
                "      - name: vpc-{:05}\n        v6: /56\n        shoots:\n",
                shoot / SHOOTS_IN_VPC
            )
            .expect("invariant: a string takes all");
        }
        let number = chance.next();
        write!(
            text,
            "          - name: team-{:03}-{shoot:06}-prod\n            nodes: v6global/64+prefix/80\n            pods: v6fromNode/96\n            services: v6global/112\n            max-nodes: {}\n",
            number % 997,
            3 + number % 500,
        )
        .expect("invariant: a string takes all");
    }
    text
}

/// Marsaglia's xorshift: numbers that look like chance, from a seed that is not 0.
struct Chance(u64);

impl Chance {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
