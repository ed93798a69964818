//! The terminal while it is ours, and how it is given back.

use std::io::{self, Stdout};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::{cursor, event, execute, terminal};
use ratatui::style::Style;
use signal_hook::consts::signal::SIGTSTP;

use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::update::{Message, update};
use crate::tui::view::render;

type Terminal = ratatui::Terminal<CrosstermBackend<Stdout>>;

/// A terminal that is ours until this is dropped.
pub(super) struct Guard {
    terminal: Terminal,
    /// Whether the signal that woke us from a pause is still to come.
    woken: bool,
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

impl Guard {
    pub(super) fn enter() -> io::Result<Self> {
        let terminal = take()?;
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        Ok(Self {
            terminal,
            woken: false,
        })
    }

    pub(super) fn draw(&mut self, model: &mut Model, theme: Theme) -> io::Result<()> {
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
    pub(super) fn draw_loading(&mut self, name: &str) -> io::Result<()> {
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
    pub(super) fn pause(&mut self) -> io::Result<()> {
        give_back();
        self.woken = true;
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.terminal = take()?;
        Ok(())
    }

    /// Takes the terminal again after a stop that could not be seen coming: a shell has used it since.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.woken) {
            return Ok(());
        }
        give_back();
        self.terminal = take()?;
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal, empty. What was drawn before is forgotten: to ask a terminal where its cursor is, as clearing
/// an old one does, would take its answer from the thread that reads keys.
fn take() -> io::Result<Terminal> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        terminal::Clear(terminal::ClearType::All),
        event::EnableBracketedPaste,
        event::EnableFocusChange,
        event::EnableMouseCapture,
        cursor::Hide
    )
    .and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())))
    .inspect_err(|_| give_back())
}

/// Undoes `take`, once, as far as the terminal still listens.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        drop(execute!(
            io::stdout(),
            event::DisableMouseCapture,
            event::DisableFocusChange,
            event::DisableBracketedPaste,
            terminal::LeaveAlternateScreen,
            cursor::Show
        ));
        drop(terminal::disable_raw_mode());
    }
}
