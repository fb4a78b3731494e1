//! Rows that a target is aimed at: their conditions are met, their limits met or missed by one.

use postworthy::rules::{Condition, ContentType, Media, PlatformRules, Rule};

use super::breaks::break_check;
use super::{Dice, Plan, facts, values};

/// Aims at one of the rows of a platform.
pub(super) fn aim(dice: &mut Dice<'_>, rules: &PlatformRules, plan: &mut Plan) {
    let rule = dice.one_of(&rules.rules);
    become_type(dice, rules, rule, plan);
    for condition in rule.when.iter() {
        meet(dice, rules, condition, plan);
    }
    let premium = |condition: &Condition| matches!(condition, Condition::Premium(_));
    if !rule.when.iter().any(premium) && dice.rarely(8) {
        plan.account
            .insert("premium".into(), (dice.below(2) == 0).into());
    }
    break_check(dice, rules, &rule.check, plan);
}

/// Makes the target one of the types that the row is about.
fn become_type(dice: &mut Dice<'_>, rules: &PlatformRules, rule: &Rule, plan: &mut Plan) {
    use ContentType as C;
    if rule.content_types.is_empty() {
        return;
    }
    let of = *dice.one_of(&rule.content_types);
    let has_choice = rules
        .options
        .iter()
        .any(|spec| spec.name.as_str() == "contentType");
    let name = of.as_str();
    match of {
        C::Story | C::SavedStory | C::Spotlight if has_choice => {
            plan.options.insert("contentType".into(), name.into());
        }
        C::Reel if has_choice => {
            plan.options.insert("contentType".into(), name.into());
            plan.media = vec![facts::item(dice, Media::Video)];
        }
        C::Thread => {
            plan.counts.insert("threadItems".into(), 1 + dice.below(3));
        }
        C::Carousel => {
            let count = 2 + dice.below(3);
            plan.media = (0..count)
                .map(|_| facts::item(dice, Media::Image))
                .collect();
        }
        C::Document => plan.media = vec![facts::item(dice, Media::Document)],
        C::Photo | C::Image => plan.media = vec![facts::item(dice, Media::Photo)],
        C::Video | C::Short => plan.media = vec![facts::item(dice, Media::Video)],
        C::Link => _ = plan.options.insert("url".into(), values::url(dice).into()),
        C::Text | C::Message => plan.media.clear(),
        C::Media => plan.media = vec![facts::item(dice, Media::ImageOrVideo)],
        _ => {}
    }
    if of == C::Video && rule.check.name() != "media-max-duration" {
        // A video on YouTube is what is no Short.
        for (_, facts) in plan.media.iter_mut().flat_map(|item| &mut item.files) {
            facts.insert("width".into(), 2560.into());
        }
    }
}

fn meet(dice: &mut Dice<'_>, rules: &PlatformRules, condition: &Condition, plan: &mut Plan) {
    match condition {
        Condition::Premium(is) | Condition::KnownPremium(is) => {
            plan.account.insert("premium".into(), (*is).into());
        }
        Condition::AccountType(kind) => {
            plan.account
                .insert("accountType".into(), kind.as_str().into());
        }
        Condition::OptionIs { option, value } => {
            plan.options
                .insert(option.name.as_str().into(), values::scalar(value));
        }
        Condition::OptionNot { option, .. } | Condition::OptionUnset(option) => {
            plan.options.remove(option.name.as_str());
            plan.without.insert(option.name.as_str().into());
        }
        Condition::OptionSet(option) => set(dice, rules, option.name.as_str(), plan),
        Condition::OptionFormat { option, format } => {
            let extension = format.extensions().next().unwrap_or_default();
            let url = format!("https://example.com/cover.{extension}");
            plan.options.insert(option.name.as_str().into(), url.into());
        }
        Condition::FieldIs { field, value } => {
            plan.body
                .insert(field.as_str().into(), values::scalar(value));
        }
        Condition::FieldNot { .. } => {}
        Condition::PostTitle(is) => {
            if *is {
                plan.body.insert("title".into(), values::text(dice).into());
            }
        }
        Condition::HasMedia(of) => {
            if plan.media.is_empty() {
                plan.media.push(facts::item(dice, *of));
            }
        }
        Condition::LacksMedia(_) => plan.media.clear(),
    }
}

/// Sets an option to what it may be.
pub(super) fn set(dice: &mut Dice<'_>, rules: &PlatformRules, name: &str, plan: &mut Plan) {
    if plan.options.contains_key(name) || plan.without.contains(name) {
        return;
    }
    let Some(spec) = rules.options.iter().find(|spec| spec.name.as_str() == name) else {
        return;
    };
    let has_parts = rules.options.iter().any(|other| {
        let rest = other.name.as_str().strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with(['.', '[']))
    });
    if has_parts {
        let count = 1 + dice.below(3);
        plan.counts.insert(name.into(), count);
        return;
    }
    let value = values::near(dice, rules, name);
    let value = value.unwrap_or_else(|| values::plain(dice, spec.kind));
    plan.options.insert(name.into(), value);
}
