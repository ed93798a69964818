//! What the screen asks of the files around it, and how what it wants is done.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::signal::SIGTSTP;

use super::Wake;
use crate::tui::message::{Effect, How, Message, Reading};
use crate::tui::model::Model;
use crate::tui::session::Session;
use crate::tui::start::{Known, Opened, Opening};
use crate::tui::update::{FileNow, update};

/// Where plans and unsaved work are kept. The command line brings it.
pub trait Shelf {
    /// Writes a plan in place of the text that was read.
    fn write(&self, old: &str, new: &str, how: How) -> Written;
    /// Whether the file looks different from when this was asked last, or the file was read or written.
    fn look(&self) -> bool;
    /// What reads the file as it is now; it may run beside everything else.
    fn reader(&self) -> Reader;
    /// The text of a manifest that the plan names, beside the plan, or why there is none.
    fn manifest(&self, file: &str) -> Result<String, String>;
    /// Keeps work that is not saved yet.
    fn keep(&self, base: &str, text: &str) -> io::Result<()>;
    /// Forgets what was kept of this work.
    fn forget(&self);
    /// Forgets what was offered when the screen opened.
    fn forget_offered(&self);
    /// Remembers where the screen was left.
    fn remember(&self, session: &Session);
    /// The plans that were open before, the last one first.
    fn plans(&self) -> Vec<Known>;
    /// What reads another plan, or begins one; it may run beside everything else.
    fn opener(&self, opening: &Opening) -> Opener;
    /// Turns to the plan that is on the screen now, whose file this is: whatever is asked from now on is about it.
    fn enter(&self, file: &Path, model: &mut Model);
    /// Writes a plan that has no file yet into a new one; gives where that is, or why it can't be.
    fn create(&self, name: &str, text: &str) -> Result<PathBuf, String>;
    /// Turns to a file that the plan on the screen has been written into.
    fn settle(&self, file: &Path);
}

/// Reads a plan, once.
pub type Opener = Box<dyn FnOnce() -> Result<Opened, String> + Send>;

/// Reads a file, once.
pub type Reader = Box<dyn FnOnce() -> FileNow + Send>;

/// How a writing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It stands in the file.
    Done,
    /// It stands in another file, of this name.
    Beside(String),
    /// Someone else changed the file meanwhile.
    Changed,
    /// Someone took the file away.
    Gone,
    /// It could not be written, for this reason.
    Failed(String),
}

/// Takes a message in and does all that follows, to its end; gives whether to leave.
pub fn perform(model: &mut Model, message: Message, shelf: &dyn Shelf) -> bool {
    let mut leaves = perform_beside(model, message, shelf, None);
    while !leaves && model.document.outstanding() > 0 {
        leaves = perform_beside(model, Message::Step, shelf, None);
    }
    leaves
}

/// The same, where what takes long is done beside, and its result comes as a wake.
pub(super) fn perform_beside(
    model: &mut Model,
    message: Message,
    shelf: &dyn Shelf,
    beside: Option<&Sender<Wake>>,
) -> bool {
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        for effect in update(model, message) {
            match effect {
                Effect::Quit => return true,
                Effect::Draw => {
                    let mut bits = [0; 5];
                    messages.push(match getrandom::fill(&mut bits) {
                        Ok(()) => Message::Drawn(bits),
                        Err(error) => Message::NotWritten(format!("nothing was drawn: {error}")),
                    });
                }
                Effect::Write { text, how } => {
                    messages.push(write(model, shelf, &text, how));
                }
                Effect::Read(reading) => messages.extend(read(model, shelf, reading, beside)),
                Effect::WriteTo { name, text } => {
                    messages.push(write_to(model, shelf, name, &text));
                }
                Effect::Plans => messages.push(Message::Plans(shelf.plans())),
                Effect::Open(opening) => messages.extend(opened(model, shelf, &opening, beside)),
                Effect::Enter(file) => shelf.enter(&file, model),
                Effect::Remember(session) => shelf.remember(&session),
                Effect::Compare => messages.extend(compared(model, beside)),
                Effect::ReadManifest(file) => {
                    let text = shelf.manifest(&file);
                    messages.push(Message::Manifest { file, text });
                }
                Effect::ReadBeside(file) => {
                    let text = shelf.manifest(&file);
                    messages.push(Message::Beside { file, text });
                }
                Effect::Copy(text) => wake(beside, Wake::Copy(text)),
                Effect::Suspend => wake(beside, Wake::Signal(SIGTSTP)),
                Effect::Forget => shelf.forget(),
                Effect::ForgetOffered => shelf.forget_offered(),
            }
        }
    }
    false
}

/// What only a terminal can do: where there is none, nothing is done.
fn wake(beside: Option<&Sender<Wake>>, wake: Wake) {
    if let Some(to) = beside {
        drop(to.send(wake));
    }
}

fn write(model: &Model, shelf: &dyn Shelf, text: &str, how: How) -> Message {
    match shelf.write(model.on_disk(), text, how) {
        Written::Done => {
            forget(model, shelf);
            Message::Written
        }
        Written::Beside(name) => {
            forget(model, shelf);
            Message::WrittenBeside(name)
        }
        Written::Changed => Message::ChangedOutside,
        Written::Gone => Message::GoneOutside,
        Written::Failed(why) => Message::NotWritten(why),
    }
}

fn write_to(model: &Model, shelf: &dyn Shelf, name: String, text: &str) -> Message {
    match shelf.create(&name, text) {
        Ok(file) => {
            forget(model, shelf);
            shelf.settle(&file);
            Message::WrittenTo(name)
        }
        Err(why) => Message::NotWrittenTo(why),
    }
}

/// Forgets what was kept. What was offered and neither taken up nor dropped is offered again.
pub(super) fn forget(model: &Model, shelf: &dyn Shelf) {
    shelf.forget();
    if model.restorable.is_none() {
        shelf.forget_offered();
    }
}

/// Compares the plan with its variants, beside everything else where there is a beside.
fn compared(model: &Model, beside: Option<&Sender<Wake>>) -> Option<Message> {
    let columns = model.columns()?;
    let compared = move || {
        let (of, table) = columns.compare();
        Message::Compared { of, table }
    };
    let Some(to) = beside else {
        return Some(compared());
    };
    let error = start(model, to, compared)?;
    Some(Message::NotCompared(error.to_string()))
}

fn read(
    model: &Model,
    shelf: &dyn Shelf,
    reading: Reading,
    beside: Option<&Sender<Wake>>,
) -> Option<Message> {
    let reader = shelf.reader();
    let found = move || Message::Found {
        now: reader(),
        reading,
    };
    let Some(to) = beside else {
        return Some(found());
    };
    let error = start(model, to, found)?;
    Some(Message::Found {
        now: FileNow::Unreadable(error.to_string()),
        reading,
    })
}

fn opened(
    model: &Model,
    shelf: &dyn Shelf,
    opening: &Opening,
    beside: Option<&Sender<Wake>>,
) -> Option<Message> {
    let opener = shelf.opener(opening);
    let instead_of = model.generation;
    let opened = move || Message::Opened {
        instead_of,
        opened: opener().map(Box::new),
    };
    let Some(to) = beside else {
        return Some(opened());
    };
    let error = start(model, to, opened)?;
    Some(Message::Opened {
        instead_of,
        opened: Err(error.to_string()),
    })
}

/// Starts what is done beside, for the plan that is on the screen now; gives why it can't be.
fn start(
    model: &Model,
    to: &Sender<Wake>,
    work: impl FnOnce() -> Message + Send + 'static,
) -> Option<io::Error> {
    let (to, sheet) = (to.clone(), model.sheet);
    let started = thread::Builder::new().spawn(move || {
        drop(to.send(Wake::Found(sheet, Box::new(work()))));
    });
    started.err()
}
