//! Prefixes by the million: containment, free space, text, streams, against sorting, std and other crates.

use std::hint::black_box;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use ipnet::{IpNet, Ipv6Net};
use trellis::addr::{
    Family, FreeSpace, Interval, Length, Prefix, aggregate, parse_address, push_first,
};

use crate::{Measured, least};

const MANY: usize = 1_000_000;
const RUNS: usize = 3;

/// All of it.
pub(crate) fn rows() -> Vec<Measured> {
    let mut rows = containment();
    rows.extend(text());
    rows.push(next_free());
    rows
}

/// Nested prefixes from /40 to /128, the same in every run.
fn nested() -> Vec<Prefix> {
    let mut number = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        number
    };
    let prefix = |high: u64, low: u64, bits: u64| {
        let bits = u8::try_from(40 + bits % 89).expect("at most 128");
        let length = Length::new(Family::V6, bits).expect("a length of IPv6");
        // Few high bits, so that many lie in one another.
        let address = 0x2001_0db8_u128 << 96 | u128::from(high % 4096) << 84 | u128::from(low);
        Prefix::holding(IpAddr::V6(Ipv6Addr::from_bits(address)), length).expect("of IPv6")
    };
    (0..MANY).map(|_| prefix(next(), next(), next())).collect()
}

/// How many lie in another one: sorted, then one walk with a stack, which is how tables are imported.
fn covered(prefixes: &mut [Prefix]) -> usize {
    prefixes.sort_unstable();
    let mut open: Vec<Prefix> = Vec::new();
    let mut covered = 0;
    for &prefix in &*prefixes {
        while open.last().is_some_and(|around| !around.covers(prefix)) {
            open.pop();
        }
        covered += usize::from(!open.is_empty());
        open.push(prefix);
    }
    covered
}

fn containment() -> Vec<Measured> {
    let prefixes = nested();
    let nets: Vec<Ipv6Net> = prefixes.iter().map(|&prefix| v6(prefix)).collect();
    let sorting = least(RUNS, || {
        let mut sorted = prefixes.clone();
        sorted.sort_unstable();
        sorted
    });
    let ours = least(RUNS, || covered(&mut prefixes.clone()));
    let trie = least(RUNS, || {
        let map: prefix_trie::PrefixMap<Ipv6Net, ()> = nets.iter().map(|&net| (net, ())).collect();
        let inside = |net: &&Ipv6Net| map.get_spm(net).is_some_and(|(around, ())| around != **net);
        nets.iter().filter(inside).count()
    });
    let table = least(RUNS, || {
        let mut table = ip_network_table::IpNetworkTable::new();
        for net in &nets {
            let network = ip_network::Ipv6Network::new(net.addr(), net.prefix_len());
            table.insert(network.expect("no host bits"), ());
        }
        let around = |net: &&Ipv6Net| table.matches(net.addr()).next().is_some();
        nets.iter().filter(around).count()
    });
    let fewest = least(RUNS, || aggregate(&prefixes).len());
    let theirs = least(RUNS, || Ipv6Net::aggregate(&nets).len());
    let range = least(RUNS, || {
        let mut range: iprange::IpRange<Ipv6Net> = nets.iter().copied().collect();
        range.simplify();
        range.iter().count()
    });
    let row =
        |what: &str, base: Duration, wanted: Option<f64>| Measured::new(what, ours, base, wanted);
    vec![
        row(
            "which of 10^6 prefixes lie in another ÷ sorting them",
            sorting,
            Some(1.5),
        ),
        row("the same ÷ prefix-trie", trie, Some(1.0)),
        row("the same ÷ ip_network_table", table, Some(1.0)),
        Measured::new(
            "the fewest prefixes for the same addresses ÷ ipnet's aggregate",
            fewest,
            theirs,
            Some(1.0),
        ),
        Measured::new("the same ÷ iprange", fewest, range, Some(1.0)),
    ]
}

fn v6(prefix: Prefix) -> Ipv6Net {
    match IpNet::from(prefix) {
        IpNet::V6(net) => net,
        IpNet::V4(net) => panic!("{net} is no IPv6"),
    }
}

fn text() -> Vec<Measured> {
    let prefixes = nested();
    let addresses: Vec<IpAddr> = prefixes.iter().map(|&prefix| prefix.first()).collect();
    let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let parse = least(RUNS, || {
        texts
            .iter()
            .filter(|text| parse_address(text).is_ok())
            .count()
    });
    let parse_std = least(RUNS, || {
        texts
            .iter()
            .filter(|text| text.parse::<IpAddr>().is_ok())
            .count()
    });
    let print = least(RUNS, || {
        let mut out = Vec::with_capacity(64);
        let print = |prefix: &Prefix| {
            out.clear();
            push_first(*prefix, &mut out);
            out.len()
        };
        prefixes.iter().map(print).sum::<usize>()
    });
    let print_std = least(RUNS, || {
        use std::fmt::Write as _;
        let mut out = String::with_capacity(64);
        let print = |address: &IpAddr| {
            out.clear();
            write!(out, "{address}").expect("a string takes all");
            out.len()
        };
        addresses.iter().map(print).sum::<usize>()
    });
    vec![
        Measured::new("reading 10^6 addresses ÷ std", parse, parse_std, None),
        Measured::new("printing 10^6 addresses ÷ std", print, print_std, None),
    ]
}

/// Takes the next free /48 of a /36 until all 4,096 are taken, against asking ipnet's subnets in order.
fn next_free() -> Measured {
    let length = |bits| Length::new(Family::V6, bits).expect("a length of IPv6");
    let whole = Prefix::new("2001:db8:1000::".parse().expect("an address"), length(36))
        .expect("no host bits");
    let tail = (1_u128 << 80) - 1;
    let ours = least(RUNS, || {
        let mut free = FreeSpace::whole((1 << 92) - 1);
        let mut taken = 0;
        while let Some(first) = free.first_fit(0, tail, tail) {
            let last = first + tail;
            taken += u32::from(free.take(Interval { first, last }));
        }
        assert_eq!(taken, 4096);
        taken
    });
    let net = v6(whole);
    let plain = least(RUNS, || {
        let mut taken = std::collections::BTreeSet::new();
        for _ in 0..4096 {
            let mut subnets = net.subnets(48).expect("a longer length");
            let next = subnets
                .find(|subnet| !taken.contains(subnet))
                .expect("one is free");
            taken.insert(next);
        }
        black_box(taken.len())
    });
    Measured::new(
        "taking the next free /48 of a /36 4,096 times ÷ looking through ipnet's subnets",
        ours,
        plain,
        None,
    )
}
