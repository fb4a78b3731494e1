//! The elementary streams in a piece of a program or transport stream.

use alloc::vec::Vec;

use crate::probe::frame_rate;
use crate::probe::source::{Plus as _, Read, array, be16, byte, find};

/// How much of the video stream is put together for its header.
const VIDEO: usize = 64 << 10;
/// Time stamps that are kept for the pace of frames.
const STAMPS: usize = 4096;

#[derive(Default)]
pub(super) struct Streams {
    pub(super) video_codec: Option<&'static str>,
    pub(super) audio_codec: Option<&'static str>,
    pub(super) videos: u32,
    pub(super) audios: u32,
    pub(super) scrambled: bool,
    /// The stream of MPEG audio whose layer is not seen yet.
    pub(super) layer: Option<u16>,
    /// A private stream without a word of what it holds: sound, if its packets say so.
    pub(super) unnamed: Option<u16>,
    /// The start of the video stream.
    pub(super) video: Vec<u8>,
    /// The earliest time stamp among the first, and the latest, in 90 kHz.
    pub(super) first: Option<u64>,
    pub(super) last: Option<u64>,
    pub(super) stamps: Vec<u64>,
}

impl Streams {
    fn stamp(&mut self, stamp: u64, video: bool) {
        // Pictures are sent before they are shown: the first stamp need not be the earliest.
        if self
            .first
            .is_none_or(|first| stamp < first && first.saturating_sub(stamp) < 90_000 * 10)
        {
            self.first = Some(stamp);
        }
        if self
            .last
            .is_none_or(|last| stamp > last || last.saturating_sub(stamp) > 90_000 * 60)
        {
            self.last = Some(stamp);
        }
        if video && self.stamps.len() < STAMPS {
            self.stamps.push(stamp);
        }
    }

    /// Frames a second by the time stamps of the pictures, one each.
    pub(super) fn pace(&self) -> Option<f64> {
        let (first, last) = (self.stamps.iter().min()?, self.stamps.iter().max()?);
        frame_rate(
            self.stamps.len().saturating_sub(1) as u64,
            last.saturating_sub(*first),
            90_000,
        )
    }

    #[inline(never)]
    fn keep_video(&mut self, bytes: &[u8]) {
        let room = VIDEO.saturating_sub(self.video.len());
        self.video
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }
}

/// What follows the header of a packetized elementary stream, and its time stamp.
fn pes(bytes: &[u8]) -> Read<(Option<u64>, &[u8])> {
    let rest = bytes.get(6..).unwrap_or_default();
    if byte(rest, 0)? & 0xc0 == 0x80 {
        let stamped = byte(rest, 1)? & 0x80 != 0;
        let length = usize::from(byte(rest, 2)?);
        let stamp = if stamped { Some(stamp(rest, 3)?) } else { None };
        return Ok((stamp, rest.get(length.plus(3)..).unwrap_or_default()));
    }
    // MPEG-1: stuffing, buffer sizes, then perhaps stamps.
    let mut at = 0_usize;
    while byte(rest, at)? == 0xff && at < 16 {
        at = at.plus(1);
    }
    if byte(rest, at)? & 0xc0 == 0x40 {
        at = at.plus(2);
    }
    let (stamp, length) = match byte(rest, at)? >> 4 {
        2 => (Some(stamp(rest, at)?), 5),
        3 => (Some(stamp(rest, at)?), 10),
        _ => (None, 1),
    };
    Ok((stamp, rest.get(at.plus(length)..).unwrap_or_default()))
}

/// A time stamp of 33 bits in five bytes.
fn stamp(bytes: &[u8], at: usize) -> Read<u64> {
    let [a, b, c, d, e] = array(bytes, at)?.map(u64::from);
    Ok((a >> 1 & 7) << 30 | b << 22 | (c >> 1) << 15 | d << 7 | e >> 1)
}

/// Looks through a piece of a program stream.
pub(super) fn program(bytes: &[u8]) -> Streams {
    let mut streams = Streams::default();
    let mut seen: Vec<u8> = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, &[0, 0, 1]) {
        let unit = rest.get(at..).unwrap_or_default();
        rest = unit.get(3..).unwrap_or_default();
        let Ok(mut id) = byte(unit, 3) else { break };
        if !matches!(id, 0xbd | 0xc0..=0xef | 0xfd) {
            continue;
        }
        let Ok((time, payload)) = pes(unit) else {
            continue;
        };
        let video = matches!(id, 0xe0..=0xef | 0xfd);
        if let Some(time) = time {
            streams.stamp(time, video);
        }
        if id == 0xbd {
            // Private streams carry their own number: AC-3, DTS, PCM; subtitles do not count.
            id = byte(payload, 0).unwrap_or(0);
        }
        let length = usize::from(be16(unit, 4).unwrap_or(0));
        let end = unit.len().saturating_sub(payload.len());
        let length = length.plus(6).saturating_sub(end);
        if video && streams.videos <= 1 {
            streams.keep_video(payload.get(..length).unwrap_or(payload));
        }
        // INVARIANT: at most one entry for each of 256 numbers.
        if !seen.contains(&id) {
            seen.push(id);
            let audio = match id {
                0x80..=0x87 => Some("ac3"),
                0x88..=0x8f => Some("dts"),
                0xa0..=0xaf => Some("pcm"),
                0xc0..=0xdf => Some(mpeg_audio(payload)),
                _ => None,
            };
            if video {
                streams.videos = streams.videos.saturating_add(1);
                if streams.video_codec.is_none() {
                    streams.video_codec = elementary(payload);
                }
            } else if audio.is_some() {
                streams.audios = streams.audios.saturating_add(1);
                streams.audio_codec = streams.audio_codec.or(audio);
            }
        }
        // Its own length leads past a packet, so that its data is not taken for packets.
        let next = usize::from(be16(unit, 4).unwrap_or(0)).plus(6);
        rest = unit.get(next..).unwrap_or_default();
    }
    streams
}

/// The codec of a video stream by its first start code; none where a sequence header follows.
fn elementary(payload: &[u8]) -> Option<&'static str> {
    match payload {
        [0, 0, 1, 0xb0 | 0xb5 | 0x20, ..] => Some("mpeg4"),
        [0, 0, 0, 1, 0x09 | 0x67 | 0x27, ..] | [0, 0, 1, 0x09 | 0x67 | 0x27, ..] => Some("h264"),
        [0, 0, 0, 1, 0x40 | 0x46, ..] => Some("hevc"),
        _ => None,
    }
}

/// The layer of MPEG audio by its first frame.
fn mpeg_audio(payload: &[u8]) -> &'static str {
    let frame = payload
        .windows(2)
        .find(|pair| matches!(pair, [0xff, 0xe0..=0xff]));
    match frame {
        Some([_, second]) if second & 0xf6 == 0xf0 => "aac",
        Some([_, second]) if second >> 1 & 3 == 1 => "mp3",
        Some([_, second]) if second >> 1 & 3 == 3 => "mp1",
        _ => "mp2",
    }
}

/// Looks through a piece of a transport stream whose first packet starts with it.
pub(super) fn transport(bytes: &[u8], length: usize) -> Streams {
    let mut streams = Streams::default();
    let mut map = None;
    let mut video = None;
    let mut known = false;
    for packet in bytes.chunks_exact(length) {
        // A packet out of step is skipped.
        let _ = transport_packet(packet, &mut streams, &mut map, &mut video, &mut known);
    }
    streams
}

fn transport_packet(
    packet: &[u8],
    streams: &mut Streams,
    map: &mut Option<u16>,
    video: &mut Option<u16>,
    known: &mut bool,
) -> Read<()> {
    if byte(packet, 0)? != 0x47 {
        return Ok(());
    }
    let packet = packet.get(..188).unwrap_or(packet);
    let id = be16(packet, 1)? & 0x1fff;
    let starts = byte(packet, 1)? & 0x40 != 0;
    let control = byte(packet, 3)?;
    let mut at = 4_usize;
    if control & 0x20 != 0 {
        at = at.plus(1).plus(byte(packet, 4)?.into());
    }
    if control & 0x10 == 0 {
        return Ok(());
    }
    let payload = packet.get(at..).unwrap_or_default();
    if control & 0xc0 != 0 {
        streams.scrambled = true;
        return Ok(());
    }
    if id == 0 && starts {
        let table = payload
            .get(usize::from(byte(payload, 0)?).plus(1)..)
            .unwrap_or_default();
        for program in table.get(8..).unwrap_or_default().chunks_exact(4) {
            if be16(program, 0)? != 0 {
                *map = map.or(Some(be16(program, 2)? & 0x1fff));
                break;
            }
        }
    } else if Some(id) == *map && starts {
        if !*known {
            *known = true;
            program_map(payload, streams, video)?;
        }
    } else if starts && payload.starts_with(&[0, 0, 1]) {
        let stream = byte(payload, 3)?;
        let picture = Some(id) == *video;
        if matches!(stream, 0xbd | 0xc0..=0xef | 0xfd) {
            let (time, content) = pes(payload)?;
            if let Some(time) = time {
                streams.stamp(time, picture);
            }
            if picture {
                streams.keep_video(content);
            } else if Some(id) == streams.layer {
                streams.layer = None;
                streams.audio_codec = Some(mpeg_audio(content));
            } else if Some(id) == streams.unnamed && matches!(stream, 0xc0..=0xdf) {
                streams.unnamed = None;
                streams.audios = streams.audios.saturating_add(1);
                streams.audio_codec = streams.audio_codec.or(Some(mpeg_audio(content)));
            }
        }
    } else if Some(id) == *video {
        streams.keep_video(payload);
    }
    Ok(())
}

/// What the stream types of a program map stand for, and whether that is video.
const KINDS: [(u8, bool, &str); 18] = [
    (0x01, true, "mpeg1"),
    (0x02, true, "mpeg2"),
    (0x10, true, "mpeg4"),
    (0x1b, true, "h264"),
    (0x24, true, "hevc"),
    (0x33, true, "vvc"),
    (0xea, true, "vc1"),
    // MPEG audio of any layer: which one is seen in the frames.
    (0x03, false, "mp2"),
    (0x04, false, "mp2"),
    (0x0f, false, "aac"),
    (0x11, false, "aac"),
    (0x81, false, "ac3"),
    (0x87, false, "eac3"),
    (0x82, false, "dts"),
    (0x85, false, "dts"),
    (0x8a, false, "dts"),
    (0x83, false, "truehd"),
    (0x80, false, "pcm"),
];

fn program_map(payload: &[u8], streams: &mut Streams, video: &mut Option<u16>) -> Read<()> {
    let table = payload
        .get(usize::from(byte(payload, 0)?).plus(1)..)
        .unwrap_or_default();
    let end = usize::from(be16(table, 1)? & 0xfff)
        .plus(3)
        .saturating_sub(4);
    let table = table.get(..end).unwrap_or(table);
    let mut at = usize::from(be16(table, 10)? & 0xfff).plus(12);
    while let Ok(kind) = byte(table, at) {
        let id = be16(table, at.plus(1))? & 0x1fff;
        let length = usize::from(be16(table, at.plus(3))? & 0xfff);
        at = at.plus(5);
        let descriptors = table.get(at..).unwrap_or_default();
        let descriptors = descriptors.get(..length).unwrap_or(descriptors);
        at = at.plus(length);
        let listed = KINDS.iter().find(|(number, ..)| *number == kind);
        let found = match listed {
            Some((_, is_video, codec)) => Some((*is_video, *codec)),
            None if kind == 6 => private(descriptors),
            None => None,
        };
        let Some((is_video, codec)) = found else {
            if kind == 6 && descriptors.is_empty() {
                streams.unnamed = Some(id);
            }
            continue;
        };
        if is_video {
            streams.videos = streams.videos.saturating_add(1);
            if video.is_none() {
                *video = Some(id);
                streams.video_codec = Some(codec);
            }
        } else {
            streams.audios = streams.audios.saturating_add(1);
            if streams.audio_codec.is_none() {
                streams.audio_codec = Some(codec);
                streams.layer = Some(id).filter(|_| matches!(kind, 3 | 4));
            }
        }
    }
    Ok(())
}

/// What a private stream is, by its descriptors.
fn private(mut descriptors: &[u8]) -> Option<(bool, &'static str)> {
    const REGISTERED: [(&[u8; 4], bool, &str); 6] = [
        (b"Opus", false, "opus"),
        (b"AC-3", false, "ac3"),
        (b"EAC3", false, "eac3"),
        (b"BSSD", false, "pcm"),
        (b"HEVC", true, "hevc"),
        (b"AV01", true, "av1"),
    ];
    while let [tag, length, rest @ ..] = descriptors {
        let audio = match tag {
            0x6a => Some("ac3"),
            0x7a => Some("eac3"),
            0x7b => Some("dts"),
            0x7c => Some("aac"),
            _ => None,
        };
        if let Some(audio) = audio {
            return Some((false, audio));
        }
        let row = REGISTERED
            .iter()
            .find(|(name, ..)| *tag == 5 && rest.starts_with(*name));
        if let Some((_, video, name)) = row {
            return Some((*video, name));
        }
        descriptors = rest.get(usize::from(*length)..).unwrap_or_default();
    }
    None
}
