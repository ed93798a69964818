//! What is wrong in a profile is told with its place.

use super::*;

/// Replaces the first `from` in the AWS profile, and compares the start of the complaint.
fn check_mistake(from: &str, to: &str, expected: &str) {
    let text = aws_text().replacen(from, to, 1);
    assert_ne!(text, aws_text(), "`{from}` stands in the profile");
    let error = Profile::read(&text).expect_err("the profile has a mistake");
    let offset = text.find(to).expect("the mistake was put there");
    let line = text[..offset].matches('\n').count() + 1;
    let at = error.at.expect("the place of the mistake is known");
    assert_eq!(at.line, line, "`{to}`: {error}");
    let printed = error.to_string();
    assert!(
        printed.starts_with(&format!("line {line}, column {}: ", at.column)),
        "{printed}"
    );
    assert!(printed.contains(expected), "`{to}`: {printed}");
    assert_eq!(printed.matches("line ").count(), 1, "{printed}");
}

#[test]
fn mistakes_are_told_with_their_place() {
    check_mistake("own-vpc-v6:", "own-vcp-v6:", "own-vcp-v6");
    check_mistake("{v4: 5, v6: 5}", "{v4: 5, v7: 5}", "v7");
    check_mistake(
        "value: with-ipam-pool",
        "value: with-ipam-poll",
        "with-ipam-poll",
    );
    check_mistake(
        "services: /108}",
        "services: /129}",
        "/129 is longer than an IPv6 address",
    );
    check_mistake("services: /108}", "services: 108}", "`108` is no length");
    check_mistake("{at-least: /80}", "{at-least: /080}", "leading zeros");
    check_mistake(
        "longest: /28,",
        "longest: /33,",
        "/33 is longer than an IPv4 address",
    );
    check_mistake(
        "nodes: 10.250.0.0/16",
        "nodes: 10.250.0.1/16",
        "10.250.0.0/16",
    );
    check_mistake(
        "nodes: 10.250.0.0/16",
        "nodes: '2001:db8::/32'",
        "an IPv4 one belongs here",
    );
    check_mistake(
        "step: 4",
        "step: 3",
        "steps of 3 do not lead from /44 to /60",
    );
    check_mistake(
        "as-of: 2026-08-21",
        "as-of: 2026-13-21",
        "`2026-13-21` is no date",
    );
    check_mistake(
        "url: https:",
        "url: http:",
        "no address that begins with https://",
    );
    check_mistake(
        "source: ipv6-doc",
        "source: ipv6-dok",
        "`ipv6-dok` is none of the sources",
    );
}

#[test]
fn a_key_that_is_left_out_is_missed() {
    let text = aws_text().replacen("title: Gardener on AWS\n", "", 1);
    let error = Profile::read(&text).expect_err("the title is gone");
    assert!(error.to_string().contains("title"), "{error}");
}

#[test]
fn a_source_that_nobody_names_is_told() {
    let spare = "sources:\n  spare: {title: Spare, url: https://example.org, as-of: 2026-01-01}";
    let text = aws_text().replacen("sources:", spare, 1);
    let error = Profile::read(&text).expect_err("a source too many");
    assert_eq!(error.message, "no fact names the source `spare`");
}
