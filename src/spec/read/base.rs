//! What a value begins with: a keyword, a literal prefix, or a length to place.

use std::ops::Range;

use crate::addr::{AddressError, Family, parse_prefix};
use crate::plan::{Base, Fault};

use super::super::keyword::Keyword;
use super::super::quote::quoted;
use super::super::slip;
use super::length::Wanted;
use super::{Reader, Start};

/// No prefix is written longer: an address has at most 45 characters.
const LONGEST_LITERAL: usize = 60;

impl Reader<'_> {
    /// What stands in those bytes.
    pub(super) fn base(&mut self, head: Range<usize>) -> Option<Start> {
        let text = &self.value.text[head.clone()];
        if text.starts_with('/') {
            return Some(self.bare(head.end));
        }
        for family in Family::BOTH {
            let key = family.key();
            if text.starts_with(key) && text[key.len()..].starts_with(':') {
                return self.tagged(family, head);
            }
        }
        if is_literal(text) {
            return self.literal(head);
        }
        let slash = text.find('/');
        let word = 0..slash.unwrap_or(head.end);
        let keyword = self.keyword(word)?;
        let digits = slash.map(|slash| slash + 1..head.end);
        Some(self.start(keyword, head, digits))
    }

    /// `/N`. A length that only IPv6 has is of that family.
    fn bare(&mut self, end: usize) -> Start {
        let digits = &self.value.text[1..end];
        let is_long = digits.parse::<u32>().is_ok_and(|bits| bits > 32);
        let family = if is_long { Family::V6 } else { self.bare };
        self.place(family, Family::V6.width(), 1..end)
    }

    fn place(&mut self, family: Family, longest: u8, digits: Range<usize>) -> Start {
        let length = self.length(&Wanted {
            of: "",
            family,
            bounds: (0, longest),
            digits,
        });
        Start {
            family: Some(family),
            base: length.map(Base::Place),
            keyword: None,
        }
    }

    /// `v4:/N`, `v6:/N`.
    fn tagged(&mut self, family: Family, head: Range<usize>) -> Option<Start> {
        let text = &self.value.text[head.clone()];
        let rest = &text[3..];
        if rest.starts_with('/') {
            return Some(self.place(family, family.width(), 4..head.end));
        }
        if is_literal(rest)
            && let Ok(prefix) = parse_prefix(rest)
        {
            let own = prefix.family();
            let (code, message) = if own == family {
                (
                    "spec-syntax",
                    format!("`{text}` names its family twice; a prefix tells it"),
                )
            } else {
                (
                    "spec-family",
                    format!(
                        "`{rest}` is an {own} prefix behind `{family}`",
                        family = &text[..3]
                    ),
                )
            };
            let fault = self.error(code, head, message);
            self.faults
                .push(self.value.mend(fault, own == family, &(0..3), ""));
            return Some(Start {
                family: Some(own),
                base: Some(Base::Literal(prefix)),
                keyword: None,
            });
        }
        let message = format!("{} has no length behind `{}`", quoted(text), &text[..3]);
        let fault = self
            .error("spec-syntax", head, message)
            .help(format!("write a length, as in `{}/24`", &text[..3]));
        self.faults.push(fault);
        None
    }

    /// A prefix in full.
    fn literal(&mut self, head: Range<usize>) -> Option<Start> {
        let text = &self.value.text[head.clone()];
        let prefix = match parse_prefix(text) {
            Ok(prefix) => prefix,
            Err(error) => {
                let (code, meant) = match error {
                    AddressError::HostBits { prefix, .. } => ("host-bits", Some(prefix)),
                    AddressError::TooLong { .. } => ("spec-length", None),
                    AddressError::Address(_)
                    | AddressError::LeadingZeros(_)
                    | AddressError::Zone(_)
                    | AddressError::NoLength(_)
                    | AddressError::Length(_)
                    | AddressError::Mapped(_) => ("spec-syntax", None),
                };
                let fault = self.error(code, head.clone(), error.to_string());
                let fault = match meant {
                    Some(prefix) => self.value.mend(fault, false, &head, &prefix.to_string()),
                    None => fault,
                };
                self.faults.push(fault);
                meant?
            }
        };
        Some(Start {
            family: Some(prefix.family()),
            base: Some(Base::Literal(prefix)),
            keyword: None,
        })
    }

    /// A keyword with what stands behind its slash.
    fn start(
        &mut self,
        keyword: &'static Keyword,
        head: Range<usize>,
        digits: Option<Range<usize>>,
    ) -> Start {
        let length = digits.and_then(|digits| {
            let Some(bounds) = keyword.lengths else {
                self.takes_none(keyword, digits.start - 1..digits.end);
                return None;
            };
            self.length(&Wanted {
                of: keyword.word(),
                family: keyword.family.unwrap_or(Family::V6),
                bounds,
                digits,
            })
        });
        let base = self.placed(keyword, head).then(|| (keyword.base)(length));
        Start {
            family: keyword.family,
            base,
            keyword: Some(keyword),
        }
    }

    fn takes_none(&mut self, keyword: &Keyword, part: Range<usize>) {
        let word = keyword.word();
        let message = format!(
            "`{word}` takes no length, and {} stands behind it",
            quoted(&self.value.text[part.clone()])
        );
        let fault = self.error("spec-length", part.clone(), message);
        let mut fault = self.value.mend(fault, false, &part, "");
        if word == "v4private" {
            fault = fault
                .help("write `v4:/16` to have a /16 placed, or a prefix such as `10.0.0.0/16`");
        }
        self.faults.push(fault);
    }

    /// The keyword of a word, or the one that is meant.
    fn keyword(&mut self, part: Range<usize>) -> Option<&'static Keyword> {
        let word = &self.value.text[part.clone()];
        if let Some(keyword) = Keyword::of(word) {
            return Some(keyword);
        }
        let stem = word.trim_end_matches(|char: char| char.is_ascii_digit());
        if let Some(keyword) = Keyword::of(stem).filter(|keyword| keyword.lengths.is_some()) {
            let message = format!("{} has no slash before its length", quoted(word));
            let fault = self.error("spec-syntax", part.clone(), message);
            let meant = format!("{stem}/{}", &word[stem.len()..]);
            self.faults
                .push(self.value.mend(fault, false, &part, &meant));
            return Some(keyword);
        }
        if let Some(slip) = slip::keyword(word) {
            self.alias(part, slip.meant.word(), slip.certain);
            return Some(slip.meant);
        }
        let fault = self.unknown(part);
        self.faults.push(fault);
        None
    }

    /// A word that is no keyword and not near one.
    fn unknown(&self, part: Range<usize>) -> Fault {
        let word = &self.value.text[part.clone()];
        let shown = quoted(word);
        if slip::is_global4(word) {
            let message = format!("{shown} is no keyword: only IPv6 has `v6global`");
            self.error("spec-syntax", part, message)
                .help("write `v4private`, or the IPv4 prefix itself")
        } else if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("{shown} has no slash; a length is written `/{word}`");
            let fault = self.error("spec-syntax", part.clone(), message);
            self.value.mend(fault, false, &part, &format!("/{word}"))
        } else {
            let known: Vec<String> = Keyword::words().map(|word| format!("`{word}`")).collect();
            let message = format!("{shown} is neither a keyword nor a prefix");
            self.error("spec-syntax", part, message).help(format!(
                "write one of {}, a prefix, or a length such as `/20`",
                known.join(", ")
            ))
        }
    }
}

/// Whether the text is meant as an address, as far as its characters tell.
fn is_literal(text: &str) -> bool {
    text.len() <= LONGEST_LITERAL
        && text.contains([':', '.'])
        && text.starts_with(|char: char| char == ':' || char.is_ascii_hexdigit())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}
