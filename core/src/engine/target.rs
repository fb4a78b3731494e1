//! One target as the checks see it: its text, its media, its options, what it will become.

use alloc::vec::Vec;

use super::members::members;
use super::named::Named;
use super::post::Body;
use crate::context::{AccountFacts, Context};
use crate::json::{Items, Kind, Value};
use crate::mark::mark;
use crate::media::{Format, MediaInfo, MediaKind};
use crate::rules::value::class;
use crate::rules::{
    Check, ContentType, Media, OptionRef, OptionSpec, Platform, PlatformRules, Ratio, Text,
};
use crate::weburl::{self, UrlKind};

/// Three values: a rule holds, is broken, or cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Maybe,
}

members! {
    /// The members of a media item that rules look at.
    pub(super) struct ItemFields {
        url = "url",
        kind = "type",
        mime = "mimeType",
        alt_text = "altText",
        thumbnail = "thumbnail",
        cover = "instagramThumbnail",
    }
}

/// A media item with what is known of it.
#[derive(Debug)]
pub(super) struct Item<'p> {
    pub value: Value<'p>,
    pub fields: ItemFields<'p>,
    pub info: Option<&'p MediaInfo>,
    /// The classes it may be of.
    pub classes: u8,
    pub format: Option<Format>,
    /// Its address, taken apart.
    pub url: UrlKind<'p>,
}

impl<'p> Item<'p> {
    /// An item, its facts from the context, else guessed from its type and its URL.
    pub fn read(value: Value<'p>, context: &'p Context) -> Self {
        let fields = ItemFields::read(value);
        let url = fields.url.and_then(Value::as_str).unwrap_or_default();
        let info = match context.media.is_empty() {
            true => None,
            false => context.media.get(url),
        };
        let declared = fields.kind.and_then(Value::as_str);
        let kind_of_url = weburl::classify(url);
        let format = match info {
            Some(MediaInfo {
                format: Some(format),
                ..
            }) => Some(*format),
            // Facts without a format leave the format open; only without any facts is the name trusted.
            Some(info) if info.kind.is_some() => None,
            _ => extension(url, &kind_of_url).and_then(Format::from_extension),
        };
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
            fields,
            info,
            classes,
            format,
            url: kind_of_url,
        }
    }

    /// The extension of its name, where its address shows one.
    pub fn extension(&self) -> Option<&'p str> {
        let url = self.fields.url.and_then(Value::as_str);
        extension(url.unwrap_or_default(), &self.url)
    }

    /// Whether the item is one of `media`.
    pub fn is(&self, media: Media) -> Answer {
        self.is_in(media.classes())
    }

    /// Whether the item is of one of these classes.
    pub const fn is_in(&self, wanted: u8) -> Answer {
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
        let kind = weburl::classify(url);
        let format = info
            .and_then(|info| info.format)
            .or_else(|| extension(url, &kind).and_then(Format::from_extension));
        Item {
            value,
            fields: ItemFields::none(),
            info,
            classes: class::IMAGE,
            format,
            url: kind,
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

fn extension<'p>(url: &'p str, kind: &UrlKind<'p>) -> Option<&'p str> {
    match kind {
        UrlKind::Http(url) => url.extension(),
        UrlKind::NoScheme => weburl::extension_of_path(url),
        _ => None,
    }
}

/// Whether a ratio is within 1 % of a named one.
pub(super) fn near(size: (u32, u32), named: Ratio) -> bool {
    // |w/h - W/H| <= W/H / 100, multiplied out.
    let actual = product(size.0, named.height);
    let wanted = product(named.width, size.1);
    // INVARIANT: 128 bits hold a hundred times as much.
    u128::from(actual.abs_diff(wanted)).wrapping_mul(100) <= u128::from(wanted)
}

/// Two sides multiplied.
pub(super) const fn product(one: u32, other: u32) -> u64 {
    // INVARIANT: 64 bits hold what two numbers of 32 come to.
    (one as u64).wrapping_mul(other as u64)
}

/// Where the parts of one published post stand; its media are a span of the arena.
#[derive(Debug)]
pub(super) struct Span<'p> {
    holder: Value<'p>,
    text: Option<Value<'p>>,
    empty_text: Option<Value<'p>>,
    media: Option<Value<'p>>,
    items: (usize, usize),
    misshapen: bool,
}

/// Memory that is used again from one target, and one post, to the next.
#[derive(Debug, Default)]
pub(super) struct Arena<'p> {
    /// Every media item read so far; first those of the post, which most targets share.
    items: Vec<Item<'p>>,
    /// The array that the first of them stand in, and how many they are.
    shared: Option<(u32, usize)>,
    spans: Vec<Span<'p>>,
    values: Vec<u32>,
    /// The options that are there, those at the top.
    present: Vec<u8>,
}

impl<'p> Arena<'p> {
    /// The same memory, empty, for another post.
    pub fn recycled<'q>(self) -> Arena<'q> {
        Arena {
            items: recycled(self.items),
            shared: None,
            spans: recycled(self.spans),
            values: self.values,
            present: self.present,
        }
    }

    /// The media items of the post itself, once they are shared.
    pub fn items(&self) -> &[Item<'p>] {
        &self.items
    }

    /// Forgets the target before this one.
    fn next_target(&mut self) {
        self.items
            .truncate(self.shared.map_or(0, |(_, count)| count));
        self.spans.clear();
        self.values.clear();
        self.present.clear();
    }

    fn push(
        &mut self,
        holder: Value<'p>,
        text: Option<Value<'p>>,
        media: Option<Value<'p>>,
        context: &'p Context,
    ) {
        let media = media.filter(|media| media.kind() != Kind::Null);
        let misshapen = media.is_some_and(|at| at.kind() != Kind::Array && !at.is_absent())
            || text.is_some_and(|at| at.kind() != Kind::Str && !at.is_absent());
        let media = media.filter(|at| at.kind() == Kind::Array || at.is_absent());
        let items = match (media, self.shared) {
            (Some(media), Some((at, count))) if media.at == at => (0, count),
            _ => {
                let start = self.items.len();
                let objects = media.into_iter().flat_map(Value::items);
                let objects = objects.filter(|item| item.kind() == Kind::Object);
                self.items
                    .extend(objects.map(|item| Item::read(item, context)));
                (start, self.items.len())
            }
        };
        let text = text.filter(|text| text.kind() == Kind::Str);
        let (text, empty_text) = match text {
            Some(value) if value.is_absent() => (None, Some(value)),
            other => (other, None),
        };
        self.spans.push(Span {
            holder,
            text,
            empty_text,
            media,
            items,
            misshapen,
        });
    }

    /// Reads the media of the post itself.
    pub fn share(&mut self, media: Option<Value<'p>>, context: &'p Context) {
        self.next_target();
        let Some(media) = media.filter(|media| media.kind() == Kind::Array) else {
            return;
        };
        self.push(media, None, Some(media), context);
        self.shared = Some((media.at, self.items.len()));
    }
}

/// An empty vector with the memory of another one, whose items only differed in a lifetime.
fn recycled<A, B>(mut items: Vec<A>) -> Vec<B> {
    items.clear();
    // The standard library collects in place; the allocation budget tells if it ever stops to.
    items.into_iter().filter_map(|_| None).collect()
}

/// What is published as one post: a target's own, or one item of its thread.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    /// The object that should hold what is missing.
    pub holder: Value<'t>,
    /// The text, where there is any; `null` and `""` are none.
    pub text: Option<Value<'t>>,
    /// An empty string standing where the text should.
    pub empty_text: Option<Value<'t>>,
    /// The array of media, or the empty string standing where it should.
    pub media: Option<Value<'t>>,
    pub items: &'t [Item<'t>],
    /// Its text or its media are there and of the wrong type: neither is missing.
    pub misshapen: bool,
}

impl Piece<'_> {
    /// How many items are surely and how many are possibly of `media`.
    pub fn count(&self, media: Media) -> (u32, u32) {
        let (mut sure, mut possible) = (0_u32, 0_u32);
        for item in self.items {
            let answer = item.is(media);
            sure = sure.saturating_add(u32::from(answer == Answer::Yes));
            possible = possible.saturating_add(u32::from(answer != Answer::No));
        }
        (sure, possible)
    }

    pub fn has(&self, media: Media) -> Answer {
        has(self.items, media)
    }
}

/// The options of a target, each found wherever it may stand.
pub(super) struct Options<'t> {
    post: Value<'t>,
    /// For each option the place of its value.
    values: &'t [u32],
}

/// No place: the root is no option.
const NOWHERE: u32 = 0;

/// Fills in where the options stand, those of settings objects from the first place that has them.
fn read_options<'p>(
    arena: &mut Arena<'p>,
    rules: &PlatformRules,
    places: [Option<Value<'p>>; 3],
    data: Option<Value<'p>>,
) {
    arena.values.resize(rules.options.len(), NOWHERE);
    if let Some(data) = data {
        read_members(arena, rules, OptionSpec::TOP, Some(false), data);
    }
    // The weakest first, so that a stronger one writes over it.
    for place in places.into_iter().rev().flatten() {
        read_members(arena, rules, OptionSpec::TOP, Some(true), place);
    }
}

fn read_members<'p>(
    arena: &mut Arena<'p>,
    rules: &PlatformRules,
    parent: u8,
    in_settings: Option<bool>,
    object: Value<'p>,
) {
    for (key, given) in object.keyed() {
        if given.is_absent() {
            continue;
        }
        for (slot, spec) in rules.named(parent, key.name, key.mark) {
            if in_settings.is_some_and(|wanted| wanted != spec.in_settings) {
                continue;
            }
            let Some(place) = arena.values.get_mut(usize::from(slot)) else {
                continue;
            };
            // Of two spellings in one object the first in the list of spellings counts.
            let again = *place > object.at && *place < given.at;
            let value = if again {
                member(object, spec).unwrap_or(given)
            } else {
                given
            };
            let before = core::mem::replace(place, value.at);
            if before == value.at {
                continue;
            }
            if before != NOWHERE {
                clear_members(&mut arena.values, &rules.options, slot);
            } else if parent == OptionSpec::TOP {
                arena.present.push(slot);
            }
            if spec.first != OptionSpec::TOP {
                read_members(arena, rules, slot, None, value);
            }
        }
    }
}

/// An object that another one is written over takes its members with it.
fn clear_members(values: &mut [u32], specs: &[OptionSpec], parent: u8) {
    for (slot, _) in OptionSpec::nested(specs, parent) {
        if let Some(place) = values.get_mut(usize::from(slot)) {
            *place = NOWHERE;
        }
        clear_members(values, specs, slot);
    }
}

impl<'t> Options<'t> {
    /// The value of an option by its place in the option list, unless inside an array.
    pub fn at(&self, slot: u8) -> Option<Value<'t>> {
        let at = *self.values.get(usize::from(slot))?;
        (at != NOWHERE).then(|| self.post.elsewhere(at))
    }

    /// The value of an option that is not inside an array.
    pub fn get(&self, option: &OptionRef) -> Option<Value<'t>> {
        self.at(option.slot)
    }

    /// The value of the option of this name, at the top of its object.
    #[inline]
    pub fn named(&self, name: &'static str, rules: &PlatformRules) -> Option<Value<'t>> {
        let mut known = rules.named(OptionSpec::TOP, name, mark(name.as_bytes()));
        let (slot, _) = known.find(|(_, spec)| spec.key.as_str() == name)?;
        self.at(slot)
    }

    pub fn is_set(&self, option: &OptionRef) -> bool {
        self.get(option).is_some()
    }

    /// Every value of an option, those inside arrays one by one.
    pub fn all<'r>(&self, option: &OptionRef, specs: &'r [OptionSpec]) -> All<'t, 'r> {
        self.all_at(option.slot, specs)
    }

    fn all_at<'r>(&self, slot: u8, specs: &'r [OptionSpec]) -> All<'t, 'r> {
        let mut all = All {
            steps: [const { None }; DEEPEST],
            lists: [const { None }; DEEPEST],
            depth: 0,
            first: None,
        };
        // From the option up to the outermost list it is in.
        let mut at = slot;
        for step in &mut all.steps {
            match specs.get(usize::from(at)) {
                Some(spec) if spec.name.as_str().contains("[]") => {
                    *step = Some(spec);
                    at = spec.parent;
                }
                _ => break,
            }
        }
        all.first = self.at(at);
        all.depth = all.steps.iter().flatten().count();
        all
    }
}

/// The most steps that lead from a list to an option somewhere inside it.
const DEEPEST: usize = 6;

/// The values of an option, wherever in its lists they stand.
pub(super) struct All<'t, 'r> {
    /// How the option is reached, the last step first.
    steps: [Option<&'r OptionSpec>; DEEPEST],
    /// The lists that are being walked, by their step.
    lists: [Option<Items<'t>>; DEEPEST],
    /// The step to be taken next, counted from the end.
    depth: usize,
    first: Option<Value<'t>>,
}

impl<'t> Iterator for All<'t, '_> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        let mut value = self.first.take();
        loop {
            let Some(current) = value else {
                // Back to the innermost list that has more.
                let list = self.lists.iter_mut().enumerate().find_map(|(step, list)| {
                    match list.as_mut()?.next() {
                        Some(item) => Some((step, item)),
                        None => {
                            *list = None;
                            None
                        }
                    }
                });
                let (step, item) = list?;
                self.depth = step;
                value = Some(item);
                continue;
            };
            let Some(step) = self.depth.checked_sub(1) else {
                return Some(current);
            };
            self.depth = step;
            value = match self.steps.get(step).copied().flatten() {
                Some(spec) if spec.key.as_str() != "[]" => member(current, spec),
                _ => {
                    if let Some(list) = self.lists.get_mut(step) {
                        *list = Some(current.items());
                    }
                    None
                }
            };
        }
    }
}

/// The member of an object under any spelling of an option; `null` and `""` count as absent.
pub(super) fn member<'p>(object: Value<'p>, spec: &OptionSpec) -> Option<Value<'p>> {
    let named = |name: &Text| object.get(name.as_str()).filter(|at| !at.is_absent());
    named(&spec.key).or_else(|| spec.aliases.iter().find_map(named))
}

/// One target, resolved.
pub(super) struct Target<'t> {
    pub platform: Platform,
    pub value: Value<'t>,
    pub body: &'t Body<'t>,
    /// `platformSpecificData`, where it is an object.
    pub data: Option<Value<'t>>,
    /// `platformSpecificData` as it is given.
    pub given: Option<Value<'t>>,
    /// The settings objects, the one among the options before the one of the post.
    settings: [Option<Value<'t>>; 2],
    pub options: Options<'t>,
    /// The options that are there, those at the top, by their slots.
    pub present: &'t [u8],
    spans: &'t [Span<'t>],
    /// Every media item that it publishes.
    pub items: &'t [Item<'t>],
    /// The items of the arena, of which the spans have parts.
    all: &'t [Item<'t>],
    /// The media items that only this target has.
    pub own_items: &'t [Item<'t>],
    pub account: Option<&'t AccountFacts>,
    pub content_type: ContentType,
    /// The other type it may become for all that is known, and the facts that would tell.
    pub otherwise: Option<(ContentType, &'static [&'static str])>,
    pub context: &'t Context,
    /// The classes of which there may be items.
    pub classes: u8,
    pub has_text: bool,
    pub has_options: bool,
    /// What it publishes is a thread of its own.
    pub in_thread: bool,
    /// It has `threadItems`, whether or not the platform reads them.
    threaded: bool,
}

impl<'t> Target<'t> {
    /// The object that should hold a missing option.
    pub fn option_holder(&self, in_settings: bool) -> Value<'t> {
        let settings = if in_settings {
            self.settings().next()
        } else {
            None
        };
        settings.or(self.data).unwrap_or(self.value)
    }

    /// The settings objects that are read, the strongest first.
    pub fn settings(&self) -> impl Iterator<Item = Value<'t>> + use<'t> {
        self.settings.into_iter().flatten()
    }

    /// What is published, post by post.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'t>> + use<'t> {
        let items = self.all;
        self.spans.iter().map(move |span| Piece {
            holder: span.holder,
            text: span.text,
            empty_text: span.empty_text,
            media: span.media,
            misshapen: span.misshapen,
            items: items.get(span.items.0..span.items.1).unwrap_or_default(),
        })
    }

    /// Whether any piece has such media.
    pub fn has(&self, media: Media) -> Answer {
        has(self.items, media)
    }
}

/// Whether there is such media among items.
fn has(items: &[Item<'_>], media: Media) -> Answer {
    let mut answer = Answer::No;
    for item in items {
        match item.is(media) {
            Answer::Yes => return Answer::Yes,
            Answer::Maybe => answer = Answer::Maybe,
            Answer::No => {}
        }
    }
    answer
}

const KIND: &[&str] = &["kind"];
const SIZE: &[&str] = &["width", "height"];
const SIZE_AND_DURATION: &[&str] = &["width", "height", "durationMs"];
const DURATION: &[&str] = &["durationMs"];

/// What a target becomes, and the other type it may become with the facts that would tell.
fn content_type(
    target: &Target<'_>,
    rules: &PlatformRules,
) -> (ContentType, Option<(ContentType, &'static [&'static str])>) {
    use ContentType as C;
    #[inline]
    fn option<'t>(target: &Target<'t>, name: &str) -> Option<Value<'t>> {
        target.data?.get(name).filter(|value| !value.is_absent())
    }
    let chosen = || option(target, "contentType").and_then(Value::as_str);
    let items = target
        .spans
        .first()
        .and_then(|span| target.all.get(span.items.0..span.items.1))
        .unwrap_or_default();
    let has = |media| has(items, media);
    let threaded = target.threaded;
    let certain = |content_type| (content_type, None);
    match target.platform {
        Platform::Twitter if threaded => certain(C::Thread),
        Platform::Twitter => certain(C::Tweet),
        Platform::Threads if threaded => certain(C::Thread),
        Platform::Threads => certain(if items.len() > 1 {
            C::Carousel
        } else {
            C::Post
        }),
        Platform::Facebook => certain(match chosen() {
            Some("story") => C::Story,
            Some("reel") => C::Reel,
            _ => C::Feed,
        }),
        Platform::Instagram => {
            let reel_only = || {
                option(target, "trialParams").is_some()
                    || option(target, "audioName").is_some()
                    || option(target, "shareToFeed").is_some()
            };
            match items {
                _ if chosen() == Some("story") => certain(C::Story),
                [_, _, ..] => certain(C::Carousel),
                [item] if item.is(Media::Video) == Answer::Yes => {
                    let vertical = item.size().map(|size| near(size, Ratio::of(9, 16)));
                    let longest = longest(rules, C::Reel);
                    let short = item.duration_ms().map(|ms| ms <= longest);
                    match (vertical, short) {
                        _ if reel_only() => certain(C::Reel),
                        (Some(true), Some(true)) => certain(C::Reel),
                        (Some(false), _) | (_, Some(false)) => certain(C::Feed),
                        (None, Some(true)) => (C::Reel, Some((C::Feed, SIZE))),
                        (Some(true), None) => (C::Reel, Some((C::Feed, DURATION))),
                        (None, None) => (C::Reel, Some((C::Feed, SIZE_AND_DURATION))),
                    }
                }
                [item] if item.is(Media::Video) == Answer::Maybe => {
                    (C::Feed, Some((C::Reel, KIND)))
                }
                _ => certain(C::Feed),
            }
        }
        Platform::Linkedin => match has(Media::Document) {
            Answer::Yes => certain(C::Document),
            Answer::Maybe => (C::Post, Some((C::Document, KIND))),
            Answer::No => certain(C::Post),
        },
        Platform::Tiktok => {
            let named = target.options.named("media_type", rules);
            match (
                named.and_then(Value::as_str),
                has(Media::Image),
                has(Media::Video),
            ) {
                (Some("photo"), ..) => certain(C::Photo),
                (Some("video"), ..) | (_, _, Answer::Yes) => certain(C::Video),
                (_, Answer::Yes, _) => certain(C::Photo),
                (_, Answer::Maybe, _) => (C::Video, Some((C::Photo, KIND))),
                (_, Answer::No, _) => certain(C::Video),
            }
        }
        Platform::Youtube => {
            let video = items
                .iter()
                .find(|item| item.is(Media::Video) != Answer::No);
            let horizontal = video
                .and_then(Item::size)
                .map(|(width, height)| width > height);
            let longest = longest(rules, C::Short);
            let short = video.and_then(Item::duration_ms).map(|ms| ms <= longest);
            match (short, horizontal) {
                (Some(false), _) | (_, Some(true)) => certain(C::Video),
                (Some(true), Some(false)) => certain(C::Short),
                (Some(true), None) => (C::Short, Some((C::Video, SIZE))),
                (None, Some(false)) => (C::Video, Some((C::Short, DURATION))),
                (None, None) => (C::Video, Some((C::Short, SIZE_AND_DURATION))),
            }
        }
        Platform::Pinterest => match has(Media::Video) {
            Answer::Yes => certain(C::Video),
            Answer::Maybe => (C::Image, Some((C::Video, KIND))),
            Answer::No => certain(C::Image),
        },
        Platform::Reddit => {
            let link = target
                .body
                .fields
                .link
                .filter(|link| !link.is_absent())
                .or_else(|| option(target, "url"));
            let forced = option(target, "forceSelf").and_then(Value::as_bool) == Some(true);
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
        Platform::Snapchat => certain(match chosen() {
            Some("saved_story") => C::SavedStory,
            Some("spotlight") => C::Spotlight,
            _ => C::Story,
        }),
        Platform::Post | Platform::Bluesky | Platform::Googlebusiness => certain(C::Post),
    }
}

/// The longest video that a content type takes, from the rows that say so.
fn longest(rules: &PlatformRules, content_type: ContentType) -> u64 {
    let spans = rules
        .rules
        .iter()
        .filter(|rule| rule.enabled && *rule.content_types == [content_type]);
    let spans = spans.filter_map(|rule| match rule.check {
        Check::MediaMaxDuration { ms, .. } => Some(ms),
        _ => None,
    });
    spans.min().unwrap_or(u64::MAX)
}

/// Reads a target; one of an unknown platform has media and nothing else.
pub(super) fn read<'p: 't, 't>(
    arena: &'t mut Arena<'p>,
    rules: Option<&PlatformRules>,
    body: &'t Body<'p>,
    named: &Named<'p>,
    context: &'p Context,
) -> Target<'t> {
    arena.next_target();
    let object = |value: Value<'p>| (value.kind() == Kind::Object).then_some(value);
    let data = named.data.and_then(object);
    let mut settings = [None, None];
    let mut has_options = named.data.is_some_and(|data| !data.is_absent());
    let mut thread = None;
    if let Some(rules) = rules {
        let mut places = [None, None, None];
        if let Some(of) = &rules.settings {
            let nested = data.and_then(|data| data.get(of.name.as_str()));
            let top = body.root.get(of.name.as_str());
            has_options |= top.is_some();
            settings = [nested.and_then(object), top.and_then(object)];
            places = [settings[0], data.filter(|_| of.flat), settings[1]];
        }
        read_options(arena, rules, places, data);
    }
    if let Some(data) = data.filter(|data| data.end() > data.at.saturating_add(1)) {
        let items = data.get("threadItems");
        thread = items.filter(|items| items.items().next().is_some());
    }
    let threaded = thread.is_some();
    let threads = |rules: &PlatformRules| {
        let name = "threadItems";
        let mut known = rules.named(OptionSpec::TOP, name, mark(name.as_bytes()));
        known.any(|(_, option)| option.key.as_str() == name)
    };
    match thread.filter(|_| rules.is_some_and(threads)) {
        Some(items) => {
            for item in items.items().filter(|item| item.kind() == Kind::Object) {
                arena.push(item, item.get("content"), item.get("mediaItems"), context);
            }
        }
        None => {
            thread = None;
            let own = |value: Option<Value<'p>>| value.filter(|value| !value.is_absent());
            let text = own(named.content).or(body.fields.content);
            let media = own(named.media).or(body.fields.media);
            arena.push(body.root, text, media, context);
        }
    }
    let arena: &'t Arena<'t> = arena;
    let shared = arena.shared.map_or(0, |(_, count)| count);
    // INVARIANT: only a target that is no thread has the post's own items, and all of them.
    let first = arena.spans.first().map_or(0, |span| span.items.0);
    let last = arena.spans.last().map_or(0, |span| span.items.1);
    let items = arena.items.get(first..last).unwrap_or_default();
    let mut target = Target {
        platform: rules.map_or(Platform::Post, |rules| rules.platform),
        in_thread: thread.is_some(),
        threaded,
        value: named.value,
        body,
        data,
        given: named.data,
        settings,
        options: Options {
            post: body.root,
            values: &arena.values,
        },
        present: &arena.present,
        spans: &arena.spans,
        items,
        all: &arena.items,
        own_items: arena.items.get(shared..).unwrap_or_default(),
        account: named.facts,
        content_type: ContentType::Post,
        otherwise: None,
        context,
        classes: items.iter().fold(0, |all, item| all | item.classes),
        has_text: arena.spans.iter().any(|span| span.text.is_some()),
        has_options,
    };
    if let Some(rules) = rules {
        (target.content_type, target.otherwise) = content_type(&target, rules);
    }
    target
}
