//! The driver: brings each subject to each rule, and honours waivers.

use std::borrow::Cow;

use super::board::{Board, Tag, Uses};
use super::rules::RULES;
use super::waivers::{Covering, cover};
use super::words::BY_API_SERVER;
use super::{Check, Rule};
use crate::diag::{Change, Finding, Fix, Severity, Waived};
use crate::engine::{Evaluation, PoolKey, PoolKind, Shoot, Truth};
use crate::plan::{Date, Fault, Field, Kind, Plan, Value, fault_of_name};
use crate::source::{NodeId, Place};

/// What every rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What follows from it.
    pub evaluation: &'a Evaluation,
    /// Today, for waivers that end.
    pub today: Date,
    /// How many findings each waiver covers.
    pub(super) uses: Option<&'a Uses>,
    /// The shoot that is looked at, if it is one.
    subject: Option<&'a Subject<'a>>,
}

impl<'a> Context<'a> {
    /// A plan with what follows from it, on a day.
    pub const fn new(plan: &'a Plan, evaluation: &'a Evaluation, today: Date) -> Self {
        Self {
            plan,
            evaluation,
            today,
            uses: None,
            subject: None,
        }
    }

    /// The same with what a board has counted, for rules about waivers.
    #[must_use]
    pub const fn counted(self, board: &'a Board) -> Self {
        Self {
            uses: Some(board.uses()),
            ..self
        }
    }

    /// A shoot with everything that decides about it; that which is looked at is at hand.
    pub(super) fn shoot(&self, node: NodeId) -> Cow<'a, Shoot<'a>> {
        match self.subject.filter(|subject| subject.shoot.node == node) {
            Some(subject) => Cow::Borrowed(&subject.shoot),
            None => Cow::Owned(self.evaluation.shoot(self.plan, node)),
        }
    }
}

/// A shoot as rules see it.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The shoot.
    pub shoot: Shoot<'a>,
    /// The truth about it, in numbers alone.
    pub truth: Truth,
}

/// Where findings go: as tags while a plan is evaluated, whole when someone looks.
#[derive(Debug)]
pub struct Report<'o> {
    rule: u16,
    output: Output<'o>,
}

#[derive(Debug)]
enum Output<'o> {
    Tags(&'o mut Vec<Tag>),
    Findings(&'o mut Vec<Finding>),
}

impl Report<'_> {
    /// One more finding. `make` is called only if someone looks.
    pub fn add(&mut self, severity: Severity, make: impl FnOnce() -> Finding) {
        match &mut self.output {
            Output::Tags(tags) => tags.push(Tag {
                rule: self.rule,
                severity,
                waiver: None,
            }),
            Output::Findings(findings) => {
                let finding = make();
                debug_assert_eq!(finding.severity, severity, "{}", finding.code);
                findings.push(finding);
            }
        }
    }
}

/// The tags of everything that rules find in one definition, but for those about waivers.
pub fn check_node(context: &Context<'_>, node: NodeId) -> Vec<Tag> {
    let mut tags = tags_of(context, node, Pass::Findings);
    for tag in &mut tags {
        let code = RULES[usize::from(tag.rule)].code;
        if let Some(Covering { at, .. }) = cover(context.plan, node, code, context.today) {
            tag.severity = Severity::Advice;
            tag.waiver = Some(at);
        }
    }
    tags
}

/// The tags of what is found in the waivers of a definition, once all else has been found.
pub(super) fn check_waivers(context: &Context<'_>, node: NodeId) -> Vec<Tag> {
    tags_of(context, node, Pass::Waivers)
}

fn tags_of(context: &Context<'_>, node: NodeId, pass: Pass) -> Vec<Tag> {
    let mut tags = Vec::new();
    let output = Output::Tags(&mut tags);
    run(context, node, pass, &mut Report { rule: 0, output });
    tags
}

/// Everything that rules find in one definition, whole. What is found in waivers needs a board's counts.
pub fn find_node(context: &Context<'_>, node: NodeId) -> Vec<Finding> {
    let mut findings = findings_of(context, node, Pass::Findings);
    for finding in &mut findings {
        if let Some(Covering { waiver, .. }) =
            cover(context.plan, node, finding.code, context.today)
        {
            finding.waived = Some(Waived {
                reason: waiver.reason.to_string(),
                severity: finding.severity,
            });
            finding.severity = Severity::Advice;
        }
    }
    findings.extend(findings_of(context, node, Pass::Waivers));
    findings
}

fn findings_of(context: &Context<'_>, node: NodeId, pass: Pass) -> Vec<Finding> {
    let mut findings = Vec::new();
    let output = Output::Findings(&mut findings);
    run(context, node, pass, &mut Report { rule: 0, output });
    findings
}

/// Waivers are judged by what they cover: when everything else has been found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// All rules but those about waivers.
    Findings,
    /// Those.
    Waivers,
}

fn run(context: &Context<'_>, node: NodeId, pass: Pass, report: &mut Report<'_>) {
    if !context.plan.is_alive(node) {
        return;
    }
    match pass {
        Pass::Findings => run_rules(context, node, report),
        Pass::Waivers => run_waivers(context, node, report),
    }
}

fn run_waivers(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    if context.plan.entry(node, Field::Allow).is_none() {
        return;
    }
    for (index, rule) in numbered() {
        report.rule = index;
        if let Check::Waivers(check) = rule.check {
            check(context, node, report);
        }
    }
}

fn run_rules(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    report_faults(context.plan, node, report);
    let subject = (context.plan.kind(node) == Kind::Shoot).then(|| {
        let shoot = context.evaluation.shoot(context.plan, node);
        let truth = context.evaluation.numbers(&shoot);
        Subject { shoot, truth }
    });
    let context = &Context {
        subject: subject.as_ref(),
        ..*context
    };
    let pools = PoolKind::ALL.map(|kind| {
        let key = PoolKey { owner: node, kind };
        Some((key, context.evaluation.pool(key)?))
    });
    for (index, rule) in numbered() {
        report.rule = index;
        match rule.check {
            Check::Plan(check) if node == NodeId::ROOT => check(context, report),
            Check::Reader | Check::Plan(_) | Check::Waivers(_) => {}
            Check::Node(check) => check(context, node, report),
            Check::Pool(check) => {
                for (key, pool) in pools.into_iter().flatten() {
                    check(context, key, pool, report);
                }
            }
            Check::Shoot(check) => {
                if let Some(subject) = &subject {
                    check(context, subject, report);
                }
            }
        }
    }
}

/// The rules with their numbers.
fn numbered() -> impl Iterator<Item = (u16, &'static Rule)> {
    (0_u16..).zip(RULES.iter().copied())
}

/// Faults of values, whatever plan they stand in: they are findings of the definition that says them.
fn report_faults(plan: &Plan, node: NodeId, report: &mut Report<'_>) {
    if let Some(fault) = fault_of_name(node, plan.name(node)) {
        report_fault(plan, node, Field::Name, &fault, report);
    }
    for entry in plan.fields(node) {
        for fault in plan.faults_of(entry.meant) {
            report_fault(plan, node, entry.field, fault, report);
        }
    }
}

fn report_fault(plan: &Plan, node: NodeId, field: Field, fault: &Fault, report: &mut Report<'_>) {
    let index = RULES.iter().position(|rule| rule.code == fault.code);
    report.rule = index
        .and_then(|index| u16::try_from(index).ok())
        .expect("invariant: readers' codes are in the registry");
    report.add(fault.severity, || finding_of(plan, node, field, fault));
}

fn finding_of(plan: &Plan, node: NodeId, field: Field, fault: &Fault) -> Finding {
    let value = plan.value(node, field).unwrap_or(&Value::Null);
    let place = Place {
        node,
        field: field.key(),
        item: matches!(value, Value::List(_) | Value::Map(_)).then_some(fault.item),
        chars: Some(fault.chars),
    };
    let mut finding = Finding::new(fault.code, fault.severity, place, fault.message.clone());
    finding.help.clone_from(&fault.help);
    let of_shoot = matches!(field, Field::Nodes | Field::Pods | Field::Services);
    if fault.code == "host-bits" && of_shoot {
        finding = finding.refused(BY_API_SERVER, "must be valid canonical CIDR");
    }
    if let Some(mend) = &fault.mend
        && let Some(to) = with_item(value, usize::from(fault.item), &mend.text)
    {
        finding.fixes.push(Fix {
            title: mend.title.clone(),
            safe: mend.safe,
            changes: vec![Change {
                node,
                field: field.key(),
                to: Some(to),
            }],
        });
    }
    finding
}

/// A value on one line with one of its items written otherwise.
fn with_item(value: &Value, item: usize, text: &str) -> Option<String> {
    match value {
        Value::Text(_) => Some(text.to_owned()),
        Value::List(items) => {
            items.get(item)?.as_text()?;
            let mut texts: Vec<String> = items.iter().map(Value::line).collect();
            text.clone_into(texts.get_mut(item)?);
            Some(texts.join(", "))
        }
        Value::Null | Value::Map(_) => None,
    }
}
