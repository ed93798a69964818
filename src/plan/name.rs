//! Names of definitions and of members.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Fault;
use super::meaning::{FIELD_VALUE, cut};
use crate::addr::Count;
use crate::diag::Severity;
use crate::visible::is_hidden;

/// The most graphemes a name may have.
pub const LONGEST_NAME: usize = 100;

/// What is wrong with a name, if anything: it has to be one step of a path, on one line, in one direction.
pub fn name_fault(name: &str) -> Option<Fault> {
    let fault = |message: String, help: &str| {
        Some(Fault::new(FIELD_VALUE, Severity::Error, 0, name, message).help(help.to_owned()))
    };
    if name.is_empty() {
        return fault("there is no name here".to_owned(), "give it a name");
    }
    if let Some(char) = name.chars().find(|&char| is_hidden(char)) {
        return fault(
            format!(
                "the name has the control character U+{:04X}",
                u32::from(char)
            ),
            "take the character away",
        );
    }
    if let Some(char) = name.chars().find(|char| matches!(char, '/' | '*' | ',')) {
        return fault(
            format!(
                "the name `{}` has a `{char}`, which paths and lists use",
                cut(name)
            ),
            "use letters, digits, `-`, `_` or `.`",
        );
    }
    if name.trim() != name {
        return fault(
            format!("the name `{}` begins or ends with a space", cut(name)),
            "take the space away",
        );
    }
    if let Some(end) = [".nodes", ".pods", ".services"]
        .into_iter()
        .find(|end| name.ends_with(end))
    {
        return fault(
            format!(
                "the name `{}` ends in `{end}`, which paths use for ranges",
                cut(name)
            ),
            "end it otherwise",
        );
    }
    if name.len() > LONGEST_NAME && name.graphemes(true).count() > LONGEST_NAME {
        return fault(
            format!(
                "the name `{}` is longer than {LONGEST_NAME} characters",
                cut(name)
            ),
            "shorten it",
        );
    }
    None
}

/// A member's name, `prod-7`, taken apart: the run's name and the number.
pub fn member_name(name: &str) -> Option<(&str, Count)> {
    let (base, digits) = name.rsplit_once('-')?;
    let plain = !base.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    plain
        .then(|| digits.parse::<u128>().ok())
        .flatten()
        .map(|number| (base, Count::new(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_a_path_cannot_hold() {
        for name in [
            "",
            "a/b",
            "a,b",
            "*",
            " a",
            "a ",
            "x.nodes",
            "a\u{1b}b",
            "a\u{202e}b",
            &"x".repeat(101),
        ] {
            assert!(name_fault(name).is_some(), "{name:?}");
        }
        for name in ["eu10", "a b", "zürich", "🇩🇪", "a.b-c_d", &"🇩🇪".repeat(100)] {
            assert_eq!(name_fault(name), None, "{name:?}");
        }
    }

    #[test]
    fn takes_member_names_apart() {
        assert_eq!(member_name("prod-7"), Some(("prod", Count::new(7))));
        assert_eq!(member_name("a-b-12"), Some(("a-b", Count::new(12))));
        for name in ["prod", "prod-", "prod-07", "-7", "prod-x"] {
            assert_eq!(member_name(name), None, "{name}");
        }
    }
}
