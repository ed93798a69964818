use crate::lint::testing::{self, check};

const CODE: &str = super::CODE;

#[test]
fn ipv6_meets_and_ipv4_is_translated() {
    let plan = |seed: &str, shoot: &str| {
        format!("seeds: [{{name: soil, {seed}}}]\nshoots: [{{name: a, {shoot}}}]\n")
    };
    check(
        CODE,
        &plan(
            "nodes: 10.250.0.0/16, pods: 100.96.0.0/11",
            "nodes: v4private, pods: v4private",
        ),
        &[],
    );
    check(
        CODE,
        &plan(
            "nodes: \"2001:db8:0:1::/64\"",
            "pods: \"2001:db8::/56\", services: \"2001:db8:1::/112\"",
        ),
        &["error: pods 2001:db8::/56 overlap nodes 2001:db8:0:1::/64 of the seed `soil`"],
    );
    check(
        CODE,
        &plan(
            "nodes: \"2001:db8::/64\", pods: [10.0.0.0/8, \"2001:db8:0:1::/64\"]",
            "pods: \"2001:db8::/56\"",
        ),
        &[
            "error: pods 2001:db8::/56 overlap nodes 2001:db8::/64 of the seed `soil`, and another range of a seed",
        ],
    );
}

#[test]
fn a_shoot_may_name_its_seed() {
    let plan = |shoot: &str| {
        format!(
            "seeds:\n- {{name: soil, pods: \"2001:db8::/56\"}}\n- {{name: sand, pods: \"2001:db8:1::/56\"}}\nshoots:\n- {{name: a, pods: \"2001:db8:1::/56\"{shoot}}}\n"
        )
    };
    let found = "error: pods 2001:db8:1::/56 overlap pods 2001:db8:1::/56 of the seed `sand`";
    check(CODE, &plan(""), &[found]);
    check(CODE, &plan(", seed: sand"), &[found]);
    check(CODE, &plan(", seed: soil"), &[]);
}

#[test]
fn what_is_placed_is_compared_for_each_member() {
    let plan = |seed: &str| {
        format!(
            "seeds: [{{name: soil, nodes: \"{seed}\"}}]\nregions:\n- name: r\n  v6: 2001:db8::/36\n  vpcs:\n  - {{name: v, count: 40, v6: /56, shoots: [{{name: a, nodes: v6global/64+prefix/80, pods: v6fromNode}}]}}\n"
        )
    };
    check(
        CODE,
        &plan("2001:db8:0:100::/60"),
        &["error: nodes 2001:db8:0:100::/64 overlap nodes 2001:db8:0:100::/60 of the seed `soil`"],
    );
    check(CODE, &plan("2001:db8:0:2701::/64"), &[]);
    check(
        CODE,
        &plan("2001:db8:0:2700:8000::/80"),
        &[
            "error: nodes 2001:db8:0:2700::/64 overlap nodes 2001:db8:0:2700:8000::/80 of the seed `soil`",
        ],
    );
    check(CODE, &plan("2001:db8:0:2800::/64"), &[]);
}

#[test]
fn who_refuses_it() {
    let words = |fields: &str| {
        let plan = format!(
            "trellis: 1\nseeds: [{{name: soil, services: \"2001:db8::/112\"}}]\nshoots: [{{name: a, {fields}}}]\n"
        );
        testing::findings(&plan)
            .into_iter()
            .find(|finding| finding.code == CODE)
            .map(|finding| (finding.refused_by, finding.literal))
    };
    assert_eq!(
        words("pods: \"2001:db8::/56\""),
        Some((
            Some("gardener-scheduler, which takes no such seed: the shoot stays pending"),
            Some(
                "invalid networks: shoot pod network intersects with seed service network"
                    .to_owned()
            )
        ))
    );
    assert_eq!(
        words("nodes: [10.0.0.0/16, \"2001:db8::/56\"]"),
        Some((
            Some("gardener-apiserver (admission), when the shoot gets that seed"),
            Some("shoot node network intersects with seed service network".to_owned())
        ))
    );
}

#[test]
fn seeds_that_are_shoots_and_defaults_of_seeds() {
    check(
        CODE,
        "seeds: [{name: a, pods: \"2001:db8::/56\"}]\nshoots: [{name: a, pods: \"2001:db8::/56\"}]\n",
        &[],
    );
    check(
        CODE,
        "seeds: [{name: a, pods: \"2001:db8::/56\"}]\nshoots: [{name: a, pods: \"2001:db8:1::/56\"}]\n",
        &[
            "error: `a` is a seed too, whose pods are 2001:db8::/56, and here they are 2001:db8:1::/56",
        ],
    );
    check(
        CODE,
        "seeds: [{name: a, pods: \"2001:db8::/56\", shoot-defaults: {pods: \"2001:db8::/48\"}}]\n",
        &[
            "error: the seed `a` gives shoots pods 2001:db8::/48, which overlap its own pods 2001:db8::/56",
        ],
    );
}

#[test]
fn mistakes_in_seeds() {
    for (seeds, expected) in [
        (
            "[soil]",
            "`seeds` takes a list of seeds, each with a name and ranges",
        ),
        ("[{pods: 10.0.0.0/16}]", "a seed has no name"),
        (
            "[{name: a, pod: 10.0.0.0/16}]",
            "a seed has no key `pod`; it has name, nodes, pods, services and shoot-defaults",
        ),
        ("[{name: a}, {name: a}]", "two seeds are called `a`"),
        (
            "[{name: a, services: 96.0.0.0/7}]",
            "a seed's IPv4 services are 96.0.0.0/7, and Gardener takes a /8 at most",
        ),
        (
            "[{name: a, pods: [10.0.0.0/16, 10.1.0.0/16]}]",
            "a seed has two IPv4 prefixes for pods",
        ),
        (
            "[{name: a, shoot-defaults: {nodes: 10.0.0.0/16}}]",
            "`shoot-defaults` has the key `nodes`; a seed has defaults of pods and services",
        ),
    ] {
        check(
            "field-value",
            &format!("seeds: {seeds}\n"),
            &[&format!("error: {expected}")],
        );
    }
    check(
        "host-bits",
        "seeds: [{name: a, pods: 10.0.0.1/16}]\n",
        &["error: 10.0.0.1 has bits set behind /16; the prefix there is 10.0.0.0/16"],
    );
}

#[test]
fn an_edit_is_as_good_as_reading_afresh() {
    use crate::document::Document;
    use crate::plan::{Date, Edit, Field, Value};
    let today = Date::parse("2026-11-22").expect("a day");
    let text = "trellis: 1\nseeds: [{name: soil, nodes: \"2001:db8:1000::/64\"}]\nregions: [{name: r, v6: \"2001:db8::/36\", vpcs: [{name: v, v6: /56, shoots: [{name: a, nodes: v6global/64}]}]}]\n";
    let mut document = Document::new(text.to_owned(), today);
    let number = |document: &Document| {
        let findings = document.findings();
        findings
            .iter()
            .filter(|finding| finding.code == CODE)
            .count()
    };
    let region = document.plan().children(crate::source::NodeId::ROOT)[0];
    for (v6, expected) in [("2001:db8:1000::/36", 1), ("2001:db8:2000::/36", 0)] {
        let value = Some(Value::text(v6));
        document
            .apply(Edit::set(region, Field::V6, value))
            .expect("an edit");
        assert_eq!(number(&document), expected, "{v6}");
    }
    let seeds = Value::List(
        [Value::Map(
            [
                ("name".into(), Value::text("sand")),
                ("nodes".into(), Value::text("2001:db8:2000::/40")),
            ]
            .into(),
        )]
        .into(),
    );
    let root = crate::source::NodeId::ROOT;
    document
        .apply(Edit::set(root, Field::Seeds, Some(seeds)))
        .expect("an edit");
    assert_eq!(number(&document), 1);
}
