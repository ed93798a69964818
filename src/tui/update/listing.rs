//! Which findings are listed: what words leave, and one for each rule.

use super::{refuse, say};
use crate::tui::model::{Model, Panel};
use crate::tui::noted::Listing;
use crate::tui::prompt::{Asks, Prompt};

/// Asks which findings to list. The line has the words in force.
pub(super) fn ask(model: &mut Model) {
    let before = (model.listing.clone(), model.finding);
    model.panel = Panel::Findings;
    let mut prompt = Prompt::new(Asks::Sieve(Box::new(before)));
    prompt.line.set(&model.listing.words);
    model.prompt = Some(prompt);
}

/// Lists what some words leave.
pub(super) fn sift(model: &mut Model, text: &str) {
    text.trim().clone_into(&mut model.listing.words);
    model.finding = 0;
    model.look_up_findings();
}

/// Keeps the words; gives whether they leave anything.
pub(super) fn keep(model: &mut Model, text: &str) -> bool {
    let text = text.trim();
    if !text.is_empty() && model.findings.is_empty() {
        refuse(model, format!("no finding is `{text}`"));
        return false;
    }
    model.listing.opened = None;
    if !text.is_empty() {
        say(
            model,
            format!("only findings that are `{text}`; esc shows all"),
        );
    }
    true
}

/// Back to what was listed before.
pub(super) fn come_back(model: &mut Model, before: (Listing, usize)) {
    (model.listing, model.finding) = before;
    model.look_up_findings();
}

/// One finding for each rule, or each finding again.
pub(super) fn group(model: &mut Model) {
    model.panel = Panel::Findings;
    model.listing.grouped = !model.listing.grouped;
    model.listing.opened = None;
    model.finding = 0;
    model.look_up_findings();
    let text = if model.listing.grouped {
        "one finding for each rule; enter shows all of it"
    } else {
        "each finding again"
    };
    say(model, text);
}

/// Shows all findings of the selected rule; gives whether rules were listed.
pub(super) fn open_rule(model: &mut Model) -> bool {
    if !model.listing.grouped {
        return false;
    }
    let Some(finding) = model.findings.get(model.finding) else {
        refuse(model, "there is no finding here");
        return true;
    };
    let before = model.listing.words.clone();
    let words = format!("{before} {}", finding.code);
    model.listing.grouped = false;
    sift(model, &words);
    model.listing.opened = Some(before);
    true
}

/// Shows more findings again: all rules, or all findings. Gives whether some were hidden.
pub(super) fn leave(model: &mut Model) -> bool {
    if !model.listing.is_on() {
        return false;
    }
    let code = model.findings.first().map(|finding| finding.code);
    match model.listing.opened.take() {
        Some(words) => {
            model.listing.grouped = true;
            sift(model, &words);
            let rules = model.findings.iter();
            let at = rules.map(|one| one.code).position(|it| Some(it) == code);
            model.finding = at.unwrap_or(0);
        }
        None if model.listing.words.is_empty() => {
            model.listing.grouped = false;
            sift(model, "");
        }
        None => sift(model, ""),
    }
    true
}
