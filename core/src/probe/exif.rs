//! EXIF: only the orientation is of interest.

use super::source::{Plus as _, Read, Stop};
use super::tiff::Order;

/// Enough of an EXIF block for its first directory where every camera puts it.
pub(super) const USUAL_LENGTH: u32 = 1024;

const ORIENTATION: u16 = 0x112;

/// The orientation, 1 to 8, from a block that starts with a TIFF header; 1 where none is given.
pub(super) fn orientation(block: &[u8]) -> u16 {
    find(block).unwrap_or(1)
}

fn find(block: &[u8]) -> Read<u16> {
    // PNG and WebP writers put the JPEG prefix before the block now and then.
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let order = match block {
        [b'I', b'I', 42, 0, ..] => Order::Little,
        [b'M', b'M', 0, 42, ..] => Order::Big,
        _ => return Err(Stop::Short),
    };
    let directory = order.long(block, 4)? as usize;
    let entries = usize::from(order.short(block, directory)?);
    for entry in 0..entries {
        let at = directory.plus(2).plus(entry.saturating_mul(12));
        if order.short(block, at)? == ORIENTATION {
            // A short, left-justified in the value field; some writers make it a long.
            let value = at.plus(8);
            let number = if order.short(block, at.plus(2))? == 4 {
                u16::try_from(order.long(block, value)?).unwrap_or(1)
            } else {
                order.short(block, value)?
            };
            return Ok(if (1..=8).contains(&number) { number } else { 1 });
        }
    }
    Ok(1)
}
