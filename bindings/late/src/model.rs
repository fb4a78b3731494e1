//! What the service answers: typed where the docs type it, and nothing is dropped.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Declares answers: every field is optional, and what has no field is kept in `other`.
macro_rules! model {
    ($( $(#[$about:meta])* $name:ident {
        $( $(#[$said:meta])* $field:ident: $kind:ty, )*
    } )*) => { $(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            $(
                $(#[$said])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$kind>,
            )*
            /// What the service sent beside these fields.
            #[serde(flatten)]
            pub other: serde_json::Map<String, serde_json::Value>,
        }
    )* };
}
pub(crate) use model;

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
