//! The English words: one message and one hint for each check, filled from the finding's params.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::eval::Params;
use super::words::fill;
use crate::rules::tree::Tree;
use crate::rules::{Check, Form, Rule, Syntax, Text, UrlRule};

impl Rule {
    /// How to mend what the rule finds: the words of its row, else those of its check.
    ///
    /// ```
    /// let rule = postworthy::explain("bluesky/video-max-bytes").ok_or("no such rule")?;
    /// assert_eq!(rule.hint_text(), "Compress the file to at most 50 MB.");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn hint_text(&self) -> String {
        hint(self, &limits(&self.check))
    }
}

/// The hint of a rule, filled from the params of a finding.
pub(super) fn hint(rule: &Rule, params: &Params) -> String {
    let own = rule.hint.as_ref().map(Text::as_str);
    let template = own.unwrap_or(template(&rule.check).1);
    let codecs = matches!(
        rule.check,
        Check::MediaCodec { .. } | Check::RecommendCodec { .. }
    );
    if codecs && (template.contains("{video") || template.contains("{audio")) {
        return fill(template, &limits(&rule.check));
    }
    fill(template, params)
}

/// The params that every finding of a check has: its limits, by the names that findings use.
fn limits(check: &Check) -> Params {
    let members = Tree::of(check).into_value();
    let members = check_name(&members).and_then(|name| members.get(name));
    let Some(members) = members else {
        return Params::new();
    };
    let value = |key: &str| members.get(key).filter(|value| !value.is_null());
    const NAMES: &[(&str, &[&str])] = &[
        ("option", &["option", "of"]),
        ("field", &["field"]),
        ("form", &["form"]),
        ("unit", &["unit"]),
        ("min", &["min", "ms"]),
        ("max", &["max", "ms"]),
        ("what", &["counted", "of"]),
        ("one", &["one"]),
        ("other", &["other"]),
        ("of", &["of"]),
        ("minLong", &["long"]),
        ("minShort", &["short"]),
        ("minWidth", &["width"]),
        ("maxLong", &["long"]),
        ("maxShort", &["short"]),
        ("video", &["video"]),
        ("audio", &["audio"]),
    ];
    let mut params: Params = NAMES
        .iter()
        .filter_map(|(name, keys)| Some((*name, keys.iter().find_map(|key| value(key))?.clone())))
        .collect();
    if let Some((_, Json::String(option))) = params.first_mut()
        && let Some(name) = option.strip_prefix("option:")
    {
        *option = name.into();
    }
    let lists = ["allowed", "any", "video", "audio"].into_iter();
    let allowed: Vec<Json> = lists
        .filter_map(|key| value(key)?.as_array())
        .flatten()
        .cloned()
        .collect();
    let kind = value("of").cloned().filter(|_| allowed.is_empty());
    params.push(("allowed", kind.unwrap_or(Json::Array(allowed))));
    params
}

fn check_name(check: &Json) -> Option<&str> {
    check.as_object()?.keys().next().map(String::as_str)
}

/// How to mend what is encoded otherwise; the finding names one of the two alone.
fn codecs(video: &[Text], audio: &[Text]) -> &'static str {
    match (video.is_empty(), audio.is_empty()) {
        (false, false) => "Export it as {video:codec} with {audio:codec} sound.",
        (true, _) => "Export it with {audio:codec} sound.",
        (_, true) => "Export it as {video:codec}.",
    }
}

/// How to give a text the form that is asked for.
const fn reform(form: Form) -> &'static str {
    match form {
        Form::Url => "Write the complete address, beginning with https://.",
        Form::Https => "Use the https address.",
        Form::NoShortener => "Use the full address that the short one leads to.",
        Form::NoAtSign => "Write the name without the @ in front.",
        Form::NoSubredditPrefix => "Write the name without r/ in front.",
        Form::Digits => "Write it in digits alone.",
        Form::CountryCode => "Write the country as two capital letters such as DE.",
        Form::LanguageTag => "Write the language as a tag such as en or pt-BR.",
        Form::NoPeriodOrAmpersand => "Take out the full stops and ampersands.",
        Form::DateTime => "Write the date and time as 2026-01-31T12:00:00Z.",
        Form::Date => "Write the date as 2026-01-31.",
        Form::NotBlank => "Write something other than blanks.",
    }
}

/// The message of a finding, its placeholders still in it.
#[must_use]
pub(super) fn message(check: &Check, params: &Params) -> &'static str {
    match check {
        Check::OptionOffered { .. } if params.iter().any(|(name, _)| *name == "more") => {
            "`{option}` is {actual}; the account offers {allowed}, and {more} more."
        }
        _ => template(check).0,
    }
}

/// The message of a check and its hint, their placeholders still in them.
#[must_use]
pub(super) fn template(check: &Check) -> (&'static str, &'static str) {
    use Check as C;
    match check {
        C::TextRequired {
            despite_media: true,
            ..
        } => ("There is no text.", "Write a text."),
        C::TextRequired { .. } => (
            "There is no text and nothing to show in its place.",
            "Write a text or add media.",
        ),
        C::TextLength { .. } => (
            "The text counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten the text to {max} {unit:unit}.",
        ),
        C::TextTruncated { .. } => (
            "The text counts {actual} {unit:unit} and is cut after {max}.",
            "Shorten the text to {max} {unit:unit}, or put what matters first.",
        ),
        C::TextIgnored { .. } => (
            "The text is not shown here.",
            "Put the words into the picture, or leave the text out.",
        ),
        C::TextCount { .. } => (
            "There are {actual} {what}; {max} are allowed.",
            "Keep at most {max} {what} in the text.",
        ),
        C::TextMarkup { syntax, .. } => (
            "The text cannot be read as it is marked up near \"{near}\": {problem}.",
            match syntax {
                Syntax::NoAngleBrackets => "Take `<` and `>` out of the text.",
                Syntax::Telegram => {
                    "Close what is left open there, or escape the character that is meant as text."
                }
            },
        ),
        C::MediaRequired { .. } => (
            "There is no media; needed is {allowed:one}.",
            "Add {allowed:one}.",
        ),
        C::MediaCount { .. } => (
            "There are {actual} {what:kind}; {max} are allowed.",
            "Remove some of the {what:kind}, or make several posts of them.",
        ),
        C::MediaMixed { .. } => (
            "A post here cannot hold both {one:kind} and {other:kind}.",
            "Put {one:kind} and {other:kind} into posts of their own.",
        ),
        C::MediaUnsupported { .. } => (
            "This platform takes no {what:kind} here.",
            "Use another kind of media, or leave this platform out.",
        ),
        C::MediaFormat { .. } => (
            "The file is {actual:format}; allowed are {allowed:format}.",
            "Convert the file to {allowed:format}.",
        ),
        C::MediaDeclared { .. } => (
            "The file is {actual:format} inside, though it is called {declared}.",
            "Give the file the name and type of what it is.",
        ),
        C::MediaUrl { must_be } => (
            "The media address \"{actual}\" {mustBe:must}.",
            match must_be {
                UrlRule::Fetchable => {
                    "Use the complete https address of the file, or the path of one that exists."
                }
                UrlRule::Public => "Put the file on a server that everyone can reach.",
                UrlRule::Https => "Use the https address of the file.",
                UrlRule::NoCredentials => {
                    "Use an address of the file that works without a token or signature."
                }
            },
        ),
        C::MediaBytes { .. } => (
            "The file has {actual:bytes}; {max:bytes} are allowed.",
            "Compress the file to at most {max:bytes}.",
        ),
        C::MediaRecompressed { .. } => (
            "The file has {actual:bytes} and is compressed to fit {max:bytes}.",
            "Compress it to {max:bytes} yourself to keep control of its quality.",
        ),
        C::MediaMinSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side and {minShort} on the short one are needed.",
            "Use a version of at least {minLong} pixels on the long side and {minShort} on the short one.",
        ),
        C::MediaMinSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side are needed.",
            "Use a version of at least {minLong} pixels on the long side.",
        ),
        C::MediaMinSize { short: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minShort} on the short side are needed.",
            "Use a version of at least {minShort} pixels on the short side.",
        ),
        C::MediaMinSize { .. } => (
            "It measures {width} x {height} pixels; at least {minWidth} across are needed.",
            "Use a version of at least {minWidth} pixels across.",
        ),
        C::MediaMaxSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at most {maxLong} x {maxShort} are allowed.",
            "Scale it down to at most {maxLong} x {maxShort} pixels.",
        ),
        C::MediaMaxSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at most {maxLong} on the long side are allowed.",
            "Scale it down to at most {maxLong} pixels on the long side.",
        ),
        C::MediaMaxSize { .. } => (
            "It measures {width} x {height} pixels; at most {maxShort} on the short side are allowed.",
            "Scale it down to at most {maxShort} pixels on the short side.",
        ),
        C::MediaRatio {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "Its aspect ratio is {actual} ({width} x {height}); {min} to {max} is allowed.",
            "Crop it to an aspect ratio of {min} to {max}.",
        ),
        C::MediaRatio { min: Some(_), .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); at least {min} is allowed.",
            "Crop it to an aspect ratio of at least {min}.",
        ),
        C::MediaRatio { max: Some(_), .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); at most {max} is allowed.",
            "Crop it to an aspect ratio of at most {max}.",
        ),
        C::MediaRatio { portrait: true, .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); it is meant to be taller than wide.",
            "Crop it so that it is taller than wide.",
        ),
        C::MediaRatio { .. } => (
            "Its aspect ratio is {actual} ({width} x {height}); meant is {allowed}.",
            "Crop it to {allowed}.",
        ),
        C::MediaCropped { .. } => (
            "Its aspect ratio is {actual} ({width} x {height}), which is cropped.",
            "Crop it yourself to keep control of what is seen.",
        ),
        C::MediaSameRatio { .. } => (
            "Its aspect ratio {actual} differs from the first item's {first}; it is cropped.",
            "Crop all items to the aspect ratio of the first.",
        ),
        C::MediaMinDuration { .. } => (
            "It lasts {actual:ms}; at least {min:ms} are needed.",
            "Use a video of at least {min:ms}.",
        ),
        C::MediaMaxDuration { .. } => (
            "It lasts {actual:ms}; {max:ms} are allowed.",
            "Cut the video to at most {max:ms}.",
        ),
        C::MediaAccountDuration { .. } => (
            "It lasts {actual:ms}; {max:ms} are allowed.",
            "Cut the video to the length that the account may post.",
        ),
        C::MediaFrameRate {
            min: Some(min),
            max: Some(max),
            ..
        } if min == max => (
            "It has {actual:rate} frames per second; {max} are expected.",
            "Export it with {max} frames per second.",
        ),
        C::MediaFrameRate {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "It has {actual:rate} frames per second; {min} to {max} are allowed.",
            "Export it with {min} to {max} frames per second.",
        ),
        C::MediaFrameRate { min: Some(_), .. } => (
            "It has {actual:rate} frames per second; at least {min} are needed.",
            "Export it with at least {min} frames per second.",
        ),
        C::MediaFrameRate { .. } => (
            "It has {actual:rate} frames per second; at most {max} are allowed.",
            "Export it with at most {max} frames per second.",
        ),
        C::MediaBitrate { .. } => (
            "It has {actual:bits}; {max:bits} are allowed.",
            "Export it with at most {max:bits}.",
        ),
        C::MediaCodec { video, audio, .. } => (
            "It is encoded as {actual:codec}; expected is {allowed:codec}.",
            codecs(video, audio),
        ),
        C::MediaPages { .. } => (
            "It has {actual} pages; {max} are allowed.",
            "Split the document into parts of at most {max} pages.",
        ),
        C::MediaFastStart { .. } => (
            "Its index stands behind the picture data; it must stand at the front of the file.",
            "Export it with \"fast start\" or \"web optimized\" switched on.",
        ),
        C::MediaColor { .. } => (
            "Its colours are stored as {actual}; they are converted to sRGB, and may look different.",
            "Save the picture in sRGB, and look at the colours before you post.",
        ),
        C::MediaWhole { .. } => (
            "The file is cut off before its end.",
            "Copy or export the file once more, and use the whole of it.",
        ),
        C::MediaEncrypted { .. } => (
            "It is protected by a password.",
            "Save the document without a password.",
        ),
        C::RecommendSize {
            long: Some(_),
            short: Some(_),
            ..
        } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side and {minShort} on the short one are recommended.",
            "Use a version of at least {minLong} pixels on the long side and {minShort} on the short one.",
        ),
        C::RecommendSize { long: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minLong} on the long side are recommended.",
            "Use a version of at least {minLong} pixels on the long side.",
        ),
        C::RecommendSize { short: Some(_), .. } => (
            "It measures {width} x {height} pixels; at least {minShort} on the short side are recommended.",
            "Use a version of at least {minShort} pixels on the short side.",
        ),
        C::RecommendSize { .. } => (
            "It measures {width} x {height} pixels; at least {minWidth} across are recommended.",
            "Use a version of at least {minWidth} pixels across.",
        ),
        C::RecommendRatio { .. } => (
            "Its aspect ratio is {actual}; recommended is {allowed}.",
            "Crop it to {allowed}.",
        ),
        C::RecommendFrameRate { min, max, .. } if min == max => (
            "It has {actual:rate} frames per second; {max} are recommended.",
            "Export it with {max} frames per second.",
        ),
        C::RecommendFrameRate { .. } => (
            "It has {actual:rate} frames per second; {min} to {max} are recommended.",
            "Export it with {min} to {max} frames per second.",
        ),
        C::RecommendBytes { .. } => (
            "The file has {actual:bytes}; at most {max:bytes} are recommended.",
            "Compress the file to at most {max:bytes}.",
        ),
        C::RecommendBitrate {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "It has {actual:bits}; {min:bits} to {max:bits} are recommended.",
            "Export it with {min:bits} to {max:bits}.",
        ),
        C::RecommendBitrate { min: Some(_), .. } => (
            "It has {actual:bits}; at least {min:bits} are recommended.",
            "Export it with at least {min:bits}.",
        ),
        C::RecommendBitrate { .. } => (
            "It has {actual:bits}; at most {max:bits} are recommended.",
            "Export it with at most {max:bits}.",
        ),
        C::RecommendAudioBitrate { .. } => (
            "Its sound has {actual:bits}; at least {min:bits} are recommended.",
            "Export the sound with {min:bits}.",
        ),
        C::RecommendCodec { video, audio, .. } => (
            "It is encoded as {actual:codec}; recommended is {allowed:codec}.",
            codecs(video, audio),
        ),
        C::RecommendFormat { .. } => (
            "The file is {actual:format}; recommended is {allowed:format}.",
            "Convert the file to {allowed:format}.",
        ),
        C::RecommendPages { .. } => (
            "It has {actual} pages; {min} to {max} are recommended.",
            "Bring the document to {min} to {max} pages.",
        ),
        C::RecommendOption { .. } => (
            "`{option}` is not set, though that is recommended.",
            "Set `{option}` among the options.",
        ),
        C::RecommendField { .. } => (
            "`{field}` is not set, though that is recommended.",
            "Set `{field}`.",
        ),
        C::OptionTypes { .. } | C::ItemOptions { .. } | C::SettingsTypes { .. } => (
            "`{option}` is {found}; expected is {expected}.",
            "Replace the value with one of the expected type.",
        ),
        C::OptionNames { .. } => (
            "`{field}` is not a known option here{suggestion:near}{belongs:place}.",
            "Correct the spelling of the name, move the option to where it belongs, or remove it.",
        ),
        C::OptionForeign { .. } => (
            "`{option}` is an option of {of} and has no effect here{belongs:place}.",
            "Remove the option here, or move it to where it belongs.",
        ),
        C::OptionPlaces { .. } => (
            "{place} is {actual}, and {otherPlace} is {other}; the first one counts.",
            "Set the option in one place alone.",
        ),
        C::OptionRequired { .. } => (
            "`{option}` is missing.",
            "Set `{option}` among the options.",
        ),
        C::OptionValue { .. } => (
            "`{option}` is {actual}; allowed is {allowed}.",
            "Set `{option}` to {allowed}.",
        ),
        C::OptionRange {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{option}` is {actual}; {min} to {max} is allowed.",
            "Set `{option}` to a value of {min} to {max}.",
        ),
        C::OptionRange { min: Some(_), .. } => (
            "`{option}` is {actual}; at least {min} is allowed.",
            "Set `{option}` to {min} or more.",
        ),
        C::OptionRange { .. } => (
            "`{option}` is {actual}; at most {max} is allowed.",
            "Set `{option}` to {max} or less.",
        ),
        C::OptionForm { form, .. } => (
            "`{option}` is \"{actual}\"; it should be {form:form}.",
            reform(*form),
        ),
        C::OptionUrn { .. } => (
            "`{option}` is \"{actual}\"; it should look like {allowed}.",
            "Copy the link or the name of what is meant, and use it unchanged.",
        ),
        C::OptionFileFormat { in_name: true, .. } => (
            "`{option}` is \"{actual}\"; it should be an address that ends in {allowed}.",
            "Use the address of a file whose name ends in {allowed}.",
        ),
        C::OptionFileFormat { .. } => (
            "`{option}` leads to \"{actual}\"; allowed is {allowed:format}.",
            "Use the address of a {allowed:format} file.",
        ),
        C::OptionFileBytes { .. } => (
            "The file of `{option}` has {actual:bytes}; {max:bytes} are allowed.",
            "Compress the file to at most {max:bytes}.",
        ),
        C::OptionWithinText { .. } => (
            "`{option}` is {actual} and reaches from {start} to {end}; the text ends at {max}.",
            "Let the stretch begin and end within its text.",
        ),
        C::OptionNumbered { .. } => (
            "`{option}` is \"{actual}\"; its place in the list is {wanted}.",
            "Number the entries of the list in their order, beginning with 0.",
        ),
        C::OptionIndex { .. } => (
            "`{option}` is {actual}; `{of}` has {count} entries, the first of which is 0.",
            "Name an entry of `{of}` that exists, or add it there.",
        ),
        C::OptionMinLength { min: 1, .. } => (
            "`{option}` counts {actual} {unit:unit}; at least {min} is needed.",
            "Write something there, or leave it out.",
        ),
        C::OptionMinLength { .. } => (
            "`{option}` counts {actual} {unit:unit}; at least {min} are needed.",
            "Write at least {min} {unit:unit}.",
        ),
        C::OptionLength { .. } => (
            "This counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten it to {max} {unit:unit}.",
        ),
        C::OptionCount { .. } => (
            "`{option}` has {actual} entries; {max} are allowed.",
            "Keep at most {max} entries in `{option}`.",
        ),
        C::OptionMinCount { min: 1, .. } => (
            "`{option}` has {actual} entries; at least {min} is needed.",
            "Add an entry to `{option}`, or leave it out.",
        ),
        C::OptionMinCount { .. } => (
            "`{option}` has {actual} entries; at least {min} are needed.",
            "Add entries to `{option}` until there are at least {min}.",
        ),
        C::OptionPerMedia { .. } => (
            "`{option}` has {actual} entries for {wanted} media items.",
            "Give every media item an entry of its own in `{option}`.",
        ),
        C::OptionIgnored { .. } => ("`{option}` has no effect here.", "Remove `{option}`."),
        C::OptionUnsupported { .. } => ("`{option}` cannot be set here.", "Remove `{option}`."),
        C::ThumbnailIgnored { .. } => (
            "A picture of your own choice has no effect here.",
            "Remove the picture.",
        ),
        C::OptionConflict { .. } => (
            "`{option}` cannot stand beside {with:kind}.",
            "Remove `{option}`, or what it cannot stand beside.",
        ),
        C::OptionOffered { .. } => (
            "`{option}` is {actual}; the account offers {allowed}.",
            "Set `{option}` to something that the account offers.",
        ),
        C::OptionWithinDuration { .. } => (
            "`{option}` lies at {actual:ms}; the video ends at {max:ms}.",
            "Choose a moment within the video.",
        ),
        C::OptionWithinMedia { .. } => (
            "`{option}` is {actual}; the last item is {max}.",
            "Set `{option}` to the number of one of the items, the first of which is 0.",
        ),
        C::TagLength { .. } => (
            "The tag counts {actual} {unit:unit}; {max} are allowed.",
            "Shorten the tag to {max} {unit:unit}.",
        ),
        C::TagsOnce { .. } => (
            "The tag {actual} stands here for the second time; it counts once.",
            "Name each tag once.",
        ),
        C::TagsLength { .. } => (
            "The tags together count {actual} {unit:unit}; {max} are allowed.",
            "Remove tags until they together count at most {max} {unit:unit}.",
        ),
        C::PostShape { .. } => (
            "`{field}` is {found}; expected is {expected}.",
            "Replace the value with one of the expected type.",
        ),
        C::PostNames { .. } => (
            "`{field}` is not a known field{suggestion:near}{belongs:place}.",
            "Correct the spelling of the name, move the field to where it belongs, or remove it.",
        ),
        C::PostTargets { .. } => (
            "The post names no platform to publish to.",
            "Add at least one entry to `platforms`.",
        ),
        C::PostSize { .. } => (
            "With its {count} targets the post comes to {actual} values; {max} are checked.",
            "Make several posts of it, each with fewer targets or media.",
        ),
        C::ReportSize { .. } => (
            "There are {findings} more findings, {errors} of them errors, and {unchecked} more undecided rules than are listed.",
            "Mend what is listed, and check again.",
        ),
        C::TargetAccount { .. } => (
            "The target names no account.",
            "Set `accountId` to the account that publishes.",
        ),
        C::TargetPlatform { .. } => (
            "\"{actual}\" is not a known platform{suggestion:near}.",
            "Write the name of one of the thirteen platforms, such as `instagram`.",
        ),
        C::TargetNamed { .. } => (
            "The target names no platform, and its account is not known.",
            "Set `platform` to the platform of the account.",
        ),
        C::TargetAccountPlatform { .. } => (
            "The target names {actual}, and its account is one of {with}.",
            "Name the platform of the account, or another account.",
        ),
        C::TargetOnce { .. } => (
            "The same account is named twice.",
            "Remove one of the two targets.",
        ),
        C::FieldRequired { .. } => ("`{field}` is missing.", "Set `{field}`."),
        C::FieldForm { form, .. } => (
            "`{field}` is \"{actual}\"; it should be {form:form}.",
            reform(*form),
        ),
        C::FieldIgnored { .. } => (
            "`{field}` has no effect here.",
            "Leave `{field}` out, or leave this platform out.",
        ),
        C::FieldValue { .. } => (
            "`{field}` is {actual}; allowed is {allowed}.",
            "Set `{field}` to {allowed}.",
        ),
        C::FieldRange {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{field}` is {actual}; {min} to {max} is allowed.",
            "Set `{field}` to a value of {min} to {max}.",
        ),
        C::FieldRange { min: Some(_), .. } => (
            "`{field}` is {actual}; at least {min} is allowed.",
            "Set `{field}` to {min} or more.",
        ),
        C::FieldRange { .. } => (
            "`{field}` is {actual}; at most {max} is allowed.",
            "Set `{field}` to {max} or less.",
        ),
        C::FieldCount {
            min: Some(_),
            max: Some(_),
            ..
        } => (
            "`{field}` has {actual} entries; {min} to {max} are allowed.",
            "Give `{field}` {min} to {max} entries.",
        ),
        C::FieldCount { min: Some(_), .. } => (
            "`{field}` has {actual} entries; at least {min} are needed.",
            "Give `{field}` at least {min} entries.",
        ),
        C::FieldCount { .. } => (
            "`{field}` has {actual} entries; at most {max} are allowed.",
            "Keep at most {max} entries in `{field}`.",
        ),
        C::UploadBytes { .. } => (
            "The file has {actual:bytes}; {max:bytes} can be uploaded.",
            "Compress the file to at most {max:bytes}, or use the address of a server that has it.",
        ),
        C::UploadFormat { .. } => (
            "The file is {actual:format}; {allowed:format} can be uploaded.",
            "Convert the file to {allowed:format}, or use the address of a server that has it.",
        ),
        C::ScheduleFormat { .. } => (
            "\"{actual}\" is not a date and time.",
            "Write the date and time as 2026-01-31T12:00:00Z.",
        ),
        C::ScheduleTimezone { .. } => (
            "\"{actual}\" is not a known time zone{suggestion:near}.",
            "Use the name of a time zone such as Europe/Berlin.",
        ),
        C::ScheduleFuture { .. } => (
            "The time {actual} is already past.",
            "Choose a later time, or publish the post now.",
        ),
        C::ScheduleConflict { .. } => (
            "`{field}` has no effect beside `{winner}`.",
            "Remove one of the two.",
        ),
        C::ScheduleQueue { .. } => (
            "`queueId` has no effect without `queuedFromProfile`.",
            "Set `queuedFromProfile` to the profile of the queue, or remove `queueId`.",
        ),
    }
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
                    "any" if rule.check.name() == "media-cropped" => &["{actual"],
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
    fn a_hint_is_one_sentence_without_gaps() {
        for rule in PLATFORMS.iter().flat_map(|platform| platform.rules.iter()) {
            let params = limits(&rule.check);
            let template = rule
                .hint
                .as_ref()
                .map_or(template(&rule.check).1, |hint| hint.as_str());
            let names = template
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split(['}', ':']).next());
            for name in names {
                let known = params.iter().find(|(key, _)| *key == name);
                assert!(
                    known.is_some_and(|(_, value)| *value != Json::Array(Vec::new())),
                    "{}: {name}",
                    rule.id
                );
            }
            let hint = rule.hint_text();
            assert!(
                !hint.contains(['{', '}']) && !hint.contains(". "),
                "{}: {hint}",
                rule.id
            );
            assert!(hint.split(' ').count() > 1, "{}: {hint}", rule.id);
        }
    }
}
