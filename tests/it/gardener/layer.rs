//! Which findings are a layer's own, and how it spells their fields.

use serde_json::Value;
use trellis::manifest::{By, Finding};

/// The part of Gardener that a case is about.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) name: String,
}

impl Layer {
    pub(super) fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
        }
    }

    /// The provider of its Shoots.
    pub(super) fn provider(&self) -> &str {
        let rest = self
            .name
            .strip_prefix("provider-")
            .unwrap_or("some-provider");
        rest.strip_suffix("-infra")
            .or_else(|| rest.strip_suffix("-shoot"))
            .unwrap_or(rest)
    }

    fn is_infrastructure(&self) -> bool {
        self.name.ends_with("-infra")
    }

    /// Whether it is this layer that refuses.
    pub(super) fn keeps(&self, finding: &Finding, case: &Value) -> bool {
        let by = finding.refused_by;
        let field = finding.field.as_str();
        let immutable = finding.code == "immutable";
        if finding.code == "missing-range" {
            // What comes of it is not known yet: no seed is assigned.
            return false;
        }
        match self.name.as_str() {
            "core" | "core-status" | "core-template" => by == Some(By::ApiServer),
            "admission" | "admission-managedseed" => by == Some(By::Admission),
            // Between its own ranges Gardener looks only with IPv4; trellis always.
            "cidr-disjoint" if case["seed"].is_null() => finding.code == "overlap",
            "cidr-disjoint" => matches!(finding.code, "reserved-by-gardener" | "seed-overlap"),
            "cni-calico-config" => by == Some(By::Cni) && field.contains(".providerConfig"),
            "cni-calico-shoot" => by == Some(By::Cni) || is_of_both(finding),
            "provider-local" => by == Some(By::Provider) && field.starts_with("spec.networking"),
            // An update is asked for what has changed, and a new Shoot for what is there.
            _ if self.is_infrastructure() => {
                let of_config = field.starts_with("spec.provider.infrastructureConfig.")
                    || matches!(finding.code, "provider-containment" | "overlap");
                by == Some(By::Provider) && of_config && immutable != case["old"].is_null()
            }
            _ => {
                let of_config = field == "spec.provider.infrastructureConfig"
                    && !case["new"]["infrastructure"].is_null();
                by == Some(By::Provider) && (field.starts_with("spec.networking") || of_config)
            }
        }
    }

    /// The field as the layer prints it.
    pub(super) fn spell(&self, field: &str) -> String {
        let after = |prefix: &str| field.strip_prefix(prefix).map(str::to_owned);
        match self.name.as_str() {
            "cidr-disjoint" => {
                let last = field.rsplit('.').next().unwrap_or("");
                last.split('[').next().unwrap_or("").to_owned()
            }
            "cni-calico-config" => after("spec.networking.providerConfig")
                .map_or_else(|| field.to_owned(), |rest| format!("config{rest}")),
            _ if self.is_infrastructure() => after("spec.provider.infrastructureConfig.")
                .or_else(|| after("spec."))
                .unwrap_or_else(|| field.to_owned()),
            _ => field.to_owned(),
        }
    }
}

/// What the API server says of type and ranges, Calico says again.
fn is_of_both(finding: &Finding) -> bool {
    let fields = ["type", "nodes", "pods", "services"];
    let of_networking = finding.field.strip_prefix("spec.networking.");
    finding.refused_by == Some(By::ApiServer)
        && of_networking.is_some_and(|field| fields.contains(&field))
}
