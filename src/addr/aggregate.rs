//! Many prefixes as the fewest that cover the same addresses.

use super::Prefix;

/// The fewest prefixes of one family that cover the same addresses.
pub fn aggregate(prefixes: &[Prefix]) -> Vec<Prefix> {
    // Sorting costs the most, and where there are many, most of them lie in a few short ones: these go first.
    let shortest = shortest(prefixes);
    let outer = joined(
        prefixes
            .iter()
            .copied()
            .filter(|prefix| prefix.bits() <= shortest)
            .collect(),
    );
    let is_covered = |prefix: Prefix| {
        let behind = outer.partition_point(|one| one.raw() <= prefix.raw());
        let before = behind.checked_sub(1).map(|before| outer[before]);
        before.is_some_and(|around| around.covers(prefix))
    };
    let others = prefixes.iter().copied();
    let others = others.filter(|prefix| prefix.bits() > shortest && !is_covered(*prefix));
    let left: Vec<Prefix> = others.collect();
    if left.is_empty() {
        return outer;
    }
    joined([outer, left].concat())
}

/// The length up to which a small part of many prefixes are short; all lengths where there are few.
fn shortest(prefixes: &[Prefix]) -> u8 {
    const MANY: usize = 4096;
    const PART: usize = 64;
    if prefixes.len() < MANY {
        return u8::MAX;
    }
    let mut lengths = [0_usize; 129];
    for prefix in prefixes {
        lengths[usize::from(prefix.bits())] += 1;
    }
    let mut sum = 0;
    let part = lengths.iter().position(|number| {
        sum += number;
        sum * PART >= prefixes.len()
    });
    part.and_then(|bits| u8::try_from(bits).ok())
        .unwrap_or(u8::MAX)
}

/// The same of all of them, by sorting: what lies in another goes, and neighbours become one.
fn joined(mut prefixes: Vec<Prefix>) -> Vec<Prefix> {
    prefixes.sort_unstable_by_key(|prefix| (prefix.raw(), prefix.bits()));
    let mut fewest: Vec<Prefix> = Vec::new();
    for mut prefix in prefixes {
        if fewest.last().is_some_and(|last| last.covers(prefix)) {
            continue;
        }
        while let Some(parent) = prefix.parent() {
            let [low, high] = parent.split().expect("invariant: a parent has halves");
            if high == prefix && fewest.last() == Some(&low) {
                fewest.pop();
                prefix = parent;
            } else {
                break;
            }
        }
        fewest.push(prefix);
    }
    fewest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::parse_prefix;

    fn check(prefixes: &[&str], expected: &[&str]) {
        let read = |texts: &[&str]| -> Vec<Prefix> {
            texts
                .iter()
                .map(|text| parse_prefix(text).expect("the test writes prefixes"))
                .collect()
        };
        assert_eq!(aggregate(&read(prefixes)), read(expected));
    }

    #[test]
    fn neighbours_become_one() {
        check(&["10.0.1.0/24", "10.0.0.0/24"], &["10.0.0.0/23"]);
        check(
            &["10.0.1.0/24", "10.0.2.0/24"],
            &["10.0.1.0/24", "10.0.2.0/24"],
        );
        check(
            &["2001:db8::/34", "2001:db8:4000::/34", "2001:db8:8000::/33"],
            &["2001:db8::/32"],
        );
        check(&["2001:db8::/32", "2001:db8:1::/48"], &["2001:db8::/32"]);
        check(&["10.0.0.0/24", "10.0.0.0/24"], &["10.0.0.0/24"]);
        check(&[], &[]);
    }
}
