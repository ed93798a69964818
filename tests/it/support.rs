//! Plans and edits made by chance, the same for the same seed.

pub(crate) mod chance;
pub(crate) mod edits;
pub(crate) mod plans;
