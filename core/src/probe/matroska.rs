//! WebM and Matroska.

mod blocks;
mod element;

use super::facts::{Facts, Name};
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be32, byte, le16, optional};
use super::{codec, displayed, frame_rate, recognised, stretched};
use crate::media::Format;
use element::{Element, Elements, element_at};

const FACTS: u32 = 0x1549_a966;
const TRACK_LIST: u32 = 0x1654_ae6b;

/// Elements of a segment that are hopped over before the first cluster.
const HOPS: u32 = 256;
/// Tracks that are looked at.
const TRACKS: u32 = 64;

#[derive(Default)]
struct Segment {
    body: u64,
    tracks: Option<Element>,
    facts: Option<Element>,
    cluster: Option<Element>,
    /// Where the list of parts says that tracks and facts stand.
    tracks_at: Option<u64>,
    facts_at: Option<u64>,
    /// Nanoseconds a unit.
    scale: u64,
    duration: Option<f64>,
    video: Option<Track>,
    audio: Option<Track>,
    videos: u32,
    audios: u32,
    encrypted: bool,
    /// The list of tracks could be read to its end.
    complete: bool,
}

#[derive(Clone, Default)]
struct Track {
    number: u64,
    kind: u64,
    /// 0 for one that is not to be played unless asked for.
    default: u64,
    codec: Option<Name>,
    profile: Option<Name>,
    frame_ns: u64,
    width: u64,
    height: u64,
    crop: [u64; 4],
    display: (u64, u64),
    roll: f32,
    encrypted: bool,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Mkv);
    let header = element_at(source, 0, source.end())?.ok_or(Stop::Short)?;
    let mut inside = Elements::inside(&header);
    while let Some(found) = inside.next(source)? {
        if found.id == 0x4282 && found.content(source, 16)?.starts_with(b"webm") {
            recognised(info, Format::Webm);
        }
    }
    let file = element_at(source, header.end, source.end())?.ok_or(Stop::Short)?;
    if file.id != 0x1853_8067 {
        return Err(Stop::Bad(Reason::NoSegment));
    }
    if file.overlong() && source.size().is_some() {
        info.truncated = Some(true);
    }
    let mut segment = Segment {
        body: file.body,
        scale: 1_000_000,
        ..Segment::default()
    };
    find_parts(source, &file, &mut segment)?;
    if let Some(facts) = segment.facts {
        read_facts(source, &facts, &mut segment)?;
    }
    let tracks = segment.tracks.ok_or(Stop::Bad(Reason::NoTracks))?;
    read_tracks(source, &tracks, &mut segment)?;
    describe(source, info, &segment)
}

/// Hops to the first cluster, then to what stands behind the clusters.
fn find_parts(source: &Source<'_>, file: &Element, segment: &mut Segment) -> Read<()> {
    let mut parts = Elements::inside(file);
    for _ in 0..HOPS {
        let Some(found) = optional(parts.next(source))?.flatten() else {
            break;
        };
        match found.id {
            0x114d_9b74 => {
                optional(seek_head(source, found, segment))?;
            }
            FACTS if segment.facts.is_none() => segment.facts = Some(*found),
            TRACK_LIST if segment.tracks.is_none() => segment.tracks = Some(*found),
            0x1f43_b675 => {
                segment.cluster = Some(*found);
                break;
            }
            _ => {}
        }
    }
    let elsewhere = |at: Option<u64>, id| {
        let Some(at) = at else {
            return Ok(None);
        };
        let at = segment.body.plus(at);
        let found = optional(element_at(source, at, file.end))?.flatten();
        Ok(found.filter(|found| found.id == id))
    };
    if segment.tracks.is_none() {
        segment.tracks = elsewhere(segment.tracks_at, TRACK_LIST)?;
    }
    if segment.facts.is_none() {
        segment.facts = elsewhere(segment.facts_at, FACTS)?;
    }
    Ok(())
}

fn seek_head(source: &Source<'_>, head: &Element, segment: &mut Segment) -> Read<()> {
    let mut entries = Elements::inside(head);
    while let Some(entry) = entries.next(source)? {
        let (mut id, mut position) = (0, None);
        let mut fields = Elements::inside(entry);
        while let Some(field) = fields.next(source)? {
            match field.id {
                0x53ab => id = field.number(source)?,
                0x53ac => position = Some(field.number(source)?),
                _ => {}
            }
        }
        if id == u64::from(TRACK_LIST) {
            segment.tracks_at = position;
        } else if id == u64::from(FACTS) {
            segment.facts_at = position;
        }
    }
    Ok(())
}

fn read_facts(source: &Source<'_>, facts: &Element, segment: &mut Segment) -> Read<()> {
    let mut fields = Elements::inside(facts);
    while let Some(field) = optional(fields.next(source))?.flatten() {
        match field.id {
            0x002a_d7b1 => segment.scale = field.number(source)?.max(1),
            0x4489 => segment.duration = Some(field.float(source)?),
            _ => {}
        }
    }
    Ok(())
}

fn read_tracks(source: &Source<'_>, tracks: &Element, segment: &mut Segment) -> Read<()> {
    let mut entries = Elements::inside(tracks);
    let mut seen = 0_u32;
    segment.complete = !tracks.overlong();
    loop {
        let entry = match optional(entries.next(source))? {
            Some(Some(entry)) => entry,
            Some(None) => break,
            None => {
                segment.complete = false;
                break;
            }
        };
        if entry.id != 0xae || seen >= TRACKS {
            continue;
        }
        seen = seen.saturating_add(1);
        let mut track = Track {
            default: 1,
            ..Track::default()
        };
        optional(read_track(source, entry, &mut track, 0))?;
        // A wrapper whose content is missing or cut off names no codec.
        track.codec = track
            .codec
            .filter(|codec| !matches!(codec, Name::Known("vfw" | "quicktime" | "acm")));
        segment.encrypted |= track.encrypted;
        let (first, count) = match track.kind {
            1 => (&mut segment.video, &mut segment.videos),
            2 => (&mut segment.audio, &mut segment.audios),
            _ => continue,
        };
        *count = count.saturating_add(1);
        if first
            .as_ref()
            .is_none_or(|first| first.default == 0 && track.default != 0)
        {
            *first = Some(track);
        }
    }
    Ok(())
}

fn read_track(source: &Source<'_>, parent: &Element, track: &mut Track, depth: u8) -> Read<()> {
    let mut fields = Elements::inside(parent);
    let mut private = None;
    while let Some(field) = fields.next(source)? {
        match field.id {
            0x86 => track.codec = codec_name(field.content(source, 64)?),
            0x63a2 => private = Some(*field),
            // Video, projection, and the way down to encryption.
            0xe0 | 0x7670 | 0x6d80 | 0x6240 if depth < 3 => {
                read_track(source, field, track, depth.saturating_add(1))?;
            }
            #[expect(clippy::cast_possible_truncation, reason = "an angle needs no more")]
            0x7675 => track.roll = field.float(source)? as f32,
            0x5035 => track.encrypted = true,
            id => {
                let number = match id {
                    0xd7 => &mut track.number,
                    0x83 => &mut track.kind,
                    0x88 => &mut track.default,
                    0x0023_e383 => &mut track.frame_ns,
                    0xb0 => &mut track.width,
                    0xba => &mut track.height,
                    0x54b0 => &mut track.display.0,
                    0x54ba => &mut track.display.1,
                    0x54cc => &mut track.crop[0],
                    0x54dd => &mut track.crop[1],
                    0x54bb => &mut track.crop[2],
                    0x54aa => &mut track.crop[3],
                    _ => continue,
                };
                *number = field.number(source)?;
            }
        }
    }
    if let Some(private) = private {
        optional(configuration(private.content(source, 64)?, track))?;
    }
    Ok(())
}

/// What the codec's own header adds: the profile, or the codec behind a wrapper's name.
fn configuration(private: &[u8], track: &mut Track) -> Read<()> {
    let Some(Name::Known(codec)) = track.codec else {
        return Ok(());
    };
    let profile = match codec {
        "h264" => codec::h264_profile(byte(private, 1)?),
        "hevc" => codec::hevc_profile(byte(private, 1)? & 0x1f),
        "av1" => codec::av1_profile(byte(private, 1)?),
        _ => None,
    };
    track.profile = profile.map(Name::from);
    match codec {
        "vfw" => track.codec = Some(codec::video(be32(private, 16)?)),
        "quicktime" => track.codec = Some(codec::video(be32(private, 4)?)),
        "acm" => track.codec = Some(codec::wave(le16(private, 0)?)),
        _ => {}
    }
    Ok(())
}

fn codec_name(id: &[u8]) -> Option<Name> {
    /// By the whole identifier, or by what stands before the first stroke.
    const NAMES: &str = "\
h264=V_MPEG4/ISO/AVC
hevc=V_MPEGH/ISO/HEVC
vvc=V_MPEGI/ISO/VVC
msmpeg4v3=V_MPEG4/MS/V3
mpeg4=V_MPEG4
vfw=V_MS
quicktime=V_QUICKTIME
rawvideo=V_UNCOMPRESSED
vp8=V_VP8
vp9=V_VP9
av1=V_AV1
mpeg1=V_MPEG1
mpeg2=V_MPEG2
theora=V_THEORA
prores=V_PRORES
mjpeg=V_MJPEG
ffv1=V_FFV1
mp3=A_MPEG/L3
mp2=A_MPEG/L2
mp1=A_MPEG/L1
acm=A_MS
quicktime=A_QUICKTIME
aac=A_AAC
opus=A_OPUS
vorbis=A_VORBIS
ac3=A_AC3
eac3=A_EAC3
dts=A_DTS
pcm=A_PCM
flac=A_FLAC
alac=A_ALAC
truehd=A_TRUEHD
wavpack=A_WAVPACK4
";
    let stop = id.iter().position(|byte| *byte == 0);
    let id = id.get(..stop.unwrap_or(id.len()))?;
    let family = id.split(|byte| *byte == b'/').next()?;
    let named = |id: &[u8]| codec::row(NAMES, &|known| known == id);
    if let Some(name) = named(id).or_else(|| named(family)) {
        return Some(Name::Known(name));
    }
    be32(id, 2).ok().map(Name::Code)
}

fn describe(source: &Source<'_>, info: &mut Facts, segment: &Segment) -> Read<()> {
    if segment.complete {
        info.video_tracks = Some(segment.videos);
        info.audio_tracks = Some(segment.audios);
    }
    info.encrypted = Some(segment.encrypted);
    info.audio_codec = segment.audio.as_ref().and_then(|track| track.codec);
    if let Some(track) = &segment.video {
        info.video_codec = track.codec;
        info.video_profile = track.profile;
        info.frame_rate = frame_rate(1, track.frame_ns, 1_000_000_000);
        picture(track, info);
    }
    info.duration_ms = segment
        .duration
        .and_then(|duration| in_ms(duration, segment.scale));
    let mut trouble = Ok(());
    if info.frame_rate.is_none() && segment.video.is_some() {
        trouble = trouble.and(blocks::pace(source, info, segment));
    }
    if info.duration_ms.is_none() {
        trouble = trouble.and(blocks::end(source, info, segment));
    }
    match trouble {
        Err(Stop::Need) => return Err(Stop::Need),
        Err(Stop::Budget) => info.unknown("durationMs", Reason::TooMuch),
        _ => {}
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the cast saturates, and durations beyond 53 bits are nonsense"
)]
fn in_ms(duration: f64, scale: u64) -> Option<u64> {
    let ms = duration * scale as f64 / 1e6 + 0.5;
    (ms.is_finite() && (1.0..1e15).contains(&ms)).then_some(ms as u64)
}

fn picture(track: &Track, info: &mut Facts) {
    let side = |side: u64| u32::try_from(side).unwrap_or(0);
    info.coded(side(track.width), side(track.height));
    let [left, right, top, bottom] = track.crop;
    let width = track.width.saturating_sub(left).saturating_sub(right);
    let height = track.height.saturating_sub(top).saturating_sub(bottom);
    let across = track.display.0.saturating_mul(height);
    let down = track.display.1.saturating_mul(width);
    let (width, height) = (side(width), side(height));
    let shown = if across > 0 && down > 0 {
        stretched(width, (across, down))
    } else {
        width
    };
    // Clockwise is negative.
    let rotation = if (45.0..135.0).contains(&track.roll) {
        270
    } else if (-135.0..-45.0).contains(&track.roll) {
        90
    } else if track.roll >= 135.0 || track.roll <= -135.0 {
        180
    } else {
        0
    };
    info.rotation = Some(rotation);
    displayed(info, shown, height, rotation);
}
