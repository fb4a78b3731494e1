//! Checks a stream of posts on all cores, in order, in constant memory.

use std::io::{IsTerminal as _, Write};
use std::sync::atomic::Ordering;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::check::{Session, Worker};
use crate::error::Failure;
use crate::input::{Content, Input, Item, Items};
use crate::output::{Place, Printer, Rendered, Style};
use crate::workers::in_order;

/// Posts handed to a core at once, so that the handing over costs little beside the work.
const CHUNK: usize = 256;

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
    fn work(&self, worker: &mut Worker<'_>, chunk: &Chunk) -> Vec<Rendered> {
        let numbered = chunk.items.iter().zip(0_u64..);
        numbered
            .map(|(item, at)| {
                let checked = worker.check_item(item, self.folder);
                let place = Place {
                    name: self.name,
                    index: chunk.first.saturating_add(at),
                    number: Some(chunk.number.saturating_add(at)),
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
    let mut passed = 0_u64;
    while printer.left_to_pass() > 0 {
        let Some(item) = items.next() else {
            return Ok(());
        };
        item?;
        printer.pass();
        passed = passed.saturating_add(1);
    }
    let job = Job {
        session,
        name: &input.name,
        folder: input.folder.as_deref(),
        style: printer.style,
    };
    let mut chunks = Chunks::new(items, printer.count(), passed);
    // A first chunk that is also the last is not worth a thread.
    let cores = match chunks.end {
        Some(_) => 1,
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    let bar = bar(&input.bytes, printer.style).filter(|_| cores > 1);
    let worker = || {
        let mut worker = session.worker();
        move |chunk: Chunk| job.work(&mut worker, &chunk)
    };
    let result = in_order(cores, &mut chunks, worker, |rendered| {
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

/// The posts of an input in chunks; a failure to read comes behind what was read before it.
struct Chunks {
    items: Items,
    next: Option<Chunk>,
    end: Option<Result<(), Failure>>,
}

impl Chunks {
    fn new(mut items: Items, first: u64, number: u64) -> Self {
        let mut chunk = Chunk {
            first,
            number,
            items: Vec::new(),
        };
        let end = fill(&mut items, &mut chunk);
        Chunks {
            items,
            next: Some(chunk),
            end,
        }
    }
}

impl Iterator for Chunks {
    type Item = Result<Chunk, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(chunk) = self.next.take() else {
            return self.end.take()?.err().map(Err);
        };
        if self.end.is_none() {
            let mut next = following(&chunk);
            self.end = fill(&mut self.items, &mut next);
            self.next = Some(next);
        }
        Some(Ok(chunk))
    }
}

fn following(chunk: &Chunk) -> Chunk {
    let count = chunk.items.len() as u64;
    Chunk {
        first: chunk.first.saturating_add(count),
        number: chunk.number.saturating_add(count),
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
