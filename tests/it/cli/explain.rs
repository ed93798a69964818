//! `trellis explain`.

use super::Folder;
use trellis::lint::rules::RULES;
use trellis::profile;
use trellis::spec::STATEMENTS;

#[test]
fn everything_has_a_page_and_is_listed() {
    let folder = Folder::new();
    let list = folder.run(&["explain"]);
    assert_eq!(list.code, 0);
    let rules = RULES.iter().map(|rule| rule.code);
    let words = STATEMENTS.iter().map(|statement| statement.form);
    for subject in rules
        .chain(words)
        .chain(profile::names())
        .chain(["versions"])
    {
        assert!(
            list.out.contains(&format!("  {subject} ")),
            "{subject} is not listed"
        );
        let page = folder.run(&["explain", subject]);
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{subject}");
        assert!(page.out.starts_with(subject), "{subject}: {}", page.out);
    }
}

#[test]
fn pages_of_rules_show_the_finding() {
    let page = Folder::new().run(&["explain", "host-bits"]).out;
    for part in [
        "\nExample\n",
        "error[host-bits]: fd5a:3c1e:77a0::1",
        "\nMended\n",
        "\nSources\n",
    ] {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
}

#[test]
fn a_provider_has_the_names_that_people_say() {
    let folder = Folder::new();
    let page = folder.run(&["explain", "gom"]);
    assert_eq!(page, folder.run(&["explain", "ironcore-metal"]));
    assert!(
        page.out.contains("\nAlso understood: gom.\n"),
        "{}",
        page.out
    );
}

#[test]
fn what_a_reader_looks_for_is_said_early() {
    let folder = Folder::new();
    let page = |name: &str| folder.run(&["explain", name]).out;
    // Gardener has no provider of that name: a page about manifests would mislead without that.
    let generic = page("generic").replace('\n', " ");
    let no = generic
        .find("no Shoot is ever written of it")
        .expect(&generic);
    assert!(
        no < generic.find("Clusters").expect("a chapter"),
        "{generic}"
    );
    assert!(
        !generic.contains("Keywords in a Shoot manifest"),
        "{generic}"
    );
    assert!(page("aws").contains("`node-zones: [eu-central-1a]`"));
    // 12 bits from a /52 to a /64 are 4,096 nodes.
    let global = page("v6global").replace('\n', " ");
    let how = global
        .find("`v6global/52+prefix/64` is a /52 in which every node has a /64, 4,096")
        .expect(&global);
    assert!(
        how < global.find("Default length").expect("defaults"),
        "{global}"
    );
}

#[test]
fn providers_without_a_profile_are_named_and_told_so() {
    let folder = Folder::new();
    let list = folder.run(&["explain"]).out;
    for (name, title) in [
        ("metal", "metal-stack"),
        ("hcloud", "Hetzner Cloud"),
        ("equinixmetal", "Equinix Metal"),
    ] {
        assert!(list.contains(&format!("  {name} ")), "{name} is listed");
        let page = folder.run(&["explain", name]);
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{name}");
        let head = format!(
            "{name} ({title})\ntrellis has no profile of it: it is planned as `generic`, which forbids nothing.\n"
        );
        assert!(page.out.starts_with(&head), "{}", page.out);
    }
    let metal = folder.run(&["explain", "metal"]).out;
    assert!(
        metal.contains("Write `ironcore-metal` if that is meant."),
        "{metal}"
    );
}

#[test]
fn a_page_of_a_provider_cites_every_fact_with_a_date() {
    for name in profile::names() {
        let page = Folder::new().run(&["explain", name]).out;
        let (facts, sources) = page.split_once("\nSources\n").expect("sources at the end");
        let numbers: Vec<usize> = facts
            .split(". [")
            .skip(1)
            .filter_map(|rest| rest.split(']').next()?.parse().ok())
            .collect();
        assert!(numbers.len() > 30, "{name} cites {} times", numbers.len());
        for number in numbers {
            assert!(
                sources.contains(&format!("\n{number:>4}  ")) || number == 1,
                "{name}: [{number}] is no source"
            );
        }
        let is_date = |word: &str| {
            word.starts_with("20") && word.len() >= 7 && word.matches('-').count() >= 1
        };
        let dates = sources
            .lines()
            .filter(|line| line.split_whitespace().next_back().is_some_and(is_date));
        let urls = sources
            .lines()
            .filter(|line| line.starts_with("      https://"));
        assert_eq!(
            dates.count(),
            urls.count(),
            "{name}: a date for each source\n{sources}"
        );
    }
}

#[test]
fn unknown_subjects_have_neighbours() {
    let run = Folder::new().run(&["explain", "v6globl"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "trellis: there is nothing to explain about `v6globl`; `trellis explain v6global`\n"
    );
}

#[test]
fn matters_have_pages() {
    let folder = Folder::new();
    let run = folder.run(&["explain", "migration"]);
    assert_eq!(run.code, 0, "{run:?}");
    for part in [
        "\nThe steps\n",
        "  1. Say `overlay: false`",
        "\"unsupported IP family update\"",
        "https://github.com/gardener/gardener/issues/15448\n",
    ] {
        assert!(run.out.contains(part), "{part:?}\n{}", run.out);
    }
    assert!(!run.out.contains("\n\n\n"), "{}", run.out);
    assert!(folder.run(&["explain"]).out.contains("migration"));
}
