//! `trellis check --fix`: what has a mend is mended in the file, and nothing else of it changes.

use std::path::Path;

use super::super::args::Fixes;
use super::super::console::Console;
use super::super::failure::Failure;
use super::super::file::{called, replace};
use super::{Judge, Opened};
use crate::document::{Document, Mending};
use crate::manifest::{self, Manifests};
use crate::report::Sheet;
use crate::visible::clean_lines;
use crate::yaml::Tree;
use crate::{document, profile::Profiles};

/// What the mends need beside the file.
#[derive(Clone, Copy)]
pub(super) struct Mender<'a> {
    pub(super) fixes: Fixes,
    pub(super) judge: &'a Judge<'a>,
}

impl Mender<'_> {
    /// Mends what was read of a file, writes it, and gives what stands there now.
    pub(super) fn mend(
        self,
        file: &Path,
        opened: Opened,
        console: &Console,
    ) -> Result<Opened, Failure> {
        match opened {
            Opened::Plan(sheet) => self.plan(file, *sheet, console),
            Opened::Manifests(name, manifests) => {
                let suggested = self.fixes == Fixes::All;
                let judge = |manifests: &Manifests| self.judge.findings(manifests);
                let (text, done) = manifest::mend(&manifests.text, suggested, judge);
                let done: Vec<Done> = done
                    .into_iter()
                    .map(|mended| (mended.code, mended.path, mended.field, mended.title))
                    .collect();
                if !done.is_empty() {
                    replace(file, &manifests.text, &text)?;
                }
                say(&name, &done, console);
                let (tree, faults) = Tree::read(&text, document::LIMITS);
                let manifests = Manifests::new(text, tree, &faults);
                Ok(Opened::Manifests(name, Box::new(manifests)))
            }
        }
    }

    fn plan(self, file: &Path, sheet: Sheet, console: &Console) -> Result<Opened, Failure> {
        let old = sheet.document.text().to_owned();
        let variant = sheet.document.active_variant().map(str::to_owned);
        let variant = variant.as_deref();
        let (mut document, quoted) = match sheet.document.mended_text() {
            Some((text, quoted)) => (self.read(text, variant, console.profiles)?, quoted),
            None => (sheet.document, Vec::new()),
        };
        let mending = match self.fixes {
            Fixes::Safe => Mending::Safe,
            Fixes::All => Mending::Suggested,
        };
        let (mended, edits): (Vec<_>, Vec<_>) = document.mend(mending).into_iter().unzip();
        if let Some(name) = variant {
            document = self.read(document.text().to_owned(), None, console.profiles)?;
            for edit in &edits {
                document.edit(document.plan().edit_in_variant(name, edit)?)?;
            }
        }
        let done: Vec<Done> = quoted
            .into_iter()
            .chain(mended)
            .map(|mended| {
                (
                    mended.code,
                    mended.path,
                    mended.field.to_owned(),
                    mended.title,
                )
            })
            .collect();
        let new = if done.is_empty() {
            old
        } else {
            let new = document.save()?.to_owned();
            replace(file, &old, &new)?;
            say(&sheet.file, &done, console);
            new
        };
        // What readers found in the old text may be gone.
        let document = self.read(new, variant, console.profiles)?;
        Ok(Opened::Plan(Box::new(Sheet::new(called(file), document))))
    }

    fn read(
        self,
        text: String,
        variant: Option<&str>,
        profiles: Profiles,
    ) -> Result<Document, Failure> {
        let document = Document::with(text, self.judge.today, profiles);
        Ok(match variant {
            Some(name) => document.variant(name)?,
            None => document,
        })
    }
}

/// Code, path, field and title of what was mended.
type Done = (&'static str, String, String, String);

fn say(file: &str, done: &[Done], console: &Console) {
    let mut out = String::new();
    for (code, path, field, title) in done {
        let place: Vec<&str> = [path.as_str(), field.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let place = place.join(" ");
        let gap = if place.is_empty() { "" } else { " " };
        out.extend(["fixed ", code, gap, &place, ": ", title, "\n"]);
    }
    let plural = if done.len() == 1 { "" } else { "es" };
    out.extend([&done.len().to_string(), " fix", plural, " in ", file, "\n"]);
    console.say(&clean_lines(&out));
}
