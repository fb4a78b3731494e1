//! Broken media through the command: facts, a finding or `unchecked`, and never worse.

mod common;

use std::path::Path;

use common::Desk;
use serde_json::Value;

/// What the media of the post is declared as, by where its file would go.
fn post(url: &str, kind: &str) -> String {
    let platform = if kind == "document" {
        "linkedin"
    } else {
        "instagram"
    };
    format!(
        r#"{{ "content": "a", "mediaItems": [{{ "type": "{kind}", "url": "{url}" }}],
            "platforms": [{{ "platform": "{platform}", "accountId": "a" }}] }}"#
    )
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "jpg" | "png" | "gif" | "webp" | "tif" => "image",
        "pdf" | "doc" | "pptx" => "document",
        _ => "video",
    }
}

#[test]
fn no_broken_file_does_worse_than_a_finding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/media/odd");
    let desk = Desk::new();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let url = format!("https://media.example/{name}");
        desk.write("post.json", post(&url, kind(name)).as_bytes());
        let media = format!("{url}={}", path.display());
        let run = desk.run(&["check", "post.json", "--format", "json", "--media", &media]);
        assert!(
            matches!(run.code, 0 | 1),
            "{name}: {} {}",
            run.code,
            run.err
        );
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let found = report["errors"] != 0 || report["warnings"] != 0;
        let said = found || report["complete"] == false;
        // What no rule asks of the platform is still known: all of it, or that the file is cut off.
        let probed: Value = desk.run(&["probe", path.to_str().unwrap()]).json();
        let known = probed["truncated"] == true || probed["unknown"].is_null();
        assert!(said || known, "{name}: {}", run.out);
        seen += 1;
    }
    assert!(seen >= 40, "{seen} files");
}
