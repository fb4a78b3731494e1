//! The Python package `postworthy`: conversions and calls, no rule and no limit, no request.

mod arrow;
mod batch;
mod check;
mod convert;
mod error;
mod html;
mod late;
mod media;
mod report;
mod verbs;

use pyo3::prelude::*;

/// The compiled part of `postworthy`.
#[pymodule(gil_used = false)]
mod _postworthy {
    #[pymodule_export]
    use crate::arrow::{ReportArray, ReportChunks, check_arrow};
    #[pymodule_export]
    use crate::batch::{Reports, check_many, check_ndjson};
    #[pymodule_export]
    use crate::check::{Engine, check};
    #[pymodule_export]
    use crate::error::PostworthyError;
    #[pymodule_export]
    use crate::late::{
        Late, LateCall, LateError, LatePosts, late_content_type, late_files, late_request_id,
        late_urls,
    };
    #[pymodule_export]
    use crate::media::{PyMediaInfo, probe};
    #[pymodule_export]
    use crate::report::{PyFinding, PyFix, PyMeter, PyReport, PyTargetReport, PyUnchecked};
    #[pymodule_export]
    use crate::verbs::{
        PyLimits, PyMeasure, PyRule, PyTextLimit, apply_fix, explain, limits, main, measure,
        vocabulary,
    };

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        crate::error::complete(module.py())?;
        crate::late::complete(module.py())
    }
}
