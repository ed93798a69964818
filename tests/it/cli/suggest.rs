//! `trellis suggest`.

use super::Folder;
use serde_json::json;

fn suggest(args: &[&str]) -> super::Run {
    let pool = ["suggest", "--pool", "2001:db8:1000::/36"];
    Folder::new().run(&[&pool[..], args].concat())
}

#[test]
fn json_is_as_designed() {
    let run = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=200",
        "--want",
        "nodes=5000",
        "--leaf",
        "64",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let mut found = run.json();
    let sentence = found["schemes"][0]["gives_up"].take();
    assert!(
        sentence
            .as_str()
            .is_some_and(|text| text.contains("vpcs (200 of 256"))
    );
    assert_eq!(
        found,
        json!({
            "version": 1,
            "total": "1",
            "schemes": [{
                "levels": [
                    {"name": "zones", "length": 40, "bits": 4, "needed": 2, "capacity": "16", "spare": "13"},
                    {"name": "vpcs", "length": 48, "bits": 8, "needed": 8, "capacity": "256", "spare": "56"},
                    {"name": "nodes", "length": 64, "bits": 16, "needed": 13, "capacity": "65536", "spare": "60536"},
                ],
                "spare_bits": 3,
                "findings": [{
                    "code": "growth-margin",
                    "level": "vpcs",
                    "message": "56 of 256 vpcs are free, and 25 percent should be",
                }],
                "gives_up": null,
            }],
            "short_bits": 0,
            "short_at": [],
            "relaxations": [],
        })
    );
}

#[test]
fn what_is_short_says_what_would_help() {
    let run = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=300",
        "--want",
        "nodes=5,000",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.out.starts_with("1 bit short, at nodes\n"),
        "{}",
        run.out
    );
    for part in [
        "   it fits if you let borders lie between nibbles (nibble → bit)\n",
        "   it fits if you plan 256 vpcs instead of 300 (300 → 256)\n",
        "   it fits if you ask for a /34 (/36 → /34)\n",
    ] {
        assert!(run.out.contains(part), "{}", run.out);
    }
    let bits = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=300",
        "--want",
        "nodes=5000",
        "--alignment",
        "bit",
    ]);
    assert_eq!(bits.code, 0, "{bits:?}");
}

#[test]
fn arguments_that_cannot_be_meant() {
    for args in [
        &["--want", "zones"][..],
        &["--want", "zones=0"],
        &["--want", "=3"],
        &["--want", "a=1", "--want", "a=2"],
        &["--want", "a=1", "--leaf", "129"],
        &["--want", "a=1", "--fix", "b=/40"],
        &[],
    ] {
        assert_eq!(suggest(args).code, 2, "{args:?}");
    }
}
