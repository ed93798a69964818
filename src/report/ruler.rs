//! The ruler: an address digit by digit, the borders that levels have in it, and what is marked there.
//!
//! Borders and marks are data; `face` lays them out, `step` says what moving a border is, `text` prints one.

mod border;
mod face;
mod held;
mod legend;
mod mark;
mod step;
#[cfg(test)]
mod tests;
mod text;

use crate::addr::{Family, Length, Prefix};
use crate::engine::{Evaluation, Member};
use crate::plan::{Kind, Plan, RangeKind};
use crate::source::NodeId;

pub use face::{Part, Piece, Scale, View, letter, lines};
pub use held::Held;
pub use legend::notes;
pub use mark::Mark;
pub use step::{Side, Step, Stride, step, step_to, usual_stride};
pub use text::print;

/// What a ruler is of: a definition, or one range of a shoot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'m> {
    /// The definition.
    pub node: NodeId,
    /// The range; a shoot's nodes where none is said.
    pub range: Option<RangeKind>,
    /// The members whose addresses are meant.
    pub members: &'m [Member],
}

/// The ruler of one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruler {
    /// The family.
    pub family: Family,
    /// The address whose digits are shown; nothing where it is not known.
    pub prefix: Option<Prefix>,
    /// The borders, from the outermost level inward; one at least.
    pub borders: Vec<Border>,
    /// The border that is meant where nobody has chosen one.
    pub own: usize,
    /// What is marked.
    pub marks: Vec<Mark>,
}

/// Where a level ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Border {
    /// What the level is called.
    pub name: String,
    /// How many bits are before it.
    pub length: Length,
    /// What has this length.
    pub of: Level,
    /// The one length that the provider gives, where it gives no other.
    pub fixed: Option<Fixed>,
}

/// What has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A block.
    Block(NodeId),
    /// A prefix that was drawn.
    Ula(NodeId),
    /// A range of a shoot.
    Range(NodeId, RangeKind),
    /// What each node of a shoot gets.
    NodePrefix(NodeId),
    /// What one node's pods get their addresses from.
    PodRange(NodeId),
}

/// A length that a provider gives whatever is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The provider.
    pub by: &'static str,
    /// The length.
    pub length: Length,
}

/// The rulers of a subject, IPv6 first: one for each family in which it has a border.
///
/// A block that has a prefix of one family alone has one ruler, whatever lies around it.
pub fn rulers(plan: &Plan, evaluation: &Evaluation, subject: Subject<'_>) -> Vec<Ruler> {
    let own = |family: &Family| plan.network(subject.node, *family).is_some();
    let has_own = Family::BOTH.iter().any(own);
    Family::BOTH
        .into_iter()
        .filter(|family| !has_own || own(family))
        .filter_map(|family| ruler(plan, evaluation, subject, family))
        .collect()
}

fn ruler(
    plan: &Plan,
    evaluation: &Evaluation,
    subject: Subject<'_>,
    family: Family,
) -> Option<Ruler> {
    if plan.kind(subject.node) != Kind::Shoot {
        let borders = border::of_blocks(plan, evaluation, subject.node, family);
        let own = borders.len().checked_sub(1)?;
        let mut chain = plan.chain(subject.node);
        return Some(Ruler {
            family,
            prefix: chain.find_map(|id| evaluation.block_prefix(plan, id, family, subject.members)),
            borders,
            own,
            marks: mark::of_family(family),
        });
    }
    let shoot = evaluation.shoot(plan, subject.node);
    let kind = subject.range.unwrap_or(RangeKind::Nodes);
    let (prefix, borders, own) =
        border::of_range(evaluation, &shoot, (kind, family), subject.members)?;
    let mut marks = mark::of_family(family);
    if kind == RangeKind::Pods {
        marks.extend(mark::window(&shoot, family));
    }
    Some(Ruler {
        family,
        prefix,
        borders,
        own,
        marks,
    })
}
