//! Values of a kind that the API server cannot decode: a number where a text belongs, or the other way round.

use super::super::check::{Check, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;

pub(super) static TYPES: Check = Check {
    code: "field-value",
    covers: &["g-33"],
    summary: "a value of a kind that its field does not take",
    sources: sources::STRICT,
    check,
};

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Flag,
    Texts,
    List,
    Map,
}

const FIELDS: &[(&[&str], Kind)] = &[
    (&["metadata"], Kind::Map),
    (&["metadata", "name"], Kind::Text),
    (&["metadata", "namespace"], Kind::Text),
    (&["spec"], Kind::Map),
    (&["spec", "region"], Kind::Text),
    (&["spec", "networking"], Kind::Map),
    (&["spec", "networking", "type"], Kind::Text),
    (&["spec", "networking", "ipFamilies"], Kind::Texts),
    (&["spec", "networking", "nodes"], Kind::Text),
    (&["spec", "networking", "pods"], Kind::Text),
    (&["spec", "networking", "services"], Kind::Text),
    (&["spec", "kubernetes"], Kind::Map),
    (&["spec", "kubernetes", "version"], Kind::Text),
    (&["spec", "kubernetes", "kubeControllerManager"], Kind::Map),
    (
        &[
            "spec",
            "kubernetes",
            "kubeControllerManager",
            "nodeCIDRMaskSize",
        ],
        Kind::Number,
    ),
    (
        &[
            "spec",
            "kubernetes",
            "kubeControllerManager",
            "nodeCIDRMaskSizeIPv6",
        ],
        Kind::Number,
    ),
    (&["spec", "kubernetes", "kubelet"], Kind::Map),
    (&["spec", "kubernetes", "kubelet", "maxPods"], Kind::Number),
    (&["spec", "kubernetes", "kubeProxy"], Kind::Map),
    (&["spec", "kubernetes", "kubeProxy", "enabled"], Kind::Flag),
    (&["spec", "kubernetes", "kubeProxy", "mode"], Kind::Text),
    (&["spec", "provider"], Kind::Map),
    (&["spec", "provider", "type"], Kind::Text),
    (&["spec", "provider", "workers"], Kind::List),
];

const OF_WORKERS: &[(&[&str], Kind)] = &[
    (&["name"], Kind::Text),
    (&["minimum"], Kind::Number),
    (&["maximum"], Kind::Number),
    (&["zones"], Kind::Texts),
    (&["kubernetes", "kubelet", "maxPods"], Kind::Number),
];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let root = subject.new.root();
    for (keys, kind) in FIELDS {
        look(&root.keys(keys), *kind, report);
    }
    for worker in root.keys(&["spec", "provider", "workers"]).items() {
        look(&worker, Kind::Map, report);
        for (keys, kind) in OF_WORKERS {
            look(&worker.keys(keys), *kind, report);
        }
    }
}

fn look(at: &At<'_>, kind: Kind, report: &mut Report<'_>) {
    let fits = match kind {
        Kind::Text => at.text().is_some() && !at.is_no_text(),
        Kind::Number => at.number().is_some(),
        Kind::Flag => at.flag().is_some(),
        Kind::Texts | Kind::List => at.is_list(),
        Kind::Map => at.is_map(),
    };
    if at.exists() && !fits {
        let (message, help) = words(at, kind);
        let finding = report
            .error(at, message)
            .help(help)
            .refused_by(By::ApiServer);
        report.add(finding);
    } else if matches!(kind, Kind::Texts) {
        for item in at.items() {
            look(&item, Kind::Text, report);
        }
    }
}

fn words(at: &At<'_>, kind: Kind) -> (String, String) {
    let what = match at.text() {
        Some(text) => format!("`{}`", crate::plan::cut(text)),
        None if at.is_list() => "a list".to_owned(),
        None => "a mapping".to_owned(),
    };
    match kind {
        Kind::Text if at.text().is_some() => (
            format!("{what} is no text without quotes, and Gardener reads a text here"),
            format!("quote it: \"{}\"", at.text().unwrap_or("")),
        ),
        Kind::Text => (
            format!("this is {what}, and Gardener reads a text here"),
            "write one value".to_owned(),
        ),
        Kind::Number => (
            format!("{what} is no whole number, and Gardener reads one here"),
            "write a number without quotes".to_owned(),
        ),
        Kind::Flag => (
            format!("{what} is neither true nor false"),
            "write true or false without quotes".to_owned(),
        ),
        Kind::Texts | Kind::List => (
            format!("this is {what}, and Gardener reads a list here"),
            "begin each item with `- `".to_owned(),
        ),
        Kind::Map => (
            format!("this is {what}, and Gardener reads a mapping here"),
            "write `key: value` lines".to_owned(),
        ),
    }
}
