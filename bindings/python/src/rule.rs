//! The rules themselves.

use postworthy::rules::{PLATFORMS, Rule, link_rule};
use postworthy_cli::plain;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple, PyType};

use crate::check::Rules;
use crate::convert;
use crate::error::error;
use crate::report::{from_json, json};

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
        plain(&format!("<Rule {}: {}>", self.0.id, self.0.summary)).into_owned()
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        let mut rule: Rule = from_json(text)?;
        // Its JSON names options; the rule also has their places in the list of its platform.
        let name = rule.id.as_str().split_once('/').map(|(name, _)| name);
        let mut all = PLATFORMS.iter();
        if let Some(own) = all.find(|one| Some(one.platform.as_str()) == name) {
            link_rule(&mut rule, &own.options).map_err(error)?;
        }
        Ok(PyRule(rule))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}

pub fn explained(engine: &postworthy::Engine, id: &Bound<'_, PyString>) -> PyResult<PyRule> {
    let id = convert::text(id, "rule")?;
    let rule = engine.rule(id);
    let rule = rule.ok_or_else(|| error(format!("there is no rule {id:?}")))?;
    Ok(PyRule(rule.clone()))
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
pub fn explain(rule: &Bound<'_, PyString>, rules: Option<&Bound<'_, PyAny>>) -> PyResult<PyRule> {
    explained(Rules::of(rules)?.engine(), rule)
}
