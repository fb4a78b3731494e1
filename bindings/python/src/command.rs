//! The command line.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Run the command line and return its exit status.
#[pyfunction]
pub fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| postworthy_cli::main(args))
}
