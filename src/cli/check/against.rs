//! `--against`: what was before, and which prefixes of a plan have moved since.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::failure::Failure;
use super::super::file::{called, read};
use super::{One, Opened};
use crate::addr::{Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::document::{Document, FileKind, LIMITS, RENUMBERED, read_tree};
use crate::manifest::{Manifests, is_manifest};
use crate::plan::{Date, Field, Kind, RangeKind};
use crate::profile::Profiles;
use crate::report::Sheet;
use crate::source::{NodeId, Place};
use crate::yaml::Tree;

/// What was before.
#[derive(Debug)]
pub(super) struct Before {
    file: String,
    what: What,
}

#[derive(Debug)]
enum What {
    Plan(Box<Document>),
    Manifests(Box<Manifests>),
}

impl Before {
    /// Reads the old file; it must be a plan or manifests.
    pub(super) fn read(file: &Path, today: Date, profiles: Profiles) -> Result<Self, Failure> {
        let text = read(file)?.text(file)?;
        let file = called(file);
        let (tree, faults) = Tree::read(&text, LIMITS);
        if is_manifest(&text, &tree) {
            let manifests = Manifests::new(text, tree, &faults);
            let what = What::Manifests(Box::new(manifests));
            return Ok(Self { file, what });
        }
        let parsed = read_tree(&text, tree, &faults);
        let document = Document::of(text, parsed, today, profiles);
        match document.kind() {
            FileKind::Plan => Ok(Self {
                file,
                what: What::Plan(Box::new(document)),
            }),
            FileKind::Manifest | FileKind::Profile | FileKind::Other => {
                Err(Failure::NotComparable { file })
            }
        }
    }

    /// The plan, if it is one.
    pub(super) fn plan(&self) -> Option<&Document> {
        match &self.what {
            What::Plan(document) => Some(document),
            What::Manifests(_) => None,
        }
    }

    /// The manifests, if they are such.
    pub(super) fn manifests(&self) -> Option<&Manifests> {
        match &self.what {
            What::Manifests(manifests) => Some(manifests),
            What::Plan(_) => None,
        }
    }

    const fn word(&self) -> &'static str {
        match self.what {
            What::Plan(_) => "a plan",
            What::Manifests(_) => "manifests",
        }
    }
}

/// A plan is compared with a plan, and manifests with manifests.
pub(super) fn same_kind(before: &Before, opened: &[One]) -> Result<(), Failure> {
    for One { opened, .. } in opened {
        let (file, word) = match opened {
            Opened::Plan(sheet) if sheet.document.kind() == FileKind::Plan => {
                (&sheet.file, "a plan")
            }
            // What is no plan has a finding that says so.
            Opened::Plan(_) => continue,
            Opened::Manifests(file, _) => (file, "manifests"),
        };
        if word != before.word() {
            return Err(Failure::OtherKind {
                file: file.clone(),
                word,
                old: before.file.clone(),
                old_word: before.word(),
            });
        }
    }
    Ok(())
}

/// The block's own prefix, or one of a shoot's ranges.
type Part = (Option<RangeKind>, Family);

/// Where each prefix of a plan lies, by path.
fn places(document: &Document) -> BTreeMap<(String, Part), (NodeId, Prefix)> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut places = BTreeMap::new();
    for node in plan.walk() {
        let path = plan.path(node);
        let mut put = |part: Part, prefix: Option<Prefix>| {
            if let Some(prefix) = prefix {
                places.insert((path.clone(), part), (node, prefix));
            }
        };
        if plan.kind(node) == Kind::Shoot {
            let shoot = evaluation.shoot(plan, node);
            for kind in RangeKind::ALL {
                for family in Family::BOTH {
                    let prefix = evaluation.range_prefix(&shoot, kind, family, &[]);
                    put((Some(kind), family), prefix);
                }
            }
        } else {
            for family in Family::BOTH {
                let prefix = evaluation.block_prefix(plan, node, family, &[]);
                put((None, family), prefix);
            }
        }
    }
    places
}

/// A finding for each prefix that begins elsewhere or has become smaller: an error where it was locked.
pub(super) fn moves(sheet: &Sheet, before: &Document) -> Vec<Finding> {
    let mut now = places(&sheet.document);
    let mut findings = Vec::new();
    for (key, (old_node, old)) in places(before) {
        let locked = before.plan().flag(old_node, Field::Lock);
        let ((path, (kind, family)), new) = (key.clone(), now.remove(&key));
        let field = kind.map_or(family.key(), RangeKind::key);
        let (node, message) = match new {
            Some((_, new)) if new.raw() == old.raw() && new.bits() <= old.bits() => continue,
            Some((node, new)) => (node, format!("{path}.{field} was {old}, and is {new}")),
            None if locked => (
                NodeId::ROOT,
                format!("{path}.{field} was {old}, is locked, and is gone"),
            ),
            None => continue,
        };
        let locked = locked || sheet.document.plan().flag(node, Field::Lock);
        let severity = if locked {
            Severity::Error
        } else {
            Severity::Warning
        };
        let mut finding = Finding::new(RENUMBERED, severity, Place::node(node), message);
        finding.field = if node == NodeId::ROOT { "" } else { field };
        let help = if locked {
            "put it back where it was; it is locked"
        } else {
            "pin the prefixes that are in use before the plan changes, or leave a reserve"
        };
        findings.push(finding.help(help));
    }
    findings
}
