//! Facts of the corpus against what ffprobe and other tools say of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod corpus;

use corpus::{all_files, drive, files, folder, part, probe};
use postworthy::media::MediaInfo;
use postworthy::probe::{Limits, probe_slice};
use serde_json::{Map, Value};

fn differences(info: &MediaInfo, expected: &Map<String, Value>) -> Vec<String> {
    let found = serde_json::to_value(info).unwrap();
    let close = |name: &str, expected: &Value, found: &Value| {
        let tolerance = match name {
            "durationMs" => 60.0,
            "frameRate" => 0.05,
            _ => return expected == found,
        };
        let (Some(a), Some(b)) = (expected.as_f64(), found.as_f64()) else {
            return false;
        };
        (a - b).abs() <= tolerance
    };
    expected
        .iter()
        .filter(|(name, value)| !close(name, value, &found[name.as_str()]))
        .map(|(name, value)| format!("{name}: {} instead of {value}", found[name.as_str()]))
        .collect()
}

#[test]
fn every_sound_file_is_what_other_tools_say() {
    let json = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    let expected: Map<String, Value> = serde_json::from_str(&json).unwrap();
    let files = files("sound");
    assert_eq!(
        files.len(),
        expected.len(),
        "expected.json is not up to date"
    );
    let mut wrong = Vec::new();
    for (name, content) in &files {
        for difference in differences(&probe_slice(content), expected[name].as_object().unwrap()) {
            wrong.push(format!("{name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_way_of_reading_does_not_change_the_facts() {
    for (name, content) in all_files() {
        let whole = probe_slice(&content);
        for read_ahead in [1, 512, 4096, 65_536] {
            let run = probe(&content, read_ahead);
            if run.requests == Limits::default().requests {
                // Small reads may end before a hostile file does.
                assert!(name.starts_with("many-"), "{name} takes too many requests");
                continue;
            }
            assert_eq!(run.info, whole, "{name} with a read-ahead of {read_ahead}");
        }
    }
}

#[test]
fn a_file_of_unknown_size_is_read_to_its_end_when_it_is_short() {
    for (name, content) in files("sound") {
        let read = |offset, length| part(&content, offset, length).to_vec();
        let (run, whole) = (drive(None, 4096, read), probe_slice(&content));
        if let Some(size) = run.info.bytes {
            assert_eq!(size, content.len() as u64, "{name}");
        }
        assert_eq!(run.info.format, whole.format, "{name}");
        assert_eq!(run.info.width, whole.width, "{name}");
        assert_eq!(run.info.pages, whole.pages, "{name}");
    }
}

#[test]
fn typical_files_take_one_or_two_requests() {
    for (name, content) in files("sound") {
        let requests = probe(&content, 65_536).requests;
        assert!(requests <= 2, "{name} takes {requests} requests");
    }
}

#[test]
fn no_sound_file_is_called_truncated() {
    for (name, content) in files("sound") {
        assert_eq!(probe_slice(&content).truncated, None, "{name}");
    }
}

#[test]
fn ntsc_rates_are_exact() {
    for (name, content) in files("sound") {
        let rate = probe_slice(&content).frame_rate;
        if name.contains("ntsc") {
            assert_eq!(rate, Some(30_000.0 / 1001.0), "{name}");
        } else if name.contains("film") {
            assert_eq!(rate, Some(24_000.0 / 1001.0), "{name}");
        }
    }
}

fn odd(name: &str) -> MediaInfo {
    probe_slice(&std::fs::read(folder().join("odd").join(name)).unwrap())
}

#[test]
fn truncated_files_say_so() {
    let names = [
        "before-moov.mp4",
        "inside-moov.mp4",
        "after-moov.mp4",
        "in-header.jpg",
        "in-first-picture.gif",
    ];
    for name in names.map(|name| format!("truncated-{name}")) {
        assert_eq!(odd(&name).truncated, Some(true), "{name}");
    }
    for suffix in ["webp", "mkv", "avi", "pdf", "pptx"] {
        assert_eq!(
            odd(&format!("truncated.{suffix}")).truncated,
            Some(true),
            "{suffix}"
        );
    }
    let reason = &odd("truncated-before-moov.mp4").unknown["width"];
    assert_eq!(reason, "truncated: moov missing");
}

#[test]
fn a_damaged_list_of_tracks_does_not_deny_the_sound() {
    assert_eq!(odd("truncated-inside-moov.mp4").has_audio, None);
}

#[test]
fn a_looping_gif_with_one_picture_is_no_animation() {
    assert_eq!(odd("loops-but-has-one-picture.gif").animated, Some(false));
    assert_eq!(odd("truncated-in-first-picture.gif").animated, None);
    assert_eq!(odd("truncated-in-second-picture.gif").animated, Some(true));
}

#[test]
fn a_tiff_is_big_by_its_version_only() {
    for name in ["directory-at-43.tif", "big.tif"] {
        let info = odd(name);
        assert_eq!((info.width, info.height), (Some(5), Some(4)), "{name}");
    }
}

#[test]
fn a_pdf_with_a_wrong_table_is_searched() {
    for name in ["startxref-wrong.pdf", "prev-points-at-itself.pdf"] {
        assert_eq!(odd(name).pages, Some(7), "{name}");
    }
}

#[test]
fn every_fact_of_its_kind_is_there_or_has_a_reason() {
    for (name, content) in all_files() {
        let info = probe_slice(&content);
        let said = serde_json::to_value(&info).unwrap();
        let fields: &[&str] = match info.kind.filter(|_| info.format.is_some()) {
            None => &["format"],
            Some(postworthy::media::MediaKind::Image) => &["width", "height", "animated"],
            Some(postworthy::media::MediaKind::Document) => &["pages", "encrypted"],
            Some(postworthy::media::MediaKind::Video) => {
                &["width", "height", "durationMs", "frameRate", "videoCodec"]
            }
        };
        for field in fields {
            let known = !said[*field].is_null();
            assert_ne!(known, info.unknown.contains_key(*field), "{name}: {field}");
        }
    }
}
