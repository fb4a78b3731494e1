//! The weighted length of X: twitter-text, configuration version 3.

use alloc::borrow::Cow;

use super::clusters::{floor_boundary, graphemes};
use super::emoji::{self, is_keycap_base};
use super::nfc::nfc;
use super::run::run;
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
        Tokens::new(&nfc(text)).total()
    };
    u32::try_from(total).unwrap_or(u32::MAX)
}

/// Byte offset in `text` up to which it counts at most `limit`; never within a link.
pub(super) fn fits(text: &str, limit: u32) -> usize {
    let normal = nfc(text);
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
            loop {
                let rest = self.text.get(self.at..end).unwrap_or_default();
                let run = run(rest);
                let (head, tail) = rest.split_at_checked(run.bytes).unwrap_or_default();
                sum = sum
                    .saturating_add(wide(run.chars))
                    .saturating_add(wide(run.heavy));
                self.at = self.at.saturating_add(run.bytes);
                // The digit of a keycap is part of an emoji.
                if head.ends_with(is_keycap_base) && may_join(tail.as_bytes()) {
                    sum = sum.saturating_sub(LIGHT);
                    self.at = self.at.saturating_sub(1);
                    break;
                }
                // From U+0800 to U+0FFF, scripts of which nothing is part of an emoji.
                let (threes, _) = tail.as_bytes().as_chunks::<3>();
                let same = threes.iter().take_while(|[lead, ..]| *lead == 0xE0);
                let same = same.count();
                if same > 0 {
                    sum = sum.saturating_add(wide(same).saturating_mul(LIGHT));
                    self.at = self.at.saturating_add(same.saturating_mul(3));
                    continue;
                }
                let mut chars = tail.chars();
                let Some(c) = chars.next() else { break };
                if may_join(chars.as_str().as_bytes()) {
                    break;
                }
                sum = sum.saturating_add(weight(c));
                self.at = end.saturating_sub(chars.as_str().len());
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

/// Where in `text` its first `end` bytes in NFC come from, on a grapheme boundary.
fn original(text: &str, end: usize) -> usize {
    let mut normal = 0_usize;
    let mut offset = 0_usize;
    for cluster in graphemes(text) {
        normal = normal.saturating_add(nfc(cluster).len());
        if normal > end {
            break;
        }
        offset = offset.saturating_add(cluster.len());
    }
    offset
}
