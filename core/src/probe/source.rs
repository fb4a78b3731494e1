//! The bytes that are at hand, and the wish for more.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;

use super::reason::Reason;

/// Why a reader cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Bytes are not at hand, which the source notes; with them the reader starts again.
    Need,
    /// The file, or the part of it that is read, ends before this.
    Short,
    /// The limits forbid to ask for more.
    Budget,
    /// The file contradicts its own format.
    Bad(Reason),
}

pub(super) type Read<T> = Result<T, Stop>;

/// Reads in one pass over a file. A real file needs some hundreds; a hostile one is cut off here.
const READS_PER_PASS: u32 = 20_000;
/// Bytes that the reads of one pass may return, also when they return the same ones again.
const BYTES_PER_PASS: u64 = 64 << 20;
/// A range grows by so much at least, so that many small pieces are not copied each time.
const GROWTH: usize = 16 << 10;

struct Range<'a> {
    start: u64,
    bytes: Cow<'a, [u8]>,
}

impl Range<'_> {
    fn end(&self) -> u64 {
        self.start.plus(self.bytes.len() as u64)
    }
}

/// The ranges of a file that are at hand.
pub(super) struct Source<'a> {
    size: Option<u64>,
    ranges: Vec<Range<'a>>,
    closed: bool,
    /// What the last [`Stop::Need`] is about.
    wanted: Cell<(u64, u32)>,
    reads: Cell<u32>,
    returned: Cell<u64>,
}

impl<'a> Source<'a> {
    pub(super) fn new(size: Option<u64>) -> Self {
        Self {
            size,
            ranges: Vec::new(),
            closed: false,
            wanted: Cell::new((0, 0)),
            reads: Cell::new(0),
            returned: Cell::new(0),
        }
    }

    pub(super) fn whole(bytes: &'a [u8]) -> Self {
        let mut source = Self::new(Some(bytes.len() as u64));
        source.ranges.push(Range {
            start: 0,
            bytes: Cow::Borrowed(bytes),
        });
        source
    }

    /// Length of the file, when it is known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Length of the file for facts at its end; a short file is read whole to learn it.
    pub(super) fn known_size(&self) -> Read<Option<u64>> {
        if self.size.is_none() {
            self.up_to(0, 1 << 20)?;
        }
        Ok(self.size)
    }

    /// Where the file ends, or could end at the latest.
    pub(super) fn end(&self) -> u64 {
        self.size.unwrap_or(u64::MAX)
    }

    /// The range that the reader stopped for.
    pub(super) fn wanted(&self) -> (u64, u32) {
        self.wanted.get()
    }

    /// From here on nothing more can be asked for.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn start_pass(&self) {
        self.reads.set(0);
        self.returned.set(0);
    }

    /// The file turned out to end here, whatever its directory entry says.
    pub(super) fn ends_at(&mut self, end: u64) {
        self.size = Some(self.size.map_or(end, |size| size.min(end)));
    }

    /// Keeps bytes that the host supplied.
    pub(super) fn insert(&mut self, offset: u64, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        // Reads that follow each other grow one range, so that a read may span several supplies.
        if let Some(range) = self.ranges.iter_mut().find(|range| range.end() == offset) {
            let kept = range.bytes.to_mut();
            // No more than is needed: what grows is there twice as it is.
            if bytes.len() > kept.capacity().saturating_sub(kept.len()) {
                kept.reserve_exact(bytes.len().max(GROWTH));
            }
            kept.extend_from_slice(bytes);
        } else {
            self.ranges.push(Range {
                start: offset,
                bytes: Cow::Owned(bytes.to_vec()),
            });
        }
    }

    /// Exactly `length` bytes at `offset`.
    pub(super) fn read(&self, offset: u64, length: u32) -> Read<&[u8]> {
        let bytes = self.up_to(offset, length)?;
        if bytes.len() == length as usize {
            Ok(bytes)
        } else {
            Err(Stop::Short)
        }
    }

    /// The bytes at `offset`: `length` of them, or fewer where the file ends.
    pub(super) fn up_to(&self, offset: u64, length: u32) -> Read<&[u8]> {
        let mut length = length;
        if let Some(size) = self.size {
            let left = size.saturating_sub(offset);
            length = length.min(u32::try_from(left).unwrap_or(u32::MAX));
        }
        let reads = self.reads.get().saturating_add(1);
        self.reads.set(reads);
        let returned = self.returned.get().plus(length.into());
        if reads > READS_PER_PASS || returned > BYTES_PER_PASS {
            return Err(Stop::Budget);
        }
        if length == 0 {
            return Ok(&[]);
        }
        let end = offset.checked_add(u64::from(length)).ok_or(Stop::Short)?;
        let mut from = offset;
        for range in &self.ranges {
            if range.start <= offset && offset < range.end() {
                let at = usize::try_from(offset.saturating_sub(range.start)).unwrap_or(usize::MAX);
                let rest = range.bytes.get(at..).unwrap_or_default();
                if let Some(bytes) = rest.get(..length as usize) {
                    self.returned.set(returned);
                    return Ok(bytes);
                }
                from = from.max(range.end());
            }
        }
        if self.closed {
            return Err(Stop::Budget);
        }
        let length = u32::try_from(end.saturating_sub(from)).unwrap_or(u32::MAX);
        self.wanted.set((from, length));
        Err(Stop::Need)
    }
}

/// Addition that stops at the largest number: what a file claims may lie beyond all of them.
///
/// By one piece of code for all in a module that a browser fetches.
pub(super) trait Plus {
    fn plus(self, other: Self) -> Self;
}

impl Plus for u64 {
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

impl Plus for usize {
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

/// Lets a reader do without something: only the wish for bytes is passed on.
pub(super) fn optional<T>(result: Read<T>) -> Read<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Need) => Err(Stop::Need),
        Err(_) => Ok(None),
    }
}

/// `N` bytes at `at`.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Read<[u8; N]> {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<N>())
        .copied()
        .ok_or(Stop::Short)
}

pub(super) fn byte(bytes: &[u8], at: usize) -> Read<u8> {
    bytes.get(at).copied().ok_or(Stop::Short)
}

pub(super) fn be16(bytes: &[u8], at: usize) -> Read<u16> {
    array(bytes, at).map(|two| high_first_16(u16::from_ne_bytes(two)))
}

/// A number as a file from the high end has it. WebAssembly has no instruction for that.
#[cfg_attr(target_family = "wasm", inline(never))]
fn high_first(stored: u32) -> u32 {
    u32::from_be(stored)
}

#[cfg_attr(target_family = "wasm", inline(never))]
fn high_first_16(stored: u16) -> u16 {
    u16::from_be(stored)
}

pub(super) fn be24(bytes: &[u8], at: usize) -> Read<u32> {
    let [a, b, c] = array(bytes, at)?;
    Ok(u32::from_be_bytes([0, a, b, c]))
}

pub(super) fn be32(bytes: &[u8], at: usize) -> Read<u32> {
    array(bytes, at).map(|four| high_first(u32::from_ne_bytes(four)))
}

#[inline(never)]
pub(super) fn be64(bytes: &[u8], at: usize) -> Read<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

pub(super) fn le16(bytes: &[u8], at: usize) -> Read<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

pub(super) fn le24(bytes: &[u8], at: usize) -> Read<u32> {
    let [a, b, c] = array(bytes, at)?;
    Ok(u32::from_le_bytes([a, b, c, 0]))
}

pub(super) fn le32(bytes: &[u8], at: usize) -> Read<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

pub(super) fn le64(bytes: &[u8], at: usize) -> Read<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

/// Whether `bytes` are `text`, which is ASCII, in UTF-16 from its low end.
pub(super) fn is_utf16(bytes: &[u8], text: &str) -> bool {
    bytes.len() == text.len().saturating_mul(2)
        && bytes
            .chunks_exact(2)
            .zip(text.bytes())
            .all(|(unit, letter)| unit == [letter, 0])
}

/// Where `needle` first stands in `bytes`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

/// Where `needle` last stands in `bytes`.
pub(super) fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .rposition(|window| window == needle)
}
