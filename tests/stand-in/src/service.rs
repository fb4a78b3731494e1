//! What the service does, as far as its documents say.

mod accounts;
mod media;
mod posts;
mod profiles;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use crate::describe::Api;
use crate::http::{Request, Response};
use crate::limit::Limit;
use crate::twist::Twist;
use crate::{KEY, Shared};

/// What the service keeps.
#[derive(Debug)]
pub struct State {
    pub(crate) script: VecDeque<Value>,
    pub(crate) limit: Limit,
    requests: Vec<Value>,
    complaints: Vec<String>,
    posts: Vec<posts::Kept>,
    uploads: Vec<media::Upload>,
    profiles: Vec<Value>,
    /// Answers by the idempotency key of their requests, with the body of the request.
    replays: BTreeMap<String, (Value, Response)>,
    queues: Vec<Value>,
}

/// A time for all that is made: tests compare it.
const THEN: &str = "2026-01-31T12:00:00.000Z";

impl State {
    pub(crate) fn new() -> Self {
        State {
            script: VecDeque::new(),
            limit: Limit::new(1200, 60_000),
            requests: Vec::new(),
            complaints: Vec::new(),
            posts: Vec::new(),
            uploads: Vec::new(),
            profiles: vec![json!({
                "_id": "prof_1", "name": "Acme", "color": "#ffeda0", "isDefault": true, "createdAt": THEN,
            })],
            replays: BTreeMap::new(),
            queues: vec![json!({
                "_id": "queue_1", "profileId": "prof_1", "name": "Mornings", "timezone": "Europe/Berlin",
                "slots": [{ "dayOfWeek": 1, "time": "09:00" }], "active": true, "isDefault": true,
            })],
        }
    }

    pub(crate) fn next_twist(&mut self) -> Option<Twist> {
        self.script.pop_front().as_ref().and_then(Twist::read)
    }

    /// Notes a request for the log; the key is not noted, only whether there was one.
    pub(crate) fn record(&mut self, request: &Request) {
        if self.requests.len() >= 10_000 {
            return;
        }
        let headers = [
            "x-request-id",
            "idempotency-key",
            "content-type",
            "user-agent",
        ];
        let headers = headers
            .iter()
            .filter_map(|name| Some(((*name).to_string(), Value::from(request.header(name)?))));
        let query = request
            .query
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)));
        self.requests.push(json!({
            "method": request.method,
            "path": request.path,
            "query": Value::Object(query.collect()),
            "headers": Value::Object(headers.collect()),
            "authorized": request.header("authorization").is_some(),
            "body": if request.is_upload() { Value::Null } else { request.json() },
            "bytes": request.body_bytes,
        }));
    }

    pub(crate) fn log(&self) -> Value {
        json!({
            "requests": self.requests,
            "posts": self.posts.iter().map(|kept| &kept.post).collect::<Vec<_>>(),
            "uploads": self.uploads.iter().map(media::Upload::to_json).collect::<Vec<_>>(),
            "complaints": self.complaints,
            "script_left": self.script.len(),
        })
    }

    fn complain(&mut self, request: &Request, faults: &[String]) {
        let call = format!("{} {}", request.method, request.path);
        let faults = faults.iter().map(|fault| format!("{call}: {fault}"));
        self.complaints.extend(faults);
    }
}

/// Does what a request asks for.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Response {
    let mut state = shared.state();
    let state = &mut *state;
    if request.is_upload() {
        return state.receive(request);
    }
    // The tools have limits of their own, a day's.
    let tools = request.path.starts_with("/api/v1/tools/");
    let (headers, wait) = if tools {
        (Vec::new(), None)
    } else {
        state.limit.count()
    };
    let mut response = match wait {
        Some(seconds) => {
            let mut response = Response::error(429, "Rate limit exceeded");
            response
                .headers
                .push(("Retry-After".to_string(), seconds.to_string()));
            response
        }
        None => state.authorized(shared, request),
    };
    response.headers.extend(headers);
    response
}

impl State {
    fn authorized(&mut self, shared: &Shared, request: &Request) -> Response {
        if request.header("authorization") != Some(&format!("Bearer {KEY}")) {
            return Response::error(401, "Invalid or missing API key");
        }
        let path = request.path.strip_prefix("/api").unwrap_or_default();
        let api = Api::new();
        let Some(found) = api.find(&request.method, path) else {
            self.complain(request, &["no such call is described".to_string()]);
            return Response::error(404, "Not found");
        };
        let faults = found.faults(request);
        if !faults.is_empty() {
            self.complain(request, &faults);
            return Response::json(
                400,
                &json!({ "error": faults.join("; "), "type": "invalid_request_error" }),
            );
        }
        let body = request.json();
        let id = found.ids.first().map(String::as_str).unwrap_or_default();
        match found.heading {
            "POST /v1/posts" => self.create_post(request, &body),
            "GET /v1/posts" => self.list_posts(request),
            "GET /v1/posts/{postId}" => self.one_post(id),
            "PUT /v1/posts/{postId}" => self.update_post(id, &body),
            "DELETE /v1/posts/{postId}" => self.delete_post(id),
            "POST /v1/posts/{postId}/retry" => self.retry_post(id),
            "POST /v1/posts/bulk-upload" => bulk_upload(request),
            "GET /v1/posts/{postId}/logs" => self.post_logs(id),
            "GET /v1/logs" => posts::logs(),
            "GET /v1/logs/{logId}" => posts::log(id),
            "POST /v1/media/presign" => self.presign(shared, &body),
            "GET /v1/profiles" => self.list_profiles(request),
            "POST /v1/profiles" => self.create_profile(request, &body),
            "GET /v1/profiles/{profileId}" => self.one_profile(id),
            "PUT /v1/profiles/{profileId}" => self.update_profile(id, &body),
            "DELETE /v1/profiles/{profileId}" => self.delete_profile(id),
            "GET /v1/queue/slots" => self.read_queue(request),
            "POST /v1/queue/slots" => self.create_queue(&body),
            "PUT /v1/queue/slots" => self.update_queue(&body),
            "DELETE /v1/queue/slots" => self.delete_queue(request),
            "GET /v1/queue/preview" => self.preview_queue(request),
            "GET /v1/queue/next-slot" => self.next_slot(request),
            "GET /v1/usage-stats" => self.usage(),
            "POST /v1/tools/validate/post-length" => validate_text(&body),
            "POST /v1/tools/validate/post" => validate_post(&body),
            "POST /v1/tools/validate/media" => validate_media(&body),
            heading => accounts::answer(heading, id, request, &body),
        }
    }

    fn usage(&self) -> Response {
        Response::json(
            200,
            &json!({
                "planName": "Build", "billingPeriod": "monthly", "signupDate": THEN,
                "limits": { "uploads": 120, "profiles": 10 },
                "usage": { "uploads": self.posts.len(), "profiles": self.profiles.len(), "lastReset": THEN },
            }),
        )
    }
}

/// A parameter of the query.
fn asked<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let found = request.query.iter().find(|(one, _)| one == name);
    found.map(|(_, value)| value.as_str())
}

/// Rows are good unless they say `unknown`.
fn bulk_upload(request: &Request) -> Response {
    let form = String::from_utf8_lossy(&request.body);
    let file = form.split("\r\n\r\n").nth(1).unwrap_or_default();
    let rows = file.split("\r\n--").next().unwrap_or_default();
    let rows = rows.lines().skip(1).filter(|row| !row.is_empty());
    let dry = asked(request, "dryRun") == Some("true");
    let results: Vec<Value> = rows
        .enumerate()
        .map(|(index, row)| match (row.contains("unknown"), dry) {
            (true, _) => json!({ "rowIndex": index + 1, "ok": false, "errors": ["unknown_profile:x"] }),
            (false, true) => json!({ "rowIndex": index + 1, "ok": true }),
            (false, false) => {
                json!({ "rowIndex": index + 1, "ok": true, "createdPostId": format!("bulk_{}", index + 1) })
            }
        })
        .collect();
    let valid = results
        .iter()
        .filter(|row| row.get("ok") == Some(&json!(true)))
        .count();
    let mixed = valid > 0 && valid < results.len();
    let body = json!({
        "total": results.len(), "valid": valid, "invalid": results.len() - valid,
        "results": results, "warnings": [],
    });
    Response::json(if mixed { 207 } else { 200 }, &body)
}

fn validate_text(body: &Value) -> Response {
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default();
    let count = text.chars().count();
    Response::json(
        200,
        &json!({ "text": text, "platforms": { "bluesky": { "count": count, "limit": 300, "valid": count <= 300 } } }),
    )
}

fn validate_post(body: &Value) -> Response {
    let empty = body.get("content").is_none_or(|content| content == "");
    Response::json(
        200,
        &if empty {
            json!({ "valid": false, "errors": [{ "platform": "bluesky", "error": "There is no content" }], "warnings": [] })
        } else {
            json!({ "valid": true, "message": "No validation issues found.", "warnings": [] })
        },
    )
}

fn validate_media(body: &Value) -> Response {
    Response::json(
        200,
        &json!({ "valid": true, "url": body.get("url"), "contentType": "image/jpeg", "size": null, "type": "image" }),
    )
}
