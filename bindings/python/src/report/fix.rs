//! Changes that mend a post.

use postworthy::patch::{self, Patch};
use postworthy::{Applicability, Fix};
use postworthy_cli::plain;
use pyo3::prelude::*;
use pyo3::types::PyType;
use serde::Deserialize as _;

use super::{from_json, json};
use crate::convert;
use crate::error::error;
use crate::subject::Subject;

/// A change of the post that would mend a finding.
#[pyclass(frozen, eq, name = "Fix", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyFix(pub Fix);

#[pymethods]
impl PyFix {
    /// What a person reads on the button.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Who may apply it: "safe" any tool, as it does not change what is published; "unsafe" a
    /// tool that was told to; "manual" only a person, as it states what only a person can state.
    #[getter]
    fn applicability(&self) -> &'static str {
        self.0.applicability.as_str()
    }

    /// The change: JSON Patch (RFC 6902) as a list of dicts.
    #[getter]
    fn patch<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0.patch)
    }

    /// The fix as a dict, equal to its JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let Fix {
            title,
            applicability,
            ..
        } = &self.0;
        let title = plain(title);
        match applicability {
            Applicability::Safe => format!("<Fix: {title}>"),
            other => format!("<Fix ({other}): {title}>"),
        }
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyFix(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
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
    let subject = Subject::of(post).map_err(|error| error.into_error("post"))?;
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
