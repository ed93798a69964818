//! What holds for every text.

use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use proptest::{collection, sample};

use super::super::{Pools, complete, parse, print};
use super::RangeKind;

const PIECES: &[&str] = &[
    "v4private",
    "v6global",
    "v6private",
    "custom",
    "nov4",
    "nov6",
    "v4fromNode",
    "v6fromNode",
    "+prefix",
    "+nodeCidr",
    "globalIPv6",
    "V6Global",
    "v6globl",
    "v4:",
    "v6:",
    "/",
    "/20",
    "/64",
    "/80",
    "/112",
    "/129",
    "/064",
    "10.0.0.0",
    "2001:db8::",
    "::1",
    "%",
    ",",
    ", ",
    " ",
    "\t",
    "+",
    "size",
    "e\u{301}",
    "🌱",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\n",
    "ß",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        collection::vec(sample::select(PIECES), 0..7).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// Reads the text and holds what is always true of the answer.
fn hold(kind: RangeKind, texts: &[&str]) {
    let (spec, faults) = parse(kind, texts);
    for fault in &faults {
        let item = usize::from(fault.item);
        let width = texts.get(item).map_or(0, |text| text.chars().count());
        let (start, end) = fault.chars;
        assert!(
            start <= end && usize::from(end) <= width,
            "{texts:?}: {fault:?}"
        );
        assert!(
            !fault.message.contains(char::is_control),
            "{texts:?}: {fault:?}"
        );
        assert!(fault.message.chars().count() < 400, "{texts:?}: {fault:?}");
        assert!(!fault.message.ends_with('.'), "{texts:?}: {fault:?}");
    }
    if faults.is_empty() {
        let printed = print(&spec);
        assert_eq!(
            parse(kind, &[&printed]),
            (spec, Vec::new()),
            "{texts:?} as `{printed}`"
        );
    }
}

proptest! {
    #[test]
    fn typed_character_by_character(text in text()) {
        for kind in RangeKind::ALL {
            let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
            for (caret, end) in ends.enumerate() {
                hold(kind, &[&text[..end]]);
                let choices = complete(kind, &text, caret, Pools::default());
                let width = text.chars().count();
                for choice in choices {
                    let (start, end) = choice.replaces;
                    assert!(start <= end && end <= width, "{text:?} at {caret}: {choice:?}");
                }
            }
        }
    }

    #[test]
    fn lists(texts in collection::vec(text(), 0..4)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for kind in RangeKind::ALL {
            hold(kind, &texts);
        }
    }

    #[test]
    fn a_safe_mend_says_the_same(text in text()) {
        for kind in RangeKind::ALL {
            let (spec, faults) = parse(kind, &[&text]);
            for mend in faults.iter().filter_map(|fault| fault.mend.as_ref()).filter(|mend| mend.safe) {
                assert_eq!(parse(kind, &[&mend.text]).0, spec, "{text:?} as {:?}", mend.text);
            }
        }
    }
}

#[test]
fn long_texts_are_read() {
    for piece in [
        ",",
        " ",
        "v",
        "v6global",
        "/",
        "+",
        "0",
        "/0",
        "a,",
        "🌱",
        "\u{0}",
        "-",
        "v4private, ",
    ] {
        let long = piece.repeat(1_000_000 / piece.len());
        for kind in RangeKind::ALL {
            let (_, faults) = parse(kind, &[&long]);
            assert!(!faults.is_empty() && faults.len() < 40, "{piece:?}");
            assert!(
                faults.iter().all(|fault| fault.message.len() < 1000),
                "{piece:?}"
            );
        }
    }
}
