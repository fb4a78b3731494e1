//! The prober under hosts that lie, and the facts that it tells.

use postworthy::media::{Format, MediaInfo};
use postworthy::probe::{Limits, Prober, Step, probe_slice};
use postworthy::{Context, Engine, Post};
use serde_json::{Value, json};

use crate::sound::sound;

/// MP4, MOV, M4V, 3GP, HEIC, AVIF.
pub fn isobmff(input: &[u8]) {
    use Format as F;
    probe(
        input,
        &[F::Mp4, F::Mov, F::M4v, F::ThreeGp, F::Heic, F::Avif],
    );
}

/// Matroska and WebM.
pub fn matroska(input: &[u8]) {
    probe(input, &[Format::Mkv, Format::Webm]);
}

/// AVI, Windows Media, Flash, MPEG.
pub fn streams(input: &[u8]) {
    probe(
        input,
        &[Format::Avi, Format::Wmv, Format::Flv, Format::Mpeg],
    );
}

/// Pictures.
pub fn images(input: &[u8]) {
    use Format as F;
    probe(input, &[F::Jpeg, F::Png, F::Gif, F::Webp, F::Bmp, F::Tiff]);
}

/// PDF, PowerPoint, Word.
pub fn documents(input: &[u8]) {
    use Format as F;
    probe(input, &[F::Pdf, F::Ppt, F::Pptx, F::Doc, F::Docx]);
}

/// Bytes at the end of an input that say how the host behaves; zeros for an honest one.
pub const MANNERS: usize = 6;

/// How a host behaves.
struct Host<'a> {
    file: &'a [u8],
    size: Option<u64>,
    read_ahead: u32,
    /// Of 256 bytes that are asked for, so many are withheld.
    withheld: u8,
    /// What is supplied stands so many bytes elsewhere.
    shift: u64,
    /// Supplies more than was asked for.
    generous: bool,
}

fn probe(input: &[u8], formats: &[Format]) {
    let Some((file, manners)) = input.split_last_chunk::<MANNERS>() else {
        return;
    };
    let plain = probe_slice(file);
    // Each target keeps to its formats; what is none of them is any target's.
    if plain
        .format
        .is_some_and(|format| !formats.contains(&format))
    {
        return;
    }
    facts(&plain);
    let exact = file.len() as u64;
    let size = match manners[0] {
        0 => Some(exact),
        1 => None,
        2 => Some(0),
        3 => Some(1),
        4 => Some(u32::MAX.into()),
        5 => Some(1 << 32),
        6 => Some(1 << 63),
        7 => Some(u64::MAX),
        more => Some(exact.wrapping_add(u64::from(more)).wrapping_sub(64)),
    };
    let host = Host {
        file,
        size,
        read_ahead: [512, 4096, 65_536, 0, 1, u32::MAX, 777, 1 << 20][usize::from(manners[1] % 8)],
        withheld: manners[2],
        shift: if manners[3] == 0 {
            0
        } else {
            u64::from(manners[3]).wrapping_pow(9)
        },
        generous: manners[4] & 1 == 1,
    };
    let (info, requests) = host.serve();
    facts(&info);
    checked(&info);
    let (again, _) = host.serve();
    assert_eq!(info, again);
    let honest = Host {
        file,
        size: Some(exact),
        read_ahead: 512,
        withheld: 0,
        shift: 0,
        generous: false,
    };
    let (careful, careful_requests) = honest.serve();
    facts(&careful);
    // Who supplies what is asked for is told the same, whatever the size of a read: unless he was
    // asked for as much as is allowed.
    let most = Limits::default().requests;
    if host.is_honest(exact) && requests.max(careful_requests) < most {
        let spent = |info: &MediaInfo| {
            info.unknown
                .values()
                .any(|reason| reason.starts_with("too much"))
        };
        if !spent(&info) && !spent(&careful) && !spent(&plain) {
            assert_eq!(info, careful);
            assert_eq!(info, plain);
        }
    }
}

impl Host<'_> {
    fn is_honest(&self, exact: u64) -> bool {
        self.size == Some(exact) && self.withheld == 0 && self.shift == 0
    }

    fn serve(&self) -> (MediaInfo, u32) {
        let limits = Limits::default();
        let mut prober = Prober::new(self.size, self.read_ahead);
        let (mut requests, mut bytes) = (0, 0_u64);
        loop {
            let (offset, length) = match prober.step() {
                Step::Done(info) => return (info, requests),
                Step::Need { offset, length } => (offset, length),
            };
            assert!(length > 0, "a request for nothing");
            let end = offset
                .checked_add(length.into())
                .expect("a request beyond all files");
            assert!(
                self.size.is_none_or(|size| end <= size),
                "a request beyond the end"
            );
            requests += 1;
            assert!(requests <= limits.requests, "too many requests");
            let wanted = u64::from(length) * (256 - u64::from(self.withheld)) / 256;
            let wanted = wanted.saturating_add(if self.generous { 300 } else { 0 });
            let start = usize::try_from(offset)
                .unwrap_or(usize::MAX)
                .min(self.file.len());
            let most = usize::try_from(wanted)
                .unwrap()
                .min(self.file.len() - start);
            bytes += most.min(length as usize) as u64;
            assert!(bytes <= limits.bytes, "too many bytes");
            prober.supply(
                offset.wrapping_add(self.shift),
                &self.file[start..start + most],
            );
        }
    }
}

/// Facts make sense and survive JSON.
fn facts(info: &MediaInfo) {
    let positive = |side: Option<u32>| side.is_none_or(|side| side > 0);
    assert!(positive(info.width) && positive(info.height), "{info:?}");
    assert_eq!(info.kind, info.format.map(Format::kind));
    assert!(
        info.frame_rate
            .is_none_or(|rate| rate.is_finite() && rate > 0.0),
        "{info:?}"
    );
    assert!(
        info.rotation
            .is_none_or(|turn| turn % 90 == 0 && turn < 360)
    );
    assert!(
        info.format.is_some() || info.unknown.contains_key("format"),
        "{info:?}"
    );
    let written = serde_json::to_value(info).unwrap();
    let told = |name: &String| written.get(name).is_some();
    assert!(
        !info.unknown.keys().any(told),
        "both known and unknown: {info:?}"
    );
    let mut read: MediaInfo = serde_json::from_value(written).unwrap();
    // A size beyond 63 bits, which a host may claim, is read as the nearest number of 53 bits.
    if info
        .bytes
        .is_some_and(|bytes| i64::try_from(bytes).is_err())
    {
        let near = |bytes: Option<u64>| bytes.map(|bytes| bytes as f64);
        assert_eq!(near(read.bytes), near(info.bytes));
        read.bytes = info.bytes;
    }
    assert_eq!(&read, info);
}

/// A post is checked with them.
fn checked(info: &MediaInfo) {
    let targets = ["instagram", "twitter", "linkedin", "tiktok"];
    let targets = targets.map(|name| json!({ "platform": name, "accountId": name }));
    let post: Value = json!({ "content": "a", "publishNow": true, "platforms": targets,
        "mediaItems": [{ "url": "file" }] });
    let mut context = Context::default();
    context.media.insert("file".to_string(), info.clone());
    let engine = Engine::builtin();
    sound(
        &engine,
        &post,
        &engine.check(&Post::from_value(&post), &context),
    );
}
