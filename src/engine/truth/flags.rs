//! What Gardener tells the components of a cluster about its ranges (g 30, g 31).

use crate::addr::Family;
use crate::engine::Evaluation;
use crate::engine::address::Member;
use crate::engine::shoot::{Origin, PodAllocator, Range, Shoot};
use crate::plan::RangeKind;

/// A component of a cluster that is told about ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// kube-apiserver.
    Apiserver,
    /// kube-controller-manager.
    ControllerManager,
    /// kube-proxy.
    Proxy,
}

impl Component {
    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Apiserver => "kube-apiserver",
            Self::ControllerManager => "kube-controller-manager",
            Self::Proxy => "kube-proxy",
        }
    }
}

/// One flag, or one field of a configuration, that a component gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Who gets it.
    pub component: Component,
    /// It, as it is written; what only the infrastructure will know stands in angle brackets.
    pub text: String,
}

impl Evaluation {
    /// What the components of a shoot are told, addresses being those of the members named.
    pub fn component_settings(&self, shoot: &Shoot<'_>, members: &[Member]) -> Vec<Setting> {
        let mut settings = Vec::new();
        let mut say = |component, text: String| settings.push(Setting { component, text });
        let pods = self.told(shoot, RangeKind::Pods, members);
        let services = self.told(shoot, RangeKind::Services, members);
        if !services.is_empty() {
            let flag = format!("--service-cluster-ip-range={services}");
            say(Component::Apiserver, flag);
        }
        if shoot.mode().is_some() {
            let allocates = allocates(shoot);
            let flag = format!("--allocate-node-cidrs={allocates}");
            say(Component::ControllerManager, flag);
            if !pods.is_empty() {
                say(
                    Component::ControllerManager,
                    format!("--cluster-cidr={pods}"),
                );
            }
            if !services.is_empty() {
                let flag = format!("--service-cluster-ip-range={services}");
                say(Component::ControllerManager, flag);
            }
            for flag in masks(shoot).into_iter().filter(|_| allocates) {
                say(Component::ControllerManager, flag);
            }
        }
        if shoot.cni() == "cilium" && shoot.profile.cluster.gardener.value {
            say(
                Component::Proxy,
                "not there: cilium takes its place".to_owned(),
            );
        } else if !pods.is_empty() {
            say(
                Component::Proxy,
                format!("clusterCIDR: {pods} (nothing in IPVS mode)"),
            );
        }
        settings
    }

    /// The prefixes of a range as components are told them, those of the first family first.
    fn told(&self, shoot: &Shoot<'_>, kind: RangeKind, members: &[Member]) -> String {
        let texts = shoot
            .families
            .iter()
            .filter_map(|&family| self.told_one(shoot, kind, family, members));
        texts.collect::<Vec<_>>().join(",")
    }

    fn told_one(
        &self,
        shoot: &Shoot<'_>,
        kind: RangeKind,
        family: Family,
        members: &[Member],
    ) -> Option<String> {
        let range = shoot.range(kind, family)?;
        let is_vpc = kind == RangeKind::Pods
            && family == Family::V6
            && shoot.profile.nodes.nodes_and_pods_are_the_vpc.value;
        if is_vpc && !matches!(range.origin, Origin::None | Origin::Custom) {
            return Some(self.told_vpc(shoot, members));
        }
        let prefix = self.range_prefix(shoot, kind, family, members);
        match (range.origin, prefix) {
            (Origin::None | Origin::Custom | Origin::Node, _) => None,
            (_, Some(prefix)) => Some(prefix.to_string()),
            (_, None) => Some(unknown(range)),
        }
    }

    /// Where nodes and pods report the VPC as their range.
    fn told_vpc(&self, shoot: &Shoot<'_>, members: &[Member]) -> String {
        let vpc = shoot.vpc().filter(|_| shoot.vpc_is_handed_over());
        let prefix = vpc.and_then(|vpc| self.block_prefix(shoot.plan, vpc, Family::V6, members));
        match (prefix, shoot.profile.network.vpc_v6.value.only()) {
            (Some(prefix), _) => prefix.to_string(),
            (None, Some(length)) => format!("<the VPC's {length}>"),
            (None, None) => "<the VPC's range>".to_owned(),
        }
    }
}

/// What only the infrastructure will know, or a draw.
fn unknown(range: &Range) -> String {
    let length = range
        .length
        .map_or_else(String::new, |length| format!(" {length}"));
    format!("<{}{length}>", range.origin.word())
}

/// Whether kube-controller-manager cuts pod ranges. No field of a Shoot takes it back where a network plugin has an
/// allocator of its own (g e, `custom`).
const fn allocates(shoot: &Shoot<'_>) -> bool {
    match shoot.allocator() {
        PodAllocator::Range => !shoot.profile.pods.range_by_cloud.value,
        PodAllocator::Cni => shoot.profile.cluster.gardener.value,
        PodAllocator::Cloud | PodAllocator::External | PodAllocator::None => false,
    }
}

/// The node masks: one flag, or one a family where there are two (k N4).
fn masks(shoot: &Shoot<'_>) -> Vec<String> {
    let families: Vec<Family> = shoot
        .families
        .iter()
        .copied()
        .filter(|&family| shoot.range(RangeKind::Pods, family).is_some())
        .collect();
    match families.as_slice() {
        [only] => vec![format!("--node-cidr-mask-size={}", shoot.mask(*only))],
        several => several
            .iter()
            .map(|&family| {
                let name = match family {
                    Family::V4 => "ipv4",
                    Family::V6 => "ipv6",
                };
                format!("--node-cidr-mask-size-{name}={}", shoot.mask(family))
            })
            .collect(),
    }
}
