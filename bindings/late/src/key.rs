//! The API key: checked when it is read, and never shown again.

use std::fmt;

use reqwest::header::HeaderValue;

use crate::error::Error;

/// The environment variable that holds the key.
pub const KEY_VARIABLE: &str = "LATE_API_KEY";

/// What every key begins with.
const PREFIX: &str = "sk_";
/// 32 bytes in hexadecimal.
const DIGITS: usize = 64;
/// What stands where a key stood.
const HIDDEN: &str = "sk_[hidden]";

/// An API key: `sk_` and 64 hexadecimal digits.
///
/// It can be put into a [`crate::Client`] and nowhere else: it has no `Display`, is not serialized,
/// and its `Debug` form hides it.
///
/// ```
/// let key = postworthy_late::Key::new(&format!("sk_{}", "0a".repeat(32)))?;
/// assert_eq!(format!("{key:?}"), "Key(sk_[hidden])");
/// # Ok::<(), postworthy_late::Error>(())
/// ```
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// Takes a key; blanks around it are dropped.
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where the text does not have the shape of a key. The
    /// message says what is wrong and shows nothing of the text.
    pub fn new(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let wrong = |what: &str| {
            Err(Error::setup(format!(
                "this is not an API key: {what} (a key is `{PREFIX}` and {DIGITS} hexadecimal digits)"
            )))
        };
        if text.is_empty() {
            return wrong("it is empty");
        }
        let Some(digits) = text.strip_prefix(PREFIX) else {
            return wrong("it does not begin with `sk_`");
        };
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return wrong("it holds other characters than hexadecimal digits");
        }
        if digits.len() != DIGITS {
            return wrong(&format!("it has {} digits", digits.len()));
        }
        Ok(Key(text.to_string()))
    }

    /// Takes the key from the environment variable `LATE_API_KEY`.
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Setup`] where the variable is not set or holds no key.
    pub fn from_env() -> Result<Self, Error> {
        match std::env::var(KEY_VARIABLE) {
            Ok(text) => Key::new(&text)
                .map_err(|error| Error::setup(format!("{KEY_VARIABLE}: {}", error.message()))),
            Err(std::env::VarError::NotPresent) => Err(Error::setup(format!(
                "{KEY_VARIABLE} is not set: put your API key there"
            ))),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Error::setup(format!("{KEY_VARIABLE}: this is not text")))
            }
        }
    }

    /// The value of the `Authorization` header, marked so that nobody prints it.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.0))
            .map_err(|_| Error::setup("the API key cannot stand in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// A text without the key, should it hold it.
    pub(crate) fn hide(&self, text: &str) -> String {
        let hidden = text.replace(&self.0, HIDDEN);
        match self.0.strip_prefix(PREFIX) {
            Some(digits) => hidden.replace(digits, "[hidden]"),
            None => hidden,
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({HIDDEN})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_key_is_named_and_not_shown() {
        let secret = format!("sk_{}z", "ab".repeat(31));
        for (text, said) in [
            ("", "empty"),
            ("Bearer sk_00", "begin with"),
            ("sk_00ff", "4 digits"),
            (secret.as_str(), "other characters"),
        ] {
            let error = Key::new(text).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
            assert!(
                !error.contains("abab") && !error.contains("00ff"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_key_is_cut_out_of_any_text() {
        let text = format!("sk_{}", "ab".repeat(32));
        let key = Key::new(&format!(" {text}\n")).unwrap();
        let said = key.hide(&format!("no such key {text} ({})", "ab".repeat(32)));
        assert_eq!(said, "no such key sk_[hidden] ([hidden])");
    }
}
