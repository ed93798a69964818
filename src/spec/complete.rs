//! What could stand at the caret.

use std::borrow::Cow;

use crate::addr::{Family, Length};
use crate::plan::{Base, RangeKind, Spec};

use super::keyword::Keyword;
use super::parse::parse;
use super::statement::{KEYWORDS, PLACE, PREFIX};

/// One text that could stand at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The text to insert.
    pub text: String,
    /// The characters of the whole text that it replaces, the end excluded.
    pub replaces: (usize, usize),
    /// What it means, in one line.
    pub meaning: Cow<'static, str>,
}

/// The lengths of the enclosing pools; `None` without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pools {
    /// Of the IPv4 pool.
    pub v4: Option<Length>,
    /// Of the IPv6 pool.
    pub v6: Option<Length>,
}

impl Pools {
    fn shortest(self, family: Family) -> u8 {
        let pool = match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        };
        pool.map_or(0, Length::bits)
    }
}

/// What stands round the caret.
struct Caret {
    /// The value before the part that is completed.
    before: String,
    /// The part up to the caret: a word, or `/` or `+` and what follows it.
    typed: String,
    /// The whole part, which the completion replaces.
    part: String,
    replaces: (usize, usize),
    /// What the other values ask for.
    others: Spec,
}

/// What could stand at the caret, which is counted in characters of the tuple `text`. Lengths are offered if they
/// fit the pool and the value before them, those on a nibble border first.
pub fn complete(kind: RangeKind, text: &str, caret: usize, pools: Pools) -> Vec<Completion> {
    let caret = Caret::find(kind, text, caret);
    let mut texts = Vec::new();
    match caret.part.chars().next() {
        Some('/') => texts.extend(lengths(&caret.before, &caret, pools)),
        Some('+') => texts.extend(modifier(kind, &caret.before)),
        Some(_) | None => {
            texts.extend(words(kind, &caret.others));
            if caret.before.is_empty() && Keyword::of(&caret.part).is_some() {
                return caret.continued(kind, pools);
            }
        }
    }
    caret.offer(texts)
}

impl Caret {
    fn find(kind: RangeKind, text: &str, caret: usize) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let caret = caret.min(chars.len());
        let is_comma = |&char: &char| char == ',';
        let mut start = chars[..caret]
            .iter()
            .rposition(is_comma)
            .map_or(0, |comma| comma + 1);
        let end = chars[caret..]
            .iter()
            .position(is_comma)
            .map_or(chars.len(), |comma| caret + comma);
        let others: String = [&chars[..start], &chars[end..]]
            .concat()
            .into_iter()
            .collect();
        let others = others.replace(",,", ",");
        let (others, _) = parse(kind, &[others.trim_matches([',', ' '])]);
        while start < caret && chars[start] == ' ' {
            start += 1;
        }
        let is_border = |&char: &char| matches!(char, '/' | '+');
        let from = chars[start..caret]
            .iter()
            .rposition(is_border)
            .map_or(start, |border| start + border);
        let ends = |&char: &char| matches!(char, '/' | '+' | ' ');
        let to = chars[caret..end]
            .iter()
            .position(ends)
            .map_or(end, |border| caret + border);
        let string = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        Self {
            before: string(start, from),
            typed: string(from, caret),
            part: string(from, to),
            replaces: (from, to),
            others,
        }
    }

    /// Those of the texts that begin with what is typed and would change something.
    fn offer(&self, texts: Vec<(String, &'static str)>) -> Vec<Completion> {
        let typed = self.typed.to_ascii_lowercase();
        texts
            .into_iter()
            .filter(|(text, _)| *text != self.part && text.to_ascii_lowercase().starts_with(&typed))
            .map(|(text, meaning)| Completion {
                text,
                replaces: self.replaces,
                meaning: meaning.into(),
            })
            .collect()
    }

    /// What could follow a keyword that is complete.
    fn continued(&self, kind: RangeKind, pools: Pools) -> Vec<Completion> {
        let (_, end) = self.replaces;
        let behind = Self {
            before: self.part.clone(),
            typed: String::new(),
            part: String::new(),
            replaces: (end, end),
            others: self.others.clone(),
        };
        let mut texts = modifier(kind, &behind.before);
        texts.extend(lengths(&behind.before, &behind, pools));
        behind.offer(texts)
    }
}

/// The words that can begin a value beside the others.
fn words(kind: RangeKind, others: &Spec) -> Vec<(String, &'static str)> {
    let is_custom = |family| {
        others
            .of(family)
            .is_some_and(|ask| ask.base == Base::Custom)
    };
    let has_custom = Family::BOTH.into_iter().any(is_custom);
    let is_free = |family| others.of(family).is_none() || is_custom(family);
    let mut texts: Vec<(String, &'static str)> = KEYWORDS
        .iter()
        .filter(|keyword| keyword.statement.kinds.contains(&kind))
        .filter(|keyword| keyword.family.map_or(!has_custom, is_free))
        .map(|keyword| (keyword.word().to_owned(), keyword.statement.meaning))
        .collect();
    let free = Family::BOTH.into_iter().filter(|&family| is_free(family));
    texts.extend(free.map(|family| (format!("{}:/", family.key()), PLACE.meaning)));
    texts
}

/// `+prefix`, where the value before it can have one.
fn modifier(kind: RangeKind, before: &str) -> Vec<(String, &'static str)> {
    let word = before.split('/').next().unwrap_or(before);
    let takes = Keyword::of(word).is_none_or(|keyword| keyword.takes_prefix);
    if PREFIX.kinds.contains(&kind) && takes && !before.is_empty() && !before.contains('+') {
        vec![(PREFIX.word.to_owned(), PREFIX.meaning)]
    } else {
        Vec::new()
    }
}

/// The lengths that can follow `before`.
fn lengths(before: &str, caret: &Caret, pools: Pools) -> Vec<(String, &'static str)> {
    if let Some((base, _)) = before.split_once("+prefix") {
        return node_prefixes(base, pools);
    }
    match before {
        "" => bare(&caret.others, pools),
        "v4:" => fitting(Family::V4, (0, 32), pools),
        "v6:" => fitting(Family::V6, (0, 128), pools),
        word => Keyword::of(word)
            .and_then(|keyword| {
                let (family, bounds) = (keyword.family?, keyword.lengths?);
                // A unique local prefix is not taken from the pool.
                let pools = if word == "v6private" {
                    Pools::default()
                } else {
                    pools
                };
                Some(fitting(family, bounds, pools))
            })
            .unwrap_or_default(),
    }
}

/// The lengths without a family, where their number or the other value tells it.
fn bare(others: &Spec, pools: Pools) -> Vec<(String, &'static str)> {
    let is_free = |family| others.of(family).is_none();
    let mut texts = Vec::new();
    if is_free(Family::V6) {
        let shortest = if is_free(Family::V4) { 33 } else { 0 };
        texts.extend(fitting(Family::V6, (shortest, 128), pools));
    }
    if is_free(Family::V4) {
        texts.extend(fitting(Family::V4, (0, 32), pools));
    }
    texts
}

/// Lengths of a node's prefix: not shorter than the range, or than the pool.
fn node_prefixes(base: &str, pools: Pools) -> Vec<(String, &'static str)> {
    let (spec, _) = parse(RangeKind::Nodes, &[base]);
    let halves = Family::BOTH
        .into_iter()
        .filter_map(|family| Some((family, spec.of(family)?)));
    halves
        .flat_map(|(family, ask)| {
            let (own, pools) = match ask.base {
                Base::Private6(length) => (length, Pools::default()),
                Base::Global(length) | Base::FromNode(length) => (length, pools),
                Base::Literal(prefix) => (Some(prefix.length()), Pools::default()),
                Base::Place(length) => (Some(length), pools),
                Base::Private4 => (None, Pools::default()),
                Base::Custom | Base::Absent => return Vec::new(),
            };
            fitting(family, (own.map_or(0, Length::bits), family.width()), pools)
        })
        .collect()
}

/// The lengths within the bounds that fit the pool, those on a nibble border first.
fn fitting(family: Family, bounds: (u8, u8), pools: Pools) -> Vec<(String, &'static str)> {
    let (shortest, longest) = bounds;
    let all = shortest.max(pools.shortest(family))..=longest;
    let (nibble, other): (Vec<u8>, Vec<u8>) = all.partition(|bits| bits.is_multiple_of(4));
    let on = nibble
        .into_iter()
        .map(|bits| (bits, "a length on a nibble border"));
    let off = other
        .into_iter()
        .map(|bits| (bits, "a length between two nibble borders"));
    on.chain(off)
        .map(|(bits, meaning)| (format!("/{bits}"), meaning))
        .collect()
}
