//! Every test that uses the crate from outside, in one binary.

mod addr;
mod architecture;
mod cli;
mod laws;
mod plans;
mod rules;
mod support;
