//! A post as Python hands it over.

use postworthy::{ParseError, Post};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::read::{Read, Unfit, surrogate};

/// A post as it was handed over.
pub enum Subject {
    /// JSON text.
    Text(PyBackedStr),
    /// JSON text in UTF-8.
    Bytes(PyBackedBytes),
    /// The same, from a file.
    Line(Vec<u8>),
    /// Values of Python, copied.
    Values(Post<'static>),
}

impl Subject {
    /// Takes a dict, JSON text, or an object with `model_dump`.
    pub fn of(post: &Bound<'_, PyAny>) -> Result<Self, Unfit> {
        if let Ok(text) = post.cast::<PyString>() {
            let text = PyBackedStr::try_from(text.clone()).map_err(|_| surrogate())?;
            return Ok(Subject::Text(text));
        }
        if let Ok(bytes) = post.cast::<PyBytes>() {
            return Ok(Subject::Bytes(bytes.clone().into()));
        }
        if post.is_instance_of::<PyByteArray>() || post.is_instance_of::<PyMemoryView>() {
            let bytes = post.py().get_type::<PyBytes>().call1((post,))?;
            return Ok(Subject::Line(bytes.extract()?));
        }
        Ok(Subject::Values(Post::from_deserializer(Read(post))?))
    }

    /// About how many bytes it holds; of values the count is not known, and they are few.
    pub fn bytes(&self) -> usize {
        match self {
            Subject::Text(text) => text.len(),
            Subject::Bytes(bytes) => bytes.len(),
            Subject::Line(line) => line.len(),
            Subject::Values(_) => 0,
        }
    }

    /// What of it is read.
    pub fn form(&self) -> Form<'_> {
        match self {
            Subject::Text(text) => Form::Text(text),
            Subject::Bytes(bytes) => Form::Bytes(bytes),
            Subject::Line(line) => Form::Bytes(line),
            Subject::Values(post) => Form::Post(post),
        }
    }
}

/// JSON text, or a post that has been read.
#[derive(Clone, Copy)]
pub enum Form<'s> {
    /// Text that is known to be UTF-8.
    Text(&'s str),
    Bytes(&'s [u8]),
    Post(&'s Post<'static>),
}

impl Form<'_> {
    /// Reads the post and hands it over.
    pub fn read<R>(self, work: impl FnOnce(&Post<'_>) -> R) -> Result<R, ParseError> {
        match self {
            Form::Text(text) => Ok(work(&Post::parse(text)?)),
            Form::Bytes(bytes) => Ok(work(&Post::parse_bytes(bytes)?)),
            Form::Post(post) => Ok(work(post)),
        }
    }
}
