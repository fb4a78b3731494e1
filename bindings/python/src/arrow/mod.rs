//! Columns of posts through the C interface of Arrow: what data frames and databases hand over.

mod ffi;
mod row;
mod table;

use std::ops::Range;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Fields};
use postworthy::Post;
use postworthy::rules::{OptionSpec, Platform};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::check::Rules;
use crate::error::error;
use crate::facts::Facts;
use crate::report::Outcome;
use crate::subject::Form;
use crate::workers::{Worker, cores, shared};
use table::Rows;

/// Why a column could not be checked, without a tie to Python.
type Refusal = String;

/// The reports of a column, as one Arrow array.
#[pyclass(frozen, module = "postworthy")]
pub struct ReportArray(ArrayRef);

#[pymethods]
impl ReportArray {
    /// The array for whoever speaks Arrow's PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // Another type than its own may be asked for, and need not be given.
        drop(requested_schema);
        let (schema, array) = ffi::export_array(py, &self.0)?;
        PyTuple::new(py, [schema, array])
    }

    /// The type of the array, for the same.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        ffi::export_schema(py, self.0.data_type())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<ReportArray: {} rows>", self.0.len())
    }
}

/// The reports of a column in several chunks, as a stream of Arrow arrays.
#[pyclass(frozen, module = "postworthy")]
pub struct ReportChunks {
    chunks: Vec<ArrayRef>,
    data_type: DataType,
}

#[pymethods]
impl ReportChunks {
    /// The chunks for whoever speaks Arrow's PyCapsule interface, as often as is wanted.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        ffi::export_stream(py, self.data_type.clone(), self.chunks.clone())
    }

    /// The type of the arrays, for the same.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        ffi::export_schema(py, &self.data_type)
    }

    fn __len__(&self) -> usize {
        self.chunks.iter().map(Array::len).sum()
    }

    fn __repr__(&self) -> String {
        let count = self.chunks.len();
        format!("<ReportChunks: {} rows in {count} chunks>", self.__len__())
    }
}

/// Check a column of posts, on all cores.
///
/// `column` is anything that speaks Arrow's PyCapsule interface: an array or a chunked array of
/// pyarrow, a Series of polars or of pandas 3. It holds JSON text (`string`, `large_string`,
/// `string_view`, or the same in binary), or structs whose fields are those of a post. No pyarrow
/// is needed. Of a table, a data frame or a relation of DuckDB, pass the one column that holds the
/// posts, such as `table["post"]`; whole, they count as structs of all their columns.
///
/// Returned is a struct for each row, null where the post was null:
///
/// - `valid`, `complete`: booleans, as in a report
/// - `errors`, `warnings`: 32-bit integers
/// - `findings`: a list of structs of text: `rule`, `code`, `severity`, `path`, `message`, `hint`,
///   and, of findings in a target, `platform` and the integer `target`
///
/// An array (`__arrow_c_array__`) gives a `ReportArray`, a stream (`__arrow_c_stream__`) a
/// `ReportChunks`; both speak the interface themselves. The chunks are those of the stream, but one
/// whose findings are over 2 GiB of text becomes several. A post that cannot be read has the
/// finding "invalid_payload". `threads` is how many threads work on it: all cores, if not said.
/// With `findings=False` that field is left out, and with it the work of putting findings into
/// words.
///
/// The other arguments are those of `check`; `now` is read once. Raises `PostworthyError` where a
/// column is of another type, where its structs have no field of a post, and where the findings of
/// an array are over 2 GiB of text.
#[pyfunction]
#[pyo3(signature = (column, *, media=None, accounts=None, now=None, rules=None, findings=true, threads=None))]
pub fn check_arrow(
    column: &Bound<'_, PyAny>,
    media: Option<&Bound<'_, PyAny>>,
    accounts: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
    findings: bool,
    threads: Option<usize>,
) -> PyResult<Py<PyAny>> {
    let job = Job {
        rules: &Rules::of(rules)?,
        facts: &Facts::of(media, accounts, now)?,
        findings,
        threads: threads.unwrap_or_else(cores),
    };
    self::column(column, &job)
}

/// How a column is to be checked.
pub struct Job<'j> {
    pub rules: &'j Rules,
    pub facts: &'j Facts,
    /// Whether findings are put into words.
    pub findings: bool,
    pub threads: usize,
}

/// Checks a column, or each chunk of one.
pub fn column(column: &Bound<'_, PyAny>, job: &Job<'_>) -> PyResult<Py<PyAny>> {
    let py = column.py();
    if column.hasattr("__arrow_c_array__")? {
        let array = ffi::import_array(column)?;
        let mut reports = check(py, &array, job, Split::Refused)?;
        let reports = reports.pop().ok_or_else(|| error("the check broke off"))?;
        return Ok(Py::new(py, ReportArray(reports))?.into_any());
    }
    if column.hasattr("__arrow_c_stream__")? {
        let mut stream = ffi::import_stream(column)?;
        let mut chunks = Vec::new();
        while let Some(chunk) = py.detach(|| stream.next()) {
            let chunk = chunk.map_err(error)?;
            chunks.extend(check(py, &chunk, job, Split::Allowed)?);
        }
        let reports = ReportChunks {
            chunks,
            data_type: table::data_type(job.findings),
        };
        return Ok(Py::new(py, reports)?.into_any());
    }
    Err(error(
        "a column is an object with `__arrow_c_array__` or `__arrow_c_stream__`",
    ))
}

/// So many rows are checked before the first look for an interrupt.
const FIRST: usize = 1 << 10;

/// The pace of such looks: quicker ones cost speed, and slower ones the patience of whoever waits.
const QUICK: Duration = Duration::from_millis(100);
const SLOW: Duration = Duration::from_millis(400);

/// What becomes of reports that one array cannot hold.
#[derive(Clone, Copy, PartialEq)]
enum Split {
    /// They are several arrays.
    Allowed,
    Refused,
}

/// Checks an array.
fn check(py: Python<'_>, array: &ArrayRef, job: &Job<'_>, split: Split) -> PyResult<Vec<ArrayRef>> {
    let cells = Cells::of(array, job.rules).map_err(error)?;
    let nulls = array.logical_nulls();
    let mut done = Vec::new();
    let mut all = Rows::default();
    let (mut at, mut count) = (0, FIRST);
    while at < array.len() {
        py.check_signals()?;
        let began = Instant::now();
        let end = array.len().min(at.saturating_add(count));
        let step = || {
            for part in rows(&cells, array, nulls.as_ref(), at..end, job) {
                let part = part?;
                if !all.fits(&part) {
                    if split == Split::Refused {
                        return Err(table::FULL.to_string());
                    }
                    done.push(std::mem::take(&mut all).finish(job.findings)?);
                }
                all.extend(part)?;
            }
            Ok(())
        };
        py.detach(step).map_err(error)?;
        at = end;
        let took = began.elapsed();
        if took < QUICK {
            count = count.saturating_mul(2);
        } else if took > SLOW {
            count = (count / 2).max(1);
        }
    }
    done.push(all.finish(job.findings).map_err(error)?);
    Ok(done)
}

/// The reports of some rows, as each thread collects them.
fn rows(
    cells: &Cells<'_>,
    array: &ArrayRef,
    nulls: Option<&NullBuffer>,
    range: Range<usize>,
    job: &Job<'_>,
) -> Vec<Result<Rows, Refusal>> {
    let from = range.start;
    shared(job.threads, range.len(), |part| {
        let mut worker = Worker::new(job.rules, &job.facts.context, job.facts.local.as_deref());
        let mut rows = Rows::default();
        for row in part.map(|row| row.saturating_add(from)) {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                rows.push(None, None)?;
                continue;
            }
            let own;
            let form = match cells {
                Cells::Text(text) => Form::Text(text(row)),
                Cells::Bytes(bytes) => Form::Bytes(bytes(row)),
                Cells::Structs => {
                    let post = Post::from_deserializer(row::Cell::new(array, row));
                    own = post.map_err(|unfit| unfit.to_string())?;
                    Form::Post(&own)
                }
            };
            let (outcome, report) = match job.findings {
                true => worker.worded(form),
                false => worker.outcome(form).map(|(outcome, _)| (outcome, None)),
            }
            .unwrap_or_else(|unreadable| {
                let report = job.rules.engine().unreadable(&unreadable);
                (Outcome::told(&report), Some(report))
            });
            rows.push(Some(outcome), report.as_ref())?;
        }
        Ok(rows)
    })
}

/// A column told apart by its type.
enum Cells<'a> {
    Text(Box<dyn Fn(usize) -> &'a str + Sync + 'a>),
    Bytes(Box<dyn Fn(usize) -> &'a [u8] + Sync + 'a>),
    Structs,
}

impl<'a> Cells<'a> {
    fn of(array: &'a ArrayRef, rules: &Rules) -> Result<Self, Refusal> {
        Ok(match array.data_type() {
            DataType::Utf8 => {
                let array = array.as_string::<i32>();
                Cells::Text(Box::new(|row| array.value(row)))
            }
            DataType::LargeUtf8 => {
                let array = array.as_string::<i64>();
                Cells::Text(Box::new(|row| array.value(row)))
            }
            DataType::Utf8View => {
                let array = array.as_string_view();
                Cells::Text(Box::new(|row| array.value(row)))
            }
            DataType::Binary => {
                let array = array.as_binary::<i32>();
                Cells::Bytes(Box::new(|row| array.value(row)))
            }
            DataType::LargeBinary => {
                let array = array.as_binary::<i64>();
                Cells::Bytes(Box::new(|row| array.value(row)))
            }
            DataType::BinaryView => {
                let array = array.as_binary_view();
                Cells::Bytes(Box::new(|row| array.value(row)))
            }
            DataType::Struct(fields) if has_field_of_post(fields, rules) => Cells::Structs,
            DataType::Struct(fields) => return Err(no_post(fields)),
            // A column of nothing but nulls has no type.
            DataType::Null => Cells::Structs,
            other => {
                return Err(format!(
                    "a column of posts holds JSON text or structs, not {other}"
                ));
            }
        })
    }
}

/// Whether structs of these fields can be posts. A table hands over its rows as such, too.
fn has_field_of_post(fields: &Fields, rules: &Rules) -> bool {
    let mut platforms = rules.engine().platforms().iter();
    let Some(post) = platforms.find(|one| one.platform == Platform::Post) else {
        return true;
    };
    let options = post.options.iter();
    let mut own = options.filter(|option| option.parent == OptionSpec::TOP);
    own.any(|option| {
        let mut names = std::iter::once(&option.name).chain(option.aliases.iter());
        names.any(|name| fields.find(name.as_str()).is_some())
    })
}

fn no_post(fields: &Fields) -> Refusal {
    let mut texts = fields.iter().filter(|field| is_text(field.data_type()));
    let name = texts.next().or(fields.first());
    let name = name.map_or("post", |field| field.name());
    format!(
        "these structs have no field of a post, such as `platforms`; of a table or a data frame, \
         pass the column that holds the posts itself: table[{name:?}]"
    )
}

fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
    )
}
