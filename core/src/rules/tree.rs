//! Rows as JSON, with their members in the order in which a person reads them.

use alloc::string::String;
#[cfg(not(feature = "codegen"))]
use alloc::string::ToString as _;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
#[cfg(not(feature = "codegen"))]
use serde_json::Value;

use super::walk::{Content, Field, Items, Part, Presence, Walk, Walked, Word};
use super::{Scalar, Text};
#[cfg(not(feature = "codegen"))]
use crate::written::{self, Written};

/// A part of a row as JSON says it.
pub(crate) enum Tree {
    Null,
    Flag(bool),
    Number(i64),
    Text(Text),
    List(Vec<Tree>),
    Record(Vec<(Text, Tree)>),
}

impl Tree {
    /// A part of a row.
    pub(crate) fn of(part: &(impl Part + Clone)) -> Self {
        Self::taken(&mut part.clone())
    }

    fn taken(part: &mut dyn Part) -> Self {
        let mut writer = Writer(Tree::Null);
        // INVARIANT: writing refuses nothing.
        let _ = part.walk(&mut writer);
        writer.0
    }

    /// As any JSON value.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn into_value(self) -> Value {
        match self {
            Tree::Null => Value::Null,
            Tree::Flag(value) => value.into(),
            Tree::Number(value) => value.into(),
            Tree::Text(text) => Value::String(text.to_string()),
            Tree::List(items) => items.into_iter().map(Tree::into_value).collect(),
            Tree::Record(members) => {
                let members = members.into_iter();
                let members = members.map(|(name, tree)| (name.to_string(), tree.into_value()));
                Value::Object(members.collect())
            }
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Flag(value) => serializer.serialize_bool(*value),
            Tree::Number(value) => serializer.serialize_i64(*value),
            Tree::Text(text) => serializer.serialize_str(text.as_str()),
            Tree::List(items) => serializer.collect_seq(items),
            Tree::Record(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, tree) in members {
                    map.serialize_entry(name.as_str(), tree)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(not(feature = "codegen"))]
impl Written for Tree {
    fn write(&self, writer: &mut written::Writer) {
        match self {
            Tree::Null => writer.word("null"),
            Tree::Flag(value) => writer.flag(*value),
            Tree::Number(value) => writer.signed(*value),
            Tree::Text(text) => writer.str(text.as_str()),
            Tree::List(items) => writer.items(items.iter()),
            Tree::Record(members) => {
                writer.open(b'{');
                for (name, tree) in members {
                    writer.name(name.as_str());
                    tree.write(writer);
                }
                writer.close(b'}');
            }
        }
    }
}

struct Writer(Tree);

impl Writer {
    fn take(&mut self) -> Tree {
        core::mem::replace(&mut self.0, Tree::Null)
    }

    fn set(&mut self, tree: Tree) -> Walked {
        self.0 = tree;
        Ok(())
    }
}

fn named(names: &[&str], at: usize) -> Text {
    Text::from(String::from(names.get(at).copied().unwrap_or_default()))
}

impl Walk for Writer {
    fn is_packed(&self) -> bool {
        false
    }

    fn flag(&mut self, value: &mut bool) -> Walked {
        self.set(Tree::Flag(*value))
    }

    fn number(&mut self, value: &mut i64, _: i64, _: i64) -> Walked {
        self.set(Tree::Number(*value))
    }

    fn text(&mut self, value: &mut Text) -> Walked {
        self.set(Tree::Text(value.clone()))
    }

    fn name(&mut self, at: &mut usize, names: &[&str]) -> Walked {
        self.set(Tree::Text(named(names, *at)))
    }

    fn word(&mut self, word: &mut dyn Word) -> Walked {
        self.set(Tree::Text(Text::from(word.show())))
    }

    fn scalar(&mut self, value: &mut Scalar) -> Walked {
        self.set(match value {
            Scalar::Bool(value) => Tree::Flag(*value),
            Scalar::Int(value) => Tree::Number(*value),
            Scalar::Text(value) => Tree::Text(value.clone()),
        })
    }

    fn maybe(&mut self, _: &mut bool) -> Walked {
        self.set(Tree::Null)
    }

    fn list(&mut self, items: &mut dyn Items) -> Walked {
        let mut list = Vec::new();
        for at in 0..items.count() {
            items.walk_at(at, self)?;
            list.push(self.take());
        }
        self.set(Tree::List(list))
    }

    fn record(&mut self, fields: &mut [Field<'_>]) -> Walked {
        let mut members = Vec::new();
        for field in fields {
            if field.presence == Presence::Hidden {
                continue;
            }
            field.part.walk(self)?;
            let tree = self.take();
            let says_nothing = match (field.presence, &tree) {
                (Presence::Sparse, Tree::Null) => true,
                (Presence::Unless(usual), Tree::Flag(value)) => usual == *value,
                _ => false,
            };
            if !says_nothing {
                members.push((Text::of(field.name), tree));
            }
        }
        self.set(Tree::Record(members))
    }

    fn variant(&mut self, at: &mut usize, names: &[&str], content: Content<'_>) -> Walked {
        content(*at, self)?;
        let member = (named(names, *at), self.take());
        self.set(Tree::Record(alloc::vec![member]))
    }
}
