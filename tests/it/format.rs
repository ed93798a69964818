//! Exports: manifests written by hand from Gardener's rules, and everything that is refused.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use trellis::document::Document;
use trellis::format::{ExportError, Exporter, FORMATS, export};
use trellis::plan::Date;

mod golden;
mod into;
mod matrix;
mod others;
mod refused;

const HEAD: &str = "\
trellis: 1
name: test
provider: aws
kubernetes: \"1.34\"
manifest-fields: { project: acme, credentials-binding: core-aws, region: eu-central-1 }
nodes: v6global/64+prefix/80
pods: v6fromNode
services: v6global
node-zones: [eu-central-1a]
";

fn document(text: &str) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(text.to_owned(), today)
}

/// A plan of some lines behind the usual head.
fn plan(lines: &str) -> Document {
    document(&format!("{HEAD}{lines}"))
}

fn write(document: &Document, path: &str) -> Result<String, ExportError> {
    let found = document.plan().find(path).expect("a path of the plan");
    export(document, &found)
}

fn data(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).expect("YAML")
}

#[test]
fn the_folder_is_the_registry() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/format");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of formats")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.replace('_', "-")))
        .collect();
    let listed: BTreeSet<String> = FORMATS.iter().map(|format| format.id.to_owned()).collect();
    assert_eq!(files, listed);
}

#[test]
fn an_exporter_names_what_it_writes() {
    let document = plan("vpcs:\n- { name: v, count: 2, shoots: [{ name: s }] }\n");
    let found = document.plan().find("v-2/s").expect("a member");
    let manifest = Exporter::new(&document).export(&found).expect("a manifest");
    assert_eq!(manifest.namespace, "garden-acme");
    assert_eq!(manifest.name, "s-2");
}
