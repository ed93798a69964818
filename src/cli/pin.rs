//! `trellis pin`: draws a unique local prefix (RFC 4193) and writes it down.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::date;
use super::change::{Change, definition};
use super::completions::blocks;
use super::console::Console;
use super::failure::{ArgumentError, Failure};
use super::file::{called, read};
use super::{Outcome, today};
use crate::addr::{Count, Family, Length, Prefix};
use crate::document::Document;
use crate::engine::range_field;
use crate::plan::{Base, Date, Edit, Field, Kind, Meaning, Plan, RangeKind, Value};
use crate::source::NodeId;
use crate::visible::clean_lines;

/// Draw a random unique local /48 (RFC 4193) and write it as the `ula` of a plan, a block or a shoot
///
/// Ranges that ask for v6private are placed in the nearest one. What has one keeps it: a new one renumbers everything.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    /// What gets the prefix: eu10/live/prod, or . for the plan itself
    #[arg(default_value = ".", add = ArgValueCompleter::new(blocks))]
    path: String,
    /// The 40 random bits as 10 hexadecimal digits, instead of drawing them
    #[arg(long, value_parser = GlobalId::parse, value_name = "HEX10")]
    seed: Option<GlobalId>,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// The 40 bits behind `fd` (RFC 4193, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GlobalId([u8; 5]);

impl GlobalId {
    /// That of Gardener's VPN between seed and shoot (g c: `fd8f:6d53:b97a:1::/96`).
    const OF_GARDENER: Self = Self([0x8f, 0x6d, 0x53, 0xb9, 0x7a]);

    /// Exactly ten hexadecimal digits.
    fn parse(text: &str) -> Result<Self, ArgumentError> {
        let is_hex = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bits = u64::from_str_radix(text, 16)
            .ok()
            .filter(|_| is_hex)
            .ok_or(ArgumentError::Seed)?;
        let [_, _, _, id @ ..] = bits.to_be_bytes();
        match Self(id) {
            Self::OF_GARDENER => Err(ArgumentError::SeedOfGardener),
            id => Ok(id),
        }
    }

    fn draw() -> Result<Self, Failure> {
        loop {
            let mut id = [0; 5];
            getrandom::fill(&mut id).map_err(|source| Failure::NoChance { source })?;
            if Self(id) != Self::OF_GARDENER {
                return Ok(Self(id));
            }
        }
    }

    fn prefix(self) -> Prefix {
        let mut address = [0; 16];
        address[0] = 0xfd;
        address[1..6].copy_from_slice(&self.0);
        Length::new(Family::V6, 48)
            .and_then(|length| Prefix::from_raw(u128::from_be_bytes(address), length))
            .expect("invariant: 48 bits are set at most")
    }
}

/// Draws a prefix and writes it into a plan.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let document = console.document(read(&args.plan)?.text(&args.plan)?, today(args.today));
    let found = definition(&document, &args.path)?;
    let variant = args.variant.as_deref();
    let varied = variant.map(|name| document.variant(name)).transpose()?;
    let seen = varied.as_ref().unwrap_or(&document);
    let (plan, node) = (seen.plan(), found.node);
    if let Some(range) = found.range {
        return Err(Failure::UlaOfRange {
            range: range.key(),
            shoot: plan.path(node),
        });
    }
    // A run of shoots takes one range after another out of its own; what it lies in must be one.
    let lies_in = plan
        .chain(node)
        .skip(usize::from(plan.kind(node) == Kind::Shoot));
    if let Some(run) = lies_in.into_iter().find(|&id| plan.count(id) > Count::ONE) {
        return Err(Failure::UlaOfMany {
            run: plan.path(run),
        });
    }
    if let Some(value) = plan.value(node, Field::Ula)
        && *value != Value::Null
    {
        return Err(Failure::Drawn {
            what: what(plan, node),
            ula: value.line(),
            command: format!(
                "trellis set {} {} --unset ula",
                called(&args.plan),
                args.path
            ),
        });
    }
    let prefix = match args.seed {
        Some(id) => id.prefix(),
        None => GlobalId::draw()?.prefix(),
    };
    if let Some(holder) = holder(plan, prefix) {
        return Err(Failure::DrawnTwice {
            prefix,
            what: what(plan, holder),
        });
    }
    let asks = asks_below(seen, node);
    let what = what(plan, node);
    let edit = Edit::set(node, Field::Ula, Some(Value::text(prefix.to_string())));
    let outcome = Change {
        file: &args.plan,
        document,
        variant,
        node,
        edits: vec![(Field::Ula, edit)],
        dry_run: false,
    }
    .write(console)?;
    if !asks && outcome == Outcome::Fine {
        let line = format!("nothing in {what} asks for v6private yet\n");
        console.say(&clean_lines(&line));
    }
    Ok(outcome)
}

fn what(plan: &Plan, node: NodeId) -> String {
    if node == NodeId::ROOT {
        "the plan".to_owned()
    } else {
        format!("`{}`", plan.path(node))
    }
}

/// Who has the prefix, or a part of it, as its own already: two draws are the same when someone says the digits.
fn holder(plan: &Plan, prefix: Prefix) -> Option<NodeId> {
    plan.walk_from(NodeId::ROOT).find(|&node| {
        matches!(
            plan.meaning(node, Field::Ula),
            Some(Meaning::Prefixes(all)) if all.iter().any(|ula| ula.overlaps(prefix))
        )
    })
}

/// Whether a shoot there has a range that would be placed in a unique local prefix.
fn asks_below(document: &Document, node: NodeId) -> bool {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    plan.walk_from(node)
        .filter(|&id| plan.kind(id) == Kind::Shoot)
        .any(|shoot| {
            let settings = evaluation.settings(shoot);
            RangeKind::ALL.into_iter().any(|kind| {
                let spec = settings.spec(plan, range_field(kind));
                let ask = spec.and_then(|spec| spec.of(Family::V6));
                matches!(ask.map(|ask| ask.base), Some(Base::Private6(_)))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_ten_hexadecimal_digits() {
        for (text, expected) in [
            ("5a3c1e77a0", Some("fd5a:3c1e:77a0::/48")),
            ("5A3C1E77A0", Some("fd5a:3c1e:77a0::/48")),
            ("0000000000", Some("fd00::/48")),
            ("ffffffffff", Some("fdff:ffff:ffff::/48")),
            ("8f6d53b97a", None),
            ("5a3c1e77a", None),
            ("5a3c1e77a00", None),
            ("+a3c1e77a0", None),
            ("5a3c1e77ag", None),
            ("", None),
        ] {
            let prefix = GlobalId::parse(text).ok().map(|id| id.prefix().to_string());
            assert_eq!(prefix.as_deref(), expected, "{text}");
        }
    }
}
