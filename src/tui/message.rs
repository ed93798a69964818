//! What can happen, and what the world is asked to do about it.

use std::path::PathBuf;

use ratatui::crossterm::event::KeyEvent;

use super::compare::{Stamp, Table};
use super::session::Session;
use super::start::{Known, Opened, Opening};
use super::update::{FileNow, Pointer};

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
    /// The mouse.
    Pointer(Pointer),
    /// Another size.
    Resize(u16, u16),
    /// The file was written.
    Written,
    /// The file was not written, and why.
    NotWritten(String),
    /// The plan was written into another file, of this name.
    WrittenBeside(String),
    /// The plan was written into a new file, of this name.
    WrittenTo(String),
    /// It was not, and why.
    NotWrittenTo(String),
    /// What is not saved can't be kept either, and why.
    NotKept(String),
    /// These plans were open before.
    Plans(Vec<Known>),
    /// Another plan was read, or could not be.
    Opened {
        /// The change up to which it may take the place of the plan here.
        instead_of: usize,
        /// The plan, or why there is none.
        opened: Result<Box<Opened>, String>,
    },
    /// The file looks different from when it was looked at last.
    LooksDifferent,
    /// The file was found changed since it was read, when it was to be written.
    ChangedOutside,
    /// The file was found gone when it was to be written.
    GoneOutside,
    /// The file has been read again.
    Found {
        /// What it is now.
        now: FileNow,
        /// What it was read for.
        reading: Reading,
    },
    /// A plan file that is compared with this plan has been read, or why not.
    Beside {
        /// Its name.
        file: String,
        /// What stands in it.
        text: Result<String, String>,
    },
    /// A manifest that the plan names was read, or not, and why.
    Manifest {
        /// Its name, as the plan says it.
        file: String,
        /// Its text, or why there is none.
        text: Result<String, String>,
    },
    /// The plan and its variants have been compared.
    Compared {
        /// What that is of.
        of: Stamp,
        /// What differs.
        table: Box<Table>,
    },
    /// They could not be compared, and why.
    NotCompared(String),
    /// Forty bits were drawn for an RFC 4193 prefix.
    Drawn([u8; 5]),
    /// Nothing else happened while rules have still to look at something.
    Step,
}

/// What the file is read again for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// To see what it is now.
    Look,
    /// To have it in place of the plan here, with what was done up to this change given up.
    Instead(usize),
    /// To do again on it what was changed here.
    Merge,
}

/// What a writing may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Put it in place of what was read, if that is what is there.
    Replace,
    /// Put it in place of whatever is there.
    Anyway,
    /// Make a new file.
    Create,
    /// Make another file beside it.
    Beside,
}

/// What the world has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write this text to the plan's file; over changes from outside only if that is said.
    Write {
        /// The text.
        text: String,
        /// What may be done to what is there.
        how: How,
    },
    /// Write a plan that has no file yet into a new one of this name.
    WriteTo {
        /// The name.
        name: String,
        /// The text.
        text: String,
    },
    /// Tell which plans were open before.
    Plans,
    /// Read another plan.
    Open(Opening),
    /// Sit down at the plan that is on the screen now, whose file this is.
    Enter(PathBuf),
    /// Remember where someone was on a plan that they leave.
    Remember(Box<Session>),
    /// Read the file as it is now.
    Read(Reading),
    /// Read a Shoot manifest that the plan names, beside the plan.
    ReadManifest(String),
    /// Reads a plan file that is compared with this plan.
    ReadBeside(String),
    /// Forget what was kept of this work.
    Forget,
    /// Forget what was offered of work that was not saved the last time.
    ForgetOffered,
    /// Compare the plan with its variants, as the model asks for it.
    Compare,
    /// Draw forty bits.
    Draw,
    /// Give a text to the terminal's clipboard.
    Copy(String),
    /// Stop, as a stop signal does, until a shell goes on with it.
    Suspend,
    /// Leave.
    Quit,
}
