//! Work that is not saved, kept where the next start finds it. Everyone at a plan has a file of their own; what was
//! left and not taken up yet is never written over.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{seat, state};

/// Work that was not saved.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The file, as an absolute path.
    path: PathBuf,
    /// The hash of the text that it was read from.
    pub(super) base: String,
    /// The whole plan.
    pub(super) text: String,
}

/// Where our own work is kept.
#[derive(Debug)]
pub(super) struct Journal {
    plan: PathBuf,
    own: PathBuf,
}

impl Journal {
    /// A file that nothing is in yet.
    pub(super) fn new(plan: &Path, seat: usize) -> Option<Self> {
        let folder = state::folder("unsaved")?;
        let key = state::key(plan);
        let mut names =
            (0_usize..).map(|number| folder.join(format!("{key}-{seat}-{number}.json")));
        Some(Self {
            plan: state::real(plan),
            own: names.find(|name| !name.exists())?,
        })
    }

    /// The newest work that someone left who is gone, and where it is kept.
    pub(super) fn left(&self) -> Option<(Kept, PathBuf)> {
        let key = state::key(&self.plan);
        let entries = fs::read_dir(self.own.parent()?).ok()?;
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let seat = seat_of(&entry.file_name(), &key)?;
                let ours = self.own.file_name().and_then(|own| seat_of(own, &key)) == Some(seat);
                let left = ours || !seat::is_taken(&key, seat);
                let time = entry.metadata().and_then(|it| it.modified()).ok()?;
                left.then(|| (time, entry.path()))
            })
            .collect();
        files.sort_by(|one, other| other.cmp(one));
        files.into_iter().find_map(|(_, file)| {
            let kept: Kept = state::read(&file)?;
            (kept.path == self.plan).then_some((kept, file))
        })
    }

    /// Where our own work is kept.
    pub(super) fn own(&self) -> &Path {
        &self.own
    }

    pub(super) fn keep(&self, base: &str, text: &str) -> io::Result<()> {
        let kept = Kept {
            path: self.plan.clone(),
            base: state::hash(base),
            text: text.to_owned(),
        };
        state::write(&self.own, &kept)
    }

    pub(super) fn forget(&self) {
        drop(fs::remove_file(&self.own));
    }
}

/// The plans' files of all work that someone left who is gone, each with the name of the plan, the newest first. What is
/// kept in `own` is ours, and nobody has left it.
pub(super) fn all_left(own: Option<&Path>) -> Vec<(PathBuf, String)> {
    let entries = state::folder("unsaved").and_then(|folder| fs::read_dir(folder).ok());
    let ours = own.and_then(|own| place_of(own.file_name()?));
    let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in entries.into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let Some((key, seat)) = place_of(&name) else {
            continue;
        };
        let is_ours = ours == Some((key, seat));
        let is_left = own != Some(&entry.path()) && (is_ours || !seat::is_taken(key, seat));
        let time = entry.metadata().and_then(|it| it.modified());
        files.extend(
            time.ok()
                .filter(|_| is_left)
                .map(|time| (time, entry.path())),
        );
    }
    files.sort_by(|one, other| other.cmp(one));
    let mut left: Vec<(PathBuf, String)> = Vec::new();
    for (_, file) in files {
        let kept = state::read::<Kept>(&file);
        let known = |kept: &Kept| left.iter().any(|(path, _)| *path == kept.path);
        if let Some(kept) = kept.filter(|kept| !known(kept)) {
            let plan = crate::document::read(&kept.text).plan;
            let name = plan.name(crate::source::NodeId::ROOT).to_owned();
            left.push((kept.path, name));
        }
    }
    left
}

/// The plan's key and the seat that a journal was written at.
fn place_of(name: &OsStr) -> Option<(&str, usize)> {
    let (key, rest) = name.to_str()?.strip_suffix(".json")?.split_once('-')?;
    let (seat, _) = rest.split_once('-')?;
    Some((key, seat.parse().ok()?))
}

/// The seat that a journal of this plan was written at.
fn seat_of(name: &OsStr, key: &str) -> Option<usize> {
    let (of, seat) = place_of(name)?;
    (of == key).then_some(seat)
}
