//! What `manifest-fields` say: texts and numbers for the manifest, each checked as the one who reads it will.

use super::sheet::{Line, Sheet, line};
use super::target::Target;
use crate::addr::{Family, Prefix, parse_prefix};
use crate::format::ExportError;
use crate::plan::{Field, Value, Version};
use crate::visible::is_hidden;

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

    /// The same, and what stands in is told.
    pub(super) fn said_or_assumed(
        &self,
        keys: &[&str],
        default: &str,
    ) -> Result<String, ExportError> {
        if let Some(said) = self.said(keys)? {
            return Ok(said);
        }
        self.assume(&keys.join("."), default);
        Ok(default.to_owned())
    }

    /// An IPv4 prefix of a manifest field, where one is said.
    pub(super) fn prefix_v4(&self, key: &'static str) -> Result<Option<Prefix>, ExportError> {
        let Some(said) = self.said(&[key])? else {
            return Ok(None);
        };
        let field = format!("manifest-fields.{key}");
        let prefix =
            parse_prefix(&said).map_err(|error| self.value(&field, &said, error.to_string()))?;
        if prefix.family() == Family::V4 {
            return Ok(Some(prefix));
        }
        Err(self.value(&field, &said, "write an IPv4 prefix"))
    }

    /// `dualStack`: load balancers of both families in front of a cluster of IPv4.
    pub(super) fn dual_stack_ingress(&self) -> Option<Line> {
        let shoot = &self.shoot;
        match shoot.settings.text(shoot.plan, Field::Ingress) {
            Some("dual-stack") if !shoot.has(Family::V6) => {
                let enabled = Sheet::Map(vec![line("enabled", Sheet::Flag(true))]);
                let note = "ingress of the plan: load balancers take in IPv6 too. It can't be switched off again.";
                Some(line("dualStack", enabled).note(note))
            }
            _ => None,
        }
    }

    /// The region, where it is said: every provider has one.
    pub(super) fn region(&self) -> Result<Option<String>, ExportError> {
        let Some(region) = self.said(&["region"])? else {
            self.lack("the region", "manifest-fields: {region: …}");
            return Ok(None);
        };
        self.word("manifest-fields.region", region).map(Some)
    }

    /// The name of the binding to credentials, and the field of the manifest that it stands in.
    pub(super) fn binding(&self) -> Result<Option<(&'static str, String)>, ExportError> {
        if let Some(name) = self.said(&["credentials-binding"])? {
            let name = self.word("manifest-fields.credentials-binding", name)?;
            return Ok(Some(("credentialsBindingName", name)));
        }
        let Some(name) = self.said(&["secret-binding"])? else {
            self.lack(
                "the binding to credentials",
                "manifest-fields: {credentials-binding: …}",
            );
            return Ok(None);
        };
        let name = self.word("manifest-fields.secret-binding", name)?;
        Ok(Some(("secretBindingName", name)))
    }

    /// The Kubernetes version, where one is said.
    pub(super) fn version(&self) -> Result<Option<Version>, ExportError> {
        let setting = self.shoot.version();
        let Some(text) = self.said(&["kubernetes-version"])? else {
            if setting.is_none() {
                self.lack("the version of Kubernetes", "kubernetes: \"1.34\"");
            }
            return Ok(setting);
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
            Some(_) | None => Ok(Some(version)),
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
            let example = self.shoot.profile.zone_example.as_deref();
            let add = format!("node-zones: [{}]", example.unwrap_or("a"));
            return Err(self.missing("the zones of its nodes", add));
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

pub(super) fn int32(number: u128) -> Option<u32> {
    i32::try_from(number)
        .ok()
        .and_then(|number| u32::try_from(number).ok())
}
