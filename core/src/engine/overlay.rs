//! A user's own rows, laid over the built-in ones.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value as Json;

use crate::json::{ParseError, Post};
use crate::quote::short;
use crate::rules::reading::read;
use crate::rules::tree::Tree;
use crate::rules::{List, Platform, PlatformRules, Rule, link_rule, plan};

/// Why rows of one's own could not be laid over the built-in ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// The text is not JSON.
    #[error("the rules cannot be read as JSON: {0}")]
    Json(ParseError),
    /// It is neither a list of rows nor an object with the list `rules`.
    #[error("the rules are a list of rows, or an object with the list `rules`")]
    Shape,
    /// A row is not sound.
    #[error("row {row} ({id}): {problem}")]
    Row {
        /// Its place in the list, from 0.
        row: usize,
        /// Its id, as far as it has one; cut where it is long.
        id: String,
        /// What is wrong.
        problem: String,
    },
}

/// The built-in rows with the user's laid over them.
pub(super) fn lay(
    built_in: &[PlatformRules],
    json: &str,
) -> Result<Vec<PlatformRules>, OverlayError> {
    let value = Post::parse(json).map_err(OverlayError::Json)?.to_value();
    let rows = value
        .as_array()
        .or_else(|| value.get("rules")?.as_array())
        .ok_or(OverlayError::Shape)?;
    let mut platforms = built_in.to_vec();
    for (row, patch) in rows.iter().enumerate() {
        let id = patch
            .get("id")
            .and_then(Json::as_str)
            .unwrap_or("without an id");
        one(&mut platforms, id, patch).map_err(|problem| OverlayError::Row {
            row,
            id: short(id),
            problem,
        })?;
    }
    Ok(platforms)
}

fn one(platforms: &mut [PlatformRules], id: &str, patch: &Json) -> Result<(), String> {
    let name = id.split_once('/').map(|(name, _)| name);
    let platform = name
        .and_then(Platform::from_name)
        .ok_or("an id is `platform/what-is-limited`")?;
    let place = platforms
        .iter_mut()
        .find(|rules| rules.platform == platform)
        .ok_or("there are no rows of that platform")?;
    let mut rules: Vec<Rule> = place.rules.to_vec();
    let known = rules.iter().position(|rule| rule.id.as_str() == id);
    let mut merged = match known.and_then(|at| rules.get(at)) {
        Some(rule) => Tree::of(rule).into_value(),
        None => Json::Object(serde_json::Map::new()),
    };
    merge(&mut merged, patch);
    let mut rule: Rule = read(&merged)?;
    link_rule(&mut rule, &place.options)?;
    if rule.code != rule.check.code() {
        return Err(alloc::format!(
            "the check `{}` finds `{}`",
            rule.check.name(),
            rule.check.code()
        ));
    }
    match known.and_then(|at| rules.get_mut(at)) {
        Some(old) => *old = rule,
        None => rules.push(rule),
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    place.plan = plan(place.platform, &place.options, &rules);
    place.rules = List::from(rules);
    Ok(())
}

/// A merge patch (RFC 7396); another check takes the place of the old one whole.
fn merge(target: &mut Json, patch: &Json) {
    let (Json::Object(target), Json::Object(patch)) = (target, patch) else {
        return;
    };
    for (key, value) in patch {
        match target.get_mut(key) {
            Some(old) if old.is_object() && value.is_object() => {
                let same = value
                    .as_object()
                    .is_some_and(|value| value.keys().all(|key| old.get(key).is_some()));
                if key == "check" && !same {
                    *old = value.clone();
                } else {
                    merge(old, value);
                    let leaf = |value: &Json| !value.is_object();
                    if let (Some(old), Some(value)) = (old.as_object_mut(), value.as_object()) {
                        value
                            .iter()
                            .filter(|(_, value)| leaf(value))
                            .for_each(|(key, value)| {
                                old.insert(key.clone(), value.clone());
                            });
                    }
                }
            }
            _ => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
}
