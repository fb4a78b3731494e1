//! The client of Late for Python: calls by name, made on a runtime that all clients share.
//!
//! What users see is written in Python, in `postworthy/late`; this is what it calls.

mod call;
mod dispatch;
mod error;
mod files;
mod runtime;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use postworthy_late::{Client, DEFAULT_URL, Key, Pacing, SubmitOptions};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::{Map, Value};

use crate::check::Rules;
use crate::convert;
use crate::error::{error, unreadable};
use crate::facts::Facts;
use crate::subject::Subject;
pub use call::{LateCall, Listener};
use dispatch::{Given, Pages};
use error::raise;
pub use error::{LateError, complete};
pub use files::{late_content_type, late_files, late_request_id, late_urls};

/// A client with its settings.
#[pyclass(frozen, module = "postworthy._postworthy")]
pub struct Late {
    make: Box<dyn Fn() -> Result<Client, postworthy_late::Error> + Send + Sync>,
    current: Mutex<Current>,
}

/// The client of a process. Connections do not survive a fork, and settings do.
struct Current {
    process: u32,
    client: Client,
}

/// The posts of a list, page by page.
#[pyclass(frozen, module = "postworthy._postworthy")]
pub struct LatePosts(Pages);

#[pymethods]
impl Late {
    #[new]
    #[pyo3(signature = (key, url, deadline, idle, connect, attempts, waits, answer_bytes, pacing))]
    #[expect(
        clippy::too_many_arguments,
        reason = "the class in Python names each, and fills in what is not said"
    )]
    fn new(
        key: Option<&str>,
        url: Option<String>,
        deadline: f64,
        idle: f64,
        connect: f64,
        attempts: u32,
        waits: (f64, f64),
        answer_bytes: u64,
        pacing: Option<(Option<u32>, f64)>,
    ) -> PyResult<Self> {
        let key = match key {
            Some(text) => Key::new(text),
            None => Key::from_env(),
        };
        let key = key.map_err(|error| raise(&error))?;
        let url = url.unwrap_or_else(|| DEFAULT_URL.to_string());
        let deadline = seconds(deadline, "deadline")?;
        let idle = seconds(idle, "idle")?;
        let connect = seconds(connect, "connect")?;
        let waits = (seconds(waits.0, "waits")?, seconds(waits.1, "waits")?);
        let pacing = pacing.map(|(requests, per)| {
            let per = seconds(per, "pacing")?;
            Ok::<_, PyErr>(Pacing { requests, per })
        });
        let pacing = pacing.transpose()?;
        let make = move || {
            let builder = Client::builder(key.clone())
                .url(url.clone())
                .deadline(deadline)
                .idle(idle)
                .connect(connect)
                .attempts(attempts)
                .waits(waits.0, waits.1)
                .answer_bytes(answer_bytes)
                .on_notice(call::tell);
            match pacing {
                Some(pacing) => builder.pacing(pacing).build(),
                None => builder.build(),
            }
        };
        let client = make().map_err(|error| raise(&error))?;
        let process = std::process::id();
        Ok(Late {
            make: Box::new(make),
            current: Mutex::new(Current { process, client }),
        })
    }

    /// Makes a call, waits for it, and returns what came of it.
    #[pyo3(signature = (name, given, told, *, path=None, data=None, pages=None))]
    fn call<'py>(
        &self,
        name: &str,
        given: &Bound<'py, PyDict>,
        told: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
        data: Option<Vec<u8>>,
        pages: Option<&LatePosts>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = read(given, path, data, pages)?;
        call::wait(told, self.client()?, name, given)
    }

    /// Begins a call. Its end is told to `done` with a value and an error of which one is None,
    /// and what happens on the way to `told`, both through `post` (`loop.call_soon_threadsafe`).
    #[pyo3(signature = (name, given, told, post, done, *, path=None, data=None, pages=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "as `call`, and how to get back into the loop"
    )]
    fn start(
        &self,
        name: &str,
        given: &Bound<'_, PyDict>,
        told: Py<PyAny>,
        post: Py<PyAny>,
        done: Py<PyAny>,
        path: Option<PathBuf>,
        data: Option<Vec<u8>>,
        pages: Option<&LatePosts>,
    ) -> PyResult<LateCall> {
        let given = read(given, path, data, pages)?;
        let listener = Listener { told, post, done };
        call::start(listener, self.client()?, name, given)
    }

    /// Begins a list of posts.
    fn posts(&self, filter: &Bound<'_, PyAny>) -> PyResult<LatePosts> {
        let filter = convert::values(filter, "filter")?;
        let filter = dispatch::fields(filter.get("fields")).map_err(error)?;
        let posts = self.client()?.posts(filter);
        Ok(LatePosts(Arc::new(tokio::sync::Mutex::new(posts))))
    }
}

impl Late {
    /// The client of this process.
    fn client(&self) -> PyResult<Client> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if current.process != process {
            let client = (self.make)().map_err(|error| raise(&error))?;
            let parents = std::mem::replace(&mut current.client, client);
            current.process = process;
            // Its connections belong to the parent, and to a runtime that is not running here.
            std::mem::forget(parents);
        }
        Ok(current.client.clone())
    }
}

fn seconds(number: f64, name: &str) -> PyResult<Duration> {
    Duration::try_from_secs_f64(number)
        .map_err(|_| error(format!("{name}: {number} is no number of seconds")))
}

/// Reads the arguments of a call.
fn read(
    given: &Bound<'_, PyDict>,
    path: Option<PathBuf>,
    data: Option<Vec<u8>>,
    pages: Option<&LatePosts>,
) -> PyResult<Given> {
    let py = given.py();
    let mut read = Given {
        post: Value::Null,
        options: SubmitOptions::default(),
        path: path.unwrap_or_default(),
        data: data.unwrap_or_default(),
        pages: pages.map(|pages| Arc::clone(&pages.0)),
        rest: Map::new(),
    };
    for (name, value) in given {
        let name: String = name.extract()?;
        match name.as_str() {
            "post" => {
                let subject = Subject::of(&value).map_err(|unfit| unfit.into_error("post"))?;
                let post = subject.form().read(|post| post.to_value());
                read.post = post.map_err(|error| unreadable(py, &error))?;
            }
            "options" => read.options = options_of(&value)?,
            other => {
                let value = convert::values(&value, other)?;
                read.rest.insert(name, value);
            }
        }
    }
    Ok(read)
}

/// How a post is to be submitted.
fn options_of(options: &Bound<'_, PyAny>) -> PyResult<SubmitOptions> {
    let member = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        let value = options.get_item(name)?;
        Ok(Some(value).filter(|value| !value.is_none()))
    };
    let truth = |name: &str| options.get_item(name)?.is_truthy();
    let (media, accounts, now) = (member("media")?, member("accounts")?, member("now")?);
    let facts = Facts::of(media.as_ref(), accounts.as_ref(), now.as_ref())?;
    if facts.local.is_some() {
        return Err(error(
            "media is a mapping here: local files are probed in any case, and `folder` says where",
        ));
    }
    let folder = member("folder")?.map(|folder| folder.extract());
    let record = member("record")?.map(|folder| folder.extract());
    Ok(SubmitOptions {
        engine: match Rules::of(member("rules")?.as_ref())? {
            Rules::Builtin => None,
            Rules::Own(engine) => Some(postworthy::Engine::clone(&engine)),
        },
        context: Arc::unwrap_or_clone(facts.context),
        folder: folder.transpose()?,
        force: truth("force")?,
        dry_run: truth("dry_run")?,
        again: truth("again")?,
        record: record.transpose()?,
        progress: None,
    })
}
