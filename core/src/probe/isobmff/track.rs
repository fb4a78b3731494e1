//! One track: its size on the screen, its rotation, its codec, the pace of its frames.

use super::boxes::{BoxAt, Boxes};
use super::entry::{self, Entry};
use crate::probe::source::{Plus as _, Read, Source, be32, be64, byte, optional};
use crate::probe::tag::{is_one_of, tag};

const VIDE: u32 = tag(b"vide");
const SOUN: u32 = tag(b"soun");
const MDIA: u32 = tag(b"mdia");
const MINF: u32 = tag(b"minf");
const STBL: u32 = tag(b"stbl");
const TKHD: u32 = tag(b"tkhd");
const MDHD: u32 = tag(b"mdhd");
const HDLR: u32 = tag(b"hdlr");
const STSD: u32 = tag(b"stsd");
const STTS: u32 = tag(b"stts");
const STSZ: u32 = tag(b"stsz");
const STZ2: u32 = tag(b"stz2");

/// How much of a table of frame durations is read; longer ones have an average all the same.
const TIME_TABLE: u32 = 4096;

/// The upper left 2 x 2 of a transformation matrix, in 16.16.
pub(super) type Matrix = [i32; 4];

pub(super) const IDENTITY: Matrix = [1 << 16, 0, 0, 1 << 16];

#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    pub(super) id: u32,
    pub(super) enabled: bool,
    pub(super) handler: u32,
    pub(super) matrix: Option<Matrix>,
    /// Size on the screen in 16.16.
    pub(super) width: u32,
    pub(super) height: u32,
    /// In units of the movie.
    pub(super) shown: u64,
    pub(super) timescale: u32,
    pub(super) duration: u64,
    pub(super) entry: Entry,
    pub(super) samples: u64,
    pub(super) sample_bytes: Option<u64>,
    pub(super) times: Times,
}

/// What the table of frame durations says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    pub(super) samples: u64,
    pub(super) units: u64,
    pub(super) complete: bool,
    pub(super) variable: bool,
}

impl Track {
    pub(super) fn is_video(&self) -> bool {
        self.handler == VIDE
    }

    pub(super) fn is_audio(&self) -> bool {
        self.handler == SOUN
    }

    /// A single picture in a still-image codec: cover art or a chapter's preview.
    pub(super) fn is_cover(&self) -> bool {
        is_one_of(self.entry.code, b"jpegpng gif ") && self.samples <= 1
    }

    /// Frames and the time they take, in units of the track.
    pub(super) fn pace(&self) -> (u64, u64) {
        if self.times.complete && self.times.units > 0 {
            (self.times.samples, self.times.units)
        } else {
            (self.samples.max(self.times.samples), self.duration)
        }
    }
}

/// Reads a `trak` box, as far as it can be read.
pub(super) fn read(source: &Source<'_>, trak: &BoxAt) -> Read<Track> {
    let mut track = Track::default();
    walk(source, trak, &mut track, 0)?;
    Ok(track)
}

fn walk(source: &Source<'_>, parent: &BoxAt, track: &mut Track, depth: u8) -> Read<()> {
    let mut boxes = Boxes::inside(parent);
    while let Some(Some(found)) = optional(boxes.next(source))? {
        match found.kind {
            MDIA | MINF | STBL if depth < 3 => {
                walk(source, found, track, depth.saturating_add(1))?;
            }
            _ => {
                optional(field(source, found, track))?;
            }
        }
    }
    Ok(())
}

fn field(source: &Source<'_>, found: &BoxAt, track: &mut Track) -> Read<()> {
    match found.kind {
        TKHD => header(found.content(source, 96)?, track)?,
        MDHD => {
            let content = found.content(source, 32)?;
            (track.timescale, track.duration) = if byte(content, 0)? == 1 {
                (be32(content, 20)?, known(be64(content, 24)?))
            } else {
                (be32(content, 12)?, widened(be32(content, 16)?))
            };
        }
        // A second one, QuickTime's data handler, stands in minf.
        HDLR if track.handler == 0 => {
            track.handler = be32(found.content(source, 12)?, 8)?;
        }
        STSD => {
            track.entry = entry::read(found.content(source, entry::LONGEST)?, track.handler)?;
        }
        STTS => track.times = times(found.content(source, TIME_TABLE)?)?,
        STSZ => {
            let content = found.content(source, 12)?;
            let (each, count) = (be32(content, 4)?, be32(content, 8)?);
            track.samples = count.into();
            if each > 0 {
                track.sample_bytes = u64::from(each).checked_mul(count.into());
            }
        }
        STZ2 => track.samples = be32(found.content(source, 12)?, 8)?.into(),
        _ => {}
    }
    Ok(())
}

fn header(content: &[u8], track: &mut Track) -> Read<()> {
    let long = byte(content, 0)? == 1;
    track.enabled = byte(content, 3)? & 1 != 0;
    let after_times = if long {
        track.id = be32(content, 20)?;
        track.shown = known(be64(content, 28)?);
        36
    } else {
        track.id = be32(content, 12)?;
        track.shown = widened(be32(content, 20)?);
        24
    };
    let matrix = content
        .get(after_times..)
        .unwrap_or_default()
        .get(16..)
        .unwrap_or_default();
    track.matrix = Some(read_matrix(matrix)?);
    track.width = be32(matrix, 36)?;
    track.height = be32(matrix, 40)?;
    Ok(())
}

/// The part of a 3 x 3 matrix that turns and scales.
pub(super) fn read_matrix(bytes: &[u8]) -> Read<Matrix> {
    let signed = |at| be32(bytes, at).map(u32::cast_signed);
    Ok([signed(0)?, signed(4)?, signed(12)?, signed(16)?])
}

/// All ones in 32 bits say "unknown", which is 0 here.
pub(super) fn widened(duration: u32) -> u64 {
    if duration == u32::MAX {
        0
    } else {
        duration.into()
    }
}

/// The same in 64 bits.
pub(super) fn known(duration: u64) -> u64 {
    if duration == u64::MAX { 0 } else { duration }
}

fn times(content: &[u8]) -> Read<Times> {
    let entries = be32(content, 4)? as usize;
    let mut times = Times::default();
    let table = content.get(8..).unwrap_or_default();
    let runs = || {
        let runs = table.chunks_exact(8).take(entries);
        runs.map(|run| (be32(run, 0).unwrap_or(0), be32(run, 4).unwrap_or(0)))
    };
    let usual = runs()
        .max_by_key(|(count, _)| *count)
        .map_or(0, |(_, delta)| delta);
    let (mut seen, mut odd) = (0_usize, 0_u64);
    for (count, delta) in runs() {
        seen = seen.plus(1);
        times.samples = times.samples.plus(count.into());
        let units = u64::from(count).saturating_mul(delta.into());
        times.units = times.units.plus(units);
        // The last frame often lasts until the sound ends: that alone is no variable rate.
        let last_frame = seen == entries && count == 1;
        // Timescales that do not divide the rate alternate between two neighbours.
        if usual.abs_diff(delta) > 1 && !last_frame {
            odd = odd.plus(count.into());
        }
    }
    // Nor is a single odd one where encoder and muxer start.
    times.variable = odd > 1;
    times.complete = seen == entries && entries > 0;
    Ok(times)
}

/// Degrees clockwise that the two matrices together turn a picture.
pub(super) fn rotation(track: Matrix, movie: Matrix) -> u16 {
    let dot = |a: i32, b: i32, c: i32, d: i32| {
        let (a, b, c, d) = (i64::from(a), i64::from(b), i64::from(c), i64::from(d));
        // Each product fits; their sum does but for the smallest numbers of all.
        a.saturating_mul(b).saturating_add(c.saturating_mul(d))
    };
    let ([ta, tb, tc, td], [ma, mb, mc, md]) = (track, movie);
    let (a, b) = (dot(ta, ma, tb, mc), dot(ta, mb, tb, md));
    let (c, d) = (dot(tc, ma, td, mc), dot(tc, mb, td, md));
    // By the larger pair, for scaled and slightly slanted pictures; mirrored ones count as turned
    // only as far as their sides change places.
    if a.saturating_abs().max(d.saturating_abs()) >= b.saturating_abs().max(c.saturating_abs()) {
        if a < 0 && d < 0 { 180 } else { 0 }
    } else if b > 0 {
        90
    } else {
        270
    }
}

/// Version 0 or 1 of `mvhd`: timescale, duration, matrix.
pub(super) fn movie_header(content: &[u8]) -> Read<(u32, u64, Matrix)> {
    let (timescale, duration, rest) = if byte(content, 0)? == 1 {
        (be32(content, 20)?, known(be64(content, 24)?), 32)
    } else {
        (be32(content, 12)?, widened(be32(content, 16)?), 20)
    };
    // Rate, volume and ten reserved bytes stand before the matrix.
    let matrix = content
        .get(rest..)
        .unwrap_or_default()
        .get(16..)
        .unwrap_or_default();
    let matrix = read_matrix(matrix).unwrap_or(IDENTITY);
    Ok((
        timescale,
        duration,
        if matrix == [0; 4] { IDENTITY } else { matrix },
    ))
}
