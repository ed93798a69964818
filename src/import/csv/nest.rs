//! Blocks in blocks, by the bits of their prefixes.

use std::collections::HashSet;

use super::super::remark::Remark;
use super::super::table::{clean, free};
use super::{Entry, say};
use crate::addr::{Family, Prefix};
use crate::plan::{Draft, Field, Kind, Value};

/// Blocks in blocks. The entries are in the order of their bits, the larger ones first.
pub(super) fn nest(entries: Vec<Entry>, remarks: &mut Vec<Remark>) -> Vec<Draft> {
    let several = entries
        .iter()
        .map(|entry| &entry.vrf)
        .collect::<HashSet<_>>()
        .len()
        > 1;
    let mut roots: Vec<Draft> = Vec::new();
    let mut vrfs: Vec<(String, Vec<Draft>)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut vrf = String::new();
    let mut entries = entries.into_iter().peekable();
    while let Some(entry) = entries.next() {
        while open
            .last()
            .is_some_and(|open| !open.prefix.covers(entry.prefix))
        {
            close(&mut open, &mut roots);
        }
        let twice = open.last().is_some_and(|open| open.prefix == entry.prefix);
        if twice {
            say(
                remarks,
                entry.line,
                "",
                format!("{} is there twice; both are imported", entry.prefix),
            );
            close(&mut open, &mut roots);
        }
        vrf.clone_from(&entry.vrf);
        open.push(Open {
            prefix: entry.prefix,
            draft: draft(entry),
        });
        if entries.peek().is_none_or(|next| next.vrf != vrf) {
            while !open.is_empty() {
                close(&mut open, &mut roots);
            }
            vrfs.push((vrf.clone(), std::mem::take(&mut roots)));
        }
    }
    let mut drafts: Vec<Draft> = vrfs
        .into_iter()
        .flat_map(|(vrf, children)| {
            if !several || vrf.is_empty() {
                return children;
            }
            vec![Draft {
                kind: Kind::Block,
                fields: vec![(Field::Name, Value::text(clean(&vrf)))],
                children,
            }]
        })
        .collect();
    unique(&mut drafts);
    drafts
}

#[derive(Debug)]
struct Open {
    prefix: Prefix,
    draft: Draft,
}

fn close(open: &mut Vec<Open>, roots: &mut Vec<Draft>) {
    let Some(last) = open.pop() else { return };
    match open.last_mut() {
        Some(around) => around.draft.children.push(last.draft),
        None => roots.push(last.draft),
    }
}

fn draft(entry: Entry) -> Draft {
    let network = match entry.prefix.family() {
        Family::V4 => Field::V4,
        Family::V6 => Field::V6,
    };
    let mut fields = entry.fields;
    fields.push((Field::Name, Value::text(entry.name)));
    fields.push((network, Value::text(entry.prefix.to_string())));
    fields.sort_by_key(|(field, _)| field.index());
    Draft {
        kind: Kind::Block,
        fields,
        children: Vec::new(),
    }
}

/// Gives each block of a list a name of its own: its prefix behind it, where another has the name.
fn unique(drafts: &mut [Draft]) {
    let mut taken: HashSet<String> = HashSet::new();
    for draft in drafts {
        let text = |field: Field| {
            draft
                .fields
                .iter()
                .find(|(other, _)| *other == field)
                .and_then(|(_, value)| value.as_text())
        };
        let name = text(Field::Name).unwrap_or("").to_owned();
        let prefix = text(Field::V4)
            .or_else(|| text(Field::V6))
            .unwrap_or("")
            .replace('/', "-");
        let longer = format!("{name} {prefix}");
        let free = if taken.contains(&name) {
            free(&longer, |name| taken.contains(name))
        } else {
            name.clone()
        };
        taken.insert(free.clone());
        if free != name
            && let Some((_, value)) = draft
                .fields
                .iter_mut()
                .find(|(field, _)| *field == Field::Name)
        {
            *value = Value::text(free);
        }
        unique(&mut draft.children);
    }
}
