//! The terminal while it is ours, and how it is given back.

use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::KeyEvent;
use ratatui::crossterm::{clipboard, cursor, event, execute, terminal};
use ratatui::style::Style;
use signal_hook::consts::signal::SIGTSTP;

use super::Manner;
use crate::tui::keymap::Command;
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::update::update;
use crate::tui::view::render;

type Terminal = ratatui::Terminal<CrosstermBackend<Whole>>;

/// A terminal that is ours until this is dropped.
pub(super) struct Guard {
    terminal: Terminal,
    manner: Manner,
    /// Whether the signal that woke us from a pause is still to come.
    woken: bool,
}

/// A frame on its way to the terminal: one write, which a terminal that knows synchronized output shows at once
/// (<https://github.com/contour-terminal/vt-extensions/blob/master/synchronized-output.md>); others pass the marks over.
#[derive(Debug, Default)]
struct Whole(Vec<u8>);

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            self.0.extend_from_slice(BEGIN);
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.extend_from_slice(END);
        let mut out = io::stdout().lock();
        let written = out.write_all(&self.0).and_then(|()| out.flush());
        self.0.clear();
        written
    }
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

impl Guard {
    pub(super) fn enter(manner: Manner) -> io::Result<Self> {
        let terminal = take(manner.mouse)?;
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        Ok(Self {
            terminal,
            manner,
            woken: false,
        })
    }

    pub(super) fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != model.size {
            drop(update(model, Message::Resize(size.width, size.height)));
        }
        let model = &*model;
        let theme = self.manner.theme;
        self.terminal.draw(|frame| {
            let area = frame.area();
            render(model, theme, area, frame.buffer_mut());
        })?;
        Ok(())
    }

    /// Gives a text to the terminal's clipboard, which works over ssh too. A terminal may not let it in, and says nothing.
    #[expect(
        clippy::unused_self,
        reason = "only who has the terminal may write to it"
    )]
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(
            io::stdout(),
            clipboard::CopyToClipboard::to_clipboard_from(text)
        )
    }

    /// Whether a key means a command.
    pub(super) fn means(&self, key: KeyEvent, command: Command) -> bool {
        self.manner.keys.command(key) == Some(command)
    }

    /// Says that a plan is being read.
    pub(super) fn draw_loading(&mut self, name: &str) -> io::Result<()> {
        let name = crate::visible::clean(name).into_owned();
        let quit = self.manner.keys.key(Command::Quit);
        self.terminal.draw(|frame| {
            let area = frame.area();
            if area.is_empty() {
                return;
            }
            let text = format!(" trellis  reading {name} …  {quit} leaves");
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
        self.terminal = take(self.manner.mouse)?;
        Ok(())
    }

    /// Takes the terminal again after a stop that could not be seen coming: a shell has used it since.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.woken) {
            return Ok(());
        }
        give_back();
        self.terminal = take(self.manner.mouse)?;
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
fn take(mouse: bool) -> io::Result<Terminal> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        terminal::Clear(terminal::ClearType::All),
        event::EnableBracketedPaste,
        event::EnableFocusChange,
        cursor::Hide
    )
    .and_then(|()| {
        if mouse {
            execute!(io::stdout(), event::EnableMouseCapture)?;
        }
        Ok(())
    })
    .and_then(|()| Terminal::new(CrosstermBackend::new(Whole::default())))
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
