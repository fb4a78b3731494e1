//! Finds the lines and columns of JSON Pointers in the text they point into.

use std::borrow::Cow;
use std::collections::HashMap;

/// Finds places in one text, of which each part is read once however many there are.
pub struct Locator<'t> {
    text: &'t [u8],
    /// Where the values of objects and lists stand, by where those begin.
    inside: HashMap<usize, Inside>,
    columns: Columns<'t>,
}

/// Where the values of an object or a list begin.
enum Inside {
    /// Of two members of a name the last one, as the reader takes it.
    Members(HashMap<String, usize>),
    Elements(Vec<usize>),
}

impl<'t> Locator<'t> {
    pub fn new(text: &'t [u8]) -> Self {
        Locator {
            text,
            inside: HashMap::new(),
            columns: Columns::of(text),
        }
    }

    /// Line and column (in characters), from 1, of the value that a pointer names, or of the
    /// innermost value around it that the text holds.
    pub fn position(&mut self, pointer: &str) -> (usize, usize) {
        let mut scan = Scan {
            text: self.text,
            at: 0,
        };
        scan.blank();
        let mut found = scan.at;
        for name in pointer.split('/').skip(1) {
            let name = unescape(name);
            let inside = self.inside.entry(found);
            let next = match inside.or_insert_with(|| Inside::of(self.text, found)) {
                Inside::Members(members) => members.get(name.as_ref()),
                Inside::Elements(elements) => {
                    let index = name.parse::<usize>().ok();
                    index.and_then(|index| elements.get(index))
                }
            };
            let Some(next) = next else { break };
            found = *next;
        }
        self.columns.position(found)
    }

    /// The column in characters for one in bytes; both count from 1.
    pub fn column(&self, line: usize, column: usize) -> usize {
        let start = self.columns.start(line);
        let at = start.saturating_add(column.saturating_sub(1));
        self.columns.characters(start, at).saturating_add(1)
    }
}

impl Inside {
    fn of(text: &[u8], at: usize) -> Self {
        let mut scan = Scan { text, at };
        match scan.peek() {
            Some(b'{') => {
                let mut members = HashMap::new();
                // What ends in the middle holds what was read until there.
                let _ = scan.members(&mut members);
                Inside::Members(members)
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                let _ = scan.elements(&mut elements);
                Inside::Elements(elements)
            }
            _ => Inside::Elements(Vec::new()),
        }
    }
}

/// Counts lines and characters.
struct Columns<'t> {
    text: &'t [u8],
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters stand before each block.
    blocks: Vec<usize>,
}

/// Bytes whose characters are counted anew for each place.
const BLOCK: usize = 1 << 12;

impl<'t> Columns<'t> {
    fn of(text: &'t [u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = ends.map(|(at, _)| at.saturating_add(1));
        let blocks = text.chunks(BLOCK).scan(0_usize, |before, block| {
            let start = *before;
            *before = start.saturating_add(characters(block));
            Some(start)
        });
        Columns {
            text,
            lines: std::iter::once(0).chain(starts).collect(),
            blocks: blocks.collect(),
        }
    }

    /// Where a line begins, from 1.
    fn start(&self, line: usize) -> usize {
        let line = self.lines.get(line.saturating_sub(1));
        line.copied().unwrap_or(self.text.len())
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        let column = self.characters(self.start(line), at);
        (line, column.saturating_add(1))
    }

    /// How many characters begin between two places.
    fn characters(&self, from: usize, to: usize) -> usize {
        self.before(to).saturating_sub(self.before(from))
    }

    fn before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / BLOCK;
        let start = block.saturating_mul(BLOCK);
        let rest = self.text.get(start..at).unwrap_or_default();
        let before = self.blocks.get(block).copied();
        match before {
            Some(before) => before.saturating_add(characters(rest)),
            // Where the text ends with a block.
            None => self.all(),
        }
    }

    fn all(&self) -> usize {
        let last = self.text.chunks(BLOCK).last().map_or(0, characters);
        self.blocks
            .last()
            .map_or(0, |before| before.saturating_add(last))
    }
}

/// How many characters begin in this part of a text.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| is_first(**byte)).count()
}

/// Whether a character begins with this byte.
pub const fn is_first(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn unescape(name: &str) -> Cow<'_, str> {
    postworthy::patch::pointer::unescape(name)
}

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    fn blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.pass(1);
        }
    }

    /// Goes through the members of an object.
    fn members(&mut self, found: &mut HashMap<String, usize>) -> Option<()> {
        self.pass(1);
        loop {
            self.blank();
            if self.peek()? != b'"' {
                return None;
            }
            let start = self.at;
            self.string()?;
            let key = serde_json::from_slice(self.text.get(start..self.at)?).ok()?;
            self.blank();
            // The colon.
            self.pass(1);
            self.blank();
            found.insert(key, self.at);
            self.next()?;
        }
    }

    /// Goes through the elements of a list.
    fn elements(&mut self, found: &mut Vec<usize>) -> Option<()> {
        self.pass(1);
        self.blank();
        if self.peek()? == b']' {
            return None;
        }
        loop {
            self.blank();
            found.push(self.at);
            self.next()?;
        }
    }

    /// Goes behind a value and the comma that follows.
    fn next(&mut self) -> Option<()> {
        self.value()?;
        self.blank();
        (self.peek()? == b',').then(|| self.pass(1))
    }

    /// Goes behind a string.
    fn string(&mut self) -> Option<()> {
        self.pass(1);
        loop {
            match self.peek()? {
                b'"' => {
                    self.pass(1);
                    return Some(());
                }
                b'\\' => self.pass(2),
                _ => self.pass(1),
            }
        }
    }

    /// Goes behind a value.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'{' | b'[') => {
                    depth = depth.saturating_add(1);
                    self.pass(1);
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth = depth.saturating_sub(1);
                    self.pass(1);
                }
                Some(b',' | b'}' | b']') if depth == 0 => return Some(()),
                Some(_) => self.pass(1),
                None => return (depth == 0).then_some(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Locator};

    const TEXT: &str = "{\n  \"a\": [1, {\"b/c\": \"ü\", \"d\": 2}],\n  \"e\": \"]\"\n}";

    fn at(pointer: &str) -> (usize, usize) {
        Locator::new(TEXT.as_bytes()).position(pointer)
    }

    #[test]
    fn pointers_are_found_in_the_text() {
        let mut locator = Locator::new(TEXT.as_bytes());
        for (pointer, place) in [
            ("/e", (3, 8)),
            ("/a/1/d", (2, 30)),
            ("/a/1/b~1c", (2, 20)),
            ("/a/1", (2, 12)),
            ("/a", (2, 8)),
            ("", (1, 1)),
        ] {
            assert_eq!(at(pointer), place, "{pointer}");
            assert_eq!(locator.position(pointer), place, "{pointer}");
        }
    }

    #[test]
    fn what_is_missing_is_placed_at_what_should_hold_it() {
        assert_eq!(at("/a/7"), (2, 8));
        assert_eq!(at("/a/x"), (2, 8));
        assert_eq!(at("/x/y"), (1, 1));
        assert_eq!(at("/e/0"), (3, 8));
        for cut in 0..TEXT.len() {
            let cut = TEXT.as_bytes().get(..cut).unwrap_or_default();
            Locator::new(cut).position("/a/1/d");
        }
    }

    #[test]
    fn of_two_members_of_a_name_the_last_counts() {
        let mut locator = Locator::new(b"{\"a\": 1, \"a\": [2]}");
        assert_eq!(locator.position("/a/0"), (1, 16));
    }

    #[test]
    fn columns_are_counted_in_characters() {
        for length in [1, BLOCK - 1, BLOCK, 3 * BLOCK] {
            let text = format!("[\"{}\", 5]", "é".repeat(length));
            let mut locator = Locator::new(text.as_bytes());
            assert_eq!(locator.position("/1"), (1, length + 6));
            assert_eq!(locator.column(1, 2 * length + 6), length + 6);
            assert_eq!(locator.column(1, text.len() + 1), length + 8);
        }
    }
}
