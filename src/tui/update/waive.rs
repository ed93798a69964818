//! Waivers: a finding that one can live with, and why.

use super::{called, commit, refuse};
use crate::diag::{Anchor, Finding, Severity};
use crate::lint::{NotWaived, covered, covering};
use crate::plan::{Date, Field};
use crate::source::NodeId;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::prompt::{Asks, Prompt, Waiving};

/// Asks why the selected finding can be lived with; of one that is waived, the line has what is said.
pub(super) fn ask(model: &mut Model) {
    let Some(finding) = selected(model) else {
        return;
    };
    if let Some(why) = model.document.why_not_waived(&finding) {
        return refuse(model, why.to_string());
    }
    let said = covering(&model.document.context(), finding.subject, finding.code);
    let said = said.map(|(node, waiver)| {
        let until = waiver.until.map(|until| format!(" until {until}"));
        (
            node,
            format!("{}{}", waiver.reason, until.unwrap_or_default()),
        )
    });
    let node = said.as_ref().map_or(finding.subject, |(node, _)| *node);
    let probe = model.document.plan().waive(node, finding.code, "?", None);
    if let Err(refusal) = model.document.moves_of(probe) {
        return refuse(model, refusal.to_string());
    }
    let code = finding.code;
    let mut prompt = Prompt::new(Asks::Waive(Waiving { node, code }));
    if let Some((_, text)) = said {
        prompt.line.set(&text);
    }
    model.prompt = Some(prompt);
}

/// Takes a reason in; gives whether it is one.
pub(super) fn waive(model: &mut Model, waiving: &Waiving, text: &str) -> bool {
    let (reason, until) = match reason_of(text, model.document.today()) {
        Ok(said) => said,
        Err(why) => {
            refuse(model, why.to_string());
            return false;
        }
    };
    let Waiving { node, code } = *waiving;
    let before = model.findings.get(model.finding).cloned();
    let edit = model.document.plan().waive(node, code, reason, until);
    let name = format!("waive {code} in {}", called(model, node));
    if !commit(model, edit, name) {
        return false;
    }
    add(model, ", in its `allow`");
    if let Some(before) = before {
        follow(model, &before);
        let bad = before
            .waived
            .as_ref()
            .map_or(before.severity, |it| it.severity);
        if before.literal.is_some() && bad == Severity::Error {
            add(model, "; an export still refuses it");
        }
    }
    true
}

/// Takes the waiver away that covers the selected finding, or that it is about.
pub(super) fn unwaive(model: &mut Model) {
    let Some(finding) = selected(model) else {
        return;
    };
    let Some((node, code)) = waiver_of(model, &finding) else {
        let key = model.keys.key(Command::Waive);
        return refuse(model, format!("this is not waived; {key} waives it"));
    };
    let plan = model.document.plan();
    let number = covered(plan, model.document.board(), node, &code);
    let Some(edit) = plan.unwaive(node, &code) else {
        return;
    };
    let name = format!("take the waiver of {code} in {} away", called(model, node));
    if commit(model, edit, name) {
        follow(model, &finding);
        if number > 1 {
            add(model, &format!("; it covered {number} findings"));
        }
    }
}

/// The selected finding, where it stands for itself alone.
fn selected(model: &mut Model) -> Option<Finding> {
    let finding = model.findings.get(model.finding).cloned();
    if finding.is_none() {
        refuse(model, "there is no finding here");
    } else if model.listing.grouped {
        let key = model.keys.key(Command::Enter);
        refuse(
            model,
            format!("this is all of a rule; {key} shows each of them"),
        );
        return None;
    }
    finding
}

/// Where the waiver stands that a finding is covered by, or is about, and the rule that it waives.
fn waiver_of(model: &Model, finding: &Finding) -> Option<(NodeId, String)> {
    if finding.waived.is_some() {
        let context = model.document.context();
        let (node, _) = covering(&context, finding.subject, finding.code)?;
        return Some((node, finding.code.to_owned()));
    }
    let Anchor::Place(place) = finding.at else {
        return None;
    };
    let item = place.item.filter(|_| place.field == Field::Allow.key())?;
    let value = model.document.plan().value(place.node, Field::Allow)?;
    let rule = value.items().get(usize::from(item))?.key("rule")?;
    Some((place.node, rule.as_text()?.to_owned()))
}

/// Selects the finding again that was selected before a change.
fn follow(model: &mut Model, before: &Finding) {
    let is_same = |finding: &Finding| {
        (finding.code, finding.subject, finding.field)
            == (before.code, before.subject, before.field)
            && finding.message == before.message
    };
    if let Some(at) = model.findings.iter().position(is_same) {
        model.finding = at;
    }
}

/// Says more of what has been done.
fn add(model: &mut Model, more: &str) {
    if let Some(toast) = &mut model.toast {
        toast.text.push_str(more);
    }
}

/// A reason, and the day behind `until` at its end.
fn reason_of(text: &str, today: Date) -> Result<(&str, Option<Date>), NotWaived> {
    let text = text.trim();
    let ending = text.rsplit_once("until ").filter(|(before, day)| {
        let is_word = before.is_empty() || before.ends_with(' ');
        is_word && day.trim().starts_with(|char: char| char.is_ascii_digit())
    });
    let (reason, until) = match ending {
        None => (text, None),
        Some((reason, day)) => {
            let day = day.trim();
            let until = Date::parse(day).ok_or_else(|| NotWaived::NoDay {
                text: day.to_owned(),
            })?;
            (reason.trim(), Some(until))
        }
    };
    match until.filter(|&until| until < today) {
        _ if reason.is_empty() => Err(NotWaived::NoReason),
        Some(until) => Err(NotWaived::Over { until }),
        None => Ok((reason, until)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(&str, Option<&str>), &str>) {
        let today = Date::parse("2026-11-22").expect("a day");
        let found = reason_of(text, today);
        let found = found.map(|(reason, until)| (reason, until.map(|day| day.to_string())));
        let expected = expected.map(|(reason, day)| (reason, day.map(str::to_owned)));
        assert_eq!(
            found.map_err(|why| why.to_string()),
            expected.map_err(str::to_owned),
            "{text}"
        );
    }

    #[test]
    fn a_reason_and_its_last_day() {
        check(" the RIR gave a /29 ", Ok(("the RIR gave a /29", None)));
        check("old until 2027-06-30", Ok(("old", Some("2027-06-30"))));
        check("old until 2026-11-22", Ok(("old", Some("2026-11-22"))));
        check("fine until the move", Ok(("fine until the move", None)));
        check(
            "old until 2026-11-21",
            Err("2026-11-21 is over, and the waiver would cover nothing"),
        );
        check(
            "old until 2027-6-30",
            Err("`2027-6-30` is no day; write one such as 2027-06-30"),
        );
        let none = Err("a waiver needs a reason: why one can live with it");
        check("", none);
        check("until 2027-06-30", none);
    }
}
