//! Which top-level domain stands at a place, if any.

use super::tld;

/// End of the top-level domain that stands at `at`; none may go beyond `end`.
pub(super) fn top_level(text: &str, at: usize, end: Option<usize>) -> Option<usize> {
    let rest = text.get(at..end.unwrap_or(text.len()))?;
    let run = rest
        .bytes()
        .take(64)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let ascii = rest.get(..run)?;
    if run <= tld::ASCII_LONGEST && ends_name(rest.get(run..)?) && listed_ascii(ascii) {
        return at.checked_add(run);
    }
    let wide = match ascii {
        "" => true,
        // The one German name with an umlaut.
        _ => ascii.eq_ignore_ascii_case("verm"),
    };
    if wide {
        return listed_wide(rest).and_then(|length| at.checked_add(length));
    }
    let encoded = rest
        .get(..4)
        .is_some_and(|p| p.eq_ignore_ascii_case("xn--"));
    let length = rest
        .bytes()
        .skip(4)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
        .count();
    (encoded && length > 0).then(|| at.saturating_add(4).saturating_add(length))
}

/// Whether a top-level domain may be followed by `rest`.
fn ends_name(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
}

fn listed_ascii(name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let lower = |b: u8| b.to_ascii_lowercase();
    tld::ASCII
        .binary_search_by(|row| row.bytes().cmp(name.bytes().map(lower)))
        .is_ok()
}

/// Bytes of the longest listed name with other letters that `rest` begins with.
fn listed_wide(rest: &str) -> Option<usize> {
    if rest.starts_with(|c: char| c.is_ascii() && !c.eq_ignore_ascii_case(&'v')) {
        return None;
    }
    let mut found = None;
    let mut rows = tld::WIDE;
    // Names are compared as UTF-8, whose order is that of code points.
    for (index, (at, c)) in rest.char_indices().take(tld::WIDE_LONGEST).enumerate() {
        let c = fold(c);
        let nth = |row: &&str| row.chars().nth(index);
        let from = rows.partition_point(|row| nth(row) < Some(c));
        let to = rows.partition_point(|row| nth(row) <= Some(c));
        rows = rows.get(from..to)?;
        let end = at.saturating_add(rest.get(at..)?.chars().next()?.len_utf8());
        let whole = rows.first().is_some_and(|row| {
            nth(row).is_some() && row.chars().count() == index.saturating_add(1)
        });
        if whole && ends_name(rest.get(end..)?) {
            found = Some(end);
        }
        if rows.is_empty() {
            break;
        }
    }
    found
}

/// Simple case folding as JavaScript's, as far as it leads to letters of the listed names: the tables
/// for all letters are larger than the list.
fn fold(c: char) -> char {
    let code = u32::from(c);
    let folded = match code {
        0x41..=0x5A | 0xD6 | 0x391..=0x3A9 | 0x410..=0x42F => code.saturating_add(0x20),
        // Lunate epsilon, and the letters of old Slavonic print.
        0x3F5 => 0x3B5,
        0x1C80 => 0x432,
        0x1C81 => 0x434,
        0x1C82 => 0x43E,
        0x1C83 => 0x441,
        0x1C84 | 0x1C85 => 0x442,
        0x49A => 0x49B,
        0x531..=0x556 => code.saturating_add(0x30),
        0x1C90..=0x1CBA => code.saturating_sub(0xBC0),
        _ => code,
    };
    char::from_u32(folded).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(c: char) -> char {
        let mut upper = c.to_uppercase();
        let up = match (upper.next(), upper.next()) {
            (Some(up), None) if c.is_ascii() || !up.is_ascii() => up,
            _ => c,
        };
        let mut lower = up.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(low), None) => low,
            _ => up,
        }
    }

    #[test]
    fn letters_of_listed_names_are_folded_as_the_reference_folds_them() {
        let listed = |c: &char| tld::WIDE.iter().any(|name| name.contains(*c));
        for c in '\0'..=char::MAX {
            let folded = Some(fold(c)).filter(listed);
            assert_eq!(folded, Some(reference(c)).filter(listed), "{c:?}");
        }
    }
}
