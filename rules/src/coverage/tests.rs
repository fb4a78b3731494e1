use super::coverage;
use crate::read;

const ROWS: &str = r#"
platform = "post"
title = "The post"
read = "2026-11-24"
[[rule]]
id = "post/shape"
code = "invalid_payload"
severity = "error"
check = { post-shape = {} }
summary = "The body is well formed."
sources = [{ kind = "docs", at = "a#b" }]
[[rule]]
id = "post/zone"
code = "invalid_schedule"
severity = "error"
check = { schedule-timezone = {} }
summary = "The zone exists."
sources = [{ kind = "platform", at = "IANA" }]
"#;

const SAID: &str = "[[item]]\nat = \"a#b\"\nsays = \"A body.\"\nrules = [\"post/shape\"]\n";

fn made(items: &str) -> Result<String, Vec<String>> {
    of_files(&[("post", items)])
}

fn of_files(files: &[(&str, &str)]) -> Result<String, Vec<String>> {
    let rules = read("rules/post.toml", ROWS).unwrap();
    let file =
        |(name, text): &(&str, &str)| (format!("rules/coverage/{name}.toml"), (*text).to_string());
    coverage(&files.iter().map(file).collect(), &[rules])
}

#[track_caller]
fn problem(items: &str) -> String {
    let found = made(items).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn statements_are_listed_by_platform_and_anchor() {
    let more = "[[item]]\nat = \"c#d\"\nsays = \"Either | or.\"\nwhy_not = \"Nobody knows.\"\n";
    let list = made(&format!("{SAID}{more}")).unwrap();
    assert!(list.contains("2 statements: rows enforce 1, 1 have none, for the reason given."));
    assert!(list.contains("\n## The post\n\n### a#b\n"));
    assert!(list.contains("\n| A body. | `post/shape` |\n"));
    assert!(list.contains("\n### c#d\n"));
    assert!(list.contains("\n| Either \\| or. | Nobody knows. |\n"));
}

#[test]
fn a_statement_has_rows_or_a_reason() {
    let neither = "[[item]]\nat = \"a#b\"\nsays = \"B.\"\n";
    assert_eq!(
        problem(&format!("{SAID}{neither}")),
        "rules/coverage/post.toml: item \"B.\": it has neither `rules` nor `why_not`"
    );
}

#[test]
fn a_statement_names_rules_that_exist() {
    let found = problem(&SAID.replace("[\"post/shape\"", "[\"post/shape\", \"post/none\""));
    assert!(found.ends_with("there is no rule \"post/none\""));
}

#[test]
fn a_rule_of_the_service_that_no_statement_names_is_listed() {
    assert_eq!(
        problem(""),
        "rules/coverage: no item names the rule \"post/shape\""
    );
}

#[test]
fn a_statement_stands_once() {
    assert!(problem(&SAID.repeat(2)).ends_with("it stands twice at `a#b`"));
}

#[test]
fn a_statement_may_stand_once_for_each_platform() {
    let list = of_files(&[("media", SAID), ("post", SAID)]).unwrap();
    let (post, media) = (list.find("## The post"), list.find("## media"));
    assert!(post.is_some() && post < media, "{list}");
}

#[test]
fn a_statement_names_a_rule_once() {
    let found = problem(&SAID.replace("[\"post/shape\"", "[\"post/shape\", \"post/shape\""));
    assert!(found.ends_with("it names \"post/shape\" twice"));
}

#[test]
fn a_malformed_statement_is_named() {
    let found = problem(&SAID.replace("rules", "rows"));
    assert!(found.starts_with("rules/coverage/post.toml: item \"A body.\": unknown field `rows`"));
}

#[test]
fn an_empty_reason_is_no_reason() {
    let empty = "[[item]]\nat = \"a#b\"\nsays = \"B.\"\nwhy_not = \" \"\n";
    assert!(problem(&format!("{SAID}{empty}")).ends_with("`why_not` is empty"));
}
