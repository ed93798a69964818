//! What is true of one shoot, beyond its row in the tree: every limit, the service addresses, what components are told.

use std::fmt::Write as _;

use super::look::Role;
use super::paragraph::wrap;
use super::{Look, Sheet};
use crate::addr::Family;
use crate::engine::{Member, Shoot, Truth, ZoneCuts};
use crate::inventory::zone_subnets;
use crate::source::NodeId;
use crate::visible::clean;

/// How far the second column is from the left.
const COLUMN: usize = 25;

/// The truth about a shoot, for the members named, as lines with an empty one before them.
pub(super) fn lines(sheet: &Sheet, node: NodeId, members: &[Member], look: Look) -> String {
    let evaluation = sheet.document.evaluation();
    let shoot = evaluation.shoot(sheet.document.plan(), node);
    let truth = evaluation.truth(&shoot, members);
    let mut rows = limits(&truth);
    rows.extend(services(&shoot, &truth));
    let subnets = zone_subnets(evaluation, &shoot, members);
    for (number, (zone, cuts)) in subnets.into_iter().enumerate() {
        let name = if number == 0 { "IPv4 subnets" } else { "" };
        rows.push((name.to_owned(), subnets_text(zone, &cuts)));
    }
    let mut before = "";
    for setting in evaluation.component_settings(&shoot, members) {
        let component = setting.component.word();
        let name = if component == before { "" } else { component };
        before = component;
        rows.push((name.to_owned(), setting.text));
    }
    let mut out = String::from("\n");
    for (name, text) in rows {
        let width = look.width.saturating_sub(COLUMN);
        let mut text_lines = String::new();
        wrap(&mut text_lines, &clean(&text), "", width);
        for (number, line) in text_lines.lines().enumerate() {
            let name = if number == 0 { name.as_str() } else { "" };
            let name = look.paint(Role::Quiet, &format!("{name:<COLUMN$}"));
            writeln!(out, "{name}{line}").expect("invariant: writing to a string does not fail");
        }
    }
    out
}

/// What a zone has of IPv4.
fn subnets_text(zone: &str, cuts: &ZoneCuts) -> String {
    format!(
        "{zone}: workers {}, public {}, internal {}",
        cuts.workers, cuts.public, cuts.internal
    )
}

/// Every limit of the number of nodes, the binding one first.
fn limits(truth: &Truth) -> Vec<(String, String)> {
    let text = |limit: &crate::engine::Limit| {
        let family = limit
            .family
            .map_or_else(String::new, |family| format!(" ({family})"));
        let soft = if limit.hard { "" } else { ", can be raised" };
        format!("{} by {}{family}{soft}", limit.value, limit.by)
    };
    let name = |number: usize| if number == 0 { "nodes at most" } else { "" };
    let limits = truth.limits.iter().enumerate();
    limits
        .map(|(number, limit)| (name(number).to_owned(), text(limit)))
        .collect()
}

/// Service addresses with the band that is kept for those who ask for a fixed one, and what is given out first.
fn services(shoot: &Shoot<'_>, truth: &Truth) -> Vec<(String, String)> {
    let of = |&family: &Family| {
        let of = truth.of(family);
        let all = of.service_addresses?;
        let text = match of.static_band.unwrap_or(0) {
            0 => format!("{all} ({family}), no band for fixed ones"),
            band => format!(
                "{all} ({family}): the first {band} for fixed ones, {} given out by themselves",
                all.minus(crate::addr::Count::from(band))
                    .unwrap_or(crate::addr::Count::ZERO)
            ),
        };
        Some(text)
    };
    let name = |number: usize| if number == 0 { "service addresses" } else { "" };
    let texts = shoot.families.iter().filter_map(of).enumerate();
    texts
        .map(|(number, text)| (name(number).to_owned(), text))
        .collect()
}
