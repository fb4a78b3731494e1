//! Windows bitmaps.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Read, Source, Stop, le16, le32};
use super::{oriented, recognised};
use crate::media::Format;

/// Whether the first bytes are those of a bitmap, which two letters alone do not make.
pub(super) fn starts_file(head: &[u8]) -> bool {
    head.starts_with(b"BM") && le32(head, 14).is_ok_and(|length| (12..=256).contains(&length))
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Bmp);
    info.animated = Some(false);
    let head = source.up_to(0, 70)?;
    let (width, height, depth) = if le32(head, 14)? == 12 {
        (
            le16(head, 18)?.into(),
            le16(head, 20)?.into(),
            le16(head, 24)?,
        )
    } else {
        // A negative height says that the lines run from the top.
        let height = le32(head, 22)?.cast_signed().unsigned_abs();
        (le32(head, 18)?, height, le16(head, 28)?)
    };
    if width.cast_signed() <= 0 || height == 0 {
        return Err(Stop::Bad(Reason::NoSize));
    }
    oriented(info, width, height, 1);
    info.rotation = None;
    info.color_model = Some(if depth <= 8 { "palette" } else { "rgb" }.into());
    let mask = if le32(head, 14)? >= 56 {
        le32(head, 66)?
    } else {
        0
    };
    info.has_alpha = Some(depth == 32 && mask != 0);
    if source
        .size()
        .is_some_and(|size| u64::from(le32(head, 2).unwrap_or(0)) > size)
    {
        info.truncated = Some(true);
    }
    Ok(())
}
