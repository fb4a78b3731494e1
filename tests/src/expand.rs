//! The short forms of long texts and lists.

use serde_json::Value;

/// Writes out `{"$repeat": [text, n], "then": text}` and `{"$times": [item, n]}`.
pub(crate) fn expand(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            if let Some(repeat) = members.get("$repeat") {
                let text = repeat[0].as_str().unwrap();
                let then = members.get("then").and_then(Value::as_str);
                return (text.repeat(times(repeat)) + then.unwrap_or_default()).into();
            }
            if let Some(list) = members.get("$times") {
                let item = expand(&list[0]);
                return (0..times(list))
                    .map(|index| numbered(&item, index))
                    .collect();
            }
            let members = members.iter();
            Value::Object(
                members
                    .map(|(key, value)| (key.clone(), expand(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(expand).collect(),
        other => other.clone(),
    }
}

fn times(of: &Value) -> usize {
    usize::try_from(of[1].as_u64().unwrap()).unwrap()
}

/// The item with `#` as its index.
fn numbered(value: &Value, index: usize) -> Value {
    match value {
        Value::String(text) => text.replace('#', &index.to_string()).into(),
        Value::Array(items) => items.iter().map(|item| numbered(item, index)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(key, value)| (key.clone(), numbered(value, index)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}
