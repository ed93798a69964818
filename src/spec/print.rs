//! A spec as text, in one way only.

use crate::addr::{Family, Length};
use crate::plan::{Ask, Base, Spec};

/// The spec as one tuple, IPv4 first: `v4private, v6global/64+prefix/80`. Reading it gives the same spec.
///
/// A length to place names its family unless only IPv6 has it.
pub fn print(spec: &Spec) -> String {
    let halves: Vec<(Family, &Ask)> = [Family::V4, Family::V6]
        .into_iter()
        .filter_map(|family| Some((family, spec.of(family)?)))
        .collect();
    let all_custom = halves.iter().all(|(_, ask)| ask.base == Base::Custom);
    let shown = if all_custom {
        halves.len().min(1)
    } else {
        halves.len()
    };
    let texts: Vec<String> = halves[..shown]
        .iter()
        .map(|&(family, ask)| half(family, ask))
        .collect();
    texts.join(", ")
}

fn half(family: Family, ask: &Ask) -> String {
    let key = family.key();
    let base = match ask.base {
        Base::Private4 => "v4private".to_owned(),
        Base::Global(length) => format!("v6global{}", slash(length)),
        Base::Private6(length) => format!("v6private{}", slash(length)),
        Base::FromNode(length) => format!("{key}fromNode{}", slash(length)),
        Base::Literal(prefix) => prefix.to_string(),
        Base::Place(length) if length.bits() > Family::V4.width() => length.to_string(),
        Base::Place(length) => format!("{key}:{length}"),
        Base::Custom => "custom".to_owned(),
        Base::Absent => format!("no{key}"),
    };
    match ask.node_prefix {
        Some(node_prefix) => format!("{base}+prefix{}", slash(node_prefix.length)),
        None => base,
    }
}

fn slash(length: Option<Length>) -> String {
    length.map_or_else(String::new, |length| length.to_string())
}
