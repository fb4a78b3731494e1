//! Finds the line and column of a JSON Pointer in the text it points into.

use std::borrow::Cow;

/// Line and column (in characters), from 1, of the value that a pointer names, or of the innermost
/// value around it that the text holds.
pub fn position(text: &[u8], pointer: &str) -> Option<(usize, usize)> {
    let mut scan = Scan { text, at: 0 };
    scan.blank();
    let mut found = scan.at;
    for name in pointer.split('/').skip(1) {
        let name = unescape(name);
        let inside = match scan.peek()? {
            b'{' => scan.member(&name),
            b'[' => name.parse().ok().and_then(|index| scan.element(index)),
            _ => None,
        };
        if inside.is_none() {
            break;
        }
        found = scan.at;
    }
    let before = text.get(..found)?;
    let line_start = before.iter().rposition(|byte| *byte == b'\n');
    let line_start = line_start.map_or(0, |at| at.saturating_add(1));
    let ends = before.iter().filter(|byte| **byte == b'\n').count();
    let head = String::from_utf8_lossy(before.get(line_start..)?);
    let column = head.chars().count().saturating_add(1);
    Some((ends.saturating_add(1), column))
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

    /// Goes to the value of a member; the last one of that name, as the reader takes it.
    fn member(&mut self, name: &str) -> Option<()> {
        let mut found = None;
        self.pass(1);
        loop {
            self.blank();
            if self.peek()? != b'"' {
                break;
            }
            let start = self.at;
            self.string()?;
            let key: String = serde_json::from_slice(self.text.get(start..self.at)?).ok()?;
            self.blank();
            // The colon.
            self.pass(1);
            self.blank();
            if key == name {
                found = Some(self.at);
            }
            self.value()?;
            self.blank();
            if self.peek()? != b',' {
                break;
            }
            self.pass(1);
        }
        self.at = found?;
        Some(())
    }

    /// Goes to an element.
    fn element(&mut self, index: usize) -> Option<()> {
        self.pass(1);
        for _ in 0..index {
            self.blank();
            self.value()?;
            self.blank();
            if self.peek()? != b',' {
                return None;
            }
            self.pass(1);
        }
        self.blank();
        (self.peek()? != b']').then_some(())
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
    use super::position;

    const TEXT: &str = "{\n  \"a\": [1, {\"b/c\": \"ü\", \"d\": 2}],\n  \"e\": \"]\"\n}";

    #[test]
    fn pointers_are_found_in_the_text() {
        let at = |pointer| position(TEXT.as_bytes(), pointer).unwrap();
        assert_eq!(at(""), (1, 1));
        assert_eq!(at("/a"), (2, 8));
        assert_eq!(at("/a/1"), (2, 12));
        assert_eq!(at("/a/1/b~1c"), (2, 20));
        assert_eq!(at("/a/1/d"), (2, 30));
        assert_eq!(at("/e"), (3, 8));
    }

    #[test]
    fn what_is_missing_is_placed_at_what_should_hold_it() {
        let at = |pointer| position(TEXT.as_bytes(), pointer).unwrap();
        assert_eq!(at("/a/7"), (2, 8));
        assert_eq!(at("/x/y"), (1, 1));
    }
}
