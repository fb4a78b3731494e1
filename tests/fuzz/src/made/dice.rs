//! Decisions, read from bytes: one byte each where that is enough, so that a changed byte changes
//! one decision. When the bytes are used up, every decision is the first.

/// Bytes that decide.
#[derive(Debug)]
pub struct Dice<'a> {
    bytes: &'a [u8],
}

impl<'a> Dice<'a> {
    /// Decisions of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Dice { bytes }
    }

    /// Whether any are left.
    pub fn is_used_up(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        let mut number = self.byte();
        if end > 256 {
            number = number << 8 | self.byte();
        }
        number % end
    }

    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*first)
    }

    /// Once in so many times.
    pub fn rarely(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of these, which are not none.
    pub fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// The limit, one less, or one more.
    pub fn about(&mut self, limit: u64) -> u64 {
        match self.below(4) {
            0 | 1 => limit.saturating_add(1),
            2 => limit,
            _ => limit.saturating_sub(1),
        }
    }
}
