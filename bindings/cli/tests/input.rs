//! What is read, what is refused, and with which exit status.

mod common;

use std::io::Read as _;
use std::process::{Command, Stdio};

use common::{Desk, GOOD, bad};

#[test]
fn the_exit_status_tells_valid_from_invalid() {
    let desk = Desk::new();
    desk.write("good.json", GOOD);
    desk.write("bad.json", bad());
    desk.write(
        "warned.json",
        GOOD.replace("content", "contnt")
            .replace('}', ",\"content\":\"a\"}"),
    );
    assert_eq!(desk.run(&["check", "good.json"]).code, 0);
    assert_eq!(desk.run(&["check", "bad.json"]).code, 1);
    assert_eq!(desk.run(&["check", "good.json", "bad.json"]).code, 1);
    let odd = GOOD.replace("\"content\"", "\"oddity\":1,\"content\"");
    desk.write("odd.json", odd);
    assert_eq!(desk.run(&["check", "odd.json"]).code, 0);
    assert_eq!(desk.run(&["check", "odd.json", "--strict"]).code, 1);
}

#[test]
fn what_cannot_be_read_is_one_clear_line() {
    let desk = Desk::new();
    desk.write("good.json", GOOD);
    desk.write("empty.json", "");
    desk.write("blank.json", "\u{feff} \n");
    desk.write("empty.ndjson", "");
    desk.write("empty.csv", "");
    desk.write("truncated.json", "{\"content\":\n \"a");
    desk.write("truncated-array.json", "[{\"content\": \"a\"");
    desk.write("latin-1.json", b"{\"content\":\"caf\xe9\"}");
    desk.write("wrong-context.json", "{\"media\": 3}");
    desk.write("words.txt", "These are words\nand more");
    desk.write("words.csv", "these,are\nno,columns");
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    for (args, says) in [
        (&["missing.json"][..], "missing.json: there is no such file"),
        (&["folder"], "folder: this is a directory"),
        (&["empty.json"], "empty.json: this is empty"),
        (&["blank.json"], "blank.json: this is empty"),
        (&["empty.ndjson"], "this is empty"),
        (&["empty.csv"], "this is empty"),
        (&["truncated.json"], "truncated.json: line 2"),
        (&["truncated-array.json"], "line 1, column 17"),
        (&["latin-1.json"], "not UTF-8"),
        (&["words.txt"], "line 1, column 1"),
        (&["words.csv"], "no column"),
        (&["good.json", "--context", "missing.json"], "no such file"),
        (
            &["good.json", "--context", "wrong-context.json"],
            "wrong-context.json: ",
        ),
        (
            &["good.json", "--context", "truncated.json"],
            "truncated.json: ",
        ),
        (&["good.json", "--context", "latin-1.json"], "not UTF-8"),
        (
            &["good.json", "--context", "folder"],
            "folder: this is a directory",
        ),
        (&["good.json", "--rules", "missing.json"], "no such file"),
        (
            &["good.json", "--rules", "truncated.json"],
            "truncated.json: ",
        ),
        (&["good.json", "--media", "clip.mp4"], "URL=PATH"),
        (
            &["good.json", "--media", "https://a/b=missing.mp4"],
            "missing.mp4: there is no such file",
        ),
        (&["good.json", "--platform", "blusky"], "bluesky"),
        (&["good.json", "--unsafe-fixes"], "--fix"),
        (&["good.json", "--nonsense"], "--nonsense"),
        (
            &["good.json", "--ignore", "bluesky/text-lenght"],
            "did you mean `bluesky/text-length`?",
        ),
        (
            &["good.json", "--select", "text_to_long"],
            "did you mean `text_too_long`?",
        ),
        (&["good.json", "--select", "nowhere/*"], "there is no rule"),
    ] {
        let said = desk.run(&[&["check"], args].concat());
        assert!(said.refused().contains(says), "{args:?}: {}", said.err);
        if !says.contains("line 1, column 17") {
            assert_eq!(said.out, "", "{args:?}");
        }
    }
}

#[test]
fn a_hundred_megabytes_of_brackets_are_one_clear_line() {
    let desk = Desk::new();
    let brackets = vec![b'['; 100_000_000];
    desk.write("brackets.json", &brackets);
    for args in [
        &["check", "brackets.json"][..],
        &["check", "brackets.json", "--format", "sarif"],
    ] {
        let said = desk.run(args);
        assert!(said.refused().contains("64 deep"), "{}", said.err);
    }
    assert!(
        desk.run_with(&["check", "-"], &brackets)
            .refused()
            .contains("64 deep")
    );
    desk.write("brackets.ndjson", &brackets);
    assert!(
        desk.run(&["check", "brackets.ndjson"])
            .refused()
            .contains("longer than")
    );
    let nested = r#"{"a":"#.repeat(1_000_000);
    assert!(
        desk.run_with(&["check"], nested.as_bytes())
            .refused()
            .contains("64 deep")
    );
}

#[test]
fn blanks_without_end_are_one_clear_line() {
    let desk = Desk::new();
    let blanks = vec![b'\n'; (64 << 20) + (1 << 20)];
    assert!(
        desk.run_with(&["check"], &blanks)
            .refused()
            .contains("more than 64 MiB of blanks")
    );
}

#[test]
fn a_byte_order_mark_is_no_trouble() {
    let desk = Desk::new();
    let marked = format!("\u{feff}{GOOD}");
    desk.write("post.json", &marked);
    desk.write("posts.json", format!("\u{feff}[{GOOD}]"));
    desk.write("posts.ndjson", format!("{marked}\n{GOOD}\n"));
    desk.write(
        "posts.csv",
        "\u{feff}content,platforms,accountIds\nHi,bluesky,a\n",
    );
    desk.write("context.json", "\u{feff}{}");
    for file in ["post.json", "posts.json", "posts.ndjson", "posts.csv"] {
        let said = desk.run(&["check", file, "--context", "context.json"]);
        assert_eq!(
            (said.code, said.err.as_str()),
            (0, ""),
            "{file}: {}",
            said.out
        );
    }
}

#[test]
fn the_standard_input_is_told_apart() {
    let desk = Desk::new();
    let pretty = serde_json::from_str::<serde_json::Value>(GOOD).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    let count = |text: &str| {
        let said = desk.run_with(&["check", "--format", "json"], text.as_bytes());
        assert_eq!(said.code, 0, "{text}: {}", said.err);
        said.json().as_array().map(Vec::len)
    };
    assert_eq!(count(GOOD), None);
    assert_eq!(count(&pretty), None);
    assert_eq!(count(&format!("{GOOD}\n{GOOD}\n")), Some(2));
    assert_eq!(count(&format!("{GOOD}\n\n \n{GOOD}\n")), Some(2));
    assert_eq!(count(&format!("{GOOD}\n{}", " ".repeat(100_000))), None);
    let far = format!("{GOOD}{}{GOOD}", "\n".repeat(100_000));
    assert_eq!(count(&far), Some(2));
    assert_eq!(count(&format!("[{pretty},{GOOD}]")), Some(2));
    assert_eq!(count("[]"), Some(0));
    assert_eq!(
        count("Content,Platforms,Account IDs\nHi,bluesky,a\nHo,bluesky,b\n"),
        Some(2)
    );
}

/// Who closes the output has seen enough, but not that every post is valid.
#[test]
fn an_output_that_is_closed_is_no_success() {
    let desk = Desk::new();
    let many = |one: &str| format!("{one}\n").repeat(20_000);
    desk.write("good.ndjson", many(GOOD));
    desk.write("bad.ndjson", many(&bad()));
    for (name, code) in [("good.ndjson", 2), ("bad.ndjson", 1)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_postworthy"))
            .args(["check", name, "--format", "ndjson"])
            .current_dir(desk.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 100];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{name}");
    }
}

#[test]
fn failing_files_do_not_hide_the_others() {
    let desk = Desk::new();
    desk.write("bad.json", bad());
    let said = desk.run(&["check", "missing.json", "bad.json", "--format", "ndjson"]);
    assert!(said.refused().contains("missing.json"));
    assert!(said.out.contains("bluesky/text-length"));
    for format in ["text", "json", "ndjson", "sarif", "github"] {
        let said = desk.run(&["check", "missing.json", "--format", format]);
        said.refused();
        assert_eq!(said.out, "", "{format}");
    }
}

#[test]
fn local_media_is_found_beside_the_post_and_by_its_url() {
    let desk = Desk::new();
    let folder = desk.path().join("posts");
    std::fs::create_dir_all(folder.join("media")).unwrap();
    let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\x0a\0;";
    std::fs::write(folder.join("media/a.gif"), gif).unwrap();
    let post = GOOD.replace("bluesky", "twitter").replace(
        "\"platforms\"",
        "\"mediaItems\":[{\"url\":\"URL\"}],\"platforms\"",
    );
    std::fs::write(folder.join("p.json"), post.replace("URL", "media/a.gif")).unwrap();
    let bytes_unknown = |said: &common::Said| said.out.contains("\"bytes\"");
    let said = desk.run(&["check", "posts/p.json", "--format", "json"]);
    assert!(!bytes_unknown(&said), "{}", said.out);
    desk.write(
        "remote.json",
        post.replace("URL", "https://cdn.example.com/a.gif?x=1"),
    );
    let said = desk.run(&["check", "remote.json", "--format", "json"]);
    assert!(bytes_unknown(&said), "{}", said.out);
    let media = "https://cdn.example.com/a.gif?x=1=posts/media/a.gif";
    let said = desk.run(&["check", "remote.json", "--format", "json", "--media", media]);
    assert!(!bytes_unknown(&said), "{}", said.out);
}

#[test]
fn help_names_the_csv_columns() {
    let said = Desk::new().run(&["check", "--help"]);
    assert_eq!(said.code, 0);
    for column in [
        "content",
        "accountIds",
        "mediaUrls",
        "scheduledFor",
        "tiktokSettings",
    ] {
        assert!(said.out.contains(column), "{column}");
    }
}

#[test]
fn a_context_and_rules_that_are_none_are_quoted_in_short() {
    let desk = Desk::new();
    let long = "x".repeat(100_000);
    desk.write("post.json", GOOD);
    desk.write(
        "context.json",
        format!(r#"{{ "media": {{ "a": {{ "bytes": "{long}" }} }} }}"#),
    );
    let said = desk.run(&["check", "post.json", "--context", "context.json"]);
    assert!(said.refused().contains("a whole number"), "{}", said.err);
    for rows in [
        format!(r#"[{{ "id": "{long}" }}]"#),
        format!(r#"[{{ "id": "bluesky/text-length", "enabled": "{long}" }}]"#),
    ] {
        desk.write("rules.json", rows);
        let said = desk.run(&["check", "post.json", "--rules", "rules.json"]);
        assert!(said.refused().contains("row 0"), "{}", said.err);
    }
}
