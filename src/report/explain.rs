//! Pages that explain: a rule, a keyword, a provider.

mod provider;
mod topic;

use super::look::Role;
use super::paragraph::wrap;
use super::{Look, ManifestSheet, Sheet, snippet};
use crate::addr::Count;
use crate::document::Document;
use crate::lint::Rule;
use crate::manifest::{Check, Example, Manifests, check_all, checks_of, example_of};
use crate::plan::{Date, FIELDS, Field, FieldInfo, Kind, MANIFEST_KEYS, On, Sort};
use crate::source::Source;
use crate::spec::Statement;

pub use provider::{profile, unplanned, versions};
pub use topic::{TOPICS, Topic, page_of, topic};

/// Lines of prose are no longer than this.
const PAGE: usize = 96;

fn page(look: Look) -> usize {
    look.width.clamp(30, PAGE)
}

fn title(out: &mut String, name: &str, about: &str, look: Look) {
    out.push_str(&look.paint(Role::Heading, name));
    out.push('\n');
    wrap(out, about, "", page(look));
}

fn heading(out: &mut String, text: &str, look: Look) {
    out.push('\n');
    out.push_str(&look.paint(Role::Heading, text));
    out.push('\n');
}

/// The page of a rule, with its example run.
pub fn rule(rule: &Rule, today: Date, look: Look) -> String {
    let mut out = String::new();
    title(&mut out, rule.code, rule.summary, look);
    out.push('\n');
    wrap(&mut out, rule.why, "", page(look));
    heading(&mut out, "Example", look);
    yaml(&mut out, rule.bad, look);
    out.push('\n');
    let document = Document::new(rule.bad.to_owned(), today);
    let mut findings = document.findings();
    findings.retain(|finding| finding.code == rule.code);
    let sheet = Sheet::with_findings("plan.yaml", document, findings);
    for index in 0..sheet.findings.len() {
        out.push_str(&snippet::render(&sheet, index, false, look));
        out.push('\n');
    }
    heading(&mut out, "Mended", look);
    yaml(&mut out, rule.good, look);
    sources(&mut out, rule.sources, look);
    look.spell(out)
}

/// The page of a code that only checks of manifests give out.
pub fn checks(code: &str, look: Look) -> Option<String> {
    let checks: Vec<&Check> = checks_of(code).collect();
    if checks.is_empty() {
        return None;
    }
    let mut out = String::new();
    title(&mut out, code, "A check of Shoot manifests.", look);
    if let Some(example) = example_of(code) {
        self::example(&mut out, example, look);
    }
    heading(&mut out, "Found", look);
    let mut cited: Vec<Source> = Vec::new();
    for check in checks {
        let facts = check.covers.join(", ");
        wrap(
            &mut out,
            &format!("{} ({facts})", check.summary),
            "  ",
            page(look),
        );
        for source in check.sources {
            if !cited.contains(source) {
                cited.push(*source);
            }
        }
    }
    sources(&mut out, &cited, look);
    Some(look.spell(out))
}

/// Why, and a manifest with what is found in it.
fn example(out: &mut String, example: &Example, look: Look) {
    out.push('\n');
    wrap(out, example.why, "", page(look));
    let before = example.before.map(Manifests::read);
    if let Some(before) = example.before {
        heading(out, "Before", look);
        yaml(out, before, look);
    }
    heading(out, "Example", look);
    yaml(out, example.bad, look);
    out.push('\n');
    let manifests = Manifests::read(example.bad);
    let mut findings = check_all(&manifests, before.as_ref(), &manifests.landscape);
    findings.retain(|finding| finding.code == example.code);
    let sheet = ManifestSheet::new("shoot.yaml", manifests, findings);
    for index in 0..sheet.findings.len() {
        out.push_str(&snippet::render(&sheet, index, false, look));
        out.push('\n');
    }
    heading(out, "Mended", look);
    yaml(out, example.good, look);
}

/// The page of a keyword.
pub fn statement(statement: &Statement, look: Look) -> String {
    let mut out = String::new();
    title(&mut out, statement.form, statement.meaning, look);
    out.push('\n');
    wrap(&mut out, statement.explain, "", page(look));
    let kinds: Vec<&str> = statement.kinds.iter().map(|kind| kind.key()).collect();
    heading(&mut out, "Stands on", look);
    wrap(&mut out, &kinds.join(", "), "  ", page(look));
    heading(&mut out, "Example", look);
    yaml(&mut out, statement.example, look);
    sources(&mut out, statement.sources, look);
    look.spell(out)
}

/// The page of a field of a plan.
pub fn field(info: &FieldInfo, look: Look) -> String {
    let mut out = String::new();
    title(&mut out, info.key, info.doc, look);
    heading(&mut out, "Stands on", look);
    let on = match info.on {
        On::Top => "the plan itself",
        On::Block => "regions, zones, vpcs and blocks",
        On::Shoot => "shoots",
        On::Item => "regions, zones, vpcs, blocks and shoots",
        On::Setting => {
            "everything: a setting, inherited by what lies below until something there says otherwise; null takes it back"
        }
        On::Anywhere => "the plan, blocks and shoots",
    };
    wrap(&mut out, on, "  ", page(look));
    heading(&mut out, "Takes", look);
    wrap(&mut out, &takes(info.sort), "  ", page(look));
    if info.field == Field::ManifestFields {
        heading(&mut out, "Keys", look);
        for key in MANIFEST_KEYS {
            let providers = match key.providers {
                "" => String::new(),
                some => format!(" ({some})"),
            };
            let line = format!("{}{providers}: {}", key.key, key.says);
            wrap(&mut out, &line, "  ", page(look));
        }
    }
    look.spell(out)
}

fn takes(sort: Sort) -> String {
    match sort {
        Sort::Text => "a text".to_owned(),
        Sort::Number(least, most) if least == most => format!("the number {least}"),
        Sort::Number(least, most) => format!("a number from {} to {}", Count::new(least), Count::new(most)),
        Sort::Flag => "true or false".to_owned(),
        Sort::Choice(words) => words.join(", "),
        Sort::Network => "a prefix, which is pinned (2001:db8:1000::/36), or a length, which is placed in the block around it (/40)".to_owned(),
        Sort::Range => "a spec in keywords, or a list of one for each family: v6global/64+prefix/80; [v4private, v6fromNode]; trellis explain v6global".to_owned(),
        Sort::Prefixes => "an RFC 4193 prefix, or a list of them: fd5a:3c1e:77a0::/48".to_owned(),
        Sort::Names => "a list of names: [eu-central-1a, eu-central-1b]".to_owned(),
        Sort::Version => "a version in quotes: \"1.34\" or \"1.34.8\"".to_owned(),
        Sort::Pinned => "a mapping: {services: \"fd5a:3c1e:77a0::/112\"}; under something counted it is the whole run's prefix".to_owned(),
        Sort::Waivers => "a list: [{rule: nibble-boundary, reason: \"the RIR gave a /29\", until: 2027-06-30}]".to_owned(),
        Sort::Seeds => "a list: [{name: soil, nodes: 10.240.0.0/16, pods: 10.241.128.0/17, services: 10.241.0.0/17, shoot-defaults: {pods: 100.96.0.0/11, services: 100.64.0.0/13}}]".to_owned(),
        Sort::Mapping => "a mapping or list, which is kept as it is".to_owned(),
    }
}

/// The page of a list of definitions.
pub fn list_of(kind: Kind, look: Look) -> String {
    let mut out = String::new();
    let about = if kind.is_block() {
        "A list of blocks with prefixes. Regions, zones, vpcs and blocks may each hold any of the others, and shoots, in any order."
    } else {
        "A list of shoots: Gardener clusters, each with nodes, pods and services."
    };
    title(&mut out, kind.list(), about, look);
    heading(&mut out, "An item has", look);
    let keys = FIELDS
        .iter()
        .filter(|info| info.field.fits(kind))
        .map(|info| info.key);
    wrap(
        &mut out,
        &keys.collect::<Vec<_>>().join(", "),
        "  ",
        page(look),
    );
    look.spell(out)
}

/// The list of everything that can be explained: headings, each with names and what they are.
pub fn list(chapters: &[(&str, Vec<(&str, &str)>)], look: Look) -> String {
    let mut out = String::new();
    for (number, (name, entries)) in chapters.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&look.paint(Role::Heading, name));
        out.push('\n');
        for (name, about) in entries {
            let name = format!("  {name:<28}");
            out.push_str(&look.paint(Role::Code, &name));
            let mut text = String::new();
            wrap(
                &mut text,
                about,
                &" ".repeat(name.len() + 1),
                page(look).max(60),
            );
            out.push(' ');
            out.push_str(text.trim_start());
        }
    }
    look.spell(out)
}

fn yaml(out: &mut String, text: &str, look: Look) {
    for line in text.lines() {
        out.push_str("  ");
        out.push_str(&look.paint(Role::Code, line));
        out.push('\n');
    }
}

fn sources(out: &mut String, sources: &[Source], look: Look) {
    if sources.is_empty() {
        return;
    }
    heading(out, "Sources", look);
    for source in sources {
        wrap(out, source.title, "  ", page(look));
        out.push_str("  ");
        out.push_str(&look.paint(Role::Quiet, source.url));
        out.push('\n');
    }
}
