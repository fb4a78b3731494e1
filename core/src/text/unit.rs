//! The units that platforms count text in.

use serde::{Deserialize, Serialize};

/// What a platform counts when it measures a text.
///
/// ```
/// use postworthy::text::Unit;
///
/// assert_eq!(Unit::CodePoints.as_str(), "codepoints");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// X: twitter-text configuration version 3, links as 23 and emoji as 2.
    Weighted,
    /// Extended grapheme clusters: what a reader takes for one character.
    Graphemes,
    /// UTF-16 code units, as JavaScript's `length`.
    Utf16,
    /// Unicode code points.
    CodePoints,
    /// Bytes of UTF-8.
    Bytes,
    /// Threads: code points, but an emoji counts its bytes of UTF-8.
    Threads,
}

impl Unit {
    /// Every unit, in the order of its declaration.
    pub const ALL: [Unit; 6] = [
        Unit::Weighted,
        Unit::Graphemes,
        Unit::Utf16,
        Unit::CodePoints,
        Unit::Bytes,
        Unit::Threads,
    ];

    /// The name that meters and rows use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weighted => "weighted",
            Self::Graphemes => "graphemes",
            Self::Utf16 => "utf16",
            Self::CodePoints => "codepoints",
            Self::Bytes => "bytes",
            Self::Threads => "threads",
        }
    }
}
