//! JSON Pointers ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)): where in a document
//! something stands.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write;
use serde_json::Value;

/// A member's name as it is written in a pointer: `a/b~c` is `a~1b~0c`.
///
/// ```
/// assert_eq!(postworthy::patch::pointer::escape("a/b~c"), "a~1b~0c");
/// ```
pub fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The member's name that a part of a pointer, between two slashes, stands for.
pub fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Lengthens a pointer by a member's name.
pub fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    if name.bytes().any(|byte| byte == b'~' || byte == b'/') {
        pointer.push_str(&escape(name));
    } else {
        pointer.push_str(name);
    }
}

/// Lengthens a pointer by an index of an array.
pub fn push_index(pointer: &mut String, index: usize) {
    // INVARIANT: writing to a string does not fail.
    let _ = match u8::try_from(index) {
        Ok(digit @ 0..=9) => {
            pointer.push('/');
            pointer.push(char::from(b'0'.wrapping_add(digit)));
            Ok(())
        }
        _ => write!(pointer, "/{index}"),
    };
}

/// Whether a string is a JSON Pointer: empty, or begun by `/`, and each `~` followed by 0 or 1.
pub fn is_valid(pointer: &str) -> bool {
    (pointer.is_empty() || pointer.starts_with('/'))
        && pointer
            .split('~')
            .skip(1)
            .all(|after| after.starts_with(['0', '1']))
}

/// The value that a pointer points at, the document itself for the empty one; `None` where
/// there is none, or the string is not a JSON Pointer.
///
/// ```
/// use postworthy::patch::pointer::resolve;
/// use serde_json::json;
///
/// let post = json!({ "mediaItems": [{ "url": "a.jpg" }] });
/// assert_eq!(resolve(&post, "/mediaItems/0/url"), Some(&json!("a.jpg")));
/// assert_eq!(resolve(&post, "/mediaItems/1"), None);
/// ```
pub fn resolve<'a>(document: &'a Value, pointer: &str) -> Option<&'a Value> {
    tokens(pointer)?.try_fold(document, |value, token| match value {
        Value::Object(members) => members.get(unescape(token).as_ref()),
        Value::Array(elements) => elements.get(index(token)?),
        _ => None,
    })
}

/// Like [`resolve`], for a value that is to be changed.
pub fn resolve_mut<'a>(document: &'a mut Value, pointer: &str) -> Option<&'a mut Value> {
    tokens(pointer)?.try_fold(document, |value, token| match value {
        Value::Object(members) => members.get_mut(unescape(token).as_ref()),
        Value::Array(elements) => elements.get_mut(index(token)?),
        _ => None,
    })
}

/// An index of an array: digits, without needless zeros.
pub(super) fn index(token: &str) -> Option<usize> {
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit())
        && (token == "0" || !token.starts_with('0'));
    token.parse().ok().filter(|_| is_plain)
}

fn tokens(pointer: &str) -> Option<impl Iterator<Item = &str>> {
    // What stands before the first slash is empty.
    is_valid(pointer).then(|| pointer.split('/').skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_rfc_6901_are_resolved() {
        let document = json!({
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4,
            "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8
        });
        let mut copy = document.clone();
        assert_eq!(resolve(&document, ""), Some(&document));
        let cases = [
            ("/foo", json!(["bar", "baz"])),
            ("/foo/0", json!("bar")),
            ("/", json!(0)),
            ("/a~1b", json!(1)),
            ("/c%d", json!(2)),
            ("/e^f", json!(3)),
            ("/g|h", json!(4)),
            ("/i\\j", json!(5)),
            ("/k\"l", json!(6)),
            ("/ ", json!(7)),
            ("/m~0n", json!(8)),
        ];
        for (pointer, mut value) in cases {
            assert_eq!(resolve(&document, pointer), Some(&value), "{pointer}");
            assert_eq!(resolve_mut(&mut copy, pointer), Some(&mut value));
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let document = json!({ "a": [[1], "text"], "-": 1, "00": 2 });
        for pointer in [
            "a",
            "/b",
            "/a/",
            "/a/-",
            "/a/2",
            "/a/00",
            "/a/+0",
            "/a/01",
            "/a/0/0/0",
            "/a/1/0",
            "/~",
            "/a~2",
            "/a/18446744073709551616",
        ] {
            assert_eq!(resolve(&document, pointer), None, "{pointer}");
        }
        assert_eq!(resolve(&document, "/-"), Some(&json!(1)));
        assert_eq!(resolve(&document, "/00"), Some(&json!(2)));
    }

    #[test]
    fn escaped_names_are_found_again() {
        for name in ["", "plain", "/", "~", "~1", "~01", "a/b~c/", "日本"] {
            let mut document = json!({});
            document[name] = json!([true]);
            let mut pointer = String::new();
            push_name(&mut pointer, name);
            assert_eq!(unescape(&escape(name)), name);
            push_index(&mut pointer, 0);
            assert_eq!(resolve(&document, &pointer), Some(&json!(true)), "{name}");
        }
    }
}
