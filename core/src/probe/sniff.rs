//! Tells the format by the first bytes, never by a name.

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Read, Source, Stop, be32, find};
use super::{
    asf, avi, bmp, flv, gif, isobmff, jpeg, matroska, mpeg, ole, ooxml, pdf, png, tiff, webp,
};

type Reader = fn(&Source<'_>, &mut Facts) -> Read<()>;

/// How files start, with a question mark for any byte, and who reads those that do.
const STARTS: [(&[u8], Reader); 14] = [
    (b"\xff\xd8\xff", jpeg::read),
    (b"\x89PNG\r\n\x1a\n", png::read),
    (b"GIF87a", gif::read),
    (b"GIF89a", gif::read),
    (b"RIFF????WEBP", webp::read),
    (b"RIFF????AVI", avi::read),
    (b"\x1a\x45\xdf\xa3", matroska::read),
    (b"FLV\x01", flv::read),
    (b"\0\0\x01\xba", mpeg::read),
    (b"\0\0\x01\xb3", mpeg::read),
    (&asf::HEADER.to_le_bytes(), asf::read),
    (b"PK\x03\x04", ooxml::read),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole::read),
    (b"%PDF-", pdf::read),
];

/// Reads the file with the reader that its first bytes call for.
pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    let head = source.up_to(0, 1024)?;
    for (start, read) in STARTS {
        let mut pairs = start.iter().zip(head);
        if head.len() >= start.len() && pairs.all(|(want, byte)| want == byte || *want == b'?') {
            return read(source, info);
        }
    }
    match head {
        [] => Err(Stop::Bad(Reason::Empty)),
        _ if tiff::starts_file(head) => tiff::read(source, info),
        _ if bmp::starts_file(head) => bmp::read(source, info),
        _ if be32(head, 4).is_ok_and(isobmff::starts_file) => isobmff::read(source, info),
        _ if mpeg::transport_layout(head).is_some() => mpeg::read(source, info),
        _ if find(head, b"%PDF-").is_some() => pdf::read(source, info),
        _ => Err(Stop::Bad(stranger(head))),
    }
}

/// How a text starts that is often sent instead of media, in lower case.
const STRANGERS: [(&[u8], Reason); 6] = [
    (b"<!doctype html", Reason::WebPage),
    (b"<html", Reason::WebPage),
    (b"<svg", Reason::Drawing),
    (b"id3", Reason::SoundFile),
    (b"oggs", Reason::SoundFile),
    (b"flac", Reason::SoundFile),
];

/// Names what is often sent instead of media, since "not recognised" helps nobody.
fn stranger(head: &[u8]) -> Reason {
    let text = head.trim_ascii_start();
    let starts = |prefix: &[u8]| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if let Some((_, reason)) = STRANGERS.iter().find(|(prefix, _)| starts(prefix)) {
        *reason
    } else if starts(b"<?xml") && find(head, b"<svg").is_some() {
        Reason::Drawing
    } else if head.iter().all(|byte| *byte == 0) {
        Reason::Zeros
    } else {
        Reason::Stranger
    }
}
