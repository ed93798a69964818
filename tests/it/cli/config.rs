//! What a person has configured: what is in force, from where, and what is wrong with it.

use std::fs;

use super::Folder;

fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("config/themes")).expect("a folder");
    for (name, text) in files {
        folder.write(&format!("config/{name}"), text);
    }
    folder
}

/// The value and the origin of a setting.
#[track_caller]
fn setting(json: &serde_json::Value, key: &str) -> (String, String) {
    let rows = json["settings"].as_array().expect("a list");
    let row = rows
        .iter()
        .find(|row| row["key"] == key)
        .expect("it is there");
    let text = |key: &str| row[key].as_str().expect("a text").to_owned();
    (text("value"), text("from"))
}

#[test]
fn what_is_in_force_is_shown_with_where_it_comes_from() {
    let own = folder(&[
        ("config.yaml", "theme: harbour\nmouse: no\n"),
        (
            "themes/harbour.yaml",
            "title: ours\nground: dark\nerror: \"#ff8080\"\n",
        ),
    ]);
    let run = own.run(&["config", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let json = run.json();
    let pair = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    assert_eq!(setting(&json, "theme"), pair("harbour", "config.yaml"));
    assert_eq!(setting(&json, "mouse"), pair("no", "config.yaml"));
    assert_eq!(setting(&json, "ascii"), pair("auto", "built in"));
    assert_eq!(json["themes"][0], "harbour");
    let human = own.run(&["config"]);
    assert!(
        human.out.contains("theme   harbour   config.yaml"),
        "{human:?}"
    );
}

#[test]
fn a_mistake_has_its_line_and_caret_and_everything_else_holds() {
    let own = folder(&[("config.yaml", "mouse: no\ntheme: duks\n")]);
    let run = own.run(&["config", "--format", "json"]);
    assert_eq!(run.code, 1);
    for part in [
        "`duks` is not a theme",
        "config.yaml:2:8",
        "━━━━",
        "write `dusk`",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    assert_eq!(setting(&run.json(), "mouse").0, "no");
    // Commands that need nothing of it say it, and do their work.
    let run = own.run(&["split", "2001:db8::/36", "40"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 16));
}

#[test]
fn keys_are_those_of_the_file_on_the_screen_and_in_the_list() {
    let own = folder(&[
        ("config.yaml", "keymap: arrows\nascii: yes\n"),
        ("keymap.yaml", "export: [f7, f8]\n"),
    ]);
    let run = own.run(&["keys", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let json = run.json();
    let rows = json["keys"].as_array().expect("a list");
    let of = |command: &str| {
        let row = rows.iter().find(|row| row["command"] == command);
        let row = row.expect("it is there");
        (row["keys"].to_string(), row["from"].to_string())
    };
    let pair = |keys: &str, from: &str| (keys.to_owned(), format!("\"{from}\""));
    assert_eq!(of("export"), pair(r#"["f7","f8"]"#, "keymap.yaml"));
    assert_eq!(of("up"), pair(r#"["up"]"#, "arrows"));
    assert_eq!(of("explain"), pair(r#"["e"]"#, "standard"));
    let run = own.run(&["--print", "80x24", "--keys", "<f10>export"]);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(">export f7 f8 show"), "{}", run.out);
    assert!(run.out.is_ascii(), "{}", run.out);
    // `j` is no key of that map.
    let run = own.run(&["--print", "80x24", "--keys", "j"]);
    assert!(
        run.out
            .contains("this key does nothing here; ? shows all keys"),
        "{}",
        run.out
    );
}

#[test]
fn a_clash_names_both_commands() {
    let own = folder(&[("keymap.yaml", "export: f7\nsave: f7\n")]);
    let run = own.run(&["keys"]);
    assert_eq!(run.code, 1);
    for part in ["`f7` is a key of `export` already", "keymap.yaml:2:7"] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    // The screen says it too.
    let run = own.run(&["--print", "120x36"]);
    let told = "keymap.yaml: line 2: `f7` is a key of `export` already";
    assert!(run.out.contains(told), "{}", run.out);
}
