//! Prefix lists by level, each followed by what it comes to when it is aggregated.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ExportError, MOST};
use crate::addr::{Family, Prefix, aggregate};
use crate::document::Document;
use crate::inventory::{Single, singles};
use crate::plan::Found;
use crate::visible::clean;

/// A section a level and family, from the highest level down: its prefixes, then the fewest that cover just these.
pub(super) fn export(document: &Document, found: &Found) -> Result<String, ExportError> {
    let list = singles(document, found, MOST)?;
    let mut levels: BTreeMap<(usize, &str, Family), Vec<&Single>> = BTreeMap::new();
    for single in &list {
        let depth = single.path.split('/').count();
        let what = single.range.map_or_else(
            || document.plan().kind(single.node).word(),
            |range| range.key(),
        );
        let family = single.prefix.family();
        levels
            .entry((depth, what, family))
            .or_default()
            .push(single);
    }
    let mut out = String::new();
    for ((depth, what, family), singles) in levels {
        section(
            &mut out,
            &format!("level {depth}, {what}, {family}"),
            &singles,
        );
    }
    Ok(out)
}

fn section(out: &mut String, title: &str, singles: &[&Single]) {
    let prefixes: Vec<Prefix> = singles.iter().map(|single| single.prefix).collect();
    let fewest = aggregate(&prefixes);
    if !out.is_empty() {
        out.push('\n');
    }
    let plural = if prefixes.len() == 1 { "" } else { "es" };
    let _ = writeln!(out, "# {title}: {} prefix{plural}", prefixes.len());
    for single in singles {
        let _ = writeln!(
            out,
            "{:<43} # {}",
            single.prefix.to_string(),
            clean(&single.path)
        );
    }
    let _ = writeln!(out, "# {title}: aggregated to {}", fewest.len());
    for prefix in fewest {
        let _ = writeln!(out, "{prefix}");
    }
}
