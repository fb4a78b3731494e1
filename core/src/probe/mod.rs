//! Reads what a picture, video or document is from a few kilobytes of it.
//!
//! The prober does no input or output of its own: it says which bytes it needs, and whoever has
//! the file hands them over. That serves a file on disk, a `Blob` in a browser and a range
//! request alike:
//!
//! ```
//! use std::io::{Read, Seek, SeekFrom};
//! use postworthy::probe::{Prober, Step};
//! use postworthy::media::MediaInfo;
//!
//! fn probe(mut file: impl Read + Seek) -> std::io::Result<MediaInfo> {
//!     let size = file.seek(SeekFrom::End(0))?;
//!     let mut prober = Prober::new(Some(size), 4096);
//!     let mut bytes = Vec::new();
//!     loop {
//!         match prober.step() {
//!             Step::Done(info) => return Ok(info),
//!             Step::Need { offset, length } => {
//!                 file.seek(SeekFrom::Start(offset))?;
//!                 bytes.clear();
//!                 file.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
//!                 prober.supply(offset, &bytes);
//!             }
//!         }
//!     }
//! }
//! # let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\x0a\0;";
//! # let info = probe(std::io::Cursor::new(gif))?;
//! # assert_eq!((info.width, info.animated), (Some(2), Some(false)));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Files come from strangers. Whatever one claims of itself, requests, bytes and work stay within
//! [`Limits`]; what could not be read stays absent, with a reason in
//! [`MediaInfo::unknown`](crate::media::MediaInfo::unknown).
//!
//! # Why it has readers of its own
//!
//! The crates that read such files were measured on the same ones. `mp4` looped for ever on 21 of 343
//! mutated files, refuses ordinary QuickTime sound, ignores fragments and never turns a video that
//! is portrait by its matrix alone. `image` reads a JPEG to its end (6.5 MB of a 12 megapixel photo),
//! allocated up to 1.2 GB for small inputs and adds 138 KB to a WASM module for sizes alone, where all
//! that is here adds under 40 KB. For AVI, WMV, FLV and MPEG no reader was found. What those and
//! `imagesize` and `shiguredo_mp4` read right is what the tests compare with.

// `#[inline(never)]` below and in the readers is for size: what many call is worth one copy only in
// a module that a browser fetches.

mod asf;
mod avi;
mod bits;
mod bmp;
mod codec;
mod exif;
mod facts;
mod flv;
mod gif;
mod heif;
mod inflate;
mod isobmff;
mod jpeg;
mod matroska;
mod mpeg;
mod ole;
mod ooxml;
mod pdf;
mod png;
#[cfg(feature = "std")]
mod reader;
mod reason;
mod sniff;
mod source;
mod tag;
mod tiff;
mod webp;

use core::fmt;

use crate::media::{Format, MediaInfo, MediaKind};
use facts::Facts;
#[cfg(feature = "std")]
pub use reader::{probe_file, probe_reader};
use reason::Reason;
use source::{Read, Source, Stop};

/// How much of a file a [`Prober`] asks for at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Number of ranges.
    pub requests: u32,
    /// Bytes in all ranges together, which is also what the prober keeps in memory.
    pub bytes: u64,
}

impl Default for Limits {
    /// 16 requests and 6 MiB; typical files need one or two, and some kilobytes.
    fn default() -> Self {
        Self {
            requests: 16,
            bytes: 6 << 20,
        }
    }
}

/// What a [`Prober`] says next.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the facts come once, at the end; a box would only cost"
)]
pub enum Step {
    /// All that is to be known is known.
    Done(MediaInfo),
    /// Supply these bytes (fewer only where the file ends), then step again.
    Need {
        /// Where the bytes start in the file.
        offset: u64,
        /// How many are needed, never 0.
        length: u32,
    },
}

/// Reads media facts from ranges of a file that the caller supplies.
///
/// See the [module](self) for the loop around it.
pub struct Prober {
    source: Source<'static>,
    read_ahead: u32,
    limits: Limits,
    requests: u32,
    fetched: u64,
    pending: Option<(u64, u32)>,
}

impl Prober {
    /// Starts on a file of `size` bytes, if that is known.
    ///
    /// Every range asked for is at least `read_ahead` long (between 512 bytes and 1 MiB), where
    /// the file is: 4 KiB suit a local disk, 64 KiB a network. Without the size, facts that stand
    /// at the end of a file stay unknown.
    #[must_use]
    pub fn new(size: Option<u64>, read_ahead: u32) -> Self {
        Self::with_limits(size, read_ahead, Limits::default())
    }

    /// Starts with limits other than the usual.
    #[must_use]
    pub fn with_limits(size: Option<u64>, read_ahead: u32, limits: Limits) -> Self {
        Self {
            source: Source::new(size),
            read_ahead: read_ahead.clamp(512, 1 << 20),
            limits,
            requests: 0,
            fetched: 0,
            pending: None,
        }
    }

    /// Says what is known, or which bytes are needed to know it.
    ///
    /// Each call that asks for bytes counts as a request, also when it asks again for bytes that
    /// were not supplied; so the loop ends with any caller.
    pub fn step(&mut self) -> Step {
        loop {
            match run(&self.source) {
                Ok(info) => return Step::Done(info),
                Err((offset, length)) => match self.request(offset, length) {
                    Some(length) => return Step::Need { offset, length },
                    None => self.source.close(),
                },
            }
        }
    }

    /// Hands over the bytes at `offset`. Fewer than were asked for mean that the file ends there.
    ///
    /// Bytes that nobody asked for are kept too, within the limits: a caller that has the head of
    /// a file anyway can supply it before the first step.
    pub fn supply(&mut self, offset: u64, bytes: &[u8]) {
        let room = self.limits.bytes.saturating_sub(self.fetched);
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let kept = bytes.get(..room).unwrap_or(bytes);
        match self.pending.take() {
            Some((asked, length)) if asked == offset => {
                if bytes.len() < length as usize {
                    self.source
                        .ends_at(offset.saturating_add(bytes.len() as u64));
                }
            }
            other => self.pending = other,
        }
        self.fetched = self.fetched.saturating_add(kept.len() as u64);
        self.source.insert(offset, kept);
    }

    fn request(&mut self, offset: u64, length: u32) -> Option<u32> {
        let room = self.limits.bytes.saturating_sub(self.fetched);
        if self.requests >= self.limits.requests || u64::from(length) > room {
            return None;
        }
        let left = self.source.end().saturating_sub(offset).min(room);
        let most = u32::try_from(left).unwrap_or(u32::MAX);
        let length = length.max(self.read_ahead).min(most);
        self.requests = self.requests.saturating_add(1);
        self.pending = Some((offset, length));
        Some(length)
    }
}

impl fmt::Debug for Prober {
    // Without the bytes, which are no help to anybody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prober")
            .field("requests", &self.requests)
            .field("fetched", &self.fetched)
            .field("pending", &self.pending)
            .finish_non_exhaustive()
    }
}

/// Reads media facts from a file that is in memory as a whole.
///
/// ```
/// let info = postworthy::probe::probe_slice(b"not a picture");
/// assert_eq!(info.format, None);
/// assert!(info.unknown.contains_key("format"));
/// ```
#[must_use]
pub fn probe_slice(bytes: &[u8]) -> MediaInfo {
    let mut source = Source::whole(bytes);
    source.close();
    // A closed source never asks, so there is always an answer.
    run(&source).unwrap_or_default()
}

/// One pass over what is at hand: the facts, or the range that is needed next.
fn run(source: &Source<'_>) -> Result<MediaInfo, (u64, u32)> {
    source.start_pass();
    let mut info = Facts::default();
    let outcome = sniff::read(source, &mut info);
    if outcome == Err(Stop::Need) {
        return Err(source.wanted());
    }
    info.bytes = source.size();
    complete(&mut info, outcome);
    Ok(info.into_info())
}

/// Derives what follows from the facts read, and gives a reason for each that is missing.
fn complete(info: &mut Facts, outcome: Read<()>) {
    let reason = match outcome {
        Ok(()) if info.truncated == Some(true) => Reason::Truncated,
        Ok(()) => Reason::NotSaid,
        Err(Stop::Short) => {
            info.truncated = Some(true);
            Reason::Truncated
        }
        Err(Stop::Budget | Stop::Need) => Reason::TooMuch,
        Err(Stop::Bad(reason)) => reason,
    };
    let Some(format) = info.format else {
        info.unknown("format", reason);
        return;
    };
    info.kind = Some(format.kind());
    if let Some(tracks) = info.audio_tracks {
        info.has_audio = Some(tracks > 0);
    }
    let picture = if info.video_tracks == Some(0) {
        Reason::NoVideo
    } else {
        reason
    };
    let kind = format.kind();
    if kind == MediaKind::Document {
        info.expect(info.pages.is_some(), "pages", reason);
        info.expect(info.encrypted.is_some(), "encrypted", reason);
        return;
    }
    info.expect(info.width.is_some(), "width", picture);
    info.expect(info.height.is_some(), "height", picture);
    if kind == MediaKind::Image {
        info.expect(info.animated.is_some(), "animated", reason);
        return;
    }
    info.expect(info.duration_ms.is_some(), "durationMs", reason);
    info.expect(info.frame_rate.is_some(), "frameRate", picture);
    info.expect(info.video_codec.is_some(), "videoCodec", picture);
    let sound = info.audio_codec.is_some() || info.has_audio == Some(false);
    info.expect(sound, "audioCodec", reason);
    info.bitrate = info
        .bytes
        .and_then(|bytes| share(bytes, 8000, info.duration_ms?));
}

/// `number * times / parts`, rounded down; none where there is no such number.
#[inline(never)]
fn share(number: u64, times: u64, parts: u64) -> Option<u64> {
    let whole = u128::from(number).checked_mul(times.into())?;
    u64::try_from(whole.checked_div(parts.into())?).ok()
}

/// `units` at `per_second` of them, in milliseconds.
#[inline(never)]
fn milliseconds(units: u64, per_second: u64) -> Option<u64> {
    // Rounded by the half of a millisecond.
    let halves = share(units, 2000, per_second)?;
    Some((halves / 2).saturating_add(halves % 2))
}

/// Frames per second, brought to the exact rate where the file rounded it (33.366667 ms a frame).
#[expect(
    clippy::cast_precision_loss,
    reason = "a rate needs no more than 53 bits"
)]
fn frame_rate(frames: u64, units: u64, per_second: u64) -> Option<f64> {
    if frames == 0 || units == 0 || per_second == 0 {
        return None;
    }
    exact_rate(frames as f64 * per_second as f64 / units as f64)
}

/// A rate as it was meant, where it differs from a usual one by rounding only.
fn exact_rate(rate: f64) -> Option<f64> {
    for whole in [24.0, 25.0, 30.0, 50.0, 60.0, 120.0, 240.0] {
        for exact in [whole, whole * 1000.0 / 1001.0] {
            let error = rate / exact - 1.0;
            if error > -2e-6 && error < 2e-6 {
                return Some(exact);
            }
        }
    }
    (rate.is_finite() && rate > 0.0 && rate < 1e6).then_some(rate)
}

/// Sets the stored and the displayed size of a picture that is turned or mirrored as EXIF says.
#[inline(never)]
fn oriented(info: &mut Facts, width: u32, height: u32, orientation: u16) {
    info.coded(width, height);
    let rotation = match orientation {
        3 | 4 => 180,
        5 | 8 => 270,
        6 | 7 => 90,
        _ => 0,
    };
    info.rotation = Some(rotation);
    displayed(info, width, height, rotation);
}

/// Sets the displayed size: sides change places when the picture is turned by a quarter.
#[inline(never)]
fn displayed(info: &mut Facts, width: u32, height: u32, rotation: u16) {
    let (width, height) = if rotation == 90 || rotation == 270 {
        (height, width)
    } else {
        (width, height)
    };
    info.width = Some(width).filter(|side| *side > 0);
    info.height = Some(height).filter(|side| *side > 0);
}

/// Declares the format, so that it is known even if nothing else can be read.
#[inline(never)]
fn recognised(info: &mut Facts, format: Format) {
    info.format = Some(format);
    info.kind = Some(format.kind());
}

/// A width of stored pixels in pixels that are square, for a pixel aspect ratio.
fn stretched(width: u32, (across, down): (u64, u64)) -> u32 {
    let halves = share(u64::from(width) << 1, across, down).unwrap_or(0);
    let scaled = (halves / 2).saturating_add(halves % 2);
    match u32::try_from(scaled) {
        // One pixel more or less comes from rounding, not from a ratio; 0 from nonsense.
        Ok(scaled) if scaled > 0 && scaled.abs_diff(width) > 1 => scaled,
        _ => width,
    }
}
