//! What may follow the domain of a link: port, path and query.

use super::url_chars::{is_general, is_path_end, is_query, is_query_end};

/// End of the port at `at`, if one stands there.
pub(super) fn port(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(':')) else {
        return at;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        at
    } else {
        at.saturating_add(1).saturating_add(digits)
    }
}

/// End of the path at `at`: up to the last character that may end one.
pub(super) fn path(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..).filter(|rest| rest.starts_with('/')) else {
        return at;
    };
    let mut end = 1;
    let mut cursor = 1;
    while let Some(c) = rest.get(cursor..).and_then(|r| r.chars().next()) {
        if c == '(' {
            let Some(length) = rest.get(cursor..).and_then(parentheses) else {
                break;
            };
            // A pair ends a path only right after what could end it too.
            let ends = cursor == end;
            cursor = cursor.saturating_add(length);
            if ends {
                end = cursor;
            }
        } else if is_general(c) {
            cursor = cursor.saturating_add(c.len_utf8());
            if is_path_end(c) {
                end = cursor;
            }
        } else {
            break;
        }
    }
    at.saturating_add(end)
}

/// Bytes of a balanced pair of parentheses with at most one pair inside.
fn parentheses(text: &str) -> Option<usize> {
    let general = |at: usize| -> usize {
        let rest = text.get(at..).unwrap_or_default();
        rest.find(|c| !is_general(c))
            .unwrap_or(rest.len())
            .saturating_add(at)
    };
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let mut at = general(1);
    if byte(at) == Some(b')') {
        return (at > 1).then(|| at.saturating_add(1));
    }
    if byte(at) != Some(b'(') {
        return None;
    }
    let inner = at.checked_add(1)?;
    at = general(inner);
    if at == inner || byte(at) != Some(b')') {
        return None;
    }
    at = general(at.checked_add(1)?);
    (byte(at) == Some(b')')).then(|| at.saturating_add(1))
}

/// End of the query at `at`: up to the last character that may end one.
pub(super) fn query(text: &str, at: usize) -> usize {
    let Some(rest) = text
        .as_bytes()
        .get(at..)
        .filter(|rest| rest.first() == Some(&b'?'))
    else {
        return at;
    };
    let run = rest.iter().skip(1).take_while(|b| is_query(**b)).count();
    let body = rest.get(1..run.saturating_add(1)).unwrap_or_default();
    match body.iter().rposition(|b| is_query_end(*b)) {
        Some(last) => at.saturating_add(last).saturating_add(2),
        None => at,
    }
}
