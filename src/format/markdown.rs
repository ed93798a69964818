//! The review sheet: what a colleague reads before agreeing to a plan.

use std::fmt::Write as _;

use crate::addr::{Count, Family};
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::engine::{Origin, Truth, deciding};
use crate::inventory::{Holding, holdings};
use crate::plan::{Field, Found, Kind};
use crate::source::NodeId;
use crate::visible::is_hidden;

/// The sheet of everything below a path: tree, budgets, clusters, assumptions, findings, waivers.
pub(super) fn export(document: &Document, found: &Found) -> String {
    let mut out = String::new();
    head(&mut out, document, found);
    let holdings = holdings(document, found);
    tree(&mut out, document, &holdings);
    budgets(&mut out, document, found);
    clusters(&mut out, document, found);
    assumptions(&mut out, document, found, &holdings);
    findings(&mut out, document, found);
    out
}

fn head(out: &mut String, document: &Document, found: &Found) {
    let plan = document.plan();
    let name = match (plan.path(found.node), plan.name(NodeId::ROOT)) {
        (path, _) if !path.is_empty() => path,
        (_, "") => "Address plan".to_owned(),
        (_, name) => name.to_owned(),
    };
    let settings = document.evaluation().settings(found.node);
    let kubernetes = deciding(settings.version(plan, Field::Kubernetes));
    let said = [
        settings.text(plan, Field::Provider).map(str::to_owned),
        Some(format!("Kubernetes {kubernetes}")),
        settings.text(plan, Field::Cni).map(str::to_owned),
    ];
    let said: Vec<String> = said.into_iter().flatten().map(|text| cell(&text)).collect();
    let _ = writeln!(out, "# {}\n\n{}", cell(&name), said.join(" · "));
}

fn tree(out: &mut String, document: &Document, holdings: &[Holding]) {
    if holdings.is_empty() {
        return;
    }
    let plan = document.plan();
    out.push_str("\n## Prefixes\n\n| path | kind | count | first | last | origin | note |\n| --- | --- | --: | --- | --- | --- | --- |\n");
    for holding in holdings {
        let kind = holding
            .range
            .map_or_else(|| plan.kind(holding.node).word(), |range| range.key());
        let prefix = |prefix: Option<crate::addr::Prefix>| match (prefix, holding.length) {
            (Some(prefix), _) => code(&prefix.to_string()),
            (None, Some(length)) => length.to_string(),
            (None, None) => String::new(),
        };
        let last = match holding.count {
            Count::ONE => String::new(),
            _ => prefix(holding.last),
        };
        let note = match holding.range {
            None => plan.text(holding.node, Field::Note).unwrap_or(""),
            Some(_) => "",
        };
        row(
            out,
            &[
                code(&holding.path),
                kind.to_owned(),
                holding.count.to_string(),
                prefix(holding.first),
                last,
                holding.origin.word().to_owned(),
                cell(note),
            ],
        );
    }
}

fn budgets(out: &mut String, document: &Document, found: &Found) {
    let plan = document.plan();
    let mut rows = Vec::new();
    for node in plan.walk_from(found.node) {
        for family in [Family::V6, Family::V4] {
            let pool = document.evaluation().block_pool(node, family);
            let Some((budget, _)) = pool.and_then(crate::engine::Pool::budget) else {
                continue;
            };
            rows.push([
                code(&plan.path(node)),
                budget.length.to_string(),
                budget.given.to_string(),
                budget.needed.to_string(),
                budget.spare.to_string(),
                budget.room.to_string(),
                budget.planned.to_string(),
                budget.reserved.to_string(),
                budget.free.to_string(),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    out.push_str("\n## Bit budgets\n\nWhat each block has for its children, in bits and in blocks of the length named.\n\n");
    out.push_str("| block | children | given | needed | spare | room | planned | reserved | free |\n| --- | --- | --: | --: | --: | --: | --: | --: | --: |\n");
    for cells in rows {
        row(out, &cells);
    }
}

fn clusters(out: &mut String, document: &Document, found: &Found) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let shoots: Vec<NodeId> = plan
        .walk_from(found.node)
        .filter(|&node| plan.kind(node) == Kind::Shoot)
        .collect();
    if shoots.is_empty() {
        return;
    }
    out.push_str("\n## Clusters\n\n| shoot | families | nodes at most | bound by | planned | pods a node | services | pod ranges by |\n| --- | --- | --: | --- | --: | --: | --: | --- |\n");
    for node in shoots {
        let shoot = evaluation.shoot(plan, node);
        let truth = evaluation.numbers(&shoot);
        let families: Vec<String> = shoot.families.iter().map(Family::to_string).collect();
        let number = |count: Option<Count>| {
            count.map_or_else(|| "unlimited".to_owned(), |count| count.to_string())
        };
        row(
            out,
            &[
                code(&plan.path(node)),
                families.join(", "),
                number(truth.max_nodes.value),
                truth.max_nodes.by.unwrap_or("").to_owned(),
                shoot
                    .wanted_nodes()
                    .map_or_else(String::new, |nodes| nodes.to_string()),
                number(truth.max_pods.value),
                services(&truth),
                truth.allocator.word().to_owned(),
            ],
        );
    }
}

fn services(truth: &Truth) -> String {
    let texts: Vec<String> = Family::BOTH
        .into_iter()
        .filter_map(|family| truth.of(family).service_addresses)
        .map(|count| count.to_string())
        .collect();
    texts.join(", ")
}

fn assumptions(out: &mut String, document: &Document, found: &Found, holdings: &[Holding]) {
    let plan = document.plan();
    let settings = document.evaluation().settings(found.node);
    let growth = settings
        .number(plan, Field::Growth)
        .unwrap_or(Count::new(25));
    let mut lines = vec![format!(
        "{growth} % of each block is to stay free for growth"
    )];
    if settings.version(plan, Field::Kubernetes).is_none() {
        lines.push(format!(
            "no Kubernetes version is said: the limits of {}, the newest known, were taken",
            deciding(None)
        ));
    }
    let having = |origin: Origin| {
        let paths: Vec<String> = holdings
            .iter()
            .filter(|holding| holding.origin == origin)
            .map(|holding| code(&holding.path))
            .collect();
        (!paths.is_empty()).then(|| some_of(&paths))
    };
    let words = [
        (
            Origin::Assigned,
            "the infrastructure assigns these; only their lengths are known",
        ),
        (
            Origin::Undrawn,
            "nothing has been drawn yet for these unique local ranges",
        ),
        (Origin::Unplaced, "there is no place yet for these"),
        (
            Origin::Default,
            "these are the customary private ranges, the same in many clusters",
        ),
    ];
    for (origin, text) in words {
        lines.extend(having(origin).map(|paths| format!("{text}: {paths}")));
    }
    out.push_str("\n## Assumptions\n\n");
    for line in lines {
        let _ = writeln!(out, "- {line}");
    }
}

/// The first few, and how many more.
fn some_of(paths: &[String]) -> String {
    const FEW: usize = 8;
    let mut text = paths
        .iter()
        .take(FEW)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = paths.len().checked_sub(FEW).filter(|&more| more > 0) {
        let _ = write!(text, " and {more} more");
    }
    text
}

fn findings(out: &mut String, document: &Document, found: &Found) {
    let plan = document.plan();
    let inside = |finding: &&Finding| {
        found.node == NodeId::ROOT || plan.chain(finding.subject).any(|node| node == found.node)
    };
    let all = document.findings();
    let mut list: Vec<&Finding> = all.iter().filter(inside).collect();
    list.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    out.push_str("\n## Findings\n\n");
    let (waived, open): (Vec<&Finding>, Vec<&Finding>) = list
        .into_iter()
        .partition(|finding| finding.waived.is_some());
    if open.is_empty() {
        out.push_str("None.\n");
    } else {
        out.push_str("| | rule | where | what |\n| --- | --- | --- | --- |\n");
    }
    for finding in open {
        row(out, &finding_cells(document, finding, None));
    }
    if !waived.is_empty() {
        out.push_str(
            "\n## Waived\n\n| | rule | where | what | why |\n| --- | --- | --- | --- | --- |\n",
        );
        for finding in waived {
            row(
                out,
                &finding_cells(
                    document,
                    finding,
                    finding.waived.as_ref().map(|waived| waived.reason.as_str()),
                ),
            );
        }
    }
}

fn finding_cells(document: &Document, finding: &Finding, waived: Option<&str>) -> Vec<String> {
    let path = document.plan().path(finding.subject);
    let place = match (path.as_str(), finding.field) {
        ("", "") => "the plan".to_owned(),
        ("", field) => code(field),
        (path, "") => code(path),
        (path, field) => code(&format!("{path}.{field}")),
    };
    let word = match finding.severity {
        Severity::Error => "**error**",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    let mut cells = vec![
        word.to_owned(),
        code(finding.code),
        place,
        cell(&finding.message),
    ];
    cells.extend(waived.map(cell));
    cells
}

fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// Text that means nothing to Markdown, in one line.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(char);
            }
            char if is_hidden(char) => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

/// Code in one line of a table.
fn code(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|char| match char {
            '`' => '\'',
            '|' => '¦',
            char if is_hidden(char) => ' ',
            char => char,
        })
        .collect();
    format!("`{plain}`")
}

#[cfg(test)]
mod tests {
    use super::{cell, code};

    #[test]
    fn text_cannot_leave_its_cell() {
        assert_eq!(cell("a | b\n<c>"), "a \\| b \\<c\\>");
        assert_eq!(code("a|b`c"), "`a¦b'c`");
    }
}
