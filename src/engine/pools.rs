//! All pools of a plan, found at once by whose they are: rules and demands ask for them more often than for anything.

use super::pool::{Pool, PoolKey, PoolKind};

/// A place for each kind of pool of each definition. Most definitions have none.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    of: Vec<[Option<Box<Pool>>; PoolKind::ALL.len()]>,
}

const fn index(kind: PoolKind) -> usize {
    match kind {
        PoolKind::V6 => 0,
        PoolKind::V4 => 1,
        PoolKind::Ula => 2,
    }
}

impl Pools {
    pub(super) fn get(&self, key: PoolKey) -> Option<&Pool> {
        self.of.get(key.owner.index())?[index(key.kind)].as_deref()
    }

    pub(super) fn get_mut(&mut self, key: PoolKey) -> Option<&mut Pool> {
        self.of.get_mut(key.owner.index())?[index(key.kind)].as_deref_mut()
    }

    pub(super) fn contains(&self, key: PoolKey) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn insert(&mut self, key: PoolKey, pool: Pool) {
        let owner = key.owner.index();
        if self.of.len() <= owner {
            self.of.resize_with(owner + 1, Default::default);
        }
        self.of[owner][index(key.kind)] = Some(Box::new(pool));
    }

    pub(super) fn remove(&mut self, key: PoolKey) -> Option<Pool> {
        let pool = self.of.get_mut(key.owner.index())?[index(key.kind)].take()?;
        Some(*pool)
    }

    /// Each pool, by the number of its definition.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Pool> {
        self.of
            .iter_mut()
            .flatten()
            .filter_map(Option::as_deref_mut)
    }
}

#[cfg(test)]
mod tests {
    use super::super::pool::Ground;
    use super::*;
    use crate::source::NodeId;

    #[test]
    fn a_pool_is_where_it_was_put() {
        let key = |owner: usize, kind| PoolKey {
            owner: NodeId::from_index(owner),
            kind,
        };
        let mut pools = Pools::default();
        pools.insert(key(3, PoolKind::V4), Pool::new(Ground::NOTHING));
        pools.insert(key(1, PoolKind::Ula), Pool::new(Ground::NOTHING));
        assert!(pools.contains(key(3, PoolKind::V4)));
        assert!(!pools.contains(key(3, PoolKind::V6)));
        assert!(!pools.contains(key(9, PoolKind::V6)));
        assert_eq!(pools.all_mut().count(), 2);
        assert!(pools.get_mut(key(1, PoolKind::Ula)).is_some());
        assert!(pools.remove(key(1, PoolKind::Ula)).is_some());
        assert!(pools.remove(key(1, PoolKind::Ula)).is_none());
        assert!(pools.get(key(3, PoolKind::V4)).is_some());
    }
}
