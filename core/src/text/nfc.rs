//! Normalization Form C: UAX #15.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::properties::{Quick, properties, ranged};
use super::run::run;
use super::unicode_table::{COMBINING, COMPOSING, FIRST, LONG, SECOND, WHOLE};

/// Hangul syllables are made by arithmetic: leading, vowel and trailing letters.
mod hangul {
    pub(super) const SYLLABLES: u32 = 0xAC00;
    pub(super) const LEADING: u32 = 0x1100;
    pub(super) const VOWELS: u32 = 0x1161;
    /// One before the first trailing letter: a syllable may have none.
    pub(super) const TRAILING: u32 = 0x11A7;
    pub(super) const LEADING_COUNT: u32 = 19;
    pub(super) const VOWEL_COUNT: u32 = 21;
    pub(super) const TRAILING_COUNT: u32 = 28;
    pub(super) const COUNT: u32 = LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT;
}

/// The text in NFC, which is itself for nearly every text that people write.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if is_certain(text) {
        return Cow::Borrowed(text);
    }
    let normal = compose_all(text);
    if normal == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(normal)
    }
}

/// Whether the text is seen to be in NFC without composing it.
fn is_certain(text: &str) -> bool {
    // The character before, and its combining class where that may not be zero.
    let (mut before, mut class) = ('\0', 0_u8);
    let mut rest = text;
    loop {
        let (head, tail) = rest.split_at_checked(run(rest).bytes).unwrap_or_default();
        if let Some(last) = head.chars().next_back() {
            (before, class) = (last, 0);
        }
        let mut chars = tail.chars();
        let Some(c) = chars.next() else { return true };
        rest = chars.as_str();
        if is_pictograph(c) {
            (before, class) = (c, 0);
            continue;
        }
        let quick = properties(c).quick();
        if quick == Quick::Starter {
            (before, class) = (c, 0);
            continue;
        }
        let own = ranged(&COMBINING, c);
        let ordered = class <= own || own == 0;
        let kept = match quick {
            Quick::No => false,
            // Right after a starter it is plain whether the two compose, unless either has parts
            // that may compose otherwise.
            Quick::Maybe => {
                let whole = |c: char| decomposed(c).is_none();
                class == 0 && compose(before, c).is_none() && whole(before) && whole(c)
            }
            Quick::Starter | Quick::Mark => true,
        };
        if !ordered || !kept {
            return false;
        }
        (before, class) = (c, own);
    }
}

/// Whether it is one of most emoji, none of which composes with anything.
const fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1F9FF}')
}

/// Decomposes, orders the marks and composes, as UAX #15 has it.
fn compose_all(text: &str) -> String {
    let mut composer = Composer {
        out: String::with_capacity(text.len()),
        starter: None,
        marks: Vec::new(),
    };
    for c in text.chars() {
        composer.decompose(c);
    }
    composer.settle();
    composer.flush();
    composer.out
}

struct Composer {
    out: String,
    /// What the marks may compose with.
    starter: Option<char>,
    /// The marks since, with their combining classes.
    marks: Vec<(u8, char)>,
}

impl Composer {
    fn decompose(&mut self, c: char) {
        if c.is_ascii() {
            return self.push(c);
        }
        let syllable = u32::from(c).wrapping_sub(hangul::SYLLABLES);
        if syllable < hangul::COUNT {
            // A syllable composes with a trailing letter at most, and decomposed it would again
            // be what it is.
            return self.push(c);
        }
        match decomposed(c) {
            None => self.push(c),
            Some((first, second)) => {
                // The first part may decompose in its turn, a few times at most.
                self.decompose(first);
                if let Some(second) = second {
                    self.decompose(second);
                }
            }
        }
    }

    fn push(&mut self, c: char) {
        let class = match properties(c).quick() {
            Quick::Starter => 0,
            _ => ranged(&COMBINING, c),
        };
        if class != 0 {
            return self.marks.push((class, c));
        }
        self.settle();
        let adjacent = self.starter.filter(|_| self.marks.is_empty());
        if let Some(whole) = adjacent.and_then(|starter| compose(starter, c)) {
            self.starter = Some(whole);
            return;
        }
        self.flush();
        self.starter = Some(c);
    }

    /// Orders the marks, and composes those that nothing parts from the starter.
    fn settle(&mut self) {
        if self.marks.len() > 1 {
            self.marks.sort_by_key(|mark| mark.0);
        }
        let Some(mut starter) = self.starter else {
            return;
        };
        let mut last = 0;
        self.marks.retain(|&(class, mark)| {
            let whole = if last < class {
                compose(starter, mark)
            } else {
                None
            };
            match whole {
                Some(whole) => starter = whole,
                None => last = class,
            }
            whole.is_none()
        });
        self.starter = Some(starter);
    }

    fn flush(&mut self) {
        self.out.extend(self.starter.take());
        self.out.extend(self.marks.drain(..).map(|mark| mark.1));
    }
}

/// What a character, no Hangul syllable, decomposes to in one step.
fn decomposed(c: char) -> Option<(char, Option<char>)> {
    let short = u16::try_from(u32::from(c)).ok();
    let at = short.and_then(|c| WHOLE.binary_search(&c).ok());
    let at = at.or_else(|| {
        let at = LONG.binary_search_by_key(&u32::from(c), |row| row.0).ok()?;
        Some(WHOLE.len().saturating_add(at))
    })?;
    let (_, first, second) = row(at)?;
    let second = char::from_u32(second).filter(|second| *second != '\0');
    Some((char::from_u32(first)?, second))
}

/// The character that two make, if they do.
fn compose(first: char, second: char) -> Option<char> {
    use hangul::{
        LEADING, LEADING_COUNT, SYLLABLES, TRAILING, TRAILING_COUNT, VOWEL_COUNT, VOWELS,
    };
    let (a, b) = (u32::from(first), u32::from(second));
    let leading = a.wrapping_sub(LEADING);
    let vowel = b.wrapping_sub(VOWELS);
    if leading < LEADING_COUNT && vowel < VOWEL_COUNT {
        let syllable = leading.wrapping_mul(VOWEL_COUNT).wrapping_add(vowel);
        return char::from_u32(SYLLABLES.wrapping_add(syllable.wrapping_mul(TRAILING_COUNT)));
    }
    let syllable = a.wrapping_sub(SYLLABLES);
    let trailing = b.wrapping_sub(TRAILING);
    let open = syllable < hangul::COUNT && syllable.is_multiple_of(TRAILING_COUNT);
    if open && (1..TRAILING_COUNT).contains(&trailing) {
        return char::from_u32(a.wrapping_add(trailing));
    }
    let place = |at: &u16| row(usize::from(*at)).map(|row| (row.1, row.2));
    let at = COMPOSING
        .binary_search_by(|at| place(at).cmp(&Some((a, b))))
        .ok()?;
    let (whole, ..) = row(usize::from(*COMPOSING.get(at)?))?;
    char::from_u32(whole)
}

/// A character and its two parts, the second zero where there is but one.
fn row(at: usize) -> Option<(u32, u32, u32)> {
    if let Some(at) = at.checked_sub(WHOLE.len()) {
        return LONG.get(at).copied();
    }
    let column = |values: &[u16]| values.get(at).map(|value| u32::from(*value));
    Some((column(&WHOLE)?, column(&FIRST)?, column(&SECOND)?))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn reference(text: &str) -> String {
        text.nfc().collect()
    }

    #[test]
    fn every_character_is_composed_as_the_reference_does() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            for text in [
                format!("{c}"),
                format!("a{c}"),
                format!("{c}\u{301}"),
                format!("{c}\u{327}\u{301}\u{327}"),
                format!("\u{1100}{c}\u{11A8}"),
            ] {
                assert_eq!(nfc(&text), reference(&text), "{c:?}");
                let apart: String = text.nfd().collect();
                assert_eq!(nfc(&apart), reference(&text), "{c:?} apart");
            }
        }
    }

    #[test]
    fn every_pair_that_composes_is_known() {
        for (at, second) in SECOND.iter().enumerate().filter(|row| *row.1 != 0) {
            let (_, first, _) = row(at).unwrap_or_default();
            let first = char::from_u32(first).unwrap_or_default();
            let second = char::from_u32(u32::from(*second)).unwrap_or_default();
            let known = unicode_normalization::char::compose(first, second);
            assert_eq!(compose(first, second), known, "{first:?} {second:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_composed_as_the_reference_does(
            text in "(\\PC|[a-eA-E]|[\u{300}-\u{345}]|[\u{5B0}-\u{5C7}]|[\u{1100}-\u{11FF}]|[\u{AC00}-\u{AC1F}]|[\u{900}-\u{97F}]|[\u{9BE}-\u{9D7}]|[\u{1D157}-\u{1D172}]|[\u{113B8}-\u{113C9}]|[\u{1611E}-\u{16128}]){0,12}"
        ) {
            prop_assert_eq!(nfc(&text), reference(&text));
        }
    }
}
