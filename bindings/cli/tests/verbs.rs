//! The other commands.

mod common;

use common::Desk;

#[test]
fn probe_prints_an_object_or_lines() {
    let desk = Desk::new();
    let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\x0a\0;";
    desk.write("a.gif", gif);
    desk.write("b.gif", gif);
    let one = desk.run(&["probe", "a.gif"]).json();
    assert_eq!(
        (one["format"].as_str(), one["width"].as_u64()),
        (Some("gif"), Some(2))
    );
    let two = desk.run(&["probe", "a.gif", "b.gif"]);
    assert_eq!(two.out.lines().count(), 2);
    assert!(
        two.out
            .starts_with("{\"file\":\"a.gif\",\"kind\":\"image\""),
        "{}",
        two.out
    );
    let table = desk.run(&["probe", "a.gif", "--format", "table"]);
    assert!(table.out.starts_with("a.gif\n  kind") && !table.out.contains('{'));
    assert!(
        desk.run(&["probe", "none.gif"])
            .refused()
            .contains("no such file")
    );
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    assert!(
        desk.run(&["probe", "folder"])
            .refused()
            .contains("directory")
    );
}

#[test]
fn explain_says_what_why_and_where_it_was_read() {
    let desk = Desk::new();
    let said = desk.run(&["explain", "bluesky/text-length"]);
    assert_eq!(said.code, 0);
    for part in [
        "bluesky/text-length\n",
        "300",
        "text_too_long",
        "sources\n  docs: ",
    ] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    let json = desk
        .run(&["explain", "bluesky/text-length", "--format", "json"])
        .json();
    assert_eq!(json["id"], "bluesky/text-length");
    let said = desk.run(&["explain", "bluesky/text-lenth"]);
    assert!(
        said.refused()
            .contains("did you mean `bluesky/text-length`?")
    );
    assert!(
        desk.run(&["explain", "text-bytes"])
            .refused()
            .contains("bluesky/text-bytes")
    );
}

#[test]
fn rules_are_listed_in_three_forms() {
    let desk = Desk::new();
    let all = desk.run(&["rules", "--format", "json"]).json();
    let all = all.as_array().unwrap();
    assert!(all.len() > 100);
    let text = desk.run(&["rules"]).out;
    assert_eq!(text.lines().count(), all.len());
    let markdown = desk.run(&["rules", "--format", "markdown"]).out;
    for rule in all {
        let id = rule["id"].as_str().unwrap();
        assert!(markdown.contains(&format!("### `{id}`\n")), "{id}");
        assert!(markdown.contains(&format!("<a id=\"{}\"></a>", id.replace('/', "-"))));
    }
    let some = desk.run(&["rules", "--platform", "bluesky"]).out;
    assert!(some.lines().count() > 5 && some.lines().all(|line| line.starts_with("bluesky/")));
}

#[test]
fn the_rule_reference_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/REFERENCE.md");
    let written = std::fs::read_to_string(path).unwrap();
    let now = Desk::new().run(&["rules", "--format", "markdown"]).out;
    // Not `assert_eq!`, which would print both in full.
    assert!(
        written == now,
        "run: cargo run -p postworthy-cli -- rules --format markdown > rules/REFERENCE.md"
    );
}

#[test]
fn explain_tells_the_hint_of_the_check_and_whether_sources_disagree() {
    let desk = Desk::new();
    let said = desk.run(&["explain", "twitter/image-max-bytes"]).out;
    for part in [
        "how to mend it\n  Compress it to 5 MB yourself",
        "\nsources, which disagree\n",
        "which says: at most 5 MB",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let json = desk
        .run(&["explain", "twitter/image-max-bytes", "--format", "json"])
        .json();
    assert!(
        json["hint"]
            .as_str()
            .unwrap()
            .starts_with("Compress it to 5 MB")
    );
}

#[test]
fn limits_and_measures_are_for_known_platforms() {
    let desk = Desk::new();
    let limits = desk.run(&["limits", "instagram", "story"]);
    assert_eq!(limits.code, 0);
    assert!(limits.out.contains("max 100 MiB"), "{}", limits.out);
    assert!(!limits.out.contains("feed"), "{}", limits.out);
    let premium = desk.run(&["limits", "twitter"]).out;
    assert!(
        premium.contains("max 25000 weighted (premium)"),
        "{premium}"
    );
    let rows = desk.run(&["limits", "bluesky", "--format", "json"]).json();
    assert_eq!(rows["text"][0]["rule"], "bluesky/text-length");
    assert_eq!(rows["text"][0]["max"], 300);
    assert_eq!(rows["maxMedia"], 4);
    let mut rows = rows["rules"].as_array().unwrap().iter();
    assert!(rows.any(|row| row["check"]["text-length"]["unit"] == "graphemes"));
    assert!(
        desk.run(&["limits", "instagram", "tweet"])
            .refused()
            .contains("feed, carousel, story")
    );
    let said = desk.run_with(
        &["measure", "twitter", "--format", "json"],
        b"see example.com\n",
    );
    let meters = said.json();
    assert_eq!(
        (meters[0]["count"].as_u64(), meters[0]["limit"].as_u64()),
        (Some(27), Some(280))
    );
    let long = "x".repeat(281);
    assert!(
        desk.run(&["measure", "twitter", &long])
            .out
            .contains("1 over, from \"x\"")
    );
    assert_eq!(desk.run(&["measure", "twitter", &long]).code, 1);
    assert_eq!(
        desk.run(&["measure", "twitter", &long, "--premium"]).code,
        0
    );
    for (platform, content_type, limit) in [
        ("telegram", "media", "/ 1024"),
        ("tiktok", "photo", "/ 90"),
        ("youtube", "short", "/ 5000"),
        ("threads", "thread", "/ 500"),
        ("linkedin", "document", "/ 3000"),
        ("reddit", "link", "/ 300"),
    ] {
        let said = desk.run(&["measure", platform, "Hi", "--content-type", content_type]);
        assert!(
            said.out.contains(limit),
            "{platform} {}{}",
            said.out,
            said.err
        );
    }
    assert!(
        desk.run(&["measure", "twitter", "héé"])
            .out
            .contains("3 / 280")
    );
    assert!(
        desk.run_with(&["measure", "twitter"], b"caf\xe9")
            .refused()
            .contains("UTF-8")
    );
    assert!(
        desk.run_with(&["measure", "twitter"], &vec![b'a'; (64 << 20) + 1])
            .refused()
            .contains("longer than 64 MiB")
    );
}

#[test]
fn completions_and_the_man_page_are_made() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.run(&["completions", shell]).out.contains("postworthy"),
            "{shell}"
        );
    }
    assert!(desk.run(&["man"]).out.contains(".TH postworthy"));
    assert!(desk.run(&["man", "check"]).out.contains("mediaUrls"));
    assert!(
        desk.run(&["man", "nothing"])
            .refused()
            .contains("no command")
    );
    assert_eq!(desk.run(&["--version"]).code, 0);
    assert_eq!(desk.run(&["--help"]).code, 0);
}
