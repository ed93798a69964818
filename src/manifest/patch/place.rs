//! Where a Shoot stands in a text, told so that it can be found again when the text has changed.

use super::{PatchError, line};
use crate::manifest::{Manifests, Page};
use crate::yaml::ItemId;

/// The document, and the items of the lists on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which value at the top of the text, from 0.
    pub(super) root: usize,
    /// Which item of its `items`, and of theirs.
    pub(super) items: Vec<usize>,
}

impl Place {
    /// The place of the one Shoot with that `namespace/name`.
    pub(super) fn of(manifests: &Manifests, shoot: &str) -> Result<Self, PatchError> {
        let all = manifests
            .shoots
            .iter()
            .filter(|shoot| shoot.prefix.is_empty());
        let mut named = all.clone().filter(|manifest| manifest.path() == shoot);
        let Some(first) = named.next() else {
            return Err(PatchError::NoShoot {
                path: shoot.to_owned(),
                found: all.map(super::super::Manifest::path).collect(),
            });
        };
        let at = |id: ItemId| line(&manifests.text, manifests.tree.span(id).range().start);
        if let Some(second) = named.next() {
            return Err(PatchError::Twice {
                path: shoot.to_owned(),
                first: at(first.root),
                second: at(second.root),
            });
        }
        let roots = manifests.tree.roots().iter().enumerate();
        let mut found = roots.filter_map(|(index, &root)| {
            let items = way(manifests.page(), root, first.root)?;
            Some(Self { root: index, items })
        });
        found.next().ok_or_else(|| PatchError::Alias {
            field: shoot.to_owned(),
            alias: "*".to_owned(),
            line: at(first.root),
        })
    }

    /// The Shoot's mapping in a text.
    pub(super) fn find(&self, page: Page<'_>) -> Option<ItemId> {
        let root = page.tree.roots().get(self.root).copied();
        self.items.iter().fold(root, |list, &index| {
            let items = page.tree.value(page.text, list?, "items")?;
            page.tree.items(items).nth(index)
        })
    }
}

/// The items on the way from an object to one inside; nothing where an alias leads there.
fn way(page: Page<'_>, at: ItemId, to: ItemId) -> Option<Vec<usize>> {
    if at == to {
        return Some(Vec::new());
    }
    let (start, end) = (page.tree.span(at).range(), page.tree.span(to).range());
    if end.start < start.start || start.end < end.start {
        return None;
    }
    let items = page.tree.value(page.text, at, "items")?;
    let inside = page.tree.items(items).enumerate();
    inside
        .filter_map(|(index, item)| Some((index, way(page, item, to)?)))
        .map(|(index, rest)| std::iter::once(index).chain(rest).collect())
        .next()
}
