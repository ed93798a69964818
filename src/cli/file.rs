//! Reading plans, and writing them so that nothing is lost: beside, synced, renamed.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::failure::Failure;
use crate::document::LARGEST;

/// What stands in a file.
#[derive(Debug)]
pub(super) enum Contents {
    /// Text.
    Text(String),
    /// Something else: text up to this byte.
    NotText { before: String, byte: u8 },
    /// More than is read.
    TooLarge,
}

impl Contents {
    /// The text, where anything else is a failure.
    pub(super) fn text(self, file: &Path) -> Result<String, Failure> {
        match self {
            Self::Text(text) => Ok(text),
            Self::NotText { before, byte } => Err(Failure::NotText {
                file: called(file),
                at: before.len() + 1,
                byte,
            }),
            Self::TooLarge => Err(Failure::TooLarge { file: called(file) }),
        }
    }
}

/// How a file is called: as it was given.
pub(super) fn called(file: &Path) -> String {
    file.to_string_lossy().into_owned()
}

/// Whether it stands for standard input.
pub(super) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// Reads a file, or standard input.
pub(super) fn read(file: &Path) -> Result<Contents, Failure> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Failure::Missing {
            file: called(file),
            command: None,
        },
        io::ErrorKind::IsADirectory => Failure::Folder { file: called(file) },
        _ => Failure::Read {
            file: called(file),
            source,
        },
    };
    if is_stdin(file) {
        return take(io::stdin()).map_err(failed);
    }
    let metadata = fs::metadata(file).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Failure::Folder { file: called(file) });
    }
    if metadata.len() > most() {
        return Ok(Contents::TooLarge);
    }
    open(file, &metadata).and_then(take).map_err(failed)
}

/// Opens a file. Opening a pipe waits for someone who writes into it: that is given up after a while.
fn open(file: &Path, metadata: &fs::Metadata) -> io::Result<File> {
    const PATIENCE: Duration = Duration::from_secs(2);
    if !is_pipe(metadata) {
        return File::open(file);
    }
    let (sender, opened) = mpsc::channel();
    let path = file.to_owned();
    thread::Builder::new().spawn(move || drop(sender.send(File::open(path))))?;
    opened.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        let why = "it is a pipe, and nobody writes into it";
        Err(io::Error::new(io::ErrorKind::TimedOut, why))
    })
}

#[cfg(unix)]
fn is_pipe(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
const fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

fn most() -> u64 {
    u64::try_from(LARGEST).unwrap_or(u64::MAX)
}

fn take(reader: impl io::Read) -> io::Result<Contents> {
    let mut bytes = Vec::new();
    reader.take(most() + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST {
        return Ok(Contents::TooLarge);
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Contents::Text(text),
        Err(error) => {
            let end = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes.get(end).copied().unwrap_or_default();
            bytes.truncate(end);
            Contents::NotText {
                before: String::from_utf8(bytes).unwrap_or_default(),
                byte,
            }
        }
    })
}

/// Puts a new text in place of the one that was read, or leaves everything as it is.
///
/// A symbolic link stays one, and the file keeps its mode and, where that is allowed, its owner.
pub(super) fn replace(file: &Path, old: impl AsRef<[u8]>, new: &str) -> Result<(), Failure> {
    let failed = |source: io::Error| Failure::Write {
        file: called(file),
        source,
    };
    let target = file.canonicalize().map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if !metadata.is_file() {
        return Err(Failure::NoFile { file: called(file) });
    }
    if metadata.permissions().readonly() {
        return Err(Failure::ReadOnly { file: called(file) });
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new()
        .prefix(".trellis-")
        .suffix(".tmp")
        .permissions(metadata.permissions())
        .tempfile_in(folder)
        .map_err(failed)?;
    beside.write_all(new.as_bytes()).map_err(failed)?;
    // The mask of the process may have taken rights away when the file was made.
    beside
        .as_file()
        .set_permissions(metadata.permissions())
        .map_err(failed)?;
    keep_owner(beside.as_file(), &metadata);
    beside.as_file().sync_all().map_err(failed)?;
    if fs::read(&target).map_err(failed)? != old.as_ref() {
        return Err(Failure::Changed { file: called(file) });
    }
    beside
        .persist(&target)
        .map_err(|error| failed(error.error))?;
    // Not every file system syncs folders; the file itself is whole in any case.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Writes a new file whole, or none; what is there already is left alone.
pub(super) fn create(file: &Path, text: &str) -> Result<(), Failure> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => Failure::Changed { file: called(file) },
        _ => Failure::Write {
            file: called(file),
            source,
        },
    };
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".trellis-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder).map_err(failed)?;
    beside.write_all(text.as_bytes()).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside
        .persist_noclobber(file)
        .map_err(|error| failed(error.error))?;
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Gives the new file to the owner of the old one, which only some may.
#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = |new: fs::Metadata| new.uid() == old.uid() && new.gid() == old.gid();
    if !file.metadata().is_ok_and(same) {
        drop(fchown(file, Some(old.uid()), Some(old.gid())));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}
