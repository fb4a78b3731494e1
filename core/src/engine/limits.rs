//! What a platform takes, for the fields and hints of a composer.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::Serialize;

use super::Engine;
use crate::code::{Code, Severity};
use crate::media::Format;
use crate::rules::{
    Check, Condition, ContentType, Media, Platform, PlatformRules, Rule, Source, Text,
};
use crate::text::Unit;
use crate::written::written;

/// What a platform takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits<'e> {
    /// The platform.
    pub platform: Platform,
    /// The content type that was asked for; `null` for all of the platform's.
    pub content_type: Option<ContentType>,
    /// The limits of the post's text, shortest first: what a counter counts to.
    pub text: Vec<TextLimit<'e>>,
    /// The formats of files that are not refused for their format alone.
    pub formats: Vec<Format>,
    /// The same for the `accept` attribute of a file field: media types and extensions.
    pub accept: String,
    /// The most files in one post, where there is a limit.
    pub max_media: Option<u32>,
    /// Every row that may apply.
    pub rules: Vec<Limit<'e>>,
}

/// How long the text of a post may be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextLimit<'e> {
    /// The row that says so.
    pub rule: &'e str,
    /// What is counted.
    pub unit: Unit,
    /// The most that is taken.
    pub max: u32,
    /// `error` where longer text is refused, `warning` where it is cut or doubtful.
    pub severity: Severity,
    /// The content types it holds for; all where empty.
    pub content_types: &'e [ContentType],
    /// What else must be so for it to hold.
    pub when: &'e [Condition],
}

/// One row, with its parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limit<'e> {
    /// The id of the row.
    pub rule: &'e str,
    /// What its findings say.
    pub code: Code,
    /// How much they matter.
    pub severity: Severity,
    /// The content types it holds for; all where empty.
    pub content_types: &'e [ContentType],
    /// What else must be so for it to hold.
    pub when: &'e [Condition],
    /// The limit in one sentence.
    pub summary: &'e Text,
    /// The check and its parameters, as rows write them.
    pub check: &'e Check,
}

written!(Limits<'e> {
    platform,
    content_type as "contentType",
    text,
    formats,
    accept,
    max_media as "maxMedia",
    rules,
});
written!(TextLimit<'e> {
    rule,
    unit,
    max,
    severity,
    content_types as "contentTypes",
    when,
});
written!(Limit<'e> {
    rule,
    code,
    severity,
    content_types as "contentTypes",
    when,
    summary,
    check,
});

impl Engine {
    /// What a platform takes, as this engine's rows say: for counters, `accept` attributes, hints.
    ///
    /// ```
    /// use postworthy::Engine;
    /// use postworthy::rules::{ContentType, Platform};
    ///
    /// let engine = Engine::builtin();
    /// let limits = engine.limits(Platform::Bluesky, None);
    /// assert_eq!(limits.text[0].max, 300);
    /// assert!(limits.accept.starts_with("image/jpeg,.jpg,"));
    /// let story = engine.limits(Platform::Instagram, Some(ContentType::Story));
    /// assert_eq!(story.max_media, Some(1));
    /// ```
    #[must_use]
    pub fn limits(&self, platform: Platform, content_type: Option<ContentType>) -> Limits<'_> {
        let rules = self.platform(platform);
        let rows: Vec<&Rule> = rules
            .into_iter()
            .flat_map(|rules| rules.rules.iter())
            .filter(|rule| rule.enabled && holds_for(rule, content_type))
            .collect();
        let mut text: Vec<TextLimit<'_>> =
            rows.iter().filter_map(|rule| text_limit(rule)).collect();
        text.sort_by(|a, b| (a.max, a.rule).cmp(&(b.max, b.rule)));
        let types = || {
            let all = platform.content_types().iter().copied();
            all.filter(|one| content_type.is_none_or(|wanted| wanted == *one))
        };
        let taken = |format: &Format| {
            rules.is_some_and(|rules| types().any(|one| takes(rules, one, *format)))
        };
        let formats: Vec<Format> = Format::ALL.into_iter().filter(taken).collect();
        let each: Option<Vec<u32>> =
            rules.and_then(|rules| types().map(|one| most(rules, one)).collect());
        Limits {
            platform,
            content_type,
            text,
            accept: accept(&formats),
            max_media: each.and_then(|each| each.into_iter().max()),
            formats,
            rules: rows.into_iter().map(limit).collect(),
        }
    }
}

/// What a platform takes, as the built-in rows say.
///
/// ```
/// use postworthy::limits;
/// use postworthy::rules::Platform;
///
/// assert_eq!(limits(Platform::Threads, None).text[0].max, 500);
/// ```
#[must_use]
pub fn limits(platform: Platform, content_type: Option<ContentType>) -> Limits<'static> {
    super::BUILTIN.limits(platform, content_type)
}

pub(super) fn holds_for(rule: &Rule, content_type: Option<ContentType>) -> bool {
    let types = &rule.content_types;
    types.is_empty() || content_type.is_none_or(|one| types.contains(&one))
}

fn text_limit(rule: &Rule) -> Option<TextLimit<'_>> {
    let (Check::TextLength { of, unit, max } | Check::TextTruncated { of, unit, max }) =
        &rule.check
    else {
        return None;
    };
    (*of == Source::Content).then(|| TextLimit {
        rule: rule.id.as_str(),
        unit: *unit,
        max: *max,
        severity: rule.severity,
        content_types: &rule.content_types,
        when: &rule.when,
    })
}

fn limit(rule: &Rule) -> Limit<'_> {
    Limit {
        rule: rule.id.as_str(),
        code: rule.code,
        severity: rule.severity,
        content_types: &rule.content_types,
        when: &rule.when,
        summary: &rule.summary,
        check: &rule.check,
    }
}

/// Whether a content type takes files of this format.
fn takes(rules: &PlatformRules, content_type: ContentType, format: Format) -> bool {
    !errors(rules, content_type).any(|rule| match &rule.check {
        Check::MediaUnsupported { of } => covers(*of, format),
        Check::MediaFormat { of, allowed } => covers(*of, format) && !allowed.contains(&format),
        Check::MediaCount { of, max: 0, .. } => covers(*of, format),
        // Where one kind is what the post is about, another one is no help.
        Check::MediaRequired { of } => !covers(*of, format),
        _ => false,
    })
}

/// The most files of the kind of which a content type takes most.
fn most(rules: &PlatformRules, content_type: ContentType) -> Option<u32> {
    if content_type.is_single(rules.platform) {
        return Some(1);
    }
    let of_format = |format: Format| {
        let counts = errors(rules, content_type).filter_map(|rule| match rule.check {
            Check::MediaCount { of, max, .. } if covers(of, format) => Some(max),
            _ => None,
        });
        counts.min()
    };
    let formats = Format::ALL.into_iter();
    let formats = formats.filter(|format| takes(rules, content_type, *format));
    // A kind without a limit leaves the number open.
    let each: Option<Vec<u32>> = formats.map(of_format).collect();
    each?.into_iter().max()
}

/// The rows that refuse something of a content type whatever else is in the post.
fn errors(rules: &PlatformRules, content_type: ContentType) -> impl Iterator<Item = &Rule> {
    rules.rules.iter().filter(move |rule| {
        rule.enabled
            && rule.severity == Severity::Error
            && rule.when.is_empty()
            && holds_for(rule, Some(content_type))
    })
}

/// Whether every file of a format is one of `media`.
fn covers(media: Media, format: Format) -> bool {
    let classes = format.classes();
    classes & media.classes() == classes
}

fn accept(formats: &[Format]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for format in formats {
        for part in core::iter::once(format.media_type().to_string())
            .chain(format.extensions().map(|one| alloc::format!(".{one}")))
        {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts.join(",")
}
