//! The count of Threads.
//!
//! Its documentation says only that "emojis are counted as the number of UTF-8 bytes they
//! use"; every other character counts one code point, which is the plain reading of
//! "characters" there.

use super::clusters::graphemes;
use super::emoji;

/// What one grapheme cluster counts.
pub(super) fn cluster(cluster: &str) -> u32 {
    if cluster.len() == 1 {
        return 1;
    }
    let count = if emoji::is_emoji(cluster) {
        cluster.len()
    } else {
        cluster.chars().count()
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a text counts.
pub(super) fn count(text: &str) -> u32 {
    if text.is_ascii() {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    graphemes(text).fold(0, |sum, part| sum.saturating_add(cluster(part)))
}
