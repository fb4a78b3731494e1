//! Posts that are made to cost as much as they can: they grow with a number.

/// A post that grows with a number, made to hurt: its name, the text at a size, the full size.
pub type Shape = (&'static str, fn(usize) -> String, usize);

/// Each is about 10 MB of text, or 100,000 entries, at its full size.
pub const SHAPES: &[Shape] = &[
    ("nested-too-deep", |n| "[".repeat(n), 10_000_000),
    (
        "nested-lists",
        |n| {
            with(
                "x",
                &list(n / 120, |_| format!("{}{}", "[".repeat(60), "]".repeat(60))),
            )
        },
        10_000_000,
    ),
    ("long-keys", |n| with(&"k".repeat(n), "1"), 10_000_000),
    (
        "many-names",
        |n| with("metadata", "{}").replace("\"metadata\":{}", &members(n)),
        100_000,
    ),
    (
        "one-name-again-and-again",
        |n| {
            with("metadata", "{}").replace(
                "\"metadata\":{}",
                "\"content\":\"a\",".repeat(n).trim_end_matches(','),
            )
        },
        100_000,
    ),
    (
        "media-items",
        |n| {
            with(
                "mediaItems",
                &list(n, |at| {
                    format!("{{\"url\":\"https://example.com/{at}.jpg\"}}")
                }),
            )
        },
        100_000,
    ),
    (
        "media-items-that-nobody-can-fetch",
        |n| {
            with(
                "mediaItems",
                &list(n, |_| "{\"url\":\"http://localhost\"}".to_string()),
            )
        },
        100_000,
    ),
    (
        "targets",
        |n| {
            format!(
                "{{\"publishNow\":true,\"platforms\":{}}}",
                list(n, |at| format!(
                    "{{\"platform\":\"instagram\",\"accountId\":\"{at}\"}}"
                ))
            )
        },
        100_000,
    ),
    (
        "targets-of-no-platform",
        |n| format!("{{\"platforms\":{}}}", list(n, |_| "0".to_string())),
        100_000,
    ),
    (
        "tags",
        |n| with("tags", &list(n, |at| format!("\"tag{at}\""))),
        100_000,
    ),
    (
        "thread",
        |n| {
            format!(
                "{{\"platforms\":[{{\"platform\":\"twitter\",\"accountId\":\"a\",\"platformSpecificData\":{{\"threadItems\":{}}}}}]}}",
                list(n, |_| "{\"content\":\"a\"}".to_string())
            )
        },
        100_000,
    ),
    (
        "combining-marks",
        |n| with("content", &format!("\"{}\"", "\u{301}".repeat(n / 2))),
        10_000_000,
    ),
    (
        "at-signs",
        |n| with("content", &format!("\"{}\"", "@".repeat(n))),
        10_000_000,
    ),
    (
        "mentions",
        |n| with("content", &format!("\"{}\"", "@a ".repeat(n / 3))),
        10_000_000,
    ),
    (
        "angle-brackets",
        |n| with("content", &format!("\"{}\"", "<".repeat(n))),
        10_000_000,
    ),
    (
        "open-tags",
        |n| with("content", &format!("\"{}\"", "<b>".repeat(n / 3))),
        10_000_000,
    ),
    (
        "dots-of-addresses",
        |n| with("content", &format!("\"{}\"", "a.".repeat(n / 2))),
        10_000_000,
    ),
    (
        "addresses",
        |n| with("content", &format!("\"{}\"", "a.com/( ".repeat(n / 8))),
        10_000_000,
    ),
    (
        "one-text-for-many-targets",
        |n| for_telegram(&"<b>".repeat(n / 12), 1_000),
        10_000_000,
    ),
    (
        "tags-before-blanks",
        |n| {
            with(
                "content",
                &format!("\"{}{}x\"", "<b></b>".repeat(n / 7), " ".repeat(4_096)),
            )
        },
        10_000_000,
    ),
    (
        "ranges-of-one-text",
        |n| {
            let text = "a".repeat(n / 2);
            article(
                &format!("\"text\":\"{text}\",\"inline_style_ranges\""),
                n / 80,
                "{\"offset\":9,\"length\":1}",
            )
        },
        10_000_000,
    ),
    (
        "ranges-beside-many-names",
        |n| {
            article(
                &format!("{},\"text\":\"a\",\"inline_style_ranges\"", members(n / 40)),
                n / 80,
                "{\"offset\":9,\"length\":1}",
            )
        },
        10_000_000,
    ),
    (
        "members-of-one-list",
        |n| {
            let entities = list(n / 80, |_| "0".to_string());
            article("\"entity_ranges\"", n / 80, "{\"key\":9999999}")
                .replace("\"blocks\"", &format!("\"entities\":{entities},\"blocks\""))
        },
        10_000_000,
    ),
    (
        "joined-emoji",
        |n| with("content", &format!("\"{}\"", "👩\u{200d}".repeat(n / 7))),
        10_000_000,
    ),
    (
        "one-long-tag-for-many-targets",
        |n| for_telegram(&format!("<{}>", "a".repeat(n / 4)), 100),
        10_000_000,
    ),
    (BOARDS, targets_with_boards, 20_000),
    (
        CODEC,
        |n| {
            let items = list(n, |_| "{\"url\":\"a.mp4\"}".to_string());
            with("mediaItems", &items)
        },
        100_000,
    ),
];

const BOARDS: &str = "many-targets-of-an-account-with-many-boards";
const CODEC: &str = "many-items-of-a-file-with-a-long-codec";

/// What is known beside the post of a shape at a size: for most of them nothing.
#[must_use]
pub fn context(name: &str, size: usize) -> String {
    match name {
        BOARDS => {
            let boards = list(size, |at| format!("\"{}{at}\"", "a board ".repeat(10)));
            format!("{{\"accounts\":{{\"a\":{{\"boards\":{boards}}}}}}}")
        }
        CODEC => {
            let codec = "c".repeat(size);
            format!("{{\"media\":{{\"a.mp4\":{{\"kind\":\"video\",\"videoCodec\":\"{codec}\"}}}}}}")
        }
        _ => "{}".to_string(),
    }
}

/// A text for so many targets on Telegram.
fn for_telegram(content: &str, count: usize) -> String {
    let targets = list(count, |at| {
        format!("{{\"platform\":\"telegram\",\"accountId\":\"{at}\"}}")
    });
    format!("{{\"publishNow\":true,\"content\":\"{content}\",\"platforms\":{targets}}}")
}

fn targets_with_boards(count: usize) -> String {
    let targets = list(count, |at| {
        format!(
            "{{\"platform\":\"pinterest\",\"accountId\":\"a\",\"platformSpecificData\":{{\"boardId\":\"{at}\"}}}}"
        )
    });
    format!("{{\"publishNow\":true,\"content\":\"a\",\"platforms\":{targets}}}")
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","))
}

fn members(count: usize) -> String {
    (0..count)
        .map(|at| format!("\"contant{at}\":1"))
        .collect::<Vec<_>>()
        .join(",")
}

/// A post with an article that has one block with so many entries in this list.
fn article(name: &str, count: usize, entry: &str) -> String {
    let entries = list(count, |_| entry.to_string());
    format!(
        "{{\"publishNow\":true,\"platforms\":[{{\"platform\":\"twitter\",\"accountId\":\"a\",\"platformSpecificData\":{{\"article\":{{\"content_state\":{{\"blocks\":[{{{name}:{entries}}}]}}}}}}}}]}}"
    )
}

/// A post for every platform with this member.
fn with(name: &str, value: &str) -> String {
    let platforms = [
        "twitter",
        "instagram",
        "facebook",
        "linkedin",
        "tiktok",
        "youtube",
        "pinterest",
        "reddit",
        "bluesky",
        "threads",
        "googlebusiness",
        "telegram",
        "snapchat",
    ];
    let targets = list(platforms.len(), |at| {
        format!(
            "{{\"platform\":\"{0}\",\"accountId\":\"{0}\"}}",
            platforms[at]
        )
    });
    format!("{{\"publishNow\":true,\"platforms\":{targets},\"{name}\":{value}}}")
}
