//! What only the blocks tell: the pace of frames, and when the last one ends.

use super::Segment;
use super::element::raw;
use crate::probe::facts::Facts;
use crate::probe::frame_rate;
use crate::probe::source::{Plus as _, Read, Source, array, find};

/// How much of the first clusters is looked at for the pace.
const HEAD: u32 = 64 << 10;
/// How much of the end is searched for the last cluster.
const TAILS: [u32; 2] = [64 << 10, 1 << 20];
/// Clusters that are tried until one has blocks.
const TRIED: u32 = 16;
const CLUSTER: [u8; 4] = [0x1f, 0x43, 0xb6, 0x75];

/// What the blocks in one piece of the file say.
#[derive(Default)]
struct Seen {
    video_first: Option<u64>,
    video_last: Option<u64>,
    frames: u64,
    /// When the last block starts, in units, and the last but one of the same track.
    last: Option<u64>,
    before: Option<u64>,
    /// When a block with a duration of its own ends.
    end: Option<u64>,
}

/// The average pace of the frames in the first clusters.
pub(super) fn pace(source: &Source<'_>, info: &mut Facts, segment: &Segment) -> Read<()> {
    let Some(cluster) = segment.cluster else {
        return Ok(());
    };
    let start = cluster.body.saturating_sub(12);
    let bytes = source.up_to(start, HEAD)?;
    let bytes = find(bytes, &CLUSTER)
        .and_then(|at| bytes.get(at..))
        .unwrap_or_default();
    let seen = blocks(bytes, segment);
    if let (Some(first), Some(last)) = (seen.video_first, seen.video_last) {
        let span = last.saturating_sub(first).saturating_mul(segment.scale);
        info.frame_rate = frame_rate(seen.frames.saturating_sub(1), span, 1_000_000_000);
    }
    Ok(())
}

/// When the last block ends.
pub(super) fn end(source: &Source<'_>, info: &mut Facts, segment: &Segment) -> Read<()> {
    let (Some(size), Some(cluster)) = (source.size(), segment.cluster) else {
        return Ok(());
    };
    for length in TAILS {
        let first = cluster.body.saturating_sub(12);
        let start = size.saturating_sub(length.into()).max(first);
        let bytes = source.up_to(start, length)?;
        // Any cluster will do: the blocks after it are seen through to the end.
        let mut rest = bytes;
        for _ in 0..TRIED {
            let Some(at) = find(rest, &CLUSTER) else {
                break;
            };
            let piece = rest.get(at..).unwrap_or_default();
            let seen = blocks(piece, segment);
            if let Some(last) = seen.last {
                let frame = segment.video.as_ref().map_or(0, |track| track.frame_ns);
                let frame = if frame > 0 {
                    frame
                } else {
                    let units = seen.before.map_or(0, |before| last.saturating_sub(before));
                    units.saturating_mul(segment.scale)
                };
                let last = last.saturating_mul(segment.scale).plus(frame);
                let end = seen
                    .end
                    .unwrap_or(0)
                    .saturating_mul(segment.scale)
                    .max(last);
                info.duration_ms = Some(end / 1_000_000).filter(|ms| *ms > 0);
                return Ok(());
            }
            rest = piece.get(4..).unwrap_or_default();
        }
        if start == first {
            break;
        }
    }
    Ok(())
}

/// Walks the elements of clusters as far as the bytes go.
fn blocks(bytes: &[u8], segment: &Segment) -> Seen {
    let mut seen = Seen::default();
    let mut rest = bytes;
    let mut cluster = 0_u64;
    let mut block = None;
    let video = segment.video.as_ref().map(|track| track.number);
    while let Some((id, length, after)) = header(rest) {
        let body = rest.get(after..).unwrap_or_default();
        let content = body.get(..length.unwrap_or(body.len())).unwrap_or(body);
        match id {
            // Clusters and block groups: what is inside comes next.
            0x1f43_b675 | 0xa0 => {
                rest = body;
                continue;
            }
            0xe7 => cluster = number(content),
            0xa3 | 0xa1 => {
                if let Some((track, offset)) = track_and_time(content) {
                    let at = cluster.saturating_add_signed(offset.into());
                    block = Some(at);
                    if video.is_none_or(|video| video == track) {
                        seen.frames = seen.frames.plus(1);
                        seen.video_first = Some(seen.video_first.map_or(at, |first| first.min(at)));
                        if seen.video_last.is_none_or(|last| at > last) {
                            seen.before = seen.video_last;
                            seen.video_last = Some(at);
                        }
                    }
                    seen.last = seen.last.max(Some(at));
                }
            }
            0x9b => {
                seen.end = seen.end.max(block.map(|at| at.plus(number(content))));
            }
            _ => {}
        }
        let Some(length) = length else { break };
        let Some(next) = body.get(length..) else {
            break;
        };
        rest = next;
    }
    seen
}

fn header(bytes: &[u8]) -> Option<(u64, Option<usize>, usize)> {
    let (id, id_end) = raw(bytes)?;
    let (length, length_end) = raw(bytes.get(id_end..)?)?;
    let marker = 1_u64 << length_end.saturating_mul(7);
    let length = length & marker.saturating_sub(1);
    // An unknown length is all ones; only clusters have it, and those are entered anyway.
    let unknown = length == marker.saturating_sub(1);
    let known = if unknown {
        None
    } else {
        Some(usize::try_from(length).ok()?)
    };
    Some((id, known, id_end.plus(length_end)))
}

fn track_and_time(block: &[u8]) -> Option<(u64, i16)> {
    let (track, after) = raw(block)?;
    let marker = 1_u64 << after.saturating_mul(7);
    let time = array(block, after).ok()?;
    Some((track & marker.saturating_sub(1), i16::from_be_bytes(time)))
}

fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
