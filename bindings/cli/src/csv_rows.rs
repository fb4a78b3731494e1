//! Posts from CSV: a row a post.

use std::io::BufRead;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};
use postworthy::ParseError;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::input::{Body, Item, Notice, Start};

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
pub struct Rows<R: BufRead> {
    name: String,
    reader: csv::Reader<Box<dyn BufRead + Send>>,
    columns: Arc<[Option<Column>]>,
    first_line: usize,
    done: bool,
    reads: std::marker::PhantomData<R>,
}

impl<R: BufRead + Send + 'static> Rows<R> {
    /// Reads the header. Columns that nobody knows are told of once.
    pub fn new(name: &str, mut reader: R, start: Start, notice: Notice) -> Result<Self, Failure> {
        let mut head = Vec::new();
        reader
            .read_until(b'\n', &mut head)
            .map_err(|error| Failure::new(format!("{name}: {error}")))?;
        let delimiter = delimiter(&head);
        let whole: Box<dyn BufRead + Send> =
            Box::new(std::io::Read::chain(std::io::Cursor::new(head), reader));
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(whole);
        let header = reader
            .headers()
            .map_err(|error| Failure::new(format!("{name}: {}", reason(&error))))?;
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
            columns,
            first_line: start.line,
            done: false,
            reads: std::marker::PhantomData,
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

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            format!("line {line}: this is not UTF-8 text; save the file as UTF-8")
        }
        _ => error.to_string(),
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<Item, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let mut record = StringRecord::new();
        let (line, cells) = match self.reader.read_record(&mut record) {
            Ok(false) => {
                self.done = true;
                return None;
            }
            Ok(true) => {
                let line = record.position().map_or(1, csv::Position::line);
                (line, Ok(record))
            }
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { pos, .. } => {
                    let line = pos.as_ref().map_or(1, csv::Position::line);
                    (line, Err("this is not UTF-8 text; save the file as UTF-8"))
                }
                _ => {
                    self.done = true;
                    return Some(Err(Failure::new(format!("{}: {error}", self.name))));
                }
            },
        };
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        let start = Start {
            line: line.saturating_add(self.first_line.saturating_sub(1)),
            column: 1,
        };
        let columns = Arc::clone(&self.columns);
        Some(Ok(Item {
            start,
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
    /// How many bytes its cells hold.
    pub fn bytes(&self) -> usize {
        self.cells
            .as_ref()
            .map_or(0, |cells| cells.as_slice().len())
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
            match column {
                Column::Content => set(&mut post, "content", json!(cell)),
                Column::Title => set(&mut post, "title", json!(cell)),
                Column::Platforms => platforms.extend(list(cell)),
                Column::AccountIds => accounts.extend(list(cell)),
                Column::MediaUrls => {
                    let items = urls(cell).into_iter().map(|url| json!({ "url": url }));
                    match post.get_mut("mediaItems").and_then(Value::as_array_mut) {
                        Some(list) => list.extend(items),
                        None => set(&mut post, "mediaItems", items.collect()),
                    }
                }
                Column::ScheduledFor => set(&mut post, "scheduledFor", json!(cell.trim())),
                Column::Timezone => set(&mut post, "timezone", json!(cell.trim())),
                Column::PublishNow => set(&mut post, "publishNow", boolean(cell)),
                Column::IsDraft => set(&mut post, "isDraft", boolean(cell)),
                Column::Tags => set(&mut post, "tags", list(cell).collect()),
                Column::Hashtags => set(&mut post, "hashtags", list(cell).collect()),
                Column::Options => options = object("options")?,
                Column::TiktokSettings => {
                    set(&mut post, "tiktokSettings", object("tiktokSettings")?);
                }
            }
        }
        if !platforms.is_empty() || !accounts.is_empty() {
            let count = platforms.len().max(accounts.len());
            let target = |at: usize| {
                let mut target = Map::new();
                if let Some(platform) = platforms.get(at) {
                    set(&mut target, "platform", json!(platform));
                    if let Some(options) = options.get(*platform) {
                        set(&mut target, "platformSpecificData", options.clone());
                    }
                }
                if let Some(account) = accounts.get(at) {
                    set(&mut target, "accountId", json!(account));
                }
                Value::Object(target)
            };
            set(&mut post, "platforms", (0..count).map(target).collect());
        }
        Ok(Value::Object(post))
    }
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
/// URL is one that no further URL follows.
fn urls(cell: &str) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for word in cell.split_whitespace() {
        let mut inside = false;
        for part in word.split_inclusive([',', ';']) {
            match urls.last_mut() {
                Some(last) if inside && last.contains("://") && !part.contains("://") => {
                    last.push_str(part);
                }
                _ => urls.push(part.to_string()),
            }
            inside = true;
        }
    }
    let bare = urls.iter().map(|url| url.trim_end_matches([',', ';']));
    bare.filter(|url| !url.is_empty())
        .map(ToString::to_string)
        .collect()
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
        Rows::new(
            "x",
            std::io::Cursor::new(text.to_string()),
            Start::FILE,
            |_| {},
        )
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
    fn options_that_are_no_json_are_an_unreadable_row() {
        let error = posts("content,options\nHi,{oops\nHo,\n")
            .remove(0)
            .unwrap_err();
        assert!(error.message.starts_with("column options:"));
    }
}
