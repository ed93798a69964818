//! `allow-expired`: a waiver whose last day is over.

use super::super::waivers::{holds, said};
use super::super::{Check, Context, Report, Rule};
use super::allow_unused::{place, take_away};
use crate::diag::{Finding, Severity};
use crate::plan::cut;
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "allow-expired",
    summary: "a waiver's last day is over",
    why: "`until` is the day until which somebody promised to live with a finding. From the next day on the waiver \
          covers nothing: the finding is as bad again as it was, and the promise is to be kept, or made anew with a \
          later day and a reason that still holds. `--today` judges by another day than the clock's.",
    bad: "trellis: 1\nblocks:\n  - name: lab\n    v4: 10.0.0.0/8\n    allow: [{rule: overlap, reason: until the move, until: 2025-06-30}]\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v4: 10.0.0.0/8}\n",
    covers: &[],
    sources: &[Source {
        title: "OWASP dependency-check: suppressions with `until`, the same for libraries",
        url: "https://jeremylong.github.io/DependencyCheck/general/suppression.html",
    }],
    check: Check::Waivers(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    for (_, waiver) in said(context.plan, node) {
        let Some(until) = waiver.until.filter(|_| !holds(waiver, context.today)) else {
            continue;
        };
        report.add(Severity::Warning, || {
            let message = format!("the waiver of {} ended on {until}", cut(&waiver.rule));
            let mut finding = Finding::new(
                "allow-expired",
                Severity::Warning,
                place(node, waiver),
                message,
            )
            .help("mend what it covered and take it away, or give it a later day");
            finding.fixes.extend(take_away(context.plan, node));
            finding
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn the_last_day_counts() {
        let plan =
            |until: &str| format!("allow: [{{rule: overlap, reason: because, until: {until}}}]\n");
        check("allow-expired", &plan("2026-11-22"), &[]);
        check(
            "allow-expired",
            &plan("2026-11-21"),
            &["warning: the waiver of overlap ended on 2026-11-21"],
        );
    }
}
