//! The built-in rows as columns of bytes, one for fields of a name, and one text, for programs that
//! are downloaded: a sixth of what the constant table comes to when it is compressed.

use alloc::vec::Vec;

use super::walk::{
    Blank as _, COLUMNS, Content, Field, Items, Part as _, Walk, Walked, Word, column,
};
use super::{List, PlatformRules, Scalar, Text, index_names, plan};

/// The built-in rows.
pub(crate) fn builtin() -> Vec<PlatformRules> {
    unpack(&super::packed_rows::COLUMNS, super::packed_rows::TEXTS)
}

/// Unpacks rows; those whose bytes are cut off are blank.
fn unpack(columns: &[&'static [u8]; COLUMNS], texts: &'static str) -> Vec<PlatformRules> {
    let mut unpacker = Unpacker {
        columns: *columns,
        at: 0,
        texts,
        seen: Vec::new(),
    };
    let mut platforms = <List<PlatformRules>>::BLANK;
    // INVARIANT: unpacking refuses nothing.
    let _ = platforms.walk(&mut unpacker);
    let mut platforms = platforms.into_vec();
    for platform in &mut platforms {
        platform.plan = plan(platform.platform, &platform.options, &platform.rules);
        platform.names = index_names(&platform.options).into();
    }
    platforms
}

struct Unpacker {
    /// What is left of each column.
    columns: [&'static [u8]; COLUMNS],
    /// The column of the field that is read.
    at: usize,
    texts: &'static str,
    /// The texts so far, which later ones may repeat.
    seen: Vec<&'static str>,
}

impl Unpacker {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self) -> u64 {
        let (mut value, mut shift) = (0_u64, 0_u32);
        let Some(bytes) = self.columns.get_mut(self.at) else {
            return value;
        };
        while let Some((byte, rest)) = bytes.split_first() {
            *bytes = rest;
            value |= u64::from(byte & 0x7F)
                .checked_shl(shift)
                .unwrap_or_default();
            if *byte < 0x80 {
                break;
            }
            shift = shift.saturating_add(7);
        }
        value
    }

    fn place(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    /// The text before, by its number from 1, or the next one, up to the end of its line.
    fn str(&mut self) -> &'static str {
        if let Some(before) = self.place().checked_sub(1) {
            return self.seen.get(before).copied().unwrap_or_default();
        }
        let (text, rest) = self.texts.split_once('\n').unwrap_or_default();
        self.texts = rest;
        self.seen.push(text);
        text
    }
}

impl Walk for Unpacker {
    fn is_packed(&self) -> bool {
        true
    }

    fn flag(&mut self, value: &mut bool) -> Walked {
        *value = self.number() != 0;
        Ok(())
    }

    fn number(&mut self, value: &mut i64, least: i64, _: i64) -> Walked {
        *value = least.wrapping_add(self.number().cast_signed());
        Ok(())
    }

    fn text(&mut self, value: &mut Text) -> Walked {
        *value = Text::of(self.str());
        Ok(())
    }

    fn name(&mut self, at: &mut usize, _: &[&str]) -> Walked {
        *at = self.place();
        Ok(())
    }

    fn word(&mut self, word: &mut dyn Word) -> Walked {
        word.read(self.str())
    }

    fn scalar(&mut self, value: &mut Scalar) -> Walked {
        *value = match self.number() {
            0 => Scalar::Bool(self.number() != 0),
            1 => Scalar::Int(self.number().cast_signed()),
            _ => Scalar::Text(Text::of(self.str())),
        };
        Ok(())
    }

    fn maybe(&mut self, there: &mut bool) -> Walked {
        self.flag(there)
    }

    fn list(&mut self, items: &mut dyn Items) -> Walked {
        let count = self.place();
        items.resize(count);
        for at in 0..count {
            items.walk_at(at, self)?;
        }
        Ok(())
    }

    fn record(&mut self, fields: &mut [Field<'_>]) -> Walked {
        let outer = self.at;
        for field in fields {
            self.at = column(field.name);
            field.part.walk(self)?;
        }
        self.at = outer;
        Ok(())
    }

    fn variant(&mut self, at: &mut usize, _: &[&str], content: Content<'_>) -> Walked {
        *at = self.place();
        content(*at, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::PLATFORMS;

    #[test]
    fn the_packed_rows_are_those_of_the_table() {
        assert_eq!(builtin(), PLATFORMS);
    }

    #[test]
    fn rows_that_are_cut_off_are_blank() {
        let columns = super::super::packed_rows::COLUMNS;
        let half = columns.map(|bytes| bytes.get(..bytes.len().div_ceil(2)).unwrap_or_default());
        let half = unpack(&half, "");
        assert_eq!(half.len(), PLATFORMS.len());
        assert!(
            half.iter()
                .all(|platform| platform.title.as_str().is_empty())
        );
    }
}
