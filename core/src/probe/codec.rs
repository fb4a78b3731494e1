//! The names of codecs, by the codes that containers use.

use alloc::string::{String, ToString};

/// A video codec by the four characters that MP4, QuickTime and AVI use.
pub(super) fn video(code: [u8; 4]) -> String {
    let known = match &code.map(|byte| byte.to_ascii_lowercase()) {
        b"avc1" | b"avc2" | b"avc3" | b"avc4" | b"dva1" | b"dvav" | b"h264" | b"x264" | b"davc" => {
            "h264"
        }
        b"hvc1" | b"hev1" | b"hvc2" | b"hev2" | b"dvh1" | b"dvhe" | b"hevc" | b"h265" | b"x265" => {
            "hevc"
        }
        b"vvc1" | b"vvi1" => "vvc",
        b"av01" | b"dav1" => "av1",
        b"vp08" | b"vp80" => "vp8",
        b"vp09" | b"vp90" => "vp9",
        b"vp60" | b"vp61" | b"vp62" | b"vp6f" => "vp6",
        b"mp4v" | b"xvid" | b"divx" | b"dx50" | b"fmp4" | b"m4s2" | b"mp4s" | b"3iv2" => "mpeg4",
        b"div3" | b"mp43" | b"div4" => "msmpeg4v3",
        b"mp42" | b"div2" => "msmpeg4v2",
        b"s263" | b"h263" | b"u263" => "h263",
        b"flv1" => "flv1",
        b"mpg1" | b"m1v " | b"m1v1" => "mpeg1",
        b"mpg2" | b"mp2v" | b"m2v1" | b"mpeg" => "mpeg2",
        b"wmv1" => "wmv1",
        b"wmv2" => "wmv2",
        b"wmv3" => "wmv3",
        b"wvc1" | b"wmva" | b"vc-1" => "vc1",
        b"apch" | b"apcn" | b"apcs" | b"apco" | b"ap4h" | b"ap4x" | b"aprn" | b"aprh" => "prores",
        b"avdn" | b"avdh" => "dnxhd",
        b"jpeg" | b"mjpa" | b"mjpb" | b"mjpg" | b"dmb1" => "mjpeg",
        b"mjp2" | b"mj2c" => "jpeg2000",
        b"png " | b"mpng" => "png",
        b"gif " => "gif",
        b"dvsd" | b"dvc " | b"dvcp" | b"dvpp" | b"dvp " | b"dv5n" | b"dv5p" | b"dvhp" | b"dvh2"
        | b"dvh3" | b"dvh5" | b"dvh6" | b"dvhq" | b"dv25" | b"dv50" => "dvvideo",
        b"raw "
        | b"2vuy"
        | b"yuv2"
        | b"yuy2"
        | b"uyvy"
        | b"v210"
        | b"v308"
        | b"v408"
        | b"i420"
        | b"yv12"
        | b"b64a"
        | b"nv12"
        | b"iyuv"
        | b"dib "
        | [0, 0, 0, 0]
        | b"uncv" => "rawvideo",
        b"rle " => "qtrle",
        b"svq1" => "svq1",
        b"svq3" => "svq3",
        b"cvid" => "cinepak",
        b"cfhd" => "cfhd",
        b"ffv1" => "ffv1",
        b"hfyu" => "huffyuv",
        b"ffvh" => "ffvhuff",
        b"drac" => "dirac",
        b"theo" => "theora",
        b"iv31" | b"iv32" => "indeo3",
        b"iv50" => "indeo5",
        b"hap1" | b"hap5" | b"hapy" => "hap",
        [b'h', b'd', b'v', _]
        | [b'x', b'd', b'v', _]
        | [b'x', b'd', b'5', _]
        | [b'm', b'x', b'3' | b'4' | b'5', _]
        | [b'a', b'i', b'v', b'x'] => "mpeg2",
        [b'a', b'i', b'1' | b'5', _] => "h264",
        _ => return spelled(code),
    };
    known.to_string()
}

/// An audio codec by the four characters that MP4 and QuickTime use.
pub(super) fn audio(code: [u8; 4]) -> String {
    let known = match &code {
        b"mp4a" => "aac",
        b".mp3" | b"ms\0U" | b"mp3 " => "mp3",
        b".mp2" => "mp2",
        b"Opus" => "opus",
        b"ac-3" | b"AC-3" | b"sac3" => "ac3",
        b"ec-3" => "eac3",
        b"ac-4" => "ac4",
        b"fLaC" => "flac",
        b"alac" => "alac",
        b"samr" | b"sawb" | b"sawp" => "amr",
        b"dtsc" | b"dtse" | b"dtsh" | b"dtsl" | b"dtsx" | b"DTS " => "dts",
        b"mlpa" => "truehd",
        b"sowt"
        | b"twos"
        | b"in24"
        | b"in32"
        | b"fl32"
        | b"fl64"
        | b"lpcm"
        | b"raw "
        | b"NONE"
        | b"ipcm"
        | b"fpcm"
        | b"ulaw"
        | b"alaw"
        | [0, 0, 0, 0] => "pcm",
        b"ima4" | b"ms\0\x02" | b"ms\0\x11" => "adpcm",
        b"agsm" | b"GSM " => "gsm",
        b"Qclp" | b"sqcp" => "qcelp",
        b"QDM2" => "qdm2",
        b"mhm1" | b"mhm2" | b"mha1" | b"mha2" => "mpegh",
        _ => return spelled(code),
    };
    known.to_string()
}

/// A sound codec by the number that AVI and ASF use.
pub(super) fn wave(tag: u16) -> String {
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
        _ => return alloc::format!("0x{tag:04x}"),
    };
    known.to_string()
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

/// A code nobody listed, as it is written, if it can be.
fn spelled(code: [u8; 4]) -> String {
    let text = code.map(|byte| if byte.is_ascii_graphic() { byte } else { b' ' });
    let text = core::str::from_utf8(&text).unwrap_or_default().trim();
    if text.is_empty() {
        alloc::format!("0x{:08x}", u32::from_be_bytes(code))
    } else {
        text.to_ascii_lowercase()
    }
}
