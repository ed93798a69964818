//! The start screen, with keys played and the frame printed.

use std::process::Command;

use super::{Folder, Run};
use trellis::document::TEMPLATES;

fn play(folder: &Folder, size: &str, keys: &str) -> String {
    let mut command: Command = folder.command(&["--start", "--print", size, "--keys", keys]);
    let home = folder.path("");
    let run = Run::of(command.env("HOME", home).output().expect("it starts"));
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{keys}");
    run.out
}

#[track_caller]
fn shows(folder: &Folder, keys: &str, words: &[&str]) {
    let out = play(folder, "100x30", keys);
    for word in words {
        assert!(out.contains(word), "{keys}: no `{word}` in\n{out}");
    }
}

#[test]
fn it_lists_what_a_plan_can_begin_with() {
    let folder = Folder::new();
    let out = play(&folder, "120x36", "");
    let listed = |name: &str| out.lines().any(|line| line.contains(&format!(" {name} ")));
    for template in TEMPLATES {
        assert!(listed(template.name), "{}: {out}", template.name);
        let (about, _) = template.about().split_at(40);
        assert!(out.contains(about), "{about}: {out}");
    }
    assert!(listed("example") && listed("empty"), "{out}");
    // The trap of what is chosen stands below.
    for (at, template) in TEMPLATES.iter().enumerate() {
        let trap = template.trap();
        assert!(
            trap.len() > 100 && template.text.contains(&trap[..30]),
            "{trap}"
        );
        let out = play(&folder, "60x44", &"j".repeat(at + 2));
        let words: Vec<&str> = out
            .split(|char: char| char.is_whitespace() || char == '│')
            .collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        assert!(words.join(" ").contains(&trap), "{trap}: {out}");
    }
    shows(&folder, "", &["open a plan", "the built-in landscape"]);
    assert!(!play(&folder, "100x30", "<esc>").contains("open a plan"));
    assert!(!play(&folder, "100x30", "q").contains("open a plan"));
}

#[test]
fn any_plan_is_opened_by_its_name() {
    let folder = Folder::new();
    folder.write(
        "there.yaml",
        "trellis: 1\nname: over there\nblocks: [{name: alpha}]\n",
    );
    let named = |name: &str| format!("<end><enter>{name}<enter>");
    shows(&folder, "<end>", &["›", "any plan, by its name"]);
    shows(&folder, "<end><enter>", &[" open ", "esc back"]);
    shows(&folder, "<end><enter><esc>", &["open a plan"]);
    shows(&folder, &named(""), &["type the name of a plan file"]);
    shows(
        &folder,
        &named("there.yaml"),
        &["opened there.yaml", "alpha"],
    );
    shows(
        &folder,
        &named("~/there.yaml"),
        &["opened there.yaml", "alpha"],
    );
    shows(
        &folder,
        &named("no.yaml"),
        &["there is no file no.yaml", "open a plan"],
    );
    let changed = format!("<esc>jrx<enter><ctrl-o>{}", named("there.yaml"));
    shows(&folder, &changed, &["save and open"]);
}

#[test]
fn a_template_becomes_a_plan_with_a_name() {
    let folder = Folder::new();
    folder.write("there.yaml", "trellis: 1\n");
    shows(&folder, "jjj<enter>", &["cluster (new plan)"]);
    shows(&folder, "<enter>", &["built-in example"]);
    shows(&folder, "<end>k<enter>", &["the plan is empty"]);
    shows(&folder, "4<enter>s", &["save as trellis.yaml"]);
    for (name, why) in [
        ("there.yaml", "there.yaml is there already"),
        ("no/where.yaml", "there is no folder no"),
        (".", ". is a folder"),
        ("", "type the name of a file"),
    ] {
        let keys = format!("4<enter>s<ctrl-u>{name}<enter>");
        shows(&folder, &keys, &["save as", why]);
        // The line is still there, and leads out.
        let keys = format!("{keys}<ctrl-u>b.yaml<esc>");
        shows(&folder, &keys, &["cluster (new plan)"]);
    }
    assert_eq!(folder.read("there.yaml"), "trellis: 1\n");
    assert!(!folder.path("b.yaml").exists());
    let keys = "4<enter>s<ctrl-u>mine.yaml<enter>";
    shows(&folder, keys, &[" trellis mine.yaml ", "saved mine.yaml"]);
    assert_eq!(folder.read("mine.yaml"), TEMPLATES[1].text);
    // What is edited then goes into that file.
    let keys = "5<enter>s<ctrl-u>~/gcp.yaml<enter>rx<enter>s";
    shows(&folder, keys, &[" trellis ~/gcp.yaml ", "saved"]);
    assert_ne!(folder.read("gcp.yaml"), TEMPLATES[2].text);
}

#[test]
fn what_is_not_saved_is_asked_about_first() {
    let folder = Folder::new();
    let edited = "<end>k<enter>b<ctrl-o>3<enter>";
    shows(
        &folder,
        edited,
        &["changes that are not saved", "save and open"],
    );
    shows(&folder, &format!("{edited}d"), &["aws (new plan)"]);
    shows(&folder, &format!("{edited}<esc>"), &["new-block"]);
    let saving = format!("{edited}s");
    shows(&folder, &saving, &["save as trellis.yaml"]);
    // Whoever goes back from the name stays.
    shows(&folder, &format!("{saving}<esc>s<enter>"), &["new-block"]);
    std::fs::remove_file(folder.path("trellis.yaml")).expect("it was written");
    shows(&folder, &format!("{saving}<enter>"), &["aws (new plan)"]);
    let written = folder.read("trellis.yaml");
    assert!(written.contains("new-block"), "{written}");
    // The one that is there now keeps its name.
    shows(&folder, "3<enter>s", &["save as trellis-2.yaml"]);
}

#[test]
fn a_name_that_was_given_stays_where_a_template_is_chosen() {
    let folder = Folder::new();
    let keys = "<ctrl-o>jjj<enter>s";
    let args = ["mine.yaml", "--print", "100x30", "--keys", keys];
    let mut command = folder.command(&args);
    let run = Run::of(
        command
            .env("HOME", folder.path(""))
            .output()
            .expect("it starts"),
    );
    assert!(run.out.contains("cluster (new plan)"), "{}", run.out);
    assert!(run.out.contains("save as mine.yaml"), "{}", run.out);
    // Who goes back is asked again.
    let args = ["mine.yaml", "--print", "100x30", "--keys", "<ctrl-o>j<esc>"];
    let run = folder.run(&args);
    assert!(run.out.contains("Begin a new one?"), "{}", run.out);
}

#[test]
fn without_a_terminal_it_is_a_list() {
    let folder = Folder::new();
    let mut command = folder.command(&["--start"]);
    let run = Run::of(
        command
            .env("HOME", folder.path(""))
            .output()
            .expect("it starts"),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.starts_with("begin with\n"), "{}", run.out);
    for template in TEMPLATES {
        assert!(run.out.contains(template.about()), "{}", run.out);
    }
}

#[test]
fn a_trap_can_be_read_where_there_is_little_room() {
    let folder = Folder::new();
    let mut read = String::new();
    for scroll in ["", "j", "jj", "jjj", "jjjj", "jjjjj", "jjjjjj", "<end>"] {
        read.push_str(&play(&folder, "40x12", &format!("jjjje{scroll}")));
    }
    for word in TEMPLATES[2].trap().split_whitespace() {
        assert!(read.contains(word), "{word}: {read}");
    }
    let cut = play(&folder, "40x12", "jjjj");
    assert!(cut.contains("e all"), "{cut}");
    // Where there is room for all of it, there is nothing to read on.
    shows(
        &folder,
        "jjjje",
        &["all that there is to know of it stands below", "›5 gcp"],
    );
    // Back to the list, and the chosen one is opened from either.
    assert!(play(&folder, "40x12", "jjjje<esc>").contains("›5 gcp"));
    assert!(play(&folder, "40x12", "jjjje<enter>").contains("gcp (new plan)"));
}

#[test]
fn it_is_there_at_every_size() {
    let folder = Folder::new();
    for size in ["1x1", "20x6", "40x12", "200x60"] {
        for keys in ["", "<end>", "5"] {
            let out = play(&folder, size, keys);
            let (columns, rows) = size.split_once('x').expect("a size");
            let columns: usize = columns.parse().expect("a number");
            assert_eq!(out.lines().count().to_string(), rows);
            assert!(out.lines().all(|line| line.chars().count() <= columns));
        }
    }
    assert!(play(&folder, "40x12", "<end>").contains("a file"));
}
