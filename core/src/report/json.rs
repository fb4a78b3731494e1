//! A report as JSON text: what serde_json would write of it, in a fraction of the time.

use alloc::string::String;
use core::fmt::Write as _;

use serde_json::Value;

use super::{Diagnostic, Fix, Meter, Report, TargetReport, Unchecked};
use crate::json::plain_end;
use crate::patch::Operation;

impl Report {
    /// The report as JSON on one line.
    ///
    /// ```
    /// let report = postworthy::Report::default();
    /// assert_eq!(report.to_json(), serde_json::to_string(&report)?);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let findings = |all: &[Diagnostic]| all.len().saturating_mul(768);
        let sizes = self.targets.iter().map(|target| {
            let unchecked = target.unchecked.len().saturating_mul(128);
            let meters = target.meters.len().saturating_mul(96);
            let fixed = unchecked.saturating_add(meters).saturating_add(192);
            fixed.saturating_add(findings(&target.diagnostics))
        });
        let targets = sizes.fold(128, usize::saturating_add);
        let mut out = String::with_capacity(targets.saturating_add(findings(&self.diagnostics)));
        self.write_json(&mut out);
        out
    }

    /// Appends the report as JSON on one line.
    pub fn write_json(&self, out: &mut String) {
        out.push_str("{\"valid\":");
        flag(out, self.valid);
        out.push_str(",\"complete\":");
        flag(out, self.complete);
        out.push_str(",\"errors\":");
        digits(out, u64::from(self.errors));
        out.push_str(",\"warnings\":");
        digits(out, u64::from(self.warnings));
        out.push_str(",\"diagnostics\":");
        list(out, &self.diagnostics, diagnostic);
        if !self.unchecked.is_empty() {
            out.push_str(",\"unchecked\":");
            list(out, &self.unchecked, unchecked);
        }
        out.push_str(",\"targets\":");
        list(out, &self.targets, target);
        out.push('}');
    }
}

fn target(out: &mut String, target: &TargetReport) {
    out.push_str("{\"index\":");
    digits(out, u64::from(target.index));
    out.push_str(",\"platform\":");
    text_or_null(out, target.platform.as_deref());
    out.push_str(",\"accountId\":");
    text_or_null(out, target.account_id.as_deref());
    out.push_str(",\"contentType\":");
    text_or_null(out, target.content_type.map(|one| one.as_str()));
    out.push_str(",\"valid\":");
    flag(out, target.valid);
    out.push_str(",\"meters\":");
    list(out, &target.meters, meter);
    out.push_str(",\"diagnostics\":");
    list(out, &target.diagnostics, diagnostic);
    out.push_str(",\"unchecked\":");
    list(out, &target.unchecked, unchecked);
    out.push('}');
}

fn meter(out: &mut String, meter: &Meter) {
    out.push_str("{\"path\":");
    text(out, &meter.path);
    out.push_str(",\"count\":");
    digits(out, u64::from(meter.count));
    out.push_str(",\"limit\":");
    digits(out, u64::from(meter.limit));
    out.push_str(",\"unit\":");
    text(out, meter.unit.as_str());
    out.push_str(",\"remaining\":");
    if meter.remaining < 0 {
        out.push('-');
    }
    digits(out, meter.remaining.unsigned_abs());
    out.push('}');
}

fn diagnostic(out: &mut String, found: &Diagnostic) {
    out.push_str("{\"rule\":");
    text(out, &found.rule);
    out.push_str(",\"code\":");
    text(out, found.code.as_str());
    out.push_str(",\"severity\":");
    text(out, found.severity.as_str());
    out.push_str(",\"path\":");
    text(out, &found.path);
    out.push_str(",\"message\":");
    text(out, &found.message);
    out.push_str(",\"hint\":");
    text(out, &found.hint);
    out.push_str(",\"params\":");
    members(out, found.params.iter());
    out.push_str(",\"fixes\":");
    list(out, &found.fixes, fix);
    out.push_str(",\"source\":");
    text(out, &found.source);
    out.push('}');
}

fn unchecked(out: &mut String, open: &Unchecked) {
    out.push_str("{\"rule\":");
    text(out, &open.rule);
    out.push_str(",\"path\":");
    text(out, &open.path);
    out.push_str(",\"needs\":");
    list(out, &open.needs, |out, need| text(out, need));
    out.push('}');
}

fn fix(out: &mut String, fix: &Fix) {
    out.push_str("{\"title\":");
    text(out, &fix.title);
    out.push_str(",\"applicability\":");
    text(out, fix.applicability.as_str());
    out.push_str(",\"patch\":");
    list(out, &fix.patch, operation);
    out.push('}');
}

fn operation(out: &mut String, operation: &Operation) {
    let (name, from, path, given) = match operation {
        Operation::Add { path, value } => ("add", None, path, Some(value)),
        Operation::Remove { path } => ("remove", None, path, None),
        Operation::Replace { path, value } => ("replace", None, path, Some(value)),
        Operation::Move { from, path } => ("move", Some(from), path, None),
        Operation::Copy { from, path } => ("copy", Some(from), path, None),
        Operation::Test { path, value } => ("test", None, path, Some(value)),
    };
    out.push_str("{\"op\":");
    text(out, name);
    if let Some(from) = from {
        out.push_str(",\"from\":");
        text(out, from);
    }
    out.push_str(",\"path\":");
    text(out, path);
    if let Some(given) = given {
        out.push_str(",\"value\":");
        value(out, given);
    }
    out.push('}');
}

fn list<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn members<'v>(out: &mut String, members: impl Iterator<Item = (&'v String, &'v Value)>) {
    out.push('{');
    for (index, (name, member)) in members.enumerate() {
        if index > 0 {
            out.push(',');
        }
        text(out, name);
        out.push(':');
        value(out, member);
    }
    out.push('}');
}

fn value(out: &mut String, given: &Value) {
    match given {
        Value::Null => out.push_str("null"),
        Value::Bool(given) => flag(out, *given),
        Value::Number(number) => match number.as_u64() {
            Some(number) => digits(out, number),
            None => {
                // INVARIANT: writing to a string does not fail.
                let _ = write!(out, "{number}");
            }
        },
        Value::String(given) => text(out, given),
        Value::Array(items) => list(out, items, value),
        Value::Object(given) => members(out, given.iter()),
    }
}

fn flag(out: &mut String, given: bool) {
    out.push_str(if given { "true" } else { "false" });
}

fn text_or_null(out: &mut String, given: Option<&str>) {
    match given {
        Some(given) => text(out, given),
        None => out.push_str("null"),
    }
}

/// A text in quotation marks, with what JSON wants escaped.
fn text(out: &mut String, given: &str) {
    out.push('"');
    let mut rest = given;
    loop {
        let end = plain_end(rest.as_bytes(), 0);
        let (plain, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(plain);
        let Some(byte) = behind.bytes().next() else {
            break;
        };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            _ => {
                // INVARIANT: writing to a string does not fail.
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    out.push('"');
}

/// A number, without the detour that numbers of every format take.
fn digits(out: &mut String, number: u64) {
    let mut buffer = [0_u8; 20];
    let mut left = number;
    let mut first = buffer.len();
    for place in buffer.iter_mut().rev() {
        *place = b'0'.wrapping_add((left % 10) as u8);
        left /= 10;
        first = first.saturating_sub(1);
        if left == 0 {
            break;
        }
    }
    let digits = buffer.get(first..).unwrap_or_default();
    out.push_str(core::str::from_utf8(digits).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use proptest::prelude::*;

    use super::*;

    fn written(given: &Value) -> String {
        let mut out = String::new();
        value(&mut out, given);
        out
    }

    proptest! {
        #[test]
        fn texts_and_numbers_are_as_serde_json_writes_them(
            given in any::<String>(), ascii in "[ -~\\x00-\\x1f]{0,40}",
            whole in any::<u64>(), signed in any::<i64>(), fraction in any::<f64>()
        ) {
            let all = serde_json::json!({
                "texts": [given, ascii], "numbers": [whole, signed, fraction, 0, 10, 99],
                "": null, "a": [true, false, [], {}]
            });
            prop_assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
        }
    }

    #[test]
    fn each_operation_is_as_serde_writes_it() {
        let (from, path) = (String::from("/a~1b"), String::from("/\""));
        let all = vec![
            Operation::Add {
                path: path.clone(),
                value: 1.into(),
            },
            Operation::Remove { path: path.clone() },
            Operation::Replace {
                path: path.clone(),
                value: Value::Null,
            },
            Operation::Move {
                from: from.clone(),
                path: path.clone(),
            },
            Operation::Copy {
                from,
                path: path.clone(),
            },
            Operation::Test {
                path,
                value: "x".into(),
            },
        ];
        let mut out = String::new();
        list(&mut out, &all, operation);
        assert_eq!(out, serde_json::to_string(&all).unwrap());
    }
}
