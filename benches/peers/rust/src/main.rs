//! Measures postworthy beside what a user of Rust would pick today: `peers POSTS`. Prints a line a
//! contender: language, corpus, name, microseconds of processor time a post, and a note, separated by
//! tabs.

mod harness;
mod stack;

use std::hint::black_box;

use harness::{Contender, measure};
use postworthy::{Checker, Context, Engine, Post};
use postworthy_benches::borrowed::PostBody;
use postworthy_benches::{Corpus, Kind, context};
use serde_json::Value;
use stack::Stack;

const FORM_ALONE: &str = "parses and checks nothing";

fn main() {
    let posts = std::env::args().nth(1).and_then(|posts| posts.parse().ok());
    let posts = posts.unwrap_or(100_000);
    let engine = Engine::builtin();
    let context = context();
    for (corpus, kind) in [("valid", Kind::Valid), ("mixed", Kind::Mixed)] {
        let lines: Vec<String> = Corpus::new(1, kind).take(posts).collect();
        let read: Vec<Post<'_>> = lines.iter().map(|line| parse(line)).collect();
        let mut contenders = ours(&engine, &context, &read);
        contenders.extend(theirs());
        let spent = measure(&lines, &mut contenders);
        for (Contender { name, note, .. }, spent) in contenders.iter().zip(spent) {
            println!("Rust\t{corpus}\t{name}\t{spent:.3}\t{note}");
        }
    }
}

fn parse(line: &str) -> Post<'_> {
    Post::parse(line).expect("the corpus is JSON")
}

/// A contender that works line by line.
fn by_line<'a>(
    name: &'static str,
    note: &'static str,
    mut work: impl FnMut(&'a str) + 'a,
) -> Contender<'a> {
    let work = move |_, lines: &'a [String]| lines.iter().for_each(|line| work(line));
    Contender {
        name,
        note,
        work: Box::new(work),
    }
}

fn ours<'a>(engine: &'a Engine, context: &'a Context, read: &'a [Post<'a>]) -> Vec<Contender<'a>> {
    let (mut verdicts, mut reports): (Checker<'_>, Checker<'_>) =
        (engine.checker(), engine.checker());
    let mut prepared = engine.checker();
    let prepared = Contender {
        name: "postworthy: check of a post read before",
        note: "all rules, with the facts of media and accounts",
        work: Box::new(move |first, lines| {
            for post in &read[first..first + lines.len()] {
                black_box(prepared.check(post, context).errors());
            }
        }),
    };
    vec![
        by_line(
            "postworthy: line to report",
            "all rules, words for what is wrong",
            move |line| {
                black_box(reports.report(&parse(line), context));
            },
        ),
        by_line(
            "postworthy: line to verdict",
            "all rules, no words",
            move |line| {
                black_box(verdicts.check(&parse(line), context).errors());
            },
        ),
        by_line("postworthy: parse", FORM_ALONE, |line| {
            black_box(parse(line));
        }),
        prepared,
    ]
}

fn theirs<'a>() -> Vec<Contender<'a>> {
    let stack = Stack::new();
    let mut buffer = Vec::new();
    vec![
        by_line(
            "serde_json Value + jsonschema + twitter-text + unicode-segmentation",
            "no media facts, no time, no URLs, no duplicates, no Telegram markup, no words or fixes",
            move |line| {
                black_box(stack.check(line));
            },
        ),
        by_line("serde_json, structs that borrow", FORM_ALONE, |line| {
            black_box(serde_json::from_str::<PostBody<'_>>(line).is_ok());
        }),
        by_line("serde_json Value", FORM_ALONE, |line| {
            black_box(serde_json::from_str::<Value>(line).is_ok());
        }),
        by_line("sonic-rs, arena DOM", FORM_ALONE, |line| {
            black_box(sonic_rs::from_str::<sonic_rs::Value>(line).is_ok());
        }),
        by_line(
            "simd-json, borrowed DOM",
            "the same, with the copy that it needs",
            move |line| {
                buffer.clear();
                buffer.extend_from_slice(line.as_bytes());
                black_box(simd_json::to_borrowed_value(&mut buffer).is_ok());
            },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stack_agrees_that_the_valid_corpus_is_valid_and_finds_errors_in_the_mixed_one() {
        let stack = Stack::new();
        for line in Corpus::new(1, Kind::Valid).take(1_000) {
            assert_eq!(stack.check(&line), 0, "{line}");
        }
        let mixed = Corpus::new(1, Kind::Mixed).take(1_000);
        let wrong = mixed.filter(|line| stack.check(line) > 0).count();
        assert!((100..300).contains(&wrong), "{wrong}");
    }
}
