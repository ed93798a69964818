//! The layers of the house: which module may use which, and what pure modules must not touch.

use std::path::{Path, PathBuf};

/// Each module with those that it may use. The order is the order of the layers.
const LAYERS: &[(&str, &[&[&str]])] = &[
    ("addr", &[]),
    ("nearest", &[]),
    ("source", &[]),
    ("visible", &[]),
    ("sizing", &[&["addr"]]),
    ("diag", &[&["source"]]),
    ("yaml", &[&["source", "visible"]]),
    ("plan", &[&["addr", "nearest", "source", "visible", "diag"]]),
    ("spec", &[&["addr", "nearest", "source", "diag", "plan"]]),
    ("profile", &[&["addr", "nearest", "source", "diag", "plan"]]),
    ("engine", &[&["addr", "source", "diag", "plan", "profile"]]),
    (
        "lint",
        &[&[
            "addr", "nearest", "source", "sizing", "diag", "plan", "profile", "engine",
        ]],
    ),
    (
        "document",
        &[&[
            "addr", "nearest", "source", "diag", "yaml", "plan", "spec", "profile", "engine",
            "lint",
        ]],
    ),
    (
        "inventory",
        &[&[
            "addr", "source", "plan", "spec", "profile", "engine", "document",
        ]],
    ),
    (
        "breaks",
        &[&["addr", "source", "plan", "profile", "engine", "document"]],
    ),
    (
        "compare",
        &[&[
            "addr", "source", "visible", "diag", "plan", "engine", "document", "breaks",
        ]],
    ),
    (
        "levels",
        &[&[
            "addr", "source", "plan", "profile", "engine", "document", "sizing",
        ]],
    ),
    (
        "manifest",
        &[&[
            "addr", "nearest", "source", "diag", "yaml", "plan", "profile", "engine",
        ]],
    ),
    ("import", &[BELOW_FORMAT, &["sizing"]]),
    ("format", &[BELOW_FORMAT, &["import"]]),
    ("report", &[BELOW_FORMAT, &["sizing", "levels"]]),
    ("tui", &[BELOW_FORMAT, &["sizing", "levels"], WRITERS]),
    (
        "cli",
        &[BELOW_FORMAT, &["sizing", "levels"], WRITERS, &["tui"]],
    ),
];

const BELOW_FORMAT: &[&str] = &[
    "addr",
    "nearest",
    "source",
    "visible",
    "diag",
    "yaml",
    "plan",
    "spec",
    "profile",
    "engine",
    "lint",
    "document",
    "inventory",
    "breaks",
    "compare",
    "manifest",
];

const WRITERS: &[&str] = &["format", "report", "import"];

/// What only the faces may do.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "std::time",
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
    "dbg!",
    "clap::",
    "anstream",
    "tempfile",
    "getrandom",
    "signal_hook",
    "directories",
];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// The shipped part of each file, with the module that it belongs to.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let module = |path: &Path| {
        let inside = path.strip_prefix(&root).expect("a file in src");
        let first = inside
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        first.trim_end_matches(".rs").to_owned()
    };
    files
        .into_iter()
        .filter(|path| {
            !path
                .file_stem()
                .is_some_and(|stem| stem == "tests" || stem == "testing" || stem == "laws")
        })
        .filter(|path| {
            !path
                .components()
                .any(|component| component.as_os_str() == "tests")
        })
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let shipped = text
                .split("#[cfg(test)]\nmod ")
                .next()
                .unwrap_or("")
                .to_owned();
            (module(&path), path, shipped)
        })
        .filter(|(module, ..)| module != "lib" && module != "main")
        .collect()
}

/// The modules named behind `crate::`, braces included.
fn used(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in text.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for char in list.chars() {
                match char {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => names.push(std::mem::take(&mut word)),
                    _ if depth == 0 => word.push(char),
                    _ => {}
                }
            }
            names.push(word);
        } else {
            names.push(
                rest.chars()
                    .take_while(|char| char.is_alphanumeric() || *char == '_')
                    .collect(),
            );
        }
    }
    names
        .into_iter()
        .map(|name| {
            name.trim()
                .split("::")
                .next()
                .unwrap_or("")
                .trim()
                .to_owned()
        })
        .filter(|name| name.chars().next().is_some_and(char::is_lowercase))
        .collect()
}

#[test]
fn modules_use_only_layers_below() {
    for (module, path, text) in modules() {
        let (_, allowed) = LAYERS
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} has no layer"));
        for name in used(&text) {
            let known = LAYERS.iter().any(|(layer, _)| *layer == name);
            assert!(
                !known
                    || name == module
                    || allowed.iter().any(|some| some.contains(&name.as_str())),
                "{} uses `{name}`, which is not below `{module}`",
                path.display()
            );
        }
    }
}

#[test]
fn all_but_the_faces_are_pure() {
    for (module, path, text) in modules() {
        let runtime = path.to_string_lossy().contains("/tui/runtime");
        if module == "cli" || runtime {
            continue;
        }
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let word = IMPURE.iter().find(|word| line.contains(**word));
            assert_eq!(word, None, "{}: {line}", path.display());
        }
    }
}

#[test]
fn the_test_sees_what_it_looks_for() {
    assert_eq!(
        used("use crate::{addr::{Count, Length}, plan::Plan};\ncrate::lint::rules::RULES"),
        ["addr", "plan", "lint"]
    );
}
