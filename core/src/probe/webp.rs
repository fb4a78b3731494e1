//! WebP: the chunks of a RIFF file.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, array, be32, byte, le16, le24, le32, optional};
use super::tag::tag;
use super::{exif, oriented, recognised};
use crate::media::Format;

const VP8: u32 = tag(b"VP8 ");
const VP8L: u32 = tag(b"VP8L");
const VP8X: u32 = tag(b"VP8X");
const ANMF: u32 = tag(b"ANMF");
const EXIF: u32 = tag(b"EXIF");

const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const HAS_ANIMATION: u8 = 0x02;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Webp);
    let head = source.read(0, 12)?;
    let end = u64::from(le32(head, 4)?).plus(8);
    if source.size().is_some_and(|size| end > size) {
        info.truncated = Some(true);
    }
    let (kind, length, body) = chunk(source, 12)?;
    match kind {
        VP8 => {
            info.animated = Some(false);
            info.has_alpha = Some(false);
            info.color_model = Some("ycbcr".into());
            let frame = source.read(body, 10)?;
            if array(frame, 3)? != [0x9d, 0x01, 0x2a] {
                return Err(Stop::Bad(Reason::NoKeyFrame));
            }
            let (width, height) = (le16(frame, 6)? & 0x3fff, le16(frame, 8)? & 0x3fff);
            oriented(info, width.into(), height.into(), 1);
        }
        VP8L => {
            info.animated = Some(false);
            info.color_model = Some("rgb".into());
            let frame = source.read(body, 5)?;
            let sizes = le32(frame, 1)?;
            info.has_alpha = Some(sizes & (1 << 28) != 0);
            let side = |shift: u32| ((sizes >> shift) & 0x3fff).saturating_add(1);
            oriented(info, side(0), side(14), 1);
        }
        VP8X => {
            let header = source.read(body, 10)?;
            let flags = byte(header, 0)?;
            let width = le24(header, 4)?.saturating_add(1);
            let height = le24(header, 7)?.saturating_add(1);
            info.has_alpha = Some(flags & HAS_ALPHA != 0);
            info.animated = Some(flags & HAS_ANIMATION != 0);
            oriented(info, width, height, 1);
            extended(source, info, after(body, length), end, flags)?;
        }
        _ => return Err(Stop::Bad(Reason::NoPictureFirst)),
    }
    Ok(())
}

/// Looks for a second frame and for EXIF, which stands behind the picture.
fn extended(source: &Source<'_>, info: &mut Facts, start: u64, end: u64, flags: u8) -> Read<()> {
    let mut frames = 0_u32;
    let mut at = start;
    while at < end && flags & (HAS_EXIF | HAS_ANIMATION) != 0 {
        let Some((kind, length, body)) = optional(chunk(source, at))? else {
            break;
        };
        match kind {
            VP8 if info.color_model.is_none() => info.color_model = Some("ycbcr".into()),
            VP8L if info.color_model.is_none() => info.color_model = Some("rgb".into()),
            ANMF => {
                frames = frames.saturating_add(1);
                // Who animates a picture does not turn it: no hop over every frame for that.
                if frames > 1 {
                    return Ok(());
                }
            }
            EXIF => {
                let block = source.up_to(body, length.min(exif::USUAL_LENGTH))?;
                if let (Some(width), Some(height)) = (info.coded_width, info.coded_height) {
                    oriented(info, width, height, exif::orientation(block));
                }
                if flags & HAS_ANIMATION == 0 {
                    return Ok(());
                }
            }
            _ => {}
        }
        at = after(body, length);
    }
    if flags & HAS_ANIMATION != 0 && at >= end && info.truncated.is_none() {
        info.animated = Some(frames > 1);
    }
    Ok(())
}

fn chunk(source: &Source<'_>, at: u64) -> Read<(u32, u32, u64)> {
    let head = source.read(at, 8)?;
    Ok((be32(head, 0)?, le32(head, 4)?, at.plus(8)))
}

/// Chunks are padded to an even length.
fn after(body: u64, length: u32) -> u64 {
    body.plus(length.into()).plus(u64::from(length & 1))
}
