//! Whatever limit of whatever row is widened, no finding comes that was not there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use postworthy::{Context, Diagnostic, Engine, Post, Report};
use postworthy_cases::{Case, cases};
use serde_json::{Value, json};

/// A limit that takes more; nothing where a parameter is none, or has no end on that side.
fn wider(check: &str, name: &str, value: &Value) -> Option<Value> {
    let least = check.contains("-min-") || matches!(check, "recommend-size");
    let up = match name {
        "max" => true,
        "min" => false,
        "ms" | "long" | "short" | "width" => !least,
        _ => return None,
    };
    if let Some(ratio) = value.as_str() {
        ratio.contains(':').then_some(())?;
        return Some(json!(if up { "1000:1" } else { "1:1000" }));
    }
    // Other types than these have negative bounds too.
    let number = value.as_u64()?;
    // At most what the narrowest type of a row holds.
    let more = number.saturating_mul(2).saturating_add(1);
    Some(json!(if up {
        more.min(u64::from(u32::MAX)).max(number)
    } else {
        number / 2
    }))
}

/// Every row that lays one wider limit over a built-in one, with the rule's id.
fn rows(engine: &Engine) -> Vec<(String, Value)> {
    let mut rows = Vec::new();
    for rule in engine.rules() {
        let check = serde_json::to_value(&rule.check).unwrap();
        let (check, params) = check.as_object().unwrap().iter().next().unwrap();
        let Some(params) = params.as_object() else {
            continue;
        };
        for (name, value) in params {
            if let Some(wide) = wider(check, name, value).filter(|wide| wide != value) {
                let id = rule.id.as_str().to_string();
                let row = json!([{ "id": id, "check": { check: { name: wide } } }]);
                rows.push((id, row));
            }
        }
    }
    rows
}

fn checked(engine: &Engine, case: &Case) -> Report {
    let context: Context = serde_json::from_value(case.context.clone()).unwrap();
    engine.check(&Post::from_value(&case.post), &context)
}

fn found(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
    of_targets.chain(&report.diagnostics)
}

#[test]
fn no_wider_limit_of_any_row_adds_a_finding() {
    let engine = Engine::builtin();
    let mut of_rule: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases() {
        of_rule.entry(case.rule.clone()).or_default().push(case);
    }
    let rows = rows(&engine);
    let (mut fewer, mut compared) = (BTreeSet::new(), 0);
    let mut faults = Vec::new();
    for (id, row) in &rows {
        let wide = Engine::with_overlay(&row.to_string());
        let wide = wide.unwrap_or_else(|error| panic!("{row}: {error}"));
        for case in &of_rule[id] {
            let (before, after) = (checked(&engine, case), checked(&wide, case));
            // Which type a video becomes hangs on the longest that one of them takes.
            let types = |report: &Report| -> Vec<_> {
                report
                    .targets
                    .iter()
                    .map(|target| target.content_type)
                    .collect()
            };
            if types(&before) != types(&after) {
                continue;
            }
            compared += 1;
            let was_there = |one: &Diagnostic| {
                // Without an error, what was said less gravely of the same place is said again.
                found(&before).any(|old| {
                    old.path == one.path
                        && (old.rule == one.rule
                            || (old.rule == *id
                                && old.code == one.code
                                && old.severity > one.severity))
                })
            };
            let new: Vec<&str> = found(&after)
                .filter(|one| !was_there(one))
                .map(|one| one.rule.as_str())
                .collect();
            if !new.is_empty() {
                faults.push(format!("{row} in {}: {new:?}", case.name));
            }
            if found(&after).count() < found(&before).count() {
                fewer.insert(id.as_str());
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(
        rows.len() > 200 && compared > rows.len(),
        "{} rows, {compared} cases",
        rows.len()
    );
    assert!(fewer.len() > 50, "only {} rows found less", fewer.len());
}
