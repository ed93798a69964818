//! trellis: an address planner for people who number Kubernetes landscapes run by Gardener.
//!
//! The library thinks, the binary talks. A module uses only layers below its own, which a test holds:
//!
//! | layer | modules | what it is for |
//! | --- | --- | --- |
//! | 0 | [`addr`] [`sizing`] [`source`] [`diag`] [`yaml`] [`nearest`] [`visible`] | prefixes and counts; how levels can be cut; places and findings; YAML as text with places; words and characters |
//! | 1 | [`plan`] | what a person wants: definitions, fields, edits |
//! | 2 | [`spec`] [`profile`] | the keyword language; what providers offer and forbid, as data |
//! | 3 | [`engine`] | what follows: settings, placement, budgets, the truth about a shoot |
//! | 4 | [`lint`] | what is wrong with it: the rules |
//! | 5 | [`document`] [`manifest`] | text, plan, evaluation and findings together; Shoot manifests and Gardener's rules |
//! | 5 | [`inventory`] [`breaks`] [`compare`] [`levels`] | every prefix, definition by definition or member by member; what growth breaks first; plans side by side; how a block of a plan could be cut |
//! | 6 | [`format`] [`report`] [`import`] | what is written for others; what people read; what already runs, as a plan |
//! | 7 | [`tui`] [`cli`] | the screen; files, arguments, exit codes |
//!
//! A file flows upward: text → `Parsed` → `Evaluation` → findings → report or export. None of these steps fails: each
//! gives what it could make, and what is wrong is a value. A plan that has been read changes by an [`plan::Edit`]
//! alone, whoever asks for it; each gives the edit that takes it back.
//!
//! What always holds, and is tested:
//! - a [`addr::Prefix`] has no host bits; counts are exact to 2^128; nothing is enumerated that can be counted;
//! - the same plan, profiles and date give the same answer, in the same order;
//! - after any edits the evaluation equals that of evaluating afresh, and taking all of them back restores the file
//!   byte for byte;
//! - no text, value or edit makes the program panic.
//!
//! To add a rule, write `lint/rules/<name>.rs` and list it; a provider, `assets/providers/<name>.yaml`; a keyword,
//! `spec/statement/<word>.rs`; a format, `format/<name>.rs`; a subcommand, `cli/<name>.rs`. The registries are plain
//! slices, and help, tables and completions are made from them.
#![warn(missing_docs)]

pub mod addr;
pub mod breaks;
pub mod cli;
pub mod compare;
pub mod diag;
pub mod document;
pub mod engine;
pub mod format;
pub mod import;
pub mod inventory;
pub mod levels;
pub mod lint;
pub mod manifest;
pub mod nearest;
pub mod plan;
pub mod profile;
pub mod report;
pub mod sizing;
pub mod source;
pub mod spec;
pub mod tui;
pub mod visible;
pub mod yaml;
