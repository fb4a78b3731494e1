//! The prober beside other crates, on the files and facts that those read.
//!
//! Where one of them says something else, and ffprobe, ImageMagick or the specification says what
//! the prober does, the line stands in [`WRONG`] with the reason.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use std::fmt::Debug;
use std::io::Cursor;

use corpus::files;
use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{AnimationDecoder as _, ImageDecoder as _, ImageFormat, ImageReader};
use postworthy::media::{MediaInfo, MediaKind};
use postworthy::probe::probe_slice;
use shiguredo_mp4::TrackKind;
use shiguredo_mp4::boxes::SampleEntry;
use shiguredo_mp4::demux::{Input, Mp4FileDemuxer, Sample, TrackInfo};

/// Reader, file, fact: where the reader is wrong, and why.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "image",
        "gif.gif",
        "alpha",
        "it unpacks every GIF to RGBA; no colour of this one is transparent",
    ),
    (
        "imagesize",
        "avif-turned.avif",
        "size",
        "it says the size after the turn by irot, where the stored one is asked for",
    ),
    (
        "imagesize",
        "avif-turned-and-mirrored.avif",
        "size",
        "it says the size after the turn by irot, where the stored one is asked for",
    ),
    (
        "imagesize",
        "heic-mirrored.heic",
        "size",
        "it takes the largest picture of the file, which is the padding to whole blocks",
    ),
    (
        "imagesize",
        "heic-turned.heic",
        "size",
        "it takes the largest picture of the file, which is the padding to whole blocks",
    ),
    (
        "imagesize",
        "heic-turned-and-mirrored.heic",
        "size",
        "it takes the largest picture of the file, which is the padding to whole blocks",
    ),
    (
        "imagesize",
        "heic-upside-down.heic",
        "size",
        "it takes the largest picture of the file, which is the padding to whole blocks",
    ),
    (
        "imagesize",
        "heic.heic",
        "size",
        "it takes the largest picture of the file, which is the padding to whole blocks",
    ),
    (
        "mp4",
        "mp4-anamorphic-mpeg4.mp4",
        "size",
        "of a codec that it does not know it says the size on the screen",
    ),
];

/// The facts of one reader, held against those of the prober.
struct Comparison {
    reader: &'static str,
    compared: usize,
    excused: usize,
    faults: Vec<String>,
}

impl Comparison {
    fn with(reader: &'static str) -> Self {
        Self {
            reader,
            compared: 0,
            excused: 0,
            faults: Vec::new(),
        }
    }

    fn fact<T: PartialEq + Debug>(&mut self, file: &str, fact: &str, ours: T, theirs: T) {
        let listed = WRONG
            .iter()
            .any(|(reader, name, what, _)| (*reader, *name, *what) == (self.reader, file, fact));
        self.compared += 1;
        self.excused += usize::from(listed);
        if (ours == theirs) == listed {
            self.faults.push(format!(
                "{file}: {fact} is {ours:?}, {} says {theirs:?}, listed as wrong: {listed}",
                self.reader
            ));
        }
    }

    /// Fails unless so many facts were compared, and every line of the list was needed.
    fn end(self, least: usize) {
        let lines = WRONG.iter().filter(|line| line.0 == self.reader).count();
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
        assert_eq!(self.excused, lines, "lines of the list that nothing uses");
        assert!(self.compared >= least, "{} facts compared", self.compared);
    }
}

fn pictures() -> impl Iterator<Item = (String, Vec<u8>, MediaInfo)> {
    sound(MediaKind::Image)
}

fn sound(kind: MediaKind) -> impl Iterator<Item = (String, Vec<u8>, MediaInfo)> {
    files("sound")
        .into_iter()
        .map(|(name, content)| {
            let info = probe_slice(&content);
            (name, content, info)
        })
        .filter(move |(_, _, info)| info.kind == Some(kind))
}

#[test]
fn pictures_agree_with_image() {
    let mut with = Comparison::with("image");
    for (name, content, info) in pictures() {
        let reader = ImageReader::new(Cursor::new(&content));
        let reader = reader.with_guessed_format().unwrap();
        let format = reader.format();
        let Ok(mut decoder) = reader.into_decoder() else {
            continue;
        };
        let (width, height) = decoder.dimensions();
        let coded = (info.coded_width, info.coded_height);
        with.fact(&name, "size", coded, (Some(width), Some(height)));
        let turned = match decoder.orientation().unwrap() {
            Orientation::NoTransforms | Orientation::FlipHorizontal => 0,
            Orientation::Rotate180 | Orientation::FlipVertical => 180,
            // Mirrored after the turn here, before it in EXIF's own words.
            Orientation::Rotate90 | Orientation::Rotate270FlipH => 90,
            Orientation::Rotate270 | Orientation::Rotate90FlipH => 270,
        };
        // Formats that cannot be turned say nothing of it.
        with.fact(&name, "rotation", info.rotation.unwrap_or(0), turned);
        let alpha = decoder.color_type().has_alpha();
        if info.has_alpha.is_some() {
            with.fact(&name, "alpha", info.has_alpha, Some(alpha));
        }
        if let Some(animated) = animated(format, &content) {
            with.fact(&name, "animation", info.animated, Some(animated));
        }
    }
    with.end(100);
}

fn animated(format: Option<ImageFormat>, content: &[u8]) -> Option<bool> {
    let content = Cursor::new(content);
    match format? {
        ImageFormat::Gif => {
            let frames = GifDecoder::new(content).ok()?.into_frames();
            Some(frames.take(2).count() > 1)
        }
        ImageFormat::Png => PngDecoder::new(content).ok()?.is_apng().ok(),
        ImageFormat::WebP => Some(WebPDecoder::new(content).ok()?.has_animation()),
        _ => None,
    }
}

#[test]
fn pictures_agree_with_imagesize() {
    let mut with = Comparison::with("imagesize");
    for (name, content, info) in pictures() {
        if let Ok(other) = imagesize::blob_size(&content) {
            let ours = (info.coded_width, info.coded_height);
            let side = |side| u32::try_from(side).ok();
            with.fact(&name, "size", ours, (side(other.width), side(other.height)));
        }
    }
    with.end(30);
}

#[test]
fn films_agree_with_mp4() {
    let mut with = Comparison::with("mp4");
    for (name, content, info) in sound(MediaKind::Video) {
        // It is given no fragments, of which it knows little, and nothing that is damaged: some
        // of that makes it loop for ever.
        if info.fast_start.is_none() || content.windows(4).any(|word| word == b"moof") {
            continue;
        }
        let Ok(other) = mp4::Mp4Reader::read_header(Cursor::new(&content), content.len() as u64)
        else {
            continue;
        };
        let near = |ours: Option<u64>, theirs: u64| {
            ours.filter(|ours| ours.abs_diff(theirs) > 1)
                .or(Some(theirs))
        };
        let theirs = u64::try_from(other.duration().as_millis()).unwrap();
        let ours = near(info.duration_ms, theirs);
        with.fact(&name, "duration", ours, Some(theirs));
        let count = |kind| {
            let tracks = other.tracks().values();
            let of_kind =
                tracks.filter(|track| track.track_type().is_ok_and(|other| other == kind));
            u32::try_from(of_kind.count()).ok()
        };
        with.fact(
            &name,
            "videos",
            info.video_tracks,
            count(mp4::TrackType::Video),
        );
        with.fact(
            &name,
            "sounds",
            info.audio_tracks,
            count(mp4::TrackType::Audio),
        );
        let mut tracks = other.tracks().values();
        let video = tracks.find(|track| {
            track
                .track_type()
                .is_ok_and(|kind| kind == mp4::TrackType::Video)
        });
        if let Some(video) = video {
            let size = (Some(video.width().into()), Some(video.height().into()));
            with.fact(&name, "size", (info.coded_width, info.coded_height), size);
            // It cuts rates to whole numbers.
            let rate = info.frame_rate.map(|rate| rate as u64);
            with.fact(&name, "rate", rate, Some(video.frame_rate() as u64));
            if let Ok(kind) = video.media_type() {
                let codec = info.video_codec.clone();
                let theirs = match kind {
                    mp4::MediaType::H265 => "hevc".to_string(),
                    kind => kind.to_string(),
                };
                with.fact(&name, "codec", codec, Some(theirs));
            }
        }
    }
    with.end(180);
}

#[test]
fn films_agree_with_shiguredo_mp4() {
    let mut with = Comparison::with("shiguredo_mp4");
    for (name, content, info) in sound(MediaKind::Video) {
        if info.fast_start.is_none() || content.windows(4).any(|word| word == b"moof") {
            continue;
        }
        let mut other = Mp4FileDemuxer::new();
        other.handle_input(Input {
            position: 0,
            data: &content,
        });
        let Ok(tracks) = other.tracks().map(<[TrackInfo]>::to_vec) else {
            continue;
        };
        let of_kind = |kind| tracks.iter().filter(move |track| track.kind == kind);
        let count = |kind| u32::try_from(of_kind(kind).count()).ok();
        with.fact(&name, "videos", info.video_tracks, count(TrackKind::Video));
        with.fact(&name, "sounds", info.audio_tracks, count(TrackKind::Audio));
        let Some(video) = of_kind(TrackKind::Video).next() else {
            continue;
        };
        let (mut frames, mut units, mut entry) = (0_u64, 0_u64, None);
        while let Ok(Some(sample)) = other.next_sample() {
            if sample.track.track_id == video.track_id {
                frames += 1;
                units += u64::from(sample.duration);
                entry = entry.or(seen(&sample));
            }
        }
        let rate = (frames * u64::from(video.timescale.get())) as f64 / units as f64;
        let near = info
            .frame_rate
            .filter(|ours| (ours / rate - 1.0).abs() > 1e-5);
        with.fact(&name, "rate", near.unwrap_or(rate), rate);
        if let Some((codec, width, height)) = entry {
            let ours = (
                info.video_codec.as_deref(),
                info.coded_width,
                info.coded_height,
            );
            with.fact(
                &name,
                "picture",
                ours,
                (Some(codec), Some(width), Some(height)),
            );
        }
    }
    with.end(120);
}

/// Codec and stored size of the track that a sample belongs to.
fn seen(sample: &Sample<'_>) -> Option<(&'static str, u32, u32)> {
    let (codec, visual) = match sample.sample_entry? {
        SampleEntry::Avc1(entry) => ("h264", &entry.visual),
        SampleEntry::Hev1(entry) => ("hevc", &entry.visual),
        SampleEntry::Hvc1(entry) => ("hevc", &entry.visual),
        SampleEntry::Vp08(entry) => ("vp8", &entry.visual),
        SampleEntry::Vp09(entry) => ("vp9", &entry.visual),
        SampleEntry::Av01(entry) => ("av1", &entry.visual),
        _ => return None,
    };
    Some((codec, visual.width.into(), visual.height.into()))
}
