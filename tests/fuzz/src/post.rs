//! A post to its report, with and without a context, and the fixes of what is found.

use std::collections::BTreeMap;

use postworthy::model::PostBody;
use postworthy::patch::Operation;
use postworthy::{Code, Context, Engine, Fix, Post, Report, Severity, patch};
use serde_json::Value;

use crate::made::{self, Dice};
use crate::sound::{diagnostics, sound};

static ENGINE: Engine = Engine::builtin();

/// The JSON of a post.
pub fn post(input: &[u8]) {
    let Ok(post) = Post::parse_bytes(input) else {
        // What is refused here is refused by the tolerant reader too, or nested too deep.
        if let Ok(value) = serde_json::from_slice::<Value>(input) {
            assert!(depth(&value) > 64, "{}", String::from_utf8_lossy(input));
        }
        return;
    };
    let value = post.to_value();
    let context = Context::default();
    let report = both_ways(&post, &value, &context);
    // The tolerant way of reading: a JSON value, taken over.
    let text = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    let read: Value = serde_json::from_slice(text).unwrap();
    assert_eq!(rounded(read), value);
    let taken = Post::from_value(&value);
    assert_eq!(taken.to_value(), value);
    let tolerant = ENGINE.check(&taken, &context);
    assert_eq!(tolerant, report);
    // And the text that is written of it.
    let written = value.to_string();
    let again = Post::parse(&written).unwrap();
    assert_eq!(ENGINE.check(&again, &context), tolerant);
    if let Ok(body) = PostBody::from_post(&taken) {
        let report = ENGINE.check(&body.to_post(), &context);
        sound(&ENGINE, &body.to_post().to_value(), &report);
    }
}

/// Posts made of bytes, one after the other through one checker.
pub fn rows(input: &[u8]) {
    let mut dice = Dice::new(input);
    let mut checker = ENGINE.checker();
    for _ in 0..3 {
        let made = made::next(&mut dice);
        let (text, facts) = (made.post.to_string(), made.context.to_string());
        let read = Post::parse(&text).unwrap();
        let known = Context::from_json(&facts).unwrap();
        // Whatever was checked before.
        let report = checker.report(&read, &known);
        assert_eq!(report, both_ways(&read, &made.post, &known));
        mends(&made.post, &known, &report, 4);
        if dice.is_used_up() {
            break;
        }
    }
}

/// A post, a zero byte, and its context.
pub fn context(input: &[u8]) {
    let Some((post, context)) = halves(input) else {
        return;
    };
    let Ok(context) = Context::from_json(context) else {
        return;
    };
    let written = serde_json::to_string(&context).unwrap();
    let again = Context::from_json(&written).unwrap();
    let Ok(post) = Post::parse_bytes(post) else {
        return;
    };
    let value = post.to_value();
    let report = both_ways(&post, &value, &context);
    // Numbers may lose a digit on their way through text, nothing else.
    assert_eq!(ENGINE.check(&post, &again).errors, report.errors);
}

/// The fixes of a post in a context.
pub fn fixes(input: &[u8]) {
    let Some((post, context)) = halves(input) else {
        return;
    };
    let Ok(context) = Context::from_json(context) else {
        return;
    };
    let Ok(post) = Post::parse_bytes(post) else {
        return;
    };
    // A report of thousands of findings repeats itself.
    mends(
        &post.to_value(),
        &context,
        &ENGINE.check(&post, &context),
        64,
    );
}

/// The first fixes of a report mend what they say.
fn mends(value: &Value, context: &Context, report: &Report, most: usize) {
    let found = diagnostics(report).flat_map(|one| one.fixes.iter().map(move |fix| (one, fix)));
    for (one, fix) in found.take(most) {
        let mut mended = value.clone();
        patch::apply(&mut mended, &fix.patch).unwrap();
        let patch = serde_json::to_value(&fix.patch).unwrap();
        let patch: json_patch::Patch = serde_json::from_value(patch).unwrap();
        let mut other = value.clone();
        json_patch::patch(&mut other, &patch).unwrap();
        assert_eq!(mended, other, "{fix:?}");
        let after = ENGINE.check(&Post::from_value(&mended), &moved(value, context, fix));
        let of_rule = |report: &Report| {
            let of_rule = diagnostics(report).filter(|it| it.rule == one.rule);
            of_rule.count()
        };
        // Where an entry is removed, the next one takes its place.
        let same = diagnostics(&after).any(|it| it.rule == one.rule && it.path == one.path);
        let mended = !same || of_rule(&after) < of_rule(report);
        assert!(mended, "{fix:?} does not mend {one:?}");
        // What had no meaning was not checked; with a name that is known it is.
        if matches!(one.code, Code::UnknownPlatform | Code::UnknownField) {
            continue;
        }
        let before = errors(report);
        for (rule, count) in errors(&after) {
            let had = before.get(rule).copied().unwrap_or_default();
            assert!(count <= had, "{fix:?} of {} breaks {rule}", one.rule);
        }
    }
}

/// What is known beside a mended post: the file at a better address is the one that it was.
fn moved(post: &Value, context: &Context, fix: &Fix) -> Context {
    let mut context = context.clone();
    for operation in &fix.patch {
        if let Operation::Replace { path, value } = operation
            && let Some(before) = post.pointer(path).and_then(Value::as_str)
            && let Some(facts) = context.media.get(before).cloned()
            && let Some(now) = value.as_str()
        {
            context.media.entry(now.to_string()).or_insert(facts);
        }
    }
    context
}

fn errors(report: &Report) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in diagnostics(report).filter(|one| one.severity == Severity::Error) {
        *counts.entry(one.rule.as_str()).or_default() += 1;
    }
    counts
}

/// The report, which is the same from a checker that has memory, in full and of all targets.
fn both_ways(post: &Post<'_>, value: &Value, context: &Context) -> Report {
    let mut checker = ENGINE.checker();
    let verdict = checker.check(post, context);
    let (valid, complete, errors) = (verdict.valid(), verdict.complete(), verdict.errors());
    let first = verdict.report();
    let report = checker.report(post, context);
    assert_eq!(first, report);
    assert_eq!(
        (valid, complete, errors),
        (report.valid, report.complete, report.errors)
    );
    let all = vec![true; report.targets.len()];
    assert_eq!(checker.report_some(post, context, &all), report);
    sound(&ENGINE, value, &report);
    report
}

fn halves(input: &[u8]) -> Option<(&[u8], &str)> {
    let at = input.iter().position(|byte| *byte == 0)?;
    let (post, context) = input.split_at(at);
    Some((post, std::str::from_utf8(&context[1..]).ok()?))
}

/// Integers beyond 63 bits are read as the numbers that JavaScript makes of them.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_u64() && !number.is_i64() => number.as_f64().into(),
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            members.map(|(key, value)| (key, rounded(value))).collect()
        }
        other => other,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
