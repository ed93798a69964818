//! Prefixes for pipes, one a line: as many as are wanted, in constant memory.

use std::io::{self, Write as _};

use super::failure::Failure;
use crate::addr::{Prefix, push_prefix};

/// How much is written at once.
const BLOCK: usize = 1 << 16;
/// No line is longer.
const LINE: usize = 64;

/// Writes prefixes as they come. That nobody reads on is no failure to complain about.
pub(super) fn lines(prefixes: impl Iterator<Item = Prefix>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut block = Vec::with_capacity(BLOCK + LINE);
    for prefix in prefixes {
        push_prefix(prefix, &mut block);
        block.push(b'\n');
        if block.len() >= BLOCK {
            out.write_all(&block).map_err(Failure::of_output)?;
            block.clear();
        }
    }
    out.write_all(&block)
        .and_then(|()| out.flush())
        .map_err(Failure::of_output)
}
