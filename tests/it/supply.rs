//! What the program is built of: licences, crates that come twice, nothing that talks to a network, no build script.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Licences that the program may be given away under, alone or beside its own.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    // Of single files, which are not changed here: directories' option-ext.
    "MPL-2.0",
];

/// Crates that are there in two versions, because two others that are needed have not agreed yet.
const TWICE: &[&str] = &["base64", "syn", "thiserror", "thiserror-impl"];

/// Crates that open connections, and those that such crates are built on.
const NETWORK: &[&str] = &[
    "async-net",
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "git2",
    "h2",
    "hickory-resolver",
    "http",
    "hyper",
    "isahc",
    "libssh2-sys",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
    "webpki",
    "zmq",
];

/// Name, version and licence of everything that is built into the program or builds it.
fn tree() -> Vec<(String, String, String)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args(["--format", "{p}|{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let crates: BTreeSet<_> = text
        .lines()
        .filter_map(|line| {
            let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
            let mut words = package.split(' ');
            Some((
                words.next()?.to_owned(),
                words.next()?.to_owned(),
                licence.to_owned(),
            ))
        })
        .collect();
    assert!(crates.len() > 50, "{text}");
    crates.into_iter().collect()
}

/// Whether a licence expression can be kept with what is allowed: of each part one alternative.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    expression.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part.split(" OR ")
            .any(|licence| LICENCES.contains(&licence.trim()))
    })
}

#[test]
fn licences_are_known_ones() {
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_allowed("(MIT OR Apache-2.0) AND GPL-3.0-only"));
    assert!(!is_allowed(""));
    for (name, version, licence) in tree() {
        assert!(is_allowed(&licence), "{name} {version}: {licence}");
    }
}

#[test]
fn only_known_crates_come_twice() {
    let crates = tree();
    let twice: BTreeSet<&str> = crates
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
        .map(|pair| pair[0].0.as_str())
        .collect();
    assert!(twice.iter().all(|name| TWICE.contains(name)), "{twice:?}");
}

#[test]
fn nothing_talks_to_a_network() {
    for (name, version, _) in tree() {
        assert!(!NETWORK.contains(&name.as_str()), "{name} {version}");
    }
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for word in [
                "TcpStream",
                "TcpListener",
                "UdpSocket",
                "ToSocketAddrs",
                "UnixStream",
            ] {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn no_build_script_and_nothing_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(!root.join("build.rs").exists());
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    assert!(
        !manifest.lines().any(|line| line.starts_with("build")),
        "{manifest}"
    );
    assert!(manifest.contains("\nunsafe_code = \"forbid\"\n"));
}
