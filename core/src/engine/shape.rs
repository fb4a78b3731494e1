//! Whether options are of the documented names and types, and stand where they belong.

use serde_json::Value as Json;

use super::eval::{Sink, has_type};
use super::options::shown;
use super::target::{Target, member};
use crate::json::{Kind, Value};
use crate::rules::{Check, OptionSpec, PLATFORMS, PlatformRules, Rule};
use crate::suggest;

/// Options that every platform's data may hold beside its own.
fn find<'r>(
    specs: &'r [OptionSpec],
    parent: u8,
    key: &str,
    in_settings: Option<bool>,
) -> Option<(u8, &'r OptionSpec)> {
    specs.iter().enumerate().find_map(|(index, spec)| {
        let named =
            spec.key.as_str() == key || spec.aliases.iter().any(|alias| alias.as_str() == key);
        let placed = in_settings
            .is_none_or(|wanted| spec.in_settings == wanted || spec.parent != OptionSpec::TOP);
        (spec.parent == parent && named && placed)
            .then(|| u8::try_from(index).ok().map(|slot| (slot, spec)))?
    })
}

pub(super) fn options<'r>(
    rule: &'r Rule,
    rules: &'r PlatformRules,
    target: &Target<'_>,
    sink: &mut Sink<'r>,
) {
    if let Check::OptionPlaces {} = rule.check {
        places(rule, rules, target, sink);
        return;
    }
    let named = rules
        .settings
        .as_ref()
        .map(|settings| (settings.name.as_str(), settings.flat));
    if matches!(rule.check, Check::OptionTypes {})
        && let Some(data) = target.value.get("platformSpecificData")
        && !data.is_absent()
        && data.kind() != Kind::Object
    {
        wrong_type(rule, data, "platformSpecificData", "an object", sink);
    }
    if let Some(data) = target.data {
        for (key, value) in data.entries() {
            match named {
                Some((name, _)) if name == key => {
                    if value.kind() != Kind::Object
                        && !value.is_absent()
                        && matches!(rule.check, Check::OptionTypes {})
                    {
                        wrong_type(rule, value, name, "an object", sink);
                    }
                }
                Some((_, true)) => one(rule, rules, OptionSpec::TOP, None, key, value, sink),
                _ => one(rule, rules, OptionSpec::TOP, Some(false), key, value, sink),
            }
        }
    }
    for place in target.settings() {
        for (key, value) in place.entries() {
            one(rule, rules, OptionSpec::TOP, Some(true), key, value, sink);
        }
    }
}

fn one<'r>(
    rule: &'r Rule,
    rules: &'r PlatformRules,
    parent: u8,
    in_settings: Option<bool>,
    key: &str,
    value: Value<'_>,
    sink: &mut Sink<'r>,
) {
    let specs = &rules.options[..];
    let Some((slot, spec)) = find(specs, parent, key, in_settings) else {
        // An object without documented members may hold anything.
        let open = parent != OptionSpec::TOP && !specs.iter().any(|spec| spec.parent == parent);
        let elsewhere = parent == OptionSpec::TOP && foreign(rules, key).is_some();
        match rule.check {
            Check::OptionNames {} if !open && !elsewhere => {
                let siblings = specs
                    .iter()
                    .filter(|spec| spec.parent == parent)
                    .map(|spec| spec.key.as_str());
                let mut params = alloc::vec![("field", Json::from(super::eval::short(key)))];
                params.extend(
                    suggest::nearest(key, siblings).map(|near| ("suggestion", Json::from(near))),
                );
                sink.broken(rule, value, params);
            }
            Check::OptionForeign {} if elsewhere => {
                let owner = foreign(rules, key).unwrap_or_default();
                sink.broken(
                    rule,
                    value,
                    alloc::vec![("option", Json::from(key)), ("of", owner.into())],
                );
            }
            _ => {}
        }
        return;
    };
    if value.kind() == Kind::Null {
        return;
    }
    if !has_type(value, spec) {
        if matches!(rule.check, Check::OptionTypes {}) {
            wrong_type(rule, value, spec.name.as_str(), spec.kind.as_str(), sink);
        }
        return;
    }
    // Items of a thread and their media are checked as posts.
    if matches!(spec.name.as_str(), "threadItems[].mediaItems") {
        return;
    }
    match value.kind() {
        Kind::Object => {
            value
                .entries()
                .for_each(|(key, value)| one(rule, rules, slot, None, key, value, sink));
        }
        Kind::Array if specs.iter().any(|spec| spec.parent == slot) => {
            value
                .items()
                .for_each(|item| one(rule, rules, slot, None, "[]", item, sink));
        }
        _ => {}
    }
}

fn wrong_type<'r>(
    rule: &'r Rule,
    value: Value<'_>,
    name: &str,
    expected: &'static str,
    sink: &mut Sink<'r>,
) {
    let params = alloc::vec![
        ("option", Json::from(name)),
        ("actual", shown(value)),
        ("found", value.kind().name().into()),
        ("expected", expected.into()),
    ];
    sink.broken(rule, value, params);
}

/// The platform that has an option of this name, where this one has not.
fn foreign(rules: &PlatformRules, key: &str) -> Option<&'static str> {
    let others = PLATFORMS
        .iter()
        .filter(|other| other.platform != rules.platform && other.platform.as_str() != "post");
    others.into_iter().find_map(|other| {
        let settings = other
            .settings
            .as_ref()
            .is_some_and(|settings| settings.name.as_str() == key);
        let known = find(&other.options, OptionSpec::TOP, key, None).is_some();
        (settings || known).then_some(other.platform.as_str())
    })
}

/// A field set to different values in several places: the first place wins.
fn places<'r, 't>(
    rule: &'r Rule,
    rules: &'r PlatformRules,
    target: &Target<'t>,
    sink: &mut Sink<'r>,
) {
    let Some(settings) = &rules.settings else {
        return;
    };
    let object = |value: Option<Value<'t>>| value.filter(|value| value.kind() == Kind::Object);
    let nested = object(
        target
            .data
            .and_then(|data| data.get(settings.name.as_str())),
    );
    let top = object(target.post.get(settings.name.as_str()));
    // The strongest first.
    let all = [nested, target.data.filter(|_| settings.flat), top];
    for spec in rules
        .options
        .iter()
        .filter(|spec| spec.in_settings && spec.parent == OptionSpec::TOP)
    {
        let mut values = all
            .iter()
            .flatten()
            .filter_map(|place| member(*place, spec));
        let Some(winner) = values.next() else {
            continue;
        };
        if let Some(other) = values.find(|other| *other != winner) {
            let params = alloc::vec![
                ("option", Json::from(spec.name.as_str())),
                ("with", spec.name.as_str().into()),
                ("actual", shown(winner)),
                ("other", shown(other)),
            ];
            sink.broken(rule, winner, params);
        }
    }
}
