//! Ranges that Gardener keeps for itself, and those of the seed (g 22 to 24, g c).
//!
//! Admission looks when a seed is assigned; where none is yet, or with IPv6 alone, the scheduler does.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::cursor::At;
use super::super::finding::By;
use super::super::landscape::Seed;
use super::sources;
use crate::addr::Family;
use crate::profile::reserved as kept;

pub(super) static RESERVED: Check = Check {
    code: "reserved-by-gardener",
    covers: &["g-22", "g-23", "g-24", "g-c"],
    summary: "a range that Gardener keeps for itself",
    sources: sources::DISJOINT,
    check: reserved,
};

pub(super) static OVERLAP: Check = Check {
    code: "seed-overlap",
    covers: &["g-22", "g-23", "g-24"],
    summary: "an IPv6 range that the seed has too",
    sources: sources::DISJOINT,
    check: overlap,
};

/// Every range of spec and status, with what it is.
fn values<'a>(subject: &Subject<'a>) -> Vec<(Range, At<'a>, Cidr)> {
    let spec = subject.new.at(&["spec", "networking"]);
    let status = subject.new.at(&["status", "networking"]);
    let mut found: Vec<(Range, At<'_>, Cidr)> = Vec::new();
    for range in Range::ALL {
        let of_status = status.key(range.key());
        let all = std::iter::once(spec.key(range.key())).chain(of_status.items());
        for at in all {
            let Some(cidr) = at.text().and_then(Cidr::parse) else {
                continue;
            };
            if !found
                .iter()
                .any(|(of, _, same)| *of == range && *same == cidr)
            {
                found.push((range, at, cidr));
            }
        }
    }
    found
}

fn who(subject: &Subject<'_>) -> By {
    if subject.new.has(Family::V4) && subject.new.seed().is_some() {
        By::Admission
    } else {
        By::Scheduler
    }
}

fn reserved(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !subject.is_newly_placed() {
        return;
    }
    for (range, at, cidr) in values(subject) {
        for kept in kept(subject.gardener()) {
            if kept.prefix.overlaps(cidr.prefix()) {
                let message = format!(
                    "{} {cidr} touch {}, which is kept for {}",
                    range.key(),
                    kept.prefix,
                    kept.purpose
                );
                let finding = report
                    .error(&at, message)
                    .help("choose another range")
                    .refused(
                        who(subject),
                        format!(
                            "shoot {} network intersects with {} ({})",
                            range.word(),
                            kept.name,
                            kept.prefix
                        ),
                    );
                report.add(finding);
            }
        }
    }
}

/// The seeds that a Shoot may run on: its own, else all that are known.
fn seeds<'a>(subject: &Subject<'a>) -> Vec<&'a Seed> {
    match subject.new.seed() {
        Some(name) => subject.landscape.seed(name).into_iter().collect(),
        None => subject.landscape.seeds.iter().collect(),
    }
}

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !subject.is_newly_placed() {
        return;
    }
    let values = values(subject);
    for seed in seeds(subject) {
        for (range, at, cidr) in &values {
            if cidr.family() == Family::V4 {
                // The VPN translates both sides (g 22).
                continue;
            }
            for (word, said) in [
                ("service", &seed.services),
                ("pod", &seed.pods),
                ("node", &seed.nodes),
            ] {
                let Some(theirs) = said.as_deref().and_then(Cidr::parse) else {
                    continue;
                };
                if cidr.overlaps(theirs) {
                    let message = format!(
                        "{} {cidr} share addresses with the {word}s of the seed {}, {theirs}",
                        range.key(),
                        seed.name
                    );
                    let finding = report
                        .error(at, message)
                        .help("choose another range, or another seed")
                        .refused(
                            who(subject),
                            format!(
                                "shoot {} network intersects with seed {word} network",
                                range.word()
                            ),
                        );
                    report.add(finding);
                }
            }
        }
    }
}
