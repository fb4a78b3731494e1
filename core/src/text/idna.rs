//! The lengths of international domain names, and the ASCII domains within them.

use super::top_level::top_level;
use super::url::{Url, is_ascii_domain};

/// Longest label of a domain, as it is sent.
const LONGEST_LABEL: usize = 63;

/// Whether every label can be sent: none empty, none over 63 letters in punycode.
pub(super) fn is_domain(domain: &str) -> bool {
    if domain.starts_with("xn--") && next_ascii(domain, 0).is_none() {
        return false;
    }
    domain.split('.').all(|label| {
        let length = label_length(label);
        (1..=LONGEST_LABEL).contains(&length)
    })
}

/// The next ASCII domain of `domain` at or after `from`.
pub(super) fn next_ascii(domain: &str, from: usize) -> Option<Url> {
    let mut cursor = from;
    loop {
        let rest = domain.get(cursor..)?;
        let start = cursor.checked_add(rest.find(is_ascii_domain)?)?;
        let mut dot = start;
        let mut found = None;
        let mut after = start;
        loop {
            let rest = domain.get(dot..)?;
            let length = rest.find(|c| !is_ascii_domain(c)).unwrap_or(rest.len());
            let end = dot.saturating_add(length);
            after = after.max(end);
            if length == 0 || domain.as_bytes().get(end) != Some(&b'.') {
                break;
            }
            dot = end.saturating_add(1);
            if let Some(end) = top_level(domain, dot, Some(domain.len())) {
                found = Some(Url { start, end });
            }
        }
        if found.is_some() {
            return found;
        }
        cursor = after;
    }
}

/// Length of a label in punycode. Some full stops of other scripts separate labels too,
/// but the whole may still not be longer than one label.
fn label_length(label: &str) -> usize {
    if label.is_ascii() {
        return label.len();
    }
    // Every character takes at least one letter: no need to encode what is too long.
    if label.chars().take(LONGEST_LABEL.saturating_add(1)).count() > LONGEST_LABEL {
        return usize::MAX;
    }
    let mut length = 0_usize;
    for (index, part) in label
        .split(['\u{3002}', '\u{FF0E}', '\u{FF61}'])
        .enumerate()
    {
        let encoded = if part.is_ascii() {
            part.len()
        } else {
            encoded_length(part)
        };
        length = length
            .saturating_add(encoded)
            .saturating_add(usize::from(index > 0));
    }
    length
}

/// Length of `xn--` and the punycode (RFC 3492) of at most 63 characters.
fn encoded_length(part: &str) -> usize {
    let basic = u32::try_from(part.chars().filter(char::is_ascii).count()).unwrap_or(u32::MAX);
    let mut length = u64::from(basic)
        .saturating_add(4)
        .saturating_add(u64::from(basic > 0));
    let mut handled = basic;
    let mut next = 128_u32;
    let mut delta = 0_u32;
    let mut bias = 72_u32;
    let above = |from: u32| part.chars().map(u32::from).filter(|c| *c >= from).min();
    while let Some(point) = above(next) {
        let step = point
            .saturating_sub(next)
            .saturating_mul(handled.saturating_add(1));
        delta = delta.saturating_add(step);
        for c in part.chars().map(u32::from) {
            if c < point {
                delta = delta.saturating_add(1);
            } else if c == point {
                length = length.saturating_add(digits(delta, bias));
                bias = adapt(delta, handled.saturating_add(1), handled == basic);
                delta = 0;
                handled = handled.saturating_add(1);
            }
        }
        delta = delta.saturating_add(1);
        next = point.saturating_add(1);
    }
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// Letters of a variable-length number.
fn digits(number: u32, bias: u32) -> u64 {
    let mut left = number;
    let mut count = 1_u64;
    let mut position = 36_u32;
    loop {
        let threshold = position.saturating_sub(bias).clamp(1, 26);
        let Some(over) = left.checked_sub(threshold) else {
            return count;
        };
        // INVARIANT: a threshold is at most 26.
        left = over
            .checked_div(36_u32.saturating_sub(threshold))
            .unwrap_or(0);
        count = count.saturating_add(1);
        position = position.saturating_add(36);
    }
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta = delta.saturating_add(delta.checked_div(points).unwrap_or(0));
    let mut bias = 0_u32;
    while delta > 455 {
        delta /= 35;
        bias = bias.saturating_add(36);
    }
    let more = delta
        .saturating_mul(36)
        .checked_div(delta.saturating_add(38));
    bias.saturating_add(more.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punycode_lengths_are_those_of_the_standard() {
        for (label, encoded) in [
            ("bücher", "xn--bcher-kva"),
            ("münchen", "xn--mnchen-3ya"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
            (
                "почемужеонинеговорятпорусски",
                "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l",
            ),
            ("ü", "xn--tda"),
            ("例。例", "xn--fsq.xn--fsq"),
        ] {
            assert_eq!(label_length(label), encoded.len(), "{label}");
        }
    }
}
