//! The English words: one message and one hint for each check, filled from the finding's params.

use alloc::string::{String, ToString as _};
use serde_json::Value as Json;

use super::eval::Params;
use crate::rules::Check;

/// The message of a check, its placeholders still in it, and its hint.
#[must_use]
pub(super) fn template(check: &Check) -> (&'static str, &'static str) {
    use Check as C;
    match check {
        C::TextRequired { .. } => (
            "There is no text and nothing to show in its place.",
            "Write a text or add media.",
        ),
        C::TextLength { .. } => (
            "The text counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten the text.",
        ),
        C::TextTruncated { .. } => (
            "The text counts {actual} {unit:unit} and is cut after {max}.",
            "Shorten it, or put what matters first.",
        ),
        C::TextIgnored { .. } => (
            "The text is not shown here.",
            "Put the words into the picture, or leave the text out.",
        ),
        C::TextCount { .. } => (
            "There are {actual} {what}; {max} are allowed.",
            "Remove some of them.",
        ),
        C::TextMarkup { .. } => (
            "The text cannot be read as it is marked up near \"{near}\": {problem}.",
            "Close, escape or remove the marked place.",
        ),
        C::MediaRequired { .. } => ("This needs media: {allowed:kind}.", "Add a media file."),
        C::MediaCount { .. } => (
            "There are {actual} {what:kind}; {max} are allowed.",
            "Remove some of them, or make several posts.",
        ),
        C::MediaMixed { .. } => (
            "A post here cannot hold both {one:kind} and {other:kind}.",
            "Make a post of each kind.",
        ),
        C::MediaUnsupported { .. } => (
            "This platform takes no {what:kind} here.",
            "Use another kind of media, or leave this platform out.",
        ),
        C::MediaFormat { .. } => (
            "The file is {actual}; allowed are {allowed}.",
            "Convert the file.",
        ),
        C::MediaDeclared { .. } => (
            "The file is {actual} inside, though it is called {declared}.",
            "Give the file the name and type of what it is.",
        ),
        C::MediaUrl { .. } => (
            "The media address \"{actual}\" {mustBe:must}.",
            "Use a direct https address that anyone can open.",
        ),
        C::MediaBytes { .. } => (
            "The file has {actual:bytes}; {max:bytes} are allowed.",
            "Compress the file.",
        ),
        C::MediaRecompressed { .. } => (
            "The file has {actual:bytes} and is compressed to fit {max:bytes}.",
            "Compress it yourself to keep control of its quality.",
        ),
        C::MediaMinSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at least {minLong} x {minShort} are needed.",
            "Use a larger version.",
        ),
        C::MediaMinSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side are needed.",
            "Use a larger version.",
        ),
        C::MediaMinSize { short: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minShort} on the short side are needed.",
            "Use a larger version.",
        ),
        C::MediaMinSize { .. } => (
            "It measures {width} x {height} pixels; at least {minWidth} across are needed.",
            "Use a larger version.",
        ),
        C::MediaMaxSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at most {maxLong} x {maxShort} are allowed.",
            "Scale it down.",
        ),
        C::MediaMaxSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at most {maxLong} on the long side are allowed.",
            "Scale it down.",
        ),
        C::MediaMaxSize { .. } => (
            "It measures {width} x {height} pixels; at most {maxShort} on the short side are allowed.",
            "Scale it down.",
        ),
        C::MediaRatio {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "Its aspect ratio is {actual} ({width} x {height}); {min} to {max} is allowed.",
            "Crop it to a ratio that fits.",
        ),
        C::MediaRatio { min: Some(_), .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); at least {min} is allowed.",
            "Crop it to a ratio that fits.",
        ),
        C::MediaRatio { max: Some(_), .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); at most {max} is allowed.",
            "Crop it to a ratio that fits.",
        ),
        C::MediaRatio { portrait: true, .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); it is meant to be taller than wide.",
            "Crop it to a ratio that fits.",
        ),
        C::MediaRatio { .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); meant is {allowed}.",
            "Crop it to a ratio that fits.",
        ),
        C::MediaSameRatio { .. } => (
            "Its aspect ratio {actual} differs from the first item's {first}; it is cropped.",
            "Crop all items to one ratio.",
        ),
        C::MediaMinDuration { .. } => (
            "It lasts {actual:ms}; at least {min:ms} are needed.",
            "Use a longer video.",
        ),
        C::MediaMaxDuration { .. } | C::MediaAccountDuration { .. } => {
            ("It lasts {actual:ms}; {max:ms} are allowed.", "Cut it.")
        }
        C::MediaFrameRate {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "It has {actual} frames per second; {min} to {max} are allowed.",
            "Export it with another frame rate.",
        ),
        C::MediaFrameRate { min: Some(_), .. } => (
            "It has {actual} frames per second; at least {min} are needed.",
            "Export it with another frame rate.",
        ),
        C::MediaFrameRate { .. } => (
            "It has {actual} frames per second; at most {max} are allowed.",
            "Export it with another frame rate.",
        ),
        C::MediaBitrate { .. } => (
            "It has {actual:bits}; {max:bits} are allowed.",
            "Export it with a lower bit rate.",
        ),
        C::MediaCodec { .. } => (
            "It is encoded as {actual}; expected is {allowed}.",
            "Export it with one of these codecs.",
        ),
        C::MediaPages { .. } => (
            "It has {actual} pages; {max} are allowed.",
            "Split the document.",
        ),
        C::MediaEncrypted { .. } => (
            "It is protected by a password.",
            "Save it without a password.",
        ),
        C::RecommendSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at least {minLong} x {minShort} are recommended.",
            "Use a larger version.",
        ),
        C::RecommendSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side are recommended.",
            "Use a larger version.",
        ),
        C::RecommendSize { short: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minShort} on the short side are recommended.",
            "Use a larger version.",
        ),
        C::RecommendSize { .. } => (
            "It measures {width} x {height} pixels; at least {minWidth} across are recommended.",
            "Use a larger version.",
        ),
        C::RecommendRatio { .. } => (
            "Its aspect ratio is {actual}; recommended are {allowed}.",
            "Crop it to one of these.",
        ),
        C::RecommendFrameRate { min, max, .. } if min == max => (
            "It has {actual} frames per second; {max} are recommended.",
            "Export it with the recommended frame rate.",
        ),
        C::RecommendFrameRate { .. } => (
            "It has {actual} frames per second; {min} to {max} are recommended.",
            "Export it with the recommended frame rate.",
        ),
        C::RecommendBytes { .. } => (
            "The file has {actual:bytes}; at most {max:bytes} are recommended.",
            "Compress the file.",
        ),
        C::RecommendBitrate {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "It has {actual:bits}; {min:bits} to {max:bits} are recommended.",
            "Export it with the recommended bit rate.",
        ),
        C::RecommendBitrate { min: Some(_), .. } => (
            "It has {actual:bits}; at least {min:bits} are recommended.",
            "Export it with the recommended bit rate.",
        ),
        C::RecommendBitrate { .. } => (
            "It has {actual:bits}; at most {max:bits} are recommended.",
            "Export it with the recommended bit rate.",
        ),
        C::RecommendCodec { .. } => (
            "It is encoded as {actual}; recommended is {allowed}.",
            "Export it with a recommended codec.",
        ),
        C::RecommendFormat { .. } => (
            "The file is {actual}; recommended is {allowed}.",
            "Convert the file.",
        ),
        C::RecommendPages { .. } => (
            "It has {actual} pages; up to {max} are recommended.",
            "Shorten the document.",
        ),
        C::RecommendOption { .. } => (
            "`{option}` is not set, though that is recommended.",
            "Set it.",
        ),
        C::OptionTypes { .. } | C::ItemOptions { .. } => (
            "`{option}` is {found}; expected is {expected}.",
            "Give it a value of that type.",
        ),
        C::OptionNames { .. } => (
            "`{field}` is not a known option here{suggestion:near}{belongs:place}.",
            "Check its spelling, or remove it.",
        ),
        C::OptionForeign { .. } => (
            "`{option}` is an option of {of} and has no effect here{belongs:place}.",
            "Remove it here.",
        ),
        C::OptionPlaces { .. } => (
            "{place} is {actual}, and {otherPlace} is {other}; the first one counts.",
            "Set it in one place.",
        ),
        C::OptionRequired { .. } => ("`{option}` is missing.", "Set it."),
        C::OptionValue { .. } => (
            "`{option}` is {actual}; allowed are {allowed}.",
            "Choose one of these.",
        ),
        C::OptionRange {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{option}` is {actual}; {min} to {max} is allowed.",
            "Choose a value within the range.",
        ),
        C::OptionRange { min: Some(_), .. } => (
            "`{option}` is {actual}; at least {min} is allowed.",
            "Choose a value within the range.",
        ),
        C::OptionRange { .. } => (
            "`{option}` is {actual}; at most {max} is allowed.",
            "Choose a value within the range.",
        ),
        C::OptionForm { .. } => (
            "`{option}` is \"{actual}\"; it should be {form:form}.",
            "Correct it.",
        ),
        C::OptionMinLength { .. } => (
            "`{option}` counts {actual}; at least {min} are needed.",
            "Write more.",
        ),
        C::OptionLength { .. } => (
            "This counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten it.",
        ),
        C::OptionCount { .. } => (
            "`{option}` has {actual} entries; {max} are allowed.",
            "Remove some of them.",
        ),
        C::OptionMinCount { .. } => (
            "`{option}` has {actual} entries; at least {min} are needed.",
            "Add some.",
        ),
        C::OptionPerMedia { .. } => (
            "`{option}` has {actual} entries for {wanted} media items.",
            "Give each media item one entry.",
        ),
        C::OptionIgnored { .. } => ("`{option}` has no effect here.", "Remove it."),
        C::ThumbnailIgnored { .. } => (
            "A picture of your own choice has no effect here.",
            "Remove it.",
        ),
        C::OptionConflict { .. } => (
            "`{option}` cannot stand beside {with:kind}.",
            "Remove one of them.",
        ),
        C::OptionOffered { .. } => (
            "`{option}` is {actual}; the account offers {allowed}.",
            "Choose what the account offers.",
        ),
        C::OptionWithinDuration { .. } => (
            "`{option}` lies at {actual:ms}; the video ends at {max:ms}.",
            "Choose a moment within the video.",
        ),
        C::OptionWithinMedia { .. } => (
            "`{option}` is {actual}; the last item is {max}.",
            "Choose one of the items; the first is 0.",
        ),
        C::TagLength { .. } => (
            "The tag counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten the tag.",
        ),
        C::TagsLength { .. } => (
            "The tags together count {actual} {unit:unit}; {max} are allowed.",
            "Remove some tags.",
        ),
        C::PostShape { .. } => (
            "`{field}` is {found}; expected is {expected}.",
            "Give it a value of that type.",
        ),
        C::PostNames { .. } => (
            "`{field}` is not a known field{suggestion:near}{belongs:place}.",
            "Check its spelling, or remove it.",
        ),
        C::PostTargets { .. } => (
            "The post names no platform to publish to.",
            "Add at least one entry to `platforms`.",
        ),
        C::TargetAccount { .. } => ("The target names no account.", "Set `accountId`."),
        C::TargetPlatform { .. } => (
            "\"{actual}\" is not a known platform{suggestion:near}.",
            "Correct the name.",
        ),
        C::TargetNamed { .. } => (
            "The target names no platform, and its account is not known.",
            "Set `platform`.",
        ),
        C::TargetAccountPlatform { .. } => (
            "The target names {actual}, and its account is one of {with}.",
            "Name the platform of the account, or another account.",
        ),
        C::TargetOnce { .. } => (
            "The same account is named twice.",
            "Remove one of the two targets.",
        ),
        C::FieldValue { .. } => (
            "`{field}` is {actual}; allowed are {allowed}.",
            "Choose one of these.",
        ),
        C::FieldRange {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{field}` is {actual}; {min} to {max} is allowed.",
            "Choose a value within the range.",
        ),
        C::FieldRange { min: Some(_), .. } => (
            "`{field}` is {actual}; at least {min} is allowed.",
            "Choose a value within the range.",
        ),
        C::FieldRange { .. } => (
            "`{field}` is {actual}; at most {max} is allowed.",
            "Choose a value within the range.",
        ),
        C::FieldCount {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{field}` has {actual} entries; {min} to {max} are allowed.",
            "Change their number.",
        ),
        C::FieldCount { min: Some(_), .. } => (
            "`{field}` has {actual} entries; at least {min} are needed.",
            "Change their number.",
        ),
        C::FieldCount { .. } => (
            "`{field}` has {actual} entries; at most {max} are allowed.",
            "Change their number.",
        ),
        C::ScheduleFormat { .. } => (
            "\"{actual}\" is not a date and time.",
            "Write it as 2026-01-31T12:00:00Z.",
        ),
        C::ScheduleTimezone { .. } => (
            "\"{actual}\" is not a known time zone{suggestion:near}.",
            "Use a name such as Europe/Berlin.",
        ),
        C::ScheduleFuture { .. } => ("The time {actual} is already past.", "Choose a later time."),
        C::ScheduleConflict { .. } => (
            "`{field}` has no effect beside `{winner}`.",
            "Remove one of the two.",
        ),
    }
}

/// Fills a template from params.
pub(super) fn fill(template: &str, params: &Params) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        let (name, form) = name.split_once(':').unwrap_or((name, ""));
        if let Some((_, value)) = params.iter().find(|(key, _)| *key == name) {
            out.push_str(&shown(value, form));
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn shown(value: &Json, form: &str) -> String {
    match (value, form) {
        (Json::String(text), "place") => match text.as_str() {
            "post" => "; it belongs at the top of the post".to_string(),
            "target" => "; it belongs directly into the target".to_string(),
            name => alloc::format!("; it belongs into `{name}`"),
        },
        (Json::String(text), "near") => alloc::format!("; the nearest is \"{text}\""),
        (Json::String(text), "form") if text == "https" => "an address with https".to_string(),
        (Json::String(text), "kind" | "unit" | "must" | "form") => words(text).to_string(),
        (Json::String(text), _) => text.clone(),
        (Json::Array(items), _) => {
            super::options::joined(items.iter().map(|item| item.as_str().unwrap_or_default()))
        }
        (value, "bytes") => bytes(value.as_u64().unwrap_or_default()),
        (value, "bits") => bits(value.as_u64().unwrap_or_default()),
        (value, "ms") => alloc::format!("{} s", thousandths(value.as_i64().unwrap_or_default())),
        // 30 and not 30.0.
        (Json::Number(number), _) if number.is_f64() => {
            alloc::format!("{}", number.as_f64().unwrap_or_default())
        }
        (value, _) => value.to_string(),
    }
}

/// The names that rows use, as a person who posts would say it.
fn words(name: &str) -> &str {
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
        "picture-url" => "the address of a JPEG, PNG or WebP file",
        "no-at-sign" => "written without the @",
        "no-subreddit-prefix" => "written without r/",
        "digits" => "digits alone",
        "country-code" => "two capital letters such as DE",
        "language-tag" => "a language tag such as en or pt-BR",
        "no-period-or-ampersand" => "written without full stops and ampersands",
        "date-time" => "a date and time such as 2026-01-31T12:00:00Z",
        "not-blank" => "more than blanks",
        other => other,
    }
}

/// Milliseconds as seconds, exact.
fn thousandths(ms: i64) -> String {
    let text = alloc::format!("{}.{:03}", ms / 1000, (ms % 1000).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Bytes as people say them where that is exact, else every digit: two sizes never read alike.
fn bytes(bytes: u64) -> String {
    for (unit, size) in [("GB", 1_u64 << 30), ("MB", 1 << 20), ("KB", 1 << 10)] {
        if bytes >= size && bytes.is_multiple_of(size) {
            return alloc::format!("{} {unit}", bytes / size);
        }
    }
    alloc::format!("{} bytes", grouped(bytes))
}

fn bits(bits: u64) -> String {
    if bits >= 1_000_000 && bits.is_multiple_of(1_000_000) {
        return alloc::format!("{} megabits per second", bits / 1_000_000);
    }
    alloc::format!("{} bits per second", grouped(bits))
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::PLATFORMS;

    #[test]
    fn a_message_shows_every_limit_of_its_row() {
        for rule in PLATFORMS.iter().flat_map(|platform| platform.rules.iter()) {
            let check = serde_json::to_value(&rule.check).unwrap();
            let (message, hint) = template(&rule.check);
            let limits = &check[rule.check.name()];
            // One number is said once.
            let one = limits["min"] == limits["max"];
            assert!(message.ends_with('.') && hint.ends_with('.'), "{}", rule.id);
            for (name, value) in limits.as_object().unwrap() {
                let set = !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
                let shown: &[&str] = match name.as_str() {
                    "max" => &["{max"],
                    "min" if one => &["{max"],
                    "min" => &["{min"],
                    "ms" => &["{max", "{min"],
                    "allowed" | "any" => &["{allowed"],
                    "video" | "audio" => &["{allowed"],
                    "long" => &["Long}"],
                    "short" => &["Short}"],
                    "width" => &["Width}"],
                    _ => continue,
                };
                assert!(
                    !set || shown.iter().any(|one| message.contains(one)),
                    "{}: {name} in {message}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn sizes_that_differ_read_differently() {
        assert_eq!(bytes(8 << 20), "8 MB");
        assert_eq!(bytes((8 << 20) + 1), "8,388,609 bytes");
        assert_eq!(bits(25_000_001), "25,000,001 bits per second");
        assert_eq!(grouped(0), "0");
        assert_eq!(thousandths(140_001), "140.001");
    }
}
