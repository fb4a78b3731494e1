//! Profiles and their queues.

use serde_json::{Value, json};

use super::posts::{put, text};
use super::{State, THEN, asked};
use crate::http::{Request, Response};

/// The next times of every queue.
const TIMES: [&str; 3] = [
    "2026-02-02T09:00:00+01:00",
    "2026-02-09T09:00:00+01:00",
    "2026-02-16T09:00:00+01:00",
];

impl State {
    pub(super) fn list_profiles(&self, request: &Request) -> Response {
        let wanted = |profile: &&Value| {
            asked(request, "name").is_none_or(|name| text(profile, "name") == name)
        };
        let profiles: Vec<&Value> = self.profiles.iter().filter(wanted).collect();
        Response::json(200, &json!({ "profiles": profiles }))
    }

    pub(super) fn create_profile(&mut self, request: &Request, body: &Value) -> Response {
        let key = request.header("idempotency-key").map(str::to_string);
        if let Some((before, response)) = key.as_ref().and_then(|key| self.replays.get(key)) {
            return if before == body {
                response.clone()
            } else {
                Response::error(422, "Idempotency-Key reused with a different body")
            };
        }
        let name = text(body, "name");
        let same = self.profiles.iter().find(|one| text(one, "name") == name);
        if let Some(same) = same {
            return Response::json(
                409,
                &json!({
                    "error": "A profile with this name already exists", "code": "profile_name_conflict",
                    "details": { "existingProfileId": same.get("_id") },
                }),
            );
        }
        let mut profile = body.clone();
        put(
            &mut profile,
            "_id",
            json!(format!("prof_{}", self.profiles.len() + 1)),
        );
        put(&mut profile, "isDefault", json!(false));
        put(&mut profile, "createdAt", json!(THEN));
        self.profiles.push(profile.clone());
        let answer = json!({ "message": "Profile created successfully", "profile": profile });
        let response = Response::json(201, &answer);
        if let Some(key) = key {
            self.replays.insert(key, (body.clone(), response.clone()));
        }
        response
    }

    pub(super) fn one_profile(&self, id: &str) -> Response {
        match self.profiles.iter().find(|one| text(one, "_id") == id) {
            Some(profile) => Response::json(200, &json!({ "profile": profile })),
            None => Response::error(404, "Not found"),
        }
    }

    pub(super) fn update_profile(&mut self, id: &str, changes: &Value) -> Response {
        let profile = self.profiles.iter_mut().find(|one| text(one, "_id") == id);
        let Some(profile) = profile else {
            return Response::error(404, "Not found");
        };
        for (name, value) in changes.as_object().into_iter().flatten() {
            put(profile, name, value.clone());
        }
        Response::json(
            200,
            &json!({ "message": "Profile updated successfully", "profile": profile }),
        )
    }

    pub(super) fn delete_profile(&mut self, id: &str) -> Response {
        if id == "prof_1" {
            return Response::error(400, "Profile has connected accounts");
        }
        let before = self.profiles.len();
        self.profiles.retain(|one| text(one, "_id") != id);
        if self.profiles.len() == before {
            return Response::error(404, "Not found");
        }
        Response::json(200, &json!({ "message": "Profile deleted successfully" }))
    }

    /// The queue that is named, or the profile's default one.
    fn queue(&self, profile: &str, id: Option<&str>) -> Option<&Value> {
        self.queues.iter().find(|queue| {
            let meant = match id {
                Some(id) => text(queue, "_id") == id,
                None => queue.get("isDefault") == Some(&json!(true)),
            };
            meant && text(queue, "profileId") == profile
        })
    }

    fn asked_queue(&self, request: &Request) -> Option<&Value> {
        let profile = asked(request, "profileId").unwrap_or_default();
        self.queue(profile, asked(request, "queueId"))
    }

    pub(super) fn read_queue(&self, request: &Request) -> Response {
        let profile = asked(request, "profileId").unwrap_or_default();
        if asked(request, "all") == Some("true") {
            let of_profile = |queue: &&Value| text(queue, "profileId") == profile;
            let queues: Vec<&Value> = self.queues.iter().filter(of_profile).collect();
            return Response::json(200, &json!({ "count": queues.len(), "queues": queues }));
        }
        match self.asked_queue(request) {
            Some(queue) => Response::json(
                200,
                &json!({ "exists": true, "schedule": queue, "nextSlots": TIMES }),
            ),
            None => Response::error(404, "Profile not found"),
        }
    }

    pub(super) fn create_queue(&mut self, body: &Value) -> Response {
        let mut queue = body.clone();
        put(
            &mut queue,
            "_id",
            json!(format!("queue_{}", self.queues.len() + 1)),
        );
        put(&mut queue, "isDefault", json!(false));
        self.queues.push(queue.clone());
        let answer = json!({ "success": true, "schedule": queue, "nextSlots": TIMES });
        Response::json(201, &answer)
    }

    pub(super) fn update_queue(&mut self, body: &Value) -> Response {
        let id = body.get("queueId").and_then(Value::as_str);
        let Some(found) = self.queue(text(body, "profileId"), id) else {
            return Response::error(404, "Profile not found");
        };
        let found = text(found, "_id").to_string();
        let queue = self
            .queues
            .iter_mut()
            .find(|queue| text(queue, "_id") == found);
        let Some(queue) = queue else {
            return Response::error(404, "Profile not found");
        };
        for name in ["name", "timezone", "slots", "active"] {
            if let Some(value) = body.get(name) {
                put(queue, name, value.clone());
            }
        }
        let answer =
            json!({ "success": true, "schedule": queue, "nextSlots": TIMES, "reshuffledCount": 0 });
        Response::json(200, &answer)
    }

    pub(super) fn delete_queue(&mut self, request: &Request) -> Response {
        let id = asked(request, "queueId").unwrap_or_default();
        self.queues.retain(|queue| text(queue, "_id") != id);
        Response::json(200, &json!({ "success": true, "deleted": true }))
    }

    pub(super) fn preview_queue(&self, request: &Request) -> Response {
        if self.asked_queue(request).is_none() {
            return Response::error(404, "Profile or queue schedule not found");
        }
        let count = asked(request, "count").and_then(|text| text.parse().ok());
        let slots: Vec<&str> = TIMES.into_iter().take(count.unwrap_or(20)).collect();
        let profile = asked(request, "profileId");
        Response::json(
            200,
            &json!({ "profileId": profile, "count": slots.len(), "slots": slots }),
        )
    }

    pub(super) fn next_slot(&self, request: &Request) -> Response {
        match self.asked_queue(request) {
            Some(queue) => Response::json(
                200,
                &json!({
                    "profileId": queue.get("profileId"), "nextSlot": TIMES.first(),
                    "timezone": queue.get("timezone"), "queueId": queue.get("_id"),
                    "queueName": queue.get("name"),
                }),
            ),
            None => Response::error(404, "Profile or queue schedule not found"),
        }
    }
}
