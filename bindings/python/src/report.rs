//! Reports as Python objects.

use std::sync::{Arc, OnceLock};

use postworthy::{
    Applicability, Context, Diagnostic, Fix, Meter, Report, TargetReport, Unchecked, Verdict,
};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple, PyType};

use crate::check::Rules;
use crate::convert::{self, Subject};
use crate::error::error;
use crate::html;

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
            outcome: Outcome {
                valid: report.valid,
                complete: report.complete,
                errors: report.errors,
                warnings: report.warnings,
            },
            words: OnceLock::from(report),
            kept: None,
        }
    }

    fn words(&self) -> &Report {
        self.words.get_or_init(|| {
            let Some(kept) = &self.kept else {
                return Report::default();
            };
            let worded = kept
                .rules
                .decide(kept.subject.form(), &kept.context, |verdict| {
                    verdict.report()
                });
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
    fn to_json(&self) -> PyResult<String> {
        json(self.words())
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
        let text = slf.get().to_json()?;
        Ok((slf.get_type().getattr("_from_json")?, (text,)))
    }
}

/// What was found for one entry of a post's `platforms`.
#[pyclass(frozen, eq, name = "TargetReport", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyTargetReport(TargetReport);

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

/// How long a text is, in the unit that its platform counts.
#[pyclass(frozen, eq, name = "Meter", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyMeter(Meter);

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

    /// What is counted.
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

/// A rule that applies and could not be decided.
#[pyclass(frozen, eq, name = "Unchecked", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyUnchecked(Unchecked);

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
        format!("<Unchecked: {rule} at {path} needs {}>", needs.join(", "))
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

fn findings<'py, 'r>(
    py: Python<'py>,
    all: impl Iterator<Item = &'r Diagnostic>,
) -> PyResult<Bound<'py, PyTuple>> {
    tuple(py, all.map(|one| PyFinding(one.clone())))
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
