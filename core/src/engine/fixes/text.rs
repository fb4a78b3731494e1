//! Texts that fit, and whose markup can be read.

use alloc::string::{String, ToString as _};

use super::{Case, Offer};
use crate::json::Value;
use crate::report::Applicability;
use crate::rules::Platform;
use crate::text::telegram::{self, MarkupErrorKind, ParseMode};
use crate::text::{Unit, trim_at};

/// The target's text cut behind the last word that fits.
pub(super) fn shortened(case: &Case<'_>, unit: Unit, max: u32) -> Option<Offer> {
    if case.is_of(Platform::Telegram) {
        return marked_up(case, max);
    }
    let text = case.value.as_str()?;
    let short = text.get(..trim_at(text, unit, max))?;
    offered(case, short, max)
}

/// A text of one place cut behind the last word that fits.
pub(super) fn cut(case: &Case<'_>, unit: Unit, max: u32) -> Option<Offer> {
    let text = case.value.as_str()?;
    // Half an address leads nowhere.
    if crate::weburl::is_absolute_uri(text) {
        return None;
    }
    let short = text.get(..trim_at(text, unit, max))?;
    offered(case, short, max)
}

fn offered(case: &Case<'_>, short: &str, max: u32) -> Option<Offer> {
    (!short.is_empty()).then(|| {
        case.sure(
            alloc::format!("Cut it to {max}"),
            Applicability::Unsafe,
            case.own(short),
        )
    })
}

fn mode(case: &Case<'_>) -> ParseMode {
    let named = case.data().and_then(|data| data.get("parseMode"));
    match named.and_then(Value::as_str) {
        Some("Markdown") => ParseMode::Markdown,
        Some("MarkdownV2") => ParseMode::MarkdownV2,
        _ => ParseMode::Html,
    }
}

/// So many places to cut at are tried.
const CUTS_TRIED: usize = 64;

/// Text with Telegram's markup, cut where it stays well-formed.
fn marked_up(case: &Case<'_>, max: u32) -> Option<Offer> {
    let text = case.value.as_str()?;
    let mode = mode(case);
    let fits = telegram::measure(text, mode, max).ok()?.fits;
    let fitting = |short: &str| {
        if case.may_read(short).is_none() {
            return false;
        }
        let count = telegram::count(short, mode);
        !short.is_empty() && count.is_ok_and(|count| count > 0 && count <= max)
    };
    let outside = words_end(text, fits)
        .take(CUTS_TRIED)
        .find(|short| fitting(short));
    // An entity that is long itself is cut inside, and closed.
    let inside = || {
        if mode != ParseMode::Html {
            return None;
        }
        // What is visible is no longer than what is written.
        let end = fits_inside(text, max)?;
        let cuts = words_end(text, end).take(CUTS_TRIED);
        cuts.map(|short| alloc::format!("{short}{}", closing_tags(short)))
            .find(|short| fitting(short))
    };
    let long_enough =
        |short: &&str| short.len().saturating_mul(2) >= fits_inside(text, max).unwrap_or(0);
    match outside.filter(long_enough) {
        Some(short) => offered(case, short, max),
        None => match inside() {
            Some(short) => offered(case, &short, max),
            None => offered(case, outside?, max),
        },
    }
}

/// Where the source has shown `max` units, tags not counted: at most there it can be cut.
fn fits_inside(text: &str, max: u32) -> Option<usize> {
    let mut seen = 0_u32;
    let mut in_tag = false;
    let mut in_reference = false;
    for (at, c) in text.char_indices() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            ';' if in_reference => in_reference = false,
            c if in_reference && c.is_ascii_alphanumeric() => {}
            c => {
                in_reference = c == '&';
                if seen >= max {
                    return Some(at);
                }
                seen = seen.saturating_add(u32::try_from(c.len_utf16()).unwrap_or(2));
            }
        }
    }
    Some(text.len())
}

/// The beginnings of a text up to `most`, the longest first, each of which ends behind a word.
fn words_end(text: &str, most: usize) -> impl Iterator<Item = &str> {
    let head = text.get(..most).unwrap_or_default();
    let whole = text.get(most..).is_none_or(|rest| {
        rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with('<')
    });
    let spaces = head.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let behind_words = spaces.map(|(at, _)| at);
    let first = whole.then_some(most);
    // A single word longer than all that fits is cut within.
    first
        .into_iter()
        .chain(behind_words)
        .chain([most])
        .filter_map(|at| text.get(..at))
        .map(str::trim_end)
}

/// The end tags that a beginning of an HTML text lacks.
fn closing_tags(text: &str) -> String {
    let mut open: alloc::vec::Vec<&str> = alloc::vec::Vec::new();
    for tag in text.split('<').skip(1).filter_map(|rest| {
        let (tag, _) = rest.split_once('>')?;
        Some(tag)
    }) {
        match tag.strip_prefix('/') {
            Some(_) => {
                open.pop();
            }
            None => {
                let name = tag.split(|c: char| c.is_whitespace() || c == '/').next();
                open.extend(name);
            }
        }
    }
    let names = open.into_iter().rev();
    names.map(|name| alloc::format!("</{name}>")).collect()
}

/// So many places are escaped before a text is left to its author.
const ESCAPES: usize = 64;

/// Telegram text in which what cannot be read as markup is escaped.
pub(super) fn escaped(case: &Case<'_>) -> Option<Offer> {
    let mode = mode(case);
    let mut text = case.value.as_str()?.to_string();
    for _ in 0..ESCAPES {
        case.may_read(&text)?;
        let error = match telegram::count(&text, mode) {
            Ok(_) => {
                return Some(case.tried(
                    "Escape what is no markup".to_string(),
                    Applicability::Unsafe,
                    case.own(text),
                ));
            }
            Err(error) => error,
        };
        match (mode, &error.kind) {
            (ParseMode::Html, MarkupErrorKind::BadAttribute { .. }) => return None,
            (ParseMode::Html, _) => {
                let end = error.offset.checked_add(1)?;
                text.get(error.offset..end).filter(|c| *c == "<")?;
                text.replace_range(error.offset..end, "&lt;");
            }
            _ => {
                text.get(error.offset..)?;
                text.insert(error.offset, '\\');
            }
        }
    }
    None
}

/// The text with single quotation marks in place of `<` and `>`.
pub(super) fn without_angles(case: &Case<'_>) -> Option<Offer> {
    let text = case.value.as_str()?;
    let mended = text.replace('<', "‹").replace('>', "›");
    Some(case.tried(
        "Write ‹ and › instead".to_string(),
        Applicability::Unsafe,
        case.own(mended),
    ))
}
