//! A number that tells most names apart, so that few are compared letter by letter.

/// The mark of a name: from its length, its first and its last letters.
pub(crate) const fn mark(name: &[u8]) -> u32 {
    let (first, last) = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        (Some(first), Some(last)) => (u32::from_le_bytes(*first), u32::from_le_bytes(*last)),
        _ => (short(name), 0),
    };
    let mixed = first.wrapping_mul(0x9E37_79B1) ^ last.wrapping_mul(0x85EB_CA77);
    let mixed = mixed ^ (name.len() as u32).wrapping_mul(0xC2B2_AE3D);
    mixed ^ (mixed >> 15)
}

/// Up to three letters as one number.
const fn short(name: &[u8]) -> u32 {
    match name {
        [a, b, c, ..] => u32::from_le_bytes([*a, *b, *c, 0]),
        [a, b] => u32::from_le_bytes([*a, *b, 0, 0]),
        [a] => *a as u32,
        [] => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn names_that_differ_in_length_or_at_an_end_have_other_marks() {
        let mut marks = [
            "",
            "a",
            "b",
            "ab",
            "abc",
            "content",
            "contents",
            "contend",
            "Content",
            "mediaItems",
        ]
        .map(|name| mark(name.as_bytes()));
        marks.sort_unstable();
        assert!(marks.windows(2).all(|pair| pair[0] != pair[1]), "{marks:?}");
        // What lies between is not looked at.
        assert_eq!(mark(b"scheduledFor"), mark(b"schexxxxdFor"));
    }
}
