//! Runs the shared cases of `fixtures/cases`: each row just inside and just outside its boundary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails should fail where it does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postworthy::{Context, Engine, Post, Report, Severity};
use serde_json::{Value, json};

/// Writes out `{"$repeat": [text, n], "then": text}` and `{"$times": [item, n]}`.
fn expand(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            if let Some(repeat) = members.get("$repeat") {
                let text = repeat[0]
                    .as_str()
                    .unwrap()
                    .repeat(repeat[1].as_u64().unwrap() as usize);
                let then = members
                    .get("then")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                return Value::from(text + then);
            }
            if let Some(times) = members.get("$times") {
                return (0..times[1].as_u64().unwrap())
                    .map(|index| numbered(&expand(&times[0]), index))
                    .collect();
            }
            members
                .iter()
                .map(|(key, value)| (key.clone(), expand(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(expand).collect(),
        other => other.clone(),
    }
}

fn numbered(value: &Value, index: u64) -> Value {
    match value {
        Value::String(text) => Value::from(text.replace('#', &index.to_string())),
        Value::Array(items) => items.iter().map(|item| numbered(item, index)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), numbered(value, index)))
            .collect(),
        other => other.clone(),
    }
}

/// What went against the expectation, if anything.
fn fault(case: &Value, report: &Report) -> Option<String> {
    let rule = case["rule"].as_str().unwrap();
    let lists = || {
        report
            .targets
            .iter()
            .map(|target| (&target.diagnostics, &target.unchecked))
    };
    let all = || lists().chain([(&report.diagnostics, &report.unchecked)]);
    let found: Vec<_> = all()
        .flat_map(|(found, _)| found)
        .filter(|one| one.rule == rule)
        .collect();
    let open: Vec<_> = all()
        .flat_map(|(_, open)| open)
        .filter(|one| one.rule == rule)
        .collect();
    let expect = &case["expect"];
    if expect == "pass" {
        return (!found.is_empty() || !open.is_empty()).then(|| format!("{found:?} {open:?}"));
    }
    if let Some(path) = expect["unchecked"].as_str() {
        let needs: Vec<String> = serde_json::from_value(expect["needs"].clone()).unwrap();
        return (!open
            .iter()
            .any(|one| one.path == path && one.needs == needs))
        .then(|| format!("{found:?} {open:?}"));
    }
    let path = expect["path"]
        .as_str()
        .expect("an expectation is pass, unchecked or a path");
    let Some(one) = found.iter().find(|one| one.path == path) else {
        return Some(format!("{found:?} {open:?}"));
    };
    if expect["severity"] != one.severity.as_str() {
        return Some(format!("severity {}", one.severity));
    }
    if let Some(wanted) = expect.get("fix") {
        let offered = one.fixes.iter().any(|fix| {
            *wanted == json!({ "applicability": fix.applicability.as_str(), "patch": fix.patch })
        });
        if !(offered || wanted.is_null() && one.fixes.is_empty()) {
            return Some(format!("fixes {}", json!(one.fixes)));
        }
    }
    let params = expect["params"].as_object().into_iter().flatten();
    let wrong: Vec<_> = params
        .filter(|(key, value)| one.params.get(*key) != Some(value))
        .collect();
    (!wrong.is_empty() || one.message.contains('{'))
        .then(|| format!("{wrong:?}, found {:?}: {}", one.params, one.message))
}

fn files() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let paths = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

#[test]
fn every_case_ends_as_it_says() {
    let engine = Engine::builtin();
    let mut faults = Vec::new();
    let mut count = 0;
    for file in files() {
        for case in file["cases"].as_array().unwrap() {
            count += 1;
            let post = Post::from_value(&expand(&case["post"]));
            let context = case
                .get("context")
                .map_or_else(Context::default, |context| {
                    serde_json::from_value(expand(context)).unwrap()
                });
            let report = engine.check(&post, &context);
            let value = post.to_value();
            for one in report
                .targets
                .iter()
                .flat_map(|target| &target.diagnostics)
                .chain(&report.diagnostics)
            {
                assert!(
                    value.pointer(&one.path).is_some(),
                    "{} does not resolve",
                    one.path
                );
            }
            if let Some(fault) = fault(case, &report) {
                faults.push(format!("{} ({}): {fault}", case["rule"], case["name"]));
            }
        }
    }
    assert!(count > 0);
    assert!(
        faults.is_empty(),
        "{} of {count}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn every_row_has_a_case_inside_and_one_outside() {
    let engine = Engine::builtin();
    let mut inside = BTreeSet::new();
    let mut outside = BTreeSet::new();
    for file in files() {
        for case in file["cases"].as_array().unwrap() {
            let rule = case["rule"].as_str().unwrap().to_string();
            assert!(engine.rule(&rule).is_some(), "there is no rule {rule}");
            if case["expect"] == "pass" {
                inside.insert(rule)
            } else {
                outside.insert(rule)
            };
        }
    }
    let missing: Vec<_> = engine
        .rules()
        .map(|rule| rule.id.as_str())
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

/// Every error and warning of a report, by rule and path.
fn found(report: &Report) -> BTreeSet<(String, String)> {
    let all = report
        .targets
        .iter()
        .flat_map(|target| &target.diagnostics)
        .chain(&report.diagnostics);
    all.map(|one| (one.rule.clone(), one.path.clone()))
        .collect()
}

/// How many errors each rule found.
fn errors(report: &Report) -> BTreeMap<String, usize> {
    let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
    let mut counts = BTreeMap::new();
    for one in report.diagnostics.iter().chain(of_targets) {
        if one.severity == Severity::Error {
            *counts.entry(one.rule.clone()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_fix_mends_its_finding_and_makes_no_new_error() {
    let engine = Engine::builtin();
    let mut tried = 0;
    let mut faults = Vec::new();
    for file in files() {
        for case in file["cases"].as_array().unwrap() {
            let post = Post::from_value(&expand(&case["post"]));
            let context = case
                .get("context")
                .map_or_else(Context::default, |context| {
                    serde_json::from_value(expand(context)).unwrap()
                });
            let report = engine.check(&post, &context);
            let all = report
                .targets
                .iter()
                .flat_map(|target| &target.diagnostics)
                .chain(&report.diagnostics);
            for (one, fix) in all.flat_map(|one| one.fixes.iter().map(move |fix| (one, fix))) {
                tried += 1;
                let mut value = post.to_value();
                postworthy::patch::apply(&mut value, &fix.patch).unwrap();
                let after = engine.check(&Post::from_value(&value), &context);
                let still = found(&after).contains(&(one.rule.clone(), one.path.clone()));
                let (before, left) = (errors(&report), errors(&after));
                let more = |rule: &String| left.get(rule) > before.get(rule);
                if still || left.keys().any(more) {
                    faults.push(format!(
                        "{} ({}): {fix:?}, still {still}, {} -> {} errors",
                        case["rule"], case["name"], report.errors, after.errors
                    ));
                }
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
    for file in files() {
        for case in file["cases"].as_array().unwrap() {
            let context = case
                .get("context")
                .map_or_else(Context::default, |context| {
                    serde_json::from_value(expand(context)).unwrap()
                });
            let report = engine.check(&Post::from_value(&expand(&case["post"])), &context);
            let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
            let all = report.diagnostics.iter().chain(of_targets);
            shown.extend(all.flat_map(|one| one.params.keys().cloned()));
        }
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
