//! Pod ranges and node masks.

use std::fmt::Write as _;

use trellis::addr::{Count, Family};
use trellis::engine::Numbered;

use super::{Answer, answer, cases, list, primary};

const NODEIPAM: &str = "kube-controller-manager (node IPAM), at start";
const WORDS: &[(&str, &str)] = &[
    (
        "too-many-bits",
        "New CIDR set failed; the node CIDR size is too big",
    ),
    (
        "larger-than-pool",
        "Controller: Invalid --cluster-cidr, mask size of cluster CIDR must be less than or equal to --node-cidr-mask-size \
         configured for CIDR family",
    ),
];

/// What is answered where it does not start, or starts and cannot work.
fn check_verdict(given: &str, expected: &str, answer: &Answer) {
    let words: Vec<&str> = WORDS
        .iter()
        .filter(|(verdict, _)| *verdict == expected)
        .map(|(_, words)| *words)
        .collect();
    assert_eq!(answer.refused(NODEIPAM), words, "{given}");
    let beyond = expected == "beyond-family";
    if beyond {
        assert!(answer.has("nodeipam-mask-outside"), "{given}");
    }
    let starts = words.is_empty() && !beyond;
    let room = answer.truth.max_nodes.value;
    assert_eq!(
        starts,
        room.is_some_and(|room| room > Count::ZERO),
        "{given}: {room:?}"
    );
}

fn pod_ranges(answer: &Answer, prefix: &str) -> Numbered {
    let family = if prefix.contains(':') {
        Family::V6
    } else {
        Family::V4
    };
    let ranges = answer.truth.of(family).pod_range;
    ranges.expect("the family has pod ranges")
}

fn row(ranges: &Numbered) -> String {
    let texts = [ranges.first, ranges.second, ranges.last]
        .map(|prefix| prefix.map_or("-".to_owned(), |prefix| prefix.to_string()));
    let count = ranges.count.map_or("-".to_owned(), Count::decimal);
    format!("{count} {}", texts.join(" "))
}

#[test]
fn one_pod_range_and_one_mask() {
    for (given, expected) in cases("nodeipam.txt") {
        let (pods, mask) = given.split_once(' ').expect("a range and a mask");
        let family = if pods.contains(':') { "v6" } else { "v4" };
        let answer = answer(&format!(
            "allocator: range, pods: {}, node-mask-{family}: {mask}",
            list(pods)
        ));
        let Some(count) = expected
            .split(' ')
            .next()
            .filter(|_| expected.contains(' '))
        else {
            check_verdict(&given, &expected, &answer);
            continue;
        };
        assert_eq!(answer.refused(NODEIPAM), Vec::<&str>::new(), "{given}");
        let row = row(&pod_ranges(&answer, pods));
        match expected.strip_suffix('?') {
            Some(known) => assert!(row.starts_with(known), "{given}: {row}"),
            None => assert_eq!(row, expected, "{given}"),
        }
        let room = answer.truth.max_nodes.value.map(Count::decimal);
        assert_eq!(room.as_deref(), Some(count), "{given}");
    }
}

#[test]
fn starts_of_a_controller() {
    for (given, expected) in cases("starts.txt") {
        let parts: Vec<&str> = given.split(" | ").collect();
        let &[pods, masks, services] = &parts[..] else {
            panic!("{given}: three parts are given");
        };
        let mut fields = format!("allocator: range, pods: {}, {}", list(pods), primary(pods));
        for (prefix, mask) in pods.split(',').zip(masks.split(',')) {
            let family = if prefix.contains(':') { "v6" } else { "v4" };
            if mask != "-" {
                write!(fields, ", node-mask-{family}: {mask}").expect("a text takes more");
            }
        }
        if services != "-" {
            write!(fields, ", services: {}", list(services)).expect("a text takes more");
        }
        let answer = answer(&fields);
        let (kind, ranges) = expected.split_once(' ').unwrap_or((&expected, ""));
        if kind == "none" {
            assert!(
                answer.truth.max_nodes.value.is_some_and(Count::is_zero),
                "{given}"
            );
            continue;
        }
        if ranges.is_empty() {
            check_verdict(&given, kind, &answer);
            continue;
        }
        check_assigned(&given, (pods, ranges), kind == "only", &answer);
    }
}

/// What nodes were given: the first pod ranges of each family, and all of them where a node got none.
fn check_assigned(given: &str, (pods, ranges): (&str, &str), all: bool, answer: &Answer) {
    let mut nodes = usize::MAX;
    for (pool, ranges) in pods.split(',').zip(ranges.split(' ')) {
        let ranges: Vec<&str> = ranges.split(',').collect();
        let found = pod_ranges(answer, pool);
        let text = |prefix: Option<trellis::addr::Prefix>| prefix.map(|prefix| prefix.to_string());
        assert_eq!(
            text(found.first).as_deref(),
            ranges.first().copied(),
            "{given}"
        );
        assert_eq!(
            text(found.second).as_deref(),
            ranges.get(1).copied(),
            "{given}"
        );
        nodes = ranges.len();
    }
    let room = answer.truth.max_nodes.value.map_or(0, Count::saturating);
    let nodes = u128::try_from(nodes).expect("few nodes");
    assert!(
        if all { room == nodes } else { room >= nodes },
        "{given}: {room} for {nodes}"
    );
}

#[test]
fn addresses_that_cilium_has() {
    for (pods, expected) in cases("cilium.txt") {
        let (_, length) = pods.split_once('/').expect("a prefix has a length");
        let family = if pods.contains(':') { "v6" } else { "v4" };
        let answer = answer(&format!(
            "cni: cilium, allocator: range, pods: {}, node-mask-{family}: {length}",
            list(&pods)
        ));
        let free: u128 = expected.parse().expect("a number");
        assert_eq!(
            answer.usable_pods,
            [free.saturating_sub(2).to_string()],
            "{pods}"
        );
    }
}

/// The ruler's window is where kube-controller-manager starts, and nowhere else.
#[test]
fn the_window_of_a_ruler() {
    use trellis::document::Document;
    use trellis::plan::{Date, RangeKind};
    use trellis::report::ruler::{Mark, Subject, rulers};

    let mut seen = 0;
    for (given, expected) in cases("nodeipam.txt") {
        let (pods, mask) = given.split_once(' ').expect("a range and a mask");
        let family = if pods.contains(':') { "v6" } else { "v4" };
        let text = format!(
            "trellis: 1\nshoots: [{{name: a, allocator: range, pods: {}, node-mask-{family}: {mask}}}]\n",
            list(pods)
        );
        let document = Document::new(text, Date::parse("2026-11-22").expect("a day"));
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let subject = Subject {
            node: plan.find("a").expect("the shoot").node,
            range: Some(RangeKind::Pods),
            members: &[],
        };
        let rulers = rulers(plan, evaluation, subject);
        let window = rulers
            .iter()
            .flat_map(|ruler| &ruler.marks)
            .find_map(|mark| match *mark {
                Mark::Window { from, to, cut, .. } => Some((from, to, cut, mark.is_broken())),
                Mark::HostHalf => None,
            });
        let Some((from, to, cut, is_broken)) = window else {
            // IPv4 has no bound; and a range that nobody can cut so has no border for it.
            let beyond = expected == "beyond-family";
            assert!(family == "v4" || beyond, "{given}");
            continue;
        };
        seen += 1;
        assert_eq!(family, "v6", "{given}");
        let length: u8 = pods
            .rsplit('/')
            .next()
            .and_then(|bits| bits.parse().ok())
            .expect("bits");
        assert_eq!((from, to), (length, (length + 16).min(128)), "{given}");
        assert_eq!(cut.to_string(), mask, "{given}");
        match expected.as_str() {
            "larger-than-pool" => assert!(is_broken && cut < from, "{given}"),
            "too-many-bits" => assert!(is_broken && cut > to, "{given}"),
            "beyond-family" => assert!(is_broken, "{given}"),
            _ => assert!(!is_broken, "{given}: {expected}"),
        }
    }
    assert!(seen > 30, "{seen} windows");
}
