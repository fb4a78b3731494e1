//! Reads what is known beside a post from JSON, and says which fact is no such fact.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};

use crate::context::{AccountFacts, Context};
use crate::json::{Kind, ParseError, Post, Value, place_of};
use crate::media::{Format, MediaInfo, MediaKind};
use crate::quote::short;

/// What is wrong, and the node that is.
pub(crate) struct Misfit {
    at: u32,
    message: String,
}

type Fact<T> = Result<T, Misfit>;

/// Facts that can be read.
pub(crate) trait Facts: Sized {
    fn read(value: Value<'_>) -> Fact<Self>;
}

/// Reads facts from JSON text.
pub(crate) fn from_text<T: Facts>(json: &str) -> Result<T, ParseError> {
    let post = Post::parse(json)?;
    T::read(post.root()).map_err(|misfit| place_of(json, misfit.at, &misfit.message))
}

/// Reads facts from whatever serde can read.
pub(crate) fn from_serde<'de, T: Facts, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let post = Post::from_deserializer(source)?;
    T::read(post.root()).map_err(|misfit| D::Error::custom(misfit.message))
}

macro_rules! with_serde {
    ($($Type:ty),+) => {$(
        impl<'de> Deserialize<'de> for $Type {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                from_serde(source)
            }
        }
    )+};
}
with_serde!(Context, AccountFacts, MediaInfo);

impl<'p> Value<'p> {
    fn misfit<T>(self, name: &str, expected: &str) -> Fact<T> {
        let found = match self.kind() {
            kind @ (Kind::Array | Kind::Object) => kind.name().to_string(),
            _ => short(&self.to_json().to_string()),
        };
        let name = short(name);
        Err(Misfit {
            at: self.at,
            message: alloc::format!("{name}: {expected} should stand here, not {found}"),
        })
    }

    /// The members that are there; `null` counts as absent.
    fn members(self, name: &str) -> Fact<impl Iterator<Item = (&'p str, Value<'p>)> + use<'p>> {
        if self.kind() != Kind::Object {
            return self.misfit(name, "an object");
        }
        let there = |(_, value): &(&'p str, Value<'p>)| value.kind() != Kind::Null;
        Ok(self.entries().filter(there))
    }

    fn text(self, name: &str) -> Fact<String> {
        match self.as_str() {
            Some(text) => Ok(text.to_string()),
            None => self.misfit(name, "text"),
        }
    }

    fn flag(self, name: &str) -> Fact<bool> {
        match self.as_bool() {
            Some(value) => Ok(value),
            None => self.misfit(name, "true or false"),
        }
    }

    fn texts(self, name: &str) -> Fact<Vec<String>> {
        if self.kind() != Kind::Array {
            return self.misfit(name, "a list");
        }
        self.items().map(|item| item.text(name)).collect()
    }

    /// A whole number however it is written: JavaScript and Python both write 1048576.0 at times.
    fn whole<T: TryFrom<u64>>(self, name: &str) -> Fact<T> {
        let whole = self.as_u64();
        match whole.map(T::try_from) {
            Some(Ok(number)) => Ok(number),
            Some(Err(_)) => self.misfit(name, "a smaller number"),
            None => self.misfit(name, "a whole number that is not negative"),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the cast saturates, and the cast back tells whether anything was lost"
    )]
    fn as_u64(self) -> Option<u64> {
        if self.kind() == Kind::Int {
            return self.as_int().and_then(|number| u64::try_from(number).ok());
        }
        let number = self.as_f64()?;
        let cast = number as u64;
        (cast as f64 == number).then_some(cast)
    }
}

impl Facts for Context {
    fn read(value: Value<'_>) -> Fact<Self> {
        let mut context = Context::default();
        for (name, value) in value.members("the context")? {
            match name {
                "media" => context.media = each(name, value)?,
                "accounts" => context.accounts = each(name, value)?,
                "now" => context.now = Some(value.text(name)?),
                _ => {}
            }
        }
        Ok(context)
    }
}

fn each<T: Facts>(name: &str, value: Value<'_>) -> Fact<BTreeMap<String, T>> {
    let members = value.members(name)?;
    members
        .map(|(key, value)| Ok((key.to_string(), T::read(value)?)))
        .collect()
}

impl Facts for AccountFacts {
    fn read(value: Value<'_>) -> Fact<Self> {
        let mut facts = AccountFacts::default();
        for (name, value) in value.members("what is known of an account")? {
            match name {
                "platform" => facts.platform = Some(value.text(name)?),
                "accountType" => facts.account_type = Some(value.text(name)?),
                "premium" => facts.premium = Some(value.flag(name)?),
                "privacyLevels" => facts.privacy_levels = Some(value.texts(name)?),
                "maxVideoSeconds" => facts.max_video_seconds = Some(value.whole(name)?),
                "boards" => facts.boards = Some(value.texts(name)?),
                _ => {}
            }
        }
        Ok(facts)
    }
}

impl Facts for MediaInfo {
    fn read(value: Value<'_>) -> Fact<Self> {
        let mut info = MediaInfo::default();
        for (name, value) in value.members("what is known of a media file")? {
            if let Some(flag) = info.flag(name) {
                *flag = Some(value.flag(name)?);
            } else if let Some(text) = info.text(name) {
                *text = Some(value.text(name)?);
            } else if let Some(number) = info.short(name) {
                *number = Some(value.whole(name)?);
            } else if let Some(number) = info.long(name) {
                *number = Some(value.whole(name)?);
            } else {
                info.other(name, value)?;
            }
        }
        Ok(info)
    }
}

impl MediaInfo {
    fn flag(&mut self, name: &str) -> Option<&mut Option<bool>> {
        Some(match name {
            "animated" => &mut self.animated,
            "encrypted" => &mut self.encrypted,
            "fastStart" => &mut self.fast_start,
            "variableFrameRate" => &mut self.variable_frame_rate,
            "hasAudio" => &mut self.has_audio,
            "hasAlpha" => &mut self.has_alpha,
            "truncated" => &mut self.truncated,
            _ => return None,
        })
    }

    fn text(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "videoCodec" => &mut self.video_codec,
            "audioCodec" => &mut self.audio_codec,
            "colorModel" => &mut self.color_model,
            "videoProfile" => &mut self.video_profile,
            _ => return None,
        })
    }

    fn short(&mut self, name: &str) -> Option<&mut Option<u32>> {
        Some(match name {
            "width" => &mut self.width,
            "height" => &mut self.height,
            "pages" => &mut self.pages,
            "codedWidth" => &mut self.coded_width,
            "codedHeight" => &mut self.coded_height,
            "videoTracks" => &mut self.video_tracks,
            "audioTracks" => &mut self.audio_tracks,
            _ => return None,
        })
    }

    fn long(&mut self, name: &str) -> Option<&mut Option<u64>> {
        Some(match name {
            "bytes" => &mut self.bytes,
            "durationMs" => &mut self.duration_ms,
            "bitrate" => &mut self.bitrate,
            "videoBitrate" => &mut self.video_bitrate,
            "audioBitrate" => &mut self.audio_bitrate,
            _ => return None,
        })
    }

    fn other(&mut self, name: &str, value: Value<'_>) -> Fact<()> {
        match name {
            "kind" => {
                let known = value.as_str().and_then(MediaKind::from_name);
                match known {
                    Some(kind) => self.kind = Some(kind),
                    None => return value.misfit(name, "`image`, `video` or `document`"),
                }
            }
            "format" => match value.as_str().and_then(Format::from_extension) {
                Some(format) => self.format = Some(format),
                None => return value.misfit(name, "the name of a media format"),
            },
            "rotation" => self.rotation = Some(value.whole(name)?),
            "frameRate" => match value.as_f64() {
                Some(rate) if rate.is_finite() && rate >= 0.0 => self.frame_rate = Some(rate),
                _ => return value.misfit(name, "a number that is not negative"),
            },
            "unknown" => {
                let reasons = value.members(name)?;
                let reasons = reasons.map(|(key, value)| Ok((key.to_string(), value.text(key)?)));
                self.unknown = reasons.collect::<Fact<_>>()?;
            }
            _ => {}
        }
        Ok(())
    }
}
