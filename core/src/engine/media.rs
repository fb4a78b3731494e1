//! The media items of a post wherever they stand, and what is said of them as a whole.

use serde_json::Value as Json;

use super::eval::{Sink, url_fault};
use super::item::{Outcome, Words};
use super::options::shown;
use super::target::Item;
use super::text::declared;
use crate::context::Context;
use crate::json::{Kind, Value};
use crate::rules::{Check, Rule, UrlRule};
use crate::weburl::{self, UrlKind};

/// Whether a row about the post is decided for each media item by itself.
pub(super) const fn is_about_items(check: &Check) -> bool {
    matches!(
        check,
        Check::MediaUrl { .. }
            | Check::MediaDeclared { .. }
            | Check::ItemOptions {}
            | Check::UploadBytes { .. }
            | Check::UploadFormat { .. }
    )
}

/// Decides such rows for one item. In a thread an item's words and pictures are options.
pub(super) fn decide<'r>(
    rows: &[&'r Rule],
    item: &Item<'_>,
    in_thread: bool,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    if is_plain(item) {
        return;
    }
    for rule in rows {
        match &rule.check {
            Check::MediaUrl { must_be } => {
                let url = item.fields.url.filter(|url| !url.is_absent());
                let Some((url, text)) = url.and_then(|url| Some((url, url.as_str()?))) else {
                    continue;
                };
                let local = item.info.is_some();
                if let Some(params) = url_fault(text, &item.url, *must_be, local) {
                    sink.broken(rule, url, params);
                }
            }
            Check::MediaDeclared { .. } => {
                if let Outcome::Broken(params) = declared(sink.words, item) {
                    sink.broken(rule, item.value, params);
                }
            }
            Check::ItemOptions {} if !in_thread => item_options(rule, item.value, context, sink),
            Check::UploadBytes { .. } | Check::UploadFormat { .. } => upload(rule, item, sink),
            _ => {}
        }
    }
}

/// Whether no such row can find anything: a public https address that is what it says it is, and
/// at most a text beside it.
fn is_plain(item: &Item<'_>) -> bool {
    let fields = &item.fields;
    let UrlKind::Http(url) = &item.url else {
        return false;
    };
    url.secure
        && url.query.is_none()
        && fields.alt_text.is_none_or(|text| text.kind() == Kind::Str)
        && fields.thumbnail.is_none()
        && fields.cover.is_none()
        && url.host_is_public()
        && matches!(declared(Words::Left, item), Outcome::Holds)
}

/// What the service would have to store: a file that has no address of its own.
fn upload<'r>(rule: &'r Rule, item: &Item<'_>, sink: &mut Sink<'r>) {
    let Some(info) = item.info.filter(|_| item.url == UrlKind::NoScheme) else {
        return;
    };
    match &rule.check {
        Check::UploadBytes { max } => match info.bytes {
            Some(bytes) if bytes > *max => sink.broken(rule, item.value, || {
                alloc::vec![
                    ("actual", bytes.into()),
                    ("max", (*max).into()),
                    ("over", bytes.saturating_sub(*max).into())
                ]
            }),
            Some(_) => {}
            None => sink.unknown(rule, item.value, &["bytes"]),
        },
        Check::UploadFormat { allowed } => match info.format {
            Some(format) if !allowed.contains(&format) => sink.broken(rule, item.value, || {
                let allowed = allowed.iter().map(|one| Json::from(one.as_str()));
                alloc::vec![
                    ("actual", format.as_str().into()),
                    ("allowed", allowed.collect())
                ]
            }),
            Some(_) => {}
            None => sink.unknown(rule, item.value, &["format"]),
        },
        _ => {}
    }
}

/// The words and pictures that an item may carry for single platforms.
pub(super) fn item_options<'r>(
    rule: &'r Rule,
    item: Value<'_>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    let mut wrong = |name: &str, value: Value<'_>, expected: &str| {
        sink.broken(rule, value, || {
            alloc::vec![
                ("option", Json::from(name)),
                ("actual", shown(value)),
                ("found", value.kind().name().into()),
                ("expected", expected.into()),
            ]
        });
    };
    let set = |name: &str| item.get(name).filter(|value| !value.is_absent());
    if let Some(value) = set("altText").filter(|value| value.kind() != Kind::Str) {
        wrong("altText", value, "text");
    }
    for name in ["thumbnail", "instagramThumbnail"] {
        let Some(value) = set(name) else { continue };
        let url = match value.kind() {
            Kind::Object if name == "thumbnail" => value.get("url").and_then(Value::as_str),
            _ => value.as_str(),
        };
        let fetchable = |url: &str| {
            let local = context.media.contains_key(url);
            url_fault(url, &weburl::classify(url), UrlRule::Fetchable, local).is_none()
        };
        if !url.is_some_and(fetchable) {
            wrong(name, value, "a complete web address");
        }
    }
}
