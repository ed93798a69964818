//! `service-reach`: a global service range, which nothing reaches unless something announces it.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::engine::{Once, range_field};
use crate::plan::RangeKind;
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "service-reach",
    summary: "services have a global range that nothing outside the cluster reaches by itself",
    why: "A service's address is on no interface: each node rewrites it for the pods that run there. From outside a \
          packet reaches it only where something announces the range to the network (BGP of calico or cilium, a route \
          in the VPC), and then every node takes in traffic for every service. Without that a global range is spent, \
          and a unique local one would do. It is told once for the whole plan. Where the provider assigns the range \
          nobody chose, and nothing is said.",
    bad: "trellis: 1\nshoots:\n  - {name: a, services: v6global/112}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, services: \"fd5a:3c1e:77a0::/112\"}\n",
    covers: &[],
    sources: &[
        Source {
            title: "Kubernetes: virtual IPs and service proxies",
            url: "https://kubernetes.io/docs/reference/networking/virtual-ips/",
        },
        Source {
            title: "Calico: advertise Kubernetes service IP addresses",
            url: "https://docs.tigera.io/calico/latest/networking/configuring/advertise-service-ips",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    if context.evaluation.facts().first(Once::GlobalServices) != Some(node) {
        return;
    }
    report.add(Severity::Advice, || {
        let place = setting_place(context.plan, node, range_field(RangeKind::Services));
        let message = "services have global addresses, and nothing outside the cluster reaches them unless something announces the range";
        Finding::new("service-reach", Severity::Advice, place, message)
            .about(node)
            .help("announce the range with the network plugin's BGP, or write `v6private/112`")
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_shoot};

    const CODE: &str = "service-reach";
    const MESSAGE: &str = "advice: services have global addresses, and nothing outside the cluster reaches them unless something announces the range";

    #[test]
    fn global_services() {
        check_shoot(CODE, "services: v6global/112", &[MESSAGE]);
        check_shoot(CODE, "services: \"2a00:1234::/112\"", &[MESSAGE]);
        for fields in [
            "services: v6private/112",
            "services: v4private",
            "services: \"fd5a:3c1e:77a0::/112\"",
            "nodes: v6global, pods: v6global",
            "provider: aws, services: v6global/108",
        ] {
            check_shoot(CODE, fields, &[]);
        }
    }

    #[test]
    fn once_where_it_is_said() {
        check(
            CODE,
            "services: v6global/112\nshoots: [{name: a}, {name: b}, {name: c, services: v6global/108}]\n",
            &[MESSAGE],
        );
    }
}
