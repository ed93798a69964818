//! The only place that knows a terminal: it takes events in, has effects done, and gives the terminal back whatever
//! happens. It draws when something has changed, and never by a clock.

use std::io::{self, Stdout};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{
    self, Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::{cursor, execute, terminal};
use ratatui::style::Style;
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::keymap::{Command, command};
use super::model::Model;
use super::theme::Theme;
use super::update::{Effect, How, Message, Pointer, update};
use super::view::render;

/// Where plans and unsaved work are kept. The command line brings it.
pub trait Shelf {
    /// Writes a plan in place of the text that was read.
    fn write(&self, old: &str, new: &str, how: How) -> Written;
    /// Keeps work that is not saved yet.
    fn keep(&self, base: &str, text: &str);
    /// Forgets what was kept.
    fn forget(&self);
}

/// How a writing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It stands in the file.
    Done,
    /// Someone else changed the file meanwhile, or took it away.
    Changed,
    /// It could not be written, for this reason.
    Failed(String),
}

/// What wakes the screen.
enum Wake {
    Event(Event),
    Signal(i32),
    /// The plan has been read, or could not be.
    Loaded,
    /// No more keys will come, for this reason.
    Gone(io::Error),
}

/// Work is kept once no key has come for so long.
const IDLE: Duration = Duration::from_millis(400);

/// A plan that shows up on the screen within this time needs no word about being read.
const AT_ONCE: Duration = Duration::from_millis(60);

/// Runs the screen until someone leaves it. `load` reads the plan called `name` beside it: a large one takes a while,
/// and the screen is there at once. Gives what `load` failed with, if it did.
pub fn run<S, E>(
    load: impl FnOnce() -> Result<(Model, S), E> + Send + 'static,
    name: &str,
    theme: Theme,
) -> io::Result<Result<(), E>>
where
    S: Shelf + Send + 'static,
    E: Send + 'static,
{
    // Without this crossterm writes an empty style under NO_COLOR, which also takes reverse and bold away. The theme
    // names no colours then.
    force_color_output(true);
    let (sender, wakes) = wakes()?;
    let mut guard = Guard::enter()?;
    let loading = thread::Builder::new().spawn(move || {
        let loaded = load();
        drop(sender.send(Wake::Loaded));
        loaded
    })?;
    let Some(early) = wait(&wakes, &mut guard, name)? else {
        return Ok(Ok(()));
    };
    match loading.join() {
        Ok(Ok((model, shelf))) => work(model, theme, &shelf, (wakes, early), guard).map(Ok),
        Ok(Err(failure)) => Ok(Err(failure)),
        Err(panic) => panic::resume_unwind(panic),
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
            Ok(Wake::Event(Event::Key(key))) if command(key) == Some(Command::Quit) => {
                return Ok(None);
            }
            Ok(Wake::Event(Event::Resize(..))) | Err(RecvTimeoutError::Timeout) => {
                guard.draw_loading(name)?;
                drawn = true;
            }
            Ok(Wake::Event(event)) => early.push(event),
            Ok(Wake::Signal(SIGTSTP)) => guard.pause()?,
            Ok(Wake::Signal(_)) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Ok(Wake::Gone(error)) => return Err(error),
        }
    }
}

/// Runs the screen on a plan that has been read.
fn work(
    mut model: Model,
    theme: Theme,
    shelf: &dyn Shelf,
    wakes: (Receiver<Wake>, Vec<Event>),
    mut guard: Guard,
) -> io::Result<()> {
    let (wakes, early) = wakes;
    for message in early.into_iter().filter_map(message) {
        if perform(&mut model, message, shelf) {
            return Ok(());
        }
    }
    let mut dirty = true;
    let mut kept = model.undo.len();
    loop {
        if dirty {
            guard.draw(&mut model, theme)?;
        }
        dirty = true;
        let unkept = model.is_changed() && kept != model.generation;
        let wake = if unkept {
            match wakes.recv_timeout(IDLE) {
                Ok(wake) => wake,
                Err(RecvTimeoutError::Timeout) => {
                    keep(&model, shelf);
                    kept = model.generation;
                    dirty = false;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        } else {
            let Ok(wake) = wakes.recv() else {
                return Ok(());
            };
            wake
        };
        let message = match wake {
            Wake::Signal(SIGTSTP) => {
                guard.pause()?;
                continue;
            }
            Wake::Signal(_) => {
                keep(&model, shelf);
                return Ok(());
            }
            Wake::Loaded => continue,
            Wake::Gone(error) => {
                keep(&model, shelf);
                return Err(error);
            }
            Wake::Event(event) => {
                let Some(message) = message(event) else {
                    dirty = false;
                    continue;
                };
                message
            }
        };
        if perform(&mut model, message, shelf) {
            // What was offered and neither taken up nor dropped is offered again.
            if model.restorable.is_none() {
                shelf.forget();
            }
            return Ok(());
        }
    }
}

/// Takes a message in and does all that follows; gives whether to leave.
pub fn perform(model: &mut Model, message: Message, shelf: &dyn Shelf) -> bool {
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
                    let written = shelf.write(model.on_disk(), &text, how);
                    messages.push(match written {
                        Written::Done => {
                            shelf.forget();
                            Message::Written
                        }
                        Written::Changed => Message::ChangedOutside,
                        Written::Failed(why) => Message::NotWritten(why),
                    });
                }
                Effect::Forget => shelf.forget(),
            }
        }
    }
    false
}

fn keep(model: &Model, shelf: &dyn Shelf) {
    if model.is_changed()
        && let Ok(text) = model.document.print()
    {
        shelf.keep(model.on_disk(), &text);
    }
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Message::Key(key)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
        Event::Mouse(mouse) => pointer(mouse).map(Message::Pointer),
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// What a mouse does that means something here.
const fn pointer(mouse: MouseEvent) -> Option<Pointer> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Press(x, y)),
        MouseEventKind::ScrollUp => Some(Pointer::WheelUp(x, y)),
        MouseEventKind::ScrollDown => Some(Pointer::WheelDown(x, y)),
        _ => None,
    }
}

/// Keys and signals come from threads of their own: so nothing has to be asked again and again.
fn wakes() -> io::Result<(Sender<Wake>, Receiver<Wake>)> {
    let (sender, receiver) = mpsc::channel();
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
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

/// A terminal that is ours until this is dropped.
struct Guard {
    terminal: ratatui::Terminal<CrosstermBackend<Stdout>>,
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

impl Guard {
    fn enter() -> io::Result<Self> {
        take()?;
        let terminal = ratatui::Terminal::new(CrosstermBackend::new(io::stdout()));
        let terminal = terminal.inspect_err(|_| give_back())?;
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        Ok(Self { terminal })
    }

    fn draw(&mut self, model: &mut Model, theme: Theme) -> io::Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != model.size {
            drop(update(model, Message::Resize(size.width, size.height)));
        }
        let model = &*model;
        self.terminal.draw(|frame| {
            let area = frame.area();
            render(model, theme, area, frame.buffer_mut());
        })?;
        Ok(())
    }

    /// Says that a plan is being read.
    fn draw_loading(&mut self, name: &str) -> io::Result<()> {
        let name = crate::report::look::clean(name).into_owned();
        self.terminal.draw(|frame| {
            let area = frame.area();
            if area.is_empty() {
                return;
            }
            let text = format!(" trellis  reading {name} …  ctrl-c leaves");
            frame.buffer_mut().set_stringn(
                area.x,
                area.y,
                text,
                usize::from(area.width),
                Style::default(),
            );
        })?;
        Ok(())
    }

    /// Stops the program as a stop signal does, with the terminal given back meanwhile.
    fn pause(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        take()?;
        self.terminal.clear()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        event::EnableBracketedPaste,
        event::EnableMouseCapture,
        cursor::Hide
    )
    .inspect_err(|_| give_back())
}

/// Undoes `take`, once, as far as the terminal still listens.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        drop(execute!(
            io::stdout(),
            event::DisableMouseCapture,
            event::DisableBracketedPaste,
            terminal::LeaveAlternateScreen,
            cursor::Show
        ));
        drop(terminal::disable_raw_mode());
    }
}
