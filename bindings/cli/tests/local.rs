//! Local files that a post names.

mod common;

use common::{Desk, GOOD};

const GIF: &[u8] = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\x0a\0;";

/// A post with a file.
fn with(url: &str) -> String {
    let media = format!("\"mediaItems\":[{{\"url\":{url:?}}}],\"platforms\"");
    GOOD.replace("bluesky", "twitter")
        .replace("\"platforms\"", &media)
}

#[test]
fn local_files_are_not_looked_at_where_that_is_forbidden() {
    let desk = Desk::new();
    desk.write("a.gif", GIF);
    desk.write("p.json", with("a.gif"));
    let looked = |args: &[&str]| {
        let said = desk.run(&[&["check", "p.json", "--format", "json"], args].concat());
        !said.out.contains("\"bytes\"")
    };
    assert!(looked(&[]) && !looked(&["--no-local"]));
    assert!(
        looked(&["--no-local", "--media", "a.gif=a.gif"]),
        "the user's word counts"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_that_a_post_names_holds_up_no_check() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    let desk = Desk::new();
    let pipe = desk.path().join("a.gif");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    desk.write("posts.ndjson", format!("{}\n{GOOD}\n", with("a.gif")));
    let mut child = Command::new(env!("CARGO_BIN_EXE_postworthy"))
        .args(["check", "posts.ndjson", "--format", "ndjson"])
        .current_dir(desk.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begin.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("the check waits for the other end of the pipe");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.code().is_some_and(|code| code < 2));
    let said = desk.run(&["probe", "a.gif"]);
    assert!(
        said.refused().contains("not a regular file"),
        "{}",
        said.err
    );
}
