//! Values of facts in words, as `trellis explain` prints them.

use super::offer::{Fit, Offer, Otherwise};
use crate::addr::{Length, Prefix};

/// A value that can be said in a few words.
pub trait Text {
    /// Those words.
    fn text(&self) -> String;
}

impl Text for bool {
    fn text(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Text for Length {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Text for Prefix {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl<T: Text> Text for Vec<T> {
    fn text(&self) -> String {
        if self.is_empty() {
            return "none".to_owned();
        }
        let words: Vec<String> = self.iter().map(Text::text).collect();
        words.join(", ")
    }
}

impl Text for Offer {
    fn text(&self) -> String {
        let lengths = match (self.only(), self.step()) {
            (Some(length), _) => format!("exactly {length}"),
            (None, 1) => format!("{} to {}", self.shortest(), self.longest()),
            (None, step) => format!(
                "{} to {} in steps of {step}",
                self.shortest(),
                self.longest()
            ),
        };
        let host = Length::host(self.longest().family());
        match self.otherwise() {
            Otherwise::RoundUp if self.fit(host) != Fit::Exact => {
                format!("{lengths}; smaller ones are rounded up")
            }
            Otherwise::RoundUp | Otherwise::Refuse => lengths,
        }
    }
}
