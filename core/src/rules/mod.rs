//! The rules: one row a limit, all of them data.

pub mod check;
#[cfg(feature = "codegen")]
pub mod literal;
#[cfg(not(feature = "codegen"))]
pub(crate) mod packed;
#[cfg(feature = "codegen")]
pub mod packing;
pub(crate) mod plan;
pub(crate) mod reading;
#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
mod packed_rows;
#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
mod table;
#[cfg(feature = "schema")]
mod schema;
pub(crate) mod tree;
pub mod value;
pub(crate) mod walk;

use alloc::vec::Vec;

pub use check::{AccountList, Check, Counted, Form, OptionRef, Source, Syntax, TimeUnit, UrlRule};
#[doc(hidden)]
pub use plan::{Plan, Step, plan};
#[cfg(not(feature = "codegen"))]
pub use table::PLATFORMS;
pub use value::{List, Media, Ratio, Scalar, Text};

use crate::code::{Code, Severity};
use crate::names::names;
use crate::quote::short;
use walk::{Blank, Field, Part, Presence, Walk, Walked, record, with_serde};

#[cfg(feature = "codegen")]
use literal::literal_struct;

names! {
    /// The platforms, and `post` for what concerns a post as a whole.
    pub enum Platform {
        Post = "post",
        Twitter = "twitter",
        Instagram = "instagram",
        Facebook = "facebook",
        Linkedin = "linkedin",
        Tiktok = "tiktok",
        Youtube = "youtube",
        Pinterest = "pinterest",
        Reddit = "reddit",
        Bluesky = "bluesky",
        Threads = "threads",
        Googlebusiness = "googlebusiness",
        Telegram = "telegram",
        Snapchat = "snapchat",
    }
}

names! {
    /// What a target becomes.
    pub enum ContentType {
        Tweet = "tweet",
        Thread = "thread",
        Post = "post",
        Carousel = "carousel",
        Feed = "feed",
        Story = "story",
        Reel = "reel",
        Document = "document",
        Video = "video",
        Photo = "photo",
        Short = "short",
        Image = "image",
        Text = "text",
        Link = "link",
        Message = "message",
        Media = "media",
        SavedStory = "saved_story",
        Spotlight = "spotlight",
    }
}

names! {
    /// Who keeps an account, where a platform treats them differently.
    pub enum AccountType {
        Personal = "personal",
        Organization = "organization",
        /// Not known.
        Unknown = "unknown",
    }
}

names! {
    /// The JSON type of an option.
    pub enum OptionType {
        String = "string",
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        Array = "array",
        Object = "object",
        /// A string, or an object with a `url`.
        UrlOrObject = "url-or-object",
        /// A string, or an object.
        TextOrObject = "text-or-object",
        Any = "any",
    }
}

names! {
    /// Where a fact was read.
    pub enum SourceKind {
        /// The documentation of the service.
        Docs = "docs",
        /// The service's own machine-readable description.
        Service = "service",
        /// The platform's own documentation.
        Platform = "platform",
    }
}

/// Where a limit was read.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Citation {
    /// Whose word it is.
    pub kind: SourceKind,
    /// Where: a documentation anchor, the name of a schema, or the title of a page.
    pub at: Text,
    /// What it says, where sources disagree.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub says: Option<Text>,
    /// When it was read, as `YYYY-MM-DD`.
    pub read: Text,
}
record!(Citation {
    kind: Needed;
    at: Needed;
    says: Sparse;
    read: Needed;
});
#[cfg(feature = "codegen")]
literal_struct!(Citation {
    kind,
    at,
    says,
    read
});

/// When a row applies, beside its content types.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Condition {
    /// The account has a premium plan, or not (`false` where it is not known).
    Premium(bool),
    /// The account is known to have a premium plan, or known to have none.
    KnownPremium(bool),
    /// Who keeps the account.
    AccountType(AccountType),
    /// An option has this value.
    OptionIs {
        /// The option.
        option: OptionRef,
        /// Its value.
        value: Scalar,
    },
    /// An option does not have this value; one that is not set does not have it either.
    OptionNot {
        /// The option.
        option: OptionRef,
        /// The value.
        value: Scalar,
    },
    /// An option is set (not null, not empty).
    OptionSet(OptionRef),
    /// An option is not set.
    OptionUnset(OptionRef),
    /// The file behind an option has this format, as far as is known or its address says.
    OptionFormat {
        /// The option.
        option: OptionRef,
        /// The format.
        format: crate::media::Format,
    },
    /// A field of the body has this value.
    FieldIs {
        /// The field.
        field: Text,
        /// Its value.
        value: Scalar,
    },
    /// A field of the body does not have this value; one that is not set does not have it either.
    FieldNot {
        /// The field.
        field: Text,
        /// The value.
        value: Scalar,
    },
    /// The post has a `title`, or not.
    PostTitle(bool),
    /// The target has such media.
    HasMedia(Media),
    /// The target has no such media.
    LacksMedia(Media),
}

impl Condition {
    const NAMES: &[&'static str] = &[
        "premium",
        "known_premium",
        "account_type",
        "option_is",
        "option_not",
        "option_set",
        "option_unset",
        "option_format",
        "field_is",
        "field_not",
        "post_title",
        "has_media",
        "lacks_media",
    ];

    /// Each condition, in the order of the names, before what is in it is read.
    const BLANKS: &[Condition] = &[
        Condition::Premium(Blank::BLANK),
        Condition::KnownPremium(Blank::BLANK),
        Condition::AccountType(Blank::BLANK),
        Condition::OptionIs {
            option: Blank::BLANK,
            value: Blank::BLANK,
        },
        Condition::OptionNot {
            option: Blank::BLANK,
            value: Blank::BLANK,
        },
        Condition::OptionSet(Blank::BLANK),
        Condition::OptionUnset(Blank::BLANK),
        Condition::OptionFormat {
            option: Blank::BLANK,
            format: Blank::BLANK,
        },
        Condition::FieldIs {
            field: Blank::BLANK,
            value: Blank::BLANK,
        },
        Condition::FieldNot {
            field: Blank::BLANK,
            value: Blank::BLANK,
        },
        Condition::PostTitle(Blank::BLANK),
        Condition::HasMedia(Blank::BLANK),
        Condition::LacksMedia(Blank::BLANK),
    ];

    fn content(&mut self, walk: &mut dyn Walk) -> Walked {
        let (first, second): ((_, &mut dyn Part), (_, &mut dyn Part)) = match self {
            Condition::Premium(value)
            | Condition::KnownPremium(value)
            | Condition::PostTitle(value) => return value.walk(walk),
            Condition::AccountType(value) => return value.walk(walk),
            Condition::OptionSet(option) | Condition::OptionUnset(option) => {
                return option.walk(walk);
            }
            Condition::HasMedia(media) | Condition::LacksMedia(media) => return media.walk(walk),
            Condition::OptionIs { option, value } | Condition::OptionNot { option, value } => {
                (("option", option), ("value", value))
            }
            Condition::OptionFormat { option, format } => (("option", option), ("format", format)),
            Condition::FieldIs { field, value } | Condition::FieldNot { field, value } => {
                (("field", field), ("value", value))
            }
        };
        let needed = |(name, part)| Field {
            name,
            presence: Presence::Needed,
            part,
        };
        walk.record(&mut [needed(first), needed(second)])
    }
}

impl Part for Condition {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        let form = core::mem::discriminant(self);
        let is_form = |blank: &Condition| core::mem::discriminant(blank) == form;
        let before = Self::BLANKS.iter().position(is_form);
        let mut at = before.unwrap_or_default();
        walk.variant(&mut at, Self::NAMES, &mut |at, walk| {
            if before != Some(at) {
                *self = Self::BLANKS.get(at).cloned().unwrap_or(Self::BLANK);
            }
            self.content(walk)
        })
    }
}

impl Blank for Condition {
    const BLANK: Self = Condition::Premium(false);
}

with_serde!(Condition);

#[cfg(feature = "codegen")]
impl literal::Literal for Condition {
    fn literal(&self, out: &mut alloc::string::String) {
        use literal::Literal;
        let mut pair =
            |name: &str, key: &str, of: &dyn Literal, with: &str, value: &dyn Literal| {
                out.push_str(name);
                out.push_str(" { ");
                out.push_str(key);
                out.push_str(": ");
                of.literal(out);
                out.push_str(", ");
                out.push_str(with);
                out.push_str(": ");
                value.literal(out);
                out.push_str(" }");
            };
        let (name, value): (_, &dyn Literal) = match self {
            Condition::OptionIs { option, value } => {
                return pair("Condition::OptionIs", "option", option, "value", value);
            }
            Condition::OptionNot { option, value } => {
                return pair("Condition::OptionNot", "option", option, "value", value);
            }
            Condition::OptionFormat { option, format } => {
                return pair(
                    "Condition::OptionFormat",
                    "option",
                    option,
                    "format",
                    format,
                );
            }
            Condition::FieldIs { field, value } => {
                return pair("Condition::FieldIs", "field", field, "value", value);
            }
            Condition::FieldNot { field, value } => {
                return pair("Condition::FieldNot", "field", field, "value", value);
            }
            Condition::Premium(value) => ("Premium", value),
            Condition::KnownPremium(value) => ("KnownPremium", value),
            Condition::AccountType(value) => ("AccountType", value),
            Condition::OptionSet(value) => ("OptionSet", value),
            Condition::OptionUnset(value) => ("OptionUnset", value),
            Condition::PostTitle(value) => ("PostTitle", value),
            Condition::HasMedia(value) => ("HasMedia", value),
            Condition::LacksMedia(value) => ("LacksMedia", value),
        };
        out.push_str("Condition::");
        out.push_str(name);
        out.push('(');
        value.literal(out);
        out.push(')');
    }
}

/// A change of an option that would mend the finding.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct OptionFix {
    /// What a person reads on the button.
    pub title: Text,
    /// The option to set.
    pub option: OptionRef,
    /// Its value.
    pub value: Scalar,
    /// Offered only where the item's ratio is within 1 % of this.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub ratio: Option<Ratio>,
    /// Only a person can state this (a consent): no tool applies it by itself.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "core::ops::Not::not")
    )]
    pub manual: bool,
}
record!(OptionFix {
    title: Needed;
    option: Needed;
    value: Needed;
    ratio: Sparse;
    manual: Unless(false);
});
#[cfg(feature = "codegen")]
literal_struct!(OptionFix {
    title,
    option,
    value,
    ratio,
    manual
});

#[cfg(feature = "schema")]
fn enabled() -> bool {
    true
}

#[cfg(feature = "schema")]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_true(value: &bool) -> bool {
    *value
}

/// One limit of one platform.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Rule {
    /// `platform/what-is-limited`. Never renamed, never reused.
    pub id: Text,
    /// What its findings say; the code of its check.
    pub code: Code,
    /// How much a finding matters.
    pub severity: Severity,
    /// The content types it applies to; all of the platform's where empty.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub content_types: List<ContentType>,
    /// Further conditions, all of which must hold.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub when: List<Condition>,
    /// What is checked, with its limits.
    pub check: Check,
    /// The limit in one sentence.
    pub summary: Text,
    /// Why the platform or the service has it, where that helps.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub why: Option<Text>,
    /// How to mend it, where the hint of the check does not say it well enough.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub hint: Option<Text>,
    /// An option that would mend it.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub fix: Option<OptionFix>,
    /// Whether the report shows a meter for it; errors on lengths do unless told otherwise.
    #[cfg_attr(
        feature = "schema",
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub meter: Option<bool>,
    /// Where the limit was read; at least one.
    pub sources: List<Citation>,
    /// A row that is switched off finds nothing.
    #[cfg_attr(
        feature = "schema",
        schemars(default = "enabled", skip_serializing_if = "is_true")
    )]
    pub enabled: bool,
}
record!(Rule {
    id: Needed;
    code: Needed;
    severity: Needed;
    content_types: Optional;
    when: Optional;
    check: Needed;
    summary: Needed;
    why: Sparse;
    hint: Sparse;
    fix: Sparse;
    meter: Sparse;
    sources: Needed;
    enabled: Unless(true), else true;
});
#[cfg(feature = "codegen")]
literal_struct!(Rule {
    id,
    code,
    severity,
    content_types,
    when,
    check,
    summary,
    why,
    hint,
    fix,
    meter,
    sources,
    enabled
});

impl Rule {
    /// Whether the report shows a meter for the length that the row limits.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn shows_meter(&self) -> bool {
        let (Check::TextLength { of, .. }
        | Check::TextTruncated { of, .. }
        | Check::OptionLength { of, .. }) = &self.check
        else {
            return false;
        };
        let usual = self.severity == Severity::Error && *of != Source::AltText;
        *of != Source::FirstLine && self.meter.unwrap_or(usual)
    }
}

names! {
    /// What the name of a field makes of it.
    pub enum Role {
        /// What its type says.
        Plain = "plain",
        /// What options and items have for single platforms: whether it is sound is their affair.
        Elsewhere = "elsewhere",
        /// An account, by its id or written out.
        Account = "account",
        /// An element of a list.
        Element = "element",
        /// An element of a list of media items.
        MediaItem = "media-item",
    }
}

impl Role {
    fn of(name: &str) -> Self {
        match name {
            "mediaItems[]" | "platforms[].customMedia[]" => Role::MediaItem,
            "platforms[].accountId" => Role::Account,
            _ if name.ends_with("[]") => Role::Element,
            _ => match name.rsplit(['.', ']']).next() {
                Some(
                    "platformSpecificData"
                    | "tiktokSettings"
                    | "facebookSettings"
                    | "altText"
                    | "thumbnail"
                    | "instagramThumbnail",
                ) => Role::Elsewhere,
                _ => Role::Plain,
            },
        }
    }

    /// Whether it is an element of a list.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn is_element(self) -> bool {
        matches!(self, Role::Element | Role::MediaItem)
    }
}

/// One documented option of a platform.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct OptionSpec {
    /// Its name; nested ones as `callToAction.url` and `userTags[].username`.
    pub name: Text,
    /// Its JSON type.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub kind: OptionType,
    /// What it does, in a few words.
    pub about: Text,
    /// Other spellings that the service reads.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub aliases: List<Text>,
    /// It stands in the settings object of the platform.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub in_settings: bool,
    /// Whoever documents it.
    pub source: SourceKind,
    /// Index of the option it is nested in; filled by the compiler.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub parent: u8,
    /// Index of the first option nested in it; filled by the compiler.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub first: u8,
    /// Index of the next option nested where it is nested; filled by the compiler.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub next: u8,
    /// Its own key: the last part of its name; filled by the compiler.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub key: Text,
    /// What its name makes of it; filled by the compiler.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub role: Role,
}
record!(OptionSpec {
    name: Needed;
    kind as "type": Needed;
    about: Needed;
    aliases: Optional;
    in_settings: Optional;
    source: Needed;
    parent: Hidden, else OptionSpec::TOP;
    first: Hidden, else OptionSpec::TOP;
    next: Hidden, else OptionSpec::TOP;
    key: Hidden;
    role: Hidden;
});
#[cfg(feature = "codegen")]
literal_struct!(OptionSpec {
    name,
    kind,
    about,
    aliases,
    in_settings,
    source,
    parent,
    first,
    next,
    key,
    role
});

impl OptionSpec {
    /// The parent of an option that is not nested.
    pub const TOP: u8 = u8::MAX;

    /// The options nested in `parent`, each with its index.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn nested(
        specs: &[OptionSpec],
        parent: u8,
    ) -> impl Iterator<Item = (u8, &OptionSpec)> + Clone {
        let first = match parent {
            // INVARIANT: parents come before what is nested in them.
            Self::TOP => 0,
            parent => specs
                .get(usize::from(parent))
                .map_or(Self::TOP, |spec| spec.first),
        };
        let at = |slot: u8| specs.get(usize::from(slot)).map(|spec| (slot, spec));
        core::iter::successors(at(first), move |(_, spec)| at(spec.next))
    }

    /// Whether it is called so.
    #[cfg(not(feature = "codegen"))]
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.key.as_str() == name || self.aliases.iter().any(|alias| alias.as_str() == name)
    }
}

/// The settings object of a platform, where it has one beside its options.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Settings {
    /// Its name, in the options and at the top of the post.
    pub name: Text,
    /// Its fields may also stand directly among the options.
    pub flat: bool,
}
record!(Settings {
    name: Needed;
    flat: Needed;
});
#[cfg(feature = "codegen")]
literal_struct!(Settings { name, flat });

/// All that is known of one platform.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformRules {
    /// Which.
    pub platform: Platform,
    /// As people write it.
    pub title: Text,
    /// Its settings object.
    pub settings: Option<Settings>,
    /// Its options, parents before children.
    pub options: List<OptionSpec>,
    /// Its rows, by id.
    pub rules: List<Rule>,
    /// When each row can matter.
    #[doc(hidden)]
    pub plan: Plan,
    /// The names of the options, aliases included, each with what it is nested in: see
    /// [`index_names`].
    #[doc(hidden)]
    pub names: List<u32>,
}
record!(PlatformRules {
    platform: Needed;
    title: Needed;
    settings: Sparse;
    options: Needed;
    rules: Needed;
} besides plan: Plan::NONE; besides names: List::of(&[]););
#[cfg(feature = "codegen")]
literal_struct!(PlatformRules {
    platform,
    title,
    settings,
    options,
    rules,
    plan,
    names
});

#[cfg(not(feature = "codegen"))]
impl PlatformRules {
    /// The options of this name nested in `parent`, each with its slot, in the order of slots.
    pub(crate) fn named<'r>(
        &'r self,
        parent: u8,
        name: &'r str,
        mark: u32,
    ) -> impl Iterator<Item = (u8, &'r OptionSpec)> + Clone {
        let wanted = name_index(parent, mark, 0);
        let first = self.names.partition_point(|one| *one < wanted);
        let alike = self.names.get(first..).unwrap_or_default().iter();
        let alike = alike.take_while(move |one| **one >> 8 == wanted >> 8);
        alike.filter_map(move |one| {
            let [slot, ..] = one.to_le_bytes();
            let spec = self.options.get(usize::from(slot))?;
            spec.is_called(name).then_some((slot, spec))
        })
    }
}

/// What an option is nested in, sixteen bits of the mark of its name, its slot.
const fn name_index(parent: u8, mark: u32, slot: u8) -> u32 {
    (parent as u32) << 24 | (mark & 0xFFFF) << 8 | slot as u32
}

/// Every name of an option with its parent and its slot, in the order in which they are looked up.
#[doc(hidden)]
#[must_use]
pub fn index_names(options: &[OptionSpec]) -> Vec<u32> {
    let mut names = Vec::new();
    for (slot, spec) in (0..=u8::MAX).zip(options) {
        for name in core::iter::once(&spec.key).chain(spec.aliases.iter()) {
            let mark = crate::mark::mark(name.as_str().as_bytes());
            names.push(name_index(spec.parent, mark, slot));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Fills in parents and keys of a platform's options.
///
/// # Errors
/// Where a parent is not listed before its child.
#[doc(hidden)]
pub fn link_options(options: &mut [OptionSpec]) -> Result<(), alloc::string::String> {
    let names: Vec<Text> = options.iter().map(|option| option.name.clone()).collect();
    for (index, option) in options.iter_mut().enumerate() {
        let name = alloc::string::String::from(option.name.as_str());
        let (parent, key) = match (name.strip_suffix("[]"), name.rsplit_once(['.', ']'])) {
            (Some(parent), _) => (parent, "[]"),
            (_, Some(parts)) => parts,
            _ => ("", name.as_str()),
        };
        option.role = Role::of(&name);
        option.key = Text::from(alloc::string::String::from(key));
        option.parent = if parent.is_empty() {
            OptionSpec::TOP
        } else {
            let at = names
                .iter()
                .position(|other| other.as_str() == parent)
                .filter(|at| *at < index);
            at.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| {
                alloc::format!("option `{name}`: `{parent}` must be listed before it")
            })?
        };
    }
    link_siblings(options);
    Ok(())
}

/// Links each option to the next one with the same parent, and each parent to its first.
fn link_siblings(options: &mut [OptionSpec]) {
    let parents: Vec<u8> = options.iter().map(|option| option.parent).collect();
    let next_with = |parent: u8, from: usize| {
        let mut later = parents.iter().enumerate().skip(from);
        let found = later.find(|(_, other)| **other == parent);
        found.map_or(OptionSpec::TOP, |(at, _)| {
            u8::try_from(at).unwrap_or(OptionSpec::TOP)
        })
    };
    for (index, option) in options.iter_mut().enumerate() {
        let own = u8::try_from(index).unwrap_or(OptionSpec::TOP);
        option.first = next_with(own, index.saturating_add(1));
        option.next = next_with(option.parent, index.saturating_add(1));
    }
}

/// Looks up the options that a row names.
///
/// # Errors
/// Names the options that do not exist.
#[doc(hidden)]
pub fn link_rule(rule: &mut Rule, options: &[OptionSpec]) -> Result<(), alloc::string::String> {
    let mut missing: Vec<Text> = Vec::new();
    let mut look_up = |option: &mut OptionRef| {
        let at = options.iter().position(|spec| spec.name == option.name);
        match at.and_then(|at| u8::try_from(at).ok()) {
            Some(slot) => option.slot = slot,
            None => missing.push(option.name.clone()),
        }
    };
    check::for_each_option(&mut rule.check, &mut look_up);
    let mut when = rule.when.to_vec();
    for condition in &mut when {
        if let Condition::OptionIs { option, .. }
        | Condition::OptionNot { option, .. }
        | Condition::OptionFormat { option, .. }
        | Condition::OptionSet(option)
        | Condition::OptionUnset(option) = condition
        {
            look_up(option);
        }
    }
    rule.when = when.into();
    if let Some(fix) = &mut rule.fix {
        look_up(&mut fix.option);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().take(8).map(|name| short(name.as_str()));
    let names: Vec<alloc::string::String> = names.collect();
    Err(alloc::format!(
        "there is no option `{}`",
        names.join("`, `")
    ))
}

impl Platform {
    /// What a target of this platform can become.
    #[must_use]
    pub const fn content_types(self) -> &'static [ContentType] {
        use ContentType as C;
        match self {
            Platform::Post => &[],
            Platform::Twitter => &[C::Tweet, C::Thread],
            Platform::Instagram => &[C::Feed, C::Carousel, C::Story, C::Reel],
            Platform::Facebook => &[C::Feed, C::Story, C::Reel],
            Platform::Linkedin => &[C::Post, C::Document],
            Platform::Tiktok => &[C::Video, C::Photo],
            Platform::Youtube => &[C::Short, C::Video],
            Platform::Pinterest => &[C::Image, C::Video],
            Platform::Reddit => &[C::Text, C::Link, C::Image],
            Platform::Bluesky | Platform::Googlebusiness => &[C::Post],
            Platform::Threads => &[C::Post, C::Carousel, C::Thread],
            Platform::Telegram => &[C::Message, C::Media],
            Platform::Snapchat => &[C::Story, C::SavedStory, C::Spotlight],
        }
    }
}

impl ContentType {
    /// Whether a post of this type has one media item by the meaning of the type.
    #[cfg(not(feature = "codegen"))]
    pub(crate) const fn is_single(self, platform: Platform) -> bool {
        matches!(
            (platform, self),
            (Platform::Instagram, ContentType::Feed | ContentType::Reel)
                | (Platform::Threads, ContentType::Post)
        )
    }
}
