//! `trellis new`: a plan to begin with.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::Outcome;
use super::console::Console;
use super::failure::{ArgumentError, Failure};
use super::file::{create, is_stdin};
use crate::document::{SYNTHETIC_MOST, TEMPLATES, synthetic};
use crate::report::schema::schema;
use crate::visible::clean;

/// Where the schema lies that editors check a new plan with: beside it.
const SCHEMA: &str = "trellis.schema.json";

/// Write a new plan: from a template, or made up. Without either it lists the templates
///
/// A file that is there is left alone. Beside a plan from a template lies trellis.schema.json, which its first line
/// names: editors with a YAML language server complete and check the keys with it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to make; - and nothing print it
    file: Option<PathBuf>,
    /// What to begin with
    #[arg(long, value_parser = PossibleValuesParser::new(TEMPLATES.iter().map(|template| template.name)))]
    template: Option<String>,
    /// Write neither the schema beside the plan nor the line that names it
    #[arg(long, conflicts_with = "synthetic")]
    no_schema: bool,
    /// A made-up plan of that many shoots, to see how a large one goes
    #[arg(long, value_name = "N", conflicts_with = "template", value_parser = clap::value_parser!(u32).range(1..=i64::from(SYNTHETIC_MOST)))]
    synthetic: Option<u32>,
    /// What the made-up numbers come from: 1 to 16 hexadecimal digits; the same seed makes the same plan
    #[arg(long, value_name = "HEX", requires = "synthetic", default_value = "1", value_parser = seed)]
    seed: u64,
}

fn seed(text: &str) -> Result<u64, ArgumentError> {
    u64::from_str_radix(text, 16)
        .ok()
        .filter(|_| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .ok_or(ArgumentError::ManySeed)
}

/// Makes it.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let template = args.template.as_deref();
    let template = TEMPLATES.iter().find(|known| Some(known.name) == template);
    let text = match (template, args.synthetic) {
        (Some(template), _) => template.text.to_owned(),
        (None, Some(number)) => synthetic(number, args.seed),
        (None, None) if args.file.is_some() => return Err(ArgumentError::Template.into()),
        (None, None) => {
            console.print(&list())?;
            return Ok(Outcome::Fine);
        }
    };
    match args.file.as_deref().filter(|file| !is_stdin(file)) {
        None => console.print(&text)?,
        Some(file) if template.is_some() && !args.no_schema => {
            // The key of a comment is the language server's own: its README, "Using inlined schema".
            create(
                file,
                &format!("# yaml-language-server: $schema={SCHEMA}\n{text}"),
            )?;
            add_schema(file)?;
            said(file, console);
        }
        Some(file) => {
            create(file, &text)?;
            said(file, console);
        }
    }
    Ok(Outcome::Fine)
}

fn said(file: &Path, console: &Console) {
    let file = file.to_string_lossy();
    let file = clean(&file);
    console.say(&format!("{file} is there: `trellis {file}` opens it\n"));
}

/// Puts the schema beside a plan; one that lies there already is somebody's.
fn add_schema(plan: &Path) -> Result<(), Failure> {
    match create(&plan.with_file_name(SCHEMA), &schema()) {
        Ok(()) | Err(Failure::Changed { .. }) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The templates, a line each.
fn list() -> String {
    let lines = TEMPLATES
        .iter()
        .map(|template| format!("{:<10} {}\n", template.name, template.about()));
    lines.collect()
}
