//! `ula-l-bit`: a unique local prefix in the half that nobody has defined.

use super::super::prefixes::{Said, each_said, is_caused_above, write_instead};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Prefix, Purpose, registered};
use crate::diag::{Finding, Severity};
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "ula-l-bit",
    summary: "a unique local prefix has the L bit 0: it lies in fc00::/8",
    why: "The eighth bit of a unique local address says who gave the prefix out. With 1 it was drawn by whoever uses it \
          (fd00::/8). With 0 (fc00::/8) it is undefined: a registry was planned for it and never came. Whatever is \
          defined there one day will collide with what is numbered there today.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fc5a:3c1e:77a0::/48\"}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fd5a:3c1e:77a0::/48\"}\n",
    covers: &["a-1.2", "a-1.2"],
    sources: &[Source {
        title: "RFC 4193, section 3.1: format of unique local addresses",
        url: "https://www.rfc-editor.org/rfc/rfc4193#section-3.1",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    each_said(context.plan, node, |said| {
        let entry = registered(said.prefix);
        let Some(entry) = entry.filter(|entry| entry.purpose == Purpose::UndefinedUla) else {
            return;
        };
        if !is_caused_above(context.plan, node, entry.prefix) {
            report.add(Severity::Error, || finding(context, &said));
        }
    });
}

fn finding(context: &Context<'_>, said: &Said) -> Finding {
    let message = format!(
        "{} {} the L bit 0, and nobody has defined fc00::/8",
        said.text(),
        said.verb("have", "has")
    );
    let mut finding = Finding::new("ula-l-bit", Severity::Error, said.place(), message)
        .help("draw a prefix of fd00::/8");
    let drawn = Prefix::from_raw(said.prefix.raw() | 1 << 120, said.prefix.length());
    if let Some(drawn) = drawn.filter(|drawn| drawn.bits() >= 48) {
        finding
            .fixes
            .extend(write_instead(context.plan, said, &drawn.to_string()));
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_fixes, check_shoot};

    const CODE: &str = "ula-l-bit";

    #[test]
    fn the_undefined_half() {
        let message =
            |text: &str| format!("error: {text} the L bit 0, and nobody has defined fc00::/8");
        check(
            CODE,
            "blocks: [{name: a, v6: \"fc00::/8\"}]\n",
            &[&message("fc00::/8 has")],
        );
        check(
            CODE,
            "ula: \"fc12:3c1e:77a0::/48\"\n",
            &[&message("fc12:3c1e:77a0::/48 has")],
        );
        check_shoot(
            CODE,
            "services: \"fc12:3c1e:77a0::/112\"",
            &[&message("services fc12:3c1e:77a0::/112 have")],
        );
        check(
            CODE,
            "blocks: [{name: a, v6: \"fc12:3c1e:77a0::/48\", shoots: [{name: b, nodes: \"fc12:3c1e:77a0::/64\"}]}]\n",
            &[&message("fc12:3c1e:77a0::/48 has")],
        );
        for prefix in [
            "fd12:3c1e:77a0::/48",
            "fc00::/7",
            "fe00::/9",
            "2001:db8::/32",
        ] {
            check(
                CODE,
                &format!("blocks: [{{name: a, v6: \"{prefix}\"}}]\n"),
                &[],
            );
        }
    }

    #[test]
    fn mends() {
        check_fixes(
            CODE,
            "services: [v4private, \"fc12:3c1e:77a0::/112\"]",
            &["services = v4private, fd12:3c1e:77a0::/112"],
        );
    }
}
