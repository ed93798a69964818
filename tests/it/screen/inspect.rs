//! Every field of the selected thing: its value, where it comes from, and whether it can change.

use trellis::document::Document;
use trellis::plan::{Date, Field};
use trellis::report::fields::{SaidBy, Standing, standing};

use super::{PLAIN, after, print};

const PLAN: &str = "\
trellis: 1
provider: aws
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    v4: 10.0.0.0/8
    kubernetes: \"1.34\"
    vpcs:
      - name: prod
        v6: /56
        v4: /16
        manifest-fields: {ipv6-ipam-pool: pool}
        shoots:
          - name: pay
            nodes: v6global/64+prefix/80
            pods: v6fromNode/96
            services: v6global
            max-nodes: 200
      - name: old
        v4: /16
        shoots:
          - name: pay
            nodes: v4:/17
            pods: v4private
            services: v4private
            pinned: {services: 10.96.0.0/12}
            cni: null
            max-pods: 250
variants:
  - name: small
    set: {eu/prod/pay: {max-nodes: 20}}
";

fn document() -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(PLAN.to_owned(), today)
}

fn of(document: &Document, path: &str, field: Field) -> Standing {
    let node = document.plan().find(path).expect("it is there").node;
    standing(document, node, field, &[])
}

/// Value, origin, what it comes to, and whether it can change.
#[track_caller]
fn check(path: &str, field: Field, expected: (Option<&str>, &str, &[&str], &str)) {
    let found = of(&document(), path, field);
    let from = found.from.says();
    let comes_to: Vec<&str> = found.comes_to.iter().map(String::as_str).collect();
    let found = (
        found.value.as_deref(),
        from.as_str(),
        comes_to.as_slice(),
        found.change.lifetime.word(),
    );
    assert_eq!(found, expected, "{} of {path}", field.key());
}

#[test]
fn values_say_where_they_come_from() {
    let (pay, old) = ("eu/prod/pay", "eu/old/pay");
    check(
        pay,
        Field::Provider,
        (Some("aws"), "from the plan", &[], "for life"),
    );
    check(
        pay,
        Field::Kubernetes,
        (Some("1.34"), "from eu", &[], "one way"),
    );
    check(
        pay,
        Field::Cni,
        (Some("calico"), "default of trellis", &[], "for life"),
    );
    check(
        pay,
        Field::MaxPods,
        (Some("110"), "default of the kubelet", &[], "may change"),
    );
    check(
        old,
        Field::MaxPods,
        (Some("250"), "said here", &[], "may change"),
    );
    check(
        pay,
        Field::MaxNodes,
        (Some("200"), "said here", &[], "may change"),
    );
    check(pay, Field::Ula, (None, "not said", &[], "moves prefixes"));
    check(
        old,
        Field::Cni,
        (Some("null"), "said here", &[], "for life"),
    );
    // Twice 250 pods fit in 2^9 addresses: a /23. IPv6 alone on AWS has what is asked of each node's /80.
    check(
        old,
        Field::NodeMaskV4,
        (Some("23"), "default of Gardener", &[], "for life"),
    );
    check(
        pay,
        Field::NodeMaskV6,
        (Some("96"), "by the profile of aws", &[], "for life"),
    );
    check(
        pay,
        Field::Overlay,
        (Some("false"), "by the profile of aws", &[], "one way"),
    );
    check(pay, Field::Note, (None, "not said", &[], "plan only"));
}

#[test]
fn ranges_and_prefixes_say_what_they_come_to() {
    let (pay, old) = ("eu/prod/pay", "eu/old/pay");
    check(
        "eu",
        Field::V6,
        (
            Some("2001:db8:1000::/36"),
            "said here",
            &["pinned: it lies where it is written"],
            "moves prefixes",
        ),
    );
    check(
        "eu/prod",
        Field::V4,
        (
            Some("/16"),
            "said here",
            &["10.0.0.0/16, placed in eu"],
            "for life",
        ),
    );
    check(
        pay,
        Field::Nodes,
        (
            Some("v6global/64+prefix/80"),
            "said here",
            &["IPv6 2001:db8:1000::/64, placed in eu/prod"],
            "one way",
        ),
    );
    check(
        pay,
        Field::Services,
        (
            Some("v6global"),
            "said here",
            &["IPv6 /108, assigned by aws"],
            "for life",
        ),
    );
    check(
        old,
        Field::Pods,
        (
            Some("v4private"),
            "said here",
            &["IPv4 100.96.0.0/11, the customary private network"],
            "for life",
        ),
    );
    check(
        old,
        Field::Services,
        (
            Some("v4private"),
            "said here",
            &["IPv4 10.96.0.0/12, pinned: what it has been given"],
            "for life",
        ),
    );
}

#[test]
fn what_a_variant_says_is_told_as_such() {
    let mut document = document();
    document.wear(Some("small")).expect("there is one");
    let found = of(&document, "eu/prod/pay", Field::MaxNodes);
    assert_eq!(found.value.as_deref(), Some("20"));
    assert_eq!(found.from, SaidBy::Variant("small".to_owned()));
    assert_eq!(
        of(&document, "eu/old/pay", Field::MaxPods).from,
        SaidBy::Here
    );
}

#[test]
fn the_inspector_shows_every_field_and_all_of_the_selected_one() {
    let shown = |size, keys: &str| print(&after(PLAN, size, keys), PLAIN);
    let wide = shown((120, 50), "jji");
    for part in [
        "said here · for life: a cluster keeps",
        "IPv6 2001:db8:1000::/64, placed in",
        "from the plan · for life",
        "from eu · one way",
    ] {
        assert!(wide.contains(part), "{part} in\n{wide}");
    }
    // A field that nobody says can be chosen and said.
    let model = after(PLAN, (120, 36), "jji<end>");
    assert_eq!(model.selected_field(), Some(Field::ManifestFields));
    let model = after(PLAN, (120, 36), "jjijjjjjjjj<enter>3<enter>");
    assert_eq!(model.selected_field(), Some(Field::Reserve));
    let text = model.document.print().expect("a text");
    assert_eq!(
        text,
        PLAN.replacen("- name: pay\n", "- name: pay\n            reserve: 3\n", 1)
    );
    // Again, and the usual ones are left.
    let again = shown((120, 36), "jjii");
    assert!(!again.contains("from eu · one way"), "{again}");
    // Narrow, nothing of it is cut.
    let narrow = shown((40, 12), "jjij");
    for part in [
        "›nodes       v6global/64+prefix/80",
        "IPv6 2001:db8:1000::/64, placed in",
        "eu/prod",
    ] {
        assert!(narrow.contains(part), "{part} in\n{narrow}");
    }
}
