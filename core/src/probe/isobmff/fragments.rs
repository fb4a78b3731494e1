//! How long a fragmented file plays: its index, its last fragment, or all of them.

use alloc::vec::Vec;

use super::Movie;
use super::boxes::{BoxAt, Boxes, box_at};
use crate::probe::source::{Plus as _, Read, Source, be16, be32, be64, byte, find_last, optional};
use crate::probe::tag::tag;

const MOOF: u32 = tag(b"moof");
const MFRO: u32 = tag(b"mfro");
const MFRA: u32 = tag(b"mfra");
const TFRA: u32 = tag(b"tfra");
const TRAF: u32 = tag(b"traf");
const TFHD: u32 = tag(b"tfhd");
const TFDT: u32 = tag(b"tfdt");
const TRUN: u32 = tag(b"trun");

/// How much of the end of the file is searched for the last fragment.
const TAILS: [u32; 3] = [16 << 10, 256 << 10, 2 << 20];
/// Fragments that are walked one by one rather than searched from the end.
const FEW: u64 = 8;
/// The end of the file, where the index of a short film fits.
const INDEX: u32 = 2048;
const RUN: u32 = 64 << 10;

/// What a fragment says of one track.
pub(super) struct Run {
    pub(super) track: u32,
    pub(super) samples: u64,
    /// Time that the samples take, in units of the track.
    pub(super) units: u64,
    pub(super) variable: bool,
    /// How long most samples take.
    pub(super) usual: u32,
    /// Where they start, when it is said.
    start: Option<u64>,
}

/// The sum of a segment index and where the indexed part ends.
pub(super) fn index(source: &Source<'_>, sidx: &BoxAt) -> Read<(u64, u32, u64)> {
    let content = sidx.content(source, 256 << 10)?;
    let timescale = be32(content, 8)?;
    let (first, at) = if byte(content, 0)? == 0 {
        (u64::from(be32(content, 16)?), 20_usize)
    } else {
        (be64(content, 20)?, 28)
    };
    let count = be16(content, at.plus(2))?;
    let entries = content.get(at.plus(4)..).unwrap_or_default();
    let (mut units, mut end) = (0_u64, sidx.end.plus(first));
    for entry in entries.chunks_exact(12).take(count.into()) {
        end = end.plus(u64::from(be32(entry, 0)? & 0x7fff_ffff));
        units = units.plus(be32(entry, 4)?.into());
    }
    Ok((units, timescale, end))
}

/// When the last fragment ends, in milliseconds, by the shortest way there is.
pub(super) fn end_ms(source: &Source<'_>, movie: &Movie, first: &BoxAt) -> Read<Option<u64>> {
    if let Some(found) = optional(random_access(source, movie))?.flatten() {
        return Ok(Some(found));
    }
    // Where there are but a few, hopping from one to the next is cheaper than a search.
    let data = optional(box_at(source, first.end, source.end()))?.flatten();
    let extent = data
        .map_or(first.end, |data| data.end)
        .saturating_sub(first.start);
    let few = source
        .size()
        .is_none_or(|size| size.saturating_sub(first.start) / FEW <= extent);
    if !few && let Some(found) = optional(from_tail(source, movie, first.start))?.flatten() {
        return Ok(Some(found));
    }
    // Walked to the end or not at all: half an answer would be none.
    let mut latest = None;
    let mut sums = Vec::new();
    let mut boxes = Boxes::from(first.start, source.end());
    while let Some(found) = boxes.next(source)? {
        if found.kind == MOOF {
            let runs = fragment(source, movie, found)?;
            latest = latest.max(latest_end(movie, &runs, &mut sums));
        }
    }
    Ok(latest)
}

fn latest_end(movie: &Movie, runs: &[Run], sums: &mut Vec<(u32, u64)>) -> Option<u64> {
    let mut latest = None;
    for run in runs {
        // INVARIANT: no more entries than the movie has tracks.
        let room = sums.len() < movie.tracks.len();
        let end = if let Some((_, sum)) = sums.iter_mut().find(|(track, _)| *track == run.track) {
            *sum = run.start.unwrap_or(*sum).plus(run.units);
            *sum
        } else {
            let end = run.start.unwrap_or(0).plus(run.units);
            if room {
                sums.push((run.track, end));
            }
            end
        };
        latest = latest.max(movie.track_ms(run.track, end));
    }
    latest
}

/// The index of random access points at the end names the last fragment of each track.
fn random_access(source: &Source<'_>, movie: &Movie) -> Read<Option<u64>> {
    let Some(size) = source.size() else {
        return Ok(None);
    };
    let tail = source.up_to(size.saturating_sub(INDEX.into()), INDEX)?;
    let tail = tail
        .get(tail.len().saturating_sub(16)..)
        .unwrap_or_default();
    if be32(tail, 4) != Ok(MFRO) {
        return Ok(None);
    }
    let start = size.saturating_sub(be32(tail, 12)?.into());
    let Some(mfra) = box_at(source, start, size)?.filter(|found| found.kind == MFRA) else {
        return Ok(None);
    };
    let mut latest = None;
    let mut boxes = Boxes::inside(&mfra);
    let mut seen = None;
    while let Some(tfra) = boxes.next(source)? {
        if tfra.kind != TFRA {
            continue;
        }
        let content = tfra.content(source, 16)?;
        let long = byte(content, 0)? == 1;
        let sizes = be32(content, 8)?;
        let count = be32(content, 12)?;
        let numbers = [sizes >> 4 & 3, sizes >> 2 & 3, sizes & 3];
        let fixed: u32 = if long { 16 } else { 8 };
        let each = numbers.iter().fold(fixed, |sum, more| {
            sum.saturating_add(more.saturating_add(1))
        });
        let last = u64::from(count.saturating_sub(1)).saturating_mul(each.into());
        let at = tfra.body.plus(16).plus(last);
        if count == 0 || at.plus(each.into()) > tfra.end {
            continue;
        }
        let entry = source.read(at, fixed)?;
        let moof = if long {
            be64(entry, 8)?
        } else {
            be32(entry, 4)?.into()
        };
        // Tracks of one fragment share it.
        if seen == Some(moof) {
            continue;
        }
        seen = Some(moof);
        latest = latest.max(walk_from(source, movie, moof, start)?);
    }
    Ok(latest)
}

/// Where the fragments from `at` on end; those that do not say when they start are no help.
fn walk_from(source: &Source<'_>, movie: &Movie, at: u64, end: u64) -> Read<Option<u64>> {
    let mut latest = None;
    let mut boxes = Boxes::from(at, end);
    let mut walked = 0_u32;
    while let Some(found) = boxes.next(source)? {
        if found.kind == MOOF {
            for run in fragment(source, movie, found)? {
                if let Some(start) = run.start {
                    latest = latest.max(movie.track_ms(run.track, start.plus(run.units)));
                }
            }
            walked = walked.saturating_add(1);
            if walked > 8 {
                break;
            }
        }
    }
    Ok(latest)
}

/// Looks for the last fragment in the end of the file.
fn from_tail(source: &Source<'_>, movie: &Movie, from: u64) -> Read<Option<u64>> {
    let Some(size) = source.size() else {
        return Ok(None);
    };
    for length in TAILS {
        let start = size.saturating_sub(length.into()).max(from);
        let tail = source.up_to(start, length)?;
        let mut before = tail;
        // Video data may spell the word by chance: the first box inside must fit as well.
        while let Some(at) = find_last(before, b"mfhd") {
            let Some(head) = at.checked_sub(12) else {
                break;
            };
            if be32(tail, head.plus(4)) == Ok(MOOF) {
                let moof = start.plus(head as u64);
                // Tracks may take turns: the fragment before belongs to another one.
                let previous = tail.get(..head).and_then(|rest| find_last(rest, b"mfhd"));
                let from = previous
                    .and_then(|at| at.checked_sub(12))
                    .filter(|head| be32(tail, head.plus(4)) == Ok(MOOF))
                    .map_or(moof, |head| start.plus(head as u64));
                return walk_from(source, movie, from, size);
            }
            before = before.get(..at).unwrap_or_default();
        }
        if start == from {
            break;
        }
    }
    Ok(None)
}

/// What one `moof` box says of each of its tracks.
pub(super) fn fragment(source: &Source<'_>, movie: &Movie, moof: &BoxAt) -> Read<Vec<Run>> {
    let mut runs = Vec::new();
    let mut boxes = Boxes::inside(moof);
    while let Some(found) = boxes.next(source)? {
        // INVARIANT: no more runs than the movie has tracks, whatever the fragment claims.
        if found.kind == TRAF && runs.len() < movie.tracks.len() {
            runs.push(track_fragment(source, movie, found)?);
        }
    }
    Ok(runs)
}

fn track_fragment(source: &Source<'_>, movie: &Movie, traf: &BoxAt) -> Read<Run> {
    let mut run = Run {
        track: 0,
        samples: 0,
        units: 0,
        variable: false,
        usual: 0,
        start: None,
    };
    let mut default = 0_u32;
    let mut odd = 0_u32;
    let mut boxes = Boxes::inside(traf);
    while let Some(found) = boxes.next(source)? {
        match found.kind {
            TFHD => {
                let content = found.content(source, 32)?;
                let flags = be32(content, 0)?;
                run.track = be32(content, 4)?;
                default = movie.default_duration(run.track);
                let mut at = 8_usize;
                if flags & 1 != 0 {
                    at = at.plus(8);
                }
                if flags & 2 != 0 {
                    at = at.plus(4);
                }
                if flags & 8 != 0 {
                    default = be32(content, at)?;
                }
            }
            TFDT => {
                let content = found.content(source, 12)?;
                run.start = Some(if byte(content, 0)? == 1 {
                    be64(content, 4)?
                } else {
                    be32(content, 4)?.into()
                });
            }
            TRUN => {
                let content = found.content(source, RUN)?;
                samples(content, default, &mut run, &mut odd)?;
            }
            _ => {}
        }
    }
    // A single odd one comes from where encoder and muxer start or stop, not from the film.
    run.variable = odd > 1;
    Ok(run)
}

fn samples(content: &[u8], default: u32, run: &mut Run, odd: &mut u32) -> Read<()> {
    let flags = be32(content, 0)?;
    let count = be32(content, 4)?;
    run.samples = run.samples.plus(count.into());
    if flags & 0x100 == 0 {
        let units = u64::from(count).saturating_mul(default.into());
        run.units = run.units.plus(units);
        run.usual = default;
        return Ok(());
    }
    let mut at = 8_usize;
    for flag in [1, 4] {
        if flags & flag != 0 {
            at = at.plus(4);
        }
    }
    let fields = (flags >> 8 & 0xf).count_ones() as usize;
    let table = content.get(at..).unwrap_or_default();
    let deltas = || {
        let entries = table
            .chunks_exact(fields.saturating_mul(4))
            .take(count as usize);
        entries.map(|entry| be32(entry, 0).unwrap_or(0))
    };
    if run.usual == 0 {
        run.usual = majority(deltas());
    }
    let last = (count as usize).saturating_sub(1);
    for (number, delta) in deltas().enumerate() {
        run.units = run.units.plus(delta.into());
        if number != last && delta.abs_diff(run.usual) > 1 {
            *odd = odd.saturating_add(1);
        }
    }
    Ok(())
}

/// The value that most have, if most have the same.
fn majority(values: impl Iterator<Item = u32>) -> u32 {
    let (mut candidate, mut votes) = (0, 0_u32);
    for value in values {
        if votes == 0 {
            candidate = value;
        }
        votes = if value == candidate {
            votes.saturating_add(1)
        } else {
            votes.saturating_sub(1)
        };
    }
    candidate
}
