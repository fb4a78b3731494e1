//! The Python package `postworthy`: conversions and calls, no rule and no limit, no request.
#![deny(clippy::arithmetic_side_effects)]

mod arrow;
mod batch;
mod check;
mod command;
mod convert;
mod error;
mod facts;
mod html;
mod late;
mod limits;
mod lines;
mod measure;
mod media;
mod names;
mod probe;
mod read;
mod report;
mod rule;
mod subject;
mod workers;

use pyo3::prelude::*;

/// The compiled part of `postworthy`.
///
/// Nothing here is known to need the GIL, but nothing has been tried without it: an interpreter that
/// can do without turns it on when it loads this.
#[pymodule(gil_used = true)]
mod _postworthy {
    #[pymodule_export]
    use crate::arrow::{ReportArray, ReportChunks, check_arrow};
    #[pymodule_export]
    use crate::batch::{Reports, check_many};
    #[pymodule_export]
    use crate::check::{Engine, check};
    #[pymodule_export]
    use crate::command::main;
    #[pymodule_export]
    use crate::error::PostworthyError;
    #[pymodule_export]
    use crate::late::{
        Late, LateCall, LateError, LatePosts, late_content_type, late_files, late_request_id,
        late_urls,
    };
    #[pymodule_export]
    use crate::limits::{PyLimits, PyTextLimit, limits};
    #[pymodule_export]
    use crate::lines::check_ndjson;
    #[pymodule_export]
    use crate::measure::{PyMeasure, measure};
    #[pymodule_export]
    use crate::media::PyMediaInfo;
    #[pymodule_export]
    use crate::names::vocabulary;
    #[pymodule_export]
    use crate::probe::probe;
    #[pymodule_export]
    use crate::report::{
        PyFinding, PyFix, PyMeter, PyReport, PyTargetReport, PyUnchecked, apply_fix,
    };
    #[pymodule_export]
    use crate::rule::{PyRule, explain};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        crate::error::complete(module.py())?;
        crate::late::complete(module.py())
    }
}
