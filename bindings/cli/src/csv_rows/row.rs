//! The post that a row is.

use std::collections::HashSet;
use std::sync::Arc;

use postworthy::ParseError;
use postworthy::rules::Platform;
use serde_json::{Map, Value, json};

use super::{Cells, Column, Head, SHOWN};
use crate::suggest;
use crate::terminal::short;

/// A list of one row may have this many entries.
const MOST_ENTRIES: usize = 10_000;

/// So many are read to know that they are too many.
const BEYOND: usize = MOST_ENTRIES + 1;

/// The options of all targets of a row may be this long together, as JSON: every target gets a copy
/// of those of its platform.
const MOST_OPTIONS: usize = 4 << 20;

/// Names that a message lists.
const LISTED: usize = 5;

/// One row.
#[derive(Debug)]
pub struct Row {
    pub(super) head: Arc<Head>,
    pub(super) cells: Cells,
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
    use super::urls;

    #[test]
    fn paths_and_urls_are_separated_alike() {
        assert_eq!(urls("a.jpg,b.jpg"), ["a.jpg", "b.jpg"]);
        assert_eq!(
            urls("https://a/1;v=2, https://a/3"),
            ["https://a/1;v=2", "https://a/3"]
        );
    }
}
