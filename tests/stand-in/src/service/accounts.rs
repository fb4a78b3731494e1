//! Accounts: they are always the same.

use serde_json::{Value, json};

use super::THEN;
use super::posts::{put, text};
use crate::http::{Request, Response};

/// Ids and platforms. `acc_fails` is connected, and its platform does not answer; `acc_off` is not.
const ACCOUNTS: [(&str, &str); 15] = [
    ("acc_x", "twitter"),
    ("acc_ig", "instagram"),
    ("acc_fb", "facebook"),
    ("acc_li", "linkedin"),
    ("acc_pin", "pinterest"),
    ("acc_red", "reddit"),
    ("acc_bsky", "bluesky"),
    ("acc_th", "threads"),
    ("acc_gbp", "googlebusiness"),
    ("acc_tg", "telegram"),
    ("acc_snap", "snapchat"),
    ("acc_tt", "tiktok"),
    ("acc_yt", "youtube"),
    ("acc_fails", "bluesky"),
    ("acc_off", "facebook"),
];

/// An account by its id.
pub(super) fn find(id: &str) -> Option<Value> {
    let (id, platform) = ACCOUNTS.iter().find(|(one, _)| *one == id)?;
    Some(account(id, platform))
}

fn account(id: &str, platform: &str) -> Value {
    let way = if platform == "linkedin" {
        "company/"
    } else {
        ""
    };
    json!({
        "_id": id, "platform": platform, "username": "@acme", "displayName": "Acme",
        "profileId": { "_id": "prof_1", "name": "Acme", "slug": "acme" },
        "profileUrl": format!("https://{platform}.example.com/{way}acme"),
        "isActive": id != "acc_off",
    })
}

pub(super) fn answer(heading: &str, id: &str, request: &Request, body: &Value) -> Response {
    let all = ACCOUNTS.iter().map(|(id, platform)| account(id, platform));
    let platform = super::asked(request, "platform");
    let wanted = |one: &Value| platform.is_none_or(|platform| text(one, "platform") == platform);
    match heading {
        "GET /v1/accounts" => {
            let accounts: Vec<Value> = all.filter(wanted).collect();
            return Response::json(
                200,
                &json!({ "accounts": accounts, "hasAnalyticsAccess": false }),
            );
        }
        "GET /v1/accounts/health" => {
            let accounts: Vec<Value> = all.filter(wanted).map(|one| health(&one)).collect();
            let total = accounts.len();
            return Response::json(
                200,
                &json!({
                    "summary": { "total": total, "healthy": total, "warning": 0, "error": 0, "needsReconnect": 0 },
                    "accounts": accounts,
                }),
            );
        }
        "GET /v1/accounts/follower-stats" => {
            return Response::json(
                403,
                &json!({
                    "error": "Analytics add-on required", "requiresAddon": true,
                    "message": "Follower stats need the add-on.",
                }),
            );
        }
        "GET /v1/account-groups" => {
            let groups = json!([{ "_id": "group_1", "name": "All", "accountIds": ["acc_x"] }]);
            return Response::json(200, &json!({ "groups": groups }));
        }
        _ => {}
    }
    let Some(account) = find(id) else {
        return Response::error(404, "Account not found");
    };
    let needs = match heading {
        _ if heading.contains("/pinterest-boards") => "pinterest",
        _ if heading.contains("/reddit-subreddits") => "reddit",
        _ if heading.contains("/tiktok/") => "tiktok",
        _ => text(&account, "platform"),
    };
    if needs != text(&account, "platform") {
        return Response::error(
            400,
            &format!("This endpoint is only available for {needs} accounts"),
        );
    }
    of_one(heading, account, body)
}

fn of_one(heading: &str, account: Value, body: &Value) -> Response {
    let ok = |body: Value| Response::json(200, &body);
    match heading {
        "PUT /v1/accounts/{accountId}" => {
            let mut answer = body.clone();
            put(&mut answer, "message", json!("Account updated"));
            ok(answer)
        }
        "DELETE /v1/accounts/{accountId}" => ok(json!({ "message": "Account disconnected" })),
        "GET /v1/accounts/{accountId}/health" => ok(json!({
            "accountId": account.get("_id"), "platform": account.get("platform"), "status": "healthy",
            "tokenStatus": { "valid": true, "expiresAt": THEN, "needsRefresh": false },
            "permissions": { "canPost": true, "missingRequired": [] },
            "issues": [], "recommendations": [],
        })),
        "GET /v1/accounts/{accountId}/tiktok/creator-info" => ok(json!({
            "creator": { "nickname": "Acme", "isVerified": false, "canPostMore": true },
            "privacyLevels": [
                { "value": "PUBLIC_TO_EVERYONE", "label": "Everyone" },
                { "value": "SELF_ONLY", "label": "Only me" },
            ],
            "postingLimits": { "maxVideoDurationSec": 600 },
        })),
        "GET /v1/accounts/{accountId}/pinterest-boards" => ok(json!({
            "boards": [{ "id": "board_1", "name": "Ideas", "description": "", "privacy": "PUBLIC" }],
        })),
        "PUT /v1/accounts/{accountId}/pinterest-boards" => ok(json!({
            "message": "Default Pinterest board updated successfully", "account": account,
        })),
        "POST /v1/accounts/{accountId}/pinterest-boards" => {
            let mut board = body.clone();
            put(&mut board, "id", json!("board_2"));
            Response::json(201, &json!({ "board": board }))
        }
        "GET /v1/accounts/{accountId}/reddit-subreddits" => ok(json!({
            "subreddits": [{ "id": "2qh1i", "name": "marketing", "title": "Marketing", "over18": false }],
            "defaultSubreddit": "marketing",
        })),
        "PUT /v1/accounts/{accountId}/reddit-subreddits" => ok(json!({ "success": true })),
        _ => Response::error(404, "Not found"),
    }
}

fn health(account: &Value) -> Value {
    json!({
        "accountId": account.get("_id"), "platform": account.get("platform"), "status": "healthy",
        "canPost": true, "tokenValid": true, "needsReconnect": false, "issues": [],
    })
}
