//! The YAML files below a folder, as a repository of manifests has them.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::failure::Failure;
use super::super::file::called;

/// Deeper than this nobody keeps manifests.
const DEEPEST: usize = 32;

/// A file to be checked.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) file: PathBuf,
    /// Whether it was named itself, and not found in a folder.
    pub(super) itself: bool,
}

/// The files that were named, and for each folder among them the YAML files below it in the order of their names; with
/// the folders that have none or cannot be read. Hidden files and folders are left out, and links are not followed.
pub(super) fn files(named: &[PathBuf]) -> (Vec<Named>, Vec<Failure>) {
    let mut files = Vec::new();
    let mut failures = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(Named {
                file: path.clone(),
                itself: true,
            });
            continue;
        }
        let before = files.len();
        match below(path, DEEPEST, &mut files) {
            Err(failure) => failures.push(failure),
            Ok(()) if files.len() == before => failures.push(Failure::NoYaml {
                folder: called(path),
            }),
            Ok(()) => {}
        }
    }
    (files, failures)
}

fn below(folder: &Path, depth: usize, files: &mut Vec<Named>) -> Result<(), Failure> {
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
            files.push(Named {
                file: path,
                itself: false,
            });
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
