//! Writes the JSON Schema that editors complete and check rows by.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::read::RulesFile;

const ID: &str = "https://raw.githubusercontent.com/postworthy/postworthy/main/rules/schema.json";

/// The JSON Schema of a rules file and of an overlay.
#[must_use]
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<RulesFile>();
    let mut defs: Map<String, Value> = generator.take_definitions(true);
    defs.insert("Overlay".into(), overlay());
    rename(&mut defs, "OverlayRow", "Rule", overlay_row);
    rename(&mut defs, "OverlayCheck", "Check", partial_check);
    rename(&mut defs, "OverlayFix", "OptionFix", partial);
    rename(&mut defs, "FileCitation", "Citation", |citation| {
        describe(
            citation,
            "Where a limit was read; without `read`, when the file says.",
        );
        if let Some(required) = citation.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| name != "read");
        }
    });
    if let Some(row) = defs.get_mut("Rule") {
        redirect(row, "Citation", "FileCitation");
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Rows of postworthy",
        "description": "A file of rows (rules/*.toml), or rows of one's own that are laid over the built-in ones (JSON).",
        "anyOf": [{ "$ref": "#/$defs/RulesFile" }, { "$ref": "#/$defs/Overlay" }],
        "$defs": defs,
    });
    format!("{schema:#}\n")
}

fn overlay() -> Value {
    let rows = json!({
        "description": "Each row changes the built-in row of its id, or adds one.",
        "type": "array",
        "items": { "$ref": "#/$defs/OverlayRow" },
    });
    json!({
        "description": "Rows of one's own, laid over the built-in ones.",
        "anyOf": [rows, {
            "type": "object",
            "properties": { "$schema": { "type": "string" }, "rules": rows },
            "required": ["rules"],
            "additionalProperties": false,
        }],
    })
}

/// Adds a definition made of another one.
fn rename(defs: &mut Map<String, Value>, name: &str, from: &str, change: impl FnOnce(&mut Value)) {
    if let Some(mut def) = defs.get(from).cloned() {
        change(&mut def);
        defs.insert(name.into(), def);
    }
}

/// An overlay's row says what changes: only its id is needed.
fn overlay_row(row: &mut Value) {
    describe(
        row,
        "A change of the built-in row of this id, or a row to add.",
    );
    set(row, "required", json!(["id"]));
    redirect(row, "Check", "OverlayCheck");
    redirect(row, "OptionFix", "OverlayFix");
    // What is not said is left as it is, not set to its default.
    let properties = row.get_mut("properties").and_then(Value::as_object_mut);
    for property in properties.into_iter().flat_map(Map::values_mut) {
        property
            .as_object_mut()
            .and_then(|object| object.remove("default"));
    }
}

fn partial_check(check: &mut Value) {
    let variants = check.get_mut("oneOf").and_then(Value::as_array_mut);
    for variant in variants.into_iter().flatten() {
        let limits = variant.get_mut("properties").and_then(Value::as_object_mut);
        limits
            .into_iter()
            .flat_map(Map::values_mut)
            .for_each(partial);
    }
}

fn partial(object: &mut Value) {
    object
        .as_object_mut()
        .and_then(|object| object.remove("required"));
}

fn describe(def: &mut Value, description: &str) {
    set(def, "description", description.into());
}

fn set(def: &mut Value, key: &str, value: Value) {
    def.as_object_mut()
        .and_then(|def| def.insert(key.into(), value));
}

/// Lets references to one definition point at another.
fn redirect(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(object) => {
            if object.get("$ref").and_then(Value::as_str) == Some(&format!("#/$defs/{from}")) {
                object.insert("$ref".into(), format!("#/$defs/{to}").into());
            }
            object
                .values_mut()
                .for_each(|value| redirect(value, from, to));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redirect(item, from, to)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
