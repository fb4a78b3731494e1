//! What holds for every post, however odd.

use postworthy::rules::Platform;
use postworthy::{Context, Engine, Post, Writer};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Names that the engine looks for, so that random posts reach its depths.
const NAMES: &[&str] = &[
    "content",
    "mediaItems",
    "platforms",
    "platform",
    "accountId",
    "platformSpecificData",
    "url",
    "type",
    "threadItems",
    "customContent",
    "customMedia",
    "tiktokSettings",
    "facebookSettings",
    "contentType",
    "title",
    "tags",
    "poll",
    "options",
    "scheduledFor",
    "timezone",
    "publishNow",
    "isDraft",
    "altText",
    "thumbnail",
    "callToAction",
    "link",
    "recycling",
    "gap",
    "collaborators",
    "userTags",
    "username",
    "x",
    "langs",
    "parseMode",
    "mediaItem",
    "video_cover_timestamp_ms",
];

const TEXTS: &[&str] = &[
    "",
    "story",
    "reel",
    "HTML",
    "MarkdownV2",
    "<b>",
    "*a",
    "https://example.com/a.jpg",
    "http://localhost/a.mp4",
    "a.mp4",
    "2026-01-01T00:00:00Z",
    "Europe/Berlin",
    "👨‍👩‍👧",
    "@a #b example.com",
    "\u{202e}x",
    "video",
    "image",
];

fn text() -> impl Strategy<Value = String> {
    let platforms = Platform::ALL.iter().map(|platform| platform.as_str());
    let known: Vec<String> = TEXTS
        .iter()
        .copied()
        .chain(platforms)
        .map(String::from)
        .collect();
    prop_oneof![3 => prop::sample::select(known), 1 => any::<String>()]
}

fn odd() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let name = prop_oneof![4 => prop::sample::select(NAMES).prop_map(String::from), 1 => any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..8).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A post with targets of every platform and odd values everywhere.
fn post() -> impl Strategy<Value = Value> {
    let target = (prop::sample::select(Platform::ALL), odd()).prop_map(
        |(platform, data)| json!({ "platform": platform.as_str(), "accountId": "a", "platformSpecificData": data }),
    );
    let whole = (odd(), odd(), prop::collection::vec(target, 0..4), odd());
    let whole = whole.prop_map(|(content, media, platforms, more)| {
        let mut post = json!({ "content": content, "mediaItems": media, "platforms": platforms });
        if let (Some(post), Value::Object(more)) = (post.as_object_mut(), more) {
            post.extend(more);
        }
        post
    });
    prop_oneof![3 => whole, 1 => odd()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_report_is_deterministic_and_its_paths_resolve(value in post()) {
        let text = value.to_string();
        let read = Post::parse(&text).unwrap();
        let report = postworthy::check(&read, &Context::default());
        prop_assert_eq!(&report, &postworthy::check(&Post::parse(&text).unwrap(), &Context::default()));
        let mut writer = Writer::default();
        Engine::builtin().checker().write_report(&read, &Context::default(), None, &mut writer);
        prop_assert_eq!(writer.as_str(), serde_json::to_string(&report).unwrap());
        let value = read.to_value();
        for one in report.targets.iter().flat_map(|target| &target.diagnostics).chain(&report.diagnostics) {
            prop_assert!(value.pointer(&one.path).is_some(), "{} does not resolve", one.path);
            prop_assert!(!one.message.is_empty() && !one.hint.is_empty() && !one.source.is_empty());
            for fix in &one.fixes {
                prop_assert!(postworthy::patch::apply(&mut value.clone(), &fix.patch).is_ok(), "{:?}", fix);
            }
        }
        for one in report.targets.iter().flat_map(|target| &target.unchecked).chain(&report.unchecked) {
            prop_assert!(value.pointer(&one.path).is_some() && !one.needs.is_empty());
        }
        prop_assert_eq!(report.valid, report.errors == 0);
        let targets = value.get("platforms").and_then(Value::as_array).map_or(0, Vec::len);
        prop_assert_eq!(report.targets.len(), targets);
    }

    #[test]
    fn an_overlay_of_nothing_changes_no_report(value in post()) {
        let post = Post::from_value(&value);
        let laid = Engine::with_overlay("[]").unwrap();
        prop_assert_eq!(laid.check(&post, &Context::default()), postworthy::check(&post, &Context::default()));
    }

    #[test]
    fn a_wider_limit_never_adds_findings(length in 0_usize..60, first in 1_u32..60, second in 1_u32..60) {
        let findings = |limit: u32| {
            let rows = format!(r#"[{{ "id": "bluesky/text-length", "check": {{ "text-length": {{ "max": {limit} }} }} }}]"#);
            let post = json!({ "content": "a".repeat(length), "publishNow": true,
                "platforms": [{ "platform": "bluesky", "accountId": "a" }], "mediaItems": [{ "url": "https://example.com/a.jpg" }] });
            let report = Engine::with_overlay(&rows).unwrap().check(&Post::from_value(&post), &Context::default());
            report.targets.iter().flat_map(|target| &target.diagnostics).map(|one| one.rule.clone()).collect::<Vec<_>>()
        };
        let (narrow, wide) = (findings(first.min(second)), findings(first.max(second)));
        prop_assert!(wide.iter().all(|rule| narrow.contains(rule)), "{:?} {:?}", narrow, wide);
        prop_assert_eq!(wide.contains(&"bluesky/text-length".to_string()), length as u32 > first.max(second));
    }
}
