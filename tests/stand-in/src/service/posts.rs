//! Posts.

use serde_json::{Value, json};

use super::{State, THEN, accounts, asked, media};
use crate::http::{Request, Response};

/// A post, and what it is known by.
#[derive(Debug)]
pub(super) struct Kept {
    pub post: Value,
    request_id: Option<String>,
    /// Account and content, for each target.
    prints: Vec<(String, String)>,
}

impl State {
    pub(super) fn create_post(&mut self, request: &Request, body: &Value) -> Response {
        let request_id = request.header("x-request-id").map(str::to_string);
        let before = self
            .posts
            .iter()
            .find(|kept| kept.request_id.is_some() && kept.request_id == request_id);
        if let Some(before) = before {
            let body =
                json!({ "message": "Request already processed", "existingPost": before.post });
            return Response::json(200, &body);
        }
        let targets = list(body, "platforms");
        if targets.is_empty() {
            return Response::error(400, "platforms is required");
        }
        for target in targets {
            let id = text(target, "accountId");
            match accounts::find(id) {
                None => return Response::error(403, &format!("Account {id} is not yours")),
                Some(account) if account.get("isActive") == Some(&json!(false)) => {
                    let error = format!("Account {id} is disconnected and cannot be posted to");
                    return Response::json(
                        403,
                        &json!({ "error": error, "code": "ACCOUNT_DISCONNECTED", "type": "permission_error" }),
                    );
                }
                Some(_) => {}
            }
        }
        let shared = list(body, "mediaItems").iter();
        let own = targets
            .iter()
            .flat_map(|target| list(target, "customMedia"));
        for item in shared.chain(own) {
            if let Err(error) = media::reachable(&self.uploads, text(item, "url")) {
                return Response::json(
                    400,
                    &json!({ "error": error, "type": "invalid_request_error", "param": "mediaItems" }),
                );
            }
        }
        let prints: Vec<_> = targets.iter().map(|target| print(body, target)).collect();
        for (target, print) in targets.iter().zip(&prints) {
            let same = self.posts.iter().find(|kept| kept.prints.contains(print));
            if let Some(same) = same {
                return Response::json(
                    409,
                    &json!({
                        "error": "This exact content was posted to this account within the last 24 hours.",
                        "details": {
                            "accountId": target.get("accountId"), "platform": target.get("platform"),
                            "existingPostId": same.post.get("_id"),
                        },
                    }),
                );
            }
        }
        let number = self.posts.len() + 1;
        let mut post = body.clone();
        put(&mut post, "_id", json!(format!("post_{number}")));
        put(&mut post, "createdAt", json!(THEN));
        let status = publish(&mut post);
        self.posts.push(Kept {
            post: post.clone(),
            request_id,
            prints,
        });
        let code = if status == "partial" { 207 } else { 201 };
        Response::json(
            code,
            &json!({ "message": format!("Post {status}"), "post": post }),
        )
    }

    pub(super) fn list_posts(&self, request: &Request) -> Response {
        let number = |name: &str, default| {
            asked(request, name)
                .and_then(|text| text.parse().ok())
                .unwrap_or(default)
        };
        let (page, limit): (usize, usize) = (number("page", 1), number("limit", 10));
        let wanted = |post: &&Value| {
            asked(request, "status").is_none_or(|status| text(post, "status") == status)
        };
        let posts = self.posts.iter().map(|kept| &kept.post).filter(wanted);
        let posts: Vec<&Value> = posts.collect();
        let total = posts.len();
        let posts: Vec<&Value> = posts
            .into_iter()
            .skip((page - 1) * limit)
            .take(limit)
            .collect();
        Response::json(
            200,
            &json!({
                "posts": posts,
                "pagination": { "page": page, "limit": limit, "total": total, "pages": total.div_ceil(limit) },
            }),
        )
    }

    fn kept(&mut self, id: &str) -> Option<&mut Kept> {
        self.posts
            .iter_mut()
            .find(|kept| text(&kept.post, "_id") == id)
    }

    pub(super) fn one_post(&mut self, id: &str) -> Response {
        match self.kept(id) {
            Some(kept) => Response::json(200, &json!({ "post": kept.post })),
            None => Response::error(404, "Not found"),
        }
    }

    pub(super) fn update_post(&mut self, id: &str, changes: &Value) -> Response {
        let Some(kept) = self.kept(id) else {
            return Response::error(404, "Not found");
        };
        if text(&kept.post, "status") == "published" {
            return Response::error(400, "Published posts cannot be edited");
        }
        for (name, value) in changes.as_object().into_iter().flatten() {
            put(&mut kept.post, name, value.clone());
        }
        publish(&mut kept.post);
        Response::json(
            200,
            &json!({ "message": "Post updated successfully", "post": kept.post }),
        )
    }

    pub(super) fn delete_post(&mut self, id: &str) -> Response {
        match self.kept(id) {
            None => return Response::error(404, "Not found"),
            Some(kept) if text(&kept.post, "status") == "published" => {
                return Response::error(400, "Published posts cannot be deleted");
            }
            Some(_) => {}
        }
        self.posts.retain(|kept| text(&kept.post, "_id") != id);
        Response::json(200, &json!({ "message": "Post deleted successfully" }))
    }

    pub(super) fn retry_post(&mut self, id: &str) -> Response {
        let Some(kept) = self.kept(id) else {
            return Response::error(404, "Not found");
        };
        match text(&kept.post, "status") {
            "failed" | "partial" => {}
            "publishing" => return Response::error(409, "Post is currently publishing"),
            _ => return Response::error(400, "Only failed posts can be retried"),
        }
        let status = publish(&mut kept.post);
        let code = if status == "partial" { 207 } else { 200 };
        Response::json(
            code,
            &json!({ "message": format!("Post {status}"), "post": kept.post }),
        )
    }

    pub(super) fn post_logs(&mut self, id: &str) -> Response {
        if self.kept(id).is_none() {
            return Response::error(404, "Not found");
        }
        Response::json(
            200,
            &json!({ "logs": [step(id)], "count": 1, "postId": id }),
        )
    }
}

pub(super) fn logs() -> Response {
    let page = json!({ "total": 1, "limit": 50, "skip": 0, "pages": 1, "hasMore": false });
    Response::json(
        200,
        &json!({ "logs": [step("post_1")], "pagination": page }),
    )
}

pub(super) fn log(id: &str) -> Response {
    if id == "log_1" {
        Response::json(200, &json!({ "log": step("post_1") }))
    } else {
        Response::error(404, "Not found")
    }
}

fn step(post: &str) -> Value {
    json!({
        "_id": "log_1", "postId": post, "platform": "bluesky", "accountId": "acc_bsky",
        "action": "publish", "status": "success", "statusCode": 200, "durationMs": 812,
        "attemptNumber": 1, "createdAt": THEN,
    })
}

/// Gives a post the status that its body asks for, and its targets theirs.
fn publish(post: &mut Value) -> String {
    let now = post.get("publishNow") == Some(&json!(true));
    let draft = post.get("isDraft") == Some(&json!(true));
    let timed = post.get("scheduledFor").is_some() || post.get("queuedFromProfile").is_some();
    let mut failed = 0;
    let targets = post.get_mut("platforms").and_then(Value::as_array_mut);
    let mut count = 0;
    for (index, target) in targets.into_iter().flatten().enumerate() {
        count += 1;
        if draft || !now {
            put(target, "status", json!("pending"));
        } else if text(target, "accountId") == "acc_fails" {
            failed += 1;
            put(target, "status", json!("failed"));
            put(
                target,
                "errorMessage",
                json!("The platform does not answer"),
            );
            put(target, "errorCategory", json!("platform_error"));
        } else {
            let url = format!("https://{}.example.com/{index}", text(target, "platform"));
            put(target, "status", json!("published"));
            put(target, "platformPostUrl", json!(url));
        }
    }
    let status = match (draft, now, failed) {
        (true, ..) => "draft",
        (_, true, 0) => "published",
        (_, true, failed) if failed == count => "failed",
        (_, true, _) => "partial",
        _ if timed => "scheduled",
        _ => "draft",
    };
    put(post, "status", json!(status));
    status.to_string()
}

/// What the service knows the same content by: the account, the text and the media.
fn print(body: &Value, target: &Value) -> (String, String) {
    let content = target.get("customContent").or_else(|| body.get("content"));
    let media = target.get("customMedia").or_else(|| body.get("mediaItems"));
    let urls: Vec<&str> = media
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|item| text(item, "url"))
        .collect();
    let account = text(target, "accountId").to_string();
    (
        account,
        json!({ "content": content, "media": urls }).to_string(),
    )
}

pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn put(value: &mut Value, name: &str, what: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(name.to_string(), what);
    }
}
