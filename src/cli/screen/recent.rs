//! Which plans were open before: their files, the last one first.

use std::path::{Path, PathBuf};

use directories::BaseDirs;
use serde::{Deserialize, Serialize};

use super::journal::all_left;
use super::state;
use crate::tui::start::Known;

/// What is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Recent {
    version: u32,
    plans: Vec<PathBuf>,
}

const VERSION: u32 = 1;

/// So many are kept.
const MOST: usize = 10;

/// Notes that a plan is open now.
pub(super) fn note(file: &Path) {
    let Some(place) = place() else {
        return;
    };
    let key = state::key(file);
    let mut plans = kept(&place);
    plans.retain(|other| state::key(other) != key);
    plans.insert(0, file.to_owned());
    plans.truncate(MOST);
    let recent = Recent {
        version: VERSION,
        plans,
    };
    // Which plans were open is not worth a word when it can't be kept.
    drop(state::write(&place, &recent));
}

/// All but the one that is open now, and what work was left on that was not saved. Of ours, this is where it is kept.
pub(super) fn others(open: &Path, own: Option<&Path>) -> Vec<Known> {
    let key = state::key(open);
    let left = all_left(own);
    let plans = place().map_or_else(Vec::new, |place| kept(&place));
    let is_left = |path: &PathBuf| {
        left.iter()
            .any(|(other, _)| state::key(other) == state::key(path))
    };
    let others = plans.into_iter().filter(|path| state::key(path) != key);
    let saved = others
        .filter(|path| !is_left(path))
        .map(|path| known(path, None));
    let unsaved = left.iter().cloned();
    let unsaved = unsaved.map(|(path, plan)| known(path, Some(plan)));
    unsaved.chain(saved).collect()
}

/// How a file is called on the screen: from this folder on, or from the home.
pub(super) fn shown(file: &Path) -> String {
    let here = std::env::current_dir().ok();
    if let Some(inside) = here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_owned)) {
        return inside.to_string_lossy().into_owned();
    }
    let dirs = BaseDirs::new();
    let inside = dirs.and_then(|dirs| file.strip_prefix(dirs.home_dir()).ok().map(Path::to_owned));
    match inside {
        Some(inside) => Path::new("~").join(inside).to_string_lossy().into_owned(),
        None => file.to_string_lossy().into_owned(),
    }
}

/// The file that someone means by what they typed: `~` is their home, as in a shell.
pub(super) fn meant(name: &str) -> PathBuf {
    let inside = name.strip_prefix("~/");
    let home = inside.and_then(|inside| Some(BaseDirs::new()?.home_dir().join(inside)));
    home.unwrap_or_else(|| PathBuf::from(name))
}

fn place() -> Option<PathBuf> {
    state::folder("recent.json")
}

fn kept(place: &Path) -> Vec<PathBuf> {
    let recent = state::read::<Recent>(place).filter(|recent| recent.version == VERSION);
    recent.map_or_else(Vec::new, |recent| recent.plans)
}

fn known(path: PathBuf, unsaved: Option<String>) -> Known {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().map(shown).unwrap_or_default();
    Known {
        name: name.into_owned(),
        folder: match folder.as_str() {
            "" => "this folder".to_owned(),
            _ => folder,
        },
        is_gone: !path.is_file(),
        unsaved,
        path,
    }
}
