//! Lengths in every unit, beside slow counts written from the specifications.

use postworthy::text::{Entity, Unit, count, count_entities, links, measure, trim_at};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

const UNITS: [Unit; 6] = [
    Unit::Weighted,
    Unit::Graphemes,
    Unit::Utf16,
    Unit::CodePoints,
    Unit::Bytes,
    Unit::Threads,
];

/// A limit in the first byte, and a text.
pub fn units(input: &[u8]) {
    let [limit, text @ ..] = input else { return };
    let text = &*String::from_utf8_lossy(text);
    let limit = u32::from(*limit);
    let plain = |unit| usize::try_from(count(text, unit)).unwrap();
    assert_eq!(plain(Unit::Utf16), text.encode_utf16().count());
    assert_eq!(plain(Unit::CodePoints), text.chars().count());
    assert_eq!(plain(Unit::Bytes), text.len());
    // Extended grapheme clusters of UAX #29.
    assert_eq!(plain(Unit::Graphemes), text.graphemes(true).count());
    let boundary =
        |at: usize| at == text.len() || text.grapheme_indices(true).any(|(it, _)| it == at);
    for unit in UNITS {
        let measured = measure(text, unit, limit);
        assert_eq!(measured.count, count(text, unit));
        assert_eq!(
            measured.fits == text.len(),
            measured.count <= limit,
            "{unit:?}"
        );
        assert!(boundary(measured.fits), "{unit:?} {measured:?}");
        assert!(
            count(&text[..measured.fits], unit) <= limit,
            "{unit:?} {measured:?}"
        );
        let trimmed = trim_at(text, unit, limit);
        assert!(boundary(trimmed) && trimmed <= measured.fits, "{unit:?}");
        assert!(count(&text[..trimmed], unit) <= limit, "{unit:?}");
        if matches!(unit, Unit::Weighted) || measured.fits == text.len() {
            continue;
        }
        // One cluster more is too much.
        let more = text[measured.fits..].graphemes(true).next().unwrap().len();
        assert!(
            count(&text[..measured.fits + more], unit) > limit,
            "{unit:?}"
        );
    }
    let mut end = 0;
    for link in links(text) {
        assert!(link.start >= end && link.start < link.end);
        end = link.end;
        assert!(text.get(link).is_some());
    }
    for entity in [Entity::Hashtags, Entity::Mentions, Entity::Links] {
        assert!(count_entities(text, entity) as usize <= text.len());
    }
}

/// The weighted length: of texts built of parts whose weight is known, and of any other by a plain
/// count.
pub fn weighted(input: &[u8]) {
    let mut text = String::new();
    let mut weight = 0;
    for part in input.chunks(2).take(400) {
        let [kind, which, ..] = part else { break };
        let which = usize::from(*which) + (usize::from(*kind >> 3) << 8);
        let (part, weighs) = match kind % 8 {
            // Every emoji that Unicode lists counts two, however long it is.
            0 | 1 => (nth_emoji(which), 2),
            2 => (
                [
                    "https://example.com/a?b=c#d",
                    "example.org",
                    "t.co/Abc1",
                    "http://ex.de/ü",
                ][which % 4],
                23,
            ),
            3 => (["日", "한", "ア", "々", "。"][which % 5], 2),
            4 => (
                ["é", "ß", "я", "א", "ع", "\u{1e9e}"][which % 6],
                if which % 6 == 5 { 2 } else { 1 },
            ),
            // Composed by NFC.
            5 => (["e\u{301}", "n\u{303}", "A\u{30a}"][which % 3], 1),
            6 => (["“", "’", "–", "\u{2009}"][which % 4], 1),
            _ => (
                ["a", "7", "_", "(", "word"][which % 5],
                [1, 1, 1, 1, 4][which % 5],
            ),
        };
        text.push_str(part);
        // A blank, so that no part is read together with the next.
        text.push(' ');
        weight += weighs + 1;
    }
    assert_eq!(count(&text, Unit::Weighted), weight, "{text:?}");

    let text = String::from_utf8_lossy(input);
    let normal: String = text.nfc().collect();
    let joined = |c: char| matches!(u32::from(c), 0x200D | 0x20E3 | 0xFE0E | 0xFE0F | 0x1F1E6..=0x1F1FF | 0x1F3FB..=0x1F3FF | 0xE0000..);
    if normal.chars().any(joined) {
        return;
    }
    // No sequence of emoji: links, and characters by the ranges of the configuration.
    let mut plain = 0_usize;
    let mut end = 0;
    for link in links(&normal) {
        plain += weigh(&normal[end..link.start]) + 23;
        end = link.end;
    }
    plain += weigh(&normal[end..]);
    assert_eq!(count(&text, Unit::Weighted) as usize, plain, "{text:?}");
}

fn weigh(text: &str) -> usize {
    let heavy =
        |c: char| !matches!(u32::from(c), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    text.chars().map(|c| 1 + usize::from(heavy(c))).sum()
}

fn nth_emoji(which: usize) -> &'static str {
    let all = emojis::iter().count();
    emojis::iter().nth(which % all).unwrap().as_str()
}
