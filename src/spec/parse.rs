//! From the texts of a field to its spec: values are counted and given their families.

use crate::addr::Family;
use crate::diag::Severity;
use crate::plan::{Ask, Base, Fault, RangeKind, Spec};

use super::keyword::Keyword;
use super::quote::quoted;
use super::read::{Reader, Reading};
use super::slip;
use super::value::Value;

/// One for each family.
const MOST: usize = 2;

/// Values behind this many are counted, not read.
const MOST_READ: usize = 8;

/// What the texts ask for, as well as it can be told, and everything that is wrong with them, in order.
///
/// `texts` are the items of a list, or the one plain value; a text may hold a tuple, `a, b`. Columns of a fault count
/// characters inside its item.
pub fn parse(kind: RangeKind, texts: &[&str]) -> (Spec, Vec<Fault>) {
    let mut values = texts
        .iter()
        .enumerate()
        .flat_map(|(item, text)| Value::split(item, text));
    let mut faults = Vec::new();
    let read: Vec<Value<'_>> = values
        .by_ref()
        .take(MOST_READ)
        .flat_map(|value| part(value, &mut faults))
        .collect();
    let pairs = read
        .iter()
        .filter(|value| slip::pair(&value.text).is_some())
        .count();
    let count = read.len() + pairs + values.count();
    if read.iter().all(|value| value.text.is_empty()) {
        faults.push(nothing(kind, texts.first().copied()));
        return (Spec::default(), faults);
    }
    let readings = read_all(kind, &read, &mut faults);
    if count > MOST {
        faults.push(too_many(kind, &read, count));
    }
    let spec = assign(&read, readings, count <= MOST, &mut faults);
    faults.sort_by_key(|fault| (fault.item, fault.chars));
    (spec, faults)
}

/// The value, or the two that it holds where a comma is missing.
fn part<'a>(value: Value<'a>, faults: &mut Vec<Fault>) -> Vec<Value<'a>> {
    let begins_with_word = |text: &str| {
        let word = text.split(['/', '+']).next().unwrap_or(text);
        Keyword::of(word).is_some()
    };
    let Some([first, second]) = value.parted(begins_with_word) else {
        return vec![value];
    };
    let message = format!(
        "no comma stands between {} and {}",
        quoted(&first.text),
        quoted(&second.text)
    );
    let fault = value.fault(
        "spec-syntax",
        Severity::Error,
        &(0..value.text.len()),
        message,
    );
    let tuple = format!("{}, {}", first.text, second.text);
    faults.push(value.rewrite(fault, true, &tuple));
    vec![first, second]
}

/// What every value says. A bare length waits for the others, since its family can depend on them.
fn read_all(
    kind: RangeKind,
    values: &[Value<'_>],
    faults: &mut Vec<Fault>,
) -> Vec<(usize, Reading)> {
    let (bare, told): (Vec<usize>, Vec<usize>) =
        (0..values.len()).partition(|&index| values[index].text.starts_with('/'));
    let mut readings: Vec<(usize, Reading)> = Vec::new();
    for index in told.into_iter().chain(bare) {
        let has_v4 = readings
            .iter()
            .any(|(_, reading)| reading.family == Some(Family::V4));
        let bare = if has_v4 { Family::V6 } else { Family::V4 };
        let read = Reader::new(kind, &values[index], bare, faults).read();
        readings.extend(read.into_iter().map(|reading| (index, reading)));
    }
    readings.sort_by_key(|&(index, _)| index);
    readings
}

/// Gives each family the first value that says something of it, and `custom` what is left.
fn assign(
    values: &[Value<'_>],
    readings: Vec<(usize, Reading)>,
    report: bool,
    faults: &mut Vec<Fault>,
) -> Spec {
    let mut spec = Spec::default();
    let mut holders: Vec<(usize, Option<Family>)> = Vec::new();
    for (index, reading) in readings {
        let holder = holders
            .iter()
            .find(|&&(_, family)| family == reading.family);
        if let (Some(&(first, _)), true) = (holder, report) {
            faults.push(twice(&values[first], &values[index], reading.family));
        }
        holders.push((index, reading.family));
        if let Some(family) = reading.family {
            let half = spec.of_mut(family);
            *half = half.or(reading.ask);
        }
    }
    let taken = |family| holders.iter().any(|&(_, holder)| holder == Some(family));
    if holders.iter().any(|&(_, family)| family.is_none()) {
        let custom = Ask {
            base: Base::Custom,
            node_prefix: None,
        };
        for family in Family::BOTH.into_iter().filter(|&family| !taken(family)) {
            *spec.of_mut(family) = Some(custom);
        }
    }
    spec
}

fn nothing(kind: RangeKind, text: Option<&str>) -> Fault {
    let message = format!("{} asks for nothing", kind.key());
    Fault::new("spec-syntax", Severity::Error, 0, text.unwrap_or(""), message)
        .help("write a keyword such as `v6global`, a prefix, or a length such as `/64`; or take the field away")
}

fn too_many(kind: RangeKind, values: &[Value<'_>], count: usize) -> Fault {
    let message = format!(
        "{} asks for {count} values; one for each family is the most",
        kind.key()
    );
    let last = values
        .get(MOST)
        .or(values.last())
        .expect("invariant: more values than two were counted");
    last.fault(
        "spec-syntax",
        Severity::Error,
        &(0..last.text.len()),
        message,
    )
}

fn twice(first: &Value<'_>, second: &Value<'_>, family: Option<Family>) -> Fault {
    let all = 0..second.text.len();
    let (word, before) = (quoted(&second.text), quoted(&first.text));
    let Some(family) = family else {
        let message = "`custom` stands twice; one takes all families left";
        let fault = second.fault("spec-family", Severity::Error, &all, message);
        return second.drop(fault, true);
    };
    let message = format!("{word} is a second {family} value beside {before}; a family has one");
    let fault = second.fault("spec-family", Severity::Error, &all, message);
    if first.text == "v6fromNode" && second.text == "v6fromNode" {
        let fault = fault.help("write `v4fromNode` for the IPv4 one, which the proposal misprints");
        return second.rewrite(fault, false, "v4fromNode");
    }
    fault.help(format!(
        "keep one of them, or ask for {} with the other",
        family.other()
    ))
}
