//! JSON Schemas of the small types whose serde is written by hand.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::rules::{List, OptionRef, Ratio, Source};

impl<T: Clone + JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        alloc::format!("List_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<T>>::json_schema(generator)
    }
}

impl JsonSchema for Ratio {
    fn schema_name() -> Cow<'static, str> {
        "Ratio".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An aspect ratio, width to height, with at most two decimals.",
            "type": "string",
            "pattern": r"^[0-9]+(\.[0-9]{1,2})?:[0-9]+(\.[0-9]{1,2})?$",
            "examples": ["4:5", "1.91:1"],
        })
    }
}

impl JsonSchema for OptionRef {
    fn schema_name() -> Cow<'static, str> {
        "OptionRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The name of an option that the platform's file lists.",
            "type": "string",
            "minLength": 1,
            "examples": ["title", "callToAction.url", "userTags[].username"],
        })
    }
}

impl JsonSchema for Source {
    fn schema_name() -> Cow<'static, str> {
        "Source".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What a text check reads.",
            "anyOf": [
                { "enum": ["content", "first-line", "post-title", "alt-text"] },
                { "type": "string", "pattern": "^option:.+" },
            ],
        })
    }
}
