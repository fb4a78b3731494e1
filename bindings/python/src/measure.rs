//! How long a text is for a platform.

use postworthy::TextMeasure;
use pyo3::prelude::*;
use serde_json::json;

use crate::check::Rules;
use crate::names::{content_type_named, platform_named};
use crate::{convert, facts};

/// A text held against one limit of a platform.
#[pyclass(frozen, eq, get_all, name = "Measure", module = "postworthy")]
#[derive(Clone, PartialEq)]
pub struct PyMeasure {
    /// The rule that has the limit.
    rule: String,
    /// "error" where longer text is refused, "warning" where it is cut or doubtful.
    severity: &'static str,
    /// What is counted: "weighted" (X: a link as 23, an emoji as 2), "graphemes" (characters as
    /// people see them), "utf16" (code units), "codepoints" (as `len` counts), "bytes" (of UTF-8),
    /// "threads" (code points, but an emoji as its bytes).
    unit: &'static str,
    /// What the text counts.
    count: u32,
    /// What it may count.
    limit: u32,
    /// What is left; negative where the text is too long.
    remaining: i64,
    /// So much of the text fits, cut where people see a cut: `text[:fits]`.
    fits: usize,
}

impl PyMeasure {
    fn of(one: &TextMeasure<'_>, text: &str) -> Self {
        PyMeasure {
            rule: one.rule.to_string(),
            severity: one.severity.as_str(),
            unit: one.unit.as_str(),
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
    /// The measure as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let value = json!({
            "rule": self.rule,
            "severity": self.severity,
            "unit": self.unit,
            "count": self.count,
            "limit": self.limit,
            "remaining": self.remaining,
            "fits": self.fits,
        });
        convert::python(py, &value)
    }

    fn __repr__(&self) -> String {
        let PyMeasure {
            rule,
            count,
            limit,
            unit,
            ..
        } = self;
        format!("<Measure: {count} of {limit} {unit}, {rule}>")
    }
}

pub fn measured(
    engine: &postworthy::Engine,
    text: &str,
    platform: &str,
    content_type: Option<&str>,
    account: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyMeasure>> {
    let platform = platform_named(platform)?;
    let content_type = content_type_named(platform, content_type)?;
    let account = facts::account(account)?;
    let all = engine.measure(text, platform, content_type, &account);
    Ok(all.iter().map(|one| PyMeasure::of(one, text)).collect())
}

/// Count a text as a platform counts it, the tightest limit first.
///
/// The text is taken for the content of a post of this content type; without one, for what the
/// platform makes of text alone. `account` is a dict of which `premium` (X) and `accountType`
/// matter. Counts are in the unit that each measure names.
///
/// Raises `PostworthyError` where there is no such platform or content type.
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
    text: &str,
    platform: &str,
    content_type: Option<&str>,
    account: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyMeasure>> {
    let rules = Rules::of(rules)?;
    measured(rules.engine(), text, platform, content_type, account)
}
