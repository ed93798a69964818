//! A file that changes while it is on the screen: read again where nothing is lost by it, asked about where something is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use trellis::document::Document;
use trellis::tui::start::{Known, Opening};
use trellis::tui::{
    Effect, FileNow, How, Message, Model, Opener, Outside, Reader, Reading, Session, Shelf,
    Written, keymap, perform, print, update,
};

use super::{NoShelf, PLAIN, model};

const OURS: &str = "trellis: 1
blocks:
  - name: a
    v6: 2001:db8::/32
    blocks:
      - {name: b, v6: /40}
      - {name: c, v6: /44}
  - name: d
    v6: 2001:db9::/32
    blocks:
      - {name: e, v6: /40}
";

/// Files of a name and a text, `plan` being the plan's.
struct Files(RefCell<BTreeMap<String, String>>);

impl Files {
    fn new() -> Self {
        Self(RefCell::new(BTreeMap::from([("plan".into(), OURS.into())])))
    }

    fn plan(&self) -> Option<String> {
        self.0.borrow().get("plan").cloned()
    }

    fn put(&self, name: &str, text: &str) {
        self.0.borrow_mut().insert(name.to_owned(), text.to_owned());
    }
}

impl Shelf for Files {
    fn write(&self, old: &str, new: &str, how: How) -> Written {
        match (self.plan(), how) {
            (None, How::Replace) => return Written::Gone,
            (Some(now), How::Replace) if now != old => return Written::Changed,
            (Some(_), How::Create) => return Written::Changed,
            (_, How::Beside) => {
                self.put("mine", new);
                return Written::Beside("mine".to_owned());
            }
            (_, How::Replace | How::Anyway | How::Create) => self.put("plan", new),
        }
        Written::Done
    }

    fn look(&self) -> bool {
        true
    }

    fn manifest(&self, file: &str) -> Result<String, String> {
        let files = self.0.borrow();
        files
            .get(file)
            .cloned()
            .ok_or_else(|| format!("there is no file {file}"))
    }

    fn reader(&self) -> Reader {
        let plan = self.plan();
        let today = trellis::plan::Date::parse("2026-11-22").expect("a day");
        Box::new(move || {
            plan.map_or(FileNow::Gone, |text| {
                FileNow::Read(Box::new(Document::new(text, today)))
            })
        })
    }

    fn keep(&self, _: &str, _: &str) -> std::io::Result<()> {
        Ok(())
    }

    fn forget(&self) {}

    fn forget_offered(&self) {}

    fn remember(&self, _: &Session) {}

    fn plans(&self) -> Vec<Known> {
        Vec::new()
    }

    fn opener(&self, opening: &Opening) -> Opener {
        NoShelf.opener(opening)
    }

    fn enter(&self, _: &Path, _: &mut Model) {}

    fn create(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        self.put(name, text);
        Ok(PathBuf::from(name))
    }

    fn settle(&self, _: &Path) {}
}

/// A screen on its files.
struct Screen {
    model: Model,
    files: Files,
    left: bool,
}

impl Screen {
    fn new() -> Self {
        Self {
            model: model(OURS, (120, 30)),
            files: Files::new(),
            left: false,
        }
    }

    fn press(&mut self, keys: &str) {
        for key in keymap::parse_keys(keys).expect("keys") {
            self.left |= perform(&mut self.model, Message::Key(key), &self.files);
        }
    }

    /// Someone writes the plan, and the screen looks.
    fn change(&mut self, from: &str, to: &str) {
        let now = self.files.plan().expect("a plan");
        assert!(now.contains(from));
        self.files.put("plan", &now.replace(from, to));
        self.look();
    }

    fn look(&mut self) {
        perform(&mut self.model, Message::LooksDifferent, &self.files);
    }

    fn says(&self) -> &str {
        self.model.toast.as_ref().map_or("", |toast| &toast.text)
    }

    fn shown(&self) -> String {
        print(&self.model, PLAIN)
    }
}

#[test]
fn what_is_selected_and_folded_stays_so() {
    let mut screen = Screen::new();
    // `a` is folded, and `e` is selected.
    screen.press("hGk");
    while screen.model.path() != "d/e" {
        screen.press("k");
    }
    screen.change(
        "  - name: d",
        "  - name: new\n    v6: 2001:dba::/32\n  - name: d",
    );
    assert_eq!(
        screen.says(),
        "plan.yaml was changed outside, and is read again"
    );
    assert_eq!(screen.model.path(), "d/e");
    let shown = screen.shown();
    assert!(shown.contains("▸ a"), "{shown}");
    assert!(shown.contains("new"), "{shown}");
    // What is gone leaves what it lay in selected.
    screen.change("      - {name: e, v6: /40}\n", "      []\n");
    assert_eq!(screen.model.path(), "d");
}

#[test]
fn a_file_that_says_the_same_changes_nothing() {
    let mut screen = Screen::new();
    screen.press("j]");
    let undo = screen.model.undo.len();
    screen.look();
    assert_eq!(screen.model.outside, Outside::Same);
    assert_eq!(screen.model.undo.len(), undo);
    screen.change("/44", "/48");
    assert_eq!(screen.model.outside, Outside::Changed);
    assert!(screen.shown().contains("changed outside"));
    screen.change("/48", "/44");
    assert_eq!(screen.says(), "plan.yaml is again as it was read");
    screen.press("s");
    assert!(screen.files.plan().expect("a plan").contains("/44"));
    assert!(!screen.model.is_changed());
}

#[test]
fn what_is_typed_is_not_taken_away() {
    let mut screen = Screen::new();
    screen.press("jrbb");
    screen.change("/44", "/48");
    assert!(screen.shown().contains("bbb"));
    assert!(screen.model.editing.is_some());
    screen.press("<esc>");
    assert_eq!(
        screen.says(),
        "plan.yaml was changed outside, and is read again"
    );
    assert!(!screen.model.is_changed());
}

/// Changes `b` here and `c` in the file, and saves.
fn at_the_question() -> Screen {
    let mut screen = Screen::new();
    screen.press("j]");
    screen.change("/44", "/48");
    assert!(screen.says().contains("saving asks"), "{}", screen.says());
    screen.press("s");
    assert!(screen.shown().contains("o  overwrite the file"));
    screen
}

fn lengths(text: &str) -> [bool; 4] {
    ["b, v6: /40", "b, v6: /44", "c, v6: /44", "c, v6: /48"].map(|it| text.contains(it))
}

#[test]
fn saving_asks_which_is_to_stay() {
    const OURS: [bool; 4] = [false, true, true, false];
    const THEIRS: [bool; 4] = [true, false, false, true];
    let stands = |screen: &Screen| lengths(&screen.files.plan().expect("a plan"));

    let mut screen = at_the_question();
    screen.press("<esc>");
    assert_eq!(stands(&screen), THEIRS);
    assert!(screen.model.is_changed());
    screen.press("<ctrl-s>");
    assert!(screen.shown().contains("o  overwrite the file"));

    let mut screen = at_the_question();
    screen.press("<enter>");
    assert_eq!(stands(&screen), THEIRS, "enter alone destroys nothing");

    let mut screen = at_the_question();
    screen.press("o");
    assert_eq!(stands(&screen), OURS);
    assert_eq!(screen.model.outside, Outside::Same);
    assert_eq!(screen.says(), "saved plan.yaml");

    let mut screen = at_the_question();
    screen.press("r");
    assert_eq!(stands(&screen), THEIRS);
    assert_eq!(lengths(screen.model.document.text()), THEIRS);
    assert!(!screen.model.is_changed());
    assert!(screen.model.undo.is_empty());

    let mut screen = at_the_question();
    screen.press("w");
    assert_eq!(stands(&screen), THEIRS);
    assert_eq!(lengths(&screen.files.0.borrow()["mine"]), OURS);
    assert_eq!(lengths(screen.model.document.text()), THEIRS);
    assert!(screen.says().contains("your changes are in mine"));
}

#[test]
fn what_was_changed_here_is_done_again_on_what_others_wrote() {
    const BOTH: [bool; 4] = [false, true, false, true];
    let mut screen = at_the_question();
    screen.press("m");
    assert_eq!(
        screen.says(),
        "one change of yours on plan.yaml as it is now; s saves both, u takes yours away"
    );
    assert!(screen.model.is_changed());
    screen.press("s");
    assert_eq!(lengths(&screen.files.plan().expect("a plan")), BOTH);
    screen.press("us");
    let stands = lengths(&screen.files.plan().expect("a plan"));
    assert_eq!(stands, [true, false, false, true], "theirs alone");

    let mut screen = Screen::new();
    screen.press("j]");
    screen.change("b, v6: /40", "b, v6: /48");
    screen.press("sm");
    assert_eq!(
        screen.says(),
        "nothing is merged: `a/b.v6` is /44 here, and /48 in the file"
    );
    assert_eq!(screen.model.outside, Outside::Changed);
    screen.press("s");
    assert!(screen.shown().contains("m  merge"), "it is asked again");
}

/// A large file takes its time, and someone is in a field when it comes.
#[test]
fn nothing_is_merged_under_hands_that_type() {
    let mut screen = at_the_question();
    for key in keymap::parse_keys("m").expect("keys") {
        let effects = update(&mut screen.model, Message::Key(key));
        assert!(matches!(effects[..], [Effect::Read(Reading::Merge)]));
    }
    screen.press("rxyz");
    let now = screen.files.reader()();
    let reading = Reading::Merge;
    perform(
        &mut screen.model,
        Message::Found { now, reading },
        &screen.files,
    );
    assert!(screen.shown().contains("xyz"), "{}", screen.shown());
    assert!(screen.says().contains("saving asks"), "{}", screen.says());
    screen.press("<esc>");
    assert_eq!(
        lengths(&screen.model.document.print().expect("a text")),
        [false, true, true, false]
    );
}

#[test]
fn leaving_asks_the_same() {
    for (answer, left) in [
        ("o", true),
        ("w", true),
        ("r", false),
        ("m", false),
        ("<esc>", false),
    ] {
        let mut screen = Screen::new();
        screen.press("j]");
        screen.change("/44", "/48");
        screen.press("qs");
        assert!(!screen.left);
        screen.press(answer);
        assert_eq!(screen.left, left, "{answer}");
    }
}

/// Reading takes its time on a large file, and hands are faster.
#[test]
fn what_lies_beside_is_nothing_to_ask_about() {
    let mut model = model(OURS, (120, 30));
    let press = |model: &mut Model, keys: &str| {
        let keys = keymap::parse_keys(keys).expect("keys");
        keys.into_iter()
            .flat_map(|key| update(model, Message::Key(key)))
            .collect::<Vec<_>>()
    };
    press(&mut model, "j]");
    assert!(model.is_changed());
    let effects = update(&mut model, Message::WrittenBeside("mine".to_owned()));
    assert!(
        matches!(effects[..], [Effect::Read(_)]),
        "the file is read, and that is not done yet"
    );
    let effects = press(&mut model, "q");
    assert!(matches!(effects[..], [Effect::Quit]));
}

/// A change that nobody has seen before is seen when the file is to be written.
#[test]
fn nothing_is_written_over_unseen() {
    let mut screen = Screen::new();
    screen.press("j]");
    let theirs = OURS.replace("/44", "/48");
    screen.files.put("plan", &theirs);
    screen.press("s");
    assert!(screen.shown().contains("o  overwrite the file"));
    assert_eq!(screen.files.plan().as_deref(), Some(theirs.as_str()));

    let mut screen = Screen::new();
    screen.press("j]");
    screen.files.0.borrow_mut().clear();
    screen.press("s");
    assert_eq!(screen.says(), "saved plan.yaml, which was gone");
    assert!(screen.files.plan().is_some());
}

#[test]
fn a_plan_whose_file_is_gone_is_unsaved() {
    let mut screen = Screen::new();
    screen.files.0.borrow_mut().clear();
    screen.look();
    assert_eq!(screen.says(), "plan.yaml is gone; saving makes it anew");
    assert!(screen.model.is_changed());
    screen.press("q");
    assert!(!screen.left);
    screen.press("s");
    assert!(screen.left);
    assert_eq!(screen.files.plan().as_deref(), Some(OURS));
}

#[test]
fn a_file_that_is_no_plan_any_more_is_not_taken_over() {
    let mut screen = Screen::new();
    screen.files.put("plan", "");
    screen.look();
    assert!(screen.says().contains("no plan"), "{}", screen.says());
    assert_eq!(screen.model.document.text(), OURS);
    screen.press("s");
    assert!(screen.shown().contains("o  overwrite the file"));
    screen.press("r");
    assert_eq!(screen.model.document.text(), OURS);
    screen.press("so");
    assert_eq!(screen.files.plan().as_deref(), Some(OURS));
}

#[test]
fn the_preview_shows_what_differs_in_the_manifest_that_is_there() {
    let manifest = "apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: a, namespace: garden-dev}
spec:
  cloudProfile: {name: aws}
  region: eu-central-1
  credentialsBindingName: core-aws
  networking: {type: calico, ipFamilies: [IPv6], providerConfig: {overlay: {enabled: false}}}
  kubernetes: {version: 1.34.2, kubelet: {maxPods: 110}}
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc: {cidr: 10.250.0.0/16}
        zones:
        - {name: eu-central-1a, workers: 10.250.0.0/19, public: 10.250.96.0/22, internal: 10.250.112.0/22}
    workers:
    - {name: a, minimum: 1, maximum: 3, machine: {type: m5.large}, volume: {size: 50Gi, type: gp3}, zones: [eu-central-1a]}
";
    let plan = |pods: u8, file: &str| {
        format!(
            "trellis: 1\nprovider: aws\nvpcs:\n  - name: v\n    v4: 10.250.0.0/16\n    shoots:\n      - {{name: a, nodes: v6global+prefix, pods: v6fromNode, services: v6global, max-pods: {pods}, manifest: {file}}}\n"
        )
    };
    let mut screen = Screen::new();
    screen.files.put("shoots/a.yaml", manifest);
    for (plan, expected) in [
        (
            plan(60, "shoots/a.yaml"),
            [
                "what an export changes in shoots/a.yaml",
                "+  kubernetes: {version: 1.34.2, kubelet: {maxPods: 60}}",
            ],
        ),
        (
            plan(110, "shoots/a.yaml"),
            [
                "what an export changes in shoots/a.yaml",
                "shoots/a.yaml says all that the plan does; nothing changes.",
            ],
        ),
        (plan(60, "b.yaml"), ["there is no file b.yaml", ""]),
    ] {
        screen.model = model(&plan, (120, 30));
        screen.press("jx");
        for words in expected {
            assert!(
                screen.shown().contains(words),
                "{words}\n{}",
                screen.shown()
            );
        }
    }
}

#[test]
fn another_plan_file_is_compared_too() {
    let mut screen = Screen::new();
    screen.press("c");
    assert!(
        screen.says().contains("C takes a plan file"),
        "{}",
        screen.says()
    );
    screen.press("C<enter>");
    assert!(
        screen.says().contains("write the name"),
        "{}",
        screen.says()
    );
    screen.press("nothing.yaml<enter>");
    assert_eq!(screen.says(), "there is no file nothing.yaml");
    screen.files.put("text.yaml", "a: 1\n");
    screen.press("Ctext.yaml<enter>");
    assert!(
        screen.says().contains("text.yaml is no plan"),
        "{}",
        screen.says()
    );
    screen.files.put("other.yaml", &OURS.replace("/44", "/48"));
    screen.press("Cother.yaml<enter>");
    let shown = screen.shown();
    let line = |start: &str| {
        let mut lines = shown.lines();
        let line = lines.find(|line| line.contains(start));
        line.unwrap_or_else(|| panic!("{start} in\n{shown}"))
    };
    assert!(line("‹base›").contains("other.yaml"), "{shown}");
    let lengths = line("v6 (length)");
    assert!(
        lengths.contains("/44") && lengths.contains("/48"),
        "{lengths}"
    );
    // What is edited is followed; once both are the same nothing differs.
    screen.press("<tab>jj]");
    assert!(
        screen.shown().contains("nothing differs"),
        "{}",
        screen.shown()
    );
    screen.press("u");
    assert!(
        !screen.shown().contains("nothing differs"),
        "{}",
        screen.shown()
    );
}
