//! Many posts: in order, the same whatever the form, and the rest of them when one is unreadable.

mod common;

use common::{Desk, GOOD, bad};
use serde_json::Value;

/// Enough for several chunks on several cores.
const POSTS: usize = 1_000;

fn posts() -> Vec<String> {
    (0..POSTS)
        .map(|number| match number % 3 {
            0 => bad(),
            _ => GOOD.replace("Hello", &"y".repeat(number % 290 + 1)),
        })
        .collect()
}

#[test]
fn reports_come_in_order_from_every_form() {
    let desk = Desk::new();
    let posts = posts();
    desk.write("posts.ndjson", posts.join("\n"));
    desk.write("posts.json", format!("[\n  {}\n]\n", posts.join(",\n  ")));
    let rows = posts.iter().map(|post| {
        let post: Value = serde_json::from_str(post).unwrap();
        format!("{},bluesky,acc_1", post["content"].as_str().unwrap())
    });
    let rows: Vec<String> = rows.collect();
    desk.write(
        "posts.csv",
        format!("content,platforms,accountIds\n{}\n", rows.join("\n")),
    );
    let lines = desk.run(&["check", "posts.ndjson", "--format", "ndjson"]);
    assert_eq!(lines.code, 1);
    for (number, line) in lines.out.lines().enumerate() {
        let report: Value = serde_json::from_str(line).unwrap();
        assert_eq!(report["index"], number);
        assert_eq!(report["valid"], number % 3 != 0);
        let count = if number % 3 == 0 {
            301
        } else {
            number % 290 + 1
        };
        let meters = report["targets"][0]["meters"].as_array().unwrap();
        assert!(meters.iter().all(|meter| meter["count"] == count), "{line}");
    }
    assert_eq!(lines.out.lines().count(), POSTS);
    for other in ["posts.json", "posts.csv"] {
        let said = desk.run(&["check", other, "--format", "ndjson"]);
        assert!(said.out == lines.out, "{other} differs");
    }
    let array = desk
        .run(&["check", "posts.json", "--format", "json"])
        .json();
    assert_eq!(array.as_array().unwrap().len(), POSTS);
}

#[test]
fn the_summary_counts_and_names_the_rules() {
    let desk = Desk::new();
    desk.write("posts.ndjson", posts().join("\n"));
    let said = desk.run(&["check", "posts.ndjson"]);
    assert!(
        said.out
            .contains("1000 posts: 666 valid, 334 invalid, 0 with warnings"),
        "{}",
        said.out
    );
    assert!(
        said.out.ends_with("334  bluesky/text-length\n"),
        "{}",
        said.out
    );
    assert!(said.out.contains("posts.ndjson:4 (post 4)\n"));
    assert!(
        !said.out.contains("(post 2)"),
        "valid posts are not printed"
    );
}

#[test]
fn what_is_unreadable_is_a_report_among_others() {
    let desk = Desk::new();
    let mut lines = format!("{GOOD}\n{{\"content\":\n\n").into_bytes();
    lines.extend_from_slice(b"{\"content\":\"caf\xe9\"}\n[1]\n");
    lines.extend_from_slice(GOOD.as_bytes());
    desk.write("posts.ndjson", &lines);
    let said = desk.run(&["check", "posts.ndjson", "--format", "json"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let reports = said.json();
    let valid: Vec<_> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["valid"].clone())
        .collect();
    assert_eq!(valid, [true, false, false, false, true]);
    let finding = &reports[2]["diagnostics"][0];
    assert_eq!(
        (finding["code"].as_str(), finding["path"].as_str()),
        (Some("invalid_payload"), Some(""))
    );
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .contains("line 4, column 16"),
        "{finding}"
    );

    desk.write("posts.json", format!("[{GOOD},\n  {{\"a\":}}, {GOOD}]"));
    let reports = desk
        .run(&["check", "posts.json", "--format", "json"])
        .json();
    assert_eq!(reports[1]["errors"], 1);
    assert_eq!(reports[2]["valid"], true);
    let message = reports[1]["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains("line 2, column 8"), "{message}");

    desk.write("posts.csv", b"content,platforms,accountIds,options\nHi,bluesky,a,\ncaf\xe9,bluesky,a,\nHo,bluesky,a,{oops\n");
    let reports = desk.run(&["check", "posts.csv", "--format", "json"]).json();
    assert_eq!(reports[0]["valid"], true);
    assert_eq!(reports[1]["diagnostics"][0]["params"]["line"], 3);
    assert!(
        reports[2]["diagnostics"][0]["message"]
            .as_str()
            .unwrap()
            .contains("column options")
    );
}

#[test]
fn what_was_read_before_the_end_is_printed() {
    let desk = Desk::new();
    desk.write("cut.json", format!("[{GOOD},{}", bad()));
    let said = desk.run(&["check", "cut.json", "--format", "json"]);
    assert_eq!(said.refused().matches("cut.json").count(), 1);
    assert!(said.json()[0]["valid"].as_bool().unwrap());
}

#[test]
fn unknown_columns_are_named_once() {
    let desk = Desk::new();
    desk.write(
        "posts.csv",
        "content,platforms,accountIds,colour\nHi,bluesky,a,red\nHo,bluesky,a,blue\n",
    );
    let said = desk.run(&["check", "posts.csv"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    assert!(said.err.contains("`colour`"));
}
