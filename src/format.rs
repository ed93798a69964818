//! What a plan is written as for others: one file a format, each a function from a document and a place in it to text.
//!
//! A format is pure. It refuses what it cannot say exactly, with a typed error; files are the command line's matter.

mod csv;
mod json;
mod markdown;
mod netbox;
mod prefixes;
mod proposal;
mod rdns;
mod shoot;
mod svg;
mod terraform;

pub use rdns::zones;
pub use shoot::{Exporter, IntoError, Manifest, Patched, export, into};

use crate::addr::Count;
use crate::diag::Finding;
use crate::document::Document;
use crate::inventory::TooMany;
use crate::plan::Found;

/// So many prefixes are listed one by one and no more.
const MOST: Count = Count::new(100_000);

/// A format of exports.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// How the names of its files end, without the dot.
    pub extension: &'static str,
    /// What it is, in a line.
    pub summary: &'static str,
    /// Writes one thing.
    pub export: fn(&Document, &Found) -> Result<String, ExportError>,
}

/// The formats, the default one first.
pub static FORMATS: &[Format] = &[
    Format {
        id: "shoot",
        extension: "yaml",
        summary: "a Shoot manifest (core.gardener.cloud/v1beta1) that Gardener accepts",
        export,
    },
    Format {
        id: "proposal",
        extension: "yaml",
        summary: "the `networking` section with the keywords of Gardener's IPv6 proposal",
        export: |document, found| Ok(proposal::export(document, found)),
    },
    Format {
        id: "markdown",
        extension: "md",
        summary: "the review sheet: prefixes, budgets, clusters, assumptions, findings, waivers",
        export: |document, found| Ok(markdown::export(document, found)),
    },
    Format {
        id: "svg",
        extension: "svg",
        summary: "a picture: who has which bits, and what lies where",
        export: |document, found| Ok(svg::export(document, found)),
    },
    Format {
        id: "csv",
        extension: "csv",
        summary: "a table for spreadsheets, a line a definition and family",
        export: |document, found| Ok(csv::export(document, found)),
    },
    Format {
        id: "json",
        extension: "json",
        summary: "the same for programs",
        export: |document, found| Ok(json::export(document, found)),
    },
    Format {
        id: "netbox",
        extension: "csv",
        summary: "a file that NetBox imports as prefixes",
        export: netbox::export,
    },
    Format {
        id: "terraform",
        extension: "tf",
        summary: "a `locals` block: path to prefixes",
        export: terraform::export,
    },
    Format {
        id: "rdns",
        extension: "txt",
        summary: "the reverse zones of every prefix (ip6.arpa, in-addr.arpa)",
        export: rdns::export,
    },
    Format {
        id: "prefixes",
        extension: "txt",
        summary: "prefix lists by level, with what they aggregate to",
        export: prefixes::export,
    },
];

/// The format of that name.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

fn such_as(shoot: Option<&str>) -> String {
    shoot.map_or_else(String::new, |shoot| format!(", such as {shoot}"))
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// More prefixes than are listed one by one.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The path leads to something else.
    #[error("`{path}` is a {what}; name a shoot{}", such_as(.such.as_deref()))]
    NotAShoot {
        /// The path.
        path: String,
        /// What it is.
        what: &'static str,
        /// The path of a shoot in it.
        such: Option<String>,
    },
    /// A counted thing on the path, without a member number.
    #[error("`{run}` stands for {count}; name one of {run}-1 … {run}-{}", .count.decimal())]
    Unnumbered {
        /// The counted thing.
        run: String,
        /// How many it stands for.
        count: Count,
    },
    /// A cluster that its provider does not have.
    #[error("trellis writes no Shoot {what}: set {instead}, for `{path}`")]
    Unsupported {
        /// The shoot.
        path: String,
        /// The families that it has, where, and what there is there.
        what: String,
        /// What to set instead.
        instead: String,
    },
    /// The shoot, or what it lies in, has errors.
    #[error("`{path}` has errors ({codes}): {first}; `trellis check` shows them")]
    Findings {
        /// The shoot.
        path: String,
        /// Their codes.
        codes: String,
        /// What the first of them says, where, and what would mend it.
        first: String,
    },
    /// A random prefix that nobody has drawn yet.
    #[error("nothing has been drawn for the {range} of `{path}`; draw it with `trellis pin`")]
    Undrawn {
        /// The shoot.
        path: String,
        /// Which of its ranges.
        range: &'static str,
    },
    /// A prefix for which there is no room, or nothing to place it in.
    #[error("{what} of `{path}` has no place; make room, or write the prefix")]
    Unplaced {
        /// The shoot.
        path: String,
        /// What has no place.
        what: String,
    },
    /// A spec that the provider's manifest has no words for.
    #[error(
        "no manifest for {provider} can say {keyword} for the {range} of `{path}`; instead: {instead}"
    )]
    NotExpressible {
        /// The shoot.
        path: String,
        /// Which of its ranges.
        range: &'static str,
        /// The part of the spec.
        keyword: &'static str,
        /// What people call the provider.
        provider: &'static str,
        /// What comes nearest.
        instead: &'static str,
    },
    /// Something that the manifest needs and the plan does not say.
    #[error("the manifest of `{path}` needs {field}; add `{add}`")]
    Missing {
        /// The shoot.
        path: String,
        /// What is missing.
        field: &'static str,
        /// What to write in the plan.
        add: std::borrow::Cow<'static, str>,
    },
    /// A value for the manifest that cannot stand there.
    #[error("{field} of `{path}` is `{value}`; {why}")]
    Value {
        /// The shoot.
        path: String,
        /// The field of the plan.
        field: String,
        /// What it says.
        value: String,
        /// What is wrong with it, and what to write.
        why: String,
    },
    /// A name that Gardener refuses.
    #[error(
        "the manifest of `{path}` would be called `{name}`, {why}; say another `name` in manifest-fields"
    )]
    Name {
        /// The shoot.
        path: String,
        /// The name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A value that a component refuses.
    #[error("{by} refuses {field} of `{path}`: {words}")]
    Refused {
        /// The shoot.
        path: String,
        /// The manifest's field.
        field: &'static str,
        /// Who refuses it.
        by: &'static str,
        /// What is wrong, in its words where it has any.
        words: String,
    },
    /// The finished manifest would be refused, as `trellis check` says of it.
    #[error("the manifest of `{path}` would be refused at {field}: {message}")]
    Manifest {
        /// The shoot.
        path: String,
        /// The manifest's field.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// The manifest reads otherwise elsewhere. It is a mistake of ours, and better found here.
    #[error(
        "the manifest of `{path}` reads otherwise with {reader} ({detail}); please report this"
    )]
    SecondReader {
        /// The shoot.
        path: String,
        /// Which reader.
        reader: &'static str,
        /// Where they differ.
        detail: String,
    },
}

impl ExportError {
    /// What says that these are in the way, if there are any.
    fn of_findings(path: &str, findings: &[Finding]) -> Option<Self> {
        let worst = findings.first()?;
        let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let first = match &worst.help {
            Some(help) => format!("{} ({help})", worst.message),
            None => worst.message.clone(),
        };
        Some(Self::Findings {
            path: path.to_owned(),
            codes: codes.join(", "),
            first,
        })
    }
}
