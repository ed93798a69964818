//! `version-unknown`: a version newer or older than those whose limits are known.

use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::plan::{Field, Meaning};
use crate::profile::{Minor, releases};
use crate::source::{NodeId, Place, Source};

const CODE: &str = "version-unknown";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a version whose limits are not known, so those of the nearest known one are taken",
    why: "Limits change with versions: service ranges do with Kubernetes, fields of a Shoot with Gardener. What a version \
          does that nobody has read is not known; the limits of the nearest known one are taken, which is right as long \
          as nothing changed. A plan that says no version is checked for the newest known one. \
          `trellis explain versions` lists what is known.",
    bad: "trellis: 1\nkubernetes: \"1.99\"\n",
    good: "trellis: 1\nkubernetes: \"1.36\"\n",
    covers: &[],
    sources: &[Source {
        title: "Kubernetes: releases",
        url: "https://kubernetes.io/releases/",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let (kubernetes, gardener) = (&releases().kubernetes, &releases().gardener);
    let oldest = Some(kubernetes.oldest.value);
    check_field(
        context,
        node,
        Field::Kubernetes,
        (oldest, kubernetes.newest.value),
        report,
    );
    check_field(
        context,
        node,
        Field::GardenerVersion,
        (None, gardener.newest.value),
        report,
    );
}

fn check_field(
    context: &Context<'_>,
    node: NodeId,
    field: Field,
    (oldest, newest): (Option<Minor>, Minor),
    report: &mut Report<'_>,
) {
    let Some(Meaning::Version(version)) = context.plan.meaning(node, field) else {
        return;
    };
    let version = *version;
    let older = oldest.filter(|oldest| oldest.is_after(version));
    if older.is_none() && !newest.is_before(version) {
        return;
    }
    report.add(Severity::Advice, || {
        let name = match field {
            Field::GardenerVersion => "Gardener",
            _ => "Kubernetes",
        };
        let (word, known) = match older {
            Some(oldest) => ("older than", oldest.version()),
            None => ("newer than", newest.version()),
        };
        let message = format!("{name} {version} is {word} what is known, and is taken as {known}");
        Finding::new(CODE, Severity::Advice, Place::field(node, field.key()), message)
            .help("read what changed for ranges between the two, and waive this with `allow` if nothing did")
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn the_ends_of_what_is_known() {
        let code = "version-unknown";
        check(
            code,
            "kubernetes: \"1.37\"\n",
            &["advice: Kubernetes 1.37 is newer than what is known, and is taken as 1.36"],
        );
        check(code, "kubernetes: \"1.36.9\"\n", &[]);
        check(code, "kubernetes: \"1.20\"\n", &[]);
        check(
            code,
            "kubernetes: \"1.19\"\n",
            &["advice: Kubernetes 1.19 is older than what is known, and is taken as 1.20"],
        );
        check(
            code,
            "gardener-version: \"1.200\"\n",
            &["advice: Gardener 1.200 is newer than what is known, and is taken as 1.149"],
        );
        check(code, "gardener-version: \"1.90\"\n", &[]);
    }
}
