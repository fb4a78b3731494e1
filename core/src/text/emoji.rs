//! Where an emoji ends, and what is one.

use super::emoji_table::{FLAGS, JOINED, MODIFIER_BASE, PRESENTATION, SELECTOR};

const SELECTOR_EMOJI: char = '\u{FE0F}';
const SELECTOR_TEXT: char = '\u{FE0E}';
const KEYCAP: char = '\u{20E3}';
const JOINER: char = '\u{200D}';
const TAG_END: char = '\u{E007F}';

/// No published sequence has more parts; a bound keeps the search linear.
const MOST_PARTS: usize = 5;

/// Subdivision flags in use: England, Scotland, Wales.
const TAGGED: [&str; 3] = [
    "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
];

/// Bytes of the emoji of several code points that `text` begins with, or `None`.
///
/// Emoji of one code point need no looking up: each weighs what any symbol weighs.
pub(super) fn sequence(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let second = chars.next()?;
    match second {
        KEYCAP | SELECTOR_EMOJI if is_keycap_base(first) => keycap(text),
        SELECTOR_EMOJI | JOINER => joined(text),
        _ if is_modifier(second) => joined(text),
        _ if letter(second).is_some() => flag(first, second),
        '\u{E0067}' if first == '\u{1F3F4}' => tagged(text),
        _ => None,
    }
}

/// Whether a grapheme cluster is shown as an emoji.
pub(super) fn is_emoji(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    // Digits and symbols below are text far more often than emoji: decide them cheaply.
    let Some(second) = chars.next() else {
        return within(PRESENTATION, first);
    };
    if is_keycap_base(first) {
        return second == KEYCAP || (second == SELECTOR_EMOJI && chars.next() == Some(KEYCAP));
    }
    if within(PRESENTATION, first) {
        return second != SELECTOR_TEXT;
    }
    let turns = second == SELECTOR_EMOJI || second == JOINER || is_modifier(second);
    turns && within(SELECTOR, first)
}

/// Whether a character may begin an emoji, or make one of the digit before it.
pub(super) fn may_be_part(c: char) -> bool {
    let c = u32::from(c);
    matches!(c, 0xA9 | 0xAE | 0x203C..=0x2FFF | 0x1_0000..)
        || matches!(c, 0x3030 | 0x303D | 0x3297 | 0x3299 | 0xFE0F)
}

fn keycap(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    chars.next()?;
    let second = chars.next()?;
    let complete = second == KEYCAP || chars.next() == Some(KEYCAP);
    complete.then(|| text.len().saturating_sub(chars.as_str().len()))
}

fn flag(first: char, second: char) -> Option<usize> {
    let row = FLAGS.get(letter(first)?)?;
    let bit = u32::try_from(letter(second)?).ok()?;
    (row.checked_shr(bit)? & 1 == 1).then(|| first.len_utf8().saturating_add(second.len_utf8()))
}

fn tagged(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\u{1F3F4}')?;
    let tag = TAGGED.iter().find(|tag| rest.starts_with(**tag))?;
    debug_assert!(tag.ends_with(TAG_END));
    Some('\u{1F3F4}'.len_utf8().saturating_add(tag.len()))
}

/// Parts joined by U+200D, each with a skin tone or a selector: the longest known.
fn joined(text: &str) -> Option<usize> {
    let mut key = Key {
        bytes: [0; 48],
        length: 0,
    };
    // Where each part ends, in the text and in the key.
    let mut ends = [(0_usize, 0_usize); MOST_PARTS];
    let mut end = 0_usize;
    let mut alone = None;
    let mut count = 0_usize;
    for (part, place) in ends.iter_mut().enumerate() {
        let mut chars = text.get(end..)?.chars();
        if part > 0 {
            if chars.next() != Some(JOINER) {
                break;
            }
            key.push(JOINER);
        }
        let Some(base) = chars.next() else { break };
        let (length, selected) = dressed(base, chars.as_str());
        key.push(base);
        if selected {
            key.push(SELECTOR_EMOJI);
        }
        let rest = chars.as_str().len().saturating_sub(length);
        end = text.len().saturating_sub(rest);
        if part == 0 {
            alone = (length > 0).then_some(end);
        }
        *place = (end, key.length);
        count = part.saturating_add(1);
    }
    // The longest first: what people join is mostly known as a whole.
    let joined = ends.iter().take(count).skip(1).rev();
    let mut known = joined.filter(|(_, length)| key.is_known(*length));
    known.next().map_or(alone, |(end, _)| Some(*end))
}

/// Bytes of the tone or selector after `base`, and whether the published form has U+FE0F there.
fn dressed(base: char, rest: &str) -> (usize, bool) {
    let next = rest.chars().next().unwrap_or_default();
    if next == SELECTOR_EMOJI && within(SELECTOR, base) {
        // A tone may follow a selector, as in a pointing finger.
        let tone = rest.chars().nth(1).filter(|c| is_modifier(*c));
        let tone = tone.filter(|_| within(MODIFIER_BASE, base));
        let tone = tone.map_or(0, char::len_utf8);
        return (
            next.len_utf8().saturating_add(tone),
            !within(PRESENTATION, base),
        );
    }
    if is_modifier(next) && within(MODIFIER_BASE, base) {
        return (next.len_utf8(), !within(PRESENTATION, base));
    }
    // The eye in a speech bubble is written without selectors by some keyboards.
    (0, matches!(base, '\u{1F441}' | '\u{1F5E8}'))
}

/// A sequence without its skin tones, as the table spells it.
struct Key {
    bytes: [u8; 48],
    length: usize,
}

impl Key {
    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            if let Some(slot) = self.bytes.get_mut(self.length) {
                *slot = byte;
            }
            self.length = self.length.saturating_add(1);
        }
    }

    /// Whether its first bytes are a row of the table.
    fn is_known(&self, length: usize) -> bool {
        let Some(key) = self.bytes.get(..length) else {
            return false;
        };
        JOINED
            .binary_search_by(|row| row.as_bytes().cmp(key))
            .is_ok()
    }
}

pub(super) fn is_keycap_base(c: char) -> bool {
    c.is_ascii_digit() || c == '#' || c == '*'
}

fn is_modifier(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

fn letter(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(0x1F1E6)?;
    usize::try_from(index)
        .ok()
        .filter(|index| *index < FLAGS.len())
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    if ranges.first().is_none_or(|first| c < first.0) {
        return false;
    }
    let after = ranges.partition_point(|range| range.0 <= c);
    let range = after.checked_sub(1).and_then(|index| ranges.get(index));
    range.is_some_and(|range| c <= range.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_table_is_sorted_and_fits_the_key() {
        assert!(JOINED.is_sorted());
        assert!(JOINED.iter().all(|row| row.len() <= 48));
        assert!(
            JOINED
                .iter()
                .all(|row| row.split(JOINER).count() <= MOST_PARTS)
        );
    }

    #[test]
    fn every_published_sequence_is_one() {
        for row in JOINED {
            assert_eq!(sequence(row), Some(row.len()), "{row}");
        }
    }

    #[test]
    fn a_sequence_takes_tones_selectors_and_flags() {
        for emoji in [
            "👋🏽",
            "❤️",
            "1️⃣",
            "#⃣",
            "🇫🇷",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "☝🏽",
            "☝️🏽",
            "🕵🏻‍♂️",
            "👩🏽‍🚀",
            "👁‍🗨",
            "👁️‍🗨️",
        ] {
            assert_eq!(sequence(emoji), Some(emoji.len()), "{emoji}");
        }
    }

    #[test]
    fn what_is_not_published_is_not_one() {
        for text in ["🇦🇦", "😀‍😀", "ab", "1️", "😀️", "é\u{FE0F}"] {
            assert_eq!(sequence(text), None, "{text}");
        }
        assert_eq!(sequence("👋🏽‍🚀"), Some("👋🏽".len()));
    }

    #[test]
    fn no_other_character_begins_an_emoji() {
        for (first, last) in PRESENTATION.iter().chain(SELECTOR) {
            let all = (*first..=*last).filter_map(char::from_u32);
            let mut all = all.filter(|c| !is_keycap_base(*c));
            assert!(all.all(may_be_part), "{first:x}");
        }
    }

    #[test]
    fn text_presentation_is_no_emoji() {
        for cluster in ["a", "1", "©", "☺", "⌚\u{FE0E}", "é"] {
            assert!(!is_emoji(cluster), "{cluster}");
        }
        for cluster in ["😀", "☺️", "1️⃣", "🇫🇷", "👩🏽‍🚀", "☝🏽"] {
            assert!(is_emoji(cluster), "{cluster}");
        }
    }
}
