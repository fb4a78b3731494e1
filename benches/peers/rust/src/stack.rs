//! What a careful program in Rust does today: a schema for the form, crates for the lengths.

use jsonschema::Validator;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// Checks posts as far as such a program does.
pub struct Stack {
    schema: Validator,
}

impl Stack {
    /// Compiles the schema.
    pub fn new() -> Self {
        let schema = include_str!("../../post.schema.json");
        let schema = serde_json::from_str(schema).expect("the schema is JSON");
        Stack {
            schema: jsonschema::validator_for(&schema).expect("the schema is one"),
        }
    }

    /// How many things are wrong with the post of a line.
    pub fn check(&self, line: &str) -> usize {
        let Ok(post) = serde_json::from_str::<Value>(line) else {
            return 1;
        };
        let mut errors = self.schema.iter_errors(&post).count();
        let content = post["content"].as_str().unwrap_or_default();
        let platforms = post["platforms"].as_array();
        let named = |name: &str| {
            let mut targets = platforms.into_iter().flatten();
            targets.any(|target| target["platform"] == name)
        };
        if named("twitter") {
            let config = twitter_text_config::config_v3();
            errors += usize::from(!twitter_text::parse(content, config, true).is_valid);
        }
        if named("bluesky") {
            errors += usize::from(content.graphemes(true).count() > 300);
        }
        errors
    }
}
