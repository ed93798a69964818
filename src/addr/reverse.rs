//! Reverse-DNS zones: RFC 3596 2.5 (`ip6.arpa`), RFC 1035 3.5 (`in-addr.arpa`).

use super::prefix::address_of;
use super::{Count, Family, Interval, Length, Prefix};

/// The zones that delegate a prefix: how many there are, and their names, computed one by one.
///
/// IPv6 has a label for each nibble, IPv4 one for each octet. A length between two labels needs as many zones as
/// there are blocks of the next label in it. IPv4 prefixes longer than /24 share the zone of their /24 (RFC 2317).
pub fn reverse_zones(prefix: Prefix) -> (Count, impl Iterator<Item = String>) {
    let length = zone_length(prefix.length());
    let zone = prefix.at(length).unwrap_or(prefix);
    let count = zone.room(length).unwrap_or(Count::ONE);
    let names = (0..count.saturating()).map_while(move |index| zone.child(index, length).map(name));
    (count, names)
}

/// The length of the zones that delegate a prefix of some length.
fn zone_length(length: Length) -> Length {
    let (family, step) = (length.family(), label_bits(length.family()));
    let longest = match family {
        Family::V4 => 24,
        Family::V6 => 128,
    };
    let bits = length.bits().div_ceil(step).saturating_mul(step);
    Length::new(family, bits.min(longest))
        .expect("invariant: rounding up to a label stays in the family")
}

/// The zones of many prefixes, each counted once. A zone in a larger one of them is a part of that, and not counted.
#[derive(Clone, Debug, Default)]
pub struct ReverseZones(Vec<(Length, Interval)>);

impl ReverseZones {
    /// Adds the zones of so many blocks side by side, the first being this one.
    pub fn add(&mut self, first: Prefix, blocks: Count) {
        let tail = zone_length(first.length()).tail();
        let size = Count::power_of_two(128 - u32::from(first.bits()));
        let size = size.and_then(|size| size.times(blocks)?.minus(Count::ONE)?.low());
        let last = size.and_then(|size| first.raw().checked_add(size));
        let interval = Interval {
            first: first.raw() & !tail,
            last: last.unwrap_or(u128::MAX) | tail,
        };
        self.0.push((zone_length(first.length()), interval));
    }

    /// How many zones there are.
    pub fn count(&self) -> Count {
        let mut sorted: Vec<(Length, Interval)> = self.0.clone();
        sorted
            .sort_unstable_by_key(|(length, interval)| (length.family(), length.bits(), *interval));
        let mut all = Count::ZERO;
        for family in Family::BOTH {
            let mut covered: Vec<Interval> = Vec::new();
            let levels = sorted.chunk_by(|one, other| one.0 == other.0);
            for level in levels.filter(|level| level[0].0.family() == family) {
                let own: Vec<Interval> = level.iter().map(|(_, interval)| *interval).collect();
                let sum = [&covered[..], &own].concat();
                let (before, after) = (united(covered), united(sum));
                let each = Count::power_of_two(128 - u32::from(level[0].0.bits()));
                let size = |of: &[Interval]| {
                    let sizes = of
                        .iter()
                        .map(|one| Count::new(one.last - one.first).plus(Count::ONE));
                    sizes.flatten().try_fold(Count::ZERO, Count::plus)
                };
                let more = size(&after).and_then(|all| all.minus(size(&before)?)?.over(each?));
                all = more.and_then(|more| all.plus(more)).unwrap_or(Count::MAX);
                covered = after;
            }
        }
        all
    }
}

/// The same as intervals that neither meet nor touch.
fn united(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut united: Vec<Interval> = Vec::new();
    for one in intervals {
        match united.last_mut() {
            Some(last) if one.first <= last.last.saturating_add(1) => {
                last.last = last.last.max(one.last);
            }
            _ => united.push(one),
        }
    }
    united
}

const fn label_bits(family: Family) -> u8 {
    match family {
        Family::V4 => 8,
        Family::V6 => 4,
    }
}

fn name(zone: Prefix) -> String {
    let family = zone.family();
    let labels = zone.bits() / label_bits(family);
    let mut text = String::new();
    for label in (0..labels).rev() {
        match address_of(family, zone.raw()) {
            std::net::IpAddr::V4(address) => {
                text.push_str(&address.octets()[usize::from(label)].to_string());
            }
            std::net::IpAddr::V6(address) => {
                let octet = address.octets()[usize::from(label / 2)];
                let nibble = if label.is_multiple_of(2) {
                    octet >> 4
                } else {
                    octet & 15
                };
                text.push(
                    char::from_digit(u32::from(nibble), 16)
                        .expect("invariant: four bits are a digit"),
                );
            }
        }
        text.push('.');
    }
    text.push_str(match family {
        Family::V4 => "in-addr.arpa",
        Family::V6 => "ip6.arpa",
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::parse_prefix;

    fn check(prefix: &str, number: u128, first: &str, last: &str) {
        let (count, names) = reverse_zones(parse_prefix(prefix).expect("a prefix"));
        let names: Vec<_> = names.collect();
        assert_eq!(count, Count::new(number), "zones of {prefix}");
        assert_eq!(
            names.len().to_string(),
            count.decimal(),
            "zones of {prefix}"
        );
        assert_eq!(names.first().map(String::as_str), Some(first), "{prefix}");
        assert_eq!(names.last().map(String::as_str), Some(last), "{prefix}");
    }

    #[test]
    fn zones_of_many_are_counted_once() {
        for (runs, expected) in [
            (&[][..], 0),
            // 40 /56 that lie one further on: 41 zones.
            (&[("2001:db8::/56", 40), ("2001:db8:0:100::/56", 40)], 41),
            // A /40 holds the zones of all that lies in it; another /56 does not.
            (
                &[
                    ("2001:db8::/40", 1),
                    ("2001:db8::/56", 9),
                    ("2001:db9::/56", 1),
                ],
                2,
            ),
            (&[("10.0.0.0/16", 1), ("10.0.0.0/15", 1)], 2),
            // /26 share the zone of their /24.
            (&[("10.0.0.0/26", 4), ("10.0.1.64/26", 1)], 2),
            (&[("10.0.0.0/26", 5)], 2),
            // A /61 is eight zones of a /64.
            (&[("2001:db8::/61", 3)], 24),
            (&[("::/0", 1), ("0.0.0.0/0", 1)], 2),
            (
                &[
                    ("10.0.0.0/8", 1),
                    ("::/0", 1),
                    ("2001:db8::/32", 7),
                    ("11.0.0.0/9", 1),
                ],
                130,
            ),
        ] {
            let mut zones = ReverseZones::default();
            for (first, blocks) in runs {
                zones.add(parse_prefix(first).expect("a prefix"), Count::new(*blocks));
            }
            assert_eq!(zones.count(), Count::new(expected), "{runs:?}");
        }
    }

    #[test]
    fn the_whole_family_is_the_root_zone() {
        check("0.0.0.0/0", 1, "in-addr.arpa", "in-addr.arpa");
        check("::/0", 1, "ip6.arpa", "ip6.arpa");
    }

    #[test]
    fn a_length_between_octets_takes_the_next_octet() {
        check("0.0.0.0/1", 128, "0.in-addr.arpa", "127.in-addr.arpa");
        check("192.0.0.0/7", 2, "192.in-addr.arpa", "193.in-addr.arpa");
        check(
            "10.128.0.0/9",
            128,
            "128.10.in-addr.arpa",
            "255.10.in-addr.arpa",
        );
        check(
            "10.1.2.0/23",
            2,
            "2.1.10.in-addr.arpa",
            "3.1.10.in-addr.arpa",
        );
    }

    #[test]
    fn ipv4_behind_the_last_delegated_octet_shares_its_zone() {
        for prefix in ["192.0.2.0/24", "192.0.2.64/26", "192.0.2.255/32"] {
            check(prefix, 1, "2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa");
        }
    }

    #[test]
    fn a_length_between_nibbles_takes_the_next_nibble() {
        check("8000::/1", 8, "8.ip6.arpa", "f.ip6.arpa");
        check(
            "2001:db8::/29",
            8,
            "8.b.d.0.1.0.0.2.ip6.arpa",
            "f.b.d.0.1.0.0.2.ip6.arpa",
        );
        let behind = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        check(
            "2001:db8::a/127",
            2,
            &format!("a.{behind}"),
            &format!("b.{behind}"),
        );
        check(
            "2001:db8::a/128",
            1,
            &format!("a.{behind}"),
            &format!("a.{behind}"),
        );
    }
}
