//! `trellis` on a terminal: opens the screen, and brings it its files.

mod folder;
mod journal;
mod looks;
mod seat;
mod state;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::config::Config;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read};
use super::show::{EXAMPLE, USUAL, meant};
use super::{Outcome, today};
use crate::document::{Document, FileKind};
use crate::profile::Profiles;
use crate::tui::settings::Choice;
use crate::tui::{Manner, Message, Model, Origin, Theme, keymap, perform, print, run};
use folder::Folder;

/// The plan of those who begin.
const BEGINNING: &str = include_str!("../../assets/plans/beginning.yaml");

/// Whether there is a terminal to draw on, and someone at it.
pub(super) fn is_possible(plan: Option<&Path>) -> bool {
    io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && !plan.is_some_and(is_stdin)
        && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// Opens the screen.
pub(super) fn open(plan: Option<&Path>, config: &Config) -> Result<Outcome, Failure> {
    let size = terminal_size::terminal_size_of(io::stdout());
    let size = size.map_or((80, 24), |(width, height)| (width.0, height.0));
    let manner = Manner {
        theme: looks::theme(config),
        keys: config.keys(),
        mouse: config.settings.mouse != Choice::No,
    };
    let name = plan.map_or_else(|| USUAL.to_owned(), called);
    let plan = plan.map(Path::to_owned);
    let profiles = config.profiles;
    let wrong = config.line();
    let load = move || {
        let (mut model, mut folder) = model(plan.as_deref(), size, profiles)?;
        if let Some(wrong) = wrong {
            model.warn(wrong);
        }
        folder.enter(&mut model);
        Ok::<_, Failure>((model, folder))
    };
    run(load, &name, manner).map_err(|source| Failure::Terminal { source })??;
    Ok(Outcome::Fine)
}

/// Plays keys without a terminal, and prints the frame that they lead to.
pub(super) fn play(
    plan: Option<&Path>,
    keys: &str,
    size: (u16, u16),
    config: &Config,
    console: &Console,
) -> Result<Outcome, Failure> {
    let (mut model, shelf) = model(plan, size, config.profiles)?;
    if let Some(wrong) = config.line() {
        model.warn(wrong);
    }
    model.keys = config.keys();
    let keys = keymap::parse_keys(keys)?;
    for key in keys {
        if perform(&mut model, Message::Key(key), &shelf) {
            break;
        }
    }
    let theme = Theme::plain(looks::ascii(config, console.out.ascii));
    console.print(&print(&model, theme))?;
    Ok(Outcome::Fine)
}

/// The screen on the plan that is named, the usual one, or the example.
fn model(
    plan: Option<&Path>,
    size: (u16, u16),
    profiles: Profiles,
) -> Result<(Model, Folder), Failure> {
    let usual = Path::new(USUAL);
    let named = plan.or_else(|| usual.is_file().then_some(usual));
    let Some(file) = named else {
        let document = Document::with(EXAMPLE.to_owned(), today(None), profiles);
        let model = Model::new(USUAL.to_owned(), Origin::Example, document, size);
        return Ok((model, Folder::new(usual, profiles)));
    };
    let folder = Folder::new(file, profiles);
    let text = match read(file) {
        Ok(contents) => contents.text(file)?,
        Err(failure @ Failure::Missing { .. }) => return begin(file, failure, size, profiles),
        Err(failure) => return Err(failure),
    };
    let document = Document::with(text, today(None), profiles);
    if document.kind() == FileKind::Plan {
        let model = Model::new(called(file), Origin::File, document, size);
        return Ok((model, folder));
    }
    let why = match document.kind() {
        FileKind::Manifest => "this is a Kubernetes manifest, and no plan".to_owned(),
        FileKind::Profile => "this is a profile of a provider, and no plan".to_owned(),
        FileKind::Plan | FileKind::Other => document.findings().first().map_or_else(
            || "there is nothing in it".to_owned(),
            |finding| finding.message.clone(),
        ),
    };
    let beside = unused(file);
    let document = Document::with(BEGINNING.to_owned(), today(None), profiles);
    let mut model = Model::new(called(&beside), Origin::New, document, size);
    model.offer_beginning(&format!("{}: {why}", called(file)));
    Ok((model, Folder::new(&beside, profiles)))
}

/// A plan that is not there yet, unless a command was meant.
fn begin(
    file: &Path,
    failure: Failure,
    size: (u16, u16),
    profiles: Profiles,
) -> Result<(Model, Folder), Failure> {
    let failure = meant(failure, file);
    if matches!(
        &failure,
        Failure::Missing {
            command: Some(_),
            ..
        }
    ) {
        return Err(failure);
    }
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(failure);
    }
    let document = Document::with(BEGINNING.to_owned(), today(None), profiles);
    let mut model = Model::new(called(file), Origin::New, document, size);
    model.offer_beginning(&format!("There is no file {}", called(file)));
    Ok((model, Folder::new(file, profiles)))
}

/// A name beside a file that nothing has yet.
fn unused(file: &Path) -> PathBuf {
    let beside = file.with_file_name(USUAL);
    let mut names = std::iter::once(beside)
        .chain((2_u32..).map(|number| file.with_file_name(format!("trellis-{number}.yaml"))));
    names
        .find(|name| !name.exists())
        .expect("invariant: there are more names than files")
}
