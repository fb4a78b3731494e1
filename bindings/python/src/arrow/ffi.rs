//! Arrow's C data interface in PyCapsules: the one place where pointers of others are followed.
#![expect(
    unsafe_code,
    reason = "the C data interface hands over pointers; what each must be is said beside it"
)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::NonNull;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type, to_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array as _, ArrayRef, make_array};
use arrow_data::ArrayData;
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::error::error;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<NonNull<T>> {
    let capsule = capsule
        .cast::<PyCapsule>()
        .map_err(|_| error("the Arrow interface of this column returns no capsule"))?;
    // The name is what says that this type stands behind the pointer.
    let pointer = capsule.pointer_checked(Some(name)).map_err(|_| {
        let name = name.to_string_lossy();
        error(format!(
            "the Arrow interface of this column returns no {name}"
        ))
    })?;
    Ok(pointer.cast())
}

/// Takes the array of an object with `__arrow_c_array__`.
pub fn import_array(column: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let pair = column.call_method0("__arrow_c_array__")?;
    let pair = pair
        .cast::<PyTuple>()
        .map_err(|_| error("`__arrow_c_array__` returns no pair of capsules"))?;
    let schema = pointer::<FFI_ArrowSchema>(&pair.get_item(0)?, SCHEMA)?;
    let array = pointer::<FFI_ArrowArray>(&pair.get_item(1)?, ARRAY)?;
    // SAFETY: capsules of these names hold valid structures of these types, which the capsules keep
    // alive meanwhile. `from_raw` moves the array out and leaves a released one behind.
    let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
    let data_type = DataType::try_from(schema).map_err(|failure| error(failure.to_string()))?;
    import(array, data_type).map_err(error)
}

fn import(array: FFI_ArrowArray, data_type: DataType) -> Result<ArrayRef, String> {
    // SAFETY: the structure was moved out of a capsule, whose producer answers for its pointers and
    // for the type; that the values are sound is checked below.
    let data = unsafe { from_ffi_and_data_type(array, data_type) };
    sound(data.map_err(|failure| failure.to_string())?)
}

/// An array whose buffers are aligned, whose text is UTF-8, and whose offsets lie within.
fn sound(mut data: ArrayData) -> Result<ArrayRef, String> {
    data.align_buffers();
    data.validate_full()
        .map_err(|failure| failure.to_string())?;
    Ok(make_array(data))
}

/// The arrays of a stream.
pub struct Chunks(ArrayStreamReader);

/// Takes the stream of an object with `__arrow_c_stream__`.
pub fn import_stream(column: &Bound<'_, PyAny>) -> PyResult<Chunks> {
    let capsule = column.call_method0("__arrow_c_stream__")?;
    let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
    // SAFETY: a capsule of this name holds a valid stream; `from_raw` moves it out and leaves a
    // released one behind.
    let reader = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) };
    reader
        .map(Chunks)
        .map_err(|failure| error(failure.to_string()))
}

impl Iterator for Chunks {
    type Item = Result<ArrayRef, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let array = self.0.next()?;
        Some(match array {
            Ok(array) => sound(array.to_data()),
            Err(failure) => Err(failure.to_string()),
        })
    }
}

/// The type and the array in capsules, which release them when nobody has taken them.
pub fn export_array<'py>(
    py: Python<'py>,
    array: &ArrayRef,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let (array, schema) = to_ffi(&array.to_data()).map_err(|failure| error(failure.to_string()))?;
    Ok((
        PyCapsule::new_with_value(py, schema, SCHEMA)?,
        PyCapsule::new_with_value(py, array, ARRAY)?,
    ))
}

/// The type alone.
pub fn export_schema<'py>(
    py: Python<'py>,
    data_type: &DataType,
) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(data_type);
    let schema = schema.map_err(|failure| error(failure.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// What our streams keep.
struct Kept {
    data_type: DataType,
    rest: std::vec::IntoIter<ArrayRef>,
    failed: CString,
}

/// Arrays as a stream in a capsule.
///
/// arrow-rs streams record batches only, and these have no nulls of their own.
pub fn export_stream(
    py: Python<'_>,
    data_type: DataType,
    arrays: Vec<ArrayRef>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let kept = Kept {
        data_type,
        rest: arrays.into_iter(),
        failed: CString::default(),
    };
    let kept = Box::into_raw(Box::new(kept)).cast::<c_void>();
    // SAFETY: the callbacks are those below, which take what `kept` points to for a `Kept`; the
    // last of them frees it.
    let stream = unsafe {
        FFI_ArrowArrayStream::new_unchecked(
            Some(get_schema),
            Some(get_next),
            Some(get_last_error),
            Some(release),
            kept,
        )
    };
    PyCapsule::new_with_value(py, stream, STREAM)
}

/// An error of our streams: "input/output error", as C has it.
const EIO: c_int = 5;

/// # Safety
/// `stream` is one of ours that is not released, and nobody else uses it meanwhile.
unsafe fn kept<'s>(stream: *mut FFI_ArrowArrayStream) -> &'s mut Kept {
    // SAFETY: the data of our streams are a `Kept` from a box, until they are released.
    unsafe { &mut *(*stream).private_data().cast::<Kept>() }
}

fn fail(kept: &mut Kept, why: &str) -> c_int {
    kept.failed = CString::new(why).unwrap_or_default();
    EIO
}

unsafe extern "C" fn get_schema(
    stream: *mut FFI_ArrowArrayStream,
    out: *mut FFI_ArrowSchema,
) -> c_int {
    // SAFETY: consumers call this with the stream that they were given.
    let kept = unsafe { kept(stream) };
    match FFI_ArrowSchema::try_from(&kept.data_type) {
        Ok(schema) => {
            // SAFETY: the caller gives room for a schema that holds nothing.
            unsafe { out.write(schema) };
            0
        }
        Err(failure) => fail(kept, &failure.to_string()),
    }
}

unsafe extern "C" fn get_next(
    stream: *mut FFI_ArrowArrayStream,
    out: *mut FFI_ArrowArray,
) -> c_int {
    // SAFETY: consumers call this with the stream that they were given.
    let kept = unsafe { kept(stream) };
    let array = match kept.rest.next() {
        // A released array ends the stream.
        None => FFI_ArrowArray::empty(),
        Some(array) => FFI_ArrowArray::new(&array.to_data()),
    };
    // SAFETY: the caller gives room for an array that holds nothing.
    unsafe { out.write(array) };
    0
}

unsafe extern "C" fn get_last_error(stream: *mut FFI_ArrowArrayStream) -> *const c_char {
    // SAFETY: consumers call this with the stream that they were given.
    unsafe { kept(stream) }.failed.as_ptr()
}

unsafe extern "C" fn release(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: consumers call this once with the stream that they were given; its data came from a
    // box, and nobody uses them behind this.
    unsafe {
        drop(Box::from_raw((*stream).private_data().cast::<Kept>()));
        (*stream).set_private_data(std::ptr::null_mut());
        (*stream).set_release(None);
    }
}
