//! Fills the templates of messages and hints: numbers, sizes and names as a person would say them.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;
use serde_json::Value as Json;

use super::eval::Params;

/// Fills a template from params.
pub(super) fn fill(template: &str, params: &Params) -> String {
    let mut out = String::with_capacity(template.len().saturating_add(32));
    let mut rest = template;
    while let Some((before, after)) = split(rest, b'{') {
        out.push_str(before);
        let Some((name, behind)) = split(after, b'}') else {
            break;
        };
        let (name, form) = split(name, b':').unwrap_or((name, ""));
        if let Some((_, value)) = params.iter().find(|(key, _)| *key == name) {
            show(&mut out, value, form);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What stands before and behind an ASCII character. Templates are short.
fn split(text: &str, at: u8) -> Option<(&str, &str)> {
    let found = text.bytes().position(|byte| byte == at)?;
    let (before, rest) = text.split_at_checked(found)?;
    Some((before, rest.get(1..)?))
}

fn show(out: &mut String, value: &Json, form: &str) {
    // INVARIANT: writing to a string does not fail.
    match (value, form) {
        (Json::String(text), "place") => match text.as_str() {
            "post" => out.push_str("; it belongs at the top of the post"),
            "target" => out.push_str("; it belongs directly into the target"),
            name => {
                let _ = write!(out, "; it belongs into `{name}`");
            }
        },
        (Json::String(text), "near") => {
            let _ = write!(out, "; the nearest is \"{text}\"");
        }
        (Json::String(text), "form") if text == "https" => out.push_str("an address with https"),
        (Json::String(text), "kind" | "unit" | "must" | "form" | "codec") => {
            out.push_str(words(text));
        }
        (Json::String(text), "one") => out.push_str(one(text)),
        (Json::String(text), "format") if text == "webp" => out.push_str("WebP"),
        (Json::String(text), "format") if text == "webm" => out.push_str("WebM"),
        (Json::String(text), "format") => {
            out.extend(text.chars().map(|letter| letter.to_ascii_uppercase()));
        }
        (Json::String(text), _) => out.push_str(text),
        (Json::Array(items), form) => list(out, items, form),
        (value, "bytes") => out.push_str(&bytes(value.as_u64().unwrap_or_default())),
        (value, "bits") => out.push_str(&bits(value.as_u64().unwrap_or_default())),
        (value, "ms") => out.push_str(&span(value.as_i64().unwrap_or_default())),
        (value, "rate") => out.push_str(&rate(value.as_f64().unwrap_or_default())),
        (value, _) => {
            let start = out.len();
            let _ = write!(out, "{value}");
            // 30 and not 30.0.
            if out.get(start..).is_some_and(|text| text.ends_with(".0")) {
                out.truncate(out.len().saturating_sub(2));
            }
        }
    }
}

/// `JPEG, PNG or GIF`.
fn list(out: &mut String, items: &[Json], form: &str) {
    for (index, item) in items.iter().enumerate() {
        match items.len().saturating_sub(index) {
            _ if index == 0 => {}
            1 => out.push_str(" or "),
            _ => out.push_str(", "),
        }
        show(out, item, form);
    }
}

/// The names that rows use, as a person who posts would say it.
pub(super) fn words(name: &str) -> &str {
    match name {
        "any" => "media files",
        "image" => "pictures",
        "photo" => "pictures other than GIFs",
        "gif" => "GIFs",
        "animated-gif" => "animated GIFs",
        "still" => "still pictures",
        "video" => "videos",
        "video-or-gif" => "videos or GIFs",
        "image-or-video" => "pictures or videos",
        "document" => "documents",
        "weighted" => "weighted characters",
        "graphemes" | "utf16" | "codepoints" => "characters",
        "threads" => "characters as Threads counts them",
        "fetchable" => "is neither a complete web address nor a file that could be read",
        "public" => "cannot be reached from the internet",
        "https" => "does not begin with https",
        "no-credentials" => "carries a token or signature that others may not use",
        "url" => "a complete web address",
        "no-shortener" => "the full address, not a shortened one",
        "no-at-sign" => "written without the @",
        "no-subreddit-prefix" => "written without r/",
        "digits" => "digits alone",
        "country-code" => "two capital letters such as DE",
        "language-tag" => "a language tag such as en or pt-BR",
        "no-period-or-ampersand" => "written without full stops and ampersands",
        "date" => "a date such as 2026-01-31",
        "date-time" => "a date and time such as 2026-01-31T12:00:00Z",
        "not-blank" => "more than blanks",
        "h264" => "H.264",
        "hevc" => "H.265 (HEVC)",
        "av1" => "AV1",
        "vp8" => "VP8",
        "vp9" => "VP9",
        "mpeg4" => "MPEG-4 Part 2",
        "prores" => "ProRes",
        "aac" => "AAC",
        "mp3" => "MP3",
        "ac3" => "AC-3",
        other => other,
    }
}

/// One of a kind of media.
fn one(name: &str) -> &str {
    match name {
        "any" => "a media file",
        "image" | "photo" | "still" => "a picture",
        "gif" => "a GIF",
        "animated-gif" => "an animated GIF",
        "video" => "a video",
        "video-or-gif" => "a video or GIF",
        "image-or-video" => "a picture or video",
        "document" => "a document",
        other => other,
    }
}

/// Milliseconds as people say them, exact: seconds up to two minutes, then minutes and hours.
fn span(ms: i64) -> String {
    const MINUTE: i64 = 60_000;
    if ms < 2 * MINUTE {
        return alloc::format!("{} s", thousandths(ms));
    }
    let (hours, minutes, rest) = (ms / (60 * MINUTE), ms / MINUTE % 60, ms % MINUTE);
    let parts = [
        (hours, alloc::format!("{hours} h")),
        (minutes, alloc::format!("{minutes} min")),
        (rest, alloc::format!("{} s", thousandths(rest))),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

/// Milliseconds as seconds, exact.
fn thousandths(ms: i64) -> String {
    let text = alloc::format!("{}.{:03}", ms / 1000, (ms % 1000).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Frames per second as people say them, who know 29.97: no more digits than tell two rates apart.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, and no rate is that large"
)]
fn rate(rate: f64) -> String {
    thousandths((rate * 1000.0 + 0.5) as i64)
}

/// Bytes as people say them where that is exact, else every digit: two sizes never read alike.
fn bytes(bytes: u64) -> String {
    for (unit, size) in [("GB", 1_u64 << 30), ("MB", 1 << 20), ("KB", 1 << 10)] {
        if bytes >= size && bytes.is_multiple_of(size) {
            let times = bytes.checked_div(size).unwrap_or_default();
            return alloc::format!("{times} {unit}");
        }
    }
    alloc::format!("{} bytes", grouped(bytes))
}

fn bits(bits: u64) -> String {
    if bits >= 1_000_000 && bits.is_multiple_of(1_000_000) {
        return alloc::format!("{} megabits per second", bits / 1_000_000);
    }
    if bits >= 1_000 && bits.is_multiple_of(1_000) {
        return alloc::format!("{} kilobits per second", grouped(bits / 1_000));
    }
    alloc::format!("{} bits per second", grouped(bits))
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_rate_has_three_decimals_at_most() {
        for (exact, said) in [
            (24.993_601_637_980_678, "24.994"),
            (30_000.0 / 1001.0, "29.97"),
            (24_000.0 / 1001.0, "23.976"),
            (12.0625, "12.063"),
            (25.0, "25"),
            (0.5, "0.5"),
        ] {
            let params = alloc::vec![("actual", Json::from(exact))];
            assert_eq!(
                fill("{actual:rate} frames", &params),
                alloc::format!("{said} frames")
            );
        }
    }

    #[test]
    fn sizes_that_differ_read_differently() {
        assert_eq!(bytes(8 << 20), "8 MB");
        assert_eq!(bytes((8 << 20) + 1), "8,388,609 bytes");
        assert_eq!(bits(25_000_001), "25,000,001 bits per second");
        assert_eq!(grouped(0), "0");
        assert_eq!(thousandths(140_001), "140.001");
        assert_eq!(span(90_000), "90 s");
        assert_eq!(span(140_001), "2 min 20.001 s");
        assert_eq!(span(43_200_000), "12 h");
    }
}
