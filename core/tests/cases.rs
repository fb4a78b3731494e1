//! Runs the shared cases of `fixtures/cases`: each row just inside and just outside its boundary.
#![expect(
    clippy::unwrap_used,
    reason = "a test that fails should fail where it does"
)]

use std::collections::{BTreeMap, BTreeSet};

use postworthy::{
    AccountFacts, Context, Diagnostic, Engine, Post, Report, Severity, Writer, Written,
};
use postworthy_cases::{Case, cases};
use serde::Serialize;
use serde_json::json;

fn checked(engine: &Engine, case: &Case) -> (Post<'static>, Context, Report) {
    let post = Post::from_value(&case.post);
    let context = serde_json::from_value(case.context.clone()).unwrap();
    let report = engine.check(&post, &context);
    (post, context, report)
}

/// Every finding of a report, those of its targets included.
fn diagnostics(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
    of_targets.chain(&report.diagnostics)
}

#[test]
fn every_case_ends_as_it_says() {
    let engine = Engine::builtin();
    let mut faults = Vec::new();
    for case in cases() {
        let (_, _, report) = checked(&engine, &case);
        for one in diagnostics(&report) {
            let at = case.post.pointer(&one.path);
            assert!(at.is_some(), "{} does not resolve", one.path);
        }
        assert_eq!(report.to_json(), serde_json::to_string(&report).unwrap());
        faults.extend(case.fault(&serde_json::to_value(&report).unwrap()));
    }
    assert!(
        faults.is_empty(),
        "{}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The report as it is written, which is to be what serde writes.
fn written(engine: &Engine, post: &Post<'_>, context: &Context, wanted: Option<&[bool]>) -> String {
    let mut writer = Writer::default();
    let mut checker = engine.checker();
    checker.write_report(post, context, wanted, &mut writer);
    let mut bare = Writer::positional();
    checker.write_report(post, context, wanted, &mut bare);
    let named: Report = serde_json::from_str(writer.as_str()).unwrap();
    assert_eq!(
        serde_json::from_str::<Report>(bare.as_str()).unwrap(),
        named
    );
    writer.as_str().to_string()
}

#[test]
fn a_report_is_written_as_serde_writes_it() {
    let engine = Engine::builtin();
    for case in cases() {
        let (post, context, report) = checked(&engine, &case);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(written(&engine, &post, &context, None), text);
        let some = [true, false, true, false];
        let report = engine.checker().report_some(&post, &context, &some);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(written(&engine, &post, &context, Some(&some)), text);
    }
}

#[test]
fn a_report_of_more_than_it_lists_is_written_as_serde_writes_it() {
    let engine = Engine::builtin();
    let target = |index: usize| {
        json!({
            "platform": (["twitter", "instagram", "nowhere", "bluesky"])[index % 4],
            "accountId": format!("acc_{}", index % 300),
            "customContent": "e".repeat(400),
            "platformSpecificData": { "unknown\"option": index, "contentType": 5 },
            "odd": true,
        })
    };
    let post = json!({
        "content": "\u{1}",
        "mediaItems": [5, { "url": "a" }, { "url": "https://example.com/a.jpg" }],
        "platforms": (0..700).map(target).collect::<Vec<_>>(),
    });
    let (post, context) = (Post::from_value(&post), Context::default());
    let report = engine.check(&post, &context);
    let cut = |one: &Diagnostic| one.rule == "post/report-size";
    assert!(report.diagnostics.iter().any(cut));
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(written(&engine, &post, &context, None), text);
}

#[test]
fn every_other_answer_is_written_as_serde_writes_it() {
    fn same(value: &(impl Written + Serialize)) {
        let mut writer = Writer::default();
        value.write(&mut writer);
        assert_eq!(writer.as_str(), serde_json::to_string(value).unwrap());
    }
    let engine = Engine::builtin();
    for rule in engine.rules() {
        same(rule);
    }
    for platform in engine.platforms() {
        same(&platform.options);
        same(&platform.settings);
        let account = AccountFacts::default();
        for content_type in platform.platform.content_types().iter().copied().map(Some) {
            same(&engine.limits(platform.platform, content_type));
            same(&engine.measure("Hello", platform.platform, content_type, &account));
        }
        same(&engine.limits(platform.platform, None));
    }
}

#[test]
fn every_row_has_a_case_inside_and_one_outside() {
    let engine = Engine::builtin();
    let (mut inside, mut outside) = (BTreeSet::new(), BTreeSet::new());
    for case in cases() {
        assert!(
            engine.rule(&case.rule).is_some(),
            "there is no rule {}",
            case.rule
        );
        if case.passes() {
            inside.insert(case.rule)
        } else {
            outside.insert(case.rule)
        };
    }
    let ids = engine.rules().map(|rule| rule.id.as_str());
    let missing: Vec<_> = ids
        .filter(|id| !inside.contains(*id) || !outside.contains(*id))
        .collect();
    assert!(
        missing.is_empty(),
        "rows without a case on each side: {missing:?}"
    );
}

#[test]
fn an_overlay_of_nothing_changes_nothing() {
    let (plain, laid) = (Engine::builtin(), Engine::with_overlay("[]").unwrap());
    assert!(plain.rules().eq(laid.rules()));
}

#[test]
fn an_overlay_switches_a_rule_off_and_names_a_bad_row() {
    let engine =
        Engine::with_overlay(r#"{ "rules": [{ "id": "bluesky/text-length", "enabled": false }] }"#)
            .unwrap();
    assert!(!engine.rule("bluesky/text-length").unwrap().enabled);
    let error =
        Engine::with_overlay(r#"[{ "id": "bluesky/mine", "severity": "loud" }]"#).unwrap_err();
    assert!(
        error.to_string().starts_with("row 0 (bluesky/mine): "),
        "{error}"
    );
    assert!(Engine::with_overlay("{").is_err());
    assert!(Engine::with_overlay("5").is_err());
}

#[test]
fn a_row_may_hold_the_largest_numbers() {
    let most = u32::MAX;
    let rows = format!(
        r#"[{{ "id": "twitter/image-count", "check": {{ "media-count": {{ "of": "image", "max": 4, "animated_gif_counts": {most} }} }} }}]"#
    );
    let engine = Engine::with_overlay(&rows).unwrap();
    let post = Post::parse(
        r#"{ "content": "a", "publishNow": true,
             "mediaItems": [{ "url": "https://example.com/a.gif" }, { "url": "https://example.com/b.gif" }],
             "platforms": [{ "platform": "twitter", "accountId": "a" }] }"#,
    )
    .unwrap();
    let facts = r#"{ "format": "gif", "animated": true }"#;
    let context = format!(
        r#"{{ "media": {{ "https://example.com/a.gif": {facts}, "https://example.com/b.gif": {facts} }} }}"#
    );
    let report = engine.check(&post, &Context::from_json(&context).unwrap());
    let found = diagnostics(&report).find(|one| one.rule == "twitter/image-count");
    assert_eq!(found.unwrap().params["actual"], most);
}

/// How many errors each rule found.
fn errors(report: &Report) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in diagnostics(report).filter(|one| one.severity == Severity::Error) {
        *counts.entry(one.rule.clone()).or_default() += 1;
    }
    counts
}

#[test]
fn a_fix_mends_its_finding_and_makes_no_new_error() {
    let engine = Engine::builtin();
    let mut tried = 0;
    let mut faults = Vec::new();
    for case in cases() {
        let (post, context, report) = checked(&engine, &case);
        for (one, fix) in
            diagnostics(&report).flat_map(|one| one.fixes.iter().map(move |fix| (one, fix)))
        {
            tried += 1;
            let mut value = post.to_value();
            postworthy::patch::apply(&mut value, &fix.patch).unwrap();
            let after = engine.check(&Post::from_value(&value), &context);
            let is_it = |other: &Diagnostic| other.rule == one.rule && other.path == one.path;
            let still = diagnostics(&after).any(is_it);
            let (before, left) = (errors(&report), errors(&after));
            let more = |rule: &String| left.get(rule) > before.get(rule);
            if still || left.keys().any(more) {
                faults.push(format!(
                    "{} ({}): {fix:?}, still {still}, {} -> {} errors",
                    case.rule, case.name, report.errors, after.errors
                ));
            }
        }
    }
    assert!(tried > 100, "{tried} fixes were tried");
    assert!(
        faults.is_empty(),
        "{} of {tried}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn every_param_is_documented_and_shown_by_a_case() {
    let engine = Engine::builtin();
    let mut shown = BTreeSet::new();
    for case in cases() {
        let (_, _, report) = checked(&engine, &case);
        shown.extend(diagnostics(&report).flat_map(|one| one.params.keys().cloned()));
    }
    let source = include_str!("../src/report.rs");
    let rows = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// | `"));
    let documented: BTreeSet<String> = rows
        .flat_map(|row| row.split('|').next().unwrap_or_default().split(", "))
        .map(|name| name.trim().trim_matches('`').to_string())
        .collect();
    // INVARIANT: these two are params of a text that is no JSON, of which no case is made.
    shown.extend(["line".to_string(), "column".to_string()]);
    assert_eq!(shown, documented);
}
