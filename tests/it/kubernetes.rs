//! `tests/cases/kubernetes/*.txt`: what the components themselves answered, against what a plan is told.

mod autoscaler;
mod nodeipam;
mod services;

use std::fs;
use std::path::Path;

use trellis::addr::Count;
use trellis::diag::Finding;
use trellis::document::Document;
use trellis::engine::Truth;
use trellis::plan::Date;

/// The lines of a file of cases, each cut at `: ` into what is given and what was answered.
fn cases(file: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/kubernetes")
        .join(file);
    let text = fs::read_to_string(&path).expect("the file of cases is there");
    let cases: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (given, answer) = line.rsplit_once(": ").expect("a case has an answer");
            (given.to_owned(), answer.to_owned())
        })
        .collect();
    assert!(!cases.is_empty(), "no cases in {}", path.display());
    cases
}

/// What a plan with one shoot of these fields comes to.
struct Answer {
    findings: Vec<Finding>,
    truth: Truth,
    usable_pods: Vec<String>,
}

impl Answer {
    /// The words of what a component refuses at start, in order of the alphabet.
    fn refused(&self, by: &str) -> Vec<&str> {
        let mut words: Vec<&str> = self
            .findings
            .iter()
            .filter(|finding| finding.refused_by == Some(by))
            .filter_map(|finding| finding.literal.as_deref())
            .collect();
        words.sort_unstable();
        words
    }

    fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }
}

fn answer(fields: &str) -> Answer {
    let text = format!("trellis: 1\nshoots:\n  - {{name: a, {fields}}}\n");
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(text, today);
    let plan = document.plan();
    let shoot = plan.walk().last().expect("the plan has a shoot");
    let evaluation = document.evaluation();
    let shoot = evaluation.shoot(plan, shoot);
    let truth = evaluation.truth(&shoot, &[]);
    let usable_pods = [truth.v4, truth.v6]
        .iter()
        .filter_map(|of| of.pods_per_node)
        .map(Count::decimal)
        .collect();
    Answer {
        findings: document.findings(),
        truth,
        usable_pods,
    }
}

/// Prefixes as a list in YAML.
fn list(prefixes: &str) -> String {
    let quoted: Vec<String> = prefixes
        .split(',')
        .map(|prefix| format!("\"{prefix}\""))
        .collect();
    format!("[{}]", quoted.join(", "))
}

/// The setting that makes the family of the first prefix the first one.
fn primary(prefixes: &str) -> &'static str {
    let first = prefixes.split(',').next().unwrap_or("");
    if first.contains(':') {
        "primary: ipv6"
    } else {
        "primary: ipv4"
    }
}
