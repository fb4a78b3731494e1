//! AVI: the header list at the front, OpenDML's frame count.

use super::facts::{Facts, Name};
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be32, le16, le32, optional};
use super::tag::tag;
use super::{codec, frame_rate, milliseconds, recognised, stretched};
use crate::media::Format;

const LIST: u32 = tag(b"LIST");
const HDRL: u32 = tag(b"hdrl");
const STRL: u32 = tag(b"strl");
const VIDS: u32 = tag(b"vids");
const IAVS: u32 = tag(b"iavs");
const AUDS: u32 = tag(b"auds");
const ODML: u32 = tag(b"odml");
const DMLH: u32 = tag(b"dmlh");
const STRH: u32 = tag(b"strh");
const STRF: u32 = tag(b"strf");
const VPRP: u32 = tag(b"vprp");

/// Streams that are looked at.
const STREAMS: u32 = 64;

#[derive(Default)]
struct Stream {
    kind: u32,
    handler: u32,
    scale: u32,
    rate: u32,
    length: u32,
    rate_of_bytes: u32,
    codec: Option<Name>,
    width: u32,
    height: u32,
    aspect: Option<(u32, u32)>,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Avi);
    let head = source.read(0, 12)?;
    let end = u64::from(le32(head, 4)?).plus(8);
    // A writer that was cut off leaves 0 or the largest number here.
    if source.size().is_some_and(|size| end > size) && end < u64::from(u32::MAX) {
        info.truncated = Some(true);
    }
    let mut at = 12_u64;
    for _ in 0..64 {
        let (kind, length) = chunk(source, at)?;
        let body = at.plus(8);
        if kind == LIST && be32(source.read(body, 4)?, 0)? == HDRL {
            return headers(source, info, body.plus(4), body.plus(length.into()));
        }
        at = after(body, length);
    }
    Err(Stop::Bad(Reason::NoHeaderList))
}

fn headers(source: &Source<'_>, info: &mut Facts, start: u64, end: u64) -> Read<()> {
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
        let body = at.plus(8);
        if kind == LIST {
            let inside = body.plus(4);
            match optional(source.read(body, 4).and_then(|list| be32(list, 0)))? {
                Some(STRL) if videos.saturating_add(sounds) < STREAMS => {
                    let stream = stream(source, inside, body.plus(length.into()))?;
                    match stream.kind {
                        VIDS | IAVS => {
                            videos = videos.saturating_add(1);
                            if video.is_none() {
                                video = Some(stream);
                            }
                        }
                        AUDS => {
                            if sounds == 0 {
                                info.audio_codec = stream.codec;
                                let rate = u64::from(stream.rate_of_bytes).saturating_mul(8);
                                info.audio_bitrate = Some(rate).filter(|rate| *rate > 0);
                            }
                            sounds = sounds.saturating_add(1);
                            longest = longest.max(stream_ms(&stream, stream.length));
                        }
                        _ => {}
                    }
                }
                Some(ODML) => {
                    let (kind, _) = chunk(source, inside)?;
                    if kind == DMLH {
                        let total = source.read(inside.plus(8), 4)?;
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
        info.coded(video.width, video.height);
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
        if video.kind == IAVS {
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
        let body = at.plus(8);
        match kind {
            STRH => {
                let header = source.read(body, 36)?;
                stream.kind = be32(header, 0)?;
                stream.handler = be32(header, 4)?;
                stream.scale = le32(header, 20)?;
                stream.rate = le32(header, 24)?;
                stream.length = le32(header, 32)?;
            }
            STRF if stream.kind == VIDS => {
                let format = source.read(body, 20)?;
                stream.width = le32(format, 4)?;
                stream.height = le32(format, 8)?.cast_signed().unsigned_abs();
                stream.codec = Some(codec::video(be32(format, 16)?));
            }
            STRF if stream.kind == AUDS => {
                let format = source.read(body, 12)?;
                stream.codec = Some(codec::wave(le16(format, 0)?));
                stream.rate_of_bytes = le32(format, 8)?;
            }
            VPRP => {
                let aspect = le32(source.read(body, 24)?, 20)?;
                stream.aspect = Some((aspect >> 16, aspect & 0xffff));
            }
            _ => {}
        }
        at = after(body, length);
    }
    Ok(stream)
}

fn chunk(source: &Source<'_>, at: u64) -> Read<(u32, u32)> {
    let head = source.read(at, 8)?;
    Ok((be32(head, 0)?, le32(head, 4)?))
}

/// Chunks are padded to an even length.
fn after(body: u64, length: u32) -> u64 {
    body.plus(length.into()).plus(u64::from(length & 1))
}
