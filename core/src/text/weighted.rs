//! The weighted length of X: twitter-text, configuration version 3.

use alloc::borrow::Cow;
use alloc::string::String;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::clusters::{floor_boundary, graphemes};
use super::emoji;
use super::url::{Urls, urls};

/// What a link counts, whatever its length.
const LINK: u64 = 23;

/// Weights are in hundredths; every one in use is a whole number of characters.
const LIGHT: u64 = 1;
const HEAVY: u64 = 2;

/// What a text counts.
pub(super) fn count(text: &str) -> u32 {
    let total = if text.is_ascii() {
        ascii(text)
    } else {
        Tokens::new(&normalized(text)).total()
    };
    u32::try_from(total).unwrap_or(u32::MAX)
}

/// Byte offset in `text` up to which it counts at most `limit`; never within a link.
pub(super) fn fits(text: &str, limit: u32) -> usize {
    let normal = normalized(text);
    let mut sum = 0_u64;
    let mut end = 0;
    for (token_end, weight) in Tokens::new(&normal) {
        sum = sum.saturating_add(weight);
        if sum > u64::from(limit) {
            break;
        }
        end = token_end;
    }
    let mut end = match &normal {
        Cow::Borrowed(_) => floor_boundary(text, end),
        Cow::Owned(_) => original(text, end),
    };
    // A text that is cut may read as a link where it was none: `a.comma` as `a.com`.
    let mut steps = 0_usize;
    while end > 0 && text.get(..end).is_some_and(|cut| count(cut) > limit) {
        // One cluster at a time leaves any link people write; beyond that haste is better.
        steps = steps.saturating_add(1);
        let step = if steps < 64 {
            1
        } else {
            steps.saturating_mul(steps)
        };
        end = floor_boundary(text, end.saturating_sub(step));
    }
    end
}

/// ASCII without its links counts its bytes.
fn ascii(text: &str) -> u64 {
    let (mut links, mut linked) = (0_u64, 0_usize);
    for url in urls(text) {
        links = links.saturating_add(LINK);
        linked = linked.saturating_add(url.end.saturating_sub(url.start));
    }
    links.saturating_add(wide(text.len().saturating_sub(linked)))
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The parts of a text that are counted as one: where each ends, and what it counts.
struct Tokens<'a> {
    text: &'a str,
    urls: Urls<'a>,
    /// The next link, `None` when there is no more.
    url: Option<super::url::Url>,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        let mut urls = urls(text);
        let url = urls.next();
        Self {
            text,
            urls,
            url,
            at: 0,
        }
    }

    fn total(mut self) -> u64 {
        let mut sum = 0_u64;
        loop {
            // Most text is neither link nor emoji: count it without looking at each.
            let end = self.url.map_or(self.text.len(), |url| url.start);
            let mut chars = self.text.get(self.at..end).unwrap_or_default().chars();
            while let Some(c) = chars.next() {
                let after = chars.as_str();
                if may_join(after.as_bytes()) {
                    break;
                }
                sum = sum.saturating_add(weight(c));
                self.at = end.saturating_sub(after.len());
            }
            match self.next() {
                Some((_, weight)) => sum = sum.saturating_add(weight),
                None => return sum,
            }
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = (usize, u64);

    fn next(&mut self) -> Option<(usize, u64)> {
        while let Some(url) = self.url {
            if url.start > self.at {
                break;
            }
            self.url = self.urls.next();
            // A link that begins within an emoji (a keycap's digit) is none.
            if url.start == self.at {
                self.at = url.end.max(self.at);
                return Some((self.at, LINK));
            }
        }
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let after = rest.as_bytes().get(first.len_utf8()..).unwrap_or_default();
        let length = if may_join(after) {
            emoji::sequence(rest)
        } else {
            None
        };
        let weight = if length.is_some() {
            HEAVY
        } else {
            weight(first)
        };
        self.at = self.at.saturating_add(length.unwrap_or(first.len_utf8()));
        Some((self.at, weight))
    }
}

/// Whether an emoji may go on with the character at the start of `after`: U+200D, U+20E3,
/// U+FE0F, skin tones, regional letters and tags all begin with few bytes.
fn may_join(after: &[u8]) -> bool {
    matches!(
        after,
        [0xF0 | 0xF3, ..] | [0xEF, 0xB8, ..] | [0xE2, 0x80 | 0x83, ..]
    )
}

fn weight(c: char) -> u64 {
    match u32::from(c) {
        0..=0x10FF | 0x2000..=0x200D | 0x2010..=0x201F | 0x2032..=0x2037 => LIGHT,
        _ => HEAVY,
    }
}

/// The text in NFC, which is itself for nearly every text that people write.
fn normalized(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_stable) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    // Compared without memory; only what differs is kept.
    if text.nfc().eq(text.chars()) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    normal.extend(text.nfc());
    Cow::Owned(normal)
}

/// Characters of common scripts that NFC neither changes nor joins with another.
fn is_stable(c: char) -> bool {
    let c = u32::from(c);
    if c < 0x300 {
        return true;
    }
    if c >= 0x2E80 {
        return matches!(c,
            0x3000..=0x3029 | 0x3041..=0x3096 | 0x309B..=0x30FF | 0x4E00..=0x9FFF
            | 0xAC00..=0xD7A3 | 0xFE0F | 0xFF00..=0xFFEF | 0x1F000..=0x1FAFF);
    }
    matches!(c,
        0x391..=0x3A1 | 0x3A3..=0x482 | 0x48A..=0x52F | 0x5D0..=0x5EA
        | 0x620..=0x64A | 0x660..=0x66F | 0x904..=0x928 | 0x92A..=0x930 | 0x935..=0x93B
        | 0x93D..=0x94C | 0xE01..=0xE37 | 0x1E00..=0x1E99 | 0x1EA0..=0x1EF9
        | 0x2002..=0x20CF | 0x2100..=0x2125 | 0x2190..=0x2199)
}

/// Where in `text` its first `end` bytes in NFC come from, on a grapheme boundary.
fn original(text: &str, end: usize) -> usize {
    let mut normal = 0_usize;
    let mut offset = 0_usize;
    for cluster in graphemes(text) {
        let length = cluster
            .nfc()
            .map(char::len_utf8)
            .fold(0, usize::saturating_add);
        normal = normal.saturating_add(length);
        if normal > end {
            break;
        }
        offset = offset.saturating_add(cluster.len());
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::char::canonical_combining_class;

    #[test]
    fn stable_characters_never_change() {
        for c in (0..=0x10_FFFF)
            .filter_map(char::from_u32)
            .filter(|c| is_stable(*c))
        {
            assert_eq!(
                is_nfc_quick(core::iter::once(c)),
                IsNormalized::Yes,
                "{c:?}"
            );
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }
}
