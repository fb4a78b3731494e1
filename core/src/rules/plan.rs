//! When a row can matter at all, told from a few bytes, so that a check looks at few rows.

use alloc::vec::Vec;

use super::value::class;
use super::{Check, ContentType, List, Media, OptionRef, OptionSpec, Platform, Role, Rule, Source};

/// The rows of a platform by what must be there for them to find anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Group by group: see [`Trigger::group`]. Within a group in the order of the rows.
    pub(crate) steps: List<Step>,
    /// Where each group ends.
    pub(crate) ends: List<u16>,
}

/// One row of a platform, and when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index into the platform's rows.
    pub(crate) rule: u16,
    /// The content types it applies to, as bits.
    pub(crate) types: u32,
    /// The classes of media items one of which must be there; 0 for other rows.
    pub(crate) classes: u8,
    /// It applies without further conditions.
    pub(crate) plain: bool,
    /// What it is decided for.
    pub(crate) of: Of,
}

/// What a row is decided for, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The target.
    Target,
    /// Each media item.
    Items,
    /// Each picture that stands for another item.
    Pictures,
}

/// What must be there for a row to find anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// It finds what is missing, or what stands in many places.
    Always,
    /// A text.
    Text,
    /// Any option.
    Options,
    /// An item that may be of one of these classes.
    Media(u8),
    /// Nothing: other parts of a check decide it.
    Never,
    /// An option at the top of its object; for rows about the post a field, wherever it stands.
    Top(u8),
}

impl Trigger {
    /// The number of its group; that of a row about media is one for all classes.
    pub(crate) const fn group(self) -> usize {
        match self {
            Trigger::Never => usize::MAX,
            Trigger::Always => 0,
            Trigger::Text => 1,
            Trigger::Options => 2,
            Trigger::Media(_) => 3,
            Trigger::Top(slot) => 4_usize.saturating_add(slot as usize),
        }
    }
}

impl Plan {
    /// The plan of no rows.
    pub(crate) const NONE: Self = Plan {
        steps: List::of(&[]),
        ends: List::of(&[]),
    };

    /// The steps of a group.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn group(&self, group: usize) -> &[Step] {
        let end = |group: usize| self.ends.get(group).map_or(0, |end| usize::from(*end));
        let start = group.checked_sub(1).map_or(0, end);
        self.steps.get(start..end(group)).unwrap_or_default()
    }
}

impl Step {
    /// The step of a row about a target.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn target(rule: u16, types: u32, classes: u8, plain: bool) -> Self {
        Step {
            rule,
            types,
            classes,
            plain,
            of: Of::Target,
        }
    }

    /// The step of a row about each media item.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn items(rule: u16, types: u32, classes: u8, plain: bool) -> Self {
        Step {
            of: Of::Items,
            ..Step::target(rule, types, classes, plain)
        }
    }

    /// The step of a row about each picture.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn pictures(rule: u16, types: u32, classes: u8, plain: bool) -> Self {
        Step {
            of: Of::Pictures,
            ..Step::target(rule, types, classes, plain)
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
pub fn plan(platform: Platform, options: &[OptionSpec], rules: &[Rule]) -> Plan {
    let rows = rules.iter().enumerate().filter(|(_, rule)| rule.enabled);
    let mut all: Vec<(usize, Step)> = rows
        .filter_map(|(index, rule)| {
            let trigger = trigger(&rule.check, platform, options);
            if trigger == Trigger::Never {
                return None;
            }
            let step = Step {
                rule: u16::try_from(index).unwrap_or(u16::MAX),
                types: match &*rule.content_types {
                    [] => u32::MAX,
                    types => types.iter().fold(0, |all, one| all | bit(*one)),
                },
                classes: match trigger {
                    Trigger::Media(classes) => classes,
                    _ => 0,
                },
                plain: rule.when.is_empty(),
                of: match rule.check.item_media() {
                    None => Of::Target,
                    Some(of) if of.classes() == 0 => Of::Pictures,
                    Some(_) => Of::Items,
                },
            };
            Some((trigger.group(), step))
        })
        .collect();
    all.sort_by_key(|(group, step)| (*group, step.rule));
    let last = all.last().map_or(0, |(group, _)| *group);
    let ends = (0..=last).map(|group| {
        let end = all.partition_point(|(at, _)| *at <= group);
        u16::try_from(end).unwrap_or(u16::MAX)
    });
    Plan {
        ends: ends.collect::<Vec<_>>().into(),
        steps: all
            .into_iter()
            .map(|(_, step)| step)
            .collect::<Vec<_>>()
            .into(),
    }
}

/// A check that is not named here is always met: that costs time and never a finding.
fn trigger(check: &Check, platform: Platform, options: &[OptionSpec]) -> Trigger {
    let option = |option: &OptionRef| top(options, option.slot);
    if let Some(of) = check.item_media() {
        return media(of);
    }
    if let Some(field) = check.field() {
        return match check.holder().unwrap_or(field) {
            // The fields of the body are options of the post alone.
            field if platform == Platform::Post => of_body(options, field),
            _ => Trigger::Always,
        };
    }
    let body = |name| match platform {
        Platform::Post => of_body(options, name),
        _ => Trigger::Always,
    };
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
        | Check::OptionUrn { option: named, .. }
        | Check::OptionFileFormat { option: named, .. }
        | Check::OptionFileBytes { option: named, .. }
        | Check::OptionWithinText { option: named, .. }
        | Check::OptionNumbered { option: named }
        | Check::OptionIndex { option: named, .. }
        | Check::OptionUnsupported { option: named }
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
        // The walk over the fields, each target by itself, and the report.
        Check::TargetAccount {}
        | Check::TargetPlatform {}
        | Check::TargetNamed {}
        | Check::TargetAccountPlatform {}
        | Check::TargetOnce {}
        | Check::PostShape {}
        | Check::PostNames {}
        | Check::PostSize { .. }
        | Check::SettingsTypes {}
        | Check::ReportSize { .. } => Trigger::Never,
        Check::ScheduleFormat {} | Check::ScheduleFuture {} => body("scheduledFor"),
        Check::ScheduleTimezone {} => body("timezone"),
        Check::ScheduleQueue {} => body("queueId"),
        Check::ItemOptions {} | Check::UploadBytes { .. } | Check::UploadFormat { .. } => {
            Trigger::Media(class::ANY)
        }
        _ => Trigger::Always,
    }
}

/// A field of the body: itself, where the walk over the fields comes upon it by its own name, else
/// the outermost one that it stands in; of what is not there nothing is missing.
fn of_body(options: &[OptionSpec], field: &str) -> Trigger {
    let slot = |found: Option<usize>| found.and_then(|slot| u8::try_from(slot).ok());
    let itself = slot(options.iter().position(|spec| spec.name.as_str() == field));
    if let Some(itself) = itself.filter(|slot| is_walked(options, *slot)) {
        return Trigger::Top(itself);
    }
    let head = field.split(['.', '[']).next().unwrap_or_default();
    let outermost = |spec: &OptionSpec| spec.parent == OptionSpec::TOP && spec.key.as_str() == head;
    slot(options.iter().position(outermost)).map_or(Trigger::Always, Trigger::Top)
}

/// Whether neither a field nor one that it stands in has a second name or is left to the targets.
fn is_walked(options: &[OptionSpec], slot: u8) -> bool {
    let mut at = slot;
    while let Some(spec) = options.get(usize::from(at)) {
        if spec.role == Role::Elsewhere || !spec.aliases.is_empty() {
            return false;
        }
        at = spec.parent;
    }
    true
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
        let of = match self.of {
            Of::Target => "target",
            Of::Items => "items",
            Of::Pictures => "pictures",
        };
        let _ = write!(
            out,
            "Step::{of}({}, {}, {}, {})",
            self.rule, self.types, self.classes, self.plain
        );
    }
}

#[cfg(feature = "codegen")]
super::literal::literal_struct!(Plan { steps, ends });
