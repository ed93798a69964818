//! Schemes of levels, as people and scripts read them.

use std::fmt::Write as _;

use serde::Serialize;

use super::Look;
use super::json::print;
use super::look::Role;
use crate::addr::Length;
use crate::levels::Nodes;
use crate::sizing::{Found, Level, Problem, Relaxation, Scheme, Want};
use crate::visible::clean;

/// So many schemes are shown to people.
const SHOWN: usize = 8;

/// What is suggested, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Suggested<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its schemes.
    pub found: &'a Found,
    /// What would make room, where there is none.
    pub relaxations: &'a [Relaxation],
    /// The block of a plan that is to be cut.
    pub plan: Option<OfPlan<'a>>,
}

/// A block of a plan that is to be cut.
#[derive(Clone, Copy, Debug)]
pub struct OfPlan<'a> {
    /// Its path.
    pub path: &'a str,
    /// The lengths that its levels have there, where they are the same ones.
    pub now: Option<&'a [u8]>,
    /// The cluster whose nodes have the least room in their range, and these nodes.
    pub nodes: Option<&'a (String, &'a Nodes)>,
}

impl Suggested<'_> {
    /// Whether the plan has it so.
    fn has(&self, scheme: &Scheme) -> bool {
        let lengths = scheme.levels.iter().map(|level| &level.length);
        let now = self.plan.and_then(|plan| plan.now);
        now.is_some_and(|now| now.iter().eq(lengths))
    }
}

#[derive(Serialize)]
struct Suggestion<'a> {
    version: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    wants: Option<Vec<OneWant<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<OneNodes<'a>>,
    total: String,
    schemes: Vec<OneScheme<'a>>,
    short_bits: u32,
    short_at: Vec<&'a str>,
    relaxations: Vec<OneRelaxation<'a>>,
}

#[derive(Serialize)]
struct OneWant<'a> {
    name: &'a str,
    count: String,
    fixed: Option<u8>,
}

#[derive(Serialize)]
struct OneNodes<'a> {
    path: &'a str,
    field: &'static str,
    wanted: String,
    room: String,
    length: u8,
    needed: Option<u8>,
}

#[derive(Serialize)]
struct OneScheme<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<bool>,
    levels: Vec<OneLevel<'a>>,
    spare_bits: u32,
    findings: Vec<Finding<'a>>,
    gives_up: String,
}

#[derive(Serialize)]
struct OneLevel<'a> {
    name: &'a str,
    length: u8,
    bits: u8,
    needed: u32,
    capacity: String,
    spare: String,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    level: &'a str,
    message: String,
}

#[derive(Serialize)]
struct OneRelaxation<'a> {
    what: &'a str,
    from: &'a str,
    to: &'a str,
    title: &'a str,
}

/// The JSON of `suggest`. Counts are decimal strings; a level's bits are counted from the level above; `spare_bits` are
/// the leaf's. Of a plan there are `wants`, what it asks for, `nodes`, which cluster's nodes have the
/// least room in their range, and each scheme says whether it is `current`.
pub fn json(suggested: &Suggested<'_>) -> String {
    let Suggested {
        problem,
        found,
        relaxations,
        ..
    } = suggested;
    let shortages = problem.shortages();
    let schemes = found.schemes.iter().map(|scheme| OneScheme {
        current: suggested.plan.map(|_| suggested.has(scheme)),
        levels: scheme.levels.iter().map(one_level).collect(),
        spare_bits: scheme.spare_bits(),
        findings: scheme
            .remarks
            .iter()
            .map(|remark| Finding {
                code: remark.code(),
                level: &remark.level(scheme).name,
                message: remark.message(problem, scheme),
            })
            .collect(),
        gives_up: gives_up(scheme),
    });
    print(&Suggestion {
        version: 1,
        wants: suggested
            .plan
            .map(|_| problem.wants.iter().map(one_want).collect()),
        nodes: suggested
            .plan
            .and_then(|plan| plan.nodes)
            .map(|(path, nodes)| one_nodes(path, nodes)),
        total: found.total.decimal(),
        schemes: schemes.collect(),
        short_bits: if found.schemes.is_empty() {
            problem.short_bits()
        } else {
            0
        },
        short_at: shortages
            .iter()
            .filter(|_| found.schemes.is_empty())
            .map(|shortage| shortage.want.name.as_str())
            .collect(),
        relaxations: relaxations
            .iter()
            .map(|relaxation| OneRelaxation {
                what: &relaxation.what,
                from: &relaxation.from,
                to: &relaxation.to,
                title: &relaxation.title,
            })
            .collect(),
    })
}

fn one_want(want: &Want) -> OneWant<'_> {
    OneWant {
        name: &want.name,
        count: want.count.decimal(),
        fixed: want.fixed,
    }
}

fn one_nodes<'a>(path: &'a str, nodes: &Nodes) -> OneNodes<'a> {
    OneNodes {
        path,
        field: nodes.kind.key(),
        wanted: nodes.wanted.decimal(),
        room: nodes.room.decimal(),
        length: nodes.length.bits(),
        needed: nodes.needed.map(Length::bits),
    }
}

fn one_level(level: &Level) -> OneLevel<'_> {
    OneLevel {
        name: &level.name,
        length: level.length,
        bits: level.bits,
        needed: level.needed,
        capacity: level.capacity.decimal(),
        spare: level.spare().decimal(),
    }
}

/// What a scheme is short of and what it has plenty of, in a sentence.
fn gives_up(scheme: &Scheme) -> String {
    let Some((least, most)) = scheme.extremes() else {
        return String::new();
    };
    let room = |level: &Level| match level.spare_bits() {
        0 => format!("{} of {}, not a bit to spare", level.wanted, level.capacity),
        1 => format!("{} of {}, 1 bit to spare", level.wanted, level.capacity),
        bits => format!(
            "{} of {}, {bits} bits to spare",
            level.wanted, level.capacity
        ),
    };
    if least.name == most.name {
        return format!("{}: {}", least.name, room(least));
    }
    format!(
        "least room for {} ({}), most for {} ({})",
        least.name,
        room(least),
        most.name,
        room(most)
    )
}

/// The same for people.
pub fn text(suggested: &Suggested<'_>, look: Look) -> String {
    let Suggested {
        problem,
        found,
        relaxations,
        plan,
    } = *suggested;
    let mut out = String::new();
    if let Some(plan) = plan {
        asked(&mut out, plan.path, problem);
        if let Some((cluster, nodes)) = plan.nodes {
            say(&mut out, format_args!("{}", of_nodes(cluster, nodes)));
        }
    }
    if found.schemes.is_empty() {
        short(&mut out, problem, relaxations, look);
        beside(&mut out, problem);
        return look.spell(out);
    }
    let shown = found.schemes.len().min(SHOWN);
    let total = found.total;
    let plural = if total == crate::addr::Count::ONE {
        ""
    } else {
        "s"
    };
    let best = if shown < found.schemes.len() {
        format!(", the best {shown} of them")
    } else {
        String::new()
    };
    // All schemes share the same bits: what one level has more of, another has less of.
    let trade = if total == crate::addr::Count::ONE {
        ""
    } else {
        "; none is better than another at everything"
    };
    say(
        &mut out,
        format_args!(
            "{total} scheme{plural} in the /{}{best}{trade}",
            problem.pool
        ),
    );
    for (number, scheme) in found.schemes.iter().take(SHOWN).enumerate() {
        let now = if suggested.has(scheme) {
            "   as it is now"
        } else {
            ""
        };
        let title = format!("{}  {}{now}", number + 1, path(problem, scheme));
        say(
            &mut out,
            format_args!("\n{}", look.paint(Role::Heading, &title)),
        );
        for level in &scheme.levels {
            let name = clean(&level.name);
            let length = format!("/{}", level.length);
            let bar = format!(
                "{}{}",
                "█".repeat(usize::try_from(level.needed).unwrap_or(0).min(24)),
                "▁".repeat(usize::try_from(level.spare_bits()).unwrap_or(0).min(24))
            );
            say(
                &mut out,
                format_args!(
                    "   {name:<12} {length:<5} {:>2} bits  {} of {} {bar}",
                    level.bits, level.wanted, level.capacity
                ),
            );
        }
        say(&mut out, format_args!("   {}", clean(&gives_up(scheme))));
        for remark in &scheme.remarks {
            let message = remark.message(problem, scheme);
            let line = format!("▲ {}: {message}", remark.code());
            say(&mut out, format_args!("   {}", clean(&line)));
        }
    }
    beside(&mut out, problem);
    look.spell(out)
}

/// Whether the nodes of a cluster fit in their range, and as what the range is counted where they do not.
pub fn of_nodes(cluster: &str, nodes: &Nodes) -> String {
    let Nodes {
        kind,
        wanted,
        length,
        room,
        ..
    } = nodes;
    let of = format!("`{}` wants {wanted} nodes", clean(cluster));
    let its = format!("its {} have a {length} with room for {room}", kind.key());
    match nodes.needed {
        _ if nodes.fits() => format!("{of}, and {its}"),
        Some(needed) => format!("▲ {of}, and {its}: counted as the {needed} that they need"),
        None => format!("▲ {of}, and {its}: no cut of blocks changes that"),
    }
}

/// What is not counted where levels are all that is known.
fn beside(out: &mut String, problem: &Problem) {
    if !problem.of_nodes {
        return;
    }
    let names: Vec<&str> = problem.wants.iter().map(|want| &*want.name).collect();
    let last = names.last().copied().unwrap_or_default();
    say(
        out,
        format_args!(
            "\ncounted is what is named, {}, and nothing else: a cluster has services too, and pods that do not come\n\
             from the node. Ask for their room, such as --want ranges=2 before {}, or of a plan: trellis suggest PLAN PATH",
            clean(&names.join(", ")),
            clean(last)
        ),
    );
}

/// What the plan asks for, so that a reader can object.
fn asked(out: &mut String, path: &str, problem: &Problem) {
    let mut line = format!(
        "`{}` /{}, {} asks for",
        clean(path),
        problem.pool,
        problem.family
    );
    for (number, want) in problem.wants.iter().enumerate() {
        let each = if number == 0 { "" } else { " in each" };
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(line, "{comma} {}={}{each}", clean(&want.name), want.count);
        if let Some(length) = want.fixed {
            let _ = write!(line, " (/{length}, fixed)");
        }
    }
    say(out, format_args!("{line}; a range is a /{}", problem.leaf));
}

/// The schemes a line each, some around the chosen one, and below them what that one has.
pub fn choices(problem: &Problem, found: &Found, chosen: usize, plan: OfPlan<'_>) -> Vec<String> {
    const AROUND: usize = 6;
    let schemes = &found.schemes;
    let first = chosen
        .saturating_sub(AROUND / 2)
        .min(schemes.len().saturating_sub(AROUND));
    let mut lines = vec![format!("{} of {}", chosen + 1, found.total)];
    for (index, scheme) in schemes.iter().enumerate().skip(first).take(AROUND) {
        let mark = if index == chosen { "›" } else { " " };
        let lengths = scheme.levels.iter().map(|level| &level.length);
        let is_now = plan.now.is_some_and(|now| now.iter().eq(lengths));
        let now = if is_now { "   as it is now" } else { "" };
        let remark = if scheme.remarks.is_empty() {
            ""
        } else {
            " ▲"
        };
        lines.push(format!("{mark} {}{remark}{now}", path(problem, scheme)));
    }
    if let Some(scheme) = schemes.get(chosen) {
        lines.push(String::new());
        for level in &scheme.levels {
            lines.push(format!(
                "  {:<12} /{:<4} {:>2} bits  {} of {}",
                clean(&level.name),
                level.length,
                level.bits,
                level.wanted,
                level.capacity
            ));
        }
        lines.push(clean(&gives_up(scheme)).into_owned());
        let remarks = scheme.remarks.iter();
        lines.extend(remarks.map(|remark| {
            let message = remark.message(problem, scheme);
            clean(&format!("▲ {}: {message}", remark.code())).into_owned()
        }));
    }
    lines.extend(plan.nodes.map(|(cluster, nodes)| of_nodes(cluster, nodes)));
    lines
}

fn path(problem: &Problem, scheme: &Scheme) -> String {
    let lengths = scheme
        .levels
        .iter()
        .map(|level| format!("/{}", level.length));
    std::iter::once(format!("/{}", problem.pool))
        .chain(lengths)
        .collect::<Vec<_>>()
        .join(" → ")
}

fn short(out: &mut String, problem: &Problem, relaxations: &[Relaxation], look: Look) {
    let bits = problem.short_bits();
    let plural = if bits == 1 { "" } else { "s" };
    let names: Vec<String> = problem
        .shortages()
        .iter()
        .map(|shortage| clean(&shortage.want.name).into_owned())
        .collect();
    let title = format!("{bits} bit{plural} short, at {}", names.join(", "));
    say(out, format_args!("{}", look.paint(Role::Heading, &title)));
    for relaxation in relaxations {
        say(
            out,
            format_args!(
                "   it fits if you {} ({} → {})",
                clean(&relaxation.title),
                relaxation.from,
                relaxation.to
            ),
        );
    }
}

fn say(out: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(out, "{line}").expect("invariant: writing to a string does not fail");
}
