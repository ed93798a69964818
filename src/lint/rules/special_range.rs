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
    covers: &["a-1.1", "a-1.5"],
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
        check_said(context, &said, report)
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
mod tests {
    use crate::lint::testing::{check, check_fixes, check_shoot};

    const CODE: &str = "special-range";

    #[track_caller]
    fn check_block(fields: &str, expected: &[&str]) {
        check(
            CODE,
            &format!("blocks: [{{name: a, {fields}}}]\n"),
            expected,
        );
    }

    #[test]
    fn what_no_network_can_be() {
        for (field, prefix, rest) in [
            (
                "v4",
                "127.0.0.0/8",
                "is set aside for loopback (RFC 1122, section 3.2.1.3)",
            ),
            (
                "v4",
                "169.254.0.0/20",
                "lies in 169.254.0.0/16, set aside for link-local addresses (RFC 3927)",
            ),
            (
                "v4",
                "224.1.0.0/16",
                "lies in 224.0.0.0/4, set aside for multicast (RFC 5771)",
            ),
            (
                "v4",
                "0.1.0.0/16",
                "lies in 0.0.0.0/8, set aside for this network (RFC 791, section 3.2)",
            ),
            (
                "v6",
                "fe80::/64",
                "lies in fe80::/10, set aside for link-local addresses (RFC 4291, section 2.5.6)",
            ),
            (
                "v6",
                "fec0::/10",
                "is set aside for site-local addresses, deprecated (RFC 3879, section 4)",
            ),
            (
                "v6",
                "ff00::/16",
                "lies in ff00::/8, set aside for multicast (RFC 4291, section 2.7)",
            ),
            (
                "v6",
                "3ffe:1::/32",
                "lies in 3ffe::/16, set aside for the 6bone, returned to IANA (RFC 3701)",
            ),
            (
                "v6",
                "2001:0:1::/48",
                "lies in 2001::/32, set aside for Teredo (RFC 4380)",
            ),
            (
                "v6",
                "100::/64",
                "is set aside for discarding packets (RFC 6666)",
            ),
        ] {
            check_block(
                &format!("{field}: \"{prefix}\""),
                &[&format!("error: {prefix} {rest}")],
            );
        }
    }

    #[test]
    fn what_works_and_hurts() {
        for (field, prefix, rest) in [
            (
                "v6",
                "2002:a00::/24",
                "lies in 2002::/16, set aside for 6to4 (RFC 3056)",
            ),
            (
                "v6",
                "5f00::/16",
                "is set aside for segments of SRv6 (RFC 9602)",
            ),
            (
                "v6",
                "2001:2::/48",
                "is set aside for benchmarks (RFC 5180)",
            ),
            (
                "v4",
                "198.18.0.0/16",
                "lies in 198.18.0.0/15, set aside for benchmarks (RFC 2544)",
            ),
            (
                "v4",
                "250.0.0.0/8",
                "lies in 240.0.0.0/4, set aside for future use (RFC 1112, section 4)",
            ),
            (
                "v6",
                "64:ff9b::/96",
                "is set aside for NAT64 as its well-known prefix (RFC 6052, section 2.1)",
            ),
        ] {
            check_block(
                &format!("{field}: \"{prefix}\""),
                &[&format!("warning: {prefix} {rest}")],
            );
        }
    }

    #[test]
    fn what_is_normal_or_told_by_others() {
        for fields in [
            "v4: 10.0.0.0/8",
            "v4: 172.16.0.0/12",
            "v4: 100.64.0.0/10",
            "v4: 192.0.2.0/24",
            "v4: 8.8.8.0/24",
            "v6: \"fd5a:3c1e:77a0::/48\"",
            "v6: \"fc12:3c1e:77a0::/48\"",
            "v6: \"2001:db8::/32\"",
            "v6: \"2a00:1234::/32\"",
            "v6: \"64:ff9b::/96\", role: nat64",
            "v4: 169.254.10.0/24, role: link",
        ] {
            check_block(fields, &[]);
        }
    }

    #[test]
    fn what_holds_a_special_one_is_not_in_it() {
        for fields in [
            "v6: \"2000::/3\"",
            "v6: \"2001::/16\"",
            "v6: \"::/0\"",
            "v4: 0.0.0.0/0",
            "v4: 168.0.0.0/5",
        ] {
            check_block(fields, &[]);
        }
        check_shoot(
            CODE,
            "nodes: 169.0.0.0/8",
            &[
                "advice: nodes 169.0.0.0/8 hold 169.254.0.0/16, link-local addresses (RFC 3927), which no host can have",
            ],
        );
        check_shoot(CODE, "nodes: 198.0.0.0/8", &[]);
    }

    #[test]
    fn runs_reach_what_lies_behind_them() {
        check_block("v4: 125.0.0.0/8, count: 2", &[]);
        check_block(
            "v4: 125.0.0.0/8, count: 3",
            &[
                "error: the run from 125.0.0.0/8 on reaches 127.0.0.0/8, set aside for loopback (RFC 1122, section 3.2.1.3)",
            ],
        );
    }

    #[test]
    fn the_line_that_causes_it() {
        check(
            CODE,
            "blocks: [{name: a, v6: \"fec0::/16\", blocks: [{name: b, v6: \"fec0:1::/32\"}]}]\n",
            &[
                "error: fec0::/16 lies in fec0::/10, set aside for site-local addresses, deprecated (RFC 3879, section 4)",
            ],
        );
        check(
            CODE,
            "nodes: \"fe80::/64\"\nshoots: [{name: a}, {name: b}]\n",
            &[
                "error: nodes fe80::/64 lie in fe80::/10, set aside for link-local addresses (RFC 4291, section 2.5.6)",
            ],
        );
        check(
            CODE,
            "seeds: [{name: s, pods: [\"127.0.0.0/9\"]}]\n",
            &[
                "error: 127.0.0.0/9 lies in 127.0.0.0/8, set aside for loopback (RFC 1122, section 3.2.1.3)",
            ],
        );
        check_shoot(
            CODE,
            "pinned: {pods: \"ff02::/16\"}",
            &[
                "error: pods ff02::/16 lie in ff00::/8, set aside for multicast (RFC 4291, section 2.7)",
            ],
        );
    }

    #[test]
    fn mends() {
        check_fixes(
            CODE,
            "nodes: \"127.0.0.0/16, v6global\"",
            &["nodes = v4private, v6global"],
        );
        check_fixes(
            CODE,
            "nodes: \"fe80::/64+prefix/80\"",
            &["nodes = v6global/64+prefix/80"],
        );
    }
}
