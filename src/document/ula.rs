//! Drawing a unique local prefix (RFC 4193) for a plan, a block or a shoot.

use thiserror::Error;

use super::Document;
use crate::addr::{Count, Family, Length, Prefix};
use crate::engine::range_field;
use crate::plan::{Base, Edit, Field, Kind, Meaning, RangeKind, Value};
use crate::source::NodeId;

/// The 40 bits behind `fd` (RFC 4193, section 3.1), which nobody has yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GlobalId([u8; 5]);

/// Why a prefix is not drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotDrawn {
    /// It is for something that a run of others lies around, or that is one.
    #[error("`{run}` stands for many, and all of them would share one ula")]
    Many {
        /// The path of the run.
        run: String,
    },
    /// There is one already.
    #[error("{what} has a ula, {ula}; a new one would renumber what lies in it")]
    Has {
        /// What it was asked for, in words.
        what: String,
        /// What stands there.
        ula: String,
    },
    /// It is someone's in the plan, or holds or lies in one that is.
    #[error("{prefix} is the ula of {what} already")]
    Taken {
        /// What was drawn.
        prefix: Prefix,
        /// Whose it is, in words.
        what: String,
    },
}

impl GlobalId {
    /// That of Gardener's VPN between seed and shoot (g c: `fd8f:6d53:b97a:1::/96`).
    const OF_GARDENER: [u8; 5] = [0x8f, 0x6d, 0x53, 0xb9, 0x7a];

    /// Any bits but those that Gardener has taken for itself.
    pub fn new(bits: [u8; 5]) -> Option<Self> {
        (bits != Self::OF_GARDENER).then_some(Self(bits))
    }

    /// The /48 that begins with them.
    pub fn prefix(self) -> Prefix {
        let mut address = [0; 16];
        address[0] = 0xfd;
        address[1..6].copy_from_slice(&self.0);
        Length::new(Family::V6, 48)
            .and_then(|length| Prefix::from_raw(u128::from_be_bytes(address), length))
            .expect("invariant: 48 bits are set at most")
    }
}

impl Document {
    /// Whether a prefix can be drawn there. A run of shoots takes one range after another out of its own; what it lies in
    /// must be one.
    pub fn can_draw(&self, node: NodeId) -> Result<(), NotDrawn> {
        let plan = &self.plan;
        let is_shoot = plan.kind(node) == Kind::Shoot;
        let mut lies_in = plan.chain(node).skip(usize::from(is_shoot));
        if let Some(run) = lies_in.find(|&id| plan.count(id) > Count::ONE) {
            return Err(NotDrawn::Many {
                run: plan.path(run),
            });
        }
        match plan.value(node, Field::Ula) {
            None | Some(Value::Null) => Ok(()),
            Some(ula) => Err(NotDrawn::Has {
                what: plan.quoted(node),
                ula: ula.line(),
            }),
        }
    }

    /// What writes a prefix as the `ula` there. Two draws are the same when someone says the digits.
    pub fn draw(&self, node: NodeId, prefix: Prefix) -> Result<Edit, NotDrawn> {
        self.can_draw(node)?;
        let plan = &self.plan;
        let holder = plan.walk_from(NodeId::ROOT).find(|&node| {
            matches!(
                plan.meaning(node, Field::Ula),
                Some(Meaning::Prefixes(all)) if all.iter().any(|ula| ula.overlaps(prefix))
            )
        });
        match holder {
            None => {
                let text = Value::text(prefix.to_string());
                Ok(Edit::set(node, Field::Ula, Some(text)))
            }
            Some(holder) => Err(NotDrawn::Taken {
                prefix,
                what: plan.quoted(holder),
            }),
        }
    }

    /// Whether a shoot there has a range that would be placed in a unique local prefix.
    pub fn asks_for_ula(&self, node: NodeId) -> bool {
        let plan = &self.plan;
        plan.walk_from(node)
            .filter(|&id| plan.kind(id) == Kind::Shoot)
            .any(|shoot| {
                let settings = self.evaluation.settings(shoot);
                RangeKind::ALL.into_iter().any(|kind| {
                    let spec = settings.spec(plan, range_field(kind));
                    let ask = spec.and_then(|spec| spec.of(Family::V6));
                    matches!(ask.map(|ask| ask.base), Some(Base::Private6(_)))
                })
            })
    }
}
