//! `check` and `Engine`.

use std::cell::RefCell;
use std::sync::Arc;

use postworthy::{Checker, Context, ParseError, Post, Report};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use crate::arrow;
use crate::batch::{self, Reports};
use crate::convert;
use crate::error::{error, unreadable};
use crate::facts::Facts;
use crate::limits::{PyLimits, limited};
use crate::lines;
use crate::measure::{PyMeasure, measured};
use crate::report::{Outcome, PyReport};
use crate::rule::{PyRule, explained};
use crate::subject::{Form, Subject};
use crate::workers::cores;

static BUILTIN: postworthy::Engine = postworthy::Engine::builtin();

thread_local! {
    static CHECKER: RefCell<Checker<'static>> = RefCell::new(BUILTIN.checker());
}

/// A text of this many bytes takes long enough to let other threads run.
const LONG: usize = 16 << 10;

/// The built-in rules, or the user's own laid over them.
#[derive(Clone, Debug)]
pub enum Rules {
    Builtin,
    Own(Arc<postworthy::Engine>),
}

impl Rules {
    /// Reads the argument `rules`.
    pub fn of(rules: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Engine::of(rules)?.rules)
    }

    pub fn engine(&self) -> &postworthy::Engine {
        match self {
            Rules::Builtin => &BUILTIN,
            Rules::Own(engine) => engine,
        }
    }

    /// Checks a post.
    pub fn outcome(&self, form: Form<'_>, context: &Context) -> Result<Outcome, ParseError> {
        self.work(form, |checker, post| {
            Outcome::of(&checker.check(post, context))
        })
    }

    /// Checks a post, and puts everything into words.
    pub fn report(&self, form: Form<'_>, context: &Context) -> Result<Report, ParseError> {
        self.work(form, |checker, post| checker.report(post, context))
    }

    fn work<R>(
        &self,
        form: Form<'_>,
        work: impl FnOnce(&mut Checker<'_>, &Post<'_>) -> R,
    ) -> Result<R, ParseError> {
        form.read(|post| match self {
            Rules::Builtin => CHECKER.with_borrow_mut(|checker| work(checker, post)),
            Rules::Own(engine) => work(&mut engine.checker(), post),
        })
    }
}

/// Checks one subject. The words for it wait until somebody asks for them.
fn one(py: Python<'_>, rules: Rules, post: &Bound<'_, PyAny>, facts: Facts) -> PyResult<PyReport> {
    let subject = Subject::of(post).map_err(|error| error.into_error("post"))?;
    let long = facts.local.is_some() || subject.bytes() >= LONG;
    let form = subject.form();
    let work = move || {
        let context = with_local(facts.context, facts.local.as_deref(), form)?;
        let outcome = rules.outcome(form, &context)?;
        Ok((outcome, context, rules))
    };
    let done = if long { py.detach(work) } else { work() };
    let (outcome, context, rules) = done.map_err(|error| unreadable(py, &error))?;
    Ok(PyReport::later(outcome, rules, subject, context))
}

/// The context with the facts of the local files that a post names.
pub fn with_local(
    context: Arc<Context>,
    folder: Option<&std::path::Path>,
    form: Form<'_>,
) -> Result<Arc<Context>, ParseError> {
    let Some(folder) = folder else {
        return Ok(context);
    };
    let mut own = Arc::unwrap_or_clone(context);
    form.read(|post: &Post<'_>| {
        postworthy_cli::add_local(&mut own, &post.media_urls(), Some(folder));
    })?;
    Ok(Arc::new(own))
}

/// Check whether a post is fit to publish.
///
/// `post` is the JSON body of `POST /v1/posts`: a dict (or another mapping), JSON text as `str` or
/// `bytes`, or an object with `model_dump`, such as a pydantic model. Beside it may be told:
///
/// - `media`: what is known of media files, by the URL as the post writes it: a `MediaInfo`, as
///   `probe` returns it, or a dict with the names of its JSON. With `"auto"`, media whose URL is a
///   local path are probed; with a folder (a `pathlib.Path`) too, paths counting from there.
/// - `accounts`: what is known of accounts, by account id: dicts with `platform`, `accountType`
///   ("personal" or "organization", LinkedIn), `premium` (X), `privacyLevels` and
///   `maxVideoSeconds` (TikTok), `boards` (Pinterest).
/// - `now`: the time, a `datetime` that knows its zone or text as RFC 3339 has it; the clock's
///   where it is left out. Other text is no time: `unchecked` then says that one is needed.
/// - `rules`: rows of your own laid over the built-in ones: an `Engine`, a list of rows, JSON
///   text, or the `Path` of a file. An `Engine` reads them once and for all.
///
/// What is wrong with the post is in the report. A rule that could not be decided for lack of a
/// fact is `unchecked` there, and never makes a post invalid.
///
/// Raises `PostworthyError` where the post is no JSON: the text is malformed, a value is of a type
/// that JSON has not (NaN, a set), or it is nested over 64 deep.
///
/// >>> report = check({
/// ...     "content": "Hello",
/// ...     "publishNow": True,
/// ...     "platforms": [{"platform": "bluesky", "accountId": "acc_1"}],
/// ... })
/// >>> report.valid, report.errors, report.warnings
/// (True, 0, 0)
/// >>> report.targets[0].meters[0].remaining
/// 2995
#[pyfunction]
#[pyo3(signature = (post, *, media=None, accounts=None, now=None, rules=None))]
pub fn check(
    py: Python<'_>,
    post: &Bound<'_, PyAny>,
    media: Option<&Bound<'_, PyAny>>,
    accounts: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<PyReport> {
    let facts = Facts::of(media, accounts, now)?;
    one(py, Rules::of(rules)?, post, facts)
}

/// A set of rules, ready to check with: the built-in ones, with rows of your own laid over them.
///
/// A row whose id is known changes what it names (a limit, the severity, `"enabled": False`);
/// another one is added. `rules` is a list of rows, JSON text, or the `Path` of a JSON file.
///
/// Raises `PostworthyError` and names the first row that is not sound.
///
/// >>> engine = Engine([{"id": "bluesky/text-length", "check": {"text-length": {"max": 4}}}])
/// >>> post = {"content": "Hello", "platforms": [{"platform": "bluesky", "accountId": "a"}]}
/// >>> engine.check(post).findings[0].code
/// 'text_too_long'
#[pyclass(frozen, module = "postworthy")]
pub struct Engine {
    pub rules: Rules,
    /// The JSON of the rows laid over the built-in ones, to pickle.
    overlay: Option<Arc<str>>,
}

impl Engine {
    fn of(rules: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(rules) = rules else {
            return Ok(Engine {
                rules: Rules::Builtin,
                overlay: None,
            });
        };
        if let Ok(engine) = rules.cast::<Engine>() {
            let engine = engine.get();
            return Ok(Engine {
                rules: engine.rules.clone(),
                overlay: engine.overlay.clone(),
            });
        }
        let text = convert::json(rules, "rules")?;
        let engine = postworthy::Engine::with_overlay(&text);
        let engine = engine.map_err(|failure| error(failure.to_string()))?;
        Ok(Engine {
            rules: Rules::Own(Arc::new(engine)),
            overlay: Some(text.into()),
        })
    }
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (rules=None))]
    fn new(rules: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Engine::of(rules)
    }

    /// Check one post: see `postworthy.check`.
    #[pyo3(signature = (post, *, media=None, accounts=None, now=None))]
    fn check(
        &self,
        py: Python<'_>,
        post: &Bound<'_, PyAny>,
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyReport> {
        one(
            py,
            self.rules.clone(),
            post,
            Facts::of(media, accounts, now)?,
        )
    }

    /// Check many posts: see `postworthy.check_many`.
    #[pyo3(signature = (posts, *, media=None, accounts=None, now=None))]
    fn check_many(
        &self,
        posts: &Bound<'_, PyAny>,
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Reports> {
        batch::many(posts, self.rules.clone(), Facts::of(media, accounts, now)?)
    }

    /// Check NDJSON, a post a line: see `postworthy.check_ndjson`.
    #[pyo3(signature = (source, *, media=None, accounts=None, now=None))]
    fn check_ndjson(
        &self,
        source: &Bound<'_, PyAny>,
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Reports> {
        lines::ndjson(source, self.rules.clone(), Facts::of(media, accounts, now)?)
    }

    /// Check a column of posts: see `postworthy.check_arrow`.
    #[pyo3(signature = (column, *, media=None, accounts=None, now=None, findings=true, threads=None))]
    fn check_arrow(
        &self,
        column: &Bound<'_, PyAny>,
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        findings: bool,
        threads: Option<usize>,
    ) -> PyResult<Py<PyAny>> {
        let job = arrow::Job {
            rules: &self.rules,
            facts: &Facts::of(media, accounts, now)?,
            findings,
            threads: threads.unwrap_or_else(cores),
        };
        arrow::column(column, &job)
    }

    /// Count a text as a platform counts it: see `postworthy.measure`.
    #[pyo3(signature = (text, platform, content_type=None, *, account=None))]
    fn measure(
        &self,
        text: &Bound<'_, PyString>,
        platform: &Bound<'_, PyString>,
        content_type: Option<&Bound<'_, PyString>>,
        account: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<PyMeasure>> {
        measured(self.rules.engine(), text, platform, content_type, account)
    }

    /// Tell what a platform takes: see `postworthy.limits`.
    #[pyo3(signature = (platform, content_type=None))]
    fn limits(
        &self,
        platform: &Bound<'_, PyString>,
        content_type: Option<&Bound<'_, PyString>>,
    ) -> PyResult<PyLimits> {
        limited(self.rules.engine(), platform, content_type)
    }

    /// Explain a rule: see `postworthy.explain`.
    fn explain(&self, rule: &Bound<'_, PyString>) -> PyResult<PyRule> {
        explained(self.rules.engine(), rule)
    }

    /// Every rule, by platform and id.
    #[getter]
    fn rules(&self) -> Vec<PyRule> {
        let all = self.rules.engine().rules();
        all.map(|rule| PyRule(rule.clone())).collect()
    }

    fn __repr__(&self) -> String {
        let count = self.rules.engine().rules().count();
        let own = match self.rules {
            Rules::Builtin => "the built-in ones",
            Rules::Own(_) => "with own ones",
        };
        format!("<Engine: {count} rules, {own}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (Option<String>,)) {
        let overlay = slf.get().overlay.as_deref();
        (slf.get_type(), (overlay.map(str::to_string),))
    }
}
