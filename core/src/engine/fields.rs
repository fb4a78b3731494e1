//! Decides the rules about one field of the body, of the post itself or as a platform sees it.

use serde_json::Value as Json;

use super::eval::{Sink, has_form, is_scalar};
use super::options::shown;
use crate::json::{Kind, Value};
use crate::rules::{Check, Condition, Rule, Scalar, Text};

/// Whether a condition on a field of the body holds.
pub(super) fn met(condition: &Condition, post: Value<'_>) -> bool {
    let is = |field: &Text, wanted: &Scalar| {
        let mut found = false;
        each_field(post, field.as_str(), &mut |value| {
            found |= is_scalar(value, wanted);
        });
        found
    };
    match condition {
        Condition::FieldIs { field, value } => is(field, value),
        Condition::FieldNot { field, value } => !is(field, value),
        _ => true,
    }
}

/// Decides a rule about one field of the body, wherever it stands there.
pub(super) fn decide<'r>(rule: &'r Rule, post: Value<'_>, sink: &mut Sink<'r>) {
    let Some(path) = rule.check.field() else {
        return;
    };
    match rule.check.holder() {
        Some("") => decide_at(rule, post, sink),
        holder => each_field(post, holder.unwrap_or(path), &mut |value| {
            decide_at(rule, value, sink);
        }),
    }
}

/// Decides such a rule for one value of its field, or for one holder.
pub(super) fn decide_at<'r>(rule: &'r Rule, value: Value<'_>, sink: &mut Sink<'r>) {
    match &rule.check {
        Check::FieldValue { field, allowed } => {
            // A value of the wrong JSON type is another rule's finding.
            let of_type = allowed.iter().any(|scalar| match scalar {
                Scalar::Bool(_) => value.kind() == Kind::Bool,
                Scalar::Int(_) => value.as_int().is_some(),
                Scalar::Text(_) => value.kind() == Kind::Str,
            });
            let known = allowed.iter().any(|scalar| is_scalar(value, scalar));
            if of_type && !value.is_absent() && !known {
                sink.broken(rule, value, || {
                    let allowed = allowed.iter().map(|one| alloc::format!("{one}"));
                    alloc::vec![
                        ("field", field.as_str().into()),
                        ("actual", shown(value)),
                        ("allowed", allowed.map(Json::from).collect())
                    ]
                });
            }
        }
        Check::FieldRange { field, min, max } => {
            let Some(actual) = value.as_f64() else { return };
            if min.is_some_and(|min| actual < min as f64)
                || max.is_some_and(|max| actual > max as f64)
            {
                sink.broken(rule, value, || {
                    let mut params =
                        alloc::vec![("field", field.as_str().into()), ("actual", shown(value))];
                    params.extend(min.map(|min| ("min", min.into())));
                    params.extend(max.map(|max| ("max", max.into())));
                    params
                });
            }
        }
        Check::FieldCount { field, min, max } => {
            if value.kind() != Kind::Array {
                return;
            }
            let actual = value.len();
            // An empty list clears what was set.
            if min.is_some_and(|min| actual > 0 && actual < min as usize)
                || max.is_some_and(|max| actual > max as usize)
            {
                sink.broken(rule, value, || {
                    let mut params =
                        alloc::vec![("field", field.as_str().into()), ("actual", actual.into())];
                    params.extend(min.map(|min| ("min", min.into())));
                    params.extend(max.map(|max| ("max", max.into())));
                    params
                });
            }
        }
        Check::FieldForm { field, form } => {
            let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
                return;
            };
            if !has_form(text, *form) {
                sink.broken(rule, value, || {
                    alloc::vec![
                        ("field", field.as_str().into()),
                        ("actual", shown(value)),
                        ("form", form.as_str().into())
                    ]
                });
            }
        }
        Check::FieldIgnored { field } if value.kind() != Kind::Null => {
            sink.broken(rule, value, || {
                alloc::vec![("field", field.as_str().into())]
            });
        }
        Check::FieldRequired { field } | Check::RecommendField { field } => {
            let name = field.as_str();
            let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
            let missing = value.get(name);
            if value.kind() == Kind::Object && missing.is_none_or(Value::is_absent) {
                let at = missing.filter(|value| value.kind() == Kind::Str);
                sink.broken(rule, at.unwrap_or(value), || {
                    alloc::vec![("field", field.as_str().into())]
                });
            }
        }
        _ => {}
    }
}

/// Calls `visit` with each value of a field such as `recycling.gap` or `mediaItems[].type`.
fn each_field(value: Value<'_>, field: &str, visit: &mut dyn FnMut(Value<'_>)) {
    let (head, rest) = match field.split_once('.') {
        Some((head, rest)) => (head, Some(rest)),
        None => (field, None),
    };
    let name = head.strip_suffix("[]");
    let Some(value) = value.get(name.unwrap_or(head)) else {
        return;
    };
    let mut next = |value: Value<'_>| match rest {
        Some(rest) => each_field(value, rest, visit),
        None => visit(value),
    };
    match name {
        Some(_) => value.items().for_each(next),
        None => next(value),
    }
}
