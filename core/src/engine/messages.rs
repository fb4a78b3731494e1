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
            "The text counts {actual} {unit}; {max} are allowed.",
            "Shorten the text.",
        ),
        C::TextTruncated { .. } => (
            "The text counts {actual} {unit} and is cut after {max}.",
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
        C::MediaRequired { .. } => (
            "A media file is missing here (allowed: {allowed}).",
            "Add one.",
        ),
        C::MediaCount { .. } => (
            "There are {actual} items of kind {what}; {max} are allowed.",
            "Remove some of them, or make several posts.",
        ),
        C::MediaMixed { .. } => (
            "Kinds {one} and {other} cannot stand in one post here.",
            "Make a post of each kind.",
        ),
        C::MediaUnsupported { .. } => (
            "Media of kind {what} cannot be posted here.",
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
            "The address \"{actual}\" does not meet what is asked of it: {mustBe}.",
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
        C::MediaMinSize { .. } => (
            "It measures {width} x {height} pixels, which is too small.",
            "Use a larger version.",
        ),
        C::MediaMaxSize { .. } => (
            "It measures {width} x {height} pixels, which is too large.",
            "Scale it down.",
        ),
        C::MediaRatio { .. } => (
            "Its aspect ratio is {actual} ({width} x {height}), which does not fit here.",
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
        C::MediaFrameRate { .. } => (
            "It has {actual} frames per second, which is outside what is named here.",
            "Export it with another frame rate.",
        ),
        C::MediaBitrate { .. } => (
            "It has {actual} bits per second; {max} are allowed.",
            "Export it with a lower bit rate.",
        ),
        C::MediaCodec { .. } => (
            "It is encoded as {actual}; named are {allowed}.",
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
        C::RecommendSize { .. } => (
            "It measures {width} x {height} pixels, less than is recommended.",
            "Use a larger version.",
        ),
        C::RecommendRatio { .. } => (
            "Its aspect ratio is {actual}; recommended are {allowed}.",
            "Crop it to one of these.",
        ),
        C::RecommendFrameRate { .. } => (
            "It has {actual} frames per second; {min} to {max} are recommended.",
            "Export it with the recommended frame rate.",
        ),
        C::RecommendBytes { .. } => (
            "The file has {actual:bytes}; at most {max:bytes} are recommended.",
            "Compress the file.",
        ),
        C::RecommendBitrate { .. } => (
            "It has {actual} bits per second, which is not what is recommended.",
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
        C::OptionTypes { .. } => (
            "`{option}` is {found}; expected is {expected}.",
            "Give it a value of that type.",
        ),
        C::OptionNames { .. } => (
            "`{field}` is not a known option here.",
            "Check its spelling, or remove it.",
        ),
        C::OptionForeign { .. } => (
            "`{option}` is an option of {of} and has no effect here.",
            "Remove it here.",
        ),
        C::OptionPlaces { .. } => (
            "`{option}` is set to {actual} here and to {other} elsewhere; this one wins.",
            "Set it in one place.",
        ),
        C::OptionRequired { .. } => ("`{option}` is missing.", "Set it."),
        C::OptionValue { .. } => (
            "`{option}` is {actual}; allowed are {allowed}.",
            "Choose one of these.",
        ),
        C::OptionRange { .. } => (
            "`{option}` is {actual}, which is out of range.",
            "Choose a value within the range.",
        ),
        C::OptionForm { .. } => (
            "`{option}` is \"{actual}\", which is not in the form {form}.",
            "Correct it.",
        ),
        C::OptionMinLength { .. } => (
            "`{option}` counts {actual}; at least {min} are needed.",
            "Write more.",
        ),
        C::OptionLength { .. } => (
            "This counts {actual} {unit}; {max} are allowed.",
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
            "`{option}` cannot stand beside {with}.",
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
            "The tag counts {actual} {unit}; {max} are allowed.",
            "Shorten the tag.",
        ),
        C::TagsLength { .. } => (
            "The tags together count {actual} {unit}; {max} are allowed.",
            "Remove some tags.",
        ),
        C::PostShape { .. } => (
            "`{field}` is {found}; expected is {expected}.",
            "Give it a value of that type.",
        ),
        C::PostNames { .. } => (
            "`{field}` is not a known field.",
            "Check its spelling, or remove it.",
        ),
        C::PostTargets { .. } => (
            "The post names no platform to publish to.",
            "Add at least one entry to `platforms`.",
        ),
        C::TargetAccount { .. } => ("The target names no account.", "Set `accountId`."),
        C::TargetPlatform { .. } => ("\"{actual}\" is not a known platform.", "Correct the name."),
        C::TargetNamed { .. } => (
            "The target names no platform, and its account is not known.",
            "Set `platform`.",
        ),
        C::TargetOnce { .. } => (
            "The same account is named twice.",
            "Remove one of the two targets.",
        ),
        C::FieldValue { .. } => (
            "`{field}` is {actual}; allowed are {allowed}.",
            "Choose one of these.",
        ),
        C::FieldRange { .. } => (
            "`{field}` is {actual}, which is out of range.",
            "Choose a value within the range.",
        ),
        C::FieldCount { .. } => (
            "`{field}` has {actual} entries, which is not allowed.",
            "Change their number.",
        ),
        C::ScheduleFormat { .. } => (
            "\"{actual}\" is not a date and time.",
            "Write it as 2026-01-31T12:00:00Z.",
        ),
        C::ScheduleTimezone { .. } => (
            "\"{actual}\" is not a known time zone.",
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
        (Json::String(text), _) => text.clone(),
        (Json::Array(items), _) => {
            super::options::joined(items.iter().map(|item| item.as_str().unwrap_or_default()))
        }
        (value, "bytes") => bytes(value.as_u64().unwrap_or_default()),
        (value, "ms") => alloc::format!("{} s", thousandths(value.as_i64().unwrap_or_default())),
        (value, _) => value.to_string(),
    }
}

/// Milliseconds as seconds, exact.
fn thousandths(ms: i64) -> String {
    let text = alloc::format!("{}.{:03}", ms / 1000, (ms % 1000).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Bytes as people say them, exact again where two sizes would read alike.
fn bytes(bytes: u64) -> String {
    for (unit, size) in [("GB", 1_u64 << 30), ("MB", 1 << 20), ("KB", 1 << 10)] {
        if bytes >= size {
            return match bytes % size {
                0 => alloc::format!("{} {unit}", bytes / size),
                _ => alloc::format!("{bytes} bytes"),
            };
        }
    }
    alloc::format!("{bytes} bytes")
}
