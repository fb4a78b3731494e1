//! The count of Threads.
//!
//! Its documentation says only that "emojis are counted as the number of UTF-8 bytes they
//! use"; every other character counts one code point, which is the plain reading of
//! "characters" there.

use super::clusters::{floor_boundary, graphemes};
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

/// What a text counts: its code points, and the bytes by which its emoji have more.
pub(super) fn count(text: &str) -> u32 {
    if text.is_ascii() {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    let mut sum = super::code_points(text);
    let mut at = 0_usize;
    while let Some(part) = next_part(text, at) {
        // INVARIANT: a cluster begins at `at`, so that none before it need be read again.
        let behind = text.get(at..).unwrap_or_default();
        let start = at.saturating_add(floor_boundary(behind, part.saturating_sub(at)));
        let rest = text.get(start..).unwrap_or_default();
        let Some(cluster) = graphemes(rest).next() else {
            break;
        };
        if emoji::is_emoji(cluster) {
            let more = cluster.len().saturating_sub(cluster.chars().count());
            sum = sum.saturating_add(more);
        }
        at = start.saturating_add(cluster.len());
    }
    u32::try_from(sum).unwrap_or(u32::MAX)
}

/// Where the next character stands that may be part of an emoji.
fn next_part(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // Few characters begin with the first bytes of emoji, and blocks without are passed over.
        let ahead = bytes.get(at..)?;
        let (blocks, _) = ahead.as_chunks::<16>();
        let may = |byte: &u8| *byte == 0xC2 || matches!(*byte, 0xE2 | 0xE3 | 0xEF..);
        let passed = blocks
            .iter()
            .take_while(|block| !block.iter().fold(false, |any, byte| any | may(byte)));
        at = at.saturating_add(passed.count().saturating_mul(16));
        at = at.checked_add(bytes.get(at..)?.iter().position(may)?)?;
        let c = text.get(at..)?.chars().next()?;
        if emoji::may_be_part(c) {
            return Some(at);
        }
        at = at.checked_add(c.len_utf8())?;
    }
}
