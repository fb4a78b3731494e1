//! Names of four characters, as numbers.

/// The number that a file's `name` is read as.
///
/// Numbers are compared at once, patterns of bytes one by one: half the code of a reader.
pub(super) const fn tag(name: &[u8; 4]) -> u32 {
    u32::from_be_bytes(*name)
}

/// Whether `code` is one of the names that stand in `names` one after the other.
pub(super) fn is_one_of(code: u32, names: &[u8]) -> bool {
    names.chunks_exact(4).any(|name| name == code.to_be_bytes())
}
