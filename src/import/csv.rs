//! A table of prefixes, as `NetBox`, phpIPAM and spreadsheets write it: blocks, nested by containment.

mod nest;
mod rows;

use std::collections::{HashMap, HashSet};

use super::remark::Remark;
use super::table::clean;
use crate::addr::Prefix;
use crate::manifest::Cidr;
use crate::plan::{Draft, Field, Value};
use crate::visible::is_hidden;
use nest::nest;
use rows::{Row, rows, separator};

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Column {
    Prefix,
    Mask,
    Name,
    Parent,
    Status,
    Role,
    Owner,
    Note,
    Vrf,
}

/// How tables spell their columns, in lower case, letters and digits only; what stands first is looked for first.
const SPELLINGS: &[(Column, &[&str])] = &[
    (
        Column::Prefix,
        &[
            "prefix",
            "cidr",
            "network",
            "subnet",
            "ipprefix",
            "prefixes",
            "networkaddress",
            "ipnetwork",
            "addressspace",
            "range",
            "netz",
        ],
    ),
    (
        Column::Mask,
        &["mask", "netmask", "prefixlength", "bits", "masklength"],
    ),
    (
        Column::Name,
        &[
            "name",
            "label",
            "title",
            "hostname",
            "subnetname",
            "bezeichnung",
        ],
    ),
    (
        Column::Note,
        &[
            "description",
            "comment",
            "comments",
            "note",
            "notes",
            "remark",
            "beschreibung",
        ],
    ),
    (
        Column::Parent,
        &[
            "parent",
            "parentprefix",
            "mastersubnet",
            "container",
            "aggregate",
            "supernet",
            "parentname",
        ],
    ),
    (Column::Status, &["status", "state", "zustand"]),
    (Column::Role, &["role", "usage", "type", "purpose"]),
    (
        Column::Owner,
        &["owner", "tenant", "customer", "responsible"],
    ),
    (Column::Vrf, &["vrf", "vrfname", "routingdomain"]),
];

/// What tables call states, and what a plan does. A container is no state: it has something inside.
const STATES: &[(&str, Option<&str>)] = &[
    ("active", Some("assigned")),
    ("used", Some("assigned")),
    ("inuse", Some("assigned")),
    ("assigned", Some("assigned")),
    ("allocated", Some("assigned")),
    ("offline", Some("assigned")),
    ("dhcp", Some("assigned")),
    ("reserved", Some("reserved")),
    ("planned", Some("planned")),
    ("free", Some("planned")),
    ("available", Some("planned")),
    ("deprecated", Some("retired")),
    ("retired", Some("retired")),
    ("decommissioned", Some("retired")),
    ("container", None),
    ("", None),
];

fn key(text: &str) -> String {
    let signs = text.chars().filter(|char| char.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// Which column tells what. Each is found once.
fn columns(header: &[String]) -> HashMap<Column, usize> {
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    let mut found = HashMap::new();
    let mut taken = HashSet::new();
    for (column, spellings) in SPELLINGS {
        let at = spellings
            .iter()
            .find_map(|spelling| keys.iter().position(|key| key == spelling));
        if let Some(at) = at.filter(|&at| taken.insert(at)) {
            found.insert(*column, at);
        }
    }
    found
}

/// Whether a text is a table with a column of prefixes.
pub fn is_csv(text: &str) -> bool {
    let Some(first) = rows(text, separator(text)).next() else {
        return false;
    };
    let columns = columns(&first.cells);
    columns.contains_key(&Column::Prefix)
        && (first.cells.len() > 1
            || key(&first.cells[0])
                == key(text
                    .trim_start_matches('\u{feff}')
                    .lines()
                    .find(|line| !line.trim().is_empty())
                    .unwrap_or("")))
}

/// One prefix of a table.
#[derive(Debug)]
struct Entry {
    prefix: Prefix,
    line: usize,
    name: String,
    parent: String,
    vrf: String,
    fields: Vec<(Field, Value)>,
}

/// The blocks of a table, and what has to be said of it.
pub fn read(text: &str) -> (Vec<Draft>, Vec<Remark>) {
    let mut all = rows(text, separator(text));
    let mut remarks = Vec::new();
    let Some(header) = all.next() else {
        return (Vec::new(), remarks);
    };
    let columns = columns(&header.cells);
    unread(&header, &columns, &mut remarks);
    let mut entries: Vec<Entry> = all
        .filter_map(|row| entry(&row, &columns, &mut remarks))
        .collect();
    entries.sort_by(|left, right| {
        let place = |entry: &Entry| {
            (
                entry.vrf.clone(),
                entry.prefix.family(),
                entry.prefix.raw(),
                entry.prefix.bits(),
                entry.line,
            )
        };
        place(left).cmp(&place(right))
    });
    parents(&entries, &mut remarks);
    let drafts = nest(entries, &mut remarks);
    remarks.sort();
    (drafts, remarks)
}

fn say(remarks: &mut Vec<Remark>, line: usize, field: &str, message: String) {
    remarks.push(Remark {
        line,
        subject: String::new(),
        field: field.to_owned(),
        message,
    });
}

/// Names the columns that have values and are not understood.
fn unread(header: &Row, columns: &HashMap<Column, usize>, remarks: &mut Vec<Remark>) {
    let taken: HashSet<usize> = columns.values().copied().collect();
    let left = header
        .cells
        .iter()
        .enumerate()
        .filter(|(index, name)| !taken.contains(index) && !name.trim().is_empty());
    let names: Vec<String> = left.map(|(_, name)| format!("`{}`", name.trim())).collect();
    if !names.is_empty() {
        let message = match names.as_slice() {
            [one] => format!("the column {one} is not read"),
            names => format!("the columns {} are not read", names.join(", ")),
        };
        say(remarks, header.line, "", message);
    }
}

fn entry(row: &Row, columns: &HashMap<Column, usize>, remarks: &mut Vec<Remark>) -> Option<Entry> {
    let cell = |column: Column| {
        columns
            .get(&column)
            .and_then(|&index| row.cells.get(index))
            .map_or("", |cell| cell.trim())
    };
    if row.cells.iter().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    let prefix = prefix(cell(Column::Prefix), cell(Column::Mask), row.line, remarks)?;
    let mut fields = Vec::new();
    let mut notes = Vec::new();
    let word = cell(Column::Status);
    match STATES.iter().find(|(name, _)| *name == key(word)) {
        Some((_, Some(state))) => fields.push((Field::State, Value::text(*state))),
        Some((_, None)) => {}
        None => {
            say(
                remarks,
                row.line,
                "status",
                format!("`{word}` is no state that is known; it is kept as a note"),
            );
            notes.push(format!("status: {word}"));
        }
    }
    for (column, field) in [(Column::Role, Field::Role), (Column::Owner, Field::Owner)] {
        let text = cell(column).replace(is_hidden, " ");
        if !text.is_empty() {
            fields.push((field, Value::text(text)));
        }
    }
    let (name, note) = match (cell(Column::Name), cell(Column::Note)) {
        ("", note) if note.chars().count() <= 40 && !note.contains('\n') => (note, ""),
        both => both,
    };
    if !note.is_empty() {
        notes.insert(0, note.replace(is_hidden, " "));
    }
    if !notes.is_empty() {
        fields.push((Field::Note, Value::text(notes.join("; "))));
    }
    let cleaned = if name.is_empty() {
        prefix.to_string().replace('/', "-")
    } else {
        clean(name)
    };
    if !name.is_empty() && cleaned != name {
        say(
            remarks,
            row.line,
            "name",
            format!(
                "`{}` cannot stand in a path; it is imported as `{cleaned}`",
                name.replace(is_hidden, "\u{fffd}")
            ),
        );
    }
    Some(Entry {
        prefix,
        line: row.line,
        name: cleaned,
        parent: cell(Column::Parent).to_owned(),
        vrf: cell(Column::Vrf).to_owned(),
        fields,
    })
}

/// A prefix out of one cell or two.
fn prefix(text: &str, mask: &str, line: usize, remarks: &mut Vec<Remark>) -> Option<Prefix> {
    let joined = if text.contains('/') || mask.is_empty() {
        text.to_owned()
    } else {
        format!("{text}/{}", bits(mask))
    };
    let shown: String = joined.chars().take(60).collect();
    let Some(cidr) = Cidr::parse(&joined) else {
        let what = if joined.is_empty() {
            "there is no prefix in this row".to_owned()
        } else {
            format!("`{shown}` is no prefix")
        };
        say(remarks, line, "", format!("{what}; the row is left out"));
        return None;
    };
    let prefix = cidr.prefix();
    if cidr.is_mapped() {
        say(
            remarks,
            line,
            "",
            format!("`{shown}` is IPv4 in IPv6's spelling; it is imported as {prefix}"),
        );
    } else if !cidr.is_canonical() {
        say(
            remarks,
            line,
            "",
            format!("`{shown}` has host bits; it is imported as {prefix}"),
        );
    }
    Some(prefix)
}

/// `255.255.255.0` is 24 bits; anything else stays.
fn bits(mask: &str) -> String {
    let mask = mask.trim_start_matches('/');
    match mask.parse::<std::net::Ipv4Addr>().map(u32::from) {
        Ok(bits) if bits.leading_ones() + bits.trailing_zeros().min(32) >= 32 => {
            bits.leading_ones().to_string()
        }
        Ok(_) | Err(_) => mask.to_owned(),
    }
}

/// Says where a parent is written in which a prefix does not lie.
fn parents(entries: &[Entry], remarks: &mut Vec<Remark>) {
    let mut named: HashMap<&str, Vec<Prefix>> = HashMap::new();
    for entry in entries {
        named.entry(&entry.name).or_default().push(entry.prefix);
    }
    for entry in entries
        .iter()
        .filter(|entry| !entry.parent.is_empty() && entry.parent != "/")
    {
        let written = Cidr::parse(&entry.parent).map(Cidr::prefix);
        let around: Vec<Prefix> = written
            .into_iter()
            .chain(
                named
                    .get(entry.parent.as_str())
                    .into_iter()
                    .flatten()
                    .copied(),
            )
            .collect();
        let parent: String = entry.parent.chars().take(60).collect();
        if around.is_empty() {
            say(
                remarks,
                entry.line,
                "parent",
                format!(
                    "`{parent}` is in no row; {} lies where its bits say",
                    entry.prefix
                ),
            );
        } else if !around.iter().any(|around| around.covers(entry.prefix)) {
            say(
                remarks,
                entry.line,
                "parent",
                format!(
                    "{} does not lie in `{parent}`; it lies where its bits say",
                    entry.prefix
                ),
            );
        }
    }
}
