//! Letters that stand alone: what most texts are made of, counted without looking anything up.

/// A stretch of characters each of which is a cluster of its own, kept by NFC and no emoji.
///
/// What follows it may still join its last character.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) bytes: usize,
    pub(super) chars: usize,
    /// How many of the characters X counts double.
    pub(super) heavy: usize,
}

/// The characters that stand alone from the start of a text on.
pub(super) fn run(text: &str) -> Run {
    let bytes = text.as_bytes();
    let mut run = Run::default();
    while let Some(lead) = bytes.get(run.bytes) {
        let mut kind = LEADS.get(usize::from(*lead)).copied().unwrap_or(STOP);
        if kind == LOOK {
            kind = look(bytes.get(run.bytes..).unwrap_or_default());
        }
        if kind == STOP {
            break;
        }
        run.bytes = run.bytes.saturating_add(usize::from(kind & 7));
        run.chars = run.chars.saturating_add(1);
        run.heavy = run.heavy.saturating_add(usize::from(kind >> 3));
    }
    run
}

const STOP: u8 = 0;
/// The next bytes decide.
const LOOK: u8 = 7;
/// How many bytes a character has that X counts double.
const HEAVY: u8 = 3 | 1 << 3;

/// What a first byte says of its character: its bytes, and whether it counts double.
static LEADS: [u8; 256] = {
    let mut leads = [STOP; 256];
    let mut rest: &mut [u8] = &mut leads;
    let mut byte = 0_u32;
    while let Some((lead, others)) = rest.split_first_mut() {
        *lead = match byte {
            0x0D => STOP,
            0x00..=0x7F => 1,
            // Latin, Greek, Cyrillic and Armenian letters.
            0xC3..=0xCB | 0xCF..=0xD1 | 0xD3..=0xD5 => 2,
            // Most Greek and Arabic letters; kana and the first and last of Hangul.
            0xCE | 0xD8 | 0xD9 | 0xE3 | 0xEA | 0xED => LOOK,
            // Han and Hangul.
            0xE4..=0xE9 | 0xEB | 0xEC => HEAVY,
            _ => STOP,
        };
        rest = others;
        byte += 1;
    }
    leads
};

fn look(bytes: &[u8]) -> u8 {
    match bytes {
        [0xCE, 0x88..=0xBF, ..]
        | [0xD8, 0xA0 | 0xA1 | 0xA7..=0xBF, ..]
        | [0xD9, 0x80..=0x8A | 0xA0..=0xAF | 0xB1..=0xBF, ..] => 2,
        [0xE3, 0x80, 0x80..=0xA9, ..]
        | [0xE3, 0x81 | 0x83, ..]
        | [0xE3, 0x82, 0x80..=0x98 | 0x9B..=0xBF, ..]
        | [0xEA, 0xB0..=0xBF, ..]
        | [0xED, 0x80..=0x9D, ..] => HEAVY,
        _ => STOP,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use unicode_normalization::UnicodeNormalization as _;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;
    use crate::text::{Unit, count};

    #[test]
    fn each_character_of_a_run_stands_alone() {
        let mut alone = 0;
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let text = String::from(c);
            let run = run(&text);
            if run.bytes == 0 {
                continue;
            }
            alone += 1;
            assert_eq!((run.bytes, run.chars), (text.len(), 1), "{c:?}");
            assert_eq!(run.heavy, usize::from(u32::from(c) > 0x10FF), "{c:?}");
            for before in ['a', 'é', '가', '\n', '\u{301}', '\u{200d}', '👩'] {
                let pair = String::from_iter([before, c]);
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
                assert!(pair.nfc().eq(pair.chars()), "{pair:?}");
            }
            for after in ["\u{FE0F}", "\u{200D}❤", "🏽", "🇫🇷"] {
                let joined = text.clone() + after;
                let apart = count(&text, Unit::Weighted) + count(after, Unit::Weighted);
                assert_eq!(count(&joined, Unit::Weighted), apart, "{joined:?}");
            }
        }
        assert!(alone > 30_000, "{alone}");
    }
}
