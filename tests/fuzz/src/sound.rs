//! What every report must be.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use postworthy::{Diagnostic, Engine, Report, Severity, TargetReport, Unchecked};
use serde_json::Value;

/// Every finding of a report, those of its targets included.
pub fn diagnostics(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let of_targets = report.targets.iter().flat_map(|target| &target.diagnostics);
    of_targets.chain(&report.diagnostics)
}

fn unchecked(report: &Report) -> impl Iterator<Item = &Unchecked> {
    let of_targets = report.targets.iter().flat_map(|target| &target.unchecked);
    of_targets.chain(&report.unchecked)
}

/// Panics where a report breaks a promise.
pub fn sound(engine: &Engine, post: &Value, report: &Report) {
    sound_beside(engine, "", post, report);
}

/// The same of a report by rows of one's own, whose words stand in messages as they are.
pub fn sound_beside(engine: &Engine, rows: &str, post: &Value, report: &Report) {
    let unlisted = |name: &str| {
        let mut all = report.diagnostics.iter();
        let about_itself = all.find(|one| one.rule == "post/report-size");
        about_itself.map_or(0, |one| {
            u32::try_from(one.params[name].as_u64().unwrap()).unwrap()
        })
    };
    let count = |severity| {
        let found = diagnostics(report).filter(|one| one.severity == severity);
        u32::try_from(found.count()).unwrap()
    };
    assert!(diagnostics(report).count() <= 1_001 && unchecked(report).count() <= 10_000);
    assert_eq!(report.errors, count(Severity::Error) + unlisted("errors"));
    assert_eq!(
        report.warnings,
        count(Severity::Warning) + unlisted("warnings")
    );
    assert_eq!(report.valid, report.errors == 0);
    let grave = |one: &Unchecked| engine.rule(&one.rule).unwrap().severity == Severity::Error;
    let open = unchecked(report).any(grave);
    assert!(report.complete != open || (open && unlisted("unchecked") > 0));

    let targets = post
        .get("platforms")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    assert_eq!(report.targets.len(), targets, "a target is missing");
    for (index, target) in report.targets.iter().enumerate() {
        assert_eq!(target.index as usize, index);
        let grave = |one: &Diagnostic| one.severity == Severity::Error;
        let listed = target.diagnostics.iter().any(grave);
        assert!(target.valid != listed || (!target.valid && unlisted("errors") > 0));
        in_order(&target.diagnostics, &target.unchecked);
        meters(target, post);
    }
    in_order(&report.diagnostics, &report.unchecked);

    for one in diagnostics(report) {
        assert!(
            post.pointer(&one.path).is_some(),
            "{} does not resolve",
            one.path
        );
        let rule = engine.rule(&one.rule).unwrap();
        assert!(rule.enabled && rule.code == one.code, "{one:?}");
        assert!(!one.message.is_empty() && !one.hint.is_empty(), "{one:?}");
        // The user's text is quoted short, in messages and beside them.
        let most = 1_200 + rows.len();
        assert!(one.message.chars().count() < most, "{}", one.message);
    }
    for one in unchecked(report) {
        assert!(
            post.pointer(&one.path).is_some(),
            "{} does not resolve",
            one.path
        );
        assert!(!one.needs.is_empty() && engine.rule(&one.rule).unwrap().enabled);
    }
    for target in &report.targets {
        exclusive(&target.diagnostics, &target.unchecked);
        let inside = |path: &str| {
            let rest = path.strip_prefix("/platforms/");
            rest.is_none_or(|rest| rest.split('/').next() == Some(&target.index.to_string()))
        };
        assert!(target.diagnostics.iter().all(|one| inside(&one.path)));
    }
    exclusive(&report.diagnostics, &report.unchecked);
    // A finding inside of a target stands there.
    for one in &report.diagnostics {
        let at = one.path.strip_prefix("/platforms/");
        assert!(
            at.is_none(),
            "{} {} stands with the post",
            one.rule,
            one.path
        );
    }
    let json = serde_json::to_string(report).unwrap();
    assert_eq!(&serde_json::from_str::<Report>(&json).unwrap(), report);
}

/// No rule is both broken and undecided at one place.
fn exclusive(diagnostics: &[Diagnostic], unchecked: &[Unchecked]) {
    let broken: BTreeSet<_> = diagnostics
        .iter()
        .map(|one| (&one.rule, &one.path))
        .collect();
    for one in unchecked {
        assert!(
            !broken.contains(&(&one.rule, &one.path)),
            "{one:?} is broken and undecided"
        );
    }
}

fn meters(target: &TargetReport, post: &Value) {
    for meter in &target.meters {
        assert!(
            post.pointer(&meter.path).is_some_and(Value::is_string),
            "{meter:?}"
        );
        let remaining = i64::from(meter.limit) - i64::from(meter.count);
        assert_eq!(meter.remaining, remaining);
    }
}

fn in_order(diagnostics: &[Diagnostic], unchecked: &[Unchecked]) {
    let found = diagnostics
        .iter()
        .map(|one| (one.path.as_str(), one.rule.as_str()));
    let open = unchecked
        .iter()
        .map(|one| (one.path.as_str(), one.rule.as_str()));
    assert!(found.is_sorted_by(ordered), "{diagnostics:?}");
    assert!(open.is_sorted_by(ordered), "{unchecked:?}");
}

/// By path, array indices as numbers, then by rule.
fn ordered(a: &(&str, &str), b: &(&str, &str)) -> bool {
    let parts = |path: &str| -> Vec<(Option<u64>, String)> {
        path.split('/')
            .map(|part| (part.parse().ok(), part.to_string()))
            .collect()
    };
    parts(a.0).cmp(&parts(b.0)).then_with(|| a.1.cmp(b.1)) != Ordering::Greater
}
