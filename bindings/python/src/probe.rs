//! Media facts read from files.

use std::io;

use postworthy::media::MediaInfo;
use postworthy::probe::{Prober, Step, probe_file, probe_slice};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::convert;
use crate::error::{error, file};
use crate::media::PyMediaInfo;
use crate::read::type_name;

/// Bytes read at once from a file object, which may be a connection.
const READ_AHEAD: u32 = 64 << 10;

/// So much of a stream is read at most to get to what stands behind it.
const SKIPPED: u64 = 64 << 20;

/// Say what a media file is: format, size, pixels, duration, codecs.
///
/// `source` is a path, the bytes of a whole file, or a binary file object. Of a file that can seek
/// some kilobytes are read, from its beginning on, and its position is kept, also where reading
/// fails. A stream that cannot (the response to a request) is read forward as far as needed, at most
/// 64 MiB.
///
/// What the file does not say stays None, with the reason in `unknown`. Raises
/// `PostworthyError` where a path cannot be opened or read, or a file object gives text. What a file
/// object itself raises (`OSError`, the `ValueError` of a closed one) is raised as it is.
///
/// >>> probe(b"GIF89a\x02\x00\x01\x00\x00\x00\x00;").format
/// 'gif'
#[pyfunction]
pub fn probe(py: Python<'_>, source: &Bound<'_, PyAny>) -> PyResult<PyMediaInfo> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        return Ok(PyMediaInfo(py.detach(|| probe_slice(bytes))));
    }
    if source.is_instance_of::<PyByteArray>() || source.is_instance_of::<PyMemoryView>() {
        let bytes = py.get_type::<PyBytes>().call1((source,))?;
        return probe(py, &bytes);
    }
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        let path = convert::path(source, "source")?;
        let probed = py.detach(|| probe_file(&path));
        return match probed {
            Ok(info) => Ok(PyMediaInfo(info)),
            Err(failure) => Err(not_opened(&path, &failure)),
        };
    }
    if source.hasattr("read")? {
        return Ok(PyMediaInfo(probe_object(source)?));
    }
    Err(error(
        "what is probed is a path, the bytes of a file, or a binary file object",
    ))
}

fn not_opened(path: &std::path::Path, failure: &io::Error) -> PyErr {
    let is_url = path.to_str().is_some_and(|path| path.contains("://"));
    if is_url && failure.kind() == io::ErrorKind::NotFound {
        return error(format!(
            "{}: postworthy opens no URLs; open it and pass the response",
            path.display()
        ));
    }
    file(path, failure)
}

fn probe_object(source: &Bound<'_, PyAny>) -> PyResult<MediaInfo> {
    // Nothing is read yet: a file open as text would decode what is no text.
    binary(&source.call_method1("read", (0,))?)?;
    let seekable = source.hasattr("seekable")? && source.call_method0("seekable")?.is_truthy()?;
    if !seekable {
        return probe_stream(source);
    }
    let before = source.call_method0("tell")?;
    let probed = probe_seekable(source);
    let restored = source.call_method1("seek", (before,));
    let info = probed?;
    restored?;
    Ok(info)
}

fn probe_seekable(source: &Bound<'_, PyAny>) -> PyResult<MediaInfo> {
    source.call_method1("seek", (0, 2))?;
    // Not every `seek` returns the position.
    let size = source.call_method0("tell")?.extract();
    let size = size.map_err(|_| error("the file object's `tell` must return a position"))?;
    let mut prober = Prober::new(Some(size), READ_AHEAD);
    loop {
        match prober.step() {
            Step::Done(info) => return Ok(info),
            Step::Need { offset, length } => {
                source.call_method1("seek", (offset,))?;
                prober.supply(offset, &read(source, length.into())?);
            }
        }
    }
}

/// Probes what can only be read forward. All of the head is handed over as it comes; further in,
/// what is not asked for is passed over.
fn probe_stream(source: &Bound<'_, PyAny>) -> PyResult<MediaInfo> {
    let mut prober = Prober::new(None, READ_AHEAD);
    let mut at = 0;
    loop {
        match prober.step() {
            Step::Done(info) => return Ok(info),
            // What has passed cannot be had again; the prober asks so often and gives up.
            Step::Need { offset, .. } if offset < at => {}
            Step::Need { offset, .. } if offset > SKIPPED => {}
            Step::Need { offset, length } => {
                while at < offset {
                    let skipped = read(source, offset.saturating_sub(at).min(READ_AHEAD.into()))?
                        .len() as u64;
                    if skipped == 0 {
                        break;
                    }
                    at = skipped.saturating_add(at);
                }
                let bytes = if at == offset {
                    read(source, length.into())?
                } else {
                    Vec::new()
                };
                at = (bytes.len() as u64).saturating_add(at);
                prober.supply(offset, &bytes);
            }
        }
    }
}

/// Reads so many bytes, fewer only at the end.
fn read(source: &Bound<'_, PyAny>, length: u64) -> PyResult<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let left = length.saturating_sub(bytes.len() as u64);
        if left == 0 {
            break;
        }
        let more = source.call_method1("read", (left,))?;
        let more = binary(&more)?;
        if more.is_empty() {
            break;
        }
        bytes.extend_from_slice(more);
    }
    Ok(bytes)
}

/// What a file object gives, which must be bytes.
fn binary<'a>(given: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    let bytes = given.cast::<PyBytes>().map_err(|_| {
        let name = type_name(given);
        error(format!(
            "the file object must be open in binary mode, as by open(path, \"rb\"): it gives {name}"
        ))
    })?;
    Ok(bytes.as_bytes())
}
