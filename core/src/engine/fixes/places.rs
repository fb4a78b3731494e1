//! What stands where it has no effect is moved to where it has.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::{Case, Offer};
use crate::json::{Kind, Value};
use crate::patch::{Operation, Patch, pointer};
use crate::report::Applicability;
use crate::rules::OptionSpec;

/// A misspelt name, written right; the value stays where it is.
pub(super) fn renamed(case: &Case<'_>) -> Option<Offer> {
    let near = case.param("suggestion")?;
    let (parent, _) = case.path.rsplit_once('/')?;
    let mut to = parent.to_string();
    pointer::push_name(&mut to, near);
    let title = alloc::format!("Call it {near}");
    moved(case, title, Vec::new(), alloc::vec![to])
}

/// What belongs elsewhere, in its place.
pub(super) fn into(case: &Case<'_>, place: &str) -> Option<Offer> {
    let (_, name) = case.path.rsplit_once('/')?;
    let key = pointer::unescape(name);
    let title = |to: &str| alloc::format!("Move it into {to}");
    match place {
        "post" => {
            let own = case.place.map(|(index, _)| index)?;
            // Other targets read the post's text and media too.
            let to = match key.as_ref() {
                "content" => alloc::format!("/platforms/{own}/customContent"),
                "mediaItems" => alloc::format!("/platforms/{own}/customMedia"),
                _ if case.targets == 1 => alloc::format!("/{name}"),
                _ => return None,
            };
            moved(case, title("the post"), Vec::new(), alloc::vec![to])
        }
        "target" => {
            let own = case.place.map(|(index, _)| index)?;
            let to = alloc::format!("/platforms/{own}/{name}");
            moved(case, title("the target"), Vec::new(), alloc::vec![to])
        }
        "platformSpecificData" => {
            let mut before = Vec::new();
            let mut to = Vec::new();
            for (index, target) in owners(case, &key) {
                let base = alloc::format!("/platforms/{index}/platformSpecificData");
                before.extend(object(target.get("platformSpecificData"), &base)?);
                to.push(alloc::format!("{base}/{name}"));
            }
            moved(case, title(place), before, to)
        }
        settings => {
            let (index, _) = case.place?;
            let base = alloc::format!("/platforms/{index}/platformSpecificData/{settings}");
            let before = object(case.data()?.get(settings), &base)?;
            let to = alloc::format!("{base}/{name}");
            moved(
                case,
                title(settings),
                before.into_iter().collect(),
                alloc::vec![to],
            )
        }
    }
}

/// The targets that a misplaced option is meant for: the one it stands in, else all that have it.
fn owners<'c>(case: &Case<'c>, key: &str) -> Vec<(usize, Value<'c>)> {
    if case.path.starts_with("/platforms/") {
        let own = case.place.map(|(index, _)| index);
        return own.zip(case.target).into_iter().collect();
    }
    let targets = case.post.root().get("platforms");
    let targets = targets.into_iter().flat_map(Value::items).enumerate();
    let has_it = |target: Value<'_>| {
        let named = target.get("platform").and_then(Value::as_str);
        let rules = case
            .platforms
            .iter()
            .find(|rules| Some(rules.platform.as_str()) == named);
        rules.is_some_and(|rules| {
            super::super::shape::find(rules, OptionSpec::TOP, key, Some(false)).is_some()
        })
    };
    targets.filter(|(_, target)| has_it(*target)).collect()
}

/// What makes an object at a place; nothing where there is one, `None` where something else is.
fn object(value: Option<Value<'_>>, path: &str) -> Option<Option<Operation>> {
    match value {
        Some(value) if value.kind() == Kind::Object => Some(None),
        Some(value) if !value.is_absent() => None,
        _ => Some(Some(Operation::Add {
            path: path.to_string(),
            value: Json::Object(serde_json::Map::new()),
        })),
    }
}

/// A patch that copies the value to the places before the last and moves it there.
fn moved(case: &Case<'_>, title: String, before: Patch, to: Vec<String>) -> Option<Offer> {
    // Never over a value that is set already.
    let taken = |path: &String| {
        let value = case.at(path);
        value.is_some_and(|value| value.kind() != Kind::Null)
    };
    if to.is_empty() || to.iter().any(taken) {
        return None;
    }
    let mut patch = before;
    let mut places = to;
    let last = places.pop()?;
    patch.extend(places.into_iter().map(|path| Operation::Copy {
        from: case.path.clone(),
        path,
    }));
    patch.push(Operation::Move {
        from: case.path.clone(),
        path: last,
    });
    Some(case.tried(title, Applicability::Unsafe, patch))
}

/// Of a setting that has two values the one that does not count, removed.
pub(super) fn weaker_removed(case: &Case<'_>) -> Option<Offer> {
    let (index, rules) = case.place?;
    let written = case.param("otherPlace")?;
    let (path, shared) = match written.strip_prefix("the post's ") {
        Some(rest) => (alloc::format!("/{}", rest.replace('.', "/")), true),
        None => {
            let rest = written.replace('.', "/");
            (alloc::format!("/platforms/{index}/{rest}"), false)
        }
    };
    // Another target of the platform may have no value of its own.
    let platform = rules.platform.as_str();
    let targets = case.post.root().get("platforms");
    let readers = targets.into_iter().flat_map(Value::items).filter(|target| {
        let named = target.get("platform").and_then(Value::as_str);
        named.is_none_or(|named| named == platform)
    });
    if shared && readers.count() > 1 {
        return None;
    }
    Some(case.tried(
        alloc::format!("Remove {written}"),
        Applicability::Safe,
        alloc::vec![Operation::Remove { path }],
    ))
}
