//! The state directory: where what belongs to a plan is kept, and not in the plan.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How the name of a file begins that is not written to its end yet.
const BEGUN: &str = ".tmp";

/// The state directory's folder of this name.
pub(super) fn folder(name: &str) -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "trellis")?;
    let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(state.join(name))
}

/// What a plan's file is called here: by where it really is, so that two ways to one file lead to the same.
pub(super) fn key(file: &Path) -> String {
    hash(&real(file).to_string_lossy())
}

/// Where a file really is; for one that is not there yet, where it would be.
pub(super) fn real(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    absolute.canonicalize().unwrap_or_else(|_| {
        let folder = absolute.parent().and_then(|it| it.canonicalize().ok());
        let beside = folder.zip(absolute.file_name());
        beside.map_or_else(|| absolute.clone(), |(folder, name)| folder.join(name))
    })
}

/// Writes a value whole, or leaves what is there.
pub(super) fn write<T: Serialize>(file: &Path, value: &T) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut beside = tempfile::Builder::new().prefix(BEGUN).tempfile_in(folder)?;
    let mut buffer = io::BufWriter::new(&mut beside);
    serde_json::to_writer(&mut buffer, value)?;
    buffer.flush()?;
    drop(buffer);
    beside.as_file().sync_all()?;
    beside.persist(file)?;
    Ok(())
}

/// Takes away what a write left that was ended in its middle, in one of our folders: whatever is older than any write
/// that still goes on.
pub(super) fn sweep(folder: &Path) {
    const OLD: Duration = Duration::from_hours(1);
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let begun = entry.file_name().to_string_lossy().starts_with(BEGUN);
        let age = entry.metadata().and_then(|it| it.modified());
        let age = age.ok().and_then(|at| at.elapsed().ok());
        if begun && age.is_some_and(|age| age > OLD) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

/// Reads a value; one that is not there, or is not as we write it, is none.
pub(super) fn read<T: DeserializeOwned>(file: &Path) -> Option<T> {
    serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()
}

/// FNV-1a: it tells texts apart, and is the same for ever.
pub(super) fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
