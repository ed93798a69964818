//! A small generator of numbers (`splitmix64`): what a seed gives is the same on every machine.

/// Multiplies how often everything made by chance is tried.
const TIMES: &str = "TRELLIS_TIMES";

/// The seeds of something that is tried this often, or by `TRELLIS_TIMES` so many times as often.
///
/// # Panics
/// If the variable is set and is no number of at least 1.
pub(crate) fn seeds(often: u64) -> std::ops::Range<u64> {
    let times = std::env::var(TIMES).map_or(1, |text| {
        let times: u64 = text.parse().expect("TRELLIS_TIMES is a number");
        assert!(times > 0, "TRELLIS_TIMES is at least 1");
        times
    });
    0..often * times
}

/// The generator.
pub(crate) struct Chance(u64);

impl Chance {
    /// Begins at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).expect("a small number");
        usize::try_from(self.next() % end).expect("a small number")
    }

    /// Whether something happens that does so once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of some.
    pub(crate) fn pick<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[self.below(some.len())]
    }
}
