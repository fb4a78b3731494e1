//! A checker keeps its memory from one post to the next, and nothing of what was in it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that fails should fail where it does"
)]

use std::sync::LazyLock;

use postworthy::{Context, Engine, Post, Report};
use postworthy_cases::{SHAPES, batch, cases};
use proptest::prelude::*;

static ENGINE: Engine = Engine::builtin();

/// A post, its context, and the report that it gets alone.
struct Row {
    post: Post<'static>,
    context: Context,
    alone: Report,
}

/// Every shared case, the made posts, and those that are made to cost as much as they can.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let of_cases = cases().into_iter().map(|case| {
        let context = serde_json::from_value(case.context).unwrap();
        (Post::from_value(&case.post), context)
    });
    let (lines, context) = batch();
    let context = Context::from_json(&context).unwrap();
    let shapes = SHAPES.iter().map(|(_, shape, full)| shape(full / 2_000));
    let texts = lines.into_iter().chain(shapes);
    let of_texts = texts.filter_map(|text| {
        let post = Post::parse(&text).ok()?.to_value();
        Some((Post::from_value(&post), context.clone()))
    });
    let rows = of_cases.chain(of_texts).map(|(post, context)| Row {
        alone: Engine::builtin().check(&post, &context),
        post,
        context,
    });
    rows.collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2))]

    #[test]
    fn a_report_of_a_batch_row_is_the_report_of_that_row_alone(
        order in Just((0..ROWS.len()).collect::<Vec<_>>()).prop_shuffle(),
        ways in prop::collection::vec(0_u8..5, ROWS.len()),
    ) {
        let mut checker = ENGINE.checker();
        for (at, way) in order.into_iter().zip(ways) {
            let Some(Row { post, context, alone }) = ROWS.get(at) else { continue };
            let report = match way {
                0 => checker.check(post, context).report(),
                1 => checker.check_for_words(post, context).report(),
                2 => checker.report_some(post, context, &vec![true; alone.targets.len()]),
                // Whoever wants no words leaves others behind.
                3 => {
                    let verdict = checker.check(post, context);
                    let told = (verdict.valid(), verdict.complete(), verdict.errors());
                    prop_assert_eq!(told, (alone.valid, alone.complete, alone.errors));
                    continue;
                }
                _ => checker.report(post, context),
            };
            prop_assert!(report == *alone, "{} after others: {:?}", post.to_value(), report);
        }
    }
}
