//! Text as Telegram's Bot API reads it: the length that is left after parsing markup.
//!
//! Lengths are UTF-16 code units of the visible text. White space at its ends counts:
//! Telegram removes it, but documents the limit for the text after parsing alone. Addresses
//! of links do not count.

mod html;
mod markdown;
mod markdown_v2;
mod output;

use alloc::string::String;
use core::fmt;

use super::{Measure, has_any};
use crate::quote::short;
use output::Output;

/// How Telegram is told to read a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ParseMode {
    /// Tags such as `<b>`.
    Html,
    /// The older Markdown, without nesting.
    Markdown,
    /// Markdown in which every reserved character is escaped.
    MarkdownV2,
}

/// What is left of a text when its markup is parsed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed {
    /// UTF-16 code units of the visible text.
    pub utf16: u32,
    /// The visible text.
    pub text: String,
}

/// Markup that Telegram refuses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkupError {
    /// Byte offset in the source of what is wrong.
    pub offset: usize,
    /// What is wrong there.
    pub kind: MarkupErrorKind,
}

/// Why Telegram refuses a text.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum MarkupErrorKind {
    /// A `<` that begins no tag.
    StrayLess,
    /// A tag that Telegram does not know.
    UnknownTag {
        /// Its name, in lower case.
        tag: String,
    },
    /// A tag without its end.
    UnclosedTag {
        /// Its name, in lower case.
        tag: String,
    },
    /// An end tag that closes another tag than the last one opened, or none.
    CrossedTag {
        /// Its name, in lower case.
        tag: String,
        /// The tag that should be closed first.
        expected: Option<String>,
    },
    /// A tag whose attributes cannot be read, or are not those that it needs.
    BadAttribute {
        /// Its name, in lower case.
        tag: String,
    },
    /// A reference that names half of a surrogate pair.
    BadReference {
        /// The reference, as it stands.
        reference: String,
    },
    /// A mark such as `*` that is opened and not closed.
    UnclosedEntity {
        /// The mark.
        mark: &'static str,
    },
    /// A character that needs a `\` before it.
    UnescapedReserved {
        /// The character.
        character: char,
    },
}

impl fmt::Display for MarkupErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StrayLess => f.write_str("`<` begins no tag"),
            Self::UnknownTag { tag } => {
                write!(f, "`<{tag}>` is no tag of Telegram", tag = short(tag))
            }
            Self::UnclosedTag { tag } => write!(f, "`<{tag}>` is not closed", tag = short(tag)),
            Self::CrossedTag {
                tag,
                expected: Some(expected),
            } => {
                write!(
                    f,
                    "`</{tag}>` stands where `</{expected}>` should",
                    tag = short(tag),
                    expected = short(expected)
                )
            }
            Self::CrossedTag {
                tag,
                expected: None,
            } => write!(f, "`</{tag}>` closes no tag", tag = short(tag)),
            Self::BadAttribute { tag } => write!(
                f,
                "`<{tag}>` has attributes that do not fit",
                tag = short(tag)
            ),
            Self::BadReference { reference } => write!(f, "`{reference}` names no character"),
            Self::UnclosedEntity { mark } => write!(f, "`{mark}` is not closed"),
            Self::UnescapedReserved { character } => write!(f, "`{character}` is not escaped"),
        }
    }
}

impl fmt::Display for MarkupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (byte {})", self.kind, self.offset)
    }
}

impl core::error::Error for MarkupError {}

/// UTF-16 units of the visible text.
///
/// # Errors
///
/// Markup that Telegram refuses, with its place.
///
/// ```
/// use postworthy::text::telegram::{MarkupErrorKind, ParseMode, count};
///
/// assert_eq!(count("<b>a &lt; b</b>", ParseMode::Html), Ok(5));
/// assert_eq!(count("[text](https://example.com)", ParseMode::MarkdownV2), Ok(4));
/// let error = count("a < b", ParseMode::Html).unwrap_err();
/// assert_eq!((error.offset, error.kind), (2, MarkupErrorKind::StrayLess));
/// ```
pub fn count(source: &str, mode: ParseMode) -> Result<u32, MarkupError> {
    if is_plain(source, mode) {
        return Ok(super::count(source, super::Unit::Utf16));
    }
    let mut output = Output::new(source);
    run(source, mode, &mut output)?;
    Ok(output.utf16())
}

/// The visible length held against `limit`. What `fits` is a byte offset in the source at
/// which it may be cut: no entity is open there.
///
/// # Errors
///
/// Markup that Telegram refuses, with its place.
///
/// ```
/// use postworthy::text::telegram::{ParseMode, measure};
///
/// let source = "one <b>two</b> three";
/// let measure = measure(source, ParseMode::Html, 6)?;
/// assert_eq!((measure.count, &source[..measure.fits]), (13, "one "));
/// # Ok::<(), postworthy::text::telegram::MarkupError>(())
/// ```
pub fn measure(source: &str, mode: ParseMode, limit: u32) -> Result<Measure, MarkupError> {
    let mut output = Output::cutting(source, limit);
    run(source, mode, &mut output)?;
    let count = output.utf16();
    let fits = if count <= limit {
        source.len()
    } else {
        output.fits()
    };
    Ok(Measure { count, limit, fits })
}

/// The visible text.
///
/// # Errors
///
/// Markup that Telegram refuses, with its place.
///
/// ```
/// use postworthy::text::telegram::{ParseMode, parse};
///
/// assert_eq!(parse("*bold* 1\\.", ParseMode::MarkdownV2)?.text, "bold 1.");
/// # Ok::<(), postworthy::text::telegram::MarkupError>(())
/// ```
pub fn parse(source: &str, mode: ParseMode) -> Result<Parsed, MarkupError> {
    let mut output = Output::keeping(source);
    run(source, mode, &mut output)?;
    Ok(Parsed {
        utf16: output.utf16(),
        text: output.into_text(),
    })
}

/// Whether no character of a text can begin markup.
fn is_plain(source: &str, mode: ParseMode) -> bool {
    match mode {
        ParseMode::Html => !has_any(source, *b"<&"),
        ParseMode::Markdown => !has_any(source, *b"\\_*`["),
        ParseMode::MarkdownV2 => {
            let marks = markdown_v2::RESERVED.as_bytes();
            let mut bytes = source.bytes();
            !bytes.any(|byte| byte == b'\\' || marks.contains(&byte))
        }
    }
}

fn run(source: &str, mode: ParseMode, output: &mut Output<'_>) -> Result<(), MarkupError> {
    match mode {
        ParseMode::Html => html::parse(source, output),
        ParseMode::Markdown => markdown::parse(source, output),
        ParseMode::MarkdownV2 => markdown_v2::parse(source, output),
    }
}

fn error(offset: usize, kind: MarkupErrorKind) -> MarkupError {
    MarkupError { offset, kind }
}
