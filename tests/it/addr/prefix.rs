//! Laws of prefixes, and `ipnet` as an oracle that shares no code with ours.

use ipnet::IpNet;
use proptest::prelude::{Strategy, any, proptest};
use trellis::addr::{
    AddressError, Count, Family, Prefix, parse_address, parse_prefix, reverse_zones,
};

use super::{any_prefix, length};

/// A prefix, and the length of blocks in it.
fn any_parent() -> impl Strategy<Value = (Prefix, u8)> {
    any_prefix().prop_flat_map(|parent| {
        (parent.bits()..=parent.family().width()).prop_map(move |bits| (parent, bits))
    })
}

/// Two prefixes that often have to do with one another.
fn any_pair() -> impl Strategy<Value = (Prefix, Prefix)> {
    (any_prefix(), any_prefix(), 0..=128_u8, any::<bool>()).prop_map(
        |(one, other, bits, related)| {
            let cut = one
                .at(length(one.family(), bits.min(one.bits())))
                .expect("a shorter length");
            (one, if related { cut } else { other })
        },
    )
}

/// Children to look at one by one: at most 64.
fn children(parent: Prefix, bits: u8) -> Vec<Prefix> {
    let length = length(parent.family(), bits.min(parent.bits().saturating_add(6)));
    (0..)
        .map_while(|index| parent.child(index, length))
        .collect()
}

fn net(prefix: Prefix) -> IpNet {
    IpNet::from(prefix)
}

/// Nearly prefixes, of each family in turn, and anything.
const TEXTS: &str = "[0-9a-f:./%]{0,24}\
    |[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,3}\
    |[0-9a-f]{0,5}(:[0-9a-f]{0,4}){2,7}(/[0-9]{1,3})?\
    |\\PC*";

proptest! {
    #[test]
    fn a_child_knows_its_index((parent, bits) in any_parent(), number in any::<u128>()) {
        let length = length(parent.family(), bits);
        let room = parent.room(length).expect("the blocks are not larger");
        let index = room.low().map_or(number, |room| number % room);
        let child = parent.child(index, length).expect("the index is in the room");
        assert_eq!(child.index_in(parent), Some(index));
        assert_eq!(child.at(parent.length()), Some(parent));
        assert!(parent.covers(child) && (parent == child || !child.covers(parent)));
        assert_eq!(child.addresses().times(room), Some(parent.addresses()));
        if let Some(room) = room.low() {
            assert_eq!(parent.child(room, length), None);
        }
    }

    #[test]
    fn children_fill_their_parent_in_order((parent, bits) in any_parent()) {
        let children = children(parent, bits);
        assert_eq!(children.first().map(|child| child.first()), Some(parent.first()));
        assert_eq!(children.last().map(|child| child.last()), Some(parent.last()));
        for pair in children.windows(2) {
            assert!(pair[0] < pair[1] && !pair[0].overlaps(pair[1]), "{pair:?}");
            assert_eq!(pair[0].raw_last() + 1, pair[1].raw(), "{pair:?}");
        }
    }

    #[test]
    fn halves_are_the_children_one_bit_longer(prefix in any_prefix()) {
        match prefix.split() {
            Some(halves) => {
                assert_eq!(halves.to_vec(), children(prefix, prefix.bits() + 1));
                assert_eq!(halves.map(Prefix::parent), [Some(prefix); 2]);
            }
            None => assert_eq!(prefix.addresses(), Count::ONE),
        }
    }

    #[test]
    fn covering_is_a_partial_order((one, two) in any_pair(), bits in 0..=128_u8) {
        assert!(one.covers(one));
        assert_eq!(one.covers(two) && two.covers(one), one == two);
        let wider = two.at(length(two.family(), bits.min(two.bits()))).expect("a shorter length");
        assert!(wider.covers(two));
        assert!(!two.covers(one) || wider.covers(one), "{wider} covers {two} covers {one}");
        assert_eq!(one.overlaps(two), one.covers(two) || two.covers(one));
        assert!(!one.covers(two) || one <= two, "{one} sorts before {two}");
    }

    #[test]
    fn text_is_read_back(prefix in any_prefix()) {
        let text = prefix.to_string();
        match parse_prefix(&text) {
            Err(AddressError::Mapped(_)) => assert!(text.starts_with("::ffff:")),
            read => assert_eq!(read, Ok(prefix)),
        }
    }

    #[test]
    fn no_text_is_read_otherwise_than_ipnet_does(text in TEXTS) {
        let theirs = text.parse::<IpNet>();
        match parse_prefix(&text) {
            Ok(prefix) => assert_eq!(Ok(net(prefix)), theirs, "{text}"),
            Err(AddressError::HostBits { address, length, prefix }) => {
                let theirs = theirs.expect("ipnet allows host bits");
                assert_eq!((address, length.bits()), (theirs.addr(), theirs.prefix_len()));
                assert_eq!(net(prefix), theirs.trunc());
            }
            Err(AddressError::LeadingZeros(_) | AddressError::Mapped(_)) => {}
            Err(error) => assert!(theirs.is_err(), "{text}: {error}, but ipnet reads {theirs:?}"),
        }
        if let Ok(address) = parse_address(&text) {
            assert_eq!(text.parse(), Ok(address), "{text}");
        }
    }

    #[test]
    fn ipnet_agrees_on_one_prefix((prefix, bits) in any_parent()) {
        let net = net(prefix);
        assert_eq!(prefix.to_string(), net.to_string());
        assert_eq!(Prefix::try_from(net), Ok(prefix));
        assert_eq!((prefix.first(), prefix.last()), (net.network(), net.broadcast()));
        assert_eq!(prefix.parent().map(IpNet::from), net.supernet());
        let children = children(prefix, bits);
        let length = children[0].bits();
        let theirs: Vec<_> = net.subnets(length).expect("the length is not shorter").collect();
        assert_eq!(children.into_iter().map(IpNet::from).collect::<Vec<_>>(), theirs);
        assert_eq!(IpNet::aggregate(&theirs), [net]);
    }

    #[test]
    fn ipnet_agrees_on_two_prefixes((one, two) in any_pair()) {
        let (left, right) = (net(one), net(two));
        assert_eq!(one.covers(two), left.contains(&right), "{one} covers {two}");
        assert_eq!(two.covers(one), right.contains(&left), "{two} covers {one}");
        for address in [two.first(), two.last()] {
            assert_eq!(one.contains(address), left.contains(&address), "{address} in {one}");
        }
        let shared = left.contains(&two.first()) || right.contains(&one.first());
        assert_eq!(one.overlaps(two), shared, "{one} and {two}");
    }

    #[test]
    fn host_bits_of_ipnet_are_refused(prefix in any_prefix()) {
        let with_host_bits = IpNet::new(prefix.last(), prefix.bits()).expect("a length");
        let converted = Prefix::try_from(with_host_bits).ok();
        assert_eq!(converted, (prefix.addresses() == Count::ONE).then_some(prefix));
    }

    #[test]
    fn zones_are_as_many_as_they_say(prefix in any_prefix()) {
        let (count, names) = reverse_zones(prefix);
        let names: Vec<_> = names.collect();
        assert_eq!(names.len().to_string(), count.decimal());
        let root = match prefix.family() {
            Family::V4 => "in-addr.arpa",
            Family::V6 => "ip6.arpa",
        };
        for name in names {
            assert!(name.ends_with(root) && !name.starts_with('.'), "{name}");
        }
    }
}

/// The places of a space of eight bits, one bit each.
type Places = [u128; 2];

/// Every prefix of a space of eight bits, each with the places that it holds.
fn small_space(pool: Prefix) -> Vec<(Prefix, Places)> {
    let family = pool.family();
    let blocks = |bits| (0..).map_while(move |index| pool.child(index, length(family, bits)));
    let hosts: Vec<_> = blocks(family.width()).map(Prefix::first).collect();
    let places = |prefix: Prefix| {
        let mut places = [0; 2];
        for (place, host) in hosts.iter().enumerate() {
            if prefix.first() <= *host && *host <= prefix.last() {
                places[place / 128] |= 1 << (place % 128);
            }
        }
        places
    };
    (pool.bits()..=family.width())
        .flat_map(blocks)
        .map(|prefix| (prefix, places(prefix)))
        .collect()
}

#[test]
fn covering_and_overlap_are_those_of_sets_of_places() {
    for pool in ["10.0.0.0/24", "255.255.255.0/24", "2001:db8::/120"] {
        let prefixes = small_space(parse_prefix(pool).expect("a prefix"));
        assert_eq!(prefixes.len(), 511, "prefixes in {pool}");
        for &(one, [low, high]) in &prefixes {
            for &(two, [other_low, other_high]) in &prefixes {
                let shared = [low & other_low, high & other_high];
                let covers = shared == [other_low, other_high];
                assert_eq!(one.covers(two), covers, "{one} covers {two}");
                assert_eq!(one.overlaps(two), shared != [0; 2], "{one} overlaps {two}");
            }
        }
    }
}
