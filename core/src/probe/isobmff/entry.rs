//! Sample entries: which codec a track has, and how large its pictures are.

use crate::probe::codec;
use crate::probe::facts::Name;
use crate::probe::source::{Plus as _, Read, be16, be32, byte};
use crate::probe::tag::{is_one_of, tag};

const VIDE: u32 = tag(b"vide");
const SOUN: u32 = tag(b"soun");
const PASP: u32 = tag(b"pasp");
const BTRT: u32 = tag(b"btrt");
const AVCC: u32 = tag(b"avcC");
const HVCC: u32 = tag(b"hvcC");
const AV1C: u32 = tag(b"av1C");
const VPCC: u32 = tag(b"vpcC");
const ESDS: u32 = tag(b"esds");
const WAVE: u32 = tag(b"wave");
const SINF: u32 = tag(b"sinf");
const FRMA: u32 = tag(b"frma");
const APCO: u32 = tag(b"apco");
const APCS: u32 = tag(b"apcs");
const APCN: u32 = tag(b"apcn");
const APCH: u32 = tag(b"apch");
const AP4H: u32 = tag(b"ap4h");
const AP4X: u32 = tag(b"ap4x");

/// The largest part of a sample description that is looked at.
pub(super) const LONGEST: u32 = 2048;

#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) code: u32,
    pub(super) codec: Option<Name>,
    pub(super) profile: Option<Name>,
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) pixel_aspect: Option<(u32, u32)>,
    pub(super) bitrate: Option<u64>,
    pub(super) encrypted: bool,
}

/// Reads the first entry of an `stsd` box, as much of it as there is.
pub(super) fn read(stsd: &[u8], handler: u32) -> Read<Entry> {
    let mut entry = Entry {
        code: be32(stsd, 12)?,
        ..Entry::default()
    };
    let length = be32(stsd, 8)? as usize;
    let content = stsd.get(8..).unwrap_or_default();
    let content = content.get(..length).unwrap_or(content);
    let children = match handler {
        VIDE => {
            entry.width = be16(content, 32)?;
            entry.height = be16(content, 34)?;
            86
        }
        SOUN => audio_header(stsd, content)?,
        _ => return Ok(entry),
    };
    extensions(content.get(children..).unwrap_or_default(), &mut entry, 0);
    let video = handler == VIDE;
    if is_one_of(entry.code, b"encvencadrmidrmsdrmvdrma") {
        entry.encrypted = true;
    }
    if entry.codec.is_none() {
        let code = entry.code;
        entry.codec = match code {
            _ if is_one_of(code, b"encvencadrmidrms") => None,
            _ if video => Some(codec::video(code)),
            _ => Some(codec::audio(code)),
        };
    }
    if entry.profile.is_none() && video {
        entry.profile = prores_profile(entry.code).map(Name::from);
    }
    Ok(entry)
}

/// Where the boxes inside a sound entry start: QuickTime has three versions of it.
fn audio_header(stsd: &[u8], content: &[u8]) -> Read<usize> {
    let iso_version_1 = byte(stsd, 0)? == 1;
    Ok(match be16(content, 16)? {
        1 if !iso_version_1 => 52,
        2 => be32(content, 36).map_or(72, |length| length.clamp(36, 4096) as usize),
        _ => 36,
    })
}

fn extensions(mut rest: &[u8], entry: &mut Entry, depth: u8) {
    while let (Ok(length), Ok(kind)) = (be32(rest, 0), be32(rest, 4)) {
        let length = if length == 0 {
            rest.len()
        } else {
            length as usize
        };
        if length < 8 {
            return;
        }
        let end = length.min(rest.len());
        let body = rest.get(8..end).unwrap_or_default();
        // A field that is cut short stays unknown; the other boxes still count.
        let _ = extension(kind, body, entry, depth);
        rest = rest.get(end..).unwrap_or_default();
    }
}

fn extension(kind: u32, body: &[u8], entry: &mut Entry, depth: u8) -> Read<()> {
    match kind {
        PASP => entry.pixel_aspect = Some((be32(body, 0)?, be32(body, 4)?)),
        BTRT => {
            let average = be32(body, 8)?;
            entry.bitrate = Some(u64::from(average)).filter(|rate| *rate > 0);
        }
        AVCC => entry.profile = codec::h264_profile(byte(body, 1)?).map(Name::from),
        HVCC => {
            entry.profile = codec::hevc_profile(byte(body, 1)? & 0x1f).map(Name::from);
        }
        AV1C => {
            entry.profile = codec::av1_profile(byte(body, 1)?).map(Name::from);
        }
        VPCC => {
            let names = ["profile 0", "profile 1", "profile 2", "profile 3"];
            let profile = names.get(usize::from(byte(body, 4)?));
            entry.profile = profile.map(|profile| Name::Known(profile));
        }
        ESDS => elementary_stream(body.get(4..).unwrap_or_default(), entry)?,
        // QuickTime keeps the descriptor of AAC one box deeper; sinf hides the real code.
        WAVE | SINF if depth < 2 => extensions(body, entry, depth.saturating_add(1)),
        FRMA => {
            entry.encrypted |= is_one_of(entry.code, b"encvencadrmidrms");
            if entry.encrypted {
                let code = be32(body, 0)?;
                let video = is_one_of(entry.code, b"encvdrmi");
                if entry.codec.is_none() {
                    entry.codec = Some(if video {
                        codec::video(code)
                    } else {
                        codec::audio(code)
                    });
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Walks the descriptors down to the decoder's configuration.
fn elementary_stream(mut rest: &[u8], entry: &mut Entry) -> Read<()> {
    // An ES descriptor holds a decoder configuration; nothing deeper is of interest.
    for _ in 0..4 {
        let tag = byte(rest, 0)?;
        let mut at = 1_usize;
        // The length takes one to four bytes, seven bits each.
        while byte(rest, at)? & 0x80 != 0 && at < 4 {
            at = at.plus(1);
        }
        let body = rest.get(at.plus(1)..).unwrap_or_default();
        match tag {
            3 => {
                let flags = byte(body, 2)?;
                let mut skip = 3_usize;
                if flags & 0x80 != 0 {
                    skip = skip.plus(2);
                }
                if flags & 0x40 != 0 {
                    skip = skip.plus(1).plus(byte(body, skip)?.into());
                }
                if flags & 0x20 != 0 {
                    skip = skip.plus(2);
                }
                rest = body.get(skip..).unwrap_or_default();
            }
            4 => {
                if let Some(codec) = codec::object_type(byte(body, 0)?) {
                    entry.codec = Some(codec.into());
                }
                let average = be32(body, 9)?;
                if average > 0 && entry.bitrate.is_none() {
                    entry.bitrate = Some(average.into());
                }
                return Ok(());
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}

fn prores_profile(code: u32) -> Option<&'static str> {
    Some(match code {
        APCO => "proxy",
        APCS => "lt",
        APCN => "standard",
        APCH => "hq",
        AP4H => "4444",
        AP4X => "4444 xq",
        _ => return None,
    })
}
