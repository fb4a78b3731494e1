//! What the readers write down, before it becomes a [`MediaInfo`].

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use super::reason::Reason;
use crate::media::MediaInfo;

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

/// The fields of [`MediaInfo`]; those with text in them are kept apart, without memory of their own.
#[derive(Debug, Default)]
pub(super) struct Facts {
    info: MediaInfo,
    pub(super) video_codec: Option<Name>,
    pub(super) audio_codec: Option<Name>,
    pub(super) color_model: Option<Name>,
    pub(super) video_profile: Option<Name>,
    unknown: Vec<(&'static str, Reason)>,
}

impl Deref for Facts {
    type Target = MediaInfo;
    fn deref(&self) -> &MediaInfo {
        &self.info
    }
}

impl DerefMut for Facts {
    fn deref_mut(&mut self) -> &mut MediaInfo {
        &mut self.info
    }
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
        let mut info = self.info;
        info.video_codec = self.video_codec.map(Name::spelled);
        info.audio_codec = self.audio_codec.map(Name::spelled);
        info.color_model = self.color_model.map(Name::spelled);
        info.video_profile = self.video_profile.map(Name::spelled);
        for (field, reason) in self.unknown {
            let reason = reason.text().to_string();
            info.unknown.insert(field.to_string(), reason);
        }
        info
    }
}
