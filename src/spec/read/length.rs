//! A length behind a slash.

use std::ops::Range;

use crate::addr::{AddressError, Family, Length, parse_length};
use crate::plan::Fault;

use super::super::quote::quoted;
use super::Reader;

/// Where a length stands, and what it may be.
pub(super) struct Wanted {
    /// What the slash follows, for messages; empty for a bare length.
    pub(super) of: &'static str,
    /// Its family.
    pub(super) family: Family,
    /// The shortest and the longest.
    pub(super) bounds: (u8, u8),
    /// The digits, without the slash.
    pub(super) digits: Range<usize>,
}

impl Reader<'_> {
    /// The length that stands there; reported and `None` if none can be read, or it is out of bounds.
    pub(super) fn length(&mut self, wanted: &Wanted) -> Option<Length> {
        let digits = &self.value.text[wanted.digits.clone()];
        let (shortest, longest) = wanted.bounds;
        let read = parse_length(wanted.family, digits);
        if let Ok(length) = read
            && (shortest..=longest).contains(&length.bits())
        {
            return Some(length);
        }
        let part = wanted.digits.start - 1..wanted.digits.end;
        let fault = match read {
            Err(AddressError::LeadingZeros(_)) => self.leading_zeros(part),
            Ok(_) | Err(AddressError::TooLong { .. }) => {
                self.error("spec-length", part, out_of_bounds(wanted, digits))
            }
            Err(
                AddressError::Length(_)
                | AddressError::Address(_)
                | AddressError::Zone(_)
                | AddressError::NoLength(_)
                | AddressError::Mapped(_)
                | AddressError::HostBits { .. },
            ) => self.no_number(wanted, part),
        };
        self.faults.push(fault);
        None
    }

    fn leading_zeros(&self, part: Range<usize>) -> Fault {
        let text = &self.value.text[part.clone()];
        let message = format!(
            "{} has leading zeros, which some readers take as octal",
            quoted(text)
        );
        let plain = format!("/{}", text[1..].trim_start_matches('0'));
        let fault = self.error("spec-syntax", part.clone(), message);
        if plain == "/" {
            return self.value.mend(fault, false, &part, "/0");
        }
        self.value.mend(fault, false, &part, &plain)
    }

    fn no_number(&self, wanted: &Wanted, part: Range<usize>) -> Fault {
        let digits = &self.value.text[wanted.digits.clone()];
        let (shortest, longest) = wanted.bounds;
        if digits.is_empty() {
            let of = if wanted.of.is_empty() {
                String::new()
            } else {
                format!(" of `{}`", wanted.of)
            };
            let message =
                format!("no length follows the slash{of}: a number from {shortest} to {longest}");
            return self.error("spec-syntax", part, message);
        }
        let message = format!(
            "{} is no length: a number from {shortest} to {longest} follows the slash",
            quoted(&self.value.text[part.clone()])
        );
        let fault = self.error("spec-syntax", part, message);
        if matches!(digits, "size" | "N" | "n") {
            let example = match (wanted.family, wanted.of) {
                (Family::V4, _) => 24,
                (Family::V6, "+prefix") => 80,
                (Family::V6, _) => 64,
            };
            return fault.help(format!(
                "put a number in the place of `{digits}`, as in `{}/{example}`",
                wanted.of
            ));
        }
        fault
    }
}

fn out_of_bounds(wanted: &Wanted, digits: &str) -> String {
    let (shortest, longest) = wanted.bounds;
    let width = wanted.family.width();
    let text = quoted(&format!("{}/{digits}", wanted.of));
    if (shortest, longest) == (0, width) {
        let family = wanted.family;
        return format!("{text} is longer than an {family} address, which has {width} bits");
    }
    format!(
        "{text} is outside /{shortest} to /{longest}, the lengths that `{}` takes",
        wanted.of
    )
}
