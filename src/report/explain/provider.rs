//! The page of a provider: every fact as a value and a sentence, and where each was read, and when.

use super::{heading, page, sources, title};
use crate::profile::{Chapter, Cited, Entry, Profile, Releases, Unplanned};
use crate::report::Look;
use crate::report::look::Role;
use crate::report::paragraph::wrap;
use crate::visible::clean;

/// The page of a provider. Facts name their source by a number, and the numbers stand at the end.
pub fn profile(profile: &Profile, is_own: bool, look: Look) -> String {
    let mut out = String::new();
    let name = format!("{} ({})", profile.name, profile.title);
    title(&mut out, &name, &profile.summary, look);
    let mut about = Vec::new();
    if is_own {
        about.push("This profile is your own.".to_owned());
    }
    if !profile.aliases.is_empty() {
        about.push(format!("Also understood: {}.", profile.aliases.join(", ")));
    }
    if !about.is_empty() {
        out.push('\n');
        wrap(&mut out, &about.join(" "), "", page(look));
    }
    if let Some(zone) = &profile.zone_example {
        out.push('\n');
        let line =
            format!("A manifest names the zones of its workers: `node-zones: [{zone}]`, say.");
        wrap(&mut out, &line, "", page(look));
    }
    chapters(&mut out, &profile.page(), look);
    look.spell(out)
}

/// The page of versions: what changes with which.
pub fn versions(releases: &Releases, look: Look) -> String {
    let mut out = String::new();
    let about = "What changes with the version of Kubernetes and of Gardener. A plan that says no version is checked for the newest one here.";
    title(&mut out, "versions", about, look);
    chapters(&mut out, &releases.page(), look);
    look.spell(out)
}

/// All chapters, and their sources at the end.
fn chapters(out: &mut String, chapters: &[Chapter<'_>], look: Look) {
    let mut cited: Vec<&Cited> = Vec::new();
    for chapter in chapters {
        heading(out, chapter.heading, look);
        facts(out, chapter, &mut cited, look);
    }
    heading(out, "Sources", look);
    for (number, source) in cited.iter().enumerate() {
        let mut text = String::new();
        let line = format!("{}, {}", source.title, source.as_of);
        wrap(&mut text, &line, "      ", page(look));
        let label = format!("{:>4}  ", number + 1);
        out.push_str(&label);
        out.push_str(text.trim_start());
        out.push_str(&look.paint(Role::Quiet, &format!("      {}", source.url)));
        out.push('\n');
    }
}

/// The facts of a chapter. Those that say the same one after another say it once.
fn facts<'profile>(
    out: &mut String,
    chapter: &Chapter<'profile>,
    cited: &mut Vec<&'profile Cited>,
    look: Look,
) {
    let is_same =
        |one: &Entry<'_>, other: &Entry<'_>| one.says == other.says && one.source == other.source;
    for (number, entries) in chapter.entries.chunk_by(is_same).enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for entry in entries {
            let mut line = String::new();
            let text = format!("{}: {}", entry.key, entry.value);
            wrap(&mut line, &clean(&text), "  ", page(look));
            for line in line.lines() {
                out.push_str(&look.paint(Role::Code, line));
                out.push('\n');
            }
        }
        let Some(entry) = entries.first() else {
            continue;
        };
        let source = numbered(cited, entry.source);
        let text = format!("{} [{source}]", entry.says);
        wrap(out, &clean(&text), "    ", page(look));
    }
}

/// The number of a source on the page, from 1: in the order in which they are named.
fn numbered<'profile>(cited: &mut Vec<&'profile Cited>, source: &'profile Cited) -> usize {
    if let Some(index) = cited.iter().position(|known| *known == source) {
        return index + 1;
    }
    cited.push(source);
    cited.len()
}

/// The page of a provider that is named and not planned for.
pub fn unplanned(other: &Unplanned, look: Look) -> String {
    let mut out = String::new();
    let name = format!("{} ({})", other.name, other.title);
    let about = "trellis has no profile of it: it is planned as `generic`, which forbids nothing.";
    title(&mut out, &name, about, look);
    out.push('\n');
    wrap(&mut out, other.why, "", page(look));
    heading(&mut out, "Instead", look);
    if let Some(meant) = other.meant {
        let line = format!("Write `{meant}` if that is meant.");
        wrap(&mut out, &line, "  ", page(look));
    }
    let own = format!(
        "Write a profile of your own, providers/{}.yaml in the folder of the configuration \
         (trellis explain profile-fault).",
        other.name
    );
    wrap(&mut out, &own, "  ", page(look));
    sources(&mut out, &[other.source], look);
    look.spell(out)
}
