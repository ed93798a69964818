use super::{Mark, Ruler, Scale, Side, Stride, Subject, View, lines, notes, rulers, step};
use crate::addr::{Family, Length};
use crate::document::Document;
use crate::plan::{Date, Edit};

fn document(text: &str) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(format!("trellis: 1\n{text}"), today)
}

fn of(document: &Document, path: &str) -> Vec<Ruler> {
    let plan = document.plan();
    let found = plan.find(path).expect("a path");
    let subject = Subject {
        node: found.node,
        range: found.range,
        members: &[],
    };
    rulers(plan, document.evaluation(), subject)
}

/// Each ruler as its borders, an exclamation mark behind those that a provider fixes.
#[track_caller]
fn borders(text: &str, path: &str, expected: &[&str]) {
    let shown: Vec<String> = of(&document(text), path)
        .iter()
        .map(|ruler| {
            let borders = ruler.borders.iter().map(|border| {
                let sign = if border.fixed.is_some() { "!" } else { "" };
                format!("{} {}{sign}", border.name, border.length)
            });
            borders.collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(shown, expected, "{path} of {text}");
}

const METAL: &str = "provider: ironcore-metal\nblocks: [{name: r, v6: \"2001:db8::/32\", blocks: [{name: z, v6: /44, shoots: [\
    {name: a, nodes: v6global/56+prefix/64, pods: v6fromNode/80, services: v6global/112}]}]}]\n";

#[test]
fn borders_are_those_of_blocks_and_of_the_range() {
    borders(METAL, "r/z", &["r /32, z /44"]);
    borders(METAL, "r/z/a", &["r /32, z /44, nodes /56, node /64"]);
    let pods = "r /32, z /44, nodes /56, node /64, node's pods /80";
    borders(METAL, "r/z/a.pods", &[pods]);
    borders(METAL, "r/z/a.services", &["r /32, z /44, services /112"]);
    // The default private network lies in no block (g: 100.96.0.0/11), and a /24 serves 110 pods twice over.
    let private = "blocks: [{name: r, v4: 10.0.0.0/8, shoots: [{name: a, nodes: \"v4:/16\", pods: v4private}]}]\n";
    borders(private, "r/a.nodes", &["r /8, nodes /16"]);
    borders(private, "r/a.pods", &["pods /11, node's pods /24"]);
    // What is not drawn yet lies nowhere; what is drawn lies in what was drawn.
    let ula = |drawn: &str| {
        format!(
            "blocks: [{{name: r, v6: \"2001:db8::/32\", {drawn}shoots: [{{name: a, services: v6private/112}}]}}]\n"
        )
    };
    borders(&ula(""), "r/a.services", &["services /112"]);
    let drawn = ula("ula: \"fd5a:3c1e:77a0::/48\", ");
    borders(&drawn, "r/a.services", &["ula /48, services /112"]);
}

#[test]
fn a_provider_fixes_lengths() {
    // AWS: a VPC has a /56, a subnet a /64, a node a /80, services a /108 (facts of the profile).
    let aws = "provider: aws\nvpcs: [{name: v, v6: /56, v4: /16, shoots: [{name: a, nodes: v6global/64+prefix/80, \
        pods: v6fromNode/96, services: v6global/108}]}]\n";
    borders(aws, "v", &["v /56!", "v /16"]);
    borders(aws, "v/a", &["v /56!, nodes /64!, node /80!"]);
    let pods = "v /56!, nodes /64!, node /80!, node's pods /96";
    borders(aws, "v/a.pods", &[pods]);
    borders(aws, "v/a.services", &["v /56!, services /108!"]);
    let own = aws.replace("v4: /16", "manifest-fields: {vpc-id: vpc-1}");
    borders(&own, "v", &["v /56"]);
}

/// What the first border of that name is told to do, as the new value, or as the refusal.
#[track_caller]
fn moved(text: &str, (path, name): (&str, &str), by: (Side, Stride), expected: &str) {
    let document = document(text);
    let rulers = of(&document, path);
    let border = rulers
        .iter()
        .flat_map(|ruler| &ruler.borders)
        .find(|border| border.name == name)
        .expect("a border of that name");
    let told = match step(document.plan(), document.evaluation(), border, by) {
        Ok(step) => match step.edit {
            Edit::Set { field, value, .. } => {
                let value = value.map_or_else(String::new, |value| value.line());
                format!("{} {value}", field.key())
            }
            other => format!("{other:?}"),
        },
        Err(held) => held.to_string(),
    };
    assert_eq!(told, expected, "{name} of {path} in {text}");
}

const SHORTER: (Side, Stride) = (Side::Shorter, Stride::Nibble);
const LONGER: (Side, Stride) = (Side::Longer, Stride::Nibble);
const ONE_LESS: (Side, Stride) = (Side::Shorter, Stride::Bit);
const ONE_MORE: (Side, Stride) = (Side::Longer, Stride::Bit);

#[test]
fn nibbles_and_bits() {
    let plan = |length: u8, more: &str| format!("blocks: [{{name: b, v6: /{length}{more}}}]\n");
    let b = ("b", "b");
    moved(&plan(40, ""), b, SHORTER, "v6 /36");
    moved(&plan(40, ""), b, LONGER, "v6 /44");
    moved(&plan(41, ""), b, SHORTER, "v6 /40");
    moved(&plan(43, ""), b, LONGER, "v6 /44");
    moved(&plan(43, ""), b, ONE_LESS, "v6 /42");
    moved(&plan(43, ""), b, ONE_MORE, "v6 /44");
    moved(&plan(43, ", alignment: bit"), b, LONGER, "v6 /47");
    moved(&plan(43, ", alignment: bit"), b, SHORTER, "v6 /39");
    let end = "b is /128, and there are no more bits on that side";
    moved(&plan(128, ""), b, ONE_MORE, end);
    let end = "b is /0, and there are no more bits on that side";
    moved(&plan(0, ""), b, SHORTER, end);
    let end = "b is /31, and there are no more bits on that side";
    moved(
        "blocks: [{name: b, v4: /31, alignment: bit}]\n",
        b,
        LONGER,
        end,
    );
}

#[test]
fn ranges_are_spelt_as_they_were() {
    let a = |spec: &str| {
        format!("blocks: [{{name: r, v6: /32, v4: /8, shoots: [{{name: a, {spec}}}]}}]\n")
    };
    let nodes = ("r/a.nodes", "nodes");
    moved(
        &a("nodes: v6global/64+prefix/80"),
        nodes,
        SHORTER,
        "nodes v6global/60+prefix/80",
    );
    moved(
        &a("nodes: v6global+prefix"),
        nodes,
        SHORTER,
        "nodes v6global/60+prefix",
    );
    moved(
        &a("nodes: v6global+prefix"),
        ("r/a", "node"),
        LONGER,
        "nodes v6global+prefix/84",
    );
    let both = a("nodes: [v6global/64, \"v4:/20\"]");
    moved(&both, nodes, ONE_MORE, "nodes v6global/65, v4:/20");
    moved(
        &a("services: v6private/112"),
        ("r/a.services", "services"),
        LONGER,
        "services v6private/116",
    );
    let pods = ("r/a.pods", "node's pods");
    moved(
        &a("nodes: v6global+prefix, pods: v6fromNode/96"),
        pods,
        LONGER,
        "pods v6fromNode/100",
    );
    // Where kube nodeipam cuts the pool, the node mask is the border.
    moved(&a("pods: \"v6:/52\""), pods, LONGER, "node-mask-v6 68");
    moved(
        &a("pods: \"v6:/52\", node-mask-v6: 72"),
        pods,
        SHORTER,
        "node-mask-v6 68",
    );
}

#[test]
fn what_stays_says_why() {
    let aws = |inside: &str| format!("provider: aws\nvpcs: [{{name: v, {inside}}}]\n");
    let v = ("v", "v");
    let fixed = "v stays /56: aws gives this length and no other";
    moved(&aws("v6: /56"), v, LONGER, fixed);
    moved(&aws("v6: /60"), v, LONGER, fixed);
    moved(&aws("v6: /60"), v, SHORTER, "v6 /56");
    moved(
        &aws("v6: \"2001:db8::/56\""),
        v,
        LONGER,
        "v is written as a prefix, /56, and stays; enter edits it",
    );
    let rounded = "node's pods stays /80: aws gives this for /76 too";
    let pods = aws("v6: /56, shoots: [{name: a, nodes: v6global+prefix, pods: v6fromNode/80}]");
    moved(&pods, ("v/a.pods", "node's pods"), SHORTER, rounded);
    let inherited = "nodes: v6global/64\nblocks: [{name: r, v6: /32, shoots: [{name: a}]}]\n";
    let held = "`nodes` is inherited from the plan; change it there, or say it here";
    moved(inherited, ("r/a.nodes", "nodes"), LONGER, held);
    let private = "shoots: [{name: a, pods: v4private, pinned: {services: \"fd5a:3c1e:77a0::/112\"}, services: v6private}]\n";
    let held = "pods is the default private network, /11; write a prefix instead to choose another";
    moved(private, ("a.pods", "pods"), LONGER, held);
    let held = "services is pinned, /112, and stays";
    moved(private, ("a.services", "services"), LONGER, held);
    let flat = "blocks: [{name: z, v6: /44, flat: true, shoots: [{name: a, nodes: v6global+prefix/64}]}]\n";
    let held = "nodes share the prefix of `z`, which is flat; move its border";
    moved(flat, ("z/a.nodes", "nodes"), LONGER, held);
}

#[test]
fn a_locked_block_refuses_its_edit() {
    let mut document =
        document("blocks: [{name: r, v6: /32, blocks: [{name: b, v6: /40, lock: true}]}]\n");
    let border = of(&document, "r/b")[0].borders[1].clone();
    let step = step(document.plan(), document.evaluation(), &border, LONGER).expect("a step");
    let refusal = document.try_out(step.edit).expect_err("it is locked");
    assert!(
        refusal.to_string().starts_with("`r/b` is locked"),
        "{refusal}"
    );
}

/// A ruler as text.
#[track_caller]
fn face(text: &str, path: &str, width: usize, expected: &str) {
    face_in(Scale::Digits, text, path, (width, expected));
}

#[track_caller]
fn face_in(scale: Scale, text: &str, path: &str, (width, expected): (usize, &str)) {
    let document = document(text);
    let ruler = &of(&document, path)[0];
    let view = View::of(ruler, None, (scale, width));
    let pieces = [lines(ruler, None, (view, width)), notes(ruler, width)].concat();
    let shown: Vec<String> = pieces
        .into_iter()
        .map(|line| line.into_iter().map(|(_, text)| text).collect::<String>())
        .map(|line| line.trim_end().to_owned())
        .collect();
    assert_eq!(shown.join("\n"), expected, "{path} at {width}");
}

#[test]
fn digits_letters_and_legend() {
    let pods = "blocks: [{name: r, v6: \"2001:db8::/32\", shoots: [{name: a, pods: \"v6:/52\", node-mask-v6: 64}]}]\n";
    face(
        pods,
        "r/a.pods",
        60,
        "2001:0db8:0000:0000:0000:0000:0000:0000\n\
         \u{20}       a      b  c│\n\
         \u{20}               ═══╪═\n\
         a r /32  b pods /52  c node's pods /64\n\
         │ /64: the host half follows\n\
         ═ /52 to /68: the 16 bits that kube nodeipam counts; a\n  node's /64 lies inside",
    );
    let v4 = "blocks: [{name: r, v4: 10.0.0.0/8, blocks: [{name: b, v4: /12}]}]\n";
    face(
        v4,
        "r/b",
        60,
        "00001010.00000000.00000000.00000000\n       a    b\na r /8  b b /12",
    );
}

#[test]
fn borders_in_one_digit_stand_below_each_other() {
    let plan = "blocks: [{name: r, v6: \"2001:db8::/32\", blocks: [{name: b, v6: /38, blocks: [{name: c, v6: /40}]}]}]\n";
    face(
        plan,
        "r/b/c",
        60,
        "2001:0db8:0000:0000:0000:0000:0000:0000\n\
         \u{20}       a  b       │\n\
         \u{20}          c       │\n\
         a r /32  b b /38  c c /40\n\
         │ /64: the host half follows",
    );
}

#[test]
fn a_narrow_ruler_shows_the_digits_that_matter() {
    // A /112 ends in the seventh group: at 24 columns the leading groups go.
    let plan = "blocks: [{name: r, v6: \"2001:db8:1:2::/64\", shoots: [{name: a, services: v6global/112}]}]\n";
    face(
        plan,
        "r/a.services",
        24,
        "…0002:0000:0000:0000…\n    a│             b\na r /64  b services /112\n│ /64: the host half\n  follows",
    );
    for width in 0..60 {
        let document = document(plan);
        let ruler = &of(&document, "r/a.services")[0];
        for scale in [Scale::Digits, Scale::Bits] {
            let width = width.max(8);
            let view = View::of(ruler, None, (scale, width));
            for line in lines(ruler, None, (view, width)).iter().take(1) {
                let columns: usize = line.iter().map(|(_, text)| text.chars().count()).sum();
                assert!(columns <= width, "{columns} columns at {width}");
            }
        }
    }
}

#[test]
fn ipv4_has_no_window_and_no_host_half() {
    let plan = "blocks: [{name: r, v4: 10.0.0.0/8, shoots: [{name: a, pods: \"v4:/9\", node-mask-v4: 28}]}]\n";
    let document = document(plan);
    assert_eq!(of(&document, "r/a.pods")[0].marks, [] as [Mark; 0]);
}

#[test]
fn bits_stand_in_nibbles_with_the_border_in_the_middle() {
    let plan = "blocks: [{name: r, v6: \"2001:db8::/32\", blocks: [{name: a, v6: /35}]}]\n";
    // 0x2001:0db8 and the first nibble behind it: three bits are a's.
    face_in(
        Scale::Bits,
        plan,
        "r/a",
        (
            32,
            "…1101 1011 1000:0000 0000 0000…\n              a   b\na r /32  b a /35\n│ /64: the host half follows",
        ),
    );
    face_in(
        Scale::Bits,
        plan,
        "r/a",
        (
            12,
            "…1000:0000…\n    a   b\na r /32\nb a /35\n│ /64: the\n  host half\n  follows",
        ),
    );
    // Those of IPv4 always are.
    let plan = "blocks: [{name: r, v4: 10.0.0.0/9}]\n";
    let expected = "00001010.00000000.00000000.00000000\n         a\na r /9";
    face_in(Scale::Bits, plan, "r", (40, expected));
    face_in(Scale::Digits, plan, "r", (40, expected));
}

#[test]
fn a_column_of_a_ruler_is_a_length() {
    let plan = "blocks: [{name: r, v6: \"2001:db8::/32\", blocks: [{name: a, v6: /56}]}]\n";
    let document = document(plan);
    let ruler = &of(&document, "r/a")[0];
    for scale in [Scale::Digits, Scale::Bits] {
        for width in [8, 20, 39, 60, 160] {
            let view = View::of(ruler, None, (scale, width));
            let shown: Vec<u8> = (1..=128)
                .filter(|&bits| scale == Scale::Bits || bits % 4 == 0)
                .filter(|&bits| {
                    let length = Length::new(Family::V6, bits).expect("a length");
                    let column = view.column_of(length);
                    column.is_some_and(|column| view.length_at(column) == Some(length))
                })
                .collect();
            // Every border that is shown is the one at its column, and they lie side by side.
            assert!(shown.contains(&56), "{scale:?} at {width}: {shown:?}");
            let ends = (shown[0], shown[shown.len() - 1]);
            let step = if scale == Scale::Bits { 1 } else { 4 };
            assert_eq!(usize::from((ends.1 - ends.0) / step), shown.len() - 1);
            let last = Length::new(Family::V6, ends.1);
            assert_eq!(view.length_at(1000), last, "{scale:?} at {width}");
        }
    }
}

/// A /64 for a node comes out of a /64 at least, whichever of the two borders moves.
#[test]
fn nodes_keep_room_for_a_node() {
    let a = |spec: &str| {
        format!("blocks: [{{name: r, v6: /32, shoots: [{{name: a, nodes: {spec}}}]}}]\n")
    };
    let (nodes, node) = (("r/a.nodes", "nodes"), ("r/a.nodes", "node"));
    moved(
        &a("v6global/60+prefix/64"),
        nodes,
        LONGER,
        "nodes v6global/64+prefix/64",
    );
    let held = "nodes stays /64: at /68 the nodes have no /64 to give to a node";
    moved(&a("v6global/64+prefix/64"), nodes, LONGER, held);
    let held = "node stays /64: at /64 the nodes have no /60 to give to a node";
    moved(&a("v6global/64+prefix/64"), node, SHORTER, held);
    // What is beyond already comes back.
    moved(
        &a("v6global/124+prefix/64"),
        nodes,
        SHORTER,
        "nodes v6global/120+prefix/64",
    );
    moved(
        &a("v6global/124+prefix/64"),
        node,
        LONGER,
        "nodes v6global/124+prefix/68",
    );
}
