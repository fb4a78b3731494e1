//! Headers inside video streams, for containers that do not say how large the picture is.

use alloc::vec::Vec;

use super::codec;
use super::source::{Plus as _, Read, Stop, be32, byte};

/// A picture as a sequence header describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sequence {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Pixel aspect ratio.
    pub(super) aspect: Option<(u64, u64)>,
    /// Frames and the units they take, as numerator and denominator.
    pub(super) rate: Option<(u64, u64)>,
    pub(super) profile: Option<&'static str>,
}

/// A reader of bits, most significant first. Behind the end there are zeros, and `ended` says so:
/// headers hold dozens of fields, and one check at the end does for all of them.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    ended: bool,
}

impl<'b> Bits<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            ended: false,
        }
    }

    #[inline(never)]
    fn bit(&mut self) -> u32 {
        let byte = self.bytes.get(self.at / 8).copied();
        self.ended |= byte.is_none();
        let bit = byte.unwrap_or(0) >> (!self.at & 7) & 1;
        self.at = self.at.plus(1);
        bit.into()
    }

    fn flag(&mut self) -> bool {
        self.bit() == 1
    }

    #[inline(never)]
    fn bits(&mut self, count: u32) -> u32 {
        (0..count).fold(0, |number, _| number << 1 | self.bit())
    }

    /// An exponential Golomb code.
    #[inline(never)]
    fn golomb(&mut self) -> u32 {
        let mut zeros = 0_u32;
        while !self.flag() {
            zeros = zeros.saturating_add(1);
            if zeros > 31 || self.ended {
                self.ended = true;
                return 0;
            }
        }
        let rest = self.bits(zeros);
        (1_u32 << zeros).saturating_sub(1).saturating_add(rest)
    }

    fn skip(&mut self, count: usize) {
        self.at = self.at.plus(count);
    }

    fn skip_golombs(&mut self, count: u32) {
        for _ in 0..count {
            self.golomb();
        }
    }

    /// What was read, unless some of it was behind the end.
    fn checked<T>(&self, read: T) -> Read<T> {
        if self.ended {
            Err(Stop::Short)
        } else {
            Ok(read)
        }
    }

    /// The size that is left after cropping, by the chroma format and the lines a unit has.
    fn cropped(&mut self, (width, height): (u32, u32), chroma: u32, lines: u32) -> (u32, u32) {
        let (across, down) = match chroma {
            1 => (2, 2),
            2 => (2, 1),
            _ => (1, 1),
        };
        let mut sides = || self.golomb().saturating_add(self.golomb());
        let (columns, rows) = (sides(), sides());
        (
            width.saturating_sub(columns.saturating_mul(across)),
            height.saturating_sub(rows.saturating_mul(down).saturating_mul(lines)),
        )
    }
}

/// Frames a second by the code of MPEG-1 and MPEG-2.
fn mpeg_rate(code: u32) -> Option<(u64, u64)> {
    Some(match code {
        1 => (24_000, 1001),
        2 => (24, 1),
        3 => (25, 1),
        4 => (30_000, 1001),
        5 => (30, 1),
        6 => (50, 1),
        7 => (60_000, 1001),
        8 => (60, 1),
        _ => return None,
    })
}

/// The sequence header of MPEG-1 or MPEG-2, after its start code; true for MPEG-2.
pub(super) fn mpeg_sequence(bytes: &[u8]) -> Read<(Sequence, bool)> {
    let first = be32(bytes, 0)?;
    let (mut width, mut height) = (first >> 20, first >> 8 & 0xfff);
    let (aspect, rate) = (first >> 4 & 0xf, first & 0xf);
    // MPEG-2 follows with an extension.
    let near = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    // Which of the two it is shows in what comes next.
    super::source::find(near, &[0, 0, 1]).ok_or(Stop::Short)?;
    let extension =
        super::source::find(near, &[0, 0, 1, 0xb5]).and_then(|at| near.get(at.saturating_add(4)..));
    let extension = extension.filter(|extension| byte(extension, 0).unwrap_or(0) >> 4 == 1);
    let mut rate = mpeg_rate(rate);
    let mut profile = None;
    if let Some(extension) = extension {
        let bits = be32(extension, 0)?;
        profile = match bits >> 24 & 7 {
            1 => Some("high"),
            4 => Some("main"),
            5 => Some("simple"),
            _ => None,
        };
        width |= (bits >> 15 & 3) << 12;
        height |= (bits >> 13 & 3) << 12;
        let more = byte(extension, 5)?;
        if let Some((frames, units)) = &mut rate {
            *frames = frames.saturating_mul(u64::from(more >> 5 & 3) + 1);
            *units = units.saturating_mul(u64::from(more & 0x1f) + 1);
        }
    }
    let (w, h) = (u64::from(width), u64::from(height));
    let shape = |across: u64, down: u64| Some((across.saturating_mul(h), down.saturating_mul(w)));
    let aspect = match (extension.is_some(), aspect) {
        (true, 2) => shape(4, 3),
        (true, 3) => shape(16, 9),
        (true, 4) => shape(221, 100),
        // MPEG-1 gives the height of a pixel by its width, in ten thousandths.
        (false, code) => {
            let heights = [
                0, 10_000, 6735, 7031, 7615, 8055, 8437, 8935, 9157, 9815, 10_255, 10_695, 10_950,
                11_575, 12_015,
            ];
            heights
                .get(code as usize)
                .filter(|height| **height > 0)
                .map(|height| (10_000, *height))
        }
        _ => None,
    };
    Ok((
        Sequence {
            width,
            height,
            aspect,
            rate,
            profile,
        },
        extension.is_some(),
    ))
}

/// The content of a NAL unit without its emulation prevention, as much as a header needs.
fn unescaped(nal: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(nal.len().min(512));
    let mut zeros = 0_u8;
    for byte in nal.iter().take(512) {
        if zeros >= 2 && *byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 {
            zeros.saturating_add(1)
        } else {
            0
        };
        out.push(*byte);
    }
    out
}

/// A sequence parameter set of H.264, from its NAL header on.
pub(super) fn h264_sequence(nal: &[u8]) -> Read<Sequence> {
    let bytes = unescaped(nal);
    let bits = &mut Bits::new(&bytes, 8);
    let profile = bits.bits(8);
    bits.skip(16);
    bits.golomb();
    let mut chroma = 1;
    if is_high(profile) {
        chroma = bits.golomb();
        if chroma == 3 {
            bits.bit();
        }
        bits.skip_golombs(2);
        bits.bit();
        if bits.flag() {
            for list in 0..if chroma == 3 { 12 } else { 8 } {
                if bits.flag() {
                    scaling_list(bits, if list < 6 { 16 } else { 64 });
                }
            }
        }
    }
    bits.golomb();
    match bits.golomb() {
        0 => bits.skip_golombs(1),
        1 => {
            bits.bit();
            bits.skip_golombs(2);
            let count = bits.golomb().min(255);
            bits.skip_golombs(count);
        }
        _ => {}
    }
    bits.golomb();
    bits.bit();
    let mut blocks = || bits.golomb().saturating_add(1).saturating_mul(16);
    let (width, units) = (blocks(), blocks());
    // A unit is two lines of blocks where fields are coded.
    let lines = 2_u32.saturating_sub(bits.bit());
    if lines == 2 {
        bits.bit();
    }
    bits.bit();
    let mut size = (width, units.saturating_mul(lines));
    if bits.flag() {
        size = bits.cropped(size, chroma, lines);
    }
    let (width, height) = bits.checked(size)?;
    let mut sequence = Sequence {
        width,
        height,
        aspect: None,
        rate: None,
        profile: u8::try_from(profile).ok().and_then(codec::h264_profile),
    };
    if bits.flag() {
        h264_display(bits, &mut sequence);
    }
    Ok(sequence)
}

/// Whether sets of this profile say the chroma format.
fn is_high(profile: u32) -> bool {
    const HIGH: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
    HIGH.iter().any(|high| u32::from(*high) == profile)
}

fn scaling_list(bits: &mut Bits<'_>, length: u32) {
    let (mut last, mut next) = (8_i64, 8_i64);
    for _ in 0..length {
        if next != 0 {
            let code = i64::from(bits.golomb());
            let delta = if code & 1 == 1 {
                code.saturating_add(1) >> 1
            } else {
                (code >> 1).saturating_neg()
            };
            next = last.saturating_add(delta).rem_euclid(256);
        }
        if next != 0 {
            last = next;
        }
    }
}

/// Shape of pixels and pace of frames: a bonus, for the size is known already.
fn h264_display(bits: &mut Bits<'_>, sequence: &mut Sequence) {
    const ASPECTS: [(u8, u8); 17] = [
        (0, 0),
        (1, 1),
        (12, 11),
        (10, 11),
        (16, 11),
        (40, 33),
        (24, 11),
        (20, 11),
        (32, 11),
        (80, 33),
        (18, 11),
        (15, 11),
        (64, 33),
        (160, 99),
        (4, 3),
        (3, 2),
        (2, 1),
    ];
    let mut aspect = None;
    if bits.flag() {
        aspect = match bits.bits(8) {
            255 => Some((bits.bits(16).into(), bits.bits(16).into())),
            code => ASPECTS
                .get(code as usize)
                .map(|(across, down)| ((*across).into(), (*down).into())),
        };
    }
    sequence.aspect = aspect.filter(|_| !bits.ended);
    if bits.flag() {
        bits.bit();
    }
    if bits.flag() {
        bits.skip(4);
        if bits.flag() {
            bits.skip(24);
        }
    }
    if bits.flag() {
        bits.skip_golombs(2);
    }
    if bits.flag() {
        let (units, scale) = (bits.bits(32), bits.bits(32));
        // Two ticks make a frame.
        let rate = (scale.into(), u64::from(units).saturating_mul(2));
        sequence.rate = Some(rate).filter(|_| !bits.ended);
    }
}

/// A sequence parameter set of HEVC, from its NAL header on.
pub(super) fn hevc_sequence(nal: &[u8]) -> Read<Sequence> {
    let bytes = unescaped(nal);
    let bits = &mut Bits::new(&bytes, 16);
    bits.skip(4);
    let layers = bits.bits(3);
    bits.skip(1);
    let profile = bits.bits(8) & 0x1f;
    // The rest of the general profile, and its level.
    bits.skip(88);
    let mut skipped = 0_u32;
    for _ in 0..layers {
        let profile = if bits.flag() { 88 } else { 0 };
        let level = if bits.flag() { 8 } else { 0 };
        skipped = skipped.saturating_add(profile).saturating_add(level);
    }
    if layers > 0 {
        skipped = skipped.saturating_add(8_u32.saturating_sub(layers) << 1);
    }
    bits.skip(skipped as usize);
    bits.golomb();
    let chroma = bits.golomb();
    if chroma == 3 {
        bits.bit();
    }
    let mut size = (bits.golomb(), bits.golomb());
    if bits.flag() {
        size = bits.cropped(size, chroma, 1);
    }
    let (width, height) = bits.checked(size)?;
    Ok(Sequence {
        width,
        height,
        aspect: None,
        rate: None,
        profile: u8::try_from(profile).ok().and_then(codec::hevc_profile),
    })
}
