//! Many posts: `check_many` and `check_ndjson`.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use postworthy::{Checker, Context, ParseError, Report};
use postworthy_cli::Failure;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyIterator, PyMemoryView};

use crate::check::{Rules, with_local};
use crate::convert::{Facts, Form, Subject, Unfit};
use crate::error::{error, file};
use crate::report::{Outcome, PyReport};

/// At most so many posts are taken from an iterable before the first of them is checked.
const AHEAD: usize = 256;

/// Lines handed to a core at once, and about so many bytes of them.
const LINES: usize = 64;
const LINE_BYTES: usize = 1 << 20;

/// The cores of this machine.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Checks one post after the other on one thread.
pub struct Worker<'w> {
    checker: Checker<'w>,
    context: &'w Arc<Context>,
    local: Option<&'w std::path::Path>,
}

impl<'w> Worker<'w> {
    pub fn new(
        rules: &'w Rules,
        context: &'w Arc<Context>,
        local: Option<&'w std::path::Path>,
    ) -> Self {
        Worker {
            checker: rules.engine().checker(),
            context,
            local,
        }
    }

    /// Checks a post and hands the verdict over, with the context it was found in.
    pub fn check<R>(
        &mut self,
        form: Form<'_>,
        take: impl FnOnce(&postworthy::Verdict<'_>, &Arc<Context>) -> R,
    ) -> Result<R, ParseError> {
        let own;
        let mut context = self.context;
        if self.local.is_some() {
            own = Arc::new(with_local(Context::clone(context), self.local, form)?);
            context = &own;
        }
        form.read(|post| take(&self.checker.check(post, context), context))
    }
}

/// Works through items on several threads; the results come in the order of the items.
pub fn on_all_cores<T: Sync, R: Send, W: FnMut(&T) -> R>(
    threads: usize,
    items: &[T],
    worker: impl Fn() -> W + Sync,
) -> Vec<R> {
    // A handful is not worth a thread.
    let threads = threads.min(items.len() / 8).max(1);
    if threads == 1 {
        return items.iter().map(worker()).collect();
    }
    let share = items.len().div_ceil(threads);
    let worker = &worker;
    thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(worker()).collect::<Vec<_>>()))
            .collect();
        let parts = parts.into_iter().map(|part| match part.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        parts.flatten().collect()
    })
}

/// An iterator of reports, in the order of the posts.
#[pyclass(module = "postworthy")]
pub struct Reports {
    ready: VecDeque<Checked>,
    rules: Rules,
    /// What is raised behind the reports that are ready.
    failed: Option<PyErr>,
    source: Source,
}

enum Source {
    Posts {
        posts: Py<PyIterator>,
        context: Arc<Context>,
        local: Option<PathBuf>,
        ahead: usize,
    },
    Lines(Mutex<Receiver<Result<Vec<Checked>, Failure>>>),
    Ended,
}

enum Checked {
    Done(Outcome, Subject, Arc<Context>),
    Unreadable(Report),
}

impl Checked {
    fn of(rules: &Rules, worker: &mut Worker<'_>, subject: Subject, line: usize) -> Self {
        let outcome = worker.check(subject.form(), |verdict, context| {
            (Outcome::of(verdict), Arc::clone(context))
        });
        match outcome {
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
    fn more(&mut self, py: Python<'_>) -> PyResult<()> {
        match &mut self.source {
            Source::Posts {
                posts,
                context,
                local,
                ahead,
            } => {
                let mut taken = Vec::with_capacity(*ahead);
                for post in posts.bind(py).clone().take(*ahead) {
                    match post.and_then(|post| {
                        Subject::of(&post)
                            .map_or_else(|unfit| unfit.raised().map(Err), |subject| Ok(Ok(subject)))
                    }) {
                        Ok(subject) => taken.push(Mutex::new(Some(subject))),
                        Err(raised) => {
                            self.failed = Some(raised);
                            break;
                        }
                    }
                }
                // The first report comes soon, and the later ones at full speed.
                *ahead = (*ahead * 2).min(AHEAD);
                let (rules, context, local) = (&self.rules, &*context, local.as_deref());
                self.ready.extend(py.detach(|| {
                    on_all_cores(cores(), &taken, || {
                        let mut worker = Worker::new(rules, context, local);
                        move |item: &Mutex<Option<Result<Subject, Unfit>>>| {
                            let item = item.lock().ok()?.take()?;
                            Some(match item {
                                Ok(subject) => Checked::of(rules, &mut worker, subject, 1),
                                Err(unfit) => Checked::Unreadable(unread(rules, &unfit)),
                            })
                        }
                    })
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                }));
            }
            Source::Lines(results) => {
                let results = results
                    .get_mut()
                    .map_err(|_| error("the check broke off"))?;
                match wait(py, results)? {
                    Some(Ok(checked)) => self.ready.extend(checked),
                    Some(Err(failure)) => self.failed = Some(error(failure.to_string())),
                    None => {}
                }
            }
            Source::Ended => {}
        }
        Ok(())
    }
}

/// Waits for the next results and lets an interrupt through.
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

pub fn many(posts: &Bound<'_, PyAny>, rules: Rules, facts: Facts) -> PyResult<Reports> {
    Ok(Reports {
        ready: VecDeque::new(),
        rules,
        failed: None,
        source: Source::Posts {
            posts: posts.try_iter()?.unbind(),
            context: Arc::new(facts.context),
            local: facts.local,
            ahead: 1,
        },
    })
}

pub fn ndjson(source: &Bound<'_, PyAny>, rules: Rules, facts: Facts) -> PyResult<Reports> {
    let (name, reader): (String, Box<dyn BufRead + Send>) = if let Ok(bytes) =
        source.cast::<PyBytes>()
    {
        let bytes = PyBackedBytes::from(bytes.clone());
        ("<bytes>".to_string(), Box::new(Cursor::new(bytes)))
    } else if source.is_instance_of::<PyByteArray>() || source.is_instance_of::<PyMemoryView>() {
        let bytes = source.py().get_type::<PyBytes>().call1((source,))?;
        return ndjson(&bytes, rules, facts);
    } else {
        let path: PathBuf = source
            .extract()
            .map_err(|_| error("NDJSON is bytes or the path of a file"))?;
        let opened = File::open(&path).map_err(|failure| file(&path, &failure))?;
        let reader = BufReader::with_capacity(1 << 16, opened);
        (path.display().to_string(), Box::new(reader))
    };
    // Few results wait at a time, and with them the posts that they are about.
    let (results, taken) = sync_channel(4);
    let own = rules.clone();
    thread::spawn(move || check_lines(&name, reader, &own, facts, &results));
    Ok(Reports {
        ready: VecDeque::new(),
        rules,
        failed: None,
        source: Source::Lines(Mutex::new(taken)),
    })
}

fn check_lines(
    name: &str,
    reader: impl BufRead + Send,
    rules: &Rules,
    facts: Facts,
    results: &SyncSender<Result<Vec<Checked>, Failure>>,
) {
    let (context, local) = (Arc::new(facts.context), facts.local.as_deref());
    let mut lines = postworthy_cli::ndjson(name, reader);
    let mut failed = None;
    let chunks = std::iter::from_fn(|| {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while failed.is_none() && chunk.len() < LINES && bytes < LINE_BYTES {
            match lines.next() {
                Some(Ok((number, line))) => {
                    bytes += line.len();
                    chunk.push((number, line));
                }
                Some(Err(failure)) => failed = Some(failure),
                None => break,
            }
        }
        match chunk.is_empty() {
            false => Some(Ok(chunk)),
            true => failed.take().map(Err),
        }
    });
    let worker = || {
        let mut worker = Worker::new(rules, &context, local);
        move |chunk: Vec<(usize, Vec<u8>)>| {
            let lines = chunk.into_iter();
            lines
                .map(|(number, line)| Checked::of(rules, &mut worker, Subject::Line(line), number))
                .collect::<Vec<_>>()
        }
    };
    let take = |checked| {
        // Nobody waits for them any more.
        results.send(Ok(checked)).map_err(|_| Failure::ClosedPipe)
    };
    match postworthy_cli::in_order(cores(), chunks, worker, take) {
        Ok(()) | Err(Failure::ClosedPipe) => {}
        Err(failure) => {
            let _ = results.send(Err(failure));
        }
    }
}

/// Check many posts, on all cores, and iterate over their reports in order.
///
/// `posts` is an iterable of whatever `check` takes: dicts, JSON text, models; so is a file of
/// JSON lines that is open in binary mode. Up to 256 posts are taken before the first of them is
/// checked. A post that cannot be read is a report with the code "invalid_payload", and the batch
/// goes on; what the iterable raises is raised behind the reports of the posts before it.
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

/// Check NDJSON, a post a line, on all cores, and iterate over the reports in order.
///
/// `source` is the path of a file or bytes. It is read as the reports are taken, in constant
/// memory, without holding up other threads. Empty lines are skipped. A line that cannot be read
/// is a report with the code "invalid_payload" and its place in the file.
///
/// The other arguments are those of `check`; `now` is read once. Raises `PostworthyError` where
/// the file cannot be opened or read.
///
/// >>> [report.valid for report in check_ndjson(b'{"platforms": []}\n{\n')]
/// [True, False]
#[pyfunction]
#[pyo3(signature = (source, *, media=None, accounts=None, now=None, rules=None))]
pub fn check_ndjson(
    source: &Bound<'_, PyAny>,
    media: Option<&Bound<'_, PyAny>>,
    accounts: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<Reports> {
    ndjson(source, Rules::of(rules)?, Facts::of(media, accounts, now)?)
}
