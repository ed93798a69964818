//! What is marked on a ruler besides its borders.

use crate::addr::Family;
use crate::engine::{NODEIPAM_BITS, Origin, PodAllocator, Shoot};
use crate::plan::RangeKind;

/// Where the host half of an IPv6 address begins: 64 bits of interface identifier (RFC 4291, section 2.5.1).
const HOST_HALF: u8 = 64;

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Where the host half of an IPv6 address begins.
    HostHalf,
    /// The bits in which something that counts in a bitmap can cut a pool.
    Window {
        /// The pool's length.
        from: u8,
        /// The longest length that it can be cut into.
        to: u8,
        /// The length that it is cut into; it may lie outside.
        cut: u8,
        /// What counts.
        by: &'static str,
    },
}

/// The marks that every ruler of a family has.
pub(super) fn of_family(family: Family) -> Vec<Mark> {
    match family {
        Family::V6 => vec![Mark::HostHalf],
        Family::V4 => Vec::new(),
    }
}

/// The bits that an allocator of pod ranges can count. IPv4 pools have no such bound (k N2).
pub(super) fn window(shoot: &Shoot<'_>, family: Family) -> Option<Mark> {
    let range = shoot.range(RangeKind::Pods, family)?;
    if family == Family::V4 || matches!(range.origin, Origin::None | Origin::Custom) {
        return None;
    }
    let (by, cut) = match shoot.allocator() {
        PodAllocator::Range => ("kube nodeipam", shoot.pod_range_bits(family)?),
        PodAllocator::Cni if shoot.cni() == "cilium" => {
            ("Cilium's cluster pool", shoot.said_mask(family)?)
        }
        PodAllocator::Cni | PodAllocator::Cloud | PodAllocator::External | PodAllocator::None => {
            return None;
        }
    };
    let from = range.length?.bits();
    let to = from.saturating_add(NODEIPAM_BITS).min(family.width());
    Some(Mark::Window { from, to, cut, by })
}

impl Mark {
    /// Its symbol on the ruler.
    pub const fn symbol(self) -> char {
        match self {
            Self::HostHalf => '│',
            Self::Window { .. } => '═',
        }
    }

    /// Whether what it is about does not hold.
    pub const fn is_broken(self) -> bool {
        match self {
            Self::HostHalf => false,
            Self::Window { from, to, cut, .. } => cut < from || cut > to,
        }
    }

    /// What it means, on a short line.
    pub fn says(self) -> String {
        match self {
            Self::HostHalf => format!("/{HOST_HALF}: the host half follows"),
            Self::Window { from, to, cut, by } => {
                let reach = format!("/{from} to /{to}: the 16 bits that {by} counts");
                if cut < from {
                    format!(
                        "{reach}; a node's /{cut} is larger than the pool, and it will not start"
                    )
                } else if cut > to {
                    let past = cut - to;
                    let unit = if past == 1 { "bit" } else { "bits" };
                    format!(
                        "{reach}; a node's /{cut} lies {past} {unit} outside, and it will not start"
                    )
                } else {
                    format!("{reach}; a node's /{cut} lies inside")
                }
            }
        }
    }

    /// The bits that it covers: first, and the one behind the last. A line covers none.
    pub const fn bits(self) -> (u8, u8) {
        match self {
            Self::HostHalf => (HOST_HALF, HOST_HALF),
            Self::Window { from, to, .. } => (from, to),
        }
    }
}
