//! Counts against `budget.toml`.
#![expect(clippy::unwrap_used, reason = "the corpus is JSON, or the test fails")]

use postworthy::{Context, Engine, Post};
use postworthy_benches::{Corpus, Kind, context};

#[derive(serde::Deserialize)]
struct Budget {
    allocations: Allocations,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Allocations {
    parse: u64,
    check_valid: u64,
    check_mixed: u64,
}

fn lines(kind: Kind) -> Vec<String> {
    Corpus::new(1, kind).take(1_000).collect()
}

fn parsed(lines: &[String]) -> Vec<Post<'_>> {
    let mut posts = Vec::with_capacity(lines.len());
    posts.extend(lines.iter().map(|line| Post::parse(line).unwrap()));
    posts
}

fn allocations(mut work: impl FnMut()) -> u64 {
    allocation_counter::measure(&mut work).count_total
}

/// Allocations of checking posts, with a checker that has seen them before, and the errors found.
fn checked(posts: &[Post<'_>], context: &Context) -> (u64, u32) {
    let engine = Engine::builtin();
    let mut checker = engine.checker();
    let mut errors = 0;
    let mut check = || {
        let each = posts
            .iter()
            .map(|post| checker.check(post, context).errors());
        errors = each.sum();
    };
    check();
    (allocations(check), errors)
}

#[test]
fn the_valid_corpus_is_valid() {
    let engine = Engine::builtin();
    for line in lines(Kind::Valid) {
        let report = engine.check(&Post::parse(&line).unwrap(), &context());
        assert_eq!(
            (report.errors, report.warnings),
            (0, 0),
            "{line}\n{report:#?}"
        );
    }
}

#[test]
fn allocations_are_those_of_the_budget() {
    let budget: Budget = toml::from_str(include_str!("../budget.toml")).unwrap();
    let (valid, mixed) = (lines(Kind::Valid), lines(Kind::Mixed));
    let context = context();
    let (check_valid, no_errors) = checked(&parsed(&valid), &context);
    let (check_mixed, errors) = checked(&parsed(&mixed), &context);
    assert!(no_errors == 0 && errors > 100, "{errors}");
    let spent = Allocations {
        // One is the list of the posts.
        parse: allocations(|| drop(parsed(&valid))) - 1,
        check_valid,
        check_mixed,
    };
    assert_eq!(spent, budget.allocations);
}
