//! Laws of edits: what is computed again equals what is computed afresh, and what is taken back was never there.

use trellis::diag::Severity;
use trellis::document::{Difference, Document};
use trellis::engine::{Evaluation, PoolKey, PoolKind};
use trellis::lint::rules::RULES;
use trellis::lint::{Board, Check, Context};
use trellis::plan::{Date, Edit, Kind, RangeKind};
use trellis::report::ruler::{Side, Stride, Subject, rulers, step};

use crate::support::chance::{Chance, seeds};
use crate::support::{edits, plans};

fn today() -> Date {
    Date::parse("2026-11-22").expect("a day")
}

fn agree(document: &Document, what: &str) {
    let plan = document.plan();
    let fresh = Evaluation::new(plan);
    for node in plan.walk() {
        assert_eq!(
            document.evaluation().settings(node),
            fresh.settings(node),
            "{what}: settings of {}",
            plan.path(node)
        );
        assert_eq!(
            document.evaluation().order(node),
            fresh.order(node),
            "{what}: order of {}",
            plan.path(node)
        );
        for kind in PoolKind::ALL {
            let key = PoolKey { owner: node, kind };
            let (ours, theirs) = (document.evaluation().pool(key), fresh.pool(key));
            assert_eq!(
                ours.is_some(),
                theirs.is_some(),
                "{what}: {kind:?} of {}",
                plan.path(node)
            );
            if let (Some(ours), Some(theirs)) = (ours, theirs) {
                assert_eq!(
                    ours.ground,
                    theirs.ground,
                    "{what}: ground of {}",
                    plan.path(node)
                );
                assert_eq!(
                    ours.demands(),
                    theirs.demands(),
                    "{what}: {kind:?} of {}",
                    plan.path(node)
                );
                assert_eq!(
                    ours.free(),
                    theirs.free(),
                    "{what}: free in {}",
                    plan.path(node)
                );
                assert_eq!(
                    ours.budget(),
                    theirs.budget(),
                    "{what}: budget of {}",
                    plan.path(node)
                );
            }
        }
    }
    let context = Context::new(plan, &fresh, today());
    let board = Board::new(&context);
    for node in plan.walk() {
        assert_eq!(
            document.board().tags(node),
            board.tags(node),
            "{what}: findings of {}",
            plan.path(node)
        );
    }
    for node in plan.walk() {
        assert_eq!(
            document.board().tally(node),
            board.tally(node),
            "{what}: tally of {}",
            plan.path(node)
        );
    }
}

/// Applies edits made by chance; gives those that take them back, the last first.
fn play(
    document: &mut Document,
    chance: &mut Chance,
    number: usize,
    mut each: impl FnMut(&mut Document, &str),
) -> Vec<Edit> {
    let mut back = Vec::new();
    for index in 0..number {
        let edit = edits::edit(document.plan(), chance);
        let what = format!("edit {index}: {edit:?}");
        if let Ok(inverse) = document.apply(edit) {
            back.push(inverse);
        }
        each(document, &what);
    }
    back.reverse();
    back
}

#[test]
fn computing_again_equals_computing_afresh() {
    for seed in seeds(16) {
        let mut document = Document::new(plans::plan(seed), today());
        let mut chance = Chance::new(seed);
        let mut edits = 0;
        play(&mut document, &mut chance, 50, |document, what| {
            edits += 1;
            if edits % 3 == 0 || edits > 45 {
                agree(document, &format!("seed {seed}, {what}"));
            }
        });
    }
}

#[test]
fn rules_that_run_in_steps_find_the_same() {
    for seed in seeds(12) {
        let mut document = Document::new(plans::plan(seed), today());
        document.work_in_steps(0);
        let mut chance = Chance::new(seed + 7000);
        let mut steps = Chance::new(seed);
        let mut left = 0;
        play(&mut document, &mut chance, 40, |document, what| {
            // What is found can be asked while something is outstanding.
            if steps.once_in(4) {
                let mut whole = document.clone();
                whole.finish();
                assert_eq!(document.findings(), whole.findings(), "seed {seed}, {what}");
                assert_eq!(document.worst(), whole.worst(), "seed {seed}, {what}");
            }
            left = left.max(document.outstanding());
            document.step(steps.below(4));
            if steps.once_in(6) {
                document.finish();
                assert_eq!(document.outstanding(), 0);
                agree(document, &format!("seed {seed}, {what}"));
            }
        });
        assert!(left > 0, "seed {seed}: nothing was ever outstanding");
    }
}

#[test]
fn taking_everything_back_restores_the_file() {
    for seed in seeds(20) {
        let text = plans::plan(seed);
        let mut document = Document::new(text.clone(), today());
        let mut chance = Chance::new(seed + 1000);
        let back = play(&mut document, &mut chance, 30, |_, _| {});
        for edit in back {
            document
                .apply(edit)
                .expect("what was done can be taken back");
        }
        assert_eq!(
            document.print().as_deref(),
            Ok(text.as_str()),
            "seed {seed}"
        );
        agree(&document, &format!("seed {seed}, all taken back"));
    }
}

#[test]
fn what_is_saved_reads_back_as_the_plan() {
    for seed in seeds(20) {
        let mut document = Document::new(plans::plan(seed), today());
        let mut chance = Chance::new(seed + 2000);
        let back = play(&mut document, &mut chance, 12, |document, what| {
            let before = document.text().to_owned();
            if let Err(error) = document.save() {
                panic!("seed {seed}, {what}: {error}\n--- before\n{before}");
            }
        });
        for edit in back {
            document
                .apply(edit)
                .expect("what was done can be taken back");
        }
        let saved = document
            .save()
            .map_or_else(|error| panic!("seed {seed}: {error}"), str::to_owned);
        let again = Document::new(saved, today());
        let first = Document::new(plans::plan(seed), today());
        let walk = |document: &Document| {
            document
                .plan()
                .walk()
                .map(|node| document.plan().path(node))
                .collect::<Vec<_>>()
        };
        assert_eq!(walk(&again), walk(&first), "seed {seed}");
    }
}

/// A border's move that is only tried leaves nothing behind, and says of findings what doing it really changes.
#[test]
fn a_trial_leaves_nothing_and_tells_the_truth() {
    let mut tried = 0;
    for seed in 0..8 {
        let text = plans::plan(seed);
        let mut document = Document::new(text.clone(), today());
        let mut chance = Chance::new(seed + 3000);
        let mut steps = steps(&document);
        steps.retain(|_| chance.once_in(8));
        for step in steps {
            let what = format!("seed {seed}, {step:?}");
            let Ok(Some(consequence)) = document.try_out(step.clone()) else {
                continue;
            };
            tried += 1;
            if tried % 20 == 0 {
                agree(&document, &what);
            }
            let sum = |differences: &[Difference], severity: Severity| -> usize {
                let of = differences.iter().filter(|one| one.severity == severity);
                of.map(|one| one.number).sum()
            };
            let before = findings_but_waivers(&document);
            let back = document.apply(step).expect("it could be tried");
            let after = findings_but_waivers(&document);
            let severities = [Severity::Error, Severity::Warning, Severity::Advice];
            for (index, severity) in severities.into_iter().enumerate() {
                assert_eq!(
                    before[index] + sum(&consequence.gained, severity),
                    after[index] + sum(&consequence.lost, severity),
                    "{what}: {consequence:?}"
                );
            }
            document
                .apply(back)
                .expect("what was done can be taken back");
        }
        agree(&document, &format!("seed {seed}, after all trials"));
        assert_eq!(
            document.print().as_deref(),
            Ok(text.as_str()),
            "seed {seed}"
        );
    }
    assert!(tried > 200, "{tried} trials");
}

/// Every move of every border of every ruler.
fn steps(document: &Document) -> Vec<Edit> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut edits = Vec::new();
    for node in plan.walk() {
        let ranges = [None].into_iter().chain(RangeKind::ALL.map(Some));
        for range in ranges.take(if plan.kind(node) == Kind::Shoot { 4 } else { 1 }) {
            let subject = Subject {
                node,
                range,
                members: &[],
            };
            for border in rulers(plan, evaluation, subject)
                .iter()
                .flat_map(|ruler| &ruler.borders)
            {
                for side in [Side::Shorter, Side::Longer] {
                    for stride in [Stride::Nibble, Stride::Bit] {
                        let step = step(plan, evaluation, border, (side, stride));
                        edits.extend(step.map(|step| step.edit));
                    }
                }
            }
        }
    }
    edits
}

/// How many findings of rules there are of each severity.
/// What is found, but in waivers: a trial does not look at these.
fn findings_but_waivers(document: &Document) -> [usize; 3] {
    let board = document.board();
    let mut numbers = [0; 3];
    for tag in board.nodes().flat_map(|node| board.tags(node)) {
        if matches!(RULES[usize::from(tag.rule)].check, Check::Waivers(_)) {
            continue;
        }
        let index = match tag.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Advice => 2,
        };
        numbers[index] += 1;
    }
    numbers
}
