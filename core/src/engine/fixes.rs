//! Changes of the post that would mend a finding.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::eval::Finding;
use super::target::near;
use crate::json::{Kind, Post, Value};
use crate::patch::{Operation, pointer};
use crate::report::{Applicability, Fix};
use crate::rules::{Check, Form, OptionFix, PlatformRules, Scalar, Source, UrlRule};
use crate::text::{Unit, trim_at};

/// The place a finding belongs to: the target's index and platform, where it has one.
pub(super) type Place<'r> = Option<(usize, &'r PlatformRules)>;

/// The fixes of a finding; none where no change of the post alone would mend it.
pub(super) fn of(post: &Post<'_>, finding: &Finding<'_>, place: Place<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let path = post.pointer(finding.at);
    let value = post.value(finding.at);
    if let (Some(fix), Some((index, rules))) = (&finding.rule.fix, place) {
        fixes.extend(option(post, finding, fix, index, rules));
    }
    let found = match &finding.rule.check {
        Check::TargetPlatform {} | Check::ScheduleTimezone {} => suggestion(finding).map(|near| {
            let safe = matches!(finding.rule.check, Check::TargetPlatform {});
            let patch = alloc::vec![Operation::Replace {
                path,
                value: near.into()
            }];
            made(
                alloc::format!("Write it as {near}"),
                if safe {
                    Applicability::Safe
                } else {
                    Applicability::Unsafe
                },
                patch,
            )
        }),
        Check::OptionNames {} | Check::PostNames {} => renamed(post, finding, &path),
        Check::TextLength {
            of: Source::Content,
            unit,
            max,
        } => trimmed(post, value, &path, *unit, *max, place),
        Check::OptionLength { unit, max, .. } => trimmed(post, value, &path, *unit, *max, None),
        Check::TagLength { unit, max } => trimmed(post, value, &path, *unit, *max, None),
        Check::OptionIgnored { .. }
        | Check::OptionForeign {}
        | Check::ThumbnailIgnored { .. }
        | Check::FieldIgnored { .. } => {
            // What stands outside the target may have an effect for another one.
            let own = path.starts_with("/platforms/") || targets(post) == 1;
            own.then(|| {
                made(
                    "Remove it".into(),
                    Applicability::Safe,
                    alloc::vec![Operation::Remove { path }],
                )
            })
        }
        Check::ScheduleConflict {} => Some(made(
            "Remove it".into(),
            Applicability::Safe,
            alloc::vec![Operation::Remove { path }],
        )),
        Check::TargetOnce {} => Some(made(
            "Remove this target".into(),
            Applicability::Unsafe,
            alloc::vec![Operation::Remove { path }],
        )),
        Check::MediaUrl {
            must_be: UrlRule::Https,
        }
        | Check::OptionForm {
            form: Form::Https, ..
        } => {
            let secure = value
                .as_str()
                .and_then(|url| url.strip_prefix("http://"))
                .map(|rest| "https://".to_string() + rest);
            secure.map(|url| {
                let patch = alloc::vec![Operation::Replace {
                    path,
                    value: url.into()
                }];
                made("Write https".into(), Applicability::Unsafe, patch)
            })
        }
        Check::OptionForm { form, .. } => {
            let text = value.as_str().unwrap_or_default();
            let mended = match form {
                Form::NoAtSign => text.trim_start_matches('@'),
                Form::NoSubredditPrefix => text.trim_start_matches('/').trim_start_matches("r/"),
                _ => "",
            };
            (!mended.is_empty() && mended != text).then(|| {
                let patch = alloc::vec![Operation::Replace {
                    path,
                    value: mended.into()
                }];
                made(
                    alloc::format!("Write {}", super::eval::short(mended)),
                    Applicability::Safe,
                    patch,
                )
            })
        }
        Check::OptionValue { allowed, .. } => {
            let text = value.as_str().unwrap_or_default();
            let names = allowed.iter().filter_map(|scalar| match scalar {
                Scalar::Text(name) => Some(name.as_str()),
                _ => None,
            });
            crate::suggest::nearest(text, names).map(|name| {
                let patch = alloc::vec![Operation::Replace {
                    path,
                    value: name.into()
                }];
                made(
                    alloc::format!("Write it as {name}"),
                    Applicability::Unsafe,
                    patch,
                )
            })
        }
        _ => None,
    };
    fixes.extend(found);
    fixes
}

fn made(title: String, applicability: Applicability, patch: Vec<Operation>) -> Fix {
    Fix {
        title,
        applicability,
        patch,
    }
}

fn suggestion<'f>(finding: &'f Finding<'_>) -> Option<&'f str> {
    finding
        .params
        .iter()
        .find(|(key, _)| *key == "suggestion")
        .and_then(|(_, value)| value.as_str())
}

fn targets(post: &Post<'_>) -> usize {
    post.root().get("platforms").map_or(0, Value::len)
}

/// A misspelt name, written right; the value stays where it is.
fn renamed(post: &Post<'_>, finding: &Finding<'_>, path: &str) -> Option<Fix> {
    let near = suggestion(finding)?;
    let (parent, _) = path.rsplit_once('/')?;
    let mut to = parent.to_string();
    pointer::push_name(&mut to, near);
    // Never over a value that is set already.
    if pointer::resolve(&post.to_value(), &to).is_some_and(|value| !value.is_null()) {
        return None;
    }
    let patch = alloc::vec![Operation::Move {
        from: path.to_string(),
        path: to
    }];
    Some(made(
        alloc::format!("Call it {near}"),
        Applicability::Unsafe,
        patch,
    ))
}

/// A text cut behind the last word that fits; in a post for several targets only for this one.
fn trimmed(
    post: &Post<'_>,
    value: Value<'_>,
    path: &str,
    unit: Unit,
    max: u32,
    place: Place<'_>,
) -> Option<Fix> {
    let text = value.as_str()?;
    let marked_up =
        place.is_some_and(|(_, rules)| rules.platform == crate::rules::Platform::Telegram);
    let short = text.get(..trim_at(text, unit, max))?;
    // Cutting markup could leave it open.
    if short.is_empty() || marked_up {
        return None;
    }
    let operation = match place {
        Some((index, _)) if path == "/content" && targets(post) > 1 => Operation::Add {
            path: alloc::format!("/platforms/{index}/customContent"),
            value: short.into(),
        },
        _ => Operation::Replace {
            path: path.to_string(),
            value: short.into(),
        },
    };
    Some(made(
        alloc::format!("Cut it to {max}"),
        Applicability::Unsafe,
        alloc::vec![operation],
    ))
}

/// The option that a row says would mend it.
fn option(
    post: &Post<'_>,
    finding: &Finding<'_>,
    fix: &OptionFix,
    index: usize,
    rules: &PlatformRules,
) -> Option<Fix> {
    if let Some(ratio) = fix.ratio {
        let side = |name: &str| {
            let value = finding
                .params
                .iter()
                .find(|(key, _)| *key == name)
                .and_then(|(_, value)| value.as_u64())?;
            u32::try_from(value).ok()
        };
        if !near((side("width")?, side("height")?), ratio) {
            return None;
        }
    }
    let spec = rules.options.get(usize::from(fix.option.slot))?;
    let value = match &fix.value {
        Scalar::Bool(value) => Json::from(*value),
        Scalar::Int(value) => Json::from(*value),
        Scalar::Text(value) => Json::from(value.as_str()),
    };
    let object = |value: Value<'_>| value.kind() == Kind::Object;
    let target = post.root().get("platforms")?.items().nth(index)?;
    let data = target
        .get("platformSpecificData")
        .filter(|data| object(*data));
    let settings = rules
        .settings
        .as_ref()
        .filter(|_| spec.in_settings)
        .map(|settings| settings.name.as_str());
    let inner = settings
        .and_then(|name| data?.get(name))
        .filter(|value| object(*value));
    let shared = settings
        .and_then(|name| post.root().get(name))
        .filter(|value| object(*value));
    // From the innermost object that exists, the rest is made.
    let base = alloc::format!("/platforms/{index}");
    let wrap =
        |name: &str, value: Json| Json::Object([(name.to_string(), value)].into_iter().collect());
    let key = spec.key.as_str();
    let (mut path, names, value) = match (data, settings, inner, shared) {
        (Some(_), Some(settings), Some(_), _) => (
            base + "/platformSpecificData",
            alloc::vec![settings, key],
            value,
        ),
        (_, Some(settings), None, Some(_)) if data.is_none_or(|data| data.get(key).is_none()) => {
            (String::new(), alloc::vec![settings, key], value)
        }
        (Some(data), Some(settings), None, _) if data.get(key).is_none() => (
            base + "/platformSpecificData",
            alloc::vec![settings],
            wrap(key, value),
        ),
        (Some(_), _, None, _) => (base + "/platformSpecificData", alloc::vec![key], value),
        (_, Some(settings), _, _) => (
            base,
            alloc::vec!["platformSpecificData"],
            wrap(settings, wrap(key, value)),
        ),
        _ => (base, alloc::vec!["platformSpecificData"], wrap(key, value)),
    };
    names
        .iter()
        .for_each(|name| pointer::push_name(&mut path, name));
    let applicability = if fix.manual {
        Applicability::Manual
    } else {
        Applicability::Unsafe
    };
    Some(made(
        fix.title.as_str().to_string(),
        applicability,
        alloc::vec![Operation::Add { path, value }],
    ))
}
