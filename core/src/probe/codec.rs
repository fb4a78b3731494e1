//! The names of codecs, by the codes that containers use.

use super::facts::Name;
use super::tag::is_one_of;

/// Lines of a name and the codes that it stands for, four characters each. One text, because
/// the places of many small ones take as much room as the texts.
///
/// In lower case, for writers do not agree on it.
const VIDEO: &str = "\
h264:avc1avc2avc3avc4dva1dvavh264x264davc
hevc:hvc1hev1hvc2hev2dvh1dvhehevch265x265
vvc:vvc1vvi1
av1:av01dav1
vp8:vp08vp80
vp9:vp09vp90
vp6:vp60vp61vp62vp6f
mpeg4:mp4vxviddivxdx50fmp4m4s2mp4s3iv2
msmpeg4v3:div3mp43div4
msmpeg4v2:mp42div2
h263:s263h263u263
flv1:flv1
mpeg1:mpg1m1v m1v1
mpeg2:mpg2mp2vm2v1mpeg
wmv1:wmv1
wmv2:wmv2
wmv3:wmv3
vc1:wvc1wmvavc-1
prores:apchapcnapcsapcoap4hap4xaprnaprh
dnxhd:avdnavdh
mjpeg:jpegmjpamjpbmjpgdmb1
jpeg2000:mjp2mj2c
png:png mpng
gif:gif 
dvvideo:dvsddvc dvcpdvppdvp dv5ndv5pdvhpdvh2dvh3dvh5dvh6dvhqdv25dv50
rawvideo:raw 2vuyyuv2yuy2uyvyv210v308v408i420yv12b64anv12iyuvdib uncv\0\0\0\0
qtrle:rle 
svq1:svq1
svq3:svq3
cinepak:cvid
cfhd:cfhd
ffv1:ffv1
huffyuv:hfyu
ffvhuff:ffvh
dirac:drac
theora:theo
indeo3:iv31iv32
indeo5:iv50
hap:hap1hap5hapy
";

/// A video codec by the four characters that MP4, QuickTime and AVI use.
pub(super) fn video(code: u32) -> Name {
    let bytes = code.to_be_bytes().map(|byte| byte.to_ascii_lowercase());
    // Cameras put the size and the rate into the last characters.
    let camera = match bytes {
        [b'h' | b'x', b'd', b'v' | b'5', _]
        | [b'm', b'x', b'3' | b'4' | b'5', _]
        | [b'a', b'i', b'v', b'x'] => Some("mpeg2"),
        [b'a', b'i', b'1' | b'5', _] => Some("h264"),
        _ => None,
    };
    camera
        .or_else(|| listed(VIDEO, u32::from_be_bytes(bytes)))
        .map_or(Name::Code(code), Name::Known)
}

const AUDIO: &str = "\
aac:mp4a
mp3:.mp3ms\0Ump3 
mp2:.mp2
opus:Opus
ac3:ac-3AC-3sac3
eac3:ec-3
ac4:ac-4
flac:fLaC
alac:alac
amr:samrsawbsawp
dts:dtscdtsedtshdtsldtsxDTS 
truehd:mlpa
pcm:sowttwosin24in32fl32fl64lpcmraw NONEipcmfpcmulawalaw\0\0\0\0
adpcm:ima4ms\0\x02ms\0\x11
gsm:agsmGSM 
qcelp:Qclpsqcp
qdm2:QDM2
mpegh:mhm1mhm2mha1mha2
";

/// An audio codec by the four characters that MP4 and QuickTime use.
pub(super) fn audio(code: u32) -> Name {
    listed(AUDIO, code).map_or(Name::Code(code), Name::Known)
}

fn listed(table: &'static str, code: u32) -> Option<&'static str> {
    row(table, &|codes| is_one_of(code, codes))
}

/// The name in the line whose codes are the right ones.
#[inline(never)]
pub(super) fn row(table: &'static str, right: &dyn Fn(&[u8]) -> bool) -> Option<&'static str> {
    let mut rows = table.split('\n').filter_map(|row| row.split_once(':'));
    let row = rows.find(|(_, codes)| right(codes.as_bytes()));
    row.map(|(name, _)| name)
}

/// A sound codec by the number that AVI and ASF use.
pub(super) fn wave(tag: u16) -> Name {
    let known = match tag {
        0x0001 | 0x0003 | 0x0006 | 0x0007 | 0xfffe => "pcm",
        0x0002 | 0x0011 => "adpcm",
        0x0031 => "gsm",
        0x0050 => "mp2",
        0x0055 => "mp3",
        0x00ff | 0x1600 | 0x1602 | 0x1610 | 0x706d | 0xa106 => "aac",
        0x0160 => "wmav1",
        0x0161 => "wmav2",
        0x0162 => "wmapro",
        0x0163 => "wmalossless",
        0x000a => "wmavoice",
        0x2000 => "ac3",
        0x2001 => "dts",
        0x566f | 0x674f..=0x6771 => "vorbis",
        0x704f => "opus",
        0xf1ac => "flac",
        0x6c61 => "alac",
        _ => return Name::Number(tag),
    };
    known.into()
}

/// A codec by the object type of an MPEG-4 elementary stream descriptor.
pub(super) fn object_type(number: u8) -> Option<&'static str> {
    Some(match number {
        0x20 => "mpeg4",
        0x21 => "h264",
        0x23 => "hevc",
        0x40 | 0x66..=0x68 => "aac",
        0x60..=0x65 => "mpeg2",
        0x69 | 0x6b => "mp3",
        0x6a => "mpeg1",
        0x6c => "mjpeg",
        0x6d => "png",
        0xa3 => "vc1",
        0xa5 => "ac3",
        0xa6 => "eac3",
        0xa9..=0xab => "dts",
        0xad => "opus",
        0xdd => "vorbis",
        0xe1 => "qcelp",
        _ => return None,
    })
}

/// The name of a profile of H.264.
pub(super) fn h264_profile(number: u8) -> Option<&'static str> {
    Some(match number {
        66 => "baseline",
        77 => "main",
        88 => "extended",
        100 => "high",
        110 => "high 10",
        122 => "high 4:2:2",
        144 | 244 => "high 4:4:4",
        _ => return None,
    })
}

/// The name of a profile of HEVC.
pub(super) fn hevc_profile(number: u8) -> Option<&'static str> {
    Some(match number {
        1 => "main",
        2 => "main 10",
        3 => "main still picture",
        4 => "rext",
        9 => "scc",
        _ => return None,
    })
}

/// The name of a profile of AV1, by the second byte of its configuration.
pub(super) fn av1_profile(byte: u8) -> Option<&'static str> {
    let names = ["main", "high", "professional"];
    names.get(usize::from(byte >> 5)).copied()
}
