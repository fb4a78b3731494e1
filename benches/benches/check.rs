//! From a line of JSON to what is wrong with it.
#![expect(clippy::unwrap_used, reason = "the corpus is JSON")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use postworthy::{Engine, Post};
use postworthy_benches::borrowed::PostBody;
use postworthy_benches::{Corpus, Kind, context};

const POSTS: usize = 1_000;

fn check(c: &mut Criterion) {
    let engine = Engine::builtin();
    let context = context();
    for (name, kind) in [("valid", Kind::Valid), ("mixed", Kind::Mixed)] {
        let lines: Vec<String> = Corpus::new(1, kind).take(POSTS).collect();
        let posts: Vec<Post<'_>> = lines
            .iter()
            .map(|line| Post::parse(line).unwrap())
            .collect();
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(POSTS as u64));
        group.bench_function("serde_json::Value alone", |b| {
            b.iter(|| {
                for line in &lines {
                    black_box(serde_json::from_str::<serde_json::Value>(line).unwrap());
                }
            });
        });
        group.bench_function("serde_json, structs that borrow, alone", |b| {
            b.iter(|| {
                for line in &lines {
                    black_box(serde_json::from_str::<PostBody<'_>>(line).unwrap());
                }
            });
        });
        group.bench_function("parse", |b| {
            b.iter(|| {
                for line in &lines {
                    black_box(Post::parse(line).unwrap());
                }
            });
        });
        group.bench_function("check prepared", |b| {
            let mut checker = engine.checker();
            b.iter(|| {
                for post in &posts {
                    black_box(checker.check(post, &context).errors());
                }
            });
        });
        group.bench_function("line to verdict", |b| {
            let mut checker = engine.checker();
            b.iter(|| {
                for line in &lines {
                    let post = Post::parse(line).unwrap();
                    black_box(checker.check(&post, &context).errors());
                }
            });
        });
        group.bench_function("line to report", |b| {
            let mut checker = engine.checker();
            b.iter(|| {
                for line in &lines {
                    let post = Post::parse(line).unwrap();
                    black_box(checker.report(&post, &context));
                }
            });
        });
        group.finish();
    }
}

criterion_group!(benches, check);
criterion_main!(benches);
