//! How levels can be cut: problems with independent answers, and every scheme against trying all lengths.

use proptest::prelude::*;
use trellis::addr::{Count, Family};
use trellis::sizing::{Alignment, Problem, Scheme, Want, relaxations, search, search_all};

const PROBLEMS: &str = include_str!("../cases/sizing/problems.txt");

fn problem(pool: u8, leaf: u8, alignment: Alignment, wants: &[(&str, u128)]) -> Problem {
    Problem {
        family: Family::V6,
        pool,
        leaf,
        alignment,
        growth: 25,
        of_nodes: false,
        wants: wants
            .iter()
            .map(|&(name, count)| Want {
                name: name.to_owned(),
                count: Count::new(count),
                fixed: None,
            })
            .collect(),
    }
}

fn lengths(scheme: &Scheme) -> Vec<u8> {
    scheme.levels.iter().map(|level| level.length).collect()
}

fn length(text: &str) -> u8 {
    text.trim_start_matches('/').parse().expect("a length")
}

#[test]
fn problems_have_their_answers() {
    let mut seen = 0;
    for line in PROBLEMS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (input, answer) = line.split_once(" -> ").expect("an answer");
        let words: Vec<&str> = input.split(' ').collect();
        let wants: Vec<(&str, u128)> = words[3]
            .split(',')
            .map(|want| want.split_once('=').expect("a want"))
            .map(|(name, count)| (name, count.parse().expect("a count")))
            .collect();
        let alignment = if words[2] == "nibble" {
            Alignment::Nibble
        } else {
            Alignment::Bit
        };
        let problem = problem(length(words[0]), length(words[1]), alignment, &wants);
        let found = search(&problem);
        seen += 1;
        if let Some(bits) = answer.strip_prefix("short ") {
            assert_eq!(problem.short_bits().to_string(), bits, "{line}");
            assert!(found.schemes.is_empty(), "{line}");
            continue;
        }
        let (expected, over) = answer.split_once(" over ").expect("bits over");
        let expected: Vec<u8> = expected.split(' ').map(length).collect();
        let scheme = found
            .schemes
            .iter()
            .find(|scheme| lengths(scheme) == expected);
        let scheme = scheme.unwrap_or_else(|| panic!("{line}: {:?}", found.schemes));
        assert_eq!(scheme.spare_bits().to_string(), over, "{line}");
        assert_eq!(problem.short_bits(), 0, "{line}");
    }
    assert!(seen > 0);
}

/// What the proposal warns of: below a /36 on nibbles with a /64 for every VM there are fifteen splits into zones, VPCs
/// and VMs; three of them leave 16 zones, 256 VPCs and 4,096 VMs.
#[test]
fn the_proposals_numbers_come_out() {
    let nibble = |wants: &[(&str, u128)]| search(&problem(36, 64, Alignment::Nibble, wants));
    let any = nibble(&[("zones", 2), ("vpcs", 2), ("vms", 2)]);
    assert_eq!(any.schemes.len(), 15);
    let three = nibble(&[("zones", 16), ("vpcs", 256), ("vms", 4096)]);
    let mut found: Vec<Vec<u8>> = three.schemes.iter().map(lengths).collect();
    found.sort_unstable();
    assert_eq!(found, [[40, 48, 64], [40, 52, 64], [44, 52, 64]]);
    let wants = [("zones", 3), ("vpcs", 300), ("nodes", 5000)];
    let short = problem(36, 64, Alignment::Nibble, &wants);
    assert_eq!(short.short_bits(), 1);
    let bits = problem(36, 64, Alignment::Bit, &wants);
    assert_eq!(bits.short_bits(), 0);
    let flat = nibble(&[("zones", 16), ("vms", 16_777_216)]);
    assert_eq!(
        flat.schemes.iter().map(lengths).collect::<Vec<_>>(),
        [[40, 64]]
    );
}

#[test]
fn every_relaxation_fits_and_the_step_before_does_not() {
    let short = problem(
        36,
        64,
        Alignment::Nibble,
        &[("zones", 3), ("vpcs", 300), ("nodes", 5000)],
    );
    let found = relaxations(&short);
    let said: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|one| (one.what.as_str(), one.from.as_str(), one.to.as_str()))
        .collect();
    // 2 + 9 + 13 bits: on nibbles /40, /52, and 12 bits for the nodes.
    assert_eq!(
        said,
        [
            ("alignment", "nibble", "bit"),
            ("leaf", "/64", "/65"),
            ("zones", "3", "1"),
            ("vpcs", "300", "256"),
            ("nodes", "5000", "4096"),
            ("pool", "/36", "/34"),
        ]
    );
    for one in &found {
        assert_eq!(one.problem.short_bits(), 0, "{}", one.title);
        assert!(!search(&one.problem).schemes.is_empty(), "{}", one.title);
    }
}

#[test]
fn fixed_lengths_stay() {
    let mut aws = problem(
        36,
        80,
        Alignment::Nibble,
        &[("vpcs", 40), ("subnets", 9), ("nodes", 1000)],
    );
    aws.wants[0].fixed = Some(56);
    aws.wants[1].fixed = Some(64);
    let found = search(&aws);
    assert_eq!(
        found.schemes.iter().map(lengths).collect::<Vec<_>>(),
        [[56, 64, 80]]
    );
    aws.wants[1].count = Count::new(257);
    assert_eq!(aws.short_bits(), 1);
    assert!(search(&aws).schemes.is_empty());
    // Left open, VPCs could be /52 and larger, or subnets /68: 12 bits for 257, and 12 for 1,000 nodes.
    let found = relaxations(&aws);
    let open = found.iter().filter(|one| one.to == "open");
    let open: Vec<(&str, &str)> = open
        .map(|one| (one.what.as_str(), one.from.as_str()))
        .collect();
    assert_eq!(open, [("vpcs", "/56"), ("subnets", "/64")]);
}

#[test]
fn levels_in_another_order() {
    // 1 + 8 bits in a /52 to a /62: a level of one bit takes a nibble, whatever stands before the leaf.
    let given = problem(
        52,
        64,
        Alignment::Nibble,
        &[("vpcs", 16), ("zones", 2), ("nodes", 2)],
    );
    let all = search_all(&given.orders());
    let one = search(&given);
    assert!(all.schemes.len() > one.schemes.len());
    let names: Vec<&str> = all
        .schemes
        .iter()
        .map(|scheme| &*scheme.levels[0].name)
        .collect();
    assert!(
        names.contains(&"vpcs") && names.contains(&"zones"),
        "{names:?}"
    );
    assert!(
        all.schemes
            .iter()
            .all(|scheme| &*scheme.levels[2].name == "nodes")
    );
}

#[test]
fn many_schemes_are_counted_and_the_balanced_ones_made() {
    let wants = [("a", 3), ("b", 3), ("c", 3), ("d", 3), ("e", 3), ("f", 3)];
    let found = search(&problem(32, 128, Alignment::Bit, &wants));
    // 96 bits, 12 of them needed: 84 to spare among six levels are C(89, 5) ways.
    assert_eq!(found.total, Count::new(41_507_642));
    assert!(!found.schemes.is_empty() && found.schemes.len() <= 1000);
    let best = &found.schemes[0];
    let spare: Vec<u32> = best
        .levels
        .iter()
        .map(trellis::sizing::Level::spare_bits)
        .collect();
    assert_eq!(spare.iter().min(), Some(&14), "{spare:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every scheme is one that trying all lengths finds, and none is missing.
    #[test]
    fn nothing_is_missing(
        pool in 20_u8..40,
        below in 1_u8..16,
        nibble: bool,
        counts in prop::collection::vec(1_u128..40, 1..4),
    ) {
        let leaf = pool + below;
        let alignment = if nibble { Alignment::Nibble } else { Alignment::Bit };
        let names = ["a", "b", "c"];
        let wants: Vec<(&str, u128)> = names.iter().copied().zip(counts.iter().copied()).collect();
        let problem = problem(pool, leaf, alignment, &wants);
        let mut tried = Vec::new();
        try_all(&problem, pool, &mut Vec::new(), &mut tried);
        let mut found: Vec<Vec<u8>> = search(&problem).schemes.iter().map(lengths).collect();
        found.sort_unstable();
        tried.sort_unstable();
        prop_assert_eq!(&found, &tried);
        prop_assert_eq!(problem.short_bits() == 0, !tried.is_empty());
    }
}

/// Lengths one by one, each asked whether it may stand there.
fn try_all(problem: &Problem, above: u8, taken: &mut Vec<u8>, all: &mut Vec<Vec<u8>>) {
    let index = taken.len();
    if index == problem.wants.len() {
        all.push(taken.clone());
        return;
    }
    let is_leaf = index + 1 == problem.wants.len();
    for length in above..=problem.leaf {
        let room = 1_u128 << (length - above);
        let aligned = problem.alignment == Alignment::Bit || length % 4 == 0;
        let fits = Count::new(room) >= problem.wants[index].count;
        if fits
            && (if is_leaf {
                length == problem.leaf
            } else {
                aligned
            })
        {
            taken.push(length);
            try_all(problem, length, taken, all);
            taken.pop();
        }
    }
}
