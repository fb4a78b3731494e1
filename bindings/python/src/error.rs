//! The one exception class.

use std::path::Path;

use postworthy::ParseError;
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    postworthy,
    PostworthyError,
    PyValueError,
    "Input that cannot be read, or an argument that makes no sense.\n\n\
     What is wrong with a post is no error but a finding. `line` and `column`, from 1, say where a\n\
     text stops being JSON; they are None for everything else."
);

/// An error with something to say.
pub fn error(message: impl Into<String>) -> PyErr {
    PostworthyError::new_err(message.into())
}

/// A file that could not be read.
pub fn file(path: &Path, reason: &std::io::Error) -> PyErr {
    error(postworthy_cli::Failure::file(path, reason).to_string())
}

/// A text that is no JSON.
pub fn unreadable(py: Python<'_>, parse: &ParseError) -> PyErr {
    let raised = error(parse.to_string());
    let value = raised.value(py);
    let placed = value
        .setattr("line", parse.line)
        .and_then(|()| value.setattr("column", parse.column));
    placed.err().unwrap_or(raised)
}

/// Gives the class the attributes that only some of its exceptions set.
pub fn complete(py: Python<'_>) -> PyResult<()> {
    let class = py.get_type::<PostworthyError>();
    class.setattr("line", py.None())?;
    class.setattr("column", py.None())
}
