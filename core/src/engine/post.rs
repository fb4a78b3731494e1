//! Decides the rules about the post as a whole.

use serde_json::Value as Json;

use super::eval::{Params, Sink};
use super::fields;
use super::media::is_about_items;
use super::options::shown;
use crate::context::Context;
use crate::distinct;
use crate::json::{Kind, Value};
use crate::rules::plan::Trigger;
use crate::rules::{Check, OptionSpec, OptionType, PlatformRules, Rule};
use crate::{suggest, time, timezone};

/// When a post is published, as far as its own fields say.
#[derive(Clone, Copy)]
pub(super) struct Timing {
    draft: bool,
    timed: bool,
}

impl Timing {
    pub fn of(post: Value<'_>) -> Self {
        let on = |name: &str| post.get(name).and_then(Value::as_bool) == Some(true);
        let set = |name: &str| post.get(name).is_some_and(|value| !value.is_absent());
        Timing {
            draft: on("isDraft"),
            timed: on("publishNow") || set("scheduledFor") || set("queuedFromProfile"),
        }
    }

    /// Whether it is a draft: it says so, or nothing says when it is published.
    pub const fn is_draft(self) -> bool {
        self.draft || !self.timed
    }

    /// The same for one target, which may have a time of its own.
    pub fn is_draft_for(self, target: Value<'_>) -> bool {
        let own = || target.get("scheduledFor").is_some_and(|at| !at.is_absent());
        self.draft || !(self.timed || own())
    }
}

/// Decides the rows about the post, but for those about its media items.
pub(super) fn decide<'r>(
    rules: &'r PlatformRules,
    post: Value<'_>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    let is_object = post.kind() == Kind::Object;
    let fields = Fields::of(post, &rules.options);
    let mut shapes = Shapes::default();
    for step in rules.plan.iter() {
        let meets = match step.trigger {
            Trigger::Always => true,
            Trigger::Top(slot) => fields.has(slot),
            _ => false,
        };
        let rule = rules.rules.get(usize::from(step.rule)).filter(|_| meets);
        let Some(rule) = rule.filter(|rule| !is_about_items(&rule.check)) else {
            continue;
        };
        match &rule.check {
            Check::PostShape {} => shapes.types = Some(rule),
            Check::PostNames {} => shapes.names = Some(rule),
            _ if !is_object => {}
            _ if !rule
                .when
                .iter()
                .all(|condition| fields::met(condition, post)) => {}
            check => one(rule, check, post, context, sink),
        }
    }
    shapes.post(rules, post, sink);
}

/// Which fields of the body are there, a bit each.
struct Fields([u64; 4]);

impl Fields {
    fn of(post: Value<'_>, specs: &[OptionSpec]) -> Self {
        let mut bits = [0; 4];
        for (key, _) in post.entries() {
            let mut named = OptionSpec::nested(specs, OptionSpec::TOP);
            if let Some((slot, _)) = named.find(|(_, spec)| spec.key.as_str() == key)
                && let Some(word) = bits.get_mut(usize::from(slot / 64))
            {
                *word |= 1 << (slot % 64);
            }
        }
        Fields(bits)
    }

    fn has(&self, slot: u8) -> bool {
        let word = self.0.get(usize::from(slot / 64));
        word.is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }
}

fn one<'r>(rule: &'r Rule, check: &Check, post: Value<'_>, context: &Context, sink: &mut Sink<'r>) {
    let targets = || {
        post.get("platforms")
            .into_iter()
            .flat_map(Value::items)
            .filter(|at| at.kind() == Kind::Object)
    };
    match check {
        Check::PostTargets {} => {
            let platforms = post.get("platforms").filter(|at| at.kind() != Kind::Null);
            let empty = |at: Value<'_>| match at.kind() {
                Kind::Array => at.len() == 0,
                _ => at.is_absent(),
            };
            if platforms.is_none_or(empty) {
                sink.broken(rule, platforms.unwrap_or(post), Params::new());
            }
        }
        Check::TargetOnce {} => {
            let named = || targets().filter_map(|at| Some((at, super::account_id(at)?)));
            let mut accounts = named();
            distinct::each(
                || named().map(|(_, id)| id),
                |_, again| {
                    if let Some((target, id)) = accounts.next().filter(|_| again) {
                        sink.broken(rule, target, || alloc::vec![("actual", Json::from(id))]);
                    }
                },
            );
        }
        Check::ScheduleFormat {} | Check::ScheduleFuture {} => {
            schedule(rule, post.get("scheduledFor"), context, sink);
        }
        Check::ScheduleTimezone {} => {
            let Some(value) = post.get("timezone").filter(|value| !value.is_absent()) else {
                return;
            };
            if let Some(name) = value.as_str().filter(|name| !timezone::is_known(name)) {
                sink.broken(rule, value, || {
                    let mut params = alloc::vec![("actual", shown(value))];
                    params.extend(
                        timezone::suggest(name).map(|near| ("suggestion", Json::from(near))),
                    );
                    params
                });
            }
        }
        Check::ScheduleConflict {} => conflict(rule, post, sink),
        Check::SettingsTypes {} => {
            let platforms = sink.platforms.iter();
            let settings = platforms.filter_map(|rules| rules.settings.as_ref());
            for name in settings.map(|settings| settings.name.as_str()) {
                let value = post.get(name).filter(|at| !at.is_absent());
                if let Some(value) = value.filter(|at| at.kind() != Kind::Object) {
                    sink.broken(rule, value, || {
                        alloc::vec![
                            ("option", Json::from(name)),
                            ("actual", shown(value)),
                            ("found", value.kind().name().into()),
                            ("expected", "an object".into()),
                        ]
                    });
                }
            }
        }
        Check::ScheduleQueue {} => queue(rule, post, sink),
        _ => fields::decide(rule, post, sink),
    }
}

/// Whether a time is one, and whether it lies ahead.
pub(super) fn schedule<'r>(
    rule: &'r Rule,
    value: Option<Value<'_>>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    let Some(value) = value.filter(|value| !value.is_absent()) else {
        return;
    };
    let Some(text) = value.as_str() else { return };
    let params = || alloc::vec![("actual", shown(value))];
    match (time::parse(text), &rule.check) {
        (None, Check::ScheduleFormat {}) => sink.broken(rule, value, params),
        (Some(when), Check::ScheduleFuture {}) => {
            match context.now.as_deref().and_then(time::parse) {
                Some(time::Instant::Utc(now)) if time::is_past(when, now) => {
                    sink.broken(rule, value, params);
                }
                Some(_) => {}
                None => sink.unknown(rule, value, &["now"]),
            }
        }
        _ => {}
    }
}

/// A queue without the profile it belongs to; what beats the queue is another rule's finding.
fn queue<'r>(rule: &'r Rule, post: Value<'_>, sink: &mut Sink<'r>) {
    let on = |name: &str| post.get(name).and_then(Value::as_bool) == Some(true);
    let set = |name: &str| post.get(name).filter(|value| !value.is_absent());
    let beaten = on("isDraft") || on("publishNow") || set("scheduledFor").is_some();
    if let Some(queue) = set("queueId").filter(|_| !beaten && set("queuedFromProfile").is_none()) {
        sink.broken(rule, queue, || alloc::vec![("field", "queueId".into())]);
    }
}

/// The weaker of two ways to say when a post is published has no effect.
fn conflict<'r>(rule: &'r Rule, post: Value<'_>, sink: &mut Sink<'r>) {
    let on = |name: &'static str| {
        post.get(name)
            .filter(|value| value.as_bool() == Some(true))
            .map(|value| (name, value))
    };
    let set = |name: &'static str| {
        post.get(name)
            .filter(|value| !value.is_absent())
            .map(|value| (name, value))
    };
    // From the strongest to the weakest.
    let ways = [
        on("isDraft"),
        on("publishNow"),
        set("scheduledFor"),
        set("queuedFromProfile"),
        set("queueId"),
    ];
    let mut given = ways.into_iter().flatten();
    let Some((winner, _)) = given.next() else {
        return;
    };
    if matches!(winner, "isDraft" | "publishNow") {
        let targets = post.get("platforms").into_iter().flat_map(Value::items);
        let times = targets.filter_map(|target| target.get("scheduledFor"));
        for value in times.filter(|value| !value.is_absent()) {
            sink.broken(rule, value, || {
                alloc::vec![("field", "scheduledFor".into()), ("winner", winner.into())]
            });
        }
    }
    for (name, value) in given {
        if !(name == "queueId" && winner == "queuedFromProfile") {
            sink.broken(rule, value, || {
                alloc::vec![("field", name.into()), ("winner", winner.into())]
            });
        }
    }
}

fn type_params(name: &str, value: Value<'_>, expected: &'static str) -> Params {
    alloc::vec![
        ("field", Json::from(name)),
        ("found", value.kind().name().into()),
        ("expected", expected.into())
    ]
}

/// The rows about types and about names, which one walk decides.
#[derive(Clone, Copy, Default)]
struct Shapes<'r> {
    types: Option<&'r Rule>,
    names: Option<&'r Rule>,
}

impl<'r> Shapes<'r> {
    fn post(self, rules: &PlatformRules, post: Value<'_>, sink: &mut Sink<'r>) {
        if post.kind() == Kind::Object {
            self.members(&rules.options, OptionSpec::TOP, post, sink);
        } else if let Some(rule) = self.types {
            sink.broken(rule, post, || type_params("the post", post, "an object"));
        }
    }

    fn members(self, specs: &[OptionSpec], parent: u8, object: Value<'_>, sink: &mut Sink<'r>) {
        let nested = OptionSpec::nested(specs, parent);
        if nested.clone().next().is_none() {
            return;
        }
        let mut owners = None;
        for (key, value) in object.entries() {
            let known = nested.clone().find(|(_, spec)| spec.key.as_str() == key);
            if let Some((slot, spec)) = known {
                self.field(specs, slot, spec, value, sink);
            } else if let Some(rule) = self.names {
                sink.broken(rule, value, || {
                    let mut params = alloc::vec![("field", Json::from(super::eval::short(key)))];
                    let names = nested.clone().map(|(_, spec)| spec.key.as_str());
                    match suggest::nearest(key, names) {
                        Some(near) => params.push(("suggestion", near.into())),
                        None if is_option(
                            sink.platforms,
                            key,
                            *owners.get_or_insert_with(|| named_in(sink.platforms, object)),
                        ) =>
                        {
                            params.push(("belongs", "platformSpecificData".into()));
                        }
                        None => {}
                    }
                    params
                });
            }
        }
    }

    fn field(
        self,
        specs: &[OptionSpec],
        slot: u8,
        spec: &OptionSpec,
        value: Value<'_>,
        sink: &mut Sink<'r>,
    ) {
        // Options and settings are the targets' own affair; so are the pictures of an item.
        let elsewhere = [
            "platformSpecificData",
            "tiktokSettings",
            "facebookSettings",
            "altText",
            "thumbnail",
            "instagramThumbnail",
        ];
        if elsewhere.contains(&spec.key.as_str()) {
            return;
        }
        let name = spec.name.as_str();
        let in_array = spec.key.as_str() == "[]";
        let no_account = name == "platforms[].accountId"
            && !matches!(value.kind(), Kind::Str | Kind::Object | Kind::Null);
        if no_account {
            if let Some(rule) = self.types {
                sink.broken(rule, value, || type_params(name, value, "text"));
            }
            return;
        }
        if !super::eval::has_type(value, spec)
            || (in_array && spec.kind == OptionType::Object && value.kind() != Kind::Object)
        {
            if let Some(rule) = self.types {
                sink.broken(rule, value, || {
                    type_params(name, value, expected(spec.kind))
                });
            }
            return;
        }
        // A media item without an address is no media item.
        if let Some(rule) = self.types
            && matches!(name, "mediaItems[]" | "platforms[].customMedia[]")
            && value.get("url").is_none_or(Value::is_absent)
        {
            let empty = value.get("url").filter(|url| url.kind() == Kind::Str);
            sink.broken(rule, empty.unwrap_or(value), || {
                alloc::vec![
                    ("field", "url".into()),
                    ("found", "missing".into()),
                    ("expected", "a complete web address".into())
                ]
            });
        }
        match value.kind() {
            Kind::Object => self.members(specs, slot, value, sink),
            Kind::Array => {
                if let Some((slot, element)) = OptionSpec::nested(specs, slot).next() {
                    for item in value.items() {
                        self.field(specs, slot, element, item, sink);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The platforms, a bit each, that are named by a target or by the targets of a post.
fn named_in(platforms: &[PlatformRules], object: Value<'_>) -> u32 {
    let bit_of = |target: Value<'_>| {
        let named = target.get("platform").and_then(Value::as_str)?;
        let mut known = platforms.iter();
        let index = known.position(|rules| rules.platform.as_str() == named)?;
        1_u32.checked_shl(u32::try_from(index).ok()?)
    };
    let targets = object.get("platforms").into_iter().flat_map(Value::items);
    let bits = targets.chain([object]).filter_map(bit_of);
    bits.fold(0, |all, bit| all | bit)
}

/// Whether this is an option of one of those `wanted`.
fn is_option(platforms: &[PlatformRules], key: &str, wanted: u32) -> bool {
    platforms.iter().enumerate().any(|(index, known)| {
        let settings = known.settings.as_ref();
        (wanted >> index) & 1 == 1
            && (settings.is_some_and(|settings| settings.name.as_str() == key)
                || super::shape::find(&known.options, OptionSpec::TOP, key, Some(false)).is_some())
    })
}

pub(super) const fn expected(kind: OptionType) -> &'static str {
    match kind {
        OptionType::String => "text",
        OptionType::Boolean => "true or false",
        OptionType::Integer => "a whole number",
        OptionType::Number => "a number",
        OptionType::Array => "a list",
        OptionType::Object => "an object",
        OptionType::UrlOrObject => "an address",
        OptionType::Any => "any value",
    }
}
