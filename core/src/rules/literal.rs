//! Writes rows as Rust source, for the generated table. Only the rules' compiler uses it.

use crate::rules::{List, Text};
use alloc::string::String;
use core::fmt::Write as _;

/// A value that can be written as a constant Rust expression.
pub trait Literal {
    /// Appends the expression.
    fn literal(&self, out: &mut String);
}

macro_rules! displayed {
    ($($T:ty),+) => {$(
        impl Literal for $T {
            fn literal(&self, out: &mut String) {
                let _ = write!(out, "{self}");
            }
        }
    )+};
}
displayed!(bool, u8, u16, u32, u64, i64);

impl Literal for Text {
    fn literal(&self, out: &mut String) {
        let _ = write!(out, "Text::of({:?})", self.as_str());
    }
}

impl<T: Literal + Clone> Literal for List<T> {
    fn literal(&self, out: &mut String) {
        // A const block: a borrow of values with destructors is extended only as its outermost value.
        out.push_str("List::of(const { &[");
        for item in self.iter() {
            item.literal(out);
            out.push_str(", ");
        }
        out.push_str("] })");
    }
}

impl<T: Literal> Literal for Option<T> {
    fn literal(&self, out: &mut String) {
        match self {
            Some(value) => {
                out.push_str("Some(");
                value.literal(out);
                out.push(')');
            }
            None => out.push_str("None"),
        }
    }
}

/// Implements [`Literal`] for a struct by naming its fields once.
macro_rules! literal_struct {
    ($Type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::rules::literal::Literal for $Type {
            fn literal(&self, out: &mut alloc::string::String) {
                out.push_str(concat!(stringify!($Type), " { "));
                $(
                    out.push_str(concat!(stringify!($field), ": "));
                    $crate::rules::literal::Literal::literal(&self.$field, out);
                    out.push_str(", ");
                )+
                out.push('}');
            }
        }
    };
}
pub(crate) use literal_struct;

macro_rules! debugged {
    ($($T:ident in $path:path),+) => {$(
        impl Literal for $path {
            fn literal(&self, out: &mut String) {
                let _ = write!(out, concat!(stringify!($T), "::{:?}"), self);
            }
        }
    )+};
}
debugged!(Unit in crate::text::Unit, Format in crate::media::Format);
