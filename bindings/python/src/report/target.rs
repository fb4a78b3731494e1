//! The part of a report that is about one target.

use postworthy::TargetReport;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

use super::finding::findings;
use super::meter::PyMeter;
use super::unchecked::PyUnchecked;
use super::{from_json, json, tuple};
use crate::convert;
use crate::html;

/// What was found for one entry of a post's `platforms`.
#[pyclass(frozen, eq, name = "TargetReport", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyTargetReport(pub TargetReport);

#[pymethods]
impl PyTargetReport {
    /// Its place in the post's `platforms`, from 0.
    #[getter]
    fn index(&self) -> u32 {
        self.0.index
    }

    /// The platform, known or as given; None where none is named.
    #[getter]
    fn platform(&self) -> Option<&str> {
        self.0.platform.as_deref()
    }

    /// The account, where one is named.
    #[getter]
    fn account_id(&self) -> Option<&str> {
        self.0.account_id.as_deref()
    }

    /// What the target will become; None where the platform is not known.
    #[getter]
    fn content_type(&self) -> Option<&'static str> {
        self.0.content_type.map(|one| one.as_str())
    }

    /// Whether nothing of severity "error" was found in it.
    #[getter]
    fn valid(&self) -> bool {
        self.0.valid
    }

    /// How long its texts are.
    #[getter]
    fn meters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.meters.iter().map(|one| PyMeter(one.clone())))
    }

    /// What was found, by path, then by rule.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        findings(py, self.0.diagnostics.iter())
    }

    /// Rules that apply and could not be decided.
    #[getter]
    fn unchecked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let all = self.0.unchecked.iter();
        tuple(py, all.map(|one| PyUnchecked(one.clone())))
    }

    /// The same as a dict, equal to its JSON: names in camelCase.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        html::target_line(&self.0)
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyTargetReport(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}
