//! Prints the corpus, a post a line: `cargo run --release -p postworthy-benches --example corpus --
//! valid 100000 > valid.ndjson`; `mixed` in place of `valid` has posts with errors among them, and
//! `context` prints what is known of their media and accounts.

use std::io::{BufWriter, Write as _, stdout};
use std::process::ExitCode;

use postworthy_benches::{Corpus, Kind, context};

/// The seed of every corpus that is measured.
const SEED: u64 = 1;

fn main() -> std::io::Result<ExitCode> {
    let mut args = std::env::args().skip(1);
    let what = args.next();
    let count = args.next().and_then(|count| count.parse().ok());
    let mut out = BufWriter::new(stdout().lock());
    let kind = match what.as_deref() {
        Some("valid") => Kind::Valid,
        Some("mixed") => Kind::Mixed,
        Some("context") => {
            serde_json::to_writer(&mut out, &context())?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {
            eprintln!("usage: corpus valid|mixed COUNT, or corpus context");
            return Ok(ExitCode::from(2));
        }
    };
    for line in Corpus::new(SEED, kind).take(count.unwrap_or(100_000)) {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
