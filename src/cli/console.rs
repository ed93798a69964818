//! What a command runs in: standard output and error, for data and talk, how they shall look, and a person's profiles.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::failure::Failure;
use crate::document::{Document, FileKind};
use crate::plan::Date;
use crate::profile::Profiles;
use crate::report::Look;
use crate::visible::clean;

/// Where a command writes to, and what it evaluates with.
#[derive(Debug)]
pub(super) struct Console {
    /// How text on standard output shall look.
    pub(super) out: Look,
    /// How text on standard error shall look.
    pub(super) err: Look,
    /// The profiles that its plans are evaluated with.
    pub(super) profiles: Profiles,
}

/// Output that goes to no terminal is as wide as this.
const NO_TERMINAL: usize = 140;

impl Console {
    pub(super) fn new(profiles: Profiles) -> Self {
        let ascii = is_ascii();
        let size = terminal_size::terminal_size_of(io::stdout())
            .or_else(|| terminal_size::terminal_size_of(io::stderr()));
        let look = |terminal: bool, choice: ColorChoice| Look {
            colour: choice != ColorChoice::Never,
            ascii,
            width: size
                .filter(|_| terminal)
                .map_or(NO_TERMINAL, |(width, _)| usize::from(width.0)),
        };
        let (out, err) = (io::stdout(), io::stderr());
        Self {
            out: look(out.is_terminal(), AutoStream::choice(&out)),
            err: look(err.is_terminal(), AutoStream::choice(&err)),
            profiles,
        }
    }

    /// Reads and evaluates a text.
    pub(super) fn document(&self, text: String, today: Date) -> Document {
        Document::with(text, today, self.profiles)
    }

    /// Reads and evaluates a text, as one of its variants if one is named.
    pub(super) fn variant(
        &self,
        text: String,
        today: Date,
        name: Option<&str>,
    ) -> Result<Document, Failure> {
        let document = self.document(text, today);
        match name.filter(|_| document.kind() == FileKind::Plan) {
            Some(name) => Ok(document.variant(name)?),
            None => Ok(document),
        }
    }

    /// Writes data.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut stream = raw_or_styled(self.out.colour);
        stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush())
            .map_err(Failure::of_output)
    }

    /// Says something beside the data. Whether someone listens does not matter.
    pub(super) fn say(&self, text: &str) {
        let mut stream = if self.err.colour {
            AutoStream::new(io::stderr(), ColorChoice::Always)
        } else {
            AutoStream::new(io::stderr(), ColorChoice::Never)
        };
        drop(stream.write_all(text.as_bytes()));
    }

    /// Says why something failed, in a line, and what to try.
    pub(super) fn complain(&self, failure: &Failure) {
        if matches!(failure, Failure::Closed) {
            return;
        }
        let hint = failure.hint();
        let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
        let line = format!("trellis: {failure}{hint}");
        self.say(&format!("{}\n", clean(&line)));
    }
}

/// Without colours the bytes go out as they are: JSON may be large.
fn raw_or_styled(colour: bool) -> Box<dyn io::Write> {
    if colour {
        Box::new(AutoStream::always(io::stdout()))
    } else {
        Box::new(io::stdout())
    }
}

/// Whether the locale says that only ASCII can be shown. One that is not set says nothing.
pub(super) fn is_ascii() -> bool {
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if said("TERM").as_deref() == Some("dumb") {
        return true;
    }
    let locale = said("LC_ALL")
        .or_else(|| said("LC_CTYPE"))
        .or_else(|| said("LANG"));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}
