//! trellis: an address planner for people who number Kubernetes landscapes run by Gardener.
#![warn(missing_docs)]

pub mod addr;
pub mod cli;
pub mod diag;
pub mod document;
pub mod engine;
pub mod format;
pub mod lint;
pub mod nearest;
pub mod plan;
pub mod profile;
pub mod report;
pub mod source;
pub mod spec;
pub mod yaml;
