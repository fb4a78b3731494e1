use serde_json::{Value, json};

fn valid(value: &Value) -> bool {
    let schema: Value = serde_json::from_str(&super::schema()).unwrap();
    jsonschema::validator_for(&schema).unwrap().is_valid(value)
}

fn file() -> Value {
    json!({
        "platform": "bluesky",
        "title": "Bluesky",
        "read": "2026-11-24",
        "rule": [{
            "id": "bluesky/text-length",
            "code": "text_too_long",
            "severity": "error",
            "check": { "text-length": { "of": "content", "unit": "graphemes", "max": 300 } },
            "summary": "A post holds up to 300 characters.",
            "sources": [{ "kind": "docs", "at": "a#b" }],
        }],
    })
}

#[test]
fn every_file_of_rows_is_valid() {
    let home = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for entry in std::fs::read_dir(home).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with("Cargo.toml")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let value: Value = toml::from_str(&text).unwrap();
            assert!(valid(&value), "{}", path.display());
            // What lets an editor complete the rows.
            assert!(
                text.starts_with("#:schema ./schema.json\n"),
                "{}",
                path.display()
            );
            files += 1;
        }
    }
    assert_eq!(files, postworthy::rules::Platform::ALL.len());
}

#[test]
fn a_file_with_a_misspelt_field_is_not_valid() {
    assert!(valid(&file()));
    for (pointer, name) in [
        ("", "titel"),
        ("/rule/0", "sumary"),
        ("/rule/0/check/text-length", "maximum"),
        ("/rule/0/sources/0", "where"),
    ] {
        let mut file = file();
        file.pointer_mut(pointer).unwrap()[name] = json!("x");
        assert!(!valid(&file), "{name}");
    }
}

#[test]
fn a_row_of_a_file_is_whole() {
    for name in ["id", "code", "severity", "check", "summary", "sources"] {
        let mut file = file();
        file["rule"][0].as_object_mut().unwrap().remove(name);
        assert!(!valid(&file), "{name}");
    }
}

#[test]
fn an_overlay_says_only_what_changes() {
    for rows in [
        json!([]),
        json!([{ "id": "bluesky/text-length", "severity": "info" }]),
        json!([{ "id": "bluesky/text-length", "enabled": false }]),
        json!([{ "id": "bluesky/text-length", "check": { "text-length": { "max": 200 } } }]),
    ] {
        assert!(valid(&rows), "{rows}");
        assert!(
            valid(&json!({ "$schema": "schema.json", "rules": rows })),
            "{rows}"
        );
    }
}

#[test]
fn an_overlay_with_a_misspelt_field_is_not_valid() {
    for rows in [
        json!([{ "severity": "info" }]),
        json!([{ "id": "bluesky/text-length", "severty": "info" }]),
        json!([{ "id": "bluesky/text-length", "severity": "bad" }]),
        json!([{ "id": "bluesky/text-length", "check": { "text-length": { "maximum": 200 } } }]),
    ] {
        assert!(!valid(&rows), "{rows}");
        assert!(!valid(&json!({ "rules": rows })), "{rows}");
    }
}
