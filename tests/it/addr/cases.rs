//! `tests/cases/addr/*.yaml`: each file holds lists by what is checked, one line a case.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use serde::Deserialize;
use trellis::addr::{
    AddressError, Count, Order, Prefix, parse_address, parse_prefix, reverse_zones, sparse_index,
};

use super::length;

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Cases {
    addresses: Vec<(String, String, String)>,
    prefixes: Vec<(String, String)>,
    host_bits: Vec<(String, IpAddr, String)>,
    mapped: Vec<String>,
    refused: Vec<String>,
    orders: Vec<(Ascent, u32, Vec<u128>)>,
    weights: Vec<(u32, Vec<u128>)>,
    children: Vec<(Ascent, String, u8, Vec<String>)>,
    growth: Vec<(Ascent, u32, u128, u32, u32)>,
    zones: Vec<(String, u64, Vec<String>)>,
    levels: Vec<Level>,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "lowercase")]
enum Ascent {
    Ascending,
    Sparse,
    Center,
}

impl Ascent {
    fn index(self, width: u32, nth: u128) -> Option<u128> {
        match self {
            Self::Ascending => Some(nth),
            Self::Sparse => sparse_index(Order::Sparse, width, nth),
            Self::Center => sparse_index(Order::Center, width, nth),
        }
    }
}

/// Root, length, how many, addresses in each, first, second, last, zones of one, the first zone of the first.
#[derive(Deserialize)]
struct Level(
    String,
    u8,
    String,
    String,
    String,
    Option<String>,
    String,
    u64,
    String,
);

#[test]
fn cases_have_their_known_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/addr");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    for file in files {
        let text = fs::read_to_string(&file).expect("the file can be read");
        let cases: Cases = serde_yaml::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        cases.check_text();
        cases.check_order();
        cases.check_zones();
        for level in &cases.levels {
            check_level(level);
        }
    }
}

impl Cases {
    fn check_text(&self) {
        for (text, printed, bits) in &self.addresses {
            let address = parse_address(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let bits = u128::from_str_radix(bits, 16).expect("128 bits in hex");
            assert_eq!(address.to_string(), *printed, "of {text}");
            assert_eq!(prefix(&format!("{text}/128")).raw(), bits, "of {text}");
            assert_eq!(
                prefix(&format!("{text}/128")).to_string(),
                format!("{printed}/128")
            );
        }
        for (text, printed) in &self.prefixes {
            assert_eq!(prefix(text).to_string(), *printed, "of {text}");
        }
        for (text, expected, there) in &self.host_bits {
            match parse_prefix(text) {
                Err(AddressError::HostBits {
                    address, prefix, ..
                }) => {
                    assert_eq!(address, *expected, "of {text}");
                    assert_eq!(prefix.to_string(), *there, "of {text}");
                }
                other => panic!("{text} has host bits, but is {other:?}"),
            }
        }
        for text in &self.mapped {
            let mapped = Err(AddressError::Mapped(text.clone()));
            assert_eq!(parse_address(text), mapped);
            let prefix = parse_prefix(&format!("{text}/128")).map(Prefix::first);
            assert_eq!(prefix, mapped);
        }
        for text in &self.refused {
            let address = parse_address(text);
            assert!(address.is_err(), "`{text}` is read as {address:?}");
            let prefix = parse_prefix(text);
            assert!(prefix.is_err(), "`{text}` is read as {prefix:?}");
        }
    }

    fn check_order(&self) {
        for (order, width, values) in &self.orders {
            let found = (0..).map_while(|nth| order.index(*width, nth));
            let found: Vec<_> = found.take(values.len()).collect();
            assert_eq!(found, *values, "{order:?} of {width} bits");
        }
        for (width, weights) in &self.weights {
            let found: Vec<_> = (0..*width)
                .filter_map(|round| sparse_index(Order::Center, *width, 1 << round))
                .collect();
            assert_eq!(found, *weights, "centermost bits of {width}");
        }
        for (order, parent, bits, children) in &self.children {
            let parent = prefix(parent);
            let length = length(parent.family(), *bits);
            let width = u32::from(*bits - parent.bits());
            let found: Vec<_> = (0..)
                .map_while(|nth| parent.child(order.index(width, nth)?, length))
                .take(children.len())
                .map(|child| child.to_string())
                .collect();
            assert_eq!(found, *children, "{order:?} /{bits} of {parent}");
        }
        for &(order, width, placed, low, high) in &self.growth {
            let used = (0..placed)
                .filter_map(|nth| order.index(width, nth))
                .fold(0, |used, index| used | index);
            assert_eq!(used.trailing_zeros(), low, "{order:?} {width} {placed}");
            let free = used.leading_zeros() - (128 - width);
            assert_eq!(free, high, "{order:?} {width} {placed}");
        }
    }

    fn check_zones(&self) {
        for (text, number, expected) in &self.zones {
            let (count, names) = reverse_zones(prefix(text));
            assert_eq!(count, Count::from(*number), "zones of {text}");
            let names: Vec<_> = names.collect();
            assert_eq!(names, *expected, "zones of {text}");
        }
    }
}

fn check_level(level: &Level) {
    let Level(root, bits, total, addresses, first, second, last, zones, zone) = level;
    let root = prefix(root);
    let length = length(root.family(), *bits);
    let what = format!("/{bits} of {root}");
    let number = root.room(length).expect("the level is in its root");
    assert_eq!(number.decimal(), *total, "{what}");
    let child = |index| root.child(index, length).map(|child| child.to_string());
    assert_eq!(child(0).as_ref(), Some(first), "{what}");
    assert_eq!(child(1), *second, "{what}");
    let last_index = number.saturating() - 1;
    assert_eq!(child(last_index).as_ref(), Some(last), "{what}");
    assert_eq!(prefix(last).index_in(root), Some(last_index), "{what}");
    assert_eq!(prefix(first).addresses().decimal(), *addresses, "{what}");
    let (count, mut names) = reverse_zones(prefix(first));
    assert_eq!(count, Count::from(*zones), "zones of {what}");
    assert_eq!(names.next().as_ref(), Some(zone), "zones of {what}");
}

fn prefix(text: &str) -> Prefix {
    parse_prefix(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
