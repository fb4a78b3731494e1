//! Counts against `budget.toml`.

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
    check_prepared: u64,
}

fn lines() -> Vec<String> {
    Corpus::new(1, Kind::Valid).take(1_000).collect()
}

#[test]
fn the_valid_corpus_is_valid() {
    let engine = Engine::builtin();
    for line in lines() {
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
    let lines = lines();
    let parse = || -> Vec<Post<'_>> {
        let mut posts = Vec::with_capacity(lines.len());
        posts.extend(lines.iter().map(|line| Post::parse(line).unwrap()));
        posts
    };
    let posts = parse();
    let context = context();
    let engine = Engine::builtin();
    let mut checker = engine.checker();
    let mut check = |context: &Context| {
        let errors = posts
            .iter()
            .map(|post| checker.check(post, context).errors());
        assert_eq!(errors.sum::<u32>(), 0);
    };
    check(&context);
    let count = |work: &mut dyn FnMut()| allocation_counter::measure(work).count_total;
    let check_prepared = count(&mut || check(&context));
    let spent = Allocations {
        // One is the list of the posts.
        parse: count(&mut || drop(parse())) - 1,
        check_prepared,
    };
    assert_eq!(spent, budget.allocations);
}
