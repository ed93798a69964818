//! CIDRs in the configuration of a provider, and the three things that extensions ask of them.
//!
//! The words are those of `pkg/utils/validation/cidr`; extensions leave `spec.provider.infrastructureConfig` out of
//! the paths that they print.

use super::super::check::{Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::super::fix::Fix;

/// What extensions leave out in front of the paths that they print.
const CONFIG: &str = "spec.provider.infrastructureConfig.";

/// A text that should be a CIDR.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    pub(super) at: At<'a>,
    pub(super) text: &'a str,
    pub(super) cidr: Option<Cidr>,
}

impl<'a> Block<'a> {
    /// The value, if it says something.
    pub(super) fn of(at: At<'a>) -> Option<Self> {
        let text = at.said()?;
        Some(Self {
            cidr: Cidr::parse(text),
            at,
            text,
        })
    }

    /// The path as an extension prints it.
    pub(super) fn printed(&self) -> &str {
        let path = self.at.path();
        path.strip_prefix(CONFIG)
            .or_else(|| path.strip_prefix("spec."))
            .unwrap_or(path)
    }
}

/// One of the ranges of the Shoot.
pub(super) fn range<'a>(subject: &Subject<'a>, range: Range) -> Option<Block<'a>> {
    Block::of(subject.new.at(&["spec", "networking", range.key()]))
}

/// A CIDR that cannot be read.
pub(super) fn unreadable(blocks: &[Block<'_>], report: &mut Report<'_>) {
    for block in blocks.iter().filter(|block| block.cidr.is_none()) {
        let finding = report
            .error(&block.at, format!("`{}` is no CIDR", block.text))
            .help("write an address, a slash and a length")
            .refused(
                By::Provider,
                format!("invalid CIDR address: {}", block.text),
            );
        report.add(finding);
    }
}

/// A CIDR with host bits.
pub(super) fn host_bits(blocks: &[Block<'_>], report: &mut Report<'_>) {
    for block in blocks {
        let Some(cidr) = block.cidr.filter(|cidr| !cidr.is_canonical()) else {
            continue;
        };
        let message = format!(
            "{} has bits set behind its length; the range there is {cidr}",
            block.text
        );
        let finding = report
            .error(&block.at, message)
            .help(format!("write {cidr}"))
            .fix(Fix::text(&block.at, cidr.to_string(), true))
            .refused(By::Provider, "must be valid canonical CIDR");
        report.add(finding);
    }
}

/// What must lie inside, and does not.
pub(super) fn inside(outer: &Block<'_>, inner: &Block<'_>, report: &mut Report<'_>) {
    let (Some(around), Some(cidr)) = (outer.cidr, inner.cidr) else {
        return;
    };
    if around.covers(cidr) {
        return;
    }
    let message = format!(
        "{} {} does not lie in {} {}",
        inner.printed(),
        inner.text,
        outer.printed(),
        outer.text
    );
    let finding = report
        .error(&inner.at, message)
        .help(format!("choose a part of {}", outer.text))
        .label(outer.at.span(), "what it must lie in")
        .refused(
            By::Provider,
            format!(
                "must be a subset of \"{}\" (\"{}\")",
                outer.printed(),
                outer.text
            ),
        );
    report.add(finding);
}

/// What must not share addresses, and does; the later one is blamed.
pub(super) fn apart(earlier: &Block<'_>, later: &Block<'_>, report: &mut Report<'_>) {
    let (Some(one), Some(two)) = (earlier.cidr, later.cidr) else {
        return;
    };
    if !one.overlaps(two) {
        return;
    }
    let message = format!(
        "{} {} shares addresses with {} {}",
        later.printed(),
        later.text,
        earlier.printed(),
        earlier.text
    );
    let finding = report
        .error(&later.at, message)
        .help(format!("choose a range outside {}", earlier.text))
        .label(earlier.at.span(), "what it must not touch")
        .refused(
            By::Provider,
            format!(
                "must not overlap with \"{}\" (\"{}\")",
                earlier.printed(),
                earlier.text
            ),
        );
    report.add(finding);
}

/// Every pair of them.
pub(super) fn all_apart(blocks: &[Block<'_>], report: &mut Report<'_>) {
    for (index, earlier) in blocks.iter().enumerate() {
        for later in &blocks[index + 1..] {
            apart(earlier, later, report);
        }
    }
}
