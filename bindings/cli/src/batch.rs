//! Checks a stream of posts on all cores, in order, in constant memory.

use std::io::{IsTerminal as _, Write};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::check::Session;
use crate::error::Failure;
use crate::input::{Content, Input, Item, Items};
use crate::output::{Place, Printer, Rendered, Style};

/// Posts handed to a core at once, so that the handing over costs little beside the work.
const CHUNK: usize = 64;

/// A chunk is also full at about this many bytes, so that long posts do not pile up.
const CHUNK_BYTES: usize = 1 << 20;

struct Chunk {
    first: u64,
    number: u64,
    items: Vec<Item>,
}

/// What all workers of one input share.
#[derive(Clone, Copy)]
struct Job<'a> {
    session: &'a Session,
    name: &'a str,
    folder: Option<&'a std::path::Path>,
    style: Style,
}

impl Job<'_> {
    fn work(&self, context: &mut postworthy::Context, chunk: &Chunk) -> Vec<Rendered> {
        let numbered = chunk.items.iter().zip(0_u64..);
        numbered
            .map(|(item, at)| {
                let checked = self.session.check_item(context, item, self.folder);
                let place = Place {
                    name: self.name,
                    index: chunk.first + at,
                    number: Some(chunk.number + at),
                    item,
                };
                self.style.render(&self.session.engine, place, &checked)
            })
            .collect()
    }
}

/// Checks all posts of an input and prints them in order.
///
/// What was read before a failure is printed.
pub fn run<W: Write>(
    session: &Session,
    input: Input,
    printer: &mut Printer<'_, W>,
) -> Result<(), Failure> {
    let Content::Many(mut items) = input.content else {
        return Ok(());
    };
    printer.begin(true)?;
    let job = Job {
        session,
        name: &input.name,
        folder: input.folder.as_deref(),
        style: printer.style,
    };
    let mut next = Chunk {
        first: printer.count(),
        number: 0,
        items: Vec::new(),
    };
    let mut end = fill(&mut items, &mut next);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if end.is_some() || cores == 1 {
        // Threads would cost more than they save.
        let mut context = session.context.clone();
        loop {
            for rendered in job.work(&mut context, &next) {
                printer.write(rendered)?;
            }
            if let Some(end) = end {
                return end;
            }
            next = following(&next);
            end = fill(&mut items, &mut next);
        }
    }
    let bar = bar(&input.bytes, printer.style);
    let result = spread(cores, job, items, next, |rendered| {
        if let Some(bar) = &bar {
            bar.set_position(input.read.load(Ordering::Relaxed));
            // The bar steps aside for what is printed to the same terminal.
            bar.suspend(|| rendered.into_iter().try_for_each(|one| printer.write(one)))
        } else {
            rendered.into_iter().try_for_each(|one| printer.write(one))
        }
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    result
}

/// Runs the workers; hands what they make to `write`, in order.
fn spread(
    cores: usize,
    job: Job<'_>,
    items: Items,
    first: Chunk,
    mut write: impl FnMut(Vec<Rendered>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // Each chunk brings the channel that its results come back by; the channels queue up in the
    // order of the chunks. Both queues are bounded, and with them the memory.
    let (work, jobs) = sync_channel::<(Chunk, SyncSender<Vec<Rendered>>)>(cores);
    let (queue, results) = sync_channel::<Receiver<Vec<Rendered>>>(cores * 4);
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        for _ in 0..cores {
            let jobs = &jobs;
            scope.spawn(move || {
                let mut context = job.session.context.clone();
                loop {
                    let taken = jobs.lock().map(|jobs| jobs.recv());
                    let Ok(Ok((chunk, back))) = taken else { return };
                    // Whoever waits for it may have given up.
                    let _ = back.send(job.work(&mut context, &chunk));
                }
            });
        }
        let reader = scope.spawn(move || read(items, first, &work, &queue));
        let mut outcome = Ok(());
        for result in results {
            outcome = match result.recv() {
                Ok(rendered) => write(rendered),
                Err(_) => Err(Failure::new("a check has broken off; please report this")),
            };
            if outcome.is_err() {
                break;
            }
        }
        // Reading has ended, or ends now that nobody takes the results.
        let read = reader.join().unwrap_or(Ok(()));
        outcome.and(read)
    })
}

fn read(
    mut items: Items,
    first: Chunk,
    work: &SyncSender<(Chunk, SyncSender<Vec<Rendered>>)>,
    queue: &SyncSender<Receiver<Vec<Rendered>>>,
) -> Result<(), Failure> {
    let mut chunk = first;
    let mut end = None;
    loop {
        let next = following(&chunk);
        let (back, result) = sync_channel(1);
        if queue.send(result).is_err() || work.send((chunk, back)).is_err() {
            return Ok(());
        }
        if let Some(end) = end {
            return end;
        }
        chunk = next;
        end = fill(&mut items, &mut chunk);
    }
}

fn following(chunk: &Chunk) -> Chunk {
    let count = chunk.items.len() as u64;
    Chunk {
        first: chunk.first + count,
        number: chunk.number + count,
        items: Vec::new(),
    }
}

/// Fills a chunk; says how the stream ended if it did.
fn fill(items: &mut Items, chunk: &mut Chunk) -> Option<Result<(), Failure>> {
    let mut bytes = 0_usize;
    while chunk.items.len() < CHUNK && bytes < CHUNK_BYTES {
        match items.next() {
            None => return Some(Ok(())),
            Some(Err(failure)) => return Some(Err(failure)),
            Some(Ok(item)) => {
                bytes = bytes.saturating_add(item.bytes());
                chunk.items.push(item);
            }
        }
    }
    None
}

fn bar(bytes: &Option<u64>, style: Style) -> Option<ProgressBar> {
    if style.quiet || !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = match bytes {
        Some(bytes) => ProgressBar::new(*bytes),
        None => ProgressBar::new_spinner(),
    };
    let template = match bytes {
        Some(_) => "{bar:30} {bytes} of {total_bytes}, {eta} left",
        None => "{spinner} {bytes} read",
    };
    if let Ok(look) = ProgressStyle::with_template(template) {
        bar.set_style(look);
    }
    Some(bar)
}
