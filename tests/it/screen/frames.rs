//! `tests/cases/screens/*.txt`: the first line says plan, size and keys, the rest is the screen. Drop a file with a
//! first line in, run with `SCREENS=write`, read what it wrote, and it is a test.

use std::fs;
use std::path::{Path, PathBuf};

use super::screen;

#[test]
fn screens_are_as_they_were_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/cases/screens");
    let entries = fs::read_dir(&folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(!files.is_empty(), "no screens");
    for file in files {
        let text = fs::read_to_string(&file).expect("a file");
        let (head, expected) = text.split_once('\n').unwrap_or((&text, ""));
        let mut words = head.splitn(3, ' ');
        let mut next = || words.next().expect("plan, size and keys");
        let (plan, size, keys) = (next(), next(), next());
        let plan = fs::read_to_string(root.join(plan)).expect("a plan");
        let (width, height) = size.split_once('x').expect("a size");
        let size = (
            width.parse().expect("columns"),
            height.parse().expect("rows"),
        );
        let shown = screen(&plan, size, keys);
        if std::env::var_os("SCREENS").is_some() {
            fs::write(&file, format!("{head}\n{shown}")).expect("it is written");
        } else {
            assert!(
                shown == expected,
                "{}\nis\n{shown}\nand was\n{expected}",
                file.display()
            );
        }
    }
}
