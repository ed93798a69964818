//! trellis: an address planner for people who number Kubernetes landscapes run by Gardener.
#![warn(missing_docs)]

pub mod addr;
pub mod diag;
pub mod plan;
pub mod source;
pub mod yaml;
