//! Where a text leads: a path, a member number, a prefix or an address. What could stand there while it is typed.

use super::model::Model;
use super::outline::{GAPS, Row, gaps};
use crate::addr::{Count, Family, Prefix, parse_address};
use crate::engine::{Gap, Holder, Located, Member, Place, member_at};
use crate::plan::{Found, Kind, Plan, RangeKind};
use crate::report::locate::{
    chain_end_first, chain_text, gap_text, member_path, parse_place, says,
};
use crate::source::NodeId;

/// So many places are listed at most.
pub const MOST: usize = 200;

/// What a text leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Where it leads, or could lead.
    pub choices: Vec<Choice>,
    /// Where it leads as it is.
    pub exact: Option<Target>,
    /// Whether there are more than are listed.
    pub more: bool,
    /// What it leads to in words, or why nowhere.
    pub note: String,
}

impl Answer {
    /// The choice that enter takes while nobody has chosen, if it takes one of them.
    pub fn likely(&self, text: &str) -> Option<usize> {
        let first = self.choices.first()?;
        let taken = match &self.exact {
            None => !text.trim().is_empty(),
            Some(exact) => *exact == first.target,
        };
        taken.then_some(0)
    }
}

/// One of several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub note: String,
    /// Where it is.
    pub target: Target,
    /// The text that completes to it.
    pub text: Option<String>,
}

/// A place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The row.
    pub row: Row,
    /// The members whose addresses are shown there.
    pub members: Vec<Member>,
    /// What is said on arrival.
    pub says: String,
}

/// Where a text leads, from where the model is.
pub fn answer(model: &Model, text: &str) -> Answer {
    let text = text.trim();
    match parse_place(text) {
        Ok(Some(wanted)) => return located(model, wanted),
        Ok(None) => {}
        Err(error) => return noted(error.to_string()),
    }
    if let Some(answer) = member(model, text) {
        return answer;
    }
    if matches!(text, "." | "/") {
        let choice = whole(model.document.plan());
        return Answer {
            exact: Some(choice.target.clone()),
            choices: vec![choice],
            ..Answer::default()
        };
    }
    let mut answer = paths(model, text);
    if answer.choices.is_empty() && answer.exact.is_none() {
        (answer.choices, answer.more) = named(model.document.plan(), text);
    }
    if answer.choices.is_empty() && answer.exact.is_none() {
        answer.note = match model.document.plan().find(text.trim_matches('/')) {
            Err(_) if is_begun_address(text) => "no whole address yet".to_owned(),
            Err(error) => error.to_string(),
            Ok(_) => String::new(),
        };
    }
    answer
}

fn noted(note: String) -> Answer {
    Answer {
        note,
        ..Answer::default()
    }
}

/// Whether an address may become of it: digits of one, with a colon or two dots among them.
fn is_begun_address(text: &str) -> bool {
    let digits = |char: char| char.is_ascii_hexdigit() || matches!(char, ':' | '.' | '/');
    text.chars().all(digits)
        && (text.contains(':') || text.matches('.').count() > 1)
        && parse_address(text).is_err()
}

/// What holds an address: several, where private networks are used again.
fn located(model: &Model, wanted: Prefix) -> Answer {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let located = evaluation.locate(plan, wanted, MOST);
    let choices: Vec<Choice> = located
        .holders
        .iter()
        .map(|holder| {
            let mut target = of_holder(model, wanted, holder, located.gap);
            let label = chain_text(&model.document, &holder.links, &holder.members);
            target.says = match &located.gap {
                Some(gap) => gap_text(&model.document, gap, (&label, holder)),
                None => chain_end_first(&model.document, &holder.links, &holder.members),
            };
            Choice {
                note: note_of(plan, holder, &located),
                label,
                target,
                text: None,
            }
        })
        .collect();
    Answer {
        exact: choices.first().map(|choice| choice.target.clone()),
        note: match choices.len() {
            1 => String::new(),
            _ => says(&model.document, wanted, &located),
        },
        more: located.more,
        choices,
    }
}

/// Of how many members a holder stands for each, or that it is only around free space.
fn note_of(plan: &Plan, holder: &Holder, located: &Located) -> String {
    if let Some(gap) = located.gap {
        return match gap.kept_for {
            Some(of) => format!("kept for more of {}", plan.name(of)),
            None => "free".to_owned(),
        };
    }
    let each = plan
        .chain(holder.node)
        .filter(|&id| plan.is_counted(id))
        .filter(|&id| holder.members.iter().all(|member| member.node != id))
        .map(|id| plan.count(id))
        .try_fold(Count::ONE, Count::times);
    match each {
        Some(Count::ONE) => String::new(),
        Some(each) => format!("each of {each}"),
        None => format!("each of {}", Count::MAX),
    }
}

fn of_holder(model: &Model, wanted: Prefix, holder: &Holder, gap: Option<Gap>) -> Target {
    let range = holder.links.iter().find_map(|link| match link.place {
        Place::Range(kind) => Some(kind),
        Place::Definition | Place::Ula | Place::NodeZone(_) | Place::Node | Place::PodRange => None,
    });
    let free = gap
        .filter(|gap| gap.kept_for.is_none())
        .and_then(|gap| free_row(model, wanted, gap.node, &holder.members));
    let plan = model.document.plan();
    Target {
        row: free.unwrap_or_else(|| row_of(plan, holder.node, range, &holder.members)),
        members: holder.members.clone(),
        says: String::new(),
    }
}

/// The row of the free space around an address, if it has one.
fn free_row(model: &Model, wanted: Prefix, node: NodeId, members: &[Member]) -> Option<Row> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let family = wanted.family();
    let base = evaluation.block_prefix(plan, node, family, members)?;
    let offset = wanted.raw().checked_sub(base.raw())?;
    let (budget, _) = evaluation.block_pool(node, family)?.budget()?;
    let size = Count::power_of_two(128 - u32::from(budget.length.bits()))?;
    let number = gaps(evaluation, node, family)
        .into_iter()
        .take(GAPS)
        .position(|(first, blocks)| {
            let inside = offset.checked_sub(first).map(Count::new);
            inside
                .zip(blocks.times(size))
                .is_some_and(|(at, all)| at < all)
        })?;
    Some(Row::Free(node, family, u8::try_from(number).ok()?))
}

fn row_of(plan: &Plan, node: NodeId, range: Option<RangeKind>, members: &[Member]) -> Row {
    let own = members.iter().find(|member| member.node == node);
    match (range, own) {
        (Some(kind), _) if plan.kind(node) == Kind::Shoot => Row::Range(node, kind),
        (_, Some(member)) => Row::Member(node, member.index),
        (_, None) => Row::Definition(node),
    }
}

/// A number is a member's, where a run is around.
fn member(model: &Model, text: &str) -> Option<Answer> {
    let digits: String = text.chars().filter(|&char| char != ',').collect();
    let is_number = !digits.is_empty() && digits.chars().all(|char| char.is_ascii_digit());
    if !is_number {
        return None;
    }
    let plan = model.document.plan();
    let run = plan.chain(model.node()).find(|&id| plan.is_counted(id))?;
    let count = plan.count(run);
    let number = digits.parse::<u128>().map_or(Count::MAX, Count::new);
    let index = number.minus(Count::ONE).and_then(Count::low);
    let Some(index) = index.filter(|_| number <= count) else {
        return Some(noted(format!(
            "`{}` has members 1 to {count}, and no {text}",
            plan.name(run)
        )));
    };
    let mut members = model.members_at(run);
    members.retain(|member| member.node != run);
    members.push(Member { node: run, index });
    let label = member_path(plan, run, &members);
    let target = Target {
        row: Row::Member(run, index),
        says: format!("member {number} of {count}: {label}"),
        members,
    };
    Some(Answer {
        choices: vec![Choice {
            note: prefixes(model, &target),
            label,
            target: target.clone(),
            text: None,
        }],
        exact: Some(target),
        ..Answer::default()
    })
}

/// A path, seen from the plan, else from the selected thing; and the names that go on from it.
fn paths(model: &Model, text: &str) -> Answer {
    let plan = model.document.plan();
    let found = |text: &str| {
        let text = text.trim_matches('/');
        (!text.is_empty()).then(|| plan.find(text).ok()).flatten()
    };
    let here = plan.path(model.node());
    let exact =
        found(text).or_else(|| found(&format!("{here}/{text}")).filter(|_| !text.is_empty()));
    let (choices, more) = completions(plan, text);
    Answer {
        exact: exact.map(|found| of_path(plan, &found)),
        choices,
        more,
        note: String::new(),
    }
}

fn of_path(plan: &Plan, found: &Found) -> Target {
    let members = member_at(found);
    let mut path = member_path(plan, found.node, &members);
    if let Some(kind) = found.range {
        path = format!("{path}.{}", kind.key());
    }
    Target {
        row: row_of(plan, found.node, found.range, &members),
        says: path,
        members,
    }
}

/// What could stand at the end of a path: the names that begin so, and the ranges of a shoot.
fn completions(plan: &Plan, text: &str) -> (Vec<Choice>, bool) {
    let (head, tail) = match text.rsplit_once('/') {
        Some((head, tail)) => (format!("{head}/"), tail),
        None => (String::new(), text),
    };
    let Ok(around) = plan.find(head.trim_matches('/')) else {
        return (Vec::new(), false);
    };
    let mut choices: Vec<Choice> = Vec::new();
    for &child in plan.children(around.node) {
        if choices.len() > MOST {
            break;
        }
        let name = plan.name(child);
        let begun = name
            .get(..tail.len())
            .is_some_and(|begun| begun.eq_ignore_ascii_case(tail));
        if begun && !name.is_empty() {
            choices.push(choice(plan, &head, &around, (child, None)));
        }
        let range = tail
            .strip_prefix(name)
            .filter(|_| plan.kind(child) == Kind::Shoot);
        let range = range.map(|rest| rest.strip_prefix('.').unwrap_or(rest));
        for kind in RangeKind::ALL {
            if range.is_some_and(|range| kind.key().starts_with(range)) {
                choices.push(choice(plan, &head, &around, (child, Some(kind))));
            }
        }
    }
    let more = choices.len() > MOST;
    choices.truncate(MOST);
    (choices, more)
}

/// The plan itself.
fn whole(plan: &Plan) -> Choice {
    let label = match plan.name(NodeId::ROOT) {
        "" => "the plan".to_owned(),
        name => name.to_owned(),
    };
    Choice {
        note: "the plan itself, with its settings".to_owned(),
        target: Target {
            row: Row::Definition(NodeId::ROOT),
            members: Vec::new(),
            says: label.clone(),
        },
        text: Some("/".to_owned()),
        label,
    }
}

/// Where something of that name lies, wherever that is; names that only begin so come behind.
fn named(plan: &Plan, text: &str) -> (Vec<Choice>, bool) {
    let begins = |name: &str| {
        let begun = name.get(..text.len());
        !text.is_empty() && begun.is_some_and(|begun| begun.eq_ignore_ascii_case(text))
    };
    let all = plan.walk().filter(|&node| begins(plan.name(node)));
    let mut nodes: Vec<NodeId> = all.take(MOST + 1).collect();
    let more = nodes.len() > MOST;
    nodes.truncate(MOST);
    nodes.sort_by_key(|&node| plan.name(node).len() > text.len());
    let choices = nodes.into_iter().map(|node| {
        let Some(around) = plan.parent(node) else {
            return whole(plan);
        };
        let head = match plan.path(around) {
            path if path.is_empty() => path,
            path => format!("{path}/"),
        };
        let around = Found {
            node: around,
            members: Vec::new(),
            range: None,
        };
        let mut choice = choice(plan, &head, &around, (node, None));
        choice.label = plan.path(node);
        choice
    });
    (choices.collect(), more)
}

fn choice(plan: &Plan, head: &str, around: &Found, to: (NodeId, Option<RangeKind>)) -> Choice {
    let (node, range) = to;
    let name = match range {
        Some(kind) => format!("{}.{}", plan.name(node), kind.key()),
        None => plan.name(node).to_owned(),
    };
    let kind = plan.kind(node).word();
    let note = match (range, plan.is_counted(node)) {
        (Some(_), _) => String::new(),
        (None, true) => format!("{kind} ×{}", plan.count(node)),
        (None, false) => kind.to_owned(),
    };
    let goes_on = range.is_none() && !plan.children(node).is_empty();
    let found = Found {
        node,
        members: around.members.clone(),
        range,
    };
    Choice {
        target: of_path(plan, &found),
        note,
        text: Some(format!("{head}{name}{}", if goes_on { "/" } else { "" })),
        label: name,
    }
}

/// The prefixes of a member, for people.
fn prefixes(model: &Model, target: &Target) -> String {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let node = target.row.node();
    let prefix = |family| evaluation.block_prefix(plan, node, family, &target.members);
    let prefixes = Family::BOTH.into_iter().filter_map(prefix);
    let prefixes: Vec<String> = prefixes.map(|prefix| prefix.to_string()).collect();
    prefixes.join("  ")
}
