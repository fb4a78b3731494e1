//! Lengths of texts.

use postworthy::Meter;
use postworthy_cli::plain;
use pyo3::prelude::*;
use pyo3::types::PyType;

use super::{from_json, json};
use crate::convert;

/// How long a text is, in the unit that its platform counts.
#[pyclass(frozen, eq, name = "Meter", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyMeter(pub Meter);

#[pymethods]
impl PyMeter {
    /// Where the text stands: a JSON Pointer.
    #[getter]
    fn path(&self) -> &str {
        &self.0.path
    }

    /// Its length in `unit`.
    #[getter]
    fn count(&self) -> u32 {
        self.0.count
    }

    /// The longest that the platform takes.
    #[getter]
    fn limit(&self) -> u32 {
        self.0.limit
    }

    /// What is counted: "weighted" (X: a link as 23, an emoji as 2), "graphemes" (characters as
    /// people see them), "utf16" (code units), "codepoints" (as `len` counts), "bytes" (of UTF-8),
    /// "threads" (code points, but an emoji as its bytes).
    #[getter]
    fn unit(&self) -> &'static str {
        self.0.unit.as_str()
    }

    /// What is left; negative where the text is too long.
    #[getter]
    fn remaining(&self) -> i64 {
        self.0.remaining
    }

    /// The meter as a dict, equal to its JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let Meter {
            path,
            count,
            limit,
            unit,
            ..
        } = &self.0;
        let path = plain(path);
        format!("<Meter: {count} of {limit} {} at {path}>", unit.as_str())
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyMeter(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}
