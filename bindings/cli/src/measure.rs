//! `postworthy measure`.

use std::io::Read as _;

use postworthy::media::MediaInfo;
use postworthy::rules::{ContentType, Platform};
use postworthy::{AccountFacts, Context, Engine, Meter, Post, TargetReport};
use serde_json::{Value, json};

use crate::args::{MeasureArgs, TextOrJson};
use crate::error::Failure;
use crate::limits::named;
use crate::terminal::{print_bytes, table};

/// Runs the command.
pub fn run(args: &MeasureArgs) -> Result<u8, Failure> {
    let (platform, content_type) = named(&args.platform, args.content_type.as_deref())?;
    let text = match args.text.as_deref() {
        Some(text) if text != "-" => text.to_string(),
        _ => {
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| Failure::new(format!("<stdin>: {error}")))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::new("<stdin>: this is not UTF-8 text"))?;
            // The line feed that ends a text file is none of the text.
            let text = text.strip_suffix('\n').unwrap_or(&text);
            text.strip_suffix('\r').unwrap_or(text).to_string()
        }
    };
    let meters = meters(platform, content_type, &text, args.premium)?;
    let over = meters.iter().any(|meter| meter.remaining < 0);
    let printed = match args.format {
        TextOrJson::Json => {
            let mut text = serde_json::to_string_pretty(&meters)?;
            text.push('\n');
            text
        }
        TextOrJson::Text => {
            let line = |meter: &Meter| {
                let left = match meter.remaining {
                    left @ 0.. => format!("{left} left"),
                    over => format!("{} over", over.unsigned_abs()),
                };
                vec![
                    format!("{} / {}", meter.count, meter.limit),
                    meter.unit.as_str().to_string(),
                    left,
                ]
            };
            table(&meters.iter().map(line).collect::<Vec<_>>())
        }
    };
    print_bytes(printed.as_bytes())?;
    Ok(u8::from(over))
}

/// The meters of a post with this text, which becomes what is asked for.
///
/// What a post becomes depends on its options and its media; so posts of all sorts are tried.
fn meters(
    platform: Platform,
    content_type: Option<ContentType>,
    text: &str,
    premium: bool,
) -> Result<Vec<Meter>, Failure> {
    let mut context = Context::default();
    let account = AccountFacts {
        premium: Some(premium),
        ..AccountFacts::default()
    };
    context.accounts.insert("account".to_string(), account);
    let second = MediaInfo {
        width: Some(1080),
        height: Some(1920),
        duration_ms: Some(1_000),
        ..MediaInfo::default()
    };
    context.media.insert(SECOND.to_string(), second);
    let engine = Engine::builtin();
    for post in posts(platform, content_type, text) {
        let report = engine.check(&Post::from_value(&post), &context);
        let target = report.targets.into_iter().next();
        let wanted =
            |target: &TargetReport| content_type.is_none() || target.content_type == content_type;
        if let Some(target) = target.filter(wanted) {
            return Ok(target.meters);
        }
    }
    let name = content_type.map_or("post", |content_type| content_type.as_str());
    Err(Failure::new(format!(
        "a text alone does not tell how {platform} counts a {name}"
    )))
}

/// The address of a video that is known to last a second.
const SECOND: &str = "https://example.com/second.mp4";

/// Posts with this text that become one thing or another.
fn posts(platform: Platform, content_type: Option<ContentType>, text: &str) -> Vec<Value> {
    let picture = json!({ "type": "image", "url": "https://example.com/1.jpg" });
    let video = json!({ "type": "video", "url": "https://example.com/1.mp4" });
    let document = json!({ "type": "document", "url": "https://example.com/1.pdf" });
    let named = match content_type {
        Some(content_type) => json!({ "contentType": content_type }),
        None => json!({}),
    };
    let sorts = [
        (json!([]), named.clone()),
        (json!([picture]), named.clone()),
        (json!([video]), named),
        (json!([{ "type": "video", "url": SECOND }]), json!({})),
        (json!([picture, picture]), json!({})),
        (json!([document]), json!({})),
        (json!([]), json!({ "url": "https://example.com/" })),
        (json!([]), json!({ "threadItems": [{ "content": text }] })),
    ];
    let post = |(media, options): &(Value, Value)| {
        json!({
            "content": text,
            "mediaItems": media,
            "platforms": [{
                "platform": platform,
                "accountId": "account",
                "platformSpecificData": options,
            }],
        })
    };
    sorts.iter().map(post).collect()
}
