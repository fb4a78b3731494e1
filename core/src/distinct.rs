//! Texts, each once.

use alloc::collections::BTreeSet;

/// A list of so few texts is searched faster than a set is built, and without memory of its own.
const FEW: usize = 32;

/// Calls `visit` for each text of a list with the text and whether it stood there before.
pub(crate) fn each<'a, I: Iterator<Item = &'a str>>(
    texts: impl Fn() -> I,
    mut visit: impl FnMut(&'a str, bool),
) {
    if texts().nth(FEW).is_none() {
        for (index, text) in texts().enumerate() {
            visit(text, texts().take(index).any(|earlier| earlier == text));
        }
        return;
    }
    let mut seen = BTreeSet::new();
    for text in texts() {
        visit(text, !seen.insert(text));
    }
}
