//! Reads JSON text, and says in plain words where it stops being JSON.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::{MAX_DEPTH, MOST_NODES, Node, ParseError, keep_last, key, name_bit, set};
use crate::decimal;

/// The nodes of a text.
pub(super) fn read(text: &str) -> Result<Vec<Node<'_>>, ParseError> {
    let mut reader = Reader {
        text,
        at: 0,
        nodes: Vec::with_capacity((text.len() / 16).saturating_add(8)),
    };
    let read = reader.value(0).and_then(|()| match reader.next() {
        None => Ok(()),
        Some(_) => Err("more text follows where the JSON has ended"),
    });
    match read {
        Ok(()) => Ok(reader.nodes),
        Err(message) => Err(error(text, reader.at, message)),
    }
}

/// What is wrong at a byte of a text; behind its end it is the last one that is named.
pub(super) fn error(text: &str, at: usize, message: &str) -> ParseError {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let start = before.iter().rposition(|byte| *byte == b'\n');
    let start = start.map_or(0, |line| line.saturating_add(1));
    let ends = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before.len().saturating_sub(start);
    ParseError {
        line: ends.saturating_add(1),
        column: column.saturating_add(usize::from(at < text.len())),
        message: message.to_string(),
    }
}

/// Where the node of this index begins in a text that was read.
pub(super) fn place(text: &str, node: u32) -> usize {
    let (mut count, mut at) = (0_u32, 0_usize);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let length = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b']' | b'}' => {
                at = at.saturating_add(1);
                continue;
            }
            b'[' | b'{' => 1,
            b'"' => {
                let inside = bytes.get(at..).and_then(|rest| rest.get(1..));
                string_end(inside.unwrap_or_default()).saturating_add(2)
            }
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let ends = |byte: &u8| b" \t\r\n,]}".contains(byte);
                rest.iter().position(ends).unwrap_or(rest.len())
            }
        };
        if count == node {
            break;
        }
        count = count.saturating_add(1);
        at = at.saturating_add(length);
    }
    at
}

/// Where the quotation mark stands that ends a text.
fn string_end(bytes: &[u8]) -> usize {
    let mut at = 0_usize;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' => break,
            b'\\' => at.saturating_add(2),
            _ => at.saturating_add(1),
        };
    }
    at
}

/// What is wrong where the reader stands.
type Read<T> = Result<T, &'static str>;

struct Reader<'a> {
    text: &'a str,
    /// Where the next byte to be read stands.
    at: usize,
    nodes: Vec<Node<'a>>,
}

impl<'a> Reader<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over the byte that was looked at.
    fn pass(&mut self) {
        // INVARIANT: a place is at most the length of the text.
        self.at = self.at.wrapping_add(1);
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.pass();
        }
        self.byte()
    }

    fn value(&mut self, depth: u32) -> Read<()> {
        // INVARIANT: node indices fit in 32 bits.
        if self.nodes.len() >= MOST_NODES {
            return Err("the text holds too many values");
        }
        let node = match self.next() {
            None => return Err("the text ends where a value should stand"),
            Some(b'"') => Node::Str(self.string()?),
            Some(open @ (b'{' | b'[')) => {
                self.pass();
                if depth >= MAX_DEPTH {
                    return Err("lists and objects are nested more than 64 deep");
                }
                return self.inside(open == b'{', depth.saturating_add(1));
            }
            Some(b't') => self.word("true", Node::Bool(true))?,
            Some(b'f') => self.word("false", Node::Bool(false))?,
            Some(b'n') => self.word("null", Node::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => return Err("a JSON value should stand here"),
        };
        self.nodes.push(node);
        Ok(())
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Read<Node<'a>> {
        for byte in word.bytes() {
            match self.byte() {
                Some(found) if found == byte => self.pass(),
                Some(_) => return Err("a JSON value should stand here"),
                None => return Err("the text ends where a value should stand"),
            }
        }
        Ok(node)
    }

    /// Steps over digits, of which there must be some.
    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.pass();
        }
        if self.at > start {
            return Ok(());
        }
        Err(match self.byte() {
            Some(_) => "this number is not written as JSON has it",
            None => "the text ends where a value should stand",
        })
    }

    fn number(&mut self) -> Read<Node<'a>> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.pass();
        }
        let zero = self.byte() == Some(b'0');
        let first = self.at;
        self.digits()?;
        let second = first.saturating_add(1);
        if zero && self.at > second {
            self.at = second;
            return Err("this number is not written as JSON has it");
        }
        let mut whole = true;
        if self.byte() == Some(b'.') {
            whole = false;
            self.pass();
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            whole = false;
            self.pass();
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.pass();
            }
            self.digits()?;
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        // A negative zero is no integer.
        if whole
            && number != "-0"
            && let Ok(integer) = number.parse()
        {
            return Ok(Node::Int(integer));
        }
        decimal::read(number)
            .map(Node::Num)
            .ok_or("this number is too large")
    }

    /// What is in an object, or in a list.
    fn inside(&mut self, is_object: bool, depth: u32) -> Read<()> {
        let at = self.nodes.len();
        self.nodes.push(Node::Null);
        let close = if is_object { b'}' } else { b']' };
        let (mut names, mut alike) = (0_u64, false);
        let mut first = true;
        loop {
            match self.next() {
                Some(byte) if byte == close && first => break,
                Some(byte) if byte == close => {
                    return Err("a comma stands here with nothing after it");
                }
                Some(b'"') if is_object => {
                    let name = key(self.string()?);
                    let bit = name_bit(Some(&name));
                    alike |= names & bit != 0;
                    names |= bit;
                    self.nodes.push(name);
                    match self.next() {
                        Some(b':') => self.pass(),
                        Some(_) => return Err("a `:` should stand here"),
                        None => return Err("the text ends inside an object"),
                    }
                }
                Some(_) if is_object => return Err("a name in double quotes should stand here"),
                Some(_) => {}
                None if is_object => return Err("the text ends inside an object"),
                None => return Err("the text ends inside a list"),
            }
            self.value(depth)?;
            first = false;
            match self.next() {
                Some(b',') => self.pass(),
                Some(byte) if byte == close => break,
                Some(_) if is_object => return Err("a `,` or `}` should stand here"),
                Some(_) => return Err("a `,` or `]` should stand here"),
                None if is_object => return Err("the text ends inside an object"),
                None => return Err("the text ends inside a list"),
            }
        }
        self.pass();
        if alike {
            keep_last(&mut self.nodes, at.saturating_add(1));
        }
        let end = self.nodes.len() as u32;
        let node = if is_object {
            Node::Object { end }
        } else {
            Node::Array { end }
        };
        set(&mut self.nodes, at, node);
        Ok(())
    }

    /// The text that begins with the quotation mark here.
    #[inline]
    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.pass();
        let start = self.at;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end;
            self.pass();
            return Ok(Cow::Borrowed(self.text.get(start..end).unwrap_or_default()));
        }
        self.escaped().map(Cow::Owned)
    }

    /// A text that has something escaped, from its first letter on.
    fn escaped(&mut self) -> Read<String> {
        let mut out = String::new();
        loop {
            let start = self.at;
            self.at = plain_end(self.text.as_bytes(), start);
            let plain = self.text.get(start..self.at).unwrap_or_default();
            match self.byte() {
                None => return Err("the text ends inside a string"),
                Some(b'"') => {
                    self.pass();
                    out.push_str(plain);
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.pass();
                    out.push_str(plain);
                    out.push(self.escape()?);
                }
                Some(_) => {
                    return Err(
                        "a control character, such as a line break, stands unescaped in a string",
                    );
                }
            }
        }
    }

    /// What is escaped after a backslash.
    fn escape(&mut self) -> Read<char> {
        let byte = self.byte().ok_or("the text ends inside a string")?;
        let c = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.pass();
                return self.unicode();
            }
            _ => return Err("a `\\` is followed by what it cannot escape"),
        };
        self.pass();
        Ok(c)
    }

    /// A character by its one or two units of UTF-16.
    fn unicode(&mut self) -> Read<char> {
        const HALF: &str = "half of a surrogate pair stands in a string";
        let unit = self.unit()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit).ok_or(HALF);
        }
        for byte in *b"\\u" {
            if self.byte() != Some(byte) {
                return Err(HALF);
            }
            self.pass();
        }
        let low = self.unit()?.checked_sub(0xDC00).filter(|low| *low < 0x400);
        let low = low.ok_or(HALF)?;
        let high = unit.saturating_sub(0xD800) << 10;
        char::from_u32((high | low).saturating_add(0x1_0000)).ok_or(HALF)
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Read<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let byte = self.byte().ok_or("the text ends inside a string")?;
            let digit = char::from(byte).to_digit(16);
            unit = unit << 4 | digit.ok_or("a `\\` is followed by what it cannot escape")?;
            self.pass();
        }
        Ok(unit)
    }
}

/// Where the next quotation mark, backslash or control character stands, or the end.
fn plain_end(bytes: &[u8], start: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    const QUOTES: u64 = ONES * b'"' as u64;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    let rest = bytes.get(start..).unwrap_or_default();
    let (words, _) = rest.as_chunks::<8>();
    let mut at = start;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The lowest bit that is set is right, those above it need not be.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ QUOTES);
        let backslash = zero(word ^ BACKSLASHES);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quote | backslash | control) & HIGH;
        if found != 0 {
            return at.wrapping_add(found.trailing_zeros() as usize / 8);
        }
        at = at.wrapping_add(8);
    }
    let tail = bytes.get(at..).unwrap_or_default();
    let stops = |byte: &u8| matches!(byte, b'"' | b'\\') || *byte < 0x20;
    tail.iter()
        .position(stops)
        .map_or(bytes.len(), |found| at.wrapping_add(found))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Json;

    use super::*;
    use crate::json::Post;

    /// Whether both read it, and as the same; serde_json rounds some fractions to a neighbour.
    #[track_caller]
    fn same(text: &str) {
        let read = Post::parse(text).map(|post| post.to_value());
        let reference: Result<Json, _> = serde_json::from_str(text);
        match (read, reference) {
            (Ok(read), Ok(reference)) => {
                // Integers beyond 63 bits are no integers here.
                let reference = Post::from_value(&reference).to_value();
                let round = |value: &Json| match value.as_f64().filter(|_| value.is_f64()) {
                    Some(number) => alloc::format!("{number:.12e}"),
                    None => value.to_string(),
                };
                assert_eq!(round(&read), round(&reference), "{text}");
            }
            (read, reference) => assert_eq!(read.is_ok(), reference.is_ok(), "{text}"),
        }
    }

    #[test]
    fn what_is_json_is_read_and_nothing_else() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "\"",
            "\"\\",
            "\"\\u12",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{\"a\" 1}",
            "{a:1}",
            "{,}",
            "01",
            "-",
            "-01",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e5",
            "tru",
            "trUe",
            "nul",
            "null0",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"\\u00g0\"",
            "\"\\x\"",
            "\"\n\"",
            "\"\u{7f}\"",
            "[] []",
            "-0",
            "-0.0",
            "0",
            "12345678901234567890",
            "9223372036854775807",
            "-9223372036854775808",
            "1e400",
            "-1e400",
            "\"\\ud83d\\ude00\\n\"",
            " {\"a\" : [ null , true , false , { } , [ ] ] , \"b\\\"\" : \"\" } ",
            "{\"a\":1,\"a\":{}}",
        ] {
            same(text);
        }
    }

    #[test]
    fn a_mistake_is_placed_where_it_stands() {
        for (text, line, column) in [
            ("", 1, 0),
            ("{\n \"a\": }", 2, 7),
            ("[1,\n2,\n", 3, 0),
            ("[1 2]", 1, 4),
            ("{} x", 1, 4),
            ("{\"a\":1,}", 1, 8),
            ("\"ab", 1, 3),
        ] {
            let error = Post::parse(text).unwrap_err();
            assert_eq!(
                (error.line, error.column),
                (line, column),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn every_node_is_found_again_in_its_text() {
        let text = r#" { "a" : [ 1, -2.5e3 , "x\"]" ], "b\\" : { "c": true }, "d":null} "#;
        let starts = [
            "{ ", "\"a", "[ 1", "1", "-2", "\"x", "\"b", "{ \"c", "\"c", "tr", "\"d", "null",
        ];
        for (node, start) in (0..).zip(starts) {
            let rest = text.get(place(text, node)..).unwrap();
            assert!(rest.starts_with(start), "{node}: {rest}");
        }
    }

    proptest! {
        #[test]
        fn texts_are_read_as_the_reference_reads_them(
            parts in prop::collection::vec("[\\[\\]{},: \"\\\\]|true|null|-?[0-9]{1,3}(\\.[0-9]{1,2})?([eE]-?[0-9])?|\"[a-z\\\\nu0é]{0,4}\"|\"a\":", 0..12)
        ) {
            same(&parts.concat());
        }
    }
}
