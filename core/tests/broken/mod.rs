//! Where the parts of a file start, and where the size of each stands: simple walkers, one for each
//! family, for files that are sound.

/// A size in a file, and how it is written.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    None,
    Big16(usize),
    Big24(usize),
    Big32(usize),
    Little32(usize),
    Little64(usize),
    /// A number of EBML, of so many bytes.
    Ebml(usize, usize),
    /// Digits, of so many bytes.
    Decimal(usize, usize),
}

impl Size {
    /// Overwrites it, cut to its width.
    pub fn write(self, bytes: &mut [u8], size: u64) {
        let (at, new) = match self {
            Self::None => return,
            Self::Big16(at) => (at, size.to_be_bytes()[6..].to_vec()),
            Self::Big24(at) => (at, size.to_be_bytes()[5..].to_vec()),
            Self::Big32(at) => (at, size.to_be_bytes()[4..].to_vec()),
            Self::Little32(at) => (at, size.to_le_bytes()[..4].to_vec()),
            Self::Little64(at) => (at, size.to_le_bytes().to_vec()),
            Self::Ebml(at, width) => {
                let mut new = size.to_be_bytes()[8 - width..].to_vec();
                let marker = 0x80_u8 >> (width - 1);
                new[0] = new[0] & (marker - 1) | marker;
                (at, new)
            }
            Self::Decimal(at, width) => {
                let digits = format!("{size:0width$}").into_bytes();
                (at, digits[digits.len() - width..].to_vec())
            }
        };
        if let Some(place) = bytes.get_mut(at..at + new.len()) {
            place.copy_from_slice(&new);
        }
    }
}

/// One part of a file.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub at: usize,
    pub size: Size,
}

/// The parts of a sound file, by its family.
pub fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut out = Vec::new();
    match bytes {
        [b'R', b'I', b'F', b'F', ..] => riff(bytes, 0, bytes.len(), &mut out),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => ebml(bytes, 0, bytes.len(), &mut out),
        [0x89, b'P', ..] => png(bytes, &mut out),
        [0xff, 0xd8, ..] => jpeg(bytes, &mut out),
        [0x30, 0x26, 0xb2, 0x75, ..] => {
            out.push(Part {
                at: 0,
                size: Size::Little64(16),
            });
            asf(bytes, 30, u64_at(bytes, 16), &mut out);
            asf(bytes, u64_at(bytes, 16), bytes.len(), &mut out);
        }
        [b'F', b'L', b'V', ..] => flv(bytes, &mut out),
        [b'%', b'P', ..] | [_, _, b'%', b'P', ..] => words(
            bytes,
            &[b"obj", b"xref", b"trailer", b"startxref"],
            &mut out,
        ),
        [b'P', b'K', ..] => words(
            bytes,
            &[b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"],
            &mut out,
        ),
        [0xd0, 0xcf, ..] => sectors(bytes, 512, &mut out),
        [b'G', b'I', b'F', ..] => words(bytes, &[b"\x21\xf9", b"\x21\xff", b",", b";"], &mut out),
        [0x47, ..] => sectors(bytes, 188, &mut out),
        [0, 0, 1, 0xba | 0xb3, ..] => words(bytes, &[b"\0\0\x01"], &mut out),
        [_, _, _, _, b'f' | b'm', b't' | b'o', ..] => boxes(bytes, 0, bytes.len(), &mut out),
        _ => sectors(bytes, 4, &mut out),
    }
    // Enough of each: media data is one part of many.
    out.retain(|part| part.at < bytes.len());
    let stride = out.len().div_ceil(150).max(1);
    out.into_iter().step_by(stride).collect()
}

fn number(bytes: &[u8], at: usize, width: usize) -> usize {
    let digits = bytes.get(at..at + width).unwrap_or_default();
    digits
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

fn u64_at(bytes: &[u8], at: usize) -> usize {
    usize::try_from(u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap()
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

fn boxes(bytes: &[u8], start: usize, end: usize, out: &mut Vec<Part>) {
    const AROUND: [&[u8; 4]; 15] = [
        b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf", b"mfra",
        b"udta", b"iprp", b"ipco", b"dinf", b"wave",
    ];
    let mut at = start;
    while at + 8 <= end {
        out.push(Part {
            at,
            size: Size::Big32(at),
        });
        let length = match number(bytes, at, 4) {
            0 => end - at,
            1 => number(bytes, at + 8, 8),
            length => length,
        };
        let kind = &bytes[at + 4..at + 8];
        let inside = (at + length).min(end);
        if AROUND.iter().any(|around| *around == kind) {
            boxes(bytes, at + 8, inside, out);
        } else if kind == b"meta" {
            boxes(bytes, at + 12, inside, out);
        } else if kind == b"stsd" {
            boxes(bytes, at + 16, inside, out);
        }
        at += length.max(8);
    }
}

fn riff(bytes: &[u8], start: usize, end: usize, out: &mut Vec<Part>) {
    let mut at = start;
    while at + 8 <= end {
        out.push(Part {
            at,
            size: Size::Little32(at + 4),
        });
        let length = u32_at(bytes, at + 4);
        if matches!(&bytes[at..at + 4], b"RIFF" | b"LIST") {
            riff(bytes, at + 12, (at + 8 + length).min(end), out);
        }
        at += 8 + length + length % 2;
    }
}

fn ebml(bytes: &[u8], start: usize, end: usize, out: &mut Vec<Part>) {
    let mut at = start;
    while at < end {
        let id_width = bytes[at].leading_zeros() as usize + 1;
        let id = number(bytes, at, id_width);
        let size_at = at + id_width;
        let Some(first) = bytes.get(size_at) else {
            break;
        };
        let width = first.leading_zeros() as usize + 1;
        if width > 8 {
            break;
        }
        out.push(Part {
            at,
            size: Size::Ebml(size_at, width),
        });
        let marker = 1_usize << (7 * width);
        let length = number(bytes, size_at, width) & (marker - 1);
        let body = size_at + width;
        let inside = if length == marker - 1 {
            end
        } else {
            (body + length).min(end)
        };
        if matches!(
            id,
            0x1853_8067
                | 0x1549_a966
                | 0x1654_ae6b
                | 0x114d_9b74
                | 0x4dbb
                | 0xae
                | 0xe0
                | 0xe1
                | 0x1f43_b675
        ) {
            ebml(bytes, body, inside, out);
        }
        at = inside;
    }
}

fn png(bytes: &[u8], out: &mut Vec<Part>) {
    let mut at = 8;
    while at + 8 <= bytes.len() {
        out.push(Part {
            at,
            size: Size::Big32(at),
        });
        at += 12 + number(bytes, at, 4);
    }
}

fn jpeg(bytes: &[u8], out: &mut Vec<Part>) {
    let mut at = 2;
    while at + 4 <= bytes.len() && bytes[at] == 0xff && bytes[at + 1] != 0xda {
        out.push(Part {
            at,
            size: Size::Big16(at + 2),
        });
        at += 2 + number(bytes, at + 2, 2);
    }
}

fn asf(bytes: &[u8], start: usize, end: usize, out: &mut Vec<Part>) {
    let mut at = start;
    while at + 24 <= end {
        out.push(Part {
            at,
            size: Size::Little64(at + 16),
        });
        at += u64_at(bytes, at + 16).max(24);
    }
}

fn flv(bytes: &[u8], out: &mut Vec<Part>) {
    out.push(Part {
        at: 0,
        size: Size::Big32(5),
    });
    let mut at = 13;
    while at + 11 <= bytes.len() {
        out.push(Part {
            at,
            size: Size::Big24(at + 1),
        });
        at += 15 + number(bytes, at + 1, 3);
    }
}

/// Wherever one of the words stands; in text the number behind it is the size.
fn words(bytes: &[u8], words: &[&[u8]], out: &mut Vec<Part>) {
    for at in 0..bytes.len() {
        let Some(word) = words.iter().find(|word| bytes[at..].starts_with(word)) else {
            continue;
        };
        let after = at + word.len();
        let size = match bytes[at..] {
            [b'P', b'K', 5, 6, ..] => Size::Little32(at + 16),
            [b'P', b'K', 1, 2, ..] => Size::Little32(at + 28),
            [0, 0, 1, ..] => Size::Big16(at + 4),
            _ => {
                let rest = bytes[after..].trim_ascii_start();
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                if digits > 0 {
                    Size::Decimal(bytes.len() - rest.len(), digits)
                } else {
                    Size::None
                }
            }
        };
        out.push(Part { at, size });
    }
}

fn sectors(bytes: &[u8], length: usize, out: &mut Vec<Part>) {
    let parts = (0..bytes.len()).step_by(length);
    out.extend(parts.map(|at| Part {
        at,
        size: Size::Little32(at),
    }));
}
