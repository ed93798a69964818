//! The network that a Shoot lies in, and what else its provider wants to hear.

use super::shoot::{Draft, Vpc};
use super::specs::cidr;
use crate::addr::{Family, Length, Prefix};
use crate::manifest::{At, Cidr, Range, Spanned};
use crate::plan::{Field, Value};

const INFRASTRUCTURE: &str = "spec.provider.infrastructureConfig";

/// Where a provider says the network that it uses: the keys of what is there before the Shoot, and of what is made for it.
struct Place {
    provider: &'static str,
    /// Keys that name a network together; the first is where it is kept for manifests to come.
    id: &'static [&'static [&'static str]],
    /// What that is called in `manifest-fields`, key by key.
    kept: &'static [&'static str],
    /// Keys of its own IPv4 range.
    cidr: &'static [&'static str],
}

const PLACES: &[Place] = &[
    Place {
        provider: "aws",
        id: &[&["networks", "vpc", "id"]],
        kept: &["vpc-id"],
        cidr: &["networks", "vpc", "cidr"],
    },
    Place {
        provider: "alicloud",
        id: &[&["networks", "vpc", "id"]],
        kept: &["vpc-id"],
        cidr: &["networks", "vpc", "cidr"],
    },
    Place {
        provider: "gcp",
        id: &[&["networks", "vpc", "name"]],
        kept: &["vpc-name"],
        cidr: &[],
    },
    Place {
        provider: "azure",
        id: &[
            &["networks", "vnet", "name"],
            &["networks", "vnet", "resourceGroup"],
        ],
        kept: &["vnet-name", "vnet-resource-group"],
        cidr: &["networks", "vnet", "cidr"],
    },
    Place {
        provider: "openstack",
        id: &[&["networks", "id"]],
        kept: &["network-id"],
        cidr: &[],
    },
];

/// The network, where the provider makes or takes one for a cluster alone.
pub(super) fn infrastructure(draft: &mut Draft<'_>) -> Option<Vpc> {
    let config = draft.shoot.infrastructure();
    more(draft, &config);
    let place = PLACES
        .iter()
        .find(|place| place.provider == draft.shoot.provider())?;
    let mut fields = vec![(Field::State, Value::text("assigned"))];
    let range = config.keys(place.cidr);
    if let Some(text) = range.said().filter(|_| !place.cidr.is_empty()) {
        let text = Spanned {
            value: text.to_owned(),
            span: range.span(),
        };
        let field = format!("{INFRASTRUCTURE}.{}", place.cidr.join("."));
        match cidr(draft, &field, &text) {
            Some(prefix) if prefix.family() == Family::V4 => {
                fields.push((Field::V4, Value::text(prefix.to_string())));
            }
            Some(prefix) => draft.remark(
                &field,
                text.span,
                format!("{prefix} is no IPv4; it is left out"),
            ),
            None => {}
        }
    }
    let id: Vec<(&str, &str)> = place
        .id
        .iter()
        .zip(place.kept)
        .filter_map(|(keys, kept)| Some((*kept, config.keys(keys).said()?)))
        .collect();
    if id.is_empty() {
        fields.sort_by_key(|(field, _)| field.index());
        return Some(Vpc { id: None, fields });
    }
    let kept = id.iter().fold(Value::Null, |value, (key, text)| {
        value
            .with(&[(*key).to_owned()], Some(Value::text(*text)))
            .unwrap_or(Value::Null)
    });
    fields.push((Field::ManifestFields, kept));
    fields.sort_by_key(|(field, _)| field.index());
    let id: Vec<&str> = id.into_iter().map(|(_, text)| text).collect();
    Some(Vpc {
        id: Some(id.join(" in ")),
        fields,
    })
}

/// What is kept for manifests to come.
fn more(draft: &mut Draft<'_>, config: &At<'_>) {
    match draft.shoot.provider() {
        "aws" => aws(draft, config),
        "openstack" => {
            draft.keep(&["floating-pool"], config.key("floatingPoolName").text());
            draft.keep(
                &["router-id"],
                config.keys(&["networks", "router", "id"]).text(),
            );
            draft.keep(
                &["ipv6-subnet-pool"],
                config.keys(&["networks", "ipv6", "subnetPoolID"]).text(),
            );
        }
        _ => {}
    }
}

fn aws(draft: &mut Draft<'_>, config: &At<'_>) {
    let pool = config.keys(&["networks", "vpc", "ipv6IpamPool"]);
    draft.keep(&["ipv6-ipam-pool"], pool.key("id").text());
    if config.keys(&["networks", "vpc", "id"]).said().is_none() {
        return;
    }
    // A shared VPC: this shoot's part of it is what its subnets lie in.
    let nodes = draft.shoot.cidr(Range::Nodes).map(Cidr::prefix);
    let part = nodes
        .filter(|prefix| prefix.family() == Family::V4)
        .or_else(|| around(&subnets(config)));
    if let Some(part) = part {
        draft.keep(&["subnets-v4"], Some(&part.to_string()));
    }
}

fn subnets(config: &At<'_>) -> Vec<Prefix> {
    let zones: Vec<At<'_>> = config.keys(&["networks", "zones"]).items().collect();
    let texts = zones
        .iter()
        .flat_map(|zone| ["workers", "public", "internal"].map(|key| zone.key(key).said()));
    let prefixes = texts.flatten().filter_map(Cidr::parse).map(Cidr::prefix);
    prefixes
        .filter(|prefix| prefix.family() == Family::V4)
        .collect()
}

/// The longest prefix that holds all of them.
fn around(prefixes: &[Prefix]) -> Option<Prefix> {
    let first = prefixes.first()?;
    let mut lengths = (0..=first.bits())
        .rev()
        .filter_map(|bits| Length::new(first.family(), bits));
    lengths.find_map(|length| {
        let prefix = Prefix::holding(first.first(), length)?;
        prefixes
            .iter()
            .all(|other| prefix.covers(*other))
            .then_some(prefix)
    })
}

/// What the control plane is told.
pub(super) fn control_plane(draft: &mut Draft<'_>) {
    let config = draft.at(&["spec", "provider", "controlPlaneConfig"]);
    match draft.shoot.provider() {
        "gcp" => draft.keep(&["control-plane-zone"], config.key("zone").text()),
        "openstack" => draft.keep(
            &["load-balancer-provider"],
            config.key("loadBalancerProvider").text(),
        ),
        _ => {}
    }
}

/// The zones of the infrastructure, in their order.
pub(super) fn zones<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    let zones = draft.shoot.infrastructure().keys(&["networks", "zones"]);
    zones
        .items()
        .filter_map(|zone| zone.key("name").said())
        .collect()
}
