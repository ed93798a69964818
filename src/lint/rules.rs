//! Every rule, in the order in which they run.

mod allow_expired;
mod allow_unused;
mod bits_exhausted;
mod calico_ipam;
pub(super) mod documentation_range;
mod does_not_fit;
mod dual_stack;
mod duplicate_key;
mod duplicate_name;
mod field_value;
mod file_kind;
mod file_limit;
mod file_syntax;
mod from_node_needs_prefix;
mod gardener_too_old;
mod growth_margin;
mod host_bits;
mod ipv4_preferred_over_ula;
mod kube_proxy_cluster_cidr;
mod kubernetes_not_offered;
mod nat64_prefix;
mod needs_quotes;
mod nibble_boundary;
mod no_manifest;
mod no_zones;
mod node_64;
mod node_mask_range;
mod node_pool_of_one;
mod nodeipam_mask_outside;
mod nodeipam_pool_too_large;
mod nodes_exceed_room;
mod not_expressible;
mod outside_parent;
mod outside_vpc;
mod overlap;
mod overlay;
mod pods_exceed_room;
mod profile_fault;
mod provider_containment;
mod provider_family;
mod provider_fixed;
mod provider_length;
mod provider_quota;
mod provider_taken;
mod provider_unknown;
mod range_missing;
mod reserve_not_covered;
mod reserved_by_gardener;
mod seed_overlap;
mod seed_unknown;
mod service_range_too_large;
mod service_range_too_small;
mod service_range_wide;
mod service_reach;
mod shared_space;
mod spec_alias;
mod spec_family;
mod spec_length;
mod spec_place;
mod spec_syntax;
mod special_range;
mod ula_l_bit;
mod ula_not_random;
mod unknown_key;
mod variant_path;
mod version_unknown;
mod zone_subnets;

use super::Rule;

/// The registry.
pub static RULES: &[&Rule] = &[
    &file_syntax::RULE,
    &file_kind::RULE,
    &file_limit::RULE,
    &needs_quotes::RULE,
    &duplicate_key::RULE,
    &unknown_key::RULE,
    &field_value::RULE,
    &variant_path::RULE,
    &profile_fault::RULE,
    &host_bits::RULE,
    &spec_syntax::RULE,
    &spec_alias::RULE,
    &spec_length::RULE,
    &spec_family::RULE,
    &spec_place::RULE,
    &from_node_needs_prefix::RULE,
    &nodeipam_pool_too_large::RULE,
    &nodeipam_mask_outside::RULE,
    &node_mask_range::RULE,
    &node_pool_of_one::RULE,
    &nodes_exceed_room::RULE,
    &pods_exceed_room::RULE,
    &service_range_too_large::RULE,
    &service_range_too_small::RULE,
    &service_range_wide::RULE,
    &bits_exhausted::RULE,
    &calico_ipam::RULE,
    &does_not_fit::RULE,
    &dual_stack::RULE,
    &duplicate_name::RULE,
    &growth_margin::RULE,
    &kube_proxy_cluster_cidr::RULE,
    &nibble_boundary::RULE,
    &node_64::RULE,
    &not_expressible::RULE,
    &outside_parent::RULE,
    &outside_vpc::RULE,
    &overlap::RULE,
    &overlay::RULE,
    &provider_containment::RULE,
    &provider_family::RULE,
    &provider_fixed::RULE,
    &provider_length::RULE,
    &provider_taken::RULE,
    &provider_quota::RULE,
    &provider_unknown::RULE,
    &no_manifest::RULE,
    &no_zones::RULE,
    &range_missing::RULE,
    &reserve_not_covered::RULE,
    &special_range::RULE,
    &documentation_range::RULE,
    &ula_l_bit::RULE,
    &ula_not_random::RULE,
    &reserved_by_gardener::RULE,
    &shared_space::RULE,
    &nat64_prefix::RULE,
    &ipv4_preferred_over_ula::RULE,
    &service_reach::RULE,
    &seed_overlap::RULE,
    &seed_unknown::RULE,
    &zone_subnets::RULE,
    &version_unknown::RULE,
    &kubernetes_not_offered::RULE,
    &gardener_too_old::RULE,
    &allow_unused::RULE,
    &allow_expired::RULE,
];

/// The rule with that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
