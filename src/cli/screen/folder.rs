//! The screen's files: the plan, unsaved work, and where someone was.

use std::cell::RefCell;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::journal::Journal;
use super::seat::Seat;
use super::state;
use crate::cli::failure::Failure;
use crate::cli::file::{called, create, read, replace};
use crate::cli::today;
use crate::document::Document;
use crate::profile::Profiles;
use crate::tui::{FileNow, How, Model, Origin, Reader, Session, Written};

/// A plan's file, and what belongs to it.
#[derive(Debug)]
pub(super) struct Folder {
    file: PathBuf,
    profiles: Profiles,
    seen: RefCell<Option<Stamp>>,
    journal: Option<Journal>,
    offered: RefCell<Option<PathBuf>>,
    session: Option<PathBuf>,
    seat: Option<Seat>,
}

/// What can be seen of a file without reading it.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    number: u64,
}

impl Stamp {
    fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        Some(Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            number: number(&metadata),
        })
    }
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
const fn number(_: &Metadata) -> u64 {
    0
}

impl Folder {
    /// The files of a plan as they are before it is read. Nothing is written or locked.
    pub(super) fn new(file: &Path, profiles: Profiles) -> Self {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        Self {
            seen: RefCell::new(Stamp::of(&file)),
            journal: None,
            offered: RefCell::default(),
            session: None,
            seat: None,
            file,
            profiles,
        }
    }

    /// The plan's file.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Sits down at the plan: says who else does, goes where someone was, and offers what was left unsaved.
    pub(super) fn enter(&mut self, model: &mut Model) {
        for folder in ["unsaved", "session"].into_iter().filter_map(state::folder) {
            state::sweep(&folder);
        }
        let others = self.sit();
        if model.origin == Origin::File
            && let Some(session) = self.session.as_deref().and_then(state::read::<Session>)
        {
            session.apply(model);
        }
        if !others.is_empty() {
            model.warn(format!(
                "{} is also open in {}",
                model.file,
                others.join(" and ")
            ));
        }
        let Some((kept, at)) = self.journal.as_ref().and_then(Journal::left) else {
            return;
        };
        let text = model.document.text();
        if kept.text == text {
            drop(fs::remove_file(at));
            return;
        }
        let changed = kept.base != state::hash(text);
        model.offer(kept.text, changed);
        *self.offered.get_mut() = Some(at);
    }

    /// Where our own work is kept, once someone sits here.
    pub(super) fn own_work(&self) -> Option<&Path> {
        self.journal.as_ref().map(Journal::own)
    }

    /// Takes a place at the plan; gives who else has one.
    pub(super) fn sit(&mut self) -> Vec<String> {
        let key = state::key(&self.file);
        self.session = state::folder("session").map(|it| it.join(format!("{key}.json")));
        let (seat, others) = Seat::take(&key).unzip();
        self.seat = seat;
        let number = self.seat.as_ref().map(Seat::number);
        // Without a lock nobody can tell whose a file is: then it is named after the process.
        let number = number.or_else(|| usize::try_from(std::process::id()).ok());
        self.journal = number.and_then(|number| Journal::new(&self.file, number));
        others.unwrap_or_default()
    }

    fn write_beside(&self, new: &str) -> Result<String, Failure> {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy();
        let end = self
            .file
            .extension()
            .map_or_else(String::new, |end| format!(".{}", end.to_string_lossy()));
        let mut names = std::iter::once(format!("{stem}-mine{end}"))
            .chain((2_usize..).map(|number| format!("{stem}-mine-{number}{end}")));
        let beside = names
            .by_ref()
            .map(|name| self.file.with_file_name(name))
            .find(|name| !name.exists())
            .expect("invariant: there are more names than files");
        create(&beside, new)?;
        Ok(beside
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned())
    }

    fn try_write(&self, old: &str, new: &str, how: How) -> Result<Written, Failure> {
        match how {
            How::Create => create(&self.file, new)?,
            How::Replace => replace(&self.file, old, new)?,
            How::Anyway => self.write_over(new)?,
            How::Beside => return self.write_beside(new).map(Written::Beside),
        }
        self.look();
        Ok(Written::Done)
    }

    /// Writes over whatever is there, which someone has said is to go.
    fn write_over(&self, new: &str) -> Result<(), Failure> {
        let now = match fs::read(&self.file) {
            Ok(now) => now,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return create(&self.file, new);
            }
            Err(source) => {
                let file = called(&self.file);
                return Err(Failure::Read { file, source });
            }
        };
        replace(&self.file, &now, new)
    }
}

/// What the screen asks of the plan on it.
impl Folder {
    pub(super) fn write(&self, old: &str, new: &str, how: How) -> Written {
        match self.try_write(old, new, how) {
            Ok(written) => written,
            Err(Failure::Changed { .. }) => Written::Changed,
            Err(Failure::Write { source, .. })
                if source.kind() == io::ErrorKind::NotFound
                    && how == How::Replace
                    && self.file.parent().is_some_and(Path::is_dir) =>
            {
                Written::Gone
            }
            Err(failure) => {
                let hint = failure
                    .hint()
                    .map_or_else(String::new, |hint| format!("; {hint}"));
                Written::Failed(format!("not saved: {failure}{hint}"))
            }
        }
    }

    pub(super) fn look(&self) -> bool {
        let now = Stamp::of(&self.file);
        let before = self.seen.replace(now);
        before != *self.seen.borrow()
    }

    pub(super) fn manifest(&self, file: &str) -> Result<String, String> {
        let file = self.file.parent().unwrap_or(Path::new("")).join(file);
        let text = read(&file).and_then(|contents| contents.text(&file));
        text.map_err(|failure| failure.to_string())
    }

    pub(super) fn reader(&self) -> Reader {
        let file = self.file.clone();
        let profiles = self.profiles;
        Box::new(move || match read(&file).and_then(|it| it.text(&file)) {
            Ok(text) => FileNow::Read(Box::new(Document::with(text, today(None), profiles))),
            Err(Failure::Missing { .. }) => FileNow::Gone,
            Err(failure) => FileNow::Unreadable(failure.to_string()),
        })
    }

    pub(super) fn keep(&self, base: &str, text: &str) -> io::Result<()> {
        match &self.journal {
            Some(journal) => journal.keep(base, text),
            None => Err(io::Error::other("there is no state directory")),
        }
    }

    pub(super) fn forget(&self) {
        if let Some(journal) = &self.journal {
            journal.forget();
        }
    }

    pub(super) fn forget_offered(&self) {
        if let Some(offered) = self.offered.take() {
            drop(fs::remove_file(offered));
        }
    }

    pub(super) fn remember(&self, session: &Session) {
        if let Some(file) = &self.session {
            // Where someone was is not worth a word when it can't be kept.
            drop(state::write(file, session));
        }
    }
}
