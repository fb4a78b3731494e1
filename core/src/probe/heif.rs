//! HEIC and AVIF: the properties of the primary picture.

use alloc::vec::Vec;

use super::facts::Facts;
use super::isobmff::boxes::{BoxAt, Boxes};
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be16, be32, byte, find, optional};
use super::tag::{is_one_of, tag};
use super::{displayed, recognised};
use crate::media::Format;

const META: u32 = tag(b"meta");
const MOOV: u32 = tag(b"moov");
const PITM: u32 = tag(b"pitm");
const IINF: u32 = tag(b"iinf");
const IPRP: u32 = tag(b"iprp");
const IPCO: u32 = tag(b"ipco");
const IPMA: u32 = tag(b"ipma");
const ISPE: u32 = tag(b"ispe");
const IROT: u32 = tag(b"irot");
const CLAP: u32 = tag(b"clap");
const PIXI: u32 = tag(b"pixi");
const AUXC: u32 = tag(b"auxC");
const AV1C: u32 = tag(b"av1C");

/// Properties and associations that are kept; a phone's photo has some dozens of each.
const KEPT: usize = 1024;
/// Major brands of pictures, those of sequences last.
const PICTURES: &[u8] = b"mif1mif2miafheicheixheimheisavifavismsf1hevchevxhevmhevs";
/// Major brands of what may move.
const SEQUENCES: &[u8] = b"avismsf1hevchevxhevmhevs";
/// How much of one small box is read.
const CONTENT: u32 = 64 << 10;

/// Whether the brands of an `ftyp` box say that the file is a picture.
pub(super) fn is_picture(brands: &[u8]) -> Option<Format> {
    let (major, rest) = brands.split_at_checked(4)?;
    let says = |names| {
        let others = rest.get(4..).unwrap_or_default().chunks_exact(4);
        let mut all = core::iter::once(major).chain(others);
        all.any(|brand| be32(brand, 0).is_ok_and(|brand| is_one_of(brand, names)))
    };
    let picture = be32(major, 0).is_ok_and(|major| is_one_of(major, PICTURES));
    if !picture {
        None
    } else if says(b"avifavis") && !says(b"heicheixhevc") {
        Some(Format::Avif)
    } else {
        Some(Format::Heic)
    }
}

#[derive(Clone, Copy)]
enum Property {
    Size(u32, u32),
    /// Quarters counter-clockwise.
    Turned(u8),
    Cropped(u32, u32),
    Monochrome,
    Alpha,
    Av1,
    Other,
}

#[derive(Default)]
struct Meta {
    primary: Option<u32>,
    properties: Vec<Property>,
    /// Item and the number of a property of it, from 1.
    associations: Vec<(u32, u16)>,
    av1: bool,
    alpha: bool,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts, format: Format) -> Read<()> {
    recognised(info, format);
    let mut boxes = Boxes::from(0, source.end());
    let mut meta = None;
    let sequence = {
        let ftyp = source.up_to(8, 256)?;
        be32(ftyp, 0).is_ok_and(|major| is_one_of(major, SEQUENCES))
    };
    if !sequence {
        info.animated = Some(false);
    }
    for _ in 0..64 {
        let Some(found) = optional(boxes.next(source))?.flatten() else {
            break;
        };
        if found.overlong() && source.size().is_some() {
            info.truncated = Some(true);
        }
        match found.kind {
            META if meta.is_none() => meta = Some(read_meta(source, found)?),
            // A sequence counts its pictures in a film's boxes.
            MOOV if sequence => {
                let frames = super::isobmff::frames(source, found)?;
                info.animated = Some(frames > 1);
            }
            _ => {}
        }
        if meta.is_some() && info.animated.is_some() {
            break;
        }
    }
    let meta = meta.ok_or(Stop::Bad(Reason::NoPicture))?;
    describe(&meta, info)
}

fn describe(meta: &Meta, info: &mut Facts) -> Read<()> {
    if info.format == Some(Format::Heic) && meta.av1 {
        recognised(info, Format::Avif);
    }
    info.has_alpha = Some(meta.alpha);
    let (mut size, mut turned, mut cropped) = (None, 0, None);
    let mut monochrome = false;
    for (item, number) in &meta.associations {
        if meta.primary.is_some_and(|primary| primary != *item) {
            continue;
        }
        let property = usize::from(*number)
            .checked_sub(1)
            .and_then(|at| meta.properties.get(at));
        match property {
            Some(Property::Size(width, height)) => size = Some((*width, *height)),
            Some(Property::Turned(quarters)) => turned = *quarters,
            Some(Property::Cropped(width, height)) => cropped = Some((*width, *height)),
            Some(Property::Monochrome) => monochrome = true,
            _ => {}
        }
    }
    // Without associations the largest picture is the one that is meant, unless they are cut off.
    let cut = info.truncated == Some(true);
    let largest = || {
        if cut {
            return None;
        }
        let sizes = meta
            .properties
            .iter()
            .filter_map(|property| match property {
                Property::Size(width, height) => Some((*width, *height)),
                _ => None,
            });
        sizes.max_by_key(|(width, height)| u64::from(*width).saturating_mul((*height).into()))
    };
    let missing = if cut {
        Stop::Short
    } else {
        Stop::Bad(Reason::NoSize)
    };
    let (width, height) = size.or_else(largest).ok_or(missing)?;
    info.coded(width, height);
    info.color_model = Some(if monochrome { "gray" } else { "ycbcr" }.into());
    let rotation = match turned {
        1 => 270,
        2 => 180,
        3 => 90,
        _ => 0,
    };
    info.rotation = Some(rotation);
    let (width, height) = cropped
        .filter(|(across, down)| (1..=width).contains(across) && (1..=height).contains(down))
        .unwrap_or((width, height));
    displayed(info, width, height, rotation);
    Ok(())
}

fn read_meta(source: &Source<'_>, found: &BoxAt) -> Read<Meta> {
    let mut meta = Meta::default();
    // A full box: version and flags stand before what is inside.
    let mut boxes = Boxes::from(found.body.plus(4), found.end);
    while let Some(Some(found)) = optional(boxes.next(source))? {
        match found.kind {
            PITM => {
                let content = found.content(source, 8)?;
                meta.primary = Some(if byte(content, 0)? == 0 {
                    be16(content, 4)?.into()
                } else {
                    be32(content, 4)?
                });
            }
            IINF => {
                let content = found.content(source, CONTENT)?;
                let hevc = find(content, b"hvc1").is_some();
                meta.av1 = !hevc && find(content, b"av01").is_some();
            }
            IPRP => {
                let mut inside = Boxes::inside(found);
                while let Some(Some(found)) = optional(inside.next(source))? {
                    match found.kind {
                        IPCO => properties(source, found, &mut meta)?,
                        IPMA => {
                            optional(associations(found.content(source, CONTENT)?, &mut meta))?;
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    meta.av1 |= meta.primary.is_some_and(|primary| {
        meta.associations.iter().any(|(item, number)| {
            let at = usize::from(*number).checked_sub(1);
            *item == primary
                && matches!(
                    at.and_then(|at| meta.properties.get(at)),
                    Some(Property::Av1)
                )
        })
    });
    meta.alpha = meta
        .properties
        .iter()
        .any(|property| matches!(property, Property::Alpha));
    Ok(meta)
}

fn properties(source: &Source<'_>, ipco: &BoxAt, meta: &mut Meta) -> Read<()> {
    let mut boxes = Boxes::inside(ipco);
    while let Some(found) = optional(boxes.next(source))?.flatten() {
        if meta.properties.len() >= KEPT {
            break;
        }
        let property = optional(property(source, found))?.unwrap_or(Property::Other);
        meta.properties.push(property);
    }
    Ok(())
}

fn property(source: &Source<'_>, found: &BoxAt) -> Read<Property> {
    Ok(match found.kind {
        ISPE => {
            let content = found.content(source, 12)?;
            Property::Size(be32(content, 4)?, be32(content, 8)?)
        }
        IROT => Property::Turned(byte(found.content(source, 1)?, 0)? & 3),
        CLAP => {
            let content = found.content(source, 16)?;
            let side = |at| {
                let (over, under) = (be32(content, at)?, be32(content, at | 4)?);
                over.checked_div(under).ok_or(Stop::Short)
            };
            Property::Cropped(side(0)?, side(8)?)
        }
        PIXI if byte(found.content(source, 8)?, 4)? == 1 => Property::Monochrome,
        AUXC => {
            let content = found.content(source, 64)?;
            let alpha = find(content, b":auxid:1").is_some() || find(content, b":alpha").is_some();
            if alpha {
                Property::Alpha
            } else {
                Property::Other
            }
        }
        AV1C => Property::Av1,
        _ => Property::Other,
    })
}

fn associations(content: &[u8], meta: &mut Meta) -> Read<()> {
    let version = byte(content, 0)?;
    let wide = byte(content, 3)? & 1 != 0;
    let mut at = 8_usize;
    for _ in 0..be32(content, 4)? {
        let item = if version == 0 {
            be16(content, at)?.into()
        } else {
            be32(content, at)?
        };
        at = at.plus(if version == 0 { 2 } else { 4 });
        let count = byte(content, at)?;
        at = at.plus(1);
        for _ in 0..count {
            let number = if wide {
                be16(content, at)? & 0x7fff
            } else {
                (byte(content, at)? & 0x7f).into()
            };
            at = at.plus(if wide { 2 } else { 1 });
            if meta.associations.len() < KEPT {
                meta.associations.push((item, number));
            }
        }
    }
    Ok(())
}
