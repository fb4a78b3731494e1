//! Decides the rules about options that point at something: a file, a place in a text, another
//! entry, a member of a network.

use alloc::string::ToString as _;
use serde_json::Value as Json;

use super::entries::{Entries, Entry};
use super::eval::{Params, Sink};
use super::options::shown;
use super::target::{Item, Target};
use crate::json::{Kind, Value};
use crate::media::Format;
use crate::rules::{Check, List, OptionRef, Rule, Text};
use crate::text::{Unit, count};
use crate::weburl::{self, UrlKind};

pub(super) fn decide<'r, 'p>(
    rule: &'r Rule,
    entries: &Entries<'_, 'p>,
    target: &Target<'p>,
    sink: &mut Sink<'r>,
) {
    match &rule.check {
        Check::OptionUrn {
            option,
            kinds,
            hosts,
        } => entries.each(option, &mut |value, _| {
            let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
                return;
            };
            if !is_urn(text, kinds) && !is_at(text, hosts) {
                sink.broken(rule, value, || {
                    let mut params = found(option, value);
                    let mut allowed: alloc::vec::Vec<Json> = kinds
                        .iter()
                        .map(|kind| alloc::format!("urn:li:{kind}:...").into())
                        .collect();
                    let links = hosts
                        .iter()
                        .map(|host| alloc::format!("https://{host}/..."));
                    allowed.extend(links.map(Json::from));
                    params.push(("allowed", allowed.into()));
                    params
                });
            }
        }),
        Check::OptionFileFormat {
            option,
            allowed,
            in_name,
        } => entries.each(option, &mut |value, _| {
            if value.as_str().is_none_or(str::is_empty) {
                return;
            }
            file_format(rule, option, allowed, *in_name, value, target, sink);
        }),
        Check::OptionFileBytes { option, max } => entries.each(option, &mut |value, _| {
            if value.as_str().is_none_or(str::is_empty) {
                return;
            }
            match Item::picture(value, target.context)
                .info
                .and_then(|info| info.bytes)
            {
                None => sink.unknown(rule, value, &["bytes"]),
                Some(bytes) if bytes <= *max => {}
                Some(bytes) => sink.broken(rule, value, || {
                    alloc::vec![
                        ("option", option.name.as_str().into()),
                        ("actual", bytes.into()),
                        ("max", (*max).into()),
                        ("over", bytes.saturating_sub(*max).into())
                    ]
                }),
            }
        }),
        Check::OptionWithinText {
            option,
            start,
            text,
            is_length,
        } => {
            let mut counted = Once::default();
            entries.each(option, &mut |value, entry| {
                within_text(
                    rule,
                    entries,
                    (option, start, text),
                    *is_length,
                    (value, entry),
                    &mut counted,
                    sink,
                );
            });
        }
        Check::OptionNumbered { option } => entries.each(option, &mut |value, entry| {
            let wanted = entry.map_or(0, |entry| entry.index);
            if value.as_str().is_some_and(|text| !is_number(text, wanted)) {
                sink.broken(rule, value, || {
                    let mut params = found(option, value);
                    params.push(("wanted", wanted.to_string().into()));
                    params
                });
            }
        }),
        Check::OptionIndex { option, of } => {
            let mut counted = Once::default();
            entries.each(option, &mut |value, entry| {
                let list = entries.beside(of, entry);
                let (Some(index), Some(list)) = (value.as_int(), list) else {
                    return;
                };
                let length = counted.of(list, || i64::try_from(list.len()).unwrap_or(i64::MAX));
                if list.kind() == Kind::Array && !(0..length).contains(&index) {
                    sink.broken(rule, value, || {
                        let mut params = found(option, value);
                        params.extend([("of", of.name.as_str().into()), ("count", length.into())]);
                        params
                    });
                }
            });
        }
        _ => super::fields::decide(rule, target.body.root, sink),
    }
}

/// The length of the list or text that was asked for last: many entries ask for the same one.
#[derive(Default)]
struct Once(Option<(u32, i64)>);

impl Once {
    fn of(&mut self, value: Value<'_>, length: impl FnOnce() -> i64) -> i64 {
        match self.0 {
            Some((at, length)) if at == value.at => length,
            _ => self.0.insert((value.at, length())).1,
        }
    }
}

fn found(option: &OptionRef, value: Value<'_>) -> Params {
    alloc::vec![
        ("option", option.name.as_str().into()),
        ("actual", shown(value))
    ]
}

/// Whether a text is this number, without a sign or leading zeros.
fn is_number(text: &str, number: usize) -> bool {
    text.parse() == Ok(number) && (text == "0" || !text.starts_with(['0', '+']))
}

/// Whether a text is `urn:li:KIND:ID` of one of these kinds.
fn is_urn(text: &str, kinds: &List<Text>) -> bool {
    let rest = text.strip_prefix("urn:li:");
    rest.and_then(|rest| rest.split_once(':'))
        .is_some_and(|(kind, id)| {
            kinds.iter().any(|known| known.as_str() == kind)
                && !id.is_empty()
                && id.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a text is the address of a page of one of these hosts.
fn is_at(text: &str, hosts: &List<Text>) -> bool {
    let UrlKind::Http(url) = weburl::classify(text) else {
        return false;
    };
    hosts.iter().any(|host| {
        let host = host.as_str();
        let below = url.host.len().checked_sub(host.len());
        below.is_some_and(|at| {
            let (front, end) = url.host.split_at_checked(at).unwrap_or(("", ""));
            end.eq_ignore_ascii_case(host) && (front.is_empty() || front.ends_with('.'))
        })
    })
}

fn file_format<'r>(
    rule: &'r Rule,
    option: &OptionRef,
    allowed: &List<Format>,
    in_name: bool,
    value: Value<'_>,
    target: &Target<'_>,
    sink: &mut Sink<'r>,
) {
    let named = |text: &str| {
        let extension = match weburl::classify(text) {
            UrlKind::Http(url) => url.extension(),
            UrlKind::NoScheme => weburl::extension_of_path(text),
            _ => None,
        };
        extension.and_then(Format::from_extension)
    };
    let name = value.as_str().and_then(named);
    // What the address says first, where that is what is asked for.
    let format = if in_name {
        name
    } else {
        Item::picture(value, target.context).format
    };
    match format {
        Some(format) if allowed.contains(&format) => {}
        None if !in_name => sink.unknown(rule, value, &["format"]),
        _ => {
            sink.broken(rule, value, || {
                let mut params = found(option, value);
                let allowed = allowed.iter().map(|format| Json::from(format.as_str()));
                params.push(("allowed", allowed.collect()));
                params
            });
        }
    }
}

fn within_text<'r, 'p>(
    rule: &'r Rule,
    entries: &Entries<'_, 'p>,
    (option, start, text): (&OptionRef, &OptionRef, &OptionRef),
    is_length: bool,
    (value, entry): (Value<'p>, Option<&Entry<'_, 'p>>),
    counted: &mut Once,
    sink: &mut Sink<'r>,
) {
    let start = entries.beside(start, entry).and_then(Value::as_int);
    let text = entries.beside(text, entry);
    let (Some(start), Some(given)) = (start, value.as_int()) else {
        return;
    };
    // An empty text counts as none, and holds nothing.
    let length = text.map_or(0, |at| {
        counted.of(at, || {
            i64::from(count(at.as_str().unwrap_or_default(), Unit::Utf16))
        })
    });
    let end = if is_length {
        start.saturating_add(given)
    } else {
        given
    };
    if end < start || end > length {
        sink.broken(rule, value, || {
            let mut params = found(option, value);
            params.extend([
                ("start", Json::from(start)),
                ("end", end.into()),
                ("max", length.into()),
            ]);
            params
        });
    }
}
