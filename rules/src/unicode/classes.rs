//! The classes of UAX #29, found out by where the reference breaks.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

/// The classes by the numbers that core/src/text/clusters.rs knows them by.
mod class {
    pub const OTHER: u8 = 0;
    pub const CR: u8 = 1;
    pub const LF: u8 = 2;
    pub const CONTROL: u8 = 3;
    pub const EXTEND: u8 = 4;
    pub const EXTEND_IN_CONJUNCT: u8 = 5;
    pub const LINKER: u8 = 6;
    pub const ZWJ: u8 = 7;
    pub const SPACING_MARK: u8 = 8;
    pub const PREPEND: u8 = 9;
    pub const REGIONAL_INDICATOR: u8 = 10;
    pub const L: u8 = 11;
    pub const V: u8 = 12;
    pub const T: u8 = 13;
    pub const LV: u8 = 14;
    pub const LVT: u8 = 15;
    pub const PICTOGRAPH: u8 = 16;
    pub const CONSONANT: u8 = 17;
}

/// The class of each character that has one.
pub struct Classes(HashMap<char, u8>);

impl Classes {
    pub fn new() -> Self {
        let all = (0..=0x10_FFFF).filter_map(char::from_u32);
        Self(
            all.map(|c| (c, classify(c)))
                .filter(|row| row.1 != 0)
                .collect(),
        )
    }

    pub fn of(&self, c: char) -> u8 {
        self.0.get(&c).copied().unwrap_or(class::OTHER)
    }
}

fn classify(c: char) -> u8 {
    match c {
        '\r' => return class::CR,
        '\n' => return class::LF,
        '\u{200D}' => return class::ZWJ,
        _ => {}
    }
    // A mark joins whatever precedes it, unless that is a control character.
    if !whole(&[c, '\u{300}']) {
        return class::CONTROL;
    }
    if whole(&['a', c]) {
        // GB11 lets extending characters stand within an emoji, but no spacing mark.
        return if !whole(&['😀', c, '\u{200D}', '😀']) {
            class::SPACING_MARK
        } else if whole(&['क', c, 'क']) {
            class::LINKER
        } else if whole(&['क', c, '\u{94D}', 'क']) {
            class::EXTEND_IN_CONJUNCT
        } else {
            class::EXTEND
        };
    }
    if whole(&[c, 'a']) {
        return class::PREPEND;
    }
    if whole(&[c, '🇦']) {
        return class::REGIONAL_INDICATOR;
    }
    match (
        whole(&[c, '\u{1100}']),
        whole(&[c, '\u{1160}']),
        whole(&[c, '\u{11A8}']),
    ) {
        (true, ..) => return class::L,
        (_, true, _) if whole(&['\u{1160}', c]) => return class::V,
        (_, true, _) => return class::LV,
        (_, _, true) if whole(&['\u{1160}', c]) => return class::T,
        (_, _, true) => return class::LVT,
        _ => {}
    }
    if whole(&[c, '\u{200D}', '😀']) {
        return class::PICTOGRAPH;
    }
    if whole(&[c, '\u{94D}', 'क']) {
        return class::CONSONANT;
    }
    class::OTHER
}

/// Whether these make one cluster.
fn whole(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    text.graphemes(true).count() == 1
}
