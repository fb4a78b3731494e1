//! Whether options are of the documented names and types, and stand where they belong.

use serde_json::Value as Json;

use super::eval::{Sink, has_type, short};
use super::options::shown;
use super::target::Target;
use crate::json::{Key, Kind, Value};
use crate::mark::mark;
use crate::rules::{Check, OptionSpec, OptionType, PlatformRules, Rule};
use crate::suggest;

/// The option of this name among those nested in `parent`, and its slot.
///
/// `in_settings` asks for those of the settings object alone, or for all but those.
pub(super) fn find<'r>(
    rules: &'r PlatformRules,
    parent: u8,
    key: &'r str,
    in_settings: Option<bool>,
) -> Option<(u8, &'r OptionSpec)> {
    let mut named = rules.named(parent, key, mark(key.as_bytes()));
    named.find(|(_, spec)| {
        let top = spec.parent == OptionSpec::TOP;
        in_settings.is_none_or(|wanted| spec.in_settings == wanted || !top)
    })
}

/// Decides one of the rules about names, types and places for all options of a target.
pub(super) fn options<'r>(
    rule: &'r Rule,
    rules: &'r PlatformRules,
    target: &Target<'_>,
    sink: &mut Sink<'r>,
) {
    let types = matches!(rule.check, Check::OptionTypes {});
    let mut walk = Walk {
        rule,
        rules,
        target,
        types,
        sink,
    };
    if let Check::OptionPlaces {} = rule.check {
        walk.places();
        return;
    }
    let settings = rules.settings.as_ref();
    let name = settings.map(|settings| settings.name.as_str());
    let flat = settings.is_some_and(|settings| settings.flat);
    if types && let Some(data) = target.given {
        walk.object(data, "platformSpecificData");
    }
    if let Some(data) = target.data {
        for (key, value) in data.entries() {
            if name == Some(key) {
                walk.object(value, key);
            } else {
                let in_settings = if flat { None } else { Some(false) };
                walk.one(OptionSpec::TOP, in_settings, key, value);
            }
        }
    }
    for place in target.settings() {
        for (key, value) in place.entries() {
            walk.one(OptionSpec::TOP, Some(true), key, value);
        }
    }
}

/// Whether no such rule can find anything: options that are known by their first names, of the
/// documented types, in one place, and without lists of objects.
pub(super) fn is_plain(rules: &PlatformRules, target: &Target<'_>) -> bool {
    let settings = rules.settings.as_ref();
    let name = settings.map(|settings| settings.name.as_str());
    if name.is_some_and(|name| target.body.root.get(name).is_some()) {
        return false;
    }
    let Some(data) = target.data else {
        return false;
    };
    data.keyed().all(|(key, value)| {
        if name == Some(key.name) {
            value.kind() == Kind::Object
                && value
                    .keyed()
                    .all(|(key, value)| is_plain_option(rules, OptionSpec::TOP, true, key, value))
        } else {
            is_plain_option(rules, OptionSpec::TOP, false, key, value)
        }
    })
}

fn is_plain_option(
    rules: &PlatformRules,
    parent: u8,
    in_settings: bool,
    key: Key<'_>,
    value: Value<'_>,
) -> bool {
    let mut named = rules.named(parent, key.name, key.mark);
    let Some((slot, spec)) = named.next() else {
        return false;
    };
    if spec.in_settings != in_settings
        || spec.key.as_str() != key.name
        || !has_type(value, spec)
        || named.next().is_some()
    {
        return false;
    }
    match value.kind() {
        Kind::Object => value
            .keyed()
            .all(|(key, value)| is_plain_option(rules, slot, in_settings, key, value)),
        Kind::Array => match rules.options.get(usize::from(spec.first)) {
            Some(element) if element.kind == OptionType::Object => value.items().next().is_none(),
            Some(element) => value.items().all(|item| {
                !matches!(item.kind(), Kind::Object | Kind::Array) && has_type(item, element)
            }),
            None => true,
        },
        _ => true,
    }
}

/// One rule on its way through the options of one target.
struct Walk<'w, 'r, 't> {
    rule: &'r Rule,
    rules: &'r PlatformRules,
    target: &'w Target<'t>,
    types: bool,
    sink: &'w mut Sink<'r>,
}

impl<'t> Walk<'_, '_, 't> {
    fn one(&mut self, parent: u8, in_settings: Option<bool>, key: &str, value: Value<'_>) {
        let Some((slot, spec)) = find(self.rules, parent, key, in_settings) else {
            self.unknown(parent, in_settings, key, value);
            return;
        };
        // An element of a list is never merely absent.
        let hole = key == "[]" && spec.kind == OptionType::Object && value.kind() != Kind::Object;
        if value.kind() == Kind::Null && !hole {
            return;
        }
        if hole || !has_type(value, spec) {
            self.wrong_type(value, spec.name.as_str(), super::post::expected(spec.kind));
            return;
        }
        if self.types && spec.name.as_str() == "threadItems[].mediaItems[]" {
            self.thread_media(value);
        }
        match value.kind() {
            Kind::Object => {
                for (key, value) in value.entries() {
                    self.one(slot, None, key, value);
                }
            }
            Kind::Array if spec.first != OptionSpec::TOP => {
                for item in value.items() {
                    self.one(slot, None, "[]", item);
                }
            }
            _ => {}
        }
    }

    /// An option that is not one of these.
    fn unknown(&mut self, parent: u8, in_settings: Option<bool>, key: &str, value: Value<'_>) {
        let specs = &self.rules.options[..];
        // An object without documented members may hold anything.
        if parent != OptionSpec::TOP && !specs.iter().any(|spec| spec.parent == parent) {
            return;
        }
        let top = parent == OptionSpec::TOP;
        let misplaced = in_settings.filter(|_| top).and_then(|inside| {
            find(self.rules, parent, key, Some(!inside))?;
            let settings = self.rules.settings.as_ref()?;
            Some(if inside {
                "platformSpecificData"
            } else {
                settings.name.as_str()
            })
        });
        let owner = match misplaced {
            Some(_) => Some(self.rules.platform.as_str()),
            None if top => foreign(self.sink.platforms, self.rules, key),
            None => None,
        };
        match (&self.rule.check, owner) {
            (Check::OptionForeign {}, Some(owner)) => self.sink.broken(self.rule, value, || {
                let mut params = alloc::vec![("option", Json::from(key)), ("of", owner.into())];
                params.extend(misplaced.map(|place| ("belongs", place.into())));
                params
            }),
            (Check::OptionNames {}, None) => self.sink.broken(self.rule, value, || {
                let mut params = alloc::vec![("field", Json::from(short(key)))];
                let body = (top && in_settings != Some(true))
                    .then(|| belongs_in_body(self.sink.platforms, key));
                let names = OptionSpec::nested(specs, parent).map(|(_, spec)| spec.key.as_str());
                match body.flatten() {
                    Some(place) => params.push(("belongs", place.into())),
                    None => params.extend(
                        suggest::nearest(key, names).map(|near| ("suggestion", near.into())),
                    ),
                }
                params
            }),
            _ => {}
        }
    }

    /// A media item of a thread: the rest of it is checked as that of any other post.
    fn thread_media(&mut self, item: Value<'_>) {
        let url = item.get("url");
        if url.is_none_or(Value::is_absent) {
            let empty = url.filter(|url| url.kind() == Kind::Str);
            self.sink.broken(self.rule, empty.unwrap_or(item), || {
                alloc::vec![
                    ("option", "url".into()),
                    ("actual", Json::Null),
                    ("found", "missing".into()),
                    ("expected", "a complete web address".into()),
                ]
            });
        }
        super::media::item_options(self.rule, item, self.target.context, self.sink);
    }

    fn object(&mut self, value: Value<'_>, name: &str) {
        if value.kind() != Kind::Object && !value.is_absent() {
            self.wrong_type(value, name, "an object");
        }
    }

    fn wrong_type(&mut self, value: Value<'_>, name: &str, expected: &'static str) {
        if self.types {
            self.sink.broken(self.rule, value, || {
                alloc::vec![
                    ("option", Json::from(name)),
                    ("actual", shown(value)),
                    ("found", value.kind().name().into()),
                    ("expected", expected.into()),
                ]
            });
        }
    }

    /// A field set to different values in several places, or under two of its names: one wins.
    fn places(&mut self) {
        let Some(settings) = &self.rules.settings else {
            return;
        };
        let name = settings.name.as_str();
        let object = |value: Option<Value<'t>>| value.filter(|at| at.kind() == Kind::Object);
        let nested = object(self.target.data.and_then(|data| data.get(name)));
        let flat = self.target.data.filter(|_| settings.flat);
        let top = object(self.target.body.root.get(name));
        // The strongest first.
        let all = [nested, flat, top];
        let specs = self.rules.options.iter();
        for spec in specs.filter(|spec| spec.in_settings && spec.parent == OptionSpec::TOP) {
            let names = || core::iter::once(&spec.key).chain(spec.aliases.iter());
            let places = all.iter().enumerate();
            let mut values = places.flat_map(|(place, object)| {
                let set = names().filter_map(move |key| {
                    let value = (*object)?.get(key.as_str())?;
                    Some((place, key.as_str(), value))
                });
                set.filter(|(_, _, value)| !value.is_absent())
            });
            let Some((place, key, winner)) = values.next() else {
                continue;
            };
            let Some((weaker, other_key, other)) = values.find(|(_, _, other)| *other != winner)
            else {
                continue;
            };
            let written = |place: usize, key: &str| match place {
                0 => alloc::format!("platformSpecificData.{name}.{key}"),
                1 => alloc::format!("platformSpecificData.{key}"),
                _ => alloc::format!("the post's {name}.{key}"),
            };
            self.sink.broken(self.rule, winner, || {
                alloc::vec![
                    ("option", Json::from(spec.name.as_str())),
                    ("with", spec.name.as_str().into()),
                    ("actual", shown(winner)),
                    ("other", shown(other)),
                    ("place", written(place, key).into()),
                    ("otherPlace", written(weaker, other_key).into()),
                ]
            });
        }
    }
}

/// The platform that has an option of this name, where this one has not.
fn foreign(platforms: &[PlatformRules], rules: &PlatformRules, key: &str) -> Option<&'static str> {
    let others = platforms
        .iter()
        .filter(|other| other.platform != rules.platform && other.platform.as_str() != "post");
    others.into_iter().find_map(|other| {
        let settings = other
            .settings
            .as_ref()
            .is_some_and(|settings| settings.name.as_str() == key);
        let known = find(other, OptionSpec::TOP, key, None).is_some();
        (settings || known).then_some(other.platform.as_str())
    })
}

/// Where a field of the body belongs that stands among the options.
fn belongs_in_body(platforms: &[PlatformRules], key: &str) -> Option<&'static str> {
    let post = platforms
        .iter()
        .find(|rules| rules.platform.as_str() == "post")?;
    let known = |name: &str| {
        let mut options = post.options.iter();
        options.any(|option| option.name.as_str() == name)
    };
    if known(&alloc::format!("platforms[].{key}")) {
        Some("target")
    } else {
        known(key).then_some("post")
    }
}
