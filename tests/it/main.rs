//! Every test that uses the crate from outside, in one binary.

mod addr;
mod cli;
mod examples;
mod format;
mod kubernetes;
mod rules;
