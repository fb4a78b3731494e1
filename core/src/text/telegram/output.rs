//! What the parsers of markup write to, and read from.

use alloc::string::String;

use crate::text::clusters::{Graphemes, graphemes};

/// The visible text: its length and, where asked for, itself and where it may be cut.
pub(super) struct Output<'a> {
    utf16: u32,
    text: Option<String>,
    cut: Option<Cut<'a>>,
}

/// The last place in the source where it may be cut within a limit.
struct Cut<'a> {
    limit: u32,
    fits: usize,
    clusters: Graphemes<'a>,
    boundary: usize,
}

impl<'a> Output<'a> {
    /// Only counts.
    pub(super) const fn new(_source: &'a str) -> Self {
        Self {
            utf16: 0,
            text: None,
            cut: None,
        }
    }

    /// Counts, and looks for a place to cut the source.
    pub(super) fn cutting(source: &'a str, limit: u32) -> Self {
        let clusters = graphemes(source);
        let cut = Cut {
            limit,
            fits: 0,
            clusters,
            boundary: 0,
        };
        Self {
            utf16: 0,
            text: None,
            cut: Some(cut),
        }
    }

    /// Counts, and keeps the visible text.
    pub(super) const fn keeping(_source: &'a str) -> Self {
        Self {
            utf16: 0,
            text: Some(String::new()),
            cut: None,
        }
    }

    pub(super) fn push(&mut self, c: char) {
        let units = if u32::from(c) > 0xFFFF { 2 } else { 1 };
        self.utf16 = self.utf16.saturating_add(units);
        if let Some(text) = &mut self.text {
            text.push(c);
        }
    }

    /// Says that no entity is open at `offset` of the source, which has been read that far.
    pub(super) fn safe(&mut self, offset: usize) {
        let Some(cut) = self.cut.as_mut().filter(|cut| self.utf16 <= cut.limit) else {
            return;
        };
        while cut.boundary < offset {
            let next = cut.clusters.next();
            cut.boundary = next.map_or(usize::MAX, |cluster| {
                cut.boundary.saturating_add(cluster.len())
            });
        }
        if cut.boundary == offset {
            cut.fits = offset;
        }
    }

    pub(super) const fn utf16(&self) -> u32 {
        self.utf16
    }

    pub(super) fn fits(&self) -> usize {
        self.cut.as_ref().map_or(0, |cut| cut.fits)
    }

    pub(super) fn into_text(self) -> String {
        self.text.unwrap_or_default()
    }
}

/// A place in the source.
pub(super) struct Cursor<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.source.len());
    }

    /// The next character, past which the cursor moves.
    pub(super) fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.skip(c.len_utf8());
        Some(c)
    }

    /// Moves past `text` if it stands here.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.skip(text.len());
        }
        found
    }

    /// Moves to the first character that `stop` holds for, and returns what lies before it.
    pub(super) fn until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(stop).unwrap_or(rest.len());
        self.skip(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Moves past the language of a block of code and the line break after it.
    pub(super) fn skip_language(&mut self) {
        let length = self.rest().find(|c| is_space(c) || c == '`');
        // Code right up to its end, or to the end of the text, is no language.
        if let Some(length) = length
            && !self
                .rest()
                .get(length..)
                .is_some_and(|rest| rest.starts_with('`'))
        {
            self.skip(length);
        }
        if !(self.eat("\r\n") || self.eat("\n\r") || self.eat("\n")) {
            self.eat("\r");
        }
    }
}

/// White space as Telegram's parser knows it.
pub(super) const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\0' | '\x0B')
}
