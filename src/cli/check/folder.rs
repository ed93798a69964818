//! The YAML files below a folder, as a GitOps repository has them.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::failure::Failure;
use super::super::file::called;

/// Deeper than this nobody keeps manifests.
const DEEPEST: usize = 32;

/// The files that were named, and for each folder among them the YAML files below it in the order of their names; with
/// each whether it was named itself. Hidden files and folders are left out, and links are not followed.
pub(super) fn files(named: &[PathBuf]) -> Result<Vec<(PathBuf, bool)>, Failure> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = files.len();
            below(path, DEEPEST, &mut files)?;
            if files.len() == before {
                return Err(Failure::NoYaml {
                    folder: called(path),
                });
            }
        } else {
            files.push((path.clone(), true));
        }
    }
    Ok(files)
}

fn below(folder: &Path, depth: usize, files: &mut Vec<(PathBuf, bool)>) -> Result<(), Failure> {
    let failed = |source| Failure::Read {
        file: called(folder),
        source,
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            below(&path, depth - 1, files)?;
        } else if kind.is_file() && is_yaml(&path) {
            files.push((path, false));
        }
    }
    Ok(())
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    })
}
