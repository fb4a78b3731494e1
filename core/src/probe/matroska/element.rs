//! Elements of EBML.

use crate::probe::reason::Reason;
use crate::probe::source::{Plus as _, Read, Source, Stop, array};

/// One element: its number and where its content lies.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Element {
    pub(super) id: u32,
    pub(super) body: u64,
    pub(super) end: u64,
    /// It claims to end beyond the element around it.
    overlong: bool,
}

impl Element {
    /// Whether it claims to end beyond the element around it.
    pub(super) fn overlong(&self) -> bool {
        self.overlong
    }

    pub(super) fn content<'s>(&self, source: &'s Source<'_>, most: u32) -> Read<&'s [u8]> {
        let length = u32::try_from(self.end.saturating_sub(self.body)).unwrap_or(u32::MAX);
        source.up_to(self.body, length.min(most))
    }

    pub(super) fn number(&self, source: &Source<'_>) -> Read<u64> {
        let bytes = self.content(source, 8)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub(super) fn float(&self, source: &Source<'_>) -> Read<f64> {
        let bytes = self.content(source, 8)?;
        match bytes.len() {
            4 => Ok(f32::from_be_bytes(array(bytes, 0)?).into()),
            8 => Ok(f64::from_be_bytes(array(bytes, 0)?)),
            _ => Err(Stop::Bad(Reason::OddNumber)),
        }
    }
}

/// The element at `at` inside one that ends at `end`; none where no header fits.
pub(super) fn element_at(source: &Source<'_>, at: u64, end: u64) -> Read<Option<Element>> {
    let room = u32::try_from(end.saturating_sub(at)).unwrap_or(u32::MAX);
    let head = source.up_to(at, room.min(12))?;
    let Some((id, after)) = raw(head) else {
        return Ok(None);
    };
    let Some((length, length_end)) = raw(head.get(after..).unwrap_or_default()) else {
        return Ok(None);
    };
    let marker = 1_u64 << length_end.saturating_mul(7);
    let length = length & marker.saturating_sub(1);
    let body = at.plus(after as u64).plus(length_end as u64);
    // All ones: as long as there is something that fits.
    let claimed = if length == marker.saturating_sub(1) {
        end
    } else {
        body.plus(length)
    };
    Ok(Some(Element {
        id: u32::try_from(id).map_err(|_| Stop::Bad(Reason::ElementsDamaged))?,
        body,
        end: claimed.min(end),
        overlong: claimed > end,
    }))
}

/// A number that says its own length with its leading zeros, marker included.
pub(super) fn raw(bytes: &[u8]) -> Option<(u64, usize)> {
    let length = bytes.first()?.leading_zeros().saturating_add(1) as usize;
    let digits = bytes.get(..length).filter(|_| length <= 8)?;
    Some((
        digits
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        length,
    ))
}

/// The elements inside an element, one after the other.
pub(super) struct Elements {
    at: u64,
    end: u64,
    found: Option<Element>,
}

impl Elements {
    pub(super) fn inside(parent: &Element) -> Self {
        Self {
            at: parent.body,
            end: parent.end,
            found: None,
        }
    }

    // Lent, because many copies of it make a module large.
    #[inline]
    pub(super) fn next(&mut self, source: &Source<'_>) -> Read<Option<&Element>> {
        self.step(source)?;
        Ok(self.found.as_ref())
    }

    #[cfg_attr(target_family = "wasm", inline(never))]
    fn step(&mut self, source: &Source<'_>) -> Read<()> {
        self.found = element_at(source, self.at, self.end)?;
        if let Some(found) = &self.found {
            self.at = found.end;
        }
        Ok(())
    }
}
