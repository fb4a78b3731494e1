//! Just enough of the syntax of PDF to look up a key of a dictionary.

/// A value as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Number(u64),
    Reference(u32),
    Other,
}

/// The bytes from the value of `key` on, in the dictionary that `bytes` start with.
pub(super) fn lookup<'b>(bytes: &'b [u8], key: &[u8]) -> Option<&'b [u8]> {
    walk(bytes, Some(key)).found
}

/// The whole number that is the value of `key`.
#[inline(never)]
pub(super) fn number_of(dictionary: &[u8], key: &[u8]) -> Option<u64> {
    number(lookup(dictionary, key)?)
}

/// Whether the dictionary that `bytes` start with also ends there.
pub(super) fn end_of_dictionary(bytes: &[u8]) -> Option<&[u8]> {
    walk(bytes, None).rest
}

struct Walked<'b> {
    found: Option<&'b [u8]>,
    /// What follows the dictionary, if it ends.
    rest: Option<&'b [u8]>,
}

fn walk<'b>(bytes: &'b [u8], key: Option<&[u8]>) -> Walked<'b> {
    let mut rest = bytes;
    let mut depth = 0_u32;
    let mut arrays = 0_u32;
    let mut value_next = false;
    loop {
        rest = match rest {
            [] => {
                return Walked {
                    found: None,
                    rest: None,
                };
            }
            [b'<', b'<', after @ ..] => {
                depth = depth.saturating_add(1);
                value_next = false;
                after
            }
            [b'>', b'>', after @ ..] => {
                depth = depth.saturating_sub(1);
                value_next = false;
                if depth == 0 {
                    return Walked {
                        found: None,
                        rest: Some(after),
                    };
                }
                after
            }
            [b'<', after @ ..] => {
                value_next = false;
                after_byte(after, b'>')
            }
            [b'(', after @ ..] => {
                value_next = false;
                after_string(after)
            }
            [b'%', after @ ..] => after_line(after),
            [b'[', after @ ..] => {
                arrays = arrays.saturating_add(1);
                value_next = false;
                after
            }
            [b']', after @ ..] => {
                arrays = arrays.saturating_sub(1);
                after
            }
            [b'/', after @ ..] => {
                let length = after
                    .iter()
                    .position(|byte| !regular(*byte))
                    .unwrap_or(after.len());
                let (name, after) = after.split_at_checked(length).unwrap_or((after, &[]));
                let level = depth == 1 && arrays == 0;
                if level && !value_next {
                    if key == Some(name) {
                        return Walked {
                            found: Some(after),
                            rest: None,
                        };
                    }
                    value_next = true;
                } else if level {
                    value_next = false;
                }
                after
            }
            [byte, after @ ..] => {
                if regular(*byte) {
                    value_next = false;
                } else if depth == 0 && !byte.is_ascii_whitespace() && *byte != 0 {
                    return Walked {
                        found: None,
                        rest: None,
                    };
                }
                after
            }
        };
    }
}

/// Reads the value that `bytes` start with.
pub(super) fn value(bytes: &[u8]) -> Value {
    let Some((first, rest)) = digits(bytes) else {
        return Value::Other;
    };
    let reference = digits(rest).and_then(|(_, rest)| {
        let after = skip_space(rest);
        after.starts_with(b"R").then_some(())
    });
    match (reference, u32::try_from(first)) {
        (Some(()), Ok(object)) => Value::Reference(object),
        (Some(()), Err(_)) => Value::Other,
        (None, _) => Value::Number(first),
    }
}

/// The whole number that `bytes` start with.
pub(super) fn number(bytes: &[u8]) -> Option<u64> {
    digits(bytes).map(|(number, _)| number)
}

/// A whole number, and what follows it.
pub(super) fn digits(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let bytes = skip_space(bytes);
    let length = bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(bytes.len());
    let (digits, rest) = bytes.split_at_checked(length)?;
    let number = core::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, rest))
}

pub(super) fn skip_space(bytes: &[u8]) -> &[u8] {
    let at = bytes
        .iter()
        .position(|byte| !space(*byte))
        .unwrap_or(bytes.len());
    bytes.get(at..).unwrap_or_default()
}

fn space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn regular(byte: u8) -> bool {
    !space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

fn after_byte(bytes: &[u8], end: u8) -> &[u8] {
    let at = bytes.iter().position(|byte| *byte == end);
    at.and_then(|at| bytes.get(at.saturating_add(1)..))
        .unwrap_or_default()
}

fn after_line(bytes: &[u8]) -> &[u8] {
    let at = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    at.and_then(|at| bytes.get(at..)).unwrap_or_default()
}

/// Strings hold balanced parentheses and escaped ones.
fn after_string(mut bytes: &[u8]) -> &[u8] {
    let mut depth = 1_u32;
    loop {
        bytes = match bytes {
            [] => return bytes,
            [b'\\', _, after @ ..] => after,
            [b'(', after @ ..] => {
                depth = depth.saturating_add(1);
                after
            }
            [b')', after @ ..] => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return after;
                }
                after
            }
            [_, after @ ..] => after,
        };
    }
}
