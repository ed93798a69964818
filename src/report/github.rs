//! Workflow commands of GitHub Actions: each finding becomes a note beside its line.

use super::Checked;
use super::sarif;
use super::shown::{Page, Printed, Shown};
use crate::diag::Severity;
use crate::visible::clean;

/// What `check` says of some texts, a command a line.
pub fn check(sheets: &[Checked]) -> String {
    let mut out = String::new();
    for sheet in sheets {
        match sheet {
            Checked::Plan(sheet) => collect(sheet.as_ref(), &mut out),
            Checked::Manifests(sheet) => collect(sheet.as_ref(), &mut out),
        }
    }
    out
}

fn collect(sheet: &impl Printed, out: &mut String) {
    for index in 0..sheet.found().len() {
        out.push_str(&command(sheet.page(), &sheet.shown(index)));
        out.push('\n');
    }
}

fn command(page: Page<'_>, shown: &Shown<'_>) -> String {
    let name = match shown.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let mut command = format!("::{name} file={}", property(page.file));
    if let Some(span) = shown.span {
        let (start, end) = (page.place(span.start), page.place(span.end));
        let lines = format!(",line={},endLine={}", start.line, end.line);
        command.push_str(&lines);
        // GitHub takes columns for one line only.
        if start.line == end.line {
            let columns = format!(",col={},endColumn={}", start.column, end.column);
            command.push_str(&columns);
        }
    }
    let title = match &shown.subject {
        Some(subject) => format!("{} {subject}", shown.code),
        None => shown.code.to_owned(),
    };
    let text = sarif::text(shown);
    let text: Vec<_> = text.lines().map(clean).collect();
    command.extend([",title=", &property(&title), "::", &data(&text.join("\n"))]);
    command
}

/// The message: a percent sign and line ends would be taken for something else.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property: colons and commas too.
fn property(text: &str) -> String {
    data(&clean(text)).replace(':', "%3A").replace(',', "%2C")
}
