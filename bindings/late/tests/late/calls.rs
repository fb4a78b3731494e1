//! The documented calls and the methods that reach them: `fixtures/late/calls.json`.

use std::collections::BTreeSet;

use crate::make::conversations;
use serde_json::Value;

const FILES: [&str; 9] = [
    "posts.json",
    "accounts.json",
    "profiles.json",
    "queue.json",
    "media.json",
    "other.json",
    "errors.json",
    "faults.json",
    "submit.json",
];

/// Whether a path is one that a heading means.
fn is_of(heading: &str, request: &Value) -> bool {
    let (method, template) = heading.split_once(' ').unwrap();
    let path = request["path"].as_str().unwrap().trim_start_matches("/api");
    let (left, right) = (template.split('/'), path.split('/'));
    request["method"] == method
        && left.clone().count() == right.clone().count()
        && left
            .zip(right)
            .all(|(part, given)| part.starts_with('{') || part == given)
}

#[test]
fn every_documented_call_has_a_method_and_a_conversation() {
    let all: Vec<Value> = FILES.iter().flat_map(|file| conversations(file)).collect();
    for call in conversations("calls.json") {
        let heading = call["call"].as_str().unwrap();
        for method in call["methods"].as_array().unwrap() {
            if method == "request" {
                continue;
            }
            let told = all.iter().any(|one| {
                let first = &one["exchanges"][0]["request"];
                one["call"] == *method && !first.is_null() && is_of(heading, first)
            });
            assert!(told, "{heading}: no conversation calls {method}");
        }
    }
}

#[test]
fn every_method_that_conversations_call_is_listed() {
    let calls = conversations("calls.json");
    let listed: BTreeSet<&str> = calls
        .iter()
        .flat_map(|call| call["methods"].as_array().unwrap())
        .map(|method| method.as_str().unwrap())
        // These make several calls.
        .chain(["submit", "account_facts"])
        .collect();
    for file in FILES {
        for one in conversations(file) {
            let method = one["call"].as_str().unwrap().to_string();
            assert!(listed.contains(method.as_str()), "{file}: {method}");
        }
    }
}

#[test]
fn the_families_of_posting_have_methods_of_their_own() {
    for call in conversations("calls.json") {
        let family = call["family"].as_str().unwrap();
        let posting = matches!(family, "posts" | "media" | "queue" | "usage" | "tools");
        let heading = call["call"].as_str().unwrap();
        assert!(!(posting && call["methods"][0] == "request"), "{heading}");
    }
}

#[test]
fn every_method_has_an_example() {
    let sources = crate::make::root().join("bindings/late/src");
    for file in [
        "posts", "accounts", "profiles", "queue", "media", "usage", "validate", "submit",
    ] {
        let text = std::fs::read_to_string(sources.join(format!("{file}.rs"))).unwrap();
        let mut example = false;
        for line in text.lines() {
            let line = line.trim_start();
            example |= line.starts_with("/// ```");
            if line.starts_with("pub ") {
                let call = line.starts_with("pub async fn ") && !line.contains("&mut self");
                assert!(example || !call, "{file}.rs: {line}");
                example = false;
            }
        }
    }
}
