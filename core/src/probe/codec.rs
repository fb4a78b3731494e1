//! The names of codecs, by the codes that containers use.

use super::facts::Name;
use super::tag::is_one_of;

/// Lines of a name and the codes that it stands for, four characters each. One text, because
/// the places of many small ones take as much room as the texts.
///
/// In lower case, for writers do not agree on it.
const VIDEO: &str = "\
h264=avc1avc2avc3avc4dva1dvavh264x264davc
hevc=hvc1hev1hvc2hev2dvh1dvhehevch265x265
vvc=vvc1vvi1
av1=av01dav1
vp8=vp08vp80
vp9=vp09vp90
vp6=vp60vp61vp62vp6f
mpeg4=mp4vxviddivxdx50fmp4m4s2mp4s3iv2
msmpeg4v3=div3mp43div4
msmpeg4v2=mp42div2
h263=s263h263u263
flv1=flv1
mpeg1=mpg1m1v m1v1
mpeg2=mpg2mp2vm2v1mpeg
wmv1=wmv1
wmv2=wmv2
wmv3=wmv3
vc1=wvc1wmvavc-1
prores=apchapcnapcsapcoap4hap4xaprnaprh
dnxhd=avdnavdh
mjpeg=jpegmjpamjpbmjpgdmb1
jpeg2000=mjp2mj2c
png=png mpng
gif=gif 
dvvideo=dvsddvc dvcpdvppdvp dv5ndv5pdvhpdvh2dvh3dvh5dvh6dvhqdv25dv50
rawvideo=raw 2vuyyuv2yuy2uyvyv210v308v408i420yv12b64anv12iyuvdib uncv\0\0\0\0
qtrle=rle 
svq1=svq1
svq3=svq3
cinepak=cvid
cfhd=cfhd
ffv1=ffv1
huffyuv=hfyu
ffvhuff=ffvh
dirac=drac
theora=theo
indeo3=iv31iv32
indeo5=iv50
hap=hap1hap5hapy
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
aac=mp4a
mp3=.mp3ms\0Ump3 
mp2=.mp2
opus=Opus
ac3=ac-3AC-3sac3
eac3=ec-3
ac4=ac-4
flac=fLaC
alac=alac
amr=samrsawbsawp
dts=dtscdtsedtshdtsldtsxDTS 
truehd=mlpa
pcm=sowttwosin24in32fl32fl64lpcmraw NONEipcmfpcmulawalaw\0\0\0\0
adpcm=ima4ms\0\x02ms\0\x11
gsm=agsmGSM 
qcelp=Qclpsqcp
qdm2=QDM2
mpegh=mhm1mhm2mha1mha2
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
    let mut rows = table.split('\n').filter_map(|row| row.split_once('='));
    let row = rows.find(|(_, codes)| right(codes.as_bytes()));
    row.map(|(name, _)| name)
}

/// Lines of a name and the numbers that it stands for, four hexadecimal digits each.
const WAVE: &str = "\
pcm=0001000300060007fffe
adpcm=00020011
gsm=0031
mp2=0050
mp3=0055
aac=00ff160016021610706da106
wmav1=0160
wmav2=0161
wmapro=0162
wmalossless=0163
wmavoice=000a
ac3=2000
dts=2001
vorbis=566f674f67506751676f67706771
opus=704f
flac=f1ac
alac=6c61
";

/// A sound codec by the number that AVI and ASF use.
pub(super) fn wave(tag: u16) -> Name {
    numbered(WAVE, tag).map_or(Name::Number(tag), Name::Known)
}

/// The same of the object types of an MPEG-4 elementary stream descriptor.
const OBJECTS: &str = "\
aac=0040006600670068
mpeg4=0020
h264=0021
hevc=0023
mpeg2=006000610062006300640065
mp3=0069006b
mpeg1=006a
mjpeg=006c
png=006d
vc1=00a3
ac3=00a5
eac3=00a6
dts=00a900aa00ab
opus=00ad
vorbis=00dd
qcelp=00e1
";

/// A codec by the object type of an MPEG-4 elementary stream descriptor.
pub(super) fn object_type(number: u8) -> Option<&'static str> {
    numbered(OBJECTS, number.into())
}

/// The name of a profile of H.264.
pub(super) fn h264_profile(number: u8) -> Option<&'static str> {
    const PROFILES: &str = "\
high=0064
baseline=0042
main=004d
extended=0058
high 10=006e
high 4:2:2=007a
high 4:4:4=009000f4
";
    numbered(PROFILES, number.into())
}

/// The name of a profile of HEVC.
pub(super) fn hevc_profile(number: u8) -> Option<&'static str> {
    const PROFILES: &str = "\
main=0001
main 10=0002
main still picture=0003
rext=0004
scc=0009
";
    numbered(PROFILES, number.into())
}

/// The name in the line that lists the number.
fn numbered(table: &'static str, number: u16) -> Option<&'static str> {
    let digits = [12, 8, 4, 0].map(|shift| {
        let digit = (number >> shift & 0xf) as u8;
        digit.saturating_add(if digit < 10 { b'0' } else { b'a' - 10 })
    });
    listed(table, u32::from_be_bytes(digits))
}

/// The name of a profile of AV1, by the second byte of its configuration.
pub(super) fn av1_profile(byte: u8) -> Option<&'static str> {
    let names = ["main", "high", "professional"];
    names.get(usize::from(byte >> 5)).copied()
}
