//! What is known of a media file.

use postworthy::media::MediaInfo;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::error::error;
use crate::report::{from_json, json};
use crate::{convert, facts};

/// What is known of one media file; every attribute is None where it is not known.
///
/// `probe` makes it from a file. Made by hand, it takes the attributes as keyword arguments:
///
/// >>> MediaInfo(kind="video", width=1080, height=1920, duration_ms=15_000)
/// MediaInfo(kind='video', width=1080, height=1920, duration_ms=15000)
#[pyclass(frozen, eq, name = "MediaInfo", module = "postworthy")]
#[derive(PartialEq)]
pub struct PyMediaInfo(pub MediaInfo);

#[pymethods]
impl PyMediaInfo {
    #[new]
    #[pyo3(signature = (**facts), text_signature = "(*, kind=None, format=None, bytes=None, width=None, height=None, duration_ms=None, \
        frame_rate=None, bitrate=None, video_codec=None, audio_codec=None, animated=None, \
        pages=None, encrypted=None, fast_start=None, rotation=None, coded_width=None, \
        coded_height=None, variable_frame_rate=None, video_tracks=None, audio_tracks=None, \
        has_audio=None, color_model=None, has_alpha=None, truncated=None, video_profile=None, \
        video_bitrate=None, audio_bitrate=None, unknown=None)")]
    fn new(facts: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let Some(facts) = facts else {
            return Ok(PyMediaInfo(MediaInfo::default()));
        };
        let renamed = PyDict::new(facts.py());
        for (name, value) in facts.items().extract::<Vec<(String, Bound<'_, PyAny>)>>()? {
            if !NAMES.contains(&name.as_str()) {
                return Err(error(format!("MediaInfo has no attribute {name:?}")));
            }
            renamed.set_item(camel_case(&name), value)?;
        }
        Ok(PyMediaInfo(facts::media_info(&renamed, "MediaInfo")?))
    }

    /// Image, video or document. An animated GIF is an image.
    #[getter]
    fn kind(&self) -> Option<&'static str> {
        self.0.kind.map(|one| one.as_str())
    }

    /// The container or picture format, by content.
    #[getter]
    fn format(&self) -> Option<&'static str> {
        self.0.format.map(|one| one.as_str())
    }

    /// Length of the file.
    #[getter]
    fn bytes(&self) -> Option<u64> {
        self.0.bytes
    }

    /// Pixels across as displayed: after orientation, rotation and pixel aspect ratio.
    #[getter]
    fn width(&self) -> Option<u32> {
        self.0.width
    }

    /// Pixels down as displayed.
    #[getter]
    fn height(&self) -> Option<u32> {
        self.0.height
    }

    /// Playing time in milliseconds.
    #[getter]
    fn duration_ms(&self) -> Option<u64> {
        self.0.duration_ms
    }

    /// Average frames per second.
    #[getter]
    fn frame_rate(&self) -> Option<f64> {
        self.0.frame_rate
    }

    /// Bits per second of the whole file.
    #[getter]
    fn bitrate(&self) -> Option<u64> {
        self.0.bitrate
    }

    /// Codec of the first video track, in lower case: `h264`, `hevc`, `av1`, `vp9`, ...
    #[getter]
    fn video_codec(&self) -> Option<&str> {
        self.0.video_codec.as_deref()
    }

    /// Codec of the first audio track, in lower case: `aac`, `mp3`, `opus`, ...
    #[getter]
    fn audio_codec(&self) -> Option<&str> {
        self.0.audio_codec.as_deref()
    }

    /// Whether a picture has more than one frame.
    #[getter]
    fn animated(&self) -> Option<bool> {
        self.0.animated
    }

    /// Pages of a document, slides of a presentation.
    #[getter]
    fn pages(&self) -> Option<u32> {
        self.0.pages
    }

    /// Whether the content is encrypted.
    #[getter]
    fn encrypted(&self) -> Option<bool> {
        self.0.encrypted
    }

    /// Whether a player can start before it has the end of the file.
    #[getter]
    fn fast_start(&self) -> Option<bool> {
        self.0.fast_start
    }

    /// Degrees clockwise by which the stored picture is turned for display: 0, 90, 180 or 270.
    #[getter]
    fn rotation(&self) -> Option<u16> {
        self.0.rotation
    }

    /// Pixels across as stored.
    #[getter]
    fn coded_width(&self) -> Option<u32> {
        self.0.coded_width
    }

    /// Pixels down as stored.
    #[getter]
    fn coded_height(&self) -> Option<u32> {
        self.0.coded_height
    }

    /// Whether the frames of the video last differently long.
    #[getter]
    fn variable_frame_rate(&self) -> Option<bool> {
        self.0.variable_frame_rate
    }

    /// Number of video tracks, cover art not counted.
    #[getter]
    fn video_tracks(&self) -> Option<u32> {
        self.0.video_tracks
    }

    /// Number of audio tracks.
    #[getter]
    fn audio_tracks(&self) -> Option<u32> {
        self.0.audio_tracks
    }

    /// Whether there is an audio track.
    #[getter]
    fn has_audio(&self) -> Option<bool> {
        self.0.has_audio
    }

    /// How a picture stores colour: `rgb`, `ycbcr`, `gray`, `palette`, `cmyk`, `lab`.
    #[getter]
    fn color_model(&self) -> Option<&str> {
        self.0.color_model.as_deref()
    }

    /// Whether a picture has transparency.
    #[getter]
    fn has_alpha(&self) -> Option<bool> {
        self.0.has_alpha
    }

    /// Whether the file ends before its content does.
    #[getter]
    fn truncated(&self) -> Option<bool> {
        self.0.truncated
    }

    /// Profile of the video codec: `high`, `main 10`, ...
    #[getter]
    fn video_profile(&self) -> Option<&str> {
        self.0.video_profile.as_deref()
    }

    /// Bits per second of the first video track.
    #[getter]
    fn video_bitrate(&self) -> Option<u64> {
        self.0.video_bitrate
    }

    /// Bits per second of the first audio track.
    #[getter]
    fn audio_bitrate(&self) -> Option<u64> {
        self.0.audio_bitrate
    }

    /// Why a field that one would expect is absent: field name to reason.
    #[getter]
    fn unknown<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0.unknown)
    }

    /// The facts as a dict, equal to their JSON: names in camelCase, without those not known.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::data(py, &self.0)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let mut parts = Vec::new();
        for name in NAMES {
            let value = slf.getattr(*name)?;
            let empty = value.cast::<PyDict>().is_ok_and(|dict| dict.is_empty());
            if !value.is_none() && !empty {
                parts.push(format!("{name}={}", value.repr()?));
            }
        }
        Ok(format!("MediaInfo({})", parts.join(", ")))
    }

    #[classmethod]
    fn _from_json(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        Ok(PyMediaInfo(from_json(text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            slf.get_type().getattr("_from_json")?,
            (json(&slf.get().0)?,),
        ))
    }
}

/// The attributes of `MediaInfo`.
const NAMES: &[&str] = &[
    "kind",
    "format",
    "bytes",
    "width",
    "height",
    "duration_ms",
    "frame_rate",
    "bitrate",
    "video_codec",
    "audio_codec",
    "animated",
    "pages",
    "encrypted",
    "fast_start",
    "rotation",
    "coded_width",
    "coded_height",
    "variable_frame_rate",
    "video_tracks",
    "audio_tracks",
    "has_audio",
    "color_model",
    "has_alpha",
    "truncated",
    "video_profile",
    "video_bitrate",
    "audio_bitrate",
    "unknown",
];

pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_string();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
