//! TIFF and BigTIFF: the first directory.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, array, byte};
use super::{oriented, recognised};
use crate::media::Format;

/// Entries of a directory that are looked at.
const ENTRIES: u64 = 512;

pub(super) fn starts_file(head: &[u8]) -> bool {
    matches!(
        head,
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..]
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn short(self, bytes: &[u8], at: usize) -> Read<u16> {
        let number = array(bytes, at)?;
        Ok(match self {
            Self::Little => u16::from_le_bytes(number),
            Self::Big => u16::from_be_bytes(number),
        })
    }

    pub(super) fn long(self, bytes: &[u8], at: usize) -> Read<u32> {
        let number = array(bytes, at)?;
        Ok(match self {
            Self::Little => u32::from_le_bytes(number),
            Self::Big => u32::from_be_bytes(number),
        })
    }

    fn longest(self, bytes: &[u8], at: usize) -> Read<u64> {
        let number = array(bytes, at)?;
        Ok(match self {
            Self::Little => u64::from_le_bytes(number),
            Self::Big => u64::from_be_bytes(number),
        })
    }

    /// A number whose type stands in an entry: a byte, a short, a long or a long long.
    fn value(self, entry: &[u8], at: usize) -> Read<u32> {
        Ok(match self.short(entry, 2)? {
            1 => byte(entry, at)?.into(),
            3 => self.short(entry, at)?.into(),
            16 => u32::try_from(self.longest(entry, at)?).unwrap_or(0),
            _ => self.long(entry, at)?,
        })
    }
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Tiff);
    info.animated = Some(false);
    let head = source.up_to(0, 16)?;
    let order = if head.starts_with(b"II") {
        Order::Little
    } else {
        Order::Big
    };
    let big = matches!(head, [_, _, 43, 0, ..] | [_, _, 0, 43, ..]);
    let (directory, count_length) = if big {
        (order.longest(head, 8)?, 8)
    } else {
        (order.long(head, 4)?.into(), 2)
    };
    let count = source.read(directory, count_length)?;
    let count = if big {
        order.longest(count, 0)?
    } else {
        order.short(count, 0)?.into()
    };
    let (entry_length, value_at) = if big { (20_u32, 12) } else { (12, 8) };
    let length = u32::try_from(count.min(ENTRIES))
        .unwrap_or(0)
        .saturating_mul(entry_length);
    let entries = source.up_to(directory.plus(count_length.into()), length)?;
    let (mut width, mut height, mut orientation) = (0, 0, 1);
    let mut extra = false;
    for entry in entries.chunks_exact(entry_length as usize) {
        match order.short(entry, 0)? {
            0x100 => width = order.value(entry, value_at)?,
            0x101 => height = order.value(entry, value_at)?,
            0x106 => {
                let model = match order.value(entry, value_at)? {
                    0 | 1 => "gray",
                    2 => "rgb",
                    3 => "palette",
                    5 => "cmyk",
                    6 => "ycbcr",
                    8..=10 => "lab",
                    _ => continue,
                };
                info.color_model = Some(model.into());
            }
            0x112 => orientation = u16::try_from(order.value(entry, value_at)?).unwrap_or(1),
            0x152 => extra = matches!(order.value(entry, value_at)?, 1 | 2),
            _ => {}
        }
    }
    info.has_alpha = Some(extra);
    if width == 0 || height == 0 {
        return Err(Stop::Bad(Reason::NoSize));
    }
    oriented(info, width, height, orientation);
    Ok(())
}
