//! Extended grapheme clusters: UAX #29.
//!
//! `unicode-segmentation` is the reference that the tests hold this against. With it 280 characters
//! of Hindi, Thai or emoji took 4 to 7 microseconds, with the table here they take 0.8; and without
//! its tables and those of `unicode-normalization` the WASM module is 42 of 374 KB smaller.

use super::properties::properties;
use super::run::run;

/// The class of a character, in the numbers of the generated table.
mod class {
    pub(super) const OTHER: u8 = 0;
    pub(super) const CR: u8 = 1;
    pub(super) const LF: u8 = 2;
    pub(super) const CONTROL: u8 = 3;
    /// Extends a cluster, but is no part of an Indic conjunct.
    pub(super) const EXTEND: u8 = 4;
    pub(super) const EXTEND_IN_CONJUNCT: u8 = 5;
    /// Links two consonants, as a virama does.
    pub(super) const LINKER: u8 = 6;
    pub(super) const ZWJ: u8 = 7;
    pub(super) const SPACING_MARK: u8 = 8;
    pub(super) const PREPEND: u8 = 9;
    pub(super) const REGIONAL_INDICATOR: u8 = 10;
    pub(super) const L: u8 = 11;
    pub(super) const V: u8 = 12;
    pub(super) const T: u8 = 13;
    pub(super) const LV: u8 = 14;
    pub(super) const LVT: u8 = 15;
    pub(super) const PICTOGRAPH: u8 = 16;
    pub(super) const CONSONANT: u8 = 17;
}

/// What of the characters before decides whether the next one joins them.
mod state {
    /// Nothing but that there is a character.
    pub(super) const ANY: u8 = 0;
    pub(super) const CR: u8 = 1;
    /// Nothing joins it: a control character, or the start of the text.
    pub(super) const BREAK: u8 = 2;
    pub(super) const PREPEND: u8 = 3;
    /// An odd number of regional indicators.
    pub(super) const REGIONAL: u8 = 4;
    pub(super) const L: u8 = 5;
    pub(super) const V: u8 = 6;
    pub(super) const T: u8 = 7;
    pub(super) const PICTOGRAPH: u8 = 8;
    pub(super) const PICTOGRAPH_ZWJ: u8 = 9;
    pub(super) const CONSONANT: u8 = 10;
    pub(super) const CONSONANT_LINKED: u8 = 11;
}

/// Set in a step where the character begins a cluster.
const BEGINS: u8 = 0x80;

/// The step from each state on each class: the next state, and [`BEGINS`].
static STEPS: [[u8; 32]; 16] = {
    let mut steps = [[BEGINS; 32]; 16];
    let mut rows: &mut [[u8; 32]] = &mut steps;
    let mut from = 0;
    while let Some((row, rest)) = rows.split_first_mut() {
        let mut cells: &mut [u8] = row;
        let mut class = 0;
        while let Some((cell, after)) = cells.split_first_mut() {
            *cell = step(from, class);
            cells = after;
            class += 1;
        }
        rows = rest;
        from += 1;
    }
    steps
};

const fn step(from: u8, class: u8) -> u8 {
    use class::{
        CONSONANT, CONTROL, CR, EXTEND, EXTEND_IN_CONJUNCT, L, LF, LINKER, LV, LVT, PICTOGRAPH,
        PREPEND, REGIONAL_INDICATOR, SPACING_MARK, T, V, ZWJ,
    };
    let joins = match (from, class) {
        // GB3 to GB5.
        (state::CR, LF) => true,
        (state::CR | state::BREAK, _) | (_, CR | LF | CONTROL) => false,
        // GB9 to GB9b.
        (_, EXTEND | EXTEND_IN_CONJUNCT | LINKER | ZWJ | SPACING_MARK) | (state::PREPEND, _) => {
            true
        }
        // GB6 to GB8.
        (state::L, L | V | LV | LVT) | (state::V, V | T) | (state::T, T) => true,
        // GB9c, GB11, GB12.
        (state::CONSONANT_LINKED, CONSONANT)
        | (state::PICTOGRAPH_ZWJ, PICTOGRAPH)
        | (state::REGIONAL, REGIONAL_INDICATOR) => true,
        _ => false,
    };
    let next = match (from, class) {
        (_, CR) => state::CR,
        (_, LF | CONTROL) => state::BREAK,
        (_, PREPEND) => state::PREPEND,
        (state::REGIONAL, REGIONAL_INDICATOR) => state::ANY,
        (_, REGIONAL_INDICATOR) => state::REGIONAL,
        (_, L) => state::L,
        (_, V | LV) => state::V,
        (_, T | LVT) => state::T,
        (_, PICTOGRAPH) | (state::PICTOGRAPH, EXTEND | EXTEND_IN_CONJUNCT | LINKER) => {
            state::PICTOGRAPH
        }
        (state::PICTOGRAPH, ZWJ) => state::PICTOGRAPH_ZWJ,
        (_, CONSONANT) | (state::CONSONANT, EXTEND_IN_CONJUNCT | ZWJ) => state::CONSONANT,
        (state::CONSONANT, LINKER)
        | (state::CONSONANT_LINKED, LINKER | EXTEND_IN_CONJUNCT | ZWJ) => state::CONSONANT_LINKED,
        _ => state::ANY,
    };
    if joins { next } else { next | BEGINS }
}

/// Where clusters begin, as the characters come.
#[derive(Clone, Copy)]
pub(super) struct Boundaries(u8);

impl Boundaries {
    /// At the start of a text.
    pub(super) const fn new() -> Self {
        Self(state::BREAK)
    }

    /// Whether the next character begins a cluster.
    #[inline]
    pub(super) fn begins(&mut self, c: char) -> bool {
        let class = usize::from(properties(c).class());
        let steps = STEPS.get(usize::from(self.0 & 15));
        let step = steps.and_then(|steps| steps.get(class)).copied();
        self.0 = step.unwrap_or(BEGINS);
        self.0 & BEGINS != 0
    }

    /// Whether a character that stands alone begins a cluster: see [`run`].
    const fn is_open(self) -> bool {
        !matches!(self.0 & 15, state::PREPEND | state::CR | state::L)
    }
}

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

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let mut chars = self.rest.chars();
        // INVARIANT: `rest` begins on a boundary, so that no context before it matters.
        let mut boundaries = Boundaries::new();
        boundaries.begins(chars.next()?);
        let mut after = chars.as_str();
        while let Some(c) = chars.next() {
            if boundaries.begins(c) {
                break;
            }
            after = chars.as_str();
        }
        let length = self.rest.len().saturating_sub(after.len());
        let (cluster, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(cluster)
    }
}

/// How many clusters a text has.
pub(super) fn count(text: &str) -> usize {
    if text.is_ascii() {
        return ascii(text.as_bytes());
    }
    let mut boundaries = Boundaries::new();
    let mut count = 0_usize;
    let mut rest = text;
    while !rest.is_empty() {
        // Letters that stand alone need no table.
        if boundaries.is_open() {
            let run = run(rest);
            if run.bytes > 0 {
                count = count.saturating_add(run.chars);
                let (head, tail) = rest.split_at_checked(run.bytes).unwrap_or((rest, ""));
                boundaries = Boundaries::new();
                if let Some(last) = head.chars().next_back() {
                    boundaries.begins(last);
                }
                rest = tail;
            }
        }
        let mut chars = rest.chars();
        for c in chars.by_ref() {
            count = count.saturating_add(usize::from(boundaries.begins(c)));
            if c == ' ' {
                break;
            }
        }
        rest = chars.as_str();
    }
    count
}

/// The clusters of ASCII: every character, but for a line feed after a carriage return.
fn ascii(text: &[u8]) -> usize {
    if !text.contains(&b'\r') {
        return text.len();
    }
    let pairs = text.iter().zip(text.iter().skip(1));
    let pairs = pairs.filter(|pair| *pair == (&b'\r', &b'\n')).count();
    text.len().saturating_sub(pairs)
}

/// The boundary at or before `at`.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
    let Some(next) = tail.chars().next() else {
        return at;
    };
    // From the nearest place before that is a boundary whatever precedes it.
    let mut from = at;
    let mut after = next;
    for c in head.chars().rev() {
        if parts(c, after) {
            break;
        }
        from = from.saturating_sub(c.len_utf8());
        after = c;
    }
    let mut boundary = from;
    for cluster in graphemes(text.get(from..).unwrap_or_default()) {
        let end = boundary.saturating_add(cluster.len());
        if end > at {
            break;
        }
        boundary = end;
    }
    boundary
}

/// Whether a cluster begins between two characters whatever precedes them.
fn parts(before: char, after: char) -> bool {
    use class::{CONTROL, CR, EXTEND, EXTEND_IN_CONJUNCT, LF, LINKER, OTHER, SPACING_MARK, ZWJ};
    match (properties(before).class(), properties(after).class()) {
        (CR, LF) => false,
        (CR | LF | CONTROL, _) | (_, CR | LF | CONTROL) => true,
        (OTHER, after) => !matches!(
            after,
            EXTEND | EXTEND_IN_CONJUNCT | LINKER | ZWJ | SPACING_MARK
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// A character of each class, and of each kind within it.
    const KINDS: [char; 24] = [
        'a',
        '\r',
        '\n',
        '\u{200B}',
        '\u{300}',
        '\u{200C}',
        '\u{94D}',
        '\u{9CD}',
        '\u{200D}',
        '\u{93E}',
        '\u{600}',
        '\u{1F1E6}',
        '\u{1100}',
        '\u{1161}',
        '\u{11A8}',
        '가',
        '각',
        '😀',
        '\u{1F3FD}',
        '\u{FE0F}',
        'क',
        'ক',
        'ก',
        '日',
    ];

    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let expected: Vec<&str> = text.graphemes(true).collect();
        prop_assert_eq!(
            graphemes(text).collect::<Vec<_>>(),
            expected.clone(),
            "{:?}",
            text
        );
        prop_assert_eq!(count(text), expected.len(), "{:?}", text);
        let starts: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        for at in 0..=text.len() {
            let floor = starts.iter().rev().find(|start| **start <= at);
            let floor = if at == text.len() { Some(&at) } else { floor };
            prop_assert_eq!(
                Some(&floor_boundary(text, at)),
                floor.or(Some(&0)),
                "{:?} {}",
                text,
                at
            );
        }
        Ok(())
    }

    #[test]
    fn every_character_breaks_as_in_the_reference() {
        for c in (0..0x3_0000)
            .chain(0xE_0000..0xE_1000)
            .filter_map(char::from_u32)
        {
            for other in ['a', '\u{300}', '\u{94D}', '\u{1161}', '😀', 'क'] {
                let text = String::from_iter([other, c, other, c]);
                assert_eq!(
                    count(&text),
                    text.graphemes(true).count(),
                    "{c:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn every_four_kinds_break_as_in_the_reference() {
        for a in KINDS {
            for b in KINDS {
                for c in KINDS {
                    for d in KINDS {
                        let text = String::from_iter([a, b, c, d]);
                        assert_eq!(count(&text), text.graphemes(true).count(), "{text:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn sequences_of_any_kinds_break_as_in_the_reference(
            text in proptest::collection::vec(proptest::sample::select(&KINDS[..]), 0..24)
        ) {
            agrees(&String::from_iter(text))?;
        }

        #[test]
        fn any_text_breaks_as_in_the_reference(text in "(\\PC|[ -~]{0,12}|\r\n){0,12}") {
            agrees(&text)?;
        }
    }
}
