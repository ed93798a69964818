//! `trellis new --template`.

use std::collections::BTreeSet;

use super::Folder;
use trellis::document::{Document, TEMPLATES};
use trellis::lint::rules::RULES;
use trellis::plan::{Date, Field};

/// Each template is clean but for what its own note announces.
#[test]
fn templates_have_the_findings_that_their_notes_announce() {
    for template in TEMPLATES {
        let today = Date::parse("2026-11-26").expect("a day");
        let document = Document::new(template.text.to_owned(), today);
        let plan = document.plan();
        let note = plan.walk().find_map(|node| plan.value(node, Field::Note));
        let note = note.expect("a note").line();
        let (_, announced) = note
            .split_once("`trellis check` finds ")
            .expect("what is found");
        let announced: BTreeSet<&str> = RULES
            .iter()
            .map(|rule| rule.code)
            .filter(|code| {
                let words =
                    announced.split(|char: char| !char.is_ascii_alphanumeric() && char != '-');
                words.into_iter().any(|word| word == *code)
            })
            .collect();
        let findings = document.findings();
        let found: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, announced, "{}: {findings:#?}", template.name);
        assert!(note.starts_with("The trap: "), "{}", template.name);
        let errors = document.worst() == Some(trellis::diag::Severity::Error);
        assert!(!errors, "{}", template.name);
    }
}

#[test]
fn a_template_becomes_a_file() {
    let folder = Folder::new();
    let run = folder.run(&["new", "--template", "region", "plan.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(folder.run(&["check", "plan.yaml"]).code, 0);
    let again = folder.run(&["new", "--template", "aws", "plan.yaml"]);
    assert_ne!(again.code, 0, "what is there is left alone");
    assert!(folder.read("plan.yaml").contains("name: region"));
    let first = folder.read("plan.yaml");
    let schema = first
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# yaml-language-server: $schema="))
        .expect("the line that editors look for");
    assert_eq!(folder.read(schema), folder.run(&["schema"]).out);
    std::fs::write(folder.path(schema), "mine").expect("written");
    assert_eq!(folder.run(&["new", "--template", "gcp", "b.yaml"]).code, 0);
    assert_eq!(folder.read(schema), "mine", "what is there is left alone");
    folder.run(&["new", "--template", "gcp", "--no-schema", "c.yaml"]);
    let bare = folder.read("c.yaml");
    assert_eq!(bare, folder.run(&["new", "--template", "gcp"]).out);
    assert!(!bare.contains("language-server"));
    let list = folder.run(&["new"]);
    assert_eq!(list.out.lines().count(), TEMPLATES.len());
    assert_eq!(folder.run(&["new", "other.yaml"]).code, 2);
    assert_eq!(folder.run(&["new", "--template", "nothing"]).code, 2);
}

#[test]
fn the_clusters_of_templates_are_exported() {
    let folder = Folder::new();
    for (template, path) in [
        ("aws", "eu-central-1/prod-1/cluster"),
        ("gcp", "europe-west1/shared/cluster"),
        ("metal", "home/zone-1/cluster"),
        ("migration", "eu-central-1/old/shop"),
        ("migration", "eu-central-1/new/shop-v6"),
    ] {
        let file = format!("{template}.yaml");
        if !folder.path(&file).exists() {
            folder.run(&["new", "--template", template, &file]);
        }
        let run = folder.run(&["export", &file, path]);
        assert_eq!(run.code, 0, "{template} {path}: {run:?}");
    }
}

#[test]
fn the_clusters_of_examples_are_exported() {
    let folder = Folder::new();
    for (name, text, path) in [
        (
            "gcp.yaml",
            include_str!("../../../assets/plans/gcp-dual.yaml"),
            "europe-west1/shared/stage-2",
        ),
        (
            "openstack.yaml",
            include_str!("../../../assets/plans/openstack-dual.yaml"),
            "eu-de-1/shared/team-3",
        ),
        (
            "metal.yaml",
            include_str!("../../../assets/plans/metal-flat.yaml"),
            "eu-metal/zone-2/team-7",
        ),
    ] {
        folder.write(name, text);
        let run = folder.run(&["export", name, path]);
        assert_eq!(run.code, 0, "{name} {path}: {run:?}");
    }
}
