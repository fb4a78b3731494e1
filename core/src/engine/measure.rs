//! How long a text is for a platform, and how much of it fits.

use alloc::vec::Vec;

use serde::Serialize;

use super::Engine;
use super::limits::holds_for;
use crate::code::Severity;
use crate::context::AccountFacts;
use crate::rules::{AccountType, Check, Condition, ContentType, Platform, Rule, Source};
use crate::text::telegram::{self, ParseMode};
use crate::text::{self, Unit};
use crate::written::written;

/// A text held against one limit of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextMeasure<'e> {
    /// The row that has the limit.
    pub rule: &'e str,
    /// `error` where longer text is refused, `warning` where it is cut or doubtful.
    pub severity: Severity,
    /// What is counted.
    pub unit: Unit,
    /// What the text counts.
    pub count: u32,
    /// What it may count.
    pub limit: u32,
    /// What is left; negative where the text is too long.
    pub remaining: i64,
    /// Bytes of the longest prefix within the limit that cuts nothing people see as one; all of
    /// the text where it fits.
    pub fits: usize,
}

written!(TextMeasure<'e> {
    rule,
    severity,
    unit,
    count,
    limit,
    remaining,
    fits,
});

impl Engine {
    /// How long a text is as the content of a post, the tightest limit first.
    ///
    /// Without a content type the text is taken for what the platform makes of text alone (of
    /// TikTok and YouTube: for the text of a video). Telegram's markup is read as HTML, its
    /// default. Of the account, `premium` and `accountType` matter.
    ///
    /// ```
    /// use postworthy::rules::Platform;
    /// use postworthy::{AccountFacts, Engine};
    ///
    /// let text = "e".repeat(301);
    /// let engine = Engine::builtin();
    /// let all = engine.measure(&text, Platform::Bluesky, None, &AccountFacts::default());
    /// assert_eq!((all[0].remaining, all[0].fits), (-1, 300));
    /// assert_eq!((all[1].unit.as_str(), all[1].remaining), ("bytes", 2_699));
    /// ```
    #[must_use]
    pub fn measure(
        &self,
        text: &str,
        platform: Platform,
        content_type: Option<ContentType>,
        account: &AccountFacts,
    ) -> Vec<TextMeasure<'_>> {
        let content_type = content_type.or_else(|| of_text(platform));
        let rows = self
            .platform(platform)
            .into_iter()
            .flat_map(|rules| rules.rules.iter())
            .filter(|rule| rule.enabled && holds_for(rule, content_type))
            .filter(|rule| rule.when.iter().all(|one| holds(one, account)));
        let mut all: Vec<TextMeasure<'_>> =
            rows.filter_map(|rule| one(rule, platform, text)).collect();
        all.sort_by(|a, b| (a.fits, a.remaining, a.rule).cmp(&(b.fits, b.remaining, b.rule)));
        all
    }
}

/// How long a text is as the content of a post, by the built-in rows: see [`Engine::measure`].
///
/// ```
/// use postworthy::measure;
/// use postworthy::rules::Platform;
///
/// let all = measure("Read more at example.com/launch", Platform::Twitter);
/// assert_eq!((all[0].count, all[0].limit), (13 + 23, 280));
/// ```
#[must_use]
pub fn measure(text: &str, platform: Platform) -> Vec<TextMeasure<'static>> {
    super::BUILTIN.measure(text, platform, None, &AccountFacts::default())
}

/// What a platform makes of a text; where it takes none alone, its most usual type.
const fn of_text(platform: Platform) -> Option<ContentType> {
    match platform {
        // Shorts are videos that are known to be short.
        Platform::Youtube => Some(ContentType::Video),
        other => other.content_types().first().copied(),
    }
}

fn one<'e>(rule: &'e Rule, platform: Platform, text: &str) -> Option<TextMeasure<'e>> {
    let (Check::TextLength { of, unit, max } | Check::TextTruncated { of, unit, max }) =
        &rule.check
    else {
        return None;
    };
    if *of != Source::Content || !rule.shows_meter() {
        return None;
    }
    let parsed = (platform == Platform::Telegram)
        .then(|| telegram::measure(text, ParseMode::Html, *max).ok())
        .flatten();
    let measured = parsed.unwrap_or_else(|| text::measure(text, *unit, *max));
    Some(TextMeasure {
        rule: rule.id.as_str(),
        severity: rule.severity,
        unit: *unit,
        count: measured.count,
        limit: *max,
        remaining: measured.remaining(),
        fits: measured.fits,
    })
}

/// Whether a condition holds for a post without options.
fn holds(condition: &Condition, account: &AccountFacts) -> bool {
    match condition {
        Condition::Premium(wanted) => (account.premium == Some(true)) == *wanted,
        Condition::AccountType(wanted) => {
            let known = account.account_type.as_deref();
            *wanted
                == known
                    .and_then(AccountType::from_name)
                    .unwrap_or(AccountType::Unknown)
        }
        Condition::KnownPremium(wanted) => account.premium == Some(*wanted),
        Condition::OptionNot { .. } | Condition::OptionUnset(_) | Condition::FieldNot { .. } => {
            true
        }
        Condition::OptionIs { .. }
        | Condition::OptionFormat { .. }
        | Condition::OptionSet(_)
        | Condition::FieldIs { .. } => false,
        Condition::PostTitle(wanted) => !wanted,
        // Which media there will be is said by the content type.
        Condition::HasMedia(_) | Condition::LacksMedia(_) => true,
    }
}
