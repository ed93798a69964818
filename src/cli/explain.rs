//! `trellis explain`: pages about rules, keywords and providers.

use clap_complete::engine::ArgValueCompleter;

use super::Outcome;
use super::args::today;
use super::completions::subjects;
use super::console::Console;
use super::failure::Failure;
use crate::lint::rules::{RULES, rule};
use crate::manifest::CHECKS;
use crate::nearest::nearest;
use crate::plan::{FIELDS, Field, Kind};
use crate::profile::{Profiles, UNPLANNED, releases, unplanned};
use crate::report::explain::{self, TOPICS};
use crate::spec::{STATEMENTS, statement};

/// Explain a rule, a keyword, a provider or a field of a plan
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code of a rule, a keyword such as v6global, a provider, or a field; without it: a list of all
    #[arg(value_name = "CODE|KEYWORD|PROVIDER|FIELD", allow_hyphen_values = true, add = ArgValueCompleter::new(subjects))]
    subject: Option<String>,
}

/// The page of versions.
const VERSIONS: &str = "versions";

/// Prints the page of a subject.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let look = console.out;
    let Some(subject) = args.subject.as_deref() else {
        console.print(&explain::list(&chapters(console.profiles), look))?;
        return Ok(Outcome::Fine);
    };
    let page = rule(subject)
        .map(|rule| explain::rule(rule, today(None), look))
        .or_else(|| {
            let profile = console.profiles.find(subject)?;
            let is_own = console.profiles.is_own(&profile.name);
            Some(explain::profile(profile, is_own, look))
        })
        .or_else(|| unplanned(subject).map(|other| explain::unplanned(other, look)))
        .or_else(|| (subject == VERSIONS).then(|| explain::versions(releases(), look)))
        .or_else(|| explain::topic(subject).map(|topic| explain::page_of(topic, look)))
        .or_else(|| statement(subject).map(|statement| explain::statement(statement, look)))
        .or_else(|| Field::of_key(subject).map(|field| explain::field(field.info(), look)))
        .or_else(|| Kind::of_list(subject).map(|kind| explain::list_of(kind, look)))
        .or_else(|| explain::checks(subject, look));
    let Some(page) = page else {
        return Err(Failure::NothingToExplain {
            subject: subject.to_owned(),
            near: near(subject, console.profiles),
        });
    };
    console.print(&page)?;
    Ok(Outcome::Fine)
}

/// Everything that has a page, by chapters: the word, and what it is about.
pub(super) fn chapters(
    profiles: Profiles,
) -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let rules = RULES.iter().map(|rule| (rule.code, rule.summary));
    let words = STATEMENTS
        .iter()
        .map(|statement| (statement.form, statement.meaning));
    let fields = FIELDS.iter().map(|info| (info.key, info.doc));
    let providers = profiles
        .names()
        .into_iter()
        .filter_map(|name| Some((name, profiles.find(name)?.summary.as_str())));
    let others = UNPLANNED.iter().map(|other| (other.name, other.why));
    let topics = TOPICS.iter().map(|topic| (topic.word, topic.about()));
    vec![
        ("Keywords", words.collect()),
        ("Providers", providers.collect()),
        ("Providers without a profile", others.collect()),
        (
            "Versions",
            vec![(
                VERSIONS,
                "what changes with the version of Kubernetes and of Gardener",
            )],
        ),
        ("Matters", topics.collect()),
        ("Fields of a plan", fields.collect()),
        ("Rules", rules.collect()),
        ("Checks of Shoot manifests", own_checks()),
    ]
}

/// The codes that no rule of plans gives out, each with what it finds first.
fn own_checks() -> Vec<(&'static str, &'static str)> {
    let mut own: Vec<(&str, &str)> = Vec::new();
    for check in CHECKS {
        let known = rule(check.code).is_some() || own.iter().any(|(code, _)| *code == check.code);
        if !known {
            own.push((check.code, check.summary));
        }
    }
    own
}

/// What may have been meant: the nearest name, and those that hold the word.
fn near(subject: &str, profiles: Profiles) -> Vec<&'static str> {
    let words = || {
        let words = STATEMENTS.iter().map(|statement| statement.word);
        let others = UNPLANNED.iter().map(|other| other.name);
        let providers = profiles.names().into_iter().chain(others);
        RULES
            .iter()
            .map(|rule| rule.code)
            .chain(words)
            .chain(own_checks().into_iter().map(|(code, _)| code))
            .chain(providers)
            .chain([VERSIONS])
            .chain(TOPICS.iter().map(|topic| topic.word))
            .chain(FIELDS.iter().map(|info| info.key))
            .chain(Kind::LISTED.into_iter().map(Kind::list))
    };
    let mut near: Vec<&'static str> = nearest(subject, words()).into_iter().collect();
    let holding = words().filter(|word| subject.len() > 2 && word.contains(subject));
    for word in holding.take(4) {
        if !near.contains(&word) {
            near.push(word);
        }
    }
    near
}
