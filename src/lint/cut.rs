//! Whether what is planned between a block and a node's prefix has room there: as it is cut, cut otherwise, and at nibbles.

use super::words::bits;
use crate::addr::{Count, Family};
use crate::sizing::{Alignment, Problem, Want};

/// One level of a cut.
pub(super) struct Level {
    /// What it is, for people.
    pub(super) name: String,
    /// The bits that it has.
    pub(super) given: u32,
    /// How many it has to number.
    pub(super) count: Count,
}

/// Levels one below another that share the bits between two lengths.
pub(super) struct Cut {
    /// The length above all of them.
    pub(super) top: u8,
    /// The length of the last one.
    pub(super) leaf: u8,
    /// The levels, outermost first.
    pub(super) levels: Vec<Level>,
}

impl Cut {
    /// Whether it fits, in words that stand behind what is judged: ": it fits, with 3 bits left; …".
    pub(super) fn verdict(&self) -> String {
        let short = self.short(Alignment::Bit);
        if short > 0 {
            return format!(", and that does not fit, by {}", bits(short));
        }
        let all = u32::from(self.leaf.saturating_sub(self.top));
        let needed: u32 = self.levels.iter().map(Level::needed).sum();
        let left = match all.saturating_sub(needed) {
            0 => "with no bit left".to_owned(),
            left => format!("with {} left", bits(left)),
        };
        let at_nibbles = self.short(Alignment::Nibble);
        let tight = self
            .levels
            .iter()
            .find(|level| level.given < level.needed());
        match (tight, at_nibbles) {
            (None, 0) => format!(": it fits, {left}, and at nibble boundaries too"),
            (None, short) => format!(
                ": it fits, {left}; at nibble boundaries it does not, by {}",
                bits(short)
            ),
            (Some(tight), short) => {
                let as_it_is = format!(
                    ": as it is cut it does not fit ({} {}, has {}); cut otherwise it would, {left}",
                    tight.name,
                    match tight.needed() {
                        1 => "needs 1 bit".to_owned(),
                        needed => format!("needs {needed} bits"),
                    },
                    tight.given
                );
                match short {
                    0 => as_it_is + ", at nibble boundaries too",
                    short => format!("{as_it_is}; at nibble boundaries not, by {}", bits(short)),
                }
            }
        }
    }

    fn short(&self, alignment: Alignment) -> u32 {
        let wants = self.levels.iter().map(|level| Want {
            name: level.name.clone(),
            count: level.count,
            fixed: None,
        });
        let problem = Problem {
            family: Family::V6,
            pool: self.top,
            leaf: self.leaf,
            alignment,
            growth: 0,
            of_nodes: false,
            wants: wants.collect(),
        };
        problem.short_bits()
    }
}

impl Level {
    fn needed(&self) -> u32 {
        self.count.bits_needed()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Level};
    use crate::addr::Count;

    /// Levels as (bits given, how many), from a length to a /64.
    fn verdict(top: u8, levels: &[(u32, u128)]) -> String {
        let level = |&(given, count): &(u32, u128)| Level {
            name: "a level".to_owned(),
            given,
            count: Count::new(count),
        };
        let levels = levels.iter().map(level).collect();
        let leaf = 64;
        Cut { top, leaf, levels }.verdict()
    }

    #[test]
    fn says_yes_or_no_first() {
        // 3 zones, 200 VPCs, 5,000 nodes: 2 + 8 + 13 of 28 bits; on nibbles 4 + 8 and the 16 that are left.
        assert_eq!(
            verdict(36, &[(4, 3), (8, 200), (16, 5000)]),
            ": it fits, with 5 bits left, and at nibble boundaries too"
        );
        // With two ranges in each VPC 24 bits; on nibbles 4 + 8 + 4 leave 12 of 13.
        assert_eq!(
            verdict(36, &[(4, 3), (8, 200), (3, 2), (13, 5000)]),
            ": it fits, with 4 bits left; at nibble boundaries it does not, by 1 bit"
        );
        assert_eq!(
            verdict(36, &[(4, 3), (8, 300), (16, 5000)]),
            ": as it is cut it does not fit (a level needs 9 bits, has 8); cut otherwise it would, with 4 bits left; \
             at nibble boundaries not, by 1 bit"
        );
        assert_eq!(
            verdict(48, &[(4, 16), (12, 5000)]),
            ", and that does not fit, by 1 bit"
        );
        assert_eq!(
            verdict(48, &[(4, 16), (12, 4096)]),
            ": it fits, with no bit left, and at nibble boundaries too"
        );
    }
}
