//! What a check may cost, whatever it is given: work in proportion to the text, memory at most a
//! small multiple of it.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use allocation_counter::measure;
use postworthy::{Context, Engine, Post};

/// A post that grows with a number, made to hurt.
type Shape = (&'static str, fn(usize) -> String, usize);

/// Each with how large it is at its full size, which is about 10 MB of text or 100,000 entries.
const SHAPES: &[Shape] = &[
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
        "joined-emoji",
        |n| with("content", &format!("\"{}\"", "👩\u{200d}".repeat(n / 7))),
        10_000_000,
    ),
];

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","))
}

fn members(count: usize) -> String {
    (0..count)
        .map(|at| format!("\"contant{at}\":1"))
        .collect::<Vec<_>>()
        .join(",")
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

/// Checks a post; says whether it is one, and how many findings and open rules there are.
fn check(text: &str) -> (bool, u64) {
    let Ok(post) = Post::parse(text) else {
        return (false, 0);
    };
    let report = Engine::builtin().check(&post, &Context::default());
    let of_targets = report.targets.iter();
    let of_targets = of_targets.map(|target| target.diagnostics.len() + target.unchecked.len() + 1);
    let all = of_targets.sum::<usize>() + report.diagnostics.len() + report.unchecked.len();
    (true, all as u64)
}

/// A part of the full size that is quick without optimisation, too.
const PART: usize = 400;

#[test]
fn a_post_twice_as_large_asks_for_memory_twice_as_often() {
    for (name, shape, full) in SHAPES {
        let spent = |size| {
            let text = shape(size);
            measure(|| _ = check(&text)).count_total
        };
        let size = full / PART;
        let (once, twice) = (spent(size), spent(size * 2));
        let most = once * 23 / 10 + 500;
        assert!(twice <= most, "{name}: {once} allocations, then {twice}");
    }
}

#[test]
fn what_a_check_holds_is_in_proportion_to_the_text_and_its_entries() {
    for (name, shape, full) in SHAPES {
        let text = shape(full / PART * 2);
        let mut entries = 0;
        let held = measure(|| entries = check(&text).1).bytes_max;
        // Texts by their length; what is found and left open by the piece.
        let most = (4 << 20) + 32 * text.len() as u64 + 4096 * entries;
        assert!(
            held <= most,
            "{name}: {held} bytes for {} and {entries} entries",
            text.len()
        );
    }
}

#[test]
fn targets_beyond_the_limit_cost_next_to_nothing() {
    let text = |targets: usize| {
        let items = list(100, |at| {
            format!("{{\"url\":\"https://example.com/{at}.jpg\"}}")
        });
        let targets = list(targets, |at| {
            format!("{{\"platform\":\"tiktok\",\"accountId\":\"{at}\"}}")
        });
        format!("{{\"mediaItems\":{items},\"platforms\":{targets}}}")
    };
    let (few, many) = (text(200), text(2_000));
    let few = measure(|| _ = check(&few)).bytes_max;
    let many = measure(|| _ = check(&many)).bytes_max;
    assert!(many < few + (4 << 20), "{few} bytes, then {many}");
}
