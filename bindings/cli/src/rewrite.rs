//! Writes a changed value into the text of the old one: what is the same stays as it is written.
//!
//! A text is read one level at a time, and only where something in it has changed: it is gone over
//! at most as often as values are nested in it.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::numbers::{Kept, string};

/// So many pairs of elements, or of members, are compared to find what became of which.
const MOST_PAIRS: usize = 1 << 10;

/// The text that was read as `kept`, with another value in it. Nothing where it is no such text.
pub fn rewrite(text: &str, kept: &Kept<'_>, mended: &Value) -> Option<String> {
    let start = text
        .len()
        .saturating_sub(text.trim_start_matches(BLANK).len());
    let (head, rest) = text.split_at_checked(start)?;
    let (value, tail) = rest.split_at_checked(rest.trim_end_matches(BLANK).len())?;
    let mut writer = Writer {
        out: String::with_capacity(text.len()),
        look: Look::of(value),
        kept,
    };
    writer.out.push_str(head);
    let line = value.contains('\n').then_some("");
    writer.value(value, &kept.value, mended, line)?;
    writer.out.push_str(tail);
    Some(writer.out)
}

const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// How a text is laid out, for what has no neighbours to be like.
struct Look<'t> {
    /// What ends its lines.
    end: &'static str,
    /// What a level is indented by.
    unit: &'t str,
    colon: &'static str,
    comma: &'static str,
    /// What stands inside the brackets of an object, and of an array, on one line.
    object: &'static str,
    array: &'static str,
}

impl<'t> Look<'t> {
    fn of(text: &'t str) -> Self {
        let pad = |spaced| if spaced { " " } else { "" };
        let end = if text
            .split_once('\n')
            .is_some_and(|(line, _)| line.ends_with('\r'))
        {
            "\r\n"
        } else {
            "\n"
        };
        let mut indents = text.split('\n').skip(1).map(indent_of);
        let unit = indents.find(|indent| !indent.is_empty());
        let colon = List::read(text).and_then(|list| Some(list.parts.first()?.colon));
        let spaced = match colon {
            Some(colon) if !colon.is_empty() => colon.ends_with(BLANK),
            _ => text.contains(BLANK),
        };
        Look {
            end,
            unit: unit.unwrap_or("  "),
            colon: if spaced { ": " } else { ":" },
            comma: if spaced { ", " } else { "," },
            object: pad(text.contains("{ \"")),
            array: pad(text.contains("[ \"") || text.contains("[ {")),
        }
    }
}

/// The blanks that a line begins with.
fn indent_of(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t']);
    line.strip_suffix(rest).unwrap_or_default()
}

/// The indentation of the last line of a text that has several.
fn last_indent(text: &str) -> Option<&str> {
    text.rsplit_once('\n').map(|(_, line)| indent_of(line))
}

/// An object or an array as it is written.
struct List<'t> {
    open: &'t str,
    parts: Vec<Part<'t>>,
    /// What stands before the closing bracket.
    tail: &'t str,
    close: &'t str,
}

/// A member or an element as it is written.
struct Part<'t> {
    /// What stands before it: blanks, and the comma.
    gap: &'t str,
    /// The name in its quotes; an element has none.
    name: &'t str,
    colon: &'t str,
    value: &'t str,
}

impl<'t> List<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let (open, inside) = text.split_at_checked(1)?;
        let (inside, close) = inside.split_at_checked(inside.len().checked_sub(1)?)?;
        let is_object = match (open, close) {
            ("{", "}") => true,
            ("[", "]") => false,
            _ => return None,
        };
        let mut rest = inside;
        let mut take = |length: usize| {
            let (taken, left) = rest.split_at_checked(length)?;
            rest = left;
            Some((taken, left))
        };
        let mut left = inside;
        let mut parts = Vec::new();
        loop {
            let (gap, value) = take(run(left, |byte| is_blank(byte) || byte == b','))?;
            if value.is_empty() {
                return Some(List {
                    open,
                    parts,
                    tail: gap,
                    close,
                });
            }
            let (mut name, mut colon) = ("", "");
            left = value;
            if is_object {
                (name, left) = take(length(left))?;
                (colon, left) = take(run(left, |byte| is_blank(byte) || byte == b':'))?;
            }
            let value;
            (value, left) = take(length(left).max(1))?;
            parts.push(Part {
                gap,
                name,
                colon,
                value,
            });
        }
    }
}

/// How many bytes of such a kind a text begins with.
fn run(text: &str, of: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| of(*byte)).count()
}

/// The length of the value that a text begins with.
fn length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut rest = text;
    loop {
        let first = rest.bytes().next();
        let length = match first {
            None => return text.len(),
            Some(b'"') => string(rest),
            Some(b'{' | b'[' | b'}' | b']') => 1,
            // Numbers, words, and what stands between values.
            Some(_) if depth > 0 => run(rest, |byte| {
                !matches!(byte, b'"' | b'{' | b'[' | b'}' | b']')
            }),
            Some(_) => run(rest, |byte| {
                !is_blank(byte) && !matches!(byte, b',' | b'}' | b']')
            }),
        };
        match first {
            Some(b'{' | b'[') => depth = depth.saturating_add(1),
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((_, behind)) = rest.split_at_checked(length) else {
            return text.len();
        };
        rest = behind;
        if depth == 0 {
            return text.len().saturating_sub(rest.len());
        }
    }
}

/// What a list is to hold at one place.
struct Slot<'v> {
    /// The name to write, where it is not the one that stands there.
    name: Option<&'v str>,
    /// The part that is kept, by its index, and what its value was.
    old: Option<(usize, &'v Value)>,
    value: &'v Value,
}

/// How a list is laid out, for new parts of it.
struct Style<'s> {
    /// What stands before the first part, between two, and behind the last one.
    lead: Cow<'s, str>,
    comma: Cow<'s, str>,
    tail: Cow<'s, str>,
    colon: &'s str,
    /// The indentation of parts that have lines of their own.
    line: Option<Cow<'s, str>>,
    /// The same for what a new part holds inside.
    inside: Option<Cow<'s, str>>,
}

impl<'t> Style<'t> {
    fn of(list: &List<'t>, look: &Look<'t>) -> Self {
        let (Some(first), Some(last)) = (list.parts.first(), list.parts.last()) else {
            return Style::of_empty(list.tail, look);
        };
        let line = last_indent(last.gap).map(Cow::Borrowed);
        let several = list.parts.len() > 1;
        let comma = match last.gap.rsplit_once('\n') {
            // One line of its own, and no empty ones before it.
            Some((before, indent)) if !indent.contains(',') => {
                let end = if before.ends_with('\r') { "\r\n" } else { "\n" };
                format!(",{end}{indent}").into()
            }
            Some(_) => last.gap.into(),
            None if several => last.gap.into(),
            None => look.comma.into(),
        };
        let inside = if last.name.is_empty() && is_filled(last.value) {
            last_indent(last.value).map(Cow::Borrowed)
        } else {
            line.clone()
        };
        Style {
            lead: first.gap.into(),
            comma,
            tail: list.tail.into(),
            colon: if last.colon.is_empty() || last.colon.contains('\n') {
                look.colon
            } else {
                last.colon
            },
            line,
            inside,
        }
    }

    /// The style of a list in which nothing stands but blanks.
    fn of_empty(blanks: &'t str, look: &Look<'t>) -> Self {
        let line = last_indent(blanks).map(|indent| format!("{indent}{}", look.unit));
        let (lead, comma, tail) = match &line {
            Some(line) => {
                let tail = last_indent(blanks).unwrap_or_default();
                let lead = format!("{}{line}", look.end);
                let comma = format!(",{lead}");
                (
                    lead.into(),
                    comma.into(),
                    format!("{}{tail}", look.end).into(),
                )
            }
            None => (blanks.into(), look.comma.into(), blanks.into()),
        };
        let line: Option<Cow<'t, str>> = line.map(Cow::Owned);
        Style {
            lead,
            comma,
            tail,
            colon: look.colon,
            inside: line.clone(),
            line,
        }
    }
}

/// Whether a value is an object or an array that holds something.
fn is_filled(text: &str) -> bool {
    let inside = text.strip_prefix(['{', '[']);
    inside.is_some_and(|inside| inside.trim_matches(BLANK).len() > 1)
}

struct Writer<'t, 'k> {
    out: String,
    look: Look<'t>,
    kept: &'k Kept<'k>,
}

impl<'t> Writer<'t, '_> {
    /// Writes a value that stood in the text; `line` is the indentation of its line, where it has
    /// one of its own.
    fn value(&mut self, text: &'t str, old: &Value, new: &Value, line: Option<&str>) -> Option<()> {
        if old == new {
            self.out.push_str(text);
            return Some(());
        }
        let slots = match (old, new) {
            (Value::Object(old), Value::Object(new)) => members(old, new),
            (Value::Array(old), Value::Array(new)) => elements(old, new),
            _ => {
                // What stood on one line stays there.
                let line = line.filter(|_| !is_filled(text) || text.contains('\n'));
                self.fresh(new, line);
                return Some(());
            }
        };
        self.list(&List::read(text)?, &slots)
    }

    fn list(&mut self, list: &List<'t>, slots: &[Slot<'_>]) -> Option<()> {
        let style = Style::of(list, &self.look);
        self.out.push_str(list.open);
        let mut previous: Option<&Slot<'_>> = None;
        for slot in slots {
            self.out.push_str(gap(list, &style, previous, slot)?);
            match slot.old {
                Some((index, old)) => {
                    let part = list.parts.get(index)?;
                    match slot.name {
                        Some(name) => self.name(name),
                        None => self.out.push_str(part.name),
                    }
                    self.out.push_str(part.colon);
                    self.value(part.value, old, slot.value, last_indent(part.gap))?;
                }
                None => {
                    if let Some(name) = slot.name {
                        self.name(name);
                        self.out.push_str(style.colon);
                        self.fresh(slot.value, style.line.as_deref());
                    } else {
                        self.fresh(slot.value, style.inside.as_deref());
                    }
                }
            }
            previous = Some(slot);
        }
        if !slots.is_empty() {
            self.out.push_str(&style.tail);
        }
        self.out.push_str(list.close);
        Some(())
    }

    fn name(&mut self, name: &str) {
        self.out.push_str(&Value::from(name).to_string());
    }

    /// Writes a value that is new: on several lines where the line that it begins on has an
    /// indentation.
    fn fresh(&mut self, value: &Value, line: Option<&str>) {
        let (brackets, pad) = match value {
            Value::Object(members) if !members.is_empty() => (("{", "}"), self.look.object),
            Value::Array(elements) if !elements.is_empty() => (("[", "]"), self.look.array),
            _ => {
                self.out.push_str(&self.kept.spelling(value));
                return;
            }
        };
        let inner = line.map(|line| format!("{line}{}", self.look.unit));
        let (lead, comma, tail) = match (&inner, line) {
            (Some(inner), Some(line)) => {
                let lead = format!("{}{inner}", self.look.end);
                let comma = format!(",{lead}");
                (lead, comma, format!("{}{line}", self.look.end))
            }
            _ => (pad.into(), self.look.comma.into(), pad.into()),
        };
        let mut before = lead.as_str();
        self.out.push_str(brackets.0);
        if let Value::Object(members) = value {
            for (name, member) in members {
                self.out.push_str(before);
                self.name(name);
                self.out.push_str(self.look.colon);
                self.fresh(member, inner.as_deref());
                before = &comma;
            }
        } else if let Value::Array(elements) = value {
            for element in elements {
                self.out.push_str(before);
                self.fresh(element, inner.as_deref());
                before = &comma;
            }
        }
        self.out.push_str(&tail);
        self.out.push_str(brackets.1);
    }
}

/// What stands before a part.
fn gap<'s>(
    list: &List<'s>,
    style: &'s Style<'_>,
    previous: Option<&Slot<'_>>,
    slot: &Slot<'_>,
) -> Option<&'s str> {
    let Some(previous) = previous else {
        return Some(&style.lead);
    };
    let index_of = |slot: &Slot<'_>| slot.old.map(|(index, _)| index);
    let gap_of = |index: usize| list.parts.get(index).map(|part| part.gap);
    match (index_of(previous), index_of(slot)) {
        (Some(before), Some(index)) => {
            let first = gap_of(before.saturating_add(1))?;
            let last = gap_of(index)?;
            // Of what stood around removed parts that shared their line, the new line stays.
            let breaks = last.contains('\n') && !first.contains('\n');
            Some(if breaks { last } else { first })
        }
        // The first part had no comma before it.
        (None, Some(index)) if index > 0 => gap_of(index),
        _ => Some(&style.comma),
    }
}

/// What an object is to hold: what it held in its order, what was renamed in its old place, and
/// what is new at the end.
fn members<'v>(old: &'v Map<String, Value>, new: &'v Map<String, Value>) -> Vec<Slot<'v>> {
    let gone: Vec<_> = old
        .iter()
        .filter(|(name, _)| !new.contains_key(*name))
        .collect();
    let mut come: Vec<_> = new
        .iter()
        .filter(|(name, _)| !old.contains_key(*name))
        .collect();
    let mut renamed = HashMap::new();
    if gone.len().saturating_mul(come.len()) <= MOST_PAIRS {
        let rules: [fn(&Value, &Value) -> bool; 2] = [
            |old, new| old == new,
            // Renamed, and mended inside.
            |old, new| shared(old, new) > 0,
        ];
        for is_same in rules {
            come.retain(|(name, value)| {
                let mut free = gone.iter().filter(|(name, _)| !renamed.contains_key(*name));
                let found = free.find(|(_, old)| is_same(old, value));
                if let Some((old, _)) = found {
                    renamed.insert(*old, (name.as_str(), *value));
                }
                found.is_none()
            });
        }
    }
    let kept = old.iter().enumerate().filter_map(|(index, (name, value))| {
        let old = Some((index, value));
        if let Some(value) = new.get(name) {
            let name = None;
            return Some(Slot { name, old, value });
        }
        let (name, value) = *renamed.get(name)?;
        let name = Some(name);
        Some(Slot { name, old, value })
    });
    let added = come.iter().map(|(name, value)| Slot {
        name: Some(name.as_str()),
        old: None,
        value,
    });
    kept.chain(added).collect()
}

/// What an array is to hold.
fn elements<'v>(old: &'v [Value], new: &'v [Value]) -> Vec<Slot<'v>> {
    let mut pairs = pairs(old, new).into_iter().peekable();
    let slot = |(index, value)| {
        let pair = pairs.next_if(|(_, paired)| *paired == index);
        let old = pair.and_then(|(index, _)| Some((index, old.get(index)?)));
        let name = None;
        Slot { name, old, value }
    };
    new.iter().enumerate().map(slot).collect()
}

/// Which element became which: indices of both lists, both in order.
fn pairs(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (_, old_rest) = old.split_at_checked(head).unwrap_or_default();
    let (_, new_rest) = new.split_at_checked(head).unwrap_or_default();
    let behind = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = behind.take_while(|(a, b)| a == b).count();
    let old_end = old.len().saturating_sub(tail);
    let new_end = new.len().saturating_sub(tail);

    let mut pairs: Vec<(usize, usize)> = (0..head).zip(0..head).collect();
    let (mut old_at, mut new_at) = (head, head);
    let mut fixed = anchors(old, new, head..old_end, head..new_end);
    fixed.push((old_end, new_end));
    for (old_next, new_next) in fixed {
        let between = (
            old.get(old_at..old_next).unwrap_or_default(),
            new.get(new_at..new_next).unwrap_or_default(),
        );
        let found = alike(between.0, between.1).into_iter();
        pairs.extend(found.map(|(a, b)| (a.saturating_add(old_at), b.saturating_add(new_at))));
        if old_next < old_end {
            pairs.push((old_next, new_next));
        }
        (old_at, new_at) = (old_next.saturating_add(1), new_next.saturating_add(1));
    }
    pairs.extend((old_end..old.len()).zip(new_end..new.len()));
    pairs
}

/// Equal elements of both ranges, each the first one behind the last; none where the ranges are so
/// short that they can be compared in full.
fn anchors(
    old: &[Value],
    new: &[Value],
    old_range: std::ops::Range<usize>,
    new_range: std::ops::Range<usize>,
) -> Vec<(usize, usize)> {
    if old_range.len().saturating_mul(new_range.len()) <= MOST_PAIRS {
        return Vec::new();
    }
    let mut places: HashMap<&Value, VecDeque<usize>> = HashMap::new();
    for index in old_range {
        if let Some(value) = old.get(index) {
            places.entry(value).or_default().push_back(index);
        }
    }
    let mut next = 0;
    let found = new_range.filter_map(|index| {
        let places = places.get_mut(new.get(index)?)?;
        while places.front().is_some_and(|place| *place < next) {
            places.pop_front();
        }
        let place = places.pop_front()?;
        next = place.saturating_add(1);
        Some((place, index))
    });
    found.collect()
}

/// Pairs of elements, in order, that are most alike in all; of long lists those of one index.
fn alike(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return (0..old.len()).zip(0..new.len()).collect();
    }
    // From the end: how alike the rests of both lists are at best, and what that begins with.
    let mut steps: Vec<Vec<Step>> = Vec::with_capacity(old.len());
    let mut below = vec![0_usize; new.len().saturating_add(1)];
    for old in old.iter().rev() {
        let mut row = Vec::with_capacity(below.len());
        let mut row_steps = Vec::with_capacity(new.len());
        let mut right = 0;
        row.push(right);
        for (new, rests) in new.iter().rev().zip(below.windows(2)) {
            let [both, down] = rests else { continue };
            let pair = both.saturating_add(likeness(old, new));
            let step = if pair >= right && pair >= *down {
                right = pair;
                Step::Pair
            } else if *down >= right {
                right = *down;
                Step::Removed
            } else {
                Step::Added
            };
            row.push(right);
            row_steps.push(step);
        }
        row_steps.reverse();
        steps.push(row_steps);
        below = row;
    }
    steps.reverse();
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0_usize, 0_usize);
    while let Some(step) = steps.get(a).and_then(|row| row.get(b)) {
        if matches!(step, Step::Pair) {
            pairs.push((a, b));
        }
        a = a.saturating_add(usize::from(!matches!(step, Step::Added)));
        b = b.saturating_add(usize::from(!matches!(step, Step::Removed)));
    }
    pairs
}

/// What became of an element.
enum Step {
    Pair,
    Removed,
    Added,
}

/// How much of a value another one keeps; any two have something of each other.
fn likeness(old: &Value, new: &Value) -> usize {
    let inside = shared(old, new).saturating_mul(2);
    let whole = if old == new { 3 } else { 1 };
    inside.saturating_add(whole)
}

/// The members or elements that two values have in the same place.
fn shared(old: &Value, new: &Value) -> usize {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let same = |(name, value): &(&String, &Value)| new.get(*name) == Some(*value);
            old.iter().filter(same).count()
        }
        (Value::Array(old), Value::Array(new)) => {
            old.iter().zip(new).filter(|(old, new)| old == new).count()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
