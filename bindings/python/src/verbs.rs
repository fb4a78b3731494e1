//! `measure`, `limits`, `explain`, `apply_fix`, and the command line.

use std::ffi::OsString;

use postworthy::media::Format;
use postworthy::patch::{self, Patch};
use postworthy::rules::{ContentType, PLATFORMS, Platform, Rule};
use postworthy::text::Unit;
use postworthy::{Applicability, Code, Limits, Severity, TextMeasure};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::check::Rules;
use crate::convert;
use crate::error::error;
use crate::report::{PyFix, tuple};

/// A text held against one limit of a platform.
#[pyclass(frozen, eq, get_all, name = "Measure", module = "postworthy")]
#[derive(Clone, PartialEq)]
pub struct PyMeasure {
    /// The rule that has the limit.
    rule: String,
    /// "error" where longer text is refused, "warning" where it is cut or doubtful.
    severity: &'static str,
    /// What is counted.
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

/// What a platform takes.
#[pyclass(frozen, eq, name = "Limits", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyLimits(Value);

/// How long the text of a post may be.
#[pyclass(frozen, eq, name = "TextLimit", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyTextLimit(Value);

fn member<'py>(py: Python<'py>, value: &Value, name: &str) -> PyResult<Bound<'py, PyAny>> {
    convert::python(py, value.get(name).unwrap_or(&Value::Null))
}

fn names<'py>(py: Python<'py>, value: &Value, name: &str) -> PyResult<Bound<'py, PyTuple>> {
    let items = value.get(name).and_then(Value::as_array);
    let items = items.into_iter().flatten();
    let items = items.map(|item| convert::python(py, item));
    PyTuple::new(py, items.collect::<PyResult<Vec<_>>>()?)
}

#[pymethods]
impl PyLimits {
    /// The platform.
    #[getter]
    fn platform<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "platform")
    }

    /// The content type that was asked for; None for all of the platform's.
    #[getter]
    fn content_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "contentType")
    }

    /// The limits of the post's text, shortest first: what a counter counts to.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let all = self.0.get("text").and_then(Value::as_array);
        let all = all.into_iter().flatten();
        tuple(py, all.map(|one| PyTextLimit(one.clone())))
    }

    /// The formats of files that are not refused for their format alone.
    #[getter]
    fn formats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0, "formats")
    }

    /// The same for the `accept` attribute of a file field: media types and extensions.
    #[getter]
    fn accept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "accept")
    }

    /// The most files in one post; None where there is no limit.
    #[getter]
    fn max_media<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "maxMedia")
    }

    /// Every row that may apply, as dicts with the names of their JSON.
    #[getter]
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0, "rules")
    }

    /// The limits as a dict, equal to their JSON: names in camelCase.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::python(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let text = |name| self.0.get(name).and_then(Value::as_str);
        let platform = text("platform").unwrap_or_default();
        let kind = text("contentType").map(|one| format!(" {one}"));
        let count = self.0.get("rules").and_then(Value::as_array);
        format!(
            "<Limits: {platform}{}, {} rules>",
            kind.unwrap_or_default(),
            count.map_or(0, Vec::len)
        )
    }
}

#[pymethods]
impl PyTextLimit {
    /// The rule that says so.
    #[getter]
    fn rule<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "rule")
    }

    /// What is counted.
    #[getter]
    fn unit<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "unit")
    }

    /// The most that is taken.
    #[getter]
    fn max<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "max")
    }

    /// "error" where longer text is refused, "warning" where it is cut or doubtful.
    #[getter]
    fn severity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "severity")
    }

    /// The content types it holds for; all where empty.
    #[getter]
    fn content_types<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0, "contentTypes")
    }

    /// What else must be so for it to hold, as the rules write it.
    #[getter]
    fn when<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0, "when")
    }

    /// The limit as a dict, equal to its JSON: names in camelCase.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::python(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let text = |name| self.0.get(name).and_then(Value::as_str).unwrap_or_default();
        let max = self.0.get("max").and_then(Value::as_u64);
        format!(
            "<TextLimit: {} {}, {}>",
            max.unwrap_or_default(),
            text("unit"),
            text("rule")
        )
    }
}

/// One limit of one platform: what it says, why, how to mend it, where it was read.
#[pyclass(frozen, eq, name = "Rule", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyRule(pub Rule);

#[pymethods]
impl PyRule {
    /// `platform/what-is-limited`: never renamed, never reused.
    #[getter]
    fn id(&self) -> &str {
        self.0.id.as_str()
    }

    /// What its findings say.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// How much a finding matters: "error", "warning" or "info".
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.severity.as_str()
    }

    /// The content types it applies to; all of the platform's where empty.
    #[getter]
    fn content_types<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.content_types.iter().map(|one| one.as_str()))
    }

    /// The limit in one sentence.
    #[getter]
    fn summary(&self) -> &str {
        self.0.summary.as_str()
    }

    /// Why the platform has it, where that helps.
    #[getter]
    fn why(&self) -> Option<&str> {
        self.0.why.as_ref().map(|one| one.as_str())
    }

    /// How to mend it, where the rule has a hint of its own.
    #[getter]
    fn hint(&self) -> Option<&str> {
        self.0.hint.as_ref().map(|one| one.as_str())
    }

    /// What is checked, with its limits, as the rules write it.
    #[getter]
    fn check<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0.check)
    }

    /// Where the limit was read: dicts with `kind`, `at`, `says`, `read`.
    #[getter]
    fn sources<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let sources = self.0.sources.iter().map(|one| convert::data(py, one));
        PyTuple::new(py, sources.collect::<PyResult<Vec<_>>>()?)
    }

    /// The rule as a dict, equal to its JSON, which `Engine` reads.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        format!("<Rule {}: {}>", self.0.id, self.0.summary)
    }
}

/// A platform by its name, without the pseudo-platform of whole posts.
fn platform_named(name: &str) -> PyResult<Platform> {
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

fn content_type_named(platform: Platform, name: Option<&str>) -> PyResult<Option<ContentType>> {
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

pub fn measured(
    engine: &postworthy::Engine,
    text: &str,
    platform: &str,
    content_type: Option<&str>,
    account: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyMeasure>> {
    let platform = platform_named(platform)?;
    let content_type = content_type_named(platform, content_type)?;
    let account = convert::account(account)?;
    let all = engine.measure(text, platform, content_type, &account);
    Ok(all.iter().map(|one| PyMeasure::of(one, text)).collect())
}

pub fn limited(
    engine: &postworthy::Engine,
    platform: &str,
    content_type: Option<&str>,
) -> PyResult<PyLimits> {
    let platform = platform_named(platform)?;
    let content_type = content_type_named(platform, content_type)?;
    let limits: Limits<'_> = engine.limits(platform, content_type);
    let value = serde_json::to_value(limits).map_err(|failure| error(failure.to_string()))?;
    Ok(PyLimits(value))
}

pub fn explained(engine: &postworthy::Engine, id: &str) -> PyResult<PyRule> {
    let rule = engine.rule(id);
    let rule = rule.ok_or_else(|| error(format!("there is no rule {id:?}")))?;
    Ok(PyRule(rule.clone()))
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

/// Tell what a platform takes: text lengths, file formats, number of files, every rule.
///
/// Raises `PostworthyError` where there is no such platform or content type.
///
/// >>> limits("instagram", "story").max_media
/// 1
/// >>> limits("bluesky").text[0]
/// <TextLimit: 300 graphemes, bluesky/text-length>
#[pyfunction]
#[pyo3(signature = (platform, content_type=None, *, rules=None))]
pub fn limits(
    platform: &str,
    content_type: Option<&str>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<PyLimits> {
    limited(Rules::of(rules)?.engine(), platform, content_type)
}

/// Explain a rule: what it says, why, how to mend it, where it was read.
///
/// Raises `PostworthyError` where there is no rule of this id.
///
/// >>> rule = explain("bluesky/text-length")
/// >>> rule.code, rule.check["text-length"]["max"]
/// ('text_too_long', 300)
#[pyfunction]
#[pyo3(signature = (rule, *, rules=None))]
pub fn explain(rule: &str, rules: Option<&Bound<'_, PyAny>>) -> PyResult<PyRule> {
    explained(Rules::of(rules)?.engine(), rule)
}

/// Apply a fix to a post and return the mended post; the one passed stays as it was.
///
/// `post` is a dict or JSON text, and the mended post is a dict. `fix` is one of a finding's
/// `fixes`, its dict, or a JSON Patch (RFC 6902) as a list of dicts. The applicability of a fix is
/// for the caller to heed.
///
/// Raises `PostworthyError` where the patch does not fit the post.
///
/// >>> apply_fix({"content": "Hi"}, [{"op": "replace", "path": "/content", "value": "Hello"}])
/// {'content': 'Hello'}
#[pyfunction]
pub fn apply_fix<'py>(
    py: Python<'py>,
    post: &Bound<'py, PyAny>,
    fix: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let subject = convert::Subject::of(post).map_err(|error| error.into_error("post"))?;
    let value = subject.form().read(|post| post.to_value());
    let mut value = value.map_err(|error| crate::error::unreadable(py, &error))?;
    let patch = match fix.cast::<PyFix>() {
        Ok(fix) => fix.get().0.patch.clone(),
        Err(_) => {
            let fix = convert::values(fix, "fix")?;
            let patch = fix.get("patch").unwrap_or(&fix);
            let patch = Patch::deserialize(patch);
            patch.map_err(|failure| error(format!("fix: {failure}")))?
        }
    };
    patch::apply(&mut value, &patch).map_err(|failure| error(failure.to_string()))?;
    convert::python(py, &value)
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

/// Run the command line and return its exit status.
#[pyfunction]
pub fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| postworthy_cli::main(args))
}
