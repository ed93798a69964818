//! Providers of Gardener's that are named and not planned for: there is no profile of them, and a reason why.

use crate::source::Source;

/// A provider type of Gardener's without a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unplanned {
    /// The provider type.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What is known of it, and why that is no profile.
    pub why: &'static str,
    /// Another provider that may be meant by the name.
    pub meant: Option<&'static str>,
    /// Where it can be read.
    pub source: Source,
}

/// All of them, sorted by name.
pub static UNPLANNED: &[Unplanned] = &[
    Unplanned {
        name: "equinixmetal",
        title: "Equinix Metal",
        why: "Its manifests name no ranges at all, a project has a /56 in each metro and a server a /127 or a routed /64 of \
              it. The service was announced to end in 2026, so nothing should be planned on it any more.",
        meant: None,
        source: Source {
            title: "gardener-extension-provider-equinix-metal: docs/usage/usage.md",
            url: "https://github.com/gardener/gardener-extension-provider-equinix-metal/blob/main/docs/usage/usage.md",
        },
    },
    Unplanned {
        name: "hcloud",
        title: "Hetzner Cloud",
        why: "Its manifests name one IPv4 range of workers (networks.workers), for Hetzner's private networks are IPv4 \
              alone. A server has a routed /64 beside them, of which no Shoot can say anything.",
        meant: None,
        source: Source {
            title: "23technologies: gardener-extension-provider-hcloud",
            url: "https://github.com/23technologies/gardener-extension-provider-hcloud",
        },
    },
    Unplanned {
        name: "metal",
        title: "metal-stack",
        why: "Its firewalls and networks come from its own metal-api and not from the Shoot, so a plan of Shoots says \
              little of them. Its configuration bears the same API group as that of ironcore-metal, whose pages \
              write `type: metal` in an example, and is another one.",
        meant: Some("ironcore-metal"),
        source: Source {
            title: "metal-stack: gardener-extension-provider-metal",
            url: "https://github.com/metal-stack/gardener-extension-provider-metal",
        },
    },
];

/// The provider of that type, if it is one of those.
pub fn unplanned(name: &str) -> Option<&'static Unplanned> {
    UNPLANNED.iter().find(|other| other.name == name)
}
