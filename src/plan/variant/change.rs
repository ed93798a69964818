//! Edits that make, change and take over variants: each is an edit of the plan's `variants`, and of nothing else unless
//! the plan itself shall change.

use super::super::edit::{Edit, Refusal};
use super::super::field::Field;
use super::super::meaning::cut;
use super::super::node::Plan;
use super::super::value::Value;
use super::{NoVariant, Said, index_of, name_of};
use crate::source::NodeId;

/// Why a variant is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotChanged {
    /// There is none.
    #[error("{0}")]
    NoVariant(#[from] NoVariant),
    /// Another one is called so.
    #[error("there is a variant `{name}` already")]
    Taken {
        /// The name.
        name: String,
    },
    /// It is no name.
    #[error(
        "`{name}` is no name for a variant: it is empty, or has spaces at its ends or control characters"
    )]
    Name {
        /// What was asked for.
        name: String,
    },
    /// Others are variants of it.
    #[error("`{other}` is a variant of `{name}`")]
    Needed {
        /// The variant.
        name: String,
        /// One that needs it.
        other: String,
    },
    /// Lists are the plan's.
    #[error("a variant sets fields, and what lies in what is the same in all of them")]
    Structure,
    /// It says nothing there.
    #[error("`{name}` says nothing of `{place}`")]
    NotSaid {
        /// The variant.
        name: String,
        /// What was asked for.
        place: String,
    },
    /// The plan refuses it.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl Plan {
    /// The edit that adds a variant, which says nothing yet.
    pub fn new_variant(&self, name: &str, of: Option<&str>) -> Result<Edit, NotChanged> {
        Ok(all(self.with_variant(name, of)?))
    }

    /// The edit that adds a variant in which an edit of the plan, or of what it is a variant of, is done.
    pub fn new_variant_with(
        &self,
        name: &str,
        of: Option<&str>,
        edit: &Edit,
    ) -> Result<Edit, NotChanged> {
        let mut items = self.with_variant(name, of)?;
        self.fold(name, edit, &mut items)?;
        Ok(all(items))
    }

    fn with_variant(&self, name: &str, of: Option<&str>) -> Result<Vec<Value>, NotChanged> {
        self.check_variant_name(name)?;
        let text = |key: &str, text: &str| (key.into(), Value::text(text));
        let mut pairs = vec![text("name", name)];
        if let Some(of) = of {
            index_of(self.variants(), of)?;
            pairs.push(text("of", of));
        }
        let mut items = self.variants().to_vec();
        items.push(Value::Map(pairs.into()));
        Ok(items)
    }

    /// The edit that gives a variant another name; those that are variants of it follow.
    pub fn rename_variant(&self, name: &str, new: &str) -> Result<Edit, NotChanged> {
        let mut items = self.variants().to_vec();
        let index = index_of(&items, name)?;
        if name != new {
            self.check_variant_name(new)?;
        }
        items[index] = put(&items[index], &["name"], Some(Value::text(new)));
        for item in &mut items {
            if item.key("of").and_then(Value::as_text) == Some(name) {
                *item = put(item, &["of"], Some(Value::text(new)));
            }
        }
        Ok(all(items))
    }

    /// The edit that takes a variant away. Refused while others are variants of it.
    pub fn delete_variant(&self, name: &str) -> Result<Edit, NotChanged> {
        let mut items = self.variants().to_vec();
        let index = index_of(&items, name)?;
        let other = items
            .iter()
            .find(|item| item.key("of").and_then(Value::as_text) == Some(name));
        if let Some(other) = other {
            return Err(NotChanged::Needed {
                name: name.to_owned(),
                other: name_of(other).unwrap_or("").to_owned(),
            });
        }
        items.remove(index);
        Ok(all(items))
    }

    /// The edit that makes the plan what a variant says: all of it, or one field of one definition. The variant stays as
    /// it is, and says what the plan says.
    pub fn promote_variant(
        &self,
        name: &str,
        only: Option<(NodeId, Field)>,
    ) -> Result<Edit, NotChanged> {
        let said = self.variant_says(name)?;
        let edits: Vec<Edit> = said
            .into_iter()
            .filter(|one| only.is_none_or(|only| only == (one.node, one.field)))
            .filter(|one| self.value(one.node, one.field) != Some(&one.value))
            .map(|one| Edit::set(one.node, one.field, Some(one.value)))
            .collect();
        match only {
            Some((node, field)) if edits.is_empty() => Err(NotChanged::NotSaid {
                name: name.to_owned(),
                place: format!("{}.{}", self.path(node), field.key()),
            }),
            Some(_) | None => Ok(Edit::Many(edits)),
        }
    }

    /// The edit of `variants` after which the variant is as this edit would make it: the fewest entries that say so. What
    /// is set back to what it is without the variant is said no more.
    pub fn edit_in_variant(&self, name: &str, edit: &Edit) -> Result<Edit, NotChanged> {
        let mut items = self.variants().to_vec();
        self.fold(name, edit, &mut items)?;
        Ok(all(items))
    }

    fn fold(&self, name: &str, edit: &Edit, items: &mut Vec<Value>) -> Result<(), NotChanged> {
        match edit {
            Edit::Set {
                node,
                field,
                keys,
                value,
            } => {
                if !super::may_differ(*field) || !field.fits(self.kind(*node)) {
                    return Err(Refusal::NoField {
                        kind: self.kind(*node),
                        field: *field,
                    }
                    .into());
                }
                if self.is_kept_from(*node, *field) {
                    let path = self.path(*node);
                    let refusal = if self.node(*node).shared {
                        Refusal::Shared { path }
                    } else {
                        Refusal::Locked { path }
                    };
                    return Err(refusal.into());
                }
                let value = if keys.is_empty() {
                    value.clone()
                } else {
                    let now = self.value_in(items, name, (*node, *field))?;
                    now.unwrap_or(Value::Null).with(keys, value.clone())
                };
                self.say(name, (*node, *field), value, items)
            }
            Edit::Many(edits) => edits
                .iter()
                .try_for_each(|edit| self.fold(name, edit, items)),
            Edit::Insert { .. } | Edit::Remove { .. } | Edit::Move { .. } => {
                Err(NotChanged::Structure)
            }
        }
    }

    /// Makes one field of a variant what is wanted.
    fn say(
        &self,
        name: &str,
        place: (NodeId, Field),
        wanted: Option<Value>,
        items: &mut [Value],
    ) -> Result<(), NotChanged> {
        let index = index_of(items, name)?;
        let path = match self.path(place.0) {
            path if path.is_empty() => ".".to_owned(),
            path => path,
        };
        let key = place.1.key();
        // What is said already keeps its place among the others.
        let said = items[index].clone();
        items[index] = put(&said, &["set", &path, key], None);
        if self.value_in(items, name, place)? == wanted {
            return Ok(());
        }
        // A field cannot be taken away from what the plan says: null is what says that nothing is said.
        let value = wanted.unwrap_or(Value::Null);
        items[index] = put(&said, &["set", &path, key], Some(value.clone()));
        if self.value_in(items, name, place)?.as_ref() != Some(&value) {
            // A later entry says otherwise, so that this one has to stand behind it.
            let entry = items[index]
                .key("set")
                .and_then(|set| set.key(&path))
                .cloned();
            items[index] = put(&items[index], &["set", &path], None);
            items[index] = put(&items[index], &["set", &path], entry);
        }
        Ok(())
    }

    fn value_in(
        &self,
        items: &[Value],
        name: &str,
        place: (NodeId, Field),
    ) -> Result<Option<Value>, NoVariant> {
        let said = self.says(items, name)?.remove(&place);
        let said = said.map(|Said { value, .. }| value);
        Ok(said.or_else(|| self.value(place.0, place.1).cloned()))
    }

    fn check_variant_name(&self, name: &str) -> Result<(), NotChanged> {
        if name.is_empty() || name.trim() != name || name.chars().any(crate::visible::is_hidden) {
            return Err(NotChanged::Name { name: cut(name) });
        }
        match index_of(self.variants(), name) {
            Ok(_) => Err(NotChanged::Taken {
                name: name.to_owned(),
            }),
            Err(_) => Ok(()),
        }
    }
}

/// A value with what stands behind some keys put in or taken out; a mapping that is empty then goes, but for the item.
pub(super) fn put(item: &Value, keys: &[&str], value: Option<Value>) -> Value {
    let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
    item.with(&keys, value)
        .unwrap_or_else(|| Value::Map(Box::default()))
}

pub(super) fn all(items: Vec<Value>) -> Edit {
    let items = (!items.is_empty()).then(|| Value::List(items.into()));
    Edit::set(NodeId::ROOT, Field::Variants, items)
}
