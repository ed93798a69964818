//! The preview of an export: the manifest that would be written, or what would differ in the one that is there.

use super::{open, refuse};
use crate::format::{IntoError, Patched, into};
use crate::plan::Field;
use crate::report::{Look, ManifestSheet, diff, text};
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;

/// Shows the manifest; where the shoot has one already, that has to be read first.
pub(super) fn export(model: &mut Model) -> Vec<Effect> {
    let plan = model.document.plan();
    if let Some(file) = plan.text(model.node(), Field::Manifest) {
        return vec![Effect::ReadManifest(file.to_owned())];
    }
    let path = model.path();
    match crate::format::export(&model.document, &model.found()) {
        Ok(text) => open(
            model,
            Overlay::Page {
                title: format!("Shoot of {path}, as `trellis export` writes it"),
                text,
            },
        ),
        Err(why) => refuse(model, why.to_string()),
    }
    Vec::new()
}

/// Shows what would differ in the manifest that is there.
pub(super) fn against(model: &mut Model, file: &str, manifest: Result<String, String>) {
    let old = match manifest {
        Ok(old) => old,
        Err(why) => return refuse(model, why),
    };
    let path = model.path();
    match into(&model.document, &model.found(), &old) {
        Ok(patched) => {
            let text = differences(file, &old, &patched);
            let title = format!("what an export changes in {file}");
            open(model, Overlay::Page { title, text });
        }
        Err(IntoError::Refused {
            manifests,
            findings,
            ..
        }) => {
            let look = Look {
                width: usize::from(model.size.0.saturating_sub(6)),
                ..Look::PLAIN
            };
            let sheet = ManifestSheet::new(file, *manifests, findings);
            let text = text::findings(&sheet, look);
            let title = format!("{path} would be refused, and {file} stays as it is");
            open(model, Overlay::Page { title, text });
        }
        Err(why) => refuse(model, format!("{file}: {why}")),
    }
}

fn differences(file: &str, old: &str, patched: &Patched) -> String {
    let mut text = match diff::unified(file, old, &patched.text) {
        none if none.is_empty() => {
            format!("{file} says all that the plan does; nothing changes.\n")
        }
        diff => diff,
    };
    for left in &patched.left {
        text.extend(["\n", left, "\n"]);
    }
    text
}
