//! How findings are printed.

mod common;

use common::{Desk, GOOD, bad};
use serde_json::{Value, json};

#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what goes wrong here must fail the test"
)]
fn broken() -> String {
    let mut post: Value = serde_json::from_str(&bad()).unwrap();
    post["oddity"] = json!("\u{1b}[31mred\u{202e}");
    serde_json::to_string_pretty(&post).unwrap()
}

#[test]
fn one_post_is_one_report() {
    let desk = Desk::new();
    desk.write("bad.json", bad());
    let said = desk.run(&["check", "bad.json", "--format", "json"]);
    let report = said.json();
    assert_eq!(
        (report["valid"].as_bool(), report["errors"].as_u64()),
        (Some(false), Some(1))
    );
    assert_eq!(
        report["targets"][0]["diagnostics"][0]["rule"],
        "bluesky/text-length"
    );
    let both = desk
        .run(&["check", "bad.json", "bad.json", "--format", "json"])
        .json();
    assert_eq!(both.as_array().unwrap()[1], report);
}

#[test]
fn ndjson_puts_the_index_first() {
    let desk = Desk::new();
    desk.write("two.ndjson", format!("{GOOD}\n{}\n", bad()));
    desk.write("one.json", GOOD);
    let said = desk.run(&["check", "one.json", "two.ndjson", "--format", "ndjson"]);
    assert_eq!(said.code, 1);
    for (index, line) in said.out.lines().enumerate() {
        assert!(
            line.starts_with(&format!("{{\"index\":{index},\"valid\":")),
            "{line}"
        );
        serde_json::from_str::<Value>(line).unwrap();
    }
    assert_eq!(said.out.lines().count(), 3);
}

#[test]
fn sarif_is_as_its_schema_says() {
    let desk = Desk::new();
    desk.write("broken post.json", broken());
    desk.write("posts.ndjson", format!("{GOOD}\n{}\nnonsense\n", bad()));
    let schema: Value = serde_json::from_str(include_str!("data/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for files in [
        &["broken post.json"][..],
        &["posts.ndjson"],
        &["broken post.json", "posts.ndjson"],
    ] {
        let said = desk.run(&[&["check", "--format", "sarif"], files].concat());
        assert_eq!(said.code, 1);
        let log = said.json();
        let problems: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{} at {}", error, error.instance_path))
            .collect();
        assert!(problems.is_empty(), "{problems:?}");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            assert!(
                rules.iter().any(|rule| rule["id"] == result["ruleId"]),
                "{result}"
            );
        }
    }
    let log = desk
        .run(&["check", "--format", "sarif", "broken post.json"])
        .json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let place = |rule: &str| {
        let result = results
            .iter()
            .find(|result| result["ruleId"] == rule)
            .unwrap();
        let location = &result["locations"][0];
        (
            location["physicalLocation"]["region"]["startLine"]
                .as_u64()
                .unwrap(),
            location["logicalLocations"][0]["fullyQualifiedName"].clone(),
            location["physicalLocation"]["artifactLocation"]["uri"].clone(),
        )
    };
    let uri = json!("broken%20post.json");
    assert_eq!(
        place("bluesky/text-length"),
        (2, json!("/content"), uri.clone())
    );
    assert_eq!(place("post/unknown-field"), (9, json!("/oddity"), uri));
    let good = desk
        .run_with(&["check", "--format", "sarif"], GOOD.as_bytes())
        .json();
    assert!(validator.is_valid(&good));
}

#[test]
fn github_gets_a_line_for_each_finding() {
    let desk = Desk::new();
    desk.write("a,b.json", broken());
    let said = desk.run(&["check", "--format", "github", "a,b.json"]);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.out);
    assert!(
        lines.iter().any(|line| {
            line.starts_with("::error file=a%2Cb.json,line=2,col=14,title=bluesky/text-length::")
        }),
        "{}",
        said.out
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("::warning file=a%2Cb.json,line=9"))
    );
}

#[test]
fn columns_are_characters_wherever_a_post_stands() {
    let desk = Desk::new();
    let first = GOOD.replace("Hello", "éééé");
    desk.write("two.json", format!("[{first}, {}]", bad()));
    desk.write("no.ndjson", "{}\n{\"content\":\"éééé\", x}\n");
    for (name, place) in [
        ("two.json", first.chars().count() + 4 + "{'content':".len()),
        ("no.ndjson", 20),
    ] {
        let said = desk.run(&["check", name, "--format", "github"]);
        let place = format!("col={place},title=");
        assert!(said.out.contains(&place), "{place} in {}", said.out);
    }
}

#[test]
fn a_target_that_is_one_too_many_is_not_called_fine() {
    let desk = Desk::new();
    let target = |at: usize| format!(r#"{{"platform":"bluesky","accountId":"a{at}"}}"#);
    let targets: Vec<_> = (0..3_000).map(target).collect();
    let tags = vec![r#""tag""#; 40].join(",");
    let targets = targets.join(",");
    let post = format!(r#"{{"content":"Hi","tags":[{tags}],"platforms":[{targets}]}}"#);
    desk.write("many.json", post);
    let said = desk.run(&["check", "many.json"]);
    assert!(said.out.contains("post/size"));
    assert!(said.out.contains("bluesky · post · a0  ok"));
    assert!(said.out.contains("bluesky · a2999  not checked"));
}

#[test]
fn text_shows_the_place_the_value_and_the_way_out() {
    let desk = Desk::new();
    desk.write("broken.json", broken());
    let said = desk.run(&["check", "broken.json"]);
    for part in [
        "broken.json\n",
        "bluesky · post · acc_1",
        "bluesky/text-length",
        "at /content  \"xxx",
        "help: ",
        "content 301 / 300 graphemes",
        "Not fit to publish: 1 error, 1 warning.",
    ] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
}

/// Nothing in it moves the cursor or reorders what is read.
fn is_plain(text: &str) {
    let unsafe_one = text
        .chars()
        .find(|one| (one.is_control() && *one != '\n') || ('\u{202a}'..='\u{2069}').contains(one));
    assert_eq!(unsafe_one, None, "{text:?}");
}

#[test]
fn text_of_strangers_moves_no_cursor() {
    let desk = Desk::new();
    let mut post: Value = serde_json::from_str(GOOD).unwrap();
    post["odd\u{1b}]0;title\u{7}"] = json!("\u{1b}[31m\u{202e}");
    post["platforms"][0]["accountId"] = json!("acc\u{9b}31m\r\n\u{2066}");
    post["platforms"][0]["platform"] = json!("blue\u{9b}31m\u{7f}\u{202e}");
    desk.write("p.json", post.to_string());
    for format in ["text", "github", "sarif"] {
        let said = desk.run(&["check", "p.json", "--format", format, "--color", "never"]);
        is_plain(&said.out);
    }
}

#[test]
fn text_of_foreign_rules_moves_no_cursor() {
    let desk = Desk::new();
    let odd = "odd\u{1b}[2J\u{9b}31m\u{7f}\u{202e}";
    let rules = json!([{
        "id": "bluesky/text-length", "summary": odd, "why": odd, "hint": odd,
        "sources": [{ "kind": "docs", "at": odd, "says": odd, "read": "2026-01-31" }],
    }]);
    desk.write("rules.json", rules.to_string());
    for args in [
        &["explain", "bluesky/text-length"][..],
        &["explain", "bluesky/text-length", "--format", "json"],
        &["rules"],
        &["rules", "--format", "json"],
        &["rules", "--format", "markdown"],
    ] {
        let said = desk.run(&[args, &["--rules", "rules.json"]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("odd\\u"), "{args:?}");
        is_plain(&said.out);
    }
}

#[test]
fn a_viewer_of_sarif_makes_no_link_of_what_a_post_says() {
    let desk = Desk::new();
    let platform = "[click here](https://evil.example/a) {0}";
    desk.write("p.json", GOOD.replace("bluesky", platform));
    let log = desk.run(&["check", "p.json", "--format", "sarif"]).json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let messages = results
        .iter()
        .map(|one| one["message"]["text"].as_str().unwrap());
    let quoting: Vec<&str> = messages
        .filter(|text| text.contains("click here"))
        .collect();
    assert!(!quoting.is_empty(), "{log}");
    for text in quoting {
        assert!(text.contains("[click here] (https://evil"), "{text}");
        assert!(!text.contains("](") && !text.contains(" {0}"), "{text}");
    }
}

#[test]
fn colours_come_when_asked_for() {
    let desk = Desk::new();
    desk.write("bad.json", bad());
    assert!(!desk.run(&["check", "bad.json"]).out.contains('\u{1b}'));
    assert!(
        desk.run(&["check", "bad.json", "--color", "always"])
            .out
            .contains("\u{1b}[")
    );
}

#[test]
fn quiet_prints_findings_alone() {
    let desk = Desk::new();
    desk.write("bad.json", bad());
    desk.write("good.json", GOOD);
    assert_eq!(desk.run(&["check", "good.json", "--quiet"]).out, "");
    let said = desk.run(&["check", "bad.json", "--quiet"]);
    assert!(said.out.contains("bluesky/text-length") && !said.out.contains("graphemes\n"));
}

#[test]
fn findings_can_be_chosen() {
    let desk = Desk::new();
    desk.write("broken.json", broken());
    let counts = |args: &[&str]| {
        let said = desk.run(&[&["check", "broken.json", "--format", "json"], args].concat());
        let report = said.json();
        let number = |name: &str| report[name].as_u64().unwrap();
        (said.code, number("errors"), number("warnings"))
    };
    assert_eq!(counts(&[]), (1, 1, 1));
    assert_eq!(counts(&["--ignore", "bluesky/*"]), (0, 0, 1));
    assert_eq!(
        counts(&["--ignore", "bluesky/text-length,unknown_field"]),
        (0, 0, 0)
    );
    assert_eq!(counts(&["--ignore", "bluesky"]), (0, 0, 1));
    assert_eq!(counts(&["--select", "unknown_field"]), (0, 0, 1));
    assert_eq!(
        counts(&["--select", "text_too_long", "--select", "post/*"]),
        (1, 1, 1)
    );
    assert_eq!(counts(&["--platform", "twitter"]), (0, 0, 1));
    assert_eq!(
        counts(&["--platform", "bluesky", "--select", "bluesky/*"]),
        (1, 1, 0)
    );
}
