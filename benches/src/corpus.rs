//! Posts of about one kilobyte: 1 to 5 targets, up to 10 media items, every documented platform.

use fastrand::Rng;
use postworthy::media::{Format, MediaInfo, MediaKind};
use postworthy::{AccountFacts, Context};
use serde_json::{Value, json};

use crate::words::text;

/// How sound the posts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// None breaks a rule.
    Valid,
    /// About one in five has a text that is too long, a mistyped option, too many pictures, ….
    Mixed,
}

/// Lines of JSON, without end.
#[derive(Clone, Debug)]
pub struct Corpus {
    rng: Rng,
    kind: Kind,
}

impl Corpus {
    /// The corpus of a seed.
    pub fn new(seed: u64, kind: Kind) -> Self {
        Corpus {
            rng: Rng::with_seed(seed),
            kind,
        }
    }
}

impl Iterator for Corpus {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let broken = self.kind == Kind::Mixed && self.rng.u8(..5) == 0;
        Some(post(&mut self.rng, broken).to_string())
    }
}

/// What is known of the media and accounts of the corpus.
pub fn context() -> Context {
    let mut context = Context {
        now: Some("2026-01-01T00:00:00Z".to_string()),
        ..Context::default()
    };
    for number in 0..PICTURES {
        let info = MediaInfo {
            kind: Some(MediaKind::Image),
            format: Some(Format::Jpeg),
            bytes: Some(600_000 + u64::from(number)),
            width: Some(1080),
            height: Some(1080),
            animated: Some(false),
            ..MediaInfo::default()
        };
        context.media.insert(picture(number), info);
    }
    let clip = MediaInfo {
        kind: Some(MediaKind::Video),
        format: Some(Format::Mp4),
        bytes: Some(6_000_000),
        width: Some(1080),
        height: Some(1920),
        duration_ms: Some(20_000),
        frame_rate: Some(30.0),
        bitrate: Some(2_400_000),
        video_codec: Some("h264".into()),
        audio_codec: Some("aac".into()),
        ..MediaInfo::default()
    };
    context.media.insert(CLIP.to_string(), clip);
    let tiktok = AccountFacts {
        privacy_levels: Some(vec!["PUBLIC_TO_EVERYONE".to_string()]),
        max_video_seconds: Some(600),
        ..AccountFacts::default()
    };
    context.accounts.insert("acc_tiktok".to_string(), tiktok);
    let linkedin = AccountFacts {
        account_type: Some("personal".to_string()),
        ..AccountFacts::default()
    };
    context
        .accounts
        .insert("acc_linkedin".to_string(), linkedin);
    let pinterest = AccountFacts {
        boards: Some(vec!["board_1".to_string()]),
        ..AccountFacts::default()
    };
    context
        .accounts
        .insert("acc_pinterest".to_string(), pinterest);
    context
}

const PICTURES: u32 = 40;
const CLIP: &str = "https://cdn.example.com/2026/01/opening.mp4";

fn picture(number: u32) -> String {
    format!("https://cdn.example.com/2026/01/workshop-{number:03}.jpg")
}

/// Who takes what: text alone, one picture, several pictures, one upright video.
const TEXT: &[&str] = &[
    "twitter",
    "bluesky",
    "threads",
    "facebook",
    "linkedin",
    "telegram",
    "googlebusiness",
];
const ONE: &[&str] = &[
    "twitter",
    "bluesky",
    "threads",
    "facebook",
    "linkedin",
    "telegram",
    "googlebusiness",
    "instagram",
    "pinterest",
    "tiktok",
];
const SEVERAL: &[&str] = &["facebook", "linkedin", "telegram", "instagram", "threads"];
const VIDEO: &[&str] = &[
    "twitter",
    "facebook",
    "linkedin",
    "telegram",
    "instagram",
    "threads",
    "tiktok",
    "youtube",
    "pinterest",
    "bluesky",
];

fn post(rng: &mut Rng, broken: bool) -> Value {
    let (takers, media) = match rng.u8(..10) {
        0..=2 => (TEXT, Vec::new()),
        3..=5 => (ONE, pictures(rng, 1)),
        6..=7 => {
            let count = rng.usize(2..=10);
            (SEVERAL, pictures(rng, count))
        }
        _ => (VIDEO, vec![json!({ "type": "video", "url": CLIP })]),
    };
    let mut names = takers.to_vec();
    rng.shuffle(&mut names);
    names.truncate(rng.usize(1..=5));
    // X counts most scripts double, and a photo post on TikTok has 90 characters.
    let room = if names.contains(&"tiktok") && media.len() == 1 && media[0]["type"] == "image" {
        88
    } else if names.contains(&"twitter") {
        125
    } else if names.contains(&"bluesky") {
        280
    } else if names.contains(&"threads") {
        150
    } else if names.contains(&"facebook") {
        450
    } else {
        700
    };
    let mut content = text(rng, room);
    if content.is_empty() {
        content.push_str("Open today.");
    }
    let mut targets: Vec<Value> = names.iter().map(|name| target(rng, name)).collect();
    if broken {
        breakage(rng, &mut content, &mut targets);
    }
    let mut post = json!({
        "content": content,
        "platforms": targets,
        "scheduledFor": "2026-03-05T09:30:00Z",
        "timezone": "Europe/Berlin",
        "metadata": { "campaign": "river", "author": "team-7" },
    });
    if !media.is_empty() {
        post["mediaItems"] = media.into();
    }
    post
}

fn pictures(rng: &mut Rng, count: usize) -> Vec<Value> {
    let first = rng.u32(..PICTURES);
    let numbers = (first..).take(count).map(|number| number % PICTURES);
    numbers
        .map(|number| {
            json!({
                "type": "image",
                "url": picture(number),
                "altText": "A workbench with half a table on it, planes and shavings around it",
            })
        })
        .collect()
}

fn target(rng: &mut Rng, platform: &str) -> Value {
    let mut target = json!({ "platform": platform, "accountId": format!("acc_{platform}") });
    let options = match platform {
        "facebook" if rng.bool() => json!({ "firstComment": "Where we are: example.com/way" }),
        "linkedin" if rng.bool() => json!({ "disableLinkPreview": true }),
        "pinterest" => json!({ "title": "Second workshop", "boardId": "board_1" }),
        "telegram" => json!({ "disableNotification": true }),
        "youtube" => json!({ "title": "A table in eleven days", "visibility": "public" }),
        "tiktok" => json!({ "tiktokSettings": {
            "privacy_level": "PUBLIC_TO_EVERYONE",
            "allow_comment": true,
            "allow_duet": true,
            "allow_stitch": true,
            "content_preview_confirmed": true,
            "express_consent_given": true,
        } }),
        _ => Value::Null,
    };
    if !options.is_null() {
        target["platformSpecificData"] = options;
    }
    target
}

/// One of the mistakes people make.
fn breakage(rng: &mut Rng, content: &mut String, targets: &mut [Value]) {
    match rng.u8(..4) {
        0 => content.push_str(&" And one more thing about the oak we use.".repeat(80)),
        1 => targets[0]["platformSpecificData"] = json!({ "contentTyp": "story" }),
        2 => targets[0]["platform"] = "gmb".into(),
        _ => targets[0]["accountId"] = Value::Null,
    }
}
