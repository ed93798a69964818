//! Service ranges.

use trellis::addr::{Count, Family};
use trellis::diag::Severity;

use super::{Answer, answer, cases, list, primary};

const APISERVER: &str = "kube-apiserver, at start";
const FEWER_THAN_8: &str = "error determining service IP ranges for primary service cidr: the service cluster IP range must be \
                            at least 8 IP addresses";
/// The minor versions whose validation was executed.
const MINORS: [u16; 13] = [23, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36];

fn of_ranges(version: &str, ranges: &str) -> Answer {
    answer(&format!(
        "kubernetes: \"{version}\", services: {}, {}",
        list(ranges),
        primary(ranges)
    ))
}

/// The words that a token stands for: `fewer-than-8`, `128-bit[1]>=108`.
fn words(token: &str) -> String {
    if token == "fewer-than-8" {
        return FEWER_THAN_8.to_owned();
    }
    let (width, rest) = token.split_once("-bit").expect("a width");
    let (flag, shortest) = rest.split_once(">=").expect("a bound");
    format!(
        "specified --service-cluster-ip-range{flag} is too large; for {width}-bit addresses, the mask must be >= {shortest}"
    )
}

fn all_words(tokens: &str) -> Vec<String> {
    let mut all: Vec<String> = tokens.split(' ').map(words).collect();
    all.sort_unstable();
    all
}

#[test]
fn validation_by_version() {
    for (ranges, expected) in cases("service-ranges.txt") {
        for minor in MINORS {
            let expected = match expected.strip_prefix("until 33 ") {
                Some(tokens) if minor <= 33 => all_words(tokens),
                Some(_) => Vec::new(),
                None if expected == "ok" => Vec::new(),
                None => all_words(&expected),
            };
            let answer = of_ranges(&format!("1.{minor}"), &ranges);
            assert_eq!(answer.refused(APISERVER), expected, "{ranges} on 1.{minor}");
        }
    }
}

#[test]
fn addresses_of_a_range() {
    for (range, expected) in cases("service-addresses.txt") {
        let numbers: Vec<&str> = expected.split(' ').collect();
        let &[bitmap, other, band] = &numbers[..] else {
            panic!("{range}: three numbers are known");
        };
        let family = family_of(&range);
        for (version, expected) in [("1.32", bitmap), ("1.36", other)] {
            let answer = of_ranges(version, &range);
            let truth = answer.truth.of(family);
            let expected = if answer.refused(APISERVER).is_empty() {
                expected.replace("none", "0")
            } else {
                "0".to_owned()
            };
            let found = truth
                .service_addresses
                .map(|count| count.saturating().to_string());
            assert_eq!(found, Some(expected), "{range} on {version}");
            let found = truth.static_band.map(|band| band.to_string());
            assert_eq!(found.as_deref(), Some(band), "{range}");
        }
    }
}

#[test]
fn whole_servers() {
    for (given, expected) in cases("services.txt") {
        let (version, ranges) = given.split_once(' ').expect("a version and ranges");
        let answer = of_ranges(version, ranges);
        if let Some(tokens) = expected.strip_prefix("exited ") {
            assert_eq!(answer.refused(APISERVER), all_words(tokens), "{given}");
            continue;
        }
        assert_eq!(answer.refused(APISERVER), Vec::<&str>::new(), "{given}");
        for outcome in expected.split(' ') {
            let family = if outcome.starts_with("v6") {
                Family::V6
            } else {
                Family::V4
            };
            let addresses = answer.truth.of(family).service_addresses;
            let full = addresses.is_some_and(Count::is_zero);
            assert_eq!(full, outcome.ends_with("=full"), "{given}: {family}");
        }
        let errors = answer
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        assert_eq!(errors, expected.contains("=full"), "{given}");
    }
}

fn family_of(range: &str) -> Family {
    if range.contains(':') {
        Family::V6
    } else {
        Family::V4
    }
}
