//! ISO base media files: MP4, QuickTime, M4V, 3GP.

pub(super) mod boxes;
mod entry;
mod fragments;
mod track;

use alloc::vec::Vec;

use super::facts::Facts;
use super::reason::Reason;
use super::source::{Plus as _, Read, Source, Stop, be32, be64, byte, optional};
use super::tag::{is_one_of, tag};
use super::{displayed, frame_rate, heif, milliseconds, recognised};
use crate::media::Format;
use boxes::{BoxAt, Boxes};
use track::{IDENTITY, Matrix, Track};

const FTYP: u32 = tag(b"ftyp");
const MOOV: u32 = tag(b"moov");
const SIDX: u32 = tag(b"sidx");
const MOOF: u32 = tag(b"moof");
const MDAT: u32 = tag(b"mdat");
const QT: u32 = tag(b"qt  ");
const KDDI: u32 = tag(b"kddi");
const MVHD: u32 = tag(b"mvhd");
const TRAK: u32 = tag(b"trak");
const MVEX: u32 = tag(b"mvex");
const CMOV: u32 = tag(b"cmov");
const MEHD: u32 = tag(b"mehd");
const TREX: u32 = tag(b"trex");

/// Tracks that are looked at; more is no film but an attack.
const TRACKS: usize = 64;
/// Boxes at the top of a file that are looked at before the search for `moov` is given up.
const TOP_BOXES: u32 = 4096;

/// Segment indexes that are looked at.
const INDEXES: usize = 8;

/// Whether a file may start with a box of this kind.
pub(super) fn starts_file(kind: u32) -> bool {
    is_one_of(kind, b"ftypmoovmdatwidefreeskippnotstypsidxmoof")
}

/// What the `moov` box says.
#[derive(Default)]
pub(super) struct Movie {
    timescale: u32,
    duration: u64,
    matrix: Option<Matrix>,
    tracks: Vec<Track>,
    /// Duration of a sample by track, where fragments follow.
    defaults: Vec<(u32, u32)>,
    fragmented: bool,
    fragments_duration: u64,
    /// Something of it could not be read: what was not seen may be there all the same.
    incomplete: bool,
}

impl Movie {
    fn default_duration(&self, track: u32) -> u32 {
        let found = self.defaults.iter().find(|(id, _)| *id == track);
        found.map_or(0, |(_, duration)| *duration)
    }

    fn track_ms(&self, track: u32, units: u64) -> Option<u64> {
        let track = self.tracks.iter().find(|found| found.id == track)?;
        milliseconds(units, track.timescale.into())
    }
}

/// What stands at the top of the file.
#[derive(Default)]
struct Top {
    moov: Option<BoxAt>,
    moof: Option<BoxAt>,
    /// One for each track, where they stand together.
    sidx: Vec<BoxAt>,
    data_first: bool,
    cut: bool,
}

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    let head = source.up_to(0, 264)?;
    if be32(head, 4) == Ok(FTYP) {
        let length = (be32(head, 0)? as usize).min(head.len());
        let brands = head.get(8..length).unwrap_or_default();
        if let Some(format) = heif::is_picture(brands) {
            return heif::read(source, info, format);
        }
    }
    recognised(info, Format::Mov);
    let mut top = Top::default();
    let mut movie = None;
    let outcome = walk(source, info, &mut top, &mut movie);
    if outcome == Err(Stop::Need) {
        return Err(Stop::Need);
    }
    if top.cut {
        info.truncated = Some(true);
    }
    let Some(movie) = movie else {
        return match outcome {
            Err(Stop::Budget) => Err(Stop::Budget),
            _ if top.cut || top.data_first => {
                info.truncated = Some(true);
                Err(Stop::Bad(Reason::MoovCutOff))
            }
            Err(other) => Err(other),
            Ok(()) => Err(Stop::Bad(Reason::NoMoov)),
        };
    };
    info.fast_start = Some(!top.data_first);
    describe(&movie, info);
    duration(source, info, &movie, &top)
}

/// Hops over the boxes at the top: to `moov`, and behind it to what tells fragments and damage.
fn walk(
    source: &Source<'_>,
    info: &mut Facts,
    top: &mut Top,
    movie: &mut Option<Movie>,
) -> Read<()> {
    let mut boxes = Boxes::from(0, source.end());
    for _ in 0..TOP_BOXES {
        let Some(found) = boxes.next(source)? else {
            return Ok(());
        };
        // Whoever does not know the size cannot know what is missing.
        top.cut |= found.overlong() && source.size().is_some();
        match found.kind {
            FTYP if found.start == 0 => brand(found.content(source, 256)?, info)?,
            MOOV if movie.is_none() => {
                top.moov = Some(*found);
                *movie = Some(read_movie(source, found)?);
            }
            SIDX if top.sidx.len() < INDEXES => top.sidx.push(*found),
            MOOF => {
                top.moof = Some(*found);
                if movie.is_some() {
                    return Ok(());
                }
            }
            MDAT => {
                match movie {
                    // Data in front of the fragments belongs to what moov describes itself.
                    Some(movie) if movie.fragmented => {}
                    Some(_) => return Ok(()),
                    None => top.data_first |= found.length() > 0,
                }
            }
            _ => {}
        }
        if movie.is_some()
            && top.data_first
            && !movie.as_ref().is_some_and(|movie| movie.fragmented)
        {
            return Ok(());
        }
    }
    Err(Stop::Bad(Reason::MoovTooFar))
}

fn brand(content: &[u8], info: &mut Facts) -> Read<()> {
    let major = be32(content, 0)?;
    let format = match major {
        QT => Format::Mov,
        _ if is_one_of(major, b"M4V M4VHM4VP") => Format::M4v,
        KDDI => Format::ThreeGp,
        // Any version of 3GPP and 3GPP2.
        _ if major.to_be_bytes().starts_with(b"3g") => Format::ThreeGp,
        _ => Format::Mp4,
    };
    recognised(info, format);
    Ok(())
}

fn read_movie(source: &Source<'_>, moov: &BoxAt) -> Read<Movie> {
    let mut movie = Movie {
        incomplete: moov.overlong(),
        ..Movie::default()
    };
    let mut boxes = Boxes::inside(moov);
    loop {
        let found = match boxes.next(source) {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(Stop::Need) => return Err(Stop::Need),
            Err(_) => {
                movie.incomplete = true;
                break;
            }
        };
        match found.kind {
            MVHD => {
                if let Some((timescale, duration, matrix)) =
                    optional(found.content(source, 96).and_then(track::movie_header))?
                {
                    movie.timescale = timescale;
                    movie.duration = duration;
                    movie.matrix = Some(matrix);
                }
            }
            TRAK if movie.tracks.len() < TRACKS => movie.tracks.push(track::read(source, found)?),
            MVEX => {
                movie.fragmented = true;
                optional(extends(source, found, &mut movie))?;
            }
            CMOV => return Err(Stop::Bad(Reason::MoovCompressed)),
            _ => {}
        }
    }
    movie.incomplete |= movie.tracks.iter().any(|track| track.handler == 0);
    Ok(movie)
}

fn extends(source: &Source<'_>, mvex: &BoxAt, movie: &mut Movie) -> Read<()> {
    let mut boxes = Boxes::inside(mvex);
    while let Some(found) = boxes.next(source)? {
        let content = found.content(source, 24)?;
        match found.kind {
            MEHD => {
                movie.fragments_duration = if byte(content, 0)? == 1 {
                    track::known(be64(content, 4)?)
                } else {
                    track::widened(be32(content, 4)?)
                };
            }
            TREX if movie.defaults.len() < TRACKS => {
                movie.defaults.push((be32(content, 4)?, be32(content, 12)?));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes down what the tracks say.
fn describe(movie: &Movie, info: &mut Facts) {
    let real = |track: &&Track| track.is_video() && !track.is_cover();
    let count = |tracks: usize| u32::try_from(tracks).ok();
    let videos = movie.tracks.iter().filter(real).count();
    let covers = movie
        .tracks
        .iter()
        .filter(|track| track.is_video() && track.is_cover());
    // A film of one JPEG is a film when there is no other.
    let videos = if videos == 0 { covers.count() } else { videos };
    let audios = movie.tracks.iter().filter(|track| track.is_audio()).count();
    if movie.incomplete {
        info.has_audio = Some(true).filter(|_| audios > 0);
        if audios == 0 {
            info.unknown("hasAudio", Reason::TracksDamaged);
        }
    } else {
        info.video_tracks = count(videos);
        info.audio_tracks = count(audios);
    }
    info.encrypted = Some(movie.tracks.iter().any(|track| track.entry.encrypted));
    if let Some(track) = video_track(movie) {
        picture(movie, track, info);
        info.video_codec = track.entry.codec;
        info.video_profile = track.entry.profile;
        info.video_bitrate = track_bitrate(track);
        let (frames, units) = track.pace();
        info.frame_rate = frame_rate(frames, units, track.timescale.into());
        if track.times.samples > 0 {
            info.variable_frame_rate = Some(track.times.variable);
        }
    }
    let enabled = movie
        .tracks
        .iter()
        .find(|track| track.is_audio() && track.enabled);
    if let Some(track) = enabled.or_else(|| movie.tracks.iter().find(|track| track.is_audio())) {
        info.audio_codec = track.entry.codec;
        info.audio_bitrate = track_bitrate(track);
    }
}

/// The track that a player would show: enabled and no cover art, if there is one.
fn video_track(movie: &Movie) -> Option<&Track> {
    let videos = || movie.tracks.iter().filter(|track| track.is_video());
    videos()
        .find(|track| track.enabled && !track.is_cover())
        .or_else(|| videos().find(|track| !track.is_cover()))
        .or_else(|| videos().next())
}

fn track_bitrate(track: &Track) -> Option<u64> {
    let counted = || {
        let bits = track.sample_bytes?.checked_mul(8)?;
        super::share(bits, track.timescale.into(), track.duration)
    };
    track.entry.bitrate.or_else(counted)
}

/// Size on the screen: pixel aspect first, then rotation.
fn picture(movie: &Movie, track: &Track, info: &mut Facts) {
    let (screen_width, screen_height) = (track.width >> 16, track.height >> 16);
    let entry = &track.entry;
    let (width, height) = if entry.width > 0 && entry.height > 0 {
        let stored = (u32::from(entry.width), u32::from(entry.height));
        info.coded(stored.0, stored.1);
        stored
    } else {
        (screen_width, screen_height)
    };
    let aspect = match entry.pixel_aspect {
        Some((across, down)) if across > 0 && down > 0 => (across.into(), down.into()),
        _ => (
            u64::from(track.width).saturating_mul(height.into()),
            u64::from(track.height).saturating_mul(width.into()),
        ),
    };
    let rotation = track::rotation(
        track.matrix.unwrap_or(IDENTITY),
        movie.matrix.unwrap_or(IDENTITY),
    );
    info.rotation = Some(rotation);
    displayed(info, super::stretched(width, aspect), height, rotation);
}

/// The playing time: the movie's own word, unless fragments follow.
fn duration(source: &Source<'_>, info: &mut Facts, movie: &Movie, top: &Top) -> Read<()> {
    moov_duration(info, movie);
    let Some(first) = top.moof.filter(|_| movie.fragmented) else {
        return Ok(());
    };
    duration_of_fragments(source, info, movie, top, &first)?;
    pace_of_fragments(source, info, movie, &first)
}

fn moov_duration(info: &mut Facts, movie: &Movie) {
    let movie_ms = milliseconds(movie.duration, movie.timescale.into()).filter(|ms| *ms > 0);
    let tracks_ms = movie.tracks.iter().filter_map(|track| {
        milliseconds(track.shown, movie.timescale.into())
            .filter(|ms| *ms > 0)
            .or_else(|| milliseconds(track.duration, track.timescale.into()))
    });
    info.duration_ms = movie_ms.or(tracks_ms.max().filter(|ms| *ms > 0));
}

fn duration_of_fragments(
    source: &Source<'_>,
    info: &mut Facts,
    movie: &Movie,
    top: &Top,
    first: &BoxAt,
) -> Read<()> {
    let said = milliseconds(movie.fragments_duration, movie.timescale.into()).filter(|ms| *ms > 0);
    if said.is_some() {
        info.duration_ms = info.duration_ms.max(said);
        return Ok(());
    }
    let mut indexed = None;
    for sidx in &top.sidx {
        let (units, timescale, end) = fragments::index(source, sidx)?;
        // Some writers put an index before each fragment: such a one speaks for the first only.
        let whole = source.size().is_none_or(|size| end.plus(end / 16) >= size);
        if whole && units > 0 {
            indexed = indexed.max(milliseconds(units, timescale.into()));
        }
    }
    if indexed.is_some() {
        info.duration_ms = info.duration_ms.max(indexed);
        return Ok(());
    }
    match fragments::end_ms(source, movie, first) {
        Ok(end) => info.duration_ms = info.duration_ms.max(end),
        Err(Stop::Need) => return Err(Stop::Need),
        Err(stop) => {
            info.duration_ms = None;
            if stop == Stop::Short {
                info.truncated = Some(true);
            }
            info.unknown("durationMs", Reason::FragmentByFragment);
        }
    }
    Ok(())
}

/// Takes the frame rate from the first fragment where `moov` has no samples.
fn pace_of_fragments(
    source: &Source<'_>,
    info: &mut Facts,
    movie: &Movie,
    first: &BoxAt,
) -> Read<()> {
    let Some(track) = video_track(movie).filter(|track| track.samples == 0) else {
        return Ok(());
    };
    let runs = optional(fragments::fragment(source, movie, first))?.unwrap_or_default();
    if let Some(run) = runs.iter().find(|run| run.track == track.id) {
        info.variable_frame_rate = Some(run.variable);
        let scale = u64::from(track.timescale);
        let usual = u64::from(run.usual);
        let whole = info
            .duration_ms
            .and_then(|ms| ms.checked_mul(scale))
            .map(|units| units / 1000);
        let odd = run.units.saturating_sub(run.samples.saturating_mul(usual));
        info.frame_rate = match whole {
            // An odd frame at the start counts once, not once a fragment.
            Some(whole) if !run.variable && odd > 0 && usual > 0 && whole > run.units => {
                frame_rate(
                    whole.saturating_sub(odd),
                    whole.saturating_mul(usual),
                    scale,
                )
            }
            _ => frame_rate(run.samples, run.units, scale),
        };
    }
    Ok(())
}

/// Frames of the longest track of a picture sequence.
pub(super) fn frames(source: &Source<'_>, moov: &BoxAt) -> Read<u64> {
    let movie = read_movie(source, moov)?;
    Ok(movie
        .tracks
        .iter()
        .map(|track| track.samples)
        .max()
        .unwrap_or(0))
}
