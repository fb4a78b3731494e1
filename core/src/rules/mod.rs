//! The rules: one row a limit, all of them data.

pub mod check;
#[cfg(feature = "codegen")]
pub mod literal;
pub(crate) mod plan;
#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
mod table;
#[cfg(feature = "schema")]
mod schema;
pub mod value;

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

pub use check::{AccountList, Check, Counted, Form, OptionRef, Source, Syntax, TimeUnit, UrlRule};
#[doc(hidden)]
pub use plan::{Step, plan};
#[cfg(not(feature = "codegen"))]
pub use table::PLATFORMS;
pub use value::{List, Media, Ratio, Scalar, Text};

use crate::code::{Code, Severity};
use crate::names::names;

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Whose word it is.
    pub kind: SourceKind,
    /// Where: a documentation anchor, the name of a schema, or the title of a page.
    pub at: Text,
    /// What it says, where sources disagree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Text>,
    /// When it was read, as `YYYY-MM-DD`.
    pub read: Text,
}
#[cfg(feature = "codegen")]
literal_struct!(Citation {
    kind,
    at,
    says,
    read
});

/// When a row applies, beside its content types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptionFix {
    /// What a person reads on the button.
    pub title: Text,
    /// The option to set.
    pub option: OptionRef,
    /// Its value.
    pub value: Scalar,
    /// Offered only where the item's ratio is within 1 % of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Ratio>,
    /// Only a person can state this (a consent): no tool applies it by itself.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub manual: bool,
}
#[cfg(feature = "codegen")]
literal_struct!(OptionFix {
    title,
    option,
    value,
    ratio,
    manual
});

fn enabled() -> bool {
    true
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_true(value: &bool) -> bool {
    *value
}

/// One limit of one platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `platform/what-is-limited`. Never renamed, never reused.
    pub id: Text,
    /// What its findings say; the code of its check.
    pub code: Code,
    /// How much a finding matters.
    pub severity: Severity,
    /// The content types it applies to; all of the platform's where empty.
    #[serde(default)]
    pub content_types: List<ContentType>,
    /// Further conditions, all of which must hold.
    #[serde(default)]
    pub when: List<Condition>,
    /// What is checked, with its limits.
    pub check: Check,
    /// The limit in one sentence.
    pub summary: Text,
    /// Why the platform or the service has it, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// How to mend it, where the hint of the check does not say it well enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// An option that would mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<OptionFix>,
    /// Whether the report shows a meter for it; errors on lengths do unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meter: Option<bool>,
    /// Where the limit was read; at least one.
    pub sources: List<Citation>,
    /// A row that is switched off finds nothing.
    #[serde(default = "enabled", skip_serializing_if = "is_true")]
    pub enabled: bool,
}
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

/// One documented option of a platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptionSpec {
    /// Its name; nested ones as `callToAction.url` and `userTags[].username`.
    pub name: Text,
    /// Its JSON type.
    #[serde(rename = "type")]
    pub kind: OptionType,
    /// What it does, in a few words.
    pub about: Text,
    /// Other spellings that the service reads.
    #[serde(default)]
    pub aliases: List<Text>,
    /// It stands in the settings object of the platform.
    #[serde(default)]
    pub in_settings: bool,
    /// Whoever documents it.
    pub source: SourceKind,
    /// Index of the option it is nested in; filled by the compiler.
    #[serde(skip, default = "OptionSpec::no_parent")]
    pub parent: u8,
    /// Index of the first option nested in it; filled by the compiler.
    #[serde(skip, default = "OptionSpec::no_parent")]
    pub first: u8,
    /// Index of the next option nested where it is nested; filled by the compiler.
    #[serde(skip, default = "OptionSpec::no_parent")]
    pub next: u8,
    /// Its own key: the last part of its name; filled by the compiler.
    #[serde(skip, default = "OptionSpec::no_key")]
    pub key: Text,
}
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
    key
});

impl OptionSpec {
    /// The parent of an option that is not nested.
    pub const TOP: u8 = u8::MAX;

    fn no_parent() -> u8 {
        Self::TOP
    }

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

    fn no_key() -> Text {
        Text::of("")
    }
}

/// The settings object of a platform, where it has one beside its options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name, in the options and at the top of the post.
    pub name: Text,
    /// Its fields may also stand directly among the options.
    pub flat: bool,
}
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
    pub plan: List<Step>,
}
#[cfg(feature = "codegen")]
literal_struct!(PlatformRules {
    platform,
    title,
    settings,
    options,
    rules,
    plan
});

/// Fills in parents and keys of a platform's options.
///
/// # Errors
/// Where a parent is not listed before its child.
#[doc(hidden)]
pub fn link_options(options: &mut [OptionSpec]) -> Result<(), alloc::string::String> {
    let names: Vec<Text> = options.iter().map(|option| option.name.clone()).collect();
    for (index, option) in options.iter_mut().enumerate() {
        let name = alloc::string::String::from(option.name.as_str());
        let (parent, key) = match name.rfind(['.', ']']) {
            Some(at) if name.ends_with("[]") && at == name.len() - 1 => {
                (name.strip_suffix("[]").unwrap_or_default(), "[]")
            }
            Some(at) => {
                let parent = name.get(..at).unwrap_or_default();
                (parent, name.get(at + 1..).unwrap_or_default())
            }
            None => ("", name.as_str()),
        };
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
        option.first = next_with(own, index + 1);
        option.next = next_with(option.parent, index + 1);
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
    let names: Vec<&str> = missing.iter().map(Text::as_str).collect();
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
