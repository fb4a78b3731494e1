//! Findings.

use postworthy::Diagnostic;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

use super::fix::PyFix;
use super::{from_json, json, tuple};
use crate::convert;
use crate::html;

/// One finding: a rule broken at a place.
#[pyclass(frozen, eq, name = "Finding", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyFinding(Diagnostic);

#[pymethods]
impl PyFinding {
    /// The rule, `platform/what-is-limited`; `explain` tells more of it.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// What kind of trouble it is: one of a closed list, to branch on.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// "error", "warning" or "info".
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.severity.as_str()
    }

    /// Where: a JSON Pointer into the post as submitted, which always resolves.
    #[getter]
    fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong, with the actual and the allowed value.
    #[getter]
    fn message(&self) -> &str {
        &self.0.message
    }

    /// How to mend it.
    #[getter]
    fn hint(&self) -> &str {
        &self.0.hint
    }

    /// Every value that the message shows: milliseconds, bytes, bits per second, pixels.
    #[getter]
    fn params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0.params)
    }

    /// Changes that would mend it, for `apply_fix`.
    #[getter]
    fn fixes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.fixes.iter().map(|one| PyFix(one.clone())))
    }

    /// Where the limit was read.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// The finding as a dict, equal to its JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        html::finding_line(&self.0)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyFinding(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}

/// Findings as a tuple.
pub fn findings<'py, 'r>(
    py: Python<'py>,
    all: impl Iterator<Item = &'r Diagnostic>,
) -> PyResult<Bound<'py, PyTuple>> {
    tuple(py, all.map(|one| PyFinding(one.clone())))
}
