//! What the media checks say of one item.

use alloc::string::ToString as _;
use serde_json::Value as Json;

use super::edit;
use super::eval::{Params, short};
use super::target::{Item, Target, near, product};
use super::text as texts;
use crate::media::MediaInfo;
use crate::rules::{Check, List, Ratio, Text};

/// A ratio as a decimal of at most four places.
pub(super) fn ratio_json((width, height): (u32, u32)) -> Json {
    let rounded = product(width, 10_000).saturating_add(u64::from(height / 2));
    let ten_thousandths = rounded.checked_div(u64::from(height)).unwrap_or(rounded);
    (ten_thousandths as f64 / 10_000.0).into()
}

/// What a media check says of one item.
pub(super) enum Outcome {
    Holds,
    Broken(Params),
    Unknown(&'static [&'static str]),
}

/// Whether params are made: words cost memory that a verdict alone does not need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Words {
    Made,
    #[default]
    Left,
}

impl Words {
    pub fn broken(self, params: impl FnOnce() -> Params) -> Outcome {
        Outcome::Broken(match self {
            Words::Made => params(),
            Words::Left => Params::new(),
        })
    }
}

/// The bound that holds, beside the one that is broken.
fn with(outcome: Outcome, name: &'static str, bound: Option<u64>) -> Outcome {
    match (outcome, bound) {
        (Outcome::Broken(mut params), Some(bound)) if !params.is_empty() => {
            params.push((name, bound.into()));
            Outcome::Broken(params)
        }
        (other, _) => other,
    }
}

type Needs = &'static [&'static str];

/// Holds up to `max`; what is beyond it goes by the name of `excess`.
fn at_most(
    words: Words,
    actual: Option<u64>,
    max: u64,
    excess: &'static str,
    needs: Needs,
) -> Outcome {
    match actual {
        None => Outcome::Unknown(needs),
        Some(actual) if actual <= max => Outcome::Holds,
        Some(actual) => words.broken(|| {
            alloc::vec![
                ("actual", actual.into()),
                ("max", max.into()),
                (excess, actual.saturating_sub(max).into()),
            ]
        }),
    }
}

/// Holds from `min` on; what is missing goes by the name of `lack`.
fn at_least(
    words: Words,
    actual: Option<u64>,
    min: u64,
    lack: &'static str,
    needs: Needs,
) -> Outcome {
    match actual {
        None => Outcome::Unknown(needs),
        Some(actual) if actual >= min => Outcome::Holds,
        Some(actual) => words.broken(|| {
            alloc::vec![
                ("actual", actual.into()),
                ("min", min.into()),
                (lack, min.saturating_sub(actual).into()),
            ]
        }),
    }
}

const BYTES: &[&str] = &["bytes"];
const SIZE: &[&str] = &["width", "height"];
const DURATION: &[&str] = &["durationMs"];
const BITRATE: &[&str] = &["bitrate"];

/// Whether an item is seen at a glance to be within the limits that most items are within;
/// [`outcome`] says it of all.
pub(super) fn holds(check: &Check, item: &Item<'_>) -> bool {
    match check {
        Check::MediaFormat { allowed, .. } | Check::RecommendFormat { allowed, .. } => {
            item.format.is_some_and(|format| allowed.contains(&format))
        }
        _ => match item.info {
            Some(info) => within(check, info),
            None => false,
        },
    }
}

fn within(check: &Check, info: &MediaInfo) -> bool {
    let size = || {
        let (width, height) = (info.width?, info.height?);
        (width > 0 && height > 0).then_some((width, height))
    };
    match check {
        Check::MediaBytes { max, .. }
        | Check::MediaRecompressed { max, .. }
        | Check::RecommendBytes { max, .. } => info.bytes.is_some_and(|bytes| bytes <= *max),
        Check::MediaMinSize {
            long, short, width, ..
        }
        | Check::RecommendSize {
            long, short, width, ..
        } => size().is_some_and(|(across, high)| {
            across.max(high) >= long.unwrap_or(0)
                && across.min(high) >= short.unwrap_or(0)
                && across >= width.unwrap_or(0)
        }),
        Check::MediaMaxSize { long, short, .. } => size().is_some_and(|(across, high)| {
            across.max(high) <= long.unwrap_or(u32::MAX)
                && across.min(high) <= short.unwrap_or(u32::MAX)
        }),
        Check::MediaMinDuration { ms, .. } => info.duration_ms.is_some_and(|length| length >= *ms),
        Check::MediaMaxDuration { ms, .. } => info.duration_ms.is_some_and(|length| length <= *ms),
        Check::MediaFrameRate { min, max, .. } => info.frame_rate.is_some_and(|rate| {
            rate >= f64::from(min.unwrap_or(0)) && rate <= f64::from(max.unwrap_or(u32::MAX))
        }),
        Check::RecommendFrameRate { min, max, .. } => info
            .frame_rate
            .is_some_and(|rate| rate >= f64::from(*min) && rate <= f64::from(*max)),
        Check::MediaBitrate { max, .. } => info.bitrate.is_some_and(|rate| rate <= *max),
        Check::MediaRatio {
            min: None,
            max: None,
            any,
            portrait: false,
            ..
        }
        | Check::RecommendRatio { any, .. } => {
            size().is_some_and(|size| any.iter().any(|named| near(size, *named)))
        }
        _ => false,
    }
}

pub(super) fn outcome(
    words: Words,
    check: &Check,
    item: &Item<'_>,
    target: &Target<'_>,
) -> Outcome {
    let info = item.info;
    let bytes = info.and_then(|info| info.bytes);
    let bitrate = info.and_then(|info| info.bitrate);
    let pages = info.and_then(|info| info.pages).map(u64::from);
    match check {
        Check::MediaUnsupported { of } => {
            words.broken(|| alloc::vec![("what", of.as_str().into())])
        }
        Check::MediaFormat { allowed, .. } | Check::RecommendFormat { allowed, .. } => {
            match item.format {
                None => Outcome::Unknown(&["format"]),
                Some(format) if allowed.contains(&format) => Outcome::Holds,
                Some(format) => words.broken(|| {
                    alloc::vec![
                        ("actual", format.as_str().into()),
                        (
                            "allowed",
                            allowed
                                .iter()
                                .map(|format| Json::from(format.as_str()))
                                .collect()
                        ),
                    ]
                }),
            }
        }
        Check::MediaDeclared { .. } => texts::declared(words, item),
        Check::MediaBytes { max, .. }
        | Check::MediaRecompressed { max, .. }
        | Check::RecommendBytes { max, .. } => match at_most(words, bytes, *max, "over", BYTES) {
            Outcome::Broken(mut params) if words == Words::Made => {
                let rate = item.duration_ms().and_then(|ms| edit::bitrate(*max, ms));
                params.extend(rate.map(|rate| ("targetBitrate", rate.into())));
                Outcome::Broken(params)
            }
            other => other,
        },
        Check::MediaMinSize {
            long, short, width, ..
        }
        | Check::RecommendSize {
            long, short, width, ..
        } => sides(words, item, (*long, *short, *width), true),
        Check::MediaMaxSize { long, short, .. } => sides(words, item, (*long, *short, None), false),
        Check::MediaCropped { any, .. } => match item.size() {
            None => Outcome::Unknown(SIZE),
            Some(size) if any.iter().any(|named| near(size, *named)) => words.broken(|| {
                alloc::vec![
                    ("actual", ratio_json(size)),
                    ("width", size.0.into()),
                    ("height", size.1.into())
                ]
            }),
            Some(_) => Outcome::Holds,
        },
        Check::MediaRatio {
            min,
            max,
            any,
            portrait,
            ..
        } => ratio(words, item, *min, *max, any, *portrait),
        Check::RecommendRatio { any, .. } => ratio(words, item, None, None, any, false),
        Check::MediaMinDuration { ms, .. } => {
            at_least(words, item.duration_ms(), *ms, "addMs", DURATION)
        }
        Check::MediaMaxDuration { ms, .. } => {
            at_most(words, item.duration_ms(), *ms, "cutMs", DURATION)
        }
        Check::MediaAccountDuration { .. } => {
            match target.account.and_then(|facts| facts.max_video_seconds) {
                None => Outcome::Unknown(&["maxVideoSeconds"]),
                Some(seconds) => {
                    let max = seconds.saturating_mul(1000);
                    at_most(words, item.duration_ms(), max, "cutMs", DURATION)
                }
            }
        }
        Check::MediaFrameRate { min, max, .. } => {
            frame_rate(words, info.and_then(|info| info.frame_rate), *min, *max)
        }
        Check::RecommendFrameRate { min, max, .. } => frame_rate(
            words,
            info.and_then(|info| info.frame_rate),
            Some(*min),
            Some(*max),
        ),
        Check::MediaBitrate { max, .. } => at_most(words, bitrate, *max, "over", BITRATE),
        Check::RecommendBitrate {
            min,
            max,
            from_short,
            ..
        } => {
            if let Some(short) = from_short {
                match item.size() {
                    None => return Outcome::Unknown(SIZE),
                    Some((width, height)) if width.min(height) < *short => return Outcome::Holds,
                    Some(_) => {}
                }
            }
            let at_most = |max| at_most(words, bitrate, max, "over", BITRATE);
            let at_least = |min| at_least(words, bitrate, min, "under", BITRATE);
            match max.map_or(Outcome::Holds, at_most) {
                Outcome::Holds => with(min.map_or(Outcome::Holds, at_least), "max", *max),
                broken => with(broken, "min", *min),
            }
        }
        Check::RecommendAudioBitrate { min, .. } => {
            if info.is_some_and(|info| info.has_audio == Some(false)) {
                return Outcome::Holds;
            }
            let actual = info.and_then(|info| info.audio_bitrate);
            // An encoder that is told a rate stays somewhat below it on average.
            if actual.is_some_and(|actual| actual >= (*min / 10).wrapping_mul(9)) {
                return Outcome::Holds;
            }
            at_least(words, actual, *min, "under", &["audioBitrate"])
        }
        Check::MediaCodec { video, audio, .. } | Check::RecommendCodec { video, audio, .. } => {
            let known = (
                info.and_then(|info| info.video_codec.as_deref()),
                info.and_then(|info| info.audio_codec.as_deref()),
            );
            let silent = info.is_some_and(|info| info.has_audio == Some(false));
            match codec(words, known.0, video, &["videoCodec"]) {
                Outcome::Holds if !silent => codec(words, known.1, audio, &["audioCodec"]),
                other => other,
            }
        }
        Check::RecommendPages { min, max, .. } => {
            let most = at_most(words, pages, u64::from(*max), "over", &["pages"]);
            match most {
                Outcome::Holds => {
                    let least = at_least(words, pages, u64::from(*min), "under", &["pages"]);
                    with(least, "max", Some(u64::from(*max)))
                }
                broken => with(broken, "min", Some(u64::from(*min))),
            }
        }
        // Other containers have no such index.
        Check::MediaFastStart { .. } => match info.and_then(|info| info.fast_start) {
            Some(false) => Outcome::Broken(Params::new()),
            None if item.format.is_none_or(crate::media::Format::is_isobmff) => {
                Outcome::Unknown(&["fastStart"])
            }
            _ => Outcome::Holds,
        },
        Check::MediaColor { refused, .. } => {
            match info.and_then(|info| info.color_model.as_deref()) {
                None => Outcome::Unknown(&["colorModel"]),
                Some(model) if refused.iter().any(|refused| refused.as_str() == model) => {
                    words.broken(|| alloc::vec![("actual", model.into())])
                }
                Some(_) => Outcome::Holds,
            }
        }
        // Of a file that nobody has read through, nothing is known against it.
        Check::MediaWhole { .. } => match info.and_then(|info| info.truncated) {
            Some(true) => Outcome::Broken(Params::new()),
            _ => Outcome::Holds,
        },
        Check::MediaPages { max, .. } => at_most(words, pages, u64::from(*max), "over", &["pages"]),
        Check::MediaEncrypted { .. } => match info.and_then(|info| info.encrypted) {
            None => Outcome::Unknown(&["encrypted"]),
            Some(false) => Outcome::Holds,
            Some(true) => Outcome::Broken(Params::new()),
        },
        _ => Outcome::Holds,
    }
}

fn codec(
    words: Words,
    actual: Option<&str>,
    allowed: &List<Text>,
    need: &'static [&'static str],
) -> Outcome {
    match actual {
        _ if allowed.is_empty() => Outcome::Holds,
        None => Outcome::Unknown(need),
        Some(actual) if allowed.iter().any(|name| name.as_str() == actual) => Outcome::Holds,
        Some(actual) => words.broken(|| {
            alloc::vec![
                ("actual", short(actual).into()),
                (
                    "allowed",
                    allowed
                        .iter()
                        .map(|name| Json::from(name.as_str()))
                        .collect()
                ),
            ]
        }),
    }
}

fn frame_rate(words: Words, actual: Option<f64>, min: Option<u32>, max: Option<u32>) -> Outcome {
    let Some(actual) = actual else {
        return Outcome::Unknown(&["frameRate"]);
    };
    // 23.976 is sold as 24 and 29.97 as 30.
    let low = min.is_some_and(|min| actual < f64::from(min) * 0.998);
    let high = max.is_some_and(|max| actual > f64::from(max) * 1.002);
    if !low && !high {
        return Outcome::Holds;
    }
    if words == Words::Left {
        return Outcome::Broken(Params::new());
    }
    let mut params: Params = alloc::vec![("actual", actual.into())];
    params.extend(min.map(|min| ("min", min.into())));
    params.extend(max.map(|max| ("max", max.into())));
    let nearest = min.filter(|_| low).or(max);
    params.extend(nearest.map(|rate| ("targetFrameRate", rate.into())));
    Outcome::Broken(params)
}

/// Long side is compared with long side and short with short: orientation is the ratio's affair.
fn sides(
    words: Words,
    item: &Item<'_>,
    (long, short, width): (Option<u32>, Option<u32>, Option<u32>),
    least: bool,
) -> Outcome {
    let Some(size) = item.size() else {
        return Outcome::Unknown(SIZE);
    };
    let wrong = |actual: u32, limit: Option<u32>| match limit {
        Some(limit) if least => actual < limit,
        Some(limit) => actual > limit,
        None => false,
    };
    if !wrong(size.0.max(size.1), long)
        && !wrong(size.0.min(size.1), short)
        && !wrong(size.0, width)
    {
        return Outcome::Holds;
    }
    if words == Words::Left {
        return Outcome::Broken(Params::new());
    }
    let mut params: Params = alloc::vec![("width", size.0.into()), ("height", size.1.into())];
    let names = if least {
        ["minLong", "minShort", "minWidth"]
    } else {
        ["maxLong", "maxShort", "maxWidth"]
    };
    for (name, limit) in names.into_iter().zip([long, short, width]) {
        params.extend(limit.map(|limit| (name, limit.into())));
    }
    let bounds = [
        (size.0.max(size.1), long),
        (size.0.min(size.1), short),
        (size.0, width),
    ];
    let bounds = bounds.into_iter();
    params.extend(edit::scaled(
        size,
        bounds.filter_map(|(side, bound)| Some((side, bound?))),
        least,
    ));
    Outcome::Broken(params)
}

fn ratio(
    words: Words,
    item: &Item<'_>,
    min: Option<Ratio>,
    max: Option<Ratio>,
    any: &[Ratio],
    portrait: bool,
) -> Outcome {
    let Some(size) = item.size() else {
        return Outcome::Unknown(SIZE);
    };
    let below = |bound: Ratio| product(size.0, bound.height) < product(bound.width, size.1);
    let above = |bound: Ratio| product(size.0, bound.height) > product(bound.width, size.1);
    let named = any.is_empty() || any.iter().any(|named| near(size, *named));
    let outside = min.is_some_and(below) || max.is_some_and(above);
    let sideways = portrait && size.0 >= size.1;
    if named && !outside && !sideways {
        return Outcome::Holds;
    }
    if words == Words::Left {
        return Outcome::Broken(Params::new());
    }
    let mut params: Params = alloc::vec![
        ("actual", ratio_json(size)),
        ("width", size.0.into()),
        ("height", size.1.into())
    ];
    let decimal = |ratio: Ratio| ratio_json((ratio.width, ratio.height));
    params.extend(min.map(|min| ("min", decimal(min))));
    params.extend(max.map(|max| ("max", decimal(max))));
    if !any.is_empty() {
        params.push((
            "allowed",
            any.iter()
                .map(|ratio| Json::from(ratio.to_string()))
                .collect(),
        ));
    }
    // What an editor needs: the largest centred rectangle of an allowed ratio.
    let wanted = min
        .filter(|bound| below(*bound))
        .or(max.filter(|bound| above(*bound)))
        .or_else(|| edit::roomiest(size, any));
    if let Some(wanted) = wanted {
        params.push(("crop", edit::crop(size, wanted)));
    }
    Outcome::Broken(params)
}
