//! Plan files of any size: named shoots with four fields of their own, twenty in a VPC.

use std::fmt::Write as _;

const SHOOTS_IN_VPC: usize = 20;

/// A plan with that many shoots, about 180 bytes each; the same for the same number.
pub(crate) fn plan(shoots: usize) -> String {
    let mut text = String::from(
        "trellis: 1\nname: generated\nprovider: generic\nkubernetes: \"1.34.8\"\nregions:\n  - name: region-1\n    v6: 2001:db8::/32\n    vpcs:\n",
    );
    let mut number = 0x2545_f491_4f6c_dd1d_u64;
    for shoot in 0..shoots {
        if shoot % SHOOTS_IN_VPC == 0 {
            write!(
                text,
                "      - name: vpc-{:05}\n        v6: /56\n        shoots:\n",
                shoot / SHOOTS_IN_VPC
            )
            .expect("a string takes all");
        }
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        write!(
            text,
            "          - name: team-{:03}-{shoot:06}-prod\n            nodes: v6global/64+prefix/80\n            pods: v6fromNode/96\n            services: v6global/112\n            max-nodes: {}\n",
            number % 997,
            3 + number % 500,
        )
        .expect("a string takes all");
    }
    text
}
