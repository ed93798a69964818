//! `special-range`: a prefix in a range that is set aside for something else.

use super::super::prefixes::{
    Said, each_said, has_role, is_caused_above, place_instead, registered_text,
};
use super::super::provider::profile_of;
use super::super::{Check, Context, Report, Rule};
use super::reserved_by_gardener;
use crate::addr::{Prefix, Purpose, Registered, registered, registered_inside};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::plan::{Field, Plan};
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "special-range",
    summary: "a prefix lies in a range that is set aside for something else than networks",
    why: "IANA keeps two registries of ranges with a purpose of their own, and a few RFCs keep more. Hosts and routers \
          know them: packets to loopback never leave the machine, nobody forwards link-local, multicast is no host, the \
          discard prefix is a black hole, site-local and the 6bone are gone. Such a range is an error. One that works \
          and will hurt, because filters know it or others use it everywhere (6to4, benchmarks, segments of SRv6, \
          class E), is a warning. The longest entry of the registries decides. Neither Kubernetes nor Gardener checks \
          any of this.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fec0:1::/32\"}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fd5a:3c1e:77a0::/48\"}\n",
    covers: &["a-1.1", "a-1.5", "k-O4", "a-1.1", "a-1.5"],
    sources: &[
        Source {
            title: "IANA IPv6 special-purpose address registry",
            url: "https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml",
        },
        Source {
            title: "IANA IPv4 special-purpose address registry",
            url: "https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    each_said(context.plan, node, |said| {
        check_said(context, &said, report);
    });
}

fn check_said(context: &Context<'_>, said: &Said, report: &mut Report<'_>) {
    let plan = context.plan;
    let Some((entry, severity)) = verdict(context, said) else {
        if said.range.is_some() {
            check_holds(said, report);
        }
        return;
    };
    if is_caused_above(plan, said.node, entry.prefix) {
        return;
    }
    report.add(severity, || {
        let mut finding = Finding::new(
            "special-range",
            severity,
            said.place(),
            message(said, entry),
        )
        .help(help(entry));
        finding.sources.push(source(entry));
        finding.fixes.extend(fix(plan, said, entry));
        finding
    });
}

/// The entry that a prefix, or a member of its run, lies in, and how bad that is; nothing for what another rule tells.
pub(super) fn verdict(
    context: &Context<'_>,
    said: &Said,
) -> Option<(&'static Registered, Severity)> {
    let first = registered(said.prefix);
    let later = later_members(said).filter_map(registered);
    first
        .into_iter()
        .chain(later)
        .find_map(|entry| Some((entry, severity(context, said, entry)?)))
}

/// Of a run, the members behind the first where a registered range begins that is no smaller than they are.
fn later_members(said: &Said) -> impl Iterator<Item = Prefix> {
    let prefix = said.prefix;
    let last = said.last;
    crate::addr::registry()
        .iter()
        .filter(move |_| last > prefix.raw_last())
        .map(|entry| entry.prefix)
        .filter(move |entry| {
            entry.family() == prefix.family()
                && entry.bits() <= prefix.bits()
                && entry.raw() > prefix.raw()
                && entry.raw() <= last
        })
        .filter_map(move |entry| Prefix::from_raw(entry.raw(), prefix.length()))
}

fn severity(context: &Context<'_>, said: &Said, entry: &Registered) -> Option<Severity> {
    let plan = context.plan;
    match entry.purpose {
        Purpose::Private | Purpose::Shared | Purpose::Documentation | Purpose::UndefinedUla => None,
        Purpose::LinkLocal if has_role(plan, said.node, &["link", "peer"]) => None,
        Purpose::Translation if has_role(plan, said.node, &["nat64"]) => None,
        Purpose::Translation if said.range.is_none() => Some(Severity::Warning),
        Purpose::Future if is_gardeners(context, said) => None,
        Purpose::Unusable | Purpose::LinkLocal | Purpose::Translation => Some(Severity::Error),
        Purpose::Benchmark
        | Purpose::Segments
        | Purpose::Tunnel
        | Purpose::Anycast
        | Purpose::Future => Some(Severity::Warning),
    }
}

fn is_gardeners(context: &Context<'_>, said: &Said) -> bool {
    profile_of(context, said.node).cluster.gardener.value
        && reserved_by_gardener::holds(context, said)
}

fn message(said: &Said, entry: &Registered) -> String {
    if entry.prefix.overlaps(said.prefix) {
        return registered_text(said, entry);
    }
    format!(
        "the run from {} on reaches {}, set aside for {} ({})",
        said.prefix, entry.prefix, entry.name, entry.document
    )
}

const fn help(entry: &Registered) -> &'static str {
    match entry.purpose {
        Purpose::Translation => {
            "say `role: nat64` if it is a translator's, or write another prefix"
        }
        Purpose::LinkLocal => "write a prefix that routers forward",
        Purpose::Benchmark => "keep it to a laboratory that nothing else can reach",
        Purpose::Segments => "keep it inside one SRv6 domain, and filter it at the edge",
        Purpose::Private
        | Purpose::Shared
        | Purpose::Documentation
        | Purpose::UndefinedUla
        | Purpose::Tunnel
        | Purpose::Anycast
        | Purpose::Future
        | Purpose::Unusable => {
            "write a prefix of your own, or one that is left to private networks"
        }
    }
}

fn fix(plan: &Plan, said: &Said, entry: &Registered) -> Option<Fix> {
    let translator = entry.purpose == Purpose::Translation
        && said.field == Field::V6
        && plan.entry(said.node, Field::Role).is_none();
    if !translator {
        return place_instead(plan, said).filter(|_| said.field != Field::Ula);
    }
    Some(Fix {
        title: "say that it is a translator's".to_owned(),
        safe: false,
        changes: vec![Change {
            node: said.node,
            field: Field::Role.key(),
            to: Some("nat64".to_owned()),
        }],
    })
}

const fn source(entry: &Registered) -> Source {
    Source {
        title: entry.document,
        url: entry.url,
    }
}

/// A range of a shoot that holds what no host can have hands it out one day. Of a block nobody says what it hands out.
fn check_holds(said: &Said, report: &mut Report<'_>) {
    let mut inside = registered_inside(said.prefix)
        .filter(|entry| matches!(entry.purpose, Purpose::Unusable | Purpose::LinkLocal));
    let Some(first) = inside.next() else {
        return;
    };
    report.add(Severity::Advice, || {
        let message = format!(
            "{} hold {}, {} ({}), which no host can have",
            said.text(),
            first.prefix,
            first.name,
            first.document
        );
        let mut finding = Finding::new("special-range", Severity::Advice, said.place(), message)
            .help("write a range beside it");
        finding.sources.push(source(first));
        finding
    });
}

#[cfg(test)]
mod tests;
