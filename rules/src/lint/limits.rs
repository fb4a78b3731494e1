//! Limits that limit nothing, or that nobody can have meant.

use std::fmt::Display;
use std::ops::RangeInclusive;

use postworthy::media::Format;
use postworthy::rules::{Check, Media, Ratio, Scalar, Source, Text};

/// What a limit can be. Outside lies a slip of the unit or of the finger: seconds where
/// milliseconds belong, megabytes where bytes do, a zero too many.
const LENGTH: RangeInclusive<u64> = 1..=1_000_000;
const COUNT: RangeInclusive<u64> = 1..=10_000;
const BYTES: RangeInclusive<u64> = 1_024..=1 << 40;
const PIXELS: RangeInclusive<u64> = 1..=100_000;
const DURATION_MS: RangeInclusive<u64> = 100..=86_400_000;
const FRAMES_PER_SECOND: RangeInclusive<u64> = 1..=1_000;
const BITS_PER_SECOND: RangeInclusive<u64> = 1_000..=10_000_000_000;
const WIDEST: u64 = 100;

/// All that is wrong with the limits of a check.
pub(super) fn limits(check: &Check) -> Vec<String> {
    let mut found = Faults(Vec::new());
    match check {
        Check::TextLength { max, .. }
        | Check::TextTruncated { max, .. }
        | Check::OptionLength { max, .. }
        | Check::TagLength { max, .. }
        | Check::TagsLength { max, .. } => found.within("max", *max, &LENGTH),
        Check::OptionMinLength { min, .. } => found.within("min", *min, &LENGTH),
        Check::TextCount { max, .. }
        | Check::MediaPages { max, .. }
        | Check::OptionCount { max, .. } => found.within("max", *max, &COUNT),
        Check::OptionMinCount { min, .. } => found.within("min", *min, &COUNT),
        Check::RecommendPages { min, max, .. } => {
            found.range(Some(*min), Some(*max));
            found.within("min", *min, &COUNT);
            found.within("max", *max, &COUNT);
        }
        Check::MediaCount {
            max,
            animated_gif_counts,
            ..
        } => {
            if *max == 0 {
                found.say("`max` is 0: the check for that is `media-unsupported`");
            }
            found.within("max", (*max).max(1), &COUNT);
            found.maybe("animated_gif_counts", *animated_gif_counts, &COUNT);
        }
        Check::MediaMixed { one, other } if one == other => {
            found.say("`one` and `other` are the same");
        }
        Check::MediaFormat { allowed, .. }
        | Check::RecommendFormat { allowed, .. }
        | Check::OptionFileFormat { allowed, .. }
        | Check::UploadFormat { allowed } => {
            found.listed("allowed", allowed, |format: &Format| format.as_str());
        }
        Check::OptionValue { allowed, .. } | Check::FieldValue { allowed, .. } => {
            found.listed("allowed", allowed, Scalar::to_string);
        }
        Check::MediaCodec { video, audio, .. } | Check::RecommendCodec { video, audio, .. } => {
            if video.is_empty() && audio.is_empty() {
                found.say("`video` or `audio` must name a codec");
            }
            found.distinct("video", video, Text::to_string);
            found.distinct("audio", audio, Text::to_string);
        }
        Check::MediaBytes { max, .. }
        | Check::MediaRecompressed { max, .. }
        | Check::OptionFileBytes { max, .. }
        | Check::UploadBytes { max }
        | Check::RecommendBytes { max, .. } => found.within("max", *max, &BYTES),
        Check::MediaMinSize {
            long, short, width, ..
        }
        | Check::RecommendSize {
            long, short, width, ..
        } => found.size(*long, *short, *width),
        Check::MediaMaxSize { long, short, .. } => found.size(*long, *short, None),
        Check::MediaRatio {
            min,
            max,
            any,
            portrait,
            ..
        } => {
            if min.is_none() && max.is_none() && any.is_empty() && !portrait {
                found.say("`min`, `max`, `any` or `portrait` must be given");
            }
            if let (Some(min), Some(max)) = (min, max)
                && u64::from(min.width) * u64::from(max.height)
                    > u64::from(max.width) * u64::from(min.height)
            {
                found.say(&format!("`min` {min} is over `max` {max}"));
            }
            found.ratios(min.iter().chain(max).chain(any.iter()));
            found.distinct("any", any, Ratio::to_string);
        }
        Check::RecommendRatio { any, .. } | Check::MediaCropped { any, .. } => {
            found.ratios(any.iter());
            found.listed("any", any, Ratio::to_string);
        }
        Check::MediaSameRatio {
            of: Media::Thumbnail | Media::ReelCover,
        } => found.say("only items have a first one"),
        Check::MediaMinDuration { ms, .. } | Check::MediaMaxDuration { ms, .. } => {
            found.within("ms", *ms, &DURATION_MS);
        }
        Check::MediaFrameRate { min, max, .. } => {
            found.range(*min, *max);
            found.maybe("min", *min, &FRAMES_PER_SECOND);
            found.maybe("max", *max, &FRAMES_PER_SECOND);
        }
        Check::RecommendFrameRate { min, max, .. } => {
            found.range(Some(*min), Some(*max));
            found.within("min", *min, &FRAMES_PER_SECOND);
            found.within("max", *max, &FRAMES_PER_SECOND);
        }
        Check::MediaBitrate { max, .. } => found.within("max", *max, &BITS_PER_SECOND),
        Check::RecommendAudioBitrate { min, .. } => found.within("min", *min, &BITS_PER_SECOND),
        Check::RecommendBitrate {
            min,
            max,
            from_short,
            ..
        } => {
            found.maybe("from_short", *from_short, &PIXELS);
            found.range(*min, *max);
            found.maybe("min", *min, &BITS_PER_SECOND);
            found.maybe("max", *max, &BITS_PER_SECOND);
        }
        Check::OptionRange { min, max, .. } | Check::FieldRange { min, max, .. } => {
            found.range(*min, *max);
        }
        Check::FieldCount { min, max, .. } => found.range(*min, *max),
        Check::OptionUrn { kinds, hosts, .. } => {
            found.listed("kinds", kinds, Text::to_string);
            found.distinct("hosts", hosts, Text::to_string);
        }
        Check::OptionConflict {
            option,
            with,
            media,
            first_item,
        } => {
            if with.is_empty() && media.is_none() {
                found.say("`with` or `media` must say what it conflicts with");
            }
            if *first_item && media.is_none() {
                found.say("`first_item` needs `media`, which it narrows");
            }
            if with.contains(option) {
                found.say(&format!("`{}` conflicts with itself", option.name));
            }
            found.distinct("with", with, |option| option.name.to_string());
        }
        Check::OptionIgnored {
            of: Source::Content | Source::FirstLine | Source::PostTitle,
        } => found.say("the check for text is `text-ignored`"),
        _ => {}
    }
    found.0
}

struct Faults(Vec<String>);

impl Faults {
    fn say(&mut self, fault: &str) {
        self.0.push(fault.into());
    }

    /// A limit that somebody can have meant.
    fn within(&mut self, name: &str, value: impl Into<u64>, sane: &RangeInclusive<u64>) {
        let value = value.into();
        if !sane.contains(&value) {
            let (low, high) = (sane.start(), sane.end());
            self.say(&format!(
                "`{name}` is {value}; what can be meant is {low} to {high}"
            ));
        }
    }

    fn maybe(&mut self, name: &str, value: Option<impl Into<u64>>, sane: &RangeInclusive<u64>) {
        if let Some(value) = value {
            self.within(name, value, sane);
        }
    }

    /// At least one bound, and those in order.
    fn range<T: PartialOrd + Display>(&mut self, min: Option<T>, max: Option<T>) {
        match (min, max) {
            (None, None) => self.say("`min` or `max` must be given"),
            (Some(min), Some(max)) if min > max => {
                self.say(&format!("`min` {min} is over `max` {max}"));
            }
            _ => {}
        }
    }

    fn size(&mut self, long: Option<u32>, short: Option<u32>, width: Option<u32>) {
        let sides = [("long", long), ("short", short), ("width", width)];
        if sides.iter().all(|(_, side)| side.is_none()) {
            self.say("`long`, `short` or `width` must be given");
        }
        for (name, side) in sides {
            self.maybe(name, side, &PIXELS);
        }
        if let (Some(long), Some(short)) = (long, short)
            && short > long
        {
            self.say(&format!("`short` {short} is over `long` {long}"));
        }
    }

    fn ratios<'a>(&mut self, ratios: impl Iterator<Item = &'a Ratio>) {
        for ratio in ratios {
            let (width, height) = (u64::from(ratio.width), u64::from(ratio.height));
            if width > height * WIDEST || height > width * WIDEST {
                self.say(&format!("nobody means a ratio of {ratio}"));
            }
        }
    }

    /// A list that says something, and nothing twice.
    fn listed<T, N: Display>(&mut self, name: &str, list: &[T], text: impl Fn(&T) -> N) {
        if list.is_empty() {
            self.say(&format!("`{name}` is empty"));
        }
        self.distinct(name, list, text);
    }

    fn distinct<T, N: Display>(&mut self, name: &str, list: &[T], text: impl Fn(&T) -> N) {
        let mut texts: Vec<String> = list.iter().map(|item| text(item).to_string()).collect();
        texts.sort_unstable();
        let twice = texts.windows(2).filter_map(|pair| match pair {
            [one, other] if one == other => Some(format!("`{name}` lists {one} twice")),
            _ => None,
        });
        self.0.extend(twice);
    }
}
