//! `service-range-too-small`: a service range without the addresses that every cluster needs.

use super::super::mends::set_length;
use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{ServiceRange, Shoot};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "service-range-too-small";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a service range without the addresses that every cluster needs",
    why: "The first address of a service range is that of the service `kubernetes`, the tenth that of the cluster's DNS. \
          kube-apiserver refuses a first range of less than eight addresses at start, and takes any second one; kubeadm \
          and Gardener cannot set a cluster up without the tenth, so IPv4 ends at /28 and IPv6 at /124. Up to 1.32 a \
          range cannot be added later.",
    bad: "trellis: 1\nshoots:\n  - {name: a, services: \"v6:/128\"}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, services: \"v6:/112\"}\n",
    covers: &["g-27", "k-S4", "k-S5"],
    sources: &[
        Source {
            title: "kubernetes: pkg/controlplane/services.go, ServiceIPRange",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/services.go",
        },
        Source {
            title: "gardener: pkg/gardenlet/operation/shoot/shoot.go, ToNetworks",
            url: "https://github.com/gardener/gardener/blob/master/pkg/gardenlet/operation/shoot/shoot.go",
        },
        Source {
            title: "kubernetes: cmd/kubeadm/app/constants/constants.go, MinimumAddressesInServiceSubnet",
            url: "https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/constants/constants.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    for family in Family::BOTH {
        if let Some((length, ServiceRange::TooSmall { longest, refused })) =
            shoot.service_range(family)
        {
            report.add(Severity::Error, || {
                let finding = finding(context, shoot, (length, longest));
                let finding = mend(shoot, (length, longest), finding);
                if !refused && length.bits() < longest {
                    return finding;
                }
                refuse(shoot, length, refused, finding)
            });
        }
    }
}

fn finding(context: &Context<'_>, shoot: &Shoot<'_>, (length, longest): (Length, u8)) -> Finding {
    let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
    let message = if length.bits() < longest {
        format!("services {length} are a range that kube-apiserver counts as one without addresses")
    } else if all == Count::ONE {
        format!("services {length} are 1 address, and a cluster needs the tenth for its DNS")
    } else {
        format!("services {length} are {all} addresses, and a cluster needs the tenth for its DNS")
    };
    let place = setting_place(context.plan, shoot.node, Field::Services);
    Finding::new(CODE, Severity::Error, place, message).about(shoot.node)
}

/// Adds who refuses it first: kube-apiserver itself, else whoever gives the DNS its address.
fn refuse(shoot: &Shoot<'_>, length: Length, refused: bool, finding: Finding) -> Finding {
    let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
    if refused {
        return finding.refused(
            "kube-apiserver, at start",
            "error determining service IP ranges for primary service cidr: the service cluster IP range must be at \
             least 8 IP addresses",
        );
    }
    if shoot.profile.cluster.gardener.value {
        let offset = if all <= Count::new(2) { 1 } else { 10 };
        return finding.refused(
            "Gardener (gardenlet), when it makes the cluster",
            format!("cannot compute IP with offset {offset} - subnet too small"),
        );
    }
    finding.refused(
        "kubeadm, at init",
        format!(
            "subnet with {} address(es) is too small, the minimum is 10",
            all.saturating()
        ),
    )
}

fn mend(shoot: &Shoot<'_>, (length, longest): (Length, u8), finding: Finding) -> Finding {
    let family = length.family();
    let bits = match family {
        Family::V4 => 20,
        Family::V6 => 112,
    };
    let good = Length::new(family, bits);
    let room = Count::power_of_two(u32::from(family.width() - bits)).unwrap_or(Count::MAX);
    let mut finding = finding.help(format!(
        "make services a /{bits} for {room} addresses, or at least a /{longest}"
    ));
    finding
        .fixes
        .extend(good.and_then(|good| set_length(shoot, RangeKind::Services, family, good)));
    finding
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    const FEWER_THAN_8: &str = "error determining service IP ranges for primary service cidr: the service cluster IP range \
                                must be at least 8 IP addresses";

    #[test]
    fn sizes() {
        check("services: \"v6:/124\"", &[]);
        check(
            "services: \"v6:/125\"",
            &["error: services /125 are 8 addresses, and a cluster needs the tenth for its DNS"],
        );
        check(
            "services: \"v6:/128\"",
            &["error: services /128 are 1 address, and a cluster needs the tenth for its DNS"],
        );
        check("services: 10.0.0.0/28", &[]);
        check(
            "services: 10.0.0.0/30",
            &["error: services /30 are 4 addresses, and a cluster needs the tenth for its DNS"],
        );
        check(
            "services: \"v6:/1\"",
            &["error: services /1 are a range that kube-apiserver counts as one without addresses"],
        );
        check("services: custom", &[]);
    }

    #[test]
    fn words() {
        testing::check_literal(CODE, "services: \"v6:/126\"", Some(FEWER_THAN_8));
        testing::check_literal(
            CODE,
            "services: \"v6:/125\"",
            Some("subnet with 8 address(es) is too small, the minimum is 10"),
        );
        testing::check_literal(
            CODE,
            "services: 10.0.0.0/29, provider: aws",
            Some("cannot compute IP with offset 10 - subnet too small"),
        );
    }

    #[test]
    fn a_second_range_is_not_counted_by_kube_apiserver() {
        testing::check_literal(
            CODE,
            "services: [v4private, \"v6:/128\"]",
            Some("subnet with 1 address(es) is too small, the minimum is 10"),
        );
        testing::check_literal(
            CODE,
            "services: [10.0.0.0/30, \"v6:/112\"], primary: ipv6",
            Some("subnet with 4 address(es) is too small, the minimum is 10"),
        );
    }

    #[test]
    fn mends() {
        testing::check_fixes(CODE, "services: \"v6:/126\"", &["services = v6:/112"]);
        testing::check_fixes(CODE, "services: 10.0.0.0/30", &[]);
    }
}
