//! Names of definitions and of members.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Fault;
use super::meaning::{FIELD_VALUE, cut};
use crate::addr::Count;
use crate::diag::Severity;
use crate::source::NodeId;
use crate::visible::is_hidden;

/// The most graphemes a name may have.
pub const LONGEST_NAME: usize = 100;

/// What is wrong with a name, if anything: it has to be one step of a path, on one line, in one direction.
pub fn name_fault(name: &str) -> Option<Fault> {
    if is_plain(name) {
        return None;
    }
    let fault = |message: String, help: &str| Some(of_name(name, message, help));
    if name.is_empty() {
        return fault("there is no name here".to_owned(), "give it a name");
    }
    if let Some(fault) = hidden_fault(name) {
        return Some(fault);
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
    length_fault(name)
}

/// Whether it is made of nothing but letters, digits and dashes, as nearly all names are.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(plain)
}

/// What is wrong with the name of a whole plan, if anything: it is shown, and no step of a path.
fn title_fault(name: &str) -> Option<Fault> {
    hidden_fault(name).or_else(|| length_fault(name))
}

/// What is wrong with the name of a definition, if anything.
pub fn fault_of_name(node: NodeId, name: &str) -> Option<Fault> {
    match node {
        NodeId::ROOT => title_fault(name),
        _ => name_fault(name),
    }
}

fn hidden_fault(name: &str) -> Option<Fault> {
    let char = name.chars().find(|&char| is_hidden(char))?;
    let message = format!(
        "the name has the control character U+{:04X}",
        u32::from(char)
    );
    Some(of_name(name, message, "take the character away"))
}

fn length_fault(name: &str) -> Option<Fault> {
    let is_long = name.len() > LONGEST_NAME && name.graphemes(true).count() > LONGEST_NAME;
    let message = || {
        format!(
            "the name `{}` is longer than {LONGEST_NAME} characters",
            cut(name)
        )
    };
    is_long.then(|| of_name(name, message(), "shorten it"))
}

fn of_name(name: &str, message: String, help: &str) -> Fault {
    Fault::new(FIELD_VALUE, Severity::Error, 0, name, message).help(help.to_owned())
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
