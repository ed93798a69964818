//! Reverse-DNS zones: RFC 3596 2.5 (`ip6.arpa`), RFC 1035 3.5 (`in-addr.arpa`).

use super::prefix::address_of;
use super::{Count, Family, Length, Prefix};

/// The zones that delegate a prefix: how many there are, and their names, computed one by one.
///
/// IPv6 has a label for each nibble, IPv4 one for each octet. A length between two labels needs as many zones as
/// there are blocks of the next label in it. IPv4 prefixes longer than /24 share the zone of their /24 (RFC 2317).
pub fn reverse_zones(prefix: Prefix) -> (Count, impl Iterator<Item = String>) {
    let (family, step) = (prefix.family(), label_bits(prefix.family()));
    let longest = match family {
        Family::V4 => 24,
        Family::V6 => 128,
    };
    let bits = prefix
        .bits()
        .div_ceil(step)
        .saturating_mul(step)
        .min(longest);
    let length =
        Length::new(family, bits).expect("invariant: rounding up to a label stays in the family");
    let zone = prefix.at(length).unwrap_or(prefix);
    let count = zone.room(length).unwrap_or(Count::ONE);
    let names = (0..count.saturating()).map_while(move |index| zone.child(index, length).map(name));
    (count, names)
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
