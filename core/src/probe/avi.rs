//! AVI: the header list at the front, OpenDML's frame count.

use super::reason::Reason;
use super::source::{Read, Source, Stop, array, le16, le32, optional};
use super::{codec, frame_rate, milliseconds, recognised, stretched};
use crate::media::{Format, MediaInfo};

/// Streams that are looked at.
const STREAMS: u32 = 64;

#[derive(Default)]
struct Stream {
    kind: [u8; 4],
    handler: [u8; 4],
    scale: u32,
    rate: u32,
    length: u32,
    rate_of_bytes: u32,
    codec: Option<alloc::string::String>,
    width: u32,
    height: u32,
    aspect: Option<(u32, u32)>,
}

pub(super) fn read(source: &Source<'_>, info: &mut MediaInfo) -> Read<()> {
    recognised(info, Format::Avi);
    let head = source.read(0, 12)?;
    let end = u64::from(le32(head, 4)?).saturating_add(8);
    // A writer that was cut off leaves 0 or the largest number here.
    if source.size().is_some_and(|size| end > size) && end < u64::from(u32::MAX) {
        info.truncated = Some(true);
    }
    let mut at = 12_u64;
    for _ in 0..64 {
        let (kind, length) = chunk(source, at)?;
        let body = at.saturating_add(8);
        if &kind == b"LIST" && array(source.read(body, 4)?, 0)? == *b"hdrl" {
            return headers(
                source,
                info,
                body.saturating_add(4),
                body.saturating_add(length.into()),
            );
        }
        at = after(body, length);
    }
    Err(Stop::Bad(Reason::NoHeaderList))
}

fn headers(source: &Source<'_>, info: &mut MediaInfo, start: u64, end: u64) -> Read<()> {
    let mut at = start;
    let mut all_frames = None;
    let mut complete = true;
    let (mut videos, mut sounds) = (0_u32, 0_u32);
    let mut video: Option<Stream> = None;
    let mut longest = None;
    while at < end {
        let Some((kind, length)) = optional(chunk(source, at))? else {
            complete = false;
            break;
        };
        let body = at.saturating_add(8);
        if &kind == b"LIST" {
            let inside = body.saturating_add(4);
            match optional(source.read(body, 4).and_then(|list| array(list, 0)))?.as_ref() {
                Some(b"strl") if videos.saturating_add(sounds) < STREAMS => {
                    let stream = stream(source, inside, body.saturating_add(length.into()))?;
                    match &stream.kind {
                        b"vids" | b"iavs" => {
                            videos = videos.saturating_add(1);
                            if video.is_none() {
                                video = Some(stream);
                            }
                        }
                        b"auds" => {
                            if sounds == 0 {
                                info.audio_codec.clone_from(&stream.codec);
                                let rate = u64::from(stream.rate_of_bytes).saturating_mul(8);
                                info.audio_bitrate = Some(rate).filter(|rate| *rate > 0);
                            }
                            sounds = sounds.saturating_add(1);
                            longest = longest.max(stream_ms(&stream, stream.length));
                        }
                        _ => {}
                    }
                }
                Some(b"odml") => {
                    let (kind, _) = chunk(source, inside)?;
                    if &kind == b"dmlh" {
                        let total = source.read(inside.saturating_add(8), 4)?;
                        all_frames = Some(le32(total, 0)?);
                    }
                }
                _ => {}
            }
        }
        at = after(body, length);
    }
    if complete {
        info.video_tracks = Some(videos);
        info.audio_tracks = Some(sounds);
    }
    if let Some(video) = video {
        // The count in the stream's header ends with the first gigabyte in some files.
        let frames = video.length.max(all_frames.unwrap_or(0));
        info.duration_ms = stream_ms(&video, frames).filter(|ms| *ms > 0).max(longest);
        info.frame_rate = frame_rate(1, video.scale.into(), video.rate.into());
        info.coded_width = Some(video.width).filter(|side| *side > 0);
        info.coded_height = Some(video.height).filter(|side| *side > 0);
        info.rotation = Some(0);
        let width = match video.aspect {
            Some((across, down)) if across > 0 && down > 0 => stretched(
                video.width,
                (
                    u64::from(across).saturating_mul(video.height.into()),
                    u64::from(down).saturating_mul(video.width.into()),
                ),
            ),
            _ => video.width,
        };
        super::displayed(info, width, video.height, 0);
        if &video.kind == b"iavs" {
            info.video_codec = Some("dvvideo".into());
        } else {
            info.video_codec = video.codec.or(Some(codec::video(video.handler)));
        }
    } else {
        info.duration_ms = longest;
    }
    Ok(())
}

fn stream_ms(stream: &Stream, length: u32) -> Option<u64> {
    milliseconds(
        u64::from(length).saturating_mul(stream.scale.into()),
        stream.rate.into(),
    )
}

fn stream(source: &Source<'_>, start: u64, end: u64) -> Read<Stream> {
    let mut stream = Stream::default();
    let mut at = start;
    while at < end {
        let Some((kind, length)) = optional(chunk(source, at))? else {
            break;
        };
        let body = at.saturating_add(8);
        match &kind {
            b"strh" => {
                let header = source.read(body, 36)?;
                stream.kind = array(header, 0)?;
                stream.handler = array(header, 4)?;
                stream.scale = le32(header, 20)?;
                stream.rate = le32(header, 24)?;
                stream.length = le32(header, 32)?;
            }
            b"strf" if &stream.kind == b"vids" => {
                let format = source.read(body, 20)?;
                stream.width = le32(format, 4)?;
                stream.height = le32(format, 8)?.cast_signed().unsigned_abs();
                stream.codec = Some(codec::video(array(format, 16)?));
            }
            b"strf" if &stream.kind == b"auds" => {
                let format = source.read(body, 12)?;
                stream.codec = Some(codec::wave(le16(format, 0)?));
                stream.rate_of_bytes = le32(format, 8)?;
            }
            b"vprp" => {
                let aspect = le32(source.read(body, 24)?, 20)?;
                stream.aspect = Some((aspect >> 16, aspect & 0xffff));
            }
            _ => {}
        }
        at = after(body, length);
    }
    Ok(stream)
}

fn chunk(source: &Source<'_>, at: u64) -> Read<([u8; 4], u32)> {
    let head = source.read(at, 8)?;
    Ok((array(head, 0)?, le32(head, 4)?))
}

/// Chunks are padded to an even length.
fn after(body: u64, length: u32) -> u64 {
    body.saturating_add(length.into())
        .saturating_add(u64::from(length & 1))
}
