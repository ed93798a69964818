//! What `allow` means: waivers, each of a rule, with a reason.

use super::super::value::Value;
use super::super::version::Date;
use super::{Meaning, Reader, Waiver, cut};

impl Reader {
    /// The waivers of `allow`.
    pub(super) fn waivers(&mut self, value: &Value) -> Meaning {
        let mut waivers = Vec::new();
        for (item, value) in value.items().iter().enumerate() {
            waivers.extend(self.waiver(item, value));
        }
        Meaning::Waivers(waivers.into())
    }

    fn waiver(&mut self, item: usize, value: &Value) -> Option<Waiver> {
        let form =
            "write {rule: nibble-boundary, reason: \"the RIR gave a /29\", until: 2027-06-30}";
        let Value::Map(pairs) = value else {
            self.fault(
                item,
                "",
                "`allow` takes waivers, each a rule and a reason".to_owned(),
                form,
            );
            return None;
        };
        let text = |key: &str| value.key(key).and_then(Value::as_text);
        if let Some((key, _)) = pairs
            .iter()
            .find(|(key, _)| !matches!(&**key, "rule" | "reason" | "until"))
        {
            self.fault(
                item,
                key,
                format!(
                    "a waiver has no key `{}`; it has rule, reason and until",
                    cut(key)
                ),
                form,
            );
        }
        let Some(rule) = text("rule") else {
            self.fault(item, "", "a waiver names no rule".to_owned(), form);
            return None;
        };
        let Some(reason) = text("reason").filter(|reason| !reason.trim().is_empty()) else {
            self.fault(
                item,
                rule,
                format!("the waiver of {} gives no reason", cut(rule)),
                form,
            );
            return None;
        };
        let until = text("until");
        let day = until.and_then(Date::parse);
        if let (Some(text), None) = (until, day) {
            self.fault(
                item,
                text,
                format!("`until` is `{}`, which is no day", cut(text)),
                "write a day such as 2027-06-30",
            );
            return None;
        }
        Some(Waiver {
            item: u16::try_from(item).unwrap_or(u16::MAX),
            rule: rule.into(),
            reason: reason.into(),
            until: day,
        })
    }
}
