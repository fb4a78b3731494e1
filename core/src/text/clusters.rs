//! Extended grapheme clusters, with a short way through common scripts.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The clusters of a text, from left to right.
pub(super) fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { rest: text }
}

/// The clusters that are left: [`graphemes`].
pub(super) struct Graphemes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut chars = self.rest.chars();
        let first = chars.next()?;
        let alone = is_simple(first) && chars.next().is_none_or(is_simple);
        // INVARIANT: `rest` begins on a boundary, so that no context before it matters.
        let length = if alone {
            first.len_utf8()
        } else {
            self.rest.graphemes(true).next()?.len()
        };
        let (cluster, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(cluster)
    }
}

/// How many clusters a text has.
pub(super) fn count(text: &str) -> usize {
    if text.is_ascii() {
        // Every character is one, but for a line feed after a carriage return.
        let bytes = text.as_bytes();
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        let pairs = pairs.filter(|pair| *pair == (&b'\r', &b'\n')).count();
        return text.len().saturating_sub(pairs);
    }
    let mut count = 0_usize;
    let mut chars = text.chars();
    let mut rest = text;
    // `rest` is what follows the characters known to be clusters of their own.
    while let Some(c) = chars.next() {
        if is_simple(c) {
            let next = chars.as_str();
            if next.chars().next().is_none_or(is_simple) {
                count = count.saturating_add(1);
                rest = next;
                continue;
            }
        }
        // Other characters rarely come alone: segment up to where a simple one follows.
        let start = rest.len();
        let mut end = 0_usize;
        for cluster in rest.graphemes(true) {
            count = count.saturating_add(1);
            end = end.saturating_add(cluster.len());
            let mut after = rest.get(end..).unwrap_or_default().chars();
            if after.next().is_none_or(is_simple) && after.next().is_none_or(is_simple) {
                break;
            }
        }
        rest = rest.get(end.min(start)..).unwrap_or_default();
        chars = rest.chars();
    }
    count
}

/// The boundary at or before `at`.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    }
}

/// Characters that join nothing before or after them that is such a character too.
fn is_simple(c: char) -> bool {
    let c = u32::from(c);
    if c < 0x300 {
        return matches!(c, 0x20..=0x7E | 0xC0..=0x2FF);
    }
    if c >= 0x3400 {
        return matches!(c, 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF01..=0xFF9D);
    }
    matches!(c,
        0x370..=0x482 | 0x48A..=0x52F | 0x5D0..=0x5EA | 0x620..=0x64A | 0x660..=0x66F
        | 0xE01..=0xE30 | 0xE40..=0xE46 | 0x1E00..=0x1FFF | 0x2010..=0x2027
        | 0x3000..=0x3029 | 0x3041..=0x3096 | 0x30A0..=0x30FF)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn simple_characters_stand_alone() {
        for c in (0..=0x10_FFFF)
            .filter_map(char::from_u32)
            .filter(|c| is_simple(*c))
        {
            for other in ['a', 'é', 'я', 'ת', 'ب', 'ก', '日', 'か', '한', c] {
                assert_eq!(format!("{c}{other}").graphemes(true).count(), 2, "{c:?}");
                assert_eq!(format!("{other}{c}").graphemes(true).count(), 2, "{c:?}");
            }
            assert_eq!(format!("{c}\u{200D}😀").graphemes(true).count(), 2, "{c:?}");
            assert_eq!(format!("क\u{94D}{c}").graphemes(true).count(), 2, "{c:?}");
        }
    }
}
