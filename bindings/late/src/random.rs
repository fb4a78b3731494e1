//! Request ids, jitter and fingerprints.

use ring::digest;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::error::Error;

/// Random bytes of the system.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::setup("the system gives no random numbers"))?;
    Ok(bytes)
}

/// A request id that nobody else has: a UUID of version 4.
///
/// # Errors
/// Of kind [`crate::ErrorKind::Setup`] where the system has no random numbers to give.
pub fn request_id() -> Result<String, Error> {
    Ok(uuid(bytes()?, 4))
}

/// The same id for the same parts: a UUID of version 8, made of their SHA-256.
pub(crate) fn id_of(hash: digest::Context) -> String {
    let digest = hash.finish();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    uuid(bytes, 8)
}

fn uuid(bytes: [u8; 16], version: u8) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.into_iter().enumerate() {
        let byte = match at {
            6 => (byte & 0x0f) | (version << 4),
            8 => (byte & 0x3f) | 0x80,
            _ => byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A factor between a half and one, so that clients that failed together do not return together.
pub(crate) fn jitter() -> f64 {
    match bytes::<2>() {
        Ok(random) => 0.5 + f64::from(u16::from_be_bytes(random)) / 131_072.0,
        Err(_) => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_and_differ() {
        let (one, two) = (request_id().unwrap(), request_id().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&one.as_bytes()[19]));
    }

    #[test]
    fn jitter_never_leaves_its_half() {
        for _ in 0..1000 {
            assert!((0.5..=1.0).contains(&jitter()));
        }
    }
}
