//! What the value of a field means, and what is wrong with it when it stands alone.

mod waivers;

use super::field::{Field, Sort};
use super::seed::{self, Seed};
use super::value::Value;
use super::version::{Date, Version};
use super::{Fault, RangeKind, Spec};
use crate::addr::{AddressError, Count, Family, Length, Prefix, parse_length, parse_prefix};
use crate::diag::Severity;
use crate::visible::clean;

/// How the text of a spec is read. The plan knows what specs mean; the spec language is above it.
pub type Lexicon = fn(RangeKind, &[&str]) -> (Spec, Vec<Fault>);

/// What a value means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Null, or nothing that could be made out.
    Nothing,
    /// A text or something that is kept as it is: look at the value.
    Kept,
    /// A number.
    Number(Count),
    /// `true` or `false`.
    Flag(bool),
    /// A prefix of the field's family.
    Prefix(Prefix),
    /// A length of the field's family.
    Length(Length),
    /// One or more prefixes.
    Prefixes(Vec<Prefix>),
    /// A list of names.
    Names(Vec<Box<str>>),
    /// A version.
    Version(Version),
    /// A spec.
    Spec(Box<Spec>),
    /// Prefixes by range.
    Pinned(Box<[(RangeKind, Prefix)]>),
    /// Waivers.
    Waivers(Box<[Waiver]>),
    /// Seeds.
    Seeds(Box<[Seed]>),
}

/// A rule that a person has waived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Which item of the list it is, from 0.
    pub item: u16,
    /// The rule's code.
    pub rule: Box<str>,
    /// Why.
    pub reason: Box<str>,
    /// The last day on which it holds.
    pub until: Option<Date>,
}

/// A meaning with the faults of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// What it means.
    pub meaning: Meaning,
    /// What is wrong with it.
    pub faults: Box<[Fault]>,
}

/// Reads the value of a field.
pub(super) fn meaning_of(field: Field, value: &Value, lexicon: Lexicon) -> Meant {
    let mut reader = Reader { faults: Vec::new() };
    let meaning = if matches!(value, Value::Null) {
        Meaning::Nothing
    } else {
        reader.read(field, value, lexicon)
    };
    Meant {
        meaning,
        faults: reader.faults.into(),
    }
}

/// The code of a value that its field cannot take.
pub const FIELD_VALUE: &str = "field-value";

pub(super) struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn read(&mut self, field: Field, value: &Value, lexicon: Lexicon) -> Meaning {
        match field.info().sort {
            Sort::Text => self
                .scalar(field, value)
                .map_or(Meaning::Nothing, |_| Meaning::Kept),
            Sort::Mapping => self.kept(field, value),
            Sort::Number(least, most) => self.number(field, value, least, most),
            Sort::Flag => self.flag(field, value),
            Sort::Choice(words) => self.choice(field, value, words),
            Sort::Network => self.network(field, value),
            Sort::Range => self.range(field, value, lexicon),
            Sort::Prefixes => self.prefixes(field, value),
            Sort::Names => self.names(field, value),
            Sort::Version => self.version(field, value),
            Sort::Pinned => self.pinned(value),
            Sort::Waivers => self.waivers(value),
            Sort::Seeds => Meaning::Seeds(seed::seeds(self, value).into()),
        }
    }

    pub(super) fn fault(&mut self, item: usize, text: &str, message: String, help: &str) {
        self.faults
            .push(Fault::new(FIELD_VALUE, Severity::Error, item, text, message).help(help));
    }

    fn scalar<'v>(&mut self, field: Field, value: &'v Value) -> Option<&'v str> {
        match value {
            Value::Text(text) => Some(text),
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                let what = if matches!(value, Value::List(_)) {
                    "a list"
                } else {
                    "a mapping"
                };
                let message = format!("`{}` takes one value, and {what} stands here", field.key());
                self.fault(0, "", message, "write a single value");
                None
            }
        }
    }

    /// What is kept as it is has to be a mapping, or a list of them, all the same.
    fn kept(&mut self, field: Field, value: &Value) -> Meaning {
        let (fits, help) = match field {
            Field::ManifestFields => (
                matches!(value, Value::Map(_)),
                "write a mapping such as {region: eu-central-1}",
            ),
            Field::Seeds => (
                matches!(value, Value::List(_)),
                "write a list such as [{name: a, nodes: 10.1.0.0/16}]",
            ),
            _ => (true, ""),
        };
        if fits {
            return Meaning::Kept;
        }
        let kind = if field == Field::Seeds {
            "a list"
        } else {
            "a mapping"
        };
        let message = format!("`{}` takes {kind}", field.key());
        self.fault(0, value.as_text().unwrap_or(""), message, help);
        Meaning::Nothing
    }

    fn number(&mut self, field: Field, value: &Value, least: u128, most: u128) -> Meaning {
        let Some(text) = self.scalar(field, value) else {
            return Meaning::Nothing;
        };
        let plain = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (text.len() == 1 || !text.starts_with('0'));
        let bounds = if least == most {
            least.to_string()
        } else {
            format!("{} to {}", Count::new(least), Count::new(most))
        };
        let help = format!("write a number, {bounds}, in decimal digits");
        if !plain {
            let message = format!(
                "`{}` is `{}`, which is no decimal number",
                field.key(),
                cut(text)
            );
            self.fault(0, text, message, &help);
            return Meaning::Nothing;
        }
        match text.parse::<u128>() {
            Ok(number) if (least..=most).contains(&number) => Meaning::Number(Count::new(number)),
            _ => {
                let message = format!("`{}` is {}, and goes from {bounds}", field.key(), cut(text));
                self.fault(0, text, message, &help);
                Meaning::Nothing
            }
        }
    }

    fn flag(&mut self, field: Field, value: &Value) -> Meaning {
        match self.scalar(field, value) {
            None => Meaning::Nothing,
            Some("true") => Meaning::Flag(true),
            Some("false") => Meaning::Flag(false),
            Some(text) => {
                let message = format!(
                    "`{}` is `{}`, neither true nor false",
                    field.key(),
                    cut(text)
                );
                self.fault(0, text, message, "write true or false");
                Meaning::Nothing
            }
        }
    }

    fn choice(&mut self, field: Field, value: &Value, words: &'static [&'static str]) -> Meaning {
        let Some(text) = self.scalar(field, value) else {
            return Meaning::Nothing;
        };
        if words.contains(&text) {
            return Meaning::Kept;
        }
        let message = format!(
            "`{}` is `{}`, which is none of {}",
            field.key(),
            cut(text),
            words.join(", ")
        );
        self.fault(
            0,
            text,
            message,
            &format!("write one of {}", words.join(", ")),
        );
        Meaning::Nothing
    }

    fn version(&mut self, field: Field, value: &Value) -> Meaning {
        let Some(text) = self.scalar(field, value) else {
            return Meaning::Nothing;
        };
        if let Some(version) = Version::parse(text) {
            return Meaning::Version(version);
        }
        let message = format!("`{}` is `{}`, which is no version", field.key(), cut(text));
        self.fault(0, text, message, "write it as \"1.34\" or \"1.34.8\"");
        Meaning::Nothing
    }

    fn network(&mut self, field: Field, value: &Value) -> Meaning {
        let family = if field == Field::V4 {
            Family::V4
        } else {
            Family::V6
        };
        let Some(text) = self.scalar(field, value) else {
            return Meaning::Nothing;
        };
        if let Some(digits) = text.strip_prefix('/') {
            return match parse_length(family, digits) {
                Ok(length) => Meaning::Length(length),
                Err(error) => {
                    self.address(0, text, &error);
                    Meaning::Nothing
                }
            };
        }
        self.prefix(0, text, Some(family))
            .map_or(Meaning::Nothing, Meaning::Prefix)
    }

    /// Reads a prefix; with host bits the prefix that holds them is taken, and the fault says so.
    pub(super) fn prefix(
        &mut self,
        item: usize,
        text: &str,
        family: Option<Family>,
    ) -> Option<Prefix> {
        let prefix = match parse_prefix(text) {
            Ok(prefix) => prefix,
            Err(error) => {
                self.address(item, text, &error);
                match error {
                    AddressError::HostBits { prefix, .. } => prefix,
                    _ => return None,
                }
            }
        };
        match family {
            Some(family) if family != prefix.family() => {
                let message = format!(
                    "`{}` is an {} prefix, and an {family} one belongs here",
                    cut(text),
                    prefix.family()
                );
                let help = format!("write it under `{}`", prefix.family().key());
                self.fault(item, text, message, &help);
                None
            }
            Some(_) | None => Some(prefix),
        }
    }

    fn address(&mut self, item: usize, text: &str, error: &AddressError) {
        let code = match error {
            AddressError::HostBits { .. } => "host-bits",
            _ => FIELD_VALUE,
        };
        let mut fault = Fault::new(code, Severity::Error, item, text, error.to_string());
        if let AddressError::HostBits { prefix, .. } = error {
            fault = fault
                .help(format!("write {prefix}, or a longer length"))
                .mend(false, prefix.to_string());
        } else {
            fault = fault.help(
                "write a prefix such as 2001:db8::/32 or 10.0.0.0/8, or a length such as /40",
            );
        }
        self.faults.push(fault);
    }

    fn range(&mut self, field: Field, value: &Value, lexicon: Lexicon) -> Meaning {
        let kind = match field {
            Field::Pods => RangeKind::Pods,
            Field::Services => RangeKind::Services,
            _ => RangeKind::Nodes,
        };
        let mut texts = Vec::new();
        for (item, value) in value.items().iter().enumerate() {
            match value {
                Value::Text(text) => texts.push(&**text),
                Value::Null => self.fault(
                    item,
                    "",
                    format!("`{}` has an empty item", field.key()),
                    "take it away",
                ),
                Value::List(_) | Value::Map(_) => {
                    self.fault(
                        item,
                        "",
                        format!("`{}` takes keywords, one a family", field.key()),
                        "write `v6global/64` or the like",
                    );
                }
            }
        }
        if texts.is_empty() {
            return Meaning::Nothing;
        }
        let (spec, faults) = lexicon(kind, &texts);
        self.faults.extend(faults);
        Meaning::Spec(Box::new(spec))
    }

    fn texts<'v>(&mut self, field: Field, value: &'v Value) -> Vec<(usize, &'v str)> {
        let mut texts = Vec::new();
        for (item, value) in value.items().iter().enumerate() {
            match value.as_text() {
                Some(text) => texts.push((item, text)),
                None => self.fault(
                    item,
                    "",
                    format!("`{}` takes a list of texts", field.key()),
                    "write a list such as [a, b]",
                ),
            }
        }
        texts
    }

    fn prefixes(&mut self, field: Field, value: &Value) -> Meaning {
        let mut prefixes = Vec::new();
        for (item, text) in self.texts(field, value) {
            let Some(prefix) = self.prefix(item, text, Some(Family::V6)) else {
                continue;
            };
            if prefix.bits() < 48 {
                let message = format!(
                    "{prefix} is wider than /48: RFC 4193 draws one /48 for each global id"
                );
                self.fault(item, text, message, "write one /48 for each draw");
            } else {
                prefixes.push(prefix);
            }
        }
        if prefixes.is_empty() {
            Meaning::Nothing
        } else {
            Meaning::Prefixes(prefixes)
        }
    }

    fn names(&mut self, field: Field, value: &Value) -> Meaning {
        let names: Vec<Box<str>> = self
            .texts(field, value)
            .into_iter()
            .map(|(_, text)| text.into())
            .collect();
        if let Some(twice) = (1..names.len()).find(|&index| names[..index].contains(&names[index]))
        {
            let message = format!("`{}` names {} twice", field.key(), cut(&names[twice]));
            self.fault(twice, &names[twice], message, "name each one once");
        }
        let odd = |name: &str| {
            name.chars()
                .any(|char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | '.')))
        };
        if let Some(item) = names.iter().position(|name| odd(name)) {
            let message = format!(
                "`{}` names `{}`, which no zone is called",
                field.key(),
                cut(&names[item])
            );
            self.fault(
                item,
                &names[item],
                message,
                "write a list of names such as [eu-central-1a, eu-central-1b]",
            );
        }
        if names.is_empty() {
            Meaning::Nothing
        } else {
            Meaning::Names(names)
        }
    }

    fn pinned(&mut self, value: &Value) -> Meaning {
        let Value::Map(pairs) = value else {
            self.fault(
                0,
                "",
                "`pinned` takes a mapping of nodes, pods and services".to_owned(),
                "write `pinned: {services: \"fd5a:3c1e:77a0::/112\"}`",
            );
            return Meaning::Nothing;
        };
        let mut pinned: Vec<(RangeKind, Prefix)> = Vec::new();
        for (item, (key, value)) in pairs.iter().enumerate() {
            let Some(kind) = RangeKind::ALL.into_iter().find(|kind| kind.key() == &**key) else {
                let message = format!(
                    "`pinned` has the key `{}`; a shoot has nodes, pods and services",
                    cut(key)
                );
                self.fault(item, key, message, "use nodes, pods or services");
                continue;
            };
            for text in value.items().iter().filter_map(Value::as_text) {
                if let Some(prefix) = self.prefix(item, text, None) {
                    if pinned
                        .iter()
                        .any(|(other, old)| *other == kind && old.family() == prefix.family())
                    {
                        let message =
                            format!("`pinned` gives {key} two {} prefixes", prefix.family());
                        self.fault(item, text, message, "pin one prefix a family");
                    } else {
                        pinned.push((kind, prefix));
                    }
                }
            }
        }
        Meaning::Pinned(pinned.into())
    }
}

/// A text short enough to be quoted in a message, without control characters.
pub(crate) fn cut(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", clean(&text[..end])),
        None => clean(text).into_owned(),
    }
}
