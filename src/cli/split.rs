//! `trellis split`: the blocks of a prefix, for pipes.

use super::args::prefix;
use super::failure::{ArgumentError, Failure};
use super::{Outcome, stream};
use crate::addr::{Length, Prefix, parse_length};

/// Write every block of a length in a prefix, one a line
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A prefix, such as `2001:db8::/32`
    #[arg(value_parser = prefix)]
    prefix: Prefix,
    /// The length of the blocks, such as /48
    length: String,
}

/// Streams the blocks, all 2^128 of them if that is what is wanted.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let whole = args.prefix;
    let digits = args.length.strip_prefix('/').unwrap_or(&args.length);
    let length = parse_length(whole.family(), digits)?;
    if length.bits() < whole.bits() {
        return Err(ArgumentError::Shorter { whole, length }.into());
    }
    stream::lines(blocks(whole, length))?;
    Ok(Outcome::Fine)
}

/// The blocks of a length in a prefix, lowest first.
fn blocks(whole: Prefix, length: Length) -> impl Iterator<Item = Prefix> {
    let mut next = whole.child(0, length);
    let mut index = 0_u128;
    std::iter::from_fn(move || {
        let prefix = next?;
        next = index.checked_add(1).and_then(|following| {
            index = following;
            whole.child(following, length)
        });
        Some(prefix)
    })
}
