//! Checks one of the posts that are made to hurt, at its full size or a part of it, for profilers:
//! `valgrind --tool=callgrind target/release/examples/bounds at-signs 64` for a 64th. Without
//! arguments it lists them.

use std::hint::black_box;
use std::process::ExitCode;

use postworthy::{Context, Engine, Post};
use postworthy_cases::{SHAPES, context};

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(wanted) = args.next() else {
        SHAPES.iter().for_each(|(name, ..)| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    let part = args.next().and_then(|part| part.parse().ok());
    let part: usize = part.unwrap_or(1);
    let shape = SHAPES.iter().find(|(name, ..)| *name == wanted);
    let (Some((name, shape, full)), true) = (shape, part > 0) else {
        eprintln!("usage: bounds [NAME [PART]]");
        return ExitCode::from(2);
    };
    let text = shape(full / part);
    let context = Context::from_json(&context(name, full / part)).unwrap_or_default();
    if let Ok(post) = Post::parse(&text) {
        black_box(Engine::builtin().check(&post, &context));
    }
    ExitCode::SUCCESS
}
