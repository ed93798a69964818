//! Every rule, in the order in which they run.

mod from_node_needs_prefix;
mod host_bits;

use super::Rule;

/// The registry.
pub static RULES: &[&Rule] = &[&host_bits::RULE, &from_node_needs_prefix::RULE];

/// The rule with that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
