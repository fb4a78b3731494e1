//! Many posts in one text: an array, NDJSON, CSV.

use std::io::{Cursor, Read};

use postworthy::{Context, Engine, Post};
use serde_json::Value;

use crate::sound::sound;

/// The form that the first byte names, read in pieces as small as the second one says.
pub fn batch(input: &[u8]) {
    let [form, step, text @ ..] = input else {
        return;
    };
    let extension = ["json", "ndjson", "csv", ""][usize::from(form % 4)];
    let reader = Slow {
        text: Cursor::new(text.to_vec()),
        step: usize::from(*step) + 1,
    };
    let Ok(posts) = postworthy_cli::posts("input", extension, reader) else {
        return;
    };
    let engine = Engine::builtin();
    let mut checker = engine.checker();
    let context = Context::default();
    let mut line = 0;
    let mut read = Vec::new();
    for post in posts {
        let Ok((at, post)) = post else { break };
        assert!(at >= line, "posts come in the order of their lines");
        line = at;
        // As a part of a batch, and by itself.
        let report = match &post {
            Ok(value) => checker.report(&Post::from_value(value), &context),
            Err(error) => engine.unreadable(error),
        };
        if let Ok(value) = &post {
            let alone = engine.check(&Post::from_value(value), &context);
            assert_eq!(report, alone);
            sound(&engine, value, &report);
        } else {
            assert!(!report.valid);
        }
        read.push(post);
    }
    // What another reader takes for a list of posts has as many of them.
    if *form % 4 == 0
        && let Ok(Value::Array(values)) = serde_json::from_slice::<Value>(text)
    {
        let readable = values.iter().zip(&read).filter(|(_, post)| post.is_ok());
        assert_eq!(values.len(), read.len());
        assert!(
            readable
                .into_iter()
                .all(|(value, post)| Some(value) == post.as_ref().ok())
        );
    }
}

/// Hands out a few bytes at a time.
struct Slow {
    text: Cursor<Vec<u8>>,
    step: usize,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(self.step);
        self.text.read(&mut buffer[..most])
    }
}
