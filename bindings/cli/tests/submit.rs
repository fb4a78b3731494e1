//! Submitting, against a stand-in of the service.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what goes wrong here must fail the test"
)]

use std::path::Path;
use std::process::Command;

use postworthy_stand_in::{KEY, StandIn};
use serde_json::{Value, json};

/// A stand-in, and the user's state directory.
struct Service {
    stand_in: StandIn,
    state: tempfile::TempDir,
}

impl Service {
    fn start() -> Self {
        Service {
            stand_in: StandIn::start().unwrap(),
            state: tempfile::tempdir().unwrap(),
        }
    }
}

impl std::ops::Deref for Service {
    type Target = StandIn;

    fn deref(&self) -> &StandIn {
        &self.stand_in
    }
}

/// What a run said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs in the root of the repository. Whatever is printed, the key is not in it.
fn submit(service: &Service, key: &str, args: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_postworthy"))
        .arg("submit")
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .env("LATE_API_URL", service.url())
        .env("LATE_API_KEY", key)
        .env("XDG_STATE_HOME", service.state.path())
        .env("LOCALAPPDATA", service.state.path())
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let said = Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for text in [&said.out, &said.err] {
        let digits = key.trim_start_matches("sk_");
        assert!(digits.len() < 8 || !text.contains(digits), "{text}");
        assert!(!text.contains("signature-"), "{text}");
        assert!(!text.contains("panicked"), "{text}");
    }
    said
}

const POST: &str = "fixtures/examples/submit.json";

fn count(service: &Service, what: &str) -> usize {
    service.log()[what].as_array().unwrap().len()
}

/// A file with a post for an account.
fn post_for(account: &str, content: &str) -> tempfile::NamedTempFile {
    let post = json!({
        "content": content, "publishNow": true,
        "platforms": [{ "platform": "bluesky", "accountId": account }],
    });
    let file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    std::fs::write(file.path(), post.to_string()).unwrap();
    file
}

#[test]
fn a_post_with_a_photo_and_a_video_is_uploaded_and_posted_once() {
    let service = Service::start();
    let first = submit(&service, KEY, &[POST]);
    assert_eq!(first.code, 0, "{} {}", first.out, first.err);
    assert!(
        first.out.contains("Submitted: post_1, published."),
        "{}",
        first.out
    );
    assert!(
        first
            .out
            .contains("  facebook · acc_fb  published  https://"),
        "{}",
        first.out
    );
    let log = service.log();
    assert_eq!(log["uploads"][0]["received"], 21770);
    assert_eq!(log["uploads"][1]["received"], 121_962);
    let before = count(&service, "requests");
    let second = submit(&service, KEY, &[POST]);
    assert_eq!(second.code, 0);
    assert!(
        second.out.contains("This was submitted before: post_1"),
        "{}",
        second.out
    );
    assert_eq!(count(&service, "posts"), 1);
    // Known from the record: nothing is uploaded again, however long ago it was.
    let later: Vec<Value> = service.log()["requests"].as_array().unwrap()[before..].to_vec();
    let later: Vec<_> = later
        .iter()
        .map(|one| (&one["method"], &one["path"]))
        .collect();
    assert_eq!(
        later,
        [
            (&json!("GET"), &json!("/api/v1/accounts")),
            (&json!("GET"), &json!("/api/v1/posts/post_1"))
        ]
    );
    assert_eq!(service.log()["complaints"], json!([]));
}

#[test]
fn a_submission_without_an_answer_is_not_repeated_when_the_service_has_forgotten_it() {
    let service = Service::start();
    let file = post_for("acc_bsky", "Hello");
    let path = file.path().to_str().unwrap();
    service.script(vec![json!({}), json!({ "fault": "invalid_json" })]);
    assert_eq!(submit(&service, KEY, &[path]).code, 2);
    assert_eq!(count(&service, "posts"), 1);
    // Within five minutes the service finds it.
    let said = submit(&service, KEY, &[path]);
    assert!(
        said.out.contains("submitted before: post_1"),
        "{}",
        said.out
    );
    // The record of the first run, as it is when nobody came back in time.
    let folder = service.state.path().join("postworthy/submitted");
    let record = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(record.path()).unwrap();
    let mut entry: Value = serde_json::from_str(&text).unwrap();
    entry["post"] = Value::Null;
    entry["since"] = json!(entry["since"].as_u64().unwrap() - 301);
    std::fs::write(record.path(), entry.to_string()).unwrap();
    let said = submit(&service, KEY, &[path]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no answer came"), "{}", said.err);
    assert_eq!(count(&service, "posts"), 1);
}

#[test]
fn a_post_that_was_deleted_is_submitted_anew() {
    let service = Service::start();
    let file = post_for("acc_bsky", "Hello");
    let path = file.path().to_str().unwrap();
    assert_eq!(submit(&service, KEY, &[path]).code, 0);
    let answer = json!({ "answer": { "status": 404, "body": { "error": "Not found" } } });
    service.script(vec![json!({}), answer]);
    // The service still knows the request: that it is asked again is what matters here.
    let said = submit(&service, KEY, &[path]);
    assert_eq!(said.code, 0, "{}", said.err);
    let log = service.log();
    let last = log["requests"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["method"], &last["path"]),
        (&json!("POST"), &json!("/api/v1/posts"))
    );
}

#[test]
fn where_nothing_can_be_recorded_nothing_is_posted() {
    let service = Service::start();
    std::fs::write(service.state.path().join("postworthy"), "a file").unwrap();
    let file = post_for("acc_bsky", "Hello");
    let said = submit(&service, KEY, &[file.path().to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("postworthy/submitted"), "{}", said.err);
    assert_eq!(count(&service, "posts"), 0);
}

#[test]
fn what_has_errors_is_not_submitted_unless_forced() {
    let service = Service::start();
    let file = post_for("acc_bsky", &"x".repeat(301));
    let path = file.path().to_str().unwrap();
    let said = submit(&service, KEY, &[path]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("bluesky/text-length"), "{}", said.out);
    assert!(said.out.contains("Nothing was submitted"), "{}", said.out);
    assert_eq!(count(&service, "posts"), 0);
    let said = submit(&service, KEY, &[path, "--force"]);
    assert_eq!(said.code, 0);
    assert!(
        said.err.contains("SUBMITTING A POST WITH 1 ERROR"),
        "{}",
        said.err
    );
    assert_eq!(count(&service, "posts"), 1);
}

#[test]
fn a_dry_run_prints_what_would_be_sent() {
    let service = Service::start();
    let said = submit(&service, KEY, &[POST, "--dry-run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for part in [
        "/v1/media/presign",
        "\"filename\": \"launch.jpg\"",
        "PUT <uploadUrl of fixtures/examples/media/launch.jpg>",
        "/v1/posts",
        "x-request-id: ",
        "\"url\": \"<publicUrl of fixtures/examples/media/clip.mp4>\"",
    ] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    assert_eq!(
        (count(&service, "posts"), count(&service, "uploads")),
        (0, 0)
    );
    let json = submit(&service, KEY, &[POST, "--dry-run", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["outcome"], "planned");
    assert_eq!(json["requests"].as_array().unwrap().len(), 5);
}

#[test]
fn what_a_post_says_moves_no_cursor_in_a_dry_run() {
    let service = Service::start();
    let file = post_for("acc_bsky", "Hi\u{7f}\u{9b}31m\u{202e}");
    let path = file.path().to_str().unwrap();
    for format in ["text", "json"] {
        let said = submit(&service, KEY, &[path, "--dry-run", "--format", format]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(
            said.out.contains("Hi\\u007f\\u009b31m\\u202e"),
            "{}",
            said.out
        );
        let unsafe_one = |one: char| (one.is_control() && one != '\n') || one == '\u{202e}';
        assert!(!said.out.contains(unsafe_one), "{:?}", said.out);
    }
}

#[test]
fn a_post_that_one_platform_did_not_take_fails() {
    let service = Service::start();
    let file = post_for("acc_fails", "Hello");
    let said = submit(&service, KEY, &[file.path().to_str().unwrap()]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out
            .contains("acc_fails  failed  The platform does not answer"),
        "{}",
        said.out
    );
}

#[test]
fn a_duplicate_names_the_post_that_exists() {
    let service = Service::start();
    let file = post_for("acc_bsky", "Hello");
    let path = file.path().to_str().unwrap();
    assert_eq!(submit(&service, KEY, &[path]).code, 0);
    let said = submit(&service, KEY, &[path, "--again"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("it exists: post_1"), "{}", said.err);
    assert_eq!(count(&service, "posts"), 1);
}

#[test]
fn a_bad_key_is_named_before_any_request() {
    let service = Service::start();
    for (key, said) in [
        ("", "it is empty"),
        ("sk_0123456789abcdef", "16 digits"),
        ("token_0123456789abcdef", "does not begin"),
    ] {
        let run = submit(&service, key, &[POST]);
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains("LATE_API_KEY") && run.err.contains(said),
            "{}",
            run.err
        );
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert!(!run.err.contains("0123456789abcdef"), "{}", run.err);
    }
    assert_eq!(count(&service, "requests"), 0);
}

#[test]
fn the_key_is_not_shown_by_any_failure() {
    let service = Service::start();
    let other = format!("sk_{}", "c3".repeat(32));
    let said = submit(&service, &other, &[POST]);
    assert!(
        said.err.contains("Invalid or missing API key"),
        "{}",
        said.err
    );
    let echo = json!({ "answer": { "status": 400, "body": { "error": format!("bad {KEY}") } } });
    for twists in [
        vec![echo],
        vec![json!({ "fault": "invalid_json" })],
        vec![
            json!({ "answer": { "status": 302, "headers": { "Location": "https://a.example.com" } } }),
        ],
        vec![json!({}), json!({}), json!({ "answer": { "status": 403 } })],
    ] {
        service.script(twists);
        let said = submit(&service, KEY, &[POST]);
        assert_eq!(said.code, 2, "{}", said.out);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
    assert_eq!(count(&service, "posts"), 0);
}

#[test]
fn a_repeat_is_told() {
    let service = Service::start();
    let file = post_for("acc_bsky", "Hello");
    service.script(vec![json!({}), json!({ "fault": "reset_after_body" })]);
    let said = submit(&service, KEY, &[file.path().to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("under the same request id"),
        "{}",
        said.err
    );
    assert!(said.out.contains("Submitted: post_1"), "{}", said.out);
    assert_eq!(count(&service, "posts"), 1);
}

#[test]
fn several_posts_are_not_submitted() {
    let service = Service::start();
    let file = tempfile::Builder::new()
        .suffix(".ndjson")
        .tempfile()
        .unwrap();
    std::fs::write(file.path(), "{}\n{}\n").unwrap();
    let said = submit(&service, KEY, &[file.path().to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("several posts"), "{}", said.err);
}
