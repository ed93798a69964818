//! `spec.provider.workers`: one pool, as `manifest-fields.workers` says.

use super::fields::int32;
use super::provider::Writer;
use super::sheet::{Line, Sheet, line, text};
use super::target::Target;
use crate::addr::Family;
use crate::format::ExportError;
use crate::nearest::nearest;
use crate::plan::Value;

/// What a pool of workers may say.
const WORKERS: [&str; 6] = [
    "name",
    "machine-type",
    "image",
    "volume",
    "minimum",
    "maximum",
];
/// The longest name of a pool (g a).
const LONGEST_POOL: usize = 15;

impl Target<'_> {
    /// The pool of workers.
    pub(super) fn workers(&self, writer: &Writer, zones: &[String]) -> Result<Sheet, ExportError> {
        self.check_worker_keys()?;
        let name = self.label(
            "manifest-fields.workers.name",
            self.said_or(&["workers", "name"], "pool-a")?,
        )?;
        if name.len() > LONGEST_POOL {
            let why = format!("Gardener takes up to {LONGEST_POOL} characters");
            return Err(self.value("manifest-fields.workers.name", &name, why));
        }
        let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
        let (maximum, bound) = self.maximum(count)?;
        let minimum = self.number("minimum")?.unwrap_or_else(|| maximum.min(1));
        if minimum > maximum {
            let why = format!("the maximum is {maximum}");
            return Err(self.value("manifest-fields.workers.minimum", &minimum.to_string(), why));
        }
        let mut lines = vec![line("name", text(name))];
        let machine = self.machine(writer)?;
        if !machine.is_empty() {
            lines.push(line("machine", Sheet::Map(machine)));
        }
        lines.extend(self.volume(writer)?);
        lines.push(line("minimum", Sheet::Number(minimum)));
        lines
            .push(line("maximum", Sheet::Number(maximum)).note(format!("Nodes at most: {bound}.")));
        if !zones.is_empty() {
            lines.push(
                line("zones", Sheet::List(zones.iter().map(text).collect()))
                    .note("Zones can be added to a pool, and never taken away."),
            );
        }
        Ok(Sheet::Map(lines))
    }

    fn machine(&self, writer: &Writer) -> Result<Vec<Line>, ExportError> {
        let keys = ["workers", "machine-type"];
        let machine = match writer.machine {
            Some(machine) => Some(self.said_or_assumed(&keys, machine)?),
            None => self.said(&keys)?,
        };
        let note = if writer.name == "aws" && self.shoot.has(Family::V6) {
            "A node gets its /80 on Nitro types only."
        } else {
            ""
        };
        let mut lines = Vec::new();
        match machine {
            Some(machine) => lines.push(line("type", text(machine)).note(note)),
            None => self.lack(
                "the type of its machines",
                "manifest-fields: {workers: {machine-type: …}}",
            ),
        }
        if let Some((name, version)) = self.image()? {
            let mut image = vec![line("name", text(name))];
            image.extend(version.map(|version| line("version", text(version))));
            lines.push(line("image", Sheet::Map(image)));
        }
        Ok(lines)
    }

    /// The volume, where the provider's machines have one or the plan says one.
    fn volume(&self, writer: &Writer) -> Result<Option<Line>, ExportError> {
        let kind = match writer.volume {
            Some(volume) => Some(self.said_or_assumed(&["workers", "volume", "type"], volume)?),
            None => self.said(&["workers", "volume", "type"])?,
        };
        let keys = ["workers", "volume", "size"];
        let size = match writer.volume {
            Some(_) => Some(self.said_or_assumed(&keys, "50Gi")?),
            None => self.said(&keys)?,
        };
        if let Some(size) = &size {
            let digits = size.strip_suffix("Gi").unwrap_or("");
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                let field = "manifest-fields.workers.volume.size";
                return Err(self.value(field, size, "write it as 50Gi"));
            }
        }
        let mut lines = Vec::new();
        lines.extend(kind.map(|kind| line("type", text(kind))));
        lines.extend(size.map(|size| line("size", text(size))));
        Ok((!lines.is_empty()).then(|| line("volume", Sheet::Map(lines))))
    }

    /// The most workers: as said, else max-nodes, else a few; never fewer than one a zone.
    fn maximum(&self, zones: u32) -> Result<(u32, &'static str), ExportError> {
        let (field, maximum, bound) = match (self.number("maximum")?, self.shoot.wanted_nodes()) {
            (Some(said), _) => (
                "manifest-fields.workers.maximum",
                said,
                "said in manifest-fields",
            ),
            (None, Some(nodes)) => {
                let number = nodes.low().and_then(int32).ok_or_else(|| {
                    self.value(
                        "max-nodes",
                        &nodes.decimal(),
                        "the manifest holds up to 2,147,483,647",
                    )
                })?;
                ("max-nodes", number, "max-nodes of the plan")
            }
            (None, None) => (
                "",
                zones.max(3),
                "three, or one a zone, as the plan says no max-nodes",
            ),
        };
        if maximum < zones {
            let why = format!("Gardener wants room for a node in each of the {zones} zones");
            return Err(self.value(field, &maximum.to_string(), why));
        }
        Ok((maximum, bound))
    }

    fn image(&self) -> Result<Option<(String, Option<String>)>, ExportError> {
        let image = self.shoot.manifest_field(&["workers", "image"]);
        if let Some(Value::Map(_)) = image {
            let name = self.said(&["workers", "image", "name"])?;
            let version = self.said(&["workers", "image", "version"])?;
            return Ok(name.map(|name| (name, version)));
        }
        Ok(self.said(&["workers", "image"])?.map(|name| (name, None)))
    }

    fn number(&self, key: &str) -> Result<Option<u32>, ExportError> {
        let Some(text) = self.said(&["workers", key])? else {
            return Ok(None);
        };
        let field = format!("manifest-fields.workers.{key}");
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = plain.then(|| text.parse().ok()).flatten().and_then(int32);
        number
            .map(Some)
            .ok_or_else(|| self.value(&field, &text, "the manifest holds up to 2,147,483,647"))
    }

    fn check_worker_keys(&self) -> Result<(), ExportError> {
        match self.shoot.manifest_field(&["workers"]) {
            None | Some(Value::Null) => Ok(()),
            Some(Value::Map(pairs)) => {
                match pairs.iter().find(|(key, _)| !WORKERS.contains(&&**key)) {
                    None => Ok(()),
                    Some((key, _)) => {
                        let near = nearest(key, WORKERS).map_or_else(
                            || format!("a pool of workers has {}", WORKERS.join(", ")),
                            |near| format!("write `{near}`"),
                        );
                        Err(self.value("a key of manifest-fields.workers", key, near))
                    }
                }
            }
            Some(value @ (Value::Text(_) | Value::List(_))) => {
                let why = "write one pool, such as {machine-type: m5.large, maximum: 10}";
                Err(self.value("manifest-fields.workers", &value.line(), why))
            }
        }
    }
}
