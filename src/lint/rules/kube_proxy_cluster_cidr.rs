//! `kube-proxy-cluster-cidr`: what kube-proxy's clusterCIDR governs, and what it does not.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::plan::Field;
use crate::source::{NodeId, Source};

const CODE: &str = "kube-proxy-cluster-cidr";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "IPv6 pods are in kube-proxy's clusterCIDR, against the proposal's advice, and that does no harm",
    why: "The proposal asks to leave IPv6 out of kube-proxy's `--cluster-cidr`, so that pods are not hidden behind their \
          nodes. Gardener passes all pod ranges all the same, except in IPVS mode, and no field of a Shoot keeps it from \
          that. The flag does not hide pods: it says whose packets to a service's address are masqueraded, namely those \
          that come from elsewhere. Without IPv6 in it, clients outside the cluster that reach a routed service range keep \
          their address, and pods lose the short way with a traffic policy of Local. Whether pods leave behind the address \
          of their node is the network plugin's matter (`pod-nat`), and for IPv6 off by default in both plugins.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/108}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private}\n",
    covers: &["g-31", "k-P1", "k-P2"],
    sources: &[
        Source {
            title: "gardener: pkg/component/kubernetes/proxy/resources.go, getRawComponentConfig",
            url: "https://github.com/gardener/gardener/blob/master/pkg/component/kubernetes/proxy/resources.go",
        },
        Source {
            title: "kubernetes: cmd/kube-proxy/app/server_linux.go, getLocalDetectors",
            url: "https://github.com/kubernetes/kubernetes/blob/master/cmd/kube-proxy/app/server_linux.go",
        },
        Source {
            title: "IPv6 for Gardener: no NAT for pods",
            url: "https://github.com/gardener/enhancements",
        },
    ],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let facts = context.evaluation.facts();
    if facts.proxied().next().is_none() {
        return;
    }
    report.add(Severity::Advice, || {
        let order = |node: &NodeId| context.evaluation.order(*node);
        let first = facts
            .proxied()
            .min_by_key(order)
            .expect("invariant: there is one");
        let place = setting_place(context.plan, first, Field::Pods);
        let message = "Gardener tells kube-proxy the IPv6 pods as clusterCIDR, which the proposal asks it not to; pods \
                       are hidden behind their node by the network plugin alone, and that by `pod-nat` only";
        let mut finding = Finding::new(CODE, Severity::Advice, place, message)
            .about(NodeId::ROOT)
            .help("leave it; a clusterCIDR decides whose packets to services are masqueraded, and no Shoot can say it");
        finding.field = "";
        finding
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn once_a_plan() {
        let found = "advice: Gardener tells kube-proxy the IPv6 pods as clusterCIDR, which the proposal asks it not to; \
                     pods are hidden behind their node by the network plugin alone, and that by `pod-nat` only";
        let plan = |provider: &str| {
            format!(
                "provider: {provider}\nnodes: v6global\npods: v6fromNode\nservices: v6global\nshoots: [{{name: a}}, {{name: b}}]\n"
            )
        };
        check(super::CODE, &plan("aws"), &[found]);
        check(super::CODE, &plan("generic"), &[]);
    }
}
