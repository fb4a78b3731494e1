//! PowerPoint and Word since 2007: the directory at the end of a ZIP file.

use super::facts::Facts;
use super::reason::Reason;
use super::recognised;
use super::source::{Plus as _, Read, Source, Stop, find, find_last, le16, le32, le64};
use crate::media::Format;

/// The end record and the longest comment behind it.
const END: u32 = 66_000;
/// How much of the directory is read.
const DIRECTORY: u32 = 2 << 20;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    let head = source.up_to(0, 1024)?;
    let Some(size) = source.known_size()? else {
        return guess(head, info, Reason::SizeUnknown);
    };
    // Few files have a comment: the first look is a short one.
    let (mut tail, mut end) = (0, None);
    for length in [1024, END] {
        tail = size.saturating_sub(length.into());
        let bytes = source.up_to(tail, length)?;
        end = find_last(bytes, b"PK\x05\x06").and_then(|at| bytes.get(at..).map(|end| (at, end)));
        if end.is_some() {
            break;
        }
    }
    let Some((at, end)) = end else {
        info.truncated = Some(true);
        return guess(head, info, Reason::DirectoryCutOff);
    };
    let end_at = tail.plus(at as u64);
    let mut length = u64::from(le32(end, 12)?);
    let mut start = u64::from(le32(end, 16)?);
    if start == u64::from(u32::MAX) || length == u64::from(u32::MAX) {
        let locator = source.read(end_at.saturating_sub(20), 20)?;
        if locator.starts_with(b"PK\x06\x07") {
            let record = source.read(le64(locator, 8)?, 56)?;
            length = le64(record, 40)?;
            start = le64(record, 48)?;
        }
    }
    // Data before the archive shifts every offset; the directory still ends where this begins.
    if start.plus(length) != end_at && end_at >= length {
        start = end_at.saturating_sub(length);
    }
    let wanted = u32::try_from(length).unwrap_or(u32::MAX).min(DIRECTORY);
    let directory = source.up_to(start, wanted)?;
    let found = list(directory);
    let whole = u64::from(wanted) == length;
    match found.kind {
        Some(format) => recognised(info, format),
        None => {
            return Err(Stop::Bad(found.other.unwrap_or(Reason::NoOffice)));
        }
    }
    info.encrypted = Some(false);
    if info.format == Some(Format::Docx) {
        info.unknown("pages", Reason::PagesUnreliable);
    } else if whole {
        info.pages = Some(found.slides);
    } else {
        info.unknown("pages", Reason::TooManyParts);
    }
    Ok(())
}

#[derive(Default)]
struct Listed {
    kind: Option<Format>,
    other: Option<Reason>,
    slides: u32,
}

fn list(mut rest: &[u8]) -> Listed {
    let mut listed = Listed::default();
    while rest.starts_with(b"PK\x01\x02") {
        let lengths = [28, 30, 32].map(|at| le16(rest, at).unwrap_or(0));
        let name_end = usize::from(lengths.first().copied().unwrap_or(0)).plus(46);
        let name = rest.get(46..name_end).unwrap_or_default();
        if name.starts_with(b"ppt/") {
            listed.kind = Some(Format::Pptx);
            listed.slides = listed.slides.saturating_add(is_slide(name).into());
        } else if name.starts_with(b"word/") {
            listed.kind = listed.kind.or(Some(Format::Docx));
        } else if name.starts_with(b"xl/") {
            listed.other = Some(Reason::Spreadsheet);
        } else if name.ends_with(b"content.xml") || name == b"META-INF/manifest.xml" {
            listed.other = listed.other.or(Some(Reason::OtherPacked));
        }
        let entry = lengths
            .iter()
            .fold(46_usize, |sum, length| sum.plus((*length).into()));
        rest = rest.get(entry..).unwrap_or_default();
    }
    listed
}

fn is_slide(name: &[u8]) -> bool {
    let number = name
        .strip_prefix(b"ppt/slides/slide")
        .and_then(|rest| rest.strip_suffix(b".xml"));
    number.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// A damaged file still shows the names of its first parts.
fn guess(head: &[u8], info: &mut Facts, reason: Reason) -> Read<()> {
    if find(head, b"ppt/").is_some() {
        recognised(info, Format::Pptx);
    } else if find(head, b"word/").is_some() {
        recognised(info, Format::Docx);
    }
    Err(Stop::Bad(reason))
}
