//! The known word that a misspelt one most likely stands for.

/// Words this far apart are still taken for one another.
const FARTHEST: usize = 2;

/// The nearest of the known words: the same but for case, or at most two letters away. The first of equals.
///
/// Short words allow less: two letters in three could be anything.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    ranked(word, known).first().map(|&(_, word)| word)
}

/// The nearest of the known words, if no other is as near.
pub fn nearest_alone<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    match ranked(word, known).as_slice() {
        [] => None,
        [(_, only)] => Some(only),
        [(best, word), (second, _), ..] => (best < second).then_some(word),
    }
}

/// Those near enough, the nearest first.
fn ranked<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut ranked: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|known| Some((distance(word, known)?, known)))
        .collect();
    ranked.sort_by_key(|&(distance, _)| distance);
    ranked
}

/// How many letters differ, case aside; `None` if too many.
fn distance(word: &str, known: &str) -> Option<usize> {
    let known: Vec<char> = known
        .chars()
        .map(|char| char.to_ascii_lowercase())
        .collect();
    let word: Vec<char> = word
        .chars()
        .take(known.len() + FARTHEST + 1)
        .map(|char| char.to_ascii_lowercase())
        .collect();
    if word.len().abs_diff(known.len()) > FARTHEST {
        return None;
    }
    let allowed = FARTHEST.min(word.len() / 2);
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (index, &char) in word.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, &other) in known.iter().enumerate() {
            let replaced = diagonal + usize::from(char != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    let distance = row[known.len()];
    (distance <= allowed).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_alone};

    #[track_caller]
    fn check(word: &str, expected: Option<&str>, alone: Option<&str>) {
        let known = ["nov4", "nov6", "v6global", "custom", "v4"];
        assert_eq!(nearest(word, known), expected, "nearest to `{word}`");
        assert_eq!(
            nearest_alone(word, known),
            alone,
            "the only one near `{word}`"
        );
    }

    #[test]
    fn words() {
        check("v6global", Some("v6global"), Some("v6global"));
        check("V6GLOBAL", Some("v6global"), Some("v6global"));
        check("v6globl", Some("v6global"), Some("v6global"));
        check("v6glboal", Some("v6global"), Some("v6global"));
        check("v6gobl", Some("v6global"), Some("v6global"));
        check("v6gol", None, None);
        check("nov", Some("nov4"), None);
        check("nov5", Some("nov4"), None);
        check("v6", Some("v4"), Some("v4"));
        check("x", None, None);
        check("", None, None);
        check("cüstom", Some("custom"), Some("custom"));
        check(&"v6global".repeat(100_000), None, None);
    }
}
