//! Decides the rules about the post as a whole.

use serde_json::Value as Json;

use super::eval::{Params, Sink};
use super::fields;
use super::members::members;
use super::named::Named;
use super::options::shown;
use crate::context::Context;
use crate::json::{Kind, Value};
use crate::rules::plan::Trigger;
use crate::rules::{Check, OptionSpec, OptionType, PlatformRules, Role, Rule, Step};
use crate::{suggest, time, timezone};

/// A post, and the fields of it that decide how others are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'p> {
    /// The post, an object or not.
    pub root: Value<'p>,
    pub fields: Fields<'p>,
}

impl<'p> Body<'p> {
    pub fn read(root: Value<'p>) -> Self {
        Body {
            root,
            fields: Fields::read(root),
        }
    }
}

members! {
    /// The fields of a post that decide how others are read.
    pub(super) struct Fields {
        title = "title",
        content = "content",
        media = "mediaItems",
        platforms = "platforms",
        scheduled = "scheduledFor",
        publish_now = "publishNow",
        draft = "isDraft",
        timezone = "timezone",
        tags = "tags",
        link = "link",
        profile = "queuedFromProfile",
        queue = "queueId",
    }
}

/// Whether a field is `true`.
fn on(field: Option<Value<'_>>) -> bool {
    is_on(field).is_some()
}

/// A field that is `true`.
fn is_on(field: Option<Value<'_>>) -> Option<Value<'_>> {
    field.filter(|value| value.as_bool() == Some(true))
}

/// A field that is set.
fn set(field: Option<Value<'_>>) -> Option<Value<'_>> {
    field.filter(|value| !value.is_absent())
}

/// When a post is published, as far as its own fields say.
#[derive(Clone, Copy)]
pub(super) struct Timing {
    draft: bool,
    timed: bool,
}

impl Timing {
    pub fn of(body: &Body<'_>) -> Self {
        Timing {
            draft: on(body.fields.draft),
            timed: on(body.fields.publish_now)
                || set(body.fields.scheduled).is_some()
                || set(body.fields.profile).is_some(),
        }
    }

    /// Whether it is a draft: it says so, or nothing says when it is published.
    pub const fn is_draft(self) -> bool {
        self.draft || !self.timed
    }

    /// The same for one target, which may have a time of its own.
    pub fn is_draft_for(self, target: &Named<'_>) -> bool {
        self.draft || !(self.timed || target.is_timed())
    }
}

/// Decides the rows about the post, but for those about its media items.
pub(super) fn decide<'r>(
    shapes: Shapes<'r>,
    body: &Body<'_>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    let post = body.root;
    let rules = shapes.rules;
    let mut walk = Walk { shapes, body, sink };
    if post.kind() != Kind::Object {
        walk.post(post);
        return;
    }
    for step in rules.plan.group(Trigger::Always.group()) {
        row(rules, *step, body, context, walk.sink);
    }
    let mut owners = None;
    for (key, value) in post.keyed() {
        let mut named = rules.named(OptionSpec::TOP, key.name, key.mark);
        let Some((slot, spec)) = named.next() else {
            let object = (post, &mut owners);
            walk.unknown(OptionSpec::TOP, key.name, object, value);
            continue;
        };
        if spec.role == Role::Elsewhere {
            walk.settings(key.name, value);
        } else {
            walk.field(slot, spec, value);
        }
        for step in rules.plan.group(Trigger::Top(slot).group()) {
            row(rules, *step, body, context, walk.sink);
        }
    }
}

fn row<'r>(
    rules: &'r PlatformRules,
    step: Step,
    body: &Body<'_>,
    context: &Context,
    sink: &mut Sink<'r>,
) {
    if let Some(rule) = applying(rules, step, body) {
        one(rule, &rule.check, body, context, sink);
    }
}

/// The row of a step, where its conditions hold.
fn applying<'r>(rules: &'r PlatformRules, step: Step, body: &Body<'_>) -> Option<&'r Rule> {
    let rule = rules.rules.get(usize::from(step.rule))?;
    let mut when = rule.when.iter();
    when.all(|condition| fields::met(condition, body.root))
        .then_some(rule)
}

fn one<'r>(rule: &'r Rule, check: &Check, body: &Body<'_>, context: &Context, sink: &mut Sink<'r>) {
    let post = body.root;
    match check {
        Check::PostTargets {} => {
            let platforms = body.fields.platforms.filter(|at| at.kind() != Kind::Null);
            let empty = |at: Value<'_>| match at.kind() {
                Kind::Array => at.items().next().is_none(),
                _ => at.is_absent(),
            };
            if platforms.is_none_or(empty) {
                sink.broken(rule, platforms.unwrap_or(post), Params::new());
            }
        }
        Check::ScheduleFormat {} | Check::ScheduleFuture {} => {
            schedule(rule, body.fields.scheduled, context, sink);
        }
        Check::ScheduleTimezone {} => {
            let Some(value) = set(body.fields.timezone) else {
                return;
            };
            if let Some(name) = value.as_str().filter(|name| !sink.is_zone(name)) {
                sink.broken(rule, value, || {
                    let mut params = alloc::vec![("actual", shown(value))];
                    params.extend(
                        timezone::suggest(name).map(|near| ("suggestion", Json::from(near))),
                    );
                    params
                });
            }
        }
        Check::ScheduleConflict {} => conflict(rule, body, sink),
        Check::ScheduleQueue {} => queue(rule, body, sink),
        // The other rows about the post have no step.
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
    match (sink.times.of(value.at, text), &rule.check) {
        (None, Check::ScheduleFormat {}) => sink.broken(rule, value, params),
        (Some(when), Check::ScheduleFuture {}) => {
            match context.now.as_deref().and_then(|now| sink.times.now(now)) {
                Some(time::Instant::Utc(now)) if time::is_past(when, now) => {
                    sink.broken(rule, value, params);
                }
                Some(time::Instant::Utc(_)) => {}
                // A time without an offset is no moment.
                _ => sink.unknown(rule, value, &["now"]),
            }
        }
        _ => {}
    }
}

/// A queue without the profile it belongs to; what beats the queue is another rule's finding.
fn queue<'r>(rule: &'r Rule, body: &Body<'_>, sink: &mut Sink<'r>) {
    let beaten = on(body.fields.draft)
        || on(body.fields.publish_now)
        || set(body.fields.scheduled).is_some();
    if let Some(queue) =
        set(body.fields.queue).filter(|_| !beaten && set(body.fields.profile).is_none())
    {
        sink.broken(rule, queue, || alloc::vec![("field", "queueId".into())]);
    }
}

/// The weaker of two ways to say when a post is published has no effect.
fn conflict<'r>(rule: &'r Rule, body: &Body<'_>, sink: &mut Sink<'r>) {
    // From the strongest to the weakest.
    let ways = [
        ("isDraft", is_on(body.fields.draft)),
        ("publishNow", is_on(body.fields.publish_now)),
        ("scheduledFor", set(body.fields.scheduled)),
        ("queuedFromProfile", set(body.fields.profile)),
        ("queueId", set(body.fields.queue)),
    ];
    let mut given = ways.iter();
    let Some((winner, _)) = given.find(|(_, value)| value.is_some()) else {
        return;
    };
    let winner = *winner;
    if matches!(winner, "isDraft" | "publishNow") {
        let targets = body.fields.platforms.into_iter().flat_map(Value::items);
        let times = targets.filter_map(|target| target.get("scheduledFor"));
        for value in times.filter(|value| !value.is_absent()) {
            sink.broken(rule, value, || {
                alloc::vec![("field", "scheduledFor".into()), ("winner", winner.into())]
            });
        }
    }
    for (name, value) in given {
        if let Some(value) = value
            && !(*name == "queueId" && winner == "queuedFromProfile")
        {
            sink.broken(rule, *value, || {
                alloc::vec![("field", (*name).into()), ("winner", winner.into())]
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Shapes<'r> {
    rules: &'r PlatformRules,
    types: Option<&'r Rule>,
    names: Option<&'r Rule>,
}

impl<'r> Shapes<'r> {
    pub fn of(rules: &'r PlatformRules) -> Self {
        let find = |is: fn(&Check) -> bool| {
            let mut rows = rules.rules.iter();
            rows.rfind(|rule| rule.enabled && is(&rule.check))
        };
        Shapes {
            rules,
            types: find(|check| matches!(check, Check::PostShape {})),
            names: find(|check| matches!(check, Check::PostNames {})),
        }
    }
}

/// A walk over the fields of a post, each held against its documented type and the rows about it.
struct Walk<'w, 'r, 'p> {
    shapes: Shapes<'r>,
    body: &'w Body<'p>,
    sink: &'w mut Sink<'r>,
}

impl Walk<'_, '_, '_> {
    /// The settings of a platform at the top of the post.
    fn settings(&mut self, name: &str, value: Value<'_>) {
        if value.is_absent() || value.kind() == Kind::Object {
            return;
        }
        let platforms = self.sink.platforms.iter();
        let mut settings = platforms.filter_map(|rules| rules.settings.as_ref());
        if !settings.any(|settings| settings.name.as_str() == name) {
            return;
        }
        let rows = self.shapes.rules.rules.iter().filter(|rule| rule.enabled);
        for rule in rows.filter(|rule| matches!(rule.check, Check::SettingsTypes {})) {
            self.sink.broken(rule, value, || {
                alloc::vec![
                    ("option", Json::from(name)),
                    ("actual", shown(value)),
                    ("found", value.kind().name().into()),
                    ("expected", "an object".into()),
                ]
            });
        }
    }

    /// What is no object.
    fn post(&mut self, post: Value<'_>) {
        if let Some(rule) = self.shapes.types {
            let params = || type_params("the post", post, "an object");
            self.sink.broken(rule, post, params);
        }
    }

    fn members(&mut self, parent: u8, object: Value<'_>) {
        let mut owners = None;
        for (key, value) in object.keyed() {
            let named = self.shapes.rules.named(parent, key.name, key.mark).next();
            match named {
                Some((slot, spec)) => self.nested(slot, spec, value),
                None => self.unknown(parent, key.name, (object, &mut owners), value),
            }
        }
    }

    fn unknown(
        &mut self,
        parent: u8,
        key: &str,
        (object, owners): (Value<'_>, &mut Option<u32>),
        value: Value<'_>,
    ) {
        let Some(rule) = self.shapes.names else {
            return;
        };
        let options = &self.shapes.rules.options;
        let platforms = self.sink.platforms;
        self.sink.broken(rule, value, || {
            let mut params = alloc::vec![("field", Json::from(super::eval::short(key)))];
            let names = OptionSpec::nested(options, parent);
            match suggest::nearest(key, names.map(|(_, spec)| spec.key.as_str())) {
                Some(near) => params.push(("suggestion", near.into())),
                None if is_option(
                    platforms,
                    key,
                    *owners.get_or_insert_with(|| named_in(platforms, object)),
                ) =>
                {
                    params.push(("belongs", "platformSpecificData".into()));
                }
                None => {}
            }
            params
        });
    }

    /// A field inside another one, and the rows that are about it.
    #[inline]
    fn nested(&mut self, slot: u8, spec: &OptionSpec, value: Value<'_>) {
        let rules = self.shapes.rules;
        for step in rules.plan.group(Trigger::Top(slot).group()) {
            if let Some(rule) = applying(rules, *step, self.body) {
                fields::decide_at(rule, value, self.sink);
            }
        }
        self.field(slot, spec, value);
    }

    #[inline]
    fn field(&mut self, slot: u8, spec: &OptionSpec, value: Value<'_>) {
        let kind = value.kind();
        let scalar = !matches!(kind, Kind::Object | Kind::Array);
        let fits = super::eval::kinds(spec.kind) & kind.bit() != 0;
        // What most fields are, told at a glance.
        if scalar && fits && (spec.role != Role::Account || kind == Kind::Str) {
            return;
        }
        self.other(slot, spec, value);
    }

    fn other(&mut self, slot: u8, spec: &OptionSpec, value: Value<'_>) {
        // Options and settings are the targets' own affair; so are the pictures of an item.
        if spec.role == Role::Elsewhere {
            return;
        }
        let kind = value.kind();
        let broken = match spec.role {
            Role::Account if !matches!(kind, Kind::Str | Kind::Object | Kind::Null) => Some("text"),
            role => {
                let hole =
                    role.is_element() && spec.kind == OptionType::Object && kind != Kind::Object;
                (hole || !super::eval::has_type(value, spec)).then(|| expected(spec.kind))
            }
        };
        if let Some(expected) = broken {
            if let Some(rule) = self.shapes.types {
                let params = || type_params(spec.name.as_str(), value, expected);
                self.sink.broken(rule, value, params);
            }
            return;
        }
        match kind {
            // An object without documented members may hold anything.
            Kind::Object if spec.first != OptionSpec::TOP => {
                if spec.role == Role::MediaItem {
                    self.address(value);
                }
                self.members(slot, value);
            }
            Kind::Array => {
                let element = self.shapes.rules.options.get(usize::from(spec.first));
                if let Some(element) = element {
                    for item in value.items() {
                        self.nested(spec.first, element, item);
                    }
                }
            }
            _ => {}
        }
    }

    /// A media item without an address is no media item.
    fn address(&mut self, item: Value<'_>) {
        let url = item.get("url");
        if let Some(rule) = self.shapes.types
            && url.is_none_or(Value::is_absent)
        {
            let empty = url.filter(|url| url.kind() == Kind::Str);
            self.sink.broken(rule, empty.unwrap_or(item), || {
                alloc::vec![
                    ("field", "url".into()),
                    ("found", "missing".into()),
                    ("expected", "a complete web address".into())
                ]
            });
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
                || super::shape::find(known, OptionSpec::TOP, key, Some(false)).is_some())
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
        OptionType::TextOrObject => "a text or an object",
        OptionType::Any => "any value",
    }
}
