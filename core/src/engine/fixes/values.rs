//! Values that are allowed, near to those that are not.

use alloc::string::{String, ToString as _};
use serde_json::Value as Json;

use super::super::eval::{has_form, short};
use super::{Case, Offer};
use crate::json::{Kind, Post};
use crate::patch::Operation;
use crate::report::Applicability;
use crate::rules::{Check, Form, OptionSpec, Scalar};

/// The name that is nearest to a misspelt one.
pub(super) fn suggested(case: &Case<'_>) -> Option<Offer> {
    let near = case.param("suggestion")?;
    let safe = matches!(case.finding.rule.check, Check::TargetPlatform {});
    let applicability = if safe {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    Some(case.sure(
        alloc::format!("Write it as {near}"),
        applicability,
        case.replace(near),
    ))
}

/// The platform that the account is of.
pub(super) fn other_platform(case: &Case<'_>) -> Option<Offer> {
    let platform = case.param("with")?;
    Some(case.tried(
        alloc::format!("Write {platform}"),
        Applicability::Unsafe,
        case.replace(platform),
    ))
}

/// One of the allowed values, where what is written is near it.
pub(super) fn nearest(case: &Case<'_>, allowed: &[Scalar]) -> Option<Offer> {
    let text = case.value.as_str().unwrap_or_default();
    let names = allowed.iter().filter_map(|scalar| match scalar {
        Scalar::Text(name) => Some(name.as_str()),
        _ => None,
    });
    let name = crate::suggest::nearest(text, names)?;
    Some(case.tried(
        alloc::format!("Write it as {name}"),
        Applicability::Unsafe,
        case.replace(name),
    ))
}

/// The address with https.
pub(super) fn https(case: &Case<'_>) -> Option<Offer> {
    let rest = case.value.as_str()?.strip_prefix("http://")?;
    Some(case.sure(
        "Write https".to_string(),
        Applicability::Unsafe,
        case.replace(alloc::format!("https://{rest}")),
    ))
}

/// The text in the form that is asked for, where little is wrong with it.
pub(super) fn formed(case: &Case<'_>, form: Form) -> Option<Offer> {
    let text = case.value.as_str()?;
    let plain = text.trim();
    let mended: String = match form {
        Form::NoAtSign => plain.trim_start_matches('@').to_string(),
        Form::NoSubredditPrefix => {
            let name = plain.trim_start_matches('/');
            name.trim_start_matches("r/").to_string()
        }
        Form::CountryCode => plain.to_ascii_uppercase(),
        Form::LanguageTag => plain.replace('_', "-"),
        Form::NoPeriodOrAmpersand => plain.replace(['.', '&'], ""),
        Form::DateTime => plain.replacen(' ', "T", 1),
        Form::Url if !plain.contains(':') && plain.contains('.') => {
            alloc::format!("https://{}", plain.trim_start_matches('/'))
        }
        _ => return None,
    };
    if mended.is_empty() || mended == text || !has_form(&mended, form) {
        return None;
    }
    // Names without their mark are the same names.
    let safe = matches!(form, Form::NoAtSign | Form::NoSubredditPrefix);
    let applicability = if safe {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    Some(case.tried(
        alloc::format!("Write {}", short(&mended)),
        applicability,
        case.replace(mended),
    ))
}

/// The same value in the documented JSON type.
pub(super) fn converted(case: &Case<'_>) -> Option<Offer> {
    let value = case.value;
    let text = value.as_str().map(str::trim);
    let converted: Json = match case.param("expected")? {
        "true or false" => match text? {
            "true" => true.into(),
            "false" => false.into(),
            _ => return None,
        },
        "a whole number" => text?.parse::<i64>().ok()?.into(),
        "a number" => Post::parse(text?).ok()?.root().as_f64()?.into(),
        "text" => match value.kind() {
            Kind::Int | Kind::Num => value.to_json().to_string().into(),
            _ => return None,
        },
        "a list" if text.is_some_and(|text| !text.is_empty()) => {
            Json::Array(alloc::vec![value.to_json()])
        }
        _ => return None,
    };
    let applicability = if consents(case) {
        Applicability::Manual
    } else {
        Applicability::Unsafe
    };
    let patch = case.replace(converted.clone());
    Some(case.tried(alloc::format!("Write {converted}"), applicability, patch))
}

/// Whether the value states what only a person can state.
fn consents(case: &Case<'_>) -> bool {
    let Some((_, rules)) = case.place else {
        return false;
    };
    let (_, key) = case.path.rsplit_once('/').unwrap_or_default();
    let named = |spec: &OptionSpec| spec.is_called(key);
    let manual = rules.rules.iter().filter_map(|rule| rule.fix.as_ref());
    manual.filter(|fix| fix.manual).any(|fix| {
        let spec = rules.options.get(usize::from(fix.option.slot));
        spec.is_some_and(named)
    })
}

/// The bound that a number lies beyond.
pub(super) fn bounded(case: &Case<'_>, min: Option<i64>, max: Option<i64>) -> Option<Offer> {
    let actual = case.value.as_f64()?;
    let bound = match (min, max) {
        (Some(min), _) if actual < min as f64 => min,
        (_, Some(max)) if actual > max as f64 => max,
        _ => return None,
    };
    Some(case.tried(
        alloc::format!("Set it to {bound}"),
        Applicability::Unsafe,
        case.replace(bound),
    ))
}

/// The first entries of a list, as many as are taken.
pub(super) fn shortened(case: &Case<'_>, most: u32) -> Option<Offer> {
    let max = usize::try_from(most).ok()?;
    let surplus = (max..case.value.len()).rev();
    let patch: alloc::vec::Vec<Operation> = surplus
        .map(|index| Operation::Remove {
            path: alloc::format!("{}/{index}", case.path),
        })
        .collect();
    (!patch.is_empty() && max > 0)
        .then(|| case.tried(super::kept_title(most), Applicability::Unsafe, patch))
}
