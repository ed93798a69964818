//! Where things stand: identities of a plan's parts, places in it, spans of a text, and sources of facts.

use std::fmt;

/// One definition in a plan. Never given to another while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The plan itself, the block without prefixes above everything.
    pub const ROOT: Self = Self(0);

    /// The id with that number.
    ///
    /// # Panics
    /// Past 2^32 definitions, which no file within the size limit holds.
    pub fn from_index(index: usize) -> Self {
        Self(
            u32::try_from(index)
                .expect("invariant: a file within the size limit has fewer definitions"),
        )
    }

    /// Its number, for tables with one row a definition.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// A place in a plan: a definition, one of its fields, and characters inside the field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The definition.
    pub node: NodeId,
    /// The key as the file spells it (`nodes`, `v6`); empty for the definition itself.
    pub field: &'static str,
    /// Which item of a list or key of a mapping, from 0.
    pub item: Option<u16>,
    /// Characters inside the value, from 0, the end excluded.
    pub chars: Option<(u16, u16)>,
}

impl Place {
    /// The definition itself: its name, in a file.
    pub const fn node(node: NodeId) -> Self {
        Self::field(node, "")
    }

    /// A field of it.
    pub const fn field(node: NodeId, field: &'static str) -> Self {
        Self {
            node,
            field,
            item: None,
            chars: None,
        }
    }
}

/// Bytes of one text, the end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span between two byte offsets.
    ///
    /// # Panics
    /// Past 4 GiB; files are limited to 256 MiB.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow =
            |offset| u32::try_from(offset).expect("invariant: texts are limited to 256 MiB");
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// The bytes as a range.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Finds lines and columns of byte offsets in a text.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(offset, _)| Span::new(offset + 1, offset + 1).start))
            .collect();
        Self { starts }
    }

    /// Where the byte offset stands in the text that the index was made of.
    pub fn place(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1] as usize;
        let end = (offset as usize).min(text.len());
        let before = text.get(start..end).unwrap_or("");
        let column = before.chars().filter(|&char| char != '\u{feff}').count() + 1;
        LineColumn { line, column }
    }
}

/// Where a claim can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// What it is: a file and function, an RFC section, an issue.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
}
