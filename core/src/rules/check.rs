//! The closed vocabulary of checks. A row names one of them with its limits.

use serde::Serialize;

use super::walk::{Blank, Field, Part, Presence, Walk, Walked, Word, with_serde};
use crate::code::Code;
use crate::names::names;
use crate::quote::short;
use crate::rules::value::{List, Media, Ratio, Scalar, Text};
use crate::text::Unit;

/// What a text check reads.
///
/// In rows: `content`, `first-line`, `post-title`, `alt-text`, or `option:NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The text of the target: its `customContent`, else the post's `content`.
    Content,
    /// The first line of that text, where a title is made of it.
    FirstLine,
    /// The post's own `title`.
    PostTitle,
    /// The `altText` of each media item.
    AltText,
    /// An option, by its name in the option list of the platform.
    Option(OptionRef),
}

impl Source {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "content" => Source::Content,
            "first-line" => Source::FirstLine,
            "post-title" => Source::PostTitle,
            "alt-text" => Source::AltText,
            _ => Source::Option(OptionRef::named(name.strip_prefix("option:")?)),
        })
    }

    fn name(&self) -> alloc::string::String {
        match self {
            Source::Content => "content".into(),
            Source::FirstLine => "first-line".into(),
            Source::PostTitle => "post-title".into(),
            Source::AltText => "alt-text".into(),
            Source::Option(option) => alloc::format!("option:{}", option.name.as_str()),
        }
    }
}

impl Word for Source {
    fn show(&self) -> alloc::string::String {
        self.name()
    }

    fn read(&mut self, name: &str) -> Walked {
        *self = Source::parse(name).ok_or_else(|| {
            let name = short(name);
            alloc::format!(
                "`{name}` is not content, first-line, post-title, alt-text or option:NAME"
            )
        })?;
        Ok(())
    }
}

impl Part for Source {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        if !walk.is_packed() {
            return walk.word(self);
        }
        walk.word(self)?;
        match self {
            Source::Option(option) => option.slot.walk(walk),
            _ => Ok(()),
        }
    }
}

impl Blank for Source {
    const BLANK: Self = Source::Content;
}

#[cfg(feature = "codegen")]
impl crate::rules::literal::Literal for Source {
    fn literal(&self, out: &mut alloc::string::String) {
        match self {
            Source::Content => out.push_str("Source::Content"),
            Source::FirstLine => out.push_str("Source::FirstLine"),
            Source::PostTitle => out.push_str("Source::PostTitle"),
            Source::AltText => out.push_str("Source::AltText"),
            Source::Option(option) => {
                out.push_str("Source::Option(");
                option.literal(out);
                out.push(')');
            }
        }
    }
}

/// The name of an option, and its place in the option list of its platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionRef {
    /// The documented name, `callToAction.url` or `userTags[].username` where nested.
    pub name: Text,
    /// Index into the platform's options; [`OptionRef::UNRESOLVED`] before it is looked up.
    pub slot: u8,
}

impl OptionRef {
    /// The slot of a name that has not been looked up.
    pub const UNRESOLVED: u8 = u8::MAX;

    /// A constant reference.
    #[must_use]
    pub const fn of(name: &'static str, slot: u8) -> Self {
        OptionRef {
            name: Text::of(name),
            slot,
        }
    }

    /// Whether it stands inside a list, and may have a value for each entry.
    #[must_use]
    pub fn in_list(&self) -> bool {
        self.name.as_str().bytes().any(|byte| byte == b'[')
    }

    pub(crate) fn named(name: &str) -> Self {
        OptionRef {
            name: Text::from(alloc::string::String::from(name)),
            slot: Self::UNRESOLVED,
        }
    }
}

impl Serialize for OptionRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name.serialize(serializer)
    }
}

#[cfg(feature = "codegen")]
impl crate::rules::literal::Literal for OptionRef {
    fn literal(&self, out: &mut alloc::string::String) {
        use core::fmt::Write as _;
        let _ = write!(
            out,
            "OptionRef::of({:?}, {})",
            self.name.as_str(),
            self.slot
        );
    }
}

names! {
    /// What a platform counts in a text.
    pub enum Counted {
        Hashtags = "hashtags",
        Mentions = "mentions",
        Links = "links",
    }
}

names! {
    /// Whose markup a text is read as.
    pub enum Syntax {
        /// Telegram's HTML, Markdown or MarkdownV2, as the option `parseMode` says.
        Telegram = "telegram",
        /// No `<` and no `>`.
        NoAngleBrackets = "no-angle-brackets",
    }
}

names! {
    /// What must hold for the URL of a media item.
    pub enum UrlRule {
        /// An absolute http or https URL, or a local file whose facts are known.
        Fetchable = "fetchable",
        /// A host on the public internet.
        Public = "public",
        /// `https://`.
        Https = "https",
        /// No token or signature in the query.
        NoCredentials = "no-credentials",
    }
}

names! {
    /// The form an option's text must have.
    pub enum Form {
        /// An absolute http or https URL.
        Url = "url",
        /// A URL that does not begin with `http://`.
        Https = "https",
        /// A URL whose host is no link shortener.
        NoShortener = "no-shortener",
        /// No `@` in front.
        NoAtSign = "no-at-sign",
        /// No `r/` in front.
        NoSubredditPrefix = "no-subreddit-prefix",
        /// Digits alone.
        Digits = "digits",
        /// Two capital letters, as ISO 3166-1 alpha-2 has them.
        CountryCode = "country-code",
        /// A language tag, as BCP 47 has them.
        LanguageTag = "language-tag",
        /// No `.` and no `&`.
        NoPeriodOrAmpersand = "no-period-or-ampersand",
        /// An RFC 3339 date and time.
        DateTime = "date-time",
        /// A date, with or without a time, as ISO 8601 has them.
        Date = "date",
        /// At least one character that is not white space.
        NotBlank = "not-blank",
    }
}

names! {
    /// The facts of an account that a value is compared with.
    pub enum AccountList {
        PrivacyLevels = "privacyLevels",
        Boards = "boards",
    }
}

names! {
    /// In what an option counts time.
    pub enum TimeUnit {
        Milliseconds = "ms",
        Seconds = "s",
    }
}

/// `[default]` marks a parameter that may be left out.
macro_rules! presence {
    () => {
        Presence::Needed
    };
    (default) => {
        Presence::Optional
    };
}

macro_rules! checks {
    ($( $(#[$meta:meta])* $Variant:ident = $name:literal => $code:ident $({ $( $(#[$fmeta:meta])* $field:ident : $ty:ty $([$mark:ident])? ),+ $(,)? })? ),+ $(,)?) => {
        /// The checks a row can name.
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
        pub enum Check {
            $(
                $(#[$meta])* #[cfg_attr(feature = "schema", schemars(rename = $name))]
                $Variant { $($(
                    $(#[$fmeta])* $(#[cfg_attr(feature = "schema", schemars($mark))])?
                    #[doc = "A parameter of the check; rows name it so."]
                    $field: $ty
                ),+)? },
            )+
        }

        impl Check {
            /// The name that rows use.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Check::$Variant { .. } => $name),+ }
            }

            /// The code of its findings.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self { $(Check::$Variant { .. } => Code::$code),+ }
            }

            /// Every name with the code of its findings.
            pub const ALL: &'static [(&'static str, Code)] = &[$(($name, Code::$code)),+];
        }

        impl Check {
            const NAMES: &[&'static str] = &[$($name),+];

            /// Each check before its parameters are read.
            const BLANKS: &[Check] = &[$(Check::$Variant { $($($field: Blank::BLANK),+)? }),+];

            fn fields(&mut self, walk: &mut dyn Walk) -> Walked {
                match self {$(
                    Check::$Variant { $($($field),+)? } => walk.record(&mut [$($(Field {
                        name: stringify!($field),
                        presence: presence!($($mark)?),
                        part: $field,
                    }),+)?]),
                )+}
            }
        }

        #[cfg(feature = "codegen")]
        impl crate::rules::literal::Literal for Check {
            fn literal(&self, out: &mut alloc::string::String) {
                match self {$(
                    Check::$Variant { $($($field),+)? } => {
                        out.push_str(concat!("Check::", stringify!($Variant), " { "));
                        $($(
                            out.push_str(concat!(stringify!($field), ": "));
                            crate::rules::literal::Literal::literal($field, out);
                            out.push_str(", ");
                        )+)?
                        out.push('}');
                    }
                )+}
            }
        }
    };
}

checks! {
    // ── text ────────────────────────────────────────────────────────────────
    /// There is text, or media to stand in for it.
    TextRequired = "text-required" => TextRequired {
        /// Text is needed beside media too.
        despite_media: bool [default],
        /// Only the first item of a thread needs it, and only beside media: an item with neither
        /// lacks what every item needs.
        first_item: bool [default],
    },
    /// The text is at most `max` long.
    TextLength = "text-length" => TextTooLong { of: Source, unit: Unit, max: u32 },
    /// What is longer than `max` is accepted and cut.
    TextTruncated = "text-truncated" => TextTruncated { of: Source, unit: Unit, max: u32 },
    /// Text is accepted and not shown.
    TextIgnored = "text-ignored" => TextIgnored,
    /// At most `max` hashtags, mentions or links.
    TextCount = "text-count" => TextTooMany { counted: Counted, max: u32 },
    /// The text parses as the platform parses it.
    TextMarkup = "text-markup" => TextMarkup { of: Source, syntax: Syntax },

    // ── media ───────────────────────────────────────────────────────────────
    /// At least one such item.
    MediaRequired = "media-required" => MediaRequired { of: Media },
    /// At most `max` such items.
    MediaCount = "media-count" => MediaTooMany {
        of: Media,
        max: u32,
        /// How many places an animated GIF takes; 1 unless told.
        animated_gif_counts: Option<u32> [default],
    },
    /// Not both kinds in one post.
    MediaMixed = "media-mixed" => MediaMixed { one: Media, other: Media },
    /// No such items at all.
    MediaUnsupported = "media-unsupported" => MediaUnsupported { of: Media },
    /// One of these formats.
    MediaFormat = "media-format" => MediaFormat { of: Media, allowed: List<crate::media::Format> },
    /// The content is what its name or declared type says.
    MediaDeclared = "media-declared" => MediaFormat { of: Media },
    /// The alternative text, the thumbnail and the cover of an item have their documented types.
    ItemOptions = "item-options" => OptionInvalid,
    /// The URL of the item can be fetched.
    MediaUrl = "media-url" => MediaUrl { must_be: UrlRule },
    /// At most `max` bytes.
    MediaBytes = "media-bytes" => MediaTooLarge { of: Media, max: u64 },
    /// What has more than `max` bytes is compressed by the service.
    MediaRecompressed = "media-recompressed" => MediaRecompressed { of: Media, max: u64 },
    /// At least this many pixels: `long` and `short` for the sides whatever the orientation.
    MediaMinSize = "media-min-size" => DimensionsTooSmall {
        of: Media,
        long: Option<u32> [default],
        short: Option<u32> [default],
        width: Option<u32> [default],
    },
    /// At most this many pixels: `long` and `short` for the sides whatever the orientation.
    MediaMaxSize = "media-max-size" => DimensionsTooLarge {
        of: Media,
        long: Option<u32> [default],
        short: Option<u32> [default],
    },
    /// The aspect ratio lies from `min` to `max`, or is within 1 % of one of `any`, or is portrait.
    MediaRatio = "media-ratio" => AspectRatio {
        of: Media,
        min: Option<Ratio> [default],
        max: Option<Ratio> [default],
        any: List<Ratio> [default],
        /// Wider than high is broken, and so is square.
        portrait: bool [default],
    },
    /// A ratio that is accepted and cropped, within 1 %.
    MediaCropped = "media-cropped" => AspectRatio { of: Media, any: List<Ratio> },
    /// Every item has the aspect ratio of the first, within 1 %.
    MediaSameRatio = "media-same-ratio" => AspectRatioMismatch { of: Media },
    /// At least this long.
    MediaMinDuration = "media-min-duration" => DurationTooShort { of: Media, ms: u64 },
    /// At most this long.
    MediaMaxDuration = "media-max-duration" => DurationTooLong { of: Media, ms: u64 },
    /// At most as long as the account may post (`maxVideoSeconds`).
    MediaAccountDuration = "media-account-duration" => DurationTooLong { of: Media },
    /// Frames per second; a bound is met within 0.2 %.
    MediaFrameRate = "media-frame-rate" => FrameRate {
        of: Media,
        min: Option<u32> [default],
        max: Option<u32> [default],
    },
    /// At most `max` bits per second.
    MediaBitrate = "media-bitrate" => Bitrate { of: Media, max: u64 },
    /// One of these codecs.
    MediaCodec = "media-codec" => Codec {
        of: Media,
        video: List<Text> [default],
        audio: List<Text> [default],
    },
    /// At most `max` pages.
    MediaPages = "media-pages" => TooManyPages { of: Media, max: u32 },
    /// A film of the MP4 family has its index before its data.
    MediaFastStart = "media-fast-start" => MediaFormat { of: Media },
    /// None of these colour models, by the names of `colorModel`.
    MediaColor = "media-color" => MediaFormat { of: Media, refused: List<Text> },
    /// The file is not known to be cut off.
    MediaWhole = "media-whole" => MediaFormat { of: Media },
    /// No password.
    MediaEncrypted = "media-encrypted" => Encrypted { of: Media },

    // ── recommendations ─────────────────────────────────────────────────────
    /// At least this many pixels are recommended.
    RecommendSize = "recommend-size" => Recommendation {
        of: Media,
        long: Option<u32> [default],
        short: Option<u32> [default],
        width: Option<u32> [default],
    },
    /// One of these aspect ratios is recommended, within 1 %.
    RecommendRatio = "recommend-ratio" => Recommendation { of: Media, any: List<Ratio> },
    /// A frame rate is recommended; `min` and `max` may be equal.
    RecommendFrameRate = "recommend-frame-rate" => Recommendation { of: Media, min: u32, max: u32 },
    /// At most this many bytes are recommended.
    RecommendBytes = "recommend-bytes" => Recommendation { of: Media, max: u64 },
    /// A bit rate is recommended.
    RecommendBitrate = "recommend-bitrate" => Recommendation {
        of: Media,
        /// Only from so many pixels on the short side up: larger pictures need more.
        from_short: Option<u32> [default],
        min: Option<u64> [default],
        max: Option<u64> [default],
    },
    /// Sound of at least so many bits per second is recommended; a tenth less meets it.
    RecommendAudioBitrate = "recommend-audio-bitrate" => Recommendation { of: Media, min: u64 },
    /// These codecs are recommended.
    RecommendCodec = "recommend-codec" => Recommendation {
        of: Media,
        video: List<Text> [default],
        audio: List<Text> [default],
    },
    /// One of these formats is recommended.
    RecommendFormat = "recommend-format" => Recommendation { of: Media, allowed: List<crate::media::Format> },
    /// From `min` to `max` pages are recommended.
    RecommendPages = "recommend-pages" => Recommendation { of: Media, min: u32, max: u32 },
    /// Setting this option is recommended.
    RecommendOption = "recommend-option" => Recommendation { option: OptionRef },
    /// Setting this field of the body is recommended wherever the object that holds it is.
    RecommendField = "recommend-field" => Recommendation { field: Text },

    // ── options ─────────────────────────────────────────────────────────────
    /// Every option has its documented JSON type.
    OptionTypes = "option-types" => OptionInvalid,
    /// Every option is one that is documented somewhere.
    OptionNames = "option-names" => UnknownField,
    /// Every option is one of this platform.
    OptionForeign = "option-foreign" => OptionIgnored,
    /// An option that may be set in several places is set to one value.
    OptionPlaces = "option-places" => OptionConflict,
    /// The option is set. Of a nested one: set wherever its parent is.
    OptionRequired = "option-required" => OptionRequired {
        option: OptionRef,
        /// An empty text is one too.
        allow_empty: bool [default],
    },
    /// The option has one of these values.
    OptionValue = "option-value" => OptionInvalid { option: OptionRef, allowed: List<Scalar> },
    /// A number within these bounds, both included.
    OptionRange = "option-range" => OptionInvalid {
        option: OptionRef,
        min: Option<i64> [default],
        max: Option<i64> [default],
    },
    /// A text of this form.
    OptionForm = "option-form" => OptionInvalid { option: OptionRef, form: Form },
    /// A URN `urn:li:KIND:...` of one of these kinds, or a link to one of these hosts.
    OptionUrn = "option-urn" => OptionInvalid {
        option: OptionRef,
        kinds: List<Text>,
        hosts: List<Text> [default],
    },
    /// The file behind an option has one of these formats.
    OptionFileFormat = "option-file-format" => OptionInvalid {
        option: OptionRef,
        allowed: List<crate::media::Format>,
        /// The address itself must end in the name of the format.
        in_name: bool [default],
    },
    /// The file behind an option has at most `max` bytes.
    OptionFileBytes = "option-file-bytes" => MediaTooLarge { option: OptionRef, max: u64 },
    /// Where a stretch of a text ends: not before its `start`, not behind the end of `text`.
    OptionWithinText = "option-within-text" => OptionInvalid {
        option: OptionRef,
        start: OptionRef,
        text: OptionRef,
        /// The option says how long the stretch is, not where it ends.
        is_length: bool [default],
    },
    /// The option is the number of its entry in its list, from 0.
    OptionNumbered = "option-numbered" => OptionInvalid { option: OptionRef },
    /// The option is the number of an entry of another list.
    OptionIndex = "option-index" => OptionInvalid { option: OptionRef, of: OptionRef },
    /// A text of at least `min` characters.
    OptionMinLength = "option-min-length" => OptionInvalid { option: OptionRef, unit: Unit, min: u32 },
    /// A text of at most `max`.
    OptionLength = "option-length" => OptionTooLong { of: Source, unit: Unit, max: u32 },
    /// At most `max` entries.
    OptionCount = "option-count" => OptionTooMany { option: OptionRef, max: u32 },
    /// At least `min` entries.
    OptionMinCount = "option-min-count" => OptionInvalid { option: OptionRef, min: u32 },
    /// As many entries as the post has media.
    OptionPerMedia = "option-per-media" => OptionInvalid { option: OptionRef },
    /// The option has no effect here. `of` may also be `alt-text`.
    OptionIgnored = "option-ignored" => OptionIgnored { of: Source },
    /// The thumbnail or cover of an item has no effect here.
    ThumbnailIgnored = "thumbnail-ignored" => OptionIgnored { of: Media },
    /// The option cannot stand beside one of these options, or beside such media, or beside text.
    OptionConflict = "option-conflict" => OptionConflict {
        option: OptionRef,
        with: List<OptionRef> [default],
        media: Option<Media> [default],
        /// Of a thread, only the media of its first item count.
        first_item: bool [default],
    },
    /// The option cannot be set here at all.
    OptionUnsupported = "option-unsupported" => OptionInvalid { option: OptionRef },
    /// The option is one of what the account offers.
    OptionOffered = "option-offered" => OptionInvalid { option: OptionRef, list: AccountList },
    /// A moment within the video.
    OptionWithinDuration = "option-within-duration" => OptionInvalid { option: OptionRef, unit: TimeUnit },
    /// The index of one of the post's images (or of its media).
    OptionWithinMedia = "option-within-media" => OptionInvalid { option: OptionRef, of: Media },
    /// Each tag, of the post and of the options, is at most `max` long.
    TagLength = "tag-length" => OptionTooLong { unit: Unit, max: u32 },
    /// All tags together, each counted once, are at most `max` long.
    TagsLength = "tags-length" => OptionTooLong { unit: Unit, max: u32 },
    /// No tag stands twice in one list.
    TagsOnce = "tags-once" => OptionIgnored,

    // ── the post ────────────────────────────────────────────────────────────
    /// The body has its documented JSON types.
    PostShape = "post-shape" => InvalidPayload,
    /// The body names only documented fields.
    PostNames = "post-names" => UnknownField,
    /// There is at least one target.
    PostTargets = "post-targets" => InvalidPayload,
    /// All targets together come to at most `max` JSON values: those of the target, and once more for
    /// each target those that all share, 1 KiB of text counting as one. The first is always checked.
    PostSize = "post-size" => InvalidPayload { max: u32 },
    /// A report lists at most so many findings, the gravest first, and so many undecided rules. It
    /// counts them all, and says how many are left out.
    ReportSize = "report-size" => InvalidPayload { findings: u32, unchecked: u32 },
    /// Each target names an account.
    TargetAccount = "target-account" => OptionRequired,
    /// Each target names a known platform.
    TargetPlatform = "target-platform" => UnknownPlatform,
    /// Each target names a platform, or its account is known.
    TargetNamed = "target-named" => UnknownPlatform,
    /// The settings objects at the top of the post are objects.
    SettingsTypes = "settings-types" => OptionInvalid,
    /// The account is one of the platform that the target names.
    TargetAccountPlatform = "target-account-platform" => OptionConflict,
    /// No account twice.
    TargetOnce = "target-once" => DuplicateTarget,
    /// A field of the body has one of these values.
    FieldValue = "field-value" => InvalidPayload { field: Text, allowed: List<Scalar> },
    /// A number of the body within these bounds.
    FieldRange = "field-range" => InvalidPayload {
        field: Text,
        min: Option<i64> [default],
        max: Option<i64> [default],
    },
    /// A list of the body with at least `min` and at most `max` entries.
    FieldCount = "field-count" => InvalidPayload {
        field: Text,
        min: Option<u32> [default],
        max: Option<u32> [default],
    },
    /// A field of the body is set wherever the object that holds it is.
    FieldRequired = "field-required" => InvalidPayload { field: Text },
    /// A text of the body of this form.
    FieldForm = "field-form" => InvalidPayload { field: Text, form: Form },
    /// A field of the body that has no effect on the platform.
    FieldIgnored = "field-ignored" => OptionIgnored { field: Text },
    /// A file that is uploaded has at most `max` bytes.
    UploadBytes = "upload-bytes" => MediaTooLarge { max: u64 },
    /// A file that is uploaded has one of these formats.
    UploadFormat = "upload-format" => MediaFormat { allowed: List<crate::media::Format> },
    /// `scheduledFor` is a date and time.
    ScheduleFormat = "schedule-format" => InvalidSchedule,
    /// `timezone` is an IANA name.
    ScheduleTimezone = "schedule-timezone" => InvalidSchedule,
    /// `scheduledFor` lies ahead.
    ScheduleFuture = "schedule-future" => InvalidSchedule,
    /// `isDraft`, `publishNow`, `scheduledFor` and the queue do not contradict each other.
    ScheduleConflict = "schedule-conflict" => InvalidSchedule,
    /// `queueId` stands beside `queuedFromProfile`.
    ScheduleQueue = "schedule-queue" => InvalidSchedule,
}

impl Part for Check {
    fn walk(&mut self, walk: &mut dyn Walk) -> Walked {
        let own = self.name();
        let before = Self::NAMES.iter().position(|name| *name == own);
        let mut at = before.unwrap_or_default();
        walk.variant(&mut at, Self::NAMES, &mut |at, walk| {
            if before != Some(at) {
                *self = Self::BLANKS.get(at).cloned().unwrap_or(Self::BLANK);
            }
            self.fields(walk)
        })
    }
}

impl Blank for Check {
    const BLANK: Self = Check::TextIgnored {};
}

with_serde!(Check);

impl Check {
    /// The field of the body that a check looks at, as `recycling.gap` or `mediaItems[].type`.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::FieldValue { field, .. }
            | Self::FieldRange { field, .. }
            | Self::FieldCount { field, .. }
            | Self::FieldForm { field, .. }
            | Self::FieldIgnored { field }
            | Self::FieldRequired { field }
            | Self::RecommendField { field } => Some(field.as_str()),
            _ => None,
        }
    }

    /// The field that its own field is looked for in, where it must not be missing; the post
    /// itself is "".
    pub(crate) fn holder(&self) -> Option<&str> {
        match self {
            Self::FieldRequired { field } | Self::RecommendField { field } => {
                let parts = field.as_str().rsplit_once('.');
                Some(parts.map_or("", |(holder, _)| holder))
            }
            _ => None,
        }
    }

    /// The media that a check of single items looks at.
    pub(crate) const fn item_media(&self) -> Option<Media> {
        match self {
            Self::MediaUnsupported { of }
            | Self::MediaFormat { of, .. }
            | Self::MediaDeclared { of }
            | Self::MediaBytes { of, .. }
            | Self::MediaRecompressed { of, .. }
            | Self::MediaMinSize { of, .. }
            | Self::MediaMaxSize { of, .. }
            | Self::MediaRatio { of, .. }
            | Self::MediaCropped { of, .. }
            | Self::MediaMinDuration { of, .. }
            | Self::MediaMaxDuration { of, .. }
            | Self::MediaAccountDuration { of }
            | Self::MediaFrameRate { of, .. }
            | Self::MediaBitrate { of, .. }
            | Self::MediaCodec { of, .. }
            | Self::MediaFastStart { of }
            | Self::MediaColor { of, .. }
            | Self::MediaPages { of, .. }
            | Self::MediaEncrypted { of }
            | Self::MediaWhole { of }
            | Self::RecommendSize { of, .. }
            | Self::RecommendRatio { of, .. }
            | Self::RecommendFrameRate { of, .. }
            | Self::RecommendBytes { of, .. }
            | Self::RecommendBitrate { of, .. }
            | Self::RecommendAudioBitrate { of, .. }
            | Self::RecommendCodec { of, .. }
            | Self::RecommendFormat { of, .. }
            | Self::RecommendPages { of, .. } => Some(*of),
            _ => None,
        }
    }
}

/// Calls `visit` with every option that a check names, so that its slot can be looked up.
pub(crate) fn for_each_option(check: &mut Check, visit: &mut dyn FnMut(&mut OptionRef)) {
    match check {
        Check::OptionRequired { option, .. }
        | Check::OptionUrn { option, .. }
        | Check::OptionFileFormat { option, .. }
        | Check::OptionFileBytes { option, .. }
        | Check::OptionNumbered { option }
        | Check::OptionUnsupported { option }
        | Check::OptionValue { option, .. }
        | Check::OptionRange { option, .. }
        | Check::OptionForm { option, .. }
        | Check::OptionMinLength { option, .. }
        | Check::OptionCount { option, .. }
        | Check::OptionMinCount { option, .. }
        | Check::OptionPerMedia { option }
        | Check::OptionOffered { option, .. }
        | Check::OptionWithinDuration { option, .. }
        | Check::OptionWithinMedia { option, .. }
        | Check::RecommendOption { option } => visit(option),
        Check::OptionIndex { option, of } => [option, of].into_iter().for_each(visit),
        Check::OptionWithinText {
            option,
            text,
            start,
            ..
        } => [option, text, start].into_iter().for_each(visit),
        Check::OptionConflict { option, with, .. } => {
            visit(option);
            let mut others = with.to_vec();
            others.iter_mut().for_each(visit);
            *with = others.into();
        }
        Check::TextLength { of, .. }
        | Check::TextTruncated { of, .. }
        | Check::TextMarkup { of, .. }
        | Check::OptionLength { of, .. }
        | Check::OptionIgnored { of } => {
            if let Source::Option(option) = of {
                visit(option);
            }
        }
        _ => {}
    }
}
