//! WMV and ASF: the header object.

mod packets;

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be32, is_utf16, le16, le32, le64, optional};
use super::{codec, displayed, frame_rate, recognised, stretched};
use crate::media::Format;

pub(super) const HEADER: u64 = guid(0x75b2_2630, 0x668e, 0x11cf);
const FILE: u64 = guid(0x8cab_dca1, 0xa947, 0x11cf);
const STREAM: u64 = guid(0xb7dc_0791, 0xa9b7, 0x11cf);
const EXTENSION: u64 = guid(0x5fbf_03b5, 0xa92e, 0x11cf);
const EXTENDED_STREAM: u64 = guid(0x14e6_a5cb, 0xc672, 0x4332);
const METADATA: u64 = guid(0xc5f8_cbea, 0x5baf, 0x4877);
const ENCRYPTION: u64 = guid(0x2211_b3fb, 0xbd23, 0x11d2);
const ENCRYPTION_2: u64 = guid(0x298a_e614, 0x2622, 0x4c17);
const ENCRYPTION_3: u64 = guid(0x4305_8533, 0x6981, 0x49e6);
const VIDEO: u64 = guid(0xbc19_efc0, 0x5b4d, 0x11cf);
const AUDIO: u64 = guid(0xf869_9e40, 0x5b4d, 0x11cf);
const DATA: u64 = guid(0x75b2_2636, 0x668e, 0x11cf);

/// Objects of a header that are looked at.
const OBJECTS: u32 = 512;

/// The first half of a GUID as files store it: three numbers from their low end. It tells apart all
/// that stand here, and a number of 128 bits takes twice the code.
const fn guid(first: u32, second: u16, third: u16) -> u64 {
    first as u64 | (second as u64) << 32 | (third as u64) << 48
}

#[derive(Default)]
struct Found {
    /// The number and the duration of a frame (in 100 ns) of the first video stream.
    video: Option<u16>,
    frames: [(u16, u64); 8],
    audio: Option<u16>,
    rates: [(u16, u32); 8],
    aspect: (u64, u64),
    videos: u32,
    audios: u32,
    packet: u32,
    preroll: u64,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Wmv);
    let head = source.read(0, 30)?;
    let end = le64(head, 16)?;
    let mut found = Found::default();
    info.encrypted = Some(false);
    objects(source, info, &mut found, 30, end, 0)?;
    info.video_tracks = Some(found.videos);
    info.audio_tracks = Some(found.audios);
    info.rotation = Some(0).filter(|_| found.videos > 0);
    let (across, down) = found.aspect;
    if let (Some(width), Some(height)) = (info.coded_width, info.coded_height) {
        let shown = if across > 0 && down > 0 {
            stretched(width, (across, down))
        } else {
            width
        };
        displayed(info, shown, height, 0);
    }
    for (stream, rate) in found.rates {
        if rate > 0 && Some(stream) == found.video {
            info.video_bitrate = Some(rate.into());
        } else if rate > 0 && Some(stream) == found.audio {
            info.audio_bitrate = Some(rate.into());
        }
    }
    let said = found
        .frames
        .iter()
        .find(|(stream, _)| found.video == Some(*stream));
    info.frame_rate = said.and_then(|(_, units)| frame_rate(1, *units, 10_000_000));
    let data = optional(source.read(end, 50))?;
    let data = data.filter(|data| le64(data, 0) == Ok(DATA));
    let (Some(data), Some(video)) = (data, found.video) else {
        return Ok(());
    };
    let data_end = end.plus(le64(data, 16)?);
    if source.size().is_some_and(|size| data_end > size) {
        info.truncated = Some(true);
    }
    if info.frame_rate.is_none() && found.packet > 0 {
        let pace = optional(packets::pace(
            source,
            end.plus(50),
            data_end,
            found.packet,
            video,
        ))?;
        info.frame_rate = pace.flatten();
    }
    Ok(())
}

fn objects(
    source: &Source<'_>,
    info: &mut Facts,
    found: &mut Found,
    start: u64,
    end: u64,
    depth: u8,
) -> Read<()> {
    let mut at = start;
    for _ in 0..OBJECTS {
        if at >= end {
            return Ok(());
        }
        let head = source.read(at, 24)?;
        let kind = le64(head, 0)?;
        let length = le64(head, 16)?;
        if length < 24 {
            return Err(Stop::Bad(Reason::HeaderDamaged));
        }
        let body = at.plus(24);
        let next = at.plus(length);
        match kind {
            FILE => {
                let file = source.read(body, 76)?;
                found.preroll = le64(file, 56)?;
                found.packet = le32(file, 68)?;
                let playing = (le64(file, 40)? / 10_000).saturating_sub(found.preroll);
                // A broadcast does not know how long it is.
                if le32(file, 64)? & 1 == 0 {
                    info.duration_ms = Some(playing).filter(|ms| *ms > 0);
                }
            }
            STREAM => {
                let content = source.up_to(body, 54 + 64)?;
                stream(content, info, found)?;
            }
            EXTENSION if depth == 0 => objects(source, info, found, body.plus(22), next, 1)?,
            EXTENDED_STREAM => {
                let content = source.read(body, 64)?;
                let number = le16(content, 48)?;
                let units = le64(content, 52)?;
                let rate = le32(content, 16)?;
                if let Some(slot) = found.frames.iter_mut().find(|slot| slot.1 == 0) {
                    *slot = (number, units);
                }
                if let Some(slot) = found.rates.iter_mut().find(|slot| slot.1 == 0) {
                    *slot = (number, rate);
                }
            }
            METADATA => {
                let most = u32::try_from(length.saturating_sub(24)).unwrap_or(u32::MAX);
                optional(aspect(source.up_to(body, most.min(64 << 10))?, found))?;
            }
            ENCRYPTION | ENCRYPTION_2 | ENCRYPTION_3 => info.encrypted = Some(true),
            _ => {}
        }
        at = next;
    }
    Ok(())
}

fn stream(content: &[u8], info: &mut Facts, found: &mut Found) -> Read<()> {
    let kind = le64(content, 0)?;
    let number = le16(content, 48)? & 0x7f;
    let format = content.get(54..).unwrap_or_default();
    match kind {
        VIDEO => {
            found.videos = found.videos.saturating_add(1);
            if found.video.is_none() {
                found.video = Some(number);
                info.coded(le32(format, 0)?, le32(format, 4)?);
                info.video_codec = Some(codec::video(be32(format, 27)?));
            }
        }
        AUDIO => {
            found.audios = found.audios.saturating_add(1);
            if found.audio.is_none() {
                found.audio = Some(number);
                info.audio_codec = Some(codec::wave(le16(format, 0)?));
                let rate = u64::from(le32(format, 8)?).saturating_mul(8);
                info.audio_bitrate = Some(rate).filter(|rate| *rate > 0);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The pixel aspect ratio stands among the metadata, in two records.
fn aspect(content: &[u8], found: &mut Found) -> Read<()> {
    let count = le16(content, 0)?;
    let mut at = 2_usize;
    for _ in 0..count {
        let record = content.get(at..).unwrap_or_default();
        let name_length = usize::from(le16(record, 4)?);
        let length = le32(record, 8)? as usize;
        let name = record
            .get(12..)
            .unwrap_or_default()
            .get(..name_length)
            .unwrap_or_default();
        let value = record.get(name_length.plus(12)..).unwrap_or_default();
        // With the zero that ends it.
        let is = |text: &str| is_utf16(name.strip_suffix(&[0, 0]).unwrap_or(name), text);
        let number = || {
            if length >= 4 {
                le32(value, 0)
            } else {
                le16(value, 0).map(u32::from)
            }
        };
        if is("AspectRatioX") {
            found.aspect.0 = number()?.into();
        } else if is("AspectRatioY") {
            found.aspect.1 = number()?.into();
        }
        at = at.plus(12).plus(name_length).plus(length);
    }
    Ok(())
}
