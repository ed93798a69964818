//! A picture of a plan: a ruler of who has which bits, and the tree with its prefixes and bars of bits.

mod canvas;

use crate::addr::{Count, Family, Length, Prefix};
use crate::document::Document;
use crate::engine::{Origin, Pool};
use crate::inventory::{Holding, holdings};
use crate::plan::{Found, Kind, RangeKind};
use crate::source::NodeId;
use canvas::{Anchor, Canvas, Ink};

/// Pixels from edge to edge.
const WIDTH: u32 = 1200;
const MARGIN: u32 = 24;
/// One bit of the ruler: 128 of them lie between the margins.
const BIT: u32 = 9;
const ROW: u32 = 22;
/// More rows than these make no picture; a last one says how many are left out.
const MOST_ROWS: usize = 120;

/// Draws everything below a path.
pub(super) fn export(document: &Document, found: &Found) -> String {
    let mut canvas = Canvas::new(WIDTH);
    let plan = document.plan();
    let title = match (plan.path(found.node), plan.name(NodeId::ROOT)) {
        (path, _) if !path.is_empty() => path,
        (_, "") => "address plan".to_owned(),
        (_, name) => name.to_owned(),
    };
    canvas.text((MARGIN, 38), &title, Ink::Title, Anchor::Start);
    let mut y = 56;
    if let Some(node) = deepest(document, found.node) {
        y = ruler(&mut canvas, document, node, y);
    }
    let list = holdings(document, found);
    y = tree(&mut canvas, document, &list, y + 16);
    canvas.finish(y + MARGIN)
}

/// The shoot whose levels the ruler shows: the first with IPv6, else the deepest first block with it.
fn deepest(document: &Document, from: NodeId) -> Option<NodeId> {
    let plan = document.plan();
    let shoot = plan.walk_from(from).find(|&node| {
        plan.kind(node) == Kind::Shoot && document.evaluation().shoot(plan, node).has(Family::V6)
    });
    let block = || {
        plan.walk_from(from)
            .filter(|&node| plan.network(node, Family::V6).is_some())
            .max_by_key(|&node| plan.chain(node).count())
    };
    shoot.or_else(block)
}

/// A level of the ruler: what ends at that length.
struct Level {
    name: String,
    length: Length,
    ink: usize,
}

fn levels(document: &Document, node: NodeId) -> (Vec<Level>, Option<Prefix>) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut chain: Vec<NodeId> = plan.chain(node).collect();
    chain.reverse();
    let mut levels: Vec<Level> = Vec::new();
    let mut known = None;
    let mut push = |name: String, length: Length| {
        let ink = levels.len();
        if levels.last().is_none_or(|last| last.length < length) {
            levels.push(Level { name, length, ink });
        }
    };
    for id in chain {
        let prefix = evaluation.block_prefix(plan, id, Family::V6, &[]);
        if let Some(length) = plan.length(id, Family::V6) {
            push(plan.name(id).to_owned(), length);
            known = prefix.or(known);
        }
    }
    if plan.kind(node) == Kind::Shoot {
        let shoot = evaluation.shoot(plan, node);
        let truth = evaluation.truth(&shoot, &[]);
        if let Some(length) = shoot
            .range(RangeKind::Nodes, Family::V6)
            .and_then(|range| range.length)
        {
            push("nodes".to_owned(), length);
        }
        let of = truth.of(Family::V6);
        if let Some(prefix) = of.node_prefix {
            push("node".to_owned(), prefix.length);
        }
        if let Some(range) = of.pod_range {
            push("pods of a node".to_owned(), range.length);
        }
        known = evaluation
            .range_prefix(&shoot, RangeKind::Nodes, Family::V6, &[])
            .or(known);
    }
    (levels, known)
}

fn ruler(canvas: &mut Canvas, document: &Document, node: NodeId, top: u32) -> u32 {
    let (levels, known) = levels(document, node);
    if levels.is_empty() {
        return top;
    }
    let at = |bits: u8| MARGIN + BIT * u32::from(bits);
    let mut from = 0_u8;
    for level in &levels {
        let (left, right) = (at(from), at(level.length.bits()));
        canvas.bar((left, top), (right - left, 36), level.ink);
        from = level.length.bits();
    }
    canvas.bar((at(from), top), (at(128) - at(from), 36), Canvas::REST);
    let raw = known.map(Prefix::first);
    let digits = match raw {
        Some(std::net::IpAddr::V6(address)) => format!("{:032x}", address.to_bits()),
        Some(std::net::IpAddr::V4(_)) | None => String::new(),
    };
    let bits = known.map_or(0, Prefix::bits);
    for number in 0..32_u8 {
        let first = number * 4;
        let digit = digits
            .chars()
            .nth(usize::from(number))
            .filter(|_| first < bits)
            .unwrap_or('·');
        canvas.text(
            (at(first) + 2 * BIT, top + 24),
            &digit.to_string(),
            Ink::Digit,
            Anchor::Middle,
        );
        if number % 4 == 0 && number > 0 {
            canvas.tick((at(first), top), 36);
        }
    }
    canvas.mark((at(64), top.saturating_sub(4)), 44);
    let mut y = top + 58;
    let mut from = 0_u8;
    for level in &levels {
        let bits = level.length.bits() - from;
        canvas.swatch((MARGIN, y - 11), level.ink);
        canvas.text((MARGIN + 22, y), &level.name, Ink::Plain, Anchor::Start);
        let plural = if bits == 1 { "" } else { "s" };
        let text = format!("{}, {bits} bit{plural}", level.length);
        canvas.text((MARGIN + 330, y), &text, Ink::Digit, Anchor::Start);
        from = level.length.bits();
        y += ROW;
    }
    canvas.text((at(64), top + 56), "/64", Ink::Quiet, Anchor::Middle);
    y
}

fn tree(canvas: &mut Canvas, document: &Document, list: &[Holding], top: u32) -> u32 {
    let plan = document.plan();
    let base = list
        .iter()
        .map(|holding| plan.chain(holding.node).count())
        .min()
        .unwrap_or(0);
    let mut y = top;
    let mut last = None;
    for holding in list.iter().take(MOST_ROWS) {
        let depth = plan.chain(holding.node).count() - base + usize::from(holding.range.is_some());
        let indent = u32::try_from(depth).unwrap_or(0).min(12) * 18;
        let subject = (holding.node, holding.range);
        if holding.range.is_some() && last.map(|(node, _)| node) != Some(holding.node) {
            let indent = indent.saturating_sub(18);
            let name = plan.name(holding.node).to_owned();
            canvas.text((MARGIN + indent, y), &name, Ink::Plain, Anchor::Start);
            y += ROW;
        }
        if last != Some(subject) {
            let name = holding
                .range
                .map_or_else(|| named(document, holding), |range| range.key().to_owned());
            canvas.text((MARGIN + indent, y), &name, Ink::Plain, Anchor::Start);
            if holding.range.is_none() {
                let kind = plan.kind(holding.node).word();
                canvas.text((MARGIN + 310, y), kind, Ink::Quiet, Anchor::End);
            }
        }
        last = Some(subject);
        canvas.text(
            (MARGIN + 330, y),
            &place(holding),
            Ink::Digit,
            Anchor::Start,
        );
        if holding.range.is_none() {
            bar(canvas, document, holding, y);
        }
        y += ROW;
    }
    if let Some(more) = list.len().checked_sub(MOST_ROWS).filter(|&more| more > 0) {
        canvas.text(
            (MARGIN, y),
            &format!("… and {more} more"),
            Ink::Quiet,
            Anchor::Start,
        );
        y += ROW;
    }
    y
}

fn named(document: &Document, holding: &Holding) -> String {
    let plan = document.plan();
    let name = plan.name(holding.node);
    match plan.count(holding.node) {
        Count::ONE => name.to_owned(),
        count => format!("{name} ×{count}"),
    }
}

fn place(holding: &Holding) -> String {
    match (holding.first, holding.length) {
        (Some(prefix), _) => prefix.to_string(),
        (None, length) => {
            let origin = match holding.origin {
                Origin::Node => "from the node",
                origin => origin.word(),
            };
            length.map_or_else(|| origin.to_owned(), |length| format!("{length}, {origin}"))
        }
    }
}

/// One cell a bit that its children have: full where it is needed, pale where it is spare.
fn bar(canvas: &mut Canvas, document: &Document, holding: &Holding, y: u32) {
    let pool = document
        .evaluation()
        .block_pool(holding.node, holding.family);
    let Some((budget, _)) = pool.and_then(Pool::budget) else {
        return;
    };
    let left = MARGIN + 690;
    for bit in 0..u32::from(budget.given).min(32) {
        canvas.cell((left + bit * 8, y - 11), bit < budget.needed);
    }
    let text = format!(
        "{} of {} bits for {}",
        budget.needed, budget.given, budget.length
    );
    canvas.text((WIDTH - MARGIN, y), &text, Ink::Quiet, Anchor::End);
}
