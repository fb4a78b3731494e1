//! GIF: animated when a second picture follows the first.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, byte, le16};
use super::{oriented, recognised};
use crate::media::Format;

/// Up to this length a file is read to its end, for its playing time.
const SMALL: u64 = 256 << 10;
/// How far the second picture is looked for.
const FARTHEST: u64 = 4 << 20;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Gif);
    info.color_model = Some("palette".into());
    let head = source.read(0, 13)?;
    oriented(info, le16(head, 6)?.into(), le16(head, 8)?.into(), 1);
    info.rotation = None;
    let small = source.size().is_some_and(|size| size <= SMALL);
    let mut blocks = Blocks {
        source,
        window: &[],
        start: 0,
        at: 13_u64.plus(color_table(byte(head, 10)?)),
        length: if small { 256 << 10 } else { 4 << 10 },
    };
    match blocks.walk(small) {
        Ok(found) => {
            if found.pictures > 1 || !found.cut {
                info.animated = Some(found.pictures > 1);
            }
            info.has_alpha = Some(found.transparent);
            if small && found.pictures > 1 {
                info.duration_ms = Some(found.centiseconds.saturating_mul(10));
                info.frame_rate = super::frame_rate(found.pictures, found.centiseconds, 100);
            }
            if found.cut {
                info.truncated = Some(true);
            }
            Ok(())
        }
        Err(Stop::Need) => Err(Stop::Need),
        Err(Stop::Budget) => {
            info.unknown("animated", Reason::PictureTooLong);
            Ok(())
        }
        Err(other) => Err(other),
    }
}

#[derive(Default)]
struct Found {
    pictures: u64,
    centiseconds: u64,
    transparent: bool,
    cut: bool,
}

/// A cursor that fetches ever larger windows, for the sub-blocks are at most 255 bytes long.
struct Blocks<'s, 'a> {
    source: &'s Source<'a>,
    window: &'s [u8],
    start: u64,
    at: u64,
    length: u32,
}

impl Blocks<'_, '_> {
    /// Counts pictures: all of them, or until there are two.
    fn walk(&mut self, to_the_end: bool) -> Read<Found> {
        let mut found = Found::default();
        loop {
            match self.block(&mut found) {
                Ok(true) if to_the_end || found.pictures < 2 => {}
                Ok(_) => return Ok(found),
                // Viewers show what is there of a file that was cut off.
                Err(Stop::Short) => {
                    found.cut = true;
                    return Ok(found);
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// Steps over one block; false at the end.
    fn block(&mut self, found: &mut Found) -> Read<bool> {
        match self.take()? {
            0x21 => {
                if self.take()? == 0xf9 {
                    let (size, flags) = (self.take()?, self.take()?);
                    let delay = u16::from_le_bytes([self.take()?, self.take()?]);
                    found.transparent |= flags & 1 != 0;
                    // Players take a delay under 20 ms for 100 ms.
                    let shown = if delay < 2 { 10 } else { delay };
                    found.centiseconds = found.centiseconds.plus(shown.into());
                    self.skip(u64::from(size).saturating_sub(3));
                }
                self.sub_blocks()?;
                Ok(true)
            }
            0x2c => {
                found.pictures = found.pictures.plus(1);
                self.skip(8);
                let flags = self.take()?;
                self.skip(color_table(flags).plus(1));
                self.sub_blocks()?;
                Ok(true)
            }
            // Junk between blocks ends the picture for every viewer, as the trailer does.
            _ => Ok(false),
        }
    }

    fn sub_blocks(&mut self) -> Read<()> {
        loop {
            match self.take()? {
                0 => return Ok(()),
                length => self.skip(length.into()),
            }
        }
    }

    fn skip(&mut self, length: u64) {
        self.at = self.at.plus(length);
    }

    fn take(&mut self) -> Read<u8> {
        let inside = self
            .at
            .checked_sub(self.start)
            .and_then(|at| usize::try_from(at).ok());
        let found = inside.and_then(|at| self.window.get(at)).copied();
        let found = match found {
            Some(found) => found,
            None => self.refill()?,
        };
        self.at = self.at.plus(1);
        Ok(found)
    }

    fn refill(&mut self) -> Read<u8> {
        if self.at > FARTHEST {
            return Err(Stop::Budget);
        }
        self.window = self.source.up_to(self.at, self.length)?;
        self.start = self.at;
        self.length = self.length.saturating_mul(2).min(1 << 20);
        byte(self.window, 0)
    }
}

fn color_table(flags: u8) -> u64 {
    if flags & 0x80 == 0 {
        0
    } else {
        3_u64 << ((flags & 7).saturating_add(1))
    }
}
