//! What a platform takes.

use postworthy::Limits;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple, PyType};
use serde_json::Value;

use crate::check::Rules;
use crate::convert;
use crate::error::error;
use crate::measure::kind;
use crate::report::{from_json, json, tuple};

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

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyLimits(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}

#[pymethods]
impl PyTextLimit {
    /// The rule that says so.
    #[getter]
    fn rule<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.0, "rule")
    }

    /// What is counted: see `Measure.unit`.
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

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyTextLimit(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}

pub fn limited(
    engine: &postworthy::Engine,
    platform: &Bound<'_, PyString>,
    content_type: Option<&Bound<'_, PyString>>,
) -> PyResult<PyLimits> {
    let (platform, content_type) = kind(platform, content_type)?;
    let limits: Limits<'_> = engine.limits(platform, content_type);
    let value = serde_json::to_value(limits).map_err(|failure| error(failure.to_string()))?;
    Ok(PyLimits(value))
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
    platform: &Bound<'_, PyString>,
    content_type: Option<&Bound<'_, PyString>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<PyLimits> {
    limited(Rules::of(rules)?.engine(), platform, content_type)
}
