//! TIFF and BigTIFF: the first directory.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Read, Source, Stop, be16, be32, be64, le16, le32, le64};
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

/// The two byte orders and the two widths of offsets.
#[derive(Clone, Copy)]
struct Shape {
    little: bool,
    big: bool,
}

impl Shape {
    fn short(self, bytes: &[u8], at: usize) -> Read<u16> {
        if self.little {
            le16(bytes, at)
        } else {
            be16(bytes, at)
        }
    }

    fn long(self, bytes: &[u8], at: usize) -> Read<u32> {
        if self.little {
            le32(bytes, at)
        } else {
            be32(bytes, at)
        }
    }

    fn longest(self, bytes: &[u8], at: usize) -> Read<u64> {
        if self.little {
            le64(bytes, at)
        } else {
            be64(bytes, at)
        }
    }

    /// A number of the entry that `bytes` are: a short, a long or a long long.
    fn value(self, entry: &[u8]) -> Read<u32> {
        let at = if self.big { 12 } else { 8 };
        Ok(match self.short(entry, 2)? {
            1 => entry.get(at).copied().ok_or(Stop::Short)?.into(),
            3 => self.short(entry, at)?.into(),
            16 if self.big => u32::try_from(self.longest(entry, at)?).unwrap_or(0),
            _ => self.long(entry, at)?,
        })
    }
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Tiff);
    info.animated = Some(false);
    let head = source.up_to(0, 16)?;
    let shape = Shape {
        little: head.starts_with(b"II"),
        big: matches!(head, [_, _, 43, 0, ..] | [_, _, 0, 43, ..]),
    };
    let (directory, count_length) = if shape.big {
        (shape.longest(head, 8)?, 8)
    } else {
        (shape.long(head, 4)?.into(), 2)
    };
    let count = source.read(directory, count_length)?;
    let count = if shape.big {
        shape.longest(count, 0)?
    } else {
        shape.short(count, 0)?.into()
    };
    let entry_length: u32 = if shape.big { 20 } else { 12 };
    let length = u32::try_from(count.min(ENTRIES))
        .unwrap_or(0)
        .saturating_mul(entry_length);
    let entries = source.up_to(directory.saturating_add(count_length.into()), length)?;
    let (mut width, mut height, mut orientation) = (0, 0, 1);
    let mut extra = false;
    for entry in entries.chunks_exact(entry_length as usize) {
        match shape.short(entry, 0)? {
            0x100 => width = shape.value(entry)?,
            0x101 => height = shape.value(entry)?,
            0x106 => {
                let model = match shape.value(entry)? {
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
            0x112 => orientation = u16::try_from(shape.value(entry)?).unwrap_or(1),
            0x152 => extra = matches!(shape.value(entry)?, 1 | 2),
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
