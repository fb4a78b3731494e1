//! JSON from values of Python, and values of Python from JSON.

use std::path::PathBuf;

use postworthy::Post;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyList, PyString};
use serde_json::Value;

use crate::error::error;
use crate::read::{Read, surrogate, type_name};

/// The text of an argument.
pub fn text<'a>(value: &'a Bound<'_, PyString>, name: &str) -> PyResult<&'a str> {
    let text = value.to_str();
    text.map_err(|_| error(format!("{name}: {}", surrogate().message)))
}

/// The path that text or an object with `__fspath__` names.
pub fn path(value: &Bound<'_, PyAny>, name: &str) -> PyResult<PathBuf> {
    // What `__fspath__` itself raises is raised as it is.
    let path = match value.cast::<PyString>() {
        Ok(_) => value.clone(),
        Err(_) => value.call_method0("__fspath__")?,
    };
    path.extract().map_err(|_| {
        let message = if path.is_instance_of::<PyString>() {
            surrogate().message
        } else {
            format!("a path is text, not {}", type_name(&path))
        };
        error(format!("{name}: {message}"))
    })
}

/// JSON of any kind: text, a file's path, or Python values.
pub fn json(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    if let Ok(value) = value.cast::<PyString>() {
        return text(value, name).map(str::to_string);
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        let text = String::from_utf8(bytes.as_bytes().to_vec());
        return text.map_err(|_| error(format!("{name}: this is not UTF-8 text")));
    }
    if value.hasattr("__fspath__")? {
        let path = path(value, name)?;
        let text = std::fs::read_to_string(&path);
        return text.map_err(|error| crate::error::file(&path, &error));
    }
    Ok(values(value, name)?.to_string())
}

/// Python values as JSON.
pub fn values(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Value> {
    let read = Post::from_deserializer(Read(value));
    Ok(read.map_err(|error| error.into_error(name))?.to_value())
}

/// What serde can write as Python values.
pub fn data<'py>(py: Python<'py>, value: &impl serde::Serialize) -> PyResult<Bound<'py, PyAny>> {
    let value = serde_json::to_value(value).map_err(|failure| error(failure.to_string()))?;
    python(py, &value)
}

/// JSON as Python values.
pub fn python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(truth) => PyBool::new(py, *truth).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(members) => {
            let dict = PyDict::new(py);
            for (key, item) in members {
                dict.set_item(key, python(py, item)?)?;
            }
            dict.into_any()
        }
    })
}
