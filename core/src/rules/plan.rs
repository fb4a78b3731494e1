//! When a row can matter at all, told from a few bytes, so that a check looks at few rows.

use alloc::vec::Vec;

use super::value::class;
use super::{Check, ContentType, Media, OptionRef, OptionSpec, Rule, Source};

/// One row of a platform, and what must be there for it to find anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index into the platform's rows.
    pub(crate) rule: u16,
    /// The content types it applies to, as bits.
    pub(crate) types: u32,
    pub(crate) trigger: Trigger,
}

/// What must be there for a row to find anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// It finds what is missing, or what stands in many places.
    Always,
    /// A text.
    Text,
    /// An item that may be of one of these classes.
    Media(u8),
    /// An option, or for rows about the post a field, at the top of its object.
    Top(u8),
    /// Any option.
    Options,
}

impl Step {
    /// A constant step.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn of(rule: u16, types: u32, trigger: Trigger) -> Self {
        Step {
            rule,
            types,
            trigger,
        }
    }
}

/// A content type as a bit.
pub(crate) const fn bit(content_type: ContentType) -> u32 {
    1 << content_type as u32
}

/// The steps of a platform; rows that are switched off have none.
#[doc(hidden)]
#[must_use]
pub fn plan(options: &[OptionSpec], rules: &[Rule]) -> Vec<Step> {
    let rows = rules.iter().enumerate().filter(|(_, rule)| rule.enabled);
    rows.map(|(index, rule)| Step {
        rule: u16::try_from(index).unwrap_or(u16::MAX),
        types: match &*rule.content_types {
            [] => u32::MAX,
            types => types.iter().fold(0, |all, one| all | bit(*one)),
        },
        trigger: trigger(&rule.check, options),
    })
    .collect()
}

/// A check that is not named here is always met: that costs time and never a finding.
fn trigger(check: &Check, options: &[OptionSpec]) -> Trigger {
    let option = |option: &OptionRef| top(options, option.slot);
    let field = |field: &super::Text| {
        let head = field.as_str().split(['.', '[']).next().unwrap_or_default();
        let named = |spec: &OptionSpec| spec.parent == OptionSpec::TOP && spec.key.as_str() == head;
        let slot = options.iter().position(named);
        slot.and_then(|slot| u8::try_from(slot).ok())
            .map_or(Trigger::Always, Trigger::Top)
    };
    if let Some(of) = check.item_media() {
        return media(of);
    }
    match check {
        Check::TextLength { of, .. }
        | Check::TextTruncated { of, .. }
        | Check::TextMarkup { of, .. }
        | Check::OptionLength { of, .. }
        | Check::OptionIgnored { of } => match of {
            Source::Content | Source::FirstLine => Trigger::Text,
            Source::AltText => Trigger::Media(class::ANY),
            Source::Option(named) => option(named),
            Source::PostTitle => Trigger::Always,
        },
        Check::TextIgnored {} | Check::TextCount { .. } => Trigger::Text,
        Check::MediaCount { of, .. } | Check::MediaSameRatio { of } => media(*of),
        Check::MediaMixed { one, .. } => media(*one),
        Check::MediaUrl { .. } => Trigger::Media(class::ANY),
        Check::OptionTypes {}
        | Check::OptionNames {}
        | Check::OptionForeign {}
        | Check::OptionPlaces {} => Trigger::Options,
        Check::OptionRequired { option: named, .. }
            if options
                .get(usize::from(named.slot))
                .is_some_and(|spec| spec.parent != OptionSpec::TOP) =>
        {
            option(named)
        }
        Check::OptionValue { option: named, .. }
        | Check::OptionRange { option: named, .. }
        | Check::OptionForm { option: named, .. }
        | Check::OptionMinLength { option: named, .. }
        | Check::OptionCount { option: named, .. }
        | Check::OptionMinCount { option: named, .. }
        | Check::OptionPerMedia { option: named }
        | Check::OptionConflict { option: named, .. }
        | Check::OptionOffered { option: named, .. }
        | Check::OptionWithinDuration { option: named, .. }
        | Check::OptionWithinMedia { option: named, .. } => option(named),
        Check::FieldValue { field: named, .. }
        | Check::FieldRange { field: named, .. }
        | Check::FieldCount { field: named, .. }
        | Check::FieldForm { field: named, .. }
        | Check::FieldIgnored { field: named } => field(named),
        _ => Trigger::Always,
    }
}

/// The cover of a reel may also be an option, and so needs no item.
fn media(of: Media) -> Trigger {
    match of {
        Media::ReelCover => Trigger::Always,
        Media::Thumbnail => Trigger::Media(class::ANY),
        other => Trigger::Media(other.classes()),
    }
}

/// The outermost option that a nested one stands in.
fn top(options: &[OptionSpec], slot: u8) -> Trigger {
    let mut at = slot;
    while let Some(spec) = options.get(usize::from(at)) {
        if spec.parent == OptionSpec::TOP {
            return Trigger::Top(at);
        }
        at = spec.parent;
    }
    Trigger::Always
}

#[cfg(feature = "codegen")]
impl crate::rules::literal::Literal for Step {
    fn literal(&self, out: &mut alloc::string::String) {
        use core::fmt::Write as _;
        let _ = write!(
            out,
            "Step::of({}, {}, Trigger::{:?})",
            self.rule, self.types, self.trigger
        );
    }
}
