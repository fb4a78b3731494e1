//! Decides the rules of a platform for one target.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value as Json;

use super::entries::met;
use super::item::{Outcome, Words, holds, outcome, ratio_json};
use super::offered::Asked;
use super::target::{Answer, Item, Piece, Target, near};
use super::text as texts;
use crate::code::{Code, Severity};
use crate::json::{Kind, Value};
pub(super) use crate::quote::short;
use crate::rules::plan::{Of, Trigger, bit};
use crate::rules::{
    AccountList, AccountType, Check, Condition, Form, Media, OptionSpec, OptionType, PlatformRules,
    Ratio, Rule, Scalar, Source, Step, TimeUnit, UrlRule,
};
use crate::text::{Unit, count as count_text};
use crate::time::{self, Instant};
use crate::timezone;
use crate::weburl::{self, UrlKind};

/// What a message shows, by name.
pub(super) type Params = Vec<(&'static str, Json)>;

/// Params, or how to make them where words are wanted.
pub(super) trait IntoParams {
    fn into_params(self) -> Params;
}

impl IntoParams for Params {
    fn into_params(self) -> Params {
        self
    }
}

impl<F: FnOnce() -> Params> IntoParams for F {
    fn into_params(self) -> Params {
        self()
    }
}

/// A rule broken at a place.
#[derive(Debug)]
pub(super) struct Finding<'r> {
    pub rule: &'r Rule,
    pub severity: Severity,
    pub at: u32,
    /// Index of the target it stands in.
    pub target: Option<u32>,
    /// Whether a report has room for it; if not, it has no params either.
    pub listed: bool,
    pub params: Params,
}

/// A rule that could not be decided at a place.
#[derive(Debug)]
pub(super) struct Undecided<'r> {
    pub rule: &'r Rule,
    pub at: u32,
    /// Index of the target it stands in.
    pub target: Option<u32>,
    pub needs: Needs,
}

/// A text's length beside its limit.
#[derive(Debug)]
pub(super) struct Length {
    pub at: u32,
    pub target: Option<u32>,
    /// Index of the row.
    row: u16,
    pub count: u32,
    pub limit: u32,
    pub unit: Unit,
}

/// Missing facts, each once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Needs {
    names: [&'static str; Needs::MOST],
    count: u8,
}

impl Needs {
    /// INVARIANT: no rule can lack more facts: three of its target, its item's kind, and its own.
    const MOST: usize = 8;

    pub fn add(&mut self, need: &'static str) {
        if !self.as_slice().contains(&need)
            && let Some(place) = self.names.get_mut(usize::from(self.count))
        {
            *place = need;
            self.count = self.count.saturating_add(1);
        }
    }

    fn clear(&mut self) {
        self.count = 0;
    }

    pub fn as_slice(&self) -> &[&'static str] {
        self.names
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }
}

/// How much a report lists.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    pub findings: u32,
    pub unchecked: u32,
}

impl Default for Most {
    fn default() -> Self {
        Most {
            findings: u32::MAX,
            unchecked: u32::MAX,
        }
    }
}

/// The times of a post that several rows ask for, each read once.
#[derive(Debug, Default)]
pub(super) struct Times {
    last: Option<(u32, Option<Instant>)>,
    now: Option<Option<Instant>>,
}

impl Times {
    /// The time that stands at `at`.
    pub fn of(&mut self, at: u32, text: &str) -> Option<Instant> {
        match self.last {
            Some((known, time)) if known == at => time,
            _ => self.last.insert((at, time::parse(text))).1,
        }
    }

    /// The time of the context.
    pub fn now(&mut self, text: &str) -> Option<Instant> {
        *self.now.get_or_insert_with(|| time::parse(text))
    }
}

/// Collects what the rules find.
#[derive(Debug, Default)]
pub(super) struct Sink<'r> {
    /// Every platform of the engine: an option of one may stand at another.
    pub platforms: &'r [PlatformRules],
    pub findings: Vec<Finding<'r>>,
    pub undecided: Vec<Undecided<'r>>,
    pub meters: Vec<Length>,
    /// Lengths counted already: the same text goes to several targets.
    counts: Vec<(u32, Unit, u32)>,
    /// The target whose rules are being decided.
    target: Option<u32>,
    /// The row that is being decided.
    row: u16,
    draft: bool,
    /// Whether params are made.
    pub words: Words,
    /// Facts without which it is open whether the rule at hand applies.
    doubt: Needs,
    pub most: Most,
    /// How many findings of each severity there are so far.
    made: [u32; 3],
    /// How many undecided rules a report has room for and lists, or would list.
    open: u32,
    /// How many undecided rules were dropped for want of room.
    pub unlisted: u32,
    /// Whether a rule of severity `error` is undecided.
    pub doubtful: bool,
    pub times: Times,
    /// What accounts offer.
    pub asked: Asked,
    /// The last time zone that was found to be one: most posts of a batch name the same.
    zone: String,
}

impl<'r> Sink<'r> {
    /// An empty one, for a report that lists so much.
    pub fn of(platforms: &'r [PlatformRules], most: Most) -> Self {
        Sink {
            platforms,
            most,
            ..Sink::default()
        }
    }

    /// Empties it for another post, and keeps its memory.
    pub fn clear(&mut self) {
        self.made = [0; 3];
        self.open = 0;
        self.unlisted = 0;
        self.doubtful = false;
        self.findings.clear();
        self.undecided.clear();
        self.meters.clear();
        self.counts.clear();
        self.asked.clear();
        self.times = Times::default();
    }

    /// Whether a time zone is known.
    pub fn is_zone(&mut self, name: &str) -> bool {
        if self.zone == name && !name.is_empty() {
            return true;
        }
        let known = timezone::is_known(name);
        if known {
            self.zone.clear();
            self.zone.push_str(name);
        }
        known
    }

    /// What follows is found in this target, which is a draft or not.
    pub fn enter(&mut self, target: Option<u32>, draft: bool) {
        self.target = target;
        self.draft = draft;
        self.doubt.clear();
    }

    pub fn broken(&mut self, rule: &'r Rule, at: Value<'_>, params: impl IntoParams) {
        if self.doubt.count != 0 {
            self.unknown(rule, at, &[]);
            return;
        }
        let severity = severity(rule, self.draft);
        let made = match severity {
            Severity::Info => 0,
            Severity::Warning => 1,
            Severity::Error => 2,
        };
        let made = self.made.get_mut(made);
        let listed = made.is_some_and(|made| {
            *made = made.saturating_add(1);
            *made <= self.most.findings
        });
        let params = match self.words {
            Words::Made if listed => params.into_params(),
            _ => Params::new(),
        };
        self.findings.push(Finding {
            rule,
            severity,
            at: at.at,
            target: self.target,
            listed,
            params,
        });
    }

    /// A finding about the report, at the post as a whole.
    pub fn about_itself(&mut self, rule: &'r Rule, params: impl IntoParams) {
        let params = match self.words {
            Words::Made => params.into_params(),
            Words::Left => Params::new(),
        };
        self.findings.push(Finding {
            rule,
            severity: rule.severity,
            at: 0,
            target: None,
            listed: true,
            params,
        });
    }

    pub fn unknown(&mut self, rule: &'r Rule, at: Value<'_>, needs: &[&'static str]) {
        self.doubtful |= rule.severity == Severity::Error;
        if self.open >= self.most.unchecked {
            self.unlisted = self.unlisted.saturating_add(1);
            return;
        }
        self.open = self.open.saturating_add(1);
        if self.words == Words::Left {
            return;
        }
        let mut all = self.doubt;
        needs.iter().for_each(|need| all.add(need));
        self.undecided.push(Undecided {
            rule,
            at: at.at,
            target: self.target,
            needs: all,
        });
    }

    /// What a text counts, counted once for all targets.
    fn count(&mut self, value: Value<'_>, text: &str, unit: Unit) -> u32 {
        // A part of a text is not the text.
        if value.as_str().is_none_or(|whole| whole.len() != text.len()) {
            return count_text(text, unit);
        }
        let known = self
            .counts
            .iter()
            .find(|(at, counted, _)| *at == value.at && *counted == unit);
        if let Some((_, _, count)) = known {
            return *count;
        }
        let count = count_text(text, unit);
        // A long list would cost more to search than it saves.
        if self.counts.len() < 32 {
            self.counts.push((value.at, unit, count));
        }
        count
    }
}

/// What is merely missing in a draft can still come.
fn severity(rule: &Rule, draft: bool) -> Severity {
    let missing = matches!(
        rule.code,
        Code::TextRequired | Code::MediaRequired | Code::OptionRequired
    );
    let consent = rule.fix.as_ref().is_some_and(|fix| fix.manual);
    let no_targets = matches!(rule.check, Check::PostTargets {});
    if draft && rule.severity == Severity::Error && (missing || consent || no_targets) {
        Severity::Warning
    } else {
        rule.severity
    }
}

/// Whether a rule applies to a target; `Maybe` leaves the missing facts in the sink's doubt.
fn applies(rule: &Rule, target: &Target<'_>, sink: &mut Sink<'_>) -> bool {
    sink.doubt.clear();
    if !rule.enabled {
        return false;
    }
    let for_type =
        |content_type| rule.content_types.is_empty() || rule.content_types.contains(&content_type);
    let sure = for_type(target.content_type);
    if let Some((other, needs)) = target.otherwise
        && for_type(other) != sure
    {
        needs.iter().for_each(|need| sink.doubt.add(need));
    } else if !sure {
        return false;
    }
    rule.when.iter().all(|condition| match condition {
        Condition::Premium(wanted) => {
            (target.account.and_then(|facts| facts.premium) == Some(true)) == *wanted
        }
        Condition::AccountType(wanted) => {
            let known = target
                .account
                .and_then(|facts| facts.account_type.as_deref());
            *wanted
                == known
                    .and_then(AccountType::from_name)
                    .unwrap_or(AccountType::Unknown)
        }
        Condition::KnownPremium(wanted) => {
            target.account.and_then(|facts| facts.premium) == Some(*wanted)
        }
        // Inside a list it holds or not for each entry by itself.
        Condition::OptionIs { option, .. }
        | Condition::OptionNot { option, .. }
        | Condition::OptionFormat { option, .. }
        | Condition::OptionSet(option)
        | Condition::OptionUnset(option) => {
            met(condition, target.options.get(option), target.context) || option.in_list()
        }
        Condition::FieldIs { .. } | Condition::FieldNot { .. } => {
            super::fields::met(condition, target.body.root)
        }
        Condition::PostTitle(wanted) => {
            target
                .body
                .fields
                .title
                .is_some_and(|title| !title.is_absent())
                == *wanted
        }
        Condition::HasMedia(media) | Condition::LacksMedia(media) => {
            let wanted = matches!(condition, Condition::HasMedia(_));
            match target.has(*media) {
                Answer::Yes => wanted,
                Answer::No => !wanted,
                Answer::Maybe => {
                    sink.doubt.add("kind");
                    true
                }
            }
        }
    })
}

pub(super) fn is_scalar(value: Value<'_>, scalar: &Scalar) -> bool {
    match scalar {
        Scalar::Bool(wanted) => value.as_bool() == Some(*wanted),
        Scalar::Int(wanted) => value.as_int() == Some(*wanted),
        Scalar::Text(wanted) => value.as_str() == Some(wanted.as_str()),
    }
}

/// Decides every rule of the platform.
pub(super) fn target<'r>(rules: &'r PlatformRules, target: &Target<'_>, sink: &mut Sink<'r>) {
    let meters = sink.meters.len();
    let plan = &rules.plan;
    group(plan.group(Trigger::Always.group()), rules, target, sink);
    if target.has_text {
        group(plan.group(Trigger::Text.group()), rules, target, sink);
    }
    if target.has_options && !super::shape::is_plain(rules, target) {
        group(plan.group(Trigger::Options.group()), rules, target, sink);
    }
    if target.classes != 0 {
        group(plan.group(Trigger::Media(0).group()), rules, target, sink);
    }
    for slot in target.present {
        let trigger = Trigger::Top(*slot);
        group(plan.group(trigger.group()), rules, target, sink);
    }
    sink.doubt.clear();
    // In the order of the rows.
    if let Some(meters) = sink.meters.get_mut(meters..) {
        meters.sort_by_key(|meter| meter.row);
    }
}

fn group<'r>(steps: &[Step], rules: &'r PlatformRules, target: &Target<'_>, sink: &mut Sink<'r>) {
    let sure = bit(target.content_type);
    let other = target.otherwise.map_or(sure, |(other, _)| bit(other));
    for step in steps {
        if step.types & (sure | other) == 0
            || (step.classes != 0 && step.classes & target.classes == 0)
        {
            continue;
        }
        let Some(rule) = rules.rules.get(usize::from(step.rule)) else {
            continue;
        };
        sink.row = step.rule;
        // Whether it applies is plain, unless it has conditions or applies to one of two types.
        let plain = step.plain && step.types & sure != 0 && step.types & other != 0;
        if plain {
            sink.doubt.clear();
        }
        if !plain && !applies(rule, target, sink) {
            continue;
        }
        match step.of {
            Of::Target => decide(rule, rules, target, sink),
            Of::Items => each_item(rule, step.classes, target, sink),
            Of::Pictures => each_picture(rule, rules, target, sink),
        }
    }
}

/// Decides a rule about pictures that stand for other items, for each by itself.
fn each_picture<'r>(
    rule: &'r Rule,
    rules: &'r PlatformRules,
    target: &Target<'_>,
    sink: &mut Sink<'r>,
) {
    let Some(of) = rule.check.item_media() else {
        return;
    };
    for picture in texts::pictures(target, of, rules) {
        let item = Item::picture(picture, target.context);
        match outcome(sink.words, &rule.check, &item, target) {
            Outcome::Holds => {}
            Outcome::Broken(params) => sink.broken(rule, picture, params),
            Outcome::Unknown(needs) => sink.unknown(rule, picture, needs),
        }
    }
}

/// Decides a rule about media for each item by itself that may be of these classes.
fn each_item<'r>(rule: &'r Rule, wanted: u8, target: &Target<'_>, sink: &mut Sink<'r>) {
    for item in target.items {
        if item.classes & wanted == 0 || holds(&rule.check, item) {
            continue;
        }
        let outcome = outcome(sink.words, &rule.check, item, target);
        match (outcome, item.is_in(wanted)) {
            (Outcome::Holds, _) => {}
            (Outcome::Broken(params), Answer::Yes) => sink.broken(rule, item.value, params),
            (Outcome::Broken(_), _) => sink.unknown(rule, item.value, &[item.kind_needs()]),
            (Outcome::Unknown(needs), Answer::Yes) => sink.unknown(rule, item.value, needs),
            (Outcome::Unknown(needs), _) => {
                let mut all = alloc::vec![item.kind_needs()];
                all.extend(needs.iter().filter(|need| **need != item.kind_needs()));
                sink.unknown(rule, item.value, &all);
            }
        }
    }
}

fn decide<'r>(rule: &'r Rule, rules: &'r PlatformRules, target: &Target<'_>, sink: &mut Sink<'r>) {
    let specs = &rules.options[..];
    match &rule.check {
        Check::TextRequired {
            despite_media,
            first_item,
        } => {
            let pieces = target
                .pieces()
                .take(if *first_item { 1 } else { usize::MAX });
            // A first item with nothing at all is the other row's finding.
            let lacks = |piece: &Piece<'_>| {
                let bare = piece.items.is_empty();
                piece.text.is_none()
                    && if *first_item {
                        !bare
                    } else {
                        *despite_media || bare
                    }
            };
            for piece in pieces.filter(|piece| lacks(piece) && !piece.misshapen) {
                sink.broken(
                    rule,
                    piece.empty_text.unwrap_or(piece.holder),
                    Params::new(),
                );
            }
        }
        Check::TextLength { of, unit, max } => {
            texts::lengths(target, of, specs, |value, text| {
                length(rule, target, sink, value, text, *unit, *max, of)
            });
        }
        Check::TextTruncated { of, unit, max } => {
            texts::lengths(target, of, specs, |value, text| {
                length(rule, target, sink, value, text, *unit, *max, of)
            });
        }
        Check::OptionLength { of, unit, max } => {
            texts::lengths(target, of, specs, |value, text| {
                length(rule, target, sink, value, text, *unit, *max, of)
            });
        }
        Check::TextIgnored {} => {
            for text in target.pieces().filter_map(|piece| piece.text) {
                sink.broken(rule, text, Params::new());
            }
        }
        Check::TextCount { counted, max } => {
            for text in target.pieces().filter_map(|piece| piece.text) {
                let text_of = text.as_str().unwrap_or_default();
                if let Some(actual) = texts::beyond(text_of, *counted, *max) {
                    sink.broken(rule, text, || {
                        alloc::vec![
                            ("actual", actual.into()),
                            ("max", (*max).into()),
                            ("over", actual.saturating_sub(*max).into()),
                            ("what", counted.as_str().into())
                        ]
                    });
                }
            }
        }
        Check::TextMarkup { of, syntax } => texts::lengths(target, of, specs, |value, text| {
            if let Some(params) = texts::markup(sink.words, text, *syntax, target.data) {
                sink.broken(rule, value, params);
            }
        }),
        Check::MediaRequired { of } => {
            for piece in target.pieces() {
                match piece.has(*of) {
                    Answer::Yes => {}
                    Answer::Maybe => sink.unknown(rule, place(&piece), &["kind"]),
                    Answer::No if piece.misshapen => {}
                    Answer::No => sink.broken(rule, place(&piece), || {
                        alloc::vec![("allowed", of.as_str().into())]
                    }),
                }
            }
        }
        Check::MediaCount {
            of,
            max,
            animated_gif_counts,
        } => {
            for piece in target.pieces() {
                count(
                    rule,
                    &piece,
                    *of,
                    *max,
                    animated_gif_counts.unwrap_or(1),
                    sink,
                );
            }
        }
        Check::MediaMixed { one, other } => {
            for piece in target.pieces() {
                match (piece.has(*one), piece.has(*other)) {
                    (Answer::Yes, Answer::Yes) => {
                        sink.broken(rule, place(&piece), || {
                            alloc::vec![
                                ("one", one.as_str().into()),
                                ("other", other.as_str().into())
                            ]
                        });
                    }
                    (Answer::No, _) | (_, Answer::No) => {}
                    // One item of unknown kind cannot be both.
                    _ if piece.items.len() < 2 => {}
                    _ => {
                        let maybe = |item: &&Item<'_>, of| item.is(of) == Answer::Maybe;
                        let mut items = piece.items.iter();
                        let open = items.find(|item| maybe(item, *one) || maybe(item, *other));
                        let needs = open.map_or("kind", Item::kind_needs);
                        sink.unknown(rule, place(&piece), &[needs]);
                    }
                }
            }
        }
        Check::MediaUrl { must_be } => {
            for item in target.items.iter() {
                let Some(url) = item.fields.url else {
                    continue;
                };
                let text = url.as_str().unwrap_or_default();
                if let Some(params) = url_fault(text, &item.url, *must_be, item.info.is_some()) {
                    sink.broken(rule, url, params);
                }
            }
        }
        Check::MediaSameRatio { of } => {
            for piece in target.pieces() {
                same_ratio(rule, &piece, *of, sink);
            }
        }
        Check::ThumbnailIgnored { of } => {
            for picture in target
                .items
                .iter()
                .filter_map(|item| texts::picture(item, *of))
            {
                sink.broken(rule, picture, Params::new());
            }
        }
        Check::OptionTypes {}
        | Check::OptionNames {}
        | Check::OptionForeign {}
        | Check::OptionPlaces {} => {
            super::shape::options(rule, rules, target, sink);
        }
        _ => super::options::decide(rule, specs, target, sink),
    }
}

/// Where the number and the mix of media is reported.
fn place<'t>(piece: &Piece<'t>) -> Value<'t> {
    piece.media.unwrap_or(piece.holder)
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one row and one text"
)]
fn length<'r>(
    rule: &'r Rule,
    target: &Target<'_>,
    sink: &mut Sink<'r>,
    value: Value<'_>,
    text: &str,
    unit: Unit,
    max: u32,
    of: &Source,
) {
    // Where nobody asks for meters, what has few bytes need not be counted: only links, and letters
    // that come apart, can count more than their bytes.
    if sink.words == Words::Left && unit != Unit::Weighted && text.len() <= max as usize {
        return;
    }
    let actual = match texts::visible(target, of, text) {
        Some(count) => count,
        None => sink.count(value, text, unit),
    };
    if rule.shows_meter() && sink.doubt.count == 0 {
        sink.meters.push(Length {
            at: value.at,
            target: sink.target,
            row: sink.row,
            count: actual,
            limit: max,
            unit,
        });
    }
    if actual > max {
        sink.broken(rule, value, || {
            alloc::vec![
                ("actual", actual.into()),
                ("max", max.into()),
                ("over", actual.saturating_sub(max).into()),
                ("unit", unit.as_str().into()),
            ]
        });
    }
}

fn count<'r>(
    rule: &'r Rule,
    piece: &Piece<'_>,
    of: Media,
    max: u32,
    gif: u32,
    sink: &mut Sink<'r>,
) {
    let (mut sure, mut possible) = piece.count(of);
    if gif > 1 {
        let (sure_gifs, possible_gifs) = piece.count(Media::AnimatedGif);
        let more = |gifs: u32| gifs.saturating_mul(gif.saturating_sub(1));
        sure = sure.saturating_add(more(sure_gifs));
        possible = possible.saturating_add(more(possible_gifs));
    }
    if sure > max {
        sink.broken(rule, place(piece), || {
            alloc::vec![
                ("actual", sure.into()),
                ("max", max.into()),
                ("over", sure.saturating_sub(max).into()),
                ("what", of.as_str().into())
            ]
        });
    } else if possible > max {
        let open = piece.items.iter().find(|item| {
            item.is(of) == Answer::Maybe
                || (gif > 1 && item.is(Media::AnimatedGif) == Answer::Maybe)
        });
        sink.unknown(rule, place(piece), &[open.map_or("kind", Item::kind_needs)]);
    }
}

fn same_ratio<'r>(rule: &'r Rule, piece: &Piece<'_>, of: Media, sink: &mut Sink<'r>) {
    let mut items = piece.items.iter().filter(|item| item.is(of) != Answer::No);
    let Some(first) = items.next() else { return };
    let Some(wanted) = first.size() else {
        if items.next().is_some() {
            sink.unknown(rule, first.value, &["width", "height"]);
        }
        return;
    };
    for item in items {
        match item.size() {
            Some(size) if near(size, Ratio::of(wanted.0, wanted.1)) => {}
            Some(size) => {
                sink.broken(rule, item.value, || {
                    alloc::vec![
                        ("actual", ratio_json(size)),
                        ("first", ratio_json(wanted)),
                        ("width", size.0.into()),
                        ("height", size.1.into()),
                        (
                            "crop",
                            super::edit::crop(size, Ratio::of(wanted.0, wanted.1))
                        ),
                    ]
                });
            }
            None => sink.unknown(rule, item.value, &["width", "height"]),
        }
    }
}

/// What is wrong with the address of a media item, which is `kind` when taken apart.
pub(super) fn url_fault<'u>(
    url: &'u str,
    kind: &UrlKind<'u>,
    must_be: UrlRule,
    local: bool,
) -> Option<impl FnOnce() -> Params + use<'u>> {
    let broken = match (must_be, kind) {
        (UrlRule::Fetchable, UrlKind::Http(_)) => false,
        (UrlRule::Fetchable, UrlKind::NoScheme) => !local,
        (UrlRule::Fetchable, _) => true,
        (UrlRule::Public, UrlKind::Http(url)) => !url.host_is_public(),
        (UrlRule::Https, UrlKind::Http(url)) => !url.secure,
        (UrlRule::NoCredentials, UrlKind::Http(url)) => url.has_credentials_in_query(),
        _ => false,
    };
    let host = match kind {
        UrlKind::Http(url) => url.host,
        _ => url,
    };
    broken.then_some(move || {
        alloc::vec![
            ("actual", Json::from(short(host))),
            ("mustBe", must_be.as_str().into())
        ]
    })
}

/// Whether a text has the form that an option asks for.
pub(super) fn has_form(text: &str, form: Form) -> bool {
    let http = || match weburl::classify(text) {
        UrlKind::Http(url) => Some(url),
        _ => None,
    };
    match form {
        Form::Url => weburl::is_absolute_uri(text),
        Form::Https => http().is_none_or(|url| url.secure),
        Form::NoShortener => http().is_none_or(|url| !url.is_shortener()),
        Form::NoAtSign => !text.starts_with('@'),
        Form::NoSubredditPrefix => !text.starts_with("r/") && !text.starts_with("/r/"),
        Form::Digits => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        Form::CountryCode => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        Form::LanguageTag => text.split('-').enumerate().all(|(index, part)| {
            let long_enough = if index == 0 {
                (2..=8).contains(&part.len())
            } else {
                (1..=8).contains(&part.len())
            };
            long_enough && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }),
        Form::NoPeriodOrAmpersand => !text.contains(['.', '&']),
        Form::DateTime => time::parse(text).is_some(),
        Form::Date => time::is_date(text),
        Form::NotBlank => !text.trim().is_empty(),
    }
}

/// The values that an account offers.
pub(super) fn offered<'t>(target: &Target<'t>, list: AccountList) -> Option<&'t [String]> {
    let facts = target.account?;
    match list {
        AccountList::PrivacyLevels => facts.privacy_levels.as_deref(),
        AccountList::Boards => facts.boards.as_deref(),
    }
}

/// The moment an option names, in milliseconds.
pub(super) fn moment(value: Value<'_>, unit: TimeUnit) -> Option<i64> {
    let amount = value.as_int()?;
    Some(match unit {
        TimeUnit::Milliseconds => amount,
        TimeUnit::Seconds => amount.saturating_mul(1000),
    })
}

/// Whether an option has an option's documented type.
pub(super) fn has_type(value: Value<'_>, spec: &OptionSpec) -> bool {
    kinds(spec.kind) & value.kind().bit() != 0
        || (spec.kind == OptionType::Integer && value.as_int().is_some())
        || value.is_absent()
}

/// The JSON types that a documented type takes, as bits.
pub(super) const fn kinds(of: OptionType) -> u8 {
    use OptionType as T;
    match of {
        T::Any => u8::MAX,
        T::String => Kind::Str.bit(),
        T::UrlOrObject | T::TextOrObject => Kind::Str.bit() | Kind::Object.bit(),
        T::Boolean => Kind::Bool.bit(),
        T::Integer => Kind::Int.bit(),
        T::Number => Kind::Int.bit() | Kind::Num.bit(),
        T::Array => Kind::Array.bit(),
        T::Object => Kind::Object.bit(),
    }
}
