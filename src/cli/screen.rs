//! `trellis` on a terminal: opens the screen, and brings it its files.

mod files;
mod folder;
mod journal;
mod looks;
mod recent;
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
use crate::tui::start::Start;
use crate::tui::tour::PLAN;
use crate::tui::{Manner, Message, Model, Origin, Shelf as _, Theme, keymap, perform, print, run};
use crate::visible::clean;
use files::Files;
use folder::Folder;
use unicode_width::UnicodeWidthStr as _;

/// The plan of those who begin.
const BEGINNING: &str = include_str!("../../assets/plans/beginning.yaml");

/// A plan with nothing in it.
const EMPTY: &str = "trellis: 1\nname: new plan\n";

/// Whether there is a terminal to draw on, and someone at it.
pub(super) fn is_possible(plan: Option<&Path>) -> bool {
    io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && !plan.is_some_and(is_stdin)
        && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// What the screen begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum First<'a> {
    /// A plan: the one that is named, the usual one, or the example.
    Plan(Option<&'a Path>),
    /// The same, with what else can be opened before it.
    Start(Option<&'a Path>),
    /// The guided tour.
    Tour,
}

impl<'a> First<'a> {
    /// The plan that is named.
    const fn plan(self) -> Option<&'a Path> {
        match self {
            Self::Plan(plan) | Self::Start(plan) => plan,
            Self::Tour => None,
        }
    }
}

/// Opens the screen.
pub(super) fn open(first: First<'_>, config: &Config) -> Result<Outcome, Failure> {
    let size = terminal_size::terminal_size_of(io::stdout());
    let size = size.map_or((80, 24), |(width, height)| (width.0, height.0));
    let manner = Manner {
        theme: looks::theme(config),
        keys: config.keys(),
        mouse: config.settings.mouse != Choice::No,
    };
    let name = first.plan().map_or_else(|| USUAL.to_owned(), called);
    let plan = first.plan().map(Path::to_owned);
    let (start, guided) = (
        matches!(first, First::Start(_)),
        matches!(first, First::Tour),
    );
    let profiles = config.profiles;
    let wrong = config.line();
    let load = move || {
        let (mut model, mut files) = if guided {
            tour(size, profiles)
        } else {
            model(plan.as_deref(), size, profiles)?
        };
        if let Some(wrong) = wrong {
            model.warn(wrong);
        }
        files.attend(&mut model);
        if start {
            model.start(files.plans());
        }
        Ok::<_, Failure>((model, files))
    };
    run(load, &name, manner).map_err(|source| Failure::Terminal { source })??;
    Ok(Outcome::Fine)
}

/// What a start screen would offer, as text.
pub(super) fn offers() -> String {
    let start = Start::new(recent::others(Path::new(""), None));
    let names = start.entries.iter().map(|entry| entry.name.width()).max();
    let names = names.unwrap_or(0);
    let mut text = String::new();
    let mut group = "";
    for entry in &start.entries {
        if entry.group != group {
            group = entry.group;
            text.extend([group, "\n"]);
        }
        let (name, note) = (clean(&entry.name), clean(&entry.note));
        text.extend(["  ", &format!("{name:<names$}"), "  ", &note, "\n"]);
    }
    text
}

/// Plays keys without a terminal, and prints the frame that they lead to.
pub(super) fn play(
    first: First<'_>,
    keys: &str,
    size: (u16, u16),
    config: &Config,
    console: &Console,
) -> Result<Outcome, Failure> {
    let (mut model, shelf) = match first {
        First::Plan(plan) | First::Start(plan) => model(plan, size, config.profiles)?,
        First::Tour => tour(size, config.profiles),
    };
    if let Some(wrong) = config.line() {
        model.warn(wrong);
    }
    model.keys = config.keys();
    if matches!(first, First::Start(_)) {
        model.start(shelf.plans());
    }
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

/// The screen on the guided tour.
fn tour(size: (u16, u16), profiles: Profiles) -> (Model, Files) {
    let document = Document::with(PLAN.to_owned(), today(None), profiles);
    let file = unused(Path::new(USUAL));
    let mut model = Model::new(called(&file), Origin::Tour, document, size);
    model.begin_tour();
    (model, Files::new(Folder::new(&file, profiles), profiles))
}

/// The screen on the plan that is named, the usual one, or the example.
fn model(
    plan: Option<&Path>,
    size: (u16, u16),
    profiles: Profiles,
) -> Result<(Model, Files), Failure> {
    let shelf = |file: &Path| Files::new(Folder::new(file, profiles), profiles);
    let usual = Path::new(USUAL);
    let named = plan.or_else(|| usual.is_file().then_some(usual));
    let Some(file) = named else {
        let document = Document::with(EXAMPLE.to_owned(), today(None), profiles);
        let mut model = Model::new(USUAL.to_owned(), Origin::Example, document, size);
        model.say_example();
        return Ok((model, shelf(usual)));
    };
    let files = shelf(file);
    let why = match plan_in(file, profiles) {
        Ok(Ok(document)) => {
            let model = Model::new(called(file), Origin::File, document, size);
            return Ok((model, files));
        }
        Ok(Err(why)) => why,
        Err(failure @ Failure::Missing { .. }) => {
            return Ok((begin(file, failure, size, profiles)?, files));
        }
        Err(failure) => return Err(failure),
    };
    let beside = unused(file);
    let document = Document::with(BEGINNING.to_owned(), today(None), profiles);
    let mut model = Model::new(called(&beside), Origin::New, document, size);
    model.offer_beginning(&format!("{}: {why}", called(file)));
    Ok((model, shelf(&beside)))
}

/// The plan in a file, or why what is in it is none.
fn plan_in(file: &Path, profiles: Profiles) -> Result<Result<Document, String>, Failure> {
    let text = read(file)?.text(file)?;
    let document = Document::with(text, today(None), profiles);
    Ok(match document.kind() {
        FileKind::Plan => Ok(document),
        FileKind::Manifest => Err("this is a Kubernetes manifest, and no plan".to_owned()),
        FileKind::Profile => Err("this is a profile of a provider, and no plan".to_owned()),
        FileKind::Other => Err(document.findings().first().map_or_else(
            || "there is nothing in it".to_owned(),
            |finding| finding.message.clone(),
        )),
    })
}

/// A plan that is not there yet, unless a command was meant.
fn begin(
    file: &Path,
    failure: Failure,
    size: (u16, u16),
    profiles: Profiles,
) -> Result<Model, Failure> {
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
    Ok(model)
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
