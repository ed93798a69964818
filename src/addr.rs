//! Prefixes, lengths and counts of both families, exact to the bit.
//!
//! Everything here is arithmetic on values. Nothing here knows a plan, a provider or a file.

mod aggregate;
mod count;
mod family;
mod prefix;
mod print;
mod registry;
mod reverse;
mod set;
mod sparse;
mod text;

pub use aggregate::aggregate;
pub use count::{Count, Signed};
pub use family::{Family, Length};
pub use prefix::Prefix;
pub use print::{push_first, push_prefix};
pub use registry::{Purpose, Registered, registered, registered_inside, registry};
pub use reverse::{ReverseZones, reverse_zones};
pub(crate) use set::round_up;
pub use set::{FreeSpace, Interval};
pub use sparse::{Order, sparse_index, sparse_rank};
pub use text::{AddressError, parse_address, parse_length, parse_prefix};
