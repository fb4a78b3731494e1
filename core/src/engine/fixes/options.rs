//! Options that a row says would mend it, and tags.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::super::target::near;
use super::{Case, Offer};
use crate::json::{Kind, Value};
use crate::patch::{Operation, pointer};
use crate::report::Applicability;
use crate::rules::{OptionFix, PlatformRules, Scalar};
use crate::text::{Unit, count};

/// A list of tags in which each stands once.
pub(super) fn duplicates_removed(case: &Case<'_>) -> Option<Offer> {
    let (parent, _) = case.path.rsplit_once('/')?;
    let list = tag_list(case, parent)?;
    let mut seen = BTreeSet::new();
    let again = list.items().enumerate().filter(|(_, tag)| {
        let text = tag.as_str();
        text.is_some() && !seen.insert(text)
    });
    let mut patch: Vec<Operation> = again
        .map(|(index, _)| Operation::Remove {
            path: alloc::format!("{parent}/{index}"),
        })
        .collect();
    // From the end, so that the indices before it stay.
    patch.reverse();
    Some(case.sure("Name each tag once".to_string(), Applicability::Safe, patch))
}

fn tag_list<'c>(case: &Case<'c>, path: &str) -> Option<Value<'c>> {
    if path == "/tags" {
        case.post.root().get("tags")
    } else {
        case.data()?.get("tags")
    }
}

/// The first tags, as many as are within the limit together.
pub(super) fn tags_removed(case: &Case<'_>, unit: Unit, max: u32) -> Option<Offer> {
    let own = case.data().and_then(|data| data.get("tags"));
    let shared = case.post.root().get("tags");
    if shared.is_some() && case.targets > 1 {
        return None;
    }
    let (index, _) = case.place?;
    let own_path = alloc::format!("/platforms/{index}/platformSpecificData/tags");
    let lists = [(own, own_path.as_str()), (shared, "/tags")];
    let mut seen = BTreeSet::new();
    let (mut sum, mut patch) = (0_u32, Vec::new());
    for (list, path) in lists {
        for (index, tag) in list.into_iter().flat_map(Value::items).enumerate() {
            let Some(text) = tag.as_str() else { continue };
            if seen.contains(text) {
                continue;
            }
            let more = sum.saturating_add(count(text, unit));
            if more > max {
                patch.push(Operation::Remove {
                    path: alloc::format!("{path}/{index}"),
                });
            } else {
                sum = more;
                seen.insert(text);
            }
        }
    }
    patch.reverse();
    Some(case.tried(
        "Leave out the tags that do not fit".to_string(),
        Applicability::Unsafe,
        patch,
    ))
}

/// The option that a row says would mend it.
pub(super) fn set(
    case: &Case<'_>,
    fix: &OptionFix,
    index: usize,
    rules: &PlatformRules,
) -> Option<Offer> {
    if let Some(ratio) = fix.ratio {
        let side = |name: &str| {
            let value = case
                .finding
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
    let data = case
        .target?
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
        .and_then(|name| case.post.root().get(name))
        .filter(|value| object(*value));
    // From the innermost object that exists, the rest is made.
    let base = alloc::format!("/platforms/{index}");
    let inner_base = alloc::format!("{base}/platformSpecificData");
    let wrap =
        |name: &str, value: Json| Json::Object([(name.to_string(), value)].into_iter().collect());
    let key = spec.key.as_str();
    let (mut path, names, value) = match (data, settings, inner, shared) {
        (Some(_), Some(settings), Some(_), _) => (inner_base, alloc::vec![settings, key], value),
        (_, Some(settings), None, Some(_)) if data.is_none_or(|data| data.get(key).is_none()) => {
            (String::new(), alloc::vec![settings, key], value)
        }
        (Some(data), Some(settings), None, _) if data.get(key).is_none() => {
            (inner_base, alloc::vec![settings], wrap(key, value))
        }
        (Some(_), _, None, _) => (inner_base, alloc::vec![key], value),
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
    Some(case.tried(
        fix.title.as_str().to_string(),
        applicability,
        alloc::vec![Operation::Add { path, value }],
    ))
}
