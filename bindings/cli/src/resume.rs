//! `--resume`: goes on in a file of reports where an earlier run was interrupted.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::Path;

use crate::error::Failure;
use crate::output::{Rendered, Total};

/// A file of reports, a line each, and what those say that stand in it.
pub struct Resumed {
    /// The file, at the end of its last whole line.
    pub file: File,
    pub done: Total,
}

/// What is read of a line.
#[derive(serde::Deserialize)]
struct Line {
    index: u64,
    valid: bool,
    complete: bool,
    errors: u32,
    warnings: u32,
}

/// Opens a file of reports, which is made where there is none. A last line that was cut is cut off.
pub fn open(path: &Path) -> Result<Resumed, Failure> {
    let failed = |error: std::io::Error| Failure::file(path, &error);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(failed)?;
    let mut reader = BufReader::new(&file);
    let mut done = Total::default();
    let mut whole = 0_u64;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
        if !line.ends_with(b"\n") {
            break;
        }
        let told: Option<Line> = serde_json::from_slice(&line).ok();
        let Some(told) = told.filter(|told| told.index == done.posts) else {
            let number = done.posts.saturating_add(1);
            return Err(Failure::new(format!(
                "{}: line {number} is no report of an earlier run; --resume goes on in what \
                 `check --format ndjson` has written",
                path.display()
            )));
        };
        done.add(&Rendered {
            text: String::new(),
            valid: told.valid,
            complete: told.complete,
            errors: told.errors,
            warnings: told.warnings,
            rules: Vec::new(),
        });
        whole = whole.saturating_add(read as u64);
    }
    // What is behind the last whole line, if it is a report at all, is the beginning of the next one.
    let begun = format!("{{\"index\":{},", done.posts);
    if !begun.as_bytes().starts_with(&line) && !line.starts_with(begun.as_bytes()) {
        return Err(Failure::new(format!(
            "{}: this is not what `check --format ndjson` has written",
            path.display()
        )));
    }
    drop(reader);
    file.set_len(whole).map_err(failed)?;
    file.seek(SeekFrom::Start(whole)).map_err(failed)?;
    Ok(Resumed { file, done })
}
