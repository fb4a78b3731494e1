//! Finds objects: through tables, streams, and objects packed into streams.

use alloc::vec::Vec;
use core::cell::Cell;

use super::syntax::{
    Value, digits, end_of_dictionary, lookup, number, number_of, skip_space, value,
};
use crate::probe::inflate;
use crate::probe::reason::Reason;
use crate::probe::source::{Plus as _, Read, Source, Stop};

/// Updates of one file that are looked through.
const SECTIONS: usize = 32;
/// Parts of one table.
const PARTS: usize = 1024;
/// A packed stream that is read.
const PACKED: u32 = 1 << 20;
/// What may be held of streams and tables at once. A probe has a mebibyte to work with.
const HELD: usize = 768 << 10;
/// What all streams together may unpack to.
const UNPACKED_IN_ALL: usize = 4 << 20;
/// How much of an object is read, step by step, until its dictionary ends.
const OBJECT: [u32; 3] = [1 << 10, 32 << 10, 512 << 10];

pub(super) const ENCRYPTED: Reason = Reason::PageTreeEncrypted;
const DAMAGED: Stop = Stop::Bad(Reason::XrefDamaged);

/// Where an object lies.
#[derive(Clone, Copy, Debug)]
enum Place {
    At(u64),
    Packed { stream: u32, index: usize },
}

/// A run of objects with consecutive numbers.
struct Part {
    first: u64,
    count: u64,
    /// In the file for a table, in the unpacked rows for a stream.
    at: u64,
}

struct Section {
    parts: Vec<Part>,
    /// The rows of a stream and the widths of its columns; none for a table.
    rows: Option<(Vec<u8>, [usize; 3])>,
}

/// The cross-reference sections, the newest first, read as they are needed.
pub(super) struct Xref {
    base: u64,
    sections: Vec<Section>,
    next: Vec<u64>,
    /// What may still be unpacked.
    room: Cell<usize>,
    /// What may still be held.
    free: usize,
    pub(super) root: Option<u32>,
    pub(super) encrypted: bool,
}

impl Xref {
    /// Reads the newest section.
    pub(super) fn open(source: &Source<'_>, base: u64, start: u64) -> Read<Self> {
        let mut xref = Self {
            base,
            sections: Vec::new(),
            next: alloc::vec![start],
            room: Cell::new(UNPACKED_IN_ALL),
            free: HELD,
            root: None,
            encrypted: false,
        };
        xref.load(source)?;
        // The first part of a file for the web may leave the catalogue to the rest.
        while xref.root.is_none() && xref.load(source)? {}
        Ok(xref)
    }

    /// The value of a key of an object that is a dictionary.
    pub(super) fn entry_of(
        &mut self,
        source: &Source<'_>,
        object: u32,
        key: &[u8],
    ) -> Read<Option<Value>> {
        match self.place(source, object)? {
            Place::At(at) => {
                let (_, bytes) = body(source, at, Some(object), key)?;
                Ok(lookup(bytes, key).map(value))
            }
            Place::Packed { stream, index } => {
                let (unpacked, at) = self.unpack_object(source, object, stream, index)?;
                Ok(lookup(unpacked.get(at..).unwrap_or_default(), key).map(value))
            }
        }
    }

    /// An object that is a number.
    pub(super) fn number(&mut self, source: &Source<'_>, object: u32) -> Read<u64> {
        let found = match self.place(source, object)? {
            Place::At(at) => number(body(source, at, Some(object), b"")?.1),
            Place::Packed { stream, index } => {
                let (unpacked, at) = self.unpack_object(source, object, stream, index)?;
                number(unpacked.get(at..).unwrap_or_default())
            }
        };
        found.ok_or(DAMAGED)
    }

    /// The stream that an object is packed into, and where in it the object starts.
    fn unpack_object(
        &mut self,
        source: &Source<'_>,
        object: u32,
        stream: u32,
        index: usize,
    ) -> Read<(Vec<u8>, usize)> {
        if self.encrypted {
            return Err(Stop::Bad(ENCRYPTED));
        }
        let Place::At(at) = self.place(source, stream)? else {
            return Err(DAMAGED);
        };
        let (dictionary_at, dictionary) = body(source, at, Some(stream), b"")?;
        let first = number_of(dictionary, b"First").ok_or(DAMAGED)?;
        let length = match lookup(dictionary, b"Length").map(value) {
            Some(Value::Reference(length)) => match self.place(source, length)? {
                Place::At(at) => number(body(source, at, Some(length), b"")?.1),
                Place::Packed { .. } => None,
            },
            _ => None,
        };
        let unpacked = self.unpack(source, dictionary_at, dictionary, length)?;
        let mut header = unpacked.as_slice();
        for entry in 0.. {
            let (number, rest) = digits(header).ok_or(DAMAGED)?;
            let (offset, rest) = digits(rest).ok_or(DAMAGED)?;
            if number == u64::from(object) || (entry == index && number == 0) {
                let at = usize::try_from(first.plus(offset)).map_err(|_| DAMAGED)?;
                return Ok((unpacked, at));
            }
            header = rest;
        }
        Err(DAMAGED)
    }

    fn place(&mut self, source: &Source<'_>, object: u32) -> Read<Place> {
        let mut seen = 0_usize;
        loop {
            while let Some(section) = self.sections.get(seen) {
                if let Some(place) = section.place(source, object.into(), self.base)? {
                    return Ok(place);
                }
                seen = seen.plus(1);
            }
            if !self.load(source)? {
                return Err(DAMAGED);
            }
        }
    }

    /// Reads the next older section; false when there is none.
    fn load(&mut self, source: &Source<'_>) -> Read<bool> {
        if self.sections.len() >= SECTIONS {
            return Ok(false);
        }
        let Some(at) = self.next.pop() else {
            return Ok(false);
        };
        // Offsets count from the header by the letter, from the start of the file by habit.
        let at = if starts_section(source.up_to(at, 32)?) || self.base == 0 {
            at
        } else {
            at.plus(self.base)
        };
        let head = source.up_to(at, 32)?;
        if skip_space(head).starts_with(b"xref") {
            self.load_table(source, at)?;
        } else {
            self.load_stream(source, at)?;
        }
        Ok(true)
    }

    fn load_table(&mut self, source: &Source<'_>, start: u64) -> Read<()> {
        let mut section = Section {
            parts: Vec::new(),
            rows: None,
        };
        let head = source.up_to(start, 64)?;
        let lead = head.len().saturating_sub(skip_space(head).len()).plus(4);
        let mut at = start.plus(lead as u64);
        loop {
            let line = source.up_to(at, 64)?;
            let rest = skip_space(line);
            if rest.starts_with(b"trailer") {
                let skipped = line.len().saturating_sub(rest.len()).plus(7);
                at = at.plus(skipped as u64);
                break;
            }
            let (first, rest) = digits(rest).ok_or(DAMAGED)?;
            let (count, rest) = digits(rest).ok_or(DAMAGED)?;
            let rest = skip_space(rest);
            let rows = at.plus(line.len().saturating_sub(rest.len()) as u64);
            if section.parts.len() >= PARTS {
                return Err(DAMAGED);
            }
            section.parts.push(Part {
                first,
                count,
                at: rows,
            });
            at = rows.plus(count.saturating_mul(20));
        }
        let mut hybrid = None;
        let mut older = None;
        for length in OBJECT {
            let bytes = source.up_to(at, length)?;
            if end_of_dictionary(bytes).is_some() || bytes.len() < length as usize {
                older = number_of(bytes, b"Prev");
                hybrid = number_of(bytes, b"XRefStm");
                self.trailer(bytes);
                break;
            }
        }
        self.next.extend(older);
        self.next.extend(hybrid);
        self.keep(section)
    }

    fn load_stream(&mut self, source: &Source<'_>, start: u64) -> Read<()> {
        let (at, dictionary) = body(source, start, None, b"")?;
        let (widths, parts) = shape(dictionary).ok_or(DAMAGED)?;
        let rows = self.unpack(source, at, dictionary, None)?;
        self.next.extend(number_of(dictionary, b"Prev"));
        self.trailer(dictionary);
        self.keep(Section {
            parts,
            rows: Some((rows, widths)),
        })
    }

    /// Keeps a section where there is room for it.
    fn keep(&mut self, section: Section) -> Read<()> {
        let parts = section.parts.capacity().saturating_mul(size_of::<Part>());
        let rows = section.rows.as_ref().map_or(0, |(rows, _)| rows.capacity());
        let free = self.free.checked_sub(parts.plus(rows));
        self.free = free.ok_or(Stop::Budget)?;
        self.sections.push(section);
        Ok(())
    }

    fn trailer(&mut self, bytes: &[u8]) {
        self.root = self.root.or(reference(bytes, b"Root"));
        self.encrypted |= lookup(bytes, b"Encrypt").is_some();
    }

    /// The content of a stream, given its dictionary, inflated and freed of its predictor.
    fn unpack(
        &self,
        source: &Source<'_>,
        at: u64,
        dictionary: &[u8],
        length: Option<u64>,
    ) -> Read<Vec<u8>> {
        let rest = end_of_dictionary(dictionary).ok_or(DAMAGED)?;
        let at = at.plus(dictionary.len().saturating_sub(rest.len()) as u64);
        let line = source.up_to(at, 64)?;
        let after = skip_space(line).strip_prefix(b"stream").ok_or(DAMAGED)?;
        let data = after
            .strip_prefix(b"\r\n")
            .or(after.strip_prefix(b"\n"))
            .unwrap_or(after);
        let data = at.plus(line.len().saturating_sub(data.len()) as u64);
        let said = lookup(dictionary, b"Length").map(value);
        let length = length.or(match said {
            Some(Value::Number(length)) => Some(length),
            _ => None,
        });
        let length = u32::try_from(length.unwrap_or(PACKED.into())).unwrap_or(u32::MAX);
        let packed = source.up_to(data, length.min(PACKED))?;
        // One filter may stand in brackets.
        let inside = |key| {
            let rest = skip_space(lookup(dictionary, key)?);
            Some(skip_space(rest.strip_prefix(b"[").unwrap_or(rest)))
        };
        let filter = inside(b"Filter");
        let parameters = inside(b"DecodeParms").unwrap_or_default();
        let parameter = |key| number_of(parameters, key).unwrap_or(1);
        let room = self.room.get();
        let most = room.min(self.free);
        if most == 0 {
            return Err(Stop::Budget);
        }
        let mut bytes = if filter.is_none() {
            packed.get(..most).unwrap_or(packed).to_vec()
        } else if filter.is_some_and(|name| name.starts_with(b"/Fl")) {
            inflate::unpack(packed, most)
        } else {
            return Err(Stop::Bad(Reason::PageTreePacked));
        };
        // Whoever packs nothing into much makes work all the same.
        self.room
            .set(room.saturating_sub(bytes.len().max(packed.len())));
        if parameter(b"Predictor") >= 10 {
            let columns = usize::try_from(parameter(b"Columns")).unwrap_or(0);
            if columns == 0 || columns > 64 {
                return Err(DAMAGED);
            }
            unpredict(&mut bytes, columns);
        }
        Ok(bytes)
    }
}

impl Section {
    fn place(&self, source: &Source<'_>, object: u64, base: u64) -> Read<Option<Place>> {
        for part in &self.parts {
            let Some(row) = object
                .checked_sub(part.first)
                .filter(|row| *row < part.count)
            else {
                continue;
            };
            let found = match &self.rows {
                Some((rows, widths)) => packed_row(rows, *widths, part.at, row),
                None => table_row(source, part.at.plus(row.saturating_mul(20)), base)?,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn table_row(source: &Source<'_>, at: u64, base: u64) -> Read<Option<Place>> {
    let row = source.read(at, 18)?;
    if row.get(17) != Some(&b'n') {
        return Ok(None);
    }
    let offset = row.get(..10).and_then(number).ok_or(DAMAGED)?;
    // The same habit as with the table itself.
    let literal = base > 0 && after_obj(source.up_to(offset, 32)?, None).is_none();
    Ok(Some(Place::At(if literal {
        offset.plus(base)
    } else {
        offset
    })))
}

fn packed_row(rows: &[u8], widths: [usize; 3], at: u64, row: u64) -> Option<Place> {
    let each = widths.iter().fold(0_usize, |sum, width| sum.plus(*width));
    let at = at.checked_add(row.checked_mul(each as u64)?)?;
    let mut rest = rows.get(usize::try_from(at).ok()?..)?.get(..each)?;
    let mut fields = [1, 0, 0];
    for (field, width) in fields.iter_mut().zip(widths) {
        let (bytes, after) = rest.split_at_checked(width)?;
        if width > 0 {
            *field = bytes
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        }
        rest = after;
    }
    match fields {
        [1, offset, _] => Some(Place::At(offset)),
        [2, stream, index] => Some(Place::Packed {
            stream: u32::try_from(stream).ok()?,
            index: usize::try_from(index).ok()?,
        }),
        _ => None,
    }
}

/// Undoes the predictors of PNG, for rows of one byte a pixel, where they stand.
fn unpredict(bytes: &mut Vec<u8>, columns: usize) {
    let (mut read, mut written) = (0_usize, 0_usize);
    let mut above = alloc::vec![0_u8; columns];
    while read.plus(columns) < bytes.len() {
        let kind = bytes.get(read).copied().unwrap_or(0);
        read = read.plus(1);
        let (mut left, mut corner) = (0_u8, 0_u8);
        for up in &mut above {
            let byte = bytes.get(read).copied().unwrap_or(0);
            read = read.plus(1);
            let guess = match kind {
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => paeth(left, *up, corner),
                _ => 0,
            };
            corner = *up;
            left = byte.wrapping_add(guess);
            *up = left;
            if let Some(place) = bytes.get_mut(written) {
                *place = left;
            }
            written = written.plus(1);
        }
    }
    bytes.truncate(written);
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a.saturating_add(b).saturating_sub(c);
    let (pa, pb, pc) = (guess.abs_diff(a), guess.abs_diff(b), guess.abs_diff(c));
    if pa <= pb && pa <= pc {
        left
    } else if pb <= pc {
        up
    } else {
        corner
    }
}

/// What an object is, as far as its dictionary ends or `key` stands in it, and where that starts.
fn body<'s>(
    source: &'s Source<'_>,
    at: u64,
    object: Option<u32>,
    key: &[u8],
) -> Read<(u64, &'s [u8])> {
    for length in OBJECT {
        let bytes = source.up_to(at, length)?;
        let body = after_obj(bytes, object).ok_or(DAMAGED)?;
        let number = !skip_space(body).starts_with(b"<<");
        if number || end_of_dictionary(body).is_some() || lookup(body, key).is_some() {
            let start = bytes.len().saturating_sub(body.len());
            return Ok((at.plus(start as u64), body));
        }
        if bytes.len() < length as usize {
            return Err(Stop::Short);
        }
    }
    Err(DAMAGED)
}

/// The widths of the columns of a cross-reference stream, and its parts.
fn shape(dictionary: &[u8]) -> Option<([usize; 3], Vec<Part>)> {
    let mut rest = skip_space(lookup(dictionary, b"W")?).strip_prefix(b"[")?;
    let mut widths = [0; 3];
    let mut each = 0_u64;
    for width in &mut widths {
        let (number, after) = digits(rest).filter(|(width, _)| *width <= 8)?;
        *width = usize::try_from(number).ok()?;
        each = each.plus(number);
        rest = after;
    }
    let size = number_of(dictionary, b"Size")?;
    let index = lookup(dictionary, b"Index").and_then(|rest| skip_space(rest).strip_prefix(b"["));
    let mut parts = Vec::new();
    let Some(mut rest) = index else {
        parts.push(Part {
            first: 0,
            count: size,
            at: 0,
        });
        return Some((widths, parts));
    };
    let mut at = 0_u64;
    while let Some((first, after)) = digits(rest).filter(|_| parts.len() < PARTS) {
        let (count, after) = digits(after)?;
        parts.push(Part { first, count, at });
        at = at.plus(count.saturating_mul(each));
        rest = after;
    }
    Some((widths, parts))
}

fn starts_section(head: &[u8]) -> bool {
    skip_space(head).starts_with(b"xref") || after_obj(head, None).is_some()
}

/// What follows "12 0 obj", for a given object or for any.
fn after_obj(bytes: &[u8], object: Option<u32>) -> Option<&[u8]> {
    let (number, rest) = digits(bytes)?;
    let (_, rest) = digits(rest)?;
    let rest = skip_space(rest).strip_prefix(b"obj")?;
    (object.is_none_or(|object| number == u64::from(object))).then_some(rest)
}

fn reference(bytes: &[u8], key: &[u8]) -> Option<u32> {
    match lookup(bytes, key).map(value) {
        Some(Value::Reference(object)) => Some(object),
        _ => None,
    }
}
