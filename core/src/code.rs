//! What a finding says ([`Code`]) and how much it matters ([`Severity`]).

use crate::names::names;

names! {
    /// The closed list of what a finding can say.
    ///
    /// A code tells the kind of trouble, a rule tells whose limit it is; programs branch on codes.
    pub enum Code {
        InvalidPayload = "invalid_payload",
        UnknownField = "unknown_field",
        UnknownPlatform = "unknown_platform",
        InvalidSchedule = "invalid_schedule",
        DuplicateTarget = "duplicate_target",
        TextRequired = "text_required",
        TextTooLong = "text_too_long",
        TextTooMany = "text_too_many",
        TextTruncated = "text_truncated",
        TextIgnored = "text_ignored",
        TextMarkup = "text_markup",
        MediaRequired = "media_required",
        MediaTooMany = "media_too_many",
        MediaMixed = "media_mixed",
        MediaUnsupported = "media_unsupported",
        MediaFormat = "media_format",
        MediaUrl = "media_url",
        MediaTooLarge = "media_too_large",
        MediaRecompressed = "media_recompressed",
        DimensionsTooSmall = "dimensions_too_small",
        DimensionsTooLarge = "dimensions_too_large",
        AspectRatio = "aspect_ratio",
        AspectRatioMismatch = "aspect_ratio_mismatch",
        DurationTooShort = "duration_too_short",
        DurationTooLong = "duration_too_long",
        FrameRate = "frame_rate",
        Bitrate = "bitrate",
        Codec = "codec",
        TooManyPages = "too_many_pages",
        Encrypted = "encrypted",
        OptionRequired = "option_required",
        OptionInvalid = "option_invalid",
        OptionTooLong = "option_too_long",
        OptionTooMany = "option_too_many",
        OptionIgnored = "option_ignored",
        OptionConflict = "option_conflict",
        Recommendation = "recommendation",
    }
}

names! {
    /// How much a finding matters.
    pub enum Severity {
        /// Documented as recommended, and not met.
        Info = "info",
        /// Accepted, but altered, ignored, cropped, compressed or cut; or the documentation disagrees with itself.
        Warning = "warning",
        /// The platform or the service refuses it.
        Error = "error",
    }
}
