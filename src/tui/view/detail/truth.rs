//! The truth about a shoot: what it can really have, and what its components are told.

use super::super::Line;
use super::super::overlay::wrap;
use super::COLUMN;
use crate::addr::Family;
use crate::engine::Component;
use crate::inventory::zone_subnets;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::visible::clean;

/// What binds its numbers, and the first and last of what its nodes get.
pub(super) fn truth(model: &Model, width: usize) -> Vec<Line> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, model.node());
    let truth = evaluation.truth(&shoot, &model.members());
    let mut lines: Vec<Line> = Vec::new();
    let mut say = |role: Role, key: &str, text: String| {
        for (number, line) in wrap(&text, width.saturating_sub(COLUMN))
            .into_iter()
            .enumerate()
        {
            let key = if number == 0 { key } else { "" };
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (role, line)]);
        }
    };
    let wanted = shoot.wanted_nodes();
    let most = truth.max_nodes.value;
    let over = wanted.zip(most).is_some_and(|(wanted, most)| wanted > most);
    let by = truth
        .max_nodes
        .by
        .map_or_else(String::new, |by| format!(" (by {by})"));
    let most = most.map_or_else(|| "any number".to_owned(), |most| most.to_string());
    let planned = wanted.map_or_else(|| "up to ".to_owned(), |wanted| format!("{wanted} of "));
    say(
        if over { Role::Error } else { Role::Text },
        "node room",
        format!("{planned}{most}{by}"),
    );
    if let (Some(value), Some(by)) = (truth.max_pods.value, truth.max_pods.by) {
        say(
            Role::Text,
            "pods a node",
            format!("{value} (by {by}); ranges by {}", truth.allocator.word()),
        );
    }
    for family in Family::BOTH {
        let of = truth.of(family);
        for (key, numbered) in [("node prefix", of.node_prefix), ("pod range", of.pod_range)] {
            if let Some(numbered) = numbered {
                let text = match (numbered.first, numbered.last) {
                    (Some(first), Some(last)) if first != last => format!("{first} … {last}"),
                    (Some(first), _) => first.to_string(),
                    _ => format!("{} each", numbered.length),
                };
                say(Role::Prefix, key, text);
            }
        }
        if let Some(addresses) = of.service_addresses {
            let band = of.static_band.unwrap_or(0);
            say(
                Role::Text,
                "services",
                format!("{addresses} {family} addresses, the first {band} for fixed ones"),
            );
        }
    }
    lines
}

/// What the components of a shoot are told about its ranges, and the IPv4 subnets of its zones.
pub(super) fn told(model: &Model, width: usize) -> Vec<Line> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, model.node());
    let mut lines: Vec<Line> = Vec::new();
    let mut before = "";
    for setting in evaluation.component_settings(&shoot, &model.members()) {
        let name = match setting.component {
            Component::Apiserver => "apiserver",
            Component::ControllerManager => "controller",
            Component::Proxy => "kube-proxy",
        };
        let mut key = if name == before { "" } else { name };
        before = name;
        for line in wrap(&setting.text, width.saturating_sub(COLUMN)) {
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (Role::Dim, line)]);
            key = "";
        }
    }
    let subnets = zone_subnets(evaluation, &shoot, &model.members());
    let mut key = "subnets";
    for (zone, cuts) in subnets {
        let text = format!(
            "{}: workers {}, public {}, internal {}",
            clean(zone),
            cuts.workers,
            cuts.public,
            cuts.internal
        );
        for line in wrap(&text, width.saturating_sub(COLUMN)) {
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (Role::Dim, line)]);
            key = "";
        }
    }
    lines
}
