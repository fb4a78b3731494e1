//! Compound files: Word and PowerPoint up to 2003, and encrypted files of the later ones.

use super::facts::Facts;
use super::reason::Reason;
use super::recognised;
use super::source::{Plus as _, Read, Source, Stop, is_utf16, le16, le32};
use crate::media::Format;

/// Sectors of the directory that are looked through.
const DIRECTORY_SECTORS: u32 = 12;
/// How much of a stream's start is read.
const FLAGS: u32 = 32;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    let head = source.read(0, 76)?;
    let shift = u32::from(le16(head, 30)?);
    if !matches!(shift, 9 | 12) {
        return Err(Stop::Bad(Reason::CompoundDamaged));
    }
    let sector = 1_u32 << shift;
    let position = |number: u32| (u64::from(number).plus(1)) << shift;
    let mut number = le32(head, 48)?;
    let (mut word, mut slides, mut package, mut other) = (None, false, false, false);
    for _ in 0..DIRECTORY_SECTORS {
        if number >= 0xffff_fff0 {
            break;
        }
        let entries = source.up_to(position(number), sector)?;
        for entry in entries.chunks_exact(128) {
            let length = usize::from(le16(entry, 64)?).saturating_sub(2).min(62);
            let name = entry.get(..length).unwrap_or_default();
            let is = |text: &str| is_utf16(name, text);
            if is("WordDocument") {
                word = Some((le32(entry, 116)?, le32(entry, 120)?));
            } else if is("PowerPoint Document") {
                slides = true;
            } else if is("EncryptedSummary") {
                info.encrypted = Some(true);
            } else if is("EncryptedPackage") {
                package = true;
            } else if is("Workbook") || is("Book") {
                other = true;
            }
        }
        if word.is_some() || package {
            break;
        }
        number = next_sector(source, head, number, shift)?;
    }
    if package {
        // What it is stands inside, behind the password: the two cannot be told apart.
        recognised(info, Format::Pptx);
        info.encrypted = Some(true);
        info.format = None;
        info.kind = Some(crate::media::MediaKind::Document);
        info.unknown("pages", Reason::DocumentEncrypted);
        return Err(Stop::Bad(Reason::KindEncrypted));
    }
    if let Some((start, length)) = word {
        recognised(info, Format::Doc);
        // Small streams lie elsewhere, but no Word document is that small.
        let flags = if length >= 4096 {
            source.up_to(position(start), FLAGS)?
        } else {
            &[]
        };
        if le16(flags, 0) == Ok(0xa5ec) {
            info.encrypted = Some(le16(flags, 10)? & 0x100 != 0);
        }
    } else if slides {
        recognised(info, Format::Ppt);
    } else {
        return Err(Stop::Bad(if other {
            Reason::Spreadsheet
        } else {
            Reason::OtherCompound
        }));
    }
    info.unknown("pages", Reason::PagesUnreliable);
    if info.encrypted.is_none() {
        info.unknown("encrypted", Reason::WouldBeSearched);
    }
    Ok(())
}

/// The sector after `number` by the allocation table, as far as the header alone lists it.
fn next_sector(source: &Source<'_>, head: &[u8], number: u32, shift: u32) -> Read<u32> {
    // A table has a power of two entries.
    let wide = shift.saturating_sub(2);
    let table = number >> wide;
    if table >= 109 || head.len() < 76 {
        return Ok(u32::MAX);
    }
    let entry = 76_u64.plus(u64::from(table).saturating_mul(4));
    let sector = le32(source.read(entry, 4)?, 0)?;
    if sector >= 0xffff_fff0 {
        return Ok(u32::MAX);
    }
    let at = (u64::from(sector).plus(1)) << shift;
    let at = at.plus(u64::from(number & !(u32::MAX << wide)).saturating_mul(4));
    le32(source.read(at, 4)?, 0)
}
