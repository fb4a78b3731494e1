//! The media items of a post wherever they stand, and what is said of them as a whole.

use serde_json::Value as Json;

use super::eval::{Params, Sink, url_fault};
use super::item::Outcome;
use super::options::shown;
use super::target::Item;
use super::text::declared;
use crate::context::Context;
use crate::json::{Kind, Value};
use crate::rules::{Check, PLATFORMS, Rule, UrlRule};
use crate::weburl::{self, UrlKind};

/// Decides a rule about media items for those of the post and those of single targets.
///
/// What stands inside a target becomes that target's finding by its place.
pub(super) fn decide<'r>(rule: &'r Rule, post: Value<'_>, context: &Context, sink: &mut Sink<'r>) {
    match &rule.check {
        Check::MediaUrl { must_be } => each(post, context, &mut |item, _| {
            let Some(url) = item.get("url").filter(|url| !url.is_absent()) else {
                return;
            };
            let Some(text) = url.as_str() else { return };
            if let Some(params) = url_fault(text, *must_be, context.media.contains_key(text)) {
                sink.broken(rule, url, params);
            }
        }),
        Check::MediaDeclared { .. } => each(post, context, &mut |item, _| {
            if let Outcome::Broken(params) = declared(sink.words, &Item::read(item, context)) {
                sink.broken(rule, item, params);
            }
        }),
        Check::ItemOptions {} => each(post, context, &mut |item, place| {
            if place != Place::Thread {
                item_options(rule, item, context, sink);
            }
        }),
        Check::UploadBytes { .. } | Check::UploadFormat { .. } => {
            each(post, context, &mut |item, _| {
                upload(rule, item, context, sink)
            });
        }
        _ => {}
    }
}

/// What the service would have to store: a file that has no address of its own.
fn upload<'r>(rule: &'r Rule, item: Value<'_>, context: &Context, sink: &mut Sink<'r>) {
    let url = item.get("url").and_then(Value::as_str).unwrap_or_default();
    let Some(info) = context.media.get(url) else {
        return;
    };
    if weburl::classify(url) != UrlKind::NoScheme {
        return;
    }
    match &rule.check {
        Check::UploadBytes { max } => match info.bytes {
            Some(bytes) if bytes > *max => {
                let params = alloc::vec![
                    ("actual", bytes.into()),
                    ("max", (*max).into()),
                    ("over", (bytes - max).into())
                ];
                sink.broken(rule, item, params);
            }
            Some(_) => {}
            None => sink.unknown(rule, item, &["bytes"]),
        },
        Check::UploadFormat { allowed } => match info.format {
            Some(format) if !allowed.contains(&format) => {
                let allowed = allowed.iter().map(|one| Json::from(one.as_str()));
                let params = alloc::vec![
                    ("actual", format.as_str().into()),
                    ("allowed", allowed.collect())
                ];
                sink.broken(rule, item, params);
            }
            Some(_) => {}
            None => sink.unknown(rule, item, &["format"]),
        },
        _ => {}
    }
}

/// Where a media item stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Post,
    Target,
    /// Among the options, where a thread's posts are.
    Thread,
}

/// Calls `visit` with every media item that is an object: the post's, then each target's own.
fn each(post: Value<'_>, context: &Context, visit: &mut dyn FnMut(Value<'_>, Place)) {
    let mut list = |media: Option<Value<'_>>, place| {
        let items = media.into_iter().flat_map(Value::items);
        for item in items.filter(|item| item.kind() == Kind::Object) {
            visit(item, place);
        }
    };
    list(post.get("mediaItems"), Place::Post);
    let targets = post.get("platforms").into_iter().flat_map(Value::items);
    for target in targets {
        match thread(target, context) {
            Some(pieces) => pieces
                .items()
                .for_each(|piece| list(piece.get("mediaItems"), Place::Thread)),
            None => list(target.get("customMedia"), Place::Target),
        }
    }
}

/// The posts of a thread, which are published instead of anything else.
fn thread<'p>(target: Value<'p>, context: &Context) -> Option<Value<'p>> {
    let pieces = target.get("platformSpecificData")?.get("threadItems")?;
    pieces.items().next()?;
    let platform = super::platform_of(target, context)?;
    let rules = PLATFORMS.iter().find(|rules| rules.platform == platform)?;
    let known = |name: &str| {
        let mut options = rules.options.iter();
        options.any(|option| option.name.as_str() == name)
    };
    known("threadItems").then_some(pieces)
}

/// The words and pictures that an item may carry for single platforms.
pub(super) fn item_options<'r>(
    rule: &'r Rule,
    item: Value<'_>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    let mut wrong = |name: &str, value: Value<'_>, expected: &str| {
        let params: Params = alloc::vec![
            ("option", Json::from(name)),
            ("actual", shown(value)),
            ("found", value.kind().name().into()),
            ("expected", expected.into()),
        ];
        sink.broken(rule, value, params);
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
            url_fault(url, UrlRule::Fetchable, local).is_none()
        };
        if !url.is_some_and(fetchable) {
            wrong(name, value, "a complete web address");
        }
    }
}
