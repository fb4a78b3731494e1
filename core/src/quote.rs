//! The text of others as messages quote it.

use alloc::string::String;

/// At most so many of its characters.
const MOST: usize = 60;

/// A text, cut where it is long.
pub(crate) fn short(text: &str) -> String {
    let mut quoted: String = text.chars().take(MOST).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::{MOST, short};

    #[test]
    fn a_text_is_cut_at_a_character() {
        let most = "é".repeat(MOST);
        assert_eq!(short(&most), most);
        assert_eq!(short(&(most.clone() + "x")), most + "…");
        assert_eq!(short(""), "");
    }
}
