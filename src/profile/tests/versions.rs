//! The versions that are built in.

use super::*;

#[test]
fn the_built_in_versions_say_what_the_facts_say() {
    let text = include_str!("../../../assets/versions.yaml");
    let releases = Releases::read(text).expect("the built-in versions");
    let versions = |minor: Minor| minor.version().to_string();
    assert_eq!(versions(releases.kubernetes.newest.value), "1.36");
    let since: Vec<(String, String)> = releases
        .offered
        .iter()
        .map(|fact| {
            (
                versions(fact.value.kubernetes),
                versions(fact.value.gardener),
            )
        })
        .collect();
    let expected = [
        ("1.33", "1.122"),
        ("1.34", "1.132"),
        ("1.35", "1.136"),
        ("1.36", "1.145"),
    ];
    assert_eq!(
        since,
        expected.map(|(kubernetes, gardener)| (kubernetes.to_owned(), gardener.to_owned()))
    );
    assert!(!releases.page().is_empty());
}

#[test]
fn a_version_that_is_none_is_refused_with_its_place() {
    let text = include_str!("../../../assets/versions.yaml").replacen("\"1.36\"", "\"1.x\"", 1);
    let error = Releases::read(&text).expect_err("1.x is no version");
    assert!(error.to_string().contains("1.x"), "{error}");
}
