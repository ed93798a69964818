//! An export into a manifest that is there: `--into`, or the file that the plan names.

use std::path::{Path, PathBuf};

use super::super::Outcome;
use super::super::console::Console;
use super::super::failure::Failure;
use super::super::file::{called, is_stdin, read, replace};
use super::{Args, warn, write};
use crate::document::Document;
use crate::format::{FORMATS, IntoError, into};
use crate::plan::{Field, Found};
use crate::report::{ManifestSheet, diff, text};
use crate::visible::clean_lines;

/// The manifest to be changed: as said, else as the plan names it, beside the plan.
pub(super) fn target(args: &Args, document: &Document, found: &Found) -> Option<PathBuf> {
    if args.into.is_some() || args.all || args.format != FORMATS[0].id {
        return args.into.clone();
    }
    let file = document.plan().text(found.node, Field::Manifest)?;
    let folder = args.plan.parent().unwrap_or(Path::new(""));
    Some(folder.join(file))
}

/// Writes the shoot's network fields into the manifest, or prints what would differ.
pub(super) fn run(
    args: &Args,
    file: &Path,
    document: Document,
    found: &Found,
    console: &Console,
) -> Result<Outcome, Failure> {
    let old = read(file)?.text(file)?;
    let patched = match into(&document, found, &old) {
        Ok(patched) => patched,
        Err(IntoError::Refused {
            manifests,
            findings,
            ..
        }) => {
            let sheet = ManifestSheet::new(called(file), *manifests, findings);
            console.say(&text::findings(&sheet, console.err));
            console.say("the manifest would be refused so; nothing was written\n");
            return Ok(Outcome::Found);
        }
        Err(IntoError::Export(refused)) => return Err(refused.into()),
        Err(source) => {
            return Err(Failure::Into {
                file: called(file),
                source,
            });
        }
    };
    let lines: Vec<String> = patched
        .left
        .iter()
        .map(|left| format!("trellis: {}: {left}\n", called(file)))
        .collect();
    console.say(&clean_lines(&lines.concat()));
    if args.dry_run {
        console.print(&diff::unified(&called(file), &old, &patched.text))?;
        return Ok(Outcome::Fine);
    }
    match args.output.as_deref() {
        Some(output) if !is_stdin(output) => write(output, &patched.text)?,
        Some(_) => console.print(&patched.text)?,
        None if is_stdin(file) => console.print(&patched.text)?,
        None if patched.text == old => {
            console.say(&clean_lines(&format!(
                "nothing differs in {}\n",
                called(file)
            )));
        }
        None => {
            replace(file, &old, &patched.text)?;
            let diff = diff::unified(&called(file), &old, &patched.text);
            console.say(&clean_lines(&diff));
        }
    }
    warn(&args.plan, document, found, console);
    Ok(Outcome::Fine)
}
