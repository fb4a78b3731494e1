//! Canonical decomposition and composition, found out by what the reference does.

use std::collections::HashMap;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// A character and what it decomposes to in one step.
#[derive(Clone, Copy)]
pub struct Row {
    whole: char,
    first: char,
    second: Option<char>,
}

impl Row {
    pub fn column(&self, part: usize) -> u32 {
        match part {
            0 => u32::from(self.whole),
            1 => u32::from(self.first),
            _ => self.second.map_or(0, u32::from),
        }
    }

    /// Whether all of it is up to U+FFFF.
    pub fn is_short(&self) -> bool {
        (0..3).all(|part| self.column(part) <= 0xFFFF)
    }

    pub fn shown(&self) -> String {
        let [whole, first, second] = [0, 1, 2].map(|part| self.column(part));
        format!("(0x{whole:X}, 0x{first:X}, 0x{second:X})")
    }
}

pub fn combining(c: char) -> u8 {
    canonical_combining_class(c)
}

/// 0: a starter that NFC keeps. 1: a mark that it keeps. 2: what may compose with something
/// before it. 3: what it never keeps.
pub fn quick(c: char) -> u8 {
    match is_nfc_quick(std::iter::once(c)) {
        IsNormalized::Yes => u8::from(combining(c) != 0),
        IsNormalized::Maybe => 2,
        IsNormalized::No => 3,
    }
}

/// Everything that decomposes, Hangul syllables aside, in order.
pub fn pairs() -> Vec<Row> {
    let hangul = 0xAC00..=0xD7A3;
    let all = (0..=0x10_FFFF).filter(|c| !hangul.contains(c));
    let full: Vec<(char, Vec<char>)> = all
        .filter_map(char::from_u32)
        .map(|c| (c, parts(c)))
        .filter(|(c, parts)| parts.as_slice() != [*c])
        .collect();
    // What has the same parts: the composed one where there are several.
    let mut wholes: HashMap<&[char], char> = HashMap::new();
    for (c, parts) in &full {
        let known = wholes.entry(parts).or_insert(*c);
        if composes(*c, parts) {
            *known = *c;
        }
    }
    let step = |(whole, parts): &(char, Vec<char>)| {
        let (last, before) = parts.split_last()?;
        let (first, second) = match before {
            [] => (*last, None),
            [first] => (*first, Some(*last)),
            _ => (*wholes.get(before)?, Some(*last)),
        };
        Some(Row {
            whole: *whole,
            first,
            second,
        })
    };
    full.iter().filter_map(step).collect()
}

/// The places, in `rows`, of what their two parts compose to, by those parts.
pub fn composing(rows: &[Row]) -> Vec<usize> {
    let mut found: Vec<(char, char, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((row.first, row.second?, at)))
        .filter(|(first, second, at)| {
            compose(*first, *second) == rows.get(*at).map(|row| row.whole)
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(.., at)| at).collect()
}

fn parts(c: char) -> Vec<char> {
    let mut parts = Vec::new();
    decompose_canonical(c, |part| parts.push(part));
    parts
}

fn composes(c: char, parts: &[char]) -> bool {
    let mut parts = parts.iter().copied();
    let first = parts.next();
    let composed = parts.try_fold(first.unwrap_or_default(), compose);
    composed == Some(c)
}
