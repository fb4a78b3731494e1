//! The steps of submitting that are no calls.

use std::collections::BTreeMap;
use std::path::PathBuf;

use postworthy_late::{content_type, local_files, request_id, with_urls};
use pyo3::prelude::*;

use super::error::raise;
use crate::convert;
use crate::error::unreadable;
use crate::media::PyMediaInfo;
use crate::subject::Subject;

/// The local files that a post names: URL, path, and what each is.
#[pyfunction]
#[pyo3(signature = (post, folder=None))]
pub fn late_files<'py>(
    py: Python<'py>,
    post: &Bound<'py, PyAny>,
    folder: Option<PathBuf>,
) -> PyResult<Vec<(String, PathBuf, Bound<'py, PyMediaInfo>)>> {
    let subject = Subject::of(post).map_err(|unfit| unfit.into_error("post"))?;
    let form = subject.form();
    let files = py.detach(|| form.read(|post| local_files(post, folder.as_deref())));
    let files = files.map_err(|error| unreadable(py, &error))?.into_iter();
    files
        .map(|file| {
            let info = Bound::new(py, PyMediaInfo(file.info))?;
            Ok((file.url, file.path, info))
        })
        .collect()
}

/// A post with other media URLs.
#[pyfunction]
pub fn late_urls<'py>(
    py: Python<'py>,
    post: &Bound<'py, PyAny>,
    urls: BTreeMap<String, String>,
) -> PyResult<Bound<'py, PyAny>> {
    let subject = Subject::of(post).map_err(|unfit| unfit.into_error("post"))?;
    let value = subject.form().read(|post| post.to_value());
    let value = value.map_err(|error| unreadable(py, &error))?;
    convert::python(py, &with_urls(&value, &urls))
}

/// The media type that the service takes a file under.
#[pyfunction]
pub fn late_content_type(info: &PyMediaInfo) -> Option<&'static str> {
    content_type(&info.0)
}

/// A request id that nobody else has.
#[pyfunction]
pub fn late_request_id() -> PyResult<String> {
    request_id().map_err(|error| raise(&error))
}
