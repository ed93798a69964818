//! What an edit says it moves is what lies elsewhere after it, and what is locked lies nowhere else.

use std::collections::BTreeMap;

use trellis::addr::{Count, Family, Prefix};
use trellis::compare::{Column, compare};
use trellis::document::{Document, NotPinned};
use trellis::engine::{Member, Outcome, Part, What, Wish};
use trellis::plan::{Date, Edit, Field, Kind, Plan, RangeKind, Value};
use trellis::source::NodeId;

use crate::support::chance::{Chance, seeds};
use crate::support::{edits, plans};

type Places = BTreeMap<(NodeId, Part, Family), Prefix>;

fn document(text: &str) -> Document {
    Document::new(text.to_owned(), Date::parse("2026-11-22").expect("a day"))
}

/// Where everything lies that trellis has placed: the first members, or the second ones of all runs that have two.
fn places(document: &Document, second: bool) -> Places {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut places = Places::new();
    for node in plan.walk() {
        let runs = plan
            .chain(node)
            .filter(|&id| second && plan.count(id) > Count::ONE);
        let members: Vec<Member> = runs.map(|node| Member { node, index: 1 }).collect();
        for family in Family::BOTH {
            let mut add = |part, prefix: Option<Prefix>| {
                let demand = evaluation.demand(plan, node, part, family);
                let placed = demand.is_some_and(|(_, demand)| {
                    demand.wish == Wish::Anywhere && matches!(demand.outcome, Outcome::Placed(_))
                });
                places.extend(
                    prefix
                        .filter(|_| placed)
                        .map(|prefix| ((node, part, family), prefix)),
                );
            };
            if plan.kind(node) == Kind::Shoot {
                let shoot = evaluation.shoot(plan, node);
                for kind in RangeKind::ALL {
                    let prefix = evaluation.range_prefix(&shoot, kind, family, &members);
                    add(Part::Range(kind), prefix);
                }
            } else {
                let prefix = evaluation.block_prefix(plan, node, family, &members);
                add(Part::Block, prefix);
            }
        }
    }
    places
}

fn edited(edit: &Edit, nodes: &mut Vec<NodeId>) {
    match edit {
        Edit::Set { node, .. } | Edit::Move { node, .. } => nodes.push(*node),
        Edit::Insert { .. } | Edit::Remove { .. } => {}
        Edit::Many(edits) => edits.iter().for_each(|inner| edited(inner, nodes)),
    }
}

fn has_two(plan: &Plan, node: NodeId) -> Vec<NodeId> {
    plan.chain(node)
        .filter(|&id| plan.count(id) > Count::ONE)
        .collect()
}

#[test]
fn everything_that_moves_is_told() {
    for seed in seeds(25) {
        let mut document = document(&plans::plan(seed));
        let mut chance = Chance::new(seed + 5000);
        for number in 0..25 {
            let edit = edits::edit(document.plan(), &mut chance);
            let what = format!("seed {seed}, edit {number}: {edit:?}");
            let mut own = Vec::new();
            edited(&edit, &mut own);
            let runs: BTreeMap<NodeId, Vec<NodeId>> = document
                .plan()
                .walk()
                .map(|node| (node, has_two(document.plan(), node)))
                .collect();
            let before = [false, true].map(|second| places(&document, second));
            let Ok(done) = document.edit(edit) else {
                continue;
            };
            let after = [false, true].map(|second| places(&document, second));
            let plan = document.plan();
            for one in &done.moves {
                let What::Part(part) = one.what else { continue };
                let key = (one.node, part, one.from.family());
                if let Some(old) = before[0].get(&key) {
                    assert_eq!(
                        *old,
                        one.from,
                        "{what}: {}",
                        document.called(one.node, one.what)
                    );
                }
                if let (Some(new), Some(to)) = (after[0].get(&key), one.to) {
                    assert_eq!(*new, to, "{what}: {}", document.called(one.node, one.what));
                }
            }
            for (second, (before, after)) in
                [false, true].into_iter().zip(before.iter().zip(&after))
            {
                for (&(node, part, family), old) in before {
                    if !plan.is_alive(node) || own.contains(&node) {
                        continue;
                    }
                    if second && runs.get(&node) != Some(&has_two(plan, node)) {
                        continue;
                    }
                    let new = after.get(&(node, part, family));
                    let told = plan.chain(node).any(|id| {
                        let mut moves = done.moves.iter();
                        moves.any(|one| one.node == id && one.from.family() == family)
                    });
                    let stays = new.is_some_and(|new| new.raw() == old.raw());
                    let of_edited = plan.chain(node).skip(1).any(|id| own.contains(&id));
                    assert!(
                        stays || told || (of_edited && new.is_none()),
                        "{what}: {} {old} → {new:?} (second: {second}) in {:?}",
                        document.called(node, What::Part(part)),
                        done.moves
                    );
                }
            }
        }
    }
}

/// A prefix written in a run stands in all its members: those of the second one move to where those of the first are.
#[test]
fn what_is_written_in_a_run_takes_its_members_together() {
    let mut document = document(
        "trellis: 1
regions:
  - name: r
    count: 2
    v4: 10.0.0.0/8
    vpcs:
      - name: v
        zones:
          - {name: z, v4: /17}
",
    );
    let node = |path| document.plan().find(path).expect("a path").node;
    let (v, z) = (node("r/v"), node("r/v/z"));
    let text = Value::text("10.0.0.0/8");
    let done = document.edit(Edit::set(v, Field::V4, Some(text)));
    let moves = done.expect("nothing is locked").moves;
    assert!(moves.iter().any(|one| one.node == z), "{moves:?}");
}

#[test]
fn what_is_pinned_stays() {
    let mut pinned = 0;
    for seed in seeds(20) {
        let mut document = document(&plans::plan(seed));
        let mut chance = Chance::new(seed + 6000);
        for number in 0..12 {
            let edit = edits::edit(document.plan(), &mut chance);
            let what = format!("seed {seed}, edit {number}: {edit:?}");
            let text = document.print().expect("it prints");
            let mut own = Vec::new();
            edited(&edit, &mut own);
            let before = places(&document, false);
            match document.edit_pinned(edit.clone()) {
                Ok((done, number)) => {
                    pinned += number;
                    for (&(node, part, family), old) in &before {
                        let in_edited = document.plan().chain(node).any(|id| own.contains(&id));
                        if !document.plan().is_alive(node) || in_edited {
                            continue;
                        }
                        let now = match part {
                            Part::Block => document.evaluation().block_prefix(
                                document.plan(),
                                node,
                                family,
                                &[],
                            ),
                            Part::Range(kind) => {
                                let shoot = document.evaluation().shoot(document.plan(), node);
                                document
                                    .evaluation()
                                    .range_prefix(&shoot, kind, family, &[])
                            }
                        };
                        assert!(
                            now.is_some_and(|now| now.raw() == old.raw()),
                            "{what}: {} {old} → {now:?}\n{text}\n---\n{}",
                            document.called(node, What::Part(part)),
                            document.print().unwrap_or_default(),
                        );
                    }
                    document.apply(done.inverse).expect("it can be taken back");
                }
                Err(NotPinned::Refused(_)) => continue,
                Err(_) => {}
            }
            assert_eq!(document.print().as_deref(), Ok(text.as_str()), "{what}");
            drop(document.edit(edit));
        }
    }
    assert!(pinned > 10, "{pinned}");
}

const THREE: &str = "trellis: 1
blocks:
  - name: all
    v6: 2001:db8::/40
    blocks:
      - {name: a, v6: /48}
      - {name: b, v6: /48}
      - name: c
        v6: /48
        blocks:
          - {name: d, v6: /56, lock: true}
";

fn find(document: &Document, path: &str) -> NodeId {
    document.plan().find(path).expect("a path").node
}

fn refusal(text: &str, path: &str, field: Field, value: &str) -> String {
    let mut document = document(text);
    let node = find(&document, path);
    let edit = Edit::set(node, field, Some(Value::text(value)));
    let refusal = document.edit(edit).expect_err("it is locked");
    assert_eq!(document.print().as_deref(), Ok(text), "nothing is changed");
    refusal.to_string()
}

#[test]
fn what_is_locked_is_not_moved_by_what_lies_beside_it() {
    assert_eq!(
        refusal(THREE, "all/a", Field::V6, "/47"),
        "`all/c/d` is locked, and this would move `all/c`, in which it lies, from 2001:db8:2::/48 to 2001:db8:3::/48"
    );
    assert_eq!(
        refusal(THREE, "all/b", Field::Count, "2"),
        "`all/c/d` is locked, and this would move `all/c`, in which it lies, from 2001:db8:2::/48 to 2001:db8:3::/48"
    );
    assert_eq!(
        refusal(THREE, "all/a", Field::Count, "256"),
        "`all/c/d` is locked, and this would leave `all/c`, in which it lies, at 2001:db8:2::/48 without a place"
    );
    let one = THREE.replace("{name: b, v6: /48}", "{name: b, v6: /48, lock: true}");
    assert_eq!(
        refusal(&one, "all/a", Field::V6, "/44"),
        "`all/b` is locked, and this would move it from 2001:db8:1::/48 to 2001:db8:10::/48"
    );
}

#[test]
fn what_moves_nothing_locked_is_done() {
    let mut document = document(THREE);
    let node = find(&document, "all/c");
    // c has one behind it now, at the next free place, and b keeps its own.
    let edit = Edit::set(node, Field::Note, Some(Value::text("x")));
    assert_eq!(document.edit(edit).expect("no lock").moves, []);
    let inside = find(&document, "all/c/d");
    let edit = Edit::Many(vec![
        Edit::set(inside, Field::Lock, None),
        Edit::set(
            find(&document, "all/a"),
            Field::V6,
            Some(Value::text("/47")),
        ),
    ]);
    let done = document
        .edit(edit)
        .expect("it is unlocked by the same edit");
    assert_eq!(done.moves.len(), 2);
    document.apply(done.inverse).expect("it can be taken back");
}

fn not_pinned(text: &str, path: &str, field: Field, value: &str) -> String {
    let mut document = document(text);
    let node = find(&document, path);
    let edit = Edit::set(node, field, Some(Value::text(value)));
    let why = document.edit_pinned(edit).expect_err("it can't be pinned");
    assert_eq!(document.print().as_deref(), Ok(text), "nothing is changed");
    why.to_string()
}

#[test]
fn why_something_can_not_be_pinned() {
    let run = "trellis: 1\nblocks:\n  - name: all\n    v6: 2001:db8::/40\n    blocks:\n      - name: run\n        count: 3\n        v6: /48\n        blocks:\n          - {name: a, v6: /56}\n          - {name: b, v6: /56}\n";
    assert_eq!(
        not_pinned(run, "all/run/a", Field::V6, "/55"),
        "`all/run/b` can't be pinned: `all/run` is counted, and a prefix written below it would be the same for all its members"
    );
    let sparse = THREE.replace("/40\n", "/40\n    place: sparse\n");
    assert_eq!(
        not_pinned(
            &sparse.replace(", lock: true", ""),
            "all/a",
            Field::Count,
            "2"
        ),
        "`all/b` can't be pinned: `all` says `place: sparse`, where no written prefix has a place"
    );
    let free = THREE.replace(", lock: true", "");
    assert_eq!(
        not_pinned(&free, "all", Field::V6, "2001:db9::/40"),
        "nothing would move but what is edited itself, so there is nothing to pin"
    );
    // 253 of 256 are free behind the three, and b's own place and c's stay taken.
    assert_eq!(
        not_pinned(&free, "all/a", Field::Count, "254"),
        "with the others pinned there would be no room for `all/a`"
    );
}

#[test]
fn members_that_come_to_lie_apart_have_moved_though_the_first_has_not() {
    let plan = |place: &str| {
        format!(
            "trellis: 1\nblocks:\n- {{name: all, v6: \"2001:db8::/40\", place: {place}, blocks: [{{name: run, count: 3, v6: /48}}]}}\n"
        )
    };
    for (place, field, value) in [
        ("first", Field::Place, "sparse"),
        ("first", Field::Place, "center"),
        ("center", Field::Place, "sparse"),
        ("sparse", Field::Place, "first"),
        // The second of 2^8 places lies elsewhere than that of 2^9.
        ("sparse", Field::V6, "2001:db8::/39"),
    ] {
        let mut document = document(&plan(place));
        let node = document.plan().find("all").expect("a path").node;
        let before = places(&document, true);
        let edit = Edit::set(node, field, Some(Value::text(value)));
        let done = document.edit(edit).expect("it can be set");
        assert_ne!(before, places(&document, true), "{place}, {value}");
        let run = document.plan().find("all/run").expect("a path").node;
        let told: Vec<NodeId> = done.moves.iter().map(|one| one.node).collect();
        assert_eq!(told, [run], "{place}, {value}");
    }
}

/// Before a change, after it, and beside the plan as it was, the same is counted: members, and none that only became
/// larger or smaller where it lies.
#[test]
fn a_comparison_counts_what_an_edit_says_that_it_moves() {
    let plan = "trellis: 1\nregions: [{name: r, v6: 2001:db8:1000::/36, zones: [{name: z, count: 3, v6: /40, vpcs: [\
                {name: v, count: 100, v6: /48, shoots: [{name: s, nodes: v6global/51+prefix/64, services: v6global/112}]}]}]}]\n";
    // Nodes of /50 stay at the beginning, and the services behind them move, in 300 VPCs. A VPC twice as large moves
    // those of each zone but the first.
    let cases = [
        ("r/z/v/s", Field::Nodes, "v6global/50+prefix/64", 300),
        ("r/z/v", Field::V6, "/47", 297),
    ];
    for (path, field, to, expected) in cases {
        let before = document(plan);
        let mut now = document(plan);
        let node = now.plan().find(path).expect("a path").node;
        let edit = Edit::set(node, field, Some(Value::text(to)));
        let edited = now.edit(edit).expect("an edit");
        let moved: Vec<Count> = edited.moves.iter().map(|one| one.members).collect();
        assert_eq!(moved, [Count::new(expected)], "{path} {:?}", edited.moves);
        let said = trellis::report::moves::would_move(&now, &edited.moves, 1);
        assert!(
            said[0].starts_with(&format!("would move {expected} prefixes")),
            "{said:?}"
        );
        let columns = [("before", &before), ("now", &now)];
        let columns = columns.map(|(name, document)| Column { name, document });
        let compared = compare(&columns, false);
        let of_it = compared
            .moves
            .iter()
            .filter(|one| one.field == edited_field(&edited.moves[0]));
        let members: Vec<Count> = of_it.map(|one| one.members).collect();
        assert_eq!(members, moved, "{path} {:?}", compared.moves);
    }
}

/// The field of a move as a comparison calls it.
fn edited_field(one: &trellis::engine::Move) -> &'static str {
    match one.what {
        What::Part(Part::Range(kind)) => kind.key(),
        What::Part(Part::Block) => one.from.family().key(),
        What::Ula => "ula",
    }
}
