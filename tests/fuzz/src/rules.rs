//! Rows that a user lays over the built-in ones.

use postworthy::{Context, Engine, Post};
use serde_json::Value;

use crate::seeds;
use crate::sound::sound_beside;

/// Rows as JSON.
pub fn overlay(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let engine = match Engine::with_overlay(text) {
        Ok(engine) => engine,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    // Every built-in rule is still there, and no id stands twice.
    let mut ids: Vec<_> = engine.rules().map(|rule| rule.id.as_str()).collect();
    assert!(
        Engine::builtin()
            .rules()
            .all(|rule| ids.contains(&rule.id.as_str()))
    );
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for sample in seeds::SAMPLES {
        let value: Value = serde_json::from_str(sample).unwrap();
        let post = Post::from_value(&value);
        let report = engine.check(&post, &Context::default());
        sound_beside(&engine, text, &value, &report);
        assert_eq!(report, engine.check(&post, &Context::default()));
    }
}
