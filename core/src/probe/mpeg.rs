//! MPEG program streams, transport streams and bare MPEG video.

mod streams;

use super::facts::{Facts, Name};
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, byte, find, optional};
use super::{bits, displayed, frame_rate, recognised, stretched};
use crate::media::Format;
use streams::{Streams, program, transport};

/// How much of the start is looked at, and how much when that does not do.
const HEADS: [u32; 2] = [64 << 10, 256 << 10];
/// How much of the end is looked at for the last time stamp.
const TAIL: u32 = 192 << 10;

/// How the packets of a transport stream lie: their distance, and where the first starts.
pub(super) fn transport_layout(head: &[u8]) -> Option<(usize, usize)> {
    [(188, 0), (192, 4), (204, 0)]
        .into_iter()
        .find(|(length, first)| {
            let packets =
                (0..5).map(|number: usize| number.saturating_mul(*length).saturating_add(*first));
            let mut seen = packets
                .filter(|at| *at < head.len())
                .map(|at| head.get(at) == Some(&0x47));
            head.len() > length.plus(*first) && seen.all(|sync| sync)
        })
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Mpeg);
    let head = source.up_to(0, 4096)?;
    if head.starts_with(&[0, 0, 1, 0xb3]) {
        info.unknown("durationMs", Reason::BareStream);
        info.video_tracks = Some(1);
        info.audio_tracks = Some(0);
        let streams = Streams {
            videos: 1,
            video: head.to_vec(),
            ..Streams::default()
        };
        return picture(info, &streams);
    }
    let layout = transport_layout(head);
    let read_streams = |bytes: &[u8], from: usize| match layout {
        Some((length, _)) => transport(bytes.get(from..).unwrap_or_default(), length),
        None => program(bytes),
    };
    let (mut streams, mut whole) = (Streams::default(), false);
    for length in HEADS {
        let head = source.up_to(0, length)?;
        whole = head.len() < length as usize;
        streams = read_streams(head, layout.map_or(0, |(_, first)| first));
        info.video_codec = streams.video_codec.map(Name::from);
        info.audio_codec = streams.audio_codec.map(Name::from);
        info.video_tracks = Some(streams.videos);
        info.audio_tracks = Some(streams.audios);
        info.encrypted = Some(streams.scrambled);
        let seen = streams.videos > 0 && optional(picture(info, &streams))?.is_some();
        if whole || seen && streams.audios > 0 && streams.layer.is_none() {
            break;
        }
    }
    let last = match source.size() {
        Some(size) => {
            let start = size.saturating_sub(TAIL.into());
            let tail = source.up_to(start, TAIL)?;
            let from = layout.map_or(0, |(length, first)| {
                // On with the rhythm of the packets from the head.
                let ahead =
                    usize::try_from(start.checked_rem(length as u64).unwrap_or(0)).unwrap_or(0);
                let from = length.plus(first).saturating_sub(ahead);
                from.checked_rem(length).unwrap_or(0)
            });
            let streams = read_streams(tail, from);
            // Sound may start late in a program stream.
            if info.audio_tracks == Some(0) && streams.audios > 0 {
                info.audio_tracks = Some(streams.audios);
                info.audio_codec = streams.audio_codec.map(Name::from);
            }
            streams.last
        }
        None => streams.last.filter(|_| whole),
    };
    if let (Some(first), Some(last)) = (streams.first, last) {
        // The clock runs over after 26 hours.
        let ticks = last.wrapping_sub(first) & ((1 << 33) - 1);
        let frame = info.frame_rate.map_or(0, |rate| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a frame's length is small"
            )]
            let ticks = (90_000.0 / rate) as u64;
            ticks.min(90_000)
        });
        // Over half the range is no playing time but clocks that do not belong together.
        if ticks < 1 << 32 {
            info.duration_ms = Some(ticks.plus(frame) / 90).filter(|ms| *ms > 0);
        }
    }
    if info.duration_ms.is_none() {
        info.unknown("durationMs", Reason::NoClock);
    }
    Ok(())
}

/// Finds the sequence header in the video stream.
fn picture(info: &mut Facts, streams: &Streams) -> Read<()> {
    let video = streams.video.as_slice();
    let mut codec = streams.video_codec;
    let mut rest = video;
    let mut found = None;
    while let Some(at) = find(rest, &[0, 0, 1]) {
        let unit = rest.get(at.saturating_add(3)..).unwrap_or_default();
        let first = byte(unit, 0).unwrap_or(0);
        found = match codec {
            Some("h264") if first & 0x1f == 7 => bits::h264_sequence(unit).ok(),
            Some("hevc") if first >> 1 & 0x3f == 33 => bits::hevc_sequence(unit).ok(),
            Some("h264" | "hevc") => None,
            _ if first == 0xb3 => {
                let (sequence, second) = bits::mpeg_sequence(unit.get(1..).unwrap_or_default())?;
                codec = Some(if second { "mpeg2" } else { "mpeg1" });
                Some(sequence)
            }
            _ => None,
        };
        if found.is_some() {
            break;
        }
        rest = unit;
    }
    info.video_codec = codec.map(Name::from);
    let sequence = found.ok_or(Stop::Bad(Reason::NoPictureHeader))?;
    info.coded(sequence.width, sequence.height);
    info.rotation = Some(0);
    info.video_profile = sequence.profile.map(Name::from);
    let aspect = sequence
        .aspect
        .filter(|(across, down)| *across > 0 && *down > 0);
    let width = aspect.map_or(sequence.width, |aspect| stretched(sequence.width, aspect));
    displayed(info, width, sequence.height, 0);
    info.frame_rate = sequence
        .rate
        .and_then(|(frames, units)| frame_rate(frames, units, 1));
    if info.frame_rate.is_none() {
        info.frame_rate = streams.pace();
    }
    Ok(())
}
