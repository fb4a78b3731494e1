//! PNG and APNG: the chunks before the first picture data.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be32, byte};
use super::tag::tag;
use super::{exif, oriented, recognised};
use crate::media::Format;

const IHDR: u32 = tag(b"IHDR");
const CGBI: u32 = tag(b"CgBI");
const ACTL: u32 = tag(b"acTL");
const TRNS: u32 = tag(b"tRNS");
const EXIF: u32 = tag(b"eXIf");
const IDAT: u32 = tag(b"IDAT");
const IEND: u32 = tag(b"IEND");

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Png);
    let mut at = 8_u64;
    let mut size = None;
    loop {
        let head = source.read(at, 8)?;
        let length = be32(head, 0)?;
        let kind = be32(head, 4)?;
        let body = at.plus(8);
        match (kind, size) {
            (IHDR, None) => {
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
            (CGBI, None) => {}
            (_, None) => return Err(Stop::Bad(Reason::HeaderNotFirst)),
            (ACTL, _) => info.animated = Some(be32(source.read(body, 4)?, 0)? > 1),
            (TRNS, _) => info.has_alpha = Some(true),
            (EXIF, Some((width, height))) => {
                let orientation =
                    exif::orientation(source.up_to(body, length.min(exif::USUAL_LENGTH))?);
                oriented(info, width, height, orientation);
            }
            (IDAT | IEND, _) => {
                if info.animated.is_none() {
                    info.animated = Some(false);
                }
                // The data may be split, but its first part must be there in full.
                let end = body.plus(length.into()).plus(4);
                if source.size().is_some_and(|size| end > size) {
                    info.truncated = Some(true);
                }
                return Ok(());
            }
            _ => {}
        }
        at = body.plus(length.into()).plus(4);
    }
}
