//! Changes of the post that would mend a finding.

mod media;
mod options;
mod places;
mod text;
mod values;

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cell::Cell;

use super::eval::Finding;
use crate::context::Context;
use crate::json::{Kind, Post, Value};
use crate::patch::{Operation, Patch, pointer};
use crate::report::{Applicability, Fix};
use crate::rules::{Check, Form, Platform, PlatformRules, Source, Syntax, UrlRule};

/// The place a finding belongs to: the target's index and platform, where it has one.
pub(super) type Place<'r> = Option<(usize, &'r PlatformRules)>;

/// A finding in its post.
pub(super) struct Case<'c> {
    pub post: &'c Post<'c>,
    pub context: &'c Context,
    pub platforms: &'c [PlatformRules],
    pub finding: &'c Finding<'c>,
    pub place: Place<'c>,
    /// That target's entry of `platforms`.
    pub target: Option<Value<'c>>,
    /// How many targets the post has.
    pub targets: usize,
    /// Where the finding points.
    pub path: String,
    pub value: Value<'c>,
    /// Whether fixes may be offered that have to be tried first.
    pub may_try: bool,
    /// How many bytes of text may still be read to find fixes.
    pub reads: &'c Cell<usize>,
}

/// A fix, and whether it has to be tried before it is offered.
struct Offer {
    fix: Fix,
    tried: bool,
}

/// The fixes of a finding; none where no change of the post alone would mend it.
///
/// `works` applies a patch and says whether it mends the finding and makes no new error.
pub(super) fn of(case: &Case<'_>, mut works: impl FnMut(&Patch) -> bool) -> Vec<Fix> {
    let mut offers: Vec<Offer> = Vec::new();
    if let (Some(fix), Some((index, rules))) = (&case.finding.rule.fix, case.place) {
        offers.extend(options::set(case, fix, index, rules));
    }
    offers.extend(offers_of(case));
    let good = offers
        .into_iter()
        .filter(|offer| !offer.tried || works(&offer.fix.patch));
    good.map(|offer| offer.fix).collect()
}

fn offers_of(case: &Case<'_>) -> Vec<Offer> {
    let one = |offer: Option<Offer>| offer.into_iter().collect::<Vec<_>>();
    match &case.finding.rule.check {
        // What stands in the wrong place.
        Check::OptionNames {} | Check::PostNames {} => one(match case.param("belongs") {
            Some(place) => places::into(case, place),
            None => places::renamed(case),
        }),
        Check::OptionForeign {} => one(match case.param("belongs") {
            Some(place) => places::into(case, place),
            None => removed(case),
        }),
        Check::OptionPlaces {} => one(places::weaker_removed(case)),
        Check::OptionIgnored { .. }
        | Check::ThumbnailIgnored { .. }
        | Check::FieldIgnored { .. } => one(removed(case)),
        Check::TagsOnce {} => one(options::duplicates_removed(case)),
        Check::ScheduleConflict {} => one(Some(case.sure(
            "Remove it".into(),
            Applicability::Safe,
            alloc::vec![case.remove()],
        ))),
        Check::OptionConflict { .. } => one(Some(case.tried(
            "Remove it".into(),
            Applicability::Unsafe,
            alloc::vec![case.remove()],
        ))),
        Check::TargetOnce {} => one(Some(case.sure(
            "Remove this target".into(),
            Applicability::Unsafe,
            alloc::vec![case.remove()],
        ))),

        // Texts.
        Check::TextLength {
            of: Source::Content,
            unit,
            max,
        } => one(text::shortened(case, *unit, *max)),
        Check::OptionLength { unit, max, .. } => one(text::cut(case, *unit, *max)),
        // Equal tags count once; of two that are too long, one that is cut is another tag.
        Check::TagLength { unit, max } => one(text::cut(case, *unit, *max).map(|offer| Offer {
            tried: true,
            ..offer
        })),
        Check::TagsLength { unit, max } => one(options::tags_removed(case, *unit, *max)),
        Check::TextMarkup { syntax, .. } if case.may_try => one(match syntax {
            Syntax::Telegram => text::escaped(case),
            Syntax::NoAngleBrackets => text::without_angles(case),
        }),

        // Media.
        Check::MediaCount {
            of,
            max,
            animated_gif_counts,
        } => one(media::surplus_removed(
            case,
            *of,
            *max,
            animated_gif_counts.unwrap_or(1),
        )),
        Check::MediaMixed { one, other } => [(*one, *other), (*other, *one)]
            .into_iter()
            .filter_map(|(kept, left)| media::only(case, kept, left))
            .collect(),
        Check::MediaUnsupported { of } => one(media::without(case, *of)),
        Check::MediaDeclared { .. } => one(media::retyped(case)),
        Check::MediaUrl {
            must_be: UrlRule::Https,
        }
        | Check::OptionForm {
            form: Form::Https, ..
        }
        | Check::FieldForm {
            form: Form::Https, ..
        } => one(values::https(case)),

        // Values.
        Check::TargetPlatform {} | Check::ScheduleTimezone {} => one(values::suggested(case)),
        Check::TargetAccountPlatform {} => one(values::other_platform(case)),
        Check::ScheduleFormat {} => one(values::formed(case, Form::DateTime)),
        Check::OptionForm { form, .. } | Check::FieldForm { form, .. } => {
            one(values::formed(case, *form))
        }
        Check::OptionValue { allowed, .. } | Check::FieldValue { allowed, .. } => {
            one(values::nearest(case, allowed))
        }
        Check::OptionTypes {} | Check::ItemOptions {} | Check::PostShape {} => {
            one(values::converted(case))
        }
        Check::OptionRange { min, max, .. } | Check::FieldRange { min, max, .. } => {
            one(values::bounded(case, *min, *max))
        }
        Check::OptionCount { max, .. } => one(values::shortened(case, *max)),
        Check::FieldCount { max: Some(max), .. } => one(values::shortened(case, *max)),
        _ => Vec::new(),
    }
}

impl<'c> Case<'c> {
    /// The value at a place of the post.
    fn at(&self, path: &str) -> Option<Value<'c>> {
        let mut value = self.post.root();
        for token in path.split('/').skip(1) {
            value = match value.kind() {
                Kind::Array => value.items().nth(token.parse().ok()?)?,
                _ => value.get(&pointer::unescape(token))?,
            };
        }
        Some(value)
    }

    /// Whether a text may be read once more: what is tried on texts comes to an end.
    fn may_read(&self, text: &str) -> Option<()> {
        let left = self.reads.get().checked_sub(text.len())?;
        self.reads.set(left);
        Some(())
    }

    /// A text among the finding's params.
    fn param(&self, name: &str) -> Option<&'c str> {
        let params = &self.finding.params;
        let (_, value) = params.iter().find(|(key, _)| *key == name)?;
        value.as_str()
    }

    /// `platformSpecificData` of that entry, where it is an object.
    fn data(&self) -> Option<Value<'c>> {
        let data = self.target?.get("platformSpecificData")?;
        (data.kind() == Kind::Object).then_some(data)
    }

    fn is_of(&self, platform: Platform) -> bool {
        self.place
            .is_some_and(|(_, rules)| rules.platform == platform)
    }

    fn remove(&self) -> Operation {
        Operation::Remove {
            path: self.path.clone(),
        }
    }

    fn replace(&self, value: impl Into<serde_json::Value>) -> Patch {
        alloc::vec![Operation::Replace {
            path: self.path.clone(),
            value: value.into(),
        }]
    }

    /// A patch that gives the target another value for `content` or `mediaItems`: in place where
    /// nobody else shares it, else as the target's own.
    fn own(&self, value: impl Into<serde_json::Value>) -> Patch {
        let name = match self.path.as_str() {
            "/content" => "customContent",
            "/mediaItems" => "customMedia",
            _ => return self.replace(value),
        };
        match self.place {
            Some((index, _)) if self.targets > 1 => alloc::vec![Operation::Add {
                path: alloc::format!("/platforms/{index}/{name}"),
                value: value.into(),
            }],
            _ => self.replace(value),
        }
    }

    /// A fix that mends its finding by how it is made.
    #[expect(clippy::unused_self, reason = "reads as its counterpart")]
    fn sure(&self, title: String, applicability: Applicability, patch: Patch) -> Offer {
        Offer {
            fix: Fix {
                title,
                applicability,
                patch,
            },
            tried: false,
        }
    }

    /// A fix that may uncover other errors: it is tried first.
    fn tried(&self, title: String, applicability: Applicability, patch: Patch) -> Offer {
        Offer {
            tried: true,
            ..self.sure(title, applicability, patch)
        }
    }
}

/// What has no effect is dropped; what stands outside the target may have one for another.
fn removed(case: &Case<'_>) -> Option<Offer> {
    let own = case.path.starts_with("/platforms/") || case.targets == 1;
    own.then(|| {
        case.sure(
            "Remove it".to_string(),
            Applicability::Safe,
            alloc::vec![case.remove()],
        )
    })
}

/// What a button says that leaves out all but the first.
fn kept_title(max: u32) -> String {
    match max {
        1 => "Keep only the first".to_string(),
        _ => alloc::format!("Keep the first {max}"),
    }
}
