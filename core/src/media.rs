//! What is known of one media file.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize, Serializer};

use crate::quote::short;

/// What is known of one media file; every field is optional.
///
/// In JSON the names are camelCase, absent fields are left out, `null` counts as absent, fields
/// that nobody knows are ignored, and a value of the wrong type is an error that names its field.
///
/// ```
/// use postworthy::media::{Format, MediaInfo};
///
/// let info: MediaInfo = serde_json::from_str(r#"{ "format": "mp4", "bytes": 1048576.0 }"#)?;
/// assert_eq!(info.format, Some(Format::Mp4));
/// assert_eq!(info.bytes, Some(1_048_576));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MediaInfo {
    /// Image, video or document. An animated GIF is an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MediaKind>,
    /// The container or picture format, by content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Length of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Pixels across as displayed: after orientation, rotation and pixel aspect ratio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels down as displayed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Playing time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Average frames per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame_rate: Option<f64>,
    /// Bits per second of the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bitrate: Option<u64>,
    /// Codec of the first video track, in lower case: `h264`, `hevc`, `av1`, `vp9`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_codec: Option<String>,
    /// Codec of the first audio track, in lower case: `aac`, `mp3`, `opus`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_codec: Option<String>,
    /// Whether a picture has more than one frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animated: Option<bool>,
    /// Pages of a document, slides of a presentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Whether the content is encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// Whether a player can start before it has the end of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fast_start: Option<bool>,
    /// Degrees clockwise by which the stored picture is turned for display: 0, 90, 180 or 270.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation: Option<u16>,
    /// Pixels across as stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coded_width: Option<u32>,
    /// Pixels down as stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coded_height: Option<u32>,
    /// Whether the frames of the video last differently long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable_frame_rate: Option<bool>,
    /// Number of video tracks, cover art not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_tracks: Option<u32>,
    /// Number of audio tracks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_tracks: Option<u32>,
    /// Whether there is an audio track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_audio: Option<bool>,
    /// How a picture stores colour: `rgb`, `ycbcr`, `gray`, `palette`, `cmyk`, `lab`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color_model: Option<String>,
    /// Whether a picture has transparency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_alpha: Option<bool>,
    /// Whether the file ends before its content does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
    /// Profile of the video codec: `high`, `main 10`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_profile: Option<String>,
    /// Bits per second of the first video track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_bitrate: Option<u64>,
    /// Bits per second of the first audio track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_bitrate: Option<u64>,
    /// Why a field that one would expect is absent: field name to reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unknown: BTreeMap<String, String>,
}

/// The three kinds of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A picture, still or animated.
    Image,
    /// A video, or sound in a video container.
    Video,
    /// A PDF, presentation or text document.
    Document,
}

impl MediaKind {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
        }
    }
}

impl MediaKind {
    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Image, Self::Video, Self::Document];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl Serialize for MediaKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for MediaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The file formats that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// GIF, animated or not.
    Gif,
    /// WebP, animated or not.
    Webp,
    /// HEIF with HEVC (or another codec than AV1), `.heic` and `.heif`.
    Heic,
    /// HEIF with AV1.
    Avif,
    /// Windows bitmap.
    Bmp,
    /// TIFF and BigTIFF.
    Tiff,
    /// MPEG-4.
    Mp4,
    /// QuickTime.
    Mov,
    /// Apple's MPEG-4 video.
    M4v,
    /// 3GPP and 3GPP2.
    #[cfg_attr(feature = "schema", schemars(rename = "3gp"))]
    ThreeGp,
    /// WebM.
    Webm,
    /// Matroska.
    Mkv,
    /// AVI.
    Avi,
    /// Windows Media (ASF).
    Wmv,
    /// Flash video.
    Flv,
    /// MPEG program stream, transport stream or bare MPEG video.
    Mpeg,
    /// PDF.
    Pdf,
    /// PowerPoint up to 2003.
    Ppt,
    /// PowerPoint since 2007.
    Pptx,
    /// Word up to 2003.
    Doc,
    /// Word since 2007.
    Docx,
}

impl Format {
    /// The kind of media that the format holds.
    #[must_use]
    pub const fn kind(self) -> MediaKind {
        match self {
            Self::Jpeg
            | Self::Png
            | Self::Gif
            | Self::Webp
            | Self::Heic
            | Self::Avif
            | Self::Bmp
            | Self::Tiff => MediaKind::Image,
            Self::Mp4
            | Self::Mov
            | Self::M4v
            | Self::ThreeGp
            | Self::Webm
            | Self::Mkv
            | Self::Avi
            | Self::Wmv
            | Self::Flv
            | Self::Mpeg => MediaKind::Video,
            Self::Pdf | Self::Ppt | Self::Pptx | Self::Doc | Self::Docx => MediaKind::Document,
        }
    }

    /// Whether files of the format are made of MP4's boxes around an index.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn is_isobmff(self) -> bool {
        matches!(self, Self::Mp4 | Self::Mov | Self::M4v | Self::ThreeGp)
    }

    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::M4v => "m4v",
            Self::ThreeGp => "3gp",
            Self::Webm => "webm",
            Self::Mkv => "mkv",
            Self::Avi => "avi",
            Self::Wmv => "wmv",
            Self::Flv => "flv",
            Self::Mpeg => "mpeg",
            Self::Pdf => "pdf",
            Self::Ppt => "ppt",
            Self::Pptx => "pptx",
            Self::Doc => "doc",
            Self::Docx => "docx",
        }
    }

    /// Every format, pictures first, then videos, then documents.
    pub const ALL: [Format; 23] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::Webp,
        Self::Heic,
        Self::Avif,
        Self::Bmp,
        Self::Tiff,
        Self::Mp4,
        Self::Mov,
        Self::M4v,
        Self::ThreeGp,
        Self::Webm,
        Self::Mkv,
        Self::Avi,
        Self::Wmv,
        Self::Flv,
        Self::Mpeg,
        Self::Pdf,
        Self::Ppt,
        Self::Pptx,
        Self::Doc,
        Self::Docx,
    ];

    /// Its registered media type, or the one that is in use where none is registered.
    ///
    /// ```
    /// assert_eq!(postworthy::media::Format::Mov.media_type(), "video/quicktime");
    /// ```
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::M4v => "video/x-m4v",
            Self::ThreeGp => "video/3gpp",
            Self::Webm => "video/webm",
            Self::Mkv => "video/x-matroska",
            Self::Avi => "video/x-msvideo",
            Self::Wmv => "video/x-ms-wmv",
            Self::Flv => "video/x-flv",
            Self::Mpeg => "video/mpeg",
            Self::Pdf => "application/pdf",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The format that a media type stands for, whatever parameters follow it.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn from_media_type(text: &str) -> Option<Self> {
        let name = text.split(';').next().unwrap_or_default().trim();
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.media_type().eq_ignore_ascii_case(name))
    }

    /// The extensions of its files' names, the usual one first.
    pub fn extensions(self) -> impl Iterator<Item = &'static str> {
        let of_it = EXTENSIONS.iter().filter(move |(_, format)| *format == self);
        of_it.map(|(extension, _)| *extension)
    }

    /// The classes that a file of this format can be of.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn classes(self) -> u8 {
        use crate::rules::value::class;
        match self {
            Self::Gif => class::GIF,
            other => match other.kind() {
                MediaKind::Image => class::PHOTO,
                MediaKind::Video => class::VIDEO,
                MediaKind::Document => class::DOCUMENT,
            },
        }
    }

    /// The format that a file name extension (without the dot, in any case) stands for.
    ///
    /// ```
    /// use postworthy::media::Format;
    /// assert_eq!(Format::from_extension("JPG"), Some(Format::Jpeg));
    /// assert_eq!(Format::from_extension("exe"), None);
    /// ```
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        EXTENSIONS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(extension))
            .map(|(_, format)| *format)
    }
}

/// The usual one of a format comes first.
const EXTENSIONS: [(&str, Format); 39] = [
    ("jpg", Format::Jpeg),
    ("jpeg", Format::Jpeg),
    ("jpe", Format::Jpeg),
    ("jfif", Format::Jpeg),
    ("png", Format::Png),
    ("apng", Format::Png),
    ("gif", Format::Gif),
    ("webp", Format::Webp),
    ("heic", Format::Heic),
    ("heif", Format::Heic),
    ("avif", Format::Avif),
    ("bmp", Format::Bmp),
    ("tif", Format::Tiff),
    ("tiff", Format::Tiff),
    ("mp4", Format::Mp4),
    ("mov", Format::Mov),
    ("qt", Format::Mov),
    ("m4v", Format::M4v),
    ("3gp", Format::ThreeGp),
    ("3gpp", Format::ThreeGp),
    ("3g2", Format::ThreeGp),
    ("webm", Format::Webm),
    ("mkv", Format::Mkv),
    ("avi", Format::Avi),
    ("wmv", Format::Wmv),
    ("asf", Format::Wmv),
    ("flv", Format::Flv),
    ("mpg", Format::Mpeg),
    ("mpeg", Format::Mpeg),
    ("vob", Format::Mpeg),
    ("ts", Format::Mpeg),
    ("mts", Format::Mpeg),
    ("m2ts", Format::Mpeg),
    ("pdf", Format::Pdf),
    ("ppt", Format::Ppt),
    ("pptx", Format::Pptx),
    ("doc", Format::Doc),
    ("docx", Format::Docx),
    ("ppsx", Format::Pptx),
];

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Format {
    /// Takes the names of the contract and their usual other spellings (`jpg`, `heif`).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Format;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a media format")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Format, E> {
                Format::from_extension(name)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(&short(name)), &self))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, MediaInfo, MediaKind};
    use alloc::string::ToString;

    fn read(json: &str) -> Result<MediaInfo, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn absent_fields_are_not_written() {
        let info = MediaInfo {
            kind: Some(MediaKind::Video),
            format: Some(Format::ThreeGp),
            ..MediaInfo::default()
        };
        assert_eq!(
            serde_json::to_string(&info).unwrap(),
            r#"{"kind":"video","format":"3gp"}"#
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let json = r#"{"kind":"video","format":"mp4","bytes":1,"durationMs":2,"frameRate":29.97,"rotation":90,"unknown":{"pages":"why"}}"#;
        assert_eq!(serde_json::to_string(&read(json).unwrap()).unwrap(), json);
    }

    #[test]
    fn whole_numbers_may_be_written_as_floats() {
        let info =
            read(r#"{"bytes":1048576.0,"durationMs":1e3,"width":1080,"pages":null,"x":[{}]}"#);
        let info = info.unwrap();
        assert_eq!(
            (info.bytes, info.duration_ms, info.width),
            (Some(1_048_576), Some(1000), Some(1080))
        );
    }

    #[test]
    fn the_largest_size_is_read_as_it_is_written() {
        let info = MediaInfo {
            bytes: Some(u64::MAX),
            ..MediaInfo::default()
        };
        let json = serde_json::to_string(&info).unwrap();
        assert_eq!(read(&json).unwrap(), info);
    }

    #[test]
    fn a_wrong_type_names_its_field() {
        for (json, field) in [
            (r#"{"width":"1080"}"#, "width"),
            (r#"{"width":-1}"#, "width"),
            (r#"{"width":1.5}"#, "width"),
            (r#"{"width":5000000000}"#, "width"),
            (r#"{"bytes":1e30}"#, "bytes"),
            (r#"{"frameRate":-1}"#, "frameRate"),
            (r#"{"animated":1}"#, "animated"),
            (r#"{"format":"exe"}"#, "format"),
            (r#"{"kind":"song"}"#, "kind"),
        ] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.starts_with(field), "{json}: {error}");
        }
    }

    #[test]
    fn every_format_is_known_by_its_own_name() {
        for format in [
            Format::Jpeg,
            Format::ThreeGp,
            Format::Mpeg,
            Format::Docx,
            Format::Heic,
        ] {
            assert_eq!(Format::from_extension(format.as_str()), Some(format));
        }
    }
}
