//! What a manifest says about ranges whatever its provider: where the whole of it cannot be written, this part can be compared.

use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::engine::{Origin, Shoot, member_at, range_field};
use crate::format::ExportError;
use crate::plan::{Field, Found, RangeKind};
use crate::yaml::print_scalar;

/// Whether an export fails for want of something that a manifest which is there has, or for its provider.
pub(super) const fn stands_in(why: &ExportError) -> bool {
    matches!(
        why,
        ExportError::Unsupported { .. }
            | ExportError::Missing { .. }
            | ExportError::Value { .. }
            | ExportError::Name { .. }
    )
}

/// A manifest of networking, masks and `maxPods` alone.
pub(super) fn manifest(document: &Document, found: &Found) -> Result<String, ExportError> {
    let plan = document.plan();
    let shoot = document.evaluation().shoot(plan, found.node);
    sound(document, found)?;
    let mut lines = vec![
        "apiVersion: core.gardener.cloud/v1beta1".to_owned(),
        "kind: Shoot".to_owned(),
        "spec:".to_owned(),
        "  networking:".to_owned(),
    ];
    let mut say = |indent: &str, key: &str, value: &str| {
        lines.push(format!("{indent}{key}: {value}"));
    };
    if let Some(plugin) = shoot.settings.text(plan, Field::Cni) {
        say("    ", "type", &print_scalar(plugin, None, false, false));
    }
    say("    ", "ipFamilies", &families(&shoot));
    for kind in RangeKind::ALL {
        if let Some(range) = range(document, &shoot, found, kind) {
            say(
                "    ",
                range_field(kind).key(),
                &print_scalar(&range, None, false, false),
            );
        }
    }
    let plugin = shoot.cni();
    if let Some(overlay) = shoot.settings.flag(plan, Field::Overlay)
        && matches!(plugin, "calico" | "cilium")
    {
        let api = format!("{plugin}.networking.extensions.gardener.cloud/v1alpha1");
        let config =
            format!("{{apiVersion: {api}, kind: NetworkConfig, overlay: {{enabled: {overlay}}}}}");
        say("    ", "providerConfig", &config);
    }
    let number = |field| {
        shoot
            .settings
            .number(plan, field)
            .map(crate::addr::Count::decimal)
    };
    let only_v6 = shoot.families.as_slice() == [Family::V6];
    let masks = match (
        only_v6,
        number(Field::NodeMaskV4),
        number(Field::NodeMaskV6),
    ) {
        (true, _, v6) => [("nodeCIDRMaskSize", v6), ("nodeCIDRMaskSizeIPv6", None)],
        (false, v4, v6) => [("nodeCIDRMaskSize", v4), ("nodeCIDRMaskSizeIPv6", v6)],
    };
    say("  ", "kubernetes", "");
    let said = |(key, mask): (&str, Option<String>)| mask.map(|mask| format!("{key}: {mask}"));
    let masks: Vec<String> = masks.into_iter().filter_map(said).collect();
    say(
        "    ",
        "kubeControllerManager",
        &format!("{{{}}}", masks.join(", ")),
    );
    let pods = number(Field::MaxPods).map(|pods| format!("maxPods: {pods}"));
    say(
        "    ",
        "kubelet",
        &format!("{{{}}}", pods.unwrap_or_default()),
    );
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// An error in the plan is in the way of this part too.
fn sound(document: &Document, found: &Found) -> Result<(), ExportError> {
    let nodes = document.plan().chain(found.node);
    let findings = nodes.flat_map(|node| document.findings_of(node));
    let errors: Vec<Finding> = findings
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let path = document.plan().path(found.node);
    ExportError::of_findings(&path, &errors).map_or(Ok(()), Err)
}

/// The families, the first one first.
fn families(shoot: &Shoot<'_>) -> String {
    let word = |family: &Family| match family {
        Family::V4 => "IPv4",
        Family::V6 => "IPv6",
    };
    let words: Vec<&str> = shoot.families.iter().map(word).collect();
    format!("[{}]", words.join(", "))
}

/// A Shoot writes IPv4, and IPv6 where it has nothing else; what nobody chose is left to whoever chooses.
fn range(document: &Document, shoot: &Shoot<'_>, found: &Found, kind: RangeKind) -> Option<String> {
    let family = if shoot.has(Family::V4) {
        Family::V4
    } else {
        Family::V6
    };
    let range = shoot.range(kind, family)?;
    let chosen = matches!(
        range.origin,
        Origin::Literal | Origin::Placed | Origin::Default
    ) || range.origin == Origin::Pinned && family == Family::V4;
    let members = member_at(found);
    let evaluation = document.evaluation();
    let prefix = evaluation
        .range_prefix(shoot, kind, family, &members)
        .filter(|_| chosen);
    prefix.map(|prefix| prefix.to_string())
}
