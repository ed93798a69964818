//! What becomes of a service range, by Kubernetes version (k section 4; executed there on 1.23 to 1.36).

use super::shoot::{Origin, Range, Shoot};
use crate::addr::{Count, Family, Length};
use crate::plan::{RangeKind, Version};
use crate::profile::releases;

/// What becomes of a service range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceRange {
    /// kube-apiserver refuses it at start: it is larger than 20 bits (k S1).
    TooLarge {
        /// The shortest length that it takes.
        shortest: u8,
    },
    /// kube-apiserver starts, and no address can be allocated (k S2).
    NoAllocator,
    /// About half of the addresses are taken from the /64 below it (k S3): 1.34.0 to 1.34.7.
    HalfOutside,
    /// The same, if the patch is older than the one that mends it; a plan that says 1.34 leaves that open.
    HalfOutsideBeforePatch,
    /// Too small for the addresses of `kubernetes` and the DNS service (k S4, S5).
    TooSmall {
        /// The longest length that works.
        longest: u8,
        /// Whether kube-apiserver itself refuses it, and not only Gardener.
        refused: bool,
    },
    /// Only the first 65,535 addresses are handed out (k S6).
    Capped,
    /// It works.
    Works,
}

/// The Kubernetes version that decides: the one that is said, the newest known where none is, or the nearest known.
pub fn deciding(version: Option<Version>) -> Version {
    let known = &releases().kubernetes;
    let newest = known.newest.value;
    let oldest = known.oldest.value;
    match version {
        None => newest.version(),
        Some(version) if newest.is_before(version) => newest.version(),
        Some(version) if oldest.is_after(version) => oldest.version(),
        Some(version) => version,
    }
}

/// What becomes of a service range of that length. Without a version the newest is meant.
pub fn service_range(length: Length, version: Option<Version>) -> ServiceRange {
    let version = deciding(version);
    let services = &releases().services;
    let bits = length.bits();
    let longest = services.smallest.value.of(length.family()).bits();
    if bits <= 1 {
        // RangeSize answers 0 there, so that the check for eight addresses fails (k S1).
        return ServiceRange::TooSmall {
            longest,
            refused: true,
        };
    }
    if bits > longest {
        return ServiceRange::TooSmall {
            longest,
            refused: length.host_bits() < 3,
        };
    }
    let bound = services.bound.value;
    let shortest = bound.of(length.family()).bits();
    if bits < shortest && !bound.until.is_before(version) {
        return ServiceRange::TooLarge { shortest };
    }
    match length.family() {
        Family::V4 => ServiceRange::Works,
        Family::V6 => service_range_v6(length, version),
    }
}

/// The same for an IPv6 range with which kube-apiserver starts.
fn service_range_v6(length: Length, version: Version) -> ServiceRange {
    let services = &releases().services;
    let (allocator, half) = (services.allocator.value, services.half_outside.value);
    let bitmap = services.bitmap.value;
    if length.bits() < allocator.bits() {
        return ServiceRange::NoAllocator;
    }
    if length == half.v6 && version.minor == half.minor.version().minor {
        return match version.patch {
            None => ServiceRange::HalfOutsideBeforePatch,
            Some(patch) if patch < half.mended.patch() => ServiceRange::HalfOutside,
            Some(_) => ServiceRange::Works,
        };
    }
    if length.bits() < bitmap.v6.bits() && !bitmap.until.is_before(version) {
        return ServiceRange::Capped;
    }
    ServiceRange::Works
}

impl Shoot<'_> {
    /// The service range that is asked for in a family, and what becomes of it. What the provider fixes is its own.
    pub fn service_range(&self, family: Family) -> Option<(Length, ServiceRange)> {
        let fixed = self.profile.services.source_v6.value.fixed().is_some();
        if family == Family::V6 && fixed {
            return None;
        }
        let length = self.service_length(family)?;
        Some((length, self.service_outcome(length)))
    }

    /// Whether kube-apiserver is given the service range of that family as the first one.
    pub fn is_first_of_services(&self, family: Family) -> bool {
        self.families
            .iter()
            .find(|&&family| self.services(family).is_some())
            == Some(&family)
    }

    /// How many addresses services of a family can have.
    pub fn service_addresses(&self, family: Family) -> Option<Count> {
        let length = self.service_length(family)?;
        Some(service_addresses(length, self.service_outcome(length)))
    }

    /// The length of the service range that a family comes to: what the provider makes of what is asked for.
    pub(super) fn service_length(&self, family: Family) -> Option<Length> {
        let length = self.services(family)?.length?;
        Some(match family {
            Family::V4 => length,
            Family::V6 => self.profile.services.source_v6.value.given(length),
        })
    }

    /// The service range of a family where kube-apiserver is given one.
    pub(super) fn services(&self, family: Family) -> Option<&Range> {
        self.range(RangeKind::Services, family)
            .filter(|range| !matches!(range.origin, Origin::None | Origin::Custom))
    }

    /// kube-apiserver counts the addresses of the first range only (k S4).
    fn service_outcome(&self, length: Length) -> ServiceRange {
        match service_range(length, self.version()) {
            ServiceRange::TooSmall { longest, refused } => ServiceRange::TooSmall {
                longest,
                refused: refused && self.is_first_of_services(length.family()),
            },
            outcome => outcome,
        }
    }
}

/// How many addresses services can have (k S7): all but the network address, and in IPv4 the broadcast address.
fn service_addresses(length: Length, outcome: ServiceRange) -> Count {
    let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
    let lost = match length.family() {
        Family::V4 => Count::new(2),
        Family::V6 => Count::ONE,
    };
    let usable = all.minus(lost).unwrap_or(Count::ZERO);
    match outcome {
        ServiceRange::TooLarge { .. }
        | ServiceRange::NoAllocator
        | ServiceRange::TooSmall { refused: true, .. } => Count::ZERO,
        ServiceRange::Capped => usable.min(Count::new(u128::from(
            releases().services.bitmap.value.addresses,
        ))),
        ServiceRange::HalfOutside
        | ServiceRange::HalfOutsideBeforePatch
        | ServiceRange::TooSmall { refused: false, .. }
        | ServiceRange::Works => usable,
    }
}

/// The addresses after the network address that are handed out only when the rest is full (KEP-3070; k S8).
pub fn static_band(length: Length) -> u32 {
    let host_bits = u32::from(length.host_bits());
    let most = match length.family() {
        Family::V4 => 31,
        Family::V6 => 127,
    };
    if host_bits <= 4 || host_bits >= most {
        return 0;
    }
    let sixteenth = 1_u32.checked_shl(host_bits - 4).unwrap_or(u32::MAX);
    sixteenth.clamp(16, 256)
}
