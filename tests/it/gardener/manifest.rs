//! The settings of a case as a manifest.

use serde_json::{Map, Value, json};
use trellis::document::LIMITS;
use trellis::manifest::Manifests;
use trellis::yaml::Tree;

use super::layer::Layer;

pub(super) fn read(text: &str) -> Manifests {
    let (tree, faults) = Tree::read(text, LIMITS);
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    Manifests::new(text.to_owned(), tree, &faults)
}

/// The manifest with the settings that stand under `which`.
pub(super) fn of(case: &Value, which: &str, layer: &Layer) -> String {
    let settings = &case[which];
    let mut shoot = json!({
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "Shoot",
        "metadata": {"name": "a", "namespace": "garden-b"},
        "spec": spec(case, settings, layer),
    });
    if let Some(seed) = seed_of(case, which) {
        shoot["spec"]["seedName"] = seed;
    }
    let status = status(settings, layer);
    if !status.is_null() {
        shoot["status"] = json!({ "networking": status });
    }
    let object = if layer.name == "core-template" {
        json!({
            "apiVersion": "seedmanagement.gardener.cloud/v1alpha1",
            "kind": "ManagedSeedSet",
            "metadata": {"name": "a", "namespace": "garden"},
            "spec": {"shootTemplate": {"spec": shoot["spec"]}},
        })
    } else {
        shoot
    };
    serde_yaml::to_string(&object).expect("YAML")
}

/// The seed, where it is assigned: the old one too, where that is unchanged.
fn seed_of(case: &Value, which: &str) -> Option<Value> {
    let assigned = case["seed"]["assigned"].as_str()?;
    (which == "new" || assigned == "unchanged").then(|| json!("seed"))
}

fn spec(case: &Value, settings: &Value, layer: &Layer) -> Value {
    let mut spec = Map::new();
    spec.insert("cloudProfile".to_owned(), json!({"name": "profile"}));
    if case["self-hosted"] != "unmanaged" {
        spec.insert("credentialsBindingName".to_owned(), json!("binding"));
    }
    let networking = networking(settings, layer);
    if !networking.is_null() {
        spec.insert("networking".to_owned(), networking);
    }
    let mut kubernetes = Map::new();
    for (key, name) in [
        ("manager", "kubeControllerManager"),
        ("proxy", "kubeProxy"),
        ("kubelet", "kubelet"),
    ] {
        if !settings[key].is_null() {
            kubernetes.insert(name.to_owned(), settings[key].clone());
        }
    }
    if !kubernetes.is_empty() {
        spec.insert("kubernetes".to_owned(), Value::Object(kubernetes));
    }
    spec.insert("provider".to_owned(), provider(case, settings, layer));
    Value::Object(spec)
}

fn provider(case: &Value, settings: &Value, layer: &Layer) -> Value {
    let name = layer.provider();
    let mut provider = json!({ "type": name, "workers": workers(case, settings) });
    if case["workerless"] == true {
        provider = json!({ "type": name });
    }
    if settings["infrastructure"].is_object() {
        let mut config = settings["infrastructure"].clone();
        config["apiVersion"] = json!(format!(
            "{name}.provider.extensions.gardener.cloud/v1alpha1"
        ));
        config["kind"] = json!("InfrastructureConfig");
        provider["infrastructureConfig"] = config;
    }
    provider
}

fn workers(case: &Value, settings: &Value) -> Value {
    let mut pool = json!({
        "name": "pool",
        "minimum": 1,
        "maximum": 1,
        "zones": ["zone"],
        "volume": {"type": "ssd", "size": "50Gi"},
    });
    if case["self-hosted"].is_string() {
        pool["controlPlane"] = json!({});
    }
    if let Some(pools) = settings["pools"].as_array() {
        return json!(pools);
    }
    match settings["pool-pods"].as_array() {
        None => json!([pool]),
        Some(all) => {
            let with = |pods: &Value| {
                let mut pool = pool.clone();
                pool["kubernetes"] = json!({"kubelet": {"maxPods": pods}});
                pool
            };
            all.iter().map(with).collect()
        }
    }
}

fn networking(settings: &Value, layer: &Layer) -> Value {
    let mut networking = settings["networking"].clone();
    match layer.name.as_str() {
        "cidr-disjoint" => {
            let ranges = networking.as_object().expect("ranges").clone();
            networking = json!({ "type": "calico", "ipFamilies": families(&ranges) });
            for (key, value) in ranges.into_iter().filter(|(_, value)| value.is_string()) {
                networking[key] = value;
            }
        }
        "cni-calico-config" => {
            networking = json!({ "type": "calico", "providerConfig": settings["plugin"] });
            if settings["ipFamilies"].is_array() {
                networking["ipFamilies"] = settings["ipFamilies"].clone();
            }
        }
        "core-status" => networking = json!({ "type": "calico" }),
        _ => {}
    }
    networking
}

/// The families of all that is said.
fn families(ranges: &Map<String, Value>) -> Value {
    let text = Value::Object(ranges.clone()).to_string();
    let texts: Vec<&str> = text.split('"').filter(|part| part.contains('/')).collect();
    let v6 = texts.iter().any(|text| text.contains(':'));
    let v4 = texts.iter().any(|text| !text.contains(':'));
    match (v4, v6) {
        (true, true) => json!(["IPv4", "IPv6"]),
        (false, true) => json!(["IPv6"]),
        (_, false) => json!(["IPv4"]),
    }
}

fn status(settings: &Value, layer: &Layer) -> Value {
    if layer.name != "cidr-disjoint" {
        return settings["status"].clone();
    }
    let ranges = settings["networking"].as_object().expect("ranges");
    let lists: Map<String, Value> = ranges
        .iter()
        .filter(|(_, value)| value.is_array())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if lists.is_empty() {
        Value::Null
    } else {
        Value::Object(lists)
    }
}

/// What else the case knows: its seed, the `CloudProfile`, and whether the Shoot is a seed itself.
pub(super) fn around(case: &Value) -> String {
    let mut objects = Vec::new();
    if case["seed"].is_object() {
        objects.push(json!({
            "apiVersion": "core.gardener.cloud/v1beta1",
            "kind": "Seed",
            "metadata": {"name": "seed"},
            "spec": {"networks": case["seed"]},
        }));
    }
    if !case["most-nodes"].is_null() {
        objects.push(json!({
            "apiVersion": "core.gardener.cloud/v1beta1",
            "kind": "CloudProfile",
            "metadata": {"name": "profile"},
            "spec": {"limits": {"maxNodesTotal": case["most-nodes"]}},
        }));
    }
    if case["at"] == "admission-managedseed" {
        objects.push(json!({
            "apiVersion": "seedmanagement.gardener.cloud/v1alpha1",
            "kind": "ManagedSeed",
            "metadata": {"name": "a", "namespace": "garden-b"},
            "spec": {"shoot": {"name": "a"}},
        }));
    }
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    serde_yaml::to_string(&list).expect("YAML")
}
