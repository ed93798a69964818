//! Texts that make small work large. Each is read in bounded time and memory, and refused in words; a reader that is not
//! bounded does not come back from here.

use std::fmt::Write as _;

use trellis::diag::Finding;
use trellis::document::{Document, LIMITS};
use trellis::manifest::{Change, Landscape, Manifests, check_all, patch};
use trellis::plan::{Date, Edit, Field, Value};
use trellis::source::NodeId;
use trellis::yaml::{Node, Tree};

/// Levels of lists, each of ten of the level before: ten to the power of twelve values.
fn bomb(indent: &str) -> String {
    multiplied(indent, 12, |before| vec![before; 10].join(", "))
}

/// Levels of lists, each of the one before: a tower as high as this.
fn tower(indent: &str) -> String {
    multiplied(indent, 20_000, |before| before)
}

fn multiplied(indent: &str, levels: usize, level: impl Fn(String) -> String) -> String {
    let mut text = format!("{indent}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for number in 1..levels {
        let items = level(format!("*a{}", number - 1));
        writeln!(text, "{indent}a{number}: &a{number} [{items}]").expect("a string takes all");
    }
    write!(text, "{indent}last: &last *a{}", levels - 1).expect("a string takes all");
    text.truncate(text.rfind('\n').map_or(0, |at| at + 1));
    text
}

/// Mappings that merge ten times the one before.
fn merges(indent: &str) -> String {
    let mut text = format!("{indent}m0: &a0 {{note: x}}\n");
    for number in 1..12 {
        let items = vec![format!("*a{}", number - 1); 10].join(", ");
        writeln!(text, "{indent}m{number}: &a{number} {{<<: [{items}]}}")
            .expect("a string takes all");
    }
    text
}

fn document(text: &str) -> Document {
    Document::new(text.to_owned(), Date::parse("2026-11-22").expect("a day"))
}

/// Whether a limit is told of, beside what else is wrong.
fn is_limited(text: &str) -> bool {
    let findings = document(text).findings();
    findings.iter().any(|finding| finding.code == "file-limit")
}

#[test]
fn aliases_that_multiply_in_a_plan() {
    let all = "seeds: *\nallow: *\nnodes: *\nblocks: *\nshoots: [{name: a, pinned: *, manifest-fields: {a: *}}]\n";
    // Not read where it stands, and then used.
    for (levels, last, items) in [(bomb("  "), 11, 10), (tower("  "), 19_999, 1)] {
        let used = all.replace('*', &format!("*a{last}"));
        assert!(is_limited(&format!("trellis: 1\nhidden:\n{levels}{used}")));
        let merged = format!("trellis: 1\nhidden:\n{levels}blocks: [{{name: a, <<: *a{last}}}]\n");
        let findings = document(&merged).findings();
        let unknown = |finding: &&Finding| finding.code == "unknown-key";
        let unknown = findings.iter().filter(unknown).count();
        assert_eq!(unknown, 1 + items, "hidden, and what << takes no list from");
    }
    let text = format!(
        "trellis: 1\nhidden:\n{}shoots: [{{name: a, <<: *a11}}]\n",
        merges("  ")
    );
    let findings = document(&text).findings();
    assert!(findings.iter().any(|finding| finding.code == "unknown-key"));
}

/// What nobody would miss is not saved away: the text cannot be read back as the plan.
#[test]
fn a_plan_of_multiplied_aliases_is_edited() {
    let text = format!("trellis: 1\nname: a\nmanifest-fields:\n{}", bomb("  "));
    let mut document = document(&text);
    document
        .apply(Edit::set(NodeId::ROOT, Field::Name, Some(Value::text("b"))))
        .expect("it can be changed");
    if let Ok(saved) = document.print() {
        assert_eq!(saved, text.replacen("name: a", "name: b", 1));
    }
}

#[test]
fn aliases_that_multiply_in_a_manifest() {
    let head = "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: a, namespace: garden-b}\n";
    let fields = [
        "spec: *",
        "spec: {networking: *}",
        "spec: {networking: {pods: *, nodes: *, ipFamilies: *}}",
        "spec: {provider: {type: aws, infrastructureConfig: *, workers: *}}",
        "spec: {provider: {type: aws, infrastructureConfig: {networks: {zones: *}}}}",
        "spec: {networking: {<<: *}}",
        "status: {networking: {pods: *}}",
    ];
    for (levels, last) in [(bomb("  "), 11), (tower("  "), 19_999), (merges("  "), 11)] {
        let change = Change::of_keys(&["spec", "region"], Some(Node::text("x")));
        let text = format!("{head}hidden:\n{levels}spec: {{<<: *a{last}}}\n");
        if let Ok(patched) = patch(&text, "garden-b/a", &[change]) {
            assert!(patched.contains("region"));
        }
        for field in fields {
            let field = field.replace('*', &format!("*a{last}"));
            let text = format!("{head}hidden:\n{levels}{field}\n");
            let (tree, faults) = Tree::read(&text, LIMITS);
            let manifests = Manifests::new(text.clone(), tree, &faults);
            let report = check_all(&manifests, Some(&manifests), &Landscape::default());
            assert!(!report.is_empty(), "{field}");
        }
    }
}

#[test]
fn a_plans_own_name_is_shown_and_so_has_limits_too() {
    let check = |name: &str, expected: &[&str]| {
        let findings = document(&format!("trellis: 1\nname: \"{name}\"\n")).findings();
        let messages: Vec<String> = findings.into_iter().map(|one| one.message).collect();
        assert_eq!(messages, expected, "{name}");
    };
    check("eu, us / landscape *", &[]);
    check(&"n".repeat(100), &[]);
    check("a\\e[31m", &["the name has the control character U+001B"]);
    check("a\u{202e}b", &["the name has the control character U+202E"]);
    let findings = document(&format!("trellis: 1\nname: {}\n", "n".repeat(101))).findings();
    assert!(
        findings[0]
            .message
            .ends_with("is longer than 100 characters")
    );
}
