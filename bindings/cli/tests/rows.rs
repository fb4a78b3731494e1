//! A row of a batch gets the report that it gets alone, whatever was before it, from every form.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "what goes wrong here must fail the test"
)]

mod common;

use std::fs;
use std::io::Cursor;
use std::process::Command;

use common::Desk;
use postworthy::{Context, Engine, Post};
use postworthy_cases::batch;
use serde_json::Value;

/// Some lines again and again, in an order of their own each time: many chunks for many cores.
fn shuffled(lines: &[String], times: u64) -> Vec<&str> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut all = Vec::new();
    for _ in 0..times {
        let mut keyed: Vec<(u64, &str)> = Vec::new();
        for line in lines {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            keyed.push((state, line));
        }
        keyed.sort_unstable();
        all.extend(keyed.into_iter().map(|(_, line)| line));
    }
    all
}

/// The report of a line alone; nothing where it is no post.
fn alone(line: &str, context: &Context) -> Option<Value> {
    let post = Post::parse(line).ok()?;
    let report = Engine::builtin().check(&post, context);
    Some(serde_json::to_value(&report).unwrap())
}

fn agrees(reports: &str, lines: &[&str], context: &Context) {
    let mut count = 0;
    for (index, (report, line)) in reports.lines().zip(lines).enumerate() {
        let mut report: Value = serde_json::from_str(report).unwrap();
        let members = report.as_object_mut().unwrap();
        assert_eq!(members.remove("index"), Some(index.into()));
        match alone(line, context) {
            Some(wanted) => assert!(report == wanted, "{line} gets {report}"),
            None => assert_eq!(report["diagnostics"][0]["params"]["line"], index + 1),
        }
        count += 1;
    }
    assert_eq!(count, lines.len());
}

const CHECK: [&str; 6] = [
    "check",
    "posts",
    "--context",
    "context.json",
    "--format",
    "ndjson",
];

#[test]
fn a_row_gets_the_report_that_it_gets_alone_on_one_core_and_on_all() {
    let (lines, known) = batch();
    let context = Context::from_json(&known).unwrap();
    let desk = Desk::new();
    desk.write("context.json", &known);
    let lines = shuffled(&lines, 4);
    let ndjson = lines.join("\n") + "\n";
    desk.write("posts", &ndjson);
    let said = desk.run(&CHECK);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    agrees(&said.out, &lines, &context);
    // The first core alone, wherever there is a way to say so.
    let mut one_core = Command::new("taskset");
    one_core.args(["-c", "0", env!("CARGO_BIN_EXE_postworthy")]);
    if let Ok(run) = one_core.args(CHECK).current_dir(desk.path()).output() {
        assert!(run.stdout == said.out.as_bytes(), "one core says otherwise");
    }

    let readable: Vec<&str> = lines
        .into_iter()
        .filter(|line| Post::parse(line).is_ok())
        .collect();
    desk.write("posts", format!("[{}]", readable.join(",\n")));
    let said = desk.run(&CHECK);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    agrees(&said.out, &readable, &context);
}

#[test]
fn what_is_resumed_anywhere_is_what_one_run_writes() {
    let (lines, known) = batch();
    let desk = Desk::new();
    desk.write("context.json", &known);
    desk.write("posts", lines.join("\n"));
    let whole = desk.run(&CHECK).out;
    let resume = [&CHECK[..], &["--resume", "reports"]].concat();
    for step in 0..8 {
        // In the midst of lines, too.
        let mut cut = whole.len() * step / 8;
        while !whole.is_char_boundary(cut) {
            cut += 1;
        }
        let path = desk.write("reports", &whole[..cut]);
        let said = desk.run(&resume);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        assert!(fs::read_to_string(path).unwrap() == whole, "cut at {cut}");
    }
}

#[test]
fn a_row_of_csv_is_the_post_that_it_is_alone() {
    let (lines, _) = batch();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let header = "content,platforms,accountIds,mediaUrls,tags,options\n";
    let mut rows = Vec::new();
    for post in lines.iter().filter_map(|line| Post::parse(line).ok()) {
        let post = post.to_value();
        let all = |list: &Value, key: &str| -> String {
            let entries = list.as_array().into_iter().flatten();
            let texts = entries.filter_map(|one| one[key].as_str());
            texts.collect::<Vec<_>>().join(";")
        };
        let targets = &post["platforms"];
        rows.push(
            [
                post["content"].as_str().unwrap_or_default(),
                &all(targets, "platform"),
                &all(targets, "accountId"),
                &all(&post["mediaItems"], "url"),
                &post["tags"].to_string(),
                &targets[0]["platformSpecificData"].to_string(),
            ]
            .map(quoted)
            .join(",")
                + "\n",
        );
    }
    assert!(rows.len() > 100);
    let read = |rows: &[String]| -> Vec<Value> {
        let text = header.to_string() + &rows.concat();
        let posts = postworthy_cli::posts("rows.csv", "csv", Cursor::new(text)).unwrap();
        let read = posts.map(|post| match post.unwrap() {
            (_, Ok(post)) => post,
            (_, Err(error)) => error.to_string().split(" at ").next().unwrap().into(),
        });
        read.collect()
    };
    let together = read(&rows);
    assert_eq!(together.len(), rows.len());
    for (row, post) in rows.iter().zip(together) {
        assert_eq!(read(std::slice::from_ref(row)), [post], "{row}");
    }
}
