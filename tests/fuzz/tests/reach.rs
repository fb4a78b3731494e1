//! Made posts reach what bytes alone do not.

use std::collections::BTreeSet;

use postworthy::{Context, Engine, Post};
use postworthy_fuzz::made::{self, Dice};
use postworthy_fuzz::seeds;
use postworthy_fuzz::sound::diagnostics;

#[test]
fn made_posts_break_every_row_of_every_platform() {
    let engine = Engine::builtin();
    let mut checker = engine.checker();
    let mut random = seeds::random();
    let mut broken = BTreeSet::new();
    for _ in 0..40_000 {
        let bytes: Vec<u8> = (0..200).map(|_| random(256).to_le_bytes()[0]).collect();
        let made = made::next(&mut Dice::new(&bytes));
        let context: Context = serde_json::from_value(made.context).unwrap();
        let report = checker.report(&Post::from_value(&made.post), &context);
        broken.extend(diagnostics(&report).map(|one| one.rule.clone()));
    }
    // What is too large for these is made by other tests.
    let too_large = ["post/size", "post/report-size"];
    let all = engine.rules().map(|rule| rule.id.as_str());
    let missed: Vec<_> = all.filter(|id| !broken.contains(*id)).collect();
    assert!(missed.iter().all(|id| too_large.contains(id)), "{missed:?}");
}
