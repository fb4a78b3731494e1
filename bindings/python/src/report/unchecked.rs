//! What could not be decided.

use postworthy::Unchecked;
use postworthy_cli::plain;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

use super::{from_json, json};
use crate::convert;

/// A rule that applies and could not be decided.
#[pyclass(frozen, eq, name = "Unchecked", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyUnchecked(pub Unchecked);

#[pymethods]
impl PyUnchecked {
    /// The rule.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Where it would be checked: a JSON Pointer.
    #[getter]
    fn path(&self) -> &str {
        &self.0.path
    }

    /// The facts that are missing, by the names of their JSON.
    #[getter]
    fn needs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.needs)
    }

    /// The same as a dict, equal to its JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let Unchecked { rule, path, needs } = &self.0;
        let line = format!("<Unchecked: {rule} at {path} needs {}>", needs.join(", "));
        plain(&line).into_owned()
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyUnchecked(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}
