//! What rows are made of, told part by part: reading a user's rows, writing rows as JSON, and
//! packing the built-in ones are one walk each over the same telling, where serde would derive all
//! of it for every part.

use alloc::string::String;
use alloc::vec::Vec;

use super::{List, OptionRef, Scalar, Text};
use crate::mark::mark;
use crate::media::Format;
use crate::quote::short;
use crate::text::Unit;

/// What is wrong with a part, in words.
pub(crate) type Walked = Result<(), String>;

/// Something that rows are made of.
pub(crate) trait Part {
    /// Shows itself to a walk, which may change it.
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked;
}

/// A part that can be made before it is read.
pub(crate) trait Blank: Part + Clone {
    /// What stands where nothing is said.
    const BLANK: Self;
}

/// What goes through rows.
pub(crate) trait Walk {
    /// Whether it goes by what things stand for and not by how JSON says them.
    fn is_packed(&self) -> bool;
    fn flag(&mut self, value: &mut bool) -> Walked;
    /// A number within these bounds, both included.
    fn number(&mut self, value: &mut i64, least: i64, most: i64) -> Walked;
    fn text(&mut self, value: &mut Text) -> Walked;
    /// One of a list of names, by its place.
    fn name(&mut self, at: &mut usize, names: &[&str]) -> Walked;
    /// A text that stands for something.
    fn word(&mut self, word: &mut dyn Word) -> Walked;
    fn scalar(&mut self, value: &mut Scalar) -> Walked;
    /// Whether what may be left out is there.
    fn maybe(&mut self, there: &mut bool) -> Walked;
    fn list(&mut self, items: &mut dyn Items) -> Walked;
    fn record(&mut self, fields: &mut [Field<'_>]) -> Walked;
    /// One of several forms, by its place, and what is in it.
    fn variant(&mut self, at: &mut usize, names: &[&str], content: Content<'_>) -> Walked;
}

/// Shows a walk what is in the form of this place.
pub(crate) type Content<'c> = &'c mut dyn FnMut(usize, &mut dyn Walk) -> Walked;

/// A member of a record.
pub(crate) struct Field<'f> {
    pub name: &'static str,
    pub presence: Presence,
    pub part: &'f mut dyn Part,
}

/// How many columns packed rows have.
pub(crate) const COLUMNS: usize = 64;

/// The column in which fields of this name are packed: what is alike stands together, and is
/// compressed to half of what it is row by row.
pub(crate) const fn column(name: &str) -> usize {
    mark(name.as_bytes()) as usize % COLUMNS
}

/// Whether JSON has a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Needed,
    /// It may be left out, and is always written.
    Optional,
    /// It may be left out, and is written where it says something.
    Sparse,
    /// It may be left out, and is written where it is not this.
    Unless(bool),
    /// JSON has it not.
    Hidden,
}

/// A text that stands for something.
pub(crate) trait Word {
    fn show(&self) -> String;
    fn read(&mut self, text: &str) -> Walked;
}

/// The elements of a list.
pub(crate) trait Items {
    fn count(&self) -> usize;
    fn resize(&mut self, count: usize);
    fn walk_at(&mut self, at: usize, walk: &mut dyn Walk) -> Walked;
}

impl<T: Blank> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn resize(&mut self, count: usize) {
        self.resize(count, T::BLANK);
    }

    fn walk_at(&mut self, at: usize, walk: &mut dyn Walk) -> Walked {
        self.get_mut(at).map_or(Ok(()), |item| item.walk(walk))
    }
}

impl<T: Blank + 'static> Part for List<T> {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        let mut items = core::mem::take(self).into_vec();
        let walked = walk.list(&mut items);
        *self = items.into();
        walked
    }
}

impl<T: Blank + 'static> Blank for List<T> {
    const BLANK: Self = List::of(&[]);
}

impl<T: Blank> Part for Option<T> {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        let mut there = self.is_some();
        walk.maybe(&mut there)?;
        if !there {
            *self = None;
            return Ok(());
        }
        self.get_or_insert(T::BLANK).walk(walk)
    }
}

impl<T: Blank> Blank for Option<T> {
    const BLANK: Self = None;
}

impl Part for bool {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        walk.flag(self)
    }
}

impl Blank for bool {
    const BLANK: Self = false;
}

impl Part for Text {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        walk.text(self)
    }
}

impl Blank for Text {
    const BLANK: Self = Text::of("");
}

impl Part for Scalar {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        walk.scalar(self)
    }
}

impl Blank for Scalar {
    const BLANK: Self = Scalar::Bool(false);
}

/// A row says the name; the place of the option is looked up when it is read, and packed.
impl Part for OptionRef {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        walk.text(&mut self.name)?;
        if walk.is_packed() {
            self.slot.walk(walk)?;
        }
        Ok(())
    }
}

impl Blank for OptionRef {
    const BLANK: Self = OptionRef::of("", OptionRef::UNRESOLVED);
}

impl Part for Unit {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        let mut at = *self as usize;
        walk.name(&mut at, &Self::ALL.map(Self::as_str))?;
        *self = Self::ALL.get(at).copied().unwrap_or(*self);
        Ok(())
    }
}

impl Blank for Unit {
    const BLANK: Self = Unit::Weighted;
}

/// Rows may also use the usual other spellings.
impl Word for Format {
    fn show(&self) -> String {
        String::from(self.as_str())
    }

    fn read(&mut self, name: &str) -> Walked {
        *self = Format::from_extension(name)
            .ok_or_else(|| alloc::format!("`{}` is not the name of a media format", short(name)))?;
        Ok(())
    }
}

impl Part for Format {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        if !walk.is_packed() {
            return walk.word(self);
        }
        let mut at = *self as usize;
        walk.name(&mut at, &[])?;
        *self = Self::ALL.get(at).copied().unwrap_or(*self);
        Ok(())
    }
}

impl Blank for Format {
    const BLANK: Self = Format::Jpeg;
}

macro_rules! numbers {
    ($($T:ty),+) => {$(
        impl Part for $T {
            fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
                let bound = |value: $T| i64::try_from(value).unwrap_or(i64::MAX);
                let mut value = bound(*self);
                walk.number(&mut value, bound(<$T>::MIN), bound(<$T>::MAX))?;
                *self = <$T>::try_from(value).unwrap_or(*self);
                Ok(())
            }
        }

        impl Blank for $T {
            const BLANK: Self = 0;
        }
    )+};
}
numbers!(u8, u32, u64, i64);

/// Tells a record by naming its fields once; rows are read and written by it, with serde too.
macro_rules! record {
    ($Type:ident { $($field:ident $(as $name:literal)?: $presence:expr $(, else $blank:expr)?;)+ } $(besides $other:ident: $none:expr;)*) => {
        impl $crate::rules::walk::Part for $Type {
            fn walk(
                &mut self,
                walk: &mut dyn $crate::rules::walk::Walk,
            ) -> $crate::rules::walk::Walked {
                #[expect(clippy::allow_attributes, reason = "only some records use them all")]
                #[allow(unused_imports, reason = "only some records use them all")]
                use $crate::rules::walk::Presence::{Hidden, Needed, Optional, Sparse, Unless};
                walk.record(&mut [$($crate::rules::walk::Field {
                    name: $crate::rules::walk::record!(@name $field $($name)?),
                    presence: $presence,
                    part: &mut self.$field,
                }),+])
            }
        }

        impl $crate::rules::walk::Blank for $Type {
            const BLANK: Self = $Type {
                $($field: $crate::rules::walk::record!(@blank $($blank)?),)+
                $($other: $none,)*
            };
        }

        $crate::rules::walk::with_serde!($Type);
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@blank) => { $crate::rules::walk::Blank::BLANK };
    (@blank $blank:expr) => { $blank };
}
pub(crate) use record;

/// Reads and writes a part with serde by the walk over it.
macro_rules! with_serde {
    ($Type:ident) => {
        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::rules::tree::Tree::of(self), serializer)
            }
        }

        #[cfg(not(feature = "codegen"))]
        impl $crate::written::Written for $Type {
            fn write(&self, writer: &mut $crate::written::Writer) {
                $crate::written::Written::write(&$crate::rules::tree::Tree::of(self), writer);
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::rules::reading::read(&value).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use with_serde;
