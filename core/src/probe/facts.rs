//! What the readers write down, before it becomes a [`MediaInfo`].

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::reason::Reason;
use crate::media::{Format, MediaInfo, MediaKind};

/// The name of a codec, a profile or a colour model. It needs no memory of its own: most readers
/// run several times before they are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Known(&'static str),
    /// Four characters that nobody listed.
    Code(u32),
    /// A number that nobody listed.
    Number(u16),
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Self::Known(name)
    }
}

impl Name {
    #[inline(never)]
    fn spelled(self) -> String {
        match self {
            Self::Known(name) => name.to_string(),
            Self::Number(number) => alloc::format!("0x{number:04x}"),
            Self::Code(code) => {
                let letters = code.to_be_bytes().map(|byte| {
                    let letter = byte.to_ascii_lowercase();
                    if byte.is_ascii_graphic() {
                        letter
                    } else {
                        b' '
                    }
                });
                match core::str::from_utf8(&letters).unwrap_or_default().trim() {
                    "" => alloc::format!("0x{code:08x}"),
                    letters => letters.to_string(),
                }
            }
        }
    }
}

/// The fields of [`MediaInfo`], without memory of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) kind: Option<MediaKind>,
    pub(super) format: Option<Format>,
    pub(super) bytes: Option<u64>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) duration_ms: Option<u64>,
    pub(super) frame_rate: Option<f64>,
    pub(super) bitrate: Option<u64>,
    pub(super) video_codec: Option<Name>,
    pub(super) audio_codec: Option<Name>,
    pub(super) animated: Option<bool>,
    pub(super) pages: Option<u32>,
    pub(super) encrypted: Option<bool>,
    pub(super) fast_start: Option<bool>,
    pub(super) rotation: Option<u16>,
    pub(super) coded_width: Option<u32>,
    pub(super) coded_height: Option<u32>,
    pub(super) variable_frame_rate: Option<bool>,
    pub(super) video_tracks: Option<u32>,
    pub(super) audio_tracks: Option<u32>,
    pub(super) has_audio: Option<bool>,
    pub(super) color_model: Option<Name>,
    pub(super) has_alpha: Option<bool>,
    pub(super) truncated: Option<bool>,
    pub(super) video_profile: Option<Name>,
    pub(super) video_bitrate: Option<u64>,
    pub(super) audio_bitrate: Option<u64>,
    pub(super) unknown: Vec<(&'static str, Reason)>,
}

impl Facts {
    /// Notes why a field stays absent; the first reason counts.
    pub(super) fn unknown(&mut self, field: &'static str, reason: Reason) {
        if self.unknown.iter().all(|(noted, _)| *noted != field) {
            self.unknown.push((field, reason));
        }
    }

    /// Notes why a field is absent, unless it is `known`.
    pub(super) fn expect(&mut self, known: bool, field: &'static str, reason: Reason) {
        if !known {
            self.unknown(field, reason);
        }
    }

    /// Sets the size as stored, where it is one.
    pub(super) fn coded(&mut self, width: u32, height: u32) {
        self.coded_width = Some(width).filter(|side| *side > 0);
        self.coded_height = Some(height).filter(|side| *side > 0);
    }

    /// The facts in the form that is public.
    pub(super) fn into_info(self) -> MediaInfo {
        let mut unknown = BTreeMap::new();
        // One by one, because collecting would bring a sort along.
        for (field, reason) in self.unknown {
            unknown.insert(field.to_string(), reason.text().to_string());
        }
        MediaInfo {
            kind: self.kind,
            format: self.format,
            bytes: self.bytes,
            width: self.width,
            height: self.height,
            duration_ms: self.duration_ms,
            frame_rate: self.frame_rate,
            bitrate: self.bitrate,
            video_codec: self.video_codec.map(Name::spelled),
            audio_codec: self.audio_codec.map(Name::spelled),
            animated: self.animated,
            pages: self.pages,
            encrypted: self.encrypted,
            fast_start: self.fast_start,
            rotation: self.rotation,
            coded_width: self.coded_width,
            coded_height: self.coded_height,
            variable_frame_rate: self.variable_frame_rate,
            video_tracks: self.video_tracks,
            audio_tracks: self.audio_tracks,
            has_audio: self.has_audio,
            color_model: self.color_model.map(Name::spelled),
            has_alpha: self.has_alpha,
            truncated: self.truncated,
            video_profile: self.video_profile.map(Name::spelled),
            video_bitrate: self.video_bitrate,
            audio_bitrate: self.audio_bitrate,
            unknown,
        }
    }
}
