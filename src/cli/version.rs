//! `trellis --version`: what this program is, and how it was built.

use std::env::consts;
use std::sync::LazyLock;

/// The version, then a fact a line. `-V` says the version alone.
pub(super) static LONG: LazyLock<String> = LazyLock::new(|| {
    let build = if cfg!(debug_assertions) {
        "development"
    } else {
        "release"
    };
    let commit = option_env!("TRELLIS_COMMIT")
        .map_or_else(String::new, |commit| format!("\ncommit: {commit}"));
    let libc = if cfg!(target_env = "musl") {
        ", static (musl)"
    } else if cfg!(target_env = "gnu") {
        ", gnu"
    } else {
        ""
    };
    format!(
        "{}{commit}\nbuild: {build}, {} {}{libc}\nplan format: 1\nRust: {} or later\nlicence: {}",
        env!("CARGO_PKG_VERSION"),
        consts::ARCH,
        consts::OS,
        env!("CARGO_PKG_RUST_VERSION"),
        env!("CARGO_PKG_LICENSE"),
    )
});
