//! Works on the first 1,000 valid posts of the corpus as often as it is told, for profilers:
//! `valgrind --tool=callgrind target/release/examples/profile check 3`. The work is `parse`, `check`
//! (posts that are read already), `bare` (the same without facts of their media) or `report` (from the
//! line to the report).

use std::hint::black_box;
use std::process::ExitCode;

use postworthy::{Context, Engine, ParseError, Post};
use postworthy_benches::{Corpus, Kind, context};

fn main() -> Result<ExitCode, ParseError> {
    let mut args = std::env::args().skip(1);
    let work = args.next().unwrap_or_default();
    let times = args.next().and_then(|times| times.parse().ok());
    let times: usize = times.unwrap_or(100);
    let lines: Vec<String> = Corpus::new(1, Kind::Valid).take(1_000).collect();
    let posts: Result<Vec<_>, _> = lines.iter().map(|line| Post::parse(line)).collect();
    let posts = posts?;
    let engine = Engine::builtin();
    let context = context();
    let bare = Context {
        now: context.now.clone(),
        ..Context::default()
    };
    let mut checker = engine.checker();
    for _ in 0..times {
        match work.as_str() {
            "parse" => {
                for line in &lines {
                    black_box(Post::parse(line)?);
                }
            }
            "check" => {
                for post in &posts {
                    black_box(checker.check(post, &context).errors());
                }
            }
            "bare" => {
                for post in &posts {
                    black_box(checker.check(post, &bare).errors());
                }
            }
            "report" => {
                for line in &lines {
                    let post = Post::parse(line)?;
                    black_box(checker.report(&post, &context));
                }
            }
            _ => {
                eprintln!("usage: profile parse|check|bare|report TIMES");
                return Ok(ExitCode::from(2));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
