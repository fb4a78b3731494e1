//! JSON Patch ([RFC 6902](https://www.rfc-editor.org/rfc/rfc6902)): the changes that mend a post,
//! and how to make them.

pub mod pointer;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// Lists and objects may be nested this deep, in a post and in what a patch makes of one.
pub(crate) const MAX_DEPTH: u32 = 64;

/// What the values that a patch copies, and those that it moves to a deeper place, may weigh: so
/// much in any case, and else so many times what the document and the patch weigh.
const LEAST_ROOM: usize = 16 << 20;
const ROOM_PER_INPUT: usize = 4;
/// What a value weighs beside its text, in bytes.
const VALUE: usize = 32;

/// Changes to a document, made in order and either all or none.
pub type Patch = Vec<Operation>;

/// One change to a document; places are JSON Pointers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Operation {
    /// Adds a member (replacing one of that name) or inserts an element, `-` being the end.
    Add {
        /// Where the value will stand.
        path: String,
        /// What will stand there.
        value: Value,
    },
    /// Removes what stands at a place.
    Remove {
        /// The place, which must exist.
        path: String,
    },
    /// Replaces what stands at a place.
    Replace {
        /// The place, which must exist.
        path: String,
        /// What will stand there.
        value: Value,
    },
    /// Removes a value and adds it elsewhere.
    Move {
        /// Where the value stands.
        from: String,
        /// Where it will stand, once it has been removed.
        path: String,
    },
    /// Adds a value that stands elsewhere, too.
    Copy {
        /// Where the value stands.
        from: String,
        /// Where it will stand as well.
        path: String,
    },
    /// Demands that a value stands at a place; numbers are equal by what they are worth.
    Test {
        /// The place, which must exist.
        path: String,
        /// What must stand there.
        value: Value,
    },
}

/// Why a patch could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("operation {operation} of the patch failed at \"{path}\": {reason}")]
#[non_exhaustive]
pub struct PatchError {
    /// The index of the operation in the patch.
    pub operation: usize,
    /// The pointer at fault: the operation's `path`, or its `from`.
    pub path: String,
    /// What is wrong with it.
    pub reason: PatchErrorReason,
}

/// What is wrong with an operation of a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchErrorReason {
    /// The path is not a JSON Pointer.
    #[error("it is not a JSON Pointer")]
    NotAPointer,
    /// Nothing stands at the path, or nothing that could hold a value does.
    #[error("there is no such place")]
    NotFound,
    /// The index is past the end of the array, or not an index.
    #[error("the array has no such index")]
    BadIndex,
    /// The whole document cannot be removed.
    #[error("the whole document cannot be removed")]
    WholeDocument,
    /// A value cannot be moved into itself.
    #[error("a value cannot be moved into itself")]
    IntoItself,
    /// A tested value differs from the one that was demanded.
    #[error("the value differs from the one tested for")]
    TestFailed,
    /// A value would come to stand so deep that lists and objects are nested over 64 deep.
    #[error("lists and objects would be nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// What the patch copies, or moves to deeper places, comes to more than [`apply`] allows.
    #[error("the patch copies or moves more than it may")]
    TooLarge,
}

/// Reads a patch from JSON.
///
/// # Errors
/// Where the text is not JSON, or an operation is not one or lacks what it needs.
#[cfg(not(feature = "codegen"))]
pub fn from_json(json: &str) -> Result<Patch, crate::ParseError> {
    let list = crate::Post::parse(json)?;
    let root = list.root();
    let operation = |item: crate::json::Value<'_>| {
        let text = |name: &str| {
            item.get(name)
                .and_then(|value| Some(value.as_str()?.to_string()))
        };
        let path = || text("path").ok_or("an operation has no `path`");
        let from = || text("from").ok_or("an operation has no `from`");
        let value = item.get("value").map(crate::json::Value::to_json);
        let value = || value.ok_or("an operation has no `value`");
        Ok(match text("op").as_deref() {
            Some("add") => Operation::Add {
                path: path()?,
                value: value()?,
            },
            Some("remove") => Operation::Remove { path: path()? },
            Some("replace") => Operation::Replace {
                path: path()?,
                value: value()?,
            },
            Some("move") => Operation::Move {
                from: from()?,
                path: path()?,
            },
            Some("copy") => Operation::Copy {
                from: from()?,
                path: path()?,
            },
            Some("test") => Operation::Test {
                path: path()?,
                value: value()?,
            },
            _ => return Err("`op` names no operation"),
        })
    };
    let fault = |at: u32, message: &str| crate::json::place_of(json, at, message);
    if root.kind() != crate::json::Kind::Array {
        return Err(fault(root.at, "a patch is a list of operations"));
    }
    root.items()
        .map(|item| operation(item).map_err(|message| fault(item.at, message)))
        .collect()
}

/// Applies a patch; where any operation fails, the document stays as it was.
///
/// No value comes to stand where lists and objects would be nested over 64 deep, the most that a
/// post may have. What a patch copies, and what it moves to a deeper place, may weigh 16 MiB, or four
/// times the document and the patch where that is more: 32 bytes a value, and the bytes of its names
/// and texts.
///
/// ```
/// use postworthy::patch::{Operation, apply};
/// use serde_json::json;
///
/// let mut post = json!({ "content": "Hello", "mediaItems": [] });
/// let patch = [Operation::Remove { path: "/mediaItems".into() }];
/// apply(&mut post, &patch)?;
/// assert_eq!(post, json!({ "content": "Hello" }));
/// # Ok::<(), postworthy::patch::PatchError>(())
/// ```
///
/// # Errors
///
/// The first operation that fails: a place that does not exist, a test that does not hold, a value
/// that is too deep or too large.
pub fn apply(document: &mut Value, patch: &[Operation]) -> Result<(), PatchError> {
    let mut patched = document.clone();
    let mut room = Room::of(document, patch);
    for (index, operation) in patch.iter().enumerate() {
        operation
            .apply(&mut patched, &mut room)
            .map_err(|(path, reason)| PatchError {
                operation: index,
                path: path.to_string(),
                reason,
            })?;
    }
    *document = patched;
    Ok(())
}

/// The path at fault, and why.
type Fault<'a> = (&'a str, PatchErrorReason);

impl Operation {
    /// The place that the operation changes or tests.
    pub fn path(&self) -> &str {
        match self {
            Self::Add { path, .. }
            | Self::Remove { path }
            | Self::Replace { path, .. }
            | Self::Move { path, .. }
            | Self::Copy { path, .. }
            | Self::Test { path, .. } => path,
        }
    }

    fn apply(&self, document: &mut Value, room: &mut Room<'_>) -> Result<(), Fault<'_>> {
        match self {
            Self::Add { path, value } => {
                weigh_at(path, value)?;
                add(document, path, value.clone())
            }
            Self::Remove { path } => remove(document, path).map(drop),
            Self::Replace { path, value } => {
                weigh_at(path, value)?;
                *find_mut(document, path)? = value.clone();
                Ok(())
            }
            Self::Move { from, path } => {
                let inner = path.strip_prefix(from.as_str());
                if inner.is_some_and(str::is_empty) {
                    return find(document, from).map(drop);
                }
                if inner.is_some_and(|inner| inner.starts_with('/')) {
                    return Err((path, PatchErrorReason::IntoItself));
                }
                let value = remove(document, from)?;
                if depth(path) > depth(from) {
                    room.take(path, &value)?;
                }
                add(document, path, value)
            }
            Self::Copy { from, path } => {
                let value = find(document, from)?;
                room.take(path, value)?;
                let value = value.clone();
                add(document, path, value)
            }
            Self::Test { path, value } => {
                if equal(find(document, path)?, value) {
                    Ok(())
                } else {
                    Err((path, PatchErrorReason::TestFailed))
                }
            }
        }
    }
}

/// What a patch may still copy or move.
struct Room<'a> {
    left: usize,
    /// What the room is in proportion to, weighed where the least of it does not do.
    input: Option<(&'a Value, &'a [Operation])>,
}

impl<'a> Room<'a> {
    fn of(document: &'a Value, patch: &'a [Operation]) -> Self {
        Room {
            left: LEAST_ROOM,
            input: Some((document, patch)),
        }
    }

    /// Takes the room of a value that comes to stand at a place.
    fn take<'p>(&mut self, path: &'p str, value: &Value) -> Result<(), Fault<'p>> {
        let weight = weigh_at(path, value)?;
        if weight > self.left
            && let Some((document, patch)) = self.input.take()
        {
            let whole = weight_of_input(document, patch).saturating_mul(ROOM_PER_INPUT);
            self.left = self.left.saturating_add(whole.saturating_sub(LEAST_ROOM));
        }
        let left = self.left.checked_sub(weight);
        self.left = left.ok_or((path, PatchErrorReason::TooLarge))?;
        Ok(())
    }
}

fn weight_of_input(document: &Value, patch: &[Operation]) -> usize {
    let operations = patch.iter().map(|operation| {
        let (from, value) = match operation {
            Operation::Add { value, .. }
            | Operation::Replace { value, .. }
            | Operation::Test { value, .. } => ("", Some(value)),
            Operation::Move { from, .. } | Operation::Copy { from, .. } => (from.as_str(), None),
            Operation::Remove { .. } => ("", None),
        };
        let pointers = operation.path().len().saturating_add(from.len());
        let value = value.and_then(|value| weigh(value, u32::MAX)).unwrap_or(0);
        VALUE.saturating_add(pointers).saturating_add(value)
    });
    let document = weigh(document, u32::MAX).unwrap_or(0);
    operations.fold(document, usize::saturating_add)
}

/// How many lists and objects a place lies in.
fn depth(path: &str) -> u32 {
    let tokens = path.bytes().filter(|byte| *byte == b'/').count();
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

/// What a value weighs that comes to stand at a place.
fn weigh_at<'p>(path: &'p str, value: &Value) -> Result<usize, Fault<'p>> {
    let levels = MAX_DEPTH.checked_sub(depth(path));
    let weight = levels.and_then(|levels| weigh(value, levels));
    weight.ok_or((path, PatchErrorReason::TooDeep))
}

/// What a value weighs; nothing where lists and objects are nested in it over so many `levels`.
fn weigh(value: &Value, levels: u32) -> Option<usize> {
    match value {
        Value::String(text) => Some(VALUE.saturating_add(text.len())),
        Value::Array(elements) => {
            let inside = levels.checked_sub(1)?;
            elements.iter().try_fold(VALUE, |sum, element| {
                Some(sum.saturating_add(weigh(element, inside)?))
            })
        }
        Value::Object(members) => {
            let inside = levels.checked_sub(1)?;
            members.iter().try_fold(VALUE, |sum, (name, member)| {
                let member = weigh(member, inside)?.saturating_add(name.len());
                Some(sum.saturating_add(member))
            })
        }
        _ => Some(VALUE),
    }
}

fn find<'d, 'p>(document: &'d Value, path: &'p str) -> Result<&'d Value, Fault<'p>> {
    check(path)?;
    pointer::resolve(document, path).ok_or((path, PatchErrorReason::NotFound))
}

fn find_mut<'d, 'p>(document: &'d mut Value, path: &'p str) -> Result<&'d mut Value, Fault<'p>> {
    check(path)?;
    pointer::resolve_mut(document, path).ok_or((path, PatchErrorReason::NotFound))
}

fn check(path: &str) -> Result<(), Fault<'_>> {
    if pointer::is_valid(path) {
        Ok(())
    } else {
        Err((path, PatchErrorReason::NotAPointer))
    }
}

fn add<'p>(document: &mut Value, path: &'p str, value: Value) -> Result<(), Fault<'p>> {
    check(path)?;
    let Some((parent, token)) = path.rsplit_once('/') else {
        *document = value;
        return Ok(());
    };
    match pointer::resolve_mut(document, parent) {
        Some(Value::Object(members)) => {
            members.insert(pointer::unescape(token).into_owned(), value);
            Ok(())
        }
        Some(Value::Array(elements)) => {
            let index = if token == "-" {
                Some(elements.len())
            } else {
                pointer::index(token).filter(|&index| index <= elements.len())
            };
            let index = index.ok_or((path, PatchErrorReason::BadIndex))?;
            elements.insert(index, value);
            Ok(())
        }
        _ => Err((path, PatchErrorReason::NotFound)),
    }
}

fn remove<'p>(document: &mut Value, path: &'p str) -> Result<Value, Fault<'p>> {
    check(path)?;
    let (parent, token) = path
        .rsplit_once('/')
        .ok_or((path, PatchErrorReason::WholeDocument))?;
    match pointer::resolve_mut(document, parent) {
        Some(Value::Object(members)) => members
            .remove(pointer::unescape(token).as_ref())
            .ok_or((path, PatchErrorReason::NotFound)),
        Some(Value::Array(elements)) => {
            let index = pointer::index(token)
                .filter(|&index| index < elements.len())
                .ok_or((path, PatchErrorReason::BadIndex))?;
            Ok(elements.remove(index))
        }
        _ => Err((path, PatchErrorReason::NotFound)),
    }
}

/// Equality as a `test` operation has it: `1` is `1.0`.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => same_number(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}

fn same_number(left: &Number, right: &Number) -> bool {
    // Two integers are compared as such, for large ones are not exact as floating-point numbers.
    left == right || (left.is_f64() || right.is_f64()) && left.as_f64() == right.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn patched(document: &Value, patch: Value) -> Result<Value, PatchError> {
        let patch: Patch = serde_json::from_value(patch).expect("a readable patch");
        let mut document = document.clone();
        apply(&mut document, &patch).map(|()| document)
    }

    fn reason(document: &Value, patch: Value) -> PatchErrorReason {
        patched(document, patch).expect_err("a failure").reason
    }

    #[test]
    fn the_examples_of_rfc_6902_give_their_results() {
        let cases = [
            // A.1 to A.7
            (
                json!({ "foo": "bar" }),
                json!([{ "op": "add", "path": "/baz", "value": "qux" }]),
                json!({ "baz": "qux", "foo": "bar" }),
            ),
            (
                json!({ "foo": ["bar", "baz"] }),
                json!([{ "op": "add", "path": "/foo/1", "value": "qux" }]),
                json!({ "foo": ["bar", "qux", "baz"] }),
            ),
            (
                json!({ "baz": "qux", "foo": "bar" }),
                json!([{ "op": "remove", "path": "/baz" }]),
                json!({ "foo": "bar" }),
            ),
            (
                json!({ "foo": ["bar", "qux", "baz"] }),
                json!([{ "op": "remove", "path": "/foo/1" }]),
                json!({ "foo": ["bar", "baz"] }),
            ),
            (
                json!({ "baz": "qux", "foo": "bar" }),
                json!([{ "op": "replace", "path": "/baz", "value": "boo" }]),
                json!({ "baz": "boo", "foo": "bar" }),
            ),
            (
                json!({ "foo": { "bar": "baz", "waldo": "fred" }, "qux": { "corge": "grault" } }),
                json!([{ "op": "move", "from": "/foo/waldo", "path": "/qux/thud" }]),
                json!({ "foo": { "bar": "baz" }, "qux": { "corge": "grault", "thud": "fred" } }),
            ),
            (
                json!({ "foo": ["all", "grass", "cows", "eat"] }),
                json!([{ "op": "move", "from": "/foo/1", "path": "/foo/3" }]),
                json!({ "foo": ["all", "cows", "eat", "grass"] }),
            ),
            // A.8: both tests hold
            (
                json!({ "baz": "qux", "foo": ["a", 2, "c"] }),
                json!([
                    { "op": "test", "path": "/baz", "value": "qux" },
                    { "op": "test", "path": "/foo/1", "value": 2 }
                ]),
                json!({ "baz": "qux", "foo": ["a", 2, "c"] }),
            ),
            // A.10, A.11, A.14, A.16
            (
                json!({ "foo": "bar" }),
                json!([{ "op": "add", "path": "/child", "value": { "grandchild": {} } }]),
                json!({ "foo": "bar", "child": { "grandchild": {} } }),
            ),
            (
                json!({ "foo": "bar" }),
                json!([{ "op": "add", "path": "/baz", "value": "qux", "xyz": 123 }]),
                json!({ "foo": "bar", "baz": "qux" }),
            ),
            (
                json!({ "/": 9, "~1": 10 }),
                json!([{ "op": "test", "path": "/~01", "value": 10 }]),
                json!({ "/": 9, "~1": 10 }),
            ),
            (
                json!({ "foo": ["bar"] }),
                json!([{ "op": "add", "path": "/foo/-", "value": ["abc", "def"] }]),
                json!({ "foo": ["bar", ["abc", "def"]] }),
            ),
        ];
        for (document, patch, expected) in cases {
            assert_eq!(patched(&document, patch.clone()), Ok(expected), "{patch}");
        }
    }

    #[test]
    fn the_failing_examples_of_rfc_6902_fail() {
        // A.9, A.12 and A.15
        let test = json!([{ "op": "test", "path": "/baz", "value": "bar" }]);
        assert_eq!(
            reason(&json!({ "baz": "qux" }), test),
            PatchErrorReason::TestFailed
        );
        let add = json!([{ "op": "add", "path": "/baz/bat", "value": "qux" }]);
        assert_eq!(
            reason(&json!({ "foo": "bar" }), add),
            PatchErrorReason::NotFound
        );
        let test = json!([{ "op": "test", "path": "/~01", "value": "10" }]);
        assert_eq!(
            reason(&json!({ "/": 9, "~1": 10 }), test),
            PatchErrorReason::TestFailed
        );
        // A.13: two operations in one
        let twice = r#"[{ "op": "add", "path": "/baz", "value": "qux", "op": "remove" }]"#;
        assert!(serde_json::from_str::<Patch>(twice).is_err());
    }

    #[test]
    fn operations_are_written_as_they_are_read() {
        let patch = json!([
            { "op": "add", "path": "/a", "value": null },
            { "op": "remove", "path": "/a" },
            { "op": "replace", "path": "/a", "value": 1 },
            { "op": "move", "from": "/a", "path": "/b" },
            { "op": "copy", "from": "/a", "path": "/b" },
            { "op": "test", "path": "/a", "value": [] }
        ]);
        let read: Patch = serde_json::from_value(patch.clone()).expect("a readable patch");
        assert_eq!(serde_json::to_value(&read).expect("a value"), patch);
        assert!(read.iter().all(|operation| operation.path().len() == 2));
        for incomplete in [
            json!({ "op": "add", "path": "/a" }),
            json!({ "op": "remove" }),
            json!({ "op": "move", "path": "/a" }),
            json!({ "op": "patch", "path": "/a" }),
            json!({ "path": "/a" }),
        ] {
            assert!(serde_json::from_value::<Operation>(incomplete).is_err());
        }
    }

    #[test]
    fn a_failing_patch_leaves_the_document_as_it_was() {
        let mut document = json!({ "a": 1 });
        let patch = [
            Operation::Replace {
                path: "/a".into(),
                value: json!(2),
            },
            Operation::Remove { path: "/b".into() },
        ];
        let error = apply(&mut document, &patch).expect_err("a failure");
        assert_eq!(document, json!({ "a": 1 }));
        assert_eq!((error.operation, error.path.as_str()), (1, "/b"));
        assert_eq!(
            error.to_string(),
            r#"operation 1 of the patch failed at "/b": there is no such place"#
        );
    }

    /// So many arrays, each in the one before.
    fn nested(depth: usize) -> Value {
        (0..depth).fold(Value::Null, |inside, _| match inside {
            Value::Null => json!([]),
            inside => json!([inside]),
        })
    }

    /// These operations, again and again.
    fn repeated(operations: &Value, times: usize) -> Value {
        let all = operations.as_array().into_iter().flatten();
        let count = all.clone().count().saturating_mul(times);
        all.cycle().take(count).cloned().collect()
    }

    #[test]
    fn what_a_patch_makes_is_nested_as_deep_as_a_post_and_no_deeper() {
        let document = json!({ "a": [[]], "b": nested(62) });
        for op in [
            |path: &str, value: &Value| json!({ "op": "add", "path": path, "value": value }),
            |path: &str, value: &Value| json!({ "op": "replace", "path": path, "value": value }),
        ] {
            let at = |path: &str, depth: usize| json!([op(path, &nested(depth))]);
            assert!(patched(&document, at("/a/0", 62)).is_ok());
            assert_eq!(reason(&document, at("/a/0", 63)), PatchErrorReason::TooDeep);
            assert!(patched(&document, at("", 64)).is_ok());
            assert_eq!(reason(&document, at("", 65)), PatchErrorReason::TooDeep);
        }
        for op in ["move", "copy"] {
            let to = |path: &str| json!([{ "op": op, "from": "/b", "path": path }]);
            assert!(patched(&document, to("/a/-")).is_ok());
            assert_eq!(reason(&document, to("/a/0/-")), PatchErrorReason::TooDeep);
        }
        // What is deep already may come to stand less deep.
        let up = json!([{ "op": "move", "from": "/0", "path": "" }]);
        assert!(patched(&nested(100), up).is_ok());
    }

    #[test]
    fn moves_back_and_forth_nest_no_deeper_than_a_post() {
        let round = json!([
            { "op": "add", "path": "/b", "value": {} },
            { "op": "move", "from": "/a", "path": "/b/a" },
            { "op": "move", "from": "/b", "path": "/a" }
        ]);
        let document = json!({ "a": 1 });
        assert!(patched(&document, repeated(&round, 62)).is_ok());
        let ever_deeper = repeated(&round, 10_000);
        assert_eq!(reason(&document, ever_deeper), PatchErrorReason::TooDeep);
    }

    #[test]
    fn copies_of_copies_come_to_an_end() {
        let double = json!([{ "op": "copy", "from": "/a", "path": "/a/-" }]);
        let mut document = json!({ "a": ["text"] });
        let before = document.clone();
        let patch: Patch = serde_json::from_value(repeated(&double, 50)).expect("a patch");
        let error = apply(&mut document, &patch).expect_err("a failure");
        assert_eq!(error.reason, PatchErrorReason::TooLarge);
        assert!((15..20).contains(&error.operation), "{error}");
        assert_eq!(document, before);
    }

    #[test]
    fn a_large_document_may_be_copied_a_few_times() {
        let document = json!({ "a": "x".repeat(LEAST_ROOM) });
        let copies = |count: usize| -> Value {
            let copy = |at| json!({ "op": "copy", "from": "/a", "path": alloc::format!("/{at}") });
            (0..count).map(copy).collect()
        };
        assert!(patched(&document, copies(4)).is_ok());
        assert_eq!(reason(&document, copies(5)), PatchErrorReason::TooLarge);
    }

    #[test]
    fn moves_to_deeper_places_are_counted_and_others_are_not() {
        let document = json!({ "a": "x".repeat(LEAST_ROOM), "b": {} });
        let to_and_fro = json!([{ "op": "move", "from": "/a", "path": "/c" },
                                { "op": "move", "from": "/c", "path": "/a" }]);
        assert!(patched(&document, repeated(&to_and_fro, 20)).is_ok());
        let down_and_up = json!([{ "op": "move", "from": "/a", "path": "/b/a" },
                                 { "op": "move", "from": "/b/a", "path": "/a" }]);
        assert!(patched(&document, repeated(&down_and_up, 4)).is_ok());
        assert_eq!(
            reason(&document, repeated(&down_and_up, 20)),
            PatchErrorReason::TooLarge
        );
    }

    #[test]
    fn the_whole_document_can_be_replaced_but_not_removed() {
        let document = json!({ "a": [1] });
        let whole = |op: &str| json!([{ "op": op, "path": "", "value": 2 }]);
        assert_eq!(patched(&document, whole("add")), Ok(json!(2)));
        assert_eq!(patched(&document, whole("replace")), Ok(json!(2)));
        assert_eq!(
            reason(&document, whole("remove")),
            PatchErrorReason::WholeDocument
        );
        let hoist = json!([{ "op": "move", "from": "/a/0", "path": "" }]);
        assert_eq!(patched(&document, hoist), Ok(json!(1)));
    }

    #[test]
    fn copies_leave_the_original() {
        let document = json!({ "a": { "b": [1] } });
        let into_itself = json!([{ "op": "copy", "from": "/a", "path": "/a/c" }]);
        assert_eq!(
            patched(&document, into_itself),
            Ok(json!({ "a": { "b": [1], "c": { "b": [1] } } }))
        );
        let missing = json!([{ "op": "copy", "from": "/x", "path": "/a" }]);
        let error = patched(&document, missing).expect_err("a failure");
        assert_eq!(
            (error.path.as_str(), error.reason),
            ("/x", PatchErrorReason::NotFound)
        );
    }

    #[test]
    fn a_value_moves_nowhere_or_elsewhere_but_not_into_itself() {
        let document = json!({ "a": { "b": 1 }, "ab": 2 });
        let moving = |from: &str, path: &str| json!([{ "op": "move", "from": from, "path": path }]);
        assert_eq!(patched(&document, moving("/a", "/a")), Ok(document.clone()));
        assert_eq!(patched(&document, moving("", "")), Ok(document.clone()));
        assert_eq!(
            patched(&document, moving("/a", "/ab")),
            Ok(json!({ "ab": { "b": 1 } }))
        );
        assert_eq!(
            reason(&document, moving("/a", "/a/b")),
            PatchErrorReason::IntoItself
        );
        assert_eq!(
            reason(&document, moving("", "/c")),
            PatchErrorReason::IntoItself
        );
        assert_eq!(
            reason(&document, moving("/x", "/x")),
            PatchErrorReason::NotFound
        );
    }

    #[test]
    fn indices_past_the_end_or_oddly_written_are_refused() {
        let document = json!({ "a": [1, 2] });
        for path in ["/a/3", "/a/02", "/a/+1", "/a/-1", "/a/x", "/a/1e0", "/a/"] {
            let add = json!([{ "op": "add", "path": path, "value": 0 }]);
            assert_eq!(reason(&document, add), PatchErrorReason::BadIndex, "{path}");
        }
        for path in ["/a/2", "/a/-", "/a/00"] {
            let remove = json!([{ "op": "remove", "path": path }]);
            assert_eq!(
                reason(&document, remove),
                PatchErrorReason::BadIndex,
                "{path}"
            );
            let replace = json!([{ "op": "replace", "path": path, "value": 0 }]);
            assert_eq!(
                reason(&document, replace),
                PatchErrorReason::NotFound,
                "{path}"
            );
        }
        let at_the_end = json!([{ "op": "add", "path": "/a/2", "value": 3 }]);
        assert_eq!(
            patched(&document, at_the_end),
            Ok(json!({ "a": [1, 2, 3] }))
        );
    }

    #[test]
    fn paths_that_are_no_pointers_are_refused() {
        let document = json!({ "a": 1 });
        for path in ["a", "/~", "/~2", "/a~"] {
            for patch in [
                json!([{ "op": "add", "path": path, "value": 0 }]),
                json!([{ "op": "remove", "path": path }]),
                json!([{ "op": "test", "path": path, "value": 0 }]),
                json!([{ "op": "copy", "from": path, "path": "/b" }]),
            ] {
                assert_eq!(reason(&document, patch), PatchErrorReason::NotAPointer);
            }
        }
    }

    #[test]
    fn tests_compare_numbers_by_worth_and_objects_without_order() {
        let document = json!({ "a": [1, 2.5, { "x": 1e2, "y": null }], "big": u64::MAX });
        let holds = |path: &str, value: Value| {
            patched(
                &document,
                json!([{ "op": "test", "path": path, "value": value }]),
            )
            .is_ok()
        };
        assert!(holds("/a", json!([1.0, 2.5, { "y": null, "x": 100 }])));
        assert!(!holds("/a/0", json!("1")));
        assert!(!holds("/a/0", json!(true)));
        assert!(!holds("/a/2", json!({ "x": 100 })));
        assert!(!holds("/a/2", json!({ "x": 100, "z": null })));
        assert!(!holds("/big", json!(u64::MAX - 1)));
    }
}
