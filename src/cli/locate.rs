//! `trellis locate`: where an address belongs, or where a path lies.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::Format;
use super::completions::ranges;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, read};
use super::show::{is_plan, plain};
use super::{Outcome, today};
use crate::addr::parse_address;
use crate::document::FileKind;
use crate::report::Sheet;
use crate::report::locate::{
    Standing, located_json, located_text, parse_place, standing_json, standing_text,
};

/// Tell what holds an address, down to the node; or which prefixes a path leads to
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - is standard input
    plan: PathBuf,
    /// An address, a prefix, or a path such as eu10/live/prod-7/billing.nodes
    #[arg(value_name = "ADDRESS|PATH", add = ArgValueCompleter::new(ranges))]
    place: String,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Tells where an address or a path lies.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let document = console.variant(source, today(None), args.variant.as_deref())?;
    if document.kind() != FileKind::Plan {
        is_plan(&Sheet::new(called(&args.plan), document), console);
        return Ok(Outcome::Found);
    }
    let (document, place) = (&document, args.place.trim());
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let output = if let Some(wanted) = parse_place(place)? {
        let located = evaluation.locate(plan, wanted, usize::MAX);
        match args.format {
            Format::Human => located_text(document, wanted, &located, console.out),
            Format::Json => located_json(document, wanted, &located),
        }
    } else {
        let found = match plan.find(plain(place)) {
            Ok(found) => found,
            Err(_) if looks_like_an_address(place) => return Err(mistaken(place)),
            Err(error) => return Err(error.into()),
        };
        let standing = Standing::new(document, &found);
        match args.format {
            Format::Human => standing_text(document, &standing, console.out),
            Format::Json => standing_json(document, &standing),
        }
    };
    console.print(&output)?;
    Ok(Outcome::Fine)
}

/// Nobody writes two colons, or three dots between nothing but digits, and means a path.
fn looks_like_an_address(place: &str) -> bool {
    let v4 = |char: char| char.is_ascii_digit() || matches!(char, '.' | '/');
    place.matches(':').count() > 1 || place.matches('.').count() == 3 && place.chars().all(v4)
}

/// What is wrong with a text that was meant as an address.
fn mistaken(place: &str) -> Failure {
    let address = place.split('/').next().unwrap_or(place);
    match parse_address(address) {
        Err(error) => error.into(),
        Ok(_) => crate::addr::AddressError::Address(place.to_owned()).into(),
    }
}
