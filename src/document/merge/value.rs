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
                let base = base.and_then(|base| base.key(key));
                let value = merged(base, our.key(key), their.key(key))?;
                all = all
                    .with(&[key.to_owned()], value)
                    .unwrap_or_else(|| Value::Map(Box::default()));
            }
            Ok(Some(all))
        }
        (Some(Value::List(our)), Some(Value::List(their))) => {
            let base: &[Value] = match base {
                Some(Value::List(items)) => items,
                _ => &[],
            };
            if ![base, our, their].into_iter().all(have_names) {
                return Err(Clash);
            }
            let mut all = Vec::new();
            let news = our.iter().filter(|item| called(their, item).is_none());
            for item in their.iter().chain(news) {
                let value = merged(called(base, item), called(our, item), called(their, item))?;
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

/// The item of a list that has the name of this one.
fn called<'v>(items: &'v [Value], item: &Value) -> Option<&'v Value> {
    items.iter().find(|other| name_of(other) == name_of(item))
}

/// Whether each item of a list has a name of its own.
fn have_names(items: &[Value]) -> bool {
    let mut names: Vec<Option<&str>> = items.iter().map(name_of).collect();
    names.sort_unstable();
    names.first() != Some(&None) && names.windows(2).all(|pair| pair[0] != pair[1])
}
