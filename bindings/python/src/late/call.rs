//! Calls that are waited for, and calls that tell an event loop of their end.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use postworthy_late::{Client, Notice, OnProgress, Progress};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::task::AbortHandle;

use super::dispatch::{self, Answer, Given, Trouble};
use super::error::raise;
use super::runtime;
use crate::convert;
use crate::error::error;
use crate::report::PyReport;

/// Something that happens while a call is under way.
#[derive(Clone, Debug)]
pub enum Event {
    Notice(Notice),
    Progress { path: String, sent: u64, total: u64 },
}

/// Who hears of the events of one call.
type Hear = Arc<dyn Fn(Event) + Send + Sync>;

tokio::task_local! {
    /// Who hears of the call that this task makes.
    static HEAR: Hear;
}

/// Tells whoever made the call; a client has one listener for all of them.
pub fn tell(notice: &Notice) {
    // Outside of a call there is nobody to hear.
    let _ = HEAR.try_with(|hear| hear(Event::Notice(notice.clone())));
}

fn progress(hear: &Hear) -> OnProgress {
    let hear = Arc::clone(hear);
    Arc::new(move |at: Progress<'_>| {
        hear(Event::Progress {
            path: at.path.display().to_string(),
            sent: at.sent,
            total: at.total,
        });
    })
}

/// A call that is under way.
#[pyclass(frozen, module = "postworthy._postworthy")]
pub struct LateCall(AbortHandle);

#[pymethods]
impl LateCall {
    /// Ends the call, if it has not ended.
    fn abort(&self) {
        self.0.abort();
    }
}

/// Ends a call that nobody waits for any more.
struct Abandoned(AbortHandle);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.abort();
    }
}

type Outcome = Result<Answer, Trouble>;

enum Step {
    Event(Event),
    Done(Box<Outcome>),
}

/// Makes a call and waits for it, while other threads run and interrupts are heard.
pub fn wait<'py>(
    told: &Bound<'py, PyAny>,
    client: Client,
    name: &str,
    given: Given,
) -> PyResult<Bound<'py, PyAny>> {
    let py = told.py();
    let (sender, mut steps) = channel();
    let events = sender.clone();
    let hear: Hear = Arc::new(move |event| drop(events.send(Step::Event(event))));
    let progress = progress(&hear);
    let name = name.to_string();
    let work = HEAR.scope(hear, async move {
        let outcome = dispatch::call(client, &name, given, progress).await;
        drop(sender.send(Step::Done(Box::new(outcome))));
    });
    let running = runtime::handle()?.spawn(work);
    let abandoned = Abandoned(running.abort_handle());
    loop {
        let steps = &mut steps;
        match py.detach(move || steps.recv_timeout(Duration::from_millis(100))) {
            Ok(Step::Event(event)) => {
                told.call1((dict(py, event)?,))?;
            }
            Ok(Step::Done(outcome)) => {
                drop(abandoned);
                return value(py, *outcome);
            }
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => return Err(error("the call broke off")),
        }
    }
}

/// How a call gets back into an event loop.
pub struct Listener {
    /// Hears of events.
    pub told: Py<PyAny>,
    /// The loop's `call_soon_threadsafe`.
    pub post: Py<PyAny>,
    /// Hears of the end.
    pub done: Py<PyAny>,
}

impl Listener {
    fn told(&self, event: Event) {
        // Where the interpreter is going down, or the loop is closed, nobody waits.
        Python::try_attach(|py| {
            let event = dict(py, event)?;
            self.post.call1(py, (&self.told, event))
        });
    }

    fn done(&self, outcome: Outcome) {
        Python::try_attach(|py| {
            let (value, error) = match value(py, outcome) {
                Ok(value) => (value, py.None().into_bound(py)),
                Err(error) => (
                    py.None().into_bound(py),
                    error.into_value(py).into_bound(py).into_any(),
                ),
            };
            self.post.call1(py, (&self.done, value, error))
        });
    }
}

/// Begins a call.
pub fn start(listener: Listener, client: Client, name: &str, given: Given) -> PyResult<LateCall> {
    let listener = Arc::new(listener);
    let for_events = Arc::clone(&listener);
    let hear: Hear = Arc::new(move |event| for_events.told(event));
    let progress = progress(&hear);
    let name = name.to_string();
    let work = HEAR.scope(hear, async move {
        listener.done(dispatch::call(client, &name, given, progress).await);
    });
    Ok(LateCall(runtime::handle()?.spawn(work).abort_handle()))
}

/// What came of a call, as Python has it.
fn value(py: Python<'_>, outcome: Outcome) -> PyResult<Bound<'_, PyAny>> {
    match outcome {
        Ok(Answer::Value(value)) => convert::python(py, &value),
        Ok(Answer::Submission(done)) => {
            let value = convert::data(py, &*done)?;
            value.set_item("report", Bound::new(py, PyReport::now(done.report))?)?;
            Ok(value)
        }
        Err(Trouble::Late(failure)) => Err(raise(&failure)),
        Err(Trouble::Argument(message)) => Err(error(message)),
    }
}

/// An event as the arguments of its class in Python.
fn dict(py: Python<'_>, event: Event) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    match event {
        Event::Progress { path, sent, total } => {
            dict.set_item("path", path)?;
            dict.set_item("sent", sent)?;
            dict.set_item("total", total)?;
        }
        Event::Notice(notice) => {
            dict.set_item("message", notice.to_string())?;
            match notice {
                Notice::Repeat {
                    call,
                    reason,
                    wait,
                    attempt,
                    request_id,
                    may_have_arrived,
                } => {
                    dict.set_item("kind", "repeat")?;
                    dict.set_item("call", call)?;
                    dict.set_item("reason", reason)?;
                    dict.set_item("wait", wait.as_secs_f64())?;
                    dict.set_item("attempt", attempt)?;
                    dict.set_item("request_id", request_id)?;
                    dict.set_item("may_have_arrived", may_have_arrived)?;
                }
                Notice::Paced { wait } => {
                    dict.set_item("kind", "paced")?;
                    dict.set_item("wait", wait.as_secs_f64())?;
                }
                Notice::Forced { errors } => {
                    dict.set_item("kind", "forced")?;
                    dict.set_item("errors", errors)?;
                }
                Notice::Record { reason } => {
                    dict.set_item("kind", "record")?;
                    dict.set_item("reason", reason)?;
                }
                Notice::Account { account_id, reason } => {
                    dict.set_item("kind", "account")?;
                    dict.set_item("account_id", account_id)?;
                    dict.set_item("reason", reason)?;
                }
                _ => dict.set_item("kind", "other")?,
            }
        }
    }
    Ok(dict)
}
