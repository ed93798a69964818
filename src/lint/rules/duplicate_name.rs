//! `duplicate-name`: one path, two definitions.

use super::super::words::called;
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Anchor, Finding, Severity};
use crate::plan::{Field, member_name};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "duplicate-name",
    summary: "two definitions in one block have the same name, generated names of runs among them",
    why: "A path has to name one thing: in variants, on the command line, in exports and in the manifests that Gardener \
          gets, where a name must be unique in its project. A run `prod` with `count: 5` has the names prod-1 to prod-5, \
          so a block that is written as prod-3 beside it would be two things at once.",
    bad: "trellis: 1\nblocks:\n  - {name: prod, count: 5}\n  - {name: prod-3}\n",
    good: "trellis: 1\nblocks:\n  - {name: prod, count: 5}\n  - {name: prod-6}\n",
    covers: &[],
    sources: &[Source {
        title: "Kubernetes: object names and IDs, unique in their namespace",
        url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
    }],
    check: Check::Node(check),
};

/// Which name is taken twice.
enum Clash {
    /// The written one.
    Same,
    /// That of a member of the run before it.
    OfMember,
    /// One of its own members' has been written before it.
    OfOwnMember,
}

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let Some(parent) = plan.parent(node).filter(|_| !plan.name(node).is_empty()) else {
        return;
    };
    let Some((earlier, clash)) = earlier(context, parent, node) else {
        return;
    };
    report.add(Severity::Error, || {
        let (name, other) = (plan.name(node), plan.name(earlier));
        let kind = plan.kind(earlier).word();
        let message = match clash {
            Clash::Same => format!("`{name}` is the name of a {kind} before it, in the same block"),
            Clash::OfMember => {
                let count = plan.count(earlier);
                format!("`{name}` is also a member of the {kind} run `{other}`, which has {count}")
            }
            Clash::OfOwnMember => {
                format!("a member of this run is called `{other}`, as the {kind} before it is")
            }
        };
        let place = Place::field(node, Field::Name.key());
        Finding::new("duplicate-name", Severity::Error, place, message)
            .help("give one of them another name")
            .label(
                Anchor::Place(Place::field(earlier, Field::Name.key())),
                format!("{} is here first", called(plan, earlier)),
            )
    });
}

/// A definition before it, in the order of the plan, that has its name.
fn earlier(context: &Context<'_>, parent: NodeId, node: NodeId) -> Option<(NodeId, Clash)> {
    let (plan, facts) = (context.plan, context.evaluation.facts());
    let order = context.evaluation.order(node);
    let before = |other: &NodeId| context.evaluation.order(*other) < order;
    let name = plan.name_id(node);
    if facts.is_shared(parent, name) {
        let same = facts.same_name(parent, name).find(before);
        if let Some(other) = same {
            return Some((other, Clash::Same));
        }
    }
    if plan.is_counted(node) {
        let count = plan.count(node);
        return facts
            .numbered(parent, plan.name_id(node))
            .filter(before)
            .find(|&other| member_name(plan.name(other)).is_some_and(|(_, number)| number <= count))
            .map(|other| (other, Clash::OfOwnMember));
    }
    let (base, number) = member_name(plan.name(node))?;
    facts
        .same_name(parent, plan.text_id(base)?)
        .filter(before)
        .find(|&run| plan.is_counted(run) && number <= plan.count(run))
        .map(|run| (run, Clash::OfMember))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn names_of_definitions_and_members() {
        let code = "duplicate-name";
        check(
            code,
            "zones: [{name: a}, {name: b}]\nblocks: [{name: a}]\n",
            &["error: `a` is the name of a zone before it, in the same block"],
        );
        check(
            code,
            "blocks: [{name: a, blocks: [{name: a}]}, {name: A}]\n",
            &[],
        );
        check(
            code,
            "blocks: [{name: p, count: 3}, {name: p-3}, {name: p-4}]\n",
            &["error: `p-3` is also a member of the block run `p`, which has 3"],
        );
        check(
            code,
            "vpcs: [{name: p-1}]\nblocks: [{name: p, count: 1}]\n",
            &["error: a member of this run is called `p-1`, as the VPC before it is"],
        );
        check(code, "blocks: [{name: p}, {name: p-1}]\n", &[]);
    }
}
