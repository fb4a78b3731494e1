//! Cuts a stream into posts, without reading more of it than one post at a time.

use std::io::{self, BufRead};

use postworthy::Post;

use crate::error::Failure;
use crate::input::{Body, Item, Start};
use crate::locate::is_first;

/// A single post may be this long.
pub const LONGEST: usize = 64 << 20;

/// A line is given this much memory at the most before it is known how long it is.
const USUAL: usize = 1 << 13;

/// What is nested deeper is not kept: the post is refused before its reader comes so far.
const DEEPEST: usize = 100;

/// The posts of NDJSON, each with its line, from 1. Empty lines are skipped.
///
/// ```
/// let posts = postworthy_cli::ndjson("posts", "{}\n\n[]\n".as_bytes());
/// let posts: Result<Vec<_>, _> = posts.collect();
/// assert_eq!(posts?, [(1, b"{}".to_vec()), (3, b"[]".to_vec())]);
/// # Ok::<(), postworthy_cli::Failure>(())
/// ```
pub fn ndjson<R: BufRead>(
    name: &str,
    reader: R,
) -> impl Iterator<Item = Result<(usize, Vec<u8>), Failure>> + use<R> {
    Lines::new(name, reader, Start::FILE).filter_map(|item| match item {
        Ok(Item { start, body }) => match body {
            Body::Json(text) => Some(Ok((start.line, text))),
            Body::Row(_) => None,
        },
        Err(failure) => Some(Err(failure)),
    })
}

/// NDJSON: a post a line. Empty lines are skipped.
pub struct Lines<R> {
    name: String,
    reader: R,
    next: Start,
    /// How long the line before was: the next will need about as much.
    length: usize,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub fn new(name: &str, reader: R, start: Start) -> Self {
        Lines {
            name: name.to_string(),
            reader,
            next: start,
            length: 0,
            done: false,
        }
    }

    fn read(&mut self) -> Result<Option<Item>, Failure> {
        loop {
            let mut line = Vec::with_capacity(self.length.min(USUAL));
            let limit = LONGEST as u64;
            let read = io::Read::take(&mut self.reader, limit)
                .read_until(b'\n', &mut line)
                .map_err(|error| Failure::new(format!("{}: {error}", self.name)))?;
            if read == 0 {
                return Ok(None);
            }
            self.length = read;
            let start = self.next;
            self.next = Start {
                line: start.line.saturating_add(1),
                column: 1,
            };
            if read == LONGEST && !line.ends_with(b"\n") {
                return Err(too_long(&self.name, start));
            }
            while line.last().is_some_and(u8::is_ascii_whitespace) {
                line.pop();
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Item {
                    start,
                    body: Body::Json(line),
                }));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = self.read().transpose();
        self.done = !matches!(item, Some(Ok(_)));
        item
    }
}

/// The failure to read a post, or a row, that is longer than one may be.
pub fn too_long(name: &str, at: Start) -> Failure {
    let Start { line, column } = at;
    let most = LONGEST >> 20;
    Failure::new(format!(
        "{name}: line {line}, column {column}: a single post is longer than {most} MiB"
    ))
}

/// A JSON array of posts. An element that is no JSON is handed out as it is, so that its neighbours
/// are still read.
pub struct Array<R> {
    name: String,
    reader: R,
    at: Start,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the bracket.
    Fresh,
    /// Behind the bracket.
    Open,
    /// Behind an element.
    Between,
    Done,
}

impl<R: BufRead> Array<R> {
    /// Starts at the opening bracket.
    pub fn new(name: &str, reader: R, start: Start) -> Self {
        Array {
            name: name.to_string(),
            reader,
            at: start,
            state: State::Fresh,
        }
    }

    fn fail(&self, at: Start, what: &str) -> Failure {
        let Start { line, column } = at;
        Failure::new(format!(
            "{}: line {line}, column {column}: {what}",
            self.name
        ))
    }

    fn io<T>(&self, result: io::Result<T>) -> Result<T, Failure> {
        result.map_err(|error| Failure::new(format!("{}: {error}", self.name)))
    }

    fn peek(&mut self) -> Result<Option<u8>, Failure> {
        let first = self.reader.fill_buf().map(|buffer| buffer.first().copied());
        self.io(first)
    }

    fn skip(&mut self, byte: u8) {
        self.reader.consume(1);
        advance(&mut self.at, byte);
    }

    fn skip_blank(&mut self) -> Result<Option<u8>, Failure> {
        loop {
            match self.peek()? {
                Some(byte) if byte.is_ascii_whitespace() => self.skip(byte),
                other => return Ok(other),
            }
        }
    }

    fn read(&mut self) -> Result<Option<Item>, Failure> {
        if self.state == State::Fresh {
            self.peek()?;
            self.skip(b'[');
            self.state = State::Open;
        }
        let mut next = self.skip_blank()?;
        if self.state == State::Between && next == Some(b',') {
            self.skip(b',');
            next = self.skip_blank()?;
            if next == Some(b']') {
                return Err(self.fail(self.at, "a post is missing behind the comma"));
            }
        }
        match next {
            None => Err(self.fail(self.at, "the text ends before the array of posts does")),
            Some(b']') => {
                self.skip(b']');
                match self.skip_blank()? {
                    None => Ok(None),
                    Some(_) => Err(self.fail(self.at, "there is text behind the end of the array")),
                }
            }
            Some(b',') => Err(self.fail(self.at, "a post is missing before the comma")),
            Some(_) => {
                self.state = State::Between;
                self.element().map(Some)
            }
        }
    }

    /// Reads up to the comma or bracket behind the element, by the nesting alone.
    fn element(&mut self) -> Result<Item, Failure> {
        let start = self.at;
        let mut text = Vec::new();
        let mut depth = 0_usize;
        let mut deep = false;
        let (mut quoted, mut escaped) = (false, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return self.io(Err(error)),
            };
            if buffer.is_empty() {
                let nested = Post::parse_bytes(&text).err().filter(|_| deep);
                return Err(match nested {
                    Some(error) => {
                        let error = start.shift_error(error);
                        Failure::new(format!("{}: {error}", self.name))
                    }
                    None => self.fail(self.at, "the text ends in the middle of a post"),
                });
            }
            let mut end = None;
            for (at, byte) in buffer.iter().enumerate() {
                if quoted {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => quoted = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => quoted = true,
                        b',' | b']' if depth == 0 => {
                            end = Some(at);
                            break;
                        }
                        b'[' | b'{' => depth = depth.saturating_add(1),
                        b']' | b'}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                }
                advance(&mut self.at, *byte);
                deep |= depth > DEEPEST;
                if !deep {
                    text.push(*byte);
                }
            }
            let used = end.unwrap_or(buffer.len());
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Item {
                    start,
                    body: Body::Json(text),
                });
            }
            if text.len() > LONGEST {
                return Err(too_long(&self.name, start));
            }
        }
    }
}

/// Goes behind a byte.
pub fn advance(at: &mut Start, byte: u8) {
    if byte == b'\n' {
        at.line = at.line.saturating_add(1);
        at.column = 1;
    } else if is_first(byte) {
        at.column = at.column.saturating_add(1);
    }
}

impl<R: BufRead> Iterator for Array<R> {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done {
            return None;
        }
        let item = self.read().transpose();
        if !matches!(item, Some(Ok(_))) {
            self.state = State::Done;
        }
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(text: &str) -> Vec<Result<(usize, String), String>> {
        // A tiny buffer, so that every element is cut by its end somewhere.
        let reader = io::BufReader::with_capacity(3, text.as_bytes());
        Array::new("x", reader, Start::FILE)
            .map(|item| match item {
                Ok(Item {
                    start,
                    body: Body::Json(text),
                }) => Ok((start.column, String::from_utf8(text).unwrap())),
                Ok(_) => panic!("arrays hold JSON"),
                Err(failure) => Err(failure.to_string()),
            })
            .collect()
    }

    #[test]
    fn elements_are_cut_at_their_commas_alone() {
        let items = array(r#"[{"a":"],\"[", "b":[1,2]} , 5,[ ]]"#);
        let texts: Vec<_> = items.into_iter().map(Result::unwrap).collect();
        assert_eq!(
            texts,
            [
                (2, r#"{"a":"],\"[", "b":[1,2]} "#.to_string()),
                (29, "5".to_string()),
                (31, "[ ]".to_string())
            ]
        );
        assert!(array("[ ]\n").is_empty());
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let items = array(r#"["éé", 5]"#);
        let columns: Vec<_> = items.into_iter().map(|one| one.unwrap().0).collect();
        assert_eq!(columns, [2, 8]);
    }

    #[test]
    fn what_does_not_end_says_so() {
        assert!(
            array("[")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("ends before")
        );
        assert!(
            array("[{},")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("ends before")
        );
        assert!(
            array("[{}, {\"a\": ")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("middle")
        );
        assert!(
            array("[{}] x")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("behind")
        );
        assert!(
            array("[,{}]")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("missing")
        );
        assert!(
            array("[{},]")
                .pop()
                .unwrap()
                .unwrap_err()
                .contains("missing")
        );
        let deep = array(&"[".repeat(10_000)).pop().unwrap().unwrap_err();
        assert!(deep.contains("64 deep"), "{deep}");
    }

    #[test]
    fn lines_are_numbered_and_empty_ones_skipped() {
        let text = "{}\n\n {\"a\":1} \r\n";
        let lines: Vec<_> = Lines::new("x", text.as_bytes(), Start::FILE)
            .map(|item| item.unwrap().start.line)
            .collect();
        assert_eq!(lines, [1, 3]);
    }
}
