//! The numbered facts about real systems that the planner keeps: which there are, and what becomes of those that no
//! finding tells of.

/// A group of facts that are numbered from 1: what stands before the number, how many there are, what they are about.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What stands before the number: `k-N`.
    pub prefix: &'static str,
    /// How many there are.
    pub last: u8,
    /// What they are about.
    pub about: &'static str,
}

const fn group(prefix: &'static str, last: u8, about: &'static str) -> Group {
    Group {
        prefix,
        last,
        about,
    }
}

/// All groups.
pub static GROUPS: &[Group] = &[
    group(
        "g-",
        35,
        "Gardener: validation, admission, run time, plugins",
    ),
    group("g-K", 4, "Kubernetes limits that Gardener does not check"),
    group("g-A", 9, "Gardener on AWS"),
    group("g-G", 7, "Gardener on Google Cloud"),
    group("g-Z", 6, "Gardener on Azure"),
    group("g-O", 6, "Gardener on OpenStack"),
    group("g-L", 5, "Gardener on Alibaba Cloud"),
    group("k-N", 11, "Kubernetes: pod ranges and node masks"),
    group("k-K", 6, "Kubernetes: pods a node"),
    group("k-S", 12, "Kubernetes: service ranges"),
    group("k-O", 4, "Kubernetes: overlaps"),
    group("k-P", 2, "kube-proxy"),
    group("k-C", 4, "Cilium"),
    group("k-A", 3, "Calico"),
    group(
        "a-1.",
        9,
        "Addresses: kinds, unique local, text, boundaries, special ranges, sparse orders, density, reverse zones, registries",
    ),
    group(
        "a-2.",
        2,
        "What clouds offer: sizes, quotas, reserved addresses",
    ),
];

/// Facts of which no finding tells, and why.
pub static UNFOUND: &[(&str, &str)] = &[
    ("g-8", "says that there is no such rule"),
    ("g-30", "shown: the flags that kube-controller-manager gets"),
    (
        "k-N7",
        "shown: the first, the second and the last pod range",
    ),
    ("k-N9", "shown: who allocates pod ranges"),
    (
        "k-N10",
        "never was a part of Gardener; the same 16 bits as k-N2",
    ),
    ("k-S7", "shown: how many addresses services have"),
    ("k-S8", "shown: the static band of service addresses"),
    (
        "k-S11",
        "ServiceCIDR objects are not written by Gardener; a service range is immutable (g-9)",
    ),
    (
        "k-C4",
        "Gardener's Cilium takes the pod ranges of nodes; defaults are not read from a plan",
    ),
    (
        "a-1.3",
        "shown: every address is printed in its canonical text (RFC 5952), and any of its spellings is read",
    ),
    (
        "a-1.6",
        "shown: `place: sparse` and `place: center` follow RFC 3531",
    ),
    (
        "a-1.7",
        "a gauge and no limit; what is asked for is `growth`",
    ),
];
