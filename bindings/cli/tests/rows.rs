//! A row of a batch gets the report that it gets alone, whatever was before it, from every form.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "what goes wrong here must fail the test"
)]

mod common;

use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use common::Desk;
use postworthy::{Context, Engine, Post};
use postworthy_cases::batch;
use serde_json::{Value, json};

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
        let options = &targets[0]["platformSpecificData"];
        let options = match targets[0]["platform"].as_str() {
            Some(platform) if !options.is_null() => json!({ platform: options }).to_string(),
            _ => String::new(),
        };
        rows.push(
            [
                post["content"].as_str().unwrap_or_default(),
                &all(targets, "platform"),
                &all(targets, "accountId"),
                &all(&post["mediaItems"], "url"),
                &post["tags"].to_string(),
                &options,
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
            (_, Err(error)) => error.message.into(),
        });
        read.collect()
    };
    let together = read(&rows);
    assert_eq!(together.len(), rows.len());
    let posts = together.iter().filter(|post| post.is_object());
    assert!(posts.count() > 100);
    for (row, post) in rows.iter().zip(together) {
        assert_eq!(read(std::slice::from_ref(row)), [post], "{row}");
    }
}

/// The rows of a CSV text, each with its line, in any size of pieces: a post, or why it is none.
fn rows_of(text: &str) -> Vec<(usize, Result<Value, String>)> {
    let read = |reader: Box<dyn Read + Send>| -> Vec<_> {
        postworthy_cli::posts("rows.csv", "csv", reader)
            .unwrap()
            .map(|row| row.unwrap())
            .map(|(line, post)| (line, post.map_err(|error| error.to_string())))
            .collect()
    };
    let rows = read(Box::new(Cursor::new(text.to_string())));
    assert_eq!(
        rows,
        read(Box::new(Bytewise(Cursor::new(text.to_string()))))
    );
    rows
}

/// A reader that hands out a byte at a time.
struct Bytewise(Cursor<String>);

impl Read for Bytewise {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

/// What is wrong with the only row of a text.
fn wrong(text: &str) -> String {
    match rows_of(text).as_slice() {
        [(_, Err(error))] => error.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_quote_that_is_never_closed_is_an_error_of_its_row() {
    let header = "platforms,accountIds,content\n";
    let open = [
        ("bluesky,a,\"Hello\nnope,b,World\n", 2),
        ("bluesky,a,\"Hello\r\nnope,b,World", 2),
        ("bluesky,a,\"Hello \"\"you\"\"", 2),
        ("bluesky,a,\"Hello\"\"", 2),
        ("bluesky,a,\"", 2),
        ("\"", 2),
        ("bluesky,\"a\n\",\"Hello\n\n", 3),
    ];
    for (row, line) in open {
        let said = wrong(&format!("{header}{row}"));
        let wanted =
            format!("line 2, column 1: the quote that is opened in line {line} is never closed;");
        assert!(said.starts_with(&wanted), "{row:?}: {said}");
    }
    let closed = [
        ("bluesky,a,\"Hello\"", "Hello"),
        ("bluesky,a,\"Hello\"\n", "Hello"),
        ("bluesky,a,\"Hello\"\r\n", "Hello"),
        ("bluesky,a,\"Hello\"\r", "Hello"),
        ("bluesky,a,\"Hello \"\"you\"\"\"", "Hello \"you\""),
        ("bluesky,a,\"Hello\n\n\"", "Hello\n\n"),
        // A quote opens a cell only at its beginning.
        ("bluesky,a,6\" and \"more", "6\" and \"more"),
        ("bluesky,a, \"Hello", " \"Hello"),
        ("bluesky,a,\"Hello\" \"you", "Hello \"you"),
        ("bluesky,a,Hello", "Hello"),
    ];
    for (row, content) in closed {
        let rows = rows_of(&format!("{header}{row}"));
        assert_eq!(rows.len(), 1, "{row:?}");
        assert_eq!(rows[0].1.as_ref().unwrap()["content"], content, "{row:?}");
    }

    let desk = Desk::new();
    let text = format!("{header}bluesky,b,Hi\nbluesky,a,\"Hello\nnope,b,World\n");
    desk.write("posts.csv", &text);
    let said = desk.run(&["check", "posts.csv", "--format", "json"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let reports = said.json();
    assert_eq!(reports.as_array().unwrap().len(), 2);
    assert_eq!(reports[0]["valid"], true);
    let finding = &reports[1]["diagnostics"][0];
    assert_eq!(finding["code"], "invalid_payload");
    assert_eq!(finding["params"]["line"], 3);
    // The same of a stream.
    let piped = desk.run_with(&["check", "--format", "json"], text.as_bytes());
    assert_eq!(piped.json(), reports);

    desk.write("header.csv", "platforms,\"content\nbluesky,Hello\n");
    let said = desk.run(&["check", "header.csv"]);
    assert!(said.refused().contains("line 1: the quote"), "{}", said.err);
}

#[test]
fn the_line_of_a_row_is_where_it_begins() {
    let lines = |text: &str| -> Vec<usize> {
        let rows = rows_of(text).into_iter();
        rows.map(|(line, post)| {
            assert!(post.is_ok(), "{post:?}");
            line
        })
        .collect()
    };
    let text = "content,platforms\nA,x\nB,x\n\n\nC,x\n\"D\n\nd\",x\n\"E\r\ne\",x\n\n\"F\",x\n\nG,x";
    let wanted = [2, 3, 6, 7, 10, 13, 15];
    assert_eq!(lines(text), wanted);
    let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
    assert_eq!(lines(&crlf), wanted);
    assert_eq!(lines(&format!("{crlf}\r\n\r\n")), wanted);
    assert_eq!(lines(&format!("\r\n\n{crlf}")), wanted.map(|line| line + 2));
    // Of both kinds, with a header of two lines.
    let mixed = "content,\"plat\r\nforms\"\r\nA,x\n\r\nB,x\r\n\nC,x\n";
    assert_eq!(lines(mixed), [3, 5, 7]);

    let desk = Desk::new();
    let text = "content,platforms,accountIds\r\nHi,bluesky,a\r\n\r\nHo,nope,b\r\n\"He\r\n\",bluesky,c,d\r\n";
    desk.write("posts.csv", text);
    let run = |format: &str| desk.run(&["check", "posts.csv", "--format", format]);
    let text = run("text").out;
    assert!(text.contains("posts.csv:4 (post 2)"), "{text}");
    assert!(text.contains("posts.csv:5 (post 3)"), "{text}");
    let github = run("github").out;
    assert!(github.contains("line=4"), "{github}");
    assert!(github.contains("line=5"), "{github}");
    let sarif = run("sarif").json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let starts = results
        .iter()
        .map(|one| &one["locations"][0]["physicalLocation"]["region"]["startLine"]);
    let starts: Vec<_> = starts.collect();
    assert_eq!(starts.first().unwrap().as_u64(), Some(4));
    assert_eq!(starts.last().unwrap().as_u64(), Some(5));
}

#[test]
fn a_row_that_is_too_long_is_told_by_its_line() {
    let head = "content\r\nHi\r\n\r\n\"Ho";
    let more = std::io::repeat(b'x').take(64 << 20);
    let reader = Cursor::new(head).chain(more);
    let rows = postworthy_cli::posts("rows.csv", "csv", reader).unwrap();
    let said = rows.map(|row| row.map(|_| ()).map_err(|failure| failure.to_string()));
    let said: Vec<_> = said.collect();
    assert_eq!(said.len(), 2);
    assert!(said[1].as_ref().unwrap_err().contains("line 4, column 1"));
}

#[test]
fn cells_beyond_the_header_are_not_dropped() {
    let said = wrong("platforms,accountIds,content\nbluesky,a,Hello, world\n");
    assert_eq!(
        said,
        "line 2, column 1: the row has 4 cells, the header 3; a text with commas must stand in \
         quotes"
    );
    let said = wrong("platforms;content\nbluesky;Hello; world\n");
    assert!(said.contains("a text with semicolons"), "{said}");
    // Separators at the end of the header make no columns.
    let said = wrong("platforms,content,\nbluesky,Hello, world,\n");
    assert!(said.contains("4 cells, the header 2"), "{said}");
    for row in [
        "bluesky,Hello",
        "bluesky,Hello,",
        "bluesky,Hello,,\" \",,",
        "bluesky",
    ] {
        for header in ["platforms,content", "platforms,content,,"] {
            let rows = rows_of(&format!("{header}\n{row}\nbluesky,Hi\n"));
            assert!(rows.iter().all(|(_, row)| row.is_ok()), "{row}: {rows:?}");
        }
    }
}

#[test]
fn options_that_fit_no_target_are_an_error() {
    let row = |header: &str, platforms: &str, options: &str| {
        let options = options.replace('"', "\"\"");
        format!("platforms,accountIds,{header}\n\"{platforms}\",\"a,b\",\"{options}\"\n")
    };
    let flat = r#"{"contentType":"story"}"#;
    for (header, platforms, options, wanted) in [
        (
            "options",
            "instagram",
            flat,
            "column options: `contentType` is none of the row's platforms, `instagram`; options \
             stand under the name of their platform, {\"instagram\": {…}}",
        ),
        (
            "Platform specific data",
            "bluesky,instagram",
            r#"{"instagram":{},"instagramm":{}}"#,
            "column Platform specific data: `instagramm` is none of the row's platforms, \
             `bluesky`, `instagram` (did you mean `instagram`?)",
        ),
        (
            "options",
            "",
            flat,
            "column options: `contentType` fits no target: the row has no platform",
        ),
        (
            "options",
            "bluesky",
            "[1]",
            "column options: this is not a JSON object; options stand under the name of their \
             platform, {\"bluesky\": {…}}",
        ),
        (
            "options",
            "bluesky",
            "\"story\"",
            "column options: this is not a JSON object",
        ),
    ] {
        let said = wrong(&row(header, platforms, options));
        let said = said.strip_prefix("line 2, column 1: ").unwrap();
        assert!(said.starts_with(wanted), "{said}");
    }
    // Nothing, and an object that is the same in every row.
    for fine in ["null", "{}", r#"{"instagram":{},"bluesky":{"a":1}}"#] {
        let rows = rows_of(&row("options", "bluesky", fine));
        assert!(rows[0].1.is_ok(), "{fine}");
    }

    // What is quoted is short.
    let long = format!("{{\"{}\":1}}", "x".repeat(100_000));
    let many = (0..1_000).map(|one| format!("p{one},")).collect::<String>();
    assert!(wrong(&row("options", &many, &long)).len() < 400);

    // In any order of the columns, to every target of the platform.
    let text = "options,platforms\n\"{\"\"x\"\":{\"\"a\"\":1},\"\"y\"\":2}\",x;y;x\n{},x\n,x\n";
    let rows = rows_of(text);
    let post = rows[0].1.as_ref().unwrap();
    assert_eq!(
        post["platforms"],
        json!([
            { "platform": "x", "platformSpecificData": { "a": 1 } },
            { "platform": "y", "platformSpecificData": 2 },
            { "platform": "x", "platformSpecificData": { "a": 1 } }
        ])
    );
    assert!(rows.iter().all(|(_, row)| row.is_ok()));
}

#[test]
fn accounts_stay_in_their_places() {
    let targets = |platforms: &str, accounts: &str| -> Vec<(String, String)> {
        let text = format!("platforms,accountIds\n\"{platforms}\",\"{accounts}\"\n");
        let rows = rows_of(&text);
        let targets = rows[0].1.as_ref().unwrap()["platforms"].as_array().cloned();
        let text = |one: &Value| one.as_str().unwrap_or_default().to_string();
        let targets = targets.unwrap_or_default().into_iter();
        targets
            .map(|one| (text(&one["platform"]), text(&one["accountId"])))
            .collect()
    };
    let wanted = |all: &[(&str, &str)]| -> Vec<_> {
        let all = all.iter();
        all.map(|(one, other)| (one.to_string(), other.to_string()))
            .collect()
    };
    let three = wanted(&[("twitter", "t1"), ("bluesky", ""), ("threads", "th1")]);
    assert_eq!(targets("twitter,bluesky,threads", "t1,,th1"), three);
    assert_eq!(targets("twitter; bluesky; threads;", "t1; ; th1;"), three);
    assert_eq!(
        targets("twitter,bluesky", ",b1"),
        wanted(&[("twitter", ""), ("bluesky", "b1")])
    );
    // Separators at the end name nothing, and an empty place of both is none.
    let two = wanted(&[("twitter", "t1"), ("threads", "th1")]);
    assert_eq!(targets("twitter,threads", "t1,th1,, "), two);
    assert_eq!(targets("twitter,threads,", "t1,th1"), two);
    assert_eq!(targets("twitter,,threads", "t1,,th1"), two);
    assert_eq!(targets("twitter,,threads", "t1,th1"), two);
    assert_eq!(targets("", "a,,b"), wanted(&[("", "a"), ("", "b")]));
    assert_eq!(targets(",", ";"), []);

    let desk = Desk::new();
    desk.write(
        "posts.csv",
        "content,platforms,accountIds\nHi,\"twitter,bluesky,threads\",\"t1,,th1\"\n",
    );
    let said = desk.run(&["check", "posts.csv", "--format", "json"]);
    let targets = &said.json()[0]["targets"];
    let missing = [0, 1, 2].map(|at| targets[at]["diagnostics"][0]["path"].clone());
    assert_eq!(missing, [json!(null), json!("/platforms/1"), json!(null)]);
}

#[test]
fn two_columns_for_one_value_are_refused() {
    let desk = Desk::new();
    for (first, second) in [
        ("content", "message"),
        ("Title", "title"),
        ("tz", "timezone"),
        ("publishAt", "scheduled_for"),
        ("options", "platformSpecificData"),
        ("tags", "tags"),
    ] {
        let text = format!("platforms,{first},media,{second}\nbluesky,,,\n");
        desk.write("posts.csv", text);
        let said = desk.run(&["check", "posts.csv"]);
        let wanted = format!("the columns `{first}` and `{second}` mean the same");
        assert!(said.refused().contains(&wanted), "{}", said.err);
        assert_eq!(said.out, "");
    }
    // Lists of places and of media add up.
    let rows = rows_of("media,imageUrl,platform,platforms\na.jpg,b.jpg,x,y\n");
    assert_eq!(
        rows[0].1.as_ref().unwrap(),
        &json!({
            "mediaItems": [{ "url": "a.jpg" }, { "url": "b.jpg" }],
            "platforms": [{ "platform": "x" }, { "platform": "y" }]
        })
    );
}
