//! Local Gardener (g d): machines are containers in one network, and there is nothing to configure.

use super::{Writer, nothing};

pub(super) static WRITER: Writer = Writer {
    name: "local",
    group: None,
    cloud_profile: "local",
    machine: Some("local"),
    volume: None,
    infrastructure: nothing,
    control_plane: nothing,
};
