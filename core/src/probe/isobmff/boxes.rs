//! Box headers.

use crate::probe::reason::Reason;
use crate::probe::source::{Plus as _, Read, Source, Stop, be32, be64};

/// One box: what it is and where its content lies.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::probe) struct BoxAt {
    pub(in crate::probe) kind: u32,
    /// Where the header starts.
    pub(in crate::probe) start: u64,
    /// Where the content starts.
    pub(in crate::probe) body: u64,
    /// Where the content ends, never beyond the box around it.
    pub(in crate::probe) end: u64,
    /// It claims to end beyond the box around it.
    overlong: bool,
}

impl BoxAt {
    /// Whether the box claims to end beyond the box around it.
    pub(in crate::probe) fn overlong(&self) -> bool {
        self.overlong
    }

    pub(in crate::probe) fn length(&self) -> u64 {
        self.end.saturating_sub(self.body)
    }

    /// The first bytes of the content, `most` at the most.
    #[inline(never)]
    pub(in crate::probe) fn content<'s>(
        &self,
        source: &'s Source<'_>,
        most: u32,
    ) -> Read<&'s [u8]> {
        let length = u32::try_from(self.length()).unwrap_or(u32::MAX);
        source.up_to(self.body, length.min(most))
    }
}

/// The box at `at` inside a box that ends at `end`; none where no header fits.
pub(super) fn box_at(source: &Source<'_>, at: u64, end: u64) -> Read<Option<BoxAt>> {
    let room = u32::try_from(end.saturating_sub(at)).unwrap_or(u32::MAX);
    let head = source.up_to(at, room.min(16))?;
    if head.len() < 8 {
        return Ok(None);
    }
    let (header, length) = match be32(head, 0)? {
        // Up to the end of the box around it.
        0 => (8, end.saturating_sub(at)),
        1 => (16, be64(head, 8)?),
        length => (8, u64::from(length)),
    };
    if length < header {
        return Err(Stop::Bad(Reason::BoxTooShort));
    }
    let claimed = at.plus(length);
    Ok(Some(BoxAt {
        kind: be32(head, 4)?,
        start: at,
        body: at.plus(header),
        end: claimed.min(end),
        overlong: claimed > end,
    }))
}

/// The boxes inside a box, one after the other.
pub(in crate::probe) struct Boxes {
    at: u64,
    end: u64,
    found: Option<BoxAt>,
}

impl Boxes {
    pub(in crate::probe) fn inside(parent: &BoxAt) -> Self {
        Self::from(parent.body, parent.end)
    }

    pub(in crate::probe) fn from(at: u64, end: u64) -> Self {
        Self {
            at,
            end,
            found: None,
        }
    }

    // Not an iterator: a header that is not at hand must reach the caller through `?`. And lent,
    // because many copies of it make a module large.
    #[inline]
    pub(in crate::probe) fn next(&mut self, source: &Source<'_>) -> Read<Option<&BoxAt>> {
        self.step(source)?;
        Ok(self.found.as_ref())
    }

    #[cfg_attr(target_family = "wasm", inline(never))]
    fn step(&mut self, source: &Source<'_>) -> Read<()> {
        self.found = box_at(source, self.at, self.end)?;
        if let Some(found) = &self.found {
            self.at = found.end;
        }
        Ok(())
    }
}
