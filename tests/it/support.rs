//! Plans and edits made by chance, the same for the same seed.

pub mod chance;
pub mod edits;
pub mod plans;
