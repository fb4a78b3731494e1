//! What is wrong with a context or with rows is said in short, however long it is.
#![expect(clippy::panic, reason = "a test that fails should fail where it does")]

use postworthy::media::MediaInfo;
use postworthy::{AccountFacts, Context, Engine};

/// Texts in which `LONG` is of any length, each refused.
const CONTEXTS: &[&str] = &[
    r#"{ "now": [], "LONG": 1 }"#,
    r#""LONG""#,
    r#"{ "media": "LONG" }"#,
    r#"{ "media": { "LONG": 5 } }"#,
    r#"{ "media": { "a": { "format": "LONG" } } }"#,
    r#"{ "media": { "a": { "kind": "LONG" } } }"#,
    r#"{ "media": { "a": { "bytes": "LONG" } } }"#,
    r#"{ "media": { "a": { "frameRate": "LONG" } } }"#,
    r#"{ "media": { "a": { "unknown": { "LONG": 5 } } } }"#,
    r#"{ "accounts": { "LONG": { "boards": ["LONG", 5] } } }"#,
    r#"{ "accounts": { "a": { "premium": "LONG" } } }"#,
    r#"{ "accounts": { "a": { "maxVideoSeconds": 1LONG } } }"#,
];

const ROWS: &[&str] = &[
    r#""LONG""#,
    r#"{ "rules": "LONG" }"#,
    r#"[{ "id": "LONG" }]"#,
    r#"[{ "id": "LONG/a" }]"#,
    r#"[{ "id": "bluesky/LONG" }]"#,
    r#"[{ "id": "bluesky/LONG", "code": "LONG" }]"#,
    r#"[{ "id": "bluesky/text-length", "code": "LONG" }]"#,
    r#"[{ "id": "bluesky/text-length", "LONG": 5 }]"#,
    r#"[{ "id": "bluesky/text-length", "enabled": "LONG" }]"#,
    r#"[{ "id": "bluesky/text-length", "enabled": ["LONG"] }]"#,
    r#"[{ "id": "bluesky/text-length", "when": [{ "LONG": 1 }] }]"#,
    r#"[{ "id": "bluesky/text-length", "when": [{ "option_set": "LONG" }] }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "LONG": {} } }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "text-length": { "of": "LONG" } } }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "text-length": { "of": "option:LONG" } } }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "text-length": { "max": "LONG" } } }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "media-format": { "of": "any", "allowed": ["LONG"] } } }]"#,
    r#"[{ "id": "bluesky/text-length", "check": { "media-cropped": { "of": "any", "any": ["LONG"] } } }]"#,
];

/// How long what is said of a text is, where `LONG` is so long.
fn said(text: &str, of: usize, refuse: impl Fn(&str) -> Option<String>) -> usize {
    let text = text.replace("LONG", &"9".repeat(of));
    let said = refuse(&text);
    said.unwrap_or_else(|| panic!("{text} is taken"))
        .chars()
        .count()
}

fn in_short(texts: &[&str], refuse: impl Fn(&str) -> Option<String>) {
    for text in texts {
        let (short, long) = (said(text, 60, &refuse), said(text, 100_000, &refuse));
        // Each quotation ends in an ellipsis, and the column of what follows has more digits.
        assert!(long < short + 20, "{text}: {short}, then {long} characters");
    }
}

#[test]
fn what_is_wrong_with_a_context_is_said_in_short() {
    in_short(CONTEXTS, |text| {
        Some(Context::from_json(text).err()?.to_string())
    });
    in_short(CONTEXTS, |text| {
        Some(serde_json::from_str::<Context>(text).err()?.to_string())
    });
    in_short(&[r#"{ "platform": 1, "LONG": 2 }"#, "[LONG]"], |text| {
        Some(AccountFacts::from_json(text).err()?.to_string())
    });
    in_short(&[r#"{ "format": "LONG" }"#], |text| {
        Some(serde_json::from_str::<MediaInfo>(text).err()?.to_string())
    });
}

#[test]
fn what_is_wrong_with_rows_is_said_in_short() {
    in_short(ROWS, |text| {
        Some(Engine::with_overlay(text).err()?.to_string())
    });
}
