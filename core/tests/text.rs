//! The text counts against published cases, and against properties that must always hold.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that fails should fail where it does"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use postworthy::text::telegram::{self, ParseMode};
use postworthy::text::{Unit, count, links, measure, trim_at};
use proptest::prelude::*;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

const UNITS: [Unit; 6] = [
    Unit::Weighted,
    Unit::Graphemes,
    Unit::Utf16,
    Unit::CodePoints,
    Unit::Bytes,
    Unit::Threads,
];

#[derive(Deserialize)]
struct Conformance {
    weighted: Vec<Weighted>,
    urls: Vec<Urls>,
}

#[derive(Deserialize)]
struct Samples {
    samples: Vec<Weighted>,
}

#[derive(Deserialize)]
struct Weighted {
    text: String,
    count: u32,
}

#[derive(Deserialize)]
struct Urls {
    name: String,
    text: String,
    urls: Vec<String>,
}

fn conformance() -> Conformance {
    serde_json::from_str(include_str!("../../fixtures/text/conformance.json")).unwrap()
}

#[test]
fn weighted_length_is_that_of_the_conformance_suite() {
    let cases = conformance().weighted;
    let samples: Samples =
        serde_json::from_str(include_str!("../../fixtures/text/weighted.json")).unwrap();
    assert!(cases.len() >= 20 && samples.samples.len() >= 200);
    for case in cases.iter().chain(&samples.samples) {
        assert_eq!(
            count(&case.text, Unit::Weighted),
            case.count,
            "{:?}",
            case.text
        );
    }
}

#[test]
fn links_are_those_of_the_conformance_suite() {
    for case in conformance().urls {
        let found: Vec<_> = links(&case.text).map(|at| &case.text[at]).collect();
        assert_eq!(found, case.urls, "{}", case.name);
    }
}

#[test]
fn link_is_never_cut() {
    let text = "look: https://example.com/page and more";
    assert_eq!(measure(text, Unit::Weighted, 28).fits, 6);
    assert_eq!(measure(text, Unit::Weighted, 29).fits, 30);
}

#[test]
fn cutting_makes_no_new_link() {
    // Cut after 7 letters, `abc.com` would count 23.
    let measure = measure("abc.commmm", Unit::Weighted, 7);
    assert_eq!(measure.count, 10);
    assert_eq!(measure.fits, 5);
}

#[test]
fn decomposed_text_is_cut_where_its_composed_form_fits() {
    let text = "e\u{301}e\u{301}e\u{301}";
    let measure = measure(text, Unit::Weighted, 2);
    assert_eq!((measure.count, measure.fits), (3, 6));
}

#[test]
fn threads_counts_emoji_by_their_bytes() {
    let text = format!("{}{}", "a".repeat(496), "👍👍");
    assert_eq!(count(&text, Unit::CodePoints), 498);
    assert_eq!(count(&text, Unit::Threads), 504);
    assert_eq!(count("é日1©", Unit::Threads), 4);
    assert_eq!(count("❤️", Unit::Threads), 6);
}

#[test]
fn line_break_of_windows_is_one_grapheme() {
    assert_eq!(count("a\r\nb\n\r", Unit::Graphemes), 5);
}

#[test]
fn names_of_units_are_those_of_the_report() {
    for unit in UNITS {
        let json = serde_json::to_string(&unit).unwrap();
        assert_eq!(json, format!("\"{}\"", unit.as_str()));
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for part in [
        ".a",
        ".a.com",
        "@",
        "<",
        "\u{301}",
        "。a.",
        "中",
        "a_.",
        "-.",
        "a.co/(",
        "http://",
        "👩\u{200d}",
        "🇦",
        "xn--.",
    ] {
        let text = part.repeat(300_000 / part.len());
        for unit in UNITS {
            let start = Instant::now();
            let measure = measure(&text, unit, 280);
            assert!(measure.fits <= text.len());
            // Quadratic work would take minutes.
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{part:?} {unit:?}"
            );
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "http://",
        "https://",
        "example",
        ".com",
        ".",
        "/",
        "-",
        "_",
        "t.co/a",
        "日本",
        ".みんな",
        "👩‍🚀",
        "🇫🇷",
        "1️⃣",
        "👋🏽",
        "\u{FE0F}",
        "\u{200D}",
        "e\u{301}",
        "\u{1100}\u{1161}",
        " ",
        "\r\n",
        "(a)",
        "?q=1",
        "@",
        "#",
        "क्",
        "षि",
        "\u{202A}",
        "한국",
        "x",
    ]);
    prop_oneof![4 => known.prop_map(String::from), 1 => any::<String>()]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|parts| parts.concat())
}

fn markup() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "</>",
        "<a href=\"x\">",
        "</a>",
        "&amp;",
        "&#x1F44D;",
        "&lt",
        "&",
        "*",
        "_",
        "__",
        "~",
        "||",
        "`",
        "```",
        "[",
        "](u)",
        "]",
        "![",
        "\n",
        "\n>",
        ">",
        "**>",
        "\\",
        "\\.",
        "\\_",
        "(",
        ")",
        "word",
        "👩\u{200D}🚀",
        "e\u{301}",
        "\u{301}",
        "日本",
        " ",
    ]);
    prop::collection::vec(parts, 0..14).prop_map(|parts| parts.concat())
}

fn is_boundary(text: &str, at: usize) -> bool {
    at == text.len() || text.grapheme_indices(true).any(|(start, _)| start == at)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_fits_is_within_the_limit_and_whole(text in text(), limit in 0_u32..60) {
        for unit in UNITS {
            let measure = measure(&text, unit, limit);
            prop_assert_eq!(measure.count, count(&text, unit));
            prop_assert_eq!(measure.over(), measure.count > limit);
            prop_assert_eq!(measure.fits == text.len(), measure.count <= limit, "{:?}", unit);
            prop_assert!(is_boundary(&text, measure.fits), "{:?}", unit);
            prop_assert!(count(&text[..measure.fits], unit) <= limit, "{:?}", unit);
            let trimmed = trim_at(&text, unit, limit);
            prop_assert!(is_boundary(&text, trimmed), "{:?}", unit);
            prop_assert!(trimmed <= measure.fits);
            prop_assert!(count(&text[..trimmed], unit) <= limit, "{:?}", unit);
        }
    }

    #[test]
    fn a_longer_prefix_never_counts_less(text in text()) {
        for unit in [Unit::Graphemes, Unit::Utf16, Unit::CodePoints, Unit::Bytes, Unit::Threads] {
            let mut last = 0;
            for (start, cluster) in text.grapheme_indices(true) {
                let now = count(&text[..start + cluster.len()], unit);
                prop_assert!(now >= last, "{:?}", unit);
                last = now;
            }
        }
    }

    #[test]
    fn counts_are_those_of_the_standard_library(text in text()) {
        prop_assert_eq!(count(&text, Unit::Utf16) as usize, text.encode_utf16().count());
        prop_assert_eq!(count(&text, Unit::CodePoints) as usize, text.chars().count());
        prop_assert_eq!(count(&text, Unit::Graphemes) as usize, text.graphemes(true).count());
        let mut ascii = String::new();
        for byte in text.bytes() {
            write!(ascii, "{}", char::from(byte & 0x7F)).unwrap();
        }
        prop_assert_eq!(count(&ascii, Unit::Graphemes) as usize, ascii.graphemes(true).count());
    }

    #[test]
    fn composing_a_text_changes_no_weight(text in text()) {
        use unicode_normalization::UnicodeNormalization;
        let composed: String = text.nfc().collect();
        prop_assert_eq!(count(&text, Unit::Weighted), count(&composed, Unit::Weighted));
    }

    #[test]
    fn markup_is_cut_where_it_is_whole(source in markup(), limit in 0_u32..12) {
        for mode in [ParseMode::Html, ParseMode::Markdown, ParseMode::MarkdownV2] {
            let Ok(measure) = telegram::measure(&source, mode, limit) else {
                prop_assert!(telegram::count(&source, mode).is_err());
                continue;
            };
            let parsed = telegram::parse(&source, mode).unwrap();
            prop_assert_eq!(measure.count, parsed.utf16);
            prop_assert_eq!(measure.count, count(&parsed.text, Unit::Utf16));
            prop_assert!(is_boundary(&source, measure.fits));
            let cut = telegram::count(&source[..measure.fits], mode);
            prop_assert!(cut.is_ok_and(|cut| cut <= limit), "{:?} {:?}", mode, measure);
        }
    }

    #[test]
    fn any_text_is_read_as_markup_without_harm(source in any::<String>()) {
        for mode in [ParseMode::Html, ParseMode::Markdown, ParseMode::MarkdownV2] {
            if let Err(error) = telegram::count(&source, mode) {
                prop_assert!(source.is_char_boundary(error.offset));
            }
        }
    }
}
