//! One value that was changed on both sides.

use crate::plan::Value;

/// Both changed one thing to something else.
pub(super) struct Clash;

/// A value that was changed on both sides: key by key in mappings, and item by item in lists whose items have names.
pub(super) fn merged(
    base: Option<&Value>,
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Result<Option<Value>, Clash> {
    if ours == base || ours == theirs {
        return Ok(theirs.cloned());
    }
    if theirs == base {
        return Ok(ours.cloned());
    }
    match (ours, theirs) {
        (Some(our @ Value::Map(_)), Some(their @ Value::Map(_))) => {
            let mut all = their.clone();
            let keys = [Some(our), base].into_iter().flatten().flat_map(keys_of);
            for key in keys {
                let of = |value: Option<&Value>| value.and_then(|value| value.key(key)).cloned();
                let value = merged(
                    of(base).as_ref(),
                    of(Some(our)).as_ref(),
                    of(Some(their)).as_ref(),
                )?;
                all = all
                    .with(&[key.to_owned()], value)
                    .unwrap_or_else(|| Value::Map(Box::default()));
            }
            Ok(Some(all))
        }
        (Some(Value::List(our)), Some(Value::List(their))) => {
            let none = Vec::new();
            let base = match base {
                Some(Value::List(items)) => items.to_vec(),
                _ => none,
            };
            if ![&base[..], our, their].into_iter().all(have_names) {
                return Err(Clash);
            }
            let of = |items: &[Value], name: &str| {
                items
                    .iter()
                    .find(|item| name_of(item) == Some(name))
                    .cloned()
            };
            let mut all = Vec::new();
            let news = our.iter().filter(|item| {
                let name = name_of(item).unwrap_or("");
                of(their, name).is_none()
            });
            for item in their.iter().chain(news) {
                let name = name_of(item).unwrap_or("");
                let value = merged(
                    of(&base, name).as_ref(),
                    of(our, name).as_ref(),
                    of(their, name).as_ref(),
                )?;
                all.extend(value);
            }
            Ok((!all.is_empty()).then(|| Value::List(all.into())))
        }
        _ => Err(Clash),
    }
}

fn keys_of(value: &Value) -> Vec<&str> {
    match value {
        Value::Map(pairs) => pairs.iter().map(|(key, _)| &**key).collect(),
        Value::Null | Value::Text(_) | Value::List(_) => Vec::new(),
    }
}

fn name_of(item: &Value) -> Option<&str> {
    item.key("name").and_then(Value::as_text)
}

/// Whether each item of a list has a name of its own.
fn have_names(items: &[Value]) -> bool {
    let mut names: Vec<Option<&str>> = items.iter().map(name_of).collect();
    names.sort_unstable();
    names.first() != Some(&None) && names.windows(2).all(|pair| pair[0] != pair[1])
}
