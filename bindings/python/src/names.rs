//! The names of platforms, content types, codes: looked up, and listed.

use postworthy::media::Format;
use postworthy::rules::{ContentType, PLATFORMS, Platform};
use postworthy::text::Unit;
use postworthy::{Applicability, Code, Severity};
use pyo3::prelude::*;
use serde_json::json;

use crate::convert;
use crate::error::error;

/// A platform by its name, without the pseudo-platform of whole posts.
pub fn platform_named(name: &str) -> PyResult<Platform> {
    let known = Platform::from_name(name).filter(|one| *one != Platform::Post);
    known.ok_or_else(|| {
        let all = Platform::ALL.iter().filter(|one| **one != Platform::Post);
        let all: Vec<_> = all.map(|one| one.as_str()).collect();
        error(format!(
            "there is no platform {name:?}, but {}",
            all.join(", ")
        ))
    })
}

/// A content type of the platform by its name.
pub fn content_type_named(platform: Platform, name: Option<&str>) -> PyResult<Option<ContentType>> {
    let Some(name) = name else {
        return Ok(None);
    };
    let all = platform.content_types();
    let found = all.iter().find(|one| one.as_str() == name);
    found.copied().map(Some).ok_or_else(|| {
        let all: Vec<_> = all.iter().map(|one| one.as_str()).collect();
        error(format!(
            "{platform} has no content type {name:?}, but {}",
            all.join(", ")
        ))
    })
}

/// Every name that the types of the package list, for their generator.
#[pyfunction]
pub fn vocabulary(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    fn all<T>(values: &[T], name: impl Fn(&T) -> &'static str) -> Vec<&'static str> {
        values.iter().map(name).collect()
    }
    let platforms = PLATFORMS.iter();
    let platforms = platforms.map(|one| {
        json!({
            "name": one.platform,
            "title": one.title,
            "settings": one.settings,
            "contentTypes": one.platform.content_types(),
            "options": one.options,
        })
    });
    let value = json!({
        "platforms": platforms.collect::<Vec<_>>(),
        "codes": Code::ALL,
        "severities": Severity::ALL,
        "applicabilities": Applicability::ALL,
        "contentTypes": ContentType::ALL,
        "units": all(&Unit::ALL, |one| one.as_str()),
        "formats": all(&Format::ALL, |one| one.as_str()),
    });
    convert::python(py, &value)
}
