//! Makes the calls of conversations and compares what comes of them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use postworthy_late::{Client, Error, ErrorKind, Key, SubmitOptions};
use postworthy_stand_in::KEY;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The root of the repository, which paths in conversations count from.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of conversations.
pub fn conversations(file: &str) -> Vec<Value> {
    let path = root().join("fixtures/late").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A client as conversations want it, and what it tells.
pub fn client(url: &str, settings: &Value) -> (Client, Arc<Mutex<Vec<String>>>) {
    let ms = |name: &str, usual| Duration::from_millis(settings[name].as_u64().unwrap_or(usual));
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let listener = Arc::clone(&told);
    let client = Client::builder(Key::new(KEY).unwrap())
        .url(url)
        .deadline(ms("deadlineMs", 5000))
        .idle(ms("idleMs", 2000))
        .attempts(
            settings["attempts"]
                .as_u64()
                .unwrap_or(4)
                .try_into()
                .unwrap(),
        )
        .waits(Duration::from_millis(2), Duration::from_millis(10))
        .on_notice(move |notice| listener.lock().unwrap().push(notice.to_string()))
        .build()
        .unwrap();
    (client, told)
}

/// An argument of a call, read as what the call takes.
fn read<T: DeserializeOwned>(with: &Value, name: &str) -> T {
    serde_json::from_value(with[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text<'a>(with: &'a Value, name: &str) -> &'a str {
    with[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {with}"))
}

fn path(with: &Value, name: &str) -> PathBuf {
    root().join(text(with, name))
}

fn options(with: &Value) -> SubmitOptions {
    SubmitOptions {
        folder: with["folder"].as_str().map(|folder| root().join(folder)),
        force: with["force"] == true,
        dry_run: with["dry_run"] == true,
        ..SubmitOptions::default()
    }
}

fn value(outcome: Result<impl Serialize, Error>) -> Result<Value, Error> {
    outcome.map(|one| serde_json::to_value(one).unwrap())
}

/// Makes the call of that name on an async client (`.await` behind it) or a blocking one.
macro_rules! call {
    ($client:expr, $name:expr, $with:expr, $($wait:tt)*) => {{
        let (client, with): (_, &Value) = ($client, $with);
        match $name {
            "request" => {
                let body = Some(&with["body"]).filter(|body| !body.is_null());
                value(client.request(text(with, "method"), text(with, "path"), body)$($wait)*)
            }
            "create_post" => value(client.create_post(&with["post"])$($wait)*),
            "create_post_under" => {
                value(client.create_post_under(&with["post"], text(with, "id"))$($wait)*)
            }
            "list_posts" => value(client.list_posts(&read(with, "filter"))$($wait)*),
            "post" => value(client.post(text(with, "id"))$($wait)*),
            "update_post" => {
                value(client.update_post(text(with, "id"), &with["changes"])$($wait)*)
            }
            "delete_post" => value(client.delete_post(text(with, "id"))$($wait)*),
            "retry_post" => value(client.retry_post(text(with, "id"))$($wait)*),
            "bulk_upload" => {
                let csv = text(with, "csv").as_bytes();
                value(client.bulk_upload(csv, with["dry_run"] == true)$($wait)*)
            }
            "post_logs" => value(client.post_logs(text(with, "id"), read(with, "limit"))$($wait)*),
            "logs" => value(client.logs(&read(with, "filter"))$($wait)*),
            "log" => value(client.log(text(with, "id"))$($wait)*),
            "presign" => {
                let (name, kind) = (text(with, "filename"), text(with, "content_type"));
                value(client.presign(name, kind, read(with, "bytes"))$($wait)*)
            }
            "upload" => value(client.upload(&path(with, "path"), None)$($wait)*),
            "accounts" => value(client.accounts(&read(with, "filter"))$($wait)*),
            "update_account" => {
                value(client.update_account(text(with, "id"), &with["changes"])$($wait)*)
            }
            "disconnect_account" => value(client.disconnect_account(text(with, "id"))$($wait)*),
            "follower_stats" => value(client.follower_stats(&read(with, "filter"))$($wait)*),
            "accounts_health" => value(client.accounts_health(&read(with, "filter"))$($wait)*),
            "account_health" => value(client.account_health(text(with, "id"))$($wait)*),
            "pinterest_boards" => value(client.pinterest_boards(text(with, "account"))$($wait)*),
            "set_pinterest_board" => {
                let (account, board) = (text(with, "account"), text(with, "board"));
                let name = with["name"].as_str();
                value(client.set_pinterest_board(account, board, name)$($wait)*)
            }
            "create_pinterest_board" => {
                let account = text(with, "account");
                value(client.create_pinterest_board(account, &read(with, "board"))$($wait)*)
            }
            "reddit_subreddits" => {
                value(client.reddit_subreddits(text(with, "account"))$($wait)*)
            }
            "set_reddit_subreddit" => {
                let (account, name) = (text(with, "account"), text(with, "subreddit"));
                value(client.set_reddit_subreddit(account, name)$($wait)*)
            }
            "tiktok_creator_info" => {
                let account = text(with, "account");
                value(client.tiktok_creator_info(account, with["photo"] == true)$($wait)*)
            }
            "profiles" => value(client.profiles(&read(with, "filter"))$($wait)*),
            "create_profile" => value(client.create_profile(&read(with, "profile"))$($wait)*),
            "profile" => value(client.profile(text(with, "id"))$($wait)*),
            "update_profile" => {
                value(client.update_profile(text(with, "id"), &with["changes"])$($wait)*)
            }
            "delete_profile" => value(client.delete_profile(text(with, "id"))$($wait)*),
            "queue" => {
                value(client.queue(text(with, "profile"), with["queue"].as_str())$($wait)*)
            }
            "queues" => value(client.queues(text(with, "profile"))$($wait)*),
            "create_queue" => value(client.create_queue(&read(with, "queue"))$($wait)*),
            "update_queue" => value(client.update_queue(&read(with, "queue"))$($wait)*),
            "delete_queue" => {
                value(client.delete_queue(text(with, "profile"), text(with, "queue"))$($wait)*)
            }
            "queue_preview" => {
                let (profile, queue) = (text(with, "profile"), with["queue"].as_str());
                value(client.queue_preview(profile, queue, read(with, "count"))$($wait)*)
            }
            "next_slot" => {
                value(client.next_slot(text(with, "profile"), with["queue"].as_str())$($wait)*)
            }
            "usage" => value(client.usage()$($wait)*),
            "validate_text" => value(client.validate_text(text(with, "text"))$($wait)*),
            "validate_post" => value(client.validate_post(&with["post"])$($wait)*),
            "validate_media" => value(client.validate_media(text(with, "url"))$($wait)*),
            "account_facts" => value(client.account_facts(&with["post"])$($wait)*),
            "submit" => value(client.submit(&with["post"], &options(with))$($wait)*),
            other => panic!("no call is named {other}"),
        }
    }};
}

/// Makes a call and waits for it.
pub fn make_blocking(
    client: &postworthy_late::blocking::Client,
    name: &str,
    with: &Value,
) -> Result<Value, Error> {
    if name == "posts" {
        return value(
            client
                .posts(read(with, "filter"))
                .collect::<Result<Vec<_>, _>>(),
        );
    }
    call!(client, name, with,)
}

/// Makes a call.
pub async fn make(client: &Client, name: &str, with: &Value) -> Result<Value, Error> {
    if name == "posts" {
        let mut posts = client.posts(read(with, "filter"));
        let mut all = Vec::new();
        while let Some(post) = posts.next().await {
            all.push(post?);
        }
        return value(Ok(all));
    }
    call!(client, name, with, .await)
}

/// An error, in the form in which conversations expect it.
pub fn error_json(error: &Error) -> Value {
    let mut json = json!({
        "kind": error.kind().as_str(),
        "message": error.to_string(),
        "status": error.status(),
        "mayHaveArrived": error.may_have_arrived(),
        "attempts": error.attempts(),
    });
    let (name, more) = match error.kind() {
        ErrorKind::Duplicate { existing } => ("existing", json!(existing)),
        ErrorKind::Forbidden { code } => ("code", json!(code)),
        ErrorKind::Invalid { field } => ("field", json!(field)),
        ErrorKind::Platform { platform } => ("platform", json!(platform)),
        ErrorKind::Redirect { to } => ("to", json!(to)),
        ErrorKind::RateLimited { wait } => ("waitSeconds", json!(wait.map(|wait| wait.as_secs()))),
        _ => return json,
    };
    json[name] = more;
    json
}

/// Whether a value holds what is expected of it: objects may hold more, `null` may be absent, and
/// of a `message` a part is given.
pub fn holds(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Object(_), Value::Object(fields)) => fields.iter().all(|(name, expected)| {
            let actual = &actual[name];
            match (name.as_str(), actual.as_str(), expected.as_str()) {
                ("message", Some(actual), Some(part)) => actual.contains(part),
                _ => holds(actual, expected),
            }
        }),
        (Value::Array(actual), Value::Array(expected)) => {
            actual.len() == expected.len()
                && actual
                    .iter()
                    .zip(expected)
                    .all(|(actual, expected)| holds(actual, expected))
        }
        _ => actual == expected,
    }
}
