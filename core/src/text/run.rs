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
    /// It ends within a character.
    partial: bool,
}

/// The characters that stand alone from the start of a text on.
pub(super) fn run(text: &str) -> Run {
    let bytes = text.as_bytes();
    let first = bytes.first().and_then(|lead| LEADS.get(usize::from(*lead)));
    let mut run = match first {
        None | Some(&STOP) => return Run::default(),
        // Letters that are looked at one by one mostly stand among their like.
        Some(&LOOK) => Run::default(),
        Some(_) => blocks(bytes),
    };
    // A block may end within a character, which is read again.
    while !text.is_char_boundary(run.bytes) {
        run.bytes = run.bytes.saturating_sub(1);
    }
    if let Some(lead) = bytes.get(run.bytes).filter(|_| run.partial) {
        run.chars = run.chars.saturating_sub(1);
        run.heavy = run.heavy.saturating_sub(usize::from(*lead >= 0xE3));
    }
    run.partial = false;
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

/// The first blocks of bytes all of which belong to characters that stand alone by their first
/// byte: a loop without a branch, where going from character to character waits for each.
fn blocks(bytes: &[u8]) -> Run {
    let mut run = Run::default();
    let (blocks, _) = bytes.as_chunks::<16>();
    for block in blocks {
        let (mut odd, mut leads, mut heavy) = (0_u8, 0_u8, 0_u8);
        for byte in block {
            let inside = u8::from(byte & 0xC0 == 0x80);
            let wide =
                u8::from((0xE4..=0xE9).contains(byte)) | u8::from((0xEB..=0xEC).contains(byte));
            let narrow = u8::from(*byte < 0x80 && *byte != b'\r')
                | u8::from((0xC3..=0xCB).contains(byte))
                | u8::from((0xCF..=0xD1).contains(byte))
                | u8::from((0xD3..=0xD5).contains(byte));
            odd |= 1 ^ (inside | wide | narrow);
            leads = leads.wrapping_add(1 ^ inside);
            heavy = heavy.wrapping_add(wide);
        }
        if odd != 0 {
            break;
        }
        run.bytes = run.bytes.saturating_add(16);
        run.chars = run.chars.saturating_add(usize::from(leads));
        run.heavy = run.heavy.saturating_add(usize::from(heavy));
    }
    let next = bytes.get(run.bytes);
    run.partial = next.is_some_and(|byte| byte & 0xC0 == 0x80);
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
    fn a_run_is_the_same_however_its_blocks_fall() {
        let text = "Größe Вторая 부엌에는 어떤 木の椅子。 plain text of more than sixteen bytes é";
        for (start, _) in text.char_indices() {
            let tail = text.get(start..).unwrap();
            for (end, _) in tail.char_indices() {
                let part = tail.get(..end).unwrap();
                let run = run(part);
                let heavy = part.chars().filter(|c| u32::from(*c) > 0x10FF).count();
                let expected = (part.len(), part.chars().count(), heavy);
                assert_eq!((run.bytes, run.chars, run.heavy), expected, "{part}");
            }
        }
    }

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
