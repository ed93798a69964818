//! All pools of a plan, found at once by whose they are: rules and demands ask for them more often than for anything.

use super::pool::{Pool, PoolKey, PoolKind};

/// The pools of a definition, by kind.
type Own = [Option<Box<Pool>>; PoolKind::ALL.len()];

/// All pools. Most definitions have none.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    /// By definition, where among the next its pools are, counted from 1; 0 for none.
    places: Vec<u32>,
    own: Vec<Own>,
}

const fn index(kind: PoolKind) -> usize {
    match kind {
        PoolKind::V6 => 0,
        PoolKind::V4 => 1,
        PoolKind::Ula => 2,
    }
}

impl Pools {
    fn place(&self, key: PoolKey) -> Option<usize> {
        let place = *self.places.get(key.owner.index())?;
        usize::try_from(place).ok()?.checked_sub(1)
    }

    pub(super) fn get(&self, key: PoolKey) -> Option<&Pool> {
        self.own[self.place(key)?][index(key.kind)].as_deref()
    }

    pub(super) fn get_mut(&mut self, key: PoolKey) -> Option<&mut Pool> {
        let place = self.place(key)?;
        self.own[place][index(key.kind)].as_deref_mut()
    }

    pub(super) fn contains(&self, key: PoolKey) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn insert(&mut self, key: PoolKey, pool: Pool) {
        let place = self.place(key).unwrap_or_else(|| self.add(key));
        self.own[place][index(key.kind)] = Some(Box::new(pool));
    }

    fn add(&mut self, key: PoolKey) -> usize {
        let owner = key.owner.index();
        if self.places.len() <= owner {
            self.places.resize(owner + 1, 0);
        }
        self.own.push(Own::default());
        let number = self.own.len();
        self.places[owner] =
            u32::try_from(number).expect("invariant: fewer pools than definitions");
        number - 1
    }

    pub(super) fn remove(&mut self, key: PoolKey) -> Option<Pool> {
        let place = self.place(key)?;
        let pool = self.own[place][index(key.kind)].take()?;
        Some(*pool)
    }

    /// Each pool, in no order.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Pool> {
        self.own
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
