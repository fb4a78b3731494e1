//! The post as it was submitted: one flat vector of nodes in the order of the text.
//!
//! A node is named by its index, so a place in the post is one integer until somebody asks for
//! its JSON Pointer. Strings are borrowed from the input wherever it holds no escapes.

mod text;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::distinct;
use crate::mark::mark;
use crate::patch::{MAX_DEPTH, pointer};

/// So many nodes at most, so that 32 bits hold the index behind each of them.
const MOST_NODES: usize = u32::MAX as usize - 2;

/// Why a text could not be read as JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1; 0 before the first.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

/// What is wrong with the value of this node of a text that was read.
pub(crate) fn place_of(json: &str, node: u32, message: &str) -> ParseError {
    text::error(json, text::place(json, node), message)
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Num(f64),
    Str(Cow<'a, str>),
    /// The name of the member whose value follows, and its [`mark`].
    Key {
        name: Cow<'a, str>,
        mark: u32,
    },
    /// `end` is the index of the node behind the last one inside.
    Array {
        end: u32,
    },
    Object {
        end: u32,
    },
}

/// A post, read once and checked as often as you like.
///
/// ```
/// let post = postworthy::Post::parse(r#"{ "content": "Hello" }"#)?;
/// assert_eq!(post.to_value()["content"], "Hello");
/// assert_eq!(postworthy::Post::parse("{").unwrap_err().line, 1);
/// # Ok::<(), postworthy::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Post<'a> {
    nodes: Vec<Node<'a>>,
    /// Bytes of all its texts.
    text: u64,
}

impl<'a> Post<'a> {
    fn of(nodes: Vec<Node<'a>>) -> Self {
        let texts = nodes.iter().map(|node| match node {
            Node::Str(text) => text.len(),
            _ => 0,
        });
        let text = texts.fold(0, usize::saturating_add) as u64;
        Post { nodes, text }
    }

    /// Reads a post from JSON text.
    ///
    /// # Errors
    /// Where the text is not JSON, holds a lone surrogate, or is nested over 64 deep. What is JSON
    /// but no post is read, and found fault with by the check.
    pub fn parse(json: &'a str) -> Result<Self, ParseError> {
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        text::read(json).map(Post::of)
    }

    /// Reads a post from the bytes of JSON text, which must be UTF-8.
    ///
    /// # Errors
    /// As [`Post::parse`], and where the bytes are not UTF-8.
    pub fn parse_bytes(json: &'a [u8]) -> Result<Self, ParseError> {
        match core::str::from_utf8(json) {
            Ok(text) => Self::parse(text),
            Err(error) => {
                let before = json.get(..error.valid_up_to()).unwrap_or_default();
                let line_start = before
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |at| at.saturating_add(1));
                let ends = before.iter().filter(|byte| **byte == b'\n').count();
                let column = before.len().saturating_sub(line_start);
                Err(ParseError {
                    line: ends.saturating_add(1),
                    column: column.saturating_add(1),
                    message: "this is not UTF-8 text; save the file as UTF-8".to_string(),
                })
            }
        }
    }

    /// Reads a post from whatever serde can read: the values of another language, the rows of a
    /// table. Their types are asked for by `deserialize_any`.
    ///
    /// ```
    /// use serde::de::value::{Error, MapDeserializer};
    ///
    /// let members = [("content", "Hello"), ("title", "You")];
    /// let source = MapDeserializer::<_, Error>::new(members.into_iter());
    /// let post = postworthy::Post::from_deserializer(source)?;
    /// assert_eq!(post.to_value()["title"], "You");
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of the source, and one of its kind where it is nested over 64 deep.
    pub fn from_deserializer<D: Deserializer<'a>>(source: D) -> Result<Self, D::Error> {
        let mut nodes = Vec::new();
        Build {
            nodes: &mut nodes,
            depth: 0,
        }
        .deserialize(source)?;
        Ok(Post::of(nodes))
    }

    /// Takes a post from a JSON value.
    #[must_use]
    pub fn from_value(value: &serde_json::Value) -> Post<'static> {
        let mut nodes = Vec::new();
        push_value(&mut nodes, value);
        Post::of(nodes)
    }

    /// The post as a JSON value.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        self.root().to_json()
    }

    /// The URL of every media item and thumbnail, as written: what a context can know facts of.
    #[must_use]
    pub fn media_urls(&self) -> Vec<&str> {
        let mut urls = Vec::new();
        for at in 0..self.nodes.len() {
            let Some(Node::Key { name: key, .. }) = self.nodes.get(at) else {
                continue;
            };
            let value = self.value(after(at as u32));
            match (key.as_ref(), value.kind()) {
                ("mediaItems" | "customMedia", Kind::Array) => {
                    urls.extend(value.items().filter_map(|item| item.get("url")?.as_str()));
                }
                ("thumbnail" | "instagramThumbnail" | "reelCover", Kind::Str) => {
                    urls.extend(value.as_str())
                }
                ("thumbnail", Kind::Object) => {
                    urls.extend(value.get("url").and_then(Value::as_str))
                }
                _ => {}
            }
        }
        urls.retain(|url| !url.is_empty());
        urls
    }

    pub(crate) fn root(&self) -> Value<'_> {
        self.value(0)
    }

    pub(crate) fn value(&self, at: u32) -> Value<'_> {
        Value { post: self, at }
    }

    fn node(&self, at: u32) -> &Node<'a> {
        self.nodes.get(at as usize).unwrap_or(&Node::Null)
    }

    /// The index behind the value at `at`.
    fn behind(&self, at: u32) -> u32 {
        let value = match self.node(at) {
            Node::Key { .. } => after(at),
            _ => at,
        };
        match self.node(value) {
            Node::Array { end } | Node::Object { end } => *end,
            _ => after(value),
        }
    }

    /// The JSON Pointer of the value at `target`; asking for places in their order, with the same
    /// `places`, takes one walk through the post for all of them.
    pub(crate) fn pointer(&self, target: u32, places: &mut Places) -> String {
        // As long as most of them are.
        let mut path = String::with_capacity(if target == 0 { 0 } else { 24 });
        let mut at = 0;
        while at != target {
            let (mut index, mut item) = places.of(at, target).unwrap_or((0_usize, after(at)));
            let is_array = match self.node(at) {
                Node::Array { end } if target < *end => true,
                Node::Object { end } if target < *end => false,
                _ => break,
            };
            loop {
                let next = self.behind(item);
                if next > target {
                    break;
                }
                item = next;
                index = index.saturating_add(1);
            }
            places.remember(at, index, item);
            match self.node(item) {
                Node::Key { name: key, .. } if !is_array => pointer::push_name(&mut path, key),
                _ => pointer::push_index(&mut path, index),
            }
            // A member's value stands behind its key.
            at = if is_array { item } else { after(item) };
        }
        path
    }
}

/// The index of the next node.
const fn after(at: u32) -> u32 {
    // INVARIANT: there are at most `MOST_NODES`.
    at.wrapping_add(1)
}

/// The index behind the member or value at `at`.
fn behind(nodes: &[Node<'_>], at: usize) -> usize {
    let value = match nodes.get(at) {
        Some(Node::Key { .. }) => at.saturating_add(1),
        _ => at,
    };
    match nodes.get(value) {
        Some(Node::Array { end } | Node::Object { end }) => *end as usize,
        _ => value.saturating_add(1),
    }
}

/// How far the lists and objects of a post have been walked: the node of each, the index of one of
/// its items, and the node of that item. Sorted by node.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<(u32, usize, u32)>);

impl Places {
    /// To walk so far again costs less than to remember it.
    const NEAR: usize = 8;

    /// An item of the list or object at `at`, before the node `target` or there.
    fn of(&self, at: u32, target: u32) -> Option<(usize, u32)> {
        let place = self.0.binary_search_by_key(&at, |(at, ..)| *at).ok()?;
        let (_, index, item) = *self.0.get(place)?;
        (item <= target).then_some((index, item))
    }

    fn remember(&mut self, at: u32, index: usize, item: u32) {
        if index < Places::NEAR {
            return;
        }
        match self.0.binary_search_by_key(&at, |(at, ..)| *at) {
            Ok(place) => {
                if let Some(known) = self.0.get_mut(place) {
                    *known = (at, index, item);
                }
            }
            Err(place) => self.0.insert(place, (at, index, item)),
        }
    }
}

/// The JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Int,
    Num,
    Str,
    Array,
    Object,
}

impl Kind {
    /// A bit of its own.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// As messages name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "true or false",
            Kind::Int | Kind::Num => "a number",
            Kind::Str => "text",
            Kind::Array => "a list",
            Kind::Object => "an object",
        }
    }
}

/// A place in a post.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'p> {
    post: &'p Post<'p>,
    pub(crate) at: u32,
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.to_json() == other.to_json()
    }
}

impl<'p> Value<'p> {
    pub(crate) fn kind(self) -> Kind {
        match self.post.node(self.at) {
            Node::Null => Kind::Null,
            Node::Bool(_) => Kind::Bool,
            Node::Int(_) => Kind::Int,
            Node::Num(_) => Kind::Num,
            Node::Str(_) | Node::Key { .. } => Kind::Str,
            Node::Array { .. } => Kind::Array,
            Node::Object { .. } => Kind::Object,
        }
    }

    pub(crate) fn as_str(self) -> Option<&'p str> {
        match self.post.node(self.at) {
            Node::Str(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.post.node(self.at) {
            Node::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// An integer, also where it is written `5.0`.
    pub(crate) fn as_int(self) -> Option<i64> {
        match self.post.node(self.at) {
            Node::Int(value) => Some(*value),
            Node::Num(value) if *value == (*value as i64) as f64 => Some(*value as i64),
            _ => None,
        }
    }

    pub(crate) fn as_f64(self) -> Option<f64> {
        match self.post.node(self.at) {
            Node::Int(value) => Some(*value as f64),
            Node::Num(value) => Some(*value),
            _ => None,
        }
    }

    /// `null` and the empty string stand for nothing.
    pub(crate) fn is_absent(self) -> bool {
        match self.post.node(self.at) {
            Node::Null => true,
            Node::Str(text) => text.is_empty(),
            _ => false,
        }
    }

    /// The elements of an array; none of anything else.
    pub(crate) fn items(self) -> Items<'p> {
        Items {
            post: self.post,
            next: after(self.at),
            end: match self.post.node(self.at) {
                Node::Array { end } => *end,
                _ => 0,
            },
        }
    }

    /// How much there is to read up to the node `end`: values, and `text` bytes of text as one.
    pub(crate) fn weight(self, end: u32, text: usize) -> u64 {
        let nodes = self.at as usize..end as usize;
        let nodes = self.post.nodes.get(nodes).unwrap_or_default();
        let bytes = nodes.iter().map(|node| match node {
            Node::Str(text) => text.len(),
            _ => 0,
        });
        let bytes = bytes.fold(0, usize::saturating_add);
        let texts = bytes.checked_div(text).unwrap_or(bytes);
        nodes.len().saturating_add(texts) as u64
    }

    /// At least what all of the post weighs.
    pub(crate) fn most_weight(self, text: u64) -> u64 {
        let nodes = self.post.nodes.len() as u64;
        let whole = self.post.text;
        nodes.saturating_add(whole.checked_div(text).unwrap_or(whole))
    }

    /// Another place in the same post.
    pub(crate) fn elsewhere(self, at: u32) -> Value<'p> {
        self.post.value(at)
    }

    /// The index behind the last node of this value.
    pub(crate) fn end(self) -> u32 {
        self.post.behind(self.at)
    }

    /// The members of an object; none of anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'p str, Value<'p>)> + use<'p> {
        self.keyed().map(|(key, value)| (key.name, value))
    }

    /// The members of an object with the marks of their names; none of anything else.
    pub(crate) fn keyed(self) -> Members<'p> {
        Members {
            post: self.post,
            next: after(self.at),
            end: match self.post.node(self.at) {
                Node::Object { end } => *end,
                _ => 0,
            },
        }
    }

    /// The member of this name.
    #[inline]
    pub(crate) fn get(self, name: &str) -> Option<Value<'p>> {
        // Of a name that is written in the code the compiler knows the mark.
        self.marked(name, mark(name.as_bytes()))
    }

    fn marked(self, name: &str, mark: u32) -> Option<Value<'p>> {
        let mut members = self.keyed();
        members
            .find(|(key, _)| key.mark == mark && key.name == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn len(self) -> usize {
        match self.kind() {
            Kind::Object => self.entries().count(),
            _ => self.items().count(),
        }
    }

    pub(crate) fn to_json(self) -> serde_json::Value {
        match self.post.node(self.at) {
            Node::Null => serde_json::Value::Null,
            Node::Bool(value) => (*value).into(),
            Node::Int(value) => (*value).into(),
            Node::Num(value) => (*value).into(),
            Node::Str(text) | Node::Key { name: text, .. } => text.as_ref().into(),
            Node::Array { .. } => self.items().map(Value::to_json).collect(),
            Node::Object { .. } => {
                let members = self
                    .entries()
                    .map(|(key, value)| (key.to_string(), value.to_json()));
                serde_json::Value::Object(members.collect())
            }
        }
    }
}

/// The elements of an array.
#[derive(Clone, Debug)]
pub(crate) struct Items<'p> {
    post: &'p Post<'p>,
    next: u32,
    end: u32,
}

impl<'p> Iterator for Items<'p> {
    type Item = Value<'p>;

    fn next(&mut self) -> Option<Value<'p>> {
        (self.next < self.end).then(|| {
            let item = Value {
                post: self.post,
                at: self.next,
            };
            self.next = self.post.behind(self.next);
            item
        })
    }
}

/// The name of a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'p> {
    pub name: &'p str,
    /// What tells most names apart at a glance: [`mark`].
    pub mark: u32,
}

/// The members of an object.
#[derive(Clone, Debug)]
pub(crate) struct Members<'p> {
    post: &'p Post<'p>,
    next: u32,
    end: u32,
}

impl<'p> Iterator for Members<'p> {
    type Item = (Key<'p>, Value<'p>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let Node::Key { name, mark } = self.post.node(self.next) else {
            return None;
        };
        let at = after(self.next);
        self.next = match self.post.node(at) {
            Node::Array { end } | Node::Object { end } => *end,
            _ => after(at),
        };
        let key = Key { name, mark: *mark };
        Some((key, self.post.value(at)))
    }
}

/// A name as a node.
fn key(name: Cow<'_, str>) -> Node<'_> {
    let mark = mark(name.as_bytes());
    Node::Key { name, mark }
}

fn push_value(nodes: &mut Vec<Node<'static>>, value: &serde_json::Value) {
    let at = nodes.len();
    match value {
        serde_json::Value::Null => nodes.push(Node::Null),
        serde_json::Value::Bool(value) => nodes.push(Node::Bool(*value)),
        serde_json::Value::Number(number) => nodes.push(match number.as_i64() {
            Some(value) => Node::Int(value),
            None => Node::Num(number.as_f64().unwrap_or(f64::MAX)),
        }),
        serde_json::Value::String(text) => nodes.push(Node::Str(Cow::Owned(text.clone()))),
        serde_json::Value::Array(items) => {
            nodes.push(Node::Null);
            items.iter().for_each(|item| push_value(nodes, item));
            let end = nodes.len() as u32;
            set(nodes, at, Node::Array { end });
        }
        serde_json::Value::Object(members) => {
            nodes.push(Node::Null);
            for (name, item) in members {
                nodes.push(key(Cow::Owned(name.clone())));
                push_value(nodes, item);
            }
            let end = nodes.len() as u32;
            set(nodes, at, Node::Object { end });
        }
    }
}

fn set<'a>(nodes: &mut [Node<'a>], at: usize, node: Node<'a>) {
    if let Some(place) = nodes.get_mut(at) {
        *place = node;
    }
}

/// Appends what a deserializer reads to the nodes.
struct Build<'n, 'a> {
    nodes: &'n mut Vec<Node<'a>>,
    depth: u32,
}

impl<'n, 'a> Build<'n, 'a> {
    fn deeper<E: serde::de::Error>(&self) -> Result<u32, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!(
                "lists and objects are nested more than {MAX_DEPTH} deep"
            )));
        }
        Ok(self.depth.saturating_add(1))
    }

    fn fits<E: serde::de::Error>(&self) -> Result<(), E> {
        // INVARIANT: node indices fit in 32 bits.
        if self.nodes.len() >= MOST_NODES {
            Err(E::custom("the text holds too many values"))
        } else {
            Ok(())
        }
    }
}

impl<'a> DeserializeSeed<'a> for Build<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Build<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.nodes.push(Node::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.nodes.push(Node::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.nodes.push(Node::Int(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.nodes.push(match i64::try_from(value) {
            Ok(value) => Node::Int(value),
            Err(_) => Node::Num(value as f64),
        });
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.nodes.push(Node::Num(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.nodes.push(Node::Str(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.nodes.push(Node::Str(Cow::Owned(text.to_string())));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        let at = self.nodes.len();
        self.nodes.push(Node::Null);
        while items
            .next_element_seed(Build {
                nodes: self.nodes,
                depth,
            })?
            .is_some()
        {
            self.fits()?;
        }
        let end = self.nodes.len() as u32;
        set(self.nodes, at, Node::Array { end });
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        let at = self.nodes.len();
        self.nodes.push(Node::Null);
        let (mut names, mut alike) = (0_u64, false);
        while members.next_key_seed(Name { nodes: self.nodes })?.is_some() {
            let bit = name_bit(self.nodes.last());
            alike |= names & bit != 0;
            names |= bit;
            members.next_value_seed(Build {
                nodes: self.nodes,
                depth,
            })?;
            self.fits()?;
        }
        if alike {
            keep_last(self.nodes, at.saturating_add(1));
        }
        let end = self.nodes.len() as u32;
        set(self.nodes, at, Node::Object { end });
        Ok(())
    }
}

/// One bit of 64 for a name, the same for equal names and seldom for others.
fn name_bit(key: Option<&Node<'_>>) -> u64 {
    match key {
        Some(Node::Key { mark, .. }) => 1_u64 << (mark >> 26),
        _ => 0,
    }
}

/// Of the members that begin at `first` and have the same name, keeps the last, as JavaScript does.
fn keep_last(nodes: &mut Vec<Node<'_>>, first: usize) {
    let read: &[Node<'_>] = nodes;
    let members = || {
        let mut next = first;
        core::iter::from_fn(move || {
            let Some(Node::Key { name, .. }) = read.get(next) else {
                return None;
            };
            let start = next;
            next = behind(read, next);
            Some((name.as_ref(), start..next))
        })
    };
    let mut repeated = false;
    distinct::each(
        || members().map(|(name, _)| name),
        |_, again| repeated |= again,
    );
    if !repeated {
        return;
    }
    let last: BTreeMap<&str, Range<usize>> = members().collect();
    let mut kept: Vec<Range<usize>> = last.into_values().collect();
    kept.sort_unstable_by_key(|member| member.start);
    let mut kept = kept.into_iter().peekable();
    let mut dropped = 0_u32;
    let tail = nodes.split_off(first);
    for (mut node, at) in tail.into_iter().zip(first..) {
        while kept.next_if(|member| member.end <= at).is_some() {}
        if kept.peek().is_none_or(|member| at < member.start) {
            dropped = dropped.saturating_add(1);
            continue;
        }
        if let Node::Array { end } | Node::Object { end } = &mut node {
            *end = end.saturating_sub(dropped);
        }
        nodes.push(node);
    }
}

struct Name<'n, 'a> {
    nodes: &'n mut Vec<Node<'a>>,
}

impl<'a> DeserializeSeed<'a> for Name<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Name<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.nodes.push(key(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.nodes.push(key(Cow::Owned(text.to_string())));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_node_has_a_pointer_that_resolves() {
        let text = r#"{"a":[1,{"b~/c":null},[[]]],"d":{"":{"e":true}},"f":"x"}"#;
        let post = Post::parse(text).unwrap();
        let value = post.to_value();
        assert_eq!(value.to_string().len(), text.len());
        let nodes = 0..post.nodes.len() as u32;
        let places = &mut Places::default();
        // In order, which is one walk, and backwards, which begins anew.
        for at in nodes.clone().chain(nodes.rev()) {
            if !matches!(post.node(at), Node::Key { .. }) {
                assert_eq!(
                    value.pointer(&post.pointer(at, places)),
                    Some(&post.value(at).to_json())
                );
            }
        }
        assert_eq!(Post::from_value(&value).to_value(), value);
    }

    #[test]
    fn nesting_of_64_is_read_and_of_65_is_refused_where_it_stands() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Post::parse(&nested(64)).is_ok());
        let error = Post::parse(&nested(65)).unwrap_err();
        assert_eq!(
            (error.line, error.column),
            (1, 66),
            "the place behind the bracket that goes too deep"
        );
        assert!(Post::parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn unreadable_text_says_where() {
        assert_eq!(Post::parse("{\n \"a\": }").unwrap_err().line, 2);
        assert!(Post::parse(r#""\ud800""#).is_err());
        assert!(Post::parse("{} x").is_err());
        assert!(Post::parse("").is_err());
        let error = Post::parse_bytes(b"{\"a\":\"\n\xe9\"}").unwrap_err();
        assert_eq!((error.line, error.column), (2, 1));
        assert!(Post::parse_bytes(b"\xef\xbb\xbf{}").is_ok());
    }

    #[test]
    fn the_last_of_equal_names_wins() {
        let post = Post::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(post.root().get("a").and_then(Value::as_int), Some(2));
        let text = r#"{"a":[{"x":1}],"b":{"c":1,"d":[2,{}],"c":{"e":[3]}},"a":{"f":[{}]},"g":4}"#;
        let post = Post::parse(text).unwrap();
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(post.to_value(), value);
        assert_eq!(post.nodes.len(), Post::from_value(&value).nodes.len());
        let many: String = (0..200)
            .map(|at| alloc::format!("\"{}\":{at},", at % 90))
            .collect();
        let many = alloc::format!("{{{many}\"z\":[]}}");
        let value: serde_json::Value = serde_json::from_str(&many).unwrap();
        assert_eq!(Post::parse(&many).unwrap().to_value(), value);
    }
}
