//! The small types that rows are made of. All are constant-constructible, so that the built-in
//! table costs nothing to start, and all can be owned, so that a user's own rows fit in beside it.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize, Serializer};

use super::walk::{Blank, Part, Walk, Walked, Word};
use crate::names::names;
use crate::quote::short;

/// A piece of text in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Text(Cow<'static, str>);

impl Text {
    /// A constant text.
    #[must_use]
    pub const fn of(text: &'static str) -> Self {
        Text(Cow::Borrowed(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(Cow::Owned(text))
    }
}

impl core::fmt::Display for Text {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A list in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct List<T: Clone + 'static>(Cow<'static, [T]>);

impl<T: Clone + 'static> List<T> {
    /// A constant list.
    #[must_use]
    pub const fn of(items: &'static [T]) -> Self {
        List(Cow::Borrowed(items))
    }

    /// The items, each copied where they are constant.
    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0.into_owned()
    }
}

impl<T: Clone + 'static> Default for List<T> {
    fn default() -> Self {
        List::of(&[])
    }
}

impl<T: Clone + 'static> core::ops::Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Clone + 'static> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        List(Cow::Owned(items))
    }
}

/// An aspect ratio, width to height, as two integers so that comparing it is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Width part, at least 1.
    pub width: u32,
    /// Height part, at least 1.
    pub height: u32,
}

impl Ratio {
    /// A ratio of two integers.
    #[must_use]
    pub const fn of(width: u32, height: u32) -> Self {
        Ratio { width, height }
    }

    /// The decimal value, for messages and params only.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    /// Reads `9:16`, `1.91:1` or `1:2.4`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        fn hundredths(part: &str) -> Option<u32> {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
            let mut value = whole.parse::<u32>().ok()?.checked_mul(100)?;
            for (digit, unit) in fraction.bytes().zip([10, 1]) {
                let digit = u32::from(digit.checked_sub(b'0').filter(|d| *d < 10)?);
                value = value.checked_add(digit.checked_mul(unit)?)?;
            }
            (value > 0 && fraction.len() <= 2).then_some(value)
        }
        let (width, height) = text.split_once(':')?;
        let (width, height) = (hundredths(width)?, hundredths(height)?);
        let common = gcd(width, height);
        let (width, height) = (width.checked_div(common)?, height.checked_div(common)?);
        Some(Ratio::of(width, height))
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    match a.checked_rem(b) {
        None => a,
        Some(rest) => gcd(b, rest),
    }
}

/// `n` as a decimal with at most two places, the way ratios are written.
fn decimal(hundredths: u64, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => write!(f, "{whole}"),
        _ if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
        _ => write!(f, "{whole}.{rest:02}"),
    }
}

impl core::fmt::Display for Ratio {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (w, h) = (u64::from(self.width), u64::from(self.height));
        // 191:100 reads better as 1.91:1, 5:12 as 1:2.4; 4:5 and 9:16 stay as people say them.
        if w <= 21
            && h <= 21
            && !(w == 5 && h == 12)
            && !(w == 12 && h == 5)
            && !(w == 10 && h == 21)
        {
            return write!(f, "{w}:{h}");
        }
        let to_one = |long: u64, short: u64| {
            let hundredths = long.saturating_mul(100).saturating_add(short / 2);
            hundredths.checked_div(short).unwrap_or_default()
        };
        if w >= h {
            decimal(to_one(w, h), f)?;
            f.write_str(":1")
        } else {
            f.write_str("1:")?;
            decimal(to_one(h, w), f)
        }
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Word for Ratio {
    fn show(&self) -> String {
        self.to_string()
    }

    fn read(&mut self, text: &str) -> Walked {
        *self = Ratio::parse(text).ok_or_else(|| {
            let text = short(text);
            alloc::format!("`{text}` is no aspect ratio such as \"4:5\" or \"1.91:1\"")
        })?;
        Ok(())
    }
}

impl Part for Ratio {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        if walk.is_packed() {
            self.width.walk(walk)?;
            return self.height.walk(walk);
        }
        walk.word(self)
    }
}

impl Blank for Ratio {
    const BLANK: Self = Ratio::of(1, 1);
}

#[cfg(feature = "codegen")]
impl crate::rules::literal::Literal for Ratio {
    fn literal(&self, out: &mut String) {
        use core::fmt::Write as _;
        let _ = write!(out, "Ratio::of({}, {})", self.width, self.height);
    }
}

/// One allowed value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A string.
    Text(Text),
}

impl core::fmt::Display for Scalar {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Scalar::Bool(value) => write!(f, "{value}"),
            Scalar::Int(value) => write!(f, "{value}"),
            Scalar::Text(value) => write!(f, "{value}"),
        }
    }
}

#[cfg(feature = "codegen")]
impl crate::rules::literal::Literal for Scalar {
    fn literal(&self, out: &mut String) {
        let (name, value): (_, &dyn crate::rules::literal::Literal) = match self {
            Scalar::Bool(value) => ("Bool", value),
            Scalar::Int(value) => ("Int", value),
            Scalar::Text(value) => ("Text", value),
        };
        out.push_str("Scalar::");
        out.push_str(name);
        out.push('(');
        value.literal(out);
        out.push(')');
    }
}

names! {
    /// Which media a row looks at.
    pub enum Media {
        /// Images, videos and documents.
        Any = "any",
        /// Every image, GIFs included.
        Image = "image",
        /// Images other than GIFs.
        Photo = "photo",
        /// GIFs, animated or not.
        Gif = "gif",
        /// Animated GIFs.
        AnimatedGif = "animated-gif",
        /// Images other than animated GIFs.
        Still = "still",
        /// Videos.
        Video = "video",
        /// Videos and GIFs.
        VideoOrGif = "video-or-gif",
        /// Images and videos.
        ImageOrVideo = "image-or-video",
        /// Documents.
        Document = "document",
        /// The `thumbnail` of an item.
        Thumbnail = "thumbnail",
        /// The `instagramThumbnail` of an item, or the option of that name.
        ReelCover = "reel-cover",
    }
}

/// The classes a media item can be of, as bits.
pub(crate) mod class {
    pub const PHOTO: u8 = 1;
    pub const STATIC_GIF: u8 = 2;
    pub const ANIMATED_GIF: u8 = 4;
    pub const VIDEO: u8 = 8;
    pub const DOCUMENT: u8 = 16;
    pub const GIF: u8 = STATIC_GIF | ANIMATED_GIF;
    pub const IMAGE: u8 = PHOTO | GIF;
    pub const ANY: u8 = IMAGE | VIDEO | DOCUMENT;
}

impl Media {
    /// The classes it selects; none for the pictures that are not items.
    pub(crate) const fn classes(self) -> u8 {
        match self {
            Media::Any => class::ANY,
            Media::Image => class::IMAGE,
            Media::Photo => class::PHOTO,
            Media::Gif => class::GIF,
            Media::AnimatedGif => class::ANIMATED_GIF,
            Media::Still => class::PHOTO | class::STATIC_GIF,
            Media::Video => class::VIDEO,
            Media::VideoOrGif => class::VIDEO | class::GIF,
            Media::ImageOrVideo => class::IMAGE | class::VIDEO,
            Media::Document => class::DOCUMENT,
            Media::Thumbnail | Media::ReelCover => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::Ratio;

    #[test]
    fn a_ratio_is_read_as_it_is_shown_and_refused_where_no_number_holds_it() {
        for text in ["4:5", "9:16", "1.91:1", "1:2.4", "16:9"] {
            let ratio = Ratio::parse(text);
            assert_eq!(ratio.map(|one| one.to_string()).as_deref(), Some(text));
        }
        assert!(Ratio::parse("42949672.95:1").is_some());
        for text in [
            "42949672.96:1",
            "1:42949673",
            "0:1",
            "1:0.00",
            "1.001:1",
            "-1:1",
            "1.x:1",
            "4/5",
        ] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_ratio_to_nothing_is_shown_without_a_division() {
        assert_eq!(Ratio::of(100, 0).to_string(), "0:1");
        assert_eq!(Ratio::of(0, 0).to_string(), "0:0");
    }
}
