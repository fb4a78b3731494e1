//! PNG and APNG: the chunks before the first picture data.

use super::reason::Reason;
use super::source::{Read, Source, Stop, array, be32, byte};
use super::{exif, oriented, recognised};
use crate::media::{Format, MediaInfo};

pub(super) fn read(source: &Source<'_>, info: &mut MediaInfo) -> Read<()> {
    recognised(info, Format::Png);
    let mut at = 8_u64;
    let mut size = None;
    loop {
        let head = source.read(at, 8)?;
        let length = be32(head, 0)?;
        let kind: [u8; 4] = array(head, 4)?;
        let body = at.saturating_add(8);
        match (&kind, size) {
            (b"IHDR", None) => {
                let header = source.read(body, 13)?;
                let (width, height) = (be32(header, 0)?, be32(header, 4)?);
                let (model, alpha) = match byte(header, 9)? {
                    0 => ("gray", false),
                    2 => ("rgb", false),
                    3 => ("palette", false),
                    4 => ("gray", true),
                    6 => ("rgb", true),
                    _ => return Err(Stop::Bad(Reason::NoColourType)),
                };
                info.color_model = Some(model.into());
                info.has_alpha = Some(alpha);
                size = Some((width, height));
                oriented(info, width, height, 1);
            }
            // Apple's own variant puts a chunk before the header.
            (b"CgBI", None) => {}
            (_, None) => return Err(Stop::Bad(Reason::HeaderNotFirst)),
            (b"acTL", _) => info.animated = Some(be32(source.read(body, 4)?, 0)? > 1),
            (b"tRNS", _) => info.has_alpha = Some(true),
            (b"eXIf", Some((width, height))) => {
                let orientation =
                    exif::orientation(source.up_to(body, length.min(exif::USUAL_LENGTH))?);
                oriented(info, width, height, orientation);
            }
            (b"IDAT" | b"IEND", _) => {
                if info.animated.is_none() {
                    info.animated = Some(false);
                }
                // The data may be split, but its first part must be there in full.
                let end = body.saturating_add(length.into()).saturating_add(4);
                if source.size().is_some_and(|size| end > size) {
                    info.truncated = Some(true);
                }
                return Ok(());
            }
            _ => {}
        }
        at = body.saturating_add(length.into()).saturating_add(4);
    }
}
