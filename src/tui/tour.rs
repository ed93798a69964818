//! The guided tour: a plan to throw away, and steps through the story that the keywords come from. A step is done when
//! what it asks for is so, whichever keys led there.

use super::keymap::{Keymap, id};
use super::model::Model;
use super::outline::Row;
use super::overlay::Overlay;
use crate::plan::{Field, RangeKind};
use crate::source::NodeId;

/// The plan that the tour goes through.
pub const PLAN: &str = include_str!("../../assets/tour.yaml");

/// Where someone is on the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tour {
    /// The step, from 0.
    pub step: usize,
    /// Whether what it asks for was so when it came up: then it has to be done anew, or passed over.
    pub was_so: bool,
}

/// One step.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What it is about.
    pub title: &'static str,
    /// What there is to see; `{undo}` stands for the key of a command.
    text: &'static str,
    /// What to do.
    task: &'static str,
    /// Where its keys are pressed.
    at: At,
    is_done: fn(&Model) -> bool,
}

/// A row where a step's keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Any.
    Anywhere,
    /// The block of many VPCs.
    Lab,
    /// The nodes of the cluster in it.
    Nodes,
}

const fn step(
    title: &'static str,
    text: &'static str,
    (task, at): (&'static str, At),
    is_done: fn(&Model) -> bool,
) -> Step {
    Step {
        title,
        text,
        task,
        at,
        is_done,
    }
}

/// All steps.
pub static STEPS: &[Step] = &[
    step(
        "a landscape",
        "A region has a /36. Forty VPCs get a /56 each out of it, and each has a cluster with nodes, pods and services. Of most \
         only the length is written; what stands beside it is where it lands. Bars are bits: full where needed, low where \
         spare.",
        (
            "{down} goes down, {up} up: go to nodes, below cluster.",
            At::Anywhere,
        ),
        is_at_nodes,
    ),
    step(
        "a prefix for every node",
        "The cluster has an error: its pods take their range from their node (v6fromNode), and nodes get no prefix. The \
         keyword for that is +prefix. Everything is computed again with every key, so watch the tree and the findings.",
        ("{enter}, type +prefix/80, {enter}.", At::Nodes),
        |model| {
            is_settled(model)
                && spec(model).contains("+prefix")
                && !has(model, "from-node-needs-prefix")
        },
    ),
    step(
        "sixteen bits",
        "With a prefix for each node the error is gone, and the tree says how many nodes there can be. The proposal's example takes a /96 for each: 32 \
         bits out of the /64. But nodeipam, which kube-controller-manager allocates with, counts 16 and stops beyond, with \
         \"CIDR range too large\".",
        (
            "{enter}, backspace twice, type 96, and look at the findings.",
            At::Nodes,
        ),
        |model| has(model, "nodeipam-pool-too-large"),
    ),
    step(
        "nothing is lost",
        "There it is, before anything is committed: nodeipam-pool-too-large. What is typed is on trial until enter keeps it.",
        (
            "esc takes back what is typed (what was kept already, {undo} does).",
            At::Anywhere,
        ),
        |model| is_settled(model) && !has(model, "nodeipam-pool-too-large"),
    ),
    step(
        "a border",
        "A length is a border between two levels. Where it moves, everything below follows: how many VPCs the region has room \
         for, how many /64 each of them has. The ruler says beforehand what the next move would break.",
        (
            "{up} to lab, then {longer-by-nibble}: its border goes four bits on.",
            At::Lab,
        ),
        |model| written(model, LAB, Field::V6).is_some_and(|length| length != "/56"),
    ),
    step(
        "and back",
        "Every VPC has another length now, and all behind the first have moved: that would renumber clusters which run. Nothing \
         is written before you save, and every change can be taken back.",
        ("{undo} takes it back.", At::Lab),
        |model| written(model, LAB, Field::V6).is_some_and(|length| length == "/56"),
    ),
    step(
        "what if",
        "Some hardware wants a /64 for every VM, and the proposal warns of it: with VPCs in between, a /36 runs out of bits. Try \
         that without touching the plan: a variant is the plan with some fields set otherwise.",
        ("{new-variant}, {enter}: a variant of the plan.", At::Lab),
        |model| model.shown().is_some(),
    ),
    step(
        "a /64 for every VM",
        "What is edited now goes into the variant alone; the top line says which one is shown. Eight bits of nodes, each with \
         a /64, take a node range of /56.",
        (
            "{down} to nodes, {enter}, ctrl-u, type v6global/56+prefix/64, {enter}.",
            At::Nodes,
        ),
        |model| model.shown().is_some() && is_settled(model) && has(model, "node-64"),
    ),
    step(
        "side by side",
        "The nodes of one cluster take the VPC's whole /56: nothing is left for its services, and hardly a node more fits. \
         node-64 counts the bits of every level. In one flat network without VPCs a /64 for each VM is no problem.",
        (
            "{compare} compares the plan with its variant.",
            At::Anywhere,
        ),
        |model| {
            model
                .compare
                .as_ref()
                .is_some_and(|one| one.result.is_some())
        },
    ),
    step(
        "a manifest",
        "The comparison says what each column is better at, what it gains and loses. What a plan is for in the end: a Shoot \
         that Gardener accepts, with a comment at each network field that says why, and whether it can ever change.",
        (
            "{back} closes this. {find}, type shop, {enter}, then {export}.",
            At::Anywhere,
        ),
        |model| matches!(&model.overlay, Some(Overlay::Page { title, .. }) if title.starts_with("Shoot of ")),
    ),
    step(
        "that was it",
        "{back} closes the manifest. Nothing of this has been written anywhere. {save} would write this plan under a name that \
         you type; {open-plan} opens a plan of yours, or begins one; {explain} explains a finding or a keyword, and {help} \
         shows all keys.",
        ("{quit} leaves.", At::Anywhere),
        |_| false,
    ),
];

const CLUSTER: &str = "north/lab/cluster";
const LAB: &str = "north/lab";

impl Step {
    /// What there is to see, with the keys that are in force.
    pub fn text(&self, keys: Keymap) -> String {
        with_keys(self.text, keys)
    }

    /// The row where its keys are pressed, if that matters and it is there.
    pub fn row(&self, model: &Model) -> Option<Row> {
        match self.at {
            At::Anywhere => None,
            At::Lab => node(model, LAB).map(Row::Definition),
            At::Nodes => nodes_row(model),
        }
    }

    /// What to do, with the keys that are in force.
    pub fn task(&self, keys: Keymap) -> String {
        with_keys(self.task, keys)
    }
}

impl Tour {
    /// At a step, with the screen as it is.
    pub fn at(step: usize, model: &Model) -> Self {
        let step = step.min(STEPS.len() - 1);
        Self {
            step,
            was_so: (STEPS[step].is_done)(model),
        }
    }

    /// Where it goes on with the screen as it is now.
    pub fn next(self, model: &Model) -> Self {
        let is_so = self.current().is_some_and(|step| (step.is_done)(model));
        match (is_so, self.was_so) {
            (true, false) => Self::at(self.step + 1, model),
            (true, true) => self,
            (false, _) => Self {
                was_so: false,
                ..self
            },
        }
    }

    /// Its step.
    pub fn current(self) -> Option<&'static Step> {
        STEPS.get(self.step)
    }

    /// `3 of 11`, for people.
    pub fn says(self) -> String {
        format!("{} of {}", self.step + 1, STEPS.len())
    }
}

fn with_keys(text: &str, keys: Keymap) -> String {
    let mut text = text.to_owned();
    for row in keys.rows() {
        let key = keys.key(row.command);
        let key = match key {
            "enter" => "⏎",
            "up" => "↑",
            "down" => "↓",
            key => key,
        };
        text = text.replace(&format!("{{{}}}", id(row.command)), key);
    }
    text
}

fn node(model: &Model, path: &str) -> Option<NodeId> {
    model
        .document
        .plan()
        .find(path)
        .ok()
        .map(|found| found.node)
}

fn nodes_row(model: &Model) -> Option<Row> {
    node(model, CLUSTER).map(|node| Row::Range(node, RangeKind::Nodes))
}

fn is_at_nodes(model: &Model) -> bool {
    nodes_row(model) == Some(model.selected)
}

/// Whether nothing is being typed into a field.
const fn is_settled(model: &Model) -> bool {
    model.editing.is_none()
}

/// What is asked for the cluster's nodes.
fn spec(model: &Model) -> String {
    written(model, CLUSTER, Field::Nodes).unwrap_or_default()
}

/// Whether a rule has found something about the cluster.
fn has(model: &Model, code: &str) -> bool {
    let findings = node(model, CLUSTER).map(|node| model.document.findings_of(node));
    findings.is_some_and(|findings| findings.iter().any(|finding| finding.code == code))
}

/// What stands in a field.
fn written(model: &Model, path: &str, field: Field) -> Option<String> {
    let value = model.document.plan().value(node(model, path)?, field)?;
    Some(value.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_named_is_there() {
        for step in STEPS {
            for text in [step.text, step.task] {
                let text = with_keys(text, Keymap::standard());
                assert!(!text.contains(['{', '}']), "{text}");
            }
            assert!(!step.title.is_empty() && !step.task.is_empty());
        }
    }
}
