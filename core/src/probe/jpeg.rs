//! JPEG: hops from segment to segment up to the frame header.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be16, byte};
use super::{exif, oriented, recognised};
use crate::media::Format;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Jpeg);
    info.animated = Some(false);
    info.has_alpha = Some(false);
    let mut at = 2_u64;
    let mut orientation = None;
    let mut adobe = None;
    loop {
        let head = source.up_to(at, 4)?;
        match head {
            // Any number of fill bytes may stand before a marker.
            [0xff, 0xff, ..] => {
                at = at.plus(1);
                continue;
            }
            // Markers without a segment.
            [0xff, 0x01 | 0xd0..=0xd8, ..] => {
                at = at.plus(2);
                continue;
            }
            [0xff, 0xd9 | 0xda, ..] => return Err(Stop::Bad(Reason::NoFrameHeader)),
            [0xff, ..] => {}
            [_, ..] => return Err(Stop::Bad(Reason::SegmentsDamaged)),
            [] => return Err(Stop::Short),
        }
        let marker = byte(head, 1)?;
        let length = be16(head, 2)?;
        if length < 2 {
            return Err(Stop::Bad(Reason::SegmentsDamaged));
        }
        let body = at.plus(4);
        let body_length = u32::from(length).saturating_sub(2);
        match marker {
            0xe1 if orientation.is_none() => {
                let block = source.up_to(body, body_length.min(exif::USUAL_LENGTH))?;
                if block.starts_with(b"Exif\0\0") {
                    orientation = Some(exif::orientation(block));
                }
            }
            0xee => {
                let block = source.up_to(body, body_length.min(12))?;
                if block.starts_with(b"Adobe") {
                    adobe = block.get(11).copied();
                }
            }
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let frame = source.read(body, 6)?;
                let (height, width) = (be16(frame, 1)?, be16(frame, 3)?);
                let components = byte(frame, 5)?;
                let ids = source.up_to(body.plus(6), u32::from(components.min(4)) * 3)?;
                info.color_model = color_model(components, ids, adobe).map(Into::into);
                oriented(info, width.into(), height.into(), orientation.unwrap_or(1));
                if height == 0 {
                    let side = if info.width.is_none() {
                        "width"
                    } else {
                        "height"
                    };
                    info.unknown(side, Reason::LinesLater);
                }
                return Ok(());
            }
            _ => {}
        }
        at = body.plus(body_length.into());
    }
}

fn color_model(components: u8, ids: &[u8], adobe: Option<u8>) -> Option<&'static str> {
    Some(match (components, adobe) {
        (1, _) => "gray",
        (3, Some(0)) => "rgb",
        (3, None) if matches!(ids, [b'R', _, _, b'G', _, _, b'B', ..]) => "rgb",
        (3, _) => "ycbcr",
        // Some store it as YCCK, which is the same to whoever cannot show it.
        (4, _) => "cmyk",
        _ => return None,
    })
}
