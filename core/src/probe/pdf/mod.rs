//! PDF: whether it is encrypted, and how many pages it has.

mod syntax;
mod xref;

use super::facts::Facts;
use super::reason::Reason;
use super::recognised;
use super::source::{Plus as _, Read, Source, Stop, find, find_last, optional};
use crate::media::Format;
use syntax::{Value, lookup, number, number_of};
use xref::Xref;

/// The end of the file, where the way to the cross-reference table stands.
const TAIL: u32 = 2048;
/// How much of a damaged file is searched at either end.
const SEARCHED: u32 = 1 << 20;

/// Nodes of the page tree that are looked at in such a file, and how far into each.
const NODES: u32 = 1024;
const NODE: usize = 16 << 10;
/// How far in front of its type a node may start.
const NEAR: usize = 4096;

const NO_TREE: Reason = Reason::NoPageTree;

pub(super) fn read(source: &Source<'_>, info: &mut Facts) -> Read<()> {
    recognised(info, Format::Pdf);
    let head = source.up_to(0, 1024)?;
    let base = find(head, b"%PDF-").unwrap_or(0) as u64;
    let Some(size) = source.known_size()? else {
        return Err(Stop::Bad(Reason::SizeUnknown));
    };
    let tail_start = size.saturating_sub(TAIL.into());
    let tail = source.up_to(tail_start, TAIL)?;
    let start = find_last(tail, b"startxref").and_then(|at| {
        let rest = tail.get(at..).unwrap_or_default();
        number(rest.get(b"startxref".len()..).unwrap_or_default())
    });
    let followed = match start {
        Some(start) => follow(source, info, base, start),
        None => Err(Stop::Short),
    };
    match followed {
        Ok(()) => Ok(()),
        Err(Stop::Need) => Err(Stop::Need),
        Err(_) => {
            // Files without an end were cut off; those with a wrong one are only badly written.
            if start.is_none() && find_last(tail, b"%%EOF").is_none() {
                info.truncated = Some(true);
            }
            search(source, info, size)
        }
    }
}

/// The way that the format intends: trailer, catalogue, page tree.
fn follow(source: &Source<'_>, info: &mut Facts, base: u64, start: u64) -> Read<()> {
    let mut xref = Xref::open(source, base, start)?;
    info.encrypted = Some(xref.encrypted);
    let pages = pages(source, &mut xref);
    match pages {
        Ok(pages) => info.pages = Some(pages),
        Err(Stop::Bad(xref::ENCRYPTED)) => {
            match linearized(source)? {
                Some(pages) => info.pages = Some(pages),
                None => info.unknown("pages", xref::ENCRYPTED),
            };
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

fn pages(source: &Source<'_>, xref: &mut Xref) -> Read<u32> {
    let root = xref.root.ok_or(Stop::Bad(NO_TREE))?;
    let Some(Value::Reference(tree)) = xref.entry_of(source, root, b"Pages")? else {
        return Err(Stop::Bad(NO_TREE));
    };
    let count = match xref.entry_of(source, tree, b"Count")? {
        Some(Value::Number(count)) => count,
        Some(Value::Reference(object)) => xref.number(source, object)?,
        _ => return Err(Stop::Bad(NO_TREE)),
    };
    u32::try_from(count).map_err(|_| Stop::Bad(NO_TREE))
}

/// The page count that files made for the web carry in their first object.
fn linearized(source: &Source<'_>) -> Read<Option<u32>> {
    let head = source.up_to(0, 1024)?;
    let Some(at) = find(head, b"/Linearized") else {
        return Ok(None);
    };
    let before = head.get(..at).unwrap_or_default();
    let Some(open) = find_last(before, b"<<") else {
        return Ok(None);
    };
    let dictionary = head.get(open..).unwrap_or_default();
    // An update appended later changes the length, and perhaps the pages.
    let length = number_of(dictionary, b"L");
    let current = length.is_some() && length == source.size();
    let pages = number_of(dictionary, b"N").filter(|_| current);
    Ok(pages.and_then(|pages| u32::try_from(pages).ok()))
}

/// What can be found without a cross-reference table.
fn search(source: &Source<'_>, info: &mut Facts, size: u64) -> Read<()> {
    let head = source.up_to(0, SEARCHED)?;
    let head_end = head.len() as u64;
    let tail_start = size.saturating_sub(SEARCHED.into()).max(head_end);
    let tail = optional(source.up_to(tail_start, SEARCHED))?.unwrap_or_default();
    let mut root = None;
    let mut largest = None;
    for part in [head, tail] {
        let mut rest = part;
        for _ in 0..NODES {
            let Some(at) = find(rest, b"/Pages") else {
                break;
            };
            let before = rest.get(..at).unwrap_or_default();
            let after = rest.get(at.plus(6)..).unwrap_or_default();
            // The type of a node, not the entry of the catalogue.
            if before.trim_ascii_end().ends_with(b"/Type") {
                let near = before
                    .get(before.len().saturating_sub(NEAR)..)
                    .unwrap_or_default();
                let open = find_last(near, b"obj").map_or(0, |at| at.plus(3));
                let node = near.len().saturating_sub(open).plus(6).plus(after.len());
                let node = rest
                    .get(rest.len().saturating_sub(node)..)
                    .unwrap_or_default();
                let node = node.get(..node.len().min(NODE)).unwrap_or_default();
                if let Some(count) = number_of(node, b"Count") {
                    largest = largest.max(Some(count));
                    if lookup(node, b"Parent").is_none() {
                        root = Some(count);
                    }
                }
            }
            rest = after;
        }
        if find(part, b"/Encrypt ").is_some() || find(part, b"/Encrypt<").is_some() {
            info.encrypted = Some(true);
        }
    }
    let all_seen = tail_start <= head_end && info.truncated != Some(true);
    if all_seen && info.encrypted.is_none() && largest.is_some() {
        info.encrypted = Some(false);
    }
    info.pages = root.or(largest).and_then(|pages| u32::try_from(pages).ok());
    if info.pages.is_none() {
        info.pages = linearized(source)?;
    }
    if info.pages.is_none() {
        let reason = if info.truncated == Some(true) {
            Reason::PageTreeCutOff
        } else {
            Reason::XrefDamaged
        };
        info.unknown("pages", reason);
    }
    if info.encrypted.is_none() {
        info.unknown("encrypted", Reason::NoTrailer);
    }
    Ok(())
}
