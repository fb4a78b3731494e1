//! Media items, and what is known of their files.

use postworthy::media::Format;
use postworthy::rules::{Check, Media, Ratio};
use serde_json::{Map, Value, json};

use super::{Dice, values};

/// A media item with the facts of its file.
#[derive(Debug)]
pub(super) struct Item {
    pub members: Map<String, Value>,
    /// Each address with the facts of what is there; first the one that is meant.
    pub files: Vec<(String, Map<String, Value>)>,
}

impl Item {
    /// The item as a post has it; its facts join those of the context.
    pub fn written(self, media: &mut Map<String, Value>) -> Value {
        let files = self.files.into_iter();
        media.extend(files.map(|(url, facts)| (url, facts.into())));
        self.members.into()
    }
}

const PHOTOS: &[Format] = &[
    Format::Jpeg,
    Format::Png,
    Format::Webp,
    Format::Heic,
    Format::Bmp,
];
const GIFS: &[Format] = &[Format::Gif];
const VIDEOS: &[Format] = &[Format::Mp4, Format::Mov, Format::Webm, Format::Avi];
const DOCUMENTS: &[Format] = &[Format::Pdf, Format::Pptx, Format::Docx, Format::Doc];

/// An item that is such media.
pub(super) fn item(dice: &mut Dice<'_>, of: Media) -> Item {
    let formats = match of {
        Media::Image | Media::Photo | Media::Still => PHOTOS,
        Media::Gif | Media::AnimatedGif => GIFS,
        Media::Video | Media::VideoOrGif => VIDEOS,
        Media::Document => DOCUMENTS,
        Media::Thumbnail | Media::ReelCover => VIDEOS,
        Media::Any | Media::ImageOrVideo => *dice.one_of(&[PHOTOS, VIDEOS, GIFS]),
    };
    let (url, mut facts) = file(dice, formats);
    if of == Media::AnimatedGif {
        facts.insert("animated".into(), true.into());
    }
    let mut members = Map::new();
    members.insert("url".into(), url.clone().into());
    if dice.rarely(4) {
        let kind = dice.one_of(&["image", "video", "gif", "document", "audio"]);
        members.insert("type".into(), (*kind).into());
    }
    if dice.rarely(4) {
        members.insert("altText".into(), values::text(dice).into());
    }
    let mut files = vec![(url, facts)];
    let (name, at) = match of {
        Media::Thumbnail => ("thumbnail", 0),
        Media::ReelCover => ("instagramThumbnail", 0),
        _ => ("thumbnail", 1),
    };
    if at == 0 || dice.rarely(8) {
        let (url, facts) = file(dice, PHOTOS);
        let value = if dice.rarely(3) {
            json!({ "url": url })
        } else {
            json!(url)
        };
        members.insert(name.into(), value);
        files.insert(at, (url, facts));
    }
    Item { members, files }
}

fn file(dice: &mut Dice<'_>, formats: &[Format]) -> (String, Map<String, Value>) {
    let format = *dice.one_of(formats);
    let extension = format.extensions().next().unwrap_or_default();
    let url = if dice.rarely(8) {
        values::url(dice)
    } else {
        format!("https://example.com/{}.{extension}", dice.below(200))
    };
    let mut facts =
        json!({ "format": format.as_str(), "bytes": 400_000, "width": 1080, "height": 1350 });
    let more = match format.kind().as_str() {
        "video" => {
            json!({ "durationMs": 30_000, "frameRate": 30, "bitrate": 8_000_000, "width": 1080,
            "height": 1920, "videoCodec": "h264", "audioCodec": "aac", "hasAudio": true, "fastStart": true,
            "videoBitrate": 7_800_000, "audioBitrate": 192_000, "truncated": false })
        }
        "document" => json!({ "pages": 10, "encrypted": false, "width": null, "height": null }),
        _ => json!({ "animated": false, "colorModel": "rgb", "truncated": false }),
    };
    let (Value::Object(facts), Value::Object(more)) = (&mut facts, more) else {
        return (url, Map::new());
    };
    facts.extend(more);
    let mut facts = std::mem::take(facts);
    if dice.rarely(8) {
        let names: Vec<String> = facts.keys().cloned().collect();
        facts.remove(dice.one_of(&names));
    }
    if dice.rarely(24) {
        facts.clear();
    }
    (url, facts)
}

/// Brings the facts of a file to the limit of a check.
pub(super) fn about(dice: &mut Dice<'_>, check: &Check, facts: &mut Map<String, Value>) {
    let mut set = |name: &str, value: Value| _ = facts.insert(name.into(), value);
    match check {
        Check::MediaBytes { max, .. }
        | Check::MediaRecompressed { max, .. }
        | Check::RecommendBytes { max, .. }
        | Check::OptionFileBytes { max, .. }
        | Check::UploadBytes { max } => set("bytes", dice.about(*max).into()),
        Check::MediaMinSize {
            long, short, width, ..
        }
        | Check::RecommendSize {
            long, short, width, ..
        } => {
            sides(dice, facts, [*long, *short, *width], -1);
        }
        Check::MediaMaxSize { long, short, .. } => sides(dice, facts, [*long, *short, None], 1),
        Check::MediaRatio { min, max, any, .. } => {
            let all: Vec<Ratio> = min.iter().chain(max).chain(any.iter()).copied().collect();
            shape(dice, facts, &all);
        }
        Check::MediaCropped { any, .. } | Check::RecommendRatio { any, .. } => {
            shape(dice, facts, any)
        }
        Check::MediaMinDuration { ms, .. } => {
            set("durationMs", dice.about(ms.saturating_sub(2)).into())
        }
        Check::MediaMaxDuration { ms, .. } => set("durationMs", dice.about(*ms).into()),
        Check::MediaAccountDuration { .. } => set("durationMs", dice.about(60_000).into()),
        Check::MediaFrameRate { min, max, .. } => {
            let bounds: Vec<u32> = [*min, *max].into_iter().flatten().collect();
            let rate = f64::from(*dice.one_of(&bounds));
            set(
                "frameRate",
                json!(rate * [1.01, 0.99, 1.0, 1.001][dice.below(4)]),
            );
        }
        Check::RecommendFrameRate { min, max, .. } => {
            let rate = f64::from(*dice.one_of(&[*min, *max]));
            set("frameRate", json!(rate * [1.5, 0.5, 1.0][dice.below(3)]));
        }
        Check::MediaBitrate { max, .. } => {
            set("bitrate", dice.about(*max).into());
            set("videoBitrate", dice.about(*max).into());
        }
        Check::RecommendBitrate { min, max, .. } => {
            let bounds: Vec<u64> = [*min, *max].into_iter().flatten().collect();
            let rate = *dice.one_of(&bounds);
            let rate = dice.about(rate);
            let rate = rate * [1, 2, 0][dice.below(3)];
            set("bitrate", rate.into());
            set("videoBitrate", rate.into());
        }
        Check::RecommendAudioBitrate { min, .. } => set("audioBitrate", (min / 2).into()),
        Check::MediaCodec { .. } | Check::RecommendCodec { .. } => {
            let name = *dice.one_of(&["videoCodec", "audioCodec"]);
            set(
                name,
                (*dice.one_of(&["cinepak", "vorbis", "hevc", "pcm"])).into(),
            );
        }
        Check::MediaFormat {
            of: Media::Document,
            ..
        } => {
            set("kind", "document".into());
            set("format", dice.one_of(&Format::ALL).as_str().into());
        }
        Check::MediaFormat { .. } | Check::RecommendFormat { .. } | Check::UploadFormat { .. } => {
            set("format", dice.one_of(&Format::ALL).as_str().into());
        }
        Check::MediaDeclared { .. } => set(
            "format",
            dice.one_of(&[Format::Png, Format::Mov]).as_str().into(),
        ),
        Check::MediaPages { max, .. } | Check::RecommendPages { max, .. } => {
            set("pages", dice.about(u64::from(*max)).into());
        }
        Check::MediaFastStart { .. } => set("fastStart", dice.rarely(4).into()),
        Check::MediaWhole { .. } => set("truncated", (!dice.rarely(4)).into()),
        Check::MediaEncrypted { .. } => set("encrypted", (!dice.rarely(4)).into()),
        Check::MediaColor { refused, .. } if !refused.is_empty() => {
            set("colorModel", dice.one_of(refused).as_str().into());
        }
        Check::MediaSameRatio { .. } => set("width", 1350.into()),
        _ => {}
    }
}

/// A picture whose sides are about these limits, missing one of them in this direction.
fn sides(dice: &mut Dice<'_>, facts: &mut Map<String, Value>, limits: [Option<u32>; 3], step: i64) {
    let [long, short, width] = limits.map(|limit| limit.map(i64::from));
    let shorter = short.or(width).or(long).unwrap_or(600);
    let longer = long.unwrap_or(shorter).max(shorter);
    let (mut wide, mut high) = (shorter, longer);
    match dice.below(4) {
        0 => wide += step,
        1 => high += step,
        2 => (wide, high) = (wide + step, high + step),
        _ => {}
    }
    if dice.rarely(3) {
        (wide, high) = (high, wide);
    }
    facts.insert("width".into(), wide.max(1).into());
    facts.insert("height".into(), high.max(1).into());
}

/// A picture whose shape is about one of these.
fn shape(dice: &mut Dice<'_>, facts: &mut Map<String, Value>, all: &[Ratio]) {
    let ratio = if all.is_empty() {
        Ratio::of(1, 1)
    } else {
        *dice.one_of(all)
    };
    let (mut wide, high) = (u64::from(ratio.width), u64::from(ratio.height));
    let times = (1200 / wide.max(high)).max(1);
    wide *= times;
    match dice.below(4) {
        0 => wide += wide / 8 + 1,
        1 => wide -= wide / 8,
        2 => wide += 1,
        _ => {}
    }
    facts.insert("width".into(), wide.max(1).into());
    facts.insert("height".into(), (high * times).into());
}
