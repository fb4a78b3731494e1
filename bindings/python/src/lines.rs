//! Posts from NDJSON, a post a line.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use postworthy_cli::Failure;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView};

use crate::batch::{Checked, Part, Reports, Source};
use crate::check::Rules;
use crate::error::{error, file};
use crate::facts::Facts;
use crate::subject::Subject;
use crate::workers::{Worker, cores};

/// Lines handed to a core at once, and about so many bytes of them.
const LINES: usize = 64;
const LINE_BYTES: usize = 1 << 20;

/// Reports of the lines of a file, or of bytes.
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
    thread::Builder::new()
        .spawn(move || check_lines(&name, reader, &own, facts, &results))
        .map_err(|failure| error(format!("no thread can be had to check on: {failure}")))?;
    Ok(Reports::of(rules, Source::Lines(Mutex::new(taken))))
}

fn check_lines(
    name: &str,
    reader: impl BufRead + Send,
    rules: &Rules,
    facts: Facts,
    results: &SyncSender<Part>,
) {
    let (context, local) = (facts.context, facts.local.as_deref());
    let mut lines = postworthy_cli::ndjson(name, reader);
    let mut failed = None;
    let chunks = std::iter::from_fn(|| {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while failed.is_none() && chunk.len() < LINES && bytes < LINE_BYTES {
            match lines.next() {
                Some(Ok((number, line))) => {
                    bytes = line.len().saturating_add(bytes);
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
        results
            .send(Part::Reports(checked))
            .map_err(|_| Failure::ClosedPipe)
    };
    let last = match postworthy_cli::in_order(cores(), chunks, worker, take) {
        Ok(()) => Part::End,
        Err(failure) => Part::Failed(failure),
    };
    // Whoever took the results may have gone.
    let _ = results.send(last);
}

/// Check NDJSON, a post a line, on all cores, and iterate over the reports in order.
///
/// `source` is the path of a file or bytes. It is read as the reports are taken, in constant
/// memory, without holding up other threads. Empty lines are skipped. A line that cannot be read
/// is a report with the code "invalid_payload" and its place in the file.
///
/// The other arguments are those of `check`; `now` is read once. Raises `PostworthyError` where
/// the file cannot be opened or read, or where the check breaks off before its end.
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
