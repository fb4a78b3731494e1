//! What a character is to clusters and to composition, by one look into a table.

use super::unicode_table::{BLOCKS, HIGH, INDEX};

/// What UAX #29 and NFC want to know of a character.
#[derive(Clone, Copy)]
pub(super) struct Properties(u8);

impl Properties {
    /// The class of UAX #29, as [`super::clusters`] numbers them.
    pub(super) const fn class(self) -> u8 {
        self.0 & 31
    }

    /// What NFC may do to the character.
    pub(super) const fn quick(self) -> Quick {
        match self.0 >> 5 {
            0 => Quick::Starter,
            1 => Quick::Mark,
            2 => Quick::Maybe,
            _ => Quick::No,
        }
    }
}

/// The quick check of UAX #15.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quick {
    /// Kept, and what follows is ordered and composed without what precedes.
    Starter,
    /// Kept where it is in order.
    Mark,
    /// May compose with what precedes it.
    Maybe,
    /// Replaced wherever it stands.
    No,
}

/// The properties of a character.
#[inline]
pub(super) fn properties(c: char) -> Properties {
    let at = usize::try_from(u32::from(c)).unwrap_or(usize::MAX);
    match INDEX.get(at >> 6) {
        Some(block) => {
            let at = (usize::from(*block) << 6) | (at & 63);
            Properties(BLOCKS.get(at).copied().unwrap_or(0))
        }
        None => Properties(ranged(&HIGH, c)),
    }
}

/// The value of the range that a character is in, or zero.
pub(super) fn ranged(ranges: &[(u32, u32, u8)], c: char) -> u8 {
    let c = u32::from(c);
    let after = ranges.partition_point(|range| range.0 <= c);
    let range = after.checked_sub(1).and_then(|at| ranges.get(at));
    range
        .filter(|range| c <= range.1)
        .map_or(0, |range| range.2)
}
