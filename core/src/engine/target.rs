//! One target as the checks see it: its text, its media, its options, what it will become.

use alloc::vec::Vec;

use crate::context::{AccountFacts, Context};
use crate::json::{Kind, Value};
use crate::media::{Format, MediaInfo, MediaKind};
use crate::rules::value::class;
use crate::rules::{ContentType, Media, OptionRef, OptionSpec, Platform, PlatformRules, Ratio};
use crate::weburl::{self, UrlKind};

/// Three values: a rule holds, is broken, or cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Maybe,
}

/// A media item with what is known of it.
pub(super) struct Item<'p> {
    pub value: Value<'p>,
    pub info: Option<&'p MediaInfo>,
    /// The classes it may be of.
    pub classes: u8,
    pub format: Option<Format>,
}

impl<'p> Item<'p> {
    /// An item, its facts from the context, else guessed from its type and its URL.
    pub fn read(value: Value<'p>, context: &'p Context) -> Self {
        let url = value.get("url").and_then(Value::as_str).unwrap_or_default();
        let info = context.media.get(url);
        let declared = value.get("type").and_then(Value::as_str);
        let by_name = extension(url).and_then(Format::from_extension);
        let format = info.and_then(|info| info.format).or(match info {
            // Facts without a format leave the format open; only without any facts is the name trusted.
            Some(info) if info.kind.is_some() => None,
            _ => by_name,
        });
        let kind = info
            .and_then(|info| info.kind)
            .or(format.map(Format::kind))
            .or(match declared {
                Some("image" | "gif") => Some(MediaKind::Image),
                Some("video") => Some(MediaKind::Video),
                Some("document") => Some(MediaKind::Document),
                _ => None,
            });
        let gif = match format {
            Some(format) => Some(format == Format::Gif),
            None if declared == Some("gif") && info.is_none() => Some(true),
            None => None,
        };
        let classes = match kind {
            None => class::ANY,
            Some(MediaKind::Video) => class::VIDEO,
            Some(MediaKind::Document) => class::DOCUMENT,
            Some(MediaKind::Image) => match (gif, info.and_then(|info| info.animated)) {
                (Some(false), _) => class::PHOTO,
                (Some(true), Some(true)) => class::ANIMATED_GIF,
                (Some(true), Some(false)) => class::STATIC_GIF,
                (Some(true), None) => class::GIF,
                (None, _) => class::IMAGE,
            },
        };
        Item {
            value,
            info,
            classes,
            format,
        }
    }

    /// Whether the item is one of `media`.
    pub fn is(&self, media: Media) -> Answer {
        let wanted = media.classes();
        if self.classes & wanted == 0 {
            Answer::No
        } else if self.classes & !wanted == 0 {
            Answer::Yes
        } else {
            Answer::Maybe
        }
    }

    /// A picture that is no item: its facts are looked up by its URL, its format by its name.
    pub fn picture(value: Value<'p>, context: &'p Context) -> Self {
        let url = match value.kind() {
            Kind::Object => value.get("url").and_then(Value::as_str),
            _ => value.as_str(),
        };
        let url = url.unwrap_or_default();
        let info = context.media.get(url);
        let format = info
            .and_then(|info| info.format)
            .or_else(|| extension(url).and_then(Format::from_extension));
        Item {
            value,
            info,
            classes: class::IMAGE,
            format,
        }
    }

    /// What would have to be known to tell whether it is one of `media`.
    pub fn kind_needs(&self) -> &'static str {
        if self.classes & !class::IMAGE != 0 {
            "kind"
        } else if self.format.is_none() {
            "format"
        } else {
            "animated"
        }
    }

    /// Displayed width and height.
    pub fn size(&self) -> Option<(u32, u32)> {
        let info = self.info?;
        Some((info.width?, info.height?)).filter(|(width, height)| *width > 0 && *height > 0)
    }

    pub fn duration_ms(&self) -> Option<u64> {
        self.info?.duration_ms
    }
}

fn extension(url: &str) -> Option<&str> {
    match weburl::classify(url) {
        UrlKind::Http(url) => url.extension(),
        UrlKind::NoScheme => weburl::extension_of_path(url),
        _ => None,
    }
}

/// Whether a ratio is within 1 % of a named one.
pub(super) fn near(size: (u32, u32), named: Ratio) -> bool {
    // |w/h - W/H| <= W/H / 100, multiplied out.
    let actual = u64::from(size.0) * u64::from(named.height);
    let wanted = u64::from(named.width) * u64::from(size.1);
    u128::from(actual.abs_diff(wanted)) * 100 <= u128::from(wanted)
}

/// What is published as one post: a target's own, or one item of its thread.
pub(super) struct Piece<'p> {
    /// The object that should hold what is missing.
    pub holder: Value<'p>,
    /// The text, where there is any; `null` and `""` are none.
    pub text: Option<Value<'p>>,
    /// An empty string standing where the text should.
    pub empty_text: Option<Value<'p>>,
    /// The array of media, where it exists.
    pub media: Option<Value<'p>>,
    pub items: Vec<Item<'p>>,
}

impl<'p> Piece<'p> {
    pub fn read(
        holder: Value<'p>,
        text: Option<Value<'p>>,
        media: Option<Value<'p>>,
        context: &'p Context,
    ) -> Self {
        let media = media.filter(|media| media.kind() == Kind::Array);
        let items = media.map(|media| {
            media
                .items()
                .filter(|item| item.kind() == Kind::Object)
                .map(|item| Item::read(item, context))
                .collect()
        });
        let text = text.filter(|text| text.kind() == Kind::Str);
        let (text, empty_text) = match text {
            Some(value) if value.is_absent() => (None, Some(value)),
            other => (other, None),
        };
        Piece {
            holder,
            text,
            empty_text,
            media,
            items: items.unwrap_or_default(),
        }
    }

    /// How many items are surely and how many are possibly of `media`.
    pub fn count(&self, media: Media) -> (u32, u32) {
        let mut counts = (0, 0);
        for item in &self.items {
            match item.is(media) {
                Answer::Yes => counts = (counts.0 + 1, counts.1 + 1),
                Answer::Maybe => counts.1 += 1,
                Answer::No => {}
            }
        }
        counts
    }

    pub fn has(&self, media: Media) -> Answer {
        match self.count(media) {
            (0, 0) => Answer::No,
            (0, _) => Answer::Maybe,
            _ => Answer::Yes,
        }
    }
}

/// The options of a target, each found wherever it may stand.
pub(super) struct Options<'p> {
    values: Vec<Option<Value<'p>>>,
}

impl<'p> Options<'p> {
    pub fn read(rules: &PlatformRules, places: &[Value<'p>], direct: Option<Value<'p>>) -> Self {
        let mut values: Vec<Option<Value<'p>>> = Vec::new();
        for spec in rules.options.iter() {
            let found = if spec.parent == OptionSpec::TOP {
                if spec.in_settings {
                    places.iter().find_map(|place| member(*place, spec))
                } else {
                    direct.and_then(|direct| member(direct, spec))
                }
            } else {
                let parent = values.get(usize::from(spec.parent)).copied().flatten();
                parent.and_then(|parent| member(parent, spec))
            };
            values.push(found);
        }
        Options { values }
    }

    /// The value of an option that is not inside an array.
    pub fn get(&self, option: &OptionRef) -> Option<Value<'p>> {
        self.values.get(usize::from(option.slot)).copied().flatten()
    }

    pub fn is_set(&self, option: &OptionRef) -> bool {
        self.get(option).is_some()
    }

    /// Every value of an option, those inside arrays one by one.
    pub fn all(&self, option: &OptionRef, specs: &[OptionSpec]) -> Vec<Value<'p>> {
        self.all_at(option.slot, specs)
    }

    fn all_at(&self, slot: u8, specs: &[OptionSpec]) -> Vec<Value<'p>> {
        let Some(spec) = specs.get(usize::from(slot)) else {
            return Vec::new();
        };
        if !spec.name.as_str().contains("[]") {
            return self
                .values
                .get(usize::from(slot))
                .copied()
                .flatten()
                .into_iter()
                .collect();
        }
        let parents = self.all_at(spec.parent, specs);
        if spec.key.as_str() == "[]" {
            return parents.into_iter().flat_map(Value::items).collect();
        }
        parents
            .into_iter()
            .filter_map(|parent| member(parent, spec))
            .collect()
    }

    /// The objects that hold, or should hold, an option.
    pub fn holders(&self, option: &OptionRef, specs: &[OptionSpec]) -> Option<Vec<Value<'p>>> {
        let spec = specs.get(usize::from(option.slot))?;
        (spec.parent != OptionSpec::TOP).then(|| {
            let parents = self.all_at(spec.parent, specs);
            parents
                .into_iter()
                .filter(|parent| parent.kind() == Kind::Object)
                .collect()
        })
    }
}

/// The member of an object under any spelling of an option; `null` and `""` count as absent.
pub(super) fn member<'p>(object: Value<'p>, spec: &OptionSpec) -> Option<Value<'p>> {
    let names = core::iter::once(&spec.key).chain(spec.aliases.iter());
    names
        .filter_map(|name| object.get(name.as_str()))
        .find(|value| !value.is_absent())
}

/// One target, resolved.
pub(super) struct Target<'p> {
    pub platform: Platform,
    pub value: Value<'p>,
    pub post: Value<'p>,
    /// `platformSpecificData`, where it is an object.
    pub data: Option<Value<'p>>,
    /// The settings objects that are read, the strongest first.
    pub settings: Vec<Value<'p>>,
    pub options: Options<'p>,
    pub pieces: Vec<Piece<'p>>,
    pub account: Option<&'p AccountFacts>,
    pub content_type: ContentType,
    /// The other type it may become for all that is known, and the facts that would tell.
    pub otherwise: Option<(ContentType, &'static [&'static str])>,
    pub context: &'p Context,
    pub draft: bool,
}

impl<'p> Target<'p> {
    /// The object that should hold a missing option.
    pub fn option_holder(&self, in_settings: bool) -> Value<'p> {
        let settings = if in_settings {
            self.settings.first().copied()
        } else {
            None
        };
        settings.or(self.data).unwrap_or(self.value)
    }
}

const SIZE: &[&str] = &["width", "height"];
const SIZE_AND_DURATION: &[&str] = &["width", "height", "durationMs"];
const DURATION: &[&str] = &["durationMs"];

/// What a target becomes, and the other type it may become with the facts that would tell.
///
/// `data` are its options, `reel_span` and `short_span` the longest reel and short in milliseconds.
pub(super) fn content_type(
    platform: Platform,
    post: Value<'_>,
    data: Option<Value<'_>>,
    piece: Option<&Piece<'_>>,
    (reel_span, short_span): (u64, u64),
) -> (ContentType, Option<(ContentType, &'static [&'static str])>) {
    use ContentType as C;
    let option = |name: &str| {
        data.and_then(|data| data.get(name))
            .filter(|value| !value.is_absent())
    };
    let chosen = option("contentType").and_then(Value::as_str);
    let threaded = option("threadItems").is_some_and(|items| items.items().next().is_some());
    let items = piece
        .map(|piece| piece.items.as_slice())
        .unwrap_or_default();
    let has = |media| piece.map_or(Answer::No, |piece| piece.has(media));
    let certain = |content_type| (content_type, None);
    match platform {
        Platform::Twitter if threaded => certain(C::Thread),
        Platform::Twitter => certain(C::Tweet),
        Platform::Threads if threaded => certain(C::Thread),
        Platform::Threads => certain(if items.len() > 1 {
            C::Carousel
        } else {
            C::Post
        }),
        Platform::Facebook => certain(match chosen {
            Some("story") => C::Story,
            Some("reel") => C::Reel,
            _ => C::Feed,
        }),
        Platform::Instagram => {
            let reel_only = ["trialParams", "audioName", "shareToFeed"]
                .iter()
                .any(|name| option(name).is_some());
            match items {
                _ if chosen == Some("story") => certain(C::Story),
                [_, _, ..] => certain(C::Carousel),
                [item] if item.is(Media::Video) == Answer::Yes => {
                    let vertical = item.size().map(|size| near(size, Ratio::of(9, 16)));
                    let short = item.duration_ms().map(|ms| ms <= reel_span);
                    match (vertical, short) {
                        _ if reel_only => certain(C::Reel),
                        (Some(true), Some(true)) => certain(C::Reel),
                        (Some(false), _) | (_, Some(false)) => certain(C::Feed),
                        (None, Some(true)) => (C::Reel, Some((C::Feed, SIZE))),
                        (Some(true), None) => (C::Reel, Some((C::Feed, DURATION))),
                        (None, None) => (C::Reel, Some((C::Feed, SIZE_AND_DURATION))),
                    }
                }
                _ => certain(C::Feed),
            }
        }
        Platform::Linkedin => certain(if has(Media::Document) == Answer::Yes {
            C::Document
        } else {
            C::Post
        }),
        Platform::Tiktok => {
            let named = option("tiktokSettings").or_else(|| post.get("tiktokSettings"));
            let named = named.and_then(|settings| {
                settings
                    .get("media_type")
                    .or_else(|| settings.get("mediaType"))
            });
            let photos = match named.and_then(Value::as_str) {
                Some("photo") => true,
                Some("video") => false,
                _ => has(Media::Image) == Answer::Yes && has(Media::Video) != Answer::Yes,
            };
            certain(if photos { C::Photo } else { C::Video })
        }
        Platform::Youtube => {
            let video = items
                .iter()
                .find(|item| item.is(Media::Video) != Answer::No);
            let horizontal = video
                .and_then(Item::size)
                .map(|(width, height)| width > height);
            match (
                video.and_then(Item::duration_ms).map(|ms| ms <= short_span),
                horizontal,
            ) {
                (Some(false), _) | (_, Some(true)) => certain(C::Video),
                (Some(true), Some(false)) => certain(C::Short),
                (Some(true), None) => (C::Short, Some((C::Video, SIZE))),
                (None, Some(false)) => (C::Video, Some((C::Short, DURATION))),
                (None, None) => (C::Video, Some((C::Short, SIZE_AND_DURATION))),
            }
        }
        Platform::Pinterest => certain(if has(Media::Video) == Answer::Yes {
            C::Video
        } else {
            C::Image
        }),
        Platform::Reddit => {
            let link = post
                .get("link")
                .filter(|link| !link.is_absent())
                .or_else(|| option("url"));
            let forced = option("forceSelf").and_then(Value::as_bool) == Some(true);
            certain(if link.is_some() && !forced {
                C::Link
            } else if has(Media::Image) != Answer::No && !forced {
                C::Image
            } else {
                C::Text
            })
        }
        Platform::Telegram => certain(if items.is_empty() {
            C::Message
        } else {
            C::Media
        }),
        Platform::Snapchat => certain(match chosen {
            Some("saved_story") => C::SavedStory,
            Some("spotlight") => C::Spotlight,
            _ => C::Story,
        }),
        Platform::Post | Platform::Bluesky | Platform::Googlebusiness => certain(C::Post),
    }
}

/// Reads a target whose platform is known.
pub(super) fn read<'p>(
    rules: &PlatformRules,
    post: Value<'p>,
    value: Value<'p>,
    context: &'p Context,
    account: Option<&'p AccountFacts>,
    draft: bool,
    spans: (u64, u64),
) -> Target<'p> {
    let object = |value: Value<'p>| (value.kind() == Kind::Object).then_some(value);
    let data = value.get("platformSpecificData").and_then(object);
    let mut settings = Vec::new();
    let mut places = Vec::new();
    if let Some(named) = &rules.settings {
        let name = named.name.as_str();
        settings.extend(data.and_then(|data| data.get(name)).and_then(object));
        settings.extend(post.get(name).and_then(object));
        places.extend(data.and_then(|data| data.get(name)).and_then(object));
        if named.flat {
            places.extend(data);
        }
        places.extend(post.get(name).and_then(object));
    }
    let options = Options::read(rules, &places, data);
    let thread = data
        .and_then(|data| data.get("threadItems"))
        .filter(|items| items.items().next().is_some());
    let threads = rules
        .options
        .iter()
        .any(|option| option.name.as_str() == "threadItems");
    let pieces: Vec<Piece<'p>> = match thread.filter(|_| threads) {
        Some(items) => items
            .items()
            .filter(|item| item.kind() == Kind::Object)
            .map(|item| Piece::read(item, item.get("content"), item.get("mediaItems"), context))
            .collect(),
        None => {
            let own = |name: &str| value.get(name).filter(|value| !value.is_absent());
            let text = own("customContent").or_else(|| post.get("content"));
            let media = own("customMedia").or_else(|| post.get("mediaItems"));
            alloc::vec![Piece::read(post, text, media, context)]
        }
    };
    let (content_type, otherwise) = content_type(rules.platform, post, data, pieces.first(), spans);
    Target {
        platform: rules.platform,
        value,
        post,
        data,
        settings,
        options,
        pieces,
        account,
        content_type,
        otherwise,
        context,
        draft,
    }
}
