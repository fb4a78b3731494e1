//! One macro for the closed vocabularies: an enum, its names, serde, and its Rust literal.

use core::fmt;

use serde::de::{Deserializer, Error, Visitor};

use crate::quote::short;

macro_rules! names {
    ($(#[$meta:meta])* $vis:vis enum $Type:ident { $($(#[$vmeta:meta])* $Variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $vis enum $Type {
            $(
                $(#[$vmeta])* #[doc = concat!("`", $name, "`")]
                #[cfg_attr(feature = "schema", schemars(rename = $name))]
                $Variant,
            )+
        }

        impl $Type {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [$Type] = &[$($Type::$Variant),+];

            const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name that JSON and messages use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Type::$Variant => $name),+ }
            }

            /// The value of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some($Type::$Variant),)+ _ => None }
            }
        }

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(not(feature = "codegen"))]
        impl $crate::written::Written for $Type {
            fn write(&self, writer: &mut $crate::written::Writer) {
                writer.str(self.as_str());
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let at = $crate::names::read(deserializer, Self::NAMES)?;
                $Type::ALL.get(at).copied().ok_or_else(|| serde::de::Error::custom("no such name"))
            }
        }

        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::rules::walk::Part for $Type {
            fn walk(
                &mut self,
                walk: &mut dyn $crate::rules::walk::Walk,
            ) -> $crate::rules::walk::Walked {
                let mut at = *self as usize;
                walk.name(&mut at, Self::NAMES)?;
                *self = Self::ALL.get(at).copied().unwrap_or(*self);
                Ok(())
            }
        }

        impl $crate::rules::walk::Blank for $Type {
            const BLANK: Self = $crate::names::first!($($Type::$Variant),+);
        }

        #[cfg(feature = "codegen")]
        impl crate::rules::literal::Literal for $Type {
            fn literal(&self, out: &mut alloc::string::String) {
                out.push_str(stringify!($Type));
                out.push_str("::");
                out.push_str(match self { $($Type::$Variant => stringify!($Variant)),+ });
            }
        }
    };
}
pub(crate) use names;

macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}
pub(crate) use first;

/// Which of the names stands next: one function for all vocabularies, where serde would derive one
/// for each.
pub(crate) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    names: &'static [&'static str],
) -> Result<usize, D::Error> {
    struct Names(&'static [&'static str]);
    impl Visitor<'_> for Names {
        type Value = usize;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a name")
        }
        fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
            let at = self.0.iter().position(|known| *known == name);
            at.ok_or_else(|| E::unknown_variant(&short(name), self.0))
        }
    }
    deserializer.deserialize_str(Names(names))
}
