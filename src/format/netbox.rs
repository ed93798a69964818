//! A CSV that `NetBox` imports as prefixes (IPAM, Prefixes, Import), one line a prefix.

use super::csv::line;
use super::{ExportError, MOST};
use crate::document::Document;
use crate::inventory::{Single, singles};
use crate::plan::{Field, Found, Kind};

/// The fields of `NetBox`'s import form that a plan can fill; `role` would have to be there already.
const HEAD: &str = "prefix,status,is_pool,description,comments\r\n";

/// Every prefix below a path whose place is known.
pub(super) fn export(document: &Document, found: &Found) -> Result<String, ExportError> {
    let mut out = HEAD.to_owned();
    for single in singles(document, found, MOST)? {
        let cells = [
            single.prefix.to_string(),
            status(document, &single).to_owned(),
            "false".to_owned(),
            description(&single),
            document
                .plan()
                .text(single.node, Field::Note)
                .unwrap_or("")
                .to_owned(),
        ];
        line(&mut out, &cells);
    }
    Ok(out)
}

/// One of `NetBox`'s own: container, active, reserved, deprecated.
fn status(document: &Document, single: &Single) -> &'static str {
    let plan = document.plan();
    match plan.text(single.node, Field::State) {
        Some("retired") => "deprecated",
        Some("reserved" | "planned") => "reserved",
        Some("assigned") => "active",
        Some(_) | None if plan.kind(single.node) == Kind::Shoot => "active",
        Some(_) | None if plan.children(single.node).is_empty() => "reserved",
        Some(_) | None => "container",
    }
}

fn description(single: &Single) -> String {
    match &single.zone {
        Some(zone) => format!("{} {zone}", single.path),
        None => single.path.clone(),
    }
}
