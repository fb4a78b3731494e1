//! Posts that are made of bytes, so that they reach deep rows: known platforms, their own options,
//! media with facts, accounts, times. Each target is aimed at a few rows, whose conditions it meets
//! and whose limits it meets or misses by one; what is made beside that is plausible, seldom odd.

mod aims;
mod breaks;
mod dice;
mod facts;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use postworthy::rules::{OptionSpec, OptionType, PLATFORMS, Platform, PlatformRules};
use serde_json::{Map, Value, json};

pub use dice::Dice;
use facts::Item;

/// A post and what is known beside it.
#[derive(Debug)]
pub struct Made {
    pub post: Value,
    pub context: Value,
}

/// What a part of a post is meant to be.
#[derive(Default)]
struct Plan {
    /// Options, by their documented names.
    options: BTreeMap<String, Value>,
    /// How many entries lists have.
    counts: BTreeMap<String, usize>,
    /// What must not be set.
    without: BTreeSet<String>,
    /// The text of the target.
    content: Option<String>,
    media: Vec<Item>,
    account: Map<String, Value>,
    /// Facts of files that options name.
    files: BTreeMap<String, Map<String, Value>>,
    /// Members that are no options, or none of this platform.
    foreign: Map<String, Value>,
    /// Fields of the post, as its options are.
    body: BTreeMap<String, Value>,
}

/// How many targets a post has: mostly few.
const TARGETS: &[usize] = &[1, 1, 2, 3, 0, 13];

/// The next post of these bytes.
pub fn next(dice: &mut Dice<'_>) -> Made {
    let all = &PLATFORMS[1..];
    let count = *dice.one_of(TARGETS);
    let mut whole = Plan::default();
    for _ in 0..dice.below(3) {
        aims::aim(dice, &PLATFORMS[0], &mut whole);
    }
    let (mut targets, mut accounts, mut media) = (Vec::new(), Map::new(), Map::new());
    for index in 0..count {
        let rules = dice.one_of(all);
        let mut plan = Plan::default();
        for _ in 0..=dice.below(3) {
            aims::aim(dice, rules, &mut plan);
        }
        let mut target = Map::new();
        let account = format!("account-{}", if dice.rarely(12) { 0 } else { index });
        let name = if dice.rarely(40) {
            "myspace"
        } else {
            rules.platform.as_str()
        };
        for (key, value) in [("platform", name), ("accountId", &account)] {
            if !dice.rarely(40) {
                target.insert(key.into(), value.into());
            }
        }
        let mut options = object(dice, rules, OptionSpec::TOP, &plan);
        options.append(&mut plan.foreign);
        place(dice, rules, options, &mut target, &mut whole);
        if let Some(text) = plan.content {
            if index == 0 {
                whole.content = Some(text);
            } else {
                target.insert("customContent".into(), text.into());
            }
        }
        if index == 0 {
            whole.media.append(&mut plan.media);
        } else if !plan.media.is_empty() {
            let items = plan.media.drain(..).map(|item| item.written(&mut media));
            target.insert("customMedia".into(), items.collect());
        }
        media.extend(
            plan.files
                .into_iter()
                .map(|(url, facts)| (url, facts.into())),
        );
        whole.body.append(&mut plan.body);
        if dice.rarely(6) {
            plan.account
                .insert("platform".into(), rules.platform.as_str().into());
        }
        if !plan.account.is_empty() {
            accounts.insert(account, plan.account.into());
        }
        targets.push(Value::from(target));
    }
    if whole.content.is_none() && !dice.rarely(4) {
        whole.content = Some(values::text(dice));
    }
    let items = whole.media.drain(..).map(|item| item.written(&mut media));
    let items: Vec<Value> = items.collect();
    whole.options.append(&mut whole.body);
    let mut post = object(dice, &PLATFORMS[0], OptionSpec::TOP, &whole);
    post.append(&mut whole.foreign);
    post.insert("platforms".into(), targets.into());
    if let Some(text) = whole.content {
        post.insert("content".into(), text.into());
    }
    if !items.is_empty() {
        post.insert("mediaItems".into(), items.into());
    }
    if !post.contains_key("isDraft") && !dice.rarely(4) {
        post.insert("publishNow".into(), true.into());
    }
    let now = dice.one_of(values::TIMES);
    let mut context = json!({ "media": media, "accounts": accounts, "now": now });
    if dice.rarely(16) {
        context = json!({});
    }
    Made {
        post: post.into(),
        context,
    }
}

/// Puts the options of a target where they may stand.
fn place(
    dice: &mut Dice<'_>,
    rules: &PlatformRules,
    options: Map<String, Value>,
    target: &mut Map<String, Value>,
    whole: &mut Plan,
) {
    let (mut data, mut settings) = (Map::new(), Map::new());
    for (key, value) in options {
        let mut of_platform = rules.options.iter();
        let inner = of_platform.any(|spec| spec.in_settings && spec.key.as_str() == key);
        if inner { &mut settings } else { &mut data }.insert(key, value);
    }
    if let Some(place) = &rules.settings {
        let name = place.name.as_str().to_string();
        match dice.below(4) {
            0 | 1 if !settings.is_empty() => _ = data.insert(name, settings.into()),
            2 if !settings.is_empty() => _ = whole.body.insert(name, settings.into()),
            _ => data.append(&mut settings),
        }
    }
    if !data.is_empty() {
        target.insert("platformSpecificData".into(), data.into());
    }
}

/// The members of an option, or of a post: what is meant to be there, and seldom something else.
fn object(
    dice: &mut Dice<'_>,
    rules: &PlatformRules,
    parent: u8,
    plan: &Plan,
) -> Map<String, Value> {
    let mut made = Map::new();
    for (slot, spec) in (0..=u8::MAX).zip(rules.options.iter()) {
        let name = spec.name.as_str();
        let own = rules.platform == Platform::Post
            && ["platforms", "mediaItems", "content"].contains(&name);
        if spec.parent != parent || own || plan.without.contains(name) {
            continue;
        }
        if !meant(plan, name) && !dice.rarely(if parent == OptionSpec::TOP { 12 } else { 3 }) {
            continue;
        }
        let mut key = spec.key.as_str();
        if dice.rarely(20) && !spec.aliases.is_empty() {
            key = dice.one_of(&spec.aliases).as_str();
        }
        let mut key = key.to_string();
        if dice.rarely(60) {
            key.pop();
        }
        let value = if dice.rarely(40) {
            values::odd(dice)
        } else {
            value(dice, rules, slot, spec, plan)
        };
        made.insert(key, value);
    }
    made
}

/// Whether an option, or one inside it, is to be set.
fn meant(plan: &Plan, name: &str) -> bool {
    let inside = |other: &String| {
        let rest = other.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    plan.options.keys().any(inside) || plan.counts.keys().any(inside)
}

fn has_parts(rules: &PlatformRules, slot: u8) -> bool {
    rules.options.iter().any(|spec| spec.parent == slot)
}

fn value(
    dice: &mut Dice<'_>,
    rules: &PlatformRules,
    slot: u8,
    spec: &OptionSpec,
    plan: &Plan,
) -> Value {
    let name = spec.name.as_str();
    if let Some(value) = plan.options.get(name) {
        // One entry of a list may do without.
        if !name.contains("[]") || !dice.rarely(3) {
            return value.clone();
        }
    }
    match spec.kind {
        OptionType::Array => {
            let element = format!("{name}[]");
            let mut all = (0..=u8::MAX).zip(rules.options.iter());
            let element = all.find(|(_, other)| other.name.as_str() == element);
            let few = 1 + dice.below(3);
            let count = plan.counts.get(name).copied().unwrap_or(few);
            let entry = |_| match element {
                Some((slot, spec)) => value_of_entry(dice, rules, slot, spec, plan),
                None => values::plain(dice, OptionType::String),
            };
            (0..count).map(entry).collect()
        }
        // Some options may be a text or an object.
        kind if has_parts(rules, slot) && (kind == OptionType::Object || !dice.rarely(6)) => {
            object(dice, rules, slot, plan).into()
        }
        kind => values::near(dice, rules, name).unwrap_or_else(|| values::plain(dice, kind)),
    }
}

/// An entry of a list; media items are made with facts nowhere else.
fn value_of_entry(
    dice: &mut Dice<'_>,
    rules: &PlatformRules,
    slot: u8,
    spec: &OptionSpec,
    plan: &Plan,
) -> Value {
    if spec.name.as_str().ends_with("ediaItems[]") && dice.rarely(2) {
        return json!({ "url": values::url(dice) });
    }
    value(dice, rules, slot, spec, plan)
}
