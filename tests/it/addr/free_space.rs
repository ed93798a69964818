//! Free space against a list of 256 flags, at the bottom of the offsets and over their whole width.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert_eq, prop_oneof, proptest};
use trellis::addr::{Count, FreeSpace, Interval};

#[derive(Clone, Debug)]
enum Step {
    Take(u8, u8),
    GiveBack(u8, u8),
    /// From, size minus one, the exponent of the step.
    TakeFirstFit(u8, u8, u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    let span =
        || (any::<u8>(), 0..40_u8).prop_map(|(first, more)| (first, first.saturating_add(more)));
    prop_oneof![
        1 => any::<(u8, u8)>().prop_map(|(first, last)| Step::Take(first, last)),
        3 => span().prop_map(|(first, last)| Step::Take(first, last)),
        1 => any::<(u8, u8)>().prop_map(|(first, last)| Step::GiveBack(first, last)),
        3 => span().prop_map(|(first, last)| Step::GiveBack(first, last)),
        3 => (any::<u8>(), 0..40_u8, 0..=8_u32).prop_map(|(from, size, step)| Step::TakeFirstFit(from, size, step)),
        2 => (0..=8_u32).prop_map(|bits| Step::TakeFirstFit(0, low_bits(bits), bits)),
    ]
}

fn low_bits(bits: u32) -> u8 {
    u8::try_from((1_u32 << bits) - 1).expect("at most eight bits")
}

/// True where free.
struct Flags([bool; 256]);

impl Flags {
    /// Sets them all, if all are the opposite and there are any.
    fn set(&mut self, first: u8, last: u8, free: bool) -> bool {
        let range = usize::from(first)..usize::from(last) + 1;
        let can = first <= last && self.0[range.clone()].iter().all(|&flag| flag != free);
        if can {
            self.0[range].fill(free);
        }
        can
    }

    fn first_fit(&self, from: u8, size: u8, step: u32) -> Option<u8> {
        (from..=u8::MAX).find(|&start| {
            let last = usize::from(start) + usize::from(size);
            usize::from(start).is_multiple_of(1 << step)
                && last < 256
                && (usize::from(start)..=last).all(|place| self.0[place])
        })
    }

    fn gaps(&self) -> Vec<(u8, u8)> {
        let mut gaps: Vec<(u8, u8)> = Vec::new();
        for place in (0..=u8::MAX).filter(|&place| self.0[usize::from(place)]) {
            match gaps.last_mut() {
                Some((_, last)) if u16::from(*last) + 1 == u16::from(place) => *last = place,
                _ => gaps.push((place, place)),
            }
        }
        gaps
    }
}

/// What eight bits are, this far from the right end.
#[derive(Clone, Copy)]
struct Scale(u32);

impl Scale {
    fn first(self, place: u8) -> u128 {
        u128::from(place) << self.0
    }

    fn last(self, place: u8) -> u128 {
        self.first(place) | ((1 << self.0) - 1)
    }

    fn interval(self, (first, last): (u8, u8)) -> Interval {
        Interval {
            first: self.first(first),
            last: self.last(last),
        }
    }
}

fn follow(space: &mut FreeSpace, flags: &mut Flags, scale: Scale, step: &Step) {
    match *step {
        Step::Take(first, last) => {
            let interval = scale.interval((first, last));
            let could = space.holds(interval);
            let did = space.take(interval);
            assert_eq!(
                (could, did),
                (did, flags.set(first, last, false)),
                "{step:?}"
            );
        }
        Step::GiveBack(first, last) => {
            let did = space.give_back(scale.interval((first, last)));
            assert_eq!(did, flags.set(first, last, true), "{step:?}");
        }
        Step::TakeFirstFit(from, size, exponent) => {
            let expected = flags.first_fit(from, size, exponent);
            let aligned = scale.last(low_bits(exponent));
            let found = space.first_fit(scale.first(from), scale.last(size), aligned);
            assert_eq!(found, expected.map(|place| scale.first(place)), "{step:?}");
            if let Some(place) = expected {
                let span = (place, place + size);
                assert!(space.take(scale.interval(span)), "{step:?}");
                assert!(flags.set(span.0, span.1, false), "{step:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn free_space_agrees_with_flags(steps in vec(any_step(), 0..60)) {
        for scale in [Scale(0), Scale(120)] {
            let mut space = FreeSpace::whole(scale.last(u8::MAX));
            let mut flags = Flags([true; 256]);
            for step in &steps {
                follow(&mut space, &mut flags, scale, step);
                let gaps: Vec<_> = flags.gaps().into_iter().map(|gap| scale.interval(gap)).collect();
                prop_assert_eq!(space.gaps().collect::<Vec<_>>(), gaps, "after {:?}", step);
                prop_assert_eq!(space.pieces(), flags.gaps().len());
            }
        }
    }

    #[test]
    fn what_is_taken_and_what_is_free_make_the_pool(
        asked in vec((any::<u128>(), 0..128_u32, 0..128_u32), 0..40),
    ) {
        let mut space = FreeSpace::whole(u128::MAX);
        let mut taken = Vec::new();
        for (from, size, step) in asked {
            let (size, step) = ((1 << size) - 1, (1 << step) - 1);
            if let Some(first) = space.first_fit(from, size, step) {
                assert!(first >= from && first & step == 0, "{first} from {from} in steps of {step} + 1");
                let interval = Interval { first, last: first + size };
                assert!(space.take(interval), "{interval:?} was found free");
                taken.push(interval);
            }
        }
        let mut all: Vec<_> = space.gaps().chain(taken.iter().copied()).collect();
        all.sort();
        assert!(all.is_sorted_by(|left, right| left.last < right.first), "{all:?}");
        let total = all.iter().try_fold(Count::ZERO, |sum, interval| {
            sum.plus(Count::new(interval.last - interval.first))?.plus(Count::ONE)
        });
        assert_eq!(total, Some(Count::MAX));
        for interval in taken {
            assert!(space.give_back(interval), "{interval:?} was taken");
        }
        assert_eq!(space, FreeSpace::whole(u128::MAX));
    }
}
