//! `trellis compare`: plans, or variants of one, side by side.

use std::path::PathBuf;

use super::args::date;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, read};
use super::show::is_plan;
use super::{Outcome, today};
use crate::compare::{Column, compare};
use crate::document::Document;
use crate::plan::Date;
use crate::report::Sheet;
use crate::report::compare::{json, markdown, text};

/// Put plans, or the variants of one, side by side: what each is better at, what it moves, what it gains and loses
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan, whose variants are compared with it; or several plans
    #[arg(required = true, value_name = "PLAN")]
    plans: Vec<PathBuf>,
    /// A variant to compare, instead of all of them
    #[arg(long = "variant", value_name = "NAME")]
    variants: Vec<String>,
    /// Rows that are the same everywhere, too
    #[arg(long)]
    all: bool,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

/// For whom the output is.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    /// For people.
    Human,
    /// For a review.
    Markdown,
    /// For scripts.
    Json,
}

/// Compares them. Differences are no failure.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let mut documents: Vec<(String, Document)> = Vec::new();
    for file in &args.plans {
        let source = read(file)?.text(file)?;
        let document = console.document(source, today(args.today));
        let sheet = Sheet::new(called(file), document);
        if !is_plan(&sheet, console) {
            return Ok(Outcome::Found);
        }
        documents.push((called(file), sheet.document));
    }
    if let [(_, plan)] = documents.as_slice() {
        let names: Vec<String> = if args.variants.is_empty() {
            let names = plan.plan().variant_names().into_iter();
            names.map(str::to_owned).collect()
        } else {
            args.variants.clone()
        };
        let mut variants = Vec::new();
        for name in names {
            let variant = plan.variant(&name)?;
            variants.push((name, variant));
        }
        documents.extend(variants);
    } else if !args.variants.is_empty() {
        return Err(Failure::VariantsOfSeveral);
    }
    let columns: Vec<Column<'_>> = documents
        .iter()
        .map(|(name, document)| Column { name, document })
        .collect();
    let compared = compare(&columns, args.all);
    console.print(&match args.format {
        Form::Human => text(&compared, console.out),
        Form::Markdown => markdown(&compared),
        Form::Json => json(&compared),
    })?;
    Ok(Outcome::Fine)
}
