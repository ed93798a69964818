//! `IronCore`'s machines (g d): IPv4 alone, in a network that is there already or made for the shoot.

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, nodes_v4, nothing};
use crate::format::ExportError;

pub(super) static WRITER: Writer = Writer {
    name: "ironcore",
    group: Some("ironcore"),
    cloud_profile: "ironcore",
    machine: None,
    volume: Some("general-purpose"),
    infrastructure,
    control_plane: nothing,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    nodes_v4(target)?;
    let Some(network) = target.said(&["network"])? else {
        return Ok(Vec::new());
    };
    let network = target.word("manifest-fields.network", network)?;
    let reference = Sheet::Map(vec![line("name", text(network))]);
    Ok(vec![
        line("networkRef", reference).note("The network is there already."),
    ])
}
