//! `postworthy limits`: the parameters of the rows, in words.

use postworthy::rules::{Condition, ContentType, Platform, Rule};
use serde_json::Value;

use crate::args::{LimitsArgs, TextOrJson};
use crate::check;
use crate::error::Failure;
use crate::terminal::{pretty_json, print_bytes, table};

/// Runs the command.
pub fn run(args: &LimitsArgs) -> Result<u8, Failure> {
    let engine = check::engine(args.rules.as_deref())?;
    let (platform, content_type) = named(&args.platform, args.content_type.as_deref())?;
    let limits = engine.limits(platform, content_type);
    let text = match args.format {
        TextOrJson::Json => pretty_json(&limits)?,
        TextOrJson::Text => {
            let line = |rule: &Rule| {
                let (what, limit) = describe(rule)?;
                let types = rule.content_types.iter().map(|one| one.as_str());
                Some(vec![
                    what,
                    limit,
                    rule.severity.to_string(),
                    types.collect::<Vec<_>>().join(", "),
                    rule.id.to_string(),
                ])
            };
            let rows = limits.rules.iter();
            let lines: Vec<_> = rows
                .filter_map(|row| line(engine.rule(row.rule)?))
                .collect();
            let mut text = table(&lines);
            if !limits.formats.is_empty() {
                let names: Vec<_> = limits.formats.iter().map(|one| one.as_str()).collect();
                text.push_str(&format!("\nfiles: {}\n", names.join(", ")));
            }
            text
        }
    };
    print_bytes(text.as_bytes())?;
    Ok(0)
}

/// What a rule limits, and to what; nothing for a rule without parameters.
pub fn describe(rule: &Rule) -> Option<(String, String)> {
    let check = serde_json::to_value(&rule.check).ok()?;
    let (name, params) = check.as_object()?.iter().next()?;
    let mut what = name.replace('-', " ");
    let mut limit = Vec::new();
    for (key, value) in params.as_object()? {
        let words = match value {
            Value::Null | Value::Bool(false) => continue,
            // How it is checked, not what is allowed.
            _ if matches!(key.as_str(), "allow_empty" | "is_length" | "start" | "text") => continue,
            Value::Array(list) if list.is_empty() => continue,
            Value::Bool(true) => {
                limit.push(key.replace('_', " "));
                continue;
            }
            Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join(", "),
            one => word(one),
        };
        match key.as_str() {
            "of" | "option" | "counted" | "field" => {
                let words = words.strip_prefix("option:").unwrap_or(&words);
                what.push_str(&format!(": {words}"));
            }
            "unit" => limit.push(words),
            "max" | "min" if name.ends_with("bytes") || name == "media-recompressed" => {
                limit.push(format!("{key} {}", bytes(value)));
            }
            "ms" => limit.push(seconds(value)),
            _ => limit.push(format!("{} {words}", key.replace('_', " "))),
        }
    }
    // A unit follows its number.
    limit.sort_by_key(|part| !part.starts_with("m"));
    if limit.is_empty() {
        return None;
    }
    limit.extend(rule.when.iter().filter_map(condition));
    Some((what, limit.join(" ")))
}

/// When a rule applies: `(premium)`, `(parseMode is HTML)`.
fn condition(condition: &Condition) -> Option<String> {
    if let Condition::KnownPremium(premium) = condition {
        let plan = if *premium { "a" } else { "no" };
        return Some(format!("(known to have {plan} premium plan)"));
    }
    let condition = serde_json::to_value(condition).ok()?;
    let (name, value) = condition.as_object()?.iter().next()?;
    let words = match (name.as_str(), value) {
        (name, Value::Bool(true)) => name.replace('_', " "),
        (name, Value::Bool(false)) => format!("no {}", name.replace('_', " ")),
        (name, Value::Object(members)) => {
            let subject = word(members.get("option").or_else(|| members.get("field"))?);
            let object = word(members.get("value").or_else(|| members.get("format"))?);
            let verb = if name.ends_with("_not") {
                "is not"
            } else {
                "is"
            };
            format!("{subject} {verb} {object}")
        }
        ("option_set", one) => format!("{} is set", word(one)),
        ("option_unset", one) => format!("{} is not set", word(one)),
        (name, one) => format!("{} {}", name.replace('_', " "), word(one)),
    };
    Some(format!("({words})"))
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn bytes(value: &Value) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    let count = value.as_u64().unwrap_or_default();
    let mut whole = UNITS.iter().filter_map(|(unit, size)| {
        let times = count.checked_div(*size)?;
        (times > 0 && count.is_multiple_of(*size)).then_some((unit, times))
    });
    match whole.next() {
        Some((unit, times)) => format!("{times} {unit}"),
        None => format!("{count} bytes"),
    }
}

fn seconds(value: &Value) -> String {
    let ms = value.as_u64().unwrap_or_default();
    if ms.is_multiple_of(1_000) {
        format!("{} s", ms / 1_000)
    } else {
        format!("{ms} ms")
    }
}

/// A platform and a content type that it has.
pub fn named(
    platform: &str,
    content_type: Option<&str>,
) -> Result<(Platform, Option<ContentType>), Failure> {
    let Some(known) = Platform::from_name(platform) else {
        return Err(Failure::new(format!("there is no platform `{platform}`")));
    };
    let Some(name) = content_type else {
        return Ok((known, None));
    };
    let has = known.content_types();
    match ContentType::from_name(name).filter(|one| has.contains(one)) {
        Some(content_type) => Ok((known, Some(content_type))),
        None => {
            let has: Vec<&str> = has.iter().map(|one| one.as_str()).collect();
            Err(Failure::new(format!(
                "{platform} has no content type `{name}`; it has {}",
                has.join(", ")
            )))
        }
    }
}
