//! Submissions that are recorded, while time passes between and within runs.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use postworthy_late::{
    Builder, Client, Error, ErrorKind, Key, Outcome, Pacing, Submission, SubmitOptions,
};
use postworthy_stand_in::{KEY, StandIn};
use serde_json::{Value, json};

use crate::make::root;

/// A stand-in, and the folder of records.
struct Service {
    stand_in: StandIn,
    folder: tempfile::TempDir,
}

impl Service {
    fn start() -> Self {
        Service {
            stand_in: StandIn::start().unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A client that sends everything once.
    fn client(&self) -> Builder {
        Client::builder(Key::new(KEY).unwrap())
            .url(self.stand_in.url())
            .attempts(1)
    }

    fn options(&self) -> SubmitOptions {
        SubmitOptions {
            folder: Some(root().join("fixtures/examples")),
            record: Some(self.folder.path().into()),
            ..SubmitOptions::default()
        }
    }

    /// How many requests created a post, or would have.
    fn creations(&self) -> usize {
        let log = self.stand_in.log();
        let requests = log["requests"].as_array().unwrap().iter();
        let creates = |one: &&Value| one["method"] == "POST" && one["path"] == "/api/v1/posts";
        requests.filter(creates).count()
    }

    /// Submits, and loses the answer.
    async fn lose_an_answer(&self, post: &Value) {
        let fault = json!({ "fault": "reset_after_body" });
        let error = self.submit_with(post, fault).await.unwrap_err();
        assert!(error.may_have_arrived(), "{error}");
        assert_eq!(self.creations(), 1);
    }

    /// Submits a post, where this becomes of its creation.
    async fn submit_with(&self, post: &Value, twist: Value) -> Result<Submission, Error> {
        // The accounts, and two requests for each file.
        let files = post["mediaItems"].as_array().map_or(0, Vec::len);
        let mut twists = vec![json!({}); 1 + 2 * files];
        twists.push(twist);
        self.stand_in.script(twists);
        let client = self.client().build().unwrap();
        client.submit(post, &self.options()).await
    }
}

/// So many seconds pass for what is recorded.
fn pass(folder: &Path, seconds: u64) {
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    let mut entry: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(entry["post"], Value::Null);
    entry["since"] = json!(entry["since"].as_u64().unwrap() - seconds);
    std::fs::write(file.path(), entry.to_string()).unwrap();
}

fn text() -> Value {
    json!({
        "content": "Hello", "publishNow": true,
        "platforms": [{ "platform": "bluesky", "accountId": "acc_bsky" }],
    })
}

fn photo() -> Value {
    let mut post = text();
    post["mediaItems"] = json!([{ "url": "media/launch.jpg", "altText": "Launch" }]);
    post
}

fn assert_look_there(outcome: &Result<Submission, Error>) {
    let error = outcome.as_ref().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Conflict, "{error}");
    assert!(error.message().contains("look there"), "{error}");
    assert!(error.may_have_arrived());
}

#[tokio::test]
async fn a_refusal_in_between_makes_a_lost_answer_no_younger() {
    let service = Service::start();
    service.lose_an_answer(&text()).await;
    pass(service.folder.path(), 240);
    let refusal = json!({ "answer": { "status": 402, "body": { "error": "Pay" } } });
    let refused = service.submit_with(&text(), refusal).await.unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::PaymentRequired);
    assert_eq!(service.creations(), 2);
    pass(service.folder.path(), 240);
    for _ in 0..2 {
        assert_look_there(&service.submit_with(&text(), json!({})).await);
    }
    assert_eq!(service.creations(), 2);
}

#[tokio::test]
async fn a_lost_answer_is_found_while_the_service_knows_the_request() {
    let service = Service::start();
    service.lose_an_answer(&photo()).await;
    pass(service.folder.path(), 200);
    let done = service.submit_with(&photo(), json!({})).await.unwrap();
    assert!(matches!(done.outcome, Outcome::Submitted(made) if made.repeated));
}

#[tokio::test]
async fn after_uploads_that_take_long_nothing_is_posted_that_may_have_been() {
    let service = Service::start();
    service.lose_an_answer(&photo()).await;
    let client = service.client().build().unwrap();
    let folder = service.folder.path().to_path_buf();
    let slow = SubmitOptions {
        progress: Some(Arc::new(move |at| {
            if at.sent == at.total {
                pass(&folder, 280);
            }
        })),
        ..service.options()
    };
    assert_look_there(&client.submit(&photo(), &slow).await);
    let log = service.stand_in.log();
    assert_eq!(log["uploads"].as_array().unwrap().len(), 2);
    assert_eq!(service.creations(), 1);
}

#[tokio::test]
async fn a_post_that_another_run_made_during_the_uploads_is_found() {
    let service = Service::start();
    let client = service.client().build().unwrap();
    let first = client.create_post(&text()).await.unwrap();
    let id = first.post.id.unwrap();
    let fault = json!({ "fault": "reset_before_body" });
    service.submit_with(&photo(), fault).await.unwrap_err();
    let (folder, made) = (service.folder.path().to_path_buf(), id.clone());
    let overtaken = SubmitOptions {
        progress: Some(Arc::new(move |_| {
            let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
            let text = std::fs::read_to_string(file.path()).unwrap();
            let mut entry: Value = serde_json::from_str(&text).unwrap();
            entry["post"] = json!(made);
            std::fs::write(file.path(), entry.to_string()).unwrap();
        })),
        ..service.options()
    };
    let done = client.submit(&photo(), &overtaken).await.unwrap();
    assert_eq!(done.uploads.len(), 1);
    assert!(matches!(done.outcome, Outcome::Submitted(made) if made.post.id == Some(id)));
    assert_eq!(service.creations(), 2);
}

#[tokio::test]
async fn a_call_is_not_repeated_when_the_service_may_have_forgotten_its_id() {
    let service = Service::start();
    service.lose_an_answer(&text()).await;
    // Twenty seconds are left to send, and a repeat would wait for longer.
    pass(service.folder.path(), 250);
    let unsure = service
        .client()
        .attempts(5)
        .waits(Duration::from_secs(60), Duration::from_secs(60))
        .build()
        .unwrap();
    let start = Instant::now();
    service
        .stand_in
        .script(vec![json!({}), json!({ "answer": { "status": 503 } })]);
    let error = unsure.submit(&text(), &service.options()).await;
    assert_eq!(error.unwrap_err().attempts(), 1);
    assert!(start.elapsed() < Duration::from_secs(25));
    assert_eq!(service.creations(), 2);
}

#[tokio::test]
async fn a_turn_that_comes_too_late_is_not_taken() {
    let service = Service::start();
    service.lose_an_answer(&text()).await;
    pass(service.folder.path(), 267);
    // The one request of a minute asks for the accounts.
    let slow = Pacing {
        requests: Some(1),
        ..Pacing::default()
    };
    let client = service.client().pacing(slow).build().unwrap();
    let start = Instant::now();
    assert_look_there(&client.submit(&text(), &service.options()).await);
    assert!(start.elapsed() < Duration::from_secs(25));
    assert_eq!(service.creations(), 1);
}

#[tokio::test]
async fn what_was_lost_under_another_id_is_not_submitted_under_the_usual_one() {
    let service = Service::start();
    let client = service.client().build().unwrap();
    let again = SubmitOptions {
        again: true,
        ..service.options()
    };
    service
        .stand_in
        .script(vec![json!({}), json!({ "fault": "reset_after_body" })]);
    let lost = client.submit(&text(), &again).await;
    assert!(lost.unwrap_err().may_have_arrived());
    assert_look_there(&client.submit(&text(), &service.options()).await);
    assert_eq!(service.creations(), 1);
}
