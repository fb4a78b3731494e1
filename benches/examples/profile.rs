//! Checks 1,000 valid posts of the corpus as often as it is told, for profilers:
//! `valgrind --tool=callgrind target/release/examples/profile 3`.

use postworthy::{Engine, ParseError, Post};
use postworthy_benches::{Corpus, Kind, context};

fn main() -> Result<(), ParseError> {
    let times = std::env::args().nth(1);
    let times: usize = times.and_then(|times| times.parse().ok()).unwrap_or(100);
    let lines: Vec<String> = Corpus::new(1, Kind::Valid).take(1_000).collect();
    let posts: Result<Vec<_>, _> = lines.iter().map(|line| Post::parse(line)).collect();
    let posts = posts?;
    let engine = Engine::builtin();
    let context = context();
    let mut checker = engine.checker();
    let mut errors = 0;
    for _ in 0..times {
        for post in &posts {
            errors += checker.check(post, &context).errors();
        }
    }
    println!("{errors} errors");
    Ok(())
}
