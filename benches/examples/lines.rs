//! Checks the lines of a file on one thread, to what a column of reports holds of each: the outcome,
//! and the words of what was found. `lines posts.ndjson context.json ROUNDS` prints the microseconds
//! a line of the best round. `bindings/python/bench.py` runs it beside a column of the same lines.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use postworthy::{Context, Engine, Post};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [posts, context, rounds] = args.as_slice() else {
        eprintln!("usage: lines posts.ndjson context.json ROUNDS");
        return Ok(ExitCode::from(2));
    };
    let posts = std::fs::read_to_string(posts)?;
    let context = Context::from_json(&std::fs::read_to_string(context)?)?;
    let engine = Engine::builtin();
    let mut best = f64::INFINITY;
    for _ in 0..rounds.parse()? {
        let start = Instant::now();
        let mut checker = engine.checker();
        let mut lines: u32 = 0;
        for line in posts.lines() {
            let post = Post::parse(line)?;
            let verdict = checker.check_for_words(&post, &context);
            if black_box(verdict.findings()) > 0 {
                black_box(verdict.report_without_fixes());
            }
            lines += 1;
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(lines.max(1)));
    }
    println!("{best}");
    Ok(ExitCode::SUCCESS)
}
