//! `nat64-prefix`: a translator's prefix that IPv4 addresses can't be put into, or that may not carry the private ones.

use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Length, Prefix, Purpose, registered};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::plan::{Field, Meaning};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "nat64-prefix",
    summary: "a NAT64 prefix has a length or bits that no translator takes, or is the well-known one",
    why: "A translator writes an IPv4 address behind its prefix. RFC 6052 says where for the lengths 32, 40, 48, 56, 64 \
          and 96, and no others; bits 64 to 71 are always zero, so a /96 is a /64 and 32 more bits of which the first 8 \
          are zero. The well-known prefix 64:ff9b::/96 stands for global IPv4 addresses alone: translators may drop \
          what goes to 10.0.0.0/8 and the like. For these there is 64:ff9b:1::/48, or a prefix of your own.",
    bad: "trellis: 1\nblocks:\n  - {name: nat, role: nat64, v6: \"fd5a:3c1e:77a0:ff00::/80\"}\n",
    good: "trellis: 1\nblocks:\n  - {name: nat, role: nat64, v6: \"fd5a:3c1e:77a0:ff00::/96\"}\n",
    covers: &["a-1.5", "a-1.5"],
    sources: &[
        Source {
            title: "RFC 6052, section 2.2: IPv4-embedded IPv6 address format",
            url: "https://www.rfc-editor.org/rfc/rfc6052#section-2.2",
        },
        Source {
            title: "RFC 6052, section 3.1: restrictions on the well-known prefix",
            url: "https://www.rfc-editor.org/rfc/rfc6052#section-3.1",
        },
        Source {
            title: "RFC 8215: local-use IPv4/IPv6 translation prefix",
            url: "https://www.rfc-editor.org/rfc/rfc8215",
        },
    ],
    check: Check::Node(check),
};

/// The lengths of which RFC 6052 says where the IPv4 address stands.
const LENGTHS: [u8; 6] = [32, 40, 48, 56, 64, 96];

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if plan.text(node, Field::Role) != Some("nat64") {
        return;
    }
    let place = Place::field(node, Field::V6.key());
    match plan.network(node, Family::V6) {
        Some(Meaning::Prefix(prefix)) => check_prefix(place, *prefix, report),
        Some(Meaning::Length(length)) if !LENGTHS.contains(&length.bits()) => {
            report.add(Severity::Error, || {
                let fix = fitting(*length).map(|fitting| fitting.to_string());
                wrong_length(place, *length, fix)
            });
        }
        _ => {}
    }
}

fn check_prefix(place: Place, prefix: Prefix, report: &mut Report<'_>) {
    let well_known = registered(prefix)
        .filter(|entry| entry.purpose == Purpose::Translation && entry.prefix.bits() == 96);
    let length = prefix.length();
    if !LENGTHS.contains(&length.bits()) {
        report.add(Severity::Error, || {
            let fix = fitting(length)
                .and_then(|fitting| prefix.child(0, fitting).or_else(|| prefix.at(fitting)))
                .map(|prefix| prefix.to_string());
            wrong_length(place, length, fix)
        });
    } else if prefix.raw() >> 56 & 0xff != 0 {
        report.add(Severity::Error, || {
            let cleared = prefix.raw() & !(0xff << 56);
            let fix = Prefix::from_raw(cleared, length).map(|prefix| prefix.to_string());
            let message = format!(
                "bits 64 to 71 of the NAT64 prefix {prefix} are not zero, as RFC 6052 wants them"
            );
            let mut finding =
                finding(place, Severity::Error, message).help("take a /64 and write its first /96");
            finding.fixes.extend(fix.map(|to| written(place, to)));
            finding
        });
    } else if well_known.is_some() {
        report.add(Severity::Advice, || {
            let message = format!(
                "{prefix} must not stand for private IPv4 addresses (RFC 6052): nothing in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 is reached through it"
            );
            finding(place, Severity::Advice, message).help(
                "to reach private addresses too, take a /96 of 64:ff9b:1::/48 or of your own",
            )
        });
    }
}

/// The next longer length that a translator takes, else the longest.
fn fitting(length: Length) -> Option<Length> {
    let bits = LENGTHS.into_iter().find(|&bits| bits >= length.bits());
    Length::new(Family::V6, bits.unwrap_or(96))
}

fn wrong_length(place: Place, length: Length, fix: Option<String>) -> Finding {
    let message =
        format!("a NAT64 prefix is {length}, and RFC 6052 has 32, 40, 48, 56, 64 and 96 alone");
    let mut finding = finding(place, Severity::Error, message)
        .help("write a /96, or a /64 with nothing else in it");
    finding.fixes.extend(fix.map(|to| written(place, to)));
    finding
}

fn finding(place: Place, severity: Severity, message: String) -> Finding {
    Finding::new("nat64-prefix", severity, place, message)
}

fn written(place: Place, to: String) -> Fix {
    Fix {
        title: format!("write {to}"),
        safe: false,
        changes: vec![Change {
            node: place.node,
            field: place.field,
            to: Some(to),
        }],
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, findings};

    const CODE: &str = "nat64-prefix";

    fn plan(v6: &str) -> String {
        format!("blocks: [{{name: a, role: nat64, v6: \"{v6}\"}}]\n")
    }

    #[test]
    fn lengths() {
        for bits in [32, 40, 48, 56, 64, 96] {
            check(CODE, &plan(&format!("/{bits}")), &[]);
        }
        for bits in [31, 44, 60, 72, 80, 104, 128] {
            check(
                CODE,
                &plan(&format!("/{bits}")),
                &[&format!(
                    "error: a NAT64 prefix is /{bits}, and RFC 6052 has 32, 40, 48, 56, 64 and 96 alone"
                )],
            );
        }
        check(CODE, "blocks: [{name: a, v6: /80}]\n", &[]);
    }

    #[test]
    fn bits_64_to_71() {
        check(CODE, &plan("fd5a:3c1e:77a0:1:0:1::/96"), &[]);
        check(CODE, &plan("fd5a:3c1e:77a0:1:ff:1::/96"), &[]);
        check(
            CODE,
            &plan("fd5a:3c1e:77a0:1:100::/96"),
            &[
                "error: bits 64 to 71 of the NAT64 prefix fd5a:3c1e:77a0:1:100::/96 are not zero, as RFC 6052 wants them",
            ],
        );
    }

    #[test]
    fn the_well_known_one_carries_no_private_addresses() {
        check(
            CODE,
            &plan("64:ff9b::/96"),
            &[
                "advice: 64:ff9b::/96 must not stand for private IPv4 addresses (RFC 6052): nothing in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 is reached through it",
            ],
        );
        check(CODE, &plan("64:ff9b:1:fffe::/96"), &[]);
        check(CODE, &plan("64:ff9b:1::/48"), &[]);
    }

    #[test]
    fn mends() {
        let mended = |v6: &str| {
            let found = findings(&format!("trellis: 1\n{}", plan(v6)));
            let finding = found.iter().find(|finding| finding.code == CODE);
            let fix = finding.and_then(|finding| finding.fixes.first());
            fix.and_then(|fix| fix.changes[0].to.clone())
        };
        assert_eq!(mended("/80").as_deref(), Some("/96"));
        assert_eq!(mended("/100").as_deref(), Some("/96"));
        assert_eq!(
            mended("fd5a:3c1e:77a0::/60").as_deref(),
            Some("fd5a:3c1e:77a0::/64")
        );
        assert_eq!(
            mended("fd5a:3c1e:77a0:0:0:0:102:300/120").as_deref(),
            Some("fd5a:3c1e:77a0::/96")
        );
        assert_eq!(
            mended("fd5a:3c1e:77a0:1:100::/96").as_deref(),
            Some("fd5a:3c1e:77a0:1::/96")
        );
    }
}
