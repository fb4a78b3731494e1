//! The runtime that all calls share: one thread, started with the first call.

use std::sync::{Mutex, PoisonError};
use std::thread;

use pyo3::PyResult;
use tokio::runtime::{Builder, Handle};

use crate::error::error;

/// The runtime, and the process that started it.
static RUNNING: Mutex<Option<(u32, Handle)>> = Mutex::new(None);

/// The runtime of this process.
pub fn handle() -> PyResult<Handle> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((owner, handle)) = &*running
        && *owner == process
    {
        return Ok(handle.clone());
    }
    let failed = |failure: std::io::Error| error(format!("no runtime could be started: {failure}"));
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("postworthy-late".to_string())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .map_err(failed)?;
    // After a fork, what is left of the parent's runtime is not to be touched.
    std::mem::forget(running.replace((process, handle.clone())));
    Ok(handle)
}
