//! Plan files made by chance: nested blocks, counts, pinned and placed prefixes, both families, comments.

use std::fmt::Write as _;

use super::chance::Chance;

const PLACES: [&str; 3] = ["sparse", "center", "first"];
const SPECS_NODES: &[&str] = &[
    "v6global/64+prefix/80",
    "v6global/60",
    "v4private",
    "[v4private, v6global/64+prefix/96]",
    "\"v4:/24\"",
    "\"v6:/62\"",
    "v6private/64",
    "10.250.0.0/16",
    "\"2001:db8:1000:5::/64\"",
];
const SPECS_PODS: &[&str] = &[
    "v6fromNode",
    "v6fromNode/96",
    "v6global/56",
    "v4private",
    "custom",
    "v6private/60",
    "\"fd00:10:1::/56\"",
];
const SPECS_SERVICES: &[&str] = &[
    "v6global/112",
    "v6private/112",
    "v4private",
    "globalIPv6/64",
    "nov4",
    "100.64.0.0/13",
];

/// A plan file.
pub(crate) fn plan(seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let mut text =
        String::from("# a plan made by chance\ntrellis: 1\nname: chance # and a remark\n");
    if chance.once_in(2) {
        let provider = *chance.pick(&[
            "aws",
            "generic",
            "ironcore-metal",
            "gcp",
            "openstack",
            "alicloud",
            "local",
        ]);
        writeln!(text, "provider: {provider}").expect("a string takes all");
    }
    if chance.once_in(3) {
        text.push_str("ula: \"fd12:3456:789a::/48\"\n");
    }
    text.push_str("\nregions:\n");
    for number in 0..=chance.below(3) {
        block(&mut text, &mut chance, "  ", &format!("r{number}"), 0);
    }
    text
}

/// Settings that a small plan may say, good and bad ones.
const SETTINGS: &[&str] = &[
    "kubernetes: \"1.34\"",
    "kubernetes: \"1.33.2\"",
    "kubernetes: \"1.99\"",
    "gardener-version: \"1.115\"",
    "cni: cilium",
    "cni: flannel",
    "alignment: bit",
    "growth: 90",
    "growth: 101",
    "max-pods: 250",
    "max-pods: 0",
    "node-mask-v6: 64",
    "node-mask-v6: 80",
    "node-mask-v6: 130",
    "node-mask-v4: 29",
    "allocator: external",
    "overlay: true",
    "primary: ipv6",
    "ingress: dual-stack",
    "node-zones: [a, b, c]",
    "max-nodes: 70000",
    "seed: one",
    "ula: \"fd5a:3c1e:77a0::/48\"",
    "colour: red",
];

/// A plan file with one shoot or two in a block or two.
pub(crate) fn small(seed: u64) -> String {
    let mut chance = Chance::new(seed ^ 0x5ee1);
    let mut text = String::from("trellis: 1\n");
    let line = |text: &mut String, line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for _ in 0..chance.below(3) {
        let setting = *chance.pick(SETTINGS);
        let key = setting.split(':').next().unwrap_or("");
        if !text.contains(&format!("\n{key}:")) {
            line(&mut text, setting);
        }
    }
    if chance.once_in(2) {
        let provider = *chance.pick(&[
            "aws",
            "gcp",
            "azure",
            "openstack",
            "ironcore-metal",
            "local",
            "nimbus",
        ]);
        line(&mut text, &format!("provider: {provider}"));
    }
    let list = *chance.pick(&["regions", "zones", "vpcs", "blocks"]);
    line(&mut text, &format!("{list}:"));
    line(&mut text, "  - name: b");
    let own = *chance.pick(&[
        "v6: \"2001:db8:1000::/36\"",
        "v6: /40",
        "v6: \"fd12:3456:789a::/48\"",
        "v4: 10.0.0.0/8",
        "v4: 10.1.2.3/8",
        "flat: true",
        "v6: \"2001:db8::/56\"",
    ]);
    line(&mut text, &format!("    {own}"));
    if chance.once_in(2) {
        line(
            &mut text,
            &format!(
                "    {}: {}",
                chance.pick(&["count", "reserve"]),
                chance.below(5)
            ),
        );
    }
    line(&mut text, "    shoots:");
    for number in 0..=chance.below(2) {
        line(
            &mut text,
            &format!(
                "      - name: s{}",
                if chance.once_in(6) { 0 } else { number }
            ),
        );
        for (key, specs) in [
            ("nodes", SPECS_NODES),
            ("pods", SPECS_PODS),
            ("services", SPECS_SERVICES),
        ] {
            if !chance.once_in(4) {
                line(&mut text, &format!("        {key}: {}", chance.pick(specs)));
            }
        }
    }
    text
}

fn block(text: &mut String, chance: &mut Chance, indent: &str, name: &str, depth: u8) {
    let mut line = |key: &str, value: &str| {
        writeln!(text, "{indent}  {key}: {value}").expect("a string takes all");
    };
    line("name", name);
    match (depth, chance.below(6)) {
        (0, 0..5) => line(
            "v6",
            &format!("\"2001:db8:{}000::/36\"", chance.below(3) + 1),
        ),
        (_, 0) => {}
        (_, 1) => line("v6", "\"2001:db8:1200::/44\""),
        (_, _) => line(
            "v6",
            &format!("/{}", 40 + usize::from(depth) * 4 + chance.below(6)),
        ),
    }
    match (depth, chance.below(4)) {
        (0, 0..3) => line("v4", "10.0.0.0/8"),
        (_, 0) => line(
            "v4",
            &format!("/{}", 10 + usize::from(depth) * 3 + chance.below(4)),
        ),
        _ => {}
    }
    if chance.once_in(3) {
        line("count", &(1 + chance.below(5)).to_string());
    }
    if chance.once_in(4) {
        line("reserve", &chance.below(4).to_string());
    }
    if chance.once_in(8) {
        line("place", PLACES[chance.below(3)]);
    }
    if chance.once_in(8) {
        line("flat", "true");
    }
    if chance.once_in(6) {
        line("nodes", SPECS_NODES[chance.below(SPECS_NODES.len())]);
    }
    if chance.once_in(8) {
        line("allow", "[{rule: nibble-boundary, reason: \"as it is\"}]");
    }
    *text = text.trim_end().to_owned() + "\n";
    let start = text
        .rfind(&format!("{indent}  name: {name}\n"))
        .expect("the name was written");
    text.replace_range(start..start + indent.len() + 2, &format!("{indent}- "));
    let deeper = format!("{indent}    ");
    for list in ["zones", "vpcs", "blocks"] {
        if depth < 3 && chance.once_in(3) {
            writeln!(text, "{indent}  {list}:").expect("a string takes all");
            for number in 0..=chance.below(2) {
                if chance.once_in(4) {
                    writeln!(text, "{deeper}# about {list} {number}").expect("a string takes all");
                }
                block(
                    text,
                    chance,
                    &deeper,
                    &format!("{}{number}", &list[..1]),
                    depth + 1,
                );
            }
        }
    }
    if depth > 0 && chance.once_in(2) {
        writeln!(text, "{indent}  shoots:").expect("a string takes all");
        for number in 0..=chance.below(4) {
            shoot(text, chance, &deeper, number);
        }
    }
}

fn shoot(text: &mut String, chance: &mut Chance, indent: &str, number: usize) {
    if chance.once_in(3) {
        let name = if chance.once_in(4) {
            "s0".to_owned()
        } else {
            format!("s{number}")
        };
        writeln!(
            text,
            "{indent}- {{name: {name}, nodes: {}}} # short",
            chance.pick(SPECS_NODES)
        )
        .expect("a string takes all");
        return;
    }
    writeln!(text, "{indent}- name: s{number}").expect("a string takes all");
    for (key, specs) in [
        ("nodes", SPECS_NODES),
        ("pods", SPECS_PODS),
        ("services", SPECS_SERVICES),
    ] {
        if !chance.once_in(4) {
            writeln!(text, "{indent}  {key}: {}", chance.pick(specs)).expect("a string takes all");
        }
    }
    if chance.once_in(2) {
        writeln!(text, "{indent}  max-nodes: {}", 1 + chance.below(5000))
            .expect("a string takes all");
    }
    if chance.once_in(3) {
        writeln!(text, "{indent}  node-zones: [a, b]").expect("a string takes all");
    }
    if chance.once_in(4) {
        writeln!(text, "{indent}  count: {}", 1 + chance.below(6)).expect("a string takes all");
    }
}
