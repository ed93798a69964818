//! Versions of Kubernetes and Gardener: `1.34`, or `1.34.8`.

use std::fmt;

/// A version; without a patch it stands for the whole minor version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The minor version; the major one is 1.
    pub minor: u16,
    /// The patch, where it is said.
    pub patch: Option<u16>,
}

impl Version {
    /// A minor version as a whole.
    pub const fn minor(minor: u16) -> Self {
        Self { minor, patch: None }
    }

    /// The version that the text spells, with or without a leading `v`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts = text.split('.');
        if parts.next() != Some("1") {
            return None;
        }
        let minor = number(parts.next()?)?;
        let patch = parts.next().map(number);
        match (patch, parts.next()) {
            (None, None) => Some(Self { minor, patch: None }),
            (Some(Some(patch)), None) => Some(Self {
                minor,
                patch: Some(patch),
            }),
            _ => None,
        }
    }
}

fn number(digits: &str) -> Option<u16> {
    let plain = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "1.{}", self.minor)?;
        self.patch
            .map_or(Ok(()), |patch| write!(formatter, ".{patch}"))
    }
}

/// A day, as `2027-06-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        (1..=days)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// The day that the text spells.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let digits = |text: &str, width| {
            text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        (digits(year, 4) && digits(month, 2) && digits(day, 2))
            .then(|| Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
            .flatten()
    }

    /// How many days it is after 1970-01-01; none for a day before.
    pub fn days(self) -> u64 {
        if self.year < 1970 {
            return 0;
        }
        let leap = |year: u16| Self::new(year, 2, 29).is_some();
        let years = (1970..self.year).map(|year| if leap(year) { 366 } else { 365 });
        let months = (1..self.month).map(|month| {
            let longest = (28..=31).rev();
            longest
                .filter(|&day| Self::new(self.year, month, day).is_some())
                .max()
                .map_or(0, u64::from)
        });
        years.sum::<u64>() + months.sum::<u64>() + u64::from(self.day) - 1
    }

    /// The same day so many years later; for 29 February the 28th, where there is none.
    pub fn years_later(self, years: u16) -> Option<Self> {
        let year = self.year.checked_add(years)?;
        Self::new(year, self.month, self.day).or_else(|| Self::new(year, self.month, 28))
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(days: u64) -> Option<Self> {
        let mut left = days;
        let mut year = 1970_u16;
        loop {
            let length = if Self::new(year, 2, 29).is_some() {
                366
            } else {
                365
            };
            if left < length {
                break;
            }
            left -= length;
            year = year.checked_add(1)?;
        }
        for month in 1..=12 {
            let length = (28..=31)
                .rev()
                .find(|&day| Self::new(year, month, day).is_some())?;
            if left < u64::from(length) {
                return Self::new(year, month, u8::try_from(left + 1).ok()?);
            }
            left -= u64::from(length);
        }
        None
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        assert_eq!(Version::parse("1.34"), Some(Version::minor(34)));
        assert_eq!(
            Version::parse("v1.34.8"),
            Some(Version {
                minor: 34,
                patch: Some(8)
            })
        );
        for text in ["", "1", "2.0", "1.034", "1.x", "1.34.8.1", "1.34.", "1.-1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_days() {
        assert_eq!(Date::from_days(0), Date::parse("1970-01-01"));
        assert_eq!(Date::from_days(20_779), Date::parse("2026-11-22"));
        assert_eq!(Date::from_days(19_782), Date::parse("2024-02-29"));
        for days in [0, 59, 365, 789, 11_016, 19_782, 20_779, 60_000] {
            assert_eq!(Date::from_days(days).map(Date::days), Some(days));
        }
        let leap = Date::parse("2024-02-29").and_then(|day| day.years_later(1));
        assert_eq!(leap, Date::parse("2025-02-28"));
        assert_eq!(Date::parse("2025-02-29"), None);
        assert_eq!(Date::parse("2025-2-9"), None);
    }
}
