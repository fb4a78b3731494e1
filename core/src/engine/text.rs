//! The texts of a target, and what is counted in them.

use alloc::string::ToString as _;
use serde_json::Value as Json;

use super::eval::{Params, short};
use super::item::{Outcome, Words};
use super::target::{Item, Target};
use crate::json::{Kind, Value};
use crate::media::Format;
use crate::rules::{Counted, Media, OptionSpec, Platform, PlatformRules, Source, Syntax};
use crate::text::telegram::{self, ParseMode};
use crate::text::{Entity, count_above};

/// Calls `visit` with every text that a check reads.
pub(super) fn lengths<'p>(
    target: &Target<'p>,
    of: &Source,
    specs: &[OptionSpec],
    mut visit: impl FnMut(Value<'p>, &'p str),
) {
    let mut text = |value: Value<'p>, first_line: bool| {
        if let Some(text) = value.as_str() {
            let line = || text.lines().next().unwrap_or_default().trim_end();
            visit(value, if first_line { line() } else { text });
        }
    };
    match of {
        Source::Content | Source::FirstLine => {
            let contents = target.pieces().filter_map(|piece| piece.text);
            contents.for_each(|value| text(value, *of == Source::FirstLine));
        }
        Source::PostTitle => target
            .body
            .fields
            .title
            .into_iter()
            .for_each(|value| text(value, false)),
        Source::AltText => {
            let items = target.items.iter();
            items
                .filter_map(|item| item.fields.alt_text)
                .filter(|value| !value.is_absent())
                .for_each(|value| text(value, false));
        }
        Source::Option(option) => {
            target
                .options
                .all(option, specs)
                .for_each(|value| text(value, false));
        }
    }
}

/// The mode in which Telegram reads the text; an unknown one is another rule's finding.
fn parse_mode(data: Option<Value<'_>>) -> ParseMode {
    match data
        .and_then(|data| data.get("parseMode"))
        .and_then(Value::as_str)
    {
        Some("Markdown") => ParseMode::Markdown,
        Some("MarkdownV2") => ParseMode::MarkdownV2,
        _ => ParseMode::Html,
    }
}

/// What is left of a text once its markup is read, where that is what the platform counts.
pub(super) fn visible(target: &Target<'_>, of: &Source, text: &str) -> Option<u32> {
    (target.platform == Platform::Telegram && *of == Source::Content)
        .then(|| telegram::count(text, parse_mode(target.data)).ok())
        .flatten()
}

/// How many of these a text has, where they are more than `max`.
pub(super) fn beyond(text: &str, counted: Counted, max: u32) -> Option<u32> {
    let entity = match counted {
        Counted::Hashtags => Entity::Hashtags,
        Counted::Mentions => Entity::Mentions,
        Counted::Links => Entity::Links,
    };
    count_above(text, entity, max)
}

/// What the platform could not parse in a text.
pub(super) fn markup(
    words: Words,
    text: &str,
    syntax: Syntax,
    data: Option<Value<'_>>,
) -> Option<Params> {
    let (offset, problem) = match syntax {
        Syntax::NoAngleBrackets => {
            let at = text.find(['<', '>'])?;
            if words == Words::Left {
                return Some(Params::new());
            }
            (
                at,
                alloc::format!(
                    "`{}` is not allowed",
                    text.get(at..)
                        .and_then(|rest| rest.get(..1))
                        .unwrap_or_default()
                ),
            )
        }
        Syntax::Telegram => {
            let error = telegram::count(text, parse_mode(data)).err()?;
            (error.offset, error.kind.to_string())
        }
    };
    let near = short(text.get(offset..).unwrap_or_default());
    Some(alloc::vec![
        ("problem", problem.into()),
        ("near", near.into()),
        ("offset", offset.into())
    ])
}

/// The thumbnail or cover of an item.
pub(super) fn picture<'p>(item: &Item<'p>, of: Media) -> Option<Value<'p>> {
    let picture = match of {
        Media::Thumbnail => item.fields.thumbnail,
        Media::ReelCover => item.fields.cover,
        _ => return None,
    };
    picture.filter(|value| !value.is_absent())
}

/// The thumbnails or covers that are used: an item's own, else the one among the options.
pub(super) fn pictures<'t>(
    target: &Target<'t>,
    of: Media,
    rules: &PlatformRules,
) -> impl Iterator<Item = Value<'t>> {
    let own = target
        .items
        .iter()
        .filter_map(move |item| picture(item, of));
    let option = match of {
        Media::ReelCover => target.options.named("instagramThumbnail", rules),
        _ => None,
    };
    let option = option.filter(|value| {
        // INVARIANT: the field of the item comes before the option.
        value.kind() == Kind::Str && target.items.iter().all(|item| picture(item, of).is_none())
    });
    own.chain(option)
}

/// Whether the content is what the name and the declared type say.
pub(super) fn declared(words: Words, item: &Item<'_>) -> Outcome {
    let Some(actual) = item.info.and_then(|info| info.format) else {
        return Outcome::Holds;
    };
    let named = item.extension().and_then(Format::from_extension);
    let typed = item.fields.mime.and_then(Value::as_str);
    let typed = typed.and_then(Format::from_media_type);
    // Apple's own variant has a type that few use.
    let typed = typed.filter(|typed| (*typed, actual) != (Format::Mp4, Format::M4v));
    let says = match (named, typed, item.fields.kind.and_then(Value::as_str)) {
        (Some(named), ..) if named != actual => named.as_str(),
        (_, Some(typed), _) if typed != actual => typed.media_type(),
        (.., Some("gif")) if actual != Format::Gif => "gif",
        (.., Some(kind))
            if kind != actual.kind().as_str() && ["image", "video", "document"].contains(&kind) =>
        {
            kind
        }
        _ => return Outcome::Holds,
    };
    words.broken(|| {
        alloc::vec![
            ("actual", actual.as_str().into()),
            ("declared", Json::from(says))
        ]
    })
}
