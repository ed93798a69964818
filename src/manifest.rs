//! Shoot manifests as they are in a git repository or come from kubectl: read with places, and checked by Gardener's own
//! rules in Gardener's own words.
//!
//! Reading never fails, and never guesses: what a manifest does not say is absent. A check sees one Shoot after the
//! defaulting of the API server. Nothing here knows a plan's layout; what a plan is made of is others' matter.

mod check;
mod checks;
mod cidr;
mod cursor;
mod defaults;
mod documents;
mod examples;
mod finding;
mod fix;
mod landscape;
mod patch;
mod read;
mod shoot;
mod waive;

pub use check::{Check, Range, Report, Subject, Written, check, check_all};
pub use checks::{CHECKS, checks_of};
pub use cidr::Cidr;
pub use cursor::{At, Page};
pub use defaults::{Defaults, autoscaler_cap, ranges};
pub use examples::{EXAMPLES, Example, example_of};
pub use finding::{By, Finding};
pub use fix::{FieldChange, Fix, Mended, mend};
pub use landscape::{Landscape, ManagedSeed, Seed};
pub use patch::{Change, PatchError, Step, field, patch};
pub use read::{Manifests, is_manifest};
pub use shoot::{KubeProxy, Manifest, Networking, Spanned, StatusNetworking, Worker};
pub use waive::{ANNOTATION, waive};
