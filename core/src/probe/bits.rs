//! Headers inside video streams, for containers that do not say how large the picture is.

use alloc::vec::Vec;

use super::reason::Reason;
use super::source::{Read, Stop, be32, byte};

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

/// A reader of bits, most significant first.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Read<u32> {
        let byte = byte(self.bytes, self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at = self.at.saturating_add(1);
        Ok(bit.into())
    }

    fn bits(&mut self, count: u32) -> Read<u32> {
        let mut number = 0_u32;
        for _ in 0..count {
            number = number << 1 | self.bit()?;
        }
        Ok(number)
    }

    /// An exponential Golomb code.
    fn golomb(&mut self) -> Read<u32> {
        let mut zeros = 0_u32;
        while self.bit()? == 0 {
            zeros = zeros.saturating_add(1);
            if zeros > 31 {
                return Err(Stop::Bad(Reason::VideoHeaderDamaged));
            }
        }
        let rest = self.bits(zeros)?;
        Ok((1_u32 << zeros).saturating_sub(1).saturating_add(rest))
    }

    fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
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
    let extension = super::source::find(near, &[0, 0, 1, 0xb5]).and_then(|at| near.get(at + 4..));
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
    let mut bits = Bits {
        bytes: &bytes,
        at: 8,
    };
    let profile = bits.bits(8)?;
    bits.skip(16);
    bits.golomb()?;
    let mut chroma = 1;
    let mut separate = 0;
    if matches!(
        profile,
        100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135
    ) {
        chroma = bits.golomb()?;
        if chroma == 3 {
            separate = bits.bit()?;
        }
        bits.golomb()?;
        bits.golomb()?;
        bits.bit()?;
        if bits.bit()? == 1 {
            let lists = if chroma == 3 { 12 } else { 8 };
            for list in 0..lists {
                if bits.bit()? == 1 {
                    scaling_list(&mut bits, if list < 6 { 16 } else { 64 })?;
                }
            }
        }
    }
    bits.golomb()?;
    match bits.golomb()? {
        0 => {
            bits.golomb()?;
        }
        1 => {
            bits.bit()?;
            bits.golomb()?;
            bits.golomb()?;
            for _ in 0..bits.golomb()?.min(255) {
                bits.golomb()?;
            }
        }
        _ => {}
    }
    bits.golomb()?;
    bits.bit()?;
    let width = bits.golomb()?.saturating_add(1).saturating_mul(16);
    let map_units = bits.golomb()?.saturating_add(1).saturating_mul(16);
    let frames_only = bits.bit()?;
    let height = map_units.saturating_mul(2_u32.saturating_sub(frames_only));
    if frames_only == 0 {
        bits.bit()?;
    }
    bits.bit()?;
    let (mut width, mut height) = (width, height);
    if bits.bit()? == 1 {
        let (across, down) = match (chroma, separate) {
            (1, 0) => (2, 2),
            (2, 0) => (2, 1),
            _ => (1, 1),
        };
        let down = 2_u32.saturating_sub(frames_only).saturating_mul(down);
        let (left, right) = (bits.golomb()?, bits.golomb()?);
        let (top, bottom) = (bits.golomb()?, bits.golomb()?);
        width = width.saturating_sub(left.saturating_add(right).saturating_mul(across));
        height = height.saturating_sub(top.saturating_add(bottom).saturating_mul(down));
    }
    let profile = u8::try_from(profile)
        .ok()
        .and_then(super::codec::h264_profile);
    let mut sequence = Sequence {
        width,
        height,
        aspect: None,
        rate: None,
        profile,
    };
    if bits.bit()? == 1 {
        // What comes after is a bonus: the size is known.
        let _ = h264_display(&mut bits, &mut sequence);
    }
    Ok(sequence)
}

fn scaling_list(bits: &mut Bits<'_>, length: u32) -> Read<()> {
    let (mut last, mut next) = (8_i64, 8_i64);
    for _ in 0..length {
        if next != 0 {
            let code = i64::from(bits.golomb()?);
            let delta = if code % 2 == 1 {
                (code + 1) / 2
            } else {
                -code / 2
            };
            next = (last + delta).rem_euclid(256);
        }
        if next != 0 {
            last = next;
        }
    }
    Ok(())
}

fn sample_aspect(bits: &mut Bits<'_>) -> Read<Option<(u64, u64)>> {
    const RATIOS: [(u64, u64); 17] = [
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
    Ok(match bits.bits(8)? {
        255 => Some((bits.bits(16)?.into(), bits.bits(16)?.into())),
        code => RATIOS.get(code as usize).copied(),
    })
}

fn h264_display(bits: &mut Bits<'_>, sequence: &mut Sequence) -> Read<()> {
    if bits.bit()? == 1 {
        sequence.aspect = sample_aspect(bits)?;
    }
    if bits.bit()? == 1 {
        bits.bit()?;
    }
    if bits.bit()? == 1 {
        bits.bits(4)?;
        if bits.bit()? == 1 {
            bits.bits(24)?;
        }
    }
    if bits.bit()? == 1 {
        bits.golomb()?;
        bits.golomb()?;
    }
    if bits.bit()? == 1 {
        let (units, scale) = (bits.bits(32)?, bits.bits(32)?);
        // Two ticks make a frame.
        sequence.rate = Some((scale.into(), u64::from(units).saturating_mul(2)));
    }
    Ok(())
}

/// A sequence parameter set of HEVC, from its NAL header on.
pub(super) fn hevc_sequence(nal: &[u8]) -> Read<Sequence> {
    let bytes = unescaped(nal);
    let mut bits = Bits {
        bytes: &bytes,
        at: 16,
    };
    bits.bits(4)?;
    let layers = bits.bits(3)?;
    bits.bit()?;
    let profile = bits.bits(8)? & 0x1f;
    // The rest of the general profile, and its level.
    bits.skip(88);
    let mut present = Vec::with_capacity(8);
    for _ in 0..layers {
        present.push((bits.bit()?, bits.bit()?));
    }
    if layers > 0 {
        bits.skip(2 * 8_usize.saturating_sub(layers as usize));
    }
    for (profile, level) in present {
        bits.skip(88 * profile as usize + 8 * level as usize);
    }
    bits.golomb()?;
    let chroma = bits.golomb()?;
    if chroma == 3 {
        bits.bit()?;
    }
    let (mut width, mut height) = (bits.golomb()?, bits.golomb()?);
    if bits.bit()? == 1 {
        let (across, down) = match chroma {
            1 => (2, 2),
            2 => (2, 1),
            _ => (1, 1),
        };
        let (left, right) = (bits.golomb()?, bits.golomb()?);
        let (top, bottom) = (bits.golomb()?, bits.golomb()?);
        width = width.saturating_sub(left.saturating_add(right).saturating_mul(across));
        height = height.saturating_sub(top.saturating_add(bottom).saturating_mul(down));
    }
    let profile = u8::try_from(profile)
        .ok()
        .and_then(super::codec::hevc_profile);
    Ok(Sequence {
        width,
        height,
        aspect: None,
        rate: None,
        profile,
    })
}
