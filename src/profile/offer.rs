//! The lengths that something comes in, and what becomes of another one that is asked for.

use std::ops::RangeInclusive;

use serde::Deserialize;

use crate::addr::Length;

/// The lengths that something comes in: from the shortest in steps to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    shortest: Length,
    longest: Length,
    step: u8,
    otherwise: Otherwise,
}

/// What becomes of a length that is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// The next larger block that is offered is given instead.
    RoundUp,
    /// The length is refused.
    Refuse,
}

/// What a length that was asked for comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is offered.
    Exact,
    /// A larger block is given: one of this length.
    Rounded(Length),
    /// It can't be had.
    Refused,
}

/// Why lengths are no offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// The ends are the wrong way round.
    #[error("the shortest length {0} is longer than the longest, {1}")]
    Order(Length, Length),
    /// The steps do not lead from one end to the other.
    #[error("steps of {step} do not lead from {shortest} to {longest}")]
    Step {
        /// The step.
        step: u8,
        /// One end.
        shortest: Length,
        /// The other end.
        longest: Length,
    },
}

impl Offer {
    /// Both ends of the range are of one family, and `step` leads from one to the other.
    pub fn new(
        lengths: RangeInclusive<Length>,
        step: u8,
        otherwise: Otherwise,
    ) -> Result<Self, OfferError> {
        let (shortest, longest) = lengths.into_inner();
        if shortest > longest || shortest.family() != longest.family() {
            return Err(OfferError::Order(shortest, longest));
        }
        let width = longest.bits() - shortest.bits();
        if step == 0 || !width.is_multiple_of(step) {
            return Err(OfferError::Step {
                step,
                shortest,
                longest,
            });
        }
        Ok(Self {
            shortest,
            longest,
            step,
            otherwise,
        })
    }

    /// The shortest length: the largest block.
    pub const fn shortest(self) -> Length {
        self.shortest
    }

    /// The longest length: the smallest block.
    pub const fn longest(self) -> Length {
        self.longest
    }

    /// How many bits are between one length and the next.
    pub const fn step(self) -> u8 {
        self.step
    }

    /// What becomes of other lengths.
    pub const fn otherwise(self) -> Otherwise {
        self.otherwise
    }

    /// The length, where only one is offered.
    pub fn only(self) -> Option<Length> {
        (self.shortest == self.longest).then_some(self.shortest)
    }

    /// Every length that is offered, the shortest first.
    pub fn lengths(self) -> impl Iterator<Item = Length> {
        (self.shortest.bits()..=self.longest.bits())
            .step_by(usize::from(self.step))
            .filter_map(move |bits| Length::new(self.shortest.family(), bits))
    }

    /// What a length comes to that someone asks for. The other family is refused.
    pub fn fit(self, asked: Length) -> Fit {
        if asked.family() != self.shortest.family() {
            return Fit::Refused;
        }
        let Some(beyond) = asked.bits().checked_sub(self.shortest.bits()) else {
            return Fit::Refused;
        };
        let steps = beyond / self.step * self.step;
        let bits = (self.shortest.bits() + steps).min(self.longest.bits());
        match Length::new(asked.family(), bits) {
            Some(length) if length == asked => Fit::Exact,
            Some(length) if self.otherwise == Otherwise::RoundUp => Fit::Rounded(length),
            Some(_) | None => Fit::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::Family;

    fn v6(bits: u8) -> Length {
        Length::new(Family::V6, bits).expect("the test asks for IPv6 lengths")
    }

    fn check(offer: (u8, u8, u8, Otherwise), asked: u8, expected: Fit) {
        let (shortest, longest, step, otherwise) = offer;
        let offer =
            Offer::new(v6(shortest)..=v6(longest), step, otherwise).expect("the offer is sound");
        assert_eq!(
            offer.fit(v6(asked)),
            expected,
            "{offer:?} asked for /{asked}"
        );
    }

    #[test]
    fn rounds_up_to_the_next_larger_block() {
        use Otherwise::{Refuse, RoundUp};
        check((56, 56, 1, RoundUp), 56, Fit::Exact);
        check((56, 56, 1, RoundUp), 57, Fit::Rounded(v6(56)));
        check((56, 56, 1, RoundUp), 128, Fit::Rounded(v6(56)));
        check((56, 56, 1, RoundUp), 55, Fit::Refused);
        check((44, 60, 4, RoundUp), 52, Fit::Exact);
        check((44, 60, 4, RoundUp), 55, Fit::Rounded(v6(52)));
        check((44, 60, 4, RoundUp), 63, Fit::Rounded(v6(60)));
        check((44, 60, 4, RoundUp), 40, Fit::Refused);
        check((64, 64, 1, Refuse), 65, Fit::Refused);
        check((0, 128, 1, Refuse), 77, Fit::Exact);
    }

    #[test]
    fn the_other_family_is_refused() {
        let offer = Offer::new(v6(16)..=v6(28), 1, Otherwise::RoundUp).expect("sound");
        let asked = Length::new(Family::V4, 20).expect("20 bits fit");
        assert_eq!(offer.fit(asked), Fit::Refused);
    }

    #[test]
    fn ends_and_steps_must_agree() {
        assert!(Offer::new(v6(60)..=v6(44), 4, Otherwise::Refuse).is_err());
        assert!(Offer::new(v6(44)..=v6(60), 0, Otherwise::Refuse).is_err());
        assert!(Offer::new(v6(44)..=v6(60), 5, Otherwise::Refuse).is_err());
    }
}
