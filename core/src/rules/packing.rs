//! Packs rows. Only the rules' compiler uses it; the core unpacks them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::walk::{COLUMNS, Content, Field, Items, Part as _, Walk, Walked, Word, column};
use super::{List, PlatformRules, Scalar, Text};

/// Packs rows: their bytes in columns, and their texts one by one, none of which has a line break.
#[must_use]
pub fn pack(platforms: &[PlatformRules]) -> ([Vec<u8>; COLUMNS], Vec<String>) {
    let mut packer = Packer {
        columns: [const { Vec::new() }; COLUMNS],
        at: 0,
        texts: Vec::new(),
        seen: BTreeMap::new(),
    };
    // INVARIANT: packing refuses nothing.
    let _ = List::from(platforms.to_vec()).walk(&mut packer);
    (packer.columns, packer.texts)
}

struct Packer {
    columns: [Vec<u8>; COLUMNS],
    /// The column of the field that is packed.
    at: usize,
    texts: Vec<String>,
    seen: BTreeMap<String, u64>,
}

impl Packer {
    fn put(&mut self, mut value: u64) {
        let Some(bytes) = self.columns.get_mut(self.at) else {
            return;
        };
        while value > 0x7F {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
    }

    fn str(&mut self, text: &str) {
        if let Some(before) = self.seen.get(text) {
            return self.put(*before);
        }
        self.put(0);
        self.texts.push(text.into());
        self.seen.insert(text.into(), self.texts.len() as u64);
    }
}

impl Walk for Packer {
    fn is_packed(&self) -> bool {
        true
    }

    fn flag(&mut self, value: &mut bool) -> Walked {
        self.put(u64::from(*value));
        Ok(())
    }

    fn number(&mut self, value: &mut i64, least: i64, _: i64) -> Walked {
        self.put(value.wrapping_sub(least).cast_unsigned());
        Ok(())
    }

    fn text(&mut self, value: &mut Text) -> Walked {
        self.str(value.as_str());
        Ok(())
    }

    fn name(&mut self, at: &mut usize, _: &[&str]) -> Walked {
        self.put(*at as u64);
        Ok(())
    }

    fn word(&mut self, word: &mut dyn Word) -> Walked {
        self.str(&word.show());
        Ok(())
    }

    fn scalar(&mut self, value: &mut Scalar) -> Walked {
        match value {
            Scalar::Bool(value) => {
                self.put(0);
                self.put(u64::from(*value));
            }
            Scalar::Int(value) => {
                self.put(1);
                self.put(value.cast_unsigned());
            }
            Scalar::Text(value) => {
                self.put(2);
                self.str(value.as_str());
            }
        }
        Ok(())
    }

    fn maybe(&mut self, there: &mut bool) -> Walked {
        self.flag(there)
    }

    fn list(&mut self, items: &mut dyn Items) -> Walked {
        self.put(items.count() as u64);
        for at in 0..items.count() {
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
        self.put(*at as u64);
        content(*at, self)
    }
}
