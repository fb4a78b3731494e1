//! Posts from CSV: a row a post.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ReaderBuilder, StringRecord};
use postworthy::ParseError;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::frames::{LONGEST, too_long};
use crate::input::{Body, Item, Notice, Start};

/// A list of one row may have this many entries.
const MOST_ENTRIES: usize = 10_000;

/// So many are read to know that they are too many.
const BEYOND: usize = MOST_ENTRIES + 1;

/// The options of all targets of a row may be this long together, as JSON: every target gets a copy
/// of those of its platform.
const MOST_OPTIONS: usize = 4 << 20;

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

/// The rows of a CSV file.
pub struct Rows {
    name: String,
    reader: csv::Reader<Limited>,
    /// How much may be read before the row is too long.
    left: Arc<AtomicUsize>,
    columns: Arc<[Option<Column>]>,
    first_line: usize,
    done: bool,
}

/// Ends where a row is longer than one may be: whoever takes rows apart reads on until one ends.
struct Limited {
    reader: Box<dyn Read + Send>,
    left: Arc<AtomicUsize>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let most = buffer.len().min(left);
        if most == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self
            .reader
            .read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left
            .store(left.saturating_sub(count), Ordering::Relaxed);
        Ok(count)
    }
}

impl Rows {
    /// Reads the header. Columns that nobody knows are told of once.
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
        let left = Arc::new(AtomicUsize::new(LONGEST));
        let limited = Limited {
            left: Arc::clone(&left),
            reader: Box::new(io::Cursor::new(head).chain(reader)),
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(limited);
        let header = reader.headers().map_err(|error| match error.kind() {
            csv::ErrorKind::Io(_) if left.load(Ordering::Relaxed) == 0 => too_long(name, start),
            _ => Failure::new(format!("{name}: {}", reason(&error))),
        })?;
        let columns: Arc<[_]> = header.iter().map(Column::named).collect();
        if columns.iter().all(Option::is_none) {
            return Err(Failure::new(format!(
                "{name}: no column of the first line is known; see `postworthy check --help`"
            )));
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
        Ok(Rows {
            name: name.to_string(),
            reader,
            left,
            columns,
            first_line: start.line,
            done: false,
        })
    }

    /// A line of the reader as a place in the file.
    fn start(&self, line: u64) -> Start {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        Start {
            line: line.saturating_add(self.first_line.saturating_sub(1)),
            column: 1,
        }
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

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            format!("line {line}: this is not UTF-8 text; save the file as UTF-8")
        }
        _ => error.to_string(),
    }
}

impl Iterator for Rows {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let begin = self.reader.position().line();
        self.left.store(LONGEST, Ordering::Relaxed);
        let mut record = StringRecord::new();
        let (line, cells) = match self.reader.read_record(&mut record) {
            Ok(false) => {
                self.done = true;
                return None;
            }
            Ok(true) => {
                let line = record.position().map_or(1, csv::Position::line);
                // Nobody reads what is behind the last column, and there may be millions of it.
                if record.len() > self.columns.len() {
                    record = record.iter().take(self.columns.len()).collect();
                }
                (line, Ok(record))
            }
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { pos, .. } => {
                    let line = pos.as_ref().map_or(1, csv::Position::line);
                    (line, Err("this is not UTF-8 text; save the file as UTF-8"))
                }
                csv::ErrorKind::Io(_) if self.left.load(Ordering::Relaxed) == 0 => {
                    self.done = true;
                    return Some(Err(too_long(&self.name, self.start(begin))));
                }
                _ => {
                    self.done = true;
                    return Some(Err(Failure::new(format!("{}: {error}", self.name))));
                }
            },
        };
        let columns = Arc::clone(&self.columns);
        Some(Ok(Item {
            start: self.start(line),
            body: Body::Row(Row { columns, cells }),
        }))
    }
}

/// One row.
#[derive(Debug)]
pub struct Row {
    columns: Arc<[Option<Column>]>,
    cells: Result<StringRecord, &'static str>,
}

impl Row {
    /// About how many bytes its cells take.
    pub fn bytes(&self) -> usize {
        self.cells.as_ref().map_or(0, |cells| {
            let ends = cells.len().saturating_mul(size_of::<usize>());
            cells.as_slice().len().saturating_add(ends)
        })
    }

    /// The post of the row.
    ///
    /// # Errors
    /// Where it is not UTF-8, or a cell that must be JSON is not; line 1 is that of the row.
    pub fn to_post(&self) -> Result<Value, ParseError> {
        let error = |message: String| ParseError {
            line: 1,
            column: 1,
            message,
        };
        let cells = self
            .cells
            .as_ref()
            .map_err(|message| error((*message).to_string()))?;
        let mut post = Map::new();
        let (mut platforms, mut accounts) = (Vec::new(), Vec::new());
        let mut options = Value::Null;
        for (cell, column) in cells.iter().zip(self.columns.iter()) {
            let Some(column) = column else { continue };
            // Blanks around a text may be meant; an empty cell says nothing.
            if cell.trim().is_empty() {
                continue;
            }
            let object = |name: &str| {
                serde_json::from_str::<Value>(cell)
                    .map_err(|failed| error(format!("column {name}: {failed}")))
            };
            let few = |name: &str, count: usize| match count {
                0..=MOST_ENTRIES => Ok(()),
                _ => Err(error(format!(
                    "column {name}: a row may list {MOST_ENTRIES} of them"
                ))),
            };
            match column {
                Column::Content => set(&mut post, "content", json!(cell)),
                Column::Title => set(&mut post, "title", json!(cell)),
                Column::Platforms => {
                    platforms.extend(list(cell).take(BEYOND));
                    few("platforms", platforms.len())?;
                }
                Column::AccountIds => {
                    accounts.extend(list(cell).take(BEYOND));
                    few("accountIds", accounts.len())?;
                }
                Column::MediaUrls => {
                    let urls = urls(cell);
                    let known = post.get("mediaItems").and_then(Value::as_array);
                    let count = urls.len().saturating_add(known.map_or(0, Vec::len));
                    few("mediaUrls", count)?;
                    let items = urls.into_iter().map(|url| json!({ "url": url }));
                    match post.get_mut("mediaItems").and_then(Value::as_array_mut) {
                        Some(list) => list.extend(items),
                        None => set(&mut post, "mediaItems", items.collect()),
                    }
                }
                Column::ScheduledFor => set(&mut post, "scheduledFor", json!(cell.trim())),
                Column::Timezone => set(&mut post, "timezone", json!(cell.trim())),
                Column::PublishNow => set(&mut post, "publishNow", boolean(cell)),
                Column::IsDraft => set(&mut post, "isDraft", boolean(cell)),
                Column::Tags => {
                    few("tags", list(cell).count())?;
                    set(&mut post, "tags", list(cell).collect());
                }
                Column::Hashtags => {
                    few("hashtags", list(cell).count())?;
                    set(&mut post, "hashtags", list(cell).collect());
                }
                Column::Options => options = object("options")?,
                Column::TiktokSettings => {
                    set(&mut post, "tiktokSettings", object("tiktokSettings")?);
                }
            }
        }
        if !platforms.is_empty() || !accounts.is_empty() {
            let targets = targets(&platforms, &accounts, &options).map_err(error)?;
            set(&mut post, "platforms", targets);
        }
        Ok(Value::Object(post))
    }
}

/// The targets of a row, each with the options of its platform.
fn targets(platforms: &[&str], accounts: &[&str], options: &Value) -> Result<Value, String> {
    let count = platforms.len().max(accounts.len());
    let mut targets = Vec::with_capacity(count);
    let mut copied = 0_usize;
    for at in 0..count {
        let mut target = Map::new();
        if let Some(platform) = platforms.get(at) {
            set(&mut target, "platform", json!(platform));
            if let Some(options) = options.get(*platform) {
                copied = copied.saturating_add(options.to_string().len());
                if copied > MOST_OPTIONS {
                    let most = MOST_OPTIONS >> 20;
                    return Err(format!(
                        "column options: those of all platforms of a row may be {most} MiB"
                    ));
                }
                set(&mut target, "platformSpecificData", options.clone());
            }
        }
        if let Some(account) = accounts.get(at) {
            set(&mut target, "accountId", json!(account));
        }
        targets.push(Value::Object(target));
    }
    Ok(Value::Array(targets))
}

fn set(object: &mut Map<String, Value>, name: &str, value: Value) {
    object.insert(name.to_string(), value);
}

/// The entries of a cell, separated by commas or semicolons.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    let entries = cell.split([',', ';']).map(str::trim);
    entries.filter(|entry| !entry.is_empty())
}

/// The URLs of a cell, separated by blanks, semicolons or commas. A comma or semicolon inside of a
/// URL is one that no further URL follows. What is beyond too many is left out.
fn urls(cell: &str) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for word in cell.split_whitespace() {
        let mut inside_url = false;
        for part in word.split_inclusive([',', ';']) {
            let begins_url = part.contains("://");
            let full = urls.len() == BEYOND;
            match urls.last_mut() {
                Some(last) if inside_url && !begins_url => last.push_str(part),
                _ if part.trim_end_matches([',', ';']).is_empty() => {}
                _ if full => return urls,
                _ => {
                    urls.push(part.to_string());
                    inside_url = begins_url;
                }
            }
        }
    }
    for url in &mut urls {
        url.truncate(url.trim_end_matches([',', ';']).len());
    }
    urls
}

/// A truth value; what is none stays as it is, for the check to say so.
fn boolean(cell: &str) -> Value {
    let cell = cell.trim();
    match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Value::Bool(true),
        "false" | "no" | "n" | "0" => Value::Bool(false),
        _ => json!(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn paths_and_urls_are_separated_alike() {
        assert_eq!(urls("a.jpg,b.jpg"), ["a.jpg", "b.jpg"]);
        assert_eq!(
            urls("https://a/1;v=2, https://a/3"),
            ["https://a/1;v=2", "https://a/3"]
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
