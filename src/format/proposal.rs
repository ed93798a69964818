//! The `networking` section as Gardener's IPv6 proposal has it: keywords, and a list where both families are said.

use std::fmt::Write as _;

use crate::document::Document;
use crate::engine::range_field;
use crate::plan::{Found, Kind, RangeKind};
use crate::spec::print;
use crate::visible::clean;
use crate::yaml::print_scalar;

/// The section of one shoot, or of every shoot below a path as documents of their own.
pub(super) fn export(document: &Document, found: &Found) -> String {
    let plan = document.plan();
    let shoots: Vec<_> = plan
        .walk_from(found.node)
        .filter(|&node| plan.kind(node) == Kind::Shoot)
        .collect();
    let sections: Vec<String> = shoots
        .into_iter()
        .map(|node| {
            let shoot = document.evaluation().shoot(plan, node);
            let mut out = format!(
                "# {}\nnetworking:\n  type: {}\n",
                clean(&plan.path(node)),
                shoot.cni()
            );
            for kind in RangeKind::ALL {
                let Some(spec) = shoot.settings.spec(plan, range_field(kind)) else {
                    continue;
                };
                let text = print(spec);
                let values: Vec<String> = text
                    .split(',')
                    .map(|value| print_scalar(value.trim(), None, true, false))
                    .collect();
                let value = match values.as_slice() {
                    [one] => one.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                let _ = writeln!(out, "  {}: {value}", kind.key());
            }
            out
        })
        .collect();
    sections.join("---\n")
}
