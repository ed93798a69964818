//! What breaks first: worked out by hand, and against growing the plan until a rule finds it.

use trellis::addr::{Family, Length, parse_prefix};
use trellis::breaks::{Break, When, all_within, each_within, own, within};
use trellis::document::Document;
use trellis::engine::Member;
use trellis::plan::{Date, Edit, Field, Value};
use trellis::report::breaks::{in_place, sentence};
use trellis::source::NodeId;

fn document(text: &str) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(format!("trellis: 1\n{text}"), today);
    assert_eq!(document.reading(), [], "{text}");
    document
}

fn find(document: &Document, path: &str) -> NodeId {
    document.plan().find(path).expect("a path").node
}

#[track_caller]
fn check(text: &str, path: &str, expected: &str) {
    let document = document(text);
    let found = within(&document, find(&document, path));
    let said = found.map(|one| sentence(document.plan(), &one));
    assert_eq!(said.unwrap_or_default(), expected, "{path} of {text}");
}

#[test]
fn blocks_grow_into_the_room_of_their_pool() {
    let plan = |more: &str| format!("regions: [{{name: a, v6: /36, {more}}}]\n");
    // 4 bits are 16.
    check(
        &plan("blocks: [{name: b, v6: /40, count: 12}]"),
        "",
        "a holds 12 of 16 × /40: 4 more, then does-not-fit",
    );
    // What is kept is kept for just that.
    check(
        &plan("blocks: [{name: b, v6: /40, count: 2, reserve: 8}, {name: c, v6: /40}]"),
        "a",
        "a holds 3 of 16 × /40, 8 kept beside: 13 more, then does-not-fit",
    );
    check(
        &plan("place: sparse, blocks: [{name: b, v6: /40, count: 16}]"),
        "a",
        "a holds 16 of 16 × /40: one more, and does-not-fit",
    );
    check(
        &plan("blocks: [{name: b, v6: /40, count: 17}]"),
        "a",
        "a holds 17 of 16 × /40: does-not-fit already",
    );
    check(
        &plan("blocks: [{name: b, v6: /40, count: 10, reserve: 7}]"),
        "a",
        "a holds 10 of 16 × /40, 7 kept beside: bits-exhausted already",
    );
    // A /41 touches one /40 of 16.
    check(
        &plan("blocks: [{name: b, v6: /40}, {name: c, v6: /41}]"),
        "a",
        "a holds 2 of 16 × /40: 14 more, then does-not-fit",
    );
    // One that fills its block does not grow, and what holds nothing can't.
    check(&plan("blocks: [{name: b, v6: /36}]"), "", "");
    check(&plan("note: empty"), "a", "");
}

#[test]
fn the_family_with_less_room_for_what_it_holds_breaks_first() {
    // 4 of 16 against 4 of 8.
    check(
        "regions: [{name: a, v6: /36, v4: /8, blocks: [{name: b, v6: /40, v4: /11, count: 4}]}]\n",
        "a",
        "a holds 4 of 8 × /11: 4 more, then does-not-fit",
    );
}

#[test]
fn nodes_grow_into_what_binds_them() {
    // kube nodeipam cuts 2^8 /64 out of a /56.
    check(
        "shoots: [{name: s, pods: \"v6:/56\", max-nodes: 200}]\n",
        "s",
        "s has 200 of 256 nodes (by nodeipam): 56 more, then nodes-exceed-room",
    );
    check(
        "shoots: [{name: s, pods: \"v6:/56\", max-nodes: 300}]\n",
        "",
        "s has 300 of 256 nodes (by nodeipam): nodes-exceed-room already",
    );
    // 17 bits are more than it takes.
    check(
        "shoots: [{name: s, pods: \"v6:/47\", max-nodes: 3}]\n",
        "",
        "s has 3 of 0 nodes (by nodeipam): nodeipam-pool-too-large already",
    );
    // Without a number of nodes there is none to grow.
    check("shoots: [{name: s, pods: \"v6:/56\"}]\n", "", "");
}

#[test]
fn the_least_growth_breaks_first_and_a_day_comes_before_none() {
    let plan = |first: &str, second: &str| {
        format!(
            "regions:\n- {{name: a, v6: /36, {first}blocks: [{{name: b, v6: /40, count: 12}}]}}\n- {{name: c, v6: /32, {second}blocks: [{{name: d, v6: /36, count: 13}}]}}\n"
        )
    };
    let (a, c) = (
        "a holds 12 of 16 × /40: 4 more, then does-not-fit",
        "c holds 13 of 16 × /36: 3 more, then does-not-fit",
    );
    check(&plan("", ""), "", c);
    check(&plan("", ""), "a", a);
    // 12, 14.4, 17.28: past 16 after 5/9 of the second year, on the 204th of its 366 days.
    let day = ", on 2028-06-13 at 20 percent a year";
    check(&plan("growth-per-year: 20, ", ""), "", &format!("{a}{day}"));
    // 13 grow by 20 percent to 15.6, then past 16 after 366 × 0.4 ÷ 3.12 = 46.9 days.
    check(
        &plan("growth-per-year: 20, ", "growth-per-year: 20, "),
        "",
        &format!("{c}, on 2028-01-08 at 20 percent a year"),
    );
    check(
        &plan("growth-per-year: 20, ", "growth-per-year: 10, "),
        "",
        &format!("{a}{day}"),
    );
    check(&plan("", "growth-per-year: 0, "), "", a);
    check(
        &plan("", "growth-per-year: 0, "),
        "c",
        &format!("{c}, and it does not grow"),
    );
}

#[test]
fn a_rate_is_inherited_and_taken_back() {
    let plan = |rate: &str| {
        format!(
            "growth-per-year: 1\nregions: [{{name: a, v6: /36, {rate}blocks: [{{name: b, v6: /40, count: 1}}]}}]\n"
        )
    };
    // 1.01^100 is 2.7.
    check(
        &plan(""),
        "",
        "a holds 1 of 16 × /40: 15 more, then does-not-fit, in more than 100 years at 1 percent a year",
    );
    check(
        &plan("growth-per-year: null, "),
        "",
        "a holds 1 of 16 × /40: 15 more, then does-not-fit",
    );
}

#[test]
fn every_block_knows_what_breaks_first_in_it() {
    let text = "regions:\n- name: a\n  v6: /36\n  blocks:\n  - {name: b, v6: /40, count: 2, vpcs: [{name: v, v6: /44, count: 15}]}\n  - {name: c, v6: /40, shoots: [{name: s, pods: \"v6:/56\", max-nodes: 255}]}\n";
    let document = document(text);
    let each = each_within(&document, NodeId::ROOT);
    let plan = document.plan();
    for node in plan.walk() {
        assert_eq!(
            each.get(&node).copied(),
            within(&document, node),
            "{}",
            plan.path(node)
        );
    }
    let of = |path: &str| {
        each.get(&find(&document, path))
            .map(|one| plan.path(one.node))
    };
    assert_eq!(of("a").as_deref(), Some("a/c/s"));
    assert_eq!(of("a/b").as_deref(), Some("a/b"));
    assert_eq!(of("a/b/v"), None);
    let all = all_within(&document, NodeId::ROOT);
    let paths: Vec<String> = all.iter().map(|one| plan.path(one.node)).collect();
    // 255 of 256, 15 of 16, then 3 of 16, and one /56 of 2^16.
    assert_eq!(paths, ["a/c/s", "a/b", "a", "a/c"]);
}

/// As many more as it says fit, and one more does not, whatever the plan is like.
#[test]
fn growing_by_so_many_is_fine_and_by_one_more_is_found() {
    for (text, path, field) in [
        (
            "regions: [{name: a, v6: /36, blocks: [{name: b, v6: /40, count: 3}]}]\n",
            "a/b",
            Field::Count,
        ),
        (
            "regions: [{name: a, v6: /36, place: center, blocks: [{name: b, v6: /40, count: 3}, {name: c, v6: /40}]}]\n",
            "a/b",
            Field::Count,
        ),
        (
            "regions: [{name: a, v4: /16, blocks: [{name: b, v4: /18}, {name: c, v4: /24, count: 5}, {name: d, v4: /18}]}]\n",
            "a/d",
            Field::Count,
        ),
        (
            "ula: [\"fd5a:3c1e:77a0::/62\"]\nshoots: [{name: a, count: 3, nodes: v6private/64}]\n",
            "a",
            Field::Count,
        ),
        (
            "blocks: [{name: m, v6: \"2001:db8::/56\", flat: true, shoots: [{name: s, nodes: v6global/56+prefix/64, max-nodes: 100}]}]\n",
            "m/s",
            Field::MaxNodes,
        ),
        (
            "shoots: [{name: s, nodes: \"v4:/24\", pods: \"v4:/16\", services: v4private, max-nodes: 20}]\n",
            "s",
            Field::MaxNodes,
        ),
    ] {
        let mut document = document(text);
        let node = find(&document, path);
        let holders = document.plan().chain(node).collect::<Vec<_>>();
        let first: Break = holders
            .into_iter()
            .filter_map(|holder| own(&document, holder))
            .min_by_key(Break::more)
            .expect("something grows");
        let now = match document.plan().value(node, field).and_then(Value::as_text) {
            Some(text) => text.parse::<u128>().expect("a number"),
            None => 1,
        };
        let more = first.more().low().expect("a small number");
        for (number, broken) in [(now + more, false), (now + more + 1, true)] {
            let value = Some(Value::Text(number.to_string().into()));
            document
                .apply(Edit::set(node, field, value))
                .expect("it can be set");
            let found = document.findings();
            let found: Vec<_> = found
                .iter()
                .map(|finding| (finding.code, finding.severity))
                .collect();
            let fails = found.contains(&(first.code, trellis::diag::Severity::Error));
            assert_eq!(fails, broken, "{number} in {text}: {found:?}, {first:?}");
            let then = own(&document, first.node).expect("it holds something");
            assert_eq!(then.when == When::Now, broken, "{number} in {text}");
        }
    }
}

#[track_caller]
fn check_place(children: &str, expected: &[(&str, &str)]) {
    let text = format!("regions: [{{name: a, v6: \"2001:db8::/36\", {children}}}]\n");
    let document = document(&text);
    for (path, expected) in expected {
        let found = document.plan().find(path).expect("a path");
        let members = trellis::engine::member_at(&found);
        let said = in_place(&document, found.node, &members);
        assert_eq!(said, [*expected], "{path} of {text}");
    }
}

/// A /36 has 16 places for a /40, 0 to 15.
#[test]
fn how_far_a_block_grows_before_it_meets_a_neighbour() {
    check_place(
        "blocks: [{name: b, v6: /40}, {name: c, v6: /40}]",
        &[
            ("a/b", "no room in place (IPv6): a/c is next"),
            // From 1 on no /39 begins.
            (
                "a/c",
                "room in place (IPv6): 14 more × /40 until the end of a",
            ),
        ],
    );
    check_place(
        "blocks: [{name: b, v6: /40, reserve: 3}, {name: c, v6: /40}]",
        &[
            (
                "a/b",
                "room in place (IPv6): to /38, 3 more × /40 until a/c",
            ),
            (
                "a/c",
                "room in place (IPv6): to /38, 11 more × /40 until the end of a",
            ),
        ],
    );
    check_place(
        "blocks: [{name: b, v6: /40, count: 3}, {name: c, v6: \"2001:db8:c00::/38\"}]",
        &[
            ("a/b", "room in place (IPv6): 9 more × /40 until a/c"),
            (
                "a/b-1",
                "no room in place (IPv6): another member of it is next",
            ),
            (
                "a/b-3",
                "room in place (IPv6): to /39, 9 more × /40 until a/c",
            ),
            ("a/c", "no room in place (IPv6): the end of a is next"),
        ],
    );
}

/// RFC 3531: sparse places 0, 8, 4, 12, 2; center, of four bits, 0, 2, 4, 6, 1.
#[test]
fn blocks_that_lie_apart_grow_into_what_lies_between() {
    check_place(
        "place: sparse, blocks: [{name: b, v6: /40, count: 2}, {name: c, v6: /40}]",
        &[
            (
                "a/b",
                "room in place (IPv6): to /38, 3 more × /40 until a/c",
            ),
            (
                "a/b-2",
                "room in place (IPv6): to /37, 7 more × /40 until the end of a",
            ),
            (
                "a/c",
                "room in place (IPv6): to /38, 3 more × /40 until a/b",
            ),
        ],
    );
    check_place(
        "place: sparse, blocks: [{name: b, v6: /40}]",
        &[(
            "a/b",
            "room in place (IPv6): to /36, 15 more × /40 until the end of a",
        )],
    );
    check_place(
        "place: center, blocks: [{name: b, v6: /40}, {name: c, v6: /40}, {name: d, v6: /40, count: 3}]",
        &[
            ("a/b", "no room in place (IPv6): a/d is next"),
            (
                "a/c",
                "room in place (IPv6): to /39, 1 more × /40 until a/d",
            ),
            (
                "a/d-1",
                "room in place (IPv6): to /39, 1 more × /40 until another member of it",
            ),
            (
                "a/d-2",
                "room in place (IPv6): to /39, 9 more × /40 until the end of a",
            ),
            ("a/d-3", "no room in place (IPv6): a/c is next"),
        ],
    );
}

/// Against every prefix of a plan, sorted: what lies behind each begins where the room ends.
#[test]
fn room_in_place_ends_where_the_next_prefix_begins() {
    for place in ["first", "sparse", "center"] {
        for (counts, reserve) in [
            ([1, 1, 1], 0),
            ([2, 1, 3], 0),
            ([1, 5, 2], 2),
            ([9, 1, 1], 0),
            ([1, 1, 1], 4),
        ] {
            let [b, c, d] = counts;
            let text = format!(
                "regions: [{{name: a, v6: \"2001:db8::/36\", place: {place}, blocks: [{{name: b, v6: /40, count: {b}}}, {{name: c, v6: /40, count: {c}, reserve: {reserve}}}, {{name: d, v6: /40, count: {d}}}]}}]\n"
            );
            let document = document(&text);
            let (plan, evaluation) = (document.plan(), document.evaluation());
            let mut all = Vec::new();
            for (name, count) in ["b", "c", "d"].into_iter().zip(counts) {
                let node = find(&document, &format!("a/{name}"));
                for index in 0..count {
                    let member = Member { node, index };
                    let prefix = evaluation.block_prefix(plan, node, Family::V6, &[member]);
                    all.push((prefix.expect("it has a place"), member));
                }
            }
            all.sort_by_key(|(prefix, _)| *prefix);
            let base = parse_prefix("2001:db8::/36").expect("a prefix");
            let unit = Length::new(Family::V6, 40).expect("a length");
            let number = |at: usize| {
                let found = all.get(at);
                found.map_or(16, |(prefix, _)| {
                    prefix.index_in(base).expect("it lies in it")
                })
            };
            for (at, (prefix, member)) in all.iter().enumerate() {
                let found = evaluation
                    .in_place(plan, member.node, Family::V6, &[*member])
                    .expect("it has a place");
                // A reserve lies behind what it is kept for, so it is in between too.
                let more = number(at + 1) - number(at) - 1;
                assert_eq!(found.more.low(), Some(more), "{prefix} in {text}");
                let next = all.get(at + 1).map(|(_, next)| next.node);
                assert_eq!(found.meets, next, "{prefix} in {text}");
                let fits = |bits: u8| {
                    let length = Length::new(Family::V6, 40 - bits).expect("a length");
                    prefix.at(length).and_then(|wide| wide.child(0, unit)) == Some(*prefix)
                        && u128::from(1_u8 << bits) <= more + 1
                };
                let largest = (1..=4).rev().find(|&bits| fits(bits));
                assert_eq!(
                    found.larger.map(|length| 40 - length.bits()),
                    largest,
                    "{prefix} in {text}"
                );
            }
        }
    }
}
