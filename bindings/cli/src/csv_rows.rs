//! Posts from CSV: a row a post.

mod row;

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::error::Failure;
use crate::frames::{LONGEST, too_long};
use crate::input::{Body, Item, Notice, Start};
use crate::terminal::short;
pub use row::Row;

/// Characters of a name that a message shows.
const SHOWN: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Content,
    Title,
    Platforms,
    AccountIds,
    MediaUrls,
    ScheduledFor,
    Timezone,
    PublishNow,
    IsDraft,
    Tags,
    Hashtags,
    Options,
    TiktokSettings,
}

/// Names without case, blanks, `_` and `-`, and what they mean.
const COLUMNS: &[(&str, Column)] = &[
    ("content", Column::Content),
    ("text", Column::Content),
    ("caption", Column::Content),
    ("message", Column::Content),
    ("title", Column::Title),
    ("platforms", Column::Platforms),
    ("platform", Column::Platforms),
    ("accountids", Column::AccountIds),
    ("accountid", Column::AccountIds),
    ("accounts", Column::AccountIds),
    ("mediaurls", Column::MediaUrls),
    ("mediaurl", Column::MediaUrls),
    ("media", Column::MediaUrls),
    ("mediaitems", Column::MediaUrls),
    ("imageurl", Column::MediaUrls),
    ("imageurls", Column::MediaUrls),
    ("videourl", Column::MediaUrls),
    ("scheduledfor", Column::ScheduledFor),
    ("scheduledat", Column::ScheduledFor),
    ("scheduletime", Column::ScheduledFor),
    ("scheduledtime", Column::ScheduledFor),
    ("publishat", Column::ScheduledFor),
    ("timezone", Column::Timezone),
    ("tz", Column::Timezone),
    ("publishnow", Column::PublishNow),
    ("isdraft", Column::IsDraft),
    ("draft", Column::IsDraft),
    ("tags", Column::Tags),
    ("hashtags", Column::Hashtags),
    ("options", Column::Options),
    ("platformspecificdata", Column::Options),
    ("tiktoksettings", Column::TiktokSettings),
];

impl Column {
    fn named(name: &str) -> Option<Self> {
        let folded: String = name
            .chars()
            .filter(|character| character.is_alphanumeric())
            .map(|character| character.to_ascii_lowercase())
            .collect();
        let mut known = COLUMNS.iter();
        known
            .find(|(name, _)| *name == folded)
            .map(|(_, column)| *column)
    }

    /// Whether several columns of the kind add up; of others the last would hide the first.
    fn adds_up(self) -> bool {
        matches!(
            self,
            Column::Platforms | Column::AccountIds | Column::MediaUrls
        )
    }
}

/// Whether a line is the header of such a file.
pub fn is_header(line: &[u8]) -> bool {
    let Ok(line) = str::from_utf8(line) else {
        return false;
    };
    let cells = line.split([',', ';', '\t']);
    cells
        .map(|cell| cell.trim().trim_matches('"'))
        .any(|cell| Column::named(cell).is_some())
}

/// The header.
#[derive(Debug)]
struct Head {
    /// What each column means, and its name as it is written; nothing for those that nobody knows.
    columns: Vec<Option<(Column, String)>>,
    delimiter: u8,
}

impl Head {
    /// Columns that nobody knows are told of once.
    fn read(
        name: &str,
        header: &StringRecord,
        delimiter: u8,
        notice: Notice,
    ) -> Result<Self, Failure> {
        let column = |written: &str| {
            let column = Column::named(written)?;
            Some((column, short(written.trim(), SHOWN).into_owned()))
        };
        let mut columns: Vec<_> = header.iter().map(column).collect();
        if columns.iter().all(Option::is_none) {
            return Err(Failure::new(format!(
                "{name}: no column of the first line is known; see `postworthy check --help`"
            )));
        }
        let mut seen: Vec<(Column, &str)> = Vec::new();
        for (column, second) in columns.iter().flatten() {
            if column.adds_up() {
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(known, _)| known == column) {
                return Err(Failure::new(format!(
                    "{name}: the columns `{first}` and `{second}` mean the same; keep one of them"
                )));
            }
            seen.push((*column, second));
        }
        let unknown: Vec<&str> = header
            .iter()
            .zip(columns.iter())
            .filter(|(name, column)| column.is_none() && !name.trim().is_empty())
            .map(|(name, _)| name)
            .collect();
        if !unknown.is_empty() {
            let unknown = unknown.join("`, `");
            notice(&format_args!("{name}: nobody reads the column `{unknown}`"));
        }
        // Separators at the end of the header make no columns.
        let nameless = header
            .iter()
            .rev()
            .take_while(|name| name.trim().is_empty());
        columns.truncate(columns.len().saturating_sub(nameless.count()));
        Ok(Head { columns, delimiter })
    }

    /// The cells of a row that have a column.
    fn fit(&self, record: StringRecord) -> Cells {
        let (cells, columns) = (record.len(), self.columns.len());
        if cells <= columns {
            return Ok(record);
        }
        let mut beyond = record.iter().skip(columns);
        if beyond.any(|cell| !cell.trim().is_empty()) {
            let separators = match self.delimiter {
                b';' => "semicolons",
                b'\t' => "tabs",
                _ => "commas",
            };
            return Err(format!(
                "the row has {cells} cells, the header {columns}; a text with {separators} must \
                 stand in quotes"
            ));
        }
        // Not cut in place: there may be millions of empty ones, and their memory would be kept.
        Ok(record.iter().take(columns).collect())
    }
}

/// The rows of a CSV file.
pub struct Rows {
    text: Text,
    head: Arc<Head>,
    done: bool,
}

/// The cells of a row, or what is wrong with it.
type Cells = Result<StringRecord, String>;

/// What is read row by row.
struct Text {
    name: String,
    reader: csv::Reader<Lines>,
}

/// Hands out no more than a line at a time: when a row has ended, nothing behind it has been taken,
/// so that the line of the next one can be told.
///
/// Ends where a row is longer than one may be: whoever takes rows apart reads on until one ends.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    /// How much may be read before the row is too long.
    left: usize,
    /// The line in the file that is read next.
    line: usize,
    /// Whether the text has ended, and a line end was handed out behind it.
    ended: bool,
    /// Whether more was asked for even then.
    missed: bool,
}

impl Lines {
    /// Skips blank lines, and the rest of a CRLF: rows end at its first half. Says whether any text
    /// is left.
    fn skip_blank(&mut self) -> io::Result<bool> {
        while !self.ended {
            let text = self.reader.fill_buf()?;
            let ends = text.iter().take_while(|byte| is_end(**byte));
            let (mut blanks, mut lines) = (0_usize, 0_usize);
            for byte in ends {
                blanks = blanks.saturating_add(1);
                lines = lines.saturating_add(usize::from(*byte == b'\n'));
            }
            let (empty, more) = (text.is_empty(), blanks < text.len());
            self.reader.consume(blanks);
            self.line = self.line.saturating_add(lines);
            if empty || more {
                return Ok(more);
            }
        }
        Ok(false)
    }
}

/// Whether a row may end at the byte.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.left);
        if most == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let text = self.reader.fill_buf()?;
        if text.is_empty() {
            // A line end ends every row except one that has a quote open: only that asks for more.
            self.missed = self.ended;
            self.ended = true;
            return match buffer.first_mut() {
                Some(first) if !self.missed => {
                    *first = b'\n';
                    Ok(1)
                }
                _ => Ok(0),
            };
        }
        let text = text.get(..most).unwrap_or(text);
        let end = text.iter().position(|byte| is_end(*byte));
        let line = end.and_then(|at| text.get(..=at)).unwrap_or(text);
        let count = line.len();
        if let Some(buffer) = buffer.get_mut(..count) {
            buffer.copy_from_slice(line);
        }
        let ends = usize::from(line.ends_with(b"\n"));
        self.reader.consume(count);
        self.line = self.line.saturating_add(ends);
        self.left = self.left.saturating_sub(count);
        Ok(count)
    }
}

impl Text {
    /// The next row, and where it begins.
    fn read(&mut self) -> Result<Option<(Start, Cells)>, Failure> {
        let failed =
            |error: &dyn std::error::Error| Failure::new(format!("{}: {error}", self.name));
        let lines = self.reader.get_mut();
        if !lines.skip_blank().map_err(|error| failed(&error))? {
            return Ok(None);
        }
        lines.left = LONGEST;
        let start = Start {
            line: lines.line,
            column: 1,
        };
        let mut record = ByteRecord::new();
        let read = self.reader.read_byte_record(&mut record);
        let lines = self.reader.get_ref();
        match read {
            Ok(true) if lines.missed => {
                // The last cell holds all that follows the quote, and the line end behind the text.
                let cell = record.iter().next_back().unwrap_or_default();
                let ends = cell.iter().filter(|byte| **byte == b'\n').count();
                let opened = lines.line.saturating_sub(ends.saturating_sub(1));
                Ok(Some((
                    start,
                    Err(format!(
                        "the quote that is opened in line {opened} is never closed; what follows \
                         it was not read"
                    )),
                )))
            }
            Ok(true) => {
                let record = StringRecord::from_byte_record(record)
                    .map_err(|_| "this is not UTF-8 text; save the file as UTF-8".to_string());
                Ok(Some((start, record)))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(match error.kind() {
                csv::ErrorKind::Io(_) if lines.left == 0 => too_long(&self.name, start),
                _ => failed(&error),
            }),
        }
    }
}

impl Rows {
    /// Reads the header.
    pub fn new(
        name: &str,
        mut reader: impl BufRead + Send + 'static,
        start: Start,
        notice: Notice,
    ) -> Result<Self, Failure> {
        let mut head = Vec::new();
        reader
            .by_ref()
            .take(LONGEST as u64)
            .read_until(b'\n', &mut head)
            .map_err(|error| Failure::new(format!("{name}: {error}")))?;
        let delimiter = delimiter(&head);
        let lines = Lines {
            reader: Box::new(io::Cursor::new(head).chain(reader)),
            left: LONGEST,
            line: start.line,
            ended: false,
            missed: false,
        };
        let mut text = Text {
            name: name.to_string(),
            reader: ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(lines),
        };
        let header = match text.read()? {
            Some((_, Ok(header))) => header,
            Some((Start { line, .. }, Err(message))) => {
                return Err(Failure::new(format!("{name}: line {line}: {message}")));
            }
            None => StringRecord::new(),
        };
        let head = Head::read(name, &header, delimiter, notice)?;
        Ok(Rows {
            text,
            head: Arc::new(head),
            done: false,
        })
    }
}

/// What separates the cells of the header: the most frequent of `,`, `;` and tab.
fn delimiter(head: &[u8]) -> u8 {
    let count = |wanted: u8| head.iter().filter(|byte| **byte == wanted).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

impl Iterator for Rows {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let read = self.text.read().transpose();
        self.done = !matches!(read, Some(Ok(_)));
        Some(read?.map(|(start, cells)| {
            let head = Arc::clone(&self.head);
            let cells = cells.and_then(|record| head.fit(record));
            Item {
                start,
                body: Body::Row(Row { head, cells }),
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postworthy::ParseError;
    use serde_json::{Value, json};

    fn posts(text: &str) -> Vec<Result<Value, ParseError>> {
        Rows::new("x", io::Cursor::new(text.to_string()), Start::FILE, |_| {})
            .unwrap()
            .map(|item| match item.unwrap().body {
                Body::Row(row) => row.to_post(),
                Body::Json(_) => panic!("rows are rows"),
            })
            .collect()
    }

    #[test]
    fn a_row_becomes_a_post() {
        let text = "Content,platforms,account_ids,Media URLs,schedule_time,options,is_draft\n\
            \"Hi, all\",instagram; tiktok,\"a1,a2\",https://a/1.jpg;https://a/2,3.jpg,2026-01-01T00:00:00Z,\
            \"{\"\"instagram\"\": {\"\"contentType\"\": \"\"story\"\"}}\",no\n";
        // The comma inside the second URL belongs to a cell of its own unless it is quoted.
        let text = text.replace(
            "https://a/1.jpg;https://a/2,3.jpg",
            "\"https://a/1.jpg;https://a/2,3.jpg\"",
        );
        assert_eq!(
            posts(&text),
            [Ok(json!({
                "content": "Hi, all",
                "mediaItems": [{ "url": "https://a/1.jpg" }, { "url": "https://a/2,3.jpg" }],
                "scheduledFor": "2026-01-01T00:00:00Z",
                "isDraft": false,
                "platforms": [
                    { "platform": "instagram", "accountId": "a1",
                      "platformSpecificData": { "contentType": "story" } },
                    { "platform": "tiktok", "accountId": "a2" }
                ]
            }))]
        );
    }

    #[test]
    fn semicolons_may_separate_cells() {
        let posts = posts("content;platforms\nHi;twitter,threads\n");
        assert_eq!(
            posts.first().unwrap().as_ref().unwrap()["platforms"][1]["platform"],
            "threads"
        );
    }

    #[test]
    fn a_row_becomes_no_more_than_a_row_can_hold() {
        let zeros = vec!["0"; 1_000].join(",");
        let options = format!("\"{{\"\"x\"\":[{zeros}]}}\"");
        let row = |times: usize| {
            let platforms = "x,".repeat(times);
            format!("platforms,options\n\"{platforms}\",{options}\nx,\n")
        };
        let message = |text: &str| match posts(text).as_slice() {
            // The next row is read.
            [Err(error), Ok(_)] => error.message.clone(),
            other => panic!("{}", other.len()),
        };
        assert_eq!(
            message(&row(100_000)),
            "column platforms: a row may list 10000 of them"
        );
        assert_eq!(
            message(&row(5_000)),
            "column options: those of all platforms of a row may be 4 MiB"
        );
        assert_eq!(
            posts(&row(2_000))
                .iter()
                .filter(|post| post.is_ok())
                .count(),
            2
        );
        for column in ["accountIds", "mediaUrls", "tags", "hashtags"] {
            let entries = "a;".repeat(10_001);
            let told = message(&format!("{column},content\n\"{entries}\",\n,Hi\n"));
            assert!(told.starts_with(&format!("column {column}: ")), "{told}");
        }
    }

    #[test]
    fn options_that_are_no_json_are_an_unreadable_row() {
        let error = posts("content,options\nHi,{oops\nHo,\n")
            .remove(0)
            .unwrap_err();
        assert!(error.message.starts_with("column options:"));
    }
}
