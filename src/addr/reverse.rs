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
                text.push_str(&address.octets()[usize::from(label)].to_string())
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
