//! `provider-length`: a length that the provider does not offer.

mod cut;
#[cfg(test)]
mod tests;

use super::super::words::{network_field, setting_place};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Length};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::{Origin, Shoot};
use crate::plan::{Base, Field, Kind, RangeKind};
use crate::profile::{Fact, Families, Fit, Offer, Profile, ZoneCut};
use crate::source::{NodeId, Place, Source};

use cut::Cut;

pub(super) static RULE: Rule = Rule {
    code: "provider-length",
    summary: "the provider gives another length than the one that is asked for, or refuses it",
    why: "Clouds offer a few lengths. A VPC of Gardener's on AWS has a /56 and each zone a /64, whatever is asked for; a node \
          has a /80. `of at least that size` lets a provider give more, which is advice, for the plan's other numbers \
          then count what nobody gets. Less than was asked for is a warning, and what can't be had at all is an error.",
    bad: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, v6: /60}\n",
    good: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, v6: /56}\n",
    covers: &["a-2.1"],
    sources: &[
        Source {
            title: "Amazon VPC user guide: Compare IPv4 and IPv6",
            url: "https://docs.aws.amazon.com/vpc/latest/userguide/ipv4-ipv6-comparison.html",
        },
        Source {
            title: "Amazon VPC user guide: VPC CIDR blocks",
            url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    match context.plan.kind(node) {
        Kind::Vpc => check_vpc(context, node, report),
        Kind::Plan | Kind::Region | Kind::Zone | Kind::Block | Kind::Shoot => {}
    }
    check_ranges(context, node, report);
}

/// A length that was asked for, and where that is said.
struct Asked {
    what: &'static str,
    length: Length,
    subject: NodeId,
    place: Place,
    /// Whether errors and warnings belong here: blocks say ranges and have none.
    is_real: bool,
    /// Whether this is where the length or the provider is said.
    is_cause: bool,
}

impl Asked {
    /// Adds what an offer makes of it.
    fn compare(
        &self,
        profile: &'static Profile,
        offer: &'static Fact<Offer>,
        report: &mut Report<'_>,
    ) {
        match offer.value.fit(self.length) {
            Fit::Exact => {}
            Fit::Rounded(given) => self.given(profile, offer, (given, Severity::Advice), report),
            Fit::Refused if !self.is_real => {}
            Fit::Refused => report.add(Severity::Error, || {
                let (shortest, longest) = (offer.value.shortest(), offer.value.longest());
                let offered = if shortest == longest {
                    format!("{shortest} alone")
                } else {
                    format!("{shortest} to {longest}")
                };
                let message = format!(
                    "{} of {} can't be had on {}: it offers {offered}",
                    self.what, self.length, profile.name
                );
                let help = if shortest == longest {
                    format!("write {shortest}")
                } else {
                    format!("choose {offered}")
                };
                self.finding(Severity::Error, message, profile, offer)
                    .help(help)
            }),
        }
    }

    /// Adds that something else is given.
    fn given<T>(
        &self,
        profile: &'static Profile,
        fact: &'static Fact<T>,
        (given, severity): (Length, Severity),
        report: &mut Report<'_>,
    ) {
        let is_due = match severity {
            Severity::Advice => self.is_cause,
            Severity::Warning | Severity::Error => self.is_real,
        };
        if !is_due {
            return;
        }
        report.add(severity, || {
            let message = format!(
                "{} of {} is asked for, and {} gives {given}",
                self.what, self.length, profile.name
            );
            let finding = self.finding(severity, message, profile, fact).help(format!(
                "write {given}, so that the plan counts what there will be"
            ));
            let is_block =
                self.place.field == Field::V6.key() || self.place.field == Field::V4.key();
            if !is_block || self.place.node != self.subject {
                return finding;
            }
            finding.fix(Fix {
                title: format!("write {given}"),
                safe: false,
                changes: vec![Change {
                    node: self.subject,
                    field: self.place.field,
                    to: Some(given.to_string()),
                }],
            })
        });
    }

    fn finding<T>(
        &self,
        severity: Severity,
        message: String,
        profile: &'static Profile,
        fact: &'static Fact<T>,
    ) -> Finding {
        let mut finding = Finding::new("provider-length", severity, self.place, message);
        finding.subject = self.subject;
        finding.sources.push(profile.source(fact));
        finding
    }
}

fn check_vpc(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    for family in Family::BOTH {
        let Some(length) = plan.length(node, family) else {
            continue;
        };
        let Some((profile, offer)) = context.evaluation.vpc_offer(plan, node, family) else {
            continue;
        };
        let asked = Asked {
            what: "a VPC",
            length,
            subject: node,
            place: Place::field(node, network_field(family).key()),
            is_real: true,
            is_cause: true,
        };
        asked.compare(profile, offer, report);
    }
}

/// The ranges in force for a shoot; those that a block says, for advice is given once, where its cause stands.
fn check_ranges(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let is_shoot = plan.kind(node) == Kind::Shoot;
    if !is_shoot
        && !plan
            .fields(node)
            .iter()
            .any(|entry| entry.field.is_setting())
    {
        return;
    }
    let shoot = context.shoot(node);
    let says = |field| plan.entry(node, field).is_some();
    let asked = |what, length, field| Asked {
        what,
        length,
        subject: node,
        place: setting_place(plan, node, field),
        is_real: is_shoot,
        is_cause: says(field) || says(Field::Provider),
    };
    check_nodes(&shoot, &asked, report);
    if is_shoot {
        check_zones(context, &shoot, report);
    }
    for family in Family::BOTH {
        check_pods(&shoot, family, &asked, report);
    }
    let services = &shoot.profile.services.source_v6;
    let length = shoot
        .ask(RangeKind::Services, Family::V6)
        .and_then(|ask| length_of(ask.base));
    if let Some(length) = length {
        let given = services.value.given(length);
        if given != length {
            let severity = less_or_more(length, given);
            let asked = asked("a service range", length, Field::Services);
            asked.given(shoot.profile, services, (given, severity), report);
        }
    }
}

/// A shorter length is more than was asked for.
fn less_or_more(asked: Length, given: Length) -> Severity {
    if given > asked {
        Severity::Warning
    } else {
        Severity::Advice
    }
}

fn check_nodes(
    shoot: &Shoot<'_>,
    asked: &impl Fn(&'static str, Length, Field) -> Asked,
    report: &mut Report<'_>,
) {
    let profile = shoot.profile;
    for family in Family::BOTH {
        let Some(ask) = shoot.ask(RangeKind::Nodes, family) else {
            continue;
        };
        if let (Some(length), None) = (length_of(ask.base), shoot.flat) {
            let offer = match family {
                Family::V6 => Some(&profile.network.subnet_v6),
                Family::V4 => (profile.network.zone_cut_v4.value == ZoneCut::Whole)
                    .then_some(&profile.network.subnet_v4),
            };
            if let Some(offer) = offer {
                asked("a node range", length, Field::Nodes).compare(profile, offer, report);
            }
        }
        let prefix = ask.node_prefix.and_then(|prefix| prefix.length);
        if let (Family::V6, Some(length)) = (family, prefix) {
            let offer = &profile.nodes.node_prefix_v6;
            asked("a node prefix", length, Field::Nodes).compare(profile, offer, report);
        }
    }
}

/// The subnets that an IPv4 VPC is cut into must be offered too; the public and internal ones are the smallest.
fn check_zones(context: &Context<'_>, shoot: &Shoot<'_>, report: &mut Report<'_>) {
    let network = &shoot.profile.network;
    let zones = shoot.zone_count();
    let Some(cut) = Cut::of(context, shoot, zones) else {
        return;
    };
    let offer = &network.subnet_v4.value;
    if cut
        .smallest
        .is_some_and(|length| offer.fit(length) != Fit::Refused)
    {
        return;
    }
    report.add(Severity::Error, || {
        let (shortest, longest) = (offer.shortest(), offer.longest());
        let into = match cut.smallest {
            Some(length) => format!("into {length} {}", cut.purpose),
            None => "into nothing, for it is too small".to_owned(),
        };
        let bound = match cut.smallest {
            Some(length) if length < shortest => format!("{shortest} at least"),
            Some(_) | None => format!("{longest} at most"),
        };
        let message = format!(
            "the zones ({zones}) cut {}'s {} {into}, and {} takes {bound}",
            cut.of, cut.length, shoot.profile.name
        );
        let place = setting_place(context.plan, shoot.node, Field::NodeZones);
        let mut finding =
            Finding::new("provider-length", Severity::Error, place, message).help(cut.help);
        finding.subject = shoot.node;
        finding
            .sources
            .push(shoot.profile.source(&network.subnet_v4));
        finding
    });
}

/// What a node's pod range is, where the provider does not ask.
fn check_pods(
    shoot: &Shoot<'_>,
    family: Family,
    asked: &impl Fn(&'static str, Length, Field) -> Asked,
    report: &mut Report<'_>,
) {
    let profile = shoot.profile;
    let Some(range) = shoot
        .range(RangeKind::Pods, family)
        .filter(|range| range.origin != Origin::None && range.origin != Origin::Custom)
    else {
        return;
    };
    let from_node = match range.ask.map(|ask| ask.base) {
        Some(Base::FromNode(length)) => length.map(|length| (length, Field::Pods)),
        _ => None,
    };
    let mask = || {
        let field = match family {
            Family::V4 => Field::NodeMaskV4,
            Family::V6 => Field::NodeMaskV6,
        };
        Some((Length::new(family, shoot.said_mask(family)?)?, field))
    };
    let Some((length, field)) = from_node.or_else(mask) else {
        return;
    };
    let dual = shoot.mode() == Some(Families::DualStack);
    let fixed = profile.pods.dual_stack.value.fixed(family);
    if let Some(fixed) = fixed.filter(|&fixed| dual && fixed != length) {
        let severity = less_or_more(length, fixed);
        let asked = asked("a node's pod range", length, field);
        asked.given(profile, &profile.pods.dual_stack, (fixed, severity), report);
    } else if let (Some(node), None) = (shoot.node_prefix(family), fixed.filter(|_| dual))
        && range.origin == Origin::Node
        && let Some(given) = profile
            .pods
            .from_node
            .value
            .pod_range(node, Some(length))
            .filter(|&given| given != length && length >= node)
    {
        let severity = less_or_more(length, given);
        let asked = asked("a node's pod range", length, field);
        asked.given(profile, &profile.pods.from_node, (given, severity), report);
    }
}

/// The length that a base says, where it is a person's.
const fn length_of(base: Base) -> Option<Length> {
    match base {
        Base::Global(length) | Base::Private6(length) => length,
        Base::Literal(prefix) => Some(prefix.length()),
        Base::Place(length) => Some(length),
        Base::FromNode(_) | Base::Private4 | Base::Custom | Base::Absent => None,
    }
}
