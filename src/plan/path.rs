//! Paths: `eu10/live/prod/billing` names a definition, `eu10/live/prod-7/billing` one of its members.

use super::node::Plan;
use super::{RangeKind, member_name};
use crate::addr::Count;
use crate::source::NodeId;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The definition.
    pub node: NodeId,
    /// The member numbers that the path says, from 1, outermost first, with the counted definition of each.
    pub members: Vec<(NodeId, Count)>,
    /// The range at its end (`….nodes`).
    pub range: Option<RangeKind>,
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A step that is not there.
    #[error("there is no `{step}` in {parent}{}", .near.as_ref().map_or_else(String::new, |near| format!("; the nearest name there is `{near}`")))]
    NoStep {
        /// The step.
        step: String,
        /// The path so far, or "the plan".
        parent: String,
        /// The nearest name there.
        near: Option<String>,
    },
    /// A member number past the end of a run.
    #[error("`{name}` has members 1 to {count}, and no {number}")]
    NoMember {
        /// The run.
        name: String,
        /// How many it has.
        count: Count,
        /// What was asked for.
        number: Count,
    },
    /// Something counted that is named as if it were one.
    #[error("a path is empty between two slashes")]
    Empty,
}

impl Plan {
    /// The path of a definition: its name behind those it lies in. The plan's own is empty.
    pub fn path(&self, id: NodeId) -> String {
        let mut steps: Vec<&str> = self
            .chain(id)
            .filter(|&id| id != NodeId::ROOT)
            .map(|id| match self.name(id) {
                "" => "(unnamed)",
                name => name,
            })
            .collect();
        steps.reverse();
        steps.join("/")
    }

    /// What a definition is called where it is told by its path, as it stands: the plan has none.
    pub fn called(&self, id: NodeId) -> String {
        match self.path(id) {
            path if path.is_empty() => "the plan".to_owned(),
            path => path,
        }
    }

    /// The same in a sentence, the path between backticks.
    pub fn quoted(&self, id: NodeId) -> String {
        match self.path(id) {
            path if path.is_empty() => "the plan".to_owned(),
            path => format!("`{path}`"),
        }
    }

    /// What the path leads to: a literal name first, then a member of a run. An empty path is the plan.
    pub fn find(&self, path: &str) -> Result<Found, PathError> {
        let mut found = Found {
            node: NodeId::ROOT,
            members: Vec::new(),
            range: None,
        };
        if path.is_empty() || path == "/" {
            return Ok(found);
        }
        for step in path.split('/') {
            if step.is_empty() {
                return Err(PathError::Empty);
            }
            self.step(&mut found, step)?;
        }
        Ok(found)
    }

    fn step(&self, found: &mut Found, step: &str) -> Result<(), PathError> {
        if let Some(child) = self.child(found.node, step) {
            found.node = child;
            return Ok(());
        }
        if let Some((base, number)) = member_name(step)
            && let Some(child) = self.child(found.node, base)
            && self.is_counted(child)
        {
            let count = self.count(child);
            if number > count {
                return Err(PathError::NoMember {
                    name: base.to_owned(),
                    count,
                    number,
                });
            }
            found.members.push((child, number));
            found.node = child;
            return Ok(());
        }
        let range = RangeKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, step.strip_suffix(kind.key())?.strip_suffix('.')?)));
        if let Some((kind, shoot)) = range {
            self.step(found, shoot)?;
            found.range = Some(kind);
            return Ok(());
        }
        Err(self.no_step(found.node, step))
    }

    /// The definition of that name in another one.
    pub fn child(&self, parent: NodeId, name: &str) -> Option<NodeId> {
        let id = self.text_id(name)?;
        self.children(parent)
            .iter()
            .copied()
            .find(|&child| self.name_id(child) == id)
    }

    fn no_step(&self, parent: NodeId, step: &str) -> PathError {
        let names = self.children(parent).iter().map(|&child| self.name(child));
        let near = crate::nearest::nearest(step, names).map(str::to_owned);
        let path = self.path(parent);
        PathError::NoStep {
            step: step.to_owned(),
            parent: if path.is_empty() {
                "the plan".to_owned()
            } else {
                format!("`{path}`")
            },
            near,
        }
    }
}
