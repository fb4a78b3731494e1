//! `--fix` mends what a tool may mend, and never leaves half a file.

mod common;

use common::{Desk, GOOD, bad};
use serde_json::{Value, json};

/// Members in an order of their own, tabs, and a platform by another name.
fn misspelt(content: &str) -> String {
    format!(
        "{{\n\t\"platforms\": [\n\t\t{{\n\t\t\t\"platform\": \"bsky\",\n\t\t\t\"accountId\": \"acc_1\"\n\t\t}}\n\t],\n\t\"content\": \"{content}\"\n}}\n"
    )
}

#[test]
fn safe_fixes_are_applied_and_the_layout_kept() {
    let desk = Desk::new();
    let path = desk.write("p.json", misspelt("Hello"));
    assert_eq!(desk.run(&["check", "p.json"]).code, 1);
    let said = desk.run(&["check", "p.json", "--fix"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(said.err, "postworthy: p.json: 1 fix applied\n");
    let mended = std::fs::read_to_string(path).unwrap();
    assert_eq!(mended, misspelt("Hello").replace("bsky", "bluesky"));
    let files = std::fs::read_dir(desk.path()).unwrap().count();
    assert_eq!(files, 1, "nothing else is left in the folder");
}

#[test]
fn unsafe_fixes_need_a_word_more() {
    let desk = Desk::new();
    let text = misspelt(&"x".repeat(301));
    let path = desk.write("p.json", &text);
    let read = || -> Value { serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap() };
    assert_eq!(desk.run(&["check", "p.json", "--fix"]).code, 1);
    assert_eq!(read()["content"].as_str().unwrap().len(), 301);
    assert_eq!(read()["platforms"][0]["platform"], "bluesky");
    assert_eq!(
        desk.run(&["check", "p.json", "--fix", "--unsafe-fixes"])
            .code,
        0
    );
    assert!(read()["content"].as_str().unwrap().len() <= 300);
}

#[test]
fn a_name_is_mended_even_where_that_shows_what_else_is_wrong() {
    let desk = Desk::new();
    let post =
        r#"{"content":"Hi","publishNow":true,"platforms":[{"platform":"tikok","accountId":"a"}]}"#;
    let path = desk.write("p.json", post);
    let errors = || desk.run(&["check", "p.json", "--format", "json"]).json()["errors"].clone();
    let before = errors();
    let said = desk.run(&["check", "p.json", "--fix"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let mended = std::fs::read_to_string(path).unwrap();
    assert_eq!(mended, post.replace("tikok", "tiktok"));
    assert_eq!(before, 1);
    assert!(errors().as_u64() > before.as_u64(), "nothing was hidden");
}

#[test]
fn consents_are_never_given_by_a_tool() {
    let desk = Desk::new();
    let post = json!({ "content": "Hi", "publishNow": true, "platforms": [{ "platform": "tiktok", "accountId": "a" }],
        "mediaItems": [{ "type": "video", "url": "https://cdn.example.com/a.mp4" }] });
    let path = desk.write("p.json", post.to_string());
    assert_eq!(
        desk.run(&["check", "p.json", "--fix", "--unsafe-fixes"])
            .code,
        1
    );
    let after = std::fs::read_to_string(path).unwrap();
    for consent in ["content_preview_confirmed", "express_consent_given"] {
        assert!(!after.contains(consent), "{after}");
    }
}

#[test]
fn a_file_without_fixes_is_not_touched() {
    let desk = Desk::new();
    let odd = "{ \"content\":\t\"Hello\",\"platforms\":[{\"platform\":\"bluesky\", \"accountId\":\"a\"}]}";
    let path = desk.write("p.json", odd);
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(desk.run(&["check", "p.json", "--fix"]).code, 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), odd);
    assert_eq!(
        std::fs::metadata(&path).unwrap().modified().unwrap(),
        before
    );
}

#[test]
fn what_no_fix_touches_stays_as_it_is_written() {
    let desk = Desk::new();
    let text = r#"{"platforms":[{"platform":"bsky","accountId":"a"}],"metadata":{"big":12345678901234567890123,"list":[1e2,-0,1.50,7]},"content":"Hi"}"#;
    let path = desk.write("p.json", text);
    let said = desk.run(&["check", "p.json", "--fix"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let mended = std::fs::read_to_string(path).unwrap();
    assert_eq!(mended, text.replace("bsky", "bluesky"));
    // Nor what stands around it, and before the post: a mark, blanks, lines that end as they do.
    let text = "\u{feff}\r\n{\r\n  \"content\": \"Gr\\u00fc\\u00dfe \\/ a\",\r\n  \"mediaItems\": [{ \"type\": \"image\", \"url\":\"https:\\/\\/cdn.example.com\\/a.jpg\" }],\r\n\r\n  \"platforms\" : [ {\"platform\":\"bsky\" ,\"accountId\": \"a\"} ]\r\n}\r\n\r\n";
    let path = desk.write("p.json", text);
    let said = desk.run(&["check", "p.json", "--fix"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let mended = std::fs::read_to_string(&path).unwrap();
    assert_eq!(mended, text.replace("bsky", "bluesky"));
    let said = desk.run_with(&["check", "-", "--fix"], text.as_bytes());
    assert_eq!(said.out, mended);
    let said = desk.run_with(&["check", "-", "--fix"], mended.as_bytes());
    assert_eq!(said.out, mended);
    // Of two members of one name only one would be left.
    let twice =
        r#"{"platforms":[{"platform":"bsky","accountId":"a"}],"content":"Ho","content":"Hi"}"#;
    let path = desk.write("p.json", twice);
    let said = desk.run(&["check", "p.json", "--fix"]);
    assert!(
        said.refused().contains("two members of one name"),
        "{}",
        said.err
    );
    assert_eq!(std::fs::read_to_string(path).unwrap(), twice);
    let nothing_to_mend = twice.replace("bsky", "bluesky");
    desk.write("p.json", nothing_to_mend);
    assert_eq!(desk.run(&["check", "p.json", "--fix"]).code, 0);
}

#[test]
fn what_is_removed_and_added_leaves_the_rest() {
    let desk = Desk::new();
    let post = |tags: &str, visibility: &str, target: &str| {
        let lines = [
            "{",
            "\t\"content\": \"Gr\\u00fc\\u00dfe \\/ a\",",
            &format!("\t\"tags\": [{tags}],{visibility}"),
            "\t\"mediaItems\": [{ \"type\":\"video\", \"url\": \"https:\\/\\/cdn.example.com\\/a.mp4\" }],",
            "\t\"platforms\": [",
            &format!("\t\t{{ {target}, \"accountId\" : \"a\""),
        ];
        lines.join("\r\n")
    };
    let old = post(
        r#" "\u00fc",  "b", "b" , "c" "#,
        "\r\n\t\"visibility\": \"private\",",
        r#""platform": "yt""#,
    );
    let path = desk.write("p.json", format!("{old} }}\r\n\t]\r\n}}"));
    let said = desk.run(&["check", "p.json", "--fix", "--unsafe-fixes"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let new = post(r#" "\u00fc",  "b", "c" "#, "", r#""platform": "youtube""#);
    let added = r#", "platformSpecificData" : { "visibility": "private" }"#;
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        format!("{new}{added} }}\r\n\t]\r\n}}")
    );
}

#[test]
fn what_is_left_is_placed_behind_what_the_file_begins_with() {
    let desk = Desk::new();
    let text = "\u{feff}\n  {\"content\":\"Hi\",\"platforms\":[{\"platform\":\"bsky\"}]}";
    desk.write("p.json", text);
    for said in [
        desk.run(&["check", "p.json", "--fix", "--format", "github"])
            .out,
        desk.run(&["check", "p.json", "--format", "github"]).out,
        desk.run_with(
            &["check", "-", "--fix", "--format", "github"],
            text.as_bytes(),
        )
        .err,
    ] {
        assert!(said.contains("line=2,col=32,"), "{said}");
    }
}

#[test]
fn whenever_it_is_killed_the_file_is_the_old_or_the_new_one() {
    let desk = Desk::new();
    let note = format!(
        "Hello\",\n\t\"metadata\": {{\n\t\t\"note\": \"{}\"\n\t}},\n\t\"title\": \"Hi",
        "x".repeat(200_000)
    );
    let old = misspelt(&note);
    let new = old.replace("bsky", "bluesky");
    let run = || {
        let path = desk.write("p.json", &old);
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_postworthy"))
            .args(["check", "p.json", "--fix", "--quiet"])
            .current_dir(desk.path())
            .spawn();
        (path, child.unwrap())
    };
    let begin = std::time::Instant::now();
    let (path, mut child) = run();
    child.wait().unwrap();
    assert!(std::fs::read_to_string(path).unwrap() == new);
    let whole = begin.elapsed();
    for part in 0..40 {
        let (path, mut child) = run();
        std::thread::sleep(whole * part / 40);
        let _ = child.kill();
        child.wait().unwrap();
        let left = std::fs::read_to_string(path).unwrap();
        assert!(left == old || left == new, "killed at {part}/40");
    }
}

#[test]
fn the_standard_input_goes_mended_to_the_standard_output() {
    let desk = Desk::new();
    let said = desk.run_with(&["check", "-", "--fix"], misspelt("Hello").as_bytes());
    assert_eq!(said.code, 0);
    assert_eq!(said.out, misspelt("Hello").replace("bsky", "bluesky"));
    assert!(said.err.contains("Fit to publish"));
    let said = desk.run_with(&["check", "-", "--fix"], bad().as_bytes());
    assert_eq!((said.code, said.out), (1, bad()));
}

#[test]
fn batches_and_unreadable_files_are_left_alone() {
    let desk = Desk::new();
    for (name, text) in [
        ("posts.ndjson", format!("{GOOD}\n{GOOD}\n")),
        ("posts.json", format!("[{GOOD}]")),
        ("posts.csv", "content,platforms\nHi,bsky\n".to_string()),
        ("cut.json", "{\"content\":".to_string()),
    ] {
        let path = desk.write(name, &text);
        let said = desk.run(&["check", name, "--fix"]);
        said.refused();
        assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_survive() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let desk = Desk::new();
    let path = desk.write("real.json", misspelt("Hello"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = desk.path().join("link.json");
    symlink("real.json", &link).unwrap();
    assert_eq!(desk.run(&["check", "link.json", "--fix"]).code, 0);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&path).unwrap().contains("bluesky"));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

/// Runs `--fix` by a shell that was told to limit something first, and finds the file as it was.
#[cfg(unix)]
#[expect(
    clippy::unwrap_used,
    reason = "what goes wrong here must fail the test"
)]
fn fails_under(desk: &Desk, limits: &str, arrange: impl Fn(&mut std::process::Command)) -> String {
    let note = format!(
        "\",\n\t\"metadata\": {{ \"note\": \"{}\" }}\n}}",
        "x".repeat(8_192)
    );
    let text = misspelt("Hello").replace("\"\n}", &note);
    let path = desk.write("posts/p.json", &text);
    let mut command = std::process::Command::new("sh");
    let run = format!("{limits}; exec \"$0\" check p.json --fix");
    // The command itself must be within reach of whoever runs it.
    let program = desk.path().join("postworthy");
    std::fs::copy(env!("CARGO_BIN_EXE_postworthy"), &program).unwrap();
    command.args(["-c", &run]).arg(&program);
    command.current_dir(desk.path().join("posts"));
    arrange(&mut command);
    let said = command.output().unwrap();
    let err = String::from_utf8(said.stderr).unwrap();
    assert_eq!(said.status.code(), Some(2), "{err}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    let left = std::fs::read_dir(desk.path().join("posts")).unwrap();
    assert_eq!(left.count(), 1, "something is left beside the file");
    err
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_keeps_the_file() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("posts")).unwrap();
    // Whoever ignores the signal is told of the limit as of a full disk: by an error.
    let err = fails_under(&desk, "trap '' XFSZ; ulimit -f 4", |_| {});
    assert!(err.starts_with("postworthy: p.json: "), "{err}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_keeps_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let desk = Desk::new();
    let folder = desk.path().join("posts");
    std::fs::create_dir(&folder).unwrap();
    let may = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    may(desk.path(), 0o755);
    may(&folder, 0o555);
    // Nothing is forbidden to the superuser, who can be somebody else.
    let superuser = std::fs::write(folder.join("probe"), "").is_ok();
    let _ = std::fs::remove_file(folder.join("probe"));
    may(&folder, 0o755);
    let err = fails_under(&desk, "chmod 555 . 2>/dev/null", |command| {
        may(&folder, 0o555);
        if superuser {
            command.uid(65_534);
        }
    });
    assert!(err.contains("permission denied"), "{err}");
    may(&folder, 0o755);
}
