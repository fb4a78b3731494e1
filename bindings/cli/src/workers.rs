//! Work on all cores whose results come back in order, in constant memory.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::error::Failure;

/// Works through chunks on `cores` threads and hands the results to `take`, in the order of the
/// chunks.
///
/// Each thread makes itself a worker. The chunks are read on a thread of their own; one core means
/// no thread at all. Where the system grants fewer threads, those do the work; where it grants too
/// few for that, the thread of the caller does.
///
/// ```
/// let chunks = (0..100_u32).map(Ok);
/// let mut doubled = Vec::new();
/// postworthy_cli::in_order(2, chunks, || |one| one * 2, |one| {
///     doubled.push(one);
///     Ok(())
/// })?;
/// assert!(doubled.into_iter().eq((0..100).map(|one| one * 2)));
/// # Ok::<(), postworthy_cli::Failure>(())
/// ```
///
/// # Errors
/// The first of `take`, which also ends the work, or else the one that ended the chunks: what was
/// read before it has been handed over.
pub fn in_order<C: Send, T: Send, W: FnMut(C) -> T>(
    cores: usize,
    mut chunks: impl Iterator<Item = Result<C, Failure>> + Send,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    match side_by_side(cores, &mut chunks, &worker, &mut take) {
        Some(outcome) => outcome,
        None => {
            let mut work = worker();
            chunks.try_for_each(|chunk| take(work(chunk?)))
        }
    }
}

/// The same on threads. Without two of them at least, no chunk is read and nothing returned.
fn side_by_side<C: Send, T: Send, W: FnMut(C) -> T>(
    cores: usize,
    chunks: impl Iterator<Item = Result<C, Failure>> + Send,
    worker: &(impl Fn() -> W + Sync),
    take: &mut impl FnMut(T) -> Result<(), Failure>,
) -> Option<Result<(), Failure>> {
    if cores <= 1 {
        return None;
    }
    // Each chunk brings the channel that its results come back by; the channels queue up in the
    // order of the chunks. Both queues are bounded, and with them the memory.
    let (work, jobs) = sync_channel::<(C, SyncSender<T>)>(cores);
    let (queue, results) = sync_channel::<Receiver<T>>(cores.saturating_mul(4));
    let jobs = Arc::new(Mutex::new(jobs));
    thread::scope(|scope| {
        // Reading waits for a worker: what is read without one would be lost.
        let (begin, begun) = sync_channel::<()>(1);
        let reader = thread::Builder::new().spawn_scoped(scope, move || match begun.recv() {
            Ok(()) => read(chunks, &work, &queue),
            Err(_) => Ok(()),
        });
        let reader = reader.ok()?;
        let spawn = |_: &usize| {
            let jobs = Arc::clone(&jobs);
            let thread = thread::Builder::new().spawn_scoped(scope, move || {
                let mut work = worker();
                loop {
                    let taken = jobs.lock().map(|jobs| jobs.recv());
                    let Ok(Ok((chunk, back))) = taken else { return };
                    // Whoever waits for it may have given up.
                    let _ = back.send(work(chunk));
                }
            });
            thread.is_ok()
        };
        let workers = (0..cores).take_while(spawn).count();
        // Were all workers gone, handing them more must fail instead of waiting.
        drop(jobs);
        if workers == 0 {
            return None;
        }
        let _ = begin.send(());
        let mut outcome = Ok(());
        for result in results {
            outcome = match result.recv() {
                Ok(done) => take(done),
                Err(_) => Err(Failure::new("a check has broken off; please report this")),
            };
            if outcome.is_err() {
                break;
            }
        }
        // Reading has ended, or ends now that nobody takes the results.
        let read = reader
            .join()
            .unwrap_or_else(|_| Err(Failure::new("reading has broken off; please report this")));
        Some(outcome.and(read))
    })
}

fn read<C, T>(
    mut chunks: impl Iterator<Item = Result<C, Failure>>,
    work: &SyncSender<(C, SyncSender<T>)>,
    queue: &SyncSender<Receiver<T>>,
) -> Result<(), Failure> {
    chunks.try_for_each(|chunk| {
        let chunk = chunk?;
        let (back, result) = sync_channel(1);
        if queue.send(result).is_err() || work.send((chunk, back)).is_err() {
            // Nobody takes the results any more, and whoever gave up has said why.
            return Err(Failure::ClosedPipe);
        }
        Ok(())
    })
}
