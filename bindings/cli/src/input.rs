//! What an input is: one post, an array of posts, NDJSON, or CSV; and any of them packed.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postworthy::{ParseError, Post};
use serde_json::Value;

use crate::csv_rows::{self, Row};
use crate::error::Failure;
use crate::frames::{self, LONGEST, too_long};
use crate::terminal::complain;
use crate::unpack::{Packing, unpack};

/// Where a text begins in its file, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub line: usize,
    pub column: usize,
}

impl Start {
    /// The beginning of a file.
    pub const FILE: Self = Start { line: 1, column: 1 };

    /// A place in the text as a place in the file.
    pub fn shift(self, (line, column): (usize, usize)) -> (usize, usize) {
        let column = if line <= 1 {
            column.saturating_add(self.column.saturating_sub(1))
        } else {
            column
        };
        let line = line.saturating_add(self.line.saturating_sub(1));
        (line, column)
    }

    /// A place in the file as a place in the text.
    pub fn within(self, (line, column): (usize, usize)) -> (usize, usize) {
        let column = if line <= self.line {
            column.saturating_sub(self.column.saturating_sub(1))
        } else {
            column
        };
        let line = line.saturating_sub(self.line.saturating_sub(1));
        (line, column)
    }

    /// An error in the text as an error in the file.
    pub fn shift_error(self, mut error: ParseError) -> ParseError {
        (error.line, error.column) = self.shift((error.line, error.column));
        error
    }
}

/// One post as it was read.
#[derive(Debug)]
pub struct Item {
    pub start: Start,
    pub body: Body,
}

impl Item {
    /// About how many bytes it holds.
    pub fn bytes(&self) -> usize {
        match &self.body {
            Body::Json(text) => text.len(),
            Body::Row(row) => row.bytes(),
        }
    }
}

#[derive(Debug)]
pub enum Body {
    Json(Vec<u8>),
    Row(Row),
}

/// A stream of posts; an error ends it.
pub type Items = Box<dyn Iterator<Item = Result<Item, Failure>> + Send>;

/// What an input holds.
pub enum Content {
    /// A single post, and what stands before it: a byte order mark and blanks.
    One(Item, Vec<u8>),
    Many(Items),
}

/// An input, opened and told apart.
pub struct Input {
    /// As messages call it.
    pub name: String,
    /// The folder that paths in its posts count from.
    pub folder: Option<PathBuf>,
    /// What it is packed with.
    pub packing: Option<Packing>,
    /// Its size as it is stored, where that is known.
    pub bytes: Option<u64>,
    /// How much of that has been read.
    pub read: Arc<AtomicU64>,
    pub content: Content,
}

/// Whom to tell what may have been meant otherwise, such as a column that nobody reads.
pub type Notice = fn(&dyn fmt::Display);

/// Reads ahead as much as pays off.
const BUFFER: usize = 1 << 16;

/// Opens a file, or the standard input for `-`.
pub fn open(path: &Path) -> Result<Input, Failure> {
    let read = Arc::new(AtomicU64::new(0));
    let standard = path.as_os_str() == "-";
    let (reader, bytes): (Box<dyn Read + Send>, _) = if standard {
        (Box::new(io::stdin()), None)
    } else {
        let failed = |error: io::Error| Failure::file(path, &error);
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        (Box::new(file), metadata.is_file().then_some(metadata.len()))
    };
    let name = if standard {
        "<stdin>".to_string()
    } else {
        path.display().to_string()
    };
    let counted = Counted {
        reader,
        read: Arc::clone(&read),
    };
    let failed = |error: io::Error| Failure::new(format!("{name}: {error}"));
    let (reader, packing) = unpack(Box::new(counted)).map_err(failed)?;
    let extension = extension(path, packing).unwrap_or_default();
    let content = told_apart(&name, &extension, reader, complain)?;
    Ok(Input {
        folder: (!standard)
            .then(|| path.parent().map(Path::to_path_buf))
            .flatten(),
        name,
        packing,
        bytes,
        read,
        content,
    })
}

/// What tells the form: the extension, of an archive the one before that of its packing.
fn extension(path: &Path, packing: Option<Packing>) -> Option<String> {
    let last = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
    match last(path)?.as_str() {
        "gz" | "gzip" | "zst" | "zstd" if packing.is_some() => last(Path::new(path.file_stem()?)),
        other => Some(other.to_string()),
    }
}

/// Tells by the extension, and by how the text begins, what it holds.
fn told_apart(
    name: &str,
    extension: &str,
    reader: impl Read + Send + 'static,
    notice: Notice,
) -> Result<Content, Failure> {
    let failed = |error: io::Error| Failure::new(format!("{name}: {error}"));
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    let mut before = Vec::new();
    let start = skip_blank(&mut reader, &mut before).map_err(failed)?;
    let Some((start, first)) = start else {
        return Err(Failure::new(format!("{name}: this is empty")));
    };
    let mut content = match (extension, first) {
        ("ndjson" | "jsonl", _) => lines(name, Vec::new(), reader, start),
        ("csv", _) => rows(name, Vec::new(), reader, start, notice)?,
        (_, b'[') => Content::Many(Box::new(frames::Array::new(name, reader, start))),
        ("json", first) if first != b'{' => rest(name, Vec::new(), reader, start)?,
        _ => {
            let mut line = Vec::new();
            let mut longest = reader.by_ref().take(beyond());
            longest.read_until(b'\n', &mut line).map_err(failed)?;
            sniff(name, first, line, reader, start, notice)?
        }
    };
    if let Content::One(_, head) = &mut content {
        *head = before;
    }
    Ok(content)
}

/// The line where a post begins, and the post, or why it is no JSON.
pub type Numbered = (usize, Result<Value, ParseError>);

/// The posts of a text in any form that `check` reads, each with the line where it begins: one
/// post, an array, NDJSON or CSV, as the extension says and the text begins.
///
/// ```
/// let csv = "content,platforms\nHello,bluesky\n".as_bytes();
/// for post in postworthy_cli::posts("plan", "csv", csv)? {
///     let (line, post) = post?;
///     assert_eq!((line, post.unwrap()["content"].as_str()), (2, Some("Hello")));
/// }
/// # Ok::<(), postworthy_cli::Failure>(())
/// ```
///
/// # Errors
/// Where the text is empty or is CSV in which no column is known; an item is an error where the text
/// cannot be read any further, and holds one where a single post is not JSON.
pub fn posts(
    name: &str,
    extension: &str,
    reader: impl Read + Send + 'static,
) -> Result<impl Iterator<Item = Result<Numbered, Failure>>, Failure> {
    let items: Items = match told_apart(name, extension, reader, |_| {})? {
        Content::One(item, _) => Box::new(std::iter::once(Ok(item))),
        Content::Many(items) => items,
    };
    Ok(items.map(|item| {
        let item = item?;
        let post = match &item.body {
            Body::Json(text) => Post::parse_bytes(text).map(|post| post.to_value()),
            Body::Row(row) => row.to_post(),
        };
        Ok((
            item.start.line,
            post.map_err(|error| item.start.shift_error(error)),
        ))
    }))
}

/// Tells a post from NDJSON and CSV by the first line.
fn sniff(
    name: &str,
    first: u8,
    mut line: Vec<u8>,
    mut reader: impl BufRead + Send + 'static,
    start: Start,
    notice: Notice,
) -> Result<Content, Failure> {
    let failed = |error: io::Error| Failure::new(format!("{name}: {error}"));
    if first == b'{' {
        // A line that closes what it opens, and another object behind it.
        let closed = line.trim_ascii_end().ends_with(b"}");
        return if closed && next_byte(&mut reader, &mut line).map_err(failed)? == Some(b'{') {
            Ok(lines(name, line, reader, start))
        } else {
            rest(name, line, reader, start)
        };
    }
    if csv_rows::is_header(&line) {
        return rows(name, line, reader, start, notice);
    }
    rest(name, line, reader, start)
}

/// The next byte that is no blank, of which those before it are put behind what was read.
fn next_byte(reader: &mut impl BufRead, read: &mut Vec<u8>) -> io::Result<Option<u8>> {
    loop {
        let buffer = reader.fill_buf()?;
        let count = buffer.len();
        let next = buffer.iter().find(|byte| !byte.is_ascii_whitespace());
        // What is longer than a post may be is told by whoever reads on.
        if next.is_some() || count == 0 || read.len() > LONGEST {
            return Ok(next.copied());
        }
        read.extend_from_slice(buffer);
        reader.consume(count);
    }
}

fn lines(
    name: &str,
    head: Vec<u8>,
    reader: impl BufRead + Send + 'static,
    start: Start,
) -> Content {
    let reader = Cursor::new(head).chain(reader);
    Content::Many(Box::new(frames::Lines::new(name, reader, start)))
}

fn rows(
    name: &str,
    head: Vec<u8>,
    reader: impl BufRead + Send + 'static,
    start: Start,
    notice: Notice,
) -> Result<Content, Failure> {
    let reader = Cursor::new(head).chain(reader);
    let rows = csv_rows::Rows::new(name, reader, start, notice)?;
    Ok(Content::Many(Box::new(rows)))
}

/// So many bytes are read to know that a post is longer than one may be.
fn beyond() -> u64 {
    (LONGEST as u64).saturating_add(1)
}

/// One post: all that is left.
fn rest(
    name: &str,
    mut text: Vec<u8>,
    reader: impl Read,
    start: Start,
) -> Result<Content, Failure> {
    let left = beyond().saturating_sub(text.len() as u64);
    reader
        .take(left)
        .read_to_end(&mut text)
        .map_err(|error| Failure::new(format!("{name}: {error}")))?;
    if text.len() > LONGEST {
        return Err(too_long(name, start));
    }
    let item = Item {
        start,
        body: Body::Json(text),
    };
    Ok(Content::One(item, Vec::new()))
}

/// Skips a byte order mark and blanks, and keeps them; says where the text begins, and with which byte.
fn skip_blank(reader: &mut impl BufRead, skipped: &mut Vec<u8>) -> io::Result<Option<(Start, u8)>> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut start = Start::FILE;
    if reader.fill_buf()?.starts_with(MARK) {
        reader.consume(MARK.len());
        skipped.extend_from_slice(MARK);
    }
    while skipped.len() <= LONGEST {
        let buffer = reader.fill_buf()?;
        let is_blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r' | b'\n');
        let blanks = buffer.iter().take_while(is_blank);
        for byte in blanks.clone() {
            frames::advance(&mut start, *byte);
        }
        let (count, length) = (blanks.count(), buffer.len());
        skipped.extend(buffer.iter().take(count));
        let first = buffer.get(count).copied();
        reader.consume(count);
        if count < length || length == 0 {
            return Ok(first.map(|first| (start, first)));
        }
    }
    let most = LONGEST >> 20;
    Err(io::Error::other(format!(
        "this begins with more than {most} MiB of blanks"
    )))
}

/// Counts what has been read, for the progress bar.
struct Counted {
    reader: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many posts are read of a text behind which one byte comes for longer than a post may be,
    /// and what is said then.
    fn endless(extension: &str, text: &str, byte: u8) -> (usize, String) {
        let more = io::repeat(byte).take(LONGEST as u64);
        let reader = Cursor::new(text.to_string()).chain(more);
        let mut posts = match posts("x", extension, reader) {
            Ok(posts) => posts,
            Err(failure) => return (0, failure.to_string()),
        };
        let mut read = 0_usize;
        let failure = posts.find_map(|post| match post {
            Ok(_) => {
                read = read.saturating_add(1);
                None
            }
            Err(failure) => Some(failure.to_string()),
        });
        assert!(posts.next().is_none());
        (read, failure.unwrap_or_default())
    }

    #[test]
    fn no_form_holds_more_than_a_post_may_be_long() {
        let csv = "content\nHi\n";
        for (extension, text, byte, read, at) in [
            ("", "words", b'x', 0, "line 1, column 1"),
            ("json", "{\"content\":\"", b'x', 0, "line 1, column 1"),
            ("json", "\n {\n\"content\":\"", b'x', 0, "line 2, column 2"),
            ("json", "\"", b'x', 0, "line 1, column 1"),
            ("ndjson", "{}\n\"", b'x', 1, "line 2, column 1"),
            ("csv", "content,", b'x', 0, "line 1, column 1"),
            ("csv", &format!("{csv}\"Hi"), b'x', 1, "line 3, column 1"),
            ("csv", csv, b',', 1, "line 3, column 1"),
        ] {
            let said = format!("x: {at}: a single post is longer than 64 MiB");
            assert_eq!(endless(extension, text, byte), (read, said), "{text}");
        }
    }

    #[test]
    fn what_is_behind_the_last_column_is_not_kept() {
        let text = format!("content\nHi{}\n", ",".repeat(1_000));
        let Content::Many(mut items) = told_apart("x", "csv", Cursor::new(text), |_| {}).unwrap()
        else {
            panic!("rows are many");
        };
        assert!(items.next().unwrap().unwrap().bytes() < 100);
    }
}
