//! `trellis variant`: makes, renames, deletes and takes over the variants of a plan.

use std::path::PathBuf;

use clap::Subcommand;

use super::args::Format;
use super::change::definition;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::moved::Places;
use super::show::is_plan;
use super::{Outcome, today};
use crate::document::{Document, FileKind};
use crate::nearest::nearest;
use crate::plan::{Edit, FIELDS, Field};
use crate::report::{Sheet, variants};
use crate::source::NodeId;
use crate::visible::clean_lines;

/// Make, rename, delete and take over variants: the plan with some fields set otherwise
///
/// `trellis set PLAN PATH FIELD=VALUE --variant NAME` says what is otherwise in one.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the variants, and what each sets
    List {
        /// For whom the output is
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Add a variant, which sets nothing yet
    New {
        /// What it is called
        name: String,
        /// The variant that it is a variant of, instead of the plan
        #[arg(long, value_name = "NAME")]
        of: Option<String>,
    },
    /// Give a variant another name
    Rename {
        /// What it is called
        name: String,
        /// What it shall be called
        new: String,
    },
    /// Take a variant away
    Delete {
        /// What it is called
        name: String,
    },
    /// Make the plan what a variant says, and keep the variant as it is
    Promote {
        /// What it is called
        name: String,
        /// Only this of it, such as eu10/live.v6
        #[arg(value_name = "PATH.FIELD")]
        place: Option<String>,
    },
}

/// Does what is asked of the variants.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let text = read(&args.plan)?.text(&args.plan)?;
    let mut document = console.document(text.clone(), today(None));
    if document.kind() != FileKind::Plan {
        is_plan(&Sheet::new(called(&args.plan), document), console);
        return Ok(Outcome::Found);
    }
    let plan = document.plan();
    let edit = match &args.what {
        What::List { format } => {
            console.print(&match format {
                Format::Human => variants::text(plan),
                Format::Json => variants::json(plan),
            })?;
            return Ok(Outcome::Fine);
        }
        What::New { name, of } => plan.new_variant(name, of.as_deref())?,
        What::Rename { name, new } => plan.rename_variant(name, new)?,
        What::Delete { name } => plan.delete_variant(name)?,
        What::Promote { name, place } => {
            let only = place.as_deref().map(|place| field_of(&document, place));
            plan.promote_variant(name, only.transpose()?)?
        }
    };
    write(args, &mut document, edit, console)
}

/// Writes the plan with the edit, and says what moved.
fn write(
    args: &Args,
    document: &mut Document,
    edit: Edit,
    console: &Console,
) -> Result<Outcome, Failure> {
    let old = document.text().to_owned();
    let places = Places::of(document);
    document.edit(edit)?;
    let new = document.save()?.to_owned();
    if is_stdin(&args.plan) {
        console.print(&new)?;
    } else if new == old {
        console.say("nothing changed\n");
    } else {
        replace(&args.plan, &old, &new)?;
    }
    let moved = places.moved(&Places::of(document), document);
    if !moved.is_empty() {
        let plural = if moved.len() == 1 { "" } else { "es" };
        let lines = format!(
            "{} prefix{plural} moved:\n  {}\n",
            moved.len(),
            moved.join("\n  ")
        );
        console.say(&clean_lines(&lines));
    }
    Ok(Outcome::Fine)
}

/// The definition and the field of `eu10/live.v6`; a field alone is the plan's own.
fn field_of(document: &Document, place: &str) -> Result<(NodeId, Field), Failure> {
    let (path, key) = place.rsplit_once('.').unwrap_or((".", place));
    let node = definition(document, path)?.node;
    let kind = document.plan().kind(node);
    let field = Field::of_key(key).filter(|field| field.fits(kind));
    field.map(|field| (node, field)).ok_or_else(|| {
        let known = FIELDS.iter().filter(|info| info.field.fits(kind));
        Failure::NoField {
            kind,
            field: key.to_owned(),
            near: nearest(key, known.map(|info| info.key)).map(str::to_owned),
        }
    })
}
