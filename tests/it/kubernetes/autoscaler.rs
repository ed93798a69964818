//! What Gardener tells the cluster autoscaler.

use trellis::addr::Count;

use super::{answer, cases};

#[test]
fn the_most_nodes_are_what_gardener_computes() {
    for (given, expected) in cases("autoscaler.txt") {
        // ironcore-metal has no habit of its own that would bind; the formula is the same for all of Gardener's providers.
        let answer = answer(&format!("provider: ironcore-metal, overlay: true, {given}"));
        let limits = answer.truth.limits.iter();
        let found: Vec<String> = limits
            .filter(|limit| limit.by == "autoscaler")
            .map(|limit| Count::decimal(limit.value))
            .collect();
        let expected: Vec<&str> = Some(&*expected)
            .filter(|text| *text != "-")
            .into_iter()
            .collect();
        assert_eq!(found, expected, "{given}");
    }
}
