//! Prefix lists by level, each followed by what it comes to when it is aggregated.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ExportError, MOST};
use crate::addr::{Family, Prefix};
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

/// The fewest prefixes of one family that cover the same addresses.
pub fn aggregate(prefixes: &[Prefix]) -> Vec<Prefix> {
    let mut sorted = prefixes.to_vec();
    sorted.sort_by_key(|prefix| (prefix.first(), prefix.bits()));
    let mut fewest: Vec<Prefix> = Vec::new();
    for mut prefix in sorted {
        if fewest.last().is_some_and(|last| last.covers(prefix)) {
            continue;
        }
        while let Some(parent) = prefix.parent() {
            let [low, high] = parent.split().expect("invariant: a parent has halves");
            if high == prefix && fewest.last() == Some(&low) {
                fewest.pop();
                prefix = parent;
            } else {
                break;
            }
        }
        fewest.push(prefix);
    }
    fewest
}

#[cfg(test)]
mod tests {
    use super::aggregate;
    use crate::addr::{Prefix, parse_prefix};

    fn check(prefixes: &[&str], expected: &[&str]) {
        let read = |texts: &[&str]| -> Vec<Prefix> {
            texts
                .iter()
                .map(|text| parse_prefix(text).expect("the test writes prefixes"))
                .collect()
        };
        assert_eq!(aggregate(&read(prefixes)), read(expected));
    }

    #[test]
    fn neighbours_become_one() {
        check(&["10.0.1.0/24", "10.0.0.0/24"], &["10.0.0.0/23"]);
        check(
            &["10.0.1.0/24", "10.0.2.0/24"],
            &["10.0.1.0/24", "10.0.2.0/24"],
        );
        check(
            &["2001:db8::/34", "2001:db8:4000::/34", "2001:db8:8000::/33"],
            &["2001:db8::/32"],
        );
        check(&["2001:db8::/32", "2001:db8:1::/48"], &["2001:db8::/32"]);
        check(&["10.0.0.0/24", "10.0.0.0/24"], &["10.0.0.0/24"]);
        check(&[], &[]);
    }
}
