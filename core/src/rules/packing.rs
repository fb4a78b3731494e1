//! Packs rows. Only the rules' compiler uses it; the core unpacks them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::walk::{Content, Field, Items, Part as _, Walk, Walked, Word};
use super::{List, PlatformRules, Scalar, Text};

/// Packs rows: their bytes, and their texts one by one.
#[must_use]
pub fn pack(platforms: &[PlatformRules]) -> (Vec<u8>, Vec<String>) {
    let mut packer = Packer::default();
    // INVARIANT: packing refuses nothing.
    let _ = List::from(platforms.to_vec()).walk(&mut packer);
    (packer.bytes, packer.texts)
}

#[derive(Default)]
struct Packer {
    bytes: Vec<u8>,
    texts: Vec<String>,
    seen: BTreeMap<String, u64>,
}

impl Packer {
    fn put(&mut self, mut value: u64) {
        while value > 0x7F {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    fn str(&mut self, text: &str) {
        if let Some(before) = self.seen.get(text) {
            return self.put(*before);
        }
        self.put(0);
        self.put(text.len() as u64);
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
        for field in fields {
            field.part.walk(self)?;
        }
        Ok(())
    }

    fn variant(&mut self, at: &mut usize, _: &[&str], content: Content<'_>) -> Walked {
        self.put(*at as u64);
        content(*at, self)
    }
}
