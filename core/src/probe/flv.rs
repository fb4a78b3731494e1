//! Flash video: the script tag at the front, and the first tags.

use super::facts::{Facts, Name};
use super::source::{Plus as _, Read, Source, Stop, array, be16, be24, be32, byte, optional};
use super::{bits, codec, displayed, recognised, stretched};
use crate::media::Format;

/// Tags that are looked at.
const TAGS: u32 = 64;
/// How much of the script tag is read.
const SCRIPT: u32 = 64 << 10;

#[derive(Default)]
struct Script {
    duration: f64,
    width: f64,
    height: f64,
    rate: f64,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Flv);
    let head = source.read(0, 9)?;
    let flags = byte(head, 4)?;
    let mut at = u64::from(be32(head, 5)?).plus(4);
    let mut script = Script::default();
    let (mut video, mut audio) = (false, false);
    let mut sequence = None;
    for _ in 0..TAGS {
        let Some(tag) = optional(source.read(at, 11))? else {
            break;
        };
        let kind = byte(tag, 0)? & 0x1f;
        let length = be24(tag, 1)?;
        let body = at.plus(11);
        match kind {
            18 => script = self::script(source.up_to(body, length.min(SCRIPT))?),
            9 if !video => {
                let content = source.up_to(body, length.min(512))?;
                video = true;
                info.video_codec = Some(video_codec(content)?);
                sequence = avc_sequence(content);
            }
            8 if !audio => {
                let content = source.up_to(body, length.min(8))?;
                audio = true;
                info.audio_codec = Some(audio_codec(content)?);
            }
            _ => {}
        }
        // The flags may promise what never comes, and forget what does.
        if (video || flags & 1 == 0) && (audio || flags & 4 == 0) && at > 13 {
            break;
        }
        at = body.plus(length.into()).plus(4);
    }
    // What the header promises and the first tags do not show may come later.
    info.video_tracks = Some(video.into()).filter(|_| video || flags & 1 == 0);
    info.audio_tracks = Some(audio.into()).filter(|_| audio || flags & 4 == 0);
    describe(source, info, &script, sequence)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the casts saturate, and the script holds floats where it means whole numbers"
)]
fn describe(
    source: &Source<'_>,
    info: &mut Facts,
    script: &Script,
    sequence: Option<bits::Sequence>,
) -> Read<()> {
    let (mut width, mut height) = (script.width as u32, script.height as u32);
    if let Some(sequence) = sequence.filter(|sequence| sequence.width > 0 && sequence.height > 0) {
        (width, height) = (sequence.width, sequence.height);
        info.video_profile = sequence.profile.map(Name::from);
        info.coded(width, height);
        if let Some((across, down)) = sequence
            .aspect
            .filter(|(across, down)| *across > 0 && *down > 0)
        {
            width = stretched(width, (across, down));
        }
    } else {
        info.coded(width, height);
    }
    if info.video_tracks == Some(1) {
        info.rotation = Some(0);
        displayed(info, width, height, 0);
        info.frame_rate = super::exact_rate(script.rate);
    }
    info.duration_ms =
        Some((script.duration * 1000.0 + 0.5) as u64).filter(|ms| *ms > 0 && *ms < 1 << 50);
    if info.duration_ms.is_none() {
        info.duration_ms = optional(last_tag(source))?.flatten();
    }
    Ok(())
}

/// When the last tag starts: its length stands behind it.
fn last_tag(source: &Source<'_>) -> Read<Option<u64>> {
    let Some(size) = source.size() else {
        return Ok(None);
    };
    let length = be32(source.read(size.saturating_sub(4), 4)?, 0)?;
    let Some(at) = size.checked_sub(u64::from(length).plus(4)) else {
        return Ok(None);
    };
    let tag = source.read(at, 11)?;
    let known = matches!(byte(tag, 0)? & 0x1f, 8 | 9 | 18);
    if !known || be24(tag, 1)?.saturating_add(11) != length {
        return Err(Stop::Short);
    }
    let time = be24(tag, 4)? | u32::from(byte(tag, 7)?) << 24;
    Ok(Some(time.into()).filter(|ms| *ms > 0))
}

fn video_codec(content: &[u8]) -> Read<Name> {
    let first = byte(content, 0)?;
    if first & 0x80 != 0 {
        return Ok(codec::video(be32(content, 1)?));
    }
    let known = match first & 0xf {
        2 => "flv1",
        3 | 6 => "flashsv",
        4 | 5 => "vp6",
        7 => "h264",
        8 => "h263",
        9 => "mpeg4",
        12 => "hevc",
        13 => "av1",
        number => return Ok(Name::Number(number.into())),
    };
    Ok(known.into())
}

fn audio_codec(content: &[u8]) -> Read<Name> {
    let known = match byte(content, 0)? >> 4 {
        0 | 3 | 7 | 8 => "pcm",
        1 => "adpcm",
        2 | 14 => "mp3",
        4..=6 => "nellymoser",
        9 => {
            let code = be32(content, 1)?;
            return Ok(codec::audio(code));
        }
        10 => "aac",
        11 => "speex",
        number => return Ok(Name::Number(number.into())),
    };
    Ok(known.into())
}

/// The parameter set in the first tag of an H.264 stream.
fn avc_sequence(content: &[u8]) -> Option<bits::Sequence> {
    if byte(content, 0).ok()? & 0x8f != 7 || byte(content, 1).ok()? != 0 {
        return None;
    }
    let record = content.get(5..)?;
    let length = usize::from(be16(record, 6).ok()?);
    let nal = record.get(8..)?;
    bits::h264_sequence(nal.get(..length).unwrap_or(nal)).ok()
}

/// The numbers of `onMetaData`, found by their names: the script's nesting does not matter.
fn script(content: &[u8]) -> Script {
    let [duration, width, height, rate] = ["duration", "width", "height", "framerate"]
        .map(|name| number(content, name.as_bytes()).unwrap_or(0.0));
    Script {
        duration,
        width,
        height,
        rate,
    }
}

fn number(content: &[u8], name: &[u8]) -> Option<f64> {
    let at = super::source::find(content, name)?;
    let value = content.get(at.checked_add(name.len())?..)?;
    // The length before the name must fit, so that "width" is not found in "textwidth".
    let length = be16(content, at.checked_sub(2)?).ok()?;
    let fits = usize::from(length) == name.len() && value.first() == Some(&0);
    let value = f64::from_be_bytes(array(value, 1).ok().filter(|_| fits)?);
    (value.is_finite() && value > 0.0).then_some(value)
}
