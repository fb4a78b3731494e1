//! The shared cases, through the command: what it prints is what the library says.

mod common;

use std::collections::BTreeMap;

use common::Desk;
use postworthy::{Context, Engine, Post};
use postworthy_cases::{Case, cases};
use serde_json::Value;

#[test]
fn every_case_ends_as_the_library_says() {
    // A run reads one context, so cases that share theirs are one batch.
    let mut batches: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for mut case in cases() {
        // The command fills in the time and would read local files.
        let now = case.context.get("now").cloned();
        case.context["now"] = now.unwrap_or_else(|| "2026-01-31T12:00:00Z".into());
        batches
            .entry(case.context.to_string())
            .or_default()
            .push(case);
    }
    let desk = Desk::new();
    let engine = Engine::builtin();
    let mut count = 0;
    for (context, batch) in &batches {
        desk.write("context.json", context);
        let posts: Vec<String> = batch.iter().map(|case| case.post.to_string()).collect();
        desk.write("posts.ndjson", posts.join("\n"));
        let said = desk.run(&[
            "check",
            "posts.ndjson",
            "--context",
            "context.json",
            "--format",
            "ndjson",
        ]);
        let reports: Vec<Value> = said
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(reports.len(), batch.len(), "{}", said.err);
        let context = Context::from_json(context).unwrap();
        for (case, mut report) in batch.iter().zip(reports) {
            report.as_object_mut().unwrap().remove("index");
            let post = case.post.to_string();
            let wanted = engine.check(&Post::parse(&post).unwrap(), &context);
            let wanted = serde_json::to_value(&wanted).unwrap();
            assert_eq!(report, wanted, "{} ({})", case.rule, case.name);
            count += 1;
        }
    }
    assert!(count > 1_000);
}
