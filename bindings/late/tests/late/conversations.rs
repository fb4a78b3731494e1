//! The conversations of `fixtures/late`, held with a stand-in by both clients.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::make::{client, conversations, error_json, holds, make, make_blocking};
use postworthy_late::{Error, blocking};
use postworthy_stand_in::{KEY, StandIn};
use serde_json::{Value, json};

/// Holds all conversations of a file, with the async client and with the blocking one.
fn hold_all(file: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for conversation in conversations(file) {
        let name = format!("{file}: {}", conversation["name"]);
        hold(&name, &conversation, |client, call, with| {
            runtime.block_on(make(client, call, with))
        });
        hold(
            &format!("{name} (blocking)"),
            &conversation,
            |client, call, with| {
                let client = blocking::Client::new(client.clone()).unwrap();
                make_blocking(&client, call, with)
            },
        );
    }
}

fn hold(
    name: &str,
    conversation: &Value,
    make: impl Fn(&postworthy_late::Client, &str, &Value) -> Result<Value, Error>,
) {
    let service = StandIn::start().unwrap();
    let absent = conversation["service"] == "absent";
    // Nobody listens on the discard port of loopback.
    let url = if absent {
        "http://127.0.0.1:9/api/v1".to_string()
    } else {
        service.url()
    };
    let (client, told) = client(&url, &conversation["client"]);
    for before in conversation["before"].as_array().into_iter().flatten() {
        let call = before["call"].as_str().unwrap();
        make(&client, call, &before["with"]).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let earlier = service.log()["requests"].as_array().unwrap().len();
    let exchanges = conversation["exchanges"].as_array().unwrap();
    let key_for_service = |twist: &Value| {
        let text = twist.to_string().replace("<key>", KEY);
        serde_json::from_str(&text).unwrap()
    };
    service.script(exchanges.iter().map(key_for_service).collect());
    let call = conversation["call"].as_str().unwrap();
    let start = Instant::now();
    let outcome = make(&client, call, &conversation["with"]);
    // A call of several requests may take several deadlines; none of these does.
    let deadline = conversation["client"]["deadlineMs"]
        .as_u64()
        .unwrap_or(5000);
    assert!(
        start.elapsed() < Duration::from_millis(deadline + 1000),
        "{name}"
    );
    judge_outcome(name, &outcome, &conversation["outcome"]);
    let log = service.log();
    judge_requests(
        name,
        &log["requests"].as_array().unwrap()[earlier..],
        exchanges,
    );
    judge_service(name, conversation, &log);
    judge_notices(name, conversation, &told);
}

fn judge_outcome(name: &str, outcome: &Result<Value, Error>, expected: &Value) {
    let actual = match outcome {
        Ok(value) => json!({ "value": value }),
        Err(error) => json!({ "error": error_json(error) }),
    };
    assert!(
        holds(&actual, expected),
        "{name}\n  {actual}\n  is not\n  {expected}"
    );
    let said = format!("{outcome:?} {actual}");
    assert!(!said.contains(&KEY[3..]), "{name} shows the key");
}

fn judge_requests(name: &str, requests: &[Value], exchanges: &[Value]) {
    let calls: Vec<String> = requests
        .iter()
        .map(|request| format!("{} {}", request["method"], request["path"]))
        .collect();
    assert_eq!(requests.len(), exchanges.len(), "{name}: {calls:?}");
    let mut ids: Vec<(&str, &str)> = Vec::new();
    for (request, exchange) in requests.iter().zip(exchanges) {
        let expected = &exchange["request"];
        // A request that was cut off has no body to compare.
        let mut expected = expected.clone();
        if exchange["fault"] == "reset_before_body" {
            expected.as_object_mut().unwrap().remove("body");
        }
        assert!(
            holds(request, &expected),
            "{name}\n  {request}\n  is not\n  {expected}"
        );
        if let Some(query) = expected.get("query") {
            assert_eq!(&request["query"], query, "{name}");
        }
        let path = request["path"].as_str().unwrap();
        let to_service = path.starts_with("/api/");
        assert_eq!(request["authorized"], to_service, "{name}: {path}");
        let create = match (request["method"].as_str(), path) {
            (Some("POST"), "/api/v1/posts") => Some("x-request-id"),
            (Some("POST"), "/api/v1/profiles") => Some("idempotency-key"),
            _ => None,
        };
        if let Some(header) = create {
            let id = request["headers"][header].as_str();
            ids.push((path, id.unwrap_or_else(|| panic!("{name}: no {header}"))));
        }
    }
    ids.dedup();
    assert!(
        ids.len() <= 1,
        "{name}: the id changed between repeats: {ids:?}"
    );
}

fn judge_service(name: &str, conversation: &Value, log: &Value) {
    assert_eq!(log["complaints"], json!([]), "{name}");
    assert_eq!(log["script_left"], 0, "{name}");
    if let Some(posts) = conversation["posts"].as_u64() {
        assert_eq!(
            log["posts"].as_array().unwrap().len() as u64,
            posts,
            "{name}"
        );
    }
    if let Some(uploads) = conversation.get("uploads") {
        assert!(
            holds(&log["uploads"], uploads),
            "{name}: {}",
            log["uploads"]
        );
    }
}

fn judge_notices(name: &str, conversation: &Value, told: &Arc<Mutex<Vec<String>>>) {
    let told = told.lock().unwrap();
    for expected in conversation["notices"].as_array().into_iter().flatten() {
        let expected = expected.as_str().unwrap();
        assert!(
            told.iter().any(|notice| notice.contains(expected)),
            "{name}: {told:?}"
        );
    }
    let repeated = told
        .iter()
        .filter(|notice| notice.contains("; attempt "))
        .count();
    let faulty = conversation["exchanges"].as_array().unwrap();
    let faulty = faulty
        .iter()
        .filter(|one| one.get("fault").or(one.get("answer")).is_some());
    assert!(repeated <= faulty.count().max(3), "{name}: {told:?}");
    assert!(
        told.iter().all(|notice| !notice.contains(&KEY[3..])),
        "{name}"
    );
}

macro_rules! files {
    ($($test:ident: $file:literal),* $(,)?) => { $(
        #[test]
        fn $test() {
            hold_all($file);
        }
    )* };
}

files! {
    conversations_about_posts: "posts.json",
    conversations_about_accounts: "accounts.json",
    conversations_about_profiles: "profiles.json",
    conversations_about_queues: "queue.json",
    conversations_about_media: "media.json",
    conversations_about_all_else: "other.json",
    every_error_has_its_kind: "errors.json",
    every_fault_ends_as_documented: "faults.json",
    submitting_checks_uploads_and_posts_once: "submit.json",
}
