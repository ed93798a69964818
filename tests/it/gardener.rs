//! `tests/cases/gardener/*.yaml`: what Gardener and its extensions answer, against what manifests are told.

mod layer;
mod manifest;

use std::fs;
use std::path::Path;

use serde_json::Value;
use trellis::manifest::{Defaults, Finding, Manifests, Written, autoscaler_cap, check_all};

use layer::Layer;

/// Every case of a file.
fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/gardener")
        .join(file);
    let text = fs::read_to_string(&path).expect("the file of cases is there");
    let cases: Vec<Value> = serde_yaml::from_str(&text).expect("a list of cases");
    assert!(!cases.is_empty(), "no cases in {}", path.display());
    cases
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or("")
}

/// What is found in the manifest of a case, as an update if it says what was before.
fn findings(case: &Value, layer: &Layer) -> Vec<Finding> {
    let new = manifest::read(&manifest::of(case, "new", layer));
    let old = (!case["old"].is_null()).then(|| manifest::read(&manifest::of(case, "old", layer)));
    let landscape = manifest::read(&manifest::around(case)).landscape;
    check_all(&new, old.as_ref(), &landscape)
}

/// The fields that a layer refuses, in its own spelling, each with all that is said of it.
fn refused(case: &Value, layer: &Layer) -> Vec<(String, String)> {
    let findings = findings(case, layer);
    let kept = findings.iter().filter(|finding| layer.keeps(finding, case));
    kept.map(|finding| {
        let literal = finding.literal.clone().unwrap_or_default();
        (
            layer.spell(&finding.field),
            format!("{literal}\n{}", finding.message),
        )
    })
    .collect()
}

fn check_refusals(case: &Value, layer: &Layer) {
    let mut found = refused(case, layer);
    let expected = case["refused"].as_array().expect("a list of refusals");
    let shown = format!(
        "{}\nfound {found:#?}",
        serde_yaml::to_string(case).expect("YAML")
    );
    for refusal in expected {
        let field = refusal[0].as_str().expect("a field");
        let words = refusal[1].as_str().unwrap_or("");
        let place = found
            .iter()
            .position(|(of, said)| of == field && said.contains(words));
        let place = place.unwrap_or_else(|| panic!("{field} ({words}) is not refused: {shown}"));
        found.remove(place);
    }
    if expected.is_empty() || case["only"] == true {
        assert!(found.is_empty(), "more is refused than should be: {shown}");
    }
}

fn check_values(case: &Value, layer: &Layer) {
    let manifests: Manifests = manifest::read(&manifest::of(case, "new", layer));
    let shoot = Written {
        page: manifests.page(),
        manifest: &manifests.shoots[0],
    };
    let defaults = Defaults::of(shoot, None);
    let number = |value: Option<i64>| value.map_or(Value::Null, Value::from);
    for (name, expected) in case["gives"].as_object().expect("values") {
        let found = match name.as_str() {
            "nodeCIDRMaskSize" => number(defaults.node_mask),
            "nodeCIDRMaskSizeIPv6" => number(defaults.node_mask_v6),
            "networking.ipFamilies" => defaults.families.iter().map(ToString::to_string).collect(),
            "maxNodes" => {
                let cap = autoscaler_cap(shoot, &defaults);
                let cap = cap.and_then(|cap| u64::try_from(cap.saturating()).ok());
                Value::from(cap.unwrap_or(0))
            }
            other => panic!("nothing gives {other}"),
        };
        assert_eq!(found, *expected, "{name} of {}", text(case, "is"));
    }
}

fn run(file: &str) {
    for case in cases(file) {
        let layer = Layer::of(text(&case, "at"));
        if case["gives"].is_null() {
            check_refusals(&case, &layer);
        } else {
            check_values(&case, &layer);
        }
        assert!(
            !text(&case, "from").is_empty(),
            "a case says where it is from"
        );
    }
}

#[test]
fn the_api_server() {
    run("core.yaml");
}

#[test]
fn what_is_filled_in() {
    run("defaults.yaml");
    run("cap.yaml");
}

#[test]
fn admission_and_scheduler() {
    run("admission.yaml");
    run("disjoint.yaml");
    run("managed.yaml");
}

#[test]
fn providers() {
    for file in ["aws", "gcp", "azure", "openstack", "alicloud", "local"] {
        run(&format!("{file}.yaml"));
    }
}

#[test]
fn network_plugins() {
    run("calico.yaml");
}

#[test]
fn every_file_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/gardener");
    let source = include_str!("gardener.rs");
    for entry in fs::read_dir(folder).expect("the folder of cases") {
        let path = entry.expect("an entry").path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name");
        let named =
            source.contains(&format!("\"{stem}.yaml\"")) || source.contains(&format!("\"{stem}\""));
        assert!(named, "{} is not run", path.display());
    }
}
