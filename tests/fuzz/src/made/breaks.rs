//! What makes a check find something, or just not.

use postworthy::rules::{AccountList, Check, Counted, Media, PLATFORMS, PlatformRules, Source};
use serde_json::json;

use super::aims::set;
use super::{Dice, Plan, facts, values};

/// Whatever it takes for the check to find something, or just not.
pub(super) fn break_check(
    dice: &mut Dice<'_>,
    rules: &PlatformRules,
    check: &Check,
    plan: &mut Plan,
) {
    match check {
        Check::OptionRequired { option, .. } | Check::RecommendOption { option } => {
            without(option.name.as_str(), plan);
            if let Some((parent, _)) = option.name.as_str().rsplit_once('.') {
                let parent = parent.strip_suffix("[]").unwrap_or(parent);
                set(dice, rules, parent, plan);
            }
        }
        Check::FieldRequired { field } | Check::RecommendField { field } => {
            without(field.as_str(), plan);
            if let Some((parent, _)) = field.as_str().rsplit_once('.') {
                plan.counts.insert(parent.into(), 1);
            }
        }
        Check::OptionCount { option, max } => count(dice, option.name.as_str(), *max, plan),
        Check::OptionMinCount { option, min } => {
            count(dice, option.name.as_str(), min.saturating_sub(2), plan);
        }
        Check::FieldCount { field, min, max } => {
            let limit = max.unwrap_or_else(|| min.unwrap_or(1).saturating_sub(2));
            count(dice, field.as_str(), limit, plan);
        }
        Check::OptionPerMedia { option } => {
            count(dice, option.name.as_str(), 2, plan);
            plan.media = (0..3).map(|_| facts::item(dice, Media::Photo)).collect();
        }
        Check::OptionConflict {
            option,
            with,
            media,
            ..
        } => {
            set(dice, rules, option.name.as_str(), plan);
            if !with.is_empty() {
                let other = dice.one_of(with).name.as_str();
                set(dice, rules, other, plan);
            }
            if let Some(of) = media {
                plan.media.push(facts::item(dice, *of));
            }
        }
        Check::OptionOffered { option, list } => {
            set(dice, rules, option.name.as_str(), plan);
            let name = match list {
                AccountList::PrivacyLevels => "privacyLevels",
                AccountList::Boards => "boards",
            };
            plan.account
                .insert(name.into(), json!(["offered", "PUBLIC_TO_EVERYONE"]));
        }
        Check::OptionIgnored { of } => match of {
            Source::Option(option) => set(dice, rules, option.name.as_str(), plan),
            _ => with_item(dice, Media::Any, plan, |_, item| {
                item.members.insert("altText".into(), "a jar".into());
            }),
        },
        Check::FieldIgnored { field } => {
            plan.body
                .insert(field.as_str().into(), values::text(dice).into());
        }
        Check::OptionFileBytes { option, .. } => {
            let url = "https://example.com/file.jpg";
            plan.options.insert(option.name.as_str().into(), url.into());
            facts::about(dice, check, plan.files.entry(url.into()).or_default());
        }
        Check::TextRequired { .. } => {
            plan.content = Some(["", " \n"][dice.below(2)].into());
            if dice.below(2) == 0 {
                plan.media.clear();
            }
        }
        Check::TextLength { of, unit, max }
        | Check::TextTruncated { of, unit, max }
        | Check::OptionLength { of, unit, max } => {
            let length = dice.about(u64::from(*max));
            let text = values::long(dice, *unit, length);
            source(dice, of, text, plan);
        }
        Check::TextMarkup { of, .. } => {
            let text = dice.one_of(&[
                "<b>a",
                "a <i>b</i> > c",
                "*a",
                "_a_ [b](",
                "a_b",
                "<a href='x'>y</a>",
            ]);
            source(dice, of, (*text).into(), plan);
        }
        Check::TextIgnored {} => plan.content = Some(values::text(dice)),
        Check::TextCount { counted, max } => {
            let piece = match counted {
                Counted::Hashtags => "#tag",
                Counted::Mentions => "@user",
                Counted::Links => "https://example.com/",
            };
            let most = u32::try_from(dice.about(u64::from(*max))).unwrap_or(0);
            let words = (0..most).map(|at| format!("{piece}{at} "));
            plan.content = Some(words.collect());
        }
        Check::MediaRequired { .. } => plan.media.clear(),
        Check::MediaCount { of, max, .. } => {
            let count = dice.about(u64::from(*max));
            plan.media = (0..count.min(60)).map(|_| facts::item(dice, *of)).collect();
        }
        Check::MediaMixed { one, other } => {
            plan.media = vec![facts::item(dice, *one), facts::item(dice, *other)];
        }
        Check::MediaSameRatio { of } => {
            plan.media = vec![facts::item(dice, *of), facts::item(dice, *of)];
            if let Some((_, facts)) = plan
                .media
                .first_mut()
                .and_then(|item| item.files.first_mut())
            {
                facts::about(dice, check, facts);
            }
        }
        Check::MediaUrl { .. } => with_item(dice, Media::Any, plan, |dice, item| {
            item.members.insert("url".into(), values::url(dice).into());
        }),
        Check::ItemOptions {} => with_item(dice, Media::Any, plan, |dice, item| {
            let name = dice.one_of(&["altText", "thumbnail", "instagramThumbnail"]);
            item.members.insert((*name).into(), values::odd(dice));
        }),
        Check::ThumbnailIgnored { of } => with_item(dice, *of, plan, |_, item| {
            for name in ["thumbnail", "instagramThumbnail"] {
                item.members
                    .insert(name.into(), "https://example.com/cover.jpg".into());
            }
        }),
        Check::MediaAccountDuration { of } => {
            plan.account.insert("maxVideoSeconds".into(), 60.into());
            plan.media = vec![facts::item(dice, *of)];
            with_facts(dice, check, plan);
        }
        Check::UploadBytes { .. } | Check::UploadFormat { .. } => {
            with_item(dice, Media::Any, plan, |_, item| {
                let url = "media/local.jpg";
                item.members.insert("url".into(), url.into());
                if let Some(file) = item.files.first_mut() {
                    file.0 = url.into();
                }
            });
            with_facts(dice, check, plan);
        }
        Check::TagLength { unit, max } => {
            let length = dice.about(u64::from(*max));
            plan.body
                .insert("tags".into(), json!([values::long(dice, *unit, length)]));
        }
        Check::TagsLength { max, .. } => {
            let tags = (0..max / 20).map(|at| format!("a-tag-of-20-letters{at}"));
            plan.body.insert("tags".into(), tags.collect());
        }
        Check::TagsOnce {} => {
            _ = plan
                .body
                .insert("tags".into(), json!(["jam", "bread", "jam"]))
        }
        Check::ScheduleFormat {} | Check::ScheduleFuture {} => {
            plan.body
                .insert("scheduledFor".into(), (*dice.one_of(values::TIMES)).into());
        }
        Check::ScheduleConflict {} => {
            plan.body
                .insert("scheduledFor".into(), values::TIMES[0].into());
            plan.body.insert("publishNow".into(), true.into());
        }
        Check::ScheduleQueue {} => _ = plan.body.insert("queueId".into(), "q".into()),
        Check::PostNames {} | Check::OptionNames {} => {
            plan.foreign.insert("contant".into(), values::odd(dice));
        }
        Check::OptionForeign {} => {
            let other = dice.one_of(PLATFORMS);
            let name = dice.one_of(&other.options).key.as_str();
            plan.foreign.insert(name.into(), values::odd(dice));
        }
        other => {
            if let Some(of) = media_of(other) {
                let cover = matches!(of, Media::Thumbnail | Media::ReelCover);
                if cover {
                    plan.media.clear();
                }
                if plan.media.is_empty() || dice.rarely(4) {
                    let mut item = facts::item(dice, of);
                    // On YouTube a wide video is no Short, and has a cover.
                    if cover && dice.below(2) == 0 {
                        let video = item.files.last_mut();
                        video.map(|(_, facts)| facts.insert("width".into(), 2560.into()));
                    }
                    plan.media.push(item);
                }
                with_facts(dice, other, plan);
            } else {
                of_option(dice, rules, other, plan);
            }
        }
    }
}

/// Sets the option that the check is about to a value about its limit.
fn of_option(dice: &mut Dice<'_>, rules: &PlatformRules, check: &Check, plan: &mut Plan) {
    for spec in rules.options.iter() {
        let name = spec.name.as_str();
        if let Some(value) = values::of_check(dice, check, name) {
            plan.options.insert(name.into(), value);
        }
        if matches!(check, Check::OptionUnsupported { option } if option.name == spec.name) {
            set(dice, rules, name, plan);
        }
    }
}

fn without(name: &str, plan: &mut Plan) {
    plan.options.remove(name);
    plan.without.insert(name.into());
}

fn count(dice: &mut Dice<'_>, name: &str, limit: u32, plan: &mut Plan) {
    let count = usize::try_from(dice.about(u64::from(limit))).unwrap_or(1);
    plan.counts.insert(name.into(), count.min(300));
}

fn source(dice: &mut Dice<'_>, of: &Source, text: String, plan: &mut Plan) {
    match of {
        Source::Content | Source::FirstLine => plan.content = Some(text),
        Source::PostTitle => _ = plan.body.insert("title".into(), text.into()),
        Source::AltText => with_item(dice, Media::Any, plan, |_, item| {
            item.members.insert("altText".into(), text.into());
        }),
        Source::Option(option) => {
            plan.options
                .insert(option.name.as_str().into(), text.into());
        }
    }
}

fn with_item(
    dice: &mut Dice<'_>,
    of: Media,
    plan: &mut Plan,
    change: impl FnOnce(&mut Dice<'_>, &mut facts::Item),
) {
    if plan.media.is_empty() {
        plan.media.push(facts::item(dice, of));
    }
    if let Some(item) = plan.media.last_mut() {
        change(dice, item);
    }
}

fn with_facts(dice: &mut Dice<'_>, check: &Check, plan: &mut Plan) {
    if let Some((_, facts)) = plan
        .media
        .last_mut()
        .and_then(|item| item.files.first_mut())
    {
        facts::about(dice, check, facts);
    }
}

/// The media that a check of single items is about, as its row says in JSON.
fn media_of(check: &Check) -> Option<Media> {
    let json = serde_json::to_value(check).ok()?;
    let of = json.get(check.name())?.get("of")?.as_str()?;
    Media::from_name(of)
}
