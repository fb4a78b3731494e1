//! What the service answers: typed where the docs type it, and nothing is dropped.

use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Declares answers: every field is optional, and what has no field is kept in `other`. The names
/// of their JSON are those of the fields in camelCase, or what stands behind `as`.
macro_rules! model {
    ($( $(#[$about:meta])* $name:ident {
        $( $(#[$said:meta])* $field:ident $(as $json:literal)?: $kind:ty, )*
    } )*) => { $(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$said])*
                $(#[serde(rename = $json)])?
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$kind>,
            )*
            /// What the service sent beside these fields.
            #[serde(flatten)]
            pub other: serde_json::Map<String, serde_json::Value>,
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut members = crate::model::Members::deserialize(input)?;
                Ok($name {
                    $( $field: members.take(stringify!($field), &[$($json)?])?, )*
                    other: members.rest(),
                })
            }
        }
    )* };
}
pub(crate) use model;

/// Reads what calls are told in the same way; what is not said is the default.
macro_rules! read_members {
    ($name:ident: $($field:ident),* $(,)?) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut members = crate::model::Members::deserialize(input)?;
                Ok($name {
                    $( $field: members.take(stringify!($field), &[])?.unwrap_or_default(), )*
                })
            }
        }
    };
}
pub(crate) use read_members;

/// The members of an object, taken one by one: one reader for all answers, where derived ones would
/// be most of the program.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct Members(Map<String, Value>);

impl Members {
    /// Takes the member for a field: that of its own name in JSON, if it has one.
    pub(crate) fn take<T: DeserializeOwned, E: de::Error>(
        &mut self,
        field: &str,
        own: &[&str],
    ) -> Result<Option<T>, E> {
        let value = match own.first() {
            Some(name) => self.0.shift_remove(*name),
            None => self.0.shift_remove(&camel_case(field)),
        };
        let Some(value) = value else {
            return Ok(None);
        };
        Option::deserialize(value).map_err(|error| E::custom(format_args!("{field}: {error}")))
    }

    /// What was not taken.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.0
    }
}

/// `profile_id` is `profileId` in JSON.
fn camel_case(field: &str) -> String {
    let mut words = field.split('_');
    let mut name = words.next().unwrap_or_default().to_string();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// Something that the service names by its id alone, or shows whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reference {
    /// Its id.
    Id(String),
    /// The thing itself.
    Whole(Map<String, Value>),
}

impl Reference {
    /// Its id, wherever it stands.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Reference::Id(id) => Some(id),
            Reference::Whole(thing) => thing.get("_id").or_else(|| thing.get("id"))?.as_str(),
        }
    }
}

model! {
    /// An answer that says something and no more.
    Message {
        /// What it says.
        message: String,
        /// Whether it was done, where the service says it so.
        success: bool,
    }

    /// Where a page stands among all.
    Pagination {
        /// The page, from 1.
        page: u64,
        /// How many items a page holds.
        limit: u64,
        /// How many items there are.
        total: u64,
        /// How many pages there are.
        pages: u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_are_kept() {
        let text = r#"{"message":"done","next":{"a":[1]}}"#;
        let message: Message = serde_json::from_str(text).unwrap();
        assert_eq!(message.message.as_deref(), Some("done"));
        assert_eq!(serde_json::to_string(&message).unwrap(), text);
    }

    #[test]
    fn a_reference_has_an_id_in_either_form() {
        for text in [
            r#""a1""#,
            r#"{"_id":"a1","platform":"twitter"}"#,
            r#"{"id":"a1"}"#,
        ] {
            let one: Reference = serde_json::from_str(text).unwrap();
            assert_eq!(one.id(), Some("a1"));
        }
    }
}
