//! How long a text is, as each platform counts it.
//!
//! ```
//! use postworthy::text::{Unit, count, measure};
//!
//! assert_eq!(count("read example.com/a/long/path 👩🏽‍🚀", Unit::Weighted), 5 + 23 + 1 + 2);
//! assert_eq!(count("👩🏽‍🚀", Unit::Graphemes), 1);
//! assert_eq!(count("👩🏽‍🚀", Unit::Utf16), 7);
//!
//! let measure = measure("too long", Unit::CodePoints, 3);
//! assert!(measure.over());
//! assert_eq!(measure.remaining(), -5);
//! ```

mod clusters;
mod emoji;
mod emoji_table;
mod entities;
mod idna;
mod nfc;
mod properties;
mod run;
pub mod telegram;
mod threads;
mod tld;
mod top_level;
mod unicode_table;
mod unit;
mod url;
mod url_chars;
mod url_tail;
mod weighted;

use core::ops::Range;

use clusters::{floor_boundary, graphemes};

#[cfg(not(feature = "codegen"))]
pub(crate) use entities::count_above;
pub use entities::{Entity, count_entities};
pub use unit::Unit;

/// What a text counts in `unit`.
///
/// ```
/// use postworthy::text::{Unit, count};
///
/// assert_eq!(count("été", Unit::Bytes), 5);
/// assert_eq!(count("ok 👍", Unit::Threads), 7);
/// ```
#[must_use]
pub fn count(text: &str, unit: Unit) -> u32 {
    let count = match unit {
        Unit::Weighted => return weighted::count(text),
        Unit::Threads => return threads::count(text),
        Unit::Graphemes => clusters::count(text),
        Unit::Utf16 => utf16(text),
        Unit::CodePoints => code_points(text),
        Unit::Bytes => text.len(),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where the links of a text stand that X shortens, in bytes, from left to right.
///
/// ```
/// use postworthy::text::links;
///
/// let text = "see example.com/a, not main.rsx";
/// assert_eq!(links(text).map(|at| &text[at]).collect::<Vec<_>>(), ["example.com/a"]);
/// ```
pub fn links(text: &str) -> impl Iterator<Item = Range<usize>> {
    url::urls(text).map(|url| url.start..url.end)
}

/// A text held against a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    /// What the text counts.
    pub count: u32,
    /// What it may count.
    pub limit: u32,
    /// Bytes of the longest prefix within the limit that cuts neither a grapheme cluster
    /// nor, in [`Unit::Weighted`], a link; all of the text when it fits.
    pub fits: usize,
}

impl Measure {
    /// What the text may still count; negative when it is over.
    ///
    /// ```
    /// use postworthy::text::{Unit, measure};
    ///
    /// assert_eq!(measure("four", Unit::Utf16, 10).remaining(), 6);
    /// ```
    #[must_use]
    pub fn remaining(&self) -> i64 {
        i64::from(self.limit).saturating_sub(i64::from(self.count))
    }

    /// Whether the text is over the limit.
    #[must_use]
    pub const fn over(&self) -> bool {
        self.count > self.limit
    }
}

/// Counts a text and finds out how much of it is within `limit`.
///
/// ```
/// use postworthy::text::{Unit, measure};
///
/// let text = "naïve 🇫🇷";
/// let measure = measure(text, Unit::Utf16, 8);
/// assert_eq!(&text[..measure.fits], "naïve ");
/// ```
#[must_use]
pub fn measure(text: &str, unit: Unit, limit: u32) -> Measure {
    let count = count(text, unit);
    let fits = if count <= limit {
        text.len()
    } else {
        fitting(text, unit, limit)
    };
    Measure { count, limit, fits }
}

/// Byte offset at which to cut a text so that it is within `limit`: after the last word
/// that fits, without white space at the end, or within a word that alone is too long.
///
/// ```
/// use postworthy::text::{Unit, trim_at};
///
/// let text = "one two three";
/// assert_eq!(&text[..trim_at(text, Unit::Graphemes, 9)], "one two");
/// assert_eq!(&text[..trim_at(text, Unit::Graphemes, 2)], "on");
/// assert_eq!(&text[..trim_at(text, Unit::Graphemes, 99)], text);
/// ```
#[must_use]
pub fn trim_at(text: &str, unit: Unit, limit: u32) -> usize {
    let fits = measure(text, unit, limit).fits;
    if fits == text.len() {
        return fits;
    }
    let (Some(head), Some(tail)) = (text.get(..fits), text.get(fits..)) else {
        return fits;
    };
    let whole = tail.starts_with(char::is_whitespace);
    let word = if whole {
        head
    } else {
        head.trim_end_matches(|c: char| !c.is_whitespace())
    };
    let at = word.trim_end().len();
    // What is cut earlier may be counted otherwise, as a link cut short.
    let good = |at: usize| {
        let cut = text.get(..at);
        floor_boundary(text, at) == at && cut.is_some_and(|cut| count(cut, unit) <= limit)
    };
    let spaced = head.trim_end().len();
    [at, spaced]
        .into_iter()
        .find(|at| *at > 0 && good(*at))
        .unwrap_or(fits)
}

/// The grapheme boundary up to which `text`, which is over it, is within `limit`.
fn fitting(text: &str, unit: Unit, limit: u32) -> usize {
    let weigh = match unit {
        Unit::Weighted => return weighted::fits(text, limit),
        Unit::Threads => threads::cluster,
        Unit::Graphemes => |_: &str| 1,
        Unit::Utf16 => |cluster: &str| u32::try_from(utf16(cluster)).unwrap_or(u32::MAX),
        Unit::CodePoints => {
            |cluster: &str| u32::try_from(cluster.chars().count()).unwrap_or(u32::MAX)
        }
        Unit::Bytes => |cluster: &str| u32::try_from(cluster.len()).unwrap_or(u32::MAX),
    };
    let (mut sum, mut end) = (0_u32, 0_usize);
    for cluster in graphemes(text) {
        sum = sum.saturating_add(weigh(cluster));
        if sum > limit {
            break;
        }
        end = end.saturating_add(cluster.len());
    }
    end
}

/// As many as there are first bytes.
fn code_points(text: &str) -> usize {
    text.chars().count()
}

/// Whether a text has one of these ASCII characters, or other bytes, told block by block.
fn has_any<const N: usize>(text: &str, bytes: [u8; N]) -> bool {
    let found = |found: u8, byte: &u8| {
        let same = bytes.iter().map(|wanted| u8::from(wanted == byte));
        same.fold(found, |all, one| all | one)
    };
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    let mut blocks = blocks.iter();
    blocks.any(|block| block.iter().fold(0, found) != 0) || rest.iter().fold(0, found) != 0
}

/// Continuation bytes open no unit, and only four-byte sequences have two.
fn utf16(text: &str) -> usize {
    // Sums of few bytes fit in a byte, and many are added at once.
    let sums = text.as_bytes().chunks(64).map(|chunk| {
        let units = chunk
            .iter()
            .map(|b| u8::from(b & 0xC0 != 0x80).wrapping_add(u8::from(*b >= 0xF0)));
        usize::from(units.fold(0_u8, u8::wrapping_add))
    });
    sums.sum()
}
