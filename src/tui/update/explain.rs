//! Pages over the panels: the selected finding's rule, a keyword, a field.

use super::{open, refuse};
use crate::breaks::all_within;
use crate::engine::range_field;
use crate::plan::{Field, Sort, Value};
use crate::report::breaks::sentence;
use crate::report::{Look, explain as page};
use crate::source::NodeId;
use crate::spec::{STATEMENTS, Statement, statement};
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::overlay::Overlay;

/// Explains what is selected: the range or field, else the finding.
pub(super) fn explain(model: &mut Model) {
    match (model.panel, model.selected) {
        (Panel::Tree, Row::Range(_, kind)) => explain_field(model, range_field(kind)),
        (Panel::Fields, _) => {
            if let Some(field) = model.selected_field() {
                explain_field(model, field);
            }
        }
        (Panel::Findings | Panel::Compare, _)
        | (Panel::Tree, Row::Definition(_) | Row::Member(..) | Row::Free(..) | Row::Members(_)) => {
            explain_finding(model);
        }
    }
}

/// Lists what breaks first in the whole plan.
pub(super) fn breaks(model: &mut Model) {
    const MOST: usize = 30;
    let plan = model.document.plan();
    let all = all_within(&model.document, NodeId::ROOT);
    let lines = (1..).zip(all.iter().take(MOST));
    let mut lines: Vec<String> = lines
        .map(|(number, one)| format!("{number:>2}. {}", sentence(plan, one)))
        .collect();
    let more = all.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("… and {more} more that have longer"));
    }
    if all.is_empty() {
        lines.push("Nothing is planned yet that can grow.".to_owned());
    } else if all.iter().all(|one| one.per_year.is_none()) {
        let hint =
            "\nThe fewest percent of growth stand first. With growth-per-year each has a day.";
        lines.push(hint.to_owned());
    }
    let text = lines.join("\n");
    let title = "what breaks first".to_owned();
    open(model, Overlay::Page { title, text });
}

/// Explains the keyword at the caret, else the field that is typed in.
pub(super) fn explain_typed(model: &mut Model) {
    let Some(editing) = &model.editing else {
        return;
    };
    let (field, text, caret) = (editing.field, editing.text.clone(), editing.caret_chars());
    let at_caret = (field.info().sort == Sort::Range)
        .then(|| keyword_at(&text, caret))
        .flatten();
    match at_caret {
        Some(statement) => show(model, field, &text, &[statement]),
        None => show(model, field, &text, &[]),
    }
}

fn explain_field(model: &mut Model, field: Field) {
    let settings = model.document.evaluation().settings(model.node());
    let plan = model.document.plan();
    let said = plan.value(model.node(), field).or_else(|| {
        let (value, _) = settings.said(field)?;
        Some(plan.value_of(value))
    });
    let text = said.map(Value::line).unwrap_or_default();
    let words = if field.info().sort == Sort::Range {
        keywords(&text)
    } else {
        Vec::new()
    };
    show(model, field, &text, &words);
}

/// As wide as the screen has room for.
fn look(model: &Model) -> Look {
    Look {
        width: usize::from(model.size.0.saturating_sub(6)),
        ..Look::PLAIN
    }
}

/// The pages of some keywords; else that of a provider, or of the field itself.
fn show(model: &mut Model, field: Field, text: &str, words: &[&'static Statement]) {
    let look = look(model);
    let pages: Vec<String> = words
        .iter()
        .map(|statement| page::statement(statement, look))
        .collect();
    let profiles = model.document.profiles();
    let provider = profiles
        .find(text.trim())
        .filter(|_| field == Field::Provider);
    let text = match (pages.is_empty(), provider) {
        (false, _) => pages.join("\n"),
        (true, Some(profile)) => page::profile(profile, profiles.is_own(&profile.name), look),
        (true, None) => page::field(field.info(), look),
    };
    let names: Vec<&str> = words.iter().map(|statement| statement.form).collect();
    let title = match names.as_slice() {
        [] => field.key().to_owned(),
        names => format!("{}: {}", field.key(), names.join(", ")),
    };
    open(model, Overlay::Page { title, text });
}

/// The keywords of a spec, each once, in order.
fn keywords(text: &str) -> Vec<&'static Statement> {
    let mut all: Vec<&'static Statement> = Vec::new();
    for (_, word) in words(text) {
        let known = known(&word);
        all.extend(known.filter(|new| all.iter().all(|old| old.word != new.word)));
    }
    all
}

/// The keyword that the caret stands in or behind, in characters.
fn keyword_at(text: &str, caret: usize) -> Option<&'static Statement> {
    let words = words(text);
    let at = words.iter().rev().find(|(start, _)| *start <= caret)?;
    known(&at.1)
}

fn known(word: &str) -> Option<&'static Statement> {
    let typed = || word.split(['/', '[']).next().unwrap_or(word);
    statement(word).or_else(|| {
        let word = typed().to_ascii_lowercase();
        STATEMENTS
            .iter()
            .copied()
            .find(|statement| statement.word.to_ascii_lowercase() == word)
    })
}

/// The words of a spec with the character at which each begins: parted at commas, and before `+`.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = vec![(0, String::new())];
    for (at, char) in text.chars().enumerate() {
        match char {
            ',' => words.push((at + 1, String::new())),
            '+' => words.push((at, "+".to_owned())),
            ' ' | '[' | ']' | '"' | '\'' => {}
            char => {
                if let Some((_, word)) = words.last_mut() {
                    word.push(char);
                }
            }
        }
    }
    words
}

fn explain_finding(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is no finding to explain");
    };
    let Some(rule) = crate::lint::rules::rule(finding.code) else {
        return explain_code(model, finding.code);
    };
    let mut parts = vec![format!("{}\n\n{}\n", finding.message, rule.why)];
    if let Some(literal) = &finding.literal {
        let by = finding.refused_by.unwrap_or("the component");
        parts.push(format!("\n{by} says:\n  {literal}\n"));
    }
    if let Some(help) = &finding.help {
        parts.push(format!("\nWhat helps: {help}\n"));
    }
    parts.push(format!(
        "\nExample:\n{}\nMended:\n{}\nSources:\n",
        rule.bad, rule.good
    ));
    let sources = rule.sources.iter().chain(&finding.sources);
    parts.extend(sources.map(|source| format!("  {}\n  {}\n", source.title, source.url)));
    let text = parts.concat();
    let title = format!("{} [{}]", finding.code, finding.severity.word());
    open(model, Overlay::Page { title, text });
}

/// What no rule finds has a page of its own.
fn explain_code(model: &mut Model, code: &'static str) {
    let look = look(model);
    let text = page::topic(code)
        .map(|topic| page::page_of(topic, look))
        .or_else(|| page::checks(code, look));
    match text {
        Some(text) => open(
            model,
            Overlay::Page {
                title: code.to_owned(),
                text,
            },
        ),
        None => refuse(model, format!("there is no page about {code}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, caret: usize, expected: Option<&str>) {
        let found = keyword_at(text, caret).map(|statement| statement.word);
        assert_eq!(found, expected, "`{text}` at {caret}");
    }

    #[test]
    fn the_keyword_at_the_caret() {
        let text = "v4private, v6global/64+prefix/80";
        check(text, 0, Some("v4private"));
        check(text, 9, Some("v4private"));
        check(text, 11, Some("v6global"));
        check(text, 21, Some("v6global"));
        check(text, 22, Some("+prefix"));
        check(text, 32, Some("+prefix"));
        check("[v4private, v6fromNode]", 15, Some("v6fromNode"));
        check("V6GLOBAL/64", 3, Some("v6global"));
        check("10.0.0.0/16", 3, Some("literal"));
        check("/56", 1, Some("/N"));
        check("", 0, None);
        check("nothing", 3, None);
    }
}
