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
use crate::document::GlobalId;
use crate::plan::{Date, Field};
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
    #[arg(long, value_parser = global_id, value_name = "HEX10")]
    seed: Option<GlobalId>,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Exactly ten hexadecimal digits.
fn global_id(text: &str) -> Result<GlobalId, ArgumentError> {
    let is_hex = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bits = u64::from_str_radix(text, 16)
        .ok()
        .filter(|_| is_hex)
        .ok_or(ArgumentError::Seed)?;
    let [_, _, _, id @ ..] = bits.to_be_bytes();
    GlobalId::new(id).ok_or(ArgumentError::SeedOfGardener)
}

fn drawn() -> Result<GlobalId, Failure> {
    loop {
        let mut bits = [0; 5];
        getrandom::fill(&mut bits).map_err(|source| Failure::NoChance { source })?;
        if let Some(id) = GlobalId::new(bits) {
            return Ok(id);
        }
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
    let failed = |why| Failure::NotDrawn {
        why,
        command: format!(
            "trellis set {} {} --unset ula",
            called(&args.plan),
            args.path
        ),
    };
    seen.can_draw(node).map_err(failed)?;
    let id = args.seed.map_or_else(drawn, Ok)?;
    let edit = seen.draw(node, id.prefix()).map_err(failed)?;
    let asks = seen.asks_for_ula(node);
    let what = plan.quoted(node);
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
            let prefix = global_id(text).ok().map(|id| id.prefix().to_string());
            assert_eq!(prefix.as_deref(), expected, "{text}");
        }
    }
}
