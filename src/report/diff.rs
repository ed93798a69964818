//! What differs between two texts, as `diff -u` prints it.

use similar::TextDiff;

use crate::visible::clean;

/// The lines that differ, with three lines around them; empty where nothing does.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let name = clean(name);
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(
            &format!("{name} as it is"),
            &format!("{name} as it would be"),
        )
        .to_string()
}
