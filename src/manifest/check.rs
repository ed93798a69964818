//! The checks: data, and a function that sees one Shoot after Gardener's defaulting.

use std::collections::BTreeMap;

use super::checks::CHECKS;
use super::cidr::Cidr;
use super::cursor::{At, Page};
use super::defaults::Defaults;
use super::finding::Finding;
use super::landscape::{Landscape, Seed};
use super::read::Manifests;
use super::shoot::{Manifest, Networking, Spanned};
use crate::addr::Family;
use crate::diag::Severity;
use crate::plan::Version;
use crate::source::{Source, Span};

/// A check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// A kebab-case name, kept for ever; where a rule of plans is about the same matter, its name.
    pub code: &'static str,
    /// The numbered facts about real systems that it keeps, as `g-13` (Gardener) or `k-N2` (Kubernetes).
    pub covers: &'static [&'static str],
    /// One sentence: what is found.
    pub summary: &'static str,
    /// Where its numbers and claims can be read.
    pub sources: &'static [Source],
    /// The function.
    pub check: fn(&Subject<'_>, &mut Report<'_>),
}

/// A Shoot with its text.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The text and its tree.
    pub page: Page<'a>,
    /// The Shoot.
    pub manifest: &'a Manifest,
}

/// What a check sees.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The Shoot.
    pub new: Written<'a>,
    /// What it was before, where an update is checked.
    pub old: Option<Written<'a>>,
    /// What else is known.
    pub landscape: &'a Landscape,
    /// What Gardener fills in before it looks.
    pub defaults: &'a Defaults,
}

/// One of the three ranges of a Shoot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// `spec.networking.nodes`.
    Nodes,
    /// `spec.networking.pods`.
    Pods,
    /// `spec.networking.services`.
    Services,
}

impl Range {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Nodes, Self::Pods, Self::Services];

    /// Its key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Pods => "pods",
            Self::Services => "services",
        }
    }

    /// What Gardener's messages call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nodes => "node",
            Self::Pods => "pod",
            Self::Services => "service",
        }
    }

    /// Its value.
    pub const fn of(self, networking: &Networking) -> Option<&Spanned<String>> {
        match self {
            Self::Nodes => networking.nodes.as_ref(),
            Self::Pods => networking.pods.as_ref(),
            Self::Services => networking.services.as_ref(),
        }
    }
}

impl<'a> Written<'a> {
    /// The object.
    pub fn root(self) -> At<'a> {
        At::root(self.page, self.manifest.root, self.manifest.span)
    }

    /// A value, by the keys that lead to it.
    pub fn at(self, keys: &[&str]) -> At<'a> {
        self.root().keys(keys)
    }

    /// `spec.provider.infrastructureConfig`.
    pub fn infrastructure(self) -> At<'a> {
        self.at(&["spec", "provider", "infrastructureConfig"])
    }

    /// `spec.networking.providerConfig`.
    pub fn network_config(self) -> At<'a> {
        self.at(&["spec", "networking", "providerConfig"])
    }

    /// `spec.networking`.
    pub fn networking(self) -> Option<&'a Networking> {
        self.manifest.networking.as_ref().map(|said| &said.value)
    }

    /// The address families, as Gardener fills them in; words that are none are left out.
    pub fn families(self) -> Vec<Family> {
        let said = self.networking().map_or(&[][..], |said| &said.families);
        let family = |word: &Spanned<String>| match word.value.as_str() {
            "IPv4" => Some(Family::V4),
            "IPv6" => Some(Family::V6),
            _ => None,
        };
        match said {
            [] => vec![Family::V4],
            said => said.iter().filter_map(family).collect(),
        }
    }

    /// Whether a family is among its own.
    pub fn has(self, family: Family) -> bool {
        self.families().contains(&family)
    }

    /// What it says for a range.
    pub fn range(self, range: Range) -> Option<&'a Spanned<String>> {
        range.of(self.networking()?)
    }

    /// The same as addresses, if it reads as such.
    pub fn cidr(self, range: Range) -> Option<Cidr> {
        Cidr::parse(&self.range(range)?.value)
    }

    /// The kind of provider.
    pub fn provider(self) -> &'a str {
        let said = self.manifest.provider.as_ref();
        said.map_or("", |said| said.value.as_str())
    }

    /// The Kubernetes version, if it is spelt as one.
    pub fn version(self) -> Option<Version> {
        Version::parse(&self.manifest.version.as_ref()?.value)
    }

    /// The name of its seed.
    pub fn seed(self) -> Option<&'a str> {
        Some(self.manifest.seed.as_ref()?.value.as_str())
    }
}

impl<'a> Subject<'a> {
    /// What is known of the seed that it runs on.
    pub fn seed(&self) -> Option<&'a Seed> {
        self.landscape.seed(self.new.seed()?)
    }

    /// The version of Gardener that judges it: the one that was said, else the one that it was reconciled by last, as
    /// its status or that of the old Shoot says. Nothing: the newest known.
    pub fn gardener(&self) -> Option<Version> {
        let of = |shoot: Written<'_>| Version::parse(&shoot.manifest.gardener.as_ref()?.value);
        let said = self.landscape.gardener.or_else(|| of(self.new));
        said.or_else(|| self.old.and_then(of))
    }

    /// Whether it is not an update, or one that puts it on another seed.
    pub fn is_newly_placed(&self) -> bool {
        self.old
            .is_none_or(|old| old.seed().is_none() || old.seed() != self.new.seed())
    }
}

/// Collects what one check finds.
#[derive(Debug)]
pub struct Report<'f> {
    check: &'static Check,
    manifest: &'f Manifest,
    findings: &'f mut Vec<Finding>,
}

impl Report<'_> {
    /// An error at a value, or at what it would lie in.
    pub(super) fn error(&self, at: &At<'_>, message: impl Into<String>) -> Finding {
        self.at(at.path(), at.span(), message)
    }

    /// An error at a field with that place.
    pub(super) fn at(&self, field: &str, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            path: self.manifest.path(),
            field: format!("{}{field}", self.manifest.prefix),
            sources: self.check.sources,
            ..Finding::of_text(self.check.code, Severity::Error, span, message)
        }
    }

    /// Keeps a finding.
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// All that is wrong with one Shoot, in the order of the text.
pub fn check(new: Written<'_>, old: Option<Written<'_>>, landscape: &Landscape) -> Vec<Finding> {
    let defaults = Defaults::of(new, old);
    let subject = Subject {
        new,
        old,
        landscape,
        defaults: &defaults,
    };
    let mut findings = Vec::new();
    for check in CHECKS {
        let mut report = Report {
            check,
            manifest: new.manifest,
            findings: &mut findings,
        };
        (check.check)(&subject, &mut report);
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}

/// All that is wrong with a text: with the text itself, and with each Shoot in it.
pub fn check_all(
    manifests: &Manifests,
    old: Option<&Manifests>,
    landscape: &Landscape,
) -> Vec<Finding> {
    let mut findings = manifests.findings.clone();
    let mut before: BTreeMap<(String, &str), Written<'_>> = BTreeMap::new();
    if let Some(old) = old {
        let page = old.page();
        let written = old.shoots.iter().map(|manifest| {
            let name = (manifest.path(), manifest.prefix);
            (name, Written { page, manifest })
        });
        before.extend(written);
    }
    for manifest in &manifests.shoots {
        let page = manifests.page();
        let old = before.get(&(manifest.path(), manifest.prefix)).copied();
        findings.extend(check(Written { page, manifest }, old, landscape));
    }
    findings.sort_by_key(|finding| finding.span);
    once(&mut findings);
    findings
}

/// Advice about a provider is told at its first Shoot.
fn once(findings: &mut Vec<Finding>) {
    let mut told: Vec<String> = Vec::new();
    findings.retain(|finding| {
        let same = finding.code == "provider-unknown" && finding.severity == Severity::Advice;
        if same && told.contains(&finding.message) {
            return false;
        }
        if same {
            told.push(finding.message.clone());
        }
        true
    });
}
