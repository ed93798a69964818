//! A save that ends suddenly: the file is whole, the old one or the new one, and the next save works.

use std::process::Stdio;
use std::time::Instant;

use super::Folder;

/// A plan that takes a while to write.
fn plan(owner: &str) -> String {
    let mut text = format!(
        "trellis: 1\nblocks:\n- name: top\n  owner: {owner}\n  v6: 2001:db8::/32\n  blocks:\n"
    );
    for number in 0..400 {
        text.extend([format!(
            "  - {{name: b{number}, v6: /48, note: {}}}\n",
            "x".repeat(200)
        )]);
    }
    text
}

/// How often; `TRELLIS_KILLS` says otherwise.
fn kills() -> u32 {
    let said = std::env::var("TRELLIS_KILLS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(12)
}

#[test]
fn a_save_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new();
    let set = |owner: &str| {
        let mut command = folder.command(&["set", "plan.yaml", "top", &format!("owner={owner}")]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    folder.write("plan.yaml", plan("old"));
    let start = Instant::now();
    assert!(set("new").status().expect("it starts").success());
    let whole = start.elapsed();
    let (mut olds, mut news) = (0, 0);
    for turn in 0..kills() {
        folder.write("plan.yaml", plan("old"));
        let mut child = set("new").spawn().expect("it starts");
        // Later with every turn, from the start to a little past the end.
        let moment = whole.mul_f64(f64::from(turn) / f64::from(kills()) * 1.2);
        let until = Instant::now() + moment;
        while Instant::now() < until && child.try_wait().expect("it is ours").is_none() {
            std::thread::yield_now();
        }
        drop(child.kill());
        child.wait().expect("it ends");
        let text = folder.read("plan.yaml");
        if text == plan("old") {
            olds += 1;
        } else if text == plan("new") {
            news += 1;
        } else {
            panic!("turn {turn}: {} bytes, neither old nor new", text.len());
        }
    }
    assert_eq!(olds + news, kills());
    folder.write("plan.yaml", plan("old"));
    assert!(set("last").status().expect("it starts").success());
    assert_eq!(folder.read("plan.yaml"), plan("last"));
}
