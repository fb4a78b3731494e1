//! Tells the format by the first bytes, never by a name.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Read, Source, Stop, be32, find};
use super::{
    asf, avi, bmp, flv, gif, isobmff, jpeg, matroska, mpeg, ole, ooxml, pdf, png, tiff, webp,
};

/// Reads the file with the reader that its first bytes call for.
pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    let head = source.up_to(0, 1024)?;
    match head {
        [] => Err(Stop::Bad(Reason::Empty)),
        [0xff, 0xd8, 0xff, ..] => jpeg::read(source, info),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::read(source, info),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif::read(source, info),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => webp::read(source, info),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', ..] => avi::read(source, info),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => matroska::read(source, info),
        [b'F', b'L', b'V', 1, ..] => flv::read(source, info),
        [0, 0, 1, 0xba | 0xb3, ..] => mpeg::read(source, info),
        _ if asf::starts_file(head) => asf::read(source, info),
        [b'P', b'K', 3, 4, ..] => ooxml::read(source, info),
        _ if tiff::starts_file(head) => tiff::read(source, info),
        _ if bmp::starts_file(head) => bmp::read(source, info),
        _ if ole::starts_file(head) => ole::read(source, info),
        _ if be32(head, 4).is_ok_and(isobmff::starts_file) => isobmff::read(source, info),
        _ if mpeg::transport_layout(head).is_some() => mpeg::read(source, info),
        _ if find(head, b"%PDF-").is_some() => pdf::read(source, info),
        _ => Err(Stop::Bad(stranger(head))),
    }
}

/// Names what is often sent instead of media, since "not recognised" helps nobody.
fn stranger(head: &[u8]) -> Reason {
    let text = head.trim_ascii_start();
    let starts = |prefix: &[u8]| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if starts(b"<!doctype html") || starts(b"<html") {
        Reason::WebPage
    } else if starts(b"<svg") || (starts(b"<?xml") && find(head, b"<svg").is_some()) {
        Reason::Drawing
    } else if starts(b"ID3") || starts(b"OggS") || starts(b"fLaC") {
        Reason::SoundFile
    } else if head.iter().all(|byte| *byte == 0) {
        Reason::Zeros
    } else {
        Reason::Stranger
    }
}
