//! Findings for people.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Look;
use super::look::Role;
use super::shown::Printed;
use super::snippet::render;
use crate::diag::Severity;
use crate::visible::clean;

/// So many findings of one code are printed in full.
pub const MOST_OF_A_CODE: usize = 20;

/// All findings of a text, the worst first and else in its order, and a line that sums them up.
pub fn findings(sheet: &impl Printed, look: Look) -> String {
    let mut out = String::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: Vec<(usize, _)> = sheet.found().into_iter().enumerate().collect();
    found.sort_by_key(|(_, (_, severity))| Reverse(*severity));
    for (index, (code, _)) in found {
        let number = seen.entry(code).or_default();
        *number += 1;
        if *number <= MOST_OF_A_CODE {
            out.push_str(&render(sheet, index, *number == 1, look));
            out.push_str("\n\n");
        }
    }
    let more = seen.iter().filter(|&(_, &number)| number > MOST_OF_A_CODE);
    for (code, number) in more {
        let line = format!(
            "… and {} more of {code} (use --format json for all)\n\n",
            number - MOST_OF_A_CODE
        );
        out.push_str(&look.spell(line));
    }
    out.push_str(&summary(sheet, look));
    out
}

/// "2 errors, 1 warning, 3 advice in plan.yaml".
pub fn summary(sheet: &impl Printed, look: Look) -> String {
    let file = match sheet.page().file {
        "-" => "standard input".into(),
        file => clean(file),
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Advice]
        .into_iter()
        .filter_map(|severity| counted(sheet, severity, look))
        .collect();
    if parts.is_empty() {
        format!("no findings in {file}\n")
    } else {
        format!("{} in {file}\n", parts.join(", "))
    }
}

fn counted(sheet: &impl Printed, severity: Severity, look: Look) -> Option<String> {
    let found = sheet.found().into_iter();
    let number = found.filter(|(_, of)| *of == severity).count();
    let (plural, role) = match severity {
        Severity::Error => ("s", Role::Error),
        Severity::Warning => ("s", Role::Warning),
        Severity::Advice => ("", Role::Name),
    };
    let ending = if number == 1 { "" } else { plural };
    (number > 0).then(|| look.paint(role, &format!("{number} {}{ending}", severity.word())))
}
