//! JSON text without serde: byte for byte what `serde_json` writes, in a fraction of the code, and
//! without a call for each quotation mark.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_json::Value;

use crate::media::{Format, MediaInfo, MediaKind};
use crate::patch::Operation;
use crate::report::Fix;
use crate::rules::{List, Text};
use crate::text::Unit;

/// What can be written as JSON.
///
/// ```
/// use postworthy::{Engine, Written, Writer};
///
/// let row = postworthy::explain("bluesky/text-length").ok_or("no such rule")?;
/// let mut writer = Writer::default();
/// row.write(&mut writer);
/// assert_eq!(writer.as_str(), serde_json::to_string(row)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Written {
    /// Writes it.
    fn write(&self, writer: &mut Writer);

    /// Whether nothing is known: a sparse object leaves such members out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// JSON text that grows.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: Vec<u8>,
    positional: bool,
}

impl Writer {
    /// One that leaves out the names in a report: its records become lists of the values of their
    /// fields, in the order of [`Report`](crate::Report), as serde reads them too. Half the text, for
    /// a host that knows the order.
    ///
    /// ```
    /// use postworthy::{Context, Engine, Post, Writer};
    ///
    /// let (post, context) = (Post::parse(r#"{ "content": 5 }"#)?, Context::default());
    /// let mut writer = Writer::positional();
    /// Engine::builtin().checker().write_report(&post, &context, None, &mut writer);
    /// assert!(writer.as_str().starts_with("[false,true,"));
    /// let report: postworthy::Report = serde_json::from_str(writer.as_str())?;
    /// assert!(!report.valid);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn positional() -> Self {
        Writer {
            text: Vec::new(),
            positional: true,
        }
    }

    /// An empty one that writes records as this one does.
    pub(crate) fn alike(&self) -> Self {
        Writer {
            text: Vec::new(),
            positional: self.positional,
        }
    }

    /// Whether records have no names.
    pub(crate) const fn is_positional(&self) -> bool {
        self.positional
    }

    /// What was written.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// The same as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // INVARIANT: what is written is ASCII and whole strings.
        core::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// What was written, as a text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        String::from_utf8(self.text).unwrap_or_default()
    }

    /// Forgets what was written, and keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
    }

    /// Writes an object with these members.
    pub fn object(&mut self, members: &[(&str, &dyn Written)]) {
        self.open(b'{');
        for (name, value) in members {
            self.name(name);
            value.write(self);
        }
        self.close(b'}');
    }

    /// Writes an object with those of these members that are known.
    pub fn sparse(&mut self, members: &[(&str, &dyn Written)]) {
        self.open(b'{');
        for (name, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
            self.name(name);
            value.write(self);
        }
        self.close(b'}');
    }

    /// Begins an object or a list.
    pub(crate) fn open(&mut self, bracket: u8) {
        self.text.push(bracket);
    }

    /// Ends it.
    pub(crate) fn close(&mut self, bracket: u8) {
        self.text.push(bracket);
    }

    /// A comma, where something stands before in the same object or list.
    pub(crate) fn next(&mut self) {
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.text.push(b',');
        }
    }

    /// The name of the next member.
    pub(crate) fn name(&mut self, name: &str) {
        self.next();
        self.str(name);
        self.text.push(b':');
    }

    /// Begins a record of a report.
    pub(crate) fn record(&mut self) {
        self.open(if self.positional { b'[' } else { b'{' });
    }

    /// The next field of a record.
    pub(crate) fn field(&mut self, name: &str) {
        if self.positional {
            self.next();
        } else {
            self.name(name);
        }
    }

    /// Ends a record.
    pub(crate) fn end(&mut self) {
        self.close(if self.positional { b']' } else { b'}' });
    }

    /// A text.
    pub(crate) fn str(&mut self, text: &str) {
        self.text.push(b'"');
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        for word in words {
            if is_plain(u64::from_le_bytes(*word)) {
                // Eight at once: a call that copies a few bytes costs more than they do.
                self.text.extend_from_slice(word);
            } else {
                self.bytes(word);
            }
        }
        self.bytes(rest);
        self.text.push(b'"');
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' | b'\\' | 0..0x20 => self.escape(*byte),
                _ => self.text.push(*byte),
            }
        }
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0C => b'f',
            b'\r' => b'r',
            _ => {
                self.text.extend_from_slice(b"\\u00");
                for digit in [byte >> 4, byte & 0xF] {
                    let digits = b"0123456789abcdef";
                    self.text.extend(digits.get(usize::from(digit)));
                }
                return;
            }
        };
        self.text.push(b'\\');
        self.text.push(short);
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, value: bool) {
        self.word(if value { "true" } else { "false" });
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, number: u64) {
        let mut digits = [0_u8; 20];
        let (mut at, mut rest) = (digits.len(), number);
        for digit in digits.iter_mut().rev() {
            // A digit is four bits, and those of `0` are clear.
            *digit = b'0' | (rest % 10) as u8;
            rest /= 10;
            at = at.saturating_sub(1);
            if rest == 0 {
                break;
            }
        }
        for digit in digits.get(at..).unwrap_or_default() {
            self.text.push(*digit);
        }
    }

    /// A whole number.
    pub(crate) fn signed(&mut self, number: i64) {
        if number < 0 {
            self.text.push(b'-');
        }
        self.number(number.unsigned_abs());
    }

    /// What is JSON as it stands.
    pub(crate) fn word(&mut self, word: &str) {
        self.text.extend_from_slice(word.as_bytes());
    }

    /// What another writer wrote.
    pub(crate) fn written(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// Elements of a list.
    pub(crate) fn items<'i, T: Written + 'i>(&mut self, items: impl Iterator<Item = &'i T>) {
        self.open(b'[');
        for item in items {
            self.next();
            item.write(self);
        }
        self.close(b']');
    }
}

/// Whether eight bytes stand in a JSON string as they are.
const fn is_plain(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const fn less(word: u64, than: u64) -> u64 {
        word.wrapping_sub(ONES.wrapping_mul(than)) & !word
    }
    let quote = less(word ^ ONES.wrapping_mul(b'"' as u64), 1);
    let backslash = less(word ^ ONES.wrapping_mul(b'\\' as u64), 1);
    (less(word, 0x20) | quote | backslash) & (ONES << 7) == 0
}

/// For what `serde_json` itself can write alone.
impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.word(text);
        Ok(())
    }
}

/// Writes a record by naming its fields once.
macro_rules! written {
    ($Type:ident $(<$life:lifetime>)? { $($field:ident $(as $name:literal)?),+ $(,)? }) => {
        impl $(<$life>)? $crate::written::Written for $Type $(<$life>)? {
            fn write(&self, writer: &mut $crate::written::Writer) {
                writer.object(&[$((
                    $crate::written::written!(@name $field $($name)?),
                    &self.$field,
                )),+]);
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}
pub(crate) use written;

impl Written for Fix {
    fn write(&self, writer: &mut Writer) {
        writer.record();
        writer.field("title");
        writer.str(&self.title);
        writer.field("applicability");
        writer.str(self.applicability.as_str());
        writer.field("patch");
        self.patch.write(writer);
        writer.end();
    }
}

macro_rules! by {
    ($($Type:ty: $value:ident, $writer:ident => $write:expr;)+) => {$(
        impl Written for $Type {
            fn write(&self, $writer: &mut Writer) {
                let $value = self;
                $write;
            }
        }
    )+};
}
by! {
    bool: value, writer => writer.flag(*value);
    u32: value, writer => writer.number(u64::from(*value));
    u64: value, writer => writer.number(*value);
    u16: value, writer => writer.number(u64::from(*value));
    usize: value, writer => writer.number(*value as u64);
    i64: value, writer => writer.signed(*value);
    f64: value, writer => Value::from(*value).write(writer);
    &str: value, writer => writer.str(value);
    String: value, writer => writer.str(value);
    Text: value, writer => writer.str(value.as_str());
    Unit: value, writer => writer.str(value.as_str());
    Format: value, writer => writer.str(value.as_str());
    MediaKind: value, writer => writer.str(value.as_str());
}

impl<T: Written> Written for &T {
    fn write(&self, writer: &mut Writer) {
        (*self).write(writer);
    }
}

impl<T: Written> Written for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.word("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Written> Written for &[T] {
    fn write(&self, writer: &mut Writer) {
        writer.items(self.iter());
    }
}

impl<T: Written> Written for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.items(self.iter());
    }
}

impl<T: Written + Clone> Written for List<T> {
    fn write(&self, writer: &mut Writer) {
        writer.items(self.iter());
    }
}

impl<T: Written> Written for BTreeMap<String, T> {
    fn write(&self, writer: &mut Writer) {
        writer.open(b'{');
        for (name, value) in self {
            writer.name(name);
            value.write(writer);
        }
        writer.close(b'}');
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Written for Value {
    fn write(&self, writer: &mut Writer) {
        match self {
            Value::Null => writer.word("null"),
            Value::Bool(value) => writer.flag(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => writer.number(number),
                (_, Some(number)) => writer.signed(number),
                _ => {
                    // INVARIANT: writing to memory refuses nothing.
                    let _ = fmt::write(writer, format_args!("{number}"));
                }
            },
            Value::String(text) => writer.str(text),
            Value::Array(items) => writer.items(items.iter()),
            Value::Object(members) => {
                writer.open(b'{');
                for (name, value) in members {
                    writer.name(name);
                    value.write(writer);
                }
                writer.close(b'}');
            }
        }
    }
}

impl Written for Operation {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Add { path, value } => {
                writer.object(&[("op", &"add"), ("path", path), ("value", value)]);
            }
            Self::Remove { path } => writer.object(&[("op", &"remove"), ("path", path)]),
            Self::Replace { path, value } => {
                writer.object(&[("op", &"replace"), ("path", path), ("value", value)]);
            }
            Self::Move { from, path } => {
                writer.object(&[("op", &"move"), ("from", from), ("path", path)]);
            }
            Self::Copy { from, path } => {
                writer.object(&[("op", &"copy"), ("from", from), ("path", path)]);
            }
            Self::Test { path, value } => {
                writer.object(&[("op", &"test"), ("path", path), ("value", value)]);
            }
        }
    }
}

impl Written for MediaInfo {
    fn write(&self, writer: &mut Writer) {
        writer.sparse(&[
            ("kind", &self.kind),
            ("format", &self.format),
            ("bytes", &self.bytes),
            ("width", &self.width),
            ("height", &self.height),
            ("durationMs", &self.duration_ms),
            ("frameRate", &self.frame_rate),
            ("bitrate", &self.bitrate),
            ("videoCodec", &self.video_codec),
            ("audioCodec", &self.audio_codec),
            ("animated", &self.animated),
            ("pages", &self.pages),
            ("encrypted", &self.encrypted),
            ("fastStart", &self.fast_start),
            ("rotation", &self.rotation),
            ("codedWidth", &self.coded_width),
            ("codedHeight", &self.coded_height),
            ("variableFrameRate", &self.variable_frame_rate),
            ("videoTracks", &self.video_tracks),
            ("audioTracks", &self.audio_tracks),
            ("hasAudio", &self.has_audio),
            ("colorModel", &self.color_model),
            ("hasAlpha", &self.has_alpha),
            ("truncated", &self.truncated),
            ("videoProfile", &self.video_profile),
            ("videoBitrate", &self.video_bitrate),
            ("audioBitrate", &self.audio_bitrate),
            ("unknown", &self.unknown),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;
    use serde_json::json;

    fn same(value: &(impl Written + serde::Serialize)) {
        let mut writer = Writer::default();
        value.write(&mut writer);
        assert_eq!(
            Ok(writer.as_str().to_string()),
            serde_json::to_string(value).map_err(|_| ())
        );
    }

    #[test]
    fn every_character_is_written_as_serde_does() {
        for before in 0..9 {
            for c in (0..0x300).filter_map(char::from_u32) {
                same(&alloc::format!("{}{c}and more{c}", "x".repeat(before)));
            }
        }
        for text in ["", "\"", "\\\"\\", "\u{2028}😀", "eight by\"tes and"] {
            same(&text);
        }
    }

    #[test]
    fn every_value_is_written_as_serde_does() {
        for number in [0, 1, 9, 10, 12_345, u64::MAX] {
            same(&number);
        }
        for number in [0, -1, 42, i64::MIN, i64::MAX] {
            same(&number);
        }
        for number in [0.0, -0.0, 1.0, 29.97, 1e300, f64::NAN, f64::INFINITY] {
            same(&number);
        }
        same(&json!({ "a": [1, -2, 2.5, "x", null, true, { "b": {} }, []], "c\n": false }));
        same(&Some(5_u32));
        same(&None::<bool>);
    }

    #[test]
    fn every_operation_is_written_as_serde_does() {
        let (path, from, value) = ("/a\"", "/b", json!({ "c": 1 }));
        let (path, from) = (path.to_string(), from.to_string());
        for operation in [
            Operation::Add {
                path: path.clone(),
                value: value.clone(),
            },
            Operation::Remove { path: path.clone() },
            Operation::Replace {
                path: path.clone(),
                value: value.clone(),
            },
            Operation::Move {
                from: from.clone(),
                path: path.clone(),
            },
            Operation::Copy {
                from,
                path: path.clone(),
            },
            Operation::Test { path, value },
        ] {
            same(&operation);
        }
    }

    #[test]
    fn facts_of_media_are_written_as_serde_does() {
        same(&MediaInfo::default());
        let mut all = MediaInfo {
            kind: Some(MediaKind::Video),
            format: Some(Format::ThreeGp),
            bytes: Some(1),
            width: Some(2),
            height: Some(3),
            duration_ms: Some(4),
            frame_rate: Some(29.97),
            bitrate: Some(5),
            video_codec: Some("h264".into()),
            audio_codec: Some("aac".into()),
            animated: Some(true),
            pages: Some(6),
            encrypted: Some(false),
            fast_start: Some(true),
            rotation: Some(90),
            coded_width: Some(7),
            coded_height: Some(8),
            variable_frame_rate: Some(false),
            video_tracks: Some(9),
            audio_tracks: Some(10),
            has_audio: Some(true),
            color_model: Some("rgb".into()),
            has_alpha: Some(true),
            truncated: Some(true),
            video_profile: Some("high".into()),
            video_bitrate: Some(11),
            audio_bitrate: Some(12),
            unknown: BTreeMap::new(),
        };
        same(&all);
        all.unknown = BTreeMap::from([("pages".into(), "it is \"long\"".into())]);
        same(&all);
    }
}
