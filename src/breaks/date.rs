//! The day on which growth has used up a room.

use super::wide::Wide;
use crate::addr::Count;
use crate::plan::Date;

/// So many years are looked ahead.
pub const HORIZON: u16 = 100;

/// The first day on which `planned`, growing by so many percent a year from that day on, is more than `room`; nothing
/// within [`HORIZON`] years.
///
/// Growth is compounded once a year, on the day of the year that it began, and spread evenly over the days in between.
/// All of it is whole numbers: after k years there are planned × (100 + percent)^k ÷ 100^k, and n of D days later
/// (percent × n) ÷ (100 × D) of that more.
pub(super) fn reached(planned: Count, room: Count, percent: u32, from: Date) -> Option<Date> {
    let (mut planned, mut room) = (Wide::of(planned), Wide::of(room));
    for year in 0..HORIZON {
        let start = from.years_later(year)?;
        let days = from
            .years_later(year + 1)?
            .days()
            .checked_sub(start.days())?;
        let length = u32::try_from(days).ok()?;
        let grown = |day: u32| planned.times(100 * length + percent * day);
        let most = room.times(100 * length);
        if grown(length) > most {
            let day = (1..=length).find(|&day| grown(day) > most)?;
            return Date::from_days(start.days() + u64::from(day));
        }
        planned = planned.times(100 + percent);
        room = room.times(100);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected days come from fractions of Python over its own calendar.
    #[test]
    fn days_are_exact() {
        for (planned, room, percent, from, expected) in [
            (12, 16, 20, "2026-11-22", Some("2028-06-13")),
            (1, 16, 25, "2026-11-22", Some("2039-04-17")),
            (16, 16, 20, "2026-11-22", Some("2026-11-23")),
            (10, 11, 10, "2027-03-01", Some("2028-03-02")),
            (8, 16, 100, "2024-02-29", Some("2025-03-01")),
            (200, 196_608, 30, "2026-11-22", Some("2053-02-18")),
            (1, 2, 1, "2026-11-22", Some("2096-07-21")),
            (1, 3, 1, "2026-11-22", None),
            (3, 4, 1000, "2026-12-31", Some("2027-01-13")),
            (1, 1 << 127, 141, "2026-01-01", None),
            (1 << 100, 1 << 101, 7, "2023-12-31", Some("2034-03-29")),
            (5, 1000, 0, "2026-01-01", None),
        ] {
            let from = Date::parse(from).expect("a day");
            let day = reached(Count::new(planned), Count::new(room), percent, from);
            assert_eq!(
                day.map(|day| day.to_string()).as_deref(),
                expected,
                "{planned} of {room} at {percent} percent from {from}"
            );
        }
    }
}
