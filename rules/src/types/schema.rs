//! From JSON Schema, which the core's types describe themselves in, to TypeScript.

use postworthy::rules::Rule;
use postworthy::{AccountFacts, Context, Report};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{doc, key};
use std::fmt::Write as _;

/// Fields whose text is one of a list that TypeScript can know, or something else.
const OPEN: &[(&str, &str, &str)] = &[
    ("Diagnostic", "rule", "RuleId | (string & {})"),
    ("Unchecked", "rule", "RuleId | (string & {})"),
    (
        "TargetReport",
        "platform",
        "Platform | (string & {}) | null",
    ),
    ("AccountFacts", "platform", "Platform | null"),
    (
        "AccountFacts",
        "accountType",
        "\"personal\" | \"organization\" | null",
    ),
];

/// Names that are clearer beside the rest of the package.
const RENAMED: &[(&str, &str)] = &[("Operation", "PatchOperation")];

/// The types of what goes in and comes out.
pub(super) fn types() -> String {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Report>();
    generator.subschema_for::<Context>();
    generator.subschema_for::<AccountFacts>();
    generator.subschema_for::<Rule>();
    let definitions: Map<String, Value> = generator.take_definitions(true);
    let mut out = String::new();
    for (name, schema) in &definitions {
        // The rows' own list of platforms has one for the post as a whole.
        if name == "Platform" {
            continue;
        }
        definition(&mut out, name, schema);
    }
    out
}

fn definition(out: &mut String, name: &str, schema: &Value) {
    doc(out, "", text(schema, "description"));
    let shown = renamed(name);
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let _ = writeln!(out, "export interface {shown} {{");
        members(out, "  ", name, schema, properties);
        out.push_str("}\n\n");
        return;
    }
    let variants = ["oneOf", "anyOf"]
        .iter()
        .find_map(|list| schema.get(list)?.as_array());
    let Some(variants) = variants else {
        let _ = writeln!(out, "export type {shown} = {};\n", of(schema, ""));
        return;
    };
    let _ = writeln!(out, "export type {shown} =");
    for variant in variants {
        let about = text(variant, "description");
        // A name that says no more than itself.
        if about != format!("`{}`", text(variant, "const")) {
            doc(out, "  ", about);
        }
        let _ = writeln!(out, "  | {}", of(variant, "  "));
    }
    out.pop();
    out.push_str(";\n\n");
}

fn members(
    out: &mut String,
    indent: &str,
    of_type: &str,
    schema: &Value,
    properties: &Map<String, Value>,
) {
    let required = schema.get("required").and_then(Value::as_array);
    for (name, property) in properties {
        doc(out, indent, text(property, "description"));
        let needed = required.is_some_and(|names| names.iter().any(|one| one == name));
        let optional = if needed { "" } else { "?" };
        let open = OPEN
            .iter()
            .find(|(owner, field, _)| (*owner, *field) == (of_type, name.as_str()));
        let value = open.map_or_else(
            || of(property, indent),
            |(_, _, value)| (*value).to_string(),
        );
        let _ = writeln!(out, "{indent}{}{optional}: {value};", key(name));
    }
}

/// The type that a schema describes.
fn of(schema: &Value, indent: &str) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return renamed(reference.rsplit('/').next().unwrap_or(reference)).to_string();
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        return values.join(" | ");
    }
    if let Some(all) = ["anyOf", "oneOf"]
        .iter()
        .find_map(|list| schema.get(list)?.as_array())
    {
        return union(all.iter().map(|one| of(one, indent)));
    }
    match schema.get("type") {
        Some(Value::Array(names)) => {
            let each = names.iter().filter_map(Value::as_str);
            union(each.map(|name| plain(name, schema, indent)))
        }
        Some(Value::String(name)) => plain(name, schema, indent),
        _ => "unknown".to_string(),
    }
}

fn plain(name: &str, schema: &Value, indent: &str) -> String {
    match name {
        "integer" | "number" => "number".to_string(),
        "array" => {
            let item = schema
                .get("items")
                .map_or("unknown".into(), |items| of(items, indent));
            if item.contains(' ') {
                format!("({item})[]")
            } else {
                format!("{item}[]")
            }
        }
        "object" => {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                let inner = format!("{indent}  ");
                let mut out = String::from("{\n");
                members(&mut out, &inner, "", schema, properties);
                return out + indent + "}";
            }
            let values = schema
                .get("additionalProperties")
                .filter(|values| values.is_object());
            match values {
                Some(values) => format!("Record<string, {}>", of(values, indent)),
                None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                    "Record<string, never>".to_string()
                }
                None => "Record<string, unknown>".to_string(),
            }
        }
        other => other.to_string(),
    }
}

fn union(parts: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = Vec::new();
    parts.for_each(|part| {
        if !known.contains(&part) {
            known.push(part);
        }
    });
    known.join(" | ")
}

fn text<'s>(schema: &'s Value, name: &str) -> &'s str {
    schema.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn renamed(name: &str) -> &str {
    let found = RENAMED.iter().find(|(from, _)| *from == name);
    found.map_or(name, |(_, to)| to)
}
