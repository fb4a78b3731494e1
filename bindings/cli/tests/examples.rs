//! The examples that are shipped, and what the README shows of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that fails should fail where it does"
)]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the command in the top folder, as the README does.
fn check(example: &str) -> Output {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_postworthy"))
        .args(["check", &format!("fixtures/examples/{example}")])
        .current_dir(top)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_ready_example_is_fit_and_the_broken_one_is_not() {
    let ready = check("ready.json");
    assert_eq!(ready.status.code(), Some(0), "{}", said(&ready));
    assert!(!said(&ready).contains("warning"), "{}", said(&ready));
    let broken = check("broken.json");
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    for rule in [
        "post/media-url-public",
        "post/platform-known",
        "bluesky/text-length",
        "instagram/carousel-ratio",
        "tiktok/media-mixed",
    ] {
        assert!(said(&broken).contains(rule), "{rule}");
    }
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let readme = include_str!("../../../README.md");
    let shown = readme.split("```text\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let said = said(&check("launch.json"));
    let mut lines = said.lines();
    for wanted in shown.lines().filter(|line| line.trim() != "...") {
        assert!(lines.any(|line| line == wanted), "not said: {wanted}");
    }
}
