//! `allow-unused`: a waiver that covers nothing.

use super::super::waivers::{holds, said};
use super::super::{Check, Context, Report, Rule};
use super::{RULES, rule};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::nearest::nearest;
use crate::plan::{Field, Plan, Waiver, cut};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "allow-unused",
    summary: "a waiver covers nothing",
    why: "A waiver says that somebody looked at a finding and can live with it. When the finding is gone, or the rule \
          never had that name, the waiver waits for the next one of its kind, at which nobody has looked. The nearest \
          waiver covers a finding, so one farther out may be left with nothing. What is found about waivers can't be \
          waived itself.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v4: 10.0.0.0/8, allow: [{rule: overlap, reason: both are old}]}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v4: 10.0.0.0/8}\n",
    covers: &[],
    sources: &[Source {
        title: "rustc: the unfulfilled_lint_expectations lint, the same for compilers",
        url: "https://doc.rust-lang.org/rustc/lints/listing/warn-by-default.html#unfulfilled-lint-expectations",
    }],
    check: Check::Waivers(check),
};

/// What is wrong with a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Unknown,
    AboutWaivers,
    Unused,
}

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    for (index, waiver) in said(context.plan, node) {
        if !holds(waiver, context.today) {
            continue;
        }
        let fault = match rule(&waiver.rule).map(|rule| rule.check) {
            None => Fault::Unknown,
            Some(Check::Waivers(_)) => Fault::AboutWaivers,
            Some(_) if is_used(context, (node, index)) => continue,
            Some(_) => Fault::Unused,
        };
        report.add(Severity::Warning, || {
            finding(context.plan, node, waiver, fault)
        });
    }
}

fn is_used(context: &Context<'_>, waiver: (NodeId, u16)) -> bool {
    context.uses.is_none_or(|uses| uses.contains_key(&waiver))
}

fn finding(plan: &Plan, node: NodeId, waiver: &Waiver, fault: Fault) -> Finding {
    let code = cut(&waiver.rule);
    let (message, help) = match fault {
        Fault::Unknown => {
            let near = nearest(&waiver.rule, RULES.iter().map(|rule| rule.code));
            (
                format!("`{code}` is waived, and no rule is called so"),
                near.map_or("take the waiver away".to_owned(), |near| {
                    format!("write `{near}`")
                }),
            )
        }
        Fault::AboutWaivers => (
            format!("`{code}` is waived, and what is found about waivers can't be"),
            "mend what it found".to_owned(),
        ),
        Fault::Unused => (
            format!("the waiver of {code} covers no finding here or below"),
            "take the waiver away".to_owned(),
        ),
    };
    let mut finding = Finding::new(
        "allow-unused",
        Severity::Warning,
        place(node, waiver),
        message,
    )
    .help(help);
    finding.fixes.extend(take_away(plan, node));
    finding
}

/// Where a waiver stands.
pub(super) const fn place(node: NodeId, waiver: &Waiver) -> Place {
    Place {
        node,
        field: "allow",
        item: Some(waiver.item),
        chars: None,
    }
}

/// Takes `allow` away, where the waiver is the only one.
pub(super) fn take_away(plan: &Plan, node: NodeId) -> Option<Fix> {
    (said(plan, node).count() == 1).then(|| Fix {
        title: "take the waiver away".to_owned(),
        safe: false,
        changes: vec![Change {
            node,
            field: Field::Allow.key(),
            to: None,
        }],
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "allow-unused";

    fn waiver(rule: &str) -> String {
        format!("{{rule: {rule}, reason: because}}")
    }

    #[test]
    fn what_covers_nothing() {
        let overlap = waiver("overlap");
        let two = "blocks: [{name: a, v6: \"fd5a:3c1e:77a0::/48\"}, {name: b, v6: \"fd5a:3c1e:77a0::/48\"";
        check(CODE, &format!("{two}, allow: [{overlap}]}}]\n"), &[]);
        check(CODE, &format!("allow: [{overlap}]\n{two}}}]\n"), &[]);
        // The finding is b's: a waiver of a covers nothing.
        check(
            CODE,
            &format!(
                "blocks: [{{name: a, v6: \"fd5a:3c1e:77a0::/48\", allow: [{overlap}]}}, {{name: b, v6: \"fd5a:3c1e:77a0::/48\"}}]\n"
            ),
            &["warning: the waiver of overlap covers no finding here or below"],
        );
        // The nearest one covers it.
        check(
            CODE,
            &format!("allow: [{overlap}]\n{two}, allow: [{overlap}]}}]\n"),
            &["warning: the waiver of overlap covers no finding here or below"],
        );
        check(
            CODE,
            &format!("{two}, allow: [{overlap}, {overlap}]}}]\n"),
            &["warning: the waiver of overlap covers no finding here or below"],
        );
    }

    #[test]
    fn what_is_no_rule() {
        check(
            CODE,
            &format!("allow: [{}]\n", waiver("nibble-bondary")),
            &["warning: `nibble-bondary` is waived, and no rule is called so"],
        );
        let plan = format!("trellis: 1\nallow: [{}]\n", waiver("nibble-bondary"));
        let found = crate::lint::testing::findings(&plan);
        assert_eq!(found[0].help.as_deref(), Some("write `nibble-boundary`"));
        check(
            CODE,
            &format!("allow: [{}]\n", waiver("allow-unused")),
            &["warning: `allow-unused` is waived, and what is found about waivers can't be"],
        );
    }

    #[test]
    fn an_expired_one_is_told_as_such_alone() {
        check(
            CODE,
            "allow: [{rule: overlap, reason: because, until: 2026-11-21}]\n",
            &[],
        );
    }
}
