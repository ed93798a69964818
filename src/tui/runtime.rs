//! The only place that knows a terminal: it takes events in, has effects done, and gives the terminal back whatever
//! happens. It draws when something has changed, and never by a clock.

mod desk;
mod guard;
mod shelf;

use std::io;
use std::panic;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::style::force_color_output;
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::keymap::{Command, Keymap};
use super::message::Message;
use super::model::Model;
use super::theme::Theme;
use desk::Desk;
use guard::Guard;

pub use shelf::{Opener, Reader, Shelf, Written, perform};

/// What wakes the screen.
enum Wake {
    Event(Event),
    Signal(i32),
    /// The plan has been read, or could not be.
    Loaded,
    /// What was done beside has ended: the file was looked at again, variants were compared, or another plan was read;
    /// and which of the plans that have been on the screen it was for.
    Found(usize, Box<Message>),
    /// A text is for the terminal's clipboard.
    Copy(String),
    /// No more keys will come, for this reason.
    Gone(io::Error),
}

/// A plan that shows up on the screen within this time needs no word about being read.
const AT_ONCE: Duration = Duration::from_millis(60);

/// How the screen looks and listens.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Its colours and characters.
    pub theme: Theme,
    /// Its keys.
    pub keys: Keymap,
    /// Whether it hears the mouse. Without it the terminal selects text as always.
    pub mouse: bool,
}

/// Runs the screen until someone leaves it. `load` reads the plan called `name` beside it: a large one takes a while,
/// and the screen is there at once. Gives what `load` failed with, if it did.
pub fn run<S, E>(
    load: impl FnOnce() -> Result<(Model, S), E> + Send + 'static,
    name: &str,
    manner: Manner,
) -> io::Result<Result<(), E>>
where
    S: Shelf + Send + 'static,
    E: Send + 'static,
{
    // Without this crossterm writes an empty style under NO_COLOR, which also takes reverse and bold away. The theme
    // names no colours then.
    force_color_output(true);
    let (sender, wakes) = wakes()?;
    let mut guard = Guard::enter(manner)?;
    let loaded = Loaded(sender.clone());
    let loading = thread::Builder::new().spawn(move || {
        let _loaded = loaded;
        load()
    })?;
    let Some(early) = wait(&wakes, &mut guard, name)? else {
        return Ok(Ok(()));
    };
    match loading.join() {
        Ok(Ok((mut model, shelf))) => {
            model.keys = manner.keys;
            let desk = Desk::new(model, &shelf, sender);
            desk.work(&wakes, early, &mut guard).map(Ok)
        }
        Ok(Err(failure)) => Ok(Err(failure)),
        Err(panic) => panic::resume_unwind(panic),
    }
}

/// Says that the reading has ended, in whatever way.
struct Loaded(Sender<Wake>);

impl Drop for Loaded {
    fn drop(&mut self) {
        drop(self.0.send(Wake::Loaded));
    }
}

/// Waits until the plan has been read; gives the keys that came meanwhile, or nothing if one of them was to leave.
fn wait(wakes: &Receiver<Wake>, guard: &mut Guard, name: &str) -> io::Result<Option<Vec<Event>>> {
    let mut early = Vec::new();
    let mut drawn = false;
    loop {
        let wake = if drawn {
            wakes.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
        } else {
            wakes.recv_timeout(AT_ONCE)
        };
        match wake {
            Ok(Wake::Loaded) => return Ok(Some(early)),
            Ok(Wake::Event(Event::Key(key))) if guard.means(key, Command::Quit) => {
                return Ok(None);
            }
            Ok(Wake::Event(Event::Resize(..))) | Err(RecvTimeoutError::Timeout) => {
                guard.draw_loading(name)?;
                drawn = true;
            }
            Ok(Wake::Event(event)) => early.push(event),
            Ok(Wake::Signal(SIGTSTP)) => guard.pause()?,
            Ok(Wake::Signal(SIGCONT)) => {
                guard.resume()?;
                drawn = false;
            }
            Ok(Wake::Signal(_)) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Ok(Wake::Found(..) | Wake::Copy(_)) => {}
            Ok(Wake::Gone(error)) => return Err(error),
        }
    }
}

/// Keys and signals come from threads of their own: so nothing has to be asked again and again.
fn wakes() -> io::Result<(Sender<Wake>, Receiver<Wake>)> {
    let (sender, receiver) = mpsc::channel();
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let to = sender.clone();
    thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            if to.send(Wake::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    let to = sender.clone();
    thread::Builder::new().spawn(move || read_events(&to))?;
    Ok((sender, receiver))
}

fn read_events(sender: &Sender<Wake>) {
    loop {
        let (wake, more) = match event::read() {
            Ok(event) => (Wake::Event(event), true),
            Err(error) => (Wake::Gone(error), false),
        };
        if sender.send(wake).is_err() || !more {
            return;
        }
    }
}
