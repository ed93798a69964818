//! What is wrong with a manifest: the place by path, field and bytes, the words, and who says them.

use super::fix::Fix;
use crate::diag::{Severity, Waived};
use crate::source::{Source, Span};

/// Who refuses a manifest, in the order in which they look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The client, before anything is sent.
    Kubectl,
    /// Gardener's API server: static validation, after defaulting.
    ApiServer,
    /// Gardener's admission plugins.
    Admission,
    /// The admission of the provider's extension.
    Provider,
    /// The admission of the network plugin's extension.
    Cni,
    /// Gardener's scheduler.
    Scheduler,
    /// gardenlet, when it builds the cluster.
    Gardenlet,
    /// kube-apiserver of the cluster.
    KubeApiServer,
    /// kube-apiserver of the cluster, when a service asks for an address.
    ServiceAllocator,
    /// kube-controller-manager of the cluster.
    NodeIpam,
}

impl By {
    /// The component and the moment.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Kubectl => "kubectl 1.27 and newer, before the Shoot is written",
            Self::ApiServer => "Gardener's API server, when the Shoot is written",
            Self::Admission => "Gardener's admission (ShootValidator), when the Shoot is written",
            Self::Provider => "the provider extension's admission, when the Shoot is written",
            Self::Cni => "the network extension's admission, when the Shoot is written",
            Self::Scheduler => "gardener-scheduler, when it looks for a seed",
            Self::Gardenlet => "gardenlet, when it reconciles the Shoot",
            Self::KubeApiServer => "kube-apiserver, at start",
            Self::ServiceAllocator => "kube-apiserver (service IP allocator), for every service",
            Self::NodeIpam => "kube-controller-manager (node IPAM), at start",
        }
    }
}

/// One case of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's code: a kebab-case name, kept for ever.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// `namespace/name` of the object; empty where it is about the text.
    pub path: String,
    /// The Kubernetes field path (`spec.networking.pods`); empty for the object itself.
    pub field: String,
    /// The bytes that it points at, if they are in the text.
    pub span: Option<Span>,
    /// One lower-case line without a period that names the values and says what is.
    pub message: String,
    /// An imperative that would mend it.
    pub help: Option<String>,
    /// The words that the refusing component prints as the detail of its error.
    pub literal: Option<String>,
    /// Who refuses it, and when. Nobody: it is a finding of trellis's own.
    pub refused_by: Option<By>,
    /// Other places that belong to it.
    pub labels: Vec<(Span, String)>,
    /// Mends, the smallest first.
    pub fixes: Vec<Fix>,
    /// Why it is waived, where it is.
    pub waived: Option<Waived>,
    /// Where the claim can be read.
    pub sources: &'static [Source],
}

impl Finding {
    /// A finding about the text itself.
    pub(super) fn of_text(
        code: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            path: String::new(),
            field: String::new(),
            span: Some(span),
            message: message.into(),
            help: None,
            literal: None,
            refused_by: None,
            labels: Vec::new(),
            fixes: Vec::new(),
            waived: None,
            sources: &[],
        }
    }

    /// The same, with an imperative that would mend it.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, refused by a component in these words.
    #[must_use]
    pub(super) fn refused(mut self, by: By, literal: impl Into<String>) -> Self {
        self.refused_by = Some(by);
        self.literal = Some(literal.into());
        self
    }

    /// The same, refused by a component whose words are not known.
    #[must_use]
    pub(super) fn refused_by(mut self, by: By) -> Self {
        self.refused_by = Some(by);
        self
    }

    /// The same, as something that will hurt instead of something that cannot work.
    #[must_use]
    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same, as something that could be better.
    #[must_use]
    pub(super) fn advice(mut self) -> Self {
        self.severity = Severity::Advice;
        self
    }

    /// The same, with one more mend.
    #[must_use]
    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same, with one more mend, if there is one.
    #[must_use]
    pub(super) fn mended(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }

    /// The same, with a second place.
    #[must_use]
    pub(super) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }
}
