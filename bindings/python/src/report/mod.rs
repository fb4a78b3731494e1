//! Reports as Python objects.

mod finding;
mod fix;
mod meter;
mod target;
mod unchecked;

use std::sync::{Arc, OnceLock};

use postworthy::{Context, Report, Verdict};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple, PyType};

use crate::check::Rules;
use crate::convert;
use crate::error::error;
use crate::html;
use crate::subject::Subject;
pub use finding::PyFinding;
use finding::findings;
pub use fix::PyFix;
pub use fix::apply_fix;
pub use meter::PyMeter;
pub use target::PyTargetReport;
pub use unchecked::PyUnchecked;

/// What of a verdict needs no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub valid: bool,
    pub complete: bool,
    pub errors: u32,
    pub warnings: u32,
}

impl Outcome {
    pub fn of(verdict: &Verdict<'_>) -> Self {
        Outcome {
            valid: verdict.valid(),
            complete: verdict.complete(),
            errors: verdict.errors(),
            warnings: verdict.warnings(),
        }
    }

    /// That of a report.
    pub fn told(report: &Report) -> Self {
        Outcome {
            valid: report.valid,
            complete: report.complete,
            errors: report.errors,
            warnings: report.warnings,
        }
    }
}

/// What was found in one post.
///
/// `valid` and the counts are at hand at once; messages and places are made when they are first
/// asked for. A report is always true in a boolean sense: ask `report.valid`.
#[pyclass(frozen, eq, name = "Report", module = "postworthy")]
pub struct PyReport {
    outcome: Outcome,
    words: OnceLock<Report>,
    /// What the words are made of; nothing where they are there from the start.
    kept: Option<Kept>,
}

struct Kept {
    rules: Rules,
    subject: Subject,
    context: Arc<Context>,
}

impl PyReport {
    /// A report whose words are made when somebody asks for them.
    pub fn later(outcome: Outcome, rules: Rules, subject: Subject, context: Arc<Context>) -> Self {
        PyReport {
            outcome,
            words: OnceLock::new(),
            kept: Some(Kept {
                rules,
                subject,
                context,
            }),
        }
    }

    /// A report that has its words.
    pub fn now(report: Report) -> Self {
        PyReport {
            outcome: Outcome::told(&report),
            words: OnceLock::from(report),
            kept: None,
        }
    }

    fn words(&self) -> &Report {
        self.words.get_or_init(|| {
            let Some(kept) = &self.kept else {
                return Report::default();
            };
            let worded = kept.rules.report(kept.subject.form(), &kept.context);
            worded.unwrap_or_else(|error| kept.rules.engine().unreadable(&error))
        })
    }
}

impl PartialEq for PyReport {
    fn eq(&self, other: &Self) -> bool {
        self.outcome == other.outcome && self.words() == other.words()
    }
}

#[pymethods]
impl PyReport {
    /// Whether nothing of severity "error" was found.
    #[getter]
    fn valid(&self) -> bool {
        self.outcome.valid
    }

    /// Whether no rule of severity "error" is unchecked.
    #[getter]
    fn complete(&self) -> bool {
        self.outcome.complete
    }

    /// Number of errors, those of the targets included.
    #[getter]
    fn errors(&self) -> u32 {
        self.outcome.errors
    }

    /// Number of warnings, those of the targets included.
    #[getter]
    fn warnings(&self) -> u32 {
        self.outcome.warnings
    }

    /// What was found for the post as a whole.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        findings(py, self.words().diagnostics.iter())
    }

    /// Everything that was found, for the post and then for its targets.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        findings(py, html::all(self.words()).map(|(_, one)| one))
    }

    /// Rules about the post as a whole that could not be decided.
    #[getter]
    fn unchecked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let all = &self.words().unchecked;
        tuple(py, all.iter().map(|one| PyUnchecked(one.clone())))
    }

    /// One report for each entry of the post's `platforms`.
    #[getter]
    fn targets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let all = &self.words().targets;
        tuple(py, all.iter().map(|one| PyTargetReport(one.clone())))
    }

    /// The report as a dict, equal to its JSON: names in camelCase.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, self.words())
    }

    /// The report as JSON text.
    fn to_json(&self) -> String {
        self.words().to_json()
    }

    fn __repr__(&self) -> String {
        html::line(self.words())
    }

    fn _repr_html_(&self) -> String {
        html::table(self.words())
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyReport::now(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let text = slf.get().to_json();
        Ok((slf.get_type().getattr("_from_json")?, (text,)))
    }
}

/// Objects as a tuple.
pub fn tuple<'py, T>(
    py: Python<'py>,
    items: impl Iterator<Item = T>,
) -> PyResult<Bound<'py, PyTuple>>
where
    T: pyo3::PyClass + Into<PyClassInitializer<T>>,
{
    let list = PyList::empty(py);
    for item in items {
        list.append(Bound::new(py, item)?)?;
    }
    Ok(list.to_tuple())
}

/// What serde can write, as JSON text.
pub fn json(value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|failure| error(failure.to_string()))
}

/// JSON text that [`json`] has written.
pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> PyResult<T> {
    serde_json::from_str(text).map_err(|failure| error(failure.to_string()))
}
