//! Posts from CSV: a row a post.

use std::collections::HashSet;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use postworthy::ParseError;
use postworthy::rules::Platform;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::frames::{LONGEST, too_long};
use crate::input::{Body, Item, Notice, Start};
use crate::suggest;
use crate::terminal::short;

/// A list of one row may have this many entries.
const MOST_ENTRIES: usize = 10_000;

/// So many are read to know that they are too many.
const BEYOND: usize = MOST_ENTRIES + 1;

/// The options of all targets of a row may be this long together, as JSON: every target gets a copy
/// of those of its platform.
const MOST_OPTIONS: usize = 4 << 20;

/// Characters of a name that a message shows.
const SHOWN: usize = 40;

/// Names that a message lists.
const LISTED: usize = 5;

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

/// One row.
#[derive(Debug)]
pub struct Row {
    head: Arc<Head>,
    cells: Cells,
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
    /// Where the row could not be taken apart, a cell that must be JSON is not, or options fit no
    /// target; line 1 is that of the row.
    pub fn to_post(&self) -> Result<Value, ParseError> {
        let error = |message: String| ParseError {
            line: 1,
            column: 1,
            message,
        };
        let cells = self
            .cells
            .as_ref()
            .map_err(|message| error(message.clone()))?;
        let mut post = Map::new();
        let (mut platforms, mut accounts) = (Vec::new(), Vec::new());
        let mut options = None;
        for (cell, column) in cells.iter().zip(self.head.columns.iter()) {
            let Some((column, name)) = column else {
                continue;
            };
            // Blanks around a text may be meant; an empty cell says nothing.
            if cell.trim().is_empty() {
                continue;
            }
            let parsed = || {
                serde_json::from_str::<Value>(cell)
                    .map_err(|failed| error(format!("column {name}: {failed}")))
            };
            let few = |count: usize| match count {
                0..=MOST_ENTRIES => Ok(()),
                _ => Err(error(format!(
                    "column {name}: a row may list {MOST_ENTRIES} of them"
                ))),
            };
            match column {
                Column::Content => set(&mut post, "content", json!(cell)),
                Column::Title => set(&mut post, "title", json!(cell)),
                Column::Platforms => {
                    platforms.extend(places(cell).take(BEYOND));
                    few(platforms.len())?;
                }
                Column::AccountIds => {
                    accounts.extend(places(cell).take(BEYOND));
                    few(accounts.len())?;
                }
                Column::MediaUrls => {
                    let urls = urls(cell);
                    let known = post.get("mediaItems").and_then(Value::as_array);
                    let count = urls.len().saturating_add(known.map_or(0, Vec::len));
                    few(count)?;
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
                    few(list(cell).count())?;
                    set(&mut post, "tags", list(cell).collect());
                }
                Column::Hashtags => {
                    few(list(cell).count())?;
                    set(&mut post, "hashtags", list(cell).collect());
                }
                Column::Options => options = Some((name.as_str(), parsed()?)),
                Column::TiktokSettings => set(&mut post, "tiktokSettings", parsed()?),
            }
        }
        let (column, value) = options.unwrap_or_else(|| ("options", json!({})));
        let unfit = |message: String| error(format!("column {column}: {message}"));
        let options = by_platform(value, &platforms).map_err(unfit)?;
        if !platforms.is_empty() || !accounts.is_empty() {
            let targets = targets(&platforms, &accounts, &options).map_err(unfit)?;
            set(&mut post, "platforms", targets);
        }
        Ok(Value::Object(post))
    }
}

/// The options of each platform. Those of what is no platform are a mistake, and never dropped without
/// a word.
fn by_platform(value: Value, platforms: &[&str]) -> Result<Map<String, Value>, String> {
    let (mut known, mut listed) = (HashSet::new(), Vec::new());
    for platform in platforms.iter().filter(|platform| !platform.is_empty()) {
        if known.insert(*platform) && listed.len() < LISTED {
            listed.push(short(platform, SHOWN));
        }
    }
    let example = listed.first().map_or("instagram", |platform| platform);
    let wanted =
        format!("options stand under the name of their platform, {{\"{example}\": {{…}}}}");
    let options = match value {
        Value::Object(options) => options,
        Value::Null => Map::new(),
        _ => return Err(format!("this is not a JSON object; {wanted}")),
    };
    // The rows of a table may share one object, with platforms that are another row's.
    let is_stray =
        |key: &&String| !known.contains(key.as_str()) && Platform::from_name(key).is_none();
    let Some(stray) = options.keys().find(is_stray) else {
        return Ok(options);
    };
    let stray = short(stray, SHOWN);
    if listed.is_empty() {
        return Err(format!("`{stray}` fits no target: the row has no platform"));
    }
    let near = suggest::nearest(&stray, listed.iter().map(|platform| platform.as_ref()));
    let advice = match near {
        Some(near) => format!(" (did you mean `{near}`?)"),
        None => format!("; {wanted}"),
    };
    let mut names = listed.join("`, `");
    if known.len() > listed.len() {
        names.push_str("`, `…");
    }
    Err(format!(
        "`{stray}` is none of the row's platforms, `{names}`{advice}"
    ))
}

/// The targets of a row, each with the options of its platform.
fn targets(
    platforms: &[&str],
    accounts: &[&str],
    options: &Map<String, Value>,
) -> Result<Value, String> {
    let mut accounts = accounts.iter().copied().peekable();
    let mut targets = Vec::with_capacity(platforms.len().max(accounts.len()));
    let mut copied = 0_usize;
    for platform in platforms {
        if platform.is_empty() {
            // Where both leave the place empty, it is none.
            accounts.next_if_eq(&"");
            continue;
        }
        let mut target = Map::new();
        set(&mut target, "platform", json!(platform));
        if let Some(options) = options.get(*platform) {
            copied = copied.saturating_add(options.to_string().len());
            if copied > MOST_OPTIONS {
                let most = MOST_OPTIONS >> 20;
                return Err(format!("those of all platforms of a row may be {most} MiB"));
            }
            set(&mut target, "platformSpecificData", options.clone());
        }
        if let Some(account) = accounts.next().filter(|account| !account.is_empty()) {
            set(&mut target, "accountId", json!(account));
        }
        targets.push(Value::Object(target));
    }
    for account in accounts.filter(|account| !account.is_empty()) {
        targets.push(json!({ "accountId": account }));
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

/// The entries of a cell whose places count: empty ones are kept, except behind the last.
fn places(cell: &str) -> impl Iterator<Item = &str> {
    let is_blank = |one: char| matches!(one, ',' | ';') || one.is_whitespace();
    let cell = cell.trim_end_matches(is_blank);
    let entries = cell.split([',', ';']).map(str::trim);
    entries.filter(move |_| !cell.is_empty())
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
