//! Decides the rules about options.

use core::cell::Cell;

use serde_json::Value as Json;

use super::entries::Entries;
use super::eval::{Params, Sink, has_form, is_scalar, moment, offered, short};
use super::offered::named as named_offers;
use super::target::{Answer, Target, member};
use super::text as texts;
use crate::distinct;
use crate::json::{Kind, Value};
use crate::rules::{Check, Media, OptionRef, OptionSpec, Rule, Source};
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
    let entries = Entries {
        options: &target.options,
        specs,
        when: &rule.when,
        context: target.context,
        found: Cell::default(),
    };
    let named = |name: &str| -> Params { alloc::vec![("option", Json::from(name))] };
    match &rule.check {
        Check::OptionRequired { option, .. } | Check::RecommendOption { option } => {
            let allow_empty =
                matches!(&rule.check, Check::OptionRequired { allow_empty, .. } if *allow_empty);
            let Some(spec) = specs.get(usize::from(option.slot)) else {
                return;
            };
            let mut look = |holder: Value<'_>| {
                let empty = empty(holder, option.name.as_str());
                let missing = member(holder, spec).is_none() && !(allow_empty && empty.is_some());
                if missing {
                    sink.broken(rule, empty.unwrap_or(holder), || {
                        named(option.name.as_str())
                    });
                }
            };
            if spec.parent != OptionSpec::TOP {
                entries.each_holder(spec, &mut |holder, _| {
                    if holder.kind() == Kind::Object {
                        look(holder);
                    }
                });
            } else if !entries.options.is_set(option) {
                look(target.option_holder(spec.in_settings));
            }
        }
        Check::OptionValue { option, allowed } => {
            entries.each(option, &mut |value, _| {
                if !allowed.iter().any(|scalar| is_scalar(value, scalar))
                    && right_type(value, option.slot, specs)
                {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.push(("actual", shown(value)));
                        params.push((
                            "allowed",
                            allowed
                                .iter()
                                .map(|scalar| Json::from(alloc::format!("{scalar}")))
                                .collect(),
                        ));
                        params
                    });
                }
            });
        }
        Check::OptionRange { option, min, max } => {
            entries.each(option, &mut |value, _| {
                let Some(actual) = value.as_f64() else {
                    return;
                };
                if min.is_some_and(|min| actual < min as f64)
                    || max.is_some_and(|max| actual > max as f64)
                {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.push(("actual", value.to_json()));
                        params.extend(min.map(|min| ("min", min.into())));
                        params.extend(max.map(|max| ("max", max.into())));
                        params
                    });
                }
            });
        }
        Check::OptionUnsupported { option } => entries.each(option, &mut |value, _| {
            sink.broken(rule, value, || named(option.name.as_str()));
        }),
        Check::OptionForm { option, form } => {
            entries.each(option, &mut |value, _| {
                if value
                    .as_str()
                    .is_some_and(|text| !text.is_empty() && !has_form(text, *form))
                {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.push(("actual", shown(value)));
                        params.push(("form", form.as_str().into()));
                        params
                    });
                }
            });
        }
        Check::OptionMinLength { option, unit, min } => {
            entries.each(option, &mut |value, _| {
                let Some(actual) = value.as_str().map(|text| count(text, *unit)) else {
                    return;
                };
                if actual < *min {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.extend([
                            ("actual", actual.into()),
                            ("min", (*min).into()),
                            ("unit", unit.as_str().into()),
                        ]);
                        params
                    });
                }
            });
        }
        Check::OptionCount { option, .. }
        | Check::OptionMinCount { option, .. }
        | Check::OptionPerMedia { option } => {
            let media = target.pieces().next().map_or(0, |piece| piece.items.len());
            entries.each(option, &mut |value, _| {
                if value.kind() != Kind::Array {
                    return;
                }
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
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.extend([("actual", Json::from(actual)), limit]);
                        params
                    });
                }
            });
        }
        Check::OptionIgnored { of } => match of {
            Source::Option(option) => {
                entries.each(option, &mut |value, _| {
                    sink.broken(rule, value, || named(option.name.as_str()));
                });
            }
            _ => texts::lengths(target, of, specs, |value, _| {
                sink.broken(rule, value, || named("altText"))
            }),
        },
        Check::OptionConflict {
            option,
            with,
            media,
            first_item,
        } => {
            entries.each(option, &mut |value, entry| {
                let against = |with: &str| {
                    let mut params = named(option.name.as_str());
                    params.push(("with", with.into()));
                    params
                };
                let other = |other: &&OptionRef| entries.beside(other, entry).is_some();
                if let Some(other) = with.iter().find(other) {
                    sink.broken(rule, value, || against(other.name.as_str()));
                } else if let Some(media) = media {
                    let found = if *first_item {
                        let first = target.pieces().next();
                        first.map_or(Answer::No, |piece| piece.has(*media))
                    } else {
                        target.has(*media)
                    };
                    match found {
                        Answer::Yes => sink.broken(rule, value, || against(media.as_str())),
                        Answer::Maybe => sink.unknown(rule, value, &["kind"]),
                        Answer::No => {}
                    }
                }
            });
        }
        Check::OptionOffered { option, list } => {
            entries.each(option, &mut |value, _| {
                let Some(text) = value.as_str() else { return };
                match offered(target, *list) {
                    None => sink.unknown(rule, value, &[list.as_str()]),
                    Some(offered) if sink.asked.has(offered, text) => {}
                    Some(offered) => {
                        sink.broken(rule, value, || {
                            let mut params = named(option.name.as_str());
                            params.push(("actual", shown(value)));
                            named_offers(offered, &mut params);
                            params
                        });
                    }
                }
            });
        }
        Check::OptionWithinDuration { option, unit } => {
            let Some((value, at)) = entries
                .options
                .get(option)
                .and_then(|value| Some((value, moment(value, *unit)?)))
            else {
                return;
            };
            let Some(video) = target
                .items
                .iter()
                .find(|item| item.is(Media::Video) != Answer::No)
            else {
                return;
            };
            match video.duration_ms() {
                None => sink.unknown(rule, value, &["durationMs"]),
                Some(length) if u64::try_from(at).is_ok_and(|at| at <= length) => {}
                Some(length) => {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.extend([("actual", Json::from(at)), ("max", length.into())]);
                        params
                    });
                }
            }
        }
        Check::OptionWithinMedia { option, of } => {
            let (_, possible) = target
                .pieces()
                .next()
                .map_or((0, 0), |piece| piece.count(*of));
            entries.each(option, &mut |value, _| {
                let Some(index) = value.as_int() else {
                    return;
                };
                if index < 0 || index >= i64::from(possible) {
                    sink.broken(rule, value, || {
                        let mut params = named(option.name.as_str());
                        params.extend([
                            ("actual", Json::from(index)),
                            ("max", Json::from(i64::from(possible).saturating_sub(1))),
                        ]);
                        params
                    });
                }
            });
        }
        Check::TagLength { unit, max } => {
            for tag in tags(target).into_iter().flatten().flat_map(Value::items) {
                let actual = tag.as_str().map_or(0, |text| count(text, *unit));
                if actual > *max {
                    sink.broken(rule, tag, || limit(actual, *max, *unit));
                }
            }
        }
        Check::TagsOnce {} => {
            for list in tags(target).into_iter().flatten() {
                let tags = || list.items().filter(|tag| tag.as_str().is_some());
                let mut all = tags();
                let mut first = None;
                distinct::each(
                    || tags().filter_map(Value::as_str),
                    |_, again| first = first.or(all.next().filter(|_| again)),
                );
                if let Some(tag) = first {
                    sink.broken(rule, tag, || alloc::vec![("actual", shown(tag))]);
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
            distinct::each(texts, |text, again| {
                let count = if again { 0 } else { count(text, *unit) };
                actual = actual.saturating_add(count);
            });
            if let Some(list) = lists.into_iter().flatten().next().filter(|_| actual > *max) {
                sink.broken(rule, list, || limit(actual, *max, *unit));
            }
        }
        _ => super::references::decide(rule, &entries, target, sink),
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
pub(super) fn empty<'p>(holder: Value<'p>, name: &str) -> Option<Value<'p>> {
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
        list(target.body.fields.tags),
    ]
}
