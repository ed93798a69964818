//! `trellis` on a terminal: opens the screen, and brings it its files.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use super::config::Config;
use super::console::{Console, is_ascii};
use super::failure::Failure;
use super::file::{called, create, is_stdin, read, replace};
use super::show::{EXAMPLE, USUAL, meant};
use super::{Outcome, today};
use crate::document::{Document, FileKind};
use crate::profile::Profiles;
use crate::tui::{How, Message, Model, Origin, Shelf, Theme, Written, keymap, perform, print, run};

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
    let ascii = is_ascii();
    let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let name = plan.map_or_else(|| USUAL.to_owned(), called);
    let plan = plan.map(Path::to_owned);
    let profiles = config.profiles;
    let wrong = config.line();
    let load = move || {
        let (mut model, shelf) = model(plan.as_deref(), size, profiles)?;
        if let Some(wrong) = wrong {
            model.warn(wrong);
        }
        if let Some(kept) = shelf.kept() {
            let text = model.document.text();
            if kept.text != text {
                model.offer(kept.text, kept.base != hash(text));
            }
        }
        Ok::<_, Failure>((model, shelf))
    };
    run(load, &name, Theme { colours, ascii }).map_err(|source| Failure::Terminal { source })??;
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
    let keys = keymap::parse_keys(keys)?;
    for key in keys {
        if perform(&mut model, Message::Key(key), &shelf) {
            break;
        }
    }
    let theme = Theme {
        colours: false,
        ascii: console.out.ascii,
    };
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
        return Ok((model, Folder::new(usual)));
    };
    let text = match read(file) {
        Ok(contents) => contents.text(file)?,
        Err(failure @ Failure::Missing { .. }) => return begin(file, failure, size, profiles),
        Err(failure) => return Err(failure),
    };
    let document = Document::with(text, today(None), profiles);
    if document.kind() == FileKind::Plan {
        let model = Model::new(called(file), Origin::File, document, size);
        return Ok((model, Folder::new(file)));
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
    Ok((model, Folder::new(&beside)))
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
    Ok((model, Folder::new(file)))
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

/// A plan's file, and where its unsaved work is kept.
struct Folder {
    file: PathBuf,
    journal: Option<PathBuf>,
}

/// Work that was not saved.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The file, as an absolute path.
    path: PathBuf,
    /// The hash of the text that it was read from.
    base: String,
    /// The whole plan.
    text: String,
}

impl Folder {
    fn new(file: &Path) -> Self {
        let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let journal = ProjectDirs::from("", "", "trellis").map(|dirs| {
            let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
            let name = hash(&path.to_string_lossy());
            state.join("unsaved").join(format!("{name}.json"))
        });
        Self {
            file: path,
            journal,
        }
    }

    fn kept(&self) -> Option<Kept> {
        let text = std::fs::read_to_string(self.journal.as_ref()?).ok()?;
        let kept: Kept = serde_json::from_str(&text).ok()?;
        (kept.path == self.file).then_some(kept)
    }
}

impl Shelf for Folder {
    fn write(&self, old: &str, new: &str, how: How) -> Written {
        let result = match how {
            How::Create => create(&self.file, new),
            How::Replace => replace(&self.file, old, new),
            How::Anyway => match std::fs::read(&self.file) {
                Ok(now) => replace_bytes(&self.file, &now, new),
                Err(_) => create(&self.file, new),
            },
        };
        match result {
            Ok(()) => Written::Done,
            Err(Failure::Changed { .. }) => Written::Changed,
            Err(Failure::Write { source, .. })
                if source.kind() == io::ErrorKind::NotFound
                    && self.file.parent().is_some_and(Path::is_dir) =>
            {
                Written::Changed
            }
            Err(failure) => {
                let hint = failure
                    .hint()
                    .map_or_else(String::new, |hint| format!("; {hint}"));
                Written::Failed(format!("not saved: {failure}{hint}"))
            }
        }
    }

    fn keep(&self, base: &str, text: &str) {
        let Some(journal) = &self.journal else {
            return;
        };
        let kept = Kept {
            path: self.file.clone(),
            base: hash(base),
            text: text.to_owned(),
        };
        // What cannot be kept is not worth losing the screen for.
        drop(write_journal(journal, &kept));
    }

    fn forget(&self) {
        if let Some(journal) = &self.journal {
            drop(std::fs::remove_file(journal));
        }
    }
}

fn replace_bytes(file: &Path, now: &[u8], new: &str) -> Result<(), Failure> {
    match std::str::from_utf8(now) {
        Ok(now) => replace(file, now, new),
        Err(_) => Err(Failure::Changed { file: called(file) }),
    }
}

fn write_journal(journal: &Path, kept: &Kept) -> io::Result<()> {
    let folder = journal.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut beside, kept)?;
    beside.persist(journal)?;
    Ok(())
}

/// FNV-1a: it tells texts apart, and is the same for ever.
fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
