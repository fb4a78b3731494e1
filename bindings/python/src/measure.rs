//! How long a text is for a platform.

use postworthy::rules::{ContentType, Platform};
use postworthy::text::Unit;
use postworthy::{Severity, TextMeasure};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};
use serde::{Deserialize, Serialize};

use crate::check::Rules;
use crate::names::{content_type_named, platform_named};
use crate::report::{from_json, json};
use crate::{convert, facts};

/// A text held against one limit of a platform.
#[pyclass(frozen, eq, name = "Measure", module = "postworthy")]
#[derive(PartialEq, Serialize, Deserialize)]
pub struct PyMeasure {
    rule: String,
    severity: Severity,
    unit: Unit,
    count: u32,
    limit: u32,
    remaining: i64,
    fits: usize,
}

impl PyMeasure {
    fn of(one: &TextMeasure<'_>, text: &str) -> Self {
        PyMeasure {
            rule: one.rule.to_string(),
            severity: one.severity,
            unit: one.unit,
            count: one.count,
            limit: one.limit,
            remaining: one.remaining,
            // The core tells bytes, Python slices characters.
            fits: text
                .get(..one.fits)
                .map_or(0, |fitting| fitting.chars().count()),
        }
    }
}

#[pymethods]
impl PyMeasure {
    /// The rule that has the limit.
    #[getter]
    fn rule(&self) -> &str {
        &self.rule
    }

    /// "error" where longer text is refused, "warning" where it is cut or doubtful.
    #[getter]
    fn severity(&self) -> &'static str {
        self.severity.as_str()
    }

    /// What is counted: "weighted" (X: a link as 23, an emoji as 2), "graphemes" (characters as
    /// people see them), "utf16" (code units), "codepoints" (as `len` counts), "bytes" (of UTF-8),
    /// "threads" (code points, but an emoji as its bytes).
    #[getter]
    fn unit(&self) -> &'static str {
        self.unit.as_str()
    }

    /// What the text counts.
    #[getter]
    fn count(&self) -> u32 {
        self.count
    }

    /// What it may count.
    #[getter]
    fn limit(&self) -> u32 {
        self.limit
    }

    /// What is left; negative where the text is too long.
    #[getter]
    fn remaining(&self) -> i64 {
        self.remaining
    }

    /// So much of the text fits, cut where people see a cut: `text[:fits]`.
    #[getter]
    fn fits(&self) -> usize {
        self.fits
    }

    /// The measure as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, self)
    }

    fn __repr__(&self) -> String {
        let PyMeasure {
            rule,
            count,
            limit,
            unit,
            ..
        } = self;
        format!("<Measure: {count} of {limit} {}, {rule}>", unit.as_str())
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        from_json(text)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("_from_json")?, (json(slf.get())?,)))
    }
}

pub fn measured(
    engine: &postworthy::Engine,
    text: &Bound<'_, PyString>,
    platform: &Bound<'_, PyString>,
    content_type: Option<&Bound<'_, PyString>>,
    account: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyMeasure>> {
    let text = convert::text(text, "text")?;
    let (platform, content_type) = kind(platform, content_type)?;
    let account = facts::account(account)?;
    let all = engine.measure(text, platform, content_type, &account);
    Ok(all.iter().map(|one| PyMeasure::of(one, text)).collect())
}

/// The platform and the content type of these names.
pub fn kind(
    platform: &Bound<'_, PyString>,
    content_type: Option<&Bound<'_, PyString>>,
) -> PyResult<(Platform, Option<ContentType>)> {
    let platform = platform_named(convert::text(platform, "platform")?)?;
    let name = content_type.map(|name| convert::text(name, "content_type"));
    Ok((platform, content_type_named(platform, name.transpose()?)?))
}

/// Count a text as a platform counts it, the tightest limit first.
///
/// The text is taken for the content of a post of this content type; without one, for what the
/// platform makes of text alone. `account` is a dict of which `premium` (X) and `accountType`
/// matter. Counts are in the unit that each measure names.
///
/// Raises `PostworthyError` where there is no such platform or content type, or the text holds half
/// of a surrogate pair.
///
/// >>> tightest = measure("Read more at example.com/launch", "twitter")[0]
/// >>> tightest.count, tightest.limit, tightest.unit
/// (36, 280, 'weighted')
/// >>> text = "e" * 301
/// >>> text[:measure(text, "bluesky")[0].fits] == "e" * 300
/// True
#[pyfunction]
#[pyo3(signature = (text, platform, content_type=None, *, account=None, rules=None))]
pub fn measure(
    text: &Bound<'_, PyString>,
    platform: &Bound<'_, PyString>,
    content_type: Option<&Bound<'_, PyString>>,
    account: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyMeasure>> {
    let rules = Rules::of(rules)?;
    measured(rules.engine(), text, platform, content_type, account)
}
