//! Every rule, in the order in which they run.

mod bits_exhausted;
mod does_not_fit;
mod dual_stack;
mod duplicate_name;
mod from_node_needs_prefix;
mod growth_margin;
mod host_bits;
mod nibble_boundary;
mod node_64;
mod not_expressible;
mod outside_parent;
mod outside_vpc;
mod overlap;
mod provider_family;
mod provider_length;
mod provider_unknown;
mod reserve_not_covered;

use super::Rule;

/// The registry.
pub static RULES: &[&Rule] = &[
    &bits_exhausted::RULE,
    &does_not_fit::RULE,
    &dual_stack::RULE,
    &duplicate_name::RULE,
    &from_node_needs_prefix::RULE,
    &growth_margin::RULE,
    &host_bits::RULE,
    &nibble_boundary::RULE,
    &node_64::RULE,
    &not_expressible::RULE,
    &outside_parent::RULE,
    &outside_vpc::RULE,
    &overlap::RULE,
    &provider_family::RULE,
    &provider_length::RULE,
    &provider_unknown::RULE,
    &reserve_not_covered::RULE,
];

/// The rule with that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
