//! The screen at work on a plan that has been read: one wake after the other, until someone leaves.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{
    Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind,
};
use signal_hook::consts::signal::{SIGCONT, SIGTSTP};

use super::Wake;
use super::guard::Guard;
use super::shelf::{Shelf, forget, perform_beside};
use crate::tui::message::Message;
use crate::tui::model::{Model, Origin};
use crate::tui::session::Session;
use crate::tui::update::Pointer;

/// Work is kept once no key has come for so long.
const IDLE: Duration = Duration::from_millis(400);

/// Work is kept after so long even if keys keep coming.
const LONGEST: Duration = Duration::from_secs(3);

/// The screen is drawn after so many wakes even if more of them wait.
const MOST: usize = 64;

/// All that the work is done with.
pub(super) struct Desk<'s> {
    model: Model,
    shelf: &'s dyn Shelf,
    beside: Sender<Wake>,
    /// The change up to which work has been kept, if some is.
    kept: Option<usize>,
    /// Since when there is work that is not kept.
    unkept: Option<Instant>,
    /// How long keeping took the last time.
    took: Duration,
    /// Whether it has been said that work can't be kept.
    told: bool,
}

/// What comes after a wake.
enum Next {
    /// Nothing that can be seen has changed.
    Same,
    Redraw,
    Leave,
}

impl<'s> Desk<'s> {
    pub(super) fn new(model: Model, shelf: &'s dyn Shelf, beside: Sender<Wake>) -> Self {
        Self {
            model,
            shelf,
            beside,
            kept: None,
            unkept: None,
            took: Duration::ZERO,
            told: false,
        }
    }

    /// Works until someone leaves. Work is kept when the terminal fails, and after a panic, which goes on.
    pub(super) fn work(
        mut self,
        wakes: &Receiver<Wake>,
        early: Vec<Event>,
        guard: &mut Guard,
    ) -> io::Result<()> {
        let worked = AssertUnwindSafe(|| self.until_left(wakes, early, guard));
        match panic::catch_unwind(worked) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                self.keep();
                Err(error)
            }
            Err(panic) => {
                let kept = panic::catch_unwind(AssertUnwindSafe(|| self.keep()));
                if kept.unwrap_or(false) {
                    eprintln!(
                        "trellis: this is an error of trellis; what was not saved is kept, and offered at the next start"
                    );
                }
                panic::resume_unwind(panic)
            }
        }
    }

    fn until_left(
        &mut self,
        wakes: &Receiver<Wake>,
        early: Vec<Event>,
        guard: &mut Guard,
    ) -> io::Result<()> {
        for event in early {
            if matches!(self.on_event(event), Next::Leave) {
                self.leave();
                return Ok(());
            }
        }
        let mut dirty = true;
        let mut waiting = 0;
        loop {
            self.keep_in_time();
            let wake = match wakes.try_recv() {
                Ok(wake) if !dirty || waiting < MOST => {
                    waiting += 1;
                    wake
                }
                Ok(wake) => {
                    self.draw(guard)?;
                    (dirty, waiting) = (false, 0);
                    wake
                }
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    if dirty {
                        self.draw(guard)?;
                        (dirty, waiting) = (false, 0);
                    }
                    if self.model.document.outstanding() > 0 {
                        self.perform(Message::Step);
                        dirty = true;
                        continue;
                    }
                    match self.next_wake(wakes) {
                        Ok(wake) => wake,
                        Err(RecvTimeoutError::Timeout) => {
                            dirty = self.keep_or_say();
                            continue;
                        }
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            };
            match self.on_wake(wake, guard)? {
                Next::Same => {}
                Next::Redraw => dirty = true,
                Next::Leave => return Ok(()),
            }
        }
    }

    fn draw(&mut self, guard: &mut Guard) -> io::Result<()> {
        guard.draw(&mut self.model)
    }

    fn next_wake(&self, wakes: &Receiver<Wake>) -> Result<Wake, RecvTimeoutError> {
        if self.unkept.is_some() {
            return wakes.recv_timeout(IDLE);
        }
        wakes.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
    }

    fn on_wake(&mut self, wake: Wake, guard: &mut Guard) -> io::Result<Next> {
        match wake {
            Wake::Signal(SIGTSTP) => {
                self.keep();
                guard.pause()?;
                self.look();
                Ok(Next::Redraw)
            }
            Wake::Signal(SIGCONT) => {
                guard.resume()?;
                Ok(Next::Redraw)
            }
            Wake::Signal(_) => {
                self.keep();
                Ok(Next::Leave)
            }
            Wake::Gone(error) => Err(error),
            Wake::Loaded => Ok(Next::Same),
            Wake::Copy(text) => {
                guard.copy(&text)?;
                Ok(Next::Same)
            }
            // What was asked for a plan that is not here any more is of no use.
            Wake::Found(sheet, _) if sheet != self.model.sheet => Ok(Next::Same),
            Wake::Found(_, message) => {
                self.perform(*message);
                Ok(Next::Redraw)
            }
            Wake::Event(event) => {
                let next = self.on_event(event);
                if matches!(next, Next::Leave) {
                    self.leave();
                }
                Ok(next)
            }
        }
    }

    fn on_event(&mut self, event: Event) -> Next {
        let message = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                panic_if_asked(key);
                Message::Key(key)
            }
            Event::Paste(text) => Message::Paste(text),
            Event::Resize(columns, rows) => Message::Resize(columns, rows),
            Event::FocusGained => {
                self.look();
                return Next::Same;
            }
            Event::Mouse(mouse) => match pointer(mouse) {
                Some(pointer) => Message::Pointer(pointer),
                None => return Next::Same,
            },
            Event::Key(_) | Event::FocusLost => return Next::Same,
        };
        if self.perform(message) {
            return Next::Leave;
        }
        self.look();
        Next::Redraw
    }

    fn perform(&mut self, message: Message) -> bool {
        perform_beside(&mut self.model, message, self.shelf, Some(&self.beside))
    }

    /// Looks at the file; where it looks different, it is read beside.
    fn look(&mut self) {
        if self.shelf.look() {
            self.perform(Message::LooksDifferent);
        }
    }

    /// Someone has decided to leave: nothing is left to be kept but where they were.
    fn leave(&self) {
        forget(&self.model, self.shelf);
        self.remember();
    }

    /// Where someone is on the example, or on a plan that is not written, does not matter.
    fn remember(&self) {
        if self.model.origin == Origin::File {
            self.shelf.remember(&Session::of(&self.model));
        }
    }

    /// Notes since when there is work to keep, and keeps it if keys have been coming for long. Work that has been
    /// taken back is kept no more.
    fn keep_in_time(&mut self) {
        if !self.model.is_changed() {
            self.unkept = None;
            if self.kept.take().is_some() {
                self.shelf.forget();
            }
            return;
        }
        if self.kept == Some(self.model.generation) {
            self.unkept = None;
            return;
        }
        let since = *self.unkept.get_or_insert_with(Instant::now);
        // Keeping a large plan shall not be what the time goes into.
        if since.elapsed() > LONGEST.max(self.took.saturating_mul(20)) {
            self.keep_or_say();
        }
    }

    /// Keeps work; gives whether there is something new to be seen.
    fn keep_or_say(&mut self) -> bool {
        let start = Instant::now();
        let kept = self.try_keep();
        self.took = start.elapsed();
        self.kept = Some(self.model.generation);
        self.unkept = None;
        match kept {
            Err(error) if !std::mem::replace(&mut self.told, true) => {
                self.perform(Message::NotKept(error.to_string()));
                true
            }
            _ => false,
        }
    }

    /// Keeps work and place; gives whether there is work, and it is kept.
    fn keep(&mut self) -> bool {
        self.try_keep().is_ok() && self.model.is_changed()
    }

    fn try_keep(&self) -> io::Result<()> {
        self.remember();
        if !self.model.is_changed() {
            return Ok(());
        }
        let text = self.model.printed().map_err(io::Error::other)?;
        self.shelf.keep(self.model.on_disk(), &text)?;
        if self.model.restorable.is_none() {
            self.shelf.forget_offered();
        }
        Ok(())
    }
}

/// In a debug build the key that `TRELLIS_PANIC` names is an error of the program, so that one can see what an error
/// does to a terminal and to unsaved work.
fn panic_if_asked(key: KeyEvent) {
    if cfg!(debug_assertions) {
        let name = std::env::var("TRELLIS_PANIC").ok();
        let asked = name.and_then(|name| crate::tui::keymap::parse_key(&name));
        assert!(asked != Some(key), "TRELLIS_PANIC names this key");
    }
}

/// What a mouse does that means something here.
const fn pointer(mouse: MouseEvent) -> Option<Pointer> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Press(x, y)),
        MouseEventKind::Drag(MouseButton::Left) => Some(Pointer::Drag(x, y)),
        MouseEventKind::Up(MouseButton::Left) => Some(Pointer::Release(x, y)),
        MouseEventKind::ScrollUp => Some(Pointer::WheelUp(x, y)),
        MouseEventKind::ScrollDown => Some(Pointer::WheelDown(x, y)),
        _ => None,
    }
}
