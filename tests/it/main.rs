//! Every test that uses the crate from outside, in one binary.

mod addr;
mod architecture;
mod cli;
mod examples;
mod format;
mod gardener;
mod hostile;
mod import;
mod kubernetes;
mod laws;
mod locate;
mod manifest;
mod moves;
mod patch;
mod pictures;
mod providers;
mod random;
mod readme;
mod rules;
mod saving;
mod schema;
mod screen;
mod supply;
mod support;
mod terminal;
mod variants;
