//! What follows from a plan: settings, placement, budgets, and the truth about each shoot.
//!
//! An evaluation is a function of the plan and the profiles. After an edit only what it reaches is computed again,
//! and the result equals that of evaluating afresh.

mod address;
mod emit;
mod facts;
mod free;
mod in_place;
mod lifetime;
mod locate;
mod moves;
mod once;
mod pool;
mod pools;
mod reach;
mod resolve;
mod service;
mod settings;
mod shoot;
mod truth;
mod vpc;
mod zonal;

use std::collections::{BTreeMap, BTreeSet};

pub use address::{Member, member_at};
pub use emit::is_single;
pub use facts::{Facts, Scope, Usage, Written, is_private, members_in_scope, picks};
pub use free::{FreePrefixes, NotFree};
pub use in_place::{InPlace, Neighbours};
pub use lifetime::{Change, Lifetime, change_of};
pub use locate::{Gap, Holder, Link, Located, Place};
use moves::Watch;
pub use moves::{Move, What};
pub use once::{Once, UlaBeside, is_ula, ula_beside_v4};
pub use pool::{Budget, Demand, Ground, OtherRow, Outcome, Part, Pool, PoolKey, PoolKind, Wish};
use resolve::Resolve;
pub use service::{ServiceRange, deciding, service_range, static_band};
use settings::SettingsTable;
pub use settings::{Said, Settings, SettingsId, enclosing_kind, said_at};
pub use shoot::{
    DEFAULT_MAX_PODS, Origin, PodAllocator, Range, Shoot, enclosing_pool, manifest_field,
    range_field, writes,
};
pub use truth::{
    Bound, Component, Limit, NODEIPAM_BITS, Numbered, OfFamily, Setting, Truth, autoscaler_cap,
    node_room, nodeipam_room, usable_pods,
};
pub use zonal::{ZoneCuts, equal_cuts, zone_cuts};

use pools::Pools;

use crate::addr::{Count, Family, Order};
use crate::plan::{Changed, Field, Kind, Meaning, Plan, RangeKind};
use crate::profile::Profiles;
use crate::source::NodeId;

/// Everything that follows from a plan.
#[derive(Clone, Debug)]
pub struct Evaluation {
    settings: Vec<SettingsId>,
    order: Vec<u32>,
    table: SettingsTable,
    pools: Pools,
    facts: Facts,
    work: Work,
    watch: Option<Watch>,
}

/// What an edit has reached and what is still to be computed.
#[derive(Clone, Debug, Default)]
struct Work {
    /// Definitions whose settings have to be resolved again, with what is below.
    resolve: Vec<Resolve>,
    /// Pools whose demands have to be collected again.
    rebuild: BTreeSet<PoolKey>,
    /// Definitions whose own demands may be others.
    patch: BTreeSet<NodeId>,
    /// Pools to be placed, outer ones first.
    place: BTreeSet<(u32, PoolKey)>,
    /// Definitions of which rules may find something else.
    touched: BTreeSet<NodeId>,
    /// Those of them that ask for the same as before: only what rules look at is another.
    judged: Vec<NodeId>,
    /// Whether everything is computed for the first time: then every pool is placed once, outer ones first.
    fresh: bool,
}

/// Percent of each block's room that is to stay free where nobody says `growth` (DESIGN: 25).
pub const DEFAULT_GROWTH: Count = Count::new(25);

/// Whether an evaluation is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to compute.
    More,
    /// It is whole.
    Done,
}

impl Evaluation {
    /// Evaluates a plan afresh, with the built-in profiles.
    pub fn new(plan: &Plan) -> Self {
        Self::with(plan, Profiles::BUILT_IN)
    }

    /// Evaluates a plan afresh, with these profiles.
    pub fn with(plan: &Plan, profiles: Profiles) -> Self {
        let mut evaluation = Self {
            settings: vec![SettingsId::NONE; plan.ids()],
            order: vec![0; plan.ids()],
            table: SettingsTable::new(profiles),
            pools: Pools::default(),
            facts: Facts::default(),
            work: Work {
                fresh: true,
                ..Work::default()
            },
            watch: None,
        };
        evaluation.number(plan);
        for node in plan.walk() {
            evaluation.settings[node.index()] = evaluation.resolved(plan, node);
        }
        // Before there are demands: making facts takes room for a while.
        let looked_at = plan.walk().map(|node| {
            let settings = evaluation.table.settings(evaluation.settings[node.index()]);
            (node, evaluation.order[node.index()], settings)
        });
        evaluation.facts = Facts::of(plan, looked_at);
        let mut collected: BTreeMap<PoolKey, Vec<Demand>> = BTreeMap::new();
        for node in plan.walk() {
            for kind in PoolKind::ALL {
                let key = PoolKey { owner: node, kind };
                if owns(plan, key) {
                    collected.insert(key, Vec::with_capacity(plan.children(node).len()));
                }
            }
            let settings = evaluation.table.settings(evaluation.settings[node.index()]);
            for (key, demand) in emit::demands(plan, node, settings, evaluation.order[node.index()])
            {
                collected.entry(key).or_default().push(demand);
            }
        }
        for (key, demands) in collected {
            let mut pool = Pool::new(Ground::NOTHING);
            pool.fill(demands);
            evaluation.pools.insert(key, pool);
            evaluation
                .work
                .place
                .insert((evaluation.order[key.owner.index()], key));
        }
        while evaluation.step(plan, usize::MAX) == Step::More {}
        evaluation.facts.take_changed_firsts();
        evaluation.work = Work::default();
        evaluation
    }

    /// Marks what an edit has reached. `step` computes it.
    pub fn apply(&mut self, plan: &Plan, changes: &[Changed]) {
        self.settings.resize(plan.ids(), SettingsId::NONE);
        self.order.resize(plan.ids(), 0);
        if changes
            .iter()
            .any(|change| !matches!(change, Changed::Field(..)))
        {
            self.number(plan);
            for pool in self.pools.all_mut() {
                pool.renumber(|node| self.order[node.index()]);
            }
            self.facts.renumber(|node| self.order[node.index()]);
        }
        for &change in changes {
            match change {
                Changed::Field(node, field) if plan.is_alive(node) => {
                    self.reach_field(plan, node, field);
                }
                Changed::Added(node) if plan.is_alive(node) => self.reach_added(plan, node),
                Changed::Field(..) | Changed::Added(_) => {}
                Changed::Removed(node, parent) => self.reach_removed(plan, node, parent),
            }
        }
    }

    /// Computes up to `budget` pieces of what is still to be computed.
    pub fn step(&mut self, plan: &Plan, budget: usize) -> Step {
        for _ in 0..budget {
            if let Some(resolve) = self.work.resolve.pop() {
                self.resolve(plan, resolve);
            } else if let Some(key) = self.work.rebuild.pop_first() {
                self.rebuild(plan, key);
            } else if let Some(node) = self.work.patch.pop_first() {
                self.patch(plan, node);
            } else if let Some((_, key)) = self.work.place.pop_first() {
                self.place(plan, key);
            } else {
                return Step::Done;
            }
        }
        Step::More
    }

    /// Computes everything that is still to be computed.
    pub fn finish(&mut self, plan: &Plan) {
        while self.step(plan, usize::MAX) == Step::More {}
    }

    /// The definitions of which something else may lie elsewhere or be found since the last time this was asked.
    pub fn take_touched(&mut self) -> BTreeSet<NodeId> {
        self.work.touched.extend(self.facts.take_changed_firsts());
        std::mem::take(&mut self.work.touched)
    }

    /// The definitions of which rules may find something else since the last time this was asked, for other settings
    /// are in force: they ask for the same as before. Some of them may be touched, too.
    pub fn take_judged(&mut self) -> Vec<NodeId> {
        std::mem::take(&mut self.work.judged)
    }

    /// What is in force for a definition.
    pub fn settings(&self, node: NodeId) -> &Settings {
        self.table.settings(self.settings[node.index()])
    }

    /// The profiles that names of providers lead to.
    pub const fn profiles(&self) -> Profiles {
        self.table.profiles()
    }

    /// The number that sorts definitions as the plan has them.
    pub fn order(&self, node: NodeId) -> u32 {
        self.order[node.index()]
    }

    /// A pool, if the definition has one of that kind.
    pub fn pool(&self, key: PoolKey) -> Option<&Pool> {
        self.pools.get(key)
    }

    /// The pool of a block's prefix of that family.
    pub fn block_pool(&self, node: NodeId, family: Family) -> Option<&Pool> {
        self.pool(PoolKey {
            owner: node,
            kind: PoolKind::of(family),
        })
    }

    /// What a definition wants of the pool around it as that part, and what came of it.
    pub fn demand(
        &self,
        plan: &Plan,
        node: NodeId,
        part: Part,
        family: Family,
    ) -> Option<(PoolKey, &Demand)> {
        let of = |kind| {
            let key = enclosing_pool(plan, node, kind)?;
            Some((key, self.pool(key)?.demand(self.order(node), part)?))
        };
        if part == Part::Range(RangeKind::Nodes)
            && let Some(key) =
                shoot::flat_block(plan, node).and_then(|flat| shoot::flat_pool(plan, flat, family))
            && let Some(demand) = self.pool(key)?.demand(self.order(node), part)
        {
            return Some((key, demand));
        }
        let block = of(PoolKind::of(family));
        match family {
            Family::V4 => block,
            Family::V6 => of(PoolKind::Ula).or(block),
        }
    }

    /// Names and written prefixes.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// A shoot with everything that decides about it.
    pub fn shoot<'a>(&'a self, plan: &'a Plan, node: NodeId) -> Shoot<'a> {
        Shoot::new(plan, node, self.settings(node))
    }

    fn number(&mut self, plan: &Plan) {
        for (order, node) in plan.walk().enumerate() {
            self.order[node.index()] =
                u32::try_from(order).expect("invariant: fewer definitions than ids");
        }
    }

    fn rebuild(&mut self, plan: &Plan, key: PoolKey) {
        if let (Some(pool), Some(watch)) = (self.pools.get(key), &mut self.watch) {
            watch.note_all(key, pool);
        }
        if !owns(plan, key) {
            self.pools.remove(key);
            self.work.touched.insert(key.owner);
            return;
        }
        let mut demands = Vec::new();
        // Nodes in a flat block are its own even where a block between has a prefix.
        let flat = key.kind != PoolKind::Ula && plan.flag(key.owner, Field::Flat);
        let mut stack: Vec<NodeId> = match key.kind {
            PoolKind::Ula => vec![key.owner],
            PoolKind::V6 | PoolKind::V4 => plan.children(key.owner).iter().rev().copied().collect(),
        };
        while let Some(node) = stack.pop() {
            self.settings[node.index()] = self.resolved(plan, node);
            let settings = self.table.settings(self.settings[node.index()]);
            let order = self.order[node.index()];
            let all = emit::demands(plan, node, settings, order);
            demands.extend(
                all.into_iter()
                    .filter(|(pool, _)| *pool == key)
                    .map(|(_, demand)| demand),
            );
            let nested = PoolKey {
                owner: node,
                kind: key.kind,
            };
            if node == key.owner || flat || !owns(plan, nested) {
                stack.extend(plan.children(node).iter().rev());
            }
            self.work.touched.insert(node);
        }
        let mut pool = Pool::new(Ground::NOTHING);
        pool.fill(demands);
        self.pools.insert(key, pool);
        self.mark_place(key);
    }

    fn patch(&mut self, plan: &Plan, node: NodeId) {
        if !plan.is_alive(node) {
            return;
        }
        self.work.touched.insert(node);
        self.touch_reserves(plan, node);
        let settings = self.table.settings(self.settings[node.index()]);
        let order = self.order[node.index()];
        let touched = &mut self.work.touched;
        self.facts.update(plan, (node, order), settings, touched);
        let all = emit::demands(plan, node, settings, order);
        for key in emit::pools_of(plan, node) {
            let demands: Vec<Demand> = all
                .iter()
                .filter(|(pool, _)| *pool == key)
                .map(|(_, demand)| *demand)
                .collect();
            let Some(pool) = self.pools.get_mut(key) else {
                continue;
            };
            let watch = &mut self.watch;
            pool.replace(order, &demands, |old| {
                if let Some(watch) = watch {
                    watch.note(key, old);
                }
            });
            if pool.is_stale() {
                self.mark_place(key);
            }
        }
    }

    fn place(&mut self, plan: &Plan, key: PoolKey) {
        let ground = self.ground(plan, key);
        let Some(pool) = self.pools.get_mut(key) else {
            return;
        };
        self.work.touched.insert(key.owner);
        let apart = pool.ground.order.is_some() || ground.order.is_some();
        if let (true, Some(watch)) = (apart && pool.ground != ground, &mut self.watch) {
            // Members come to lie elsewhere though the first of them stays.
            watch.note_all(key, pool);
        }
        pool.set_ground(ground);
        let mut moved = Vec::new();
        let watch = &mut self.watch;
        pool.place(|old| {
            moved.push(old.node);
            if let Some(watch) = watch {
                watch.note(key, old);
            }
        });
        if self.work.fresh {
            pool.take_explained_otherwise();
            return;
        }
        moved.extend(pool.take_explained_otherwise());
        for &node in &moved {
            if plan.kind(node) != Kind::Shoot {
                self.mark_written(plan, node);
            }
        }
        self.work.touched.extend(moved);
    }

    /// Whether a reserve covers what lies in a block depends on all of that.
    fn touch_reserves(&mut self, plan: &Plan, node: NodeId) {
        let reserved = plan.chain(node).filter(|&id| !plan.reserve(id).is_zero());
        self.work.touched.extend(reserved);
    }

    fn mark_place(&mut self, key: PoolKey) {
        self.work.place.insert((self.order[key.owner.index()], key));
    }

    /// What is written at or below a block is compared with its prefix and with what is placed in it: pools with
    /// something written are placed again when it moves, and shoots that write something are looked at again.
    fn mark_written(&mut self, plan: &Plan, block: NodeId) {
        for node in plan.walk_from(block) {
            for kind in PoolKind::ALL {
                let key = PoolKey { owner: node, kind };
                if self.pools.get(key).is_some_and(Pool::has_fixed) {
                    self.mark_place(key);
                }
            }
            let settings = self.table.settings(self.settings[node.index()]);
            if plan.kind(node) == Kind::Shoot && shoot::compares(plan, node, settings) {
                self.work.touched.insert(node);
            }
        }
    }

    fn ground(&self, plan: &Plan, key: PoolKey) -> Ground {
        if key.kind == PoolKind::Ula {
            return match plan.meaning(key.owner, Field::Ula) {
                Some(Meaning::Prefixes(prefixes)) => Ground::of_ula(prefixes),
                _ => Ground::NOTHING,
            };
        }
        let Some(length) = plan.length(key.owner, key.kind.family()) else {
            return Ground::NOTHING;
        };
        let order = match plan.text(key.owner, Field::Place) {
            Some("sparse") => Some(Order::Sparse),
            Some("center") => Some(Order::Center),
            Some(_) | None => None,
        };
        Ground {
            length,
            base: self
                .pool(key)
                .filter(|pool| pool.has_fixed())
                .and_then(|_| self.block_prefix(plan, key.owner, key.kind.family(), &[])),
            prefixes: Vec::new(),
            order,
        }
    }
}

/// Whether a definition has a pool of its own.
fn owns(plan: &Plan, key: PoolKey) -> bool {
    match key.kind {
        PoolKind::V6 | PoolKind::V4 => {
            plan.kind(key.owner).is_block() && plan.network(key.owner, key.kind.family()).is_some()
        }
        PoolKind::Ula => matches!(
            plan.meaning(key.owner, Field::Ula),
            Some(Meaning::Prefixes(_))
        ),
    }
}

/// The pool that hands out what this one does not: the next one around its owner.
fn pool_above(plan: &Plan, key: PoolKey) -> Option<PoolKey> {
    let above = match key.kind {
        PoolKind::V6 | PoolKind::V4 => key.owner,
        PoolKind::Ula => plan.parent(key.owner)?,
    };
    enclosing_pool(plan, above, key.kind)
}
