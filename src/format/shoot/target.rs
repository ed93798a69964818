//! The one shoot that a manifest is written for, and whether it may be written at all.

use std::borrow::Cow;
use std::cell::RefCell;

use super::provider;
use crate::addr::{Count, Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::engine::{Member, Origin, Shoot, member_at, range_field};
use crate::format::ExportError;
use crate::inventory::member_path;
use crate::plan::{Field, Found, Kind, Plan, RangeKind};
use crate::profile::{Answer, Families, Keyword, builtin, names};
use crate::source::NodeId;

/// One member of a shoot, with everything that its manifest follows from.
#[derive(Debug)]
pub(super) struct Target<'d> {
    pub(super) document: &'d Document,
    pub(super) shoot: Shoot<'d>,
    pub(super) members: Vec<Member>,
    /// The member numbers of what it lies in and its own, from 1, outermost first.
    pub(super) numbers: Vec<Count>,
    /// Its path, member numbers included.
    pub(super) path: String,
    /// What customary values stand in for.
    assumed: RefCell<Vec<String>>,
    /// What nobody says, and is left out.
    lacking: RefCell<Vec<String>>,
}

impl<'d> Target<'d> {
    /// What a path leads to, if that is one shoot.
    pub(super) fn new(document: &'d Document, found: &Found) -> Result<Self, ExportError> {
        let plan = document.plan();
        let what = match (found.range, plan.kind(found.node)) {
            (None, Kind::Shoot) => None,
            (Some(_), _) => Some("range"),
            (None, kind) => Some(kind.word()),
        };
        if let Some(what) = what {
            let path = plan.path(found.node);
            let such = first_shoot(plan, found);
            return Err(ExportError::NotAShoot { path, what, such });
        }
        let number = |node| {
            let named = found.members.iter().find(|(run, _)| *run == node);
            named.map(|(_, number)| *number)
        };
        let mut numbers = Vec::new();
        let mut steps = Vec::new();
        for node in plan.chain(found.node).filter(|&node| node != NodeId::ROOT) {
            let name = plan.name(node);
            if !plan.is_counted(node) {
                steps.push(name.to_owned());
                continue;
            }
            let Some(number) = number(node) else {
                return Err(unnumbered(plan, found));
            };
            steps.push(format!("{name}-{}", number.decimal()));
            numbers.push(number);
        }
        numbers.reverse();
        steps.reverse();
        Ok(Self {
            document,
            shoot: document.evaluation().shoot(plan, found.node),
            members: member_at(found),
            numbers,
            path: steps.join("/"),
            assumed: RefCell::default(),
            lacking: RefCell::default(),
        })
    }

    pub(super) const fn plan(&self) -> &'d Plan {
        self.document.plan()
    }

    /// Whether a manifest may be written: what is asked for is supported, sound, drawn and expressible.
    pub(super) fn check(&self) -> Result<(), ExportError> {
        self.check_support()?;
        self.check_findings()?;
        self.check_ranges()
    }

    /// Notes that a customary value stands in for a manifest field.
    pub(super) fn assume(&self, keys: &str, value: &str) {
        let note = format!("manifest-fields.{keys} ({value})");
        let mut assumed = self.assumed.borrow_mut();
        if !assumed.contains(&note) {
            assumed.push(note);
        }
    }

    /// Notes that the manifest lacks something, and what to write in the plan.
    pub(super) fn lack(&self, what: &str, add: &str) {
        self.lacking.borrow_mut().push(format!("{what} ({add})"));
    }

    /// What was assumed, and what is lacking.
    pub(super) fn take_notes(&self) -> (Vec<String>, Vec<String>) {
        (self.assumed.take(), self.lacking.take())
    }

    /// The families, the first one first.
    pub(super) fn families(&self) -> Vec<Family> {
        self.shoot.families.clone()
    }

    /// The prefix of a range, where the shoot has that family and the plan knows it.
    pub(super) fn range(
        &self,
        kind: RangeKind,
        family: Family,
    ) -> Result<Option<Prefix>, ExportError> {
        let Some(range) = self.shoot.range(kind, family) else {
            return Ok(None);
        };
        let unknown = match range.origin {
            Origin::Assigned | Origin::Node | Origin::Custom | Origin::None => true,
            Origin::Pinned
            | Origin::Literal
            | Origin::Placed
            | Origin::Default
            | Origin::Undrawn
            | Origin::Unplaced => false,
        };
        if unknown {
            return Ok(None);
        }
        let evaluation = self.document.evaluation();
        evaluation
            .range_prefix(&self.shoot, kind, family, &self.members)
            .map(Some)
            .ok_or_else(|| self.unplaced(format!("the {family} prefix of the {}", kind.key())))
    }

    fn check_support(&self) -> Result<(), ExportError> {
        let shoot = &self.shoot;
        let name = shoot
            .settings
            .text(shoot.plan, Field::Provider)
            .unwrap_or("generic");
        let exported = &shoot.profile.cluster.exported.value;
        let mode = shoot.mode();
        if provider::writer(self).is_some() && mode.is_some_and(|mode| exported.contains(&mode)) {
            return Ok(());
        }
        let (what, instead) = match mode {
            None => ("without any range".to_owned(), "its ranges".to_owned()),
            Some(mode) => unsupported(shoot, &crate::plan::cut(name), mode),
        };
        Err(ExportError::Unsupported {
            path: self.path.clone(),
            what,
            instead,
        })
    }

    /// An error, waived or not where a component says it in literal words, leaves nothing to write.
    fn check_findings(&self) -> Result<(), ExportError> {
        let refused = |finding: &Finding| {
            let waived = finding.waived.as_ref();
            finding.severity == Severity::Error
                || finding.literal.is_some()
                    && waived.is_some_and(|waived| waived.severity == Severity::Error)
        };
        let nodes = self.plan().chain(self.shoot.node);
        let findings: Vec<Finding> = nodes
            .flat_map(|node| self.document.findings_of(node))
            .filter(refused)
            .collect();
        ExportError::of_findings(&self.path, &findings).map_or(Ok(()), Err)
    }

    fn check_ranges(&self) -> Result<(), ExportError> {
        for kind in RangeKind::ALL {
            for family in Family::BOTH {
                if let Some(range) = self.shoot.range(kind, family) {
                    self.check_drawn(kind, range.origin)?;
                }
                self.check_expressible(kind, family)?;
            }
        }
        Ok(())
    }

    fn check_drawn(&self, kind: RangeKind, origin: Origin) -> Result<(), ExportError> {
        if origin != Origin::Undrawn {
            return Ok(());
        }
        Err(ExportError::Undrawn {
            path: self.path.clone(),
            range: kind.key(),
        })
    }

    fn check_expressible(&self, kind: RangeKind, family: Family) -> Result<(), ExportError> {
        let (shoot, profile) = (&self.shoot, self.shoot.profile);
        let (Some(ask), Some(mode)) = (shoot.ask(kind, family), shoot.mode()) else {
            return Ok(());
        };
        let node_prefix = ask.node_prefix.map(|_| Keyword::node_prefix(family));
        for keyword in [Some(Keyword::of(ask.base, family)), node_prefix]
            .into_iter()
            .flatten()
        {
            let said = profile.expression(keyword, kind, mode);
            if let Some(Answer::Instead(instead)) = said.map(|fact| &fact.value.answer) {
                return Err(ExportError::NotExpressible {
                    path: self.path.clone(),
                    range: range_field(kind).key(),
                    keyword: keyword.key(),
                    provider: &profile.title,
                    instead,
                });
            }
        }
        Ok(())
    }

    /// What the plan says and the manifest cannot hold.
    pub(super) fn value(&self, field: &str, value: &str, why: impl Into<String>) -> ExportError {
        ExportError::Value {
            path: self.path.clone(),
            field: field.to_owned(),
            value: crate::plan::cut(value),
            why: why.into(),
        }
    }

    /// What the plan does not say and the manifest needs.
    pub(super) fn missing(
        &self,
        field: &'static str,
        add: impl Into<Cow<'static, str>>,
    ) -> ExportError {
        ExportError::Missing {
            path: self.path.clone(),
            field,
            add: add.into(),
        }
    }

    /// What has no place.
    pub(super) fn unplaced(&self, what: impl Into<String>) -> ExportError {
        ExportError::Unplaced {
            path: self.path.clone(),
            what: what.into(),
        }
    }

    /// What a component refuses.
    pub(super) fn refused(
        &self,
        field: &'static str,
        by: &'static str,
        words: impl Into<String>,
    ) -> ExportError {
        ExportError::Refused {
            path: self.path.clone(),
            field,
            by,
            words: words.into(),
        }
    }
}

/// The path of the first shoot in what a path leads to: of a run that it does not number, the first member.
fn first_shoot(plan: &Plan, found: &Found) -> Option<String> {
    let mut inside = plan.walk_from(found.node);
    let shoot = inside.find(|&node| plan.kind(node) == Kind::Shoot)?;
    let number = |run: NodeId| {
        let named = found.members.iter().find(|(named, _)| *named == run);
        named
            .and_then(|(_, number)| number.low()?.checked_sub(1))
            .unwrap_or(0)
    };
    let runs = plan.chain(shoot).filter(|&run| plan.is_counted(run));
    let members: Vec<Member> = runs
        .map(|node| Member {
            node,
            index: number(node),
        })
        .collect();
    Some(member_path(plan, shoot, &members))
}

/// The outermost counted thing on the path that has no number, with the path up to it.
fn unnumbered(plan: &Plan, found: &Found) -> ExportError {
    let mut steps: Vec<NodeId> = plan
        .chain(found.node)
        .filter(|&node| node != NodeId::ROOT)
        .collect();
    steps.reverse();
    let mut run = Vec::new();
    let mut count = Count::ONE;
    for node in steps {
        let number = found.members.iter().find(|(named, _)| *named == node);
        match number {
            Some((_, number)) => run.push(format!("{}-{}", plan.name(node), number.decimal())),
            None => run.push(plan.name(node).to_owned()),
        }
        if number.is_none() && plan.is_counted(node) {
            count = plan.count(node);
            break;
        }
    }
    ExportError::Unnumbered {
        run: run.join("/"),
        count,
    }
}

/// What is not written of a cluster with these families there, and what to set instead.
fn unsupported(shoot: &Shoot<'_>, provider: &str, mode: Families) -> (String, String) {
    let cluster = &shoot.profile.cluster;
    let others: Vec<&str> = names()
        .filter(|&name| name != shoot.profile.name)
        .filter(|name| {
            builtin(name).is_some_and(|other| {
                other.cluster.gardener.value && other.cluster.exported.value.contains(&mode)
            })
        })
        .collect();
    let what = families(mode);
    let others = match others.as_slice() {
        [] => "another `provider`".to_owned(),
        [only] => format!("`provider` {only}, which has {what}"),
        [first @ .., last] => {
            format!(
                "`provider` {} or {last}, which have {what}",
                first.join(", ")
            )
        }
    };
    if !cluster.gardener.value {
        return (
            format!("on {provider}, which is no provider of Gardener's"),
            others,
        );
    }
    let has: Vec<&str> = cluster
        .exported
        .value
        .iter()
        .map(|&mode| families(mode))
        .collect();
    (
        format!("of {what} on {provider}, which has {}", has.join(" and ")),
        format!("other ranges, or {others}"),
    )
}

/// The families of a cluster, in words.
const fn families(mode: Families) -> &'static str {
    match mode {
        Families::Ipv6Only => "IPv6 alone",
        Families::Ipv4Only => "IPv4 alone",
        Families::DualStack => "both families",
    }
}
