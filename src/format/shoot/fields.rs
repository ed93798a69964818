//! What `manifest-fields` say: texts and numbers for the manifest, each checked as the one who reads it will.

use super::target::Target;
use crate::format::ExportError;
use crate::nearest::nearest;
use crate::plan::{Field, Value, Version, is_hidden};

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

/// The one pool of workers.
#[derive(Clone, Debug)]
pub(super) struct Workers {
    pub(super) name: String,
    pub(super) machine: String,
    pub(super) image: Option<(String, Option<String>)>,
    pub(super) volume: (String, String),
    pub(super) minimum: u32,
    pub(super) maximum: u32,
    /// Where the maximum comes from, for its comment.
    pub(super) bound: &'static str,
}

impl Target<'_> {
    /// The text of a manifest field, where one is said.
    pub(super) fn said(&self, keys: &[&str]) -> Result<Option<String>, ExportError> {
        let field = || format!("manifest-fields.{}", keys.join("."));
        match self.shoot.manifest_field(keys) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => {
                let plain = !text.trim().is_empty() && !text.contains(is_hidden);
                plain.then(|| Some(text.to_string())).ok_or_else(|| {
                    self.value(&field(), text, "write a text without control characters")
                })
            }
            Some(value @ (Value::List(_) | Value::Map(_))) => {
                Err(self.value(&field(), &value.line(), "write one text"))
            }
        }
    }

    /// The text of a manifest field, or what stands in for it.
    pub(super) fn said_or(&self, keys: &[&str], default: &str) -> Result<String, ExportError> {
        Ok(self.said(keys)?.unwrap_or_else(|| default.to_owned()))
    }

    /// The region, as every provider has one.
    pub(super) fn region(&self) -> Result<String, ExportError> {
        let region = self
            .said(&["region"])?
            .ok_or_else(|| self.missing("a region", "manifest-fields: {region: eu-central-1}"))?;
        self.word("manifest-fields.region", region)
    }

    /// The name of the binding to credentials, and the field of the manifest that it stands in.
    pub(super) fn binding(&self) -> Result<(&'static str, String), ExportError> {
        let add = "manifest-fields: {credentials-binding: my-credentials}";
        if let Some(name) = self.said(&["credentials-binding"])? {
            let name = self.word("manifest-fields.credentials-binding", name)?;
            return Ok(("credentialsBindingName", name));
        }
        let name = self
            .said(&["secret-binding"])?
            .ok_or_else(|| self.missing("a binding to credentials", add))?;
        let name = self.word("manifest-fields.secret-binding", name)?;
        Ok(("secretBindingName", name))
    }

    /// The Kubernetes version.
    pub(super) fn version(&self) -> Result<Version, ExportError> {
        let setting = self.shoot.version();
        let Some(text) = self.said(&["kubernetes-version"])? else {
            return setting
                .ok_or_else(|| self.missing("a Kubernetes version", "kubernetes: \"1.34\""));
        };
        let field = "manifest-fields.kubernetes-version";
        let version = Version::parse(&text)
            .ok_or_else(|| self.value(field, &text, "write a version such as 1.34.9"))?;
        match setting {
            Some(setting)
                if setting.minor != version.minor
                    || setting.patch.is_some() && setting.patch != version.patch =>
            {
                let why =
                    format!("the plan is checked for `kubernetes: \"{setting}\"`; say one version");
                Err(self.value(field, &text, why))
            }
            Some(_) | None => Ok(version),
        }
    }

    /// The network plugin.
    pub(super) fn plugin(&self) -> Result<&'static str, ExportError> {
        match self.shoot.cni() {
            "calico" => Ok("calico"),
            "cilium" => Ok("cilium"),
            other => Err(self.value("cni", other, "Gardener has calico and cilium")),
        }
    }

    /// The zones that nodes are spread over.
    pub(super) fn zones(&self) -> Result<Vec<String>, ExportError> {
        let zones = self.shoot.zones();
        if zones.is_empty() {
            return Err(self.missing("the zones of its nodes", "node-zones: [eu-central-1a]"));
        }
        zones
            .iter()
            .map(|zone| self.word("node-zones", zone.to_string()))
            .collect()
    }

    /// How many pods a node may run, where that is said.
    pub(super) fn max_pods(&self) -> Result<Option<u32>, ExportError> {
        let Some(count) = self.shoot.settings.number(self.plan(), Field::MaxPods) else {
            return Ok(None);
        };
        let number = count.low().and_then(int32);
        number.map(Some).ok_or_else(|| {
            self.value(
                "max-pods",
                &count.decimal(),
                "the manifest holds up to 2,147,483,647",
            )
        })
    }

    /// The pool of workers.
    pub(super) fn workers(&self, zones: u32) -> Result<Workers, ExportError> {
        self.check_worker_keys()?;
        let name = self.label(
            "manifest-fields.workers.name",
            self.said_or(&["workers", "name"], "pool-a")?,
        )?;
        if name.len() > LONGEST_POOL {
            let why = format!("Gardener takes up to {LONGEST_POOL} characters");
            return Err(self.value("manifest-fields.workers.name", &name, why));
        }
        let size = self.said_or(&["workers", "volume", "size"], "50Gi")?;
        let digits = size.strip_suffix("Gi").unwrap_or("");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let field = "manifest-fields.workers.volume.size";
            return Err(self.value(field, &size, "write it as 50Gi"));
        }
        let (maximum, bound) = self.maximum(zones)?;
        let minimum = self.number("minimum")?.unwrap_or_else(|| maximum.min(1));
        if minimum > maximum {
            let why = format!("the maximum is {maximum}");
            return Err(self.value("manifest-fields.workers.minimum", &minimum.to_string(), why));
        }
        Ok(Workers {
            name,
            machine: self.said_or(&["workers", "machine-type"], "m5.large")?,
            image: self.image()?,
            volume: (self.said_or(&["workers", "volume", "type"], "gp3")?, size),
            minimum,
            maximum,
            bound,
        })
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

    /// A DNS label: a word without a dot.
    pub(super) fn label(&self, field: &str, text: String) -> Result<String, ExportError> {
        if is_word(&text) && !text.contains('.') {
            return Ok(text);
        }
        Err(self.value(field, &text, "use lower-case letters, digits and `-`"))
    }

    /// A name as Kubernetes and the clouds have them.
    pub(super) fn word(&self, field: &str, text: String) -> Result<String, ExportError> {
        if is_word(&text) {
            return Ok(text);
        }
        Err(self.value(field, &text, "use lower-case letters, digits, `-` and `.`"))
    }
}

fn is_word(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes()
        .all(|byte| inside(byte) || matches!(byte, b'-' | b'.'))
        && text.bytes().next().is_some_and(inside)
        && text.bytes().last().is_some_and(inside)
}

fn int32(number: u128) -> Option<u32> {
    i32::try_from(number)
        .ok()
        .and_then(|number| u32::try_from(number).ok())
}
