//! The levels of a plan's blocks, how they can be cut, and that what is suggested is sound in the plan.

use trellis::addr::Family;
use trellis::diag::Severity;
use trellis::document::{Document, TEMPLATES};
use trellis::levels::{Levels, NoLevels};
use trellis::plan::Date;
use trellis::sizing::search;

const PLAN: &str = "\
trellis: 1
provider: aws
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    v4: 10.0.0.0/8
    blocks:
      - name: live
        v6: /40
        reserve: 3
        blocks:
          - {name: odd, v6: /48}
        vpcs:
          - name: prod
            count: 40
            v6: /56
            shoots:
              - name: s
                node-zones: [a, b, c]
                nodes: v6global/64+prefix/80
                pods: v6fromNode/96
                services: v6private/112
      - {name: test, v6: /44}
";

fn document(text: &str) -> Document {
    let today = Date::parse("2026-01-01").expect("a day");
    Document::new(text.to_owned(), today)
}

fn levels(document: &Document, path: &str, family: Family) -> Result<Levels, NoLevels> {
    let node = document.plan().find(path).expect("a block").node;
    Levels::of(document, node, family)
}

/// A level as its name, how many there are and what is fixed.
type Wanted = (String, String, Option<u8>);

/// The lengths of the block and of the leaf, and the levels.
fn wants(text: &str, path: &str) -> (u8, u8, Vec<Wanted>) {
    let document = document(text);
    let problem = levels(&document, path, Family::V6).expect("levels").problem;
    let wants = problem.wants.into_iter();
    let wants = wants.map(|want| (want.name, want.count.decimal(), want.fixed));
    (problem.pool, problem.leaf, wants.collect())
}

#[test]
fn what_a_block_has_in_it_is_what_has_to_fit() {
    let want = |name: &str, count: &str, fixed| (name.to_owned(), count.to_owned(), fixed);
    // `live` and three reserved, and `test`; 40 VPCs and `odd`; in AWS's /56 Gardener takes nine /64 for three zones.
    let expected = vec![
        want("blocks", "5", None),
        want("blocks 2", "41", Some(56)),
        want("ranges", "9", None),
    ];
    assert_eq!(wants(PLAN, "eu"), (36, 64, expected));
    let one = PLAN.replace("provider: aws", "provider: generic");
    let one = one.replace(
        "          - {name: odd, v6: /48}\n",
        "          - {name: odd, v6: /48, lock: true}\n",
    );
    let one = one.replace("      - {name: test, v6: /44}\n", "");
    // Where no cloud cuts nodes for zones they are one /64; the lock holds its level where it is.
    let expected = vec![
        want("live", "4", None),
        want("blocks", "41", Some(48)),
        want("ranges", "1", None),
    ];
    assert_eq!(wants(&one, "eu"), (36, 64, expected));
}

#[test]
fn what_has_nothing_to_cut_says_so() {
    let document = document(PLAN);
    assert!(matches!(
        levels(&document, "eu", Family::V4),
        Err(NoLevels::Empty { .. })
    ));
    assert!(matches!(
        levels(&document, "eu/test", Family::V6),
        Err(NoLevels::Empty { .. })
    ));
    assert!(matches!(
        levels(&document, "eu/live", Family::V4),
        Err(NoLevels::NoPool { .. })
    ));
}

#[test]
fn what_is_suggested_fits_in_the_plan() {
    let templates = TEMPLATES.iter().map(|template| template.text);
    let mut tried = 0;
    for text in templates.chain([PLAN]) {
        let document = document(text);
        let plan = document.plan();
        let blocks = plan.walk().filter(|&node| plan.kind(node).is_block());
        for node in blocks {
            for family in [Family::V4, Family::V6] {
                let Ok(levels) = Levels::of(&document, node, family) else {
                    continue;
                };
                let found = search(&levels.problem);
                let now = levels.lengths(&document);
                for scheme in found.schemes.iter().take(20) {
                    let lengths: Vec<u8> = scheme.levels.iter().map(|level| level.length).collect();
                    let edit = levels.edit_of(&document, scheme);
                    let mut other = document.clone();
                    other.apply(edit.clone()).expect("it can be set");
                    let errors = other
                        .findings()
                        .into_iter()
                        .filter(|finding| finding.severity == Severity::Error);
                    let errors: Vec<_> = errors.collect();
                    assert!(
                        errors.is_empty(),
                        "{} {lengths:?}: {errors:#?}",
                        plan.path(node)
                    );
                    let same = now.as_ref() == Some(&lengths);
                    assert_eq!(
                        same,
                        edit == trellis::plan::Edit::Many(Vec::new()),
                        "only what the plan has already needs no edit: {lengths:?}"
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 30, "{tried}");
}
