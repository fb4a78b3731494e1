//! Many posts, and their reports one after the other.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use postworthy::{Context, ParseError, Report};
use postworthy_cli::Failure;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::check::Rules;
use crate::error::error;
use crate::facts::Facts;
use crate::read::Unfit;
use crate::report::{Outcome, PyReport};
use crate::subject::Subject;
use crate::workers::{Worker, cores, shared};

/// At most so many posts are taken from an iterable before the first of them is checked.
const AHEAD: usize = 256;

/// An iterator of reports, in the order of the posts.
#[pyclass(module = "postworthy")]
pub struct Reports {
    /// Reports that wait to be taken.
    ready: VecDeque<Checked>,
    rules: Rules,
    /// What is raised behind the reports that are ready.
    failed: Option<PyErr>,
    source: Source,
}

pub enum Source {
    Posts(Posts),
    Lines(Mutex<Receiver<Part>>),
    Ended,
}

/// What the thread that checks lines sends.
pub enum Part {
    Reports(Vec<Checked>),
    Failed(Failure),
    /// All is sent. A thread that ends without it broke off.
    End,
}

/// Posts that an iterable yields.
pub struct Posts {
    posts: Py<PyIterator>,
    /// A post that an interrupt kept from being read.
    begun: Option<Py<PyAny>>,
    /// Posts that wait to be checked.
    taken: Vec<Mutex<Option<Result<Subject, Unfit>>>>,
    context: Arc<Context>,
    local: Option<PathBuf>,
    ahead: usize,
}

impl Posts {
    /// Takes as many posts as are checked at once; those before an exception are kept.
    fn pull(&mut self, py: Python<'_>) -> PyResult<()> {
        let mut posts = self.posts.bind(py).clone();
        while self.taken.len() < self.ahead {
            let post = match self.begun.take() {
                Some(post) => post.into_bound(py),
                None => match posts.next() {
                    Some(post) => post?,
                    None => break,
                },
            };
            let subject = Subject::of(&post)
                .map_or_else(|unfit| unfit.raised().map(Err), |subject| Ok(Ok(subject)));
            match subject {
                Ok(subject) => self.taken.push(Mutex::new(Some(subject))),
                Err(raised) => {
                    self.begun = Some(post.unbind());
                    return Err(raised);
                }
            }
        }
        Ok(())
    }
}

pub enum Checked {
    Done(Outcome, Subject, Arc<Context>),
    Unreadable(Report),
}

impl Checked {
    /// Checks a subject, which begins in this line, from 1.
    pub fn of(rules: &Rules, worker: &mut Worker<'_>, subject: Subject, line: usize) -> Self {
        match worker.outcome(subject.form()) {
            Ok((outcome, context)) => Checked::Done(outcome, subject, context),
            Err(mut error) => {
                error.line = error.line.saturating_add(line).saturating_sub(1);
                Checked::Unreadable(rules.engine().unreadable(&error))
            }
        }
    }
}

#[pymethods]
impl Reports {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PyReport>> {
        if self.ready.is_empty() && self.failed.is_none() {
            self.more(py)?;
        }
        Ok(match self.ready.pop_front() {
            Some(Checked::Done(outcome, subject, context)) => Some(PyReport::later(
                outcome,
                self.rules.clone(),
                subject,
                context,
            )),
            Some(Checked::Unreadable(report)) => Some(PyReport::now(report)),
            None => {
                self.source = Source::Ended;
                return self.failed.take().map_or(Ok(None), Err);
            }
        })
    }
}

impl Reports {
    pub fn of(rules: Rules, source: Source) -> Self {
        Reports {
            ready: VecDeque::new(),
            rules,
            failed: None,
            source,
        }
    }

    fn more(&mut self, py: Python<'_>) -> PyResult<()> {
        match &mut self.source {
            Source::Posts(posts) => {
                if let Err(raised) = posts.pull(py) {
                    // An interrupt or an exit does not wait; the posts do, for the next call.
                    if !raised.is_instance_of::<PyException>(py) {
                        return Err(raised);
                    }
                    posts.begun = None;
                    self.failed = Some(raised);
                }
                let taken = std::mem::take(&mut posts.taken);
                // The first report comes soon, and the later ones at full speed.
                posts.ahead = posts.ahead.saturating_mul(2).min(AHEAD);
                let rules = &self.rules;
                let (context, local) = (&posts.context, posts.local.as_deref());
                self.ready.extend(py.detach(|| {
                    let parts = shared(cores(), taken.len(), |part| {
                        let mut worker = Worker::new(rules, context, local);
                        let items = taken.get(part).unwrap_or_default().iter();
                        let items = items.filter_map(|item| item.lock().ok()?.take());
                        let checked = items.map(|item| match item {
                            Ok(subject) => Checked::of(rules, &mut worker, subject, 1),
                            Err(unfit) => Checked::Unreadable(unread(rules, &unfit)),
                        });
                        checked.collect::<Vec<_>>()
                    });
                    parts.into_iter().flatten()
                }));
            }
            Source::Lines(results) => {
                let results = results
                    .get_mut()
                    .map_err(|_| error("the check broke off"))?;
                match wait(py, results)? {
                    Some(Part::Reports(checked)) => self.ready.extend(checked),
                    Some(Part::Failed(failure)) => self.failed = Some(error(failure.to_string())),
                    Some(Part::End) => {}
                    None => {
                        self.failed = Some(error(
                            "the check broke off before the end of the lines; please report this",
                        ));
                    }
                }
            }
            Source::Ended => {}
        }
        Ok(())
    }
}

/// Waits for the next results and lets an interrupt through; nothing, where the sender is gone.
fn wait<T: Send>(py: Python<'_>, results: &mut Receiver<T>) -> PyResult<Option<T>> {
    loop {
        let results = &mut *results;
        match py.detach(move || results.recv_timeout(Duration::from_millis(100))) {
            Ok(result) => return Ok(Some(result)),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
        }
    }
}

/// The report of a value that is no JSON.
fn unread(rules: &Rules, unfit: &Unfit) -> Report {
    let mut report = rules.engine().unreadable(&ParseError {
        line: 0,
        column: 0,
        message: String::new(),
    });
    for finding in &mut report.diagnostics {
        finding.message = format!("This cannot be read as JSON: {unfit}.");
        finding.hint = "Correct the value at that place.".to_string();
        // A value has no line and no column.
        finding.params.clear();
    }
    report
}

/// Reports of whatever an iterable yields.
pub fn many(posts: &Bound<'_, PyAny>, rules: Rules, facts: Facts) -> PyResult<Reports> {
    let source = Posts {
        posts: posts.try_iter()?.unbind(),
        begun: None,
        taken: Vec::new(),
        context: facts.context,
        local: facts.local,
        ahead: 1,
    };
    Ok(Reports::of(rules, Source::Posts(source)))
}

/// Check many posts, on all cores, and iterate over their reports in order.
///
/// `posts` is an iterable of whatever `check` takes: dicts, JSON text, models. Each item gets a
/// report. Up to 256 posts are taken before the first of them is checked. A post that cannot be
/// read is a report with the code "invalid_payload", and the batch goes on; what the iterable
/// raises is raised behind the reports of the posts before it, but an interrupt (Ctrl-C) or an exit
/// at once.
///
/// A file of JSON lines that is open in binary mode is such an iterable. Each of its lines is an
/// item, an empty one too, which is no post; and where a line stops being JSON is said from its own
/// start. `check_ndjson` skips empty lines, and says which line of the file it is.
///
/// The other arguments are those of `check`; `now` is read once.
///
/// >>> posts = ['{"platforms": [], "publishNow": true}', "{", {"platforms": [], "isDraft": True}]
/// >>> [report.valid for report in check_many(posts)]
/// [False, False, True]
#[pyfunction]
#[pyo3(signature = (posts, *, media=None, accounts=None, now=None, rules=None))]
pub fn check_many(
    posts: &Bound<'_, PyAny>,
    media: Option<&Bound<'_, PyAny>>,
    accounts: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<Reports> {
    many(posts, Rules::of(rules)?, Facts::of(media, accounts, now)?)
}
