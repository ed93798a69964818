//! The registry of checks, one file a theme. They run in this order: Gardener's own, then what it does not look at.

mod admission;
mod alicloud;
mod aws;
mod aws_zones;
mod azure;
mod capacity;
mod cidrs;
mod cni;
mod fields;
mod gcp;
mod local;
mod masks;
mod networking;
mod nodeipam;
mod openstack;
mod overlay;
mod provider;
mod seed;
mod services;
mod sources;
mod status;
mod strict;
mod update;
mod update_provider;
mod versions;
mod workers;

use super::check::Check;

/// The registry.
pub static CHECKS: &[&Check] = &[
    &fields::TYPES,
    &networking::WORKERLESS,
    &networking::REQUIRED,
    &networking::FAMILIES,
    &networking::CIDR,
    &networking::FAMILY,
    &networking::HOST_BITS,
    &networking::MAPPED,
    &masks::RANGE,
    &masks::PODS,
    &masks::PROXY,
    &masks::KUBELET,
    &status::CIDR,
    &status::HOST_BITS,
    &admission::OVERLAP,
    &admission::REQUIRED,
    &admission::NODES,
    &admission::MANAGED,
    &seed::RESERVED,
    &seed::OVERLAP,
    &strict::CONFIG,
    &strict::UNKNOWN,
    &strict::PLUGIN,
    &strict::NETWORKING,
    &cni::NETWORKING,
    &cni::CONFIG,
    &provider::UNKNOWN,
    &provider::REQUIRED,
    &provider::FAMILIES,
    &overlay::OVERLAY,
    &aws::REQUIRED,
    &aws::VALUES,
    &aws::HOST_BITS,
    &aws::CONTAINMENT,
    &aws::OVERLAP,
    &aws::POOL,
    &aws_zones::SUBNETS,
    &gcp::REQUIRED,
    &gcp::VALUES,
    &gcp::HOST_BITS,
    &gcp::CONTAINMENT,
    &gcp::OVERLAP,
    &azure::LAYOUT,
    &azure::VALUES,
    &azure::HOST_BITS,
    &azure::CONTAINMENT,
    &azure::OVERLAP,
    &openstack::REQUIRED,
    &openstack::VALUES,
    &openstack::HOST_BITS,
    &openstack::CONTAINMENT,
    &openstack::OVERLAP,
    &alicloud::RESERVED,
    &alicloud::REQUIRED,
    &alicloud::VALUES,
    &alicloud::HOST_BITS,
    &alicloud::CONTAINMENT,
    &alicloud::OVERLAP,
    &local::NODES,
    &workers::REQUIRED,
    &workers::ZONES,
    &update::NETWORKING,
    &update_provider::PROVIDER,
    &versions::KUBERNETES,
    &versions::GARDENER,
    &capacity::MISSING,
    &capacity::NODES,
    &nodeipam::TOO_LARGE,
    &nodeipam::OUTSIDE,
    &nodeipam::ONE,
    &services::TOO_LARGE,
    &services::TOO_SMALL,
];

/// The checks that give out a code.
pub fn checks_of(code: &str) -> impl Iterator<Item = &'static Check> {
    CHECKS
        .iter()
        .copied()
        .filter(move |check| check.code == code)
}
