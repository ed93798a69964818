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
    for subject in rules.chain(words).chain(profile::names()) {
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
    let other = folder.run(&["explain", "metal"]);
    assert_eq!(other.code, 2);
    assert_eq!(
        other.err,
        "trellis: there is nothing to explain about `metal`; `trellis explain ironcore-metal`\n"
    );
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
