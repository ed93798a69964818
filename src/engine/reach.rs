//! What an edit reaches: which settings, demands, pools and findings have to be computed again.

use std::collections::BTreeSet;

use super::pool::{PoolKey, PoolKind};
use super::{Evaluation, owns, pool_above};
use crate::addr::Family;
use crate::plan::{Field, Kind, Plan};
use crate::source::NodeId;

impl Evaluation {
    pub(super) fn reach_field(&mut self, plan: &Plan, node: NodeId, field: Field) {
        self.work.patch.insert(node);
        if field.is_setting() {
            self.work.resolve.push(node.into());
        }
        match field {
            Field::V6 => self.reach_network(plan, node, Family::V6),
            Field::V4 => self.reach_network(plan, node, Family::V4),
            Field::Ula => self.reach_pool(
                plan,
                PoolKey {
                    owner: node,
                    kind: PoolKind::Ula,
                },
            ),
            Field::Count => self.reach_count(plan, node),
            Field::Place => self.reach_ground(plan, node),
            Field::Flat => self.reach_flat(plan, node),
            Field::Seeds => {
                let compares = |&id: &NodeId| {
                    plan.kind(id) == Kind::Shoot || plan.entry(id, Field::Seed).is_some()
                };
                self.work.touched.extend(plan.walk().filter(compares));
            }
            Field::Reserve | Field::ManifestFields | Field::Allow => self.reach_below(plan, node),
            _ => {}
        }
    }

    /// Nodes below come to share a block's prefix, or do so no more: those of a flat block around it perhaps do again.
    fn reach_flat(&mut self, plan: &Plan, node: NodeId) {
        let around = plan.chain(node).skip(1);
        let flat = around.filter(|&id| plan.flag(id, Field::Flat));
        for owner in std::iter::once(node).chain(flat) {
            for family in Family::BOTH {
                let kind = PoolKind::of(family);
                let key = PoolKey { owner, kind };
                if owns(plan, key) {
                    self.work.rebuild.insert(key);
                }
            }
        }
        self.reach_below(plan, node);
    }

    /// A block's prefix changed: its pool is other ground, or came or went.
    fn reach_network(&mut self, plan: &Plan, node: NodeId, family: Family) {
        let kind = PoolKind::of(family);
        self.reach_pool(plan, PoolKey { owner: node, kind });
        self.reach_below(plan, node);
    }

    fn reach_pool(&mut self, plan: &Plan, key: PoolKey) {
        match (owns(plan, key), self.pools.contains(key)) {
            (true, true) => self.mark_place(key),
            (false, false) => {}
            (true, false) | (false, true) => {
                self.work.rebuild.insert(key);
                self.work.rebuild.extend(pool_above(plan, key));
            }
        }
        self.mark_written(plan, key.owner);
    }

    fn reach_count(&mut self, plan: &Plan, node: NodeId) {
        for kind in PoolKind::ALL {
            let key = PoolKey { owner: node, kind };
            if !owns(plan, key) {
                self.work.rebuild.extend(pool_above(plan, key));
            }
        }
        self.reach_below(plan, node);
    }

    fn reach_ground(&mut self, plan: &Plan, node: NodeId) {
        for kind in PoolKind::ALL {
            let key = PoolKey { owner: node, kind };
            if owns(plan, key) {
                self.mark_place(key);
            }
        }
    }

    fn reach_below(&mut self, plan: &Plan, node: NodeId) {
        self.work.patch.extend(plan.walk_from(node));
    }

    pub(super) fn reach_added(&mut self, plan: &Plan, node: NodeId) {
        self.work.resolve.push(node.into());
        self.work.touched.extend(plan.parent(node));
        for id in plan.walk_from(node) {
            self.work.patch.insert(id);
            self.work.resolve.push(id.into());
            for kind in PoolKind::ALL {
                let key = PoolKey { owner: id, kind };
                if owns(plan, key) {
                    self.work.rebuild.insert(key);
                }
            }
        }
        self.work.resolve.reverse();
    }

    pub(super) fn reach_removed(&mut self, plan: &Plan, node: NodeId, parent: NodeId) {
        self.work.touched.insert(parent);
        self.touch_reserves(plan, parent);
        let gone: BTreeSet<NodeId> = plan.walk_from(node).collect();
        for &id in &gone {
            self.facts.forget(id, &mut self.work.touched);
            self.work.touched.insert(id);
            for kind in PoolKind::ALL {
                let key = PoolKey { owner: id, kind };
                if let (Some(pool), Some(watch)) = (self.pools.remove(key), &mut self.watch) {
                    watch.note_all(key, &pool);
                }
            }
        }
        for kind in PoolKind::ALL {
            for id in plan.chain(parent) {
                let key = PoolKey { owner: id, kind };
                if let Some(pool) = self.pools.get_mut(key) {
                    if let Some(watch) = &mut self.watch {
                        watch.note_those(key, pool, &gone);
                    }
                    pool.retain(|id| gone.contains(&id));
                    if pool.is_stale() {
                        self.mark_place(key);
                    }
                }
            }
        }
    }
}
