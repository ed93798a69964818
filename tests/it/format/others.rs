//! Every other form of a plan, worked out by hand for a small one.

use serde_json::Value;
use trellis::document::Document;
use trellis::format::{ExportError, format};

use super::{data, document};

const PLAN: &str = "\
trellis: 1
name: small, but \"whole\"
provider: generic
kubernetes: \"1.34\"
regions:
- name: r
  v6: 2001:db8:1000::/38
  v4: 10.0.0.0/8
  note: \"=the | first\"
  state: assigned
  vpcs:
  - name: v
    count: 2
    v6: /48
    v4: /16
    shoots:
    - name: s
      nodes: [\"v4:/18\", \"v6:/64+prefix/80\"]
      pods: [v4private, v6fromNode]
      services: [v4private, \"v6:/112\"]
";

fn write(document: &Document, id: &str, path: &str) -> Result<String, ExportError> {
    let found = document.plan().find(path).expect("a path of the plan");
    (format(id).expect("a format").export)(document, &found)
}

fn check(id: &str, path: &str, expected: &[&str]) {
    let text = write(&document(PLAN), id, path).expect("a plan that can be written");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines, expected, "{id} of `{path}`");
}

#[test]
fn a_table_has_a_line_a_definition() {
    check(
        "csv",
        "r/v",
        &[
            "path,kind,range,family,length,first,last,count,origin,role,state,owner,note",
            "r/v,VPC,,IPv6,48,2001:db8:1000::/48,2001:db8:1001::/48,2,placed,,,,",
            "r/v,VPC,,IPv4,16,10.0.0.0/16,10.1.0.0/16,2,placed,,,,",
            "r/v/s,shoot,nodes,IPv6,64,2001:db8:1000::/64,2001:db8:1001::/64,2,placed,,,,",
            "r/v/s,shoot,nodes,IPv4,18,10.0.0.0/18,10.1.0.0/18,2,placed,,,,",
            "r/v/s,shoot,pods,IPv6,,,,2,node,,,,",
            "r/v/s,shoot,pods,IPv4,11,100.96.0.0/11,100.96.0.0/11,2,default,,,,",
            "r/v/s,shoot,services,IPv6,112,2001:db8:1000:1::/112,2001:db8:1001:1::/112,2,placed,,,,",
            "r/v/s,shoot,services,IPv4,13,100.64.0.0/13,100.64.0.0/13,2,default,,,,",
        ],
    );
    let table = write(&document(PLAN), "csv", "r").expect("a table");
    assert!(table.contains(",assigned,,'=the | first\r\n"), "{table}");
}

#[test]
fn netbox_gets_a_line_a_prefix() {
    check(
        "netbox",
        "r/v-2",
        &[
            "prefix,status,is_pool,description,comments",
            "2001:db8:1001::/48,container,false,r/v-2,",
            "10.1.0.0/16,container,false,r/v-2,",
            "2001:db8:1001::/64,active,false,r/v-2/s.nodes,",
            "10.1.0.0/18,active,false,r/v-2/s.nodes,",
            "100.96.0.0/11,active,false,r/v-2/s.pods,",
            "2001:db8:1001:1::/112,active,false,r/v-2/s.services,",
            "100.64.0.0/13,active,false,r/v-2/s.services,",
        ],
    );
}

#[test]
fn terraform_gets_a_map() {
    check(
        "terraform",
        "r/v-1/s",
        &[
            "locals {",
            "  prefixes = {",
            "    \"r/v-1/s.nodes\" = { \"v4\" = \"10.0.0.0/18\", \"v6\" = \"2001:db8:1000::/64\" }",
            "    \"r/v-1/s.pods\" = { \"v4\" = \"100.96.0.0/11\" }",
            "    \"r/v-1/s.services\" = { \"v4\" = \"100.64.0.0/13\", \"v6\" = \"2001:db8:1000:1::/112\" }",
            "  }",
            "}",
        ],
    );
}

/// A /38 is four zones of a nibble, a /16 one of two octets.
#[test]
fn reverse_zones() {
    let text = write(&document(PLAN), "rdns", "").expect("zones");
    let zones: Vec<&str> = text.lines().take(8).collect();
    assert_eq!(
        zones,
        [
            "; zone\tprefix\tpath",
            "0.1.8.b.d.0.1.0.0.2.ip6.arpa.\t2001:db8:1000::/38\tr",
            "1.1.8.b.d.0.1.0.0.2.ip6.arpa.\t2001:db8:1000::/38\tr",
            "2.1.8.b.d.0.1.0.0.2.ip6.arpa.\t2001:db8:1000::/38\tr",
            "3.1.8.b.d.0.1.0.0.2.ip6.arpa.\t2001:db8:1000::/38\tr",
            "10.in-addr.arpa.\t10.0.0.0/8\tr",
            "0.0.0.1.8.b.d.0.1.0.0.2.ip6.arpa.\t2001:db8:1000::/48\tr/v-1",
            "0.10.in-addr.arpa.\t10.0.0.0/16\tr/v-1",
        ]
    );
}

#[test]
fn prefix_lists_aggregate() {
    let text = write(&document(PLAN), "prefixes", "").expect("lists");
    let wanted = "\
# level 2, VPC, IPv6: 2 prefixes
2001:db8:1000::/48                          # r/v-1
2001:db8:1001::/48                          # r/v-2
# level 2, VPC, IPv6: aggregated to 1
2001:db8:1000::/47
";
    assert!(text.contains(wanted), "{text}");
}

/// The section is what a plan would read again.
#[test]
fn the_proposal_has_keywords() {
    let text = write(&document(PLAN), "proposal", "r/v/s").expect("a section");
    assert_eq!(
        data(&text),
        data(
            "networking: {type: calico, nodes: ['v4:/18', /64+prefix/80], pods: [v4private, v6fromNode], services: [v4private, /112]}"
        )
    );
}

#[test]
fn json_has_an_entry_a_definition() {
    let text = write(&document(PLAN), "json", "").expect("JSON");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["version"], 1);
    let first = &value["prefixes"][0];
    assert_eq!(first["path"], "r");
    assert_eq!(first["first"], "2001:db8:1000::/38");
    assert_eq!(first["count"], "1");
    assert_eq!(first["state"], "assigned");
}

#[test]
fn the_review_sheet_is_whole_and_plain() {
    let text = write(&document(PLAN), "markdown", "").expect("a sheet");
    for line in [
        "# small, but \"whole\"",
        "| `r` | region | 1 | `2001:db8:1000::/38` |  | pinned | =the \\| first |",
        "| `r/v` | VPC | 2 | `2001:db8:1000::/48` | `2001:db8:1001::/48` | placed |  |",
        "| `r` | /48 | 10 | 1 | 9 | 1,024 | 2 | 0 | 1,022 |",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    for heading in [
        "Prefixes",
        "Bit budgets",
        "Clusters",
        "Assumptions",
        "Findings",
    ] {
        assert!(text.contains(&format!("\n## {heading}\n")), "{heading}");
    }
}

#[test]
fn a_picture_is_one_element_with_every_level() {
    let text = write(&document(PLAN), "svg", "").expect("a picture");
    assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
    for part in [
        ">small, but &quot;whole&quot;</text>",
        ">/38, 38 bits</text>",
        ">v ×2</text>",
        ">/64</text>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let opened = text.matches("<text").count();
    assert_eq!(opened, text.matches("</text>").count());
}

#[test]
fn a_run_without_end_is_refused_and_counted() {
    let plan = PLAN
        .replace("count: 2", "count: 200000")
        .replace("v6: /48", "v6: /60")
        .replace("v4: /16\n    shoots", "v4: /26\n    shoots");
    let document = document(&plan);
    for id in ["netbox", "terraform", "rdns", "prefixes"] {
        let error = write(&document, id, "").expect_err("too many");
        let message = error.to_string();
        assert_eq!(
            message,
            "400,001 prefixes are too many to be listed one by one, 100,000 at most; name a part of the plan"
        );
    }
    assert!(write(&document, "csv", "").is_ok());
}
