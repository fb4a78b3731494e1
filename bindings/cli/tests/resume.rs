//! An interrupted batch leaves whole lines, and goes on from there.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use common::{Desk, GOOD, bad};
use serde_json::Value;

const POSTS: usize = 2_000;

fn posts() -> String {
    (0..POSTS)
        .map(|at| if at % 3 == 0 { bad() } else { GOOD.to_string() } + "\n")
        .collect()
}

const RESUME: [&str; 6] = [
    "check",
    "-",
    "--format",
    "ndjson",
    "--resume",
    "reports.ndjson",
];

/// What a run without interruption writes.
fn whole(desk: &Desk) -> String {
    let said = desk.run_with(&RESUME[..4], posts().as_bytes());
    assert_eq!(said.code, 1);
    said.out
}

#[test]
fn a_batch_that_was_killed_leaves_whole_lines_and_goes_on() {
    let desk = Desk::new();
    let reports = desk.path().join("reports.ndjson");
    let posts = posts();
    let mut child = Command::new(env!("CARGO_BIN_EXE_postworthy"))
        .args(RESUME)
        .current_dir(desk.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // More is not to come, and the input does not end.
    let mut input = child.stdin.take().unwrap();
    let half: String = posts
        .lines()
        .take(POSTS / 2)
        .map(|one| format!("{one}\n"))
        .collect();
    input.write_all(half.as_bytes()).unwrap();
    input.flush().unwrap();
    let written = || fs::metadata(&reports).map_or(0, |file| file.len());
    for _ in 0..600 {
        if written() > 0 {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);

    let left = fs::read_to_string(&reports).unwrap();
    assert!(left.ends_with('\n'), "the last line is cut");
    let count = left.lines().count();
    assert!((1..POSTS / 2).contains(&count), "{count} reports");
    for (index, line) in left.lines().enumerate() {
        let report: Value = serde_json::from_str(line).unwrap();
        assert_eq!(report["index"], index);
    }
    let said = desk.run_with(&RESUME, posts.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert_eq!(fs::read_to_string(&reports).unwrap(), whole(&desk));
}

/// Goes on in a file that holds this, and says what stands in it then.
#[expect(
    clippy::unwrap_used,
    reason = "what goes wrong here must fail the test"
)]
fn resumed(desk: &Desk, left: &[u8]) -> String {
    fs::write(desk.path().join("reports.ndjson"), left).unwrap();
    let said = desk.run_with(&RESUME, posts().as_bytes());
    assert_eq!(said.code, 1, "{}", said.err);
    fs::read_to_string(desk.path().join("reports.ndjson")).unwrap()
}

#[test]
fn a_line_that_was_cut_anywhere_is_written_anew() {
    let desk = Desk::new();
    let whole = whole(&desk);
    let mut ends = whole.match_indices('\n').map(|(at, _)| at + 1);
    let (second, third) = (ends.next().unwrap(), ends.next().unwrap());
    let cuts = [0, 1, 5, second - 1, second, second + 3, third - 1, third];
    for cut in cuts.into_iter().chain([whole.len() - 1, whole.len()]) {
        assert!(
            resumed(&desk, &whole.as_bytes()[..cut]) == whole,
            "cut at {cut}"
        );
    }
}

#[test]
fn several_inputs_go_on_in_the_one_that_was_interrupted() {
    let desk = Desk::new();
    desk.write("one.json", GOOD);
    desk.write("two.ndjson", format!("{GOOD}\n{}\n", bad()));
    desk.write("rows.csv", "content,platforms\nHi,bluesky\nHo,mastodon\n");
    let files = ["one.json", "two.ndjson", "rows.csv"];
    let arguments = [&["check"][..], &files[..], &RESUME[2..]].concat();
    let whole = {
        let said = desk.run(&arguments[..arguments.len() - 2]);
        assert_eq!((said.code, said.out.lines().count()), (1, 5));
        said.out
    };
    for lines in 0..=5 {
        let left: String = whole
            .lines()
            .take(lines)
            .map(|one| format!("{one}\n"))
            .collect();
        desk.write("reports.ndjson", left);
        let said = desk.run(&arguments);
        assert_eq!((said.code, said.err.as_str()), (1, ""));
        let now = fs::read_to_string(desk.path().join("reports.ndjson")).unwrap();
        assert_eq!(now, whole, "{lines} lines were there");
    }
}

#[test]
fn what_follows_an_input_that_fails_waits_for_it() {
    let desk = Desk::new();
    let reports = desk.path().join("reports.ndjson");
    let post = |account: &str| GOOD.replace("acc_1", account);
    let array = |end: &str| format!("[{},{}{end}", post("a1"), post("a2"));
    desk.write("last.ndjson", format!("{}\n{}\n", post("c1"), post("c2")));
    let arguments = [&["check", "first.json", "last.ndjson"][..], &RESUME[2..]].concat();
    let accounts = || -> Vec<String> {
        let text = fs::read_to_string(&reports).unwrap();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|report| report["targets"][0]["accountId"].as_str().unwrap().into())
            .collect()
    };
    for (begins, has) in [(None, &[][..]), (Some(array("")), &["a1"])] {
        if let Some(text) = begins {
            desk.write("first.json", text);
        }
        let said = desk.run(&arguments);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("first.json: "), "{}", said.err);
        assert!(said.err.contains("leave it out"), "{}", said.err);
        assert_eq!(accounts(), has);
    }
    desk.write("first.json", array("]"));
    let said = desk.run(&arguments);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(accounts(), ["a1", "a2", "c1", "c2"]);
}

/// The last one has nothing behind it.
#[test]
fn an_input_that_fails_last_says_so_alone() {
    let desk = Desk::new();
    desk.write("one.json", GOOD);
    let arguments = [&["check", "one.json", "missing.json"][..], &RESUME[2..]].concat();
    assert!(desk.run(&arguments).refused().contains("missing.json"));
}

#[test]
fn the_exit_status_counts_what_was_there() {
    let desk = Desk::new();
    desk.write("posts.ndjson", format!("{}\n{GOOD}\n", bad()));
    let arguments = [
        "check",
        "posts.ndjson",
        "--format",
        "ndjson",
        "--resume",
        "out",
    ];
    assert_eq!(desk.run(&arguments).code, 1);
    assert_eq!(desk.run(&arguments).code, 1, "nothing is left to do");
}

#[test]
fn a_file_that_is_none_of_ours_is_left_alone() {
    let desk = Desk::new();
    desk.write("posts.ndjson", format!("{GOOD}\n{GOOD}\n"));
    let report = desk
        .run(&["check", "posts.ndjson", "--format", "ndjson"])
        .out;
    let more = report.clone()
        + &report
            .replace("\"index\":0", "\"index\":2")
            .replace("\"index\":1", "\"index\":3");
    let foreign = [
        GOOD.to_string() + "\n",
        "notes".to_string(),
        "\n".to_string(),
        report.repeat(2),
        more,
    ];
    for text in foreign {
        let path = desk.write("out", &text);
        let said = desk.run(&[
            "check",
            "posts.ndjson",
            "--format",
            "ndjson",
            "--resume",
            "out",
        ]);
        said.refused();
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
    let said = desk.run(&["check", "posts.ndjson", "--resume", "new"]);
    assert!(said.refused().contains("--format ndjson"), "{}", said.err);
    assert!(!Path::new(&desk.path().join("new")).exists());
}
