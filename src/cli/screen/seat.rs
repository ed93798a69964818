//! Who has a plan open: everyone holds the lock of a small file, which the system takes from those who are gone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::state;

/// A place at a plan, ours while this lives.
#[derive(Debug)]
pub(super) struct Seat {
    number: usize,
    path: PathBuf,
    _lock: File,
}

/// More than sit at one plan.
const MOST: usize = 64;

impl Seat {
    /// Takes the first free place at a plan; gives who sits at those before it, in words.
    pub(super) fn take(key: &str) -> Option<(Self, Vec<String>)> {
        let folder = state::folder("open")?;
        fs::create_dir_all(&folder).ok()?;
        let mut others = Vec::new();
        for number in 0..MOST {
            let path = at(&folder, key, number);
            match lock(&path) {
                Ok(Some(mut lock)) => {
                    // Only others read it, and the lock alone says that it is so.
                    drop(
                        lock.set_len(0)
                            .and_then(|()| lock.write_all(us().as_bytes())),
                    );
                    let seat = Self {
                        number,
                        path,
                        _lock: lock,
                    };
                    return Some((seat, others));
                }
                Ok(None) => others.push(who(&path)),
                Err(_) => return None,
            }
        }
        None
    }

    /// The place's number.
    pub(super) const fn number(&self) -> usize {
        self.number
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // The lock is held while the file goes, so nobody else's goes.
        drop(fs::remove_file(&self.path));
    }
}

/// Whether someone sits at a place.
pub(super) fn is_taken(key: &str, number: usize) -> bool {
    let path = state::folder("open").map(|folder| at(&folder, key, number));
    let file = path.and_then(|path| File::open(path).ok());
    file.is_some_and(|file| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
}

fn at(folder: &Path, key: &str, number: usize) -> PathBuf {
    folder.join(format!("{key}-{number}"))
}

/// The locked file, or nothing if someone else has it.
fn lock(path: &Path) -> io::Result<Option<File>> {
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) if is_at(&file, path) => return Ok(Some(file)),
            // Someone has left and taken the file away between our opening and our locking it.
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Ok(None),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let both = file.metadata().ok().zip(fs::metadata(path).ok());
    both.is_some_and(|(ours, there)| (ours.dev(), ours.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

fn us() -> String {
    format!("process {}{}", std::process::id(), host())
}

/// The machine's name, where it can be had: a state directory may be shared by several.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => String::new(),
        name => format!(" on {name}"),
    }
}

/// Who says to sit there.
fn who(path: &Path) -> String {
    const MOST: u64 = 200;
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MOST).read_to_string(&mut text));
    let said = read.is_ok() && !text.is_empty();
    let here = text.strip_suffix(&host());
    match (said, here) {
        (false, _) => "another process".to_owned(),
        (true, Some(process)) => process.to_owned(),
        (true, None) => text,
    }
}
