//! The links that X finds in a text, with or without a protocol.
//!
//! This follows what the regular expressions of twitter-text 3.1 accept, in one pass: a
//! link needs a dot, so the search goes from dot to dot, looks back for where the first
//! label begins and forward for the last top-level domain. Every chain of labels is read
//! a bounded number of times, whatever the input.

use super::idna;
use super::top_level::top_level;
use super::url_chars::{directly_before, is_label, is_latin, is_valid, may_precede};
use super::url_tail::{path, port, query};

/// Longest link in UTF-16 units, its protocol counted once more.
const LONGEST: usize = 4096;

/// Longest name that a `t.co` link may have.
const LONGEST_SLUG: usize = 40;

/// Where a link stands, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Url {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The links of a text, from left to right.
pub(super) fn urls(text: &str) -> Urls<'_> {
    Urls {
        text,
        floor: 0,
        dot: 0,
        chain: Chain::default(),
        pending: None,
    }
}

/// The search for links: [`urls`].
pub(super) struct Urls<'a> {
    text: &'a str,
    /// End of the last match: nothing before it is looked at again.
    floor: usize,
    /// Where to look for the next dot.
    dot: usize,
    chain: Chain,
    pending: Option<Pending>,
}

/// Labels already read: dots from `first` to `last` stand between valid labels.
#[derive(Default)]
struct Chain {
    first: usize,
    last: usize,
    /// The last of those dots that a top-level domain follows, and where that ends.
    good: Option<(usize, usize)>,
}

/// The rest of a match without protocol, of which each ASCII domain is a link.
struct Pending {
    cursor: usize,
    domain_end: usize,
    /// End of the whole match, when a path follows the domain.
    path_end: Option<usize>,
}

struct Match {
    start: usize,
    protocol: usize,
    domain_end: usize,
    port_end: usize,
    path_end: usize,
    end: usize,
}

impl Iterator for Urls<'_> {
    type Item = Url;

    fn next(&mut self) -> Option<Url> {
        loop {
            if let Some(url) = self.next_pending() {
                return Some(url);
            }
            let found = self.next_match()?;
            let floor = core::mem::replace(&mut self.floor, found.end);
            self.dot = found.end;
            if let Some(url) = self.accept(&found, floor) {
                return Some(url);
            }
        }
    }
}

impl Urls<'_> {
    fn next_match(&mut self) -> Option<Match> {
        loop {
            let dot = self
                .dot
                .checked_add(self.text.get(self.dot..)?.find('.')?)?;
            self.dot = dot.saturating_add(1);
            let label = label_start(self.text, self.floor, dot);
            if let Some((start, protocol)) = self.protocol(label)
                && let Some(domain_end) = self.domain_end(label, dot)
            {
                return Some(self.extend(start, protocol, domain_end));
            }
            if let Some((start, domain_end)) = self.bare(label, dot) {
                return Some(self.extend(start, 0, domain_end));
            }
        }
    }

    /// Start and length of the protocol that ends at `label`.
    fn protocol(&self, label: usize) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        [b"https://".as_slice(), b"http://"]
            .iter()
            .find_map(|name| {
                let start = label.checked_sub(name.len())?;
                let found = bytes.get(start..label)?;
                let fits = start >= self.floor && found.eq_ignore_ascii_case(name);
                (fits && self.may_start(start)).then_some((start, name.len()))
            })
    }

    /// Whether a link may begin at `start`: the character before must allow it.
    fn may_start(&self, start: usize) -> bool {
        if start == 0 {
            return true;
        }
        let before = self
            .text
            .get(self.floor..start)
            .and_then(|t| t.chars().next_back());
        before.is_some_and(may_precede)
    }

    /// The first start within the label before `dot` from which a domain can be read.
    fn bare(&mut self, label: usize, dot: usize) -> Option<(usize, usize)> {
        let text = self.text.get(label..dot)?;
        if !text.chars().next_back().is_some_and(is_valid) {
            return None;
        }
        let beyond = self.beyond(dot);
        // Without a further label this one is the domain's name, which has no underscore.
        let name = match beyond {
            Some(_) => 0,
            None => text.rfind('_').map_or(0, |at| at.saturating_add(1)),
        };
        let end = beyond.or_else(|| top_level(self.text, dot.saturating_add(1), None))?;
        for (offset, c) in text.get(name..)?.char_indices() {
            let start = label.checked_add(name)?.checked_add(offset)?;
            // The original works on UTF-16: half of a pair may precede the other half.
            let free = self.may_start(start) || c.len_utf8() == 4;
            // And at the very start it rather takes the first character for a preceding one.
            let next = self.text.get(start..dot)?.chars().nth(1);
            let spent =
                start == 0 && may_precede(c) && c.len_utf8() < 4 && next.is_some_and(is_valid);
            if is_valid(c) && free && !spent {
                return Some((start, end));
            }
        }
        None
    }

    /// End of the domain whose first label stands between `label` and `dot`.
    fn domain_end(&mut self, label: usize, dot: usize) -> Option<usize> {
        let text = self.text.get(label..dot)?;
        if !is_edged(text) {
            return None;
        }
        let beyond = self.beyond(dot);
        if beyond.is_some() || text.contains('_') {
            return beyond;
        }
        top_level(self.text, dot.saturating_add(1), None)
    }

    /// End of the last top-level domain after a dot further on than `dot`.
    fn beyond(&mut self, dot: usize) -> Option<usize> {
        if dot < self.chain.first || dot > self.chain.last || self.chain.last == 0 {
            self.chain = self.read_chain(dot);
        }
        self.chain
            .good
            .filter(|good| good.0 > dot)
            .map(|good| good.1)
    }

    fn read_chain(&self, first: usize) -> Chain {
        let mut chain = Chain {
            first,
            last: first,
            good: None,
        };
        loop {
            let start = chain.last.saturating_add(1);
            let Some(rest) = self.text.get(start..) else {
                break;
            };
            let length = rest.find(|c| !is_label(c)).unwrap_or(rest.len());
            let Some(label) = rest.get(..length) else {
                break;
            };
            let dot = start.saturating_add(length);
            if self.text.as_bytes().get(dot) != Some(&b'.') || !is_edged(label) {
                break;
            }
            chain.last = dot;
            if !label.contains('_')
                && let Some(end) = top_level(self.text, dot.saturating_add(1), None)
            {
                chain.good = Some((dot, end));
            }
        }
        chain
    }

    fn extend(&self, start: usize, protocol: usize, domain_end: usize) -> Match {
        let port_end = port(self.text, domain_end);
        let path_end = path(self.text, port_end);
        let end = query(self.text, path_end);
        Match {
            start,
            protocol,
            domain_end,
            port_end,
            path_end,
            end,
        }
    }

    /// What of a match is a link: all of it, a part, or nothing.
    fn accept(&mut self, found: &Match, floor: usize) -> Option<Url> {
        let url = self.text.get(found.start..found.end)?;
        let domain_start = found.start.saturating_add(found.protocol);
        let domain = self.text.get(domain_start..found.domain_end)?;
        let assumed = if found.protocol == 0 {
            "https://".len()
        } else {
            found.protocol
        };
        if !idna::is_domain(domain) || !within_length(url, assumed) {
            return None;
        }
        if found.protocol == 0 {
            // What an earlier match took does not stand before this one.
            let before = self.text.get(floor..found.start)?.chars().next_back();
            if !before.is_some_and(directly_before) {
                let path = found.path_end > found.port_end;
                self.pending = Some(Pending {
                    cursor: found.start,
                    domain_end: found.domain_end,
                    path_end: path.then_some(found.end),
                });
            }
            return self.next_pending();
        }
        let end = match shortened(url, found.protocol) {
            Some(Ok(length)) => found.start.saturating_add(length),
            Some(Err(TooLong)) => return None,
            None => found.end,
        };
        Some(Url {
            start: found.start,
            end,
        })
    }

    fn next_pending(&mut self) -> Option<Url> {
        let pending = self.pending.as_mut()?;
        let domain = self.text.get(..pending.domain_end)?;
        let Some(mut url) = idna::next_ascii(domain, pending.cursor) else {
            self.pending = None;
            return None;
        };
        pending.cursor = url.end;
        if let Some(path_end) = pending.path_end
            && idna::next_ascii(domain, url.end).is_none()
        {
            // The last link takes the path: as many units as follow the whole domain.
            let tail = self.text.get(pending.domain_end..path_end)?;
            url.end = advance(self.text, url.end, utf16(tail));
            self.pending = None;
        }
        Some(url)
    }
}

struct TooLong;

/// Length of a `t.co` link, which ends with its name and query; `None` for other hosts.
fn shortened(url: &str, protocol: usize) -> Option<Result<usize, TooLong>> {
    let rest = url.get(protocol..)?;
    let host = rest.get(..5)?;
    if !host.eq_ignore_ascii_case("t.co/") {
        return None;
    }
    let slug = rest
        .bytes()
        .skip(5)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    match slug {
        0 => None,
        1..=LONGEST_SLUG => {
            let end = protocol.saturating_add(5).saturating_add(slug);
            Some(Ok(query(url, end)))
        }
        _ => Some(Err(TooLong)),
    }
}

fn within_length(url: &str, protocol: usize) -> bool {
    let bytes = url.len().saturating_add(protocol);
    bytes <= LONGEST || utf16(url).saturating_add(protocol) <= LONGEST
}

fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The byte offset `units` UTF-16 units after `at`.
fn advance(text: &str, at: usize, units: usize) -> usize {
    let mut left = units;
    let mut end = at;
    for c in text.get(at..).unwrap_or_default().chars() {
        let Some(rest) = left.checked_sub(c.len_utf16()) else {
            break;
        };
        left = rest;
        end = end.saturating_add(c.len_utf8());
    }
    end
}

fn is_edged(label: &str) -> bool {
    label.chars().next().is_some_and(is_valid) && label.chars().next_back().is_some_and(is_valid)
}

/// Start of the label that ends at `dot`, at `floor` or later.
fn label_start(text: &str, floor: usize, dot: usize) -> usize {
    let before = text.get(floor..dot).unwrap_or_default();
    let length = before
        .chars()
        .rev()
        .take_while(|c| is_label(*c))
        .map(char::len_utf8)
        .sum();
    dot.saturating_sub(length)
}

/// Whether a character belongs to the ASCII domains that count without a protocol.
pub(super) fn is_ascii_domain(c: char) -> bool {
    c == '-' || c.is_ascii_alphanumeric() || is_latin(c)
}
