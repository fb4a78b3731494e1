//! The built-in rows as a run of bytes and one of text, for programs that are downloaded: a fifth
//! of what the constant table comes to when it is compressed.

use alloc::vec::Vec;

use super::walk::{Blank as _, Content, Field, Items, Part as _, Walk, Walked, Word};
use super::{List, PlatformRules, Scalar, Text, index_names, plan};

/// The built-in rows.
pub(crate) fn builtin() -> Vec<PlatformRules> {
    unpack(super::packed_rows::BYTES, super::packed_rows::TEXTS)
}

/// Unpacks rows; those whose bytes are cut off are blank.
fn unpack(bytes: &'static [u8], texts: &'static str) -> Vec<PlatformRules> {
    let mut unpacker = Unpacker {
        bytes,
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
    bytes: &'static [u8],
    texts: &'static str,
    /// The texts so far, which later ones may repeat.
    seen: Vec<&'static str>,
}

impl Unpacker {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self) -> u64 {
        let (mut value, mut shift) = (0_u64, 0_u32);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            value |= u64::from(byte & 0x7F)
                .checked_shl(shift)
                .unwrap_or_default();
            if *byte < 0x80 {
                break;
            }
            shift += 7;
        }
        value
    }

    fn place(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    /// The text before, by its number from 1, or the next one, by its length.
    fn str(&mut self) -> &'static str {
        if let Some(before) = self.place().checked_sub(1) {
            return self.seen.get(before).copied().unwrap_or_default();
        }
        let length = self.place();
        let (text, rest) = self.texts.split_at_checked(length).unwrap_or_default();
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
        for field in fields {
            field.part.walk(self)?;
        }
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
        let bytes = super::super::packed_rows::BYTES;
        let half = unpack(bytes.get(..bytes.len() / 2).unwrap_or_default(), "");
        assert_eq!(half.len(), PLATFORMS.len());
        assert!(
            half.iter()
                .all(|platform| platform.title.as_str().is_empty())
        );
    }
}
