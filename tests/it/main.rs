//! Every test that uses the crate from outside, in one binary.

mod addr;
mod architecture;
mod laws;
mod rules;
mod support;
