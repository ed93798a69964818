//! Digits that nobody draws. Each pattern comes up by chance in fewer than one draw of 50,000.

use crate::addr::Prefix;

/// How many hexadecimal digits a global id has.
const DIGITS: usize = 10;

/// What shows that a person chose the global id of a /48.
pub(super) fn pattern(site: Prefix) -> Option<String> {
    let digits = digits_of(site);
    repeated(&digits).or_else(|| {
        two_kinds(&digits)
            .or_else(|| counted(&digits))
            .or_else(|| twice(&digits))
            .or_else(|| spelled(&digits))
            .map(str::to_owned)
    })
}

fn digits_of(site: Prefix) -> [u8; DIGITS] {
    let mut digits = [0; DIGITS];
    for (index, digit) in (0_u32..).zip(&mut digits) {
        let shifted = site.raw() >> (116 - 4 * index);
        *digit = u8::try_from(shifted & 0xf).unwrap_or(0);
    }
    digits
}

fn repeated(digits: &[u8; DIGITS]) -> Option<String> {
    let of = |digit: u8| {
        let same = digits.iter().map(|&other| usize::from(other == digit));
        same.sum::<usize>()
    };
    let digit = digits.iter().copied().find(|&digit| of(digit) >= 7)?;
    Some(format!(
        "{} of its {DIGITS} digits are {digit:x}",
        of(digit)
    ))
}

fn two_kinds(digits: &[u8; DIGITS]) -> Option<&'static str> {
    let mut kinds = digits.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    (kinds.len() <= 2).then_some("it has no more than two different digits")
}

/// Seven of nine steps from a digit to the next are by one, in the same direction.
fn counted(digits: &[u8; DIGITS]) -> Option<&'static str> {
    let steps = |step: u8| {
        let pairs = digits.windows(2);
        pairs
            .filter(|pair| (pair[0] + step) % 16 == pair[1])
            .count()
            >= 7
    };
    if steps(1) {
        Some("its digits count up")
    } else if steps(15) {
        Some("its digits count down")
    } else {
        None
    }
}

/// The two groups that stand by themselves are the same.
fn twice(digits: &[u8; DIGITS]) -> Option<&'static str> {
    (digits[2..6] == digits[6..10]).then_some("the same group of digits stands there twice")
}

fn spelled(digits: &[u8; DIGITS]) -> Option<&'static str> {
    const WORDS: [&[u8]; 4] = [
        &[0xd, 0xe, 0xa, 0xd, 0xb, 0xe, 0xe, 0xf],
        &[0xc, 0xa, 0xf, 0xe, 0xb, 0xa, 0xb, 0xe],
        &[0xf, 0xe, 0xe, 0xd, 0xf, 0xa, 0xc, 0xe],
        &[0xc, 0x0, 0xf, 0xf, 0xe, 0xe],
    ];
    let has = |word: &&[u8]| digits.windows(word.len()).any(|part| part == *word);
    WORDS.iter().any(has).then_some("its digits spell a word")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::parse_prefix;

    #[track_caller]
    fn check(prefix: &str, expected: Option<&str>) {
        let site = parse_prefix(prefix).expect("a prefix");
        assert_eq!(pattern(site).as_deref(), expected, "{prefix}");
    }

    #[test]
    fn patterns() {
        check("fd00::/48", Some("10 of its 10 digits are 0"));
        check("fd00:0:1::/48", Some("9 of its 10 digits are 0"));
        check("fd01:0:1::/48", Some("8 of its 10 digits are 0"));
        check("fd00:10:1::/48", Some("8 of its 10 digits are 0"));
        check(
            "fdab:abab:aabb::/48",
            Some("it has no more than two different digits"),
        );
        check("fd11:1111:1111::/48", Some("10 of its 10 digits are 1"));
        check("fd12:3456:789a::/48", Some("its digits count up"));
        check("fd12:3456:abcd::/48", Some("its digits count up"));
        check("fdcd:ef01:2345::/48", Some("its digits count up"));
        check("fda9:8765:4321::/48", Some("its digits count down"));
        check(
            "fd12:cafe:cafe::/48",
            Some("the same group of digits stands there twice"),
        );
        check("fdde:adbe:ef01::/48", Some("its digits spell a word"));
    }

    /// The vectors of `rfc.json` for RFC 4193, and what the examples drew.
    #[test]
    fn drawn() {
        for prefix in [
            "fd5a:5c39:fc1::/48",
            "fdd0:9c74:d017::/48",
            "fd8f:6d53:b97a::/48",
            "fd03:83b1:c6af::/48",
            "fd5a:3c1e:77a0::/48",
        ] {
            check(prefix, None);
        }
    }
}
