//! Counts against sums and products done digit by digit, as on paper.

use std::cmp::Ordering;

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use trellis::addr::{Count, Signed};

/// Decimal digits, the last first, without zeros in front.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Digits(Vec<u32>);

impl Digits {
    fn of(count: Count) -> Self {
        Self::read(&count.decimal())
    }

    fn read(text: &str) -> Self {
        let digits = text.chars().rev();
        Self(
            digits
                .map(|digit| digit.to_digit(10).expect("a digit"))
                .collect(),
        )
        .trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn carried(columns: Vec<u32>) -> Self {
        let (mut digits, mut carry) = (Vec::new(), 0);
        for column in columns.into_iter().chain([0, 0, 0]) {
            digits.push((column + carry) % 10);
            carry = (column + carry) / 10;
        }
        Self(digits).trimmed()
    }

    fn plus(&self, other: &Self) -> Self {
        let digit = |digits: &Self, place: usize| digits.0.get(place).copied().unwrap_or(0);
        let places = self.0.len().max(other.0.len());
        Self::carried(
            (0..places)
                .map(|place| digit(self, place) + digit(other, place))
                .collect(),
        )
    }

    fn times(&self, other: &Self) -> Self {
        let mut columns = vec![0; self.0.len() + other.0.len()];
        for (left, one) in self.0.iter().enumerate() {
            for (right, two) in other.0.iter().enumerate() {
                columns[left + right] += one * two;
            }
        }
        Self::carried(columns)
    }

    /// As a count says it: nothing beyond 2^128.
    fn count(&self) -> Option<String> {
        let limit = Self::read("340282366920938463463374607431768211456");
        (*self <= limit).then(|| match self.0.as_slice() {
            [] => "0".to_owned(),
            digits => digits.iter().rev().map(u32::to_string).collect(),
        })
    }
}

impl PartialOrd for Digits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let reversed = |digits: &Self| digits.0.iter().rev().copied().collect::<Vec<_>>();
        let by_length = self.0.len().cmp(&other.0.len());
        Some(by_length.then_with(|| reversed(self).cmp(&reversed(other))))
    }
}

/// Counts of every magnitude, and often the powers of two and their neighbours.
fn any_count() -> impl Strategy<Value = Count> {
    let power = |less: u128| {
        (0..128_u32).prop_map(move |bits| Count::new((1_u128 << bits).saturating_sub(less)))
    };
    prop_oneof![
        Just(Count::MAX),
        Just(Count::new(u128::MAX)),
        (0..4_u32).prop_map(Count::from),
        power(0),
        power(1),
        (0..127_u32).prop_map(|bits| Count::new((1_u128 << bits) + 1)),
        (any::<u128>(), 0..128_u32).prop_map(|(bits, shift)| Count::new(bits >> shift)),
    ]
}

fn said(count: Option<Count>) -> Option<String> {
    count.map(Count::decimal)
}

proptest! {
    #[test]
    fn sums_and_products_agree_with_paper(left in any_count(), right in any_count()) {
        let (one, two) = (Digits::of(left), Digits::of(right));
        assert_eq!(said(left.plus(right)), one.plus(&two).count(), "{left} + {right}");
        assert_eq!(said(left.times(right)), one.times(&two).count(), "{left} × {right}");
        assert_eq!(Some(left.cmp(&right)), one.partial_cmp(&two), "{left} and {right}");
    }

    #[test]
    fn a_difference_takes_back_a_sum(left in any_count(), right in any_count()) {
        match left.minus(right) {
            Some(rest) => assert_eq!(Digits::of(rest).plus(&Digits::of(right)), Digits::of(left)),
            None => assert!(left < right, "{left} − {right}"),
        }
        match Signed::difference(left, right) {
            Signed::Left(rest) => assert_eq!(right.plus(rest), Some(left)),
            Signed::Missing(rest) => {
                assert!(!rest.is_zero());
                assert_eq!(left.plus(rest), Some(right));
            }
        }
    }

    #[test]
    fn quotients_enclose_the_exact_one(left in any_count(), right in any_count()) {
        let (Some(down), Some(up)) = (left.over(right), left.over_up(right)) else {
            assert!(right.is_zero(), "{left} / {right}");
            return Ok(());
        };
        let (left, right) = (Digits::of(left), Digits::of(right));
        let (least, most) = (Digits::of(down).times(&right), Digits::of(up).times(&right));
        assert!(least <= left && left < least.plus(&right), "{left:?} / {right:?} is not {down}");
        assert!(left <= most && most < left.plus(&right), "{left:?} / {right:?} up is not {up}");
    }

    #[test]
    fn bits_needed_number_all_and_no_fewer_do(count in any_count()) {
        let bits = count.bits_needed();
        let enough = Count::power_of_two(bits).expect("at most 128 bits");
        assert!(enough >= count, "{bits} bits for {count}");
        if let Some(fewer) = bits.checked_sub(1).and_then(Count::power_of_two) {
            assert!(fewer < count, "{bits} bits for {count}");
        }
        if !count.is_zero() {
            assert_eq!(count.round_up(), enough, "{count}");
        }
        assert_eq!(count.exponent().is_some(), count == enough, "{count}");
        assert_eq!(count.exponent().unwrap_or(bits), bits, "{count}");
    }

    #[test]
    fn text_is_the_power_or_all_digits(count in any_count()) {
        let text = count.to_string();
        match text.strip_prefix("2^") {
            Some(bits) => {
                let bits = bits.parse().expect("an exponent");
                assert!(bits >= 33, "{text}");
                assert_eq!(Count::power_of_two(bits), Some(count));
            }
            None => assert_eq!(text.replace(',', ""), count.decimal()),
        }
    }
}
