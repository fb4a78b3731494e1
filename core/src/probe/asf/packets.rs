//! Data packets: the pace of frames, where the header does not say it.

use crate::probe::frame_rate;
use crate::probe::source::{Plus as _, Read, Source, byte, le16, le32};

/// How much of the data is looked at.
const LOOKED_AT: u32 = 128 << 10;

/// What the payloads of the video stream say.
#[derive(Default)]
struct Seen {
    last_object: Option<u32>,
    frames: u64,
    first: Option<u32>,
    latest: u32,
}

/// Frames a second over the first packets, by their presentation times in milliseconds.
pub(super) fn pace(
    source: &Source<'_>,
    start: u64,
    end: u64,
    packet: u32,
    stream: u16,
) -> Read<Option<f64>> {
    let length = u32::try_from(end.saturating_sub(start))
        .unwrap_or(u32::MAX)
        .min(LOOKED_AT);
    let data = source.up_to(start, length)?;
    let mut seen = Seen::default();
    for packet in data.chunks_exact(packet.max(16) as usize) {
        // A packet in an unusual dress is left out.
        let _ = payloads(packet, stream, &mut seen);
    }
    let span = u64::from(
        seen.latest
            .saturating_sub(seen.first.unwrap_or(seen.latest)),
    );
    Ok(frame_rate(seen.frames.saturating_sub(1), span, 1000))
}

/// A number of zero, one, two or four bytes, by two bits of a flag.
fn sized(bytes: &[u8], at: &mut usize, size: u8) -> Read<u32> {
    let (number, length) = match size & 3 {
        0 => (0, 0),
        1 => (byte(bytes, *at)?.into(), 1),
        2 => (le16(bytes, *at)?.into(), 2),
        _ => (le32(bytes, *at)?, 4),
    };
    *at = at.plus(length);
    Ok(number)
}

fn payloads(packet: &[u8], stream: u16, seen: &mut Seen) -> Read<()> {
    let mut at = 0_usize;
    let correction = byte(packet, 0)?;
    if correction & 0x80 != 0 {
        at = usize::from(correction & 0x0f).plus(1);
    }
    let lengths = byte(packet, at)?;
    let properties = byte(packet, at.plus(1))?;
    at = at.plus(2);
    sized(packet, &mut at, lengths >> 5)?;
    sized(packet, &mut at, lengths >> 1)?;
    let padding = sized(packet, &mut at, lengths >> 3)?;
    // Send time and duration.
    at = at.plus(6);
    let (count, length_size) = if lengths & 1 == 0 {
        (1, 0)
    } else {
        let flags = byte(packet, at)?;
        at = at.plus(1);
        (flags & 0x3f, flags >> 6)
    };
    for _ in 0..count {
        let number = byte(packet, at)? & 0x7f;
        at = at.plus(1);
        let object = sized(packet, &mut at, properties >> 4)?;
        sized(packet, &mut at, properties >> 2)?;
        let replicated = sized(packet, &mut at, properties)? as usize;
        if u16::from(number) == stream && replicated >= 8 {
            let time = le32(packet, at.plus(4))?;
            if seen.last_object != Some(object) {
                seen.last_object = Some(object);
                seen.frames = seen.frames.plus(1);
                seen.first = Some(seen.first.map_or(time, |first| first.min(time)));
                seen.latest = seen.latest.max(time);
            }
        }
        // One byte of replicated data marks a compressed payload.
        at = at.plus(replicated);
        let length = if lengths & 1 == 0 {
            packet
                .len()
                .saturating_sub(at)
                .saturating_sub(padding as usize)
        } else {
            sized(packet, &mut at, length_size)? as usize
        };
        at = at.plus(length);
    }
    Ok(())
}
