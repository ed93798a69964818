//! What is measured of a definition, how it reads, and which value is better.

use crate::addr::{Count, Family};
use crate::breaks::{HORIZON, When, within};
use crate::document::Document;
use crate::plan::Kind;
use crate::source::NodeId;
use crate::visible::clean;

/// One measure: how it reads, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// As scripts read it.
    pub(super) plain: String,
    /// As people do.
    pub(super) shown: String,
    /// More is better; nothing where no value is better than another.
    pub(super) worth: Option<Worth>,
}

impl Measure {
    /// One that reads the same for both.
    fn same(text: String, worth: Option<Worth>) -> Self {
        Self {
            plain: text.clone(),
            shown: text,
            worth,
        }
    }
}

/// How good a value is: a number, or no bound at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    Number(i128),
    Unlimited,
}

/// The one column that is better than all others that have a value and can work as they are: where it is better than
/// at least one other, whichever that is.
pub(super) fn better(
    values: &[Option<Measure>],
    is_broken: impl Fn(usize) -> bool,
) -> Option<usize> {
    let worth = |index: usize| values[index].as_ref().and_then(|value| value.worth);
    let all = || (0..values.len()).filter_map(|index| Some((index, worth(index)?)));
    let sound = || all().filter(|&(index, _)| !is_broken(index));
    let (_, best) = sound().max_by_key(|&(_, worth)| worth)?;
    let mut holders = sound().filter(|&(_, worth)| worth == best);
    let (first, _) = holders.next()?;
    let beats = all().any(|(_, worth)| worth < best);
    (beats && holders.next().is_none()).then_some(first)
}

pub(super) fn number(count: Count) -> Worth {
    Worth::Number(i128::try_from(count.saturating()).unwrap_or(i128::MAX))
}

/// What is measured of a definition, in order. Rows without a value are left out by numbering alone, so each field has a
/// number of its own.
pub(super) fn measures(
    document: &Document,
    node: NodeId,
) -> Vec<(&'static str, &'static str, Measure)> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    if plan.kind(node) == Kind::Shoot {
        return of_shoot(document, node);
    }
    let mut measures = Vec::new();
    for family in Family::BOTH {
        if let Some(length) = plan.length(node, family) {
            measures.push((
                family.key(),
                "length",
                Measure::same(length.to_string(), None),
            ));
        }
        let budget = evaluation
            .block_pool(node, family)
            .and_then(crate::engine::Pool::budget);
        let Some((budget, _)) = budget else { continue };
        let [room, spare] = match family {
            Family::V6 => ["room-v6", "spare-v6"],
            Family::V4 => ["room-v4", "spare-v4"],
        };
        measures.push((
            room,
            "blocks",
            Measure {
                plain: budget.room.decimal(),
                shown: budget.room.to_string(),
                worth: None,
            },
        ));
        measures.push((
            spare,
            "bits",
            Measure::same(
                budget.spare.to_string(),
                Some(Worth::Number(i128::from(budget.spare))),
            ),
        ));
    }
    measures
}

/// How far it can grow until something in it breaks, and until when.
pub(super) fn of_growth(
    document: &Document,
    node: NodeId,
) -> [Option<(&'static str, &'static str, Measure)>; 2] {
    let Some(first) = within(document, node) else {
        return [None, None];
    };
    let by = match document.plan().path(first.node) {
        path if path.is_empty() => "the plan".to_owned(),
        path => clean(&path).into_owned(),
    };
    let code = first.code;
    let percent = first.percent().map(|percent| Measure {
        plain: percent.decimal(),
        shown: format!("{percent} % ({code} at {by})"),
        worth: Some(number(percent)),
    });
    let day = match first.when {
        When::Now => Some(("now".to_owned(), Worth::Number(0))),
        When::On(day) => Some((day.to_string(), Worth::Number(i128::from(day.days())))),
        When::Later => Some((format!("in over {HORIZON} years"), Worth::Unlimited)),
        When::Unsaid | When::Never => None,
    };
    let day = day.map(|(text, worth)| Measure::same(text, Some(worth)));
    [
        percent.map(|measure| ("can-grow", "percent", measure)),
        day.map(|measure| ("breaks-first", "date", measure)),
    ]
}

pub(super) fn of_shoot(
    document: &Document,
    node: NodeId,
) -> Vec<(&'static str, &'static str, Measure)> {
    let evaluation = document.evaluation();
    let shoot = evaluation.shoot(document.plan(), node);
    let truth = evaluation.truth(&shoot, &[]);
    let bound = |value: Option<Count>, by: Option<&str>| Measure {
        plain: value.map_or_else(|| "unlimited".to_owned(), Count::decimal),
        shown: match (value, by) {
            (Some(value), Some(by)) => format!("{value} (by {by})"),
            (Some(value), None) => value.to_string(),
            (None, _) => "no bound".to_owned(),
        },
        worth: Some(value.map_or(Worth::Unlimited, number)),
    };
    let families: Vec<String> = shoot.families.iter().map(Family::to_string).collect();
    let mut measures = vec![
        (
            "families",
            "families",
            Measure::same(families.join(", "), None),
        ),
        (
            "max-nodes",
            "nodes",
            bound(truth.max_nodes.value, truth.max_nodes.by),
        ),
        (
            "max-pods",
            "pods a node",
            bound(truth.max_pods.value, truth.max_pods.by),
        ),
    ];
    for family in Family::BOTH {
        if let Some(addresses) = truth.of(family).service_addresses {
            let field = match family {
                Family::V6 => "services-v6",
                Family::V4 => "services-v4",
            };
            let measure = Measure {
                plain: addresses.decimal(),
                shown: addresses.to_string(),
                worth: Some(number(addresses)),
            };
            measures.push((field, "addresses", measure));
        }
    }
    measures
}
