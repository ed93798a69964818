//! Words that people write in the place of a keyword: wrong case, misspelt, or as the proposal slips.

use super::keyword::Keyword;
use crate::nearest::nearest_alone;

/// A word taken for another.
pub(super) struct Slip<T> {
    /// What is meant.
    pub(super) meant: T,
    /// Whether nothing else can be meant.
    pub(super) certain: bool,
}

/// Names of keywords in other orders and spellings, in lower case and without `-` and `_`.
const NAMES: &[(&str, &[&str])] = &[
    (
        "v4private",
        &["privateipv4", "ipv4private", "privatev4", "rfc1918"],
    ),
    (
        "v6global",
        &[
            "globalipv6",
            "ipv6global",
            "globalv6",
            "publicipv6",
            "ipv6public",
            "publicv6",
            "v6public",
            "gua",
            "v6gua",
        ],
    ),
    (
        "v6private",
        &[
            "privateipv6",
            "ipv6private",
            "privatev6",
            "rfc4193",
            "ula",
            "v6ula",
            "ipv6ula",
        ],
    ),
    (
        "v4fromNode",
        &["fromnodeipv4", "ipv4fromnode", "fromnodev4"],
    ),
    (
        "v6fromNode",
        &["fromnodeipv6", "ipv6fromnode", "fromnodev6"],
    ),
    ("nov4", &["noipv4", "ipv4none", "v4none"]),
    ("nov6", &["noipv6", "ipv6none", "v6none"]),
];

/// Names of `prefix` behind a plus; the proposal's text says `+nodeCidr` once.
const PREFIX_NAMES: &[&str] = &["prefix", "nodecidr", "nodeprefix", "prefixes", "cidr"];

/// Words for a global IPv4 range, which the language does not have.
const GLOBAL4: &[&str] = &[
    "v4global",
    "globalipv4",
    "ipv4global",
    "globalv4",
    "v4public",
    "publicipv4",
];

/// The keyword that is meant by a word that is none.
pub(super) fn keyword(word: &str) -> Option<Slip<&'static Keyword>> {
    let plain = plain(word);
    let named = Keyword::words()
        .find(|word| word.to_ascii_lowercase() == plain)
        .or_else(|| {
            let (word, _) = NAMES
                .iter()
                .find(|(_, names)| names.contains(&plain.as_str()))?;
            Some(*word)
        });
    if let Some(meant) = named.and_then(Keyword::of) {
        return Some(Slip {
            meant,
            certain: true,
        });
    }
    if is_global4(word) {
        return None;
    }
    let near = nearest_alone(
        word,
        Keyword::words().filter(|known| same_family(word, known)),
    )?;
    Keyword::of(near).map(|meant| Slip {
        meant,
        certain: false,
    })
}

/// Whether `prefix` is meant by a word behind a plus, and for certain.
pub(super) fn prefix(word: &str) -> Option<Slip<()>> {
    let certain = PREFIX_NAMES.contains(&plain(word).as_str());
    (certain || nearest_alone(word, ["prefix"]).is_some()).then_some(Slip { meant: (), certain })
}

/// Whether a global IPv4 range is asked for.
pub(super) fn is_global4(word: &str) -> bool {
    GLOBAL4.contains(&plain(word).as_str())
}

/// The two keywords of a text that has a slash between them, as the proposal prints two alternatives.
/// It misprints the IPv4 one of `fromNode`, so that the IPv6 one stands twice.
pub(super) fn pair(text: &str) -> Option<(&'static Keyword, &'static Keyword)> {
    let (first, second) = text.split_once('/')?;
    let known = |word: &str| {
        let plain = plain(word);
        Keyword::words()
            .find(|word| word.to_ascii_lowercase() == plain)
            .and_then(Keyword::of)
    };
    let (first, second) = (known(first)?, known(second)?);
    if first.word() == "v6fromNode" && second.word() == "v6fromNode" {
        return Some((Keyword::of("v4fromNode")?, second));
    }
    Some((first, second))
}

/// The word in lower case without `-` and `_`; cut, since no name is long.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|char| !matches!(char, '-' | '_'))
        .take(20)
        .map(|char| char.to_ascii_lowercase())
        .collect()
}

/// A misspelling may lose the digit of a family, but never becomes the other family's.
fn same_family(word: &str, known: &str) -> bool {
    let other = |digit: char, against: char| {
        word.contains(digit) && !word.contains(against) && known.contains(against)
    };
    !other('4', '6') && !other('6', '4')
}
