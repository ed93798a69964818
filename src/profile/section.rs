//! The sections of a profile: which facts there are, and under which keys.

use serde::Deserialize;

use super::decode::{self, Length6, Offer4, Offer6};
use super::fact::{Fact, Loose};
use super::network::{ByFamily, NodesWithin, ZoneCut, ZoneSubnets};
use super::offer::Offer;
use super::pods::{Allocator, DualStackPods, FromNode, Services};
use super::terms::{Containment, Families, HandedOver, Overlay, RangeLengths, RangePrefixes};
use crate::addr::Length;

/// Makes a section: a struct of facts that can also be walked, so that no page forgets one; and the same as it is
/// written, where a profile that is like another may leave facts out.
macro_rules! section {
    (
        $(#[$about:meta])* $name:ident as $written:ident
        { $($(#[doc = $doc:literal])+ $(#[serde($attribute:meta)])? $field:ident: $value:ty,)+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: Fact<$value>,)+
        }

        /// The facts of a section that a text says.
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
        pub(super) struct $written {
            $($(#[serde($attribute)])? $field: Option<Fact<$value>>,)+
        }

        impl $written {
            /// The whole section: what is left out is as in another profile. Gives the key of what neither says.
            pub(super) fn filled(self, like: Option<&$name>) -> Result<$name, String> {
                Ok($name {
                    $($field: match (self.$field, like) {
                        (Some(fact), _) => fact,
                        (None, Some(like)) => like.$field.clone(),
                        (None, None) => return Err(stringify!($field).replace('_', "-")),
                    },)+
                })
            }
        }

        impl $name {
            /// Its facts in order, under the keys of the profile's text.
            pub(super) fn facts(&self) -> Vec<Loose<'_>> {
                vec![$(self.$field.loose(stringify!($field).replace('_', "-"))),+]
            }
        }
    };
}

section! {
    /// What clusters there are.
    ClusterFacts as WrittenClusterFacts {
        /// Whether this is a provider of Gardener's, so that Gardener's own bounds hold.
        gardener: bool,
        /// The families that a cluster can have.
        families: Vec<Families>,
        /// The families for which a Shoot manifest can be written.
        exported: Vec<Families>,
        /// Whether an overlay network goes together with IPv4 alone.
        overlay_v4: Overlay,
        /// Whether an overlay network goes together with IPv6.
        overlay_v6: Overlay,
        /// What `v4private` stands for.
        private_v4: RangePrefixes,
        /// The lengths of `v6private` without a number.
        private_v6: RangeLengths,
        /// The lengths of `v6global` without a number.
        global_v6: RangeLengths,
        /// Whether the plan's own global prefix can be handed over.
        handed_over: HandedOver,
    }
}

section! {
    /// VPCs, subnets and zones.
    NetworkFacts as WrittenNetworkFacts {
        /// The IPv6 lengths of a VPC that the provider makes.
        #[serde(deserialize_with = "decode::fact::<_, Offer6, _>")]
        vpc_v6: Offer,
        /// The IPv6 lengths that a VPC can have which someone else has made.
        #[serde(deserialize_with = "decode::fact::<_, Offer6, _>")]
        own_vpc_v6: Offer,
        /// The IPv4 lengths of a VPC.
        #[serde(deserialize_with = "decode::fact::<_, Offer4, _>")]
        vpc_v4: Offer,
        /// The IPv6 lengths of a subnet, and so of a node range.
        #[serde(deserialize_with = "decode::fact::<_, Offer6, _>")]
        subnet_v6: Offer,
        /// The IPv4 lengths of a subnet.
        #[serde(deserialize_with = "decode::fact::<_, Offer4, _>")]
        subnet_v4: Offer,
        /// Whether a subnet belongs to one zone.
        zonal: bool,
        /// Which IPv6 subnets of a VPC belong to which zone.
        zone_subnets_v6: ZoneSubnets,
        /// How an IPv4 range is cut for the zones.
        zone_cut_v4: ZoneCut,
        /// On which side of the VPC's border the IPv4 ranges lie.
        containment_v4: Containment,
        /// Where nodes must lie, whatever network they are planned in.
        nodes_within: NodesWithin,
        /// The addresses of each subnet that nobody may use.
        reserved_addresses: ByFamily,
    }
}

section! {
    /// What a node gets.
    NodeFacts as WrittenNodeFacts {
        /// The lengths of an IPv6 node prefix.
        #[serde(deserialize_with = "decode::fact::<_, Offer6, _>")]
        node_prefix_v6: Offer,
        /// The length of `+prefix` without a number.
        #[serde(deserialize_with = "decode::fact::<_, Length6, _>")]
        default_node_prefix_v6: Length,
        /// Whether Gardener takes the whole VPC for the range of nodes and of pods when it bounds the nodes of an IPv6-only cluster.
        nodes_and_pods_are_the_vpc: bool,
    }
}

section! {
    /// What pods get.
    PodFacts as WrittenPodFacts {
        /// What `fromNode` comes to.
        from_node: FromNode,
        /// Who gives nodes their pod ranges.
        allocator: Allocator,
        /// Whether the cloud's controller cuts a pod range, and not kube-controller-manager.
        range_by_cloud: bool,
        /// The pod ranges of a dual-stack cluster.
        dual_stack: DualStackPods,
    }
}

section! {
    /// Where services come from.
    ServiceFacts as WrittenServiceFacts {
        /// Where the IPv6 range comes from.
        source_v6: Services,
        /// Whether that range lies in a node subnet on purpose, which is no overlap then.
        in_node_subnet: bool,
    }
}
