//! Why a command could not do what it was asked to: one line each, and what to try.

use std::io;

use crate::addr::{AddressError, Count, Length, Prefix};
use crate::document::{NotDrawn, NotReshaped, SaveError};
use crate::engine::NotFree;
use crate::format::{ExportError, IntoError};
use crate::levels::NoLevels;
use crate::lint::NotWaived;
use crate::manifest::PatchError;
use crate::plan::{Kind, NoVariant, NotChanged, PathError, Refusal};
use crate::tui::keymap::UnknownKey;

/// The world refuses, or the arguments cannot be meant.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("there is no file `{file}`")]
    Missing {
        file: String,
        command: Option<String>,
    },
    #[error("`{file}` is a folder, and a plan is a file")]
    Folder { file: String },
    #[error("`{file}` can't be read: {source}")]
    Read { file: String, source: io::Error },
    #[error("`{file}` is no text: byte {at} is 0x{byte:02x}, which is not UTF-8")]
    NotText { file: String, at: usize, byte: u8 },
    #[error("`{file}` is larger than 256 MiB")]
    TooLarge { file: String },
    #[error("`{file}` is read-only")]
    ReadOnly { file: String },
    #[error("`{file}` is no ordinary file, and is not written to")]
    NoFile { file: String },
    #[error("`{file}` can't be written: {source}")]
    Write { file: String, source: io::Error },
    #[error("`{file}` was changed by someone else meanwhile, and is left as it is now")]
    Changed { file: String },
    #[error("standard output can't be written: {source}")]
    Output { source: io::Error },
    #[error("the terminal can't be used: {source}")]
    Terminal { source: io::Error },
    #[error("{0}")]
    Keys(#[from] UnknownKey),
    #[error("nobody reads the output any more")]
    Closed,
    #[error("{0}")]
    Path(#[from] PathError),
    #[error("`{path}` is one member of a run, and all of a run are alike")]
    Member { path: String, run: String },
    #[error("`{path}` is no member of a run, such as prod-7")]
    NoMember { path: String },
    #[error("{range} are a range of `{shoot}`, and a ula is a shoot's or a block's")]
    UlaOfRange { range: &'static str, shoot: String },
    #[error("{why}")]
    NotDrawn {
        why: NotDrawn,
        /// What takes away the ula that is there.
        command: String,
    },
    #[error("the system gives no random bits: {source}")]
    NoChance { source: getrandom::Error },
    #[error("`{text}` is no FIELD=VALUE")]
    NoAssignment { text: String },
    #[error("what was mended in standard input has no file to be written to")]
    FixesStdin,
    #[error("`{name}` can't be the name of a block: {why}")]
    Name { name: String, why: String },
    #[error("`{path}` has a `{name}` already")]
    NameTaken { name: String, path: String },
    #[error("there is no {length} free in `{path}`")]
    NothingFree { path: String, length: Length },
    #[error("variants are those of one plan, and several are named")]
    VariantsOfSeveral,
    #[error("there is no YAML file in `{folder}`")]
    NoYaml { folder: String },
    #[error("nothing is to be set")]
    NothingToSet,
    #[error("a {kind} has no field `{field}`", kind = .kind.word())]
    NoField {
        kind: Kind,
        field: String,
        near: Option<String>,
    },
    #[error("`{field}` has no keys inside it")]
    NoKeys { field: &'static str },
    #[error("{0}")]
    Refused(#[from] Refusal),
    #[error("{0}")]
    NoVariant(#[from] NoVariant),
    #[error("{0}")]
    Variant(#[from] NotChanged),
    #[error("{0}")]
    Address(#[from] AddressError),
    #[error("{0}")]
    Save(#[from] SaveError),
    #[error("{0}")]
    Export(#[from] ExportError),
    #[error("{0}")]
    NotWaived(#[from] NotWaived),
    #[error("{range} are a range of `{shoot}`, and a waiver is a shoot's or a block's")]
    AllowOfRange { range: &'static str, shoot: String },
    #[error("{} waives no {rule}", if .path.is_empty() { "the plan".to_owned() } else { format!("`{path}`") })]
    NoWaiver {
        rule: String,
        path: String,
        at: Option<String>,
    },
    #[error("{total} shoots are too many to write at once; the most is {most}")]
    TooMany { total: Count, most: Count },
    #[error("PATH is missing: name a shoot{}", .such.as_ref().map_or_else(String::new, |such| format!(", such as {such}")))]
    WhichShoot { such: Option<String> },
    #[error("there is no shoot in {}", if .path.is_empty() { "the plan".to_owned() } else { format!("`{path}`") })]
    NoShoots { path: String },
    #[error("`{folder}` is a link, and nothing is written where a link leads")]
    Link { folder: String },
    #[error("`{folder}` is there already, and not an empty folder")]
    Taken { folder: String },
    #[error("`{folder}` is a folder")]
    OutputFolder { folder: String },
    #[error("{range} are a range of `{shoot}`, and what is free is told of a block")]
    FreeOfRange { range: &'static str, shoot: String },
    #[error("nothing can be told to be free in `{path}`: {why}")]
    NotFree { path: String, why: NotFree },
    #[error("there is no command `{name}`")]
    NoCommand { name: String, near: Option<String> },
    #[error("{0}")]
    Argument(#[from] ArgumentError),
    #[error("`{file}` is neither a plan nor a manifest, so nothing can be compared with it")]
    NotComparable { file: String },
    #[error("`{file}` holds {word}, and `{old}` {old_word}")]
    OtherKind {
        file: String,
        word: &'static str,
        old: String,
        old_word: &'static str,
    },
    #[error("`{file}`: {source}")]
    Into { file: String, source: IntoError },
    #[error("there is no manifest to compare with")]
    NoManifest,
    #[error("there is neither a Shoot nor a prefix to import")]
    NothingToImport,
    #[error("`{file}` is no plan")]
    NoPlan { file: String },
    #[error("`{path}` is no block")]
    NoBlock { path: String },
    #[error("{0}")]
    NoLevels(#[from] NoLevels),
    #[error("{0}")]
    NotReshaped(#[from] NotReshaped),
    #[error("no level is called `{name}`; there are {known}")]
    NoLevel { name: String, known: String },
    #[error("there is no scheme {number}; there are {total}")]
    NoScheme { number: u16, total: usize },
    #[error("there is nothing to explain about `{subject}`")]
    NothingToExplain {
        subject: String,
        near: Vec<&'static str>,
    },
}

/// An argument that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ArgumentError {
    #[error("write a day, such as 2027-06-30")]
    Date,
    #[error("write a name and a number from 1 on, such as zones=3")]
    Want,
    #[error("two levels have one name")]
    Wants,
    #[error("write a length of the pool's family, such as 64")]
    Length,
    #[error("write the name of a level and a length of the pool's family, such as vpcs=/56")]
    Fixed,
    #[error("more than 6 levels above the leaf are too many to try in every order")]
    Orders,
    #[error("say what to begin with: `--template NAME`; `trellis new` lists them")]
    Template,
    #[error("write a version, such as 1.120 or 1.120.3")]
    Version,
    #[error("write exactly 10 hexadecimal digits, such as 5a3c1e77a0")]
    Seed,
    #[error("write 1 to 16 hexadecimal digits, such as 5a3c")]
    ManySeed,
    #[error("fd8f:6d53:b97a::/48 is the one of Gardener's VPN; take other digits")]
    SeedOfGardener,
    #[error("write columns and rows, such as 120x36")]
    Size,
    #[error("a block of {length} is larger than {whole}, and none lies in it")]
    Shorter { whole: Prefix, length: Length },
}

impl Failure {
    /// Output that can't be written; a pipe that nobody reads any more is its end.
    pub(super) fn of_output(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Output { source },
        }
    }

    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Refused(_)
            | Self::NotDrawn { .. }
            | Self::Export(_)
            | Self::TooMany { .. }
            | Self::NothingToImport
            | Self::NotReshaped(_)
            | Self::Into { .. }
            | Self::NoPlan { .. }
            | Self::NotFree { .. }
            | Self::NothingFree { .. }
            | Self::NameTaken { .. }
            | Self::NoWaiver { .. }
            | Self::NotWaived(
                NotWaived::AboutWaivers { .. }
                | NotWaived::OfText { .. }
                | NotWaived::NotFound { .. }
                | NotWaived::Over { .. },
            )
            | Self::NoShoots { .. } => 1,
            Self::Path(_)
            | Self::NoVariant(_)
            | Self::Variant(_)
            | Self::FreeOfRange { .. }
            | Self::AllowOfRange { .. }
            | Self::NotWaived(
                NotWaived::NoRule { .. } | NotWaived::NoReason | NotWaived::NoDay { .. },
            )
            | Self::NoCommand { .. }
            | Self::Argument(_)
            | Self::Address(_)
            | Self::Member { .. }
            | Self::NoMember { .. }
            | Self::UlaOfRange { .. }
            | Self::NoAssignment { .. }
            | Self::NothingToSet
            | Self::FixesStdin
            | Self::VariantsOfSeveral
            | Self::Name { .. }
            | Self::Keys(_)
            | Self::NoField { .. }
            | Self::NoBlock { .. }
            | Self::NoLevels(_)
            | Self::NoLevel { .. }
            | Self::NoScheme { .. }
            | Self::NoManifest
            | Self::NoKeys { .. }
            | Self::NotComparable { .. }
            | Self::OtherKind { .. }
            | Self::WhichShoot { .. }
            | Self::NothingToExplain { .. } => 2,
            Self::Missing { .. }
            | Self::NoYaml { .. }
            | Self::Folder { .. }
            | Self::Read { .. }
            | Self::NotText { .. }
            | Self::TooLarge { .. }
            | Self::ReadOnly { .. }
            | Self::NoFile { .. }
            | Self::Write { .. }
            | Self::Changed { .. }
            | Self::Taken { .. }
            | Self::Link { .. }
            | Self::OutputFolder { .. }
            | Self::Output { .. }
            | Self::NoChance { .. }
            | Self::Terminal { .. }
            | Self::Save(_) => 3,
        }
    }

    /// What to try.
    pub(super) fn hint(&self) -> Option<String> {
        let said = |text: &str| Some(text.to_owned());
        match self {
            Self::Missing { command, .. } => command
                .as_ref()
                .map(|command| format!("the command is `trellis {command}`")),
            Self::Folder { .. } => said("name the plan in it, such as trellis.yaml"),
            Self::NotText { .. } => said("write it in UTF-8"),
            Self::TooLarge { .. } => said("split it: one plan a landscape"),
            Self::ReadOnly { .. } => said("give yourself the right to write it (chmod u+w)"),
            Self::NoFile { .. } => said("use `-` to read standard input and print the new text"),
            Self::TooMany { .. } => {
                said("name a part of the plan: `trellis export PLAN eu10/live --all -o FOLDER`")
            }
            Self::WhichShoot { .. } => said("`--all -o FOLDER` writes every one"),
            Self::Taken { .. } => said("name a new folder"),
            Self::Link { .. } => said("name the folder itself"),
            Self::OutputFolder { .. } => said("name a file, or write every shoot with `--all`"),
            Self::Changed { .. } => said("run the command again"),
            Self::Member { run, .. } => Some(format!(
                "set it for `{run}`, or give one member a block of its own"
            )),
            Self::UlaOfRange { shoot, .. } | Self::AllowOfRange { shoot, .. } => {
                Some(format!("name `{shoot}`"))
            }
            Self::NotWaived(why) => why_not_waived(why),
            Self::NoWaiver { at, .. } => Some(waives(at.as_deref())),
            Self::NotDrawn { why, command } => match why {
                NotDrawn::Many { .. } => said(
                    "draw it for a block around it, or for the plan: each member has its own part of that",
                ),
                NotDrawn::Has { .. } => Some(format!("if you mean that: `{command}` first")),
                NotDrawn::Taken { .. } => said("take other digits"),
            },
            Self::NoChance { .. } => said("give them yourself, with `--seed`"),
            Self::NoAssignment { .. } => said("write `max-nodes=200`, or `count=` for null"),
            Self::NothingToSet => said("name a FIELD=VALUE, or `--unset FIELD`"),
            Self::FixesStdin => said("name the file"),
            Self::VariantsOfSeveral => said("name one plan, or no variant"),
            Self::NoYaml { .. } => said("name a folder with files that end in .yaml or .yml"),
            Self::NoField { near, .. } => near.as_ref().map(|near| format!("write `{near}`")),
            Self::NoKeys { .. } => said("only manifest-fields and pinned have keys"),
            Self::NotComparable { .. } | Self::OtherKind { .. } => {
                said("compare a plan with a plan, and manifests with manifests")
            }
            Self::NoCommand { near, .. } => {
                near.as_ref().map(|near| format!("the nearest is `{near}`"))
            }
            Self::FreeOfRange { .. } => said("name the block around it"),
            Self::NothingToExplain { near, .. } => Some(explained(near)),
            Self::NothingToImport => {
                said("name Shoot manifests, or a table with a column `prefix`")
            }
            Self::NoManifest => {
                said("name one with `--into FILE`, or in the plan with `manifest: FILE`")
            }
            Self::Into {
                source: IntoError::Patch(PatchError::NoShoot { .. }),
                ..
            } => said("say its `name` and `project` in manifest-fields, or name another file"),
            Self::Into {
                source: IntoError::NoManifest,
                ..
            } => said("name a file with a Shoot, or write a new one with `-o FILE`"),
            Self::NoVariant(_) | Self::Variant(NotChanged::NoVariant(_)) => {
                said("`trellis variant PLAN list` lists them")
            }
            Self::Variant(NotChanged::Needed { .. }) => said("delete that one first"),
            Self::Variant(NotChanged::Taken { .. } | NotChanged::Name { .. }) => {
                said("take another name")
            }
            Self::NoLevels(_) => {
                said("name a block with a length, in which blocks or clusters have theirs")
            }
            Self::NoScheme { .. } => said("without `--take` they are listed"),
            Self::NoBlock { .. } => said("name a region, zone, VPC or block"),
            Self::NoPlan { .. } => said("a plan says `trellis: 1`"),
            Self::Into { .. }
            | Self::NotReshaped(_)
            | Self::NoMember { .. }
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::Output { .. }
            | Self::Terminal { .. }
            | Self::Keys(_)
            | Self::Closed
            | Self::Path(_)
            | Self::Address(_)
            | Self::Argument(_)
            | Self::NotFree { .. }
            | Self::NothingFree { .. }
            | Self::NameTaken { .. }
            | Self::Name { .. }
            | Self::Refused(_)
            | Self::Variant(_)
            | Self::Export(_)
            | Self::NoShoots { .. }
            | Self::NoLevel { .. }
            | Self::Save(_) => None,
        }
    }
}

/// What can be explained instead.
fn explained(near: &[&str]) -> String {
    if near.is_empty() {
        "`trellis explain` lists everything".to_owned()
    } else {
        format!("`trellis explain {}`", near.join("`, `trellis explain "))
    }
}

/// Where else a waiver would cover something, or what was meant.
fn why_not_waived(why: &NotWaived) -> Option<String> {
    match why {
        NotWaived::NoRule { near, .. } => Some(near.map_or_else(
            || "`trellis explain` lists them".to_owned(),
            |near| format!("the nearest is `{near}`"),
        )),
        NotWaived::NotFound { at, .. } => Some(match at {
            Some(path) if path.is_empty() => {
                "it is found for the plan as a whole: waive it at `.`".to_owned()
            }
            Some(path) => format!("it is found at `{path}`"),
            None => "it finds nothing in the whole plan".to_owned(),
        }),
        NotWaived::AboutWaivers { .. }
        | NotWaived::OfText { .. }
        | NotWaived::NoReason
        | NotWaived::NoDay { .. }
        | NotWaived::Over { .. } => None,
    }
}

/// Where a waiver stands instead.
fn waives(at: Option<&str>) -> String {
    match at {
        Some("") => "the plan itself does: `.`".to_owned(),
        Some(path) => format!("`{path}` does"),
        None => "nothing around it does either".to_owned(),
    }
}
