//! Reads lengths and prefixes of one family: the family is the field's, not the text's.

use serde::{Deserialize, Deserializer};

use super::fact::Fact;
use super::offer::{Offer, OfferError, Otherwise};
use crate::addr::{AddressError, Family, Length, Prefix, parse_length, parse_prefix};

/// Why a text is no length or prefix of the field's family.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum DecodeError {
    /// No slash.
    #[error("`{0}` is no length: write it as `/N`")]
    NoSlash(String),
    /// Not what an address may be.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A prefix of the other family.
    #[error("{prefix} is an {} prefix; an {wanted} one belongs here", prefix.family())]
    Family { prefix: Prefix, wanted: Family },
}

/// An IPv4 length in a profile's text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Length4(Length);

/// An IPv6 length in a profile's text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Length6(Length);

/// An IPv4 prefix in a profile's text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Prefix4(Prefix);

/// An IPv6 prefix in a profile's text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Prefix6(Prefix);

fn prefix(text: &str, wanted: Family) -> Result<Prefix, DecodeError> {
    let prefix = parse_prefix(text)?;
    if prefix.family() == wanted {
        Ok(prefix)
    } else {
        Err(DecodeError::Family { prefix, wanted })
    }
}

fn length(text: &str, family: Family) -> Result<Length, DecodeError> {
    let digits = text
        .strip_prefix('/')
        .ok_or_else(|| DecodeError::NoSlash(text.to_owned()))?;
    Ok(parse_length(family, digits)?)
}

impl TryFrom<String> for Length4 {
    type Error = DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        length(&text, Family::V4).map(Self)
    }
}

impl TryFrom<String> for Length6 {
    type Error = DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        length(&text, Family::V6).map(Self)
    }
}

impl TryFrom<String> for Prefix4 {
    type Error = DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        prefix(&text, Family::V4).map(Self)
    }
}

impl TryFrom<String> for Prefix6 {
    type Error = DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        prefix(&text, Family::V6).map(Self)
    }
}

impl From<Length4> for Length {
    fn from(length: Length4) -> Self {
        length.0
    }
}

impl From<Length6> for Length {
    fn from(length: Length6) -> Self {
        length.0
    }
}

impl From<Prefix4> for Prefix {
    fn from(prefix: Prefix4) -> Self {
        prefix.0
    }
}

impl From<Prefix6> for Prefix {
    fn from(prefix: Prefix6) -> Self {
        prefix.0
    }
}

/// Lengths of one family as a profile's text gives them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOffer<L> {
    shortest: L,
    longest: L,
    #[serde(default = "one")]
    step: u8,
    otherwise: Otherwise,
}

const fn one() -> u8 {
    1
}

/// IPv4 lengths in a profile's text.
#[derive(Deserialize)]
#[serde(try_from = "RawOffer<Length4>")]
pub(super) struct Offer4(Offer);

/// IPv6 lengths in a profile's text.
#[derive(Deserialize)]
#[serde(try_from = "RawOffer<Length6>")]
pub(super) struct Offer6(Offer);

impl TryFrom<RawOffer<Length4>> for Offer4 {
    type Error = OfferError;

    fn try_from(raw: RawOffer<Length4>) -> Result<Self, Self::Error> {
        Offer::new(raw.shortest.0..=raw.longest.0, raw.step, raw.otherwise).map(Self)
    }
}

impl TryFrom<RawOffer<Length6>> for Offer6 {
    type Error = OfferError;

    fn try_from(raw: RawOffer<Length6>) -> Result<Self, Self::Error> {
        Offer::new(raw.shortest.0..=raw.longest.0, raw.step, raw.otherwise).map(Self)
    }
}

impl From<Offer4> for Offer {
    fn from(offer: Offer4) -> Self {
        offer.0
    }
}

impl From<Offer6> for Offer {
    fn from(offer: Offer6) -> Self {
        offer.0
    }
}

/// Reads a `W` and keeps the `T` in it.
pub(super) fn plain<'de, D, W, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    W: Deserialize<'de> + Into<T>,
{
    W::deserialize(deserializer).map(Into::into)
}

/// Reads a fact of a `W` and keeps the `T` in it, for a field that may be left out.
pub(super) fn fact<'de, D, W, T>(deserializer: D) -> Result<Option<Fact<T>>, D::Error>
where
    D: Deserializer<'de>,
    W: Deserialize<'de> + Into<T>,
{
    Fact::<W>::deserialize(deserializer).map(|fact| Some(fact.map(Into::into)))
}
