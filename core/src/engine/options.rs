//! Decides the rules about options.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::eval::{Params, Sink, has_form, is_scalar, moment, offered, short};
use super::target::{Answer, Target};
use super::text as texts;
use crate::json::{Kind, Value};
use crate::rules::{Check, Media, OptionSpec, Rule, Source};
use crate::text::{Unit, count};

/// A value as messages show it.
pub(super) fn shown(value: Value<'_>) -> Json {
    match value.kind() {
        Kind::Str => short(value.as_str().unwrap_or_default()).into(),
        Kind::Array | Kind::Object => value.kind().name().into(),
        _ => value.to_json(),
    }
}

pub(super) fn decide<'r>(
    rule: &'r Rule,
    specs: &[OptionSpec],
    target: &Target<'_>,
    sink: &mut Sink<'r>,
) {
    let options = &target.options;
    let named = |name: &str| -> Params { alloc::vec![("option", Json::from(name))] };
    match &rule.check {
        Check::OptionRequired { option } | Check::RecommendOption { option } => {
            let params = || named(option.name.as_str());
            match options.holders(option, specs) {
                Some(holders) => {
                    let spec = specs.get(usize::from(option.slot));
                    for holder in holders {
                        if spec.is_some_and(|spec| super::target::member(holder, spec).is_none()) {
                            sink.broken(
                                rule,
                                empty(holder, option.name.as_str()).unwrap_or(holder),
                                params(),
                            );
                        }
                    }
                }
                None if !options.is_set(option) => {
                    let in_settings = specs
                        .get(usize::from(option.slot))
                        .is_some_and(|spec| spec.in_settings);
                    let holder = target.option_holder(in_settings);
                    sink.broken(
                        rule,
                        empty(holder, option.name.as_str()).unwrap_or(holder),
                        params(),
                    );
                }
                None => {}
            }
        }
        Check::OptionValue { option, allowed } => {
            for value in options.all(option, specs) {
                if !allowed.iter().any(|scalar| is_scalar(value, scalar))
                    && right_type(value, option.slot, specs)
                {
                    let mut params = named(option.name.as_str());
                    params.push(("actual", shown(value)));
                    params.push((
                        "allowed",
                        allowed
                            .iter()
                            .map(|scalar| Json::from(alloc::format!("{scalar}")))
                            .collect(),
                    ));
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionRange { option, min, max } => {
            for value in options.all(option, specs) {
                let Some(actual) = value.as_f64() else {
                    continue;
                };
                if min.is_some_and(|min| actual < min as f64)
                    || max.is_some_and(|max| actual > max as f64)
                {
                    let mut params = named(option.name.as_str());
                    params.push(("actual", value.to_json()));
                    params.extend(min.map(|min| ("min", min.into())));
                    params.extend(max.map(|max| ("max", max.into())));
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionForm { option, form } => {
            for value in options.all(option, specs) {
                if value
                    .as_str()
                    .is_some_and(|text| !text.is_empty() && !has_form(text, *form))
                {
                    let mut params = named(option.name.as_str());
                    params.push(("actual", shown(value)));
                    params.push(("form", form.as_str().into()));
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionMinLength { option, unit, min } => {
            for value in options.all(option, specs) {
                let Some(actual) = value.as_str().map(|text| count(text, *unit)) else {
                    continue;
                };
                if actual < *min {
                    let mut params = named(option.name.as_str());
                    params.extend([("actual", actual.into()), ("min", (*min).into())]);
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionCount { option, .. }
        | Check::OptionMinCount { option, .. }
        | Check::OptionPerMedia { option } => {
            let media = target.pieces().next().map_or(0, |piece| piece.items.len());
            for value in options
                .all(option, specs)
                .filter(|value| value.kind() == Kind::Array)
            {
                let actual = value.len();
                let (broken, limit) = match &rule.check {
                    Check::OptionCount { max, .. } => {
                        (actual > *max as usize, ("max", Json::from(*max)))
                    }
                    Check::OptionMinCount { min, .. } => {
                        (actual < *min as usize, ("min", Json::from(*min)))
                    }
                    _ => (actual != media, ("wanted", Json::from(media))),
                };
                if broken {
                    let mut params = named(option.name.as_str());
                    params.extend([("actual", Json::from(actual)), limit]);
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionIgnored { of } => match of {
            Source::Option(option) => {
                for value in options.all(option, specs) {
                    sink.broken(rule, value, named(option.name.as_str()));
                }
            }
            _ => texts::lengths(target, of, specs, |value, _| {
                sink.broken(rule, value, named("altText"))
            }),
        },
        Check::OptionConflict {
            option,
            with,
            media,
        } => {
            let Some(value) = options.get(option) else {
                return;
            };
            if let Some(other) = with.iter().find(|other| options.is_set(other)) {
                let mut params = named(option.name.as_str());
                params.push(("with", other.name.as_str().into()));
                sink.broken(rule, value, params);
            } else if let Some(media) = media {
                match target.has(*media) {
                    Answer::Yes => {
                        let mut params = named(option.name.as_str());
                        params.push(("with", media.as_str().into()));
                        sink.broken(rule, value, params);
                    }
                    Answer::Maybe => sink.unknown(rule, value, &["kind"]),
                    Answer::No => {}
                }
            }
        }
        Check::OptionOffered { option, list } => {
            for value in options.all(option, specs) {
                let Some(text) = value.as_str() else { continue };
                match offered(target, *list) {
                    None => sink.unknown(rule, value, &[list.as_str()]),
                    Some(offered) if offered.iter().any(|one| one == text) => {}
                    Some(offered) => {
                        let mut params = named(option.name.as_str());
                        params.push(("actual", shown(value)));
                        params.push((
                            "allowed",
                            offered.iter().map(|one| Json::from(one.as_str())).collect(),
                        ));
                        sink.broken(rule, value, params);
                    }
                }
            }
        }
        Check::OptionWithinDuration { option, unit } => {
            let Some((value, at)) = options
                .get(option)
                .and_then(|value| Some((value, moment(value, *unit)?)))
            else {
                return;
            };
            let Some(video) = target
                .items()
                .find(|item| item.is(Media::Video) != Answer::No)
            else {
                return;
            };
            match video.duration_ms() {
                None => sink.unknown(rule, value, &["durationMs"]),
                Some(length) if u64::try_from(at).is_ok_and(|at| at <= length) => {}
                Some(length) => {
                    let mut params = named(option.name.as_str());
                    params.extend([("actual", Json::from(at)), ("max", length.into())]);
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::OptionWithinMedia { option, of } => {
            let (_, possible) = target
                .pieces()
                .next()
                .map_or((0, 0), |piece| piece.count(*of));
            for value in options.all(option, specs) {
                let Some(index) = value.as_int() else {
                    continue;
                };
                if index < 0 || index >= i64::from(possible) {
                    let mut params = named(option.name.as_str());
                    params.extend([
                        ("actual", Json::from(index)),
                        ("max", Json::from(i64::from(possible) - 1)),
                    ]);
                    sink.broken(rule, value, params);
                }
            }
        }
        Check::TagLength { unit, max } => {
            for tag in tags(target).into_iter().flatten().flat_map(Value::items) {
                let actual = tag.as_str().map_or(0, |text| count(text, *unit));
                if actual > *max {
                    sink.broken(rule, tag, limit(actual, *max, *unit));
                }
            }
        }
        Check::TagsLength { unit, max } => {
            let lists = tags(target);
            let texts = || {
                let all = lists.into_iter().flatten().flat_map(Value::items);
                all.filter_map(Value::as_str)
            };
            let mut actual = 0_u32;
            distinct(texts, |text| {
                actual = actual.saturating_add(count(text, *unit));
            });
            if let Some(list) = lists.into_iter().flatten().next().filter(|_| actual > *max) {
                sink.broken(rule, list, limit(actual, *max, *unit));
            }
        }
        _ => {}
    }
}

fn limit(actual: u32, max: u32, unit: Unit) -> Params {
    alloc::vec![
        ("actual", actual.into()),
        ("max", max.into()),
        ("over", actual.saturating_sub(max).into()),
        ("unit", unit.as_str().into()),
    ]
}

/// The empty string that stands where a value is missing.
fn empty<'p>(holder: Value<'p>, name: &str) -> Option<Value<'p>> {
    let key = name.rsplit(['.', ']']).next().unwrap_or(name);
    holder
        .get(key)
        .filter(|value| value.kind() == Kind::Str && value.is_absent())
}

/// A value of the wrong JSON type is another rule's finding.
fn right_type(value: Value<'_>, slot: u8, specs: &[OptionSpec]) -> bool {
    specs
        .get(usize::from(slot))
        .is_none_or(|spec| super::eval::has_type(value, spec))
}

/// The lists of tags: the options' own, then the post's.
fn tags<'t>(target: &Target<'t>) -> [Option<Value<'t>>; 2] {
    let list = |list: Option<Value<'t>>| {
        list.filter(|list| list.kind() == Kind::Array && list.items().next().is_some())
    };
    [
        list(target.data.and_then(|data| data.get("tags"))),
        list(target.post.get("tags")),
    ]
}

/// Calls `visit` with each text once.
pub(super) fn distinct<'a, I: Iterator<Item = &'a str>>(
    texts: impl Fn() -> I,
    mut visit: impl FnMut(&'a str),
) {
    // A short list is searched faster than a set is built, and without memory of its own.
    if texts().nth(FEW).is_none() {
        for (index, text) in texts().enumerate() {
            if texts().take(index).all(|earlier| earlier != text) {
                visit(text);
            }
        }
        return;
    }
    let mut seen = BTreeSet::new();
    texts().filter(|text| seen.insert(*text)).for_each(visit);
}

/// How many are few.
pub(super) const FEW: usize = 32;

/// The names of a list, for messages.
pub(super) fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
