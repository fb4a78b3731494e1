//! What is safe to show on a terminal, and in which colours.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};
use postworthy::Severity;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    colour: bool,
}

impl Palette {
    /// Colours for the standard output where it shows them, unless told otherwise.
    pub fn for_stdout(choice: crate::args::Color) -> Self {
        let choice = match choice {
            crate::args::Color::Auto => anstream::AutoStream::choice(&io::stdout()),
            crate::args::Color::Always => anstream::ColorChoice::Always,
            crate::args::Color::Never => anstream::ColorChoice::Never,
        };
        Palette {
            colour: choice != anstream::ColorChoice::Never,
        }
    }

    fn paint<'t>(self, style: Style, text: &'t str) -> Painted<'t> {
        Painted {
            style: if self.colour { style } else { Style::new() },
            text,
        }
    }

    /// The word for a severity.
    pub fn severity(self, severity: Severity) -> Painted<'static> {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Blue,
        };
        self.paint(colour.on_default().bold(), severity.as_str())
    }

    /// A heading.
    pub fn bold(self, text: &str) -> Painted<'_> {
        self.paint(Style::new().bold(), text)
    }

    /// What matters less.
    pub fn dim(self, text: &str) -> Painted<'_> {
        self.paint(Style::new().dimmed(), text)
    }

    /// What helps.
    pub fn help(self, text: &str) -> Painted<'_> {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    /// What is wrong.
    pub fn bad(self, text: &str) -> Painted<'_> {
        self.paint(AnsiColor::Red.on_default(), text)
    }
}

/// A text in its colour.
pub struct Painted<'t> {
    style: Style,
    text: &'t str,
}

impl fmt::Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Painted { style, text } = self;
        write!(f, "{style}{text}{style:#}")
    }
}

/// A text without anything that would move the cursor, change colours, or reorder what is read.
///
/// ```
/// assert_eq!(postworthy_cli::plain("a\u{1b}[2J\u{202e}b"), "a\\u{1b}[2J\\u{202e}b");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_add(8));
    for character in text.chars() {
        match character {
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            unsafe_one if is_unsafe(unsafe_one) => {
                safe.push_str(&format!("\\u{{{:x}}}", u32::from(unsafe_one)));
            }
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

/// JSON text that says the same without anything that would move the cursor or reorder what is read.
pub fn plain_json(text: &str) -> Cow<'_, str> {
    // Between strings there are line feeds; inside of them JSON has escaped those itself.
    let is_unsafe = |character: char| character != '\n' && is_unsafe(character);
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_add(8));
    for character in text.chars() {
        if is_unsafe(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// What serde can write, as JSON for people, with a line feed at its end.
pub fn pretty_json(value: &impl serde::Serialize) -> serde_json::Result<String> {
    let mut text = plain_json(&serde_json::to_string_pretty(value)?).into_owned();
    text.push('\n');
    Ok(text)
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A text cut to about `most` characters, at a character.
pub fn short(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((at, _)) => Cow::Owned(format!("{}…", text.get(..at).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// `1 error`, `2 errors`.
pub fn counted(count: u64, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// Writes to the standard output and sees to it that it arrives.
pub fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Says on the standard error, in one line, what went wrong.
pub fn complain(what: &dyn fmt::Display) {
    // Where there is no standard error, there is nobody to tell.
    let _ = writeln!(io::stderr(), "postworthy: {}", plain(&what.to_string()));
}

/// A table with its columns in line, two blanks between them.
pub fn table(rows: &[Vec<String>]) -> String {
    let safe = |row: &Vec<String>| row.iter().map(|cell| plain(cell).into_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(safe).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_bidi_controls_are_written_out() {
        assert_eq!(
            plain("a\u{1b}[2Jb\u{202e}c\nd"),
            "a\\u{1b}[2Jb\\u{202e}c\\nd"
        );
        assert_eq!(plain("née 👩‍👩‍👧"), "née 👩‍👩‍👧");
    }

    #[test]
    fn json_says_the_same_without_controls() {
        let value = serde_json::json!({ "a\u{7f}": ["\u{9b}2J\n\u{202e}", "\u{e0041}é👩‍👩‍👧"] });
        let text = pretty_json(&value).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\\u007f\": [\n    \"\\u009b2J\\n\\u202e\",\n    \"\\udb40\\udc41é👩‍👩‍👧\"\n  ]\n}\n"
        );
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read, value);
    }

    #[test]
    fn a_short_text_is_left_alone() {
        assert_eq!(short("abc", 3), "abc");
        assert_eq!(short("abcd", 3), "abc…");
    }
}
